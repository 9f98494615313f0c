"""Deadlines as an iCalendar text (RFC 5545), for calendars that people already use."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from attrs import frozen

from ocopkit.cases.deadlines import Deadline
from ocopkit.text import Lang, day_text
from ocopkit.version import __version__

_OCTETS = 75
"""The most octets of a line, as RFC 5545 section 3.1 has it."""


@frozen
class Entry:
    """A deadline of one case, as a calendar shows it.

    Args:
        case: The id of the case: it keeps entries of several cases apart.
        product: The product's name.
        deadline: The deadline.
    """

    case: str
    product: str
    deadline: Deadline


def to_icalendar(entries: Iterable[Entry], *, made_at: datetime, lang: Lang = "vi") -> str:
    """Return deadlines as an iCalendar text, one all-day event each, on its last day in time.

    What was done already, too late, is left out.

    Args:
        entries: The deadlines.
        made_at: When the text is made, with its time zone.
        lang: ``"vi"`` or ``"en"``.

    Returns:
        The text, its lines folded at 75 octets and ended by CR LF.

    Raises:
        ValueError: If ``made_at`` has no time zone.

    Example:
        >>> print(to_icalendar([], made_at=datetime(2026, 9, 1, tzinfo=UTC)).splitlines()[0])
        BEGIN:VCALENDAR
    """
    if made_at.tzinfo is None:
        message = "made_at needs a time zone, such as datetime.now(UTC)"
        raise ValueError(message)
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//ocopkit//{__version__}//{lang.upper()}"]
    lines.append("CALSCALE:GREGORIAN")
    for entry in entries:
        lines += _event(entry, stamp, lang) if entry.deadline.done is None else []
    lines.append("END:VCALENDAR")
    return "".join(piece + "\r\n" for line in lines for piece in folded(line))


def _event(entry: Entry, stamp: str, lang: Lang) -> list[str]:
    one = entry.deadline
    day = one.due.strftime("%Y%m%d")
    who, law = one.who.say(lang), one.clause.say(lang)
    opens = (
        {"vi": f"Từ ngày {day_text(one.opens).vi}. ", "en": f"From {one.opens} on. "}[lang]
        if one.opens
        else ""
    )
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.case or entry.product)}-{one.kind}-{day}@ocopkit",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day}",
        f"DTEND;VALUE=DATE:{one.due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(f'{entry.product}: {one.what.say(lang)}')}",
        f"DESCRIPTION:{escaped(f'{opens}{who}. {law}.')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Return a text as a calendar writes it: separating signs escaped, what cannot be shown left out."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return "".join(sign for sign in text if sign.isprintable())


def folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets, never cutting a letter in two."""
    piece, octets = "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > _OCTETS:
            yield piece
            piece, octets = " ", 1
        piece += sign
        octets += size
    yield piece
