"""Counting a register of 100,000 cases / reading its JSON.

python tests/benchmarks/register_ratio.py
"""

import json
import statistics as numbers
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.events import (
    AppealNoted,
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    Event,
    Forwarded,
    Inspected,
    Recognised,
)
from ocopkit.cases.register import register_cases, save_register
from ocopkit.cases.statistics import statistics
from ocopkit.product import Producer, Product

LIMIT = 10
"""Counting may take so many times what reading the JSON takes."""

MEMORY_LIMIT = 1.5
"""With five times the events, the most memory at once may grow so much."""

LOADING_LIMIT = 100
"""Judging every event anew may take so many times what reading its JSON takes."""

CASES = 100_000
DAY = date(2027, 1, 1)


def life(notes: int = 0) -> Case:
    """Return a life of ten events, and as many notes more as asked for."""
    producer = Producer("HTX Minh Họa", "cooperative", "Tỉnh Bắc Kạn")
    day = date(2026, 7, 10)
    events: list[Event] = [
        DossierFiled(date(2026, 6, 1), set=11),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
        CouncilResult(date(2026, 7, 1), "province", Fraction(92)),
        Recognised(day, "province"),
        CertificateIssued(day, "province", "01/GCN"),
        Inspected(date(2026, 8, 1), "province", "in-order"),
        Inspected(date(2026, 9, 1), "province", "in-order"),
        AppealNoted(date(2026, 9, 2), "on the label"),
        Forwarded(date(2026, 9, 3), "province"),
        *[AppealNoted(date(2026, 9, 4), "on the label")] * notes,
    ]
    return Case.open(Product("Chè minh họa", producer), ocopkit.rule_book, id="@").apply(*events)


def written(file: Path, cases: int, *, notes: int = 0) -> None:
    """Write a register of many cases that differ in their ids."""
    save_register(file, [life(notes)])
    line = file.read_text(encoding="utf-8")
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(line.replace('"@"', f'"{place}"', 1) for place in range(cases))


def register_ratio(rounds: int = 3) -> float:
    """Return the time to count a register over the time to read its JSON line by line.

    Args:
        rounds: How often both are timed, in turn; the medians are compared.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.jsonl"
        written(file, CASES)

        def read() -> None:
            with file.open(encoding="utf-8") as stream:
                for line in stream:
                    json.loads(line)

        def count() -> None:
            found = statistics(file, ocopkit.rule_book, on=DAY)
            assert found.total.potential == {5: CASES}

        pairs = [(_seconds(read), _seconds(count)) for _ in range(rounds)]
    return numbers.median(one for _, one in pairs) / numbers.median(one for one, _ in pairs)


def loading_ratio(cases: int = 5_000) -> float:
    """Return the time to make cases of a register's lines, each event judged, over that to read its JSON."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.jsonl"
        written(file, cases)

        def read() -> None:
            with file.open(encoding="utf-8") as stream:
                for line in stream:
                    json.loads(line)

        def load() -> None:
            assert sum(1 for _ in register_cases(file, ocopkit.rule_book)) == cases

        return _seconds(load) / min(_seconds(read) for _ in range(3))


def memory_ratio(cases: int = 3_000) -> float:
    """Return the most memory for five times the events over the most for a tenth of a life each."""
    peaks: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.jsonl"
        for notes in (0, 40):
            written(file, cases, notes=notes)
            tracemalloc.start()
            statistics(file, ocopkit.rule_book, on=DAY)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    return peaks[1] / peaks[0]


def _seconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> int:
    """Print the ratios beside their limits; return 1 if one exceeds it."""
    time_, loading, memory = register_ratio(), loading_ratio(), memory_ratio()
    print(f"counting {CASES} cases of 10 events: {time_:.2f}x reading their JSON (limit {LIMIT}x)")
    print(f"making cases of 50000 events, each judged: {loading:.0f}x reading (limit {LOADING_LIMIT}x)")
    print(f"memory for five times the events: {memory:.2f}x (limit {MEMORY_LIMIT}x)")
    return 1 if time_ > LIMIT or loading > LOADING_LIMIT or memory > MEMORY_LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
