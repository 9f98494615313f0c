"""Simulation in ratios, each measured side by side in one run on one machine.

    python tests/benchmarks/simulation.py

prints one line for each ratio with its bound, and exits with 1 if a ratio exceeds it. The rows are those of
a criteria set with 32 criteria; every level of every ladder is as likely as any other.
"""

import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

import ocopkit
from ocopkit.rules.amend import amend
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.upgrade import path_to
from ocopkit.simulation.cells import column_of
from ocopkit.simulation.compare import compare
from ocopkit.simulation.impact import impact_by_clause
from ocopkit.simulation.paths import ways_up
from ocopkit.simulation.population import Population, population
from ocopkit.simulation.synthesise import synthesise

ROWS = 1_000_000
ROUNDS = 40
PRODUCTS, SAMPLED = 100_000, 200
BOOK = ocopkit.rule_book("qd-26-2026")
SET = 11
CLAUSES = {
    code: {f"{SET}/{code}": change}
    for code, change in {
        "4.1/c": {"points": 4},
        "5.1/d": {"points": 4},
        "5.3/c": {"points": 4},
        "7/c": {"points": 2},
        "6.2.3/c": {"points": 4},
        "2.2/b": {"minimum_for": 3},
        "1.3/c": {"minimum_for": 4},
        "4.2/c": {"minimum_for": 4},
        "4.3/d": {"minimum_for": 5},
        "9/c": {"minimum_for": 5},
    }.items()
}


def matrix() -> tuple[np.ndarray, list[str]]:
    """Return a million dossiers as one matrix, a column after the other, with the columns' names."""
    draw = np.random.default_rng(26)
    slots = plan_of(BOOK[SET]).slots
    whole = np.empty((ROWS, len(slots)), dtype=np.int8, order="F")
    for place, slot in enumerate(slots):
        ladder = [level.points for level in slot.criterion.levels]
        whole[:, place] = draw.choice(np.array(ladder, dtype=np.int8), ROWS)
    names = [column_of(slot.criterion.code) for slot in slots]
    asked = whole[:, names.index("c5_1")] > 0
    whole[:, names.index("c5_2")] *= asked
    return whole, names


def side_by_side(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return the best time of each of several works, taken turn by turn, in seconds."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - start)
    return best


def scoring(people: Population) -> object:
    """Return the points, every minimum and the stars of all rows."""
    compiled = people.compiled(SET)
    wanted = [name for name in compiled.results if name in {"points", "stars"} or name.startswith("missed")]
    return compiled.over(people.frame).select(*wanted).collect().to_native()


def paths() -> tuple[float, float]:
    """Return the time of the ways up of many products, one after the other (of some of them) and at once."""
    people = synthesise(BOOK, SET, PRODUCTS, seed=3, mean=62).people
    sheets = [ocopkit.ScoreSheet(BOOK[SET], row) for row in _answers(people, SAMPLED)]

    def one_by_one() -> None:
        for sheet in sheets:
            score = ocopkit.score(sheet)
            path_to(score, min(5, (score.stars or 0) + 1), limit=1)

    each, ways = side_by_side(one_by_one, lambda: ways_up(people), rounds=3)
    return each * PRODUCTS / SAMPLED, ways


def _answers(people: Population, count: int) -> Iterator[dict[str, int]]:
    """Yield the answers of the first dossiers, by points; what isn't asked is left out."""
    for row in people.frame.head(count).collect().rows(named=True):
        story = row["c5_1"] > 0
        yield {
            one.code: row[column_of(one.code)]
            for one in BOOK[SET].criteria
            if story or one.applies_when is None
        }


def main() -> int:
    """Print every ratio; return 1 if one exceeds its bound."""
    whole, names = matrix()
    people = population(pl.DataFrame({name: whole[:, at] for at, name in enumerate(names)}), BOOK, set=SET)
    draft = amend(BOOK, {key: one for clause in CLAUSES.values() for key, one in clause.items()}, because="-")
    copy, score, comparison = side_by_side(
        lambda: whole.copy(order="K"), lambda: scoring(people), lambda: compare(people, BOOK, draft)
    )
    (impact,) = side_by_side(lambda: impact_by_clause(people, BOOK, CLAUSES), rounds=5)
    each, ways = paths()
    print(
        f"copy {copy * 1e3:.1f} ms, score {score * 1e3:.1f} ms, compare {comparison * 1e3:.1f} ms, "
        f"impact {impact * 1e3:.0f} ms, {ROWS:,} rows of {len(names)} criteria"
    )
    slow = 0
    for name, ratio, bound in (
        ("points, minimums, stars / copy the matrix", score / copy, 5.0),
        ("compare two books / one scoring", comparison / score, 2.5),
        ("impact of ten clauses / one scoring", impact / score, 25.0),
        ("ways up of 100,000 products / the path of each", ways / each, 0.1),
    ):
        slow += ratio > bound
        print(f"{name:<50} {ratio:7.2f}   bound {bound:g}   {'ok' if ratio <= bound else 'TOO SLOW'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
