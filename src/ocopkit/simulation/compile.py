"""A criteria set as dataframe expressions: the same rules as for one sheet, for millions of rows at once.

Whoever writes rules never writes these expressions: they are made of the finished lines that single
sheets are scored by (:mod:`ocopkit.scoring.plan`), through Narwhals, for any dataframe that it knows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from itertools import zip_longest
from typing import Any, cast

import narwhals as nw
from attrs import field, frozen

from ocopkit.rules.articles import StarBand
from ocopkit.rules.carried_out import AFTER_STOP, BELOW_LOWEST, MINIMUM_MISSED
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.plan import IS_BELOW, Plan, Slot, star_bit
from ocopkit.scoring.readings import Readings
from ocopkit.simulation.cells import Cell, Column, gate_column

Rows = nw.LazyFrame[Any]
"""The rows of a dataframe of any kind."""

Test = nw.Expr | bool
"""A condition on a row, or one that is the same for all rows."""

POINTS, STARS, STOPPED, DISQUALIFIED = "points", "stars", "stopped", "disqualified"
REST_POINTS, REST_MISSED = "_rest_points", "_rest_missed_"
"""What several sets of rules give alike for the criteria in which they don't differ."""
NO_STAR = 0
"""What stands in the column of stars where a product isn't rated."""

STAR_BITS = IS_BELOW | (IS_BELOW - 1)
"""The bits of a line that say which minimums it misses, and that it is below its ladder."""

_LARGEST_INT8 = 127


@frozen(eq=False)
class Compiled:
    """The expressions of one criteria set, in the steps in which they build on each other.

    Args:
        criteria_set: The set.
        way: Helpers that say how far a row is evaluated, by name, step after step; a step may use the columns
            of the steps before it.
        steps: What follows from them, likewise.
        results: The columns that are results, in order.
        wanted: For each column, the condition on which a row must have an answer in it.
        asked: For columns whose criterion isn't always asked, the condition on which it is.
    """

    criteria_set: CriteriaSet
    way: tuple[Mapping[str, nw.Expr], ...] = field(repr=False)
    steps: tuple[Mapping[str, nw.Expr], ...] = field(repr=False)
    results: tuple[str, ...]
    wanted: Mapping[str, Test] = field(repr=False)
    asked: Mapping[str, Test] = field(repr=False)

    def over(self, frame: Rows) -> Rows:
        """Return a frame with all results, and the helpers that they are made of.

        Args:
            frame: Rows with a column for each criterion; see :mod:`ocopkit.simulation.population`.
        """
        return together(frame, [self])


def together(frame: Rows, several: Sequence[Compiled]) -> Rows:
    """Return a frame with the results of several sets of rules, in as few passes as of one.

    Args:
        frame: Rows with a column for each criterion.
        several: The rules, each with a prefix of its own.
    """
    for steps in (zip_longest(*(one.way for one in several)), zip_longest(*(one.steps for one in several))):
        for step in steps:
            made = {name: expression for part in step if part for name, expression in part.items()}
            frame = frame.with_columns(**made) if made else frame
    return frame


@frozen(eq=False)
class Script:
    """What the expressions of a criteria set are made of.

    Args:
        plan: The set, ready for scoring.
        rules: The readings.
        columns: How each criterion reads the cells of a population.
        made: What is made of other columns first, step after step, some of those columns among it.
        unsure: The columns made that may be empty in some rows.
    """

    plan: Plan
    rules: Readings
    columns: tuple[Column, ...]
    made: tuple[Mapping[str, nw.Expr], ...] = field(default=(), repr=False)
    unsure: frozenset[str] = field(default=frozenset(), repr=False)

    def mask(self, band: StarBand) -> int:
        """Return the bits of the minimums printed for a band's stars, as far as they bind."""
        bits = [star_bit(band.stars, on_title=on_title) for on_title in (False, True)]
        return sum(bit for bit in bits if self.rules.stars(band.at_least, bit) != band.stars)


def in_common(several: Sequence[Script]) -> frozenset[int]:
    """Return the places of the criteria that several scripts score alike, whatever stands in a row.

    Args:
        several: The scripts.
    """
    first, *others = several
    places = frozenset(range(len(first.plan.slots)))
    masks = {band.stars: first.mask(band) for band in first.rules.basis.bands}
    for other in others:
        if masks != {band.stars: other.mask(band) for band in other.rules.basis.bands}:
            return frozenset()
        if not same_course(first, other):
            return frozenset()
        places -= differing(first, other)
    return places


def same_course(first: Script, second: Script) -> bool:
    """Return whether rows are asked and stopped alike by two scripts, so that only levels' worth differs."""

    def course(script: Script) -> list[Any]:
        gates = [(gate.key, gate.kind, gate.reading, place, bit) for gate, place, bit in script.plan.gates]
        keys = (AFTER_STOP, BELOW_LOWEST, *sorted({gate.reading or "" for gate, _, _ in script.plan.gates}))
        return [gates, [script.rules.choices.get(key) for key in keys]]

    def steps(script: Script) -> list[Any]:
        return [
            (
                column.name,
                slot.not_asked_if,
                slot.stops,
                slot.not_asked.points,
                slot.not_asked.flags & ~STAR_BITS,
                {cell: line.flags & ~STAR_BITS for cell, line in column.lines.items()},
            )
            for slot, column in zip(script.plan.slots, script.columns, strict=True)
        ]

    return course(first) == course(second) and steps(first) == steps(second)


def differing(first: Script, second: Script) -> set[int]:
    """Return the places at which two scripts of the same course differ in points or minimums."""
    return {
        place
        for place, (one, other) in enumerate(zip(_worths(first), _worths(second), strict=True))
        if one != other
    }


def _worths(script: Script) -> list[Any]:
    return [
        (slot.not_asked.flags, {cell: (line.points, line.flags) for cell, line in column.lines.items()})
        for slot, column in zip(script.plan.slots, script.columns, strict=True)
    ]


class Compiler:
    """Walks through a form in its order, as a single sheet's evaluation does, and notes expressions.

    Args:
        script: The set, its readings and how it reads cells.
        gates: The ``gate_…`` columns that the rows have.
        gaps: The columns in which a row may have no value; all if left out.
        prefix: What the names of results begin with.
        shared: The places that other compilers of the same rows score alike; worked out once for all.
        leading: Whether it is this compiler that works them out.
    """

    def __init__(
        self,
        script: Script,
        gates: Iterable[str],
        gaps: Iterable[str] | None,
        prefix: str,
        shared: frozenset[int] = frozenset(),
        *,
        leading: bool = True,
    ) -> None:
        self.script = script
        self.plan = script.plan
        self.rules = script.rules
        self.columns = script.columns
        self.gates = set(gates)
        self.gaps = None if gaps is None else {*gaps, *script.unsure}
        self.prefix = prefix
        self.shared = shared
        self.leading = leading
        self.steps: list[dict[str, nw.Expr]] = []
        self.asked: list[Test] = []
        self.before: list[Test] = []
        """For each place, whether evaluation has stopped before it."""
        self.out: Test = False
        self.free: Test = False
        """Whether a disqualifying gate is raised, so that no answer is wanted."""
        self.stopped: Test = False

    def walk(self) -> tuple[Mapping[str, nw.Expr], ...]:
        """Return the helpers that say how far a row is evaluated; everything else builds on them."""
        self.steps += [dict(step) for step in self.script.made if step]
        self._gates()
        self._way()
        way, self.steps = tuple(self.steps), []
        return way

    @property
    def unrated(self) -> Test:
        """Whether a row has no star, whatever its points and minimums."""
        return any_of([self.out, self.stopped if self.rules.of(AFTER_STOP) == "no-star" else False])

    def total(self) -> nw.Expr:
        """Return the points of the whole."""
        return sum_of([self._worth(place, small=self._small) for place in range(len(self.plan.slots))])

    def compiled(self, *, detail: bool) -> Compiled:
        """Return all expressions.

        Args:
            detail: Whether the points of parts and sections are wanted.
        """
        way = self.walk()
        results = [*(self._points() if detail else self._total()), *self._missed(), *self._stars()]
        wanted: dict[str, Test] = {}
        asked: dict[str, Test] = {}
        for place, column in enumerate(self.columns):
            if column.name is not None:
                here = all_of(self.asked[place], negated(self.before[place]), negated(self.free))
                wanted[column.name] = here
                if self.asked[place] is not True:
                    asked[column.name] = self.asked[place]
        return Compiled(
            self.plan.criteria_set,
            way,
            tuple(self.steps),
            tuple(self.prefix + name for name in results),
            wanted,
            asked,
        )

    def _kept(self, name: str, expression: Test) -> Test:
        """Return a condition as a column of its own, so that it is worked out once."""
        if isinstance(expression, bool):
            return expression
        called = f"{self.prefix}_{name}"
        self.steps.append({called: expression})
        return nw.col(called)

    def _raised(self, key: str) -> Test:
        name = gate_column(key)
        return nw.col(name) if name in self.gates else False

    def _gates(self) -> None:
        out: list[Test] = []
        for gate, _, _ in self.plan.gates:
            if gate.kind == "disqualify":
                out.append(self._raised(gate.key))
        self.free = any_of(out)
        for gate, _, _ in self.plan.gates:
            if gate.kind == "requirement" and self.rules.choices.get(gate.reading or "") == "disqualify":
                out.append(self._raised(gate.key))
        self.out = self._kept("out", any_of(out))

    def _way(self) -> None:
        """Note for each place whether it is asked, and whether evaluation has stopped before it."""
        plan = self.plan
        last = len(plan.slots) - 1
        stopped = any_of(self._raised(g.key) for g, place, _ in plan.gates if g.kind == "stop" and place < 0)
        for place, slot in enumerate(plan.slots):
            self.before.append(stopped)
            asked: Test = True
            if slot.not_asked_if:
                held = any_of(self.bit(other, slot.not_asked_if) for other in range(place))
                asked = self._kept(f"asked_{place}", negated(held))
            self.asked.append(asked)
            stops = [
                self._raised(gate.key)
                for gate, at, _ in plan.gates
                if gate.kind == "stop" and at == place and place < last
            ]
            if slot.stops and place < last:
                stops += [self.bit(other, slot.stops) for other in range(place + 1)]
            more = any_of(stops)
            if more is not False:
                stopped = self._kept(f"stopped_{place}", any_of([stopped, more]))
        self.stopped = stopped

    def bit(self, place: int, mask: int) -> Test:
        """Return whether the line at a place has any of some bits."""
        slot, column = self.plan.slots[place], self.columns[place]
        cells = [cell for cell, line in column.lines.items() if line.flags & mask]
        return self.holds(place, cells, unasked=bool(slot.not_asked.flags & mask))

    def holds(self, place: int, cells: Collection[Cell], *, unasked: bool) -> Test:
        """Return whether one of some cells stands at a place.

        Args:
            place: The place of the criterion.
            cells: The cells.
            unasked: What is said of rows in which the criterion isn't asked, or not assessed any more.
        """
        slot, column = self.plan.slots[place], self.columns[place]
        hit = self._where(column, cells)
        asked = self.asked[place] if place < len(self.asked) else True
        if asked is not True and not self._zero_stands(slot, column, fits=(0 in cells) is unasked):
            hit = any_of([hit, negated(asked)]) if unasked else all_of(hit, asked)
        stopped = self.before[place]
        if stopped is False or (hit is False and not unasked):
            return hit
        return any_of([hit, stopped]) if unasked else all_of(hit, negated(stopped))

    def _zero_stands(self, slot: Slot, column: Column, *, fits: bool) -> bool:
        """Return whether the 0 points in a cell that isn't asked are read as they should be."""
        return fits and 0 in column.lines and not self._may_lack(column) and slot.not_asked.points == 0

    def _may_lack(self, column: Column) -> bool:
        return self.gaps is None or column.name in self.gaps

    def _where(self, column: Column, cells: Collection[Cell]) -> Test:
        if not cells or column.name is None:
            return False
        here = nw.col(column.name)
        hit = _among(here, list(cells), list(column.lines))
        if self._may_lack(column):
            return hit.fill_null(value=False) if hit is not None else ~here.is_null()
        return True if hit is None else hit

    def _total(self) -> list[str]:
        small = self._small
        cells = [self._worth(place, small=small) for place in self._places(shared=False)]
        if self.shared:
            self.steps.append(self.rest() if self.leading else {})
            cells.append(nw.col(REST_POINTS))
        self._step({POINTS: sum_of(cells)})
        return [POINTS]

    def rest(self) -> dict[str, nw.Expr]:
        """Return the points of shared criteria, and for each star whether they miss a minimum."""
        places = self._places(shared=True)
        small = sum(self.plan.slots[place].most for place in places) <= _LARGEST_INT8
        found = {REST_POINTS: sum_of([self._worth(place, small=small) for place in places])}
        for star, test in self._misses(shared=True).items():
            if self._can_miss(star):
                found[f"{REST_MISSED}{star}"] = as_column(test)
        return found

    def _places(self, *, shared: bool) -> list[int]:
        return [place for place in range(len(self.plan.slots)) if (place in self.shared) == shared]

    def _can_miss(self, star: int) -> bool:
        """Return whether some answer to a shared criterion misses a minimum for a star."""
        mask = star_bit(star) | star_bit(star, on_title=True)
        slots = [self.plan.slots[place] for place in self.shared]
        return any(line.flags & mask for slot in slots for line in (*slot.lines.values(), slot.not_asked))

    def _misses(self, *, shared: bool) -> dict[int, Test]:
        """Return for each star whether a minimum that binds is missed at some of the criteria."""
        found: dict[int, Test] = {}
        for band in sorted(self.rules.basis.bands, key=lambda band: band.stars):
            mask = self.script.mask(band)
            found[band.stars] = any_of(self.bit(place, mask) for place in self._places(shared=shared))
        return found

    @property
    def _small(self) -> bool:
        return sum(slot.most for slot in self.plan.slots) <= _LARGEST_INT8

    def _points(self) -> list[str]:
        """Note the points of sections, parts and the whole; return the names of the columns."""
        plan, small = self.plan, self._small
        cells = [self._worth(place, small=small) for place in range(len(plan.slots))]
        sections = {
            f"section_{section.code.replace('.', '_')}": sum_of(cells[start:end])
            for section, start, end in plan.sections
        }
        names = list(sections)
        parts: dict[str, nw.Expr] = {}
        start = 0
        for part, count in plan.parts:
            own = [self._col(name) for name in names[start : start + count]]
            parts[f"part_{part.code.lower()}"] = sum_of(own)
            start += count
        self._step(sections)
        self._step(parts)
        self._step({POINTS: sum_of([self._col(name) for name in parts])})
        return [POINTS, *parts, *sections]

    def _worth(self, place: int, *, small: bool) -> nw.Expr:
        slot, column = self.plan.slots[place], self.columns[place]
        dtype = nw.Int8() if small else nw.Int16()
        if column.name is None or not column.lines:
            return nw.lit(0, dtype)
        here = nw.col(column.name)
        groups: dict[int, list[Cell]] = {}
        for cell, line in column.lines.items():
            if cell != line.points:
                groups.setdefault(line.points, []).append(cell)
        if all(isinstance(cell, int) for cell in column.lines):
            worth = here.fill_null(0) if self._may_lack(column) else here
            worth = worth.cast(dtype) if self._may_lack(column) or not small else worth
        else:
            worth = nw.lit(0, dtype)
            groups.pop(0, None)
        for points, cells in groups.items():
            test = _among(here, cells, cells + [cell for cell in column.lines if cell not in cells])
            if test is None:
                test = ~here.is_null()
            worth = nw.when(test).then(nw.lit(points, dtype)).otherwise(worth)
        asked, stopped = self.asked[place], self.before[place]
        zero = column.lines.get(0)
        fits = zero is not None and zero.points == 0
        if asked is not True and not self._zero_stands(slot, column, fits=fits):
            worth = when(asked, worth, nw.lit(slot.not_asked.points, dtype))
        return when(negated(stopped), worth, nw.lit(0, dtype))

    def _missed(self) -> list[str]:
        """Note for each star that has minimums whether one that binds is missed."""
        missed: dict[str, nw.Expr] = {}
        for star, own in self._misses(shared=False).items():
            more: Test = nw.col(f"{REST_MISSED}{star}") if self._can_miss(star) else False
            test = any_of([own, more])
            if not isinstance(test, bool):
                missed[f"missed_{star}"] = test
        self._step(missed)
        return list(missed)

    def _stars(self) -> list[str]:
        rules = self.rules
        points = self._col(POINTS)
        reached: nw.Expr = nw.lit(NO_STAR, nw.Int8())
        strict = rules.of(MINIMUM_MISSED) == "not-achieved"
        for band in sorted(rules.basis.bands, key=lambda band: band.at_least):
            here: Test = True if band.at_least <= 0 else points >= band.at_least
            held = any_of(
                self._col(f"missed_{other.stars}")
                for other in rules.basis.bands
                if f"{self.prefix}missed_{other.stars}" in self.steps[-1]
                and rules.stars(band.at_least, star_bit(other.stars)) != band.stars
            )
            stars = nw.lit(band.stars, nw.Int8())
            if strict:
                reached = when(here, when(negated(held), stars, nw.lit(NO_STAR, nw.Int8())), reached)
            else:
                reached = when(all_of(here, negated(held)), stars, reached)
        self._step(
            {
                STARS: when(negated(self.unrated), reached, nw.lit(NO_STAR, nw.Int8())),
                STOPPED: as_column(all_of(self.stopped, negated(self.out))),
                DISQUALIFIED: as_column(self.out),
            }
        )
        return [STARS, STOPPED, DISQUALIFIED]

    def _col(self, name: str) -> nw.Expr:
        return nw.col(self.prefix + name)

    def _step(self, columns: Mapping[str, nw.Expr]) -> None:
        self.steps.append({self.prefix + name: expression for name, expression in columns.items()})


def _among(column: nw.Expr, cells: list[Cell], known: list[Cell]) -> nw.Expr | None:
    """Return whether a cell is among some of those known; ``None`` if it always is."""
    rest = [cell for cell in known if cell not in cells]
    if not rest:
        return None
    if all(isinstance(cell, int) for cell in known):
        numbers, others = cast("list[int]", cells), cast("list[int]", rest)
        if max(numbers) < min(others):
            return column < min(others)
        if min(numbers) > max(others):
            return column > max(others)
    return reduce(_or, [column == cell for cell in cells])


def _or(first: nw.Expr, second: nw.Expr) -> nw.Expr:
    return first | second


def _and(first: nw.Expr, second: nw.Expr) -> nw.Expr:
    return first & second


def any_of(tests: Iterable[Test]) -> Test:
    """Return whether any of some conditions holds."""
    kept = [test for test in tests if test is not False]
    if any(test is True for test in kept):
        return True
    several = cast("list[nw.Expr]", kept)
    return nw.any_horizontal(*several, ignore_nulls=False) if len(several) > 1 else next(iter(several), False)


def all_of(*tests: Test) -> Test:
    """Return whether all of some conditions hold."""
    kept = [test for test in tests if test is not True]
    if any(test is False for test in kept):
        return False
    return reduce(_and, cast("list[nw.Expr]", kept)) if kept else True


def negated(test: Test) -> Test:
    """Return whether a condition doesn't hold."""
    return not test if isinstance(test, bool) else ~test


def when(test: Test, then: nw.Expr, otherwise: nw.Expr) -> nw.Expr:
    """Return one value where a condition holds, and another where it doesn't."""
    if isinstance(test, bool):
        return then if test else otherwise
    return nw.when(test).then(then).otherwise(otherwise)


def as_column(test: Test) -> nw.Expr:
    """Return a condition as a column."""
    return nw.lit(test, nw.Boolean()) if isinstance(test, bool) else test


def sum_of(terms: Sequence[nw.Expr]) -> nw.Expr:
    """Return the sum of at least one column."""
    return nw.sum_horizontal(*terms) if len(terms) > 1 else terms[0]
