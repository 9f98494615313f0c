"""The path to the next star / scoring the same product."""

import time
from collections.abc import Callable
from pathlib import Path

import ocopkit
from ocopkit.scoring.upgrade import path_to

LIMIT = 200
"""A path may take so many times what scoring takes."""

ROUNDS = 100
SCORES = 50
TEA = Path(__file__).parents[2] / "examples" / "sheets" / "tea-three-stars.yaml"


def path_ratio() -> float:
    """Return the time of a path over that of a score, for the slowest of several products and stars."""
    tea = ocopkit.load_sheet(TEA)
    lowest = tea.answer({one.code: one.levels[0].key for one in tea.criteria_set.criteria} | {"5.2": None})
    older = ocopkit.rule_book("qd-1048-2019")[11]
    bottom = {
        one.code: f"{key}.a" if key else "a" for one in older.criteria for key, _ in [next(one.ladders())]
    }
    barest = ocopkit.ScoreSheet(
        older, {code: key for code, key in bottom.items() if code not in {"5.2", "5.3"}}
    )
    return max(_ratio(sheet, stars) for sheet in (tea, lowest, barest) for stars in (4, 5))


def _ratio(sheet: ocopkit.ScoreSheet, stars: int) -> float:
    """Return the ratio of the best of many short turns, about as long for either."""
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        best[0] = min(best[0], _seconds(lambda: path_to(sheet, stars), 1))
        best[1] = min(best[1], _seconds(lambda: ocopkit.score(sheet), SCORES))
    return best[0] / best[1]


def _seconds(work: Callable[[], object], repeat: int) -> float:
    start = time.perf_counter()
    for _ in range(repeat):
        work()
    return (time.perf_counter() - start) / repeat


def main() -> None:
    """Print the ratio beside its limit."""
    print(f"the path to a star: {path_ratio():.1f}x scoring the same product (limit {LIMIT}x)")


if __name__ == "__main__":
    main()
