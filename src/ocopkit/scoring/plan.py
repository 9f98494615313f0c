"""A criteria set made ready for scoring: every possible answer as a finished line of a score.

Scoring is then looking up and adding; single scores, bounds and (later) dataframes share this one form.
What a line means for stars and gates is kept as bits of one number, so that many lines combine by "or".
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from attrs import evolve, field, frozen

from ocopkit.errors import DocumentError
from ocopkit.frozen import FrozenMap
from ocopkit.rules.criteria import (
    BELOW,
    EXEMPT,
    Alternative,
    CriteriaSet,
    Criterion,
    Gate,
    Level,
    Part,
    Section,
)
from ocopkit.scoring.fit import unfit_form

NOT_ASKED = "not-asked"
"""The answer of a line whose criterion isn't asked because its condition doesn't hold; never written."""

_TITLE = 8
IS_BELOW = 1 << 15
"""The bit of an answer below the lowest printed level."""
_FIRST_STOP_BIT = 16
_FIRST_CONDITION_BIT = 32
CONDITIONS = -1 << _FIRST_CONDITION_BIT
"""The bits of all conditions: one of them is set where a criterion isn't asked."""


def star_bit(stars: int, *, on_title: bool = False) -> int:
    """Return the bit that says "a minimum for this number of stars is missed".

    Args:
        stars: The star.
        on_title: Whether the mark is printed on a criterion instead of a level.
    """
    return 1 << (stars + _TITLE if on_title else stars)


@frozen(eq=False)
class Minimum:
    """A minimum level for a star, and whether a line meets it.

    Args:
        criterion: The criterion.
        stars: The star that needs it.
        required: The level that is needed at least.
        met: Whether the line meets it.
        on_title: Whether the form prints the mark on the criterion, so that the level is a reading.
    """

    criterion: Criterion
    stars: int
    required: Level
    met: bool
    on_title: bool = False


@frozen(eq=False)
class Line:
    """One line of a score: a criterion and the answer given.

    Args:
        criterion: The criterion.
        answer: The answer in its canonical form: a level's key, ``"a.b"`` (case and level), ``"below"``,
            ``"exempt"`` or ``"not-asked"``.
        points: What it is worth.
        level: The level reached, if any.
        case: The case chosen in an either-or criterion.
        minimums: The criterion's minimums, met or missed.
    """

    criterion: Criterion
    answer: str
    points: int
    level: Level | None = None
    case: Alternative | None = None
    minimums: tuple[Minimum, ...] = ()
    flags: int = field(default=0, repr=False)


@frozen(eq=False)
class Slot:
    """The place of a criterion on the form, with a finished line for every answer.

    Args:
        criterion: The criterion.
        lines: The lines by answer, lowest first.
        not_asked: The line that stands if the criterion isn't asked.
        not_asked_if: The bit that says so; 0 if it is always asked.
        stops: Bits of the stops that take effect after this criterion.
        least: The fewest points of any answer.
        most: The most points of any answer.
        marked: Whether a level of it is a minimum for a star.
        near: For each answer, the answers one step above and below it, within the same case.
    """

    criterion: Criterion
    lines: Mapping[str, Line]
    not_asked: Line
    not_asked_if: int
    stops: int
    least: int
    most: int
    marked: bool
    near: Mapping[str, tuple[Line, ...]]


@frozen(eq=False)
class Plan:
    """A criteria set made ready for scoring.

    Args:
        criteria_set: The set.
        slots: Its criteria in the order of the form.
        index: The place of each code among the slots.
        gates: Every gate with the place after which it acts (-1 for the dossier's) and its bit, which is
            0 unless the gate is raised by the scores themselves.
        sections: Each section with its first place and the place after its last.
        parts: Each part with the number of its sections.
        marks_titles: Whether a mark for a star is printed on a criterion instead of a level.
    """

    criteria_set: CriteriaSet
    slots: tuple[Slot, ...]
    index: Mapping[str, int]
    gates: tuple[tuple[Gate, int, int], ...]
    sections: tuple[tuple[Section, int, int], ...]
    parts: tuple[tuple[Part, int], ...]
    marks_titles: bool


@lru_cache(maxsize=256)
def plan_of(criteria_set: CriteriaSet) -> Plan:
    """Return a criteria set made ready for scoring.

    Raises:
        DocumentError: If the set has a shape that could only be scored wrongly.
    """
    return _planned(criteria_set)


def _planned(criteria_set: CriteriaSet) -> Plan:
    if problems := list(unfit_form(criteria_set)):
        raise DocumentError(problems)
    criteria = criteria_set.criteria
    index = {criterion.code: place for place, criterion in enumerate(criteria)}
    gates: list[tuple[Gate, int, int]] = []
    zero_flags: dict[str, int] = {}
    stops: dict[str, int] = {}
    bit = 1 << _FIRST_STOP_BIT
    for gate, criterion in criteria_set.all_gates():
        place = index[criterion.code] if criterion else -1
        if criterion and gate.zero_in:  # a fit form has these at criteria only
            gates.append((gate, place, bit))
            for code in gate.zero_in:
                zero_flags[code] = zero_flags.get(code, 0) | bit
            stops[criterion.code] = stops.get(criterion.code, 0) | bit
            bit <<= 1
        else:
            gates.append((gate, place, 0))
    condition_flags: dict[tuple[str, str], int] = {}
    asked_if: dict[str, int] = {}
    bit = 1 << _FIRST_CONDITION_BIT
    for criterion in criteria:
        if condition := criterion.applies_when:
            held = (condition.criterion, condition.above)
            if held not in condition_flags:
                condition_flags[held] = bit
                bit <<= 1
            asked_if[criterion.code] = condition_flags[held]
    slots = tuple(_slot(criterion, zero_flags, condition_flags, asked_if, stops) for criterion in criteria)
    sections: list[tuple[Section, int, int]] = []
    parts: list[tuple[Part, int]] = []
    start = 0
    for part in criteria_set.parts:
        parts.append((part, len(part.sections)))
        for section in part.sections:
            end = start + len(section.criteria)
            sections.append((section, start, end))
            start = end
    marks_titles = any(criterion.marked_for for criterion in criteria)
    return Plan(criteria_set, slots, index, tuple(gates), tuple(sections), tuple(parts), marks_titles)


def _slot(
    criterion: Criterion,
    zero_flags: Mapping[str, int],
    conditions: Mapping[tuple[str, str], int],
    asked_if: Mapping[str, int],
    stops: Mapping[str, int],
) -> Slot:
    code = criterion.code
    lines = {line.answer: line for line in _lines(criterion, zero_flags.get(code, 0), conditions)}
    points = [line.points for line in lines.values()]
    return Slot(
        criterion,
        FrozenMap(lines),
        _not_asked(criterion, conditions),
        asked_if.get(code, 0),
        stops.get(code, 0),
        min(points),
        max(points),
        marked=any(line.minimums for line in lines.values()),
        near={line.answer: _near(line, lines) for line in (*lines.values(), _not_asked(criterion, {}))},
    )


def _near(line: Line, lines: Mapping[str, Line]) -> tuple[Line, ...]:
    ladder = [one for one in lines.values() if one.case is line.case and one.answer != EXEMPT]
    places = [place for place, one in enumerate(ladder) if one is line]
    return tuple(
        ladder[near] for place in places for near in (place - 1, place + 1) if 0 <= near < len(ladder)
    )


def _lines(criterion: Criterion, zero_flag: int, conditions: Mapping[tuple[str, str], int]) -> Iterator[Line]:
    """Yield the finished line of every answer to a criterion, lowest first."""
    for case, ladder in _ladders(criterion):
        for rank in range(-1 if ladder[0].points > 0 else 0, len(ladder)):
            level = ladder[rank] if rank >= 0 else None
            key = level.key if level else BELOW
            points = level.points if level else 0
            flags = (zero_flag if points == 0 else 0) | (0 if level else IS_BELOW)
            for other in ladder[max(rank, 0) :]:
                flags |= conditions.get((criterion.code, other.key), 0)
            answer = f"{case.key}.{key}" if case else key
            yield _finished(Line(criterion, answer, points, level, case, flags=flags), ladder, rank)
    if criterion.exempt_when:
        _, ladder = next(_ladders(criterion))
        yield _finished(Line(criterion, EXEMPT, criterion.max), ladder, len(ladder))


def _not_asked(criterion: Criterion, conditions: Mapping[tuple[str, str], int]) -> Line:
    _, ladder = next(_ladders(criterion))
    flags = 0
    for level in ladder:  # what rests on this criterion isn't asked either
        flags |= conditions.get((criterion.code, level.key), 0)
    return _finished(Line(criterion, NOT_ASKED, 0, flags=flags), ladder, -1)


def _ladders(criterion: Criterion) -> Iterator[tuple[Alternative | None, tuple[Level, ...]]]:
    if criterion.alternatives:
        for case in criterion.alternatives:
            yield case, case.levels
    else:
        yield None, criterion.levels


def _finished(line: Line, ladder: tuple[Level, ...], rank: int) -> Line:
    """Return a line with its minimums and their bits; ranks count the ladder's levels from 0."""
    criterion = line.criterion
    minimums = [
        Minimum(criterion, level.minimum_for, level, met=rank >= place)
        for place, level in enumerate(ladder)
        if level.minimum_for
    ]
    if criterion.marked_for:
        lowest = next(place for place, level in enumerate(ladder) if level.points > 0)
        minimums.append(
            Minimum(criterion, criterion.marked_for, ladder[lowest], met=rank >= lowest, on_title=True)
        )
    flags = line.flags
    for minimum in minimums:
        if not minimum.met:
            flags |= star_bit(minimum.stars, on_title=minimum.on_title)
    return evolve(line, minimums=tuple(minimums), flags=flags)
