"""Bounds are exact: they are what completing the sheet in every way gives."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit import ScoreSheet
from ocopkit.scoring.plan import plan_of
from ocopkit.testing.strategies import sheets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
READINGS = st.fixed_dictionaries(
    {
        "minimum-missed": st.sampled_from(["highest-star-met", "not-achieved"]),
        "lower-minimums": st.sampled_from(["all-lower", "own-only"]),
        "after-stop": st.sampled_from(["no-star", "points-so-far"]),
    }
)


@given(st.sampled_from(BOOKS).flatmap(sheets), READINGS, st.data())
def test_bounds_equal_the_scores_of_all_completions(
    sheet: ScoreSheet, readings: dict[str, str], data: st.DataObject
) -> None:
    """With three answers open, least, most and stars are exactly those of all completions."""
    conditions = {one.applies_when.criterion for one in sheet.criteria_set.criteria if one.applies_when}
    codes = [code for code in sheet.answers if code not in conditions]
    open_codes = data.draw(st.sets(st.sampled_from(codes), max_size=3), label="open") if codes else set()
    begun = sheet.answer(dict.fromkeys(open_codes))
    slots = {slot.criterion.code: slot for slot in plan_of(sheet.criteria_set).slots}
    scores = [
        ocopkit.score(begun.answer(dict(zip(open_codes, answers, strict=True))), readings=readings)
        for answers in product(*(slots[code].lines for code in open_codes))
    ]
    limits = ocopkit.bounds(begun, readings=readings)
    assert set(limits.stars) == {score.stars for score in scores}
    if not sheet.way.out:
        assert limits.least == min(score.points for score in scores)
        assert limits.most == max(score.points for score in scores)


def test_the_next_question_is_the_one_that_narrows_most() -> None:
    """Where one criterion decides between stars, it is asked first."""
    sheet = ocopkit.load_sheet("examples/sheets/fish-sauce-held-back.yaml")
    limits = ocopkit.bounds(sheet.answer({"1.4": None, "3.2": None}))
    assert limits.next_question is not None
    assert limits.next_question.code == "1.4"


def test_a_blank_sheet_is_wide_open() -> None:
    """Nothing answered: 0 to 100 points, one to five stars, every criterion open."""
    form = BOOKS[-1][11]
    limits = ocopkit.bounds(ScoreSheet(form, {}))
    assert (limits.least, limits.most, limits.stars) == (0, 100, (1, 2, 3, 4, 5))
    assert limits.unanswered == form.criteria
