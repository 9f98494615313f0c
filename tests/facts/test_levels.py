"""What holds of every measured criterion of every national book, whatever the facts."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit.rules.conditions import Value
from ocopkit.rules.coverage import decided
from ocopkit.rules.criteria import Criterion
from ocopkit.rules.facts import WHOLE, YES_OR_NO, Vocabulary
from ocopkit.rules.measuring import facts_of, level_for
from ocopkit.testing.facts import facts_of_criterion, values_of

BOOKS = [ocopkit.rule_book(key) for key in ("qd-26-2026", "qd-148-2023", "qd-1048-2019")]
CHOICES = {book.id: {one.key: one.choice for one in book.articles.readings} for book in BOOKS}
MEASURED = [
    (book, form.number, criterion)
    for book in BOOKS
    for form in book
    for criterion in form.criteria
    if decided(criterion) == "measured"
]
"""Every criterion that facts alone decide."""


@st.composite
def measured(draw: st.DrawFn) -> tuple[ocopkit.RuleBook, Criterion, dict[str, Value]]:
    """Draw a measured criterion with a value for each of its facts."""
    book, _, criterion = draw(st.sampled_from(MEASURED))
    return book, criterion, dict(draw(facts_of_criterion(criterion, book.facts)))


@settings(max_examples=100)
@given(measured())
def test_any_facts_reach_one_level_or_are_left_open(drawn: Any) -> None:
    """Exactly one level, "below the lowest", or a gap that the data declares: never nothing, never two."""
    book, criterion, facts = drawn
    found = level_for(criterion, facts, CHOICES[book.id])
    assert not found.uncovered
    assert not found.missing
    if found.answer is None:
        assert found.left_open in criterion.left_open
        assert len(found.answers) > 1
    else:
        assert found.answers == (found.answer,)
        assert found.answer in set(criterion.answers())


@settings(max_examples=100)
@given(measured(), st.data())
def test_a_better_fact_never_gives_a_lower_level(drawn: Any, data: st.DataObject) -> None:
    """More of what is good, a later option, yes instead of no: the level stays or rises."""
    book, criterion, facts = drawn
    key = data.draw(st.sampled_from(sorted(facts)))
    worse, better = sorted(
        [facts[key], data.draw(values_of(book.facts[key]))], key=lambda one: _rank(book.facts, key, one)
    )
    if book.facts[key].better == "less":
        worse, better = better, worse
    ranks = list(criterion.answers())
    before = level_for(criterion, {**facts, key: worse}, CHOICES[book.id]).answer
    after = level_for(criterion, {**facts, key: better}, CHOICES[book.id]).answer
    if book.facts[key].better != "neither" and before is not None and after is not None:
        assert ranks.index(before) <= ranks.index(after)


def _rank(facts: Vocabulary, key: str, value: Value) -> Fraction | int:
    options = [option.key for option in facts[key].options]
    return options.index(value) if isinstance(value, str) else value


@settings(max_examples=60)
@given(measured())
def test_what_decides_is_just_enough(drawn: Any) -> None:
    """The facts that are shown decide on their own, and with any of them withdrawn nothing is decided."""
    book, criterion, facts = drawn
    found = level_for(criterion, facts, CHOICES[book.id])
    shown = {key: facts[key] for key in found.decided_by}
    if found.answer is not None:
        assert shown
        assert level_for(criterion, shown, CHOICES[book.id]).answer == found.answer
        for key in shown:
            fewer = {other: value for other, value in shown.items() if other != key}
            assert level_for(criterion, fewer, CHOICES[book.id]).answer is None


@settings(max_examples=60)
@given(measured(), st.data())
def test_what_is_not_known_yet_leaves_the_level_among_those_allowed(drawn: Any, data: st.DataObject) -> None:
    """Some facts known: what all of them choose is among the answers that some still allow."""
    book, criterion, facts = drawn
    known = data.draw(st.sets(st.sampled_from(sorted(facts))))
    some = level_for(criterion, {key: facts[key] for key in known}, CHOICES[book.id])
    whole = level_for(criterion, facts, CHOICES[book.id])
    assert set(whole.answers) <= set(some.answers)
    assert set(some.missing) <= set(facts) - known


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_nothing_is_chosen_without_a_fact(book: ocopkit.RuleBook) -> None:
    """Of no criterion of any set does silence choose the level."""
    for form in book:
        for criterion in form.criteria:
            found = level_for(criterion, {}, CHOICES[book.id])
            assert found.answer is None
            assert bool(found.answers) == (decided(criterion) in {"measured", "partly"})


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_every_criterion_says_who_decides_it(book: ocopkit.RuleBook) -> None:
    """Facts, facts and a council, or a council: no criterion is left unmarked."""
    kinds = {decided(criterion) for form in book for criterion in form.criteria}
    assert kinds == {"measured", "partly", "judged"}


def test_every_fact_of_the_vocabulary_is_asked_for_somewhere() -> None:
    """No fact stands in the vocabulary for nothing."""
    asked = {key for book in BOOKS for form in book for one in form.criteria for key in facts_of(one)}
    assert set(BOOKS[0].facts.keys) == asked


def test_facts_that_regimes_measure_differently_are_different_facts() -> None:
    """QĐ 26/2026 counts labour of the commune, QĐ 148/2023 that of the district."""
    new, old = (book[11].criterion(code) for book, code in zip(BOOKS[:2], ("3.3", "3.c"), strict=True))
    assert facts_of(new) == ("local-labour-commune-share",)
    assert facts_of(old) == ("local-labour-district-share",)


def test_what_only_a_council_can_say_is_asked_of_it() -> None:
    """Of the label facts say whether it is complete and traceable, the council whether it is attractive."""
    label = BOOKS[0][11].criterion("2.3")
    found = level_for(label, {"label-as-required": True, "electronic-traceability": False})
    assert (found.answer, found.answers, found.missing) == (None, ("a", "b"), ())
    assert [text.en for text in found.to_judge] == ["The label conveys the product story message"]
    complete = {"label-as-required": False}
    assert level_for(label, complete).answer == "below"


def test_kinds_of_facts_are_numbers_options_or_yes_and_no() -> None:
    """A value of each fact is a number, one of its options, or yes or no, and never two of them."""
    for fact in BOOKS[0].facts:
        assert bool(fact.options) + (fact.kind in YES_OR_NO) + (fact.kind in {*WHOLE, "share", "rate"}) == 1
