"""Hypothesis strategies for rule books, criteria sets, score sheets and scores: always valid, never filtered.

Everything is drawn from the rule books: a sheet has every answer that it needs and none that its set
doesn't ask for. What is simplest comes first, and failing examples shrink to it: the newest decision, its
first set, the lowest level of each ladder, no gate raised. Cases and registers stand in
:mod:`ocopkit.testing.cases`.
"""

from collections.abc import Mapping

from hypothesis import strategies as st

from ocopkit.catalog import books
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.plan import Slot, plan_of
from ocopkit.scoring.score import Score, score
from ocopkit.scoring.sheet import ScoreSheet


def rule_books() -> st.SearchStrategy[RuleBook]:
    """Return a strategy for the national rule books, the newest first.

    Example:
        >>> from hypothesis import find
        >>> find(rule_books(), lambda book: True).id
        'qd-26-2026'
    """
    known = books(packs=False)
    return st.sampled_from(known.national[::-1]).map(known.book)


def criteria_sets(book: RuleBook | None = None) -> st.SearchStrategy[CriteriaSet]:
    """Return a strategy for the criteria sets of a book, in the order of their numbers.

    Args:
        book: The rule book; any national one if left out.

    Example:
        >>> from hypothesis import find
        >>> find(criteria_sets(), lambda form: True).number
        1
    """
    if book is None:
        return rule_books().flatmap(criteria_sets)
    return st.sampled_from([entry.number for entry in book.entries]).map(book.__getitem__)


def gates_raised(form: CriteriaSet) -> st.SearchStrategy[Mapping[str, str]]:
    """Return a strategy for the gates that a sheet of a set may raise, most often none.

    Args:
        form: The criteria set.
    """
    keys = [gate.key for gate, _ in form.all_gates() if not gate.zero_in]
    some = st.sets(st.sampled_from(keys)) if keys else st.just(set[str]())
    return st.one_of(st.just(set[str]()), st.just(set[str]()), some).map(
        lambda raised: {key: "…" for key in keys if key in raised}
    )


@st.composite
def sheets(
    draw: st.DrawFn,
    book: RuleBook | None = None,
    *,
    form: CriteriaSet | None = None,
    complete: bool = True,
    gates: bool = True,
) -> ScoreSheet:
    """Draw a score sheet.

    Args:
        draw: Given by Hypothesis.
        book: The rule book; any national one if left out.
        form: The criteria set; any of the book's if left out.
        complete: Whether every criterion that is asked is answered.
        gates: Whether gates may be raised.

    Returns:
        A sheet whose answers range over every level of every ladder, "below" and "exempt" included.

    Example:
        >>> from hypothesis import find
        >>> find(sheets(), lambda sheet: True).unanswered()
        ()
    """
    chosen = form or draw(criteria_sets(book))
    raised: Mapping[str, str] = draw(gates_raised(chosen)) if gates else {}
    answers: dict[str, str | int | None] = {}
    flags = 0
    for slot in plan_of(chosen).slots:
        if flags & slot.not_asked_if or not (complete or draw(st.booleans())):
            continue
        answer = draw(answers_to(slot))
        flags |= slot.lines[answer].flags
        answers[slot.criterion.code] = answer
    return ScoreSheet(chosen, answers, raised)


def scores(book: RuleBook | None = None, *, form: CriteriaSet | None = None) -> st.SearchStrategy[Score]:
    """Return a strategy for scores of complete sheets.

    Args:
        book: The rule book; any national one if left out.
        form: The criteria set; any of the book's if left out.

    Example:
        >>> from hypothesis import find
        >>> find(scores(), lambda score: True).sheet.unanswered()
        ()
    """
    return sheets(book, form=form).map(score)


def answers_to(slot: Slot) -> st.SearchStrategy[str]:
    """Return a strategy for the answers that a criterion takes.

    Args:
        slot: The criterion's place in a plan.
    """
    return st.sampled_from(list(slot.lines))
