"""A criteria set made ready for scoring: every possible answer as a finished line of a score.

Scoring is then looking up and adding; single scores, bounds and (later) dataframes share this one form.
What a line means for stars and gates is kept as bits of one number, so that many lines combine by "or".
"""

from collections.abc import Mapping
from functools import lru_cache

from attrs import field, frozen

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

NOT_ASKED = "not-asked"
"""The answer of a line whose criterion isn't asked because its condition doesn't hold; never written."""

_TITLE = 8
_FIRST_STOP_BIT = 16
_FIRST_CONDITION_BIT = 32


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
    """

    criterion: Criterion
    lines: Mapping[str, Line]
    not_asked: Line
    not_asked_if: int
    stops: int


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
    """

    criteria_set: CriteriaSet
    slots: tuple[Slot, ...]
    index: Mapping[str, int]
    gates: tuple[tuple[Gate, int, int], ...]
    sections: tuple[tuple[Section, int, int], ...]
    parts: tuple[tuple[Part, int], ...]


@lru_cache(maxsize=256)
def plan_of(criteria_set: CriteriaSet) -> Plan:
    """Return a criteria set made ready for scoring."""
    criteria = criteria_set.criteria
    index = {criterion.code: place for place, criterion in enumerate(criteria)}
    gates: list[tuple[Gate, int, int]] = []
    zero_flags: dict[str, int] = {}
    stops: dict[str, int] = {}
    bit = 1 << _FIRST_STOP_BIT
    for gate, criterion in criteria_set.all_gates():
        place = -1 if criterion is None else index[criterion.code]
        gates.append((gate, place, bit if gate.zero_in else 0))
        if gate.zero_in:
            for code in gate.zero_in:
                zero_flags[code] = zero_flags.get(code, 0) | bit
            last = criterion.code if criterion else criteria[-1].code
            stops[last] = stops.get(last, 0) | bit
            bit <<= 1
    condition_flags: dict[tuple[str, str], int] = {}
    asked_if: dict[str, int] = {}
    bit = 1 << _FIRST_CONDITION_BIT
    for criterion in criteria:
        if condition := criterion.applies_when:
            place = (condition.criterion, condition.above)
            if place not in condition_flags:
                condition_flags[place] = bit
                bit <<= 1
            asked_if[criterion.code] = condition_flags[place]
    slots = tuple(
        Slot(
            criterion,
            {
                line.answer: line
                for line in _lines(criterion, zero_flags.get(criterion.code, 0), condition_flags)
            },
            _line(criterion, NOT_ASKED, 0, -1, (), zero_flag=0, conditions=0),
            asked_if.get(criterion.code, 0),
            stops.get(criterion.code, 0),
        )
        for criterion in criteria
    )
    sections: list[tuple[Section, int, int]] = []
    parts: list[tuple[Part, int]] = []
    start = 0
    for part in criteria_set.parts:
        parts.append((part, len(part.sections)))
        for section in part.sections:
            end = start + len(section.criteria)
            sections.append((section, start, end))
            start = end
    return Plan(criteria_set, slots, index, tuple(gates), tuple(sections), tuple(parts))


def _lines(criterion: Criterion, zero_flag: int, conditions: dict[tuple[str, str], int]) -> list[Line]:
    lines: list[Line] = []
    for case, levels in criterion.ladders():
        prefix = f"{case}." if case else ""
        chosen = next((one for one in criterion.alternatives if one.key == case), None)
        if levels and levels[0].points > 0:
            lines.append(
                _line(criterion, prefix + BELOW, 0, -1, levels, zero_flag, _held(criterion, -1, levels, conditions), None, chosen)
            )
        for rank, level in enumerate(levels):
            flags = _held(criterion, rank, levels, conditions)
            lines.append(
                _line(criterion, prefix + level.key, level.points, rank, levels, zero_flag, flags, level, chosen)
            )
    if criterion.exempt_when:
        top = max((level.points for _, levels in criterion.ladders() for level in levels), default=0)
        ladder = next(levels for _, levels in criterion.ladders())
        lines.append(_line(criterion, EXEMPT, top, len(ladder), ladder, zero_flag=0, conditions=0))
    return lines


def _held(criterion: Criterion, rank: int, levels: tuple[Level, ...], conditions: dict[tuple[str, str], int]) -> int:
    """Return the bits of the conditions that an answer of this rank fails."""
    flags = 0
    for other, level in enumerate(levels):
        if rank <= other and (bit := conditions.get((criterion.code, level.key))):
            flags |= bit
    return flags


def _line(  # noqa: PLR0913
    criterion: Criterion,
    answer: str,
    points: int,
    rank: int,
    levels: tuple[Level, ...],
    zero_flag: int,
    conditions: int,
    level: Level | None = None,
    case: Alternative | None = None,
) -> Line:
    ladder = levels or next(ladder for _, ladder in criterion.ladders())
    minimums = [
        Minimum(criterion, marked.minimum_for, marked, met=rank >= place)
        for place, marked in enumerate(ladder)
        if marked.minimum_for
    ]
    if criterion.marked_for:
        place = next(place for place, one in enumerate(ladder) if one.points > 0)
        minimums.append(
            Minimum(criterion, criterion.marked_for, ladder[place], met=rank >= place, on_title=True)
        )
    flags = conditions | (zero_flag if points == 0 else 0)
    for minimum in minimums:
        if not minimum.met:
            flags |= star_bit(minimum.stars, on_title=minimum.on_title)
    return Line(criterion, answer, points, level, case, tuple(minimums), flags)
