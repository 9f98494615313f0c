"""How far a plan's targets are reached, by counts that the caller hands in."""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal
from xml.sax.saxutils import escape

from attrs import frozen

from ocopkit.errors import NotFoundError, Problem, nearest, quoted
from ocopkit.local.plan import Plan, Target
from ocopkit.text import Lang, Text

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

    @property
    def missing(self) -> int:
        """How many are missing."""
        return max((self.wanted or 0) - (self.done or 0), 0)

    @property
    def pace(self) -> Fraction | None:
        """How many must be added every 30 days from now on, exactly; ``None`` unless it is on the way."""
        return Fraction(30 * self.missing, self.days_left) if self.status == "on-the-way" else None


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

    Example:
        >>> from pathlib import Path
        >>> from ocopkit.local.plan import load_plan
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/plans")
        >>> plan = load_plan(folder / "vi-du-ke-hoach-2026.yaml")
        >>> first = progress(plan, {"new": 9}, date(2026, 12, 2))[0]
        >>> first.status, first.missing, str(first.pace)
        ('on-the-way', 3, '3')
    """
    known = {target.key: target for target in plan.all_targets()}
    if unknown := [key for key in counts if key not in known]:
        raise NotFoundError(_unknown_target(key, known) for key in unknown)
    return tuple(
        found for target in plan.all_targets() for found in _of(target, counts.get(target.key), plan, on)
    )


def _of(
    target: Target, counted: int | Count | Mapping[str, int | Count] | None, plan: Plan, on: date
) -> Iterator[TargetProgress]:
    last = target.by or plan.period.last_day or on
    if target.every_year:
        last = min(last, date(on.year, 12, 31))
    if counted is None or isinstance(counted, int | Count):
        yield _one(target, None, counted, last, on)
    else:
        for unit, count in counted.items():
            yield _one(target, unit, count, last, on)


def _one(target: Target, unit: str | None, counted: int | Count | None, by: date, on: date) -> TargetProgress:
    count = Count(counted) if isinstance(counted, int) else counted
    wanted = target.at_least
    if target.share is not None:
        wanted = None if count is None or count.of is None else math.ceil(target.share * count.of)
    if count is None or wanted is None:
        done = None if count is None else count.done
        return TargetProgress(target, "not-measurable", by, unit, done, wanted)
    status: Status = "on-the-way"
    if count.done >= wanted:
        status = "reached"
    elif on > by:
        status = "missed"
    return TargetProgress(target, status, by, unit, count.done, wanted, max((by - on).days + 1, 0))


def progress_rows(found: Iterable[TargetProgress], lang: Lang) -> list[tuple[str, str, str, str, str]]:
    """Return progress as the rows of a table: target, done, wanted, status, pace needed.

    Args:
        found: What :func:`progress` returns.
        lang: ``"vi"`` or ``"en"``.
    """
    return [
        (
            _name(one).say(lang),
            "–" if one.done is None else str(one.done),
            _wanted(one),
            STATUS_TEXTS[one.status].say(lang),
            _pace(one).say(lang),
        )
        for one in found
    ]


def progress_picture(found: Iterable[TargetProgress], lang: Lang) -> str:
    """Return progress as an SVG picture: a bar for each target, full where it is reached.

    Args:
        found: What :func:`progress` returns.
        lang: ``"vi"`` or ``"en"``.
    """
    items = list(found)
    height = 34 * len(items) + 10
    size = f'width="720" height="{height}" viewBox="0 0 720 {height}"'
    letters = 'font-family="sans-serif" font-size="12"'
    rows = [_bar(one, 10 + 34 * place, lang) for place, one in enumerate(items)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {letters} role="img">',
            *rows,
            "</svg>\n",
        ]
    )


_COLOURS: Mapping[Status, str] = {
    "reached": "#2a7a3b",
    "on-the-way": "#b07a10",
    "missed": "#b03030",
    "not-measurable": "#888888",
}
_FULL = 300


def _bar(one: TargetProgress, top: int, lang: Lang) -> str:
    share = min(Fraction(one.done or 0, one.wanted), Fraction(1)) if one.wanted else Fraction(0)
    said = f"{STATUS_TEXTS[one.status].say(lang)} ({'–' if one.done is None else one.done}/{_wanted(one)})"
    colour = _COLOURS[one.status]
    return (
        f'<text x="10" y="{top + 10}">{escape(_name(one).say(lang))}</text>'
        f'<rect x="10" y="{top + 14}" width="{_FULL}" height="8" fill="#e4e4e4"/>'
        f'<rect x="10" y="{top + 14}" width="{math.floor(_FULL * share)}" height="8" fill="{colour}"/>'
        f'<text x="{_FULL + 20}" y="{top + 22}" fill="{colour}">{escape(said)}</text>'
    )


def _name(one: TargetProgress) -> Text:
    what = one.target.what
    return Text(vi=f"{what.vi}: {one.unit}", en=f"{what.en}: {one.unit}") if one.unit else what


def _wanted(one: TargetProgress) -> str:
    target = one.target
    about = "~" if target.about else ""
    if one.wanted is None:
        return f"{about}{float(100 * target.share):g}%" if target.share is not None else "–"
    most = f"–{target.at_most}" if target.at_most is not None else ""
    return f"{about}{one.wanted}{most}"


def _pace(one: TargetProgress) -> Text:
    if one.pace is None:
        return Text(vi="", en="")
    rate = f"{float(one.pace):.1f}"
    return Text(
        vi=f"còn {one.missing} trong {one.days_left} ngày ({rate} mỗi 30 ngày)",
        en=f"{one.missing} more in {one.days_left} days ({rate} every 30 days)",
    )


def _unknown_target(key: str, known: Mapping[str, Target]) -> Problem:
    return Problem(
        "unknown-target",
        Text(vi=f"Kế hoạch không có chỉ tiêu {quoted(key)}", en=f"The plan has no target {quoted(key)}"),
        Text(vi="Số liệu được đưa vào theo khóa của chỉ tiêu", en="Counts are handed in by a target's key"),
        nearest(key, known, limit=30),
    )
