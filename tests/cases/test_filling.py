"""A form filled in from a few words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit import CriteriaSet, RuleBook, ScoreSheet, SheetError
from ocopkit.scoring.filling import HIGHEST, LOWEST, filled, starts
from ocopkit.scoring.plan import plan_of
from ocopkit.testing.strategies import criteria_sets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
forms = st.sampled_from(BOOKS).flatmap(criteria_sets)


def points(sheet: ScoreSheet) -> int:
    """Return the plain sum of the points of a sheet's answers."""
    return sum(line.points for line in sheet.lines.values())


def attempt(form: CriteriaSet, start: str, named: dict[str, str], total: int) -> ScoreSheet | list[str]:
    """Return the sheet of a total, or the codes for which it is refused."""
    try:
        return filled(form, start, named, total=total)
    except SheetError as error:
        return [problem.code for problem in error.problems]


@given(forms, st.data())
def test_a_filled_sheet_is_complete_and_has_the_total_asked_for(
    form: CriteriaSet, data: st.DataObject
) -> None:
    """Either every criterion asked is answered and the points sum to the total, or it is refused."""
    start = data.draw(st.sampled_from(starts(form)))
    total = data.draw(st.integers(0, form.max))
    sheet = attempt(form, start, {}, total)
    if isinstance(sheet, ScoreSheet):
        assert sheet.unanswered() == ()
        assert points(sheet) == total
    else:
        assert sheet == ["total-out-of-reach"]


@given(forms, st.data())
def test_the_start_from_minimums_meets_them_and_no_answer_can_be_lower(
    form: CriteriaSet, data: st.DataObject
) -> None:
    """Every minimum for the star and for lower ones is met; one level less anywhere misses one."""
    start = data.draw(st.sampled_from(starts(form)[2:] or (LOWEST,)))
    stars = int(start.split("-")[2]) if start != LOWEST else 0
    sheet = filled(form, start, {})
    minimums = [one for line in sheet.lines.values() for one in line.minimums if one.stars <= stars]
    assert all(one.met for one in minimums)
    slot = data.draw(
        st.sampled_from([one for one in plan_of(form).slots if one.criterion.code in sheet.lines])
    )
    line = sheet.lines[slot.criterion.code]
    for lower in list(slot.lines.values())[: list(slot.lines).index(line.answer)]:
        unasked = [one.not_asked for one in plan_of(form).slots if one.not_asked_if & lower.flags]
        lost = [one for each in (lower, *unasked) for one in each.minimums if one.stars <= stars]
        assert lower.level is None or any(not one.met for one in lost)


@given(forms)
def test_the_highest_start_reaches_the_most_that_a_form_gives(form: CriteriaSet) -> None:
    """Nothing is worth more than the highest level of every criterion."""
    sheet = filled(form, HIGHEST, {})
    assert points(sheet) == ocopkit.bounds(ScoreSheet(form, {})).most


@given(forms, st.data())
def test_named_answers_are_never_changed(form: CriteriaSet, data: st.DataObject) -> None:
    """What a case names stands as it is, whatever the total."""
    slot = data.draw(st.sampled_from([one for one in plan_of(form).slots if not one.not_asked_if]))
    answer = data.draw(st.sampled_from(list(slot.lines)))
    named = {slot.criterion.code: answer}
    total = data.draw(st.integers(30, 60))
    sheet = attempt(form, LOWEST, named, total)
    if isinstance(sheet, ScoreSheet):
        assert sheet.answers[slot.criterion.code] == answer
    else:
        assert sheet == ["total-out-of-reach"]


def test_criteria_are_raised_one_by_one_in_form_order(book: RuleBook) -> None:
    """From 14 points, 20 are reached by 1.1 (+2), 1.2 (+2) and 1.3 (+2); all later ones stay lowest."""
    tea = book[11]
    low = filled(tea, LOWEST, {})
    raised = filled(tea, LOWEST, {}, total=20)
    changed = {code: answer for code, answer in raised.answers.items() if low.answers[code] != answer}
    assert changed == {"1.1": "c", "1.2": "c", "1.3": "c"}


def test_a_story_is_told_where_a_minimum_of_its_content_needs_one() -> None:
    """QĐ 148, form 1: *** at 5.b needs a story, so that 5.a can't stay at "none"."""
    form = ocopkit.rule_book("qd-148-2023")[1]
    assert "5.b" not in filled(form, LOWEST, {}).answers
    answers = filled(form, "minimums-for-3-stars", {}).answers
    assert (answers["5.a"], answers["5.b"]) == ("b", "c")


@pytest.mark.parametrize(
    ("start", "total", "told"),
    [
        ("all-highest", 89, "The start comes to 100 already, and criteria are only raised"),
        ("minimums-for-5-stars", 40, "The start comes to 48 already, and criteria are only raised"),
        ("all-lowest", 101, "Raising the criteria one by one in form order ends at 100 points"),
    ],
)
def test_a_total_out_of_reach_is_refused_with_how_far_it_goes(
    book: RuleBook, start: str, total: int, told: str
) -> None:
    """Nothing is lowered to reach a total, and none is made up."""
    with pytest.raises(SheetError) as caught:
        filled(book[11], start, {}, total=total)
    (problem,) = caught.value.problems
    assert (problem.code, problem.why.en, problem.where.path) == ("total-out-of-reach", told, ("total",))


def test_a_form_starts_only_from_the_stars_printed_on_it(book: RuleBook) -> None:
    """Form 26 prints no minimum for five stars, and QĐ 1048 marks no level at all."""
    assert starts(book[26])[2:] == ("minimums-for-3-stars", "minimums-for-4-stars")
    assert starts(ocopkit.rule_book("qd-1048-2019")[12]) == (LOWEST, HIGHEST)
    with pytest.raises(SheetError, match="Use one of: all-lowest, all-highest, minimums-for-3-stars"):
        filled(book[26], "minimums-for-5-stars", {})
