"""A plan's dates as an iCalendar file (RFC 5545), which any calendar program opens."""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from ocopkit.cases.icalendar import escaped, folded
from ocopkit.local.plan import Plan, PlanRound
from ocopkit.text import Lang, Text


@frozen
class Entry:
    """A stretch of days in a plan.

    Args:
        what: What there is to be done.
        first_day: The first day.
        last_day: The last day.
    """

    what: Text
    first_day: date
    last_day: date


def entries(plan: Plan) -> tuple[Entry, ...]:
    """Return the dated entries of a plan, in the order of their days.

    A deadline "before a day" stands on the last day on which it is met.

    Args:
        plan: The plan.
    """
    return tuple(sorted(_entries(plan), key=lambda entry: (entry.first_day, entry.last_day)))


def to_icalendar(plan: Plan, *, lang: Lang = "vi") -> str:
    """Return the dated entries of a plan as an iCalendar file.

    Args:
        plan: The plan.
        lang: ``"vi"`` or ``"en"``.

    Returns:
        The text, with the line ends that the format wants; the same plan gives the same bytes.

    Example:
        >>> from pathlib import Path
        >>> from ocopkit.local.plan import load_plan
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/plans")
        >>> text = to_icalendar(load_plan(folder / "vi-du-ke-hoach-2026.yaml"), lang="en")
        >>> text.splitlines()[0], "DTSTART;VALUE=DATE:20261214" in text
        ('BEGIN:VCALENDAR', True)
    """
    stamp = f"{plan.source.issued_on or plan.period.first_day:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ocopkit//plan//EN"]
    for number, entry in enumerate(entries(plan), start=1):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{plan.id}-{number}@ocopkit",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{entry.first_day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.last_day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(entry.what.say(lang))}",
            f"LOCATION:{escaped(plan.place.text.say(lang))}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(piece + "\r\n" for line in lines for piece in folded(line))


def _entries(plan: Plan) -> Iterator[Entry]:
    for one in plan.rounds:
        yield from _of_round(one)
    spans = [(work.what, work.when) for work in plan.work]
    spans += [(task.what, task.when) for task in plan.tasks]
    spans += [(report.what, report.due) for report in plan.reports]
    for what, when in spans:
        if when:
            yield Entry(what, when.first_day, when.last_day)
    for work in plan.work:
        if work.before:
            yield _deadline(work.what, work.before)
    for target in plan.targets:
        if target.by:
            yield Entry(target.what, target.by, target.by)


def _of_round(one: PlanRound) -> Iterator[Entry]:
    number = f" {one.number}" if one.number else ""
    name = Text(
        vi=f"Đánh giá{number and f' đợt{number}'} ({one.tier})", en=f"Evaluation{number} ({one.tier})"
    )
    if one.when:
        yield Entry(name, one.when.first_day, one.when.last_day)
    if one.finish_before:
        yield _deadline(Text(vi=f"Hạn cuối: {name.vi}", en=f"Last day: {name.en}"), one.finish_before)
    if one.files_before:
        yield _deadline(Text(vi=f"Hạn nộp hồ sơ: {name.vi}", en=f"Files due: {name.en}"), one.files_before)


def _deadline(what: Text, before: date) -> Entry:
    last = before - timedelta(days=1)
    return Entry(what, last, last)
