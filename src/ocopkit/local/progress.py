"""How far a plan's targets are reached, by counts that the caller hands in."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from attrs import frozen

from ocopkit.errors import NotFoundError, OcopError, Problem, nearest, quoted
from ocopkit.local.plan import Plan, Target
from ocopkit.text import Lang, Text, same

_MONTH = 30
"""The days for which the pace needed is told."""

Status = Literal["reached", "on-the-way", "missed", "not-measurable"]
"""Where a target stands on a day."""

STATUS_TEXTS: Mapping[Status, Text] = {
    "reached": Text(vi="đã đạt", en="reached"),
    "on-the-way": Text(vi="đang thực hiện", en="on the way"),
    "missed": Text(vi="không đạt", en="missed"),
    "not-measurable": Text(vi="không đo được", en="not measurable"),
}


@frozen
class Count:
    """What was counted for a target.

    Args:
        done: How many there are.
        of: Out of how many, for a share.
    """

    done: int
    of: int | None = None


Counts = Mapping[str, int | Count | Mapping[str, int | Count]]
"""Counts by the key of their target; for a target set for each of several units, counts by unit."""


@frozen
class TargetProgress:
    """Where one target stands.

    Args:
        target: The target.
        unit: The unit, for a target that is set for each of several.
        year: The year, for a target of every year that is told year by year.
        status: Where it stands.
        by: The day by which it is to be reached.
        done: How many there are; ``None`` if it isn't measurable.
        wanted: How many there are to be; ``None`` if the plan or the count doesn't say.
        days_left: How many days are left, the day itself included.
    """

    target: Target
    status: Status
    by: date
    unit: str | None = None
    done: int | None = None
    wanted: int | None = None
    days_left: int = 0
    year: int | None = None

    @property
    def name(self) -> Text:
        """What is counted, with the unit and the year."""
        what = self.target.what
        more = "".join(f": {one}" for one in (self.unit, self.year) if one is not None)
        return Text(vi=what.vi + more, en=what.en + more)

    @property
    def missing(self) -> int:
        """How many are missing."""
        return max((self.wanted or 0) - (self.done or 0), 0)

    @property
    def pace(self) -> Fraction | None:
        """How many must be added every 30 days from now on, exactly; ``None`` unless it is on the way."""
        return Fraction(_MONTH * self.missing, self.days_left) if self.status == "on-the-way" else None

    @property
    def why_not(self) -> Text | None:
        """Why it isn't measurable; ``None`` if it is."""
        if self.status != "not-measurable":
            return None
        if self.target.at_least is None and self.target.share is None:
            return _NO_NUMBER
        return _NOT_COUNTED if self.done is None else _OF_WHAT


def progress(plan: Plan, counts: Counts, on: date) -> tuple[TargetProgress, ...]:
    """Return where each target of a plan stands on a day.

    Args:
        plan: The plan.
        counts: What was counted up to that day, by the key of the target; for a target of every year,
            what was counted in the year of that day.
        on: The day.

    Returns:
        The targets in the order of the plan, those within others after them. A target is not measurable
        if nothing was counted for it, or if the plan sets no number.

    Raises:
        NotFoundError: If a count is for a target that the plan doesn't have.
        OcopError: If a target of each unit is counted as a whole, or the other way round.

    Example:
        >>> from pathlib import Path
        >>> from ocopkit.local.plan import load_plan
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/plans")
        >>> plan = load_plan(folder / "vi-du-ke-hoach-2026.yaml")
        >>> first = progress(plan, {"new": 9}, date(2026, 12, 2))[0]
        >>> first.status, first.missing, str(first.pace)
        ('on-the-way', 3, '3')
    """
    refuse_unknown(plan, counts)
    return tuple(
        found for target in plan.all_targets() for found in _of(target, counts.get(target.key), plan, on)
    )


def _of(
    target: Target, counted: int | Count | Mapping[str, int | Count] | None, plan: Plan, on: date
) -> Iterator[TargetProgress]:
    last = target.by or plan.period.last_day or on
    if target.every_year:
        last = min(last, date(on.year, 12, 31))
    for unit, count in by_unit(counted):
        yield standing(target, count, last, on, unit=unit)


def by_unit(
    counted: int | Count | Mapping[str, int | Count] | None,
) -> Iterable[tuple[str | None, int | Count | None]]:
    """Return what was counted unit by unit; one without a unit if nothing is counted apart.

    Args:
        counted: What was counted for a target. Without any unit it is nothing, which is told too.
    """
    if not isinstance(counted, Mapping):
        return [(None, counted)]
    return list(counted.items()) or [(None, None)]


def standing(
    target: Target,
    counted: int | Count | None,
    by: date,
    on: date,
    *,
    unit: str | None = None,
    year: int | None = None,
) -> TargetProgress:
    """Return where one target stands by one count.

    Args:
        target: The target.
        counted: What was counted; ``None`` if nothing was.
        by: The day by which it is to be reached.
        on: The day.
        unit: The unit that was counted.
        year: The year that was counted.
    """
    count = Count(counted) if isinstance(counted, int) else counted
    wanted = target.at_least
    if target.share is not None:
        wanted = None if count is None or count.of is None else math.ceil(target.share * count.of)
    if count is None or wanted is None:
        done = None if count is None else count.done
        return TargetProgress(target, "not-measurable", by, unit, done, wanted, year=year)
    status: Status = "on-the-way"
    if count.done >= wanted:
        status = "reached"
    elif on > by:
        status = "missed"
    days_left = max((by - on).days + 1, 0)
    return TargetProgress(target, status, by, unit, count.done, wanted, days_left, year)


PROGRESS_HEADINGS = (
    Text(vi="Chỉ tiêu", en="Target"),
    Text(vi="Đã có", en="Done"),
    Text(vi="Cần", en="Wanted"),
    Text(vi="Tình trạng", en="Status"),
    Text(vi="Còn phải làm", en="Still to do"),
)
"""The headings of :func:`progress_rows`."""


def progress_rows(found: Iterable[TargetProgress], lang: Lang) -> list[tuple[str, str, str, str, str]]:
    """Return progress as the rows of a table: target, done, wanted, status, pace needed or why not known.

    Args:
        found: What :func:`progress` returns.
        lang: ``"vi"`` or ``"en"``.
    """
    return [
        (
            one.name.say(lang),
            "–" if one.done is None else str(one.done),
            _wanted(one).say(lang),
            STATUS_TEXTS[one.status].say(lang),
            _remark(one).say(lang),
        )
        for one in found
    ]


def progress_columns(found: Iterable[TargetProgress]) -> dict[str, list[Any]]:
    """Return progress as columns of plain values: ``polars.DataFrame(progress_columns(…))``.

    Args:
        found: What :func:`progress` returns.

    Returns:
        ``key``, ``target_vi``, ``target_en``, ``unit``, ``year``, ``by``, ``status``, ``done``,
        ``wanted``, ``missing``, ``days_left`` and ``pace`` (how many every 30 days).
    """
    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for one in found:
        for name, of in _COLUMNS.items():
            columns[name].append(of(one))
    return columns


def standing_text(one: TargetProgress) -> Text:
    """Return in words where a target stands: what is done and wanted, and what is still to do.

    Args:
        one: Where it stands.
    """
    status, wanted, more = STATUS_TEXTS[one.status], _wanted(one), _remark(one)
    done = "–" if one.done is None else one.done
    return Text(
        vi=f"{status.vi} ({done}/{wanted.vi})" + (f": {more.vi}" if more.vi else ""),
        en=f"{status.en} ({done}/{wanted.en})" + (f": {more.en}" if more.en else ""),
    )


def _wanted(one: TargetProgress) -> Text:
    target = one.target
    about = "~" if target.about else ""
    if one.wanted is not None:
        most = f"–{target.at_most}" if target.at_most is not None else ""
        return same(f"{about}{one.wanted}{most}")
    if target.share is None:
        return same("–")
    share = f"{about}{float(100 * target.share):g}%"
    return Text(vi=share.replace(".", ","), en=share)


def _remark(one: TargetProgress) -> Text:
    if one.pace is None:
        return one.why_not or Text(vi="", en="")
    rate = f"{float(one.pace):.1f}"
    days = "1 day" if one.days_left == 1 else f"{one.days_left} days"
    todo = Text(vi=f"còn {one.missing} trong {one.days_left} ngày", en=f"{one.missing} more in {days}")
    if one.days_left <= _MONTH:  # a rate for longer than there is would be more than what is missing
        return todo
    return Text(
        vi=f"{todo.vi} ({rate.replace('.', ',')} mỗi {_MONTH} ngày)",
        en=f"{todo.en} ({rate} every {_MONTH} days)",
    )


_COLUMNS: Mapping[str, Callable[[TargetProgress], Any]] = {
    "key": lambda one: one.target.key,
    "target_vi": lambda one: one.target.what.vi,
    "target_en": lambda one: one.target.what.en,
    "unit": lambda one: one.unit,
    "year": lambda one: one.year,
    "by": lambda one: one.by,
    "status": lambda one: one.status,
    "done": lambda one: one.done,
    "wanted": lambda one: one.wanted,
    "missing": lambda one: one.missing if one.status in {"on-the-way", "missed"} else None,
    "days_left": lambda one: one.days_left,
    "pace": lambda one: None if one.pace is None else float(one.pace),
}
_NO_NUMBER = Text(vi="kế hoạch không nêu số", en="the plan sets no number")
_NOT_COUNTED = Text(vi="không có số liệu", en="nothing counts it")
_OF_WHAT = Text(vi="chưa biết tổng số để tính tỷ lệ", en="out of how many isn't known")


def refuse_unknown(plan: Plan, counts: Counts) -> None:
    """Refuse counts that no target of a plan can be held against.

    Raises:
        NotFoundError: With every key that is no target's.
        OcopError: If a target of each unit is counted as a whole, or one of the whole place unit by unit.
    """
    known = [target.key for target in plan.all_targets()]
    if unknown := [key for key in counts if key not in known]:
        raise NotFoundError(_unknown_target(key, known) for key in unknown)
    if unfit := [target for target, apart in _apart(plan.targets) if _is_unfit(target, counts, apart=apart)]:
        raise OcopError(map(_unfit, unfit))


def _apart(targets: Iterable[Target], *, within: bool = False) -> Iterator[tuple[Target, bool]]:
    """Yield every target, and whether it, or one that it is within, is set for each of several units."""
    for target in targets:
        apart = within or target.each is not None
        yield target, apart
        yield from _apart(target.of_which, within=apart)


def _is_unfit(target: Target, counts: Counts, *, apart: bool) -> bool:
    if target.key not in counts:
        return False
    by_units = isinstance(counts[target.key], Mapping)
    return (by_units and not apart) or (target.each is not None and not by_units)


def _unfit(target: Target) -> Problem:
    if target.each is None:
        return Problem(
            "unit-counts",
            Text(
                vi=f"Chỉ tiêu {quoted(target.key)} được đếm theo từng đơn vị",
                en=f"The target {quoted(target.key)} is counted unit by unit",
            ),
            Text(vi="Kế hoạch đặt chỉ tiêu này cho cả địa phương", en="The plan sets it for the whole place"),
            Text(vi="Ghi một số cho cả địa phương", en="Give one count for the whole place"),
        )
    return Problem(
        "unit-counts",
        Text(
            vi=f"Chỉ tiêu {quoted(target.key)} được đếm chung",
            en=f"The target {quoted(target.key)} is counted as a whole",
        ),
        Text(vi=f"Kế hoạch đặt cho {target.each.vi}", en=f"The plan sets it for {target.each.en}"),
        Text(
            vi="Đếm theo từng đơn vị; trong tệp: by_unit: {chỉ tiêu: {đơn vị: {done: 3}}}",
            en="Count unit by unit; in a file: by_unit: {target: {unit: {done: 3}}}",
        ),
    )


def _unknown_target(key: str, known: list[str]) -> Problem:
    return Problem(
        "unknown-target",
        Text(vi=f"Kế hoạch không có chỉ tiêu {quoted(key)}", en=f"The plan has no target {quoted(key)}"),
        Text(vi="Số liệu được đưa vào theo khóa của chỉ tiêu", en="Counts are handed in by a target's key"),
        nearest(key, known, limit=30),
    )
