"""Commands about the law itself: books, sets, show, readings, export."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ocopkit.cli import _output
from ocopkit.cli._language import Language
from ocopkit.cli._packs import FolderOption, TranslationOption
from ocopkit.cli._problems import FILE_HAS_PROBLEMS, FINE, note, tell, tell_all
from ocopkit.errors import OcopError
from ocopkit.text import Lang, Text, day_text

if TYPE_CHECKING:
    from ocopkit.rules.book import RuleBook
    from ocopkit.rules.criteria import CriteriaSet
    from ocopkit.rules.law import Period

BookOption = Annotated[
    str | None,
    typer.Option("--book", metavar="ID", help="The rule book; the one in force today if left out."),
]
SetArgument = Annotated[
    str, typer.Argument(metavar="SET", help="A criteria set, by number or slug (bộ tiêu chí).")
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead."),
]
VIETNAM = timezone(timedelta(hours=7))
"""Vietnam's time, which has no summer time: the law of "today" is that of its day there."""

_LONG = 6

ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")]


def book_of(key: str | None, lang: Lang) -> "RuleBook":
    """Return the rule book of an id, or the one in force today, saying which that is."""
    from ocopkit import catalog

    if key is not None:
        return catalog.catalog_for(key).book(key)
    today = datetime.now(VIETNAM).date()
    book = catalog.rule_book(on=today)
    number = book.articles.instrument.number
    said = Text(
        vi=f"{book.id} ({number}), quyết định có hiệu lực hôm nay, {day_text(today).vi}",
        en=f"{book.id} ({number}), the decision in force today, {today}",
    )
    note(said.say(lang))
    return book


def set_of(key: str, book: str | None, lang: Lang) -> "CriteriaSet":
    """Return the criteria set of a number or slug."""
    found = book_of(book, lang)
    return found[int(key) if key.isdecimal() and len(key) < _LONG else key]


def books(lang: Language) -> int:
    """List the rule books known here (các quyết định)."""
    from ocopkit import catalog

    known = catalog.books()
    status = FINE
    rows: list[tuple[str, ...]] = []
    for key in known.ids:
        try:
            book = known.book(key)
            digest = book.digest
        except OcopError as error:
            status = max(status, tell(error, lang))
            continue
        instrument = book.articles.instrument
        rows.append((book.id, instrument.number, _days(instrument.in_force, lang), digest[:12]))
    if known.problems:
        tell_all(known.problems, lang)
        status = FILE_HAS_PROBLEMS
    headings = {
        "vi": ("Mã", "Số hiệu", "Hiệu lực", "Mã nội dung"),
        "en": ("Id", "Number", "In force", "Digest"),
    }
    _output.table(headings[lang], rows, keys=4)
    return status


def sets(lang: Language, book: BookOption = None) -> int:
    """List the criteria sets of a rule book (các bộ tiêu chí)."""
    found = book_of(book, lang)
    rows = [
        (str(entry.number), entry.slug, entry.name.say(lang), group.name.say(lang))
        for group in found.articles.groups
        for subgroup in group.subgroups
        for entry in subgroup.sets
    ]
    headings = {
        "vi": ("Số", "Tên ngắn", "Bộ sản phẩm", "Nhóm"),
        "en": ("Number", "Slug", "Product set", "Group"),
    }
    _output.table(headings[lang], sorted(rows, key=lambda row: int(row[0])), keys=2)
    return FINE


def show(
    key: Annotated[
        str,
        typer.Argument(
            metavar="SET",
            help="A criteria set, or a criterion of it, such as 11/3.3 (bộ tiêu chí, tiêu chí).",
        ),
    ],
    lang: Language,
    book: BookOption = None,
    translation: TranslationOption = None,
    folder: FolderOption = None,
) -> int:
    """Show a form, with what chooses each level (xem một mẫu phiếu)."""
    from ocopkit.cli._form import form_lines

    name, _, code = key.partition("/")
    form = set_of(name, book, lang)
    if translation:
        from ocopkit import packs

        form = packs.known(folders=folder or ()).translation(translation).shown(form)
    _output.lines(form_lines(form, lang, only=form.criterion(code) if code else None))
    return FINE


def readings(lang: Language, book: BookOption = None) -> int:
    """List how the law is read where it is silent, and on councils (cách hiểu)."""
    from ocopkit.cli._form import reading_lines
    from ocopkit.scoring.regulation import council_readings

    for reading in book_of(book, lang).articles.readings:
        _output.lines(reading_lines(reading, lang))
    heading = {"vi": "Hội đồng, khi quy chế không quy định:", "en": "Councils, where a regulation is silent:"}
    _output.write(f"\n{heading[lang]}")
    for reading in council_readings():
        _output.lines(reading_lines(reading, lang))
    return FINE


def export(
    key: Annotated[str, typer.Argument(metavar="BOOK", help="The id of a rule book.")],
    lang: Language,
    style: Annotated[Literal["json", "yaml"], typer.Option("--format", help="How to write it.")] = "json",
    output: OutputOption = None,
    force: ForceOption = False,
) -> int:
    """Print a whole rule book as one document (xuất dữ liệu)."""
    from ocopkit.documents import to_json, to_yaml
    from ocopkit.rules.export import export_book

    plain = export_book(book_of(key, lang))
    text = to_yaml(plain) if style == "yaml" else to_json(plain) + "\n"
    _output.save(text, output, force=force)
    return FINE


def _days(period: "Period", lang: Lang) -> str:
    last = day_text(period.last_day).say(lang) if period.last_day else ""
    return f"{day_text(period.first_day).say(lang)} – {last}".rstrip()
