"""Which kinds of rows some clauses tell apart, and how many rows are of each kind.

Most rows keep their stars whichever clauses are enacted: those are left out. The others are grouped by
all that the clauses can see of them, in one pass over the population.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import narwhals as nw
from attrs import field, frozen

from ocopkit.rules.carried_out import BAND_GAP, LOWER_MINIMUMS, MINIMUM_MISSED, TITLE_MARK
from ocopkit.scoring.plan import star_bit
from ocopkit.scoring.readings import Readings
from ocopkit.simulation.cells import Cell
from ocopkit.simulation.checks import collected
from ocopkit.simulation.compile import (
    Compiler,
    Rows,
    Script,
    Test,
    all_of,
    any_of,
    as_column,
    differing,
    negated,
    same_course,
    sum_of,
    when,
)
from ocopkit.simulation.population import Population
from ocopkit.simulation.shares import Bundle, Effect, Ends, Games, Start, any_bits, common_bits, felt

MOST_TOGETHER = 8
"""The most clauses that may meet in one place: each way to enact some of them is a form of its own."""

_KEY = 1 << 62
_STAR_RULES = (MINIMUM_MISSED, LOWER_MINIMUMS, TITLE_MARK, BAND_GAP)
Names = frozenset[str]


@frozen(eq=False)
class Seat:
    """A criterion that some clauses change, as the rows of one world have it.

    Args:
        place: Its place on the form.
        classes: Which of its cells the clauses treat alike, by class.
        unasked: The class of rows in which it isn't asked or assessed.
        ends: What the clauses do to each class, minimums aside that it misses whatever the clauses.
        always: For each star's bit, the cells that miss a minimum for it whatever the clauses, and whether
            rows do in which the criterion isn't asked.
    """

    place: int
    classes: Mapping[int, tuple[Cell, ...]]
    unasked: int
    ends: tuple[Ends, ...]
    always: Mapping[int, tuple[tuple[Cell, ...], bool]]

    def bounds(self, of: Callable[[Effect], int]) -> list[tuple[int, int]]:
        """Return for each class the least and the most of something that it can come to."""
        return [(min(map(of, ends)), max(map(of, ends))) for ends in self.ends]


@frozen(eq=False)
class World:
    """The rows under some of the clauses that change the course of an evaluation.

    Args:
        script: How they are scored.
        rules: The number of their rules on stars.
        seats: The criteria that other clauses change, by the number of the clauses' bundle.
    """

    script: Script
    rules: int
    seats: tuple[tuple[int, Seat], ...]

    @property
    def rest(self) -> list[int]:
        """The places that no clause changes."""
        taken = {seat.place for _, seat in self.seats}
        return [place for place in range(len(self.script.plan.slots)) if place not in taken]


@frozen(eq=False)
class Sight:
    """What clauses can see of the rows of one criteria set.

    Args:
        names: The clauses.
        script: Returns how rows are scored under some of them.
    """

    names: tuple[str, ...]
    script: Callable[[Names], Script]
    variants: list[Readings] = field(factory=list[Readings], init=False)
    _stars: dict[tuple[int, int, int], int] = field(factory=dict[tuple[int, int, int], int], init=False)

    @cached_property
    def courses(self) -> tuple[str, ...]:
        """The clauses that change more than points, minimums and the rules on stars."""
        found: list[str] = []
        while True:
            more = [name for name in self.names if name not in found and self._changes_course(name, found)]
            if not more:
                return tuple(found)
            found += more
            _refuse_more_than(MOST_TOGETHER, found)

    def _changes_course(self, name: str, courses: Sequence[str]) -> bool:
        return any(
            not same_course(self.script(some), self.script(some | {name})) for some in _subsets(courses)
        )

    @cached_property
    def together(self) -> list[tuple[str, ...]]:
        """The other clauses, by those that meet in a criterion or in the rules on stars."""
        groups: list[tuple[set[str], set[object]]] = []
        for name in self.names:
            if name in self.courses:
                continue
            met: set[object] = set()
            for world, some in enumerate(_subsets(self.courses)):
                without, with_it = self.script(some), self.script(some | {name})
                met |= {(world, place) for place in differing(without, with_it)}
                met |= set() if _same_rules(without.rules, with_it.rules) else {"rules"}
            if met:
                own = {name}
                for group in [group for group in groups if group[1] & met]:
                    own |= group[0]
                    met |= group[1]
                    groups.remove(group)
                groups.append((own, met))
        found = [tuple(name for name in self.names if name in own) for own, _ in groups]
        for one in found:
            _refuse_more_than(MOST_TOGETHER, one)
        return found

    @cached_property
    def worlds(self) -> list[World]:
        """The worlds, one for each way to enact some of the clauses that change the course."""
        return [self._world(some) for some in _subsets(self.courses)]

    def note_rules(self) -> None:
        """Number all the rules on stars that some of the clauses make."""
        for some in _subsets(self.courses):
            self._variant(self.script(some).rules)
        _ = self.rules

    @cached_property
    def rules(self) -> dict[int, list[tuple[int, ...]]]:
        """For each bundle that changes the rules on stars: the rules in each world, for each way."""
        found: dict[int, list[tuple[int, ...]]] = {}
        for number, names in enumerate(self.together):
            rows: list[tuple[int, ...]] = []
            for some in _subsets(self.courses):
                usual = self.script(some).rules
                ways = [self.script(some | more).rules for more in _subsets(names)]
                rows.append(tuple(0 if _same_rules(usual, one) else self._variant(one) for one in ways))
            if any(any(row) for row in rows):
                found[number] = rows
        return found

    def _world(self, some: Names) -> World:
        script = self.script(some)
        seats: list[tuple[int, Seat]] = []
        for number, names in enumerate(self.together):
            forms = [self.script(some | more) for more in _subsets(names)]
            places = sorted(set[int]().union(*(differing(script, form) for form in forms)))
            seats += [(number, _seat(place, forms)) for place in places]
        return World(script, self._variant(script.rules), tuple(seats))

    def _variant(self, rules: Readings) -> int:
        """Return the number of some rules on stars, from 1 on."""
        for number, known in enumerate(self.variants, 1):
            if _same_rules(known, rules):
                return number
        self.variants.append(rules)
        return len(self.variants)

    def stars(self, points: int, missed: int, rules: int) -> int:
        """Return the stars of a number of points and missed minimums; 0 for none."""
        key = (points, missed, rules)
        if key not in self._stars:
            self._stars[key] = self.variants[rules - 1].stars(points, missed) or 0
        return self._stars[key]

    def games(self) -> Games:
        """Return what works out the shares of the clauses."""
        return Games(self.stars, self.courses)


def _seat(place: int, forms: Sequence[Script]) -> Seat:
    points = {cell: line.points for cell, line in forms[0].columns[place].lines.items()}
    told: dict[Cell | None, Ends] = {
        cell: tuple(
            (line.points - worth, line.flags & _STARS, 0)
            for line in (form.columns[place].lines[cell] for form in forms)
        )
        for cell, worth in points.items()
    }
    told[None] = tuple((0, form.plan.slots[place].not_asked.flags & _STARS, 0) for form in forms)
    always = {cell: common_bits(bits for _, bits, _ in ends) for cell, ends in told.items()}
    classes: dict[Ends, list[Cell | None]] = {}
    for cell, ends in told.items():
        varying = tuple((gained, bits & ~always[cell], rules) for gained, bits, rules in ends)
        classes.setdefault(varying, []).append(cell)
    order = list(classes)
    return Seat(
        place,
        {at: tuple(cell for cell in classes[ends] if cell is not None) for at, ends in enumerate(order)},
        next(at for at, ends in enumerate(order) if None in classes[ends]),
        tuple(order),
        {
            bit: (tuple(cell for cell in points if always[cell] & bit), bool(always[None] & bit))
            for bit in _single_bits(_STARS)
            if any(one & bit for one in always.values())
        },
    )


_STARS = sum(star_bit(stars, on_title=on_title) for stars in range(1, 6) for on_title in (False, True))


def _same_rules(one: Readings, other: Readings) -> bool:
    bands = [sorted((band.stars, band.at_least) for band in rules.basis.bands) for rules in (one, other)]
    choices = [[rules.of(key) for key in _STAR_RULES] for rules in (one, other)]
    return bands[0] == bands[1] and choices[0] == choices[1]


def _subsets(names: Sequence[str]) -> list[Names]:
    """Return every choice of names; bit ``n`` of its number says whether name ``n`` is in it."""
    return [
        frozenset(name for place, name in enumerate(names) if number >> place & 1)
        for number in range(1 << len(names))
    ]


def _refuse_more_than(most: int, names: Sequence[str]) -> None:
    if len(names) > most:
        message = (
            f"at most {most} clauses may meet in one place, not {len(names)} "
            f"({', '.join(names)}): give some of them as one"
        )
        raise ValueError(message)


Seen = tuple[tuple[int, ...], int] | None
"""What stands at the seats of a row, packed, and the minimums that matter; ``None`` if it has no star."""


Held = tuple[tuple[int, ...], int]
"""The classes that a row has at the seats of one bundle, and the bits of minimums that matter there."""


@frozen
class Kind:
    """A kind of row.

    Args:
        starts: What its rows have in each world.
        bundles: The clauses that they feel.
    """

    starts: tuple[Start, ...]
    bundles: tuple[Bundle, ...]


Values = tuple[Any, ...]
"""What rows have in the columns that are counted by."""


def kinds(
    people: Population, number: int, sight: Sight, amount: nw.Expr, by: Sequence[str] = ()
) -> dict[Values, dict[Kind, Any]]:
    """Return every kind of row that some clauses may move, and how many rows are of it.

    Args:
        people: The population.
        number: The criteria set.
        sight: What the clauses can see.
        amount: What is added up over the rows of a kind.
        by: Columns to count by.

    Returns:
        The kinds and their amounts, by the values of those columns.
    """
    sight.note_rules()
    views = [_View(people, sight, world, at) for at, world in enumerate(sight.worlds)]
    frame = people.of_set(number)
    for view in views:
        frame = view.opened(frame)
    moving = any_of([*(view.moves for view in views), *_apart(views)])
    if moving is False:
        return {}
    frame = frame if moving is True else frame.filter(as_column(moving))
    keys = [view.keys for view in views]
    names = [name for one in keys for name in one]
    frame = frame.with_columns(**{name: made for one in keys for name, made in one.items()})
    found = collected(frame.group_by(*by, *names).agg(_amount=amount), in_memory=people.in_memory)
    cells: dict[str, list[Any]] = found.to_dict(as_series=False)
    felt_by = _Felt(sight, views)
    counts: dict[Values, dict[Kind, Any]] = {}
    for count, *values in zip(cells["_amount"], *(cells[name] for name in (*by, *names)), strict=True):
        kind = felt_by.kind([int(value) for value in values[len(by) :]])
        if kind.bundles or len(views) > 1:
            here = counts.setdefault(tuple(values[: len(by)]), {})
            here[kind] = here.get(kind, 0) + (Fraction(count) if isinstance(count, float) else count)
    return counts


class _Felt:
    """What rows feel, each combination of what they hold read once."""

    def __init__(self, sight: Sight, views: Sequence["_View"]) -> None:
        self.sight = sight
        self.views = views
        self._all: dict[object, tuple[Bundle, ...]] = {}
        self._each: dict[object, Bundle] = {}

    def kind(self, values: list[int]) -> Kind:
        """Return the kind of the rows with some values of the key columns."""
        starts: list[Start] = []
        seen: list[Seen] = []
        place = 0
        for view in self.views:
            start, held = view.read(values[place : place + view.width])
            place += view.width
            starts.append(start)
            seen.append(held)
        key = tuple(seen)
        if key not in self._all:
            self._all[key] = tuple(self._bundles(seen))
        return Kind(tuple(starts), self._all[key])

    def _bundles(self, seen: Sequence[Seen]) -> Iterator[Bundle]:
        read = [None if one is None else view.seats(one) for view, one in zip(self.views, seen, strict=True)]
        for number, names in enumerate(self.sight.together):
            seats = tuple(None if one is None else one[number] for one in read)
            key = (number, seats)
            if key not in self._each:
                self._each[key] = self._bundle(number, names, seats)
            if self._each[key].clauses:
                yield self._each[key]

    def _bundle(self, number: int, names: Sequence[str], seats: Sequence[Held | None]) -> Bundle:
        worlds: list[Ends] = []
        ways = range(1 << len(names))
        for at, (view, held) in enumerate(zip(self.views, seats, strict=True)):
            if held is None:
                worlds.append(((0, 0, 0),) * len(ways))
                continue
            rules = self.sight.rules[number][at] if number in self.sight.rules else (0,) * len(ways)
            ends = view.ends(number, held)
            worlds.append(tuple(_added(rules[way], [one[way] for one in ends]) for way in ways))
        return felt(Bundle(tuple(names), tuple(worlds)))


def _added(rules: int, effects: Sequence[Effect]) -> Effect:
    return sum(effect[0] for effect in effects), any_bits(effect[1] for effect in effects), rules


def _apart(views: Sequence["_View"]) -> list[Test]:
    """Return whether worlds may give a row different stars before any other clause."""
    first, *others = views
    tests: list[Test] = []
    for other in others:
        if first.world.rules != other.world.rules:
            return [True]
        points, _, none = first.state
        tests.append(nw.col(points) != nw.col(other.state[0]))
        tests.append(nw.col(none) != nw.col(other.state[2]))
        for bit in _single_bits(_STARS):
            mine, its = first.misses(bit), other.misses(bit)
            if mine is not its:
                tests.append(as_column(mine) != as_column(its))
    return tests


class _View:
    """The expressions that tell the kinds of rows of one world apart."""

    def __init__(self, people: Population, sight: Sight, world: World, at: int) -> None:
        self.world = world
        self.sight = sight
        self.name = f"_world{at}"
        self.compiler: Compiler = people.compiler(world.script, self.name)
        self.way = self.compiler.walk()
        self.slots = world.script.plan.slots
        self.most = sum(slot.most for slot in self.slots) + 1
        seats = [seat for _, seat in world.seats]
        self.rest = self._always(seats)
        self.changing = {bit: self._sometimes(bit, seats) for bit in _bits_of(seats)}
        self.head = 2 * self.most << len(self.rest)
        self.width = sum(1 for _ in self._packed())
        self.matters = self._matters(seats)
        self.own = [
            [seat for bundle, seat in world.seats if bundle == number]
            for number in range(len(sight.together))
        ]
        self.bits = [sum(_bits_of(own)) for own in self.own]
        self.missed = [
            sum(bit for place, bit in enumerate(self.rest) if packed >> place & 1)
            for packed in range(1 << len(self.rest))
        ]
        self._read: dict[tuple[int, ...], tuple[list[tuple[int, ...]], int]] = {}

    @property
    def state(self) -> tuple[str, str, str]:
        """The columns of points, missed minimums outside of seats, and whether there is no star at all."""
        return (f"{self.name}points", f"{self.name}missed", f"{self.name}none")

    def _always(self, seats: Sequence[Seat]) -> dict[int, Test]:
        """Return for each star's bit whether a row misses a minimum for it whatever the clauses."""
        found: dict[int, Test] = {}
        for bit in _single_bits(_STARS):
            tests = [self.compiler.bit(place, bit) for place in self.world.rest]
            for seat in seats:
                if bit in seat.always:
                    cells, unasked = seat.always[bit]
                    tests.append(self.compiler.holds(seat.place, cells, unasked=unasked))
            test = any_of(tests)
            if test is not False:
                found[bit] = test
        return found

    def _sometimes(self, bit: int, seats: Sequence[Seat]) -> Test:
        """Return whether some seat misses a minimum for a star under some of the clauses only."""
        return any_of(
            self._in(seat, [at for at, ends in enumerate(seat.ends) if any(one[1] & bit for one in ends)])
            for seat in seats
        )

    def _matters(self, seats: Sequence[Seat]) -> list[int]:
        """Return for each number of points the bits of minimums that can matter up to there."""
        more = sum(max(high for _, high in seat.bounds(lambda effect: effect[0])) for seat in seats)
        needed = {bit: self._needed(bit) for bit in _single_bits(_STARS)}
        return [
            sum(bit for bit, start in needed.items() if start is not None and start <= points)
            for points in range(self.most + max(more, 0) + 1)
        ]

    def _needed(self, bit: int) -> int | None:
        """Return the least points at which a minimum decides anything; ``None`` if it never does."""
        starts = [
            band.at_least
            for rules in self.sight.variants
            for band in rules.basis.bands
            if rules.stars(band.at_least, bit) != rules.stars(band.at_least, 0)
        ]
        return min(starts, default=None)

    def misses(self, bit: int) -> Test:
        """Return whether a row misses a minimum for a star's bit before any other clause."""
        return any_of(self.compiler.bit(place, bit) for place in range(len(self.slots)))

    def _in(self, seat: Seat, classes: Sequence[int]) -> Test:
        if len(classes) == len(seat.classes):
            return True
        cells = [cell for number in classes for cell in seat.classes[number]]
        return self.compiler.holds(seat.place, cells, unasked=seat.unasked in classes)

    def opened(self, frame: Rows) -> Rows:
        """Return the rows with points and missed minimums before any clause, and how far points can move."""
        for step in self.way:
            frame = frame.with_columns(**step)
        points, missed, none = self.state
        flags = {self._flag(bit): as_column(test) for bit, test in self.rest.items()}
        frame = frame.with_columns(
            **{points: self.compiler.total(), none: as_column(self.compiler.unrated)}, **flags
        )
        packed = [
            when(nw.col(self._flag(bit)), nw.lit(1 << place, nw.Int16()), nw.lit(0, nw.Int16()))
            for place, bit in enumerate(self.rest)
        ]
        moves = self._reach(points)
        return frame.with_columns(**{missed: sum_of(packed) if packed else nw.lit(0, nw.Int16())}, **moves)

    def _flag(self, bit: int) -> str:
        return f"{self.name}bit{bit}"

    def _reach(self, points: str) -> dict[str, nw.Expr]:
        found: dict[str, nw.Expr] = {}
        dtype = nw.Int16()
        for name, side in (("low", 0), ("high", 1)):
            terms: list[nw.Expr] = [nw.col(points).cast(dtype)]
            for _, seat in self.world.seats:
                bounds = seat.bounds(lambda effect: effect[0])
                amounts: dict[int, list[int]] = {}
                for number, pair in enumerate(bounds):
                    amounts.setdefault(pair[side], []).append(number)
                for amount, numbers in amounts.items():
                    if amount:
                        test = self._in(seat, numbers)
                        terms.append(when(test, nw.lit(amount, dtype), nw.lit(0, dtype)))
            found[self.name + name] = sum_of(terms)
        return found

    @property
    def moves(self) -> Test:
        """Whether some clauses may move a row in this world."""
        low, high = nw.col(f"{self.name}low"), nw.col(f"{self.name}high")
        variants = self.sight.variants
        tests: list[Test] = []
        cuts = sorted(
            {band.at_least for rules in variants for band in rules.basis.bands if band.at_least > 0}
        )
        tests += [(low < cut) & (high >= cut) for cut in cuts]
        for bit, changing in self.changing.items():
            start = self._needed(bit)
            if start is not None:
                missed = nw.col(self._flag(bit)) if bit in self.rest else False
                tests.append(all_of(changing, negated(missed), high >= start))
        if self.sight.rules:
            tests += [(low < end) & (high >= start) for start, end in self._disputed()]
        return all_of(any_of(tests), ~nw.col(self.state[2]))

    def _disputed(self) -> Iterator[tuple[int, int]]:
        """Yield the spans of points in which different rules on stars may give different stars."""
        bits = [bit for bit in _single_bits(_STARS) if bit in self.rest or bit in self.changing]
        bits = sorted({*bits, *_bits_of([seat for _, seat in self.world.seats])})
        reach = range(self.most + 1)
        missed = [sum(some) for some in product(*((0, bit) for bit in bits))]
        marks = sorted({band.at_least for rules in self.sight.variants for band in rules.basis.bands})
        for start, end in zip(marks, [*marks[1:], reach.stop], strict=True):
            told = {
                tuple(rules.stars(max(start, 0), some) for some in missed) for rules in self.sight.variants
            }
            if len(told) > 1:
                yield start, end

    @property
    def keys(self) -> dict[str, nw.Expr]:
        """The columns that hold all that matters of a row in this world, as few as can be."""
        found: dict[str, nw.Expr] = {}
        for column, (_, parts) in enumerate(self._packed()):
            terms = [self._part(name, stride) for name, _, stride in parts]
            found[f"{self.name}key{column}"] = sum_of(terms)
        return found

    def _packed(self) -> Iterator[tuple[int, list[tuple[str | Seat, int, int]]]]:
        """Yield what each key column holds: its parts, each with its radix and its stride."""
        points, missed, none = self.state
        items: list[tuple[str | Seat, int]] = [
            (none, 2),
            (points, self.most),
            (missed, 1 << len(self.rest)),
            *((seat, len(seat.classes)) for _, seat in self.world.seats),
        ]
        column, stride = 0, 1
        parts: list[tuple[str | Seat, int, int]] = []
        for item, radix in items:
            if stride * radix > _KEY:
                yield column, parts
                column, stride, parts = column + 1, 1, []
            parts.append((item, radix, stride))
            stride *= radix
        yield column, parts

    def _part(self, item: str | Seat, stride: int) -> nw.Expr:
        dtype = nw.Int64()
        if item == self.state[2]:
            return when(nw.col(self.state[2]), nw.lit(stride, dtype), nw.lit(0, dtype))
        if isinstance(item, str):
            return nw.col(item).cast(dtype) * stride
        most = max(item.classes, key=lambda number: len(item.classes[number]))
        found: nw.Expr = nw.lit(most * stride, dtype)
        for number in item.classes:
            if number != most:
                found = when(self._in(item, [number]), nw.lit(number * stride, dtype), found)
        return found

    def read(self, values: Sequence[int]) -> tuple[Start, Seen]:
        """Return what key columns say: the start, and what stands at the seats."""
        first, *more = values
        if first & 1:
            return None, None
        packed, points = divmod(first % self.head >> 1, self.most)
        held = (first // self.head, *more)
        if held not in self._read:
            self._read[held] = self._classes(held)
        matters = self.matters[points + self._read[held][1]]
        bits = self.missed[packed] & matters
        return (points, bits, self.world.rules), (held, matters & ~bits)

    def seats(self, seen: tuple[tuple[int, ...], int]) -> list[Held]:
        """Return what a row has at the seats of each bundle: classes, and the bits that matter there."""
        held, matters = seen
        return [(classes, matters & self.bits[number]) for number, classes in enumerate(self._read[held][0])]

    def ends(self, number: int, held: Held) -> list[Ends]:
        """Return what a bundle does at its seats."""
        classes, matters = held
        seats = self.own[number]
        return [
            tuple((gained, bits & matters, rules) for gained, bits, rules in seat.ends[at])
            for seat, at in zip(seats, classes, strict=True)
        ]

    def _classes(self, held: tuple[int, ...]) -> tuple[list[tuple[int, ...]], int]:
        """Return the class at each seat, by bundles, and how many points can be gained there."""
        told: dict[object, int] = {}
        for value, (column, parts) in zip(held, self._packed(), strict=True):
            for item, radix, stride in parts:
                if not isinstance(item, str):
                    told[item] = value // (stride // self.head if column == 0 else stride) % radix
        classes = [tuple(told[seat] for seat in seats) for seats in self.own]
        gains = [max(one[0] for one in seat.ends[told[seat]]) for _, seat in self.world.seats]
        return classes, sum(gains)


def _single_bits(mask: int) -> Iterator[int]:
    while mask:
        yield mask & -mask
        mask &= mask - 1


def _bits_of(seats: Sequence[Seat]) -> list[int]:
    return list(_single_bits(any_bits(one[1] for seat in seats for ends in seat.ends for one in ends)))
