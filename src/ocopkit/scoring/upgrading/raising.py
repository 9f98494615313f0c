"""Which answers each criterion may have at the end of a path, and what each of them costs."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from attrs import frozen

from ocopkit.conversion import expect, expect_codes, shown
from ocopkit.errors import NotFoundError, OcopError, Problem, Where, nearest, quoted
from ocopkit.rules.criteria import EXEMPT
from ocopkit.scoring.plan import Line, Plan, Slot
from ocopkit.scoring.sheet import title
from ocopkit.text import Text

By = Literal["raises", "levels", "points"]
"""What a path is to have least of: criteria raised, levels climbed, or points gained."""

Costs = Mapping[str, Mapping[str, int | Decimal | Fraction]]
"""For each criterion by code: what it costs to bring it to a level, by the level's key, from where it is."""


class CostError(OcopError):
    """A table of costs lacks a cost, or holds one that the form has no place for."""


@frozen(eq=False)
class Offer:
    """An answer that a criterion may have at the end of a path.

    Args:
        line: The finished line of the answer.
        levels: How many levels are climbed for it; 0 if it is the answer now, or the lowest answer of a
            criterion that had none.
        cost: What it costs.
    """

    line: Line
    levels: int
    cost: int | Fraction


def offers_of(
    plan: Plan,
    given: Mapping[str, Line],
    *,
    by: By | Costs,
    frozen: Collection[str] = (),
    switch_cases: bool = False,
    below: bool = True,
    granted: int = 0,
) -> tuple[tuple[Offer, ...], ...]:
    """Return for each criterion of a form the answers it may have at the end of a path, the present first.

    Args:
        plan: The criteria set.
        given: The lines answered now, by code.
        by: What the path is to have least of, or a table of costs.
        frozen: Codes of the criteria that are left as they are.
        switch_cases: Whether another case of an either-or criterion may be chosen.
        below: Whether an answer below the lowest level is allowed.
        granted: The bits of the conditions that the given answers take for granted.

    Raises:
        NotFoundError: If a frozen criterion isn't on the form, or ``by`` isn't known.
        CostError: With every cost that is missing, out of place or not a number from 0 on.
        TypeError: If the codes or the costs are something else.
    """
    expect(by, str | Mapping, "by")
    frozen = expect_codes(frozen, "frozen")
    problems = [_unknown_criterion(plan, code, Where()) for code in sorted(frozen) if code not in plan.index]
    if isinstance(by, str) and by not in get_args(By):
        problems.append(_unknown_measure(by))
    if problems:
        raise NotFoundError(problems)
    reachable: list[list[tuple[Line, int]]] = []
    for slot in plan.slots:
        code = slot.criterion.code
        ladders = _ladders(slot, below=below, granted=granted)
        reachable.append(
            _reachable(ladders, given.get(code), fixed=code in frozen, switch_cases=switch_cases)
        )
    price = _measure(by) if isinstance(by, str) else _table(plan, by, reachable)
    return tuple(
        [
            tuple(
                [
                    Offer(line, levels, price(given.get(line.criterion.code), line, levels))
                    for line, levels in one
                ]
            )
            for one in reachable
        ]
    )


def _reachable(
    ladders: list[list[Line]], now: Line | None, *, fixed: bool, switch_cases: bool
) -> list[tuple[Line, int]]:
    """Return the lines that a criterion may end with, each with the levels climbed for it."""
    if now is None:
        climbs = [(line, levels) for ladder in ladders for levels, line in enumerate(ladder)]
        return [(line, levels) for line, levels in climbs if not (fixed and levels)]
    found = [(now, 0)]
    if fixed or now.answer == EXEMPT:
        return found
    for ladder in ladders:
        if now in ladder:
            found += [(line, levels) for levels, line in enumerate(ladder[ladder.index(now) :]) if levels]
        elif switch_cases:
            # Choosing the other case is a step of its own, before the levels that are climbed in it.
            found += [
                (line, climbed)
                for climbed, line in enumerate(ladder, 1)
                if line.level and line.points >= now.points
            ]
    return found


def _ladders(slot: Slot, *, below: bool, granted: int) -> list[list[Line]]:
    """Return the lines possible in each case, lowest first; one list, without a case, for most criteria."""
    ladders: dict[str | None, list[Line]] = {}
    for line in slot.lines.values():
        if line.answer != EXEMPT and (below or line.level is not None) and not line.flags & granted:
            ladders.setdefault(line.case.key if line.case else None, []).append(line)
    return list(ladders.values())


_Price = Callable[[Line | None, Line, int], int | Fraction]


def _measure(by: By) -> _Price:
    def criteria(_: Line | None, __: Line, levels: int) -> int:
        return 1 if levels else 0

    def climbed(_: Line | None, __: Line, levels: int) -> int:
        return levels

    def gained(now: Line | None, line: Line, _: int) -> int:
        return line.points - (now.points if now else 0)

    return {"raises": criteria, "levels": climbed, "points": gained}[by]


def _table(plan: Plan, costs: Costs, reachable: Iterable[list[tuple[Line, int]]]) -> _Price:
    problems = list(_out_of_place(plan, costs))
    for climbs in reachable:
        wanted = [line for line, levels in climbs if levels]
        lacking = [line for line in wanted if line.answer not in costs.get(line.criterion.code, ())]
        if lacking:
            problems.append(_missing(lacking))
    if problems:
        raise CostError(problems)
    exact = {
        code: {key: one if isinstance(one, int) else Fraction(one) for key, one in levels.items()}
        for code, levels in costs.items()
    }

    def price(_: Line | None, line: Line, levels: int) -> int | Fraction:
        return exact[line.criterion.code][line.answer] if levels else 0

    return price


def _out_of_place(plan: Plan, costs: Costs) -> Iterator[Problem]:
    for code, levels in costs.items():
        if code not in plan.index:
            yield _unknown_criterion(plan, code, Where((code,), on_key=True))
            continue
        slot = plan.slots[plan.index[code]]
        for key, cost in levels.items():
            if key not in slot.lines or not slot.lines[key].level:
                yield _unknown_level(slot, key)
            elif not _is_cost(cost):
                yield _not_a_cost(slot, key, cost)


def _is_cost(cost: object) -> bool:
    if isinstance(cost, bool) or not isinstance(cost, int | Decimal | Fraction):
        return False
    return (not isinstance(cost, Decimal) or cost.is_finite()) and cost >= 0


def _unknown_criterion(plan: Plan, code: str, where: Where) -> Problem:
    return Problem(
        "unknown-criterion",
        Text(vi=f"Mẫu này không có tiêu chí {quoted(code)}", en=f"This form has no criterion {quoted(code)}"),
        Text(
            vi=f"Mẫu số {plan.criteria_set.number} có {len(plan.slots)} tiêu chí chấm điểm",
            en=f"Set {plan.criteria_set.number} has {len(plan.slots)} criteria that are scored",
        ),
        nearest(code, plan.index, limit=40),
        where,
    )


def _unknown_measure(by: str) -> Problem:
    return Problem(
        "unknown-measure",
        Text(vi=f"Không rõ ít nhất về gì: {quoted(by)}", en=f"Least of what isn't clear: {quoted(by)}"),
        Text(
            vi="Lộ trình tính theo số tiêu chí, số bậc, số điểm, hoặc bảng chi phí",
            en="A path is found by criteria raised, levels, points, or a table of costs",
        ),
        nearest(by, get_args(By)),
    )


def _unknown_level(slot: Slot, key: str) -> Problem:
    name = title(slot.criterion)
    return Problem(
        "unknown-level",
        Text(vi=f"{name.vi}: không có mức {quoted(key)}", en=f"{name.en}: there is no level {quoted(key)}"),
        Text(vi="Chi phí ghi theo từng mức in trên mẫu", en="Costs go with the printed levels"),
        nearest(key, [one for one, line in slot.lines.items() if line.level]),
        Where((slot.criterion.code, key), on_key=True),
    )


def _not_a_cost(slot: Slot, key: str, cost: object) -> Problem:
    name = title(slot.criterion)
    return Problem(
        "not-a-cost",
        Text(
            vi=f"{name.vi}, mức {key}: {shown(cost)} không phải là chi phí",
            en=f"{name.en}, level {key}: {shown(cost)} is not a cost",
        ),
        Text(
            vi="Chi phí là số từ 0 trở lên, viết chính xác",
            en="A cost is a number from 0 on, and exact",
        ),
        Text(
            vi="Dùng số nguyên, Decimal hoặc Fraction, không dùng float",
            en="Use an int, a Decimal or a Fraction, not a float",
        ),
        Where((slot.criterion.code, key)),
    )


def _missing(lines: list[Line]) -> Problem:
    criterion = lines[0].criterion
    name = title(criterion)
    keys = ", ".join(line.answer for line in lines)
    return Problem(
        "missing-cost",
        Text(vi=f"{name.vi}: thiếu chi phí của mức {keys}", en=f"{name.en}: no cost for level {keys}"),
        Text(
            vi="Thiếu chi phí không có nghĩa là không tốn gì",
            en="No cost given doesn't mean that it costs nothing",
        ),
        Text(
            vi="Ghi chi phí để lên từng mức đó, hoặc giữ nguyên tiêu chí này",
            en="Give what reaching each of them costs, or freeze the criterion",
        ),
        Where((criterion.code,)),
    )
