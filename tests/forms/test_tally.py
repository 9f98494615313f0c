"""What a form shows while it is filled in, held against the engine."""

from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit.catalog import books
from ocopkit.forms.tally import OPEN, tally
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.testing.strategies import sheets

_READINGS: tuple[dict[str, str], ...] = (
    {},
    {"minimum-missed": "not-achieved"},
    {"lower-minimums": "own-only"},
    {"after-stop": "points-so-far"},
    {"minimum-missed": "not-achieved", "lower-minimums": "own-only", "after-stop": "points-so-far"},
)
_known = books(packs=False)
any_book = st.sampled_from([one for one in _known.ids if len(_known.book(one))]).map(_known.book)


def drawn(*, complete: bool) -> st.SearchStrategy[tuple[RuleBook, ScoreSheet]]:
    return any_book.flatmap(lambda book: st.tuples(st.just(book), sheets(book, complete=complete)))


@given(drawn(complete=True), st.sampled_from(_READINGS))
def test_a_complete_form_shows_the_score(
    drawn_: tuple[RuleBook, ScoreSheet], readings: dict[str, str]
) -> None:
    """Total, parts, stars and missed minimums of a complete sheet are its score's, under any reading."""
    book, sheet = drawn_
    found, score = (
        tally(sheet, readings_of(book.basis, readings), ("vi",)),
        ocopkit.score(sheet, readings=readings),
    )
    assert found.total == score.points
    for one in score.parts:
        assert found.sum([each for section in one.part.sections for each in section.criteria]) == one.points
    assert (found.star if isinstance(found.star, int) else None) == score.stars
    shown = {(stars, code) for stars, codes in found.missed.items() for code in codes}
    assert shown == {(one.stars, one.criterion.code) for one in score.missed}


@given(drawn(complete=False))
def test_an_open_form_shows_no_total(drawn_: tuple[RuleBook, ScoreSheet]) -> None:
    """While an answer is wanted there are no stars and no sum over it: no answer is not zero."""
    book, sheet = drawn_
    found = tally(sheet, readings_of(book.basis), ("en",))
    left = [one.code for one in sheet.unanswered()]
    assert (found.total == OPEN) == bool(left)
    if left:
        assert found.star == f"{len(left)} criteria still open: {', '.join(left)}"
        assert [code for code in left if found.points(code) != ""] == []
