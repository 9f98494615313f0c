"""How totals and stars are distributed when the levels of each criterion are independent: exactly."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import lcm

from attrs import field, frozen

from ocopkit.errors import NotFoundError, Problem, Where, nearest
from ocopkit.markup import both, card, grid
from ocopkit.rules.carried_out import AFTER_STOP
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.plan import Line, Plan, Slot, plan_of
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.text import Text, starred

Shares = Mapping[str, Mapping[str, Fraction | int]]
"""For a criterion, how often each answer is given, by its key; the shares of one add up to 1."""

State = tuple[int, int]
"""The bits that can still matter, and the points so far."""

STOPPED = 1 << 62
"""The bit of an evaluation that ended before the last criterion."""


@frozen(eq=False)
class Distribution:
    """The exact distribution of totals and stars.

    Args:
        points: The probability of each total, by points; they add up to 1.
        stars: The probability of each number of stars; 0 stands for no star.
        joint: The probability of each total with each number of stars.
    """

    points: Mapping[int, Fraction] = field(repr=False)
    stars: Mapping[int, Fraction]
    joint: Mapping[tuple[int, int], Fraction] = field(repr=False)

    @property
    def mean(self) -> Fraction:
        """The mean of the totals."""
        return sum((points * share for points, share in self.points.items()), Fraction(0))

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the mean, and the share of each number of stars."""
        heads = (Text(vi="Hạng sao", en="Stars"), Text(vi="Xác suất", en="Probability"))
        rows = [
            (both(starred(stars or None)), f"{float(share):.2%}")
            for stars, share in sorted(self.stars.items())
        ]
        return card(
            both(Text(vi="Phân bố điểm và hạng sao", en="Distribution of points and stars")),
            [(Text(vi="Điểm trung bình", en="Mean points"), f"{float(self.mean):.2f}")],
            grid(heads, rows, numbers=1),
        )

    def at_least(self, points: int) -> Fraction:
        """Return the probability of a total of at least some points."""
        return sum((share for total, share in self.points.items() if total >= points), Fraction(0))


def distribution(
    form: CriteriaSet, shares: Shares | None = None, *, readings: Mapping[str, str] | None = None
) -> Distribution:
    """Return the exact distribution of totals and stars, minimums included, under independent levels.

    The form is folded criterion by criterion, in whole numbers throughout: nothing is rounded. A criterion
    that isn't asked gives what the form gives for it, and a stop that the points themselves cause ends the
    evaluation; no other gate is raised.

    Args:
        form: The criteria set, taken from its rule book.
        shares: How often each answer is given, by the criterion's code. Where a criterion is left out,
            its printed levels (those of all its cases) are equally likely.
        readings: Options of the book's readings to use instead of its own choices.

    Raises:
        NotFoundError: If the set has no such criterion or answer, or the book no such reading or option.
        ValueError: If the shares of a criterion are negative or don't add up to 1.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> found = distribution(tea)
        >>> sum(found.points.values()), float(round(found.mean, 2))
        (Fraction(1, 1), 55.37)
    """
    plan = plan_of(form)
    rules = readings_of(basis_of(form), readings)
    weights = [_weights(slot, (shares or {}).get(slot.criterion.code)) for slot in plan.slots]
    problems = [_unknown(form, code, plan.index) for code in shares or {} if code not in plan.index]
    if problems:
        raise NotFoundError(problems)
    whole = [_whole_numbers(one) for one in weights]
    total = 1
    for numbers in whole:
        total *= sum(numbers.values())
    fold = Fold(plan, rules, [list(numbers) for numbers in whole])
    states: dict[State, int] = {(0, 0): 1}
    for place in range(len(plan.slots)):
        after: dict[State, int] = {}
        numbers = whole[place]
        for state, count in states.items():
            for line, new in fold.ways(place, state):
                times = sum(numbers.values()) if line is None else numbers[line]
                after[new] = after.get(new, 0) + count * times
        states = after
    joint: dict[tuple[int, int], int] = {}
    for (flags, points), count in states.items():
        key = (points, fold.stars(flags, points))
        joint[key] = joint.get(key, 0) + count
    by_points: dict[int, int] = {}
    by_stars: dict[int, int] = {}
    for (points, stars), count in joint.items():
        by_points[points] = by_points.get(points, 0) + count
        by_stars[stars] = by_stars.get(stars, 0) + count
    return Distribution(
        {key: Fraction(by_points[key], total) for key in sorted(by_points)},
        {key: Fraction(by_stars[key], total) for key in sorted(by_stars)},
        {key: Fraction(joint[key], total) for key in sorted(joint)},
    )


class Fold:
    """A form as a chain: from what is known before a criterion to what is known after it."""

    def __init__(self, plan: Plan, rules: Readings, lines: list[list[Line]]) -> None:
        self.plan = plan
        self.rules = rules
        self.lines = lines
        self.none_after_stop = rules.of(AFTER_STOP) == "no-star"
        bands = rules.basis.bands
        self.needs = 0
        for slot in plan.slots:
            for line in (*slot.lines.values(), slot.not_asked):
                for bit in _bits(line.flags):
                    if any(rules.stars(band.at_least, bit) != band.stars for band in bands):
                        self.needs |= bit
        self.ahead = [self._ahead(place) for place in range(len(plan.slots) + 1)]

    def _ahead(self, place: int) -> int:
        """Return the bits that matter from a place on: minimums, and what later criteria ask about."""
        bits = self.needs | STOPPED
        for slot in self.plan.slots[place:]:
            bits |= slot.not_asked_if | slot.stops
        return bits

    def ways(self, place: int, state: State) -> Iterator[tuple[Line | None, State]]:
        """Yield each line possible at a place (``None`` if nothing is answered) and the state after it."""
        slot = self.plan.slots[place]
        flags, points = state
        if flags & STOPPED:
            yield None, (self._rid(flags | slot.not_asked.flags, place + 1), points)
        elif flags & slot.not_asked_if:
            yield None, self._after(place, slot, flags, points, slot.not_asked)
        else:
            for line in self.lines[place]:
                yield line, self._after(place, slot, flags, points, line)

    def _after(self, place: int, slot: Slot, flags: int, points: int, line: Line) -> State:
        flags |= line.flags
        if flags & slot.stops and place + 1 < len(self.plan.slots):
            flags |= STOPPED
        return self._rid(flags, place + 1), points + line.points

    def _rid(self, flags: int, place: int) -> int:
        return flags & self.ahead[place]

    def stars(self, flags: int, points: int) -> int:
        """Return the stars of a final state; 0 for none."""
        if flags & STOPPED and self.none_after_stop:
            return 0
        return self.rules.stars(points, flags & self.needs) or 0


def printed(slot: Slot) -> list[Line]:
    """Return the lines of a criterion's printed levels."""
    return [line for line in slot.lines.values() if line.level is not None]


def _weights(slot: Slot, given: Mapping[str, Fraction | int] | None) -> dict[Line, Fraction]:
    if given is None:
        lines = printed(slot)
        return {line: Fraction(1, len(lines)) for line in lines}
    unknown = [answer for answer in given if answer not in slot.lines]
    if unknown:
        raise NotFoundError([_no_answer(slot, answer) for answer in unknown])
    shares = {slot.lines[answer]: Fraction(share) for answer, share in given.items()}
    if any(share < 0 for share in shares.values()) or sum(shares.values()) != 1:
        message = f"the shares of {slot.criterion.code} must be at least 0 and add up to 1, exactly"
        raise ValueError(message)
    return {line: share for line, share in shares.items() if share}


def _whole_numbers(weights: Mapping[Line, Fraction]) -> dict[Line, int]:
    common = lcm(*(share.denominator for share in weights.values()))
    return {line: int(share * common) for line, share in weights.items()}


def _bits(flags: int) -> Iterator[int]:
    while flags:
        bit = flags & -flags
        yield bit
        flags ^= bit


def _unknown(form: CriteriaSet, code: str, known: Mapping[str, int]) -> Problem:
    return Problem(
        "unknown-criterion",
        Text(
            vi=f"Bộ {form.number} không có tiêu chí {code!r}",
            en=f"Set {form.number} has no criterion {code!r}",
        ),
        Text(vi="Tỷ lệ chỉ cho được theo tiêu chí của mẫu", en="Shares are given for criteria of the form"),
        nearest(code, known, limit=40),
        Where(("shares", code), on_key=True),
    )


def _no_answer(slot: Slot, answer: str) -> Problem:
    code = slot.criterion.code
    return Problem(
        "unknown-level",
        Text(vi=f"{code}: không có mức {answer!r}", en=f"{code}: there is no level {answer!r}"),
        Text(
            vi="Tỷ lệ chỉ cho được theo mức của tiêu chí", en="Shares are given for levels of the criterion"
        ),
        nearest(answer, slot.lines),
        Where(("shares", code, answer), on_key=True),
    )
