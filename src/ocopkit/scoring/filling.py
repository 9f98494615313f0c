"""A whole form filled in from a few words: where to start, what is named, and the total to reach."""

import re
from collections.abc import Iterator, Mapping

from ocopkit.errors import Problem, SheetError, Where
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.plan import Line, Plan, Slot, plan_of
from ocopkit.scoring.sheet import Answer, ScoreSheet
from ocopkit.text import Text, counted

LOWEST = "all-lowest"
"""Start from the lowest printed level of every criterion."""
HIGHEST = "all-highest"
"""Start from the highest level of every criterion."""
_MINIMUMS = re.compile(r"minimums-for-([1-9])-stars")

_Lines = dict[str, Line]


def filled(
    form: CriteriaSet, start: str, named: Mapping[str, Answer], *, total: int | None = None
) -> ScoreSheet:
    """Return a complete sheet made from a start, with the answers that are named over it.

    An either-or criterion is answered by its first case, or for the highest by the case that is worth
    most. A criterion that isn't asked because its condition doesn't hold is left out. To reach a total,
    the criteria that aren't named are raised one by one in the order of the form, level by level, each
    as far as the total allows.

    Args:
        form: The criteria set, taken from its rule book.
        start: ``"all-lowest"`` (lowest printed levels), ``"all-highest"``, or ``"minimums-for-4-stars"``:
            the lowest printed levels that meet every minimum for that star and for lower ones.
        named: Answers by code, as in a score sheet; they are never changed.
        total: The points to reach, if the start isn't to stay as it is.

    Raises:
        SheetError: If the form doesn't allow a named answer, or the start is unknown, or the total
            cannot be reached in this way.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> sheet = filled(tea, "minimums-for-4-stars", {"4.1": "b"}, total=70)
        >>> score = ocopkit.score(sheet)
        >>> score.points, score.stars
        (70, 3)
    """
    plan = plan_of(form)
    given = ScoreSheet(form, named).lines
    lines = {**_started(plan, start), **given}
    if total is not None:
        lines = _raised(plan, lines, frozenset(given), total)
    wanted = _asked(plan, lines)
    return ScoreSheet(form, {**{code: line.answer for code, line in wanted.items()}, **named})


def starts(form: CriteriaSet) -> tuple[str, ...]:
    """Return the words by which a form can be started.

    Args:
        form: The criteria set.
    """
    marked = {
        minimum.stars
        for slot in plan_of(form).slots
        for line in slot.lines.values()
        for minimum in line.minimums
    }
    return (LOWEST, HIGHEST, *(f"minimums-for-{stars}-stars" for stars in sorted(marked)))


def _started(plan: Plan, start: str) -> _Lines:
    if start == HIGHEST:
        return {slot.criterion.code: _highest(slot) for slot in plan.slots}
    if start == LOWEST:
        return {slot.criterion.code: next(_printed(slot)) for slot in plan.slots}
    found = _MINIMUMS.fullmatch(start)
    if not found or start not in starts(plan.criteria_set):
        raise SheetError([_unknown_start(plan.criteria_set, start)])
    stars = int(found[1])
    # A minimum of a criterion that is asked on a condition can only be met where the condition holds.
    avoided = 0
    for slot in plan.slots:
        if not _meets(slot.not_asked, stars):
            avoided |= slot.not_asked_if
    return {
        slot.criterion.code: next(
            line for line in _printed(slot) if _meets(line, stars) and not line.flags & avoided
        )
        for slot in plan.slots
    }


def _printed(slot: Slot) -> Iterator[Line]:
    """Yield the lines of printed levels, lowest first, case by case."""
    return (line for line in slot.lines.values() if line.level is not None)


def _highest(slot: Slot) -> Line:
    best = max(line.points for line in _printed(slot))
    case = next(line.case for line in _printed(slot) if line.points == best)
    return [line for line in _printed(slot) if line.case is case][-1]


def _meets(line: Line, stars: int) -> bool:
    return all(minimum.met for minimum in line.minimums if minimum.stars <= stars)


def _asked(plan: Plan, lines: Mapping[str, Line]) -> _Lines:
    """Return the lines of the criteria that are asked, by the conditions of the form."""
    asked: _Lines = {}
    flags = 0
    for slot in plan.slots:
        if flags & slot.not_asked_if:
            flags |= slot.not_asked.flags
        else:
            line = asked[slot.criterion.code] = lines[slot.criterion.code]
            flags |= line.flags
    return asked


def _points(plan: Plan, lines: Mapping[str, Line]) -> int:
    return sum(line.points for line in _asked(plan, lines).values())


def _raised(plan: Plan, lines: _Lines, named: frozenset[str], total: int) -> _Lines:
    begun = _points(plan, lines)
    for slot in plan.slots:
        code = slot.criterion.code
        if code in named:
            continue
        ladder = [line for line in _printed(slot) if line.case is lines[code].case]
        for line in ladder[ladder.index(lines[code]) + 1 :]:
            higher = {**lines, code: line}
            if _points(plan, higher) > total:
                break
            lines = higher
    if (reached := _points(plan, lines)) != total:
        raise SheetError([_out_of_reach(begun, reached, total)])
    return lines


def _unknown_start(form: CriteriaSet, start: str) -> Problem:
    words = ", ".join(starts(form))
    return Problem(
        "unknown-start",
        Text(vi=f"Không có cách bắt đầu {start!r}", en=f"There is no start {start!r}"),
        Text(
            vi=f"Bộ {form.number} chỉ có mức tối thiểu cho các hạng sao in trên mẫu",
            en=f"Set {form.number} has minimums only for the stars printed on its form",
        ),
        Text(vi=f"Dùng một trong: {words}", en=f"Use one of: {words}"),
        Where(("start",)),
    )


def _out_of_reach(begun: int, reached: int, total: int) -> Problem:
    what = Text(
        vi=f"Không đạt được đúng {counted(total).vi}", en=f"A total of {counted(total).en} isn't reached"
    )
    if begun > total:
        return Problem(
            "total-out-of-reach",
            what,
            Text(
                vi=f"Điểm bắt đầu đã là {begun}, mà điểm chỉ được nâng lên",
                en=f"The start comes to {begun} already, and criteria are only raised",
            ),
            Text(
                vi="Bắt đầu thấp hơn, hoặc nêu mức thấp hơn cho vài tiêu chí",
                en="Start lower, or name lower answers",
            ),
            Where(("total",)),
        )
    return Problem(
        "total-out-of-reach",
        what,
        Text(
            vi=f"Nâng lần lượt từng tiêu chí theo thứ tự trên mẫu thì dừng ở {counted(reached).vi}",
            en=f"Raising the criteria one by one in form order ends at {counted(reached).en}",
        ),
        Text(
            vi="Nêu mức của một vài tiêu chí để phần còn lại vừa đủ, hoặc đổi tổng điểm",
            en="Name the answers of a few criteria so that the rest fits, or change the total",
        ),
        Where(("total",)),
    )
