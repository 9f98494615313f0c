"""What an incomplete sheet can still come to, exactly."""

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from ocopkit.conversion import expect, expect_codes
from ocopkit.errors import Problem, SheetError, Where
from ocopkit.markup import both, card, together
from ocopkit.rules.carried_out import AFTER_STOP, BELOW_LOWEST
from ocopkit.rules.criteria import Criterion
from ocopkit.scoring.plan import IS_BELOW, Line, Plan, Slot, plan_of
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.score import basis_of, refused_answers
from ocopkit.scoring.sheet import ScoreSheet, granted, title
from ocopkit.text import Text, join, starred

_Totals = dict[int, int]
"""For each combination of bits, the totals that can go with it: bit n of the value says that n can."""


@frozen
class Bounds:
    """What a sheet can still come to over all ways to complete it.

    Args:
        least: The least points.
        most: The most points.
        stars: Every number of stars still possible, lowest first; ``None`` (no star) stands first.
        unanswered: The criteria that still want an answer, in the order of the form.
        next_question: The open criterion whose answer narrows the stars most, and the points most among
            those that narrow them alike; ``None`` if nothing is open.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> limits = ocopkit.bounds(ocopkit.ScoreSheet(tea, {"1.1": "c"}))
        >>> limits.least, limits.most, limits.stars
        (3, 100, (1, 2, 3, 4, 5))
    """

    least: int
    most: int
    stars: tuple[int | None, ...]
    unanswered: tuple[Criterion, ...] = field(repr=False)
    next_question: Criterion | None = field(default=None, repr=False)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: points and stars still possible, and what to answer first."""
        first = self.next_question
        return card(
            both(Text(vi="Khoảng điểm", en="Bounds")),
            [
                (Text(vi="Điểm còn có thể", en="Points still possible"), f"{self.least} – {self.most}"),
                (
                    Text(vi="Hạng sao còn có thể", en="Stars still possible"),
                    both(join([starred(one) for one in self.stars], ", ")),
                ),
                (Text(vi="Chưa trả lời", en="Unanswered"), len(self.unanswered)),
                (
                    Text(vi="Nên trả lời trước", en="Answer first"),
                    together(f"{first.code} ", both(first.name)) if first else None,
                ),
            ],
        )


def bounds(
    sheet: ScoreSheet,
    *,
    readings: Mapping[str, str] | None = None,
    possible: Mapping[str, tuple[str, ...]] | None = None,
) -> Bounds:
    """Return the least and most points and the stars that a sheet can still come to.

    The bounds are exact: each number of stars in them is what some completion scores, and every
    completion scores within them. The answers given and the gates raised are taken as final: where the
    story's content is answered, there is a story, and an answer that says otherwise completes nothing.

    Args:
        sheet: The sheet, complete or not.
        readings: Options of the book's readings to use instead of its own choices.
        possible: The answers still possible for open criteria of which more is known, by code.

    Raises:
        NotFoundError: If the book has no such reading or option.
        SheetError: If a reading refuses an answer, or the answers given leave none of those possible.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> half = ocopkit.ScoreSheet(tea, {one.code: one.max for one in tea.criteria[:20]})
        >>> ocopkit.bounds(half).next_question.code in {one.code for one in tea.criteria[20:]}
        True
    """
    expect(sheet, ScoreSheet, "sheet")
    plan = plan_of(sheet.criteria_set)
    rules = readings_of(basis_of(sheet.criteria_set), readings)
    way = sheet.way
    out = way.out or _unmet_requirement(plan, rules, sheet.raised)
    stopped = _raised_stop(plan, sheet.raised)
    refused = refused_answers(rules, way)
    if refused:
        raise SheetError(refused)
    if way.out:
        answered = sum(line.points for line in way.lines)
        return Bounds(answered, answered, (None,), ())
    taken = granted(plan, sheet.lines)
    allowed = [_allowed(slot, possible or {}, rules, taken) for slot in plan.slots]
    unanswered = _open(plan, sheet.lines, stopped)
    if idle := [plan.slots[place].criterion for place in unanswered if not allowed[place]]:
        raise SheetError(map(_none_left, idle))
    folding = _Folding(plan, sheet.lines, stopped, allowed)
    least, most, stars = _summary(rules, folding.totals(), out=out)
    best: tuple[int, int, int] | None = None
    question: Criterion | None = None
    for place in unanswered:
        kinds = width = 0
        for line in allowed[place]:
            low, high, rated = _summary(rules, folding.totals(place, line), out=out)
            kinds, width = max((kinds, width), (len(rated), high - low))
        if best is None or (kinds, width, place) < best:
            best, question = (kinds, width, place), plan.slots[place].criterion
    criteria = tuple(plan.slots[place].criterion for place in unanswered)
    return Bounds(least, most, stars, criteria, question)


def _allowed(
    slot: Slot, possible: Mapping[str, tuple[str, ...]], rules: Readings, taken: int
) -> tuple[Line, ...]:
    """Return the lines that an open criterion may get, beside answers that take conditions for granted."""
    barred = taken | (IS_BELOW if rules.of(BELOW_LOWEST) == "refuse" else 0)
    answers = expect_codes(possible.get(slot.criterion.code, slot.lines), "possible answers")
    return tuple(slot.lines[one] for one in answers if not slot.lines[one].flags & barred)


def _none_left(criterion: Criterion) -> Problem:
    name = title(criterion)
    return Problem(
        "no-answer-left",
        Text(vi=f"{name.vi}: không còn câu trả lời nào", en=f"{name.en}: no answer is left"),
        Text(
            vi="Các câu trả lời khác trên phiếu, hoặc cách hiểu đã chọn, loại mọi mức còn có thể",
            en="Other answers of the sheet, or the reading chosen, rule out all that were possible",
        ),
        Text(
            vi="Xem lại các câu trả lời dựa vào tiêu chí này, và cách hiểu đã chọn",
            en="Look again at the answers that rest on it, and at the reading",
        ),
        Where(("answers", criterion.code)),
    )


def _unmet_requirement(plan: Plan, rules: Readings, raised: Mapping[str, str]) -> bool:
    return any(
        gate.kind == "requirement" and rules.choices.get(gate.reading or "") == "disqualify"
        for gate, _, _ in plan.gates
        if gate.key in raised
    )


def _raised_stop(plan: Plan, raised: Mapping[str, str]) -> int:
    places = [place for gate, place, _ in plan.gates if gate.kind == "stop" and gate.key in raised]
    return min(places, default=len(plan.slots) - 1) + 1


def _open(plan: Plan, given: Mapping[str, Line], end: int) -> list[int]:
    """Return the places that may still want an answer, whatever the other answers turn out to be."""
    open_places: list[int] = []
    flags = 0
    for place, slot in enumerate(plan.slots[:end]):
        line = given.get(slot.criterion.code)
        if line is not None:
            flags |= line.flags
        elif not flags & slot.not_asked_if:
            open_places.append(place)
        if flags & slot.stops:
            break
    return open_places


class _Folding:
    """Folds the form into the totals that can be reached, criterion by criterion in its order."""

    def __init__(
        self, plan: Plan, given: Mapping[str, Line], end: int, allowed: list[tuple[Line, ...]]
    ) -> None:
        self.slots = plan.slots
        self.end = end
        self.lines = [
            (given[slot.criterion.code],) if slot.criterion.code in given else lines
            for slot, lines in zip(plan.slots, allowed, strict=True)
        ]
        self.before: list[tuple[_Totals, _Totals]] = [({0: 1}, {})]
        """What can be reached before each place, still running and already stopped."""
        for place in range(end):
            self.before.append(self._after(place, self.lines[place], *self.before[place]))

    def totals(self, place: int | None = None, line: Line | None = None) -> _Totals:
        """Return the totals that can be reached, with the answer at one place fixed if one is given."""
        if place is None or line is None:
            running, stopped = self.before[self.end]
        else:
            running, stopped = self._after(place, (line,), *self.before[place])
            for later in range(place + 1, self.end):
                running, stopped = self._after(later, self.lines[later], running, stopped)
        if self.end < len(self.slots):
            missed = self._unassessed(self.end)
            ended = dict(stopped)
            for flags, totals in running.items():
                _merge(ended, flags | missed, totals)
            return ended
        return {**running, **stopped}

    def _after(
        self, place: int, lines: tuple[Line, ...], running: _Totals, stopped: _Totals
    ) -> tuple[_Totals, _Totals]:
        slot = self.slots[place]
        running = _step(running, slot, lines)
        if slot.stops and place + 1 < len(self.slots):
            stopped = dict(stopped)
            for flags in [flags for flags in running if flags & slot.stops]:
                _merge(stopped, flags | self._unassessed(place + 1), running.pop(flags))
        return running, stopped

    def _unassessed(self, start: int) -> int:
        """Return the bits of an evaluation that ends before a place: every later minimum is missed."""
        flags = _STOPPED
        for slot in self.slots[start:]:
            flags |= slot.not_asked.flags
        return flags


_STOPPED = 1 << 60
"""The bit of an evaluation that ended before the last criterion."""


def _step(running: _Totals, slot: Slot, lines: Iterable[Line]) -> _Totals:
    after: _Totals = {}
    for flags, totals in running.items():
        if flags & slot.not_asked_if:
            _merge(after, flags | slot.not_asked.flags, totals)
        else:
            for line in lines:
                _merge(after, flags | line.flags & ~IS_BELOW, totals << line.points)
    return after


def _merge(into: _Totals, flags: int, totals: int) -> None:
    into[flags] = into.get(flags, 0) | totals


def _summary(rules: Readings, totals: _Totals, *, out: bool) -> tuple[int, int, tuple[int | None, ...]]:
    """Return the least and the most points, and every number of stars that can go with them."""
    least = min((bits & -bits).bit_length() - 1 for bits in totals.values())
    most = max(bits.bit_length() - 1 for bits in totals.values())
    if out:
        return least, most, (None,)
    stars: set[int | None] = set()
    for flags, bits in totals.items():
        if flags & _STOPPED and rules.of(AFTER_STOP) == "no-star":
            stars.add(None)
            continue
        rest = bits
        for band in rules.by_height:  # within a band, points make no difference
            if rest >> band.at_least:
                stars.add(rules.stars(band.at_least, flags))
            rest &= (1 << band.at_least) - 1
    return least, most, tuple(sorted(stars, key=lambda one: one or 0))
