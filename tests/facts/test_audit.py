"""The audit of conditions: exact gaps, overlaps, falls and dead ends, by cells that stand for all values."""

from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve

import ocopkit
from ocopkit.rules.audits.conditions import check_conditions
from ocopkit.rules.criteria import Criterion

LABOUR = "Share of workers from the commune-level area"
LINKAGE = "Share of the volume sold under linkage contracts"


@pytest.mark.parametrize(
    ("changes", "code", "clause", "words"),
    [
        ({"11/3.3": {"left_open": []}}, "two-levels", "11/3.3", f"b and c: {LABOUR}: 0.75"),
        ({"11/1.5": {"left_open": []}}, "uncovered-facts", "11/1.5", f"{LINKAGE}: 0.75"),
        ({"11/1.5": {"left_open": []}}, "uncovered-facts", "11/1.5", f"{LINKAGE}: between 0 and 0.5"),
        ({"11/4.3": {"left_open": []}}, "uncovered-facts", "11/4.3", "Promotion activities: 4 or more"),
        ({"11/3.3/below_when": None}, "uncovered-facts", "11/3.3", f"{LABOUR}: between 0 and 0.25"),
        ({"11/1.1/a/when/above": 0.1}, "uncovered-facts", "11/1.1", "between 0 and 0.1"),
        ({"11/3.3/a/when/at_least": 0.6}, "never-holds", "11/3.3", "the condition never holds"),
        ({"11/3.3/c/when/at_least": 0.4}, "never-reached", "11/3.3", "b: another level always comes first"),
        (
            {"11/4.2/d/when/one_of": ["person"], "11/4.2/b/when/one_of": ["department-with-it"]},
            "level-falls",
            "11/4.2",
            "reaches d, A unit or department only c",
        ),
        ({"11/7": {"judged": False}}, "unmarked-criterion", "11/7", "isn't marked"),
        (
            {"dossier/evidence/local-labour": None, **{f"{n}/3.3": {"evidence": []} for n in range(1, 27)}},
            "fact-without-paper",
            "11/3.3",
            "No paper of the dossier proves the fact local-labour-commune-share",
        ),
    ],
)
def test_a_fault_of_conditions_is_found(
    book: ocopkit.RuleBook, changes: Mapping[str, Any], code: str, clause: str, words: str
) -> None:
    """Each kind of fault, put into the book by an amendment, is found at its criterion."""
    draft = ocopkit.amend(book, changes, because="a fault")
    found = [
        (one.code, one.spot.clause)
        for one in check_conditions([draft[11]], draft.articles, draft.facts)
        if words in one.what.en
    ]
    assert (code, clause) in found


def test_conditions_that_nobody_could_read_are_said_to_be_so(book: ocopkit.RuleBook) -> None:
    """Seventeen yes-no facts in one criterion are over a hundred thousand cells."""
    keys = [fact.key for fact in book.facts if fact.kind == "yes-no"][:17]
    many = {"any": [{"fact": key, "holds": True} for key in keys]}
    draft = ocopkit.amend(book, {"11/3.2/b/when": many}, because="a fault")
    found = [one.code for one in check_conditions([draft[11]], draft.articles, draft.facts)]
    assert found.count("too-many-cells") == 1


@pytest.mark.parametrize("key", ["qd-26-2026", "qd-148-2023", "qd-1048-2019"])
def test_what_the_law_leaves_open_is_declared_in_the_national_books(key: str) -> None:
    """No undeclared gap, no undeclared overlap, no ladder that falls, no condition that can't hold."""
    book = ocopkit.rule_book(key)
    found = list(check_conditions(book, book.articles, book.facts))
    assert {one.code for one in found} <= {"fact-without-paper"}


def test_the_two_gaps_of_75_per_cent_are_readings(book: ocopkit.RuleBook) -> None:
    """Linkage of exactly 75 % belongs to no level, local labour of exactly 75 % to two: the same reading."""
    read = {
        code: {one.reading for one in book[11].criterion(code).left_open} for code in ("1.5", "3.3", "4.3")
    }
    assert read == {
        "1.5": {"share-boundary", "between-levels"},
        "3.3": {"share-boundary"},
        "4.3": {"between-levels"},
    }


def test_a_book_without_conditions_is_not_blamed_for_it(book: ocopkit.RuleBook) -> None:
    """Only where some criteria say who decides them do the others have to."""
    bare = without_conditions(book[11])
    assert list(check_conditions([bare], book.articles, book.facts)) == []
    both = list(check_conditions([bare, book[12]], book.articles, book.facts))
    assert {(one.code, one.spot.clause.partition("/")[0]) for one in both} == {("unmarked-criterion", "11")}
    assert len(both) == len(bare.criteria)


def without_conditions(form: ocopkit.CriteriaSet) -> ocopkit.CriteriaSet:
    def bare(one: Criterion) -> Criterion:
        levels = tuple(evolve(level, when=None) for level in one.levels)
        return evolve(one, levels=levels, judged=False, below_when=None, left_open=())

    return evolve(
        form,
        parts=tuple(
            evolve(
                part,
                sections=tuple(
                    evolve(section, criteria=tuple(map(bare, section.criteria))) for section in part.sections
                ),
            )
            for part in form.parts
        ),
    )
