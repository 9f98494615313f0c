"""The cheapest set of raises that reaches a star: exact, with every tie counted.

The form is folded from its end: for every place, state and number of points still to come by, the least
that the rest of the way costs. Walking through it from the beginning then yields all ways that cost no
more. The state of a way is what the rest of the form must know of it: which goals it has missed a minimum
of, which conditions for asking a criterion fail, which zeros will stop the assessment.
"""

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, islice

from attrs import frozen

from ocopkit.rules.carried_out import AFTER_STOP, MINIMUM_MISSED
from ocopkit.scoring.plan import Line, Plan
from ocopkit.scoring.readings import Readings
from ocopkit.scoring.upgrading.raising import Offer

Way = tuple[Line | None, ...]
"""The line that each criterion ends with; ``None`` for those that are no longer assessed."""

_Move = tuple[int, int, int, Line | None]
"""The points, the price and the state that a line leads to, and the line."""

_Layer = dict[int, list[_Move]]
"""The moves at one place of the form, by the state of the way so far."""

_Point = tuple[int, int]
"""A state and the points so far."""

STOPPED = 1 << 60
"""The bit of a way on which the evaluation has ended."""

LEVELS = 1 << 16
"""More levels than any form has: a price is cost and levels in one number, which compares costs first."""


@frozen
class Goal:
    """Points and minimums that together are enough.

    Args:
        stars: The star whose band and minimums they are.
        at_least: The least points.
        below: The points that it ends before; ``None`` if more never harm.
        minimums: The bits of the minimums that must be met.
    """

    stars: int
    at_least: int
    below: int | None
    minimums: int


@frozen(eq=False)
class Found:
    """The cheapest ways.

    Args:
        cost: What each of them costs.
        count: How many there are.
        ways: They, up to a limit: raises that stand earlier on the form come first.
    """

    cost: int | Fraction
    count: int
    ways: tuple[Way, ...]


def goals_of(rules: Readings, stars: int) -> tuple[Goal, ...]:
    """Return what is enough for at least a number of stars; one of the goals suffices.

    Args:
        rules: The readings.
        stars: The number of stars.
    """
    bands = sorted(rules.basis.bands, key=lambda band: band.at_least)
    capped = rules.of(MINIMUM_MISSED) == "not-achieved"
    ends = [band.at_least if capped else None for band in bands[1:]]
    goals = [
        Goal(band.stars, band.at_least, end, rules.needs(band.stars))
        for band, end in zip(bands, [*ends, None], strict=True)
        if band.stars >= stars
    ]
    if capped:
        return tuple(goals)
    # A higher star is a goal of its own only where it spares a minimum of the lower one.
    return tuple(
        goal
        for place, goal in enumerate(goals)
        if all(lower.minimums & ~goal.minimums for lower in goals[:place])
    )


def cheapest(
    plan: Plan,
    rules: Readings,
    offers: tuple[tuple[Offer, ...], ...],
    goals: tuple[Goal, ...],
    *,
    end: int,
    limit: int,
) -> Found | None:
    """Return the cheapest ways to one of several goals; among equal costs those that climb fewest levels.

    Args:
        plan: The criteria set.
        rules: The readings.
        offers: For each criterion the answers it may end with, the present one first.
        goals: What is enough.
        end: The place after the last criterion that raised gates let assess.
        limit: The most ways to return; all are counted.

    Returns:
        The ways; ``None`` if no goal can be reached.
    """
    scale = math.lcm(*[offer.cost.denominator for one in offers for offer in one])
    layers = _layers(plan, rules, offers, goals, end, scale)
    if not all(layers):
        return None
    # A way is followed by the points that it has beyond those that every way has.
    floors = [min([move[0] for moves in layer.values() for move in moves]) for layer in layers]
    layers = [
        {state: [(move[0] - floor, *move[1:]) for move in moves] for state, moves in layer.items()}
        for layer, floor in zip(layers, floors, strict=True)
    ]
    fold = _Fold(layers, goals, sum(floors))
    start = next(iter(layers[0]))
    price = fold.tables[0][start][0]
    if price > fold.dearest:
        return None
    return Found(
        cost=_plain(Fraction(price // LEVELS, scale)),
        count=fold.count(start),
        ways=tuple(islice(fold.ways(start), limit)),
    )


def _plain(cost: Fraction) -> int | Fraction:
    return cost.numerator if cost.denominator == 1 else cost


def _layers(
    plan: Plan,
    rules: Readings,
    offers: tuple[tuple[Offer, ...], ...],
    goals: tuple[Goal, ...],
    end: int,
    scale: int,
) -> list[_Layer]:
    """Return every move that some way can make, place by place; an empty layer if no way goes on."""
    hopeless = (1 << len(goals)) - 1
    missed: dict[int, int] = {}
    kept = kept_from(plan)
    stopped_is_out = rules.of(AFTER_STOP) == "no-star"
    last = len(plan.slots) - 1
    states = {0 if end > 0 else STOPPED}
    layers: list[_Layer] = []
    for place, slot in enumerate(plan.slots):
        asked = [(offer.line, int(offer.cost * scale) * LEVELS + offer.levels) for offer in offers[place]]
        # Raised first, so that ways come in the order of the form.
        asked = [*asked[1:], asked[0]]
        layer: _Layer = {}
        after: set[int] = set()
        for state in states:
            moves: list[_Move] = []
            silent = state & (STOPPED | slot.not_asked_if)
            for line, price in [(slot.not_asked, 0)] if silent else asked:
                flags = line.flags
                if flags not in missed:
                    missed[flags] = sum([1 << at for at, goal in enumerate(goals) if flags & goal.minimums])
                following = state | flags & kept[place] | missed[flags]
                if following & hopeless == hopeless:
                    continue
                if place < last and (following & slot.stops or place + 1 == end):
                    if stopped_is_out:
                        continue
                    following |= STOPPED
                following &= kept[place + 1] | hopeless | STOPPED
                moves.append((line.points, price, following, None if state & STOPPED else line))
                after.add(following)
            if moves:
                layer[state] = moves
        layers.append(layer)
        states = after
    return layers


def kept_from(plan: Plan) -> list[int]:
    """Return the bits that matter from each place on: of conditions asked for and stops to come.

    Args:
        plan: The set, ready for scoring.
    """
    kept = [0]
    for slot in reversed(plan.slots):
        kept.append(kept[-1] | slot.not_asked_if | slot.stops)
    return kept[::-1]


class _Fold:
    """The least price of the rest of the form, for every place, state and number of points so far."""

    def __init__(self, layers: list[_Layer], goals: tuple[Goal, ...], start: int) -> None:
        self.layers = layers
        self.most = max(0, max([goal.at_least for goal in goals]) - start)
        prices = [max([abs(move[1]) for moves in layer.values() for move in moves]) for layer in layers]
        self.dearest = sum(prices)
        never = 3 * self.dearest + 1
        """So dear that it stays dearer than any way, whatever is saved on it."""
        # How far ways can have come: nothing beyond is worth reckoning.
        highest = [max([move[0] for moves in layer.values() for move in moves]) for layer in layers]
        widths = [min(self.most, come) + 1 for come in accumulate(highest, initial=0)]
        ends = {move[2] for moves in layers[-1].values() for move in moves}
        rest = {
            state: [0 if _reached(goals, state, start + points) else never for points in range(widths[-1])]
            for state in ends
        }
        self.tables = [rest]
        for layer, width in zip(reversed(layers), reversed(widths[:-1]), strict=True):
            table: dict[int, list[int]] = {}
            for state, moves in layer.items():
                least = [never] * width
                for points, price, following, _ in moves:
                    if following not in rest:
                        continue
                    onward = rest[following][points : points + width]
                    onward += rest[following][-1:] * (width - len(onward))
                    least = [
                        one if one <= price + other else price + other  # noqa: FURB136 (min() is slower)
                        for one, other in zip(least, onward, strict=True)
                    ]
                table[state] = least
            rest = table
            self.tables.append(table)
        self.tables.reverse()
        self.known: dict[tuple[int, _Point], list[tuple[Line | None, _Point]]] = {}

    def count(self, start: int) -> int:
        """Return how many ways cost least."""
        counts = {(start, 0): 1}
        for place in range(len(self.layers)):
            after: dict[_Point, int] = {}
            for point, count in counts.items():
                for _, onward in self.least(place, point):
                    after[onward] = after.get(onward, 0) + count
            counts = after
        return sum(counts.values())

    def ways(self, start: int) -> Iterator[Way]:
        """Yield the ways that cost least."""
        pending: list[tuple[Way, _Point]] = [((), (start, 0))]
        while pending:
            way, point = pending.pop()
            if len(way) == len(self.layers):
                yield way
            else:
                onward = self.least(len(way), point)
                pending.extend(((*way, line), after) for line, after in reversed(onward))

    def least(self, place: int, point: _Point) -> list[tuple[Line | None, _Point]]:
        """Return the lines that lie on a cheapest way, each with the point that it leads to."""
        key = (place, point)
        if key not in self.known:
            state, points = point
            here = self.tables[place][state][points]
            rest = self.tables[place + 1]
            self.known[key] = [
                (line, (following, reached))
                for gained, price, following, line in self.layers[place][state]
                if following in rest
                and price + rest[following][reached := min(points + gained, self.most)] == here
            ]
        return self.known[key]


def _reached(goals: tuple[Goal, ...], state: int, points: int) -> bool:
    return any(
        goal.at_least <= points and (goal.below is None or points < goal.below)
        for at, goal in enumerate(goals)
        if not state >> at & 1
    )
