"""The command that makes forms to fill in: workbooks, and pages to print."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ocopkit.cli import _output
from ocopkit.cli._language import Language
from ocopkit.cli._law import BookOption, ForceOption, SetArgument, book_of
from ocopkit.cli._problems import FINE
from ocopkit.errors import OcopError, Problem, Where, quoted
from ocopkit.text import Lang, Text

if TYPE_CHECKING:
    from ocopkit.page import Langs
    from ocopkit.rules.book import RuleBook
    from ocopkit.scoring.sheet import ScoreSheet

_LONG = 6
_MOST_MEMBERS = 30


def form_command(
    key: SetArgument,
    lang: Language,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The file: .xlsx to fill in, or .html.")
    ],
    book: BookOption = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The rule book in force on that day instead.")
    ] = None,
    both: Annotated[
        bool, typer.Option("--both", help="Vietnamese and English on one form (song ngữ).")
    ] = False,
    members: Annotated[
        int | None,
        typer.Option(
            "--members",
            metavar="NUMBER",
            min=1,
            max=_MOST_MEMBERS,
            help="A council's workbook: a sheet for each member, and a summary (hội đồng).",
        ),
    ] = None,
    fill: Annotated[
        Path | None,
        typer.Option("--fill", metavar="SHEET", help="Fill it in from a score sheet, YAML, JSON or .xlsx."),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option(
            "--report",
            metavar="NUMBER",
            help="A form of the dossier instead, by its number, such as 02 or 03; .html (mẫu của hồ sơ).",
        ),
    ] = None,
    force: ForceOption = False,
) -> int:
    """Make a form to fill in: a workbook, or a page to print (lập phiếu)."""
    from ocopkit.cli._reading import sheet_in

    found = _book(book, on, lang)
    number = int(key) if key.isdecimal() and len(key) < _LONG else key
    form = found[number]
    langs: Langs = ("vi", "en") if both else (lang,)
    sheet = sheet_in(fill).sheet if fill else None
    if sheet is not None and sheet.criteria_set != form:
        raise OcopError([_other_form(fill, sheet)])
    kind = output.suffix.lower()
    if kind not in {".xlsx", ".html"}:
        raise OcopError([_unknown_kind(output)])
    if kind == ".html":
        if members is not None:
            message = "--members makes workbooks; print the page once for each member"
            raise typer.BadParameter(message)
        _output.save(_page(found, number, langs, sheet, report), output, force=force)
        return FINE
    if report is not None:
        message = "--report is for .html"
        raise typer.BadParameter(message)
    _output.save_bytes(_workbook(found, number, langs, sheet, members), output, force=force)
    return FINE


def _book(book: str | None, on: str | None, lang: Lang) -> "RuleBook":
    if on is None:
        return book_of(book, lang)
    from datetime import date

    from ocopkit import catalog

    if book is not None:
        message = "--book and --on exclude each other"
        raise typer.BadParameter(message)
    try:
        day = date.fromisoformat(on)
    except ValueError:
        message = "--on is a date such as 2026-09-01"
        raise typer.BadParameter(message) from None
    return catalog.rule_book(on=day)


def _page(
    book: "RuleBook", key: int | str, langs: "Langs", sheet: "ScoreSheet | None", report: str | None
) -> str:
    if report is not None:
        from ocopkit.forms.reports import report_page

        return report_page(book, report, key, sheet=sheet, langs=langs)
    from ocopkit.forms.printed import form_page

    return form_page(book, key, sheet=sheet, langs=langs)


def _workbook(
    book: "RuleBook",
    key: int | str,
    langs: "Langs",
    sheet: "ScoreSheet | None",
    members: int | None,
) -> bytes:
    from ocopkit.forms.workbook import council_workbook, form_workbook

    if members is None:
        return form_workbook(book, key, sheet=sheet, langs=langs)
    if sheet is not None:
        message = "--fill is for one sheet, not for a council's workbook"
        raise typer.BadParameter(message)
    return council_workbook(book, key, members, langs=langs)


def _unknown_kind(output: Path) -> Problem:
    suffix = quoted(output.suffix)
    return Problem(
        "unknown-format",
        Text(vi=f"Không lập được tệp {suffix}", en=f"A file {suffix} cannot be made"),
        Text(vi="Phiếu là bảng tính hoặc trang để in", en="Forms are workbooks, or pages to print"),
        Text(vi="Đặt tên tệp là .xlsx hoặc .html", en="Let the name end in .xlsx or .html"),
        Where(file=str(output)),
    )


def _other_form(file: Path | None, sheet: "ScoreSheet") -> Problem:
    from ocopkit.scoring.score import basis_of

    form, book = sheet.criteria_set, basis_of(sheet.criteria_set).book
    return Problem(
        "other-set",
        Text(
            vi=f"Phiếu đã chấm theo bộ {form.number} ({form.name.vi}) của {book}",
            en=f"The sheet is against set {form.number} ({form.name.en}) of {book}",
        ),
        Text(vi="Mức của bộ này không có trên mẫu kia", en="Levels of one form mean nothing on another"),
        Text(
            vi=f"Lập phiếu bằng ocopkit form {form.number} --book {book}",
            en=f"Make the form with `ocopkit form {form.number} --book {book}`",
        ),
        Where(file=str(file)),
    )
