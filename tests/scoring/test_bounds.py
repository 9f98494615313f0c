"""Bounds are exact: they are what completing the sheet in every way gives."""

from itertools import product

from hypothesis import given, settings
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


def narrowest(sheet: ScoreSheet) -> tuple[int, int, int, str] | None:
    """Return the open question that narrows most, worked out by asking each of them."""
    slots = {slot.criterion.code: slot for slot in plan_of(sheet.criteria_set).slots}
    found = []
    for criterion in ocopkit.bounds(sheet).unanswered:
        after = [ocopkit.bounds(sheet.answer({criterion.code: one})) for one in slots[criterion.code].lines]
        kinds, width = max((len(one.stars), one.most - one.least) for one in after)
        place = sheet.criteria_set.criteria.index(criterion)
        found.append((kinds, width, place, criterion.code))
    return min(found, default=None)


@settings(max_examples=25)
@given(st.sampled_from(BOOKS).flatmap(lambda book: sheets(book, gates=False)), st.data())
def test_the_next_question_is_found_by_asking_each(sheet: ScoreSheet, data: st.DataObject) -> None:
    """The question told is the one whose worst answer leaves the fewest stars, then the fewest points."""
    conditions = {one.applies_when.criterion for one in sheet.criteria_set.criteria if one.applies_when}
    codes = sorted(set(sheet.answers) - conditions)
    open_codes = data.draw(st.sets(st.sampled_from(codes), min_size=1, max_size=4), label="open")
    begun = sheet.answer(dict.fromkeys(open_codes))
    wanted = narrowest(begun)
    asked = ocopkit.bounds(begun).next_question
    assert (asked.code if asked else None) == (wanted[-1] if wanted else None)


def test_a_product_that_is_out_stays_where_it_is() -> None:
    """Once a disqualifying gate is raised nothing is asked: no star, and the points answered so far."""
    form = BOOKS[-1][11]
    limits = ocopkit.bounds(ScoreSheet(form, {"1.1": 3, "1.2": 2}, {"dossier": "giả mạo"}))
    assert (limits.least, limits.most, limits.stars) == (5, 5, (None,))
    assert (limits.unanswered, limits.next_question) == ((), None)


def test_a_requirement_that_disqualifies_leaves_points_open_and_no_star() -> None:
    """A requirement not met means no star by its reading, and stars again by the other."""
    form = BOOKS[-1][1]
    sheet = ScoreSheet(form, {}, {"local-origin": "tỉnh bên"})
    strict, lenient = ocopkit.bounds(sheet), ocopkit.bounds(sheet, readings={"origin-requirement": "note"})
    assert (strict.least, strict.most, strict.stars) == (0, 100, (None,))
    assert lenient.stars == (1, 2, 3, 4, 5)


def test_answers_known_to_be_possible_narrow_the_bounds() -> None:
    """Where only some answers are possible for an open criterion, the others don't count."""
    form = BOOKS[-1][11]
    best = {one.code: one.levels[-1].key for one in form.criteria if one.code != "4.1"}
    sheet = ScoreSheet(form, best)
    limits = ocopkit.bounds(sheet, possible={"4.1": ("b", "c")})
    assert (limits.least, limits.most, limits.stars) == (97, 98, (3, 4))
    assert ocopkit.bounds(sheet, possible={"3.1": ("a",), "4.1": ("d",)}).stars == (5,)


def test_a_raised_stop_leaves_only_what_comes_before_it_open() -> None:
    """After unacceptable impurities nothing later is asked."""
    form = BOOKS[-1][11]
    limits = ocopkit.bounds(ScoreSheet(form, {}, {"impurities": "sạn"}))
    assert limits.unanswered[-1].code == "6.1.1"
    assert (limits.least, limits.most, limits.stars) == (0, 67, (None,))
