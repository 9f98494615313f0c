"""The command on many products: register stats."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ocopkit.cli._language import Language
from ocopkit.text import Lang, Text, day_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocopkit.cases.statistics import Count, Statistics


def stats(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A register: cases as JSON lines.")],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day.")],
    lang: Language,
    habit: Annotated[
        Literal["apart", "with-stars-in-force", "with-stars-hoped-for"],
        typer.Option("--potential", help="Where products count whose higher stars are hoped for."),
    ] = "apart",
    view: Annotated[
        Literal["as-recorded", "before", "after"],
        typer.Option("--provinces", help="By which provinces: as recorded, before or after the merger."),
    ] = "as-recorded",
    months: Annotated[
        int, typer.Option("--expiring", min=0, metavar="MONTHS", help="Count what expires within so long.")
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
