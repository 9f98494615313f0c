"""A plan's dates as an iCalendar file (RFC 5545), which any calendar program opens."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import frozen

from ocopkit.cases.icalendar import escaped, folded
from ocopkit.local.plan import Plan, PlanRound
from ocopkit.local.progress import TargetProgress, standing_text
from ocopkit.rules.book import RuleBook
from ocopkit.text import Lang, Text, same


@frozen
class Entry:
    """A stretch of days in a plan.

    Args:
        key: What keeps it apart from the plan's other entries, however often the file is made.
        what: What there is to be done.
        first_day: The first day.
        last_day: The last day.
        more: What else there is to say of it.
    """

    key: str
    what: Text
    first_day: date
    last_day: date
    more: Text | None = None


def entries(
    plan: Plan, *, book: RuleBook | None = None, found: Iterable[TargetProgress] = ()
) -> tuple[Entry, ...]:
    """Return the dated entries of a plan, in the order of their days.

    A deadline "before a day" stands on the last day on which it is met.

    Args:
        plan: The plan.
        book: The rule book that names the tiers; their keys are shown if it is left out.
        found: How far its targets are reached: each stands on its last day, with what is still to do.
    """
    all_of_them = [*_entries(plan, book), *_of_targets(plan, tuple(found))]
    return tuple(sorted(all_of_them, key=lambda entry: (entry.first_day, entry.last_day)))


def to_icalendar(
    plan: Plan,
    *,
    lang: Lang = "vi",
    book: RuleBook | None = None,
    found: Iterable[TargetProgress] = (),
) -> str:
    """Return the dated entries of a plan as an iCalendar file.

    Args:
        plan: The plan.
        lang: ``"vi"`` or ``"en"``.
        book: The rule book that names the tiers; their keys are shown if it is left out.
        found: How far its targets are reached: each stands on its last day, with what is still to do.

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
    for entry in entries(plan, book=book, found=found):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{plan.id}-{entry.key}@ocopkit",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{entry.first_day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.last_day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(entry.what.say(lang))}",
            *([f"DESCRIPTION:{escaped(entry.more.say(lang))}"] if entry.more else []),
            f"LOCATION:{escaped(plan.place.text.say(lang))}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(piece + "\r\n" for line in lines for piece in folded(line))


def _entries(plan: Plan, book: RuleBook | None) -> Iterator[Entry]:
    tiers = {tier.key: tier.name for tier in book.articles.tiers} if book else {}
    for place, one in enumerate(plan.rounds):
        yield from _of_round(one, f"round-{place}", tiers.get(one.tier, same(one.tier)))
    spans = [(f"work-{place}", work.what, work.when) for place, work in enumerate(plan.work)]
    spans += [(f"task-{place}", task.what, task.when) for place, task in enumerate(plan.tasks)]
    spans += [(f"report-{place}", report.what, report.due) for place, report in enumerate(plan.reports)]
    for key, what, when in spans:
        if when:
            yield Entry(key, what, when.first_day, when.last_day)
    for place, work in enumerate(plan.work):
        if work.before:
            yield _deadline(f"work-{place}-before", work.what, work.before)


def _of_targets(plan: Plan, found: tuple[TargetProgress, ...]) -> Iterator[Entry]:
    """Yield the targets: those measured on their last day, else those that have a day of their own."""
    for one in found:
        parts = ["target", one.target.key, *(str(part) for part in (one.unit, one.year) if part)]
        yield Entry("-".join(parts), one.name, one.by, one.by, standing_text(one))
    if not found:
        for target in plan.all_targets():
            if target.by:
                yield Entry(f"target-{target.key}", target.what, target.by, target.by)


def _of_round(one: PlanRound, key: str, tier: Text) -> Iterator[Entry]:
    number = f" {one.number}" if one.number else ""
    name = Text(vi=f"Đánh giá{number and f' đợt{number}'} ({tier.vi})", en=f"Evaluation{number} ({tier.en})")
    if one.when:
        yield Entry(key, name, one.when.first_day, one.when.last_day)
    if one.finish_before:
        last = Text(vi=f"Hạn cuối: {name.vi}", en=f"Last day: {name.en}")
        yield _deadline(f"{key}-finish", last, one.finish_before)
    if one.files_before:
        files = Text(vi=f"Hạn nộp hồ sơ: {name.vi}", en=f"Files due: {name.en}")
        yield _deadline(f"{key}-files", files, one.files_before)


def _deadline(key: str, what: Text, before: date) -> Entry:
    last = before - timedelta(days=1)
    return Entry(key, what, last, last)
