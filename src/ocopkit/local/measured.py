"""How far a register reaches a plan's targets: counted case by case, on the day that matters for each."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from attrs import frozen

from ocopkit.cases.case import Case
from ocopkit.cases.register import Register
from ocopkit.errors import Problem
from ocopkit.local.benefit import Recognition
from ocopkit.local.location import case_lies_in, plain_unit
from ocopkit.local.place import slug
from ocopkit.local.plan import Measure, Plan, Target, Which
from ocopkit.local.progress import Count, Counts, TargetProgress, by_unit, refuse_unknown, standing
from ocopkit.local.recognitions import cases_in, recognitions
from ocopkit.text import Text


@frozen
class PlanProgress:
    """How far a register reaches a plan's targets.

    Args:
        plan: The plan.
        on: The day.
        targets: Where each target stands: those of every year year by year, those of each unit unit by
            unit, those within others after them.
        unplaced: The ids of cases that don't say whether they lie in the plan's place, or in which of
            its units; they aren't counted.
    """

    plan: Plan
    on: date
    targets: tuple[TargetProgress, ...]
    unplaced: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be told of the register."""
        return (_not_counted(self.plan, self.unplaced),) if self.unplaced else ()


def measured(
    plan: Plan,
    register: Register | Iterable[Case],
    on: date,
    *,
    counts: Counts | None = None,
    everywhere: bool = False,
) -> PlanProgress:
    """Return where each target of a plan stands on a day, counted over a register.

    A target is counted on the day, or on its own last day once that is over: what happens later changes
    neither a target reached nor one missed.

    Args:
        plan: The plan.
        register: A register, or cases.
        on: The day.
        counts: What was counted elsewhere, by the key of its target; it goes before the register.
        everywhere: Whether all cases are taken to lie in the plan's place, whatever they record.

    Returns:
        The targets. One that has no measure, and that nobody counted, is not measurable.

    Raises:
        NotFoundError: If a count is for a target that the plan doesn't have.
        OcopError: If a target of each unit is counted as a whole, or the other way round.

    Example:
        >>> import ocopkit
        >>> from pathlib import Path
        >>> from ocopkit.local.plan import load_plan
        >>> from ocopkit.product import Producer
        >>> from ocopkit.testing.lives import Step, life
        >>> folder = Path("examples/packs/quang-tri-2022/src/ocop_quang_tri/documents/plans")
        >>> plan = load_plan(folder / "quang-tri-2022.yaml")
        >>> producer = Producer("HTX Minh Họa", "cooperative", "Quảng Trị")
        >>> case = life(ocopkit.rule_book, "Chè", producer, Step(3, date(2022, 10, 28)))
        >>> found = measured(plan, [case], date(2022, 11, 1))
        >>> found.targets[0].done, found.targets[0].missing
        (1, 24)
    """
    given = counts or {}
    refuse_unknown(plan, given)
    inside, unplaced = _inside(plan, cases_in(register), everywhere=everywhere)

    @cache
    def seen(day: date) -> tuple[_Seen, ...]:
        return tuple(_seen(name, case, day) for name, case in inside)

    count = _Counting(plan, on, given, seen, unplaced)
    found = tuple(one for target in plan.targets for one in count.of((target,)))
    return PlanProgress(plan, on, found, tuple(sorted(unplaced)))


@frozen
class _Seen:
    """A case on a day: its recognitions so far, the stars that it bears, and those that it has or awaits."""

    name: str
    case: Case
    recognitions: tuple[Recognition, ...]
    valid: int | None
    stars: int | None


@frozen
class _Window:
    """The time in which something counts for a target, and its year if that is one of several."""

    first: date
    by: date
    year: int | None = None


@frozen(eq=False)
class _Counting:
    """What one run counts with; cases that can't be placed are put in ``unplaced``."""

    plan: Plan
    on: date
    given: Counts
    seen: Callable[[date], tuple[_Seen, ...]]
    unplaced: set[str]

    def of(self, chain: tuple[Target, ...]) -> Iterator[TargetProgress]:
        """Yield where a target stands, the last of a chain of targets within each other."""
        target = chain[-1]
        measure = next((one.measure for one in reversed(chain) if one.measure), None)
        windows = list(_windows(chain, self.plan, self.on))
        for window in windows:
            counted: int | Count | Mapping[str, int | Count] | None = None
            if target.key in self.given:
                counted = self.given[target.key] if window is windows[-1] else None
            elif measure:
                counted = self._counted(chain, measure, window)
            for unit, one in by_unit(counted):
                yield standing(target, one, window.by, self.on, unit=unit, year=window.year)
        for inner in target.of_which:
            yield from self.of((*chain, inner))

    def _counted(
        self, chain: tuple[Target, ...], measure: Measure, window: _Window
    ) -> Count | Mapping[str, int | Count]:
        found = [
            one
            for one in self.seen(min(self.on, window.by))
            if all(_counts(target, one, window) for target in chain)
        ]
        if measure.each:
            units = self._by_unit(measure, found)
            return {name: Count(_number(measure, part)) for name, part in units.items()}
        if measure.of is None:
            return Count(_number(measure, found))
        start = self.seen(window.first - timedelta(days=1))
        all_there_were = [one for one in start if one.valid and _is_of_kind(measure, one)]
        return Count(_number(measure, found), _number(measure, all_there_were))

    def _by_unit(self, measure: Measure, found: list[_Seen]) -> dict[str, list[_Seen]]:
        names = {plain_unit(name): name for name in measure.units}
        for name in sorted({unit for _, case in self._all() if (unit := _unit(measure, case))}):
            names.setdefault(plain_unit(name), name)
        parts: dict[str, list[_Seen]] = {name: [] for name in names.values()}
        for one in found:
            unit = _unit(measure, one.case)
            if unit is None:
                self.unplaced.add(one.name)
            else:
                parts[names[plain_unit(unit)]].append(one)
        return parts

    def _all(self) -> Iterator[tuple[str, Case]]:
        for one in self.seen(self.on):
            yield one.name, one.case


def _inside(
    plan: Plan, register: Iterable[Case], *, everywhere: bool
) -> tuple[list[tuple[str, Case]], set[str]]:
    """Return the cases of a plan's place by their names, and the names of those that don't tell."""
    inside: list[tuple[str, Case]] = []
    unplaced: set[str] = set()
    for place, case in enumerate(register):
        name = case.id or f"#{place}"
        here = everywhere or case_lies_in(plan.place, case, of=plan.period.first_day)
        if here:
            inside.append((name, case))
        elif here is None:
            unplaced.add(name)
    return inside, unplaced


def _seen(name: str, case: Case, day: date) -> _Seen:
    then = case.as_of(day)
    valid = then.stars(day)
    waiting = then.state.application.recognition if then.state.application else None
    stars = waiting.stars if waiting and then.state.stage == "recognised" else valid
    return _Seen(name, case, recognitions(case, day), valid, stars)


def _windows(chain: tuple[Target, ...], plan: Plan, on: date) -> Iterator[_Window]:
    first = plan.period.first_day
    last = chain[-1].by or plan.period.last_day or on
    if not any(target.every_year for target in chain):
        yield _Window(first, last)
        return
    for year in range(first.year, max(first.year, min(on.year, last.year)) + 1):
        yield _Window(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)), year)


def _counts(target: Target, one: _Seen, window: _Window) -> bool:
    """Return whether a product counts by what one target of a chain says."""
    measure = target.measure
    stars = one.valid if measure and measure.which == ("valid",) else one.stars
    if stars is None or (target.stars and stars not in target.stars):
        return False
    if measure is None:
        return True
    cohort = measure.recognised_in
    was_then = cohort is None or any(
        cohort.first_day <= past.on <= cohort.last_day for past in one.recognitions if past.on < window.first
    )
    asked = any(_WHICH[which](one, window) for which in measure.which)
    return asked and was_then and _is_of_kind(measure, one)


def _within(one: _Seen, window: _Window) -> list[Recognition]:
    return [past for past in one.recognitions if window.first <= past.on]


def _is_new(one: _Seen, window: _Window) -> bool:
    return bool(one.recognitions) and one.recognitions[0].on >= window.first


def _is_upgraded(one: _Seen, window: _Window) -> bool:
    later = _within(one, window)
    return not _is_new(one, window) and any(past.event == "upgraded" for past in later)


def _is_re_evaluated(one: _Seen, window: _Window) -> bool:
    return any(past.route == "re-evaluation" for past in _within(one, window))


_WHICH: Mapping[Which, Callable[[_Seen, _Window], bool]] = {
    "new": _is_new,
    "upgraded": _is_upgraded,
    "re-evaluated": _is_re_evaluated,
    "recognised": lambda one, window: bool(_within(one, window)),
    "valid": lambda one, _: one.valid is not None,
}


def _is_of_kind(measure: Measure, one: _Seen) -> bool:
    producer = one.case.product.producer
    return not measure.kinds or (producer is not None and producer.kind in measure.kinds)


def _number(measure: Measure, found: list[_Seen]) -> int:
    if measure.count == "products":
        return len(found)
    producers = (one.case.product.producer for one in found)
    return len({one.registration or slug(one.name) for one in producers if one})


def _unit(measure: Measure, case: Case) -> str | None:
    producer = case.product.producer
    if producer is None:
        return None
    return (producer.district if measure.each == "district" else producer.commune) or None


def _not_counted(plan: Plan, unplaced: tuple[str, ...]) -> Problem:
    few = ", ".join(unplaced[:_FEW]) + ("…" if len(unplaced) > _FEW else "")
    return Problem(
        "unplaced-cases",
        Text(
            vi=f"Không đếm {len(unplaced)} sản phẩm: {few}",
            en=f"Not counted, as their cases don't say where they lie: {len(unplaced)} ({few})",
        ),
        Text(
            vi=f"Không rõ sản phẩm có thuộc {plan.place.text.vi} không, hoặc thuộc huyện, xã nào ở đó",
            en=f"Whether they lie in {plan.place.text.en}, or in which unit of it, can't be told",
        ),
        Text(
            vi="Ghi tỉnh, huyện, xã của chủ thể; hoặc đếm tất cả (--everywhere) nếu sổ chỉ có sản phẩm của "
            "địa phương này",
            en="Record each producer's province, district and commune, or count all (--everywhere) if the "
            "register is of this place alone",
        ),
    )


_FEW = 5
"""How many ids a message lists."""
