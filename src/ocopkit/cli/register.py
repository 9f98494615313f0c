"""The commands on many products: register stats, register expiring."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ocopkit.cli._cases import OnDay, calendar_text, day_of
from ocopkit.cli._language import Language
from ocopkit.cli._law import ForceOption, OutputOption
from ocopkit.cli._output import one_line
from ocopkit.text import Lang, Text, day_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocopkit.cases.statistics import Count, Expiring, Statistics
    from ocopkit.rules.book import RuleBook
    from ocopkit.rules.law import Period

RegisterFile = Annotated[Path, typer.Argument(metavar="FILE", help="A register: cases as JSON lines.")]
Provinces = Annotated[
    Literal["as-recorded", "before", "after"],
    typer.Option("--provinces", help="By which provinces: as recorded, before or after the merger."),
]


def stats(
    file: RegisterFile,
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day.")],
    lang: Language,
    habit: Annotated[
        Literal["apart", "with-stars-in-force", "with-stars-hoped-for"],
        typer.Option("--potential", help="Where products count whose higher stars are hoped for."),
    ] = "apart",
    view: Provinces = "as-recorded",
    months: Annotated[
        int,
        typer.Option(
            "--expiring", min=0, max=1200, metavar="MONTHS", help="Count what expires within so long."
        ),
    ] = 6,
    style: Annotated[Literal["text", "json"], typer.Option("--format", help="How to write it.")] = "text",
) -> int:
    """Count products by star, group, province and producer on a day (Thống kê sổ sản phẩm)."""
    from ocopkit.cases.statistics import statistics
    from ocopkit.catalog import rule_book
    from ocopkit.cli._output import write
    from ocopkit.cli._problems import tell_all
    from ocopkit.documents import to_json

    found = statistics(file, rule_book, on=on.date(), habit=habit, view=view, expiring_within=months)
    tell_all(found.problems, lang)
    if style == "json":
        write(to_json(_plain(found)))
    else:
        for line in _told(found, months, lang):
            write(line)
    return 0


def expiring_command(
    file: RegisterFile,
    lang: Language,
    on: OnDay = None,
    months: Annotated[
        int, typer.Option("--within", min=0, max=1200, metavar="MONTHS", help="Within how long.")
    ] = 6,
    view: Provinces = "as-recorded",
    style: Annotated[
        Literal["text", "json", "ical"], typer.Option("--format", help="How to write it.")
    ] = "text",
    output: OutputOption = None,
    force: ForceOption = False,
) -> int:
    """List the certificates that run out soon, the first to end first (Giấy chứng nhận sắp hết hạn)."""
    from ocopkit.cases.statistics import expiring
    from ocopkit.catalog import rule_book
    from ocopkit.cli._output import save, table
    from ocopkit.cli._problems import tell_all
    from ocopkit.documents import to_json
    from ocopkit.errors import Problem

    day, told = day_of(on), list[Problem]()
    found = expiring(file, rule_book, on=day, within=months, view=view, told=told)
    tell_all(told, lang)
    book = rule_book(on=day) if found else None
    if style == "json":
        save(to_json([_entry(one, _window(one, book)) for one in found]) + "\n", output, force=force)
    elif style == "ical":
        save(calendar_text(_calendar(found, book, lang), output), output, force=force)
    else:
        rows = [_cells(one, _window(one, book), lang) for one in found]
        if output is None:
            table([text.say(lang) for text in _HEADINGS], rows, keys=2)
        else:
            save("".join("\t".join(map(one_line, row)) + "\n" for row in rows), output, force=force)
    return 0


_HEADINGS = (
    Text(vi="Hết hạn", en="Ends after"),
    Text(vi="Mã", en="Case"),
    Text(vi="Sản phẩm", en="Product"),
    Text(vi="Tỉnh", en="Province"),
    Text(vi="Sao", en="Stars"),
    Text(vi="Giấy chứng nhận", en="Certificate"),
    Text(vi="Nộp hồ sơ đánh giá lại", en="File for re-evaluation"),
)


def _window(one: "Expiring", book: "RuleBook | None") -> "Period | None":
    """Return the days on which a re-evaluation is filed for; ``None`` if the law of the day sets none."""
    from ocopkit.cases.certificate import re_evaluation_window

    if book is None or one.row.status != "valid":
        return None
    window = re_evaluation_window(book, one.last_day)
    begun = book.articles.instrument.in_force.first_day
    return window if window and window.last_day and window.last_day >= begun else None


def _cells(one: "Expiring", window: "Period | None", lang: "Lang") -> list[str]:
    from ocopkit.cases.certificate import STATUS_NAMES

    row = one.row
    days = (window.first_day, window.last_day) if window else ()
    return [
        day_text(one.last_day).say(lang),
        row.case,
        one.product,
        row.province,
        str(row.stars),
        STATUS_NAMES[row.status].say(lang),
        " – ".join(day_text(day).say(lang) for day in days),
    ]


def _entry(one: "Expiring", window: "Period | None") -> dict[str, object]:
    row = one.row
    entry: dict[str, object] = {
        "last_day": one.last_day.isoformat(),
        "case": row.case,
        "product": one.product,
        "province": row.province,
        "kind": row.kind,
        "group": row.group,
        "stars": row.stars,
        "status": row.status,
    }
    if window and window.last_day:
        days = {"first_day": window.first_day.isoformat(), "last_day": window.last_day.isoformat()}
        entry["file_for_re_evaluation"] = days
    return entry


def _calendar(found: "tuple[Expiring, ...]", book: "RuleBook | None", lang: "Lang") -> str:
    from ocopkit.cases.deadlines import end_of_certificate
    from ocopkit.cases.icalendar import Entry, to_icalendar

    entries = [
        Entry(one.row.case, one.product, end_of_certificate(book, one.row.stars or 0, one.last_day))
        for one in found
        if book
    ]
    return to_icalendar(entries, made_at=datetime.now(UTC), lang=lang)


def _told(found: "Statistics", months: int, lang: "Lang") -> "Iterator[str]":
    vi = lang == "vi"
    day = day_text(found.on).say(lang)
    yield f"{'Ngày' if vi else 'On'} {day}: {found.cases} {'sản phẩm' if vi else 'cases'}"
    yield _line("Tổng" if vi else "Total", found.total, lang)
    if vi:
        yield f"Hết hạn trong {months} tháng: {found.expiring}"
    else:
        yield f"Expiring within {months} months: {found.expiring}"
    names = _names()
    parts: list[tuple[str, Mapping[str, Count]]] = [
        ("Nhóm" if vi else "Group", found.by_group),
        ("Tỉnh" if vi else "Province", found.by_province),
        ("Loại hình chủ thể" if vi else "Kind of producer", found.by_kind),
    ]
    for heading, counts in parts:
        yield f"{heading}:"
        for key, count in counts.items():
            yield "  " + _line(names[key].say(lang) if key in names else key, count, lang)


def _names() -> dict[str, Text]:
    """Return what the keys of groups and kinds of producer mean, by the latest decision that has them."""
    from ocopkit.catalog import books

    known = books(packs=False)
    articles = [known.book(key).articles for key in known.ids]
    groups = {one.key: one.name for each in articles for one in each.groups}
    return groups | {one.key: one.name for each in articles for one in each.producers}


def _line(name: str, count: "Count", lang: "Lang") -> str:
    vi = lang == "vi"
    stars = ", ".join(f"{key}*: {number}" for key, number in count.stars.items())
    words = [
        f"{'còn hiệu lực' if vi else 'valid'} {count.valid}" + (f" ({stars})" if stars else ""),
        f"{'từng được công nhận' if vi else 'ever recognised'} {count.ever}",
    ]
    words += [
        f"{'tiềm năng' if vi else 'potential'} {key}*: {number}" for key, number in count.potential.items()
    ]
    return f"{name}: {'; '.join(words)}"


def _plain(found: "Statistics") -> dict[str, object]:
    def plain(count: "Count") -> dict[str, object]:
        return {
            "valid": count.valid,
            "ever": count.ever,
            "stars": {str(key): number for key, number in count.stars.items()},
            "potential": {str(key): number for key, number in count.potential.items()},
        }

    return {
        "on": found.on.isoformat(),
        "cases": found.cases,
        "total": plain(found.total),
        "statuses": dict(found.statuses),
        "expiring": found.expiring,
        "by_group": {key: plain(count) for key, count in found.by_group.items()},
        "by_province": {key: plain(count) for key, count in found.by_province.items()},
        "by_kind": {key: plain(count) for key, count in found.by_kind.items()},
    }
