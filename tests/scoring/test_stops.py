"""Stops: each is raised by its own criteria, acts at its own place, and leaves the rest unassessed."""

import pytest
from attrs import evolve

import ocopkit
from ocopkit import CriteriaSet, RuleBook, ScoreSheet
from ocopkit.rules.criteria import Gate
from ocopkit.scoring.filling import HIGHEST, filled
from ocopkit.text import Text


def stop(key: str, *zero_in: str) -> Gate:
    """Return a stop, raised by a zero in any of some criteria."""
    return Gate(key, "stop", Text(vi=key, en=key), zero_in=zero_in)


def with_gates(form: CriteriaSet, **gates: tuple[Gate, ...]) -> CriteriaSet:
    """Return a set with more gates at some criteria (``c6_4=…`` puts them at 6.4)."""
    added = {name[1:].replace("_", "."): more for name, more in gates.items()}
    parts = tuple(
        evolve(
            part,
            sections=tuple(
                evolve(
                    section,
                    criteria=tuple(
                        evolve(one, gates=(*one.gates, *added.get(one.code, ()))) for one in section.criteria
                    ),
                )
                for section in part.sections
            ),
        )
        for part in form.parts
    )
    return evolve(form, parts=parts)


@pytest.fixture
def water(book: RuleBook) -> CriteriaSet:
    """Return set 16, whose one stop is at 6.4, with two more there and two at 7."""
    return with_gates(
        book[16],
        c6_4=(stop("first", "6.1"), stop("second", "6.3")),
        c7=(stop("third", "5.1", "7"), stop("fourth", "6.1", "7")),
    )


@pytest.mark.parametrize(
    ("zero", "raised", "last"),
    [
        ("5.1", ["third"], "7"),
        ("6.1", ["sensory-zero", "first", "fourth"], "6.4"),
        ("6.2", ["sensory-zero"], "6.4"),
        ("6.3", ["sensory-zero", "second"], "6.4"),
        ("6.4", ["sensory-zero"], "6.4"),
        ("7", ["third", "fourth"], "7"),
    ],
)
def test_a_zero_raises_the_stops_that_name_its_criterion_and_no_other(
    water: CriteriaSet, zero: str, raised: list[str], last: str
) -> None:
    """Criteria may share a stop and stops a criterion; assessing ends with the first stop's place."""
    sheet = filled(water, HIGHEST, {zero: "a"})
    if zero == "5.1":  # without a story 5.2 isn't asked and 5.3 is worth nothing
        sheet = sheet.answer({"5.2": None, "5.3": "a"})
    score = ocopkit.score(sheet)
    assert [one.gate.key for one in score.raised] == raised
    assert score.lines[-1].criterion.code == last
    assert (score.stars, score.outcome) == (None, "stopped")


def test_less_than_the_lowest_level_raises_no_stop_but_those_that_name_it(water: CriteriaSet) -> None:
    """An answer below the lowest level is worth nothing too; a criterion that no stop names stops nothing."""
    code = next(one.code for one in water.criteria if one.levels and one.levels[0].points > 0)
    score = ocopkit.score(filled(water, HIGHEST, {code: "below"}))
    assert score.raised == ()
    assert score.outcome == "rated"


def test_a_stop_of_the_dossier_leaves_nothing_assessed(book: RuleBook) -> None:
    """A stop that stands before the first criterion leaves no line, no point and nothing to ask."""
    form = evolve(book[11], gates=(*book[11].gates, stop("unsigned")))
    sheet = evolve(filled(form, HIGHEST, {}), raised={"unsigned": "thiếu chữ ký"})
    score = ocopkit.score(sheet)
    assert (score.points, score.stars, score.outcome, score.lines) == (0, None, "stopped", ())
    limits = ocopkit.bounds(ScoreSheet(form, {}, {"unsigned": "thiếu chữ ký"}))
    assert (limits.least, limits.most, limits.stars, limits.unanswered) == (0, 0, (None,), ())


def test_of_two_stops_raised_the_earlier_one_acts(book: RuleBook) -> None:
    """Whichever order they stand in on the sheet."""
    form = with_gates(book[11], c2_1=(stop("early"),), c9=(stop("late"),))
    for raised in ({"early": "…", "late": "…"}, {"late": "…", "early": "…"}):
        score = ocopkit.score(evolve(filled(form, HIGHEST, {}), raised=raised))
        assert score.lines[-1].criterion.code == "2.1"
        limits = ocopkit.bounds(ScoreSheet(form, {}, raised))
        assert limits.unanswered[-1].code == "2.1"


def test_bounds_know_a_stop_at_the_last_criterion_but_one(book: RuleBook) -> None:
    """A stop with one criterion behind it takes effect too, if its zero is given, and may if it isn't."""
    form = with_gates(book[11], c10=(stop("last-but-one", "10"),))
    stopped = ocopkit.bounds(ScoreSheet(form, {"10": "below"}))
    assert (stopped.stars, stopped.unanswered[-1].code) == ((None,), "9")
    assert ocopkit.bounds(ScoreSheet(form, {"10": "a"})).stars == (1, 2, 3, 4, 5)
    assert ocopkit.bounds(ScoreSheet(form, {})).stars == (None, 1, 2, 3, 4, 5)


def test_bounds_miss_only_the_minimums_behind_a_stop(book: RuleBook) -> None:
    """Stopped after 9, behind which no minimum stands, the points so far may still come to five stars."""
    form = with_gates(book[11], c9=(stop("late"),))
    sheet = evolve(filled(form, HIGHEST, {}), raised={"late": "…"})
    limits = ocopkit.bounds(sheet, readings={"after-stop": "points-so-far"})
    assert (limits.least, limits.most, limits.stars) == (95, 95, (5,))
    assert ocopkit.score(sheet, readings={"after-stop": "points-so-far"}).stars == 5


@pytest.mark.parametrize(("place", "stars"), [("c9", 5), ("c8", 2)])
def test_a_zero_stops_with_the_minimums_met_so_far(book: RuleBook, place: str, stars: int) -> None:
    """A zero for 1.7 stops after 9, behind which no minimum stands, or after 8, where 9 is still missed."""
    so_far = {"after-stop": "points-so-far"}
    form = with_gates(book[11], **{place: (stop("late", "1.7"),)})
    sheet = filled(form, HIGHEST, {"1.7": "a"})
    score = ocopkit.score(sheet, readings=so_far)
    limits = ocopkit.bounds(sheet, readings=so_far)
    assert (score.stars, limits.stars) == (stars, (stars,))
    assert limits.least == limits.most == score.points


@pytest.mark.parametrize(("total", "stars"), [(49, 2), (50, 3), (69, 3), (70, 4)])
def test_bounds_of_a_total_at_the_edge_of_a_band_are_one_star(book: RuleBook, total: int, stars: int) -> None:
    """With everything answered 70 points are four stars and 69 three, and nothing beside."""
    limits = ocopkit.bounds(filled(book[11], "minimums-for-4-stars", {}, total=total))
    assert (limits.least, limits.most, limits.stars) == (total, total, (stars,))


@pytest.mark.parametrize(
    ("place", "gate"),
    [
        ("c11", stop("at-the-end", "10")),
        ("c2_1", stop("too-early", "1.1", "2.2")),
        ("c2_1", evolve(stop("no-stop", "1.1"), kind="disqualify")),
    ],
)
def test_points_only_stop_where_all_that_raises_a_stop_has_been_asked(
    book: RuleBook, place: str, gate: Gate
) -> None:
    """A zero may stop, and no more, after the last criterion it can be in and before the last of all."""
    with pytest.raises(ocopkit.errors.DocumentError) as caught:
        ScoreSheet(with_gates(book[11], **{place: (gate,)}), {})
    assert [(one.code, one.where.path) for one in caught.value.problems] == [("unfit", ("gates", gate.key))]


def test_points_do_not_stop_a_dossier_before_its_first_criterion(book: RuleBook) -> None:
    """A stop of the dossier as a whole cannot wait for points."""
    form = evolve(book[11], gates=(stop("early", "1.1"),))
    with pytest.raises(ocopkit.errors.DocumentError, match="decided by points, cannot be used here"):
        ScoreSheet(form, {})
