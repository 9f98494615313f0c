"""The commands about measured facts: assess, facts new, facts coverage."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ocopkit.cli import _output
from ocopkit.cli._html import HtmlOption, PersonalOption, refuse_together
from ocopkit.cli._language import Language
from ocopkit.cli._law import VIETNAM, BookOption, ForceOption, OutputOption, SetArgument, set_of
from ocopkit.cli._packs import FolderOption
from ocopkit.cli._problems import FINE, note
from ocopkit.cli._reading import is_workbook
from ocopkit.cli._sheets import ReadingOption, chosen
from ocopkit.errors import FactsError, SheetError
from ocopkit.text import Text, day_text

if TYPE_CHECKING:
    from ocopkit.page import Langs
    from ocopkit.rules.coverage import Coverage
    from ocopkit.rules.criteria import CriteriaSet


def assess_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A fact sheet: YAML, JSON or .xlsx (phiếu số liệu).")
    ],
    lang: Language,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="The day of the council; the sheet's own if left out, else today.",
        ),
    ] = None,
    reading: ReadingOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    html: HtmlOption = None,
    personal: PersonalOption = None,
    sheet: Annotated[
        Path | None,
        typer.Option("--sheet", metavar="FILE", help="Write the score sheet that follows (phiếu đề xuất)."),
    ] = None,
    force: ForceOption = False,
    folder: FolderOption = None,
) -> int:
    """Tell which levels measured facts choose, and why (số liệu chọn mức)."""
    from ocopkit.assessing.report import assessment_report
    from ocopkit.assessing.words import tell_assessment
    from ocopkit.cli._reading import facts_in, supplements_for
    from ocopkit.documents import to_json
    from ocopkit.local.supplement import dump_local_sheet
    from ocopkit.sheets import dump_sheet

    refuse_together(html=html, as_json=as_json)
    supplements = supplements_for(file, folder or ())
    document = facts_in(file, supplements)
    local = next((one for one in supplements if one.form == document.sheet.criteria_set), None)
    if local is not None and html is not None:
        message = "--html is for national criteria sets"
        raise typer.BadParameter(message)
    day = on.date() if on else document.sheet.on
    if day is None:
        day = datetime.now(VIETNAM).date()
        note(Text(vi=f"Tính vào hôm nay, {day_text(day).vi}", en=f"As of today, {day}").say(lang))
    try:
        found = document.sheet.assess(day, readings=chosen(reading))
    except (FactsError, SheetError) as error:
        raise document.located(error) from None
    if html is not None:
        from ocopkit.forms.results import assessment_page

        _output.save(assessment_page(found, lang=lang, personal=personal or []), html, force=force)
    else:
        grades = {one.number: one.name for one in local.file.grades} if local else None
        told = tell_assessment(found, lang=lang, grades=grades)
        _output.write(to_json(assessment_report(found)) if as_json else told)
    if sheet is not None:
        written = dump_local_sheet(local, found.sheet) if local else dump_sheet(found.sheet)
        _output.save(written, sheet, force=force)
    return FINE


def new(
    key: SetArgument,
    lang: Language,
    book: BookOption = None,
    output: OutputOption = None,
    both: Annotated[
        bool, typer.Option("--both", help="Vietnamese and English on one form (song ngữ).")
    ] = False,
    force: ForceOption = False,
    folder: FolderOption = None,
) -> int:
    """Make a blank fact sheet: YAML, or a workbook (phiếu số liệu trắng)."""
    local = _supplement(key, folder) if folder else None
    form = local or set_of(key, book, lang)
    workbook = output is not None and is_workbook(output)
    if local is not None and workbook:
        message = "a supplement's fact sheet is YAML, not .xlsx"
        raise typer.BadParameter(message)
    if both and not workbook:
        message = "--both is for .xlsx"
        raise typer.BadParameter(message)
    if output is not None and workbook:
        _output.save_bytes(_workbook(form, ("vi", "en") if both else (lang,)), output, force=force)
        return FINE
    from ocopkit.assessing.blank import blank_facts

    _output.save(blank_facts(form, lang=lang), output, force=force)
    return FINE


def _supplement(key: str, folders: list[Path]) -> "CriteriaSet | None":
    """Return the criteria of the supplement of an id, if one is known."""
    from ocopkit import packs

    known = packs.known(folders=folders).supplements
    return next((one.form for one in known if one.id == key), None)


def _workbook(form: "CriteriaSet", langs: "Langs") -> bytes:
    from ocopkit import catalog
    from ocopkit.forms.facts.workbook import facts_workbook
    from ocopkit.scoring.score import basis_of

    key = basis_of(form).book
    book = catalog.catalog_for(key).book(key)
    return facts_workbook(book, form.slug, langs=langs)


def coverage_command(lang: Language, book: BookOption = None) -> int:
    """Tell how much of each decision facts decide (phần đo được, phần nhận định)."""
    from ocopkit import catalog
    from ocopkit.rules.coverage import coverage

    if book is None:
        known = catalog.books(packs=False)
        rows = [(key, *_row(coverage(known.book(key)))) for key in known.national]
    else:
        forms = catalog.catalog_for(book).book(book)
        rows = [(f"{form.number} {form.slug}", *_row(coverage([form]))) for form in forms]
    headings = {
        "vi": (
            "Quyết định",
            "Đo được",
            "điểm",
            "Đo một phần",
            "điểm",
            "Nhận định",
            "điểm",
            "Chưa ghi",
            "điểm",
            "Điều kiện",
            "Số liệu",
        ),
        "en": (
            "Decision",
            "Measured",
            "points",
            "In part",
            "points",
            "Judged",
            "points",
            "Unmarked",
            "points",
            "Conditions",
            "Facts",
        ),
    }
    _output.table(headings[lang], rows, numbers=10)
    return FINE


def _row(found: "Coverage") -> tuple[str, ...]:
    parts = (found.measured, found.partly, found.judged, found.unmarked)
    numbers = [number for part in parts for number in (part.criteria, part.points)]
    return tuple(map(str, (*numbers, found.conditions, found.facts)))
