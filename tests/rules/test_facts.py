"""Every set of every book, criterion by criterion, against the facts it was written from.

The tables in ``tests/expected`` were made from the facts, not from the books.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import ocopkit
from ocopkit import RuleBook
from ocopkit.rules.criteria import Criterion, Level

EXPECTED = Path(__file__).parents[1] / "expected"
TABLES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(EXPECTED.glob("*.txt"))}
IDS = ocopkit.books(packs=False).national


def ladder(levels: tuple[Level, ...]) -> str:
    """Return a ladder as the tables write it: points, with ``*N`` behind a minimum for N stars."""
    return " ".join(
        f"{level.points}*{level.minimum_for}" if level.minimum_for else str(level.points) for level in levels
    )


def written(criterion: Criterion) -> str:
    """Return all ladders of a criterion as the tables write them."""
    if criterion.alternatives:
        return " / ".join(f"{case.key}: {ladder(case.levels)}" for case in criterion.alternatives)
    return ladder(criterion.levels) + (" (no ladder)" if criterion.all_or_nothing else "")


def lines(book: RuleBook) -> Iterator[str]:
    """Yield the book's lines in the tables' form."""
    for form in book:
        for criterion in form.criteria:
            yield f"{form.number}|{criterion.code}|{criterion.max}|{written(criterion)}"


@pytest.mark.parametrize("key", sorted(TABLES))
def test_codes_maxima_ladders_and_minimums_are_those_of_the_facts(key: str) -> None:
    """Every criterion has the code, the maximum, the ladder and the minimums that the facts give."""
    wanted = [line for line in TABLES[key].splitlines() if not line.startswith("#")]
    assert list(lines(ocopkit.rule_book(key))) == wanted


def test_the_tables_hold_every_criterion_of_three_decisions() -> None:
    """787, 795 and 782 criteria: QĐ 1489 has the sets of QĐ 148 and no table of its own."""
    counts = {key: len(text.splitlines()) - 1 for key, text in TABLES.items()}
    assert counts == {"qd-26-2026": 787, "qd-148-2023": 795, "qd-1048-2019": 782}


def test_qd_1489_changes_no_criterion() -> None:
    """QĐ 1489/2025 amends the process only: its sets are those of QĐ 148/2023."""
    sets = [list(ocopkit.rule_book(key)) for key in ("qd-148-2023", "qd-1489-2025")]
    assert [form.parts for form in sets[0]] == [form.parts for form in sets[1]]


@pytest.mark.parametrize("key", IDS)
def test_every_book_has_26_sets_in_six_groups(key: str) -> None:
    """All four regimes have 26 product sets in six groups."""
    book = ocopkit.rule_book(key)
    assert len(book) == 26
    assert len(book.articles.groups) == 6
    assert [form.number for form in book] == list(range(1, 27))


@pytest.mark.parametrize("key", ["qd-26-2026", "qd-1048-2019"])
def test_points_sum_from_criteria_to_100(key: str) -> None:
    """Criteria sum to sections, sections to parts, parts to 100, and ladders end at their maximum."""
    book = ocopkit.rule_book(key)
    parts = {rule.code: rule.max for rule in book.articles.parts}
    for form in book:
        assert form.max == 100
        for part in form.parts:
            assert part.max == parts[part.code] == sum(section.max for section in part.sections)
            for section in part.sections:
                assert section.max == sum(criterion.max for criterion in section.criteria)
                for heading in section.headings:
                    below = [one.max for one in section.criteria if heading.covers(one)]
                    assert heading.max == sum(below)
        for criterion in form.criteria:
            tops = [levels[-1].points for _, levels in criterion.ladders()]
            assert max(tops) == criterion.max


def test_the_sums_of_qd_148_deviate_only_where_the_facts_say_so() -> None:
    """Part C reaches 34, 32, 32 and 33 of 35 points in sets 7, 11, 12 and 13, and nowhere else."""
    found: dict[int, int] = {}
    for form in ocopkit.rule_book("qd-148-2023"):
        for part in form.parts:
            reach = sum(
                max(levels[-1].points for _, levels in criterion.ladders())
                for section in part.sections
                for criterion in section.criteria
            )
            if reach != part.max:
                found[form.number] = reach
                doubts = [doubt.text.en for doubt in form.doubts]
                assert doubts
    assert found == {7: 34, 11: 32, 12: 32, 13: 33}
