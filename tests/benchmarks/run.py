"""Ratios, each measured side by side in one run: absolute times on shared machines prove nothing.

    python tests/benchmarks/run.py

prints one line for each ratio with its bound, and exits with 1 if a ratio exceeds it.
"""

import os
import runpy
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import ocopkit
from ocopkit.rules.folder import load_book

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "examples" / "sheets" / "tea-three-stars.yaml"
ROUNDS = 15


def process(*arguments: str) -> Callable[[], None]:
    """Return a run of a Python process of its own, once warmed up, with its bytecode kept."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        command = [sys.executable, *arguments]
        subprocess.run(command, check=True, cwd=ROOT, env=kept, stdout=subprocess.DEVNULL)

    run()
    return run


def side_by_side(
    ours: Callable[[], object], theirs: Callable[[], object], repeat: int, rounds: int = ROUNDS
) -> float:
    """Return how many times longer ours takes: the best of many rounds, taken turn by turn."""
    best = [float("inf"), float("inf")]
    for _ in range(rounds):
        for place, work in enumerate((ours, theirs)):
            start = time.perf_counter()
            for _ in range(repeat):
                work()
            best[place] = min(best[place], time.perf_counter() - start)
    return best[0] / best[1]


def importing() -> float:
    """Importing ocopkit against importing cattrs, each in a process of its own."""
    return side_by_side(process("-c", "import ocopkit"), process("-c", "import cattrs"), 1)


def whole_command() -> float:
    """The whole command "ocopkit score" against merely importing what it is made of."""
    ours = process("-c", "from ocopkit.cli import main; main()", "score", str(SHEET))
    theirs = process("-c", "import attrs, cattrs, yaml, pluggy, typer, rich")
    return side_by_side(ours, theirs, 1)


def scoring() -> float:
    """One complete sheet with its full result against a bare loop over a dictionary of points."""
    sheet = ocopkit.load_sheet(SHEET)
    points = {code: line.points for code, line in sheet.lines.items()}

    def bare() -> int:
        total = 0
        for one in points.values():
            total += one
        return total

    assert bare() == ocopkit.score(sheet).points
    # Short rounds: a busy machine interrupts long ones always and short ones seldom, and ours is the longer.
    return side_by_side(lambda: ocopkit.score(sheet), bare, 50, rounds=400)


def one_set() -> float:
    """Loading one set of a book against loading all of them; only its own file is read."""
    folder = ocopkit.books(packs=False).folders["qd-26-2026"]
    return side_by_side(lambda: load_book(folder)[11], lambda: list(load_book(folder)), 1)


RATIOS: list[tuple[str, Callable[[], float], float]] = [
    ("import ocopkit / import cattrs", importing, 1.0),
    ("ocopkit score SHEET / importing its libraries", whole_command, 2.5),
    ("score(sheet) / bare loop over its points", scoring, 40.0),
    ("load one set / load all sets", one_set, 0.5),
]


def beside() -> list[tuple[str, Callable[[], float], float]]:
    """Return the ratios of the files beside this one: what ``NAME_ratio.py`` measures, and its limit."""
    found: list[tuple[str, Callable[[], float], float]] = []
    for file in sorted(Path(__file__).parent.glob("*_ratio.py")):
        content = runpy.run_path(str(file))
        title = (content["__doc__"] or file.stem).strip().splitlines()[0].rstrip(".")
        found.append((title, content[file.stem], content["LIMIT"]))
    return found


def main() -> int:
    """Print every ratio; return 1 if one exceeds its bound."""
    slow = 0
    for name, measure, bound in RATIOS + beside():
        ratio = measure()
        slow += ratio > bound
        print(f"{name:<60} {ratio:7.2f}   bound {bound:g}   {'ok' if ratio <= bound else 'TOO SLOW'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
