"""What a path says: its steps, its alternatives, what stands in its way, and what it refuses."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path as FilePath

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook, ScoreSheet, SheetError
from ocopkit.errors import IncompleteSheetError, NotFoundError
from ocopkit.scoring.explain import explain
from ocopkit.scoring.upgrade import By, CostError, Path, path_to
from ocopkit.scoring.upgrading.report import path_report
from ocopkit.scoring.upgrading.words import path_lines
from ocopkit.testing.strategies import sheets

EXAMPLES = FilePath(__file__).parents[2] / "examples" / "sheets"
MEASURES: list[By] = ["raises", "levels", "points"]
BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]


@pytest.fixture(scope="session")
def tea_sheet() -> ScoreSheet:
    """Return the example of 66 points and three stars."""
    return ocopkit.load_sheet(EXAMPLES / "tea-three-stars.yaml")


@pytest.fixture(scope="session")
def water_sheet() -> ScoreSheet:
    """Return the example of set 16 in which a zero stops the assessment."""
    return ocopkit.load_sheet(EXAMPLES / "water-stopped-by-zero.yaml")


def best(book: RuleBook, number: int, **but: str) -> ScoreSheet:
    """Return a sheet with the highest level of every criterion but some, whose codes have _ for a dot."""
    form = book[number]
    answers: dict[str, str | int | None] = {}
    for one in form.criteria:
        case, levels = list(one.ladders())[-1]
        answers[one.code] = f"{case}.{levels[-1].key}" if case else levels[-1].key
    changed = {code.removeprefix("c").replace("_", "."): answer for code, answer in but.items()}
    return ScoreSheet(form, {**answers, **changed})


def codes(path: Path) -> list[str]:
    """Return the codes of a path's steps, in its order."""
    return [step.criterion.code for step in path]


def test_minimums_come_first_and_then_the_other_raises(tea_sheet: ScoreSheet) -> None:
    """The steps that minimums need stand before those that only bring points, each in form order."""
    path = path_to(tea_sheet, 5)
    met = [bool(step.meets) for step in path]
    assert met == sorted(met, reverse=True)
    assert codes(path)[:8] == ["1.5", "2.1", "2.3", "4.1", "5.1", "6.1.1", "6.1.2", "7"]


def test_a_step_carries_all_that_is_to_be_done(tea_sheet: ScoreSheet) -> None:
    """A step has answers, points, minimum, cost, wording in both languages, papers and its place."""
    step = next(one for one in path_to(tea_sheet, 4) if one.criterion.code == "2.1")
    assert (step.start.answer, step.end.answer, step.gained, step.cost) == ("b", "d", 2, 1)
    assert [minimum.stars for minimum in step.meets] == [4]
    assert step.wording == tea_sheet.criteria_set.criterion("2.1").levels[3].name
    assert [paper.key for paper in step.papers] == ["intellectual-property"]
    assert step.cite.text.vi == "Phụ lục II, mẫu số 11, mục 2.1"
    assert str(step).startswith("2.1 Origin of the product idea: b → d (+2 points): ")


def test_path_to_a_star_already_reached_is_empty(tea_sheet: ScoreSheet) -> None:
    """Nothing is to be raised for a star that the product has, nor for a lower one."""
    for stars in (1, 2, 3):
        path = path_to(tea_sheet, stars)
        assert path.possible
        assert (len(path), path.cost, path.stars, path.after()) == (0, 0, 3, tea_sheet)


def test_paths_by_other_measures_are_least_of_what_they_measure(tea_sheet: ScoreSheet) -> None:
    """A path by raises has the fewest criteria, one by levels the fewest levels, one by points the fewest."""
    by_raises, by_levels, by_points = (path_to(tea_sheet, 5, by=by) for by in MEASURES)
    assert by_raises.cost == len(by_raises) <= min(len(by_levels), len(by_points))
    assert by_points.cost == by_points.points - 66 <= by_levels.points - 66


def test_all_equally_good_ways_are_counted_and_listed_up_to_the_limit(book: RuleBook) -> None:
    """Just short of five stars, every raise by one level that suffices is a way, in form order."""
    sheet = best(book, 11)
    free = [one for one in sheet.criteria_set.criteria if not any(level.minimum_for for level in one.levels)]
    lowered: list[str] = []
    while ocopkit.score(sheet).points >= 90:
        one = free.pop()
        lowered.insert(0, one.code)
        sheet = sheet.answer({one.code: one.levels[-2].key})
    points = ocopkit.score(sheet).points
    form = sheet.criteria_set
    gain = {code: form.criterion(code).max - sheet.lines[code].points for code in lowered}
    enough = [code for code in lowered if points + gain[code] >= 90]
    assert len(enough) > 2
    path = path_to(sheet, 5)
    assert [codes(path), *([step.criterion.code for step in way] for way in path.alternatives)] == [
        [code] for code in enough
    ]
    assert path.count == len(enough)
    fewer = path_to(sheet, 5, limit=2)
    assert (fewer.count, len(fewer.alternatives)) == (path.count, 1)
    assert f"{path.count - 1} other ways are as good:" in explain(fewer)
    assert f"và {path.count - 2} cách nữa" in explain(fewer, lang="vi")


def test_a_story_that_comes_about_is_asked_for_its_content(book: RuleBook) -> None:
    """Raising 5.1 from "no story" makes 5.2 asked; its answer is part of the path."""
    form = book[11]
    answers = {one.code: one.levels[-1].key for one in form.criteria if one.code != "5.2"}
    path = path_to(ScoreSheet(form, {**answers, "5.1": "a"}), 4)
    first, second = path
    assert (first.criterion.code, [one.code for one in first.opens]) == ("5.1", ["5.2"])
    assert (second.criterion.code, second.start.answer, second.end.answer) == ("5.2", "not-asked", "a")
    assert (first.cost, second.cost) == (1, 0)
    assert path.stars == ocopkit.score(path.after()).stars


def test_a_zero_that_stops_the_assessment_is_lifted(water_sheet: ScoreSheet) -> None:
    """In set 16 a zero of taste or smell stops the later steps; the path raises it first."""
    path = path_to(water_sheet, 4)
    assert codes(path) == ["6.3"]
    assert [gate.key for gate in path.steps[0].lifts] == ["sensory-zero"]
    assert ocopkit.score(path.after()).stars == 4


def test_a_zero_that_may_not_be_raised_is_an_obstacle(water_sheet: ScoreSheet) -> None:
    """A frozen zero that stops the assessment makes every star impossible."""
    path = path_to(water_sheet, 1, frozen=["6.3"])
    assert not path.possible
    assert [(one.code, one.at) for one in path.obstacles] == [("zero", "6.3")]


def test_a_gate_is_named_and_the_rest_of_the_way_told(book: RuleBook) -> None:
    """A raised gate bars every star; the steps are what is needed once it is gone."""
    sheet = evolve(best(book, 21, c6_1="a"), raised={"ip-infringement": "mẫu đã đăng ký"})
    path = path_to(sheet, 5)
    assert not path.possible
    assert [one.code for one in path.obstacles] == ["gate"]
    assert "mẫu đã đăng ký" in path.obstacles[0].text.vi
    assert codes(path) == ["6.1"]
    assert ocopkit.score(evolve(path.after(), raised={})).stars == 5
    assert path.stars == 5


def test_a_requirement_bars_only_where_its_reading_says_so(book: RuleBook) -> None:
    """An unmet requirement is an obstacle where the reading disqualifies, and none where it is noted."""
    sheet = ocopkit.load_sheet(EXAMPLES / "vegetables-not-local.yaml")
    strict = path_to(sheet, 4, readings={"origin-requirement": "disqualify"})
    mild = path_to(sheet, 4, readings={"origin-requirement": "note"})
    assert [one.code for one in strict.obstacles] == ["gate"]
    assert mild.possible
    assert codes(mild) == codes(strict)


def test_each_frozen_minimum_is_told(tea_sheet: ScoreSheet) -> None:
    """Where frozen criteria miss minimums, each is named with the level that is needed."""
    path = path_to(tea_sheet, 4, frozen=["2.1", "6.1.1", "1.1"])
    assert [(one.code, one.at) for one in path.obstacles] == [("minimum", "2.1"), ("minimum", "6.1.1")]
    assert "được nâng lên mức d" in path.obstacles[0].text.vi
    assert "giữ nguyên ở mức b" in path.obstacles[0].text.vi
    assert (len(path), path.count, path.stars) == (0, 0, 3)


def test_points_out_of_reach_are_told_with_what_holds_them(tea_sheet: ScoreSheet) -> None:
    """Where all raises bring too few points, the most points and the frozen criteria are told."""
    below = [
        one.code for one in tea_sheet.criteria_set.criteria if not any(lv.minimum_for for lv in one.levels)
    ]
    path = path_to(tea_sheet, 5, frozen=below)
    assert [one.code for one in path.obstacles] == ["points"]
    held = path.obstacles[0].text.en
    assert held.startswith("90 points, for 5 stars, are within reach")
    assert "6.2.3 Infusion taste: it is frozen at b" in held


def test_a_case_is_kept_unless_switching_is_allowed() -> None:
    """In an either-or criterion a raise stays in the case chosen; another case needs leave."""
    book = ocopkit.rule_book("qd-1048-2019")
    sheet = best(book, 1)
    assert sheet.answers["3.2"] == "b.b"
    ladders = {one.code: next(one.ladders())[1] for one in book[1].criteria if one.code != "3.2"}
    by_one = [levels for levels in ladders.values() if levels[-1].points - levels[-2].points == 1]
    codes_by_one = [code for code, levels in ladders.items() if levels in by_one]
    while ocopkit.score(sheet).points > 89:
        code = codes_by_one.pop()
        sheet = sheet.answer({code: ladders[code][-2].key})
    kept = path_to(sheet, 5, frozen=list(ladders))
    assert [one.code for one in kept.obstacles] == ["points"]
    assert "3.2" in kept.obstacles[0].text.en
    assert "is assessed by case b" in kept.obstacles[0].text.en
    assert codes(path_to(sheet, 5, frozen=list(ladders), switch_cases=True)) == ["3.2"]


def test_a_minimum_that_is_never_asked_is_told() -> None:
    """QĐ 148 has minimums on the story's content: frozen at "no story", they cannot be met."""
    book = ocopkit.rule_book("qd-148-2023")
    form = book[1]
    answers = {
        one.code: (f"{case}." if case else "") + levels[-1].key
        for one in form.criteria
        if one.code not in {"5.b", "5.c"}
        for case, levels in list(one.ladders())[:1]
    }
    path = path_to(ScoreSheet(form, {**answers, "5.a": "a"}), 4, frozen=["5.a"])
    assert ("not-asked", "5.b") in [(one.code, one.at) for one in path.obstacles]


def ninety(book: RuleBook) -> tuple[ScoreSheet, list[str]]:
    """Return a tea sheet of 90 points that misses one minimum, for five stars at 7; and what was lowered."""
    sheet = best(book, 11, c7="c")
    lowered: list[str] = []
    for one in sheet.criteria_set.criteria:
        by_one = one.levels[-1].points - one.levels[-2].points == 1
        if by_one and not any(level.minimum_for for level in one.levels) and ocopkit.score(sheet).points > 90:
            sheet = sheet.answer({one.code: one.levels[-2].key})
            lowered.append(one.code)
    assert ocopkit.score(sheet).points == 90
    return sheet, lowered


def test_points_just_within_reach_are_no_obstacle(book: RuleBook) -> None:
    """Where raises come to the least points of a star, only the minimum stands in the way."""
    sheet, lowered = ninety(book)
    path = path_to(sheet, 5, frozen=[*lowered, "7"])
    assert [one.code for one in path.obstacles] == ["minimum"]


def test_the_least_points_of_a_higher_band_are_too_many(book: RuleBook) -> None:
    """Where a missed minimum means "not achieved", 90 points are no longer four stars."""
    sheet, _ = ninety(book)
    path = path_to(sheet, 4, frozen=["7"], readings={"minimum-missed": "not-achieved"})
    assert [one.code for one in path.obstacles] == ["too-many-points", "minimum"]


def test_a_stop_bars_what_comes_after_it(book: RuleBook) -> None:
    """Where a stop lets the points so far count, it bars only the stars that need what it leaves out."""
    sheet = evolve(best(book, 11, c2_2="a"), raised={"impurities": "…"})
    readings = {"after-stop": "points-so-far"}
    assert ocopkit.score(sheet, readings=readings).points < 70
    higher = path_to(sheet, 4, readings=readings)
    assert [one.code for one in higher.obstacles] == ["gate"]
    assert path_to(sheet, 1, readings=readings).possible
    assert [one.code for one in path_to(sheet, 1).obstacles] == ["gate"]


def test_the_raise_that_opens_a_needed_minimum_comes_with_it(book: RuleBook) -> None:
    """QĐ 148: the story itself has no minimum, but its content has; both stand among the first steps."""
    form = ocopkit.rule_book("qd-148-2023")[1]
    levels = {one.code: next(one.ladders()) for one in form.criteria if one.code not in {"5.b", "5.c"}}
    answers = {code: (f"{case}." if case else "") + some[-1].key for code, (case, some) in levels.items()}
    low = {code: some[-2].key for code, (case, some) in levels.items() if code[0] == "4" and not case}
    path = path_to(ScoreSheet(form, {**answers, **low, "5.a": "a"}), 5)
    told = codes(path)
    assert told.index("5.a") + 1 == told.index("5.b")
    needed = [bool(step.meets or step.opens) for step in path]
    assert needed == sorted(needed, reverse=True)


def test_points_of_a_higher_band_bind_where_a_missed_minimum_means_no_star(book: RuleBook) -> None:
    """Where a missed minimum means "not achieved", 92 points need the minimums of five stars."""
    sheet = best(book, 11, c7="c")
    readings = {"minimum-missed": "not-achieved"}
    assert ocopkit.score(sheet, readings=readings).stars is None
    assert codes(path_to(sheet, 4, readings=readings)) == ["7"]
    path = path_to(sheet, 4, frozen=["7"], readings=readings)
    assert [one.code for one in path.obstacles] == ["too-many-points", "minimum"]
    assert path_to(sheet, 4, frozen=["7"]).possible


def test_a_higher_star_is_the_way_where_its_minimums_alone_count(book: RuleBook) -> None:
    """Where five stars need only their own minimums, a frozen minimum of four stars bars no path."""
    form = book[11]
    four = next(
        one
        for one in form.criteria
        if [level.minimum_for for level in one.levels[1:] if level.minimum_for] == [4]
    )
    sheet = best(book, 11).answer({four.code: "a", "7": "c"})
    assert not path_to(sheet, 4, frozen=[four.code]).possible
    path = path_to(sheet, 4, frozen=[four.code], readings={"lower-minimums": "own-only"})
    assert (codes(path), path.stars) == (["7"], 5)


def test_a_score_hands_its_readings_on(book: RuleBook) -> None:
    """A path from a score goes by the readings that the score was made with."""
    sheet = best(book, 11, c7="c")
    strict = ocopkit.score(sheet, readings={"minimum-missed": "not-achieved"})
    assert codes(path_to(strict, 4)) == ["7"]
    assert codes(path_to(strict, 4, readings={})) == []
    assert path_to(ocopkit.score(sheet), 5).score.sheet == sheet


def full_costs(sheet: ScoreSheet, cost: Mapping[str, object] | None = None) -> dict[str, dict[str, object]]:
    """Return a table with a cost of 2 for every level of a form without cases."""
    return {
        one.code: {level.key: (cost or {}).get(one.code, 2) for level in one.levels}
        for one in sheet.criteria_set.criteria
    }


def test_costs_decide_where_they_are_given(tea_sheet: ScoreSheet) -> None:
    """With a table of costs the cheapest levels are chosen, and their sum is exact."""
    even = path_to(tea_sheet, 5, by=full_costs(tea_sheet))  # type: ignore[arg-type]
    assert codes(even)[8:] == ["4.3", "5.3", "6.2.3"]
    costs = {"4.3": 100, "6.2.1": Decimal("0.1"), "4.2": Fraction(1, 3)}
    path = path_to(tea_sheet, 5, by=full_costs(tea_sheet, costs))  # type: ignore[arg-type]
    assert "4.3" not in codes(path)
    assert {"6.2.1", "4.2"} <= set(codes(path))
    assert path.by == "costs"
    assert path.cost == 2 * (len(path) - 2) + Fraction(1, 10) + Fraction(1, 3)


def test_every_cost_that_is_missing_or_wrong_is_named(tea_sheet: ScoreSheet) -> None:
    """A table of costs is refused with all that it lacks and all that it holds by mistake."""
    costs = full_costs(tea_sheet)
    del costs["1.5"], costs["2.1"]["d"]
    costs["2.3"] = {"c": 0.5, "q": 1}
    costs["3.1"] = {"c": -1}
    costs["3.3"] = {"c": True}
    costs["99"] = {"a": 1}
    with pytest.raises(CostError) as caught:
        path_to(tea_sheet, 5, by=costs)  # type: ignore[arg-type]
    told = {(one.code, "/".join(map(str, one.where.path))) for one in caught.value.problems}
    assert told == {
        ("missing-cost", "1.5"),
        ("missing-cost", "2.1"),
        ("not-a-cost", "2.3/c"),
        ("unknown-level", "2.3/q"),
        ("not-a-cost", "3.1/c"),
        ("not-a-cost", "3.3/c"),
        ("unknown-criterion", "99"),
    }


def test_costs_of_frozen_criteria_are_not_asked_for(tea_sheet: ScoreSheet) -> None:
    """Only what may be raised needs a cost."""
    frozen = [one.code for one in tea_sheet.criteria_set.criteria if one.code != "7"]
    assert not path_to(tea_sheet, 5, by={"7": {"d": 3}}, frozen=frozen).possible


def test_what_is_not_there_is_refused_by_name(tea_sheet: ScoreSheet) -> None:
    """Unknown stars, criteria, measures and readings are refused, each by its name."""
    for arguments, code in [
        ({"stars": 6}, "unknown-star"),
        ({"frozen": ["9.9"]}, "unknown-criterion"),
        ({"by": "money"}, "unknown-measure"),
        ({"readings": {"moon": "full"}}, "unknown-reading"),
    ]:
        with pytest.raises(NotFoundError) as caught:
            path_to(tea_sheet, **arguments)  # type: ignore[arg-type]
        assert [one.code for one in caught.value.problems] == [code]


def test_a_sheet_that_cannot_be_scored_has_no_path(tea_sheet: ScoreSheet, book: RuleBook) -> None:
    """A path starts from a score: open answers, and answers that a reading refuses, are refused."""
    with pytest.raises(IncompleteSheetError):
        path_to(tea_sheet.answer({"1.1": None}))
    with pytest.raises(SheetError):
        path_to(tea_sheet.answer({"3.5": "below"}), readings={"below-lowest-level": "refuse"})


@given(st.sampled_from(BOOKS).flatmap(sheets), st.integers(1, 5))
def test_every_path_is_told_in_both_languages_and_as_data(sheet: ScoreSheet, stars: int) -> None:
    """Whatever the path, each line exists in Vietnamese and English, and the plain values are JSON."""
    path = path_to(sheet, stars)
    for text in path_lines(path):
        assert text.vi
        assert text.en
    vi, en = explain(path, lang="vi"), explain(path, lang="en")
    assert len(vi.splitlines()) == len(en.splitlines()) >= 1
    plain = json.loads(json.dumps(path_report(path)))
    assert (plain["possible"], plain["stars"], plain["count"]) == (path.possible, path.stars, path.count)
    assert [one["criterion"] for one in plain["steps"]] == codes(path)
    if not path.possible:
        assert f"{stars} sao cho đến khi:" in vi
