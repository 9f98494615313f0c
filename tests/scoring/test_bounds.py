"""Bounds are exact: they are what completing the sheet in every way gives."""

from collections.abc import Iterator

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import CriteriaSet, RuleBook, ScoreSheet
from ocopkit.rules.criteria import Applicability, Criterion
from ocopkit.scoring.bounds import Bounds
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.upgrade import path_to
from ocopkit.testing.strategies import sheets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
READINGS = st.fixed_dictionaries(
    {
        "minimum-missed": st.sampled_from(["highest-star-met", "not-achieved"]),
        "lower-minimums": st.sampled_from(["all-lower", "own-only"]),
        "after-stop": st.sampled_from(["no-star", "points-so-far"]),
    }
)


def conditions_of(form: CriteriaSet) -> list[str]:
    """Return the criteria that others depend on, by code."""
    return sorted({one.applies_when.criterion for one in form.criteria if one.applies_when})


def completions(sheet: ScoreSheet) -> Iterator[ScoreSheet]:
    """Yield a sheet completed in every way that the form allows beside the answers it has."""
    wanted = sheet.unanswered()
    if not wanted:
        yield sheet
        return
    plan = plan_of(sheet.criteria_set)
    for answer in plan.slots[plan.index[wanted[0].code]].lines:
        try:
            more = sheet.answer({wanted[0].code: answer})
        except ocopkit.SheetError:  # an answer given would no longer be asked
            continue
        yield from completions(more)


def check(begun: ScoreSheet, readings: dict[str, str] | None = None) -> None:
    """Hold the bounds of a sheet against the scores of all its completions."""
    scores = [ocopkit.score(sheet, readings=readings) for sheet in completions(begun)]
    limits = ocopkit.bounds(begun, readings=readings)
    assert set(limits.stars) == {score.stars for score in scores}
    if not begun.way.out:
        assert limits.least == min(score.points for score in scores)
        assert limits.most == max(score.points for score in scores)


@given(st.sampled_from(BOOKS).flatmap(sheets), READINGS, st.data())
def test_bounds_equal_the_scores_of_all_completions(
    sheet: ScoreSheet, readings: dict[str, str], data: st.DataObject
) -> None:
    """With a few answers open, least, most and stars are exactly those of all completions."""
    upstream = set(conditions_of(sheet.criteria_set)) if data.draw(st.booleans(), label="upstream") else set()
    codes = sorted(sheet.answers)
    others = data.draw(st.sets(st.sampled_from(codes), max_size=2), label="open") if codes else set()
    check(sheet.answer(dict.fromkeys(upstream | others)), readings)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_a_question_open_before_answers_that_depend_on_it(book: RuleBook) -> None:
    """In every set: where the story's content is answered, only answers that say so are possible."""
    for entry in book.entries:
        form = book[entry.number]
        upstream = conditions_of(form)
        for at in (0, -1):
            answers = {one.code: list(slot_lines(form, one.code))[at] for one in form.criteria}
            dependent = {one.code for one in form.criteria if one.applies_when}
            answers |= {code: list(slot_lines(form, code))[-1] for code in dependent}
            check(ScoreSheet(form, {code: one for code, one in answers.items() if code not in upstream}))


def slot_lines(form: CriteriaSet, code: str) -> list[str]:
    """Return the answers that a criterion takes, lowest first."""
    plan = plan_of(form)
    return [one for one in plan.slots[plan.index[code]].lines if one != "exempt"]


def test_reachable_is_five_stars_only() -> None:
    """QĐ 1048, set 1: with the story answered and everything else at its best but 4.1, 91 to 95 points."""
    form = BOOKS[0][1]
    answers = {one.code: slot_lines(form, one.code)[-1] for one in form.criteria}
    limits = ocopkit.bounds(ScoreSheet(form, {**answers, "4.1": "a", "5.1": None}))
    assert (limits.least, limits.most, limits.stars) == (91, 95, (5,))


def chained() -> CriteriaSet:
    """Return a set in which 5.3 rests on 5.2, which rests on 5.1."""
    form = BOOKS[0][1]
    rests = {"5.3": Applicability("5.2", above="a", text=form.name)}
    parts = tuple(
        evolve(
            part,
            sections=tuple(
                evolve(
                    section,
                    criteria=tuple(
                        evolve(one, applies_when=rests.get(one.code, one.applies_when))
                        for one in section.criteria
                    ),
                )
                for section in part.sections
            ),
        )
        for part in form.parts
    )
    return evolve(form, parts=parts)


@pytest.mark.parametrize("opened", [{"5.1"}, {"5.2"}, {"5.1", "5.2"}, {"5.1", "5.2", "5.3"}])
def test_conditions_that_rest_on_conditions(opened: set[str]) -> None:
    """What an answer takes for granted, it takes for granted of all that its question rests on."""
    form = chained()
    answers = {one.code: slot_lines(form, one.code)[-1] for one in form.criteria}
    check(ScoreSheet(form, {code: one for code, one in answers.items() if code not in opened}))


def test_a_question_that_rests_on_one_not_asked_is_not_asked() -> None:
    """Without a story its content isn't asked, nor what rests on the content: an answer to it is refused."""
    with pytest.raises(ocopkit.SheetError) as caught:
        ScoreSheet(chained(), {"5.1": "a", "5.3": "b"})
    assert [(one.code, one.where.path[-1]) for one in caught.value.problems] == [("not-asked", "5.3")]


def test_answers_that_leave_none_of_those_possible() -> None:
    """Where nothing possible fits the answers given, the sheet has no bounds, and the problem says where."""
    form = BOOKS[-1][11]
    with pytest.raises(ocopkit.SheetError) as caught:
        ocopkit.bounds(ScoreSheet(form, {"5.2": "b"}), possible={"5.1": ("a",)})
    assert [(one.code, one.where.path) for one in caught.value.problems] == [
        ("no-answer-left", ("answers", "5.1"))
    ]


def test_a_path_answers_what_given_answers_rest_on() -> None:
    """A product that is out may leave 5.1 open; the way back takes no answer back to get by without it."""
    form = BOOKS[-1][11]
    answers = {one.code: slot_lines(form, one.code)[-1] for one in form.criteria}
    out = ScoreSheet(form, {**answers, "5.1": None}, {"dossier": "giả mạo"})
    for fixed in ((), ("5.1",)):
        path = path_to(out, 3, frozen=fixed)
        assert path.after().answers["5.1"] == "b"
        assert path.after().answers["5.2"] == answers["5.2"]
        assert ocopkit.score(evolve(path.after(), raised={})).points == path.points


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
    found = []
    for criterion in ocopkit.bounds(sheet).unanswered:
        silent = list(ways_not_asked(sheet, criterion))
        worst = [spread([one, *silent]) for one in each_answer(sheet, criterion.code)]
        place = sheet.criteria_set.criteria.index(criterion)
        found.append((*max(worst), place, criterion.code))
    return min(found, default=None)


def each_answer(sheet: ScoreSheet, code: str) -> Iterator[Bounds]:
    """Yield the bounds after each answer to an open question that fits the others."""
    for one in plan_of(sheet.criteria_set).slots[plan_of(sheet.criteria_set).index[code]].lines:
        try:
            yield ocopkit.bounds(sheet.answer({code: one}))
        except ocopkit.SheetError:  # an answer given would no longer be asked
            continue


def ways_not_asked(sheet: ScoreSheet, criterion: Criterion) -> Iterator[Bounds]:
    """Yield the bounds after each answer to another open question by which this one isn't asked."""
    when = criterion.applies_when
    if when and when.criterion not in sheet.answers:
        for level in sheet.criteria_set.criterion(when.criterion).levels:
            yield ocopkit.bounds(sheet.answer({when.criterion: level.key}))
            if level.key == when.above:
                return


def spread(after: list[Bounds]) -> tuple[int, int]:
    """Return how many numbers of stars, and how many points apart, several bounds are together."""
    stars = {star for one in after for star in one.stars}
    return len(stars), max(one.most for one in after) - min(one.least for one in after)


@settings(max_examples=25)
@given(st.sampled_from(BOOKS).flatmap(lambda book: sheets(book, gates=False)), st.data())
def test_the_next_question_is_found_by_asking_each(sheet: ScoreSheet, data: st.DataObject) -> None:
    """The question told is the one whose worst answer leaves the fewest stars, then the fewest points."""
    upstream = set(conditions_of(sheet.criteria_set)) if data.draw(st.booleans(), label="upstream") else set()
    codes = sorted(sheet.answers)
    others = data.draw(st.sets(st.sampled_from(codes), min_size=1, max_size=3), label="open")
    begun = sheet.answer(dict.fromkeys(upstream | others))
    wanted = narrowest(begun)
    asked = ocopkit.bounds(begun).next_question
    assert (asked.code if asked else None) == (wanted[-1] if wanted else None)


def test_of_two_neighbours_the_wider_is_asked() -> None:
    """Next to each other on the form, 3.3 is worth up to 3 points and 3.2 up to 1: 3.3 narrows more."""
    form = BOOKS[-1][11]
    lowest = {one.code: one.levels[0].key for one in form.criteria if one.code not in {"3.2", "3.3", "5.2"}}
    limits = ocopkit.bounds(ScoreSheet(form, lowest))
    assert [one.code for one in limits.unanswered] == ["3.2", "3.3"]
    assert limits.next_question is not None
    assert limits.next_question.code == "3.3"


def test_where_no_star_is_left_the_widest_is_asked() -> None:
    """1.3 is a minimum for five stars, 4.3 is worth more points: what the requirement does decides."""
    form = BOOKS[-1][1]
    best = {one.code: one.levels[-1].key for one in form.criteria if one.code not in {"1.3", "4.3"}}
    sheet = ScoreSheet(form, best, {"local-origin": "tỉnh bên"})
    for reading, code in (("disqualify", "4.3"), ("note", "1.3")):
        asked = ocopkit.bounds(sheet, readings={"origin-requirement": reading}).next_question
        assert asked is not None
        assert asked.code == code


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


def test_a_zero_that_stops_leaves_nothing_after_it_open() -> None:
    """Set 16: a zero for 6.2 stops after 6.4, so 6.3 and 6.4 are still asked, 7 and later are not."""
    limits = ocopkit.bounds(ScoreSheet(BOOKS[-1][16], {"6.2": "a"}))
    assert [one.code for one in limits.unanswered[-4:]] == ["5.3", "6.1", "6.3", "6.4"]
    assert limits.stars == (None,)
    so_far = ocopkit.bounds(ScoreSheet(BOOKS[-1][16], {"6.2": "a"}), readings={"after-stop": "points-so-far"})
    assert (so_far.least, so_far.most, so_far.stars) == (0, 77, (1, 2))


def test_where_less_than_the_lowest_level_is_refused_every_criterion_is_worth_its_lowest() -> None:
    """Set 11 comes to 14 points at the least by that reading, and to 0 by ours."""
    form = BOOKS[-1][11]
    refuse = {"below-lowest-level": "refuse"}
    assert ocopkit.bounds(ScoreSheet(form, {}), readings=refuse).least == 14
    assert sum(criterion.levels[0].points for criterion in form.criteria) == 14
    begun = ScoreSheet(form, {"1.1": "below", "1.2": "a", "3.4": "below"})
    assert ocopkit.bounds(begun).least == 0
    with pytest.raises(ocopkit.SheetError) as caught:
        ocopkit.bounds(begun, readings=refuse)
    assert [one.where.path for one in caught.value.problems] == [("answers", "1.1"), ("answers", "3.4")]


def test_a_complete_sheet_asks_nothing_more() -> None:
    """Least and most are its points, its stars are certain, and no question is next."""
    sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
    limits = ocopkit.bounds(sheet)
    assert (limits.least, limits.most, limits.stars) == (66, 66, (3,))
    assert (limits.unanswered, limits.next_question) == ((), None)


def test_a_question_with_one_possible_answer_narrows_nothing() -> None:
    """With 1.2 sure to be level c and 1.7 open by a point, 1.7 is what there is to ask."""
    form = BOOKS[-1][11]
    sheet = ScoreSheet(form, {one.code: one.levels[-1].key for one in form.criteria})
    limits = ocopkit.bounds(sheet.answer({"1.2": None, "1.7": None}), possible={"1.2": ("c",)})
    assert (limits.least, limits.most) == (99, 100)
    assert limits.next_question is not None
    assert limits.next_question.code == "1.7"
