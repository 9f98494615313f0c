"""Dossiers by the hundred million: streamed from Parquet, in little memory, at a cost that grows in a line.

    python tests/benchmarks/scale.py                  1, 4 and 10 million, as CI runs it: half a minute, 80 MB
    python tests/benchmarks/scale.py 1 10 100         1, 10 and 100 million: some minutes, 800 MB

Each file is scored, and counted by stars, and turn by turn merely read, with its columns summed, by the same
engine. The command prints a line for each bound, and exits with 1 if one is exceeded. The rows are a million
dossiers of a criteria set with 32 criteria, every level of every ladder as likely as any other, over and over
again; the files stand in a temporary folder and are removed.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import polars as pl

SET = 11
MILLION = 1_000_000
BYTES_A_ROW = 40  # more than a row takes, so that the disk never fills up
FASTEST = 0.8
MOST_MEMORY = 1000
LINE = 0.2
ROUNDS = 5


def make(folder: Path, millions: list[int]) -> dict[int, Path]:
    """Write a file of each size."""
    free = shutil.disk_usage(folder).free
    if free < sum(millions) * MILLION * BYTES_A_ROW:
        sys.exit(f"{folder}: only {free >> 20} MB free")
    whole, names = import_module("simulation").matrix()
    rows = folder / "1.parquet"
    pl.DataFrame({name: whole[:, at] for at, name in enumerate(names)}).write_parquet(rows)
    files = {size: folder / f"{size}.parquet" for size in millions}
    for size, file in files.items():
        if file != rows:
            pl.concat([pl.scan_parquet(rows)] * size).sink_parquet(file)
    return files


def best(*works: Callable[[], object]) -> list[float]:
    """Return the best time of each of several works, taken turn by turn, in seconds."""
    times = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[place] = min(times[place], time.perf_counter() - start)
    return times


def measure(file: Path) -> None:
    """Print the times for one file and the most memory, in MB; in a process of its own."""
    import ocopkit
    from ocopkit.simulation.files import read_population
    from ocopkit.simulation.results import star_counts

    start = time.perf_counter()
    people = read_population(file, ocopkit.rule_book("qd-26-2026"), set=SET)
    checked = time.perf_counter() - start
    read, scored = best(
        lambda: pl.scan_parquet(file).select(pl.all().sum()).collect(engine="streaming"),
        lambda: star_counts(people),
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(checked, read, scored, memory, star_counts(people)["rows"].sum())


def main(words: list[str]) -> int:
    """Print what each size costs, and every bound; return 1 if one is exceeded."""
    millions = sorted({1, *(int(word) for word in words or ["1", "4", "10"])})
    times: dict[int, tuple[float, float, float]] = {}
    with tempfile.TemporaryDirectory(prefix="ocopkit-scale-") as folder:
        for size, file in make(Path(folder), millions).items():
            command = [sys.executable, __file__, "--measure", str(file)]
            words = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            checked, read, scored, memory = map(float, words[:4])
            if int(words[4]) != size * MILLION:
                sys.exit(f"{words[4]} rows were counted instead of {size} million")
            times[size] = (read, scored, memory)
            print(
                f"{size:>4} million: check {checked:.2f} s, score and count {scored:.3f} s, "
                f"read and sum {read:.3f} s, at most {memory:.0f} MB, {file.stat().st_size >> 20} MB on disk"
            )
    first, *between, last = times
    told: list[tuple[str, float, float, bool]] = []
    read, scored, memory = times[last]
    told.append(
        (f"throughput, {last} million / merely reading", read / scored, FASTEST, read / scored >= FASTEST)
    )
    told.append((f"peak memory in MB, {last} million", memory, MOST_MEMORY, memory <= MOST_MEMORY))
    slope = (times[last][1] - times[first][1]) / (last - first)
    for size in between:
        off = abs(times[size][1] / (times[first][1] + slope * (size - first)) - 1)
        told.append((f"off the line, {size} million", off, LINE, off <= LINE))
    for name, value, bound, fine in told:
        print(f"{name:<50} {value:7.2f}   bound {bound:g}   {'ok' if fine else 'EXCEEDED'}")
    return 0 if all(fine for *_, fine in told) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]))
    else:
        sys.exit(main(sys.argv[1:]))
