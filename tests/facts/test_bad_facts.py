"""What cannot be is told at once, all of it, with file, line and column."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ocopkit
from ocopkit.assessing.assess import assess
from ocopkit.assessing.facts import GivenFact
from ocopkit.errors import DocumentError, FactsError
from ocopkit.factsheets import parse_facts, read_facts

DAY = date(2026, 9, 1)
SLIP: Any = "2026-09-01"
ONE: Any = GivenFact("website", True)
PLAIN: Any = {"website": True}
SHEET = """\
rule_book: qd-26-2026
set: fresh-and-processed-tea
on: 2026-09-01
facts:
  local-labour-commune-share: {value: 62, paper: business-registration}
  local-labour-district-share: {value: 0.5}
  trademark-certificate: {value: true, valid_from: 2026-01-01, valid_until: 2020-01-01}
  linkage-contract-months: {value: 12.5, valid_until: 2030-01-01}
  linkage-contract-share: {value: 110%}
  organisation-kind: {value: htx}
  website: {value: "có"}
  website: {value: true}
  promotion-activities: {value: -1}
  local-labor: {value: 0.5}
answers: {"3.3": 9}
"""
TOLD = [
    (5, "share-out-of-range", "If 62 % is meant, write 0.62"),
    (5, "other-paper", "Use one of: local-labour"),
    (6, "fact-of-another-regime", "local-labour-commune-share"),
    (7, "ended-before-it-began", "before it began on 2026-01-01"),
    (8, "not-a-count", "12.5 is not a count"),
    (8, "not-a-certificate", "linkage-contract-months is not a certificate"),
    (9, "fact-type", "expected a number, found '110%'"),
    (10, "unknown-choice", "cooperative"),
    (12, "repeated-key", "already stands on line 11"),
    (13, "not-a-count", "-1 is not a count"),
    (14, "unknown-fact", "There is no fact 'local-labor'"),
    (15, "off-ladder", "no level is worth 9 points"),
]


def test_everything_wrong_with_a_fact_sheet_is_told_at_once(tmp_path: Path) -> None:
    """Shares over 1, percentages, a certificate that ended first, two values of one fact."""
    file = tmp_path / "tea.yaml"
    file.write_text(SHEET, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read_facts(file)
    problems = caught.value.problems
    for line, code, words in TOLD:
        told = [one.say() for one in problems if (one.where.line, one.code) == (line, code)]
        assert any(words in one for one in told), (line, code, told)
    assert {one.code for one in problems} == {code for _, code, _ in TOLD}
    assert all(one.where.file == str(file) and one.where.column for one in problems)
    assert all(one.what.vi and one.why.vi and one.mend.vi for one in problems)


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (GivenFact("local-labour-commune-share", 1.0001), "share-out-of-range"),
        (GivenFact("local-labour-commune-share", -0.1), "share-out-of-range"),
        (GivenFact("local-labour-commune-share", True), "fact-type"),
        (GivenFact("local-labour-commune-share", float("nan")), "fact-type"),
        (GivenFact("distribution-agents", 4.5), "not-a-count"),
        (GivenFact("legal-representative-woman", 1), "fact-type"),
        (GivenFact("sales-area", 3), "unknown-choice"),
        (GivenFact("local-labour-district-share", 0.5), "fact-of-another-regime"),
        (GivenFact("labour", 0.5), "unknown-fact"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.fact,
)
def test_facts_in_python_are_held_to_the_same(book: ocopkit.RuleBook, fact: GivenFact, code: str) -> None:
    """A fact that cannot be is refused before anything is proposed."""
    with pytest.raises(FactsError) as caught:
        assess([fact], book[11], on=date(2026, 9, 1))
    assert [one.code for one in caught.value.problems] == [code]


def test_two_values_of_one_fact_are_refused(book: ocopkit.RuleBook) -> None:
    """Also where they agree: one of the two papers is superfluous, or wrong."""
    twice = [GivenFact("website", True, paper="promotion")] * 2
    with pytest.raises(FactsError, match="two-values"):
        assess(twice, book[11], on=date(2026, 9, 1))


def test_shares_may_be_fractions_and_whole_ones(book: ocopkit.RuleBook) -> None:
    """0, 1, 0.75 and 3/4 are shares; three quarters are exactly 75 %."""
    quarters = [GivenFact("local-labour-commune-share", one).value for one in (0.75, "3/4")]
    assert quarters[0] == quarters[1]
    assert all(
        assess([GivenFact("raw-material-province-share", one)], book[11], on=date(2026, 9, 1))
        for one in (0, 1)
    )


@pytest.mark.parametrize(
    ("line", "code"), [("rule_book: qd-26-2027", "unknown-book"), ("set: green-tea", "unknown-set")]
)
def test_a_wrong_book_or_set_is_told_at_its_line(line: str, code: str) -> None:
    """The sheet says which form it is for."""
    key = line.partition(":")[0]
    text = "\n".join(line if one.startswith(key) else one for one in SHEET.splitlines()[:4])
    with pytest.raises(ocopkit.OcopError) as caught:
        parse_facts(text)
    assert code in {one.code for one in caught.value.problems}


def test_a_fact_given_twice_is_told_once(tmp_path: Path) -> None:
    """The second value is told at its line; what stands within it isn't told again."""
    given = "  website: {value: false, paper: promotion}\n  website: {value: true, paper: promotion}\n"
    with pytest.raises(DocumentError) as caught:
        parse_facts(f"rule_book: qd-26-2026\nset: 11\nfacts:\n{given}")
    assert [(one.code, one.where.line) for one in caught.value.problems] == [("repeated-key", 5)]


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (lambda form: assess([], form, on=SLIP), "on must be a date, such as date"),
        (lambda form: assess(ONE, form, on=DAY), "facts must be a Iterable"),
        (lambda form: assess([PLAIN], form, on=DAY), "a fact must be a GivenFact, not a dict"),
        (lambda _: assess([], SLIP, on=DAY), "criteria_set must be a CriteriaSet, not '2026-09-01'"),
        (lambda _: GivenFact("website", True, as_of=SLIP), "as_of must be a date, such as date"),
        (lambda _: GivenFact("trademark-certificate", True, valid_until=SLIP), "valid_until must be a date"),
    ],
)
def test_a_slip_in_python_is_told_for_what_it_is(
    book: ocopkit.RuleBook, slip: Callable[[Any], object], told: str
) -> None:
    """A day as text, one fact instead of several, another thing than a criteria set: refused by name."""
    with pytest.raises(TypeError, match=told):
        slip(book[11])
