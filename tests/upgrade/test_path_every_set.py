"""In every criteria set a path reaches its star, and a search of another kind finds nothing cheaper.

That search knows nothing of the path's: it reads levels and minimums from the form itself, branches on
each criterion, and cuts off what even its relaxation (raises taken in part) cannot make cheaper.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, inf

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import CriteriaSet, RuleBook, ScoreSheet
from ocopkit.rules.criteria import BELOW, EXEMPT, Criterion, Level
from ocopkit.scoring.upgrade import By, Path, Step, path_to
from ocopkit.testing.strategies import sheets

BOOKS = [ocopkit.rule_book(key) for key in ("qd-1048-2019", "qd-148-2023", "qd-26-2026")]
SETS = [pytest.param(book, number, id=f"{book.id}-{number}") for book in BOOKS for number in range(1, 27)]
READINGS: list[dict[str, str]] = [
    {},
    {"lower-minimums": "own-only"},
    {"minimum-missed": "not-achieved"},
    {"minimum-missed": "not-achieved", "lower-minimums": "own-only"},
]
Table = dict[str, dict[str, int]]
Measure = By | Table
CLIMB = 1000
"""A price is cost and levels in one number: so many levels are never climbed."""


@frozen
class End:
    """What a criterion can end with: points, price, and the stars whose minimums it misses."""

    points: int
    price: Fraction
    missed: frozenset[int]


@frozen
class Problem:
    """Criteria with what each can end with, and the points to land on."""

    criteria: Sequence[Sequence[End]]
    least: int
    below: float

    def gains(self) -> list[list[tuple[Fraction, Fraction]]]:
        """Return from each criterion on what can be gained in part: slope and points, cheapest first."""
        found: list[list[tuple[Fraction, Fraction]]] = [[]]
        for ends in reversed(self.criteria):
            found.append(sorted([*found[-1], *hull(ends)]))
        return found[::-1]

    def cheaper_than(self, price: float) -> bool:
        """Return whether any choice lands on the points for less."""
        floor = [min(one.points for one in ends) for ends in self.criteria]
        dues = [
            min(one.price for one in ends if one.points == low)
            for ends, low in zip(self.criteria, floor, strict=True)
        ]
        gains = self.gains()
        pending = [(0, 0, Fraction(0))]
        while pending:
            place, points, paid = pending.pop()
            if points + sum(floor[place:]) >= self.below:
                continue
            need = Fraction(self.least - points - sum(floor[place:]))
            bound = paid + sum(dues[place:], Fraction(0))
            for slope, gain in gains[place]:
                if need <= 0 and slope >= 0:
                    break
                part = min(gain, need) if slope >= 0 else gain
                bound, need = bound + slope * part, need - part
            if need > 0 or ceil(bound) >= price:
                continue
            if place == len(self.criteria):
                return True
            pending += [(place + 1, points + one.points, paid + one.price) for one in self.criteria[place]]
        return False


def hull(ends: Sequence[End]) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield the pieces of the lower convex hull of price over points: slope, and points it spans."""
    by_points: dict[int, Fraction] = {}
    for one in ends:
        by_points[one.points] = min(by_points.get(one.points, one.price), one.price)
    left = sorted(by_points.items())
    here = left[0]
    while later := [one for one in left if one[0] > here[0]]:
        slope, points = min(((one[1] - here[1]) / (one[0] - here[0]), -one[0]) for one in later)
        yield slope, Fraction(-points - here[0])
        here = (-points, by_points[-points])


def ladder(criterion: Criterion, case: str | None) -> list[tuple[str, int, int]]:
    """Return the answers of a case: key, points, how many of its levels are reached."""
    levels: tuple[Level, ...] = next(levels for key, levels in criterion.ladders() if key == case)
    prefix = f"{case}." if case else ""
    found = [(prefix + one.key, one.points, rank) for rank, one in enumerate(levels, 1)]
    return [(prefix + BELOW, 0, 0), *found] if levels[0].points > 0 else found


def missed_by(criterion: Criterion, case: str | None, reached: int) -> frozenset[int]:
    """Return the stars whose minimums are missed where so many levels of a case are reached."""
    levels: tuple[Level, ...] = next(levels for key, levels in criterion.ladders() if key == case)
    stars = {one.minimum_for for one in levels[reached:] if one.minimum_for}
    scoring = next(rank for rank, one in enumerate(levels, 1) if one.points > 0)
    if criterion.marked_for and reached < scoring:
        stars.add(criterion.marked_for)
    return frozenset(stars)


def ends_of(
    criterion: Criterion, now: str | None, by: By | Mapping[str, int], *, fixed: bool
) -> dict[str, End]:
    """Return what a criterion can end with, by answer."""
    if now == EXEMPT:
        return {EXEMPT: End(criterion.max, Fraction(0), frozenset())}
    found: dict[str, End] = {}
    for case, _ in criterion.ladders():
        answers = ladder(criterion, case)
        keys = [key for key, _, _ in answers]
        if now is not None and now not in keys:
            continue
        first = 0 if now is None else keys.index(now)
        had = 0 if now is None else answers[first][1]
        for levels, (key, points, reached) in enumerate(answers[first:]):
            if fixed and levels:
                continue
            cost = (
                {"raises": 1, "levels": levels, "points": points - had}[by]
                if isinstance(by, str)
                else by[key]
            )
            if not levels and by != "points":
                cost = 0
            price = Fraction(cost * CLIMB + levels)
            found[key] = End(points, price, missed_by(criterion, case, reached))
    return found


def problems(
    sheet: ScoreSheet,
    stars: int,
    by: Measure,
    fixed: Sequence[str],
    readings: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield the problems of which one must have a solution: by star, and by which conditions hold."""
    form = sheet.criteria_set
    assert form.basis is not None
    bands = sorted(form.basis.bands, key=lambda band: band.at_least)
    own = readings.get("lower-minimums") == "own-only"
    capped = readings.get("minimum-missed") == "not-achieved"
    stop = {code for gate, one in form.all_gates() for code in gate.zero_in if one is not form.criteria[-1]}
    ends = {
        one.code: ends_of(
            one,
            sheet.answers.get(one.code),  # type: ignore[arg-type]
            by if isinstance(by, str) else by[one.code],
            fixed=one.code in fixed,
        )
        for one in form.criteria
    }
    conditions = sorted(
        {(one.applies_when.criterion, one.applies_when.above) for one in form.criteria if one.applies_when}
    )
    for holds in product([True, False], repeat=len(conditions)):
        held = dict(zip(conditions, holds, strict=True))
        criteria: list[list[End]] = []
        for one in form.criteria:
            possible = ends[one.code]
            for (code, above), held_here in held.items():
                if code == one.code:
                    keys = [level.key for level in one.levels]
                    higher = keys[keys.index(above) + 1 :]
                    possible = {key: end for key, end in possible.items() if (key in higher) == held_here}
            when = one.applies_when
            if when and not held[when.criterion, when.above]:
                case = next(case for case, _ in one.ladders())
                possible = {"": End(0, Fraction(0), missed_by(one, case, 0))}
            if one.code in stop:
                possible = {key: end for key, end in possible.items() if end.points}
            criteria.append(list(possible.values()))
        for place, band in enumerate(bands):
            if band.stars < stars:
                continue
            needed = {band.stars} if own else {low.stars for low in bands if low.stars <= band.stars}
            meeting = [[one for one in some if not one.missed & needed] for some in criteria]
            top = bands[place + 1].at_least if capped and place + 1 < len(bands) else inf
            if all(meeting):
                yield Problem(meeting, band.at_least, top)


def costs_of(form: CriteriaSet, seed: int) -> Table:
    """Return a table of costs that differ from level to level, ties included."""
    return {
        one.code: {
            key: 1 + (seed * (place + 3) * (rank + 2) + rank) % 7
            for case, _ in one.ladders()
            for rank, (key, _, _) in enumerate(ladder(one, case))
            if not key.endswith(BELOW)
        }
        for place, one in enumerate(form.criteria)
    }


def all_costs(form: CriteriaSet, costs: Table) -> Table:
    """Return a table with a cost of nothing for the answers that are no level."""
    return {
        one.code: {
            key: costs[one.code].get(key, 0) for case, _ in one.ladders() for key, _, _ in ladder(one, case)
        }
        for one in form.criteria
    }


def total(path: Path) -> float:
    """Return what a path costs, in the same number as the other search reckons; infinite if impossible."""
    if not path.possible:
        return inf
    return float(path.cost) * CLIMB + sum(map(levels_of, path.steps))


def levels_of(step: Step) -> int:
    """Return the levels that a step climbs."""
    case = step.end.case.key if step.end.case else None
    keys = [key for key, _, _ in ladder(step.criterion, case)]
    return keys.index(step.end.answer) - (keys.index(step.start.answer) if step.start.answer in keys else 0)


@pytest.mark.parametrize(("book", "number"), SETS)
@settings(max_examples=8)
@given(data=st.data())
def test_no_other_set_of_raises_is_cheaper(book: RuleBook, number: int, data: st.DataObject) -> None:
    """Whatever the sheet, the measure and the reading: the path reaches its star, and at least cost."""
    form = book[number]
    sheet = data.draw(sheets(book, form=form, gates=False), label="sheet")
    stars = data.draw(st.sampled_from([4, 5, 3]), label="stars")
    readings = data.draw(st.sampled_from(READINGS), label="readings")
    fixed = data.draw(
        st.lists(st.sampled_from([one.code for one in form.criteria]), max_size=3), label="frozen"
    )
    table = costs_of(form, data.draw(st.integers(1, 50)))
    measures: list[Measure] = ["raises", "levels", "points", table]
    by = data.draw(st.sampled_from(measures), label="by")
    path = path_to(sheet, stars, by=by, frozen=fixed, readings=readings)
    if path.possible:
        assert (ocopkit.score(path.after(), readings=readings).stars or 0) >= stars
    if path.score.stars is not None and path.score.stars >= stars:
        assert (path.steps, path.cost) == ((), 0)
        return
    for code in fixed:
        if code in sheet.answers:
            assert path.after().answers[code] == sheet.answers[code]
    measure = by if isinstance(by, str) else all_costs(form, by)
    others = list(problems(sheet, stars, measure, fixed, readings))
    assert not any(one.cheaper_than(total(path)) for one in others)
    if path.possible:
        assert any(one.cheaper_than(total(path) + 1) for one in others)
