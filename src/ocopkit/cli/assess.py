"""The commands about measured facts: assess, facts new, facts coverage."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ocopkit.cli import _output
from ocopkit.cli._html import HtmlOption, PersonalOption, refuse_together
from ocopkit.cli._language import Language
from ocopkit.cli._law import VIETNAM, BookOption, ForceOption, OutputOption, SetArgument, set_of
from ocopkit.cli._problems import FINE, note
from ocopkit.cli._reading import is_workbook
from ocopkit.cli._sheets import ReadingOption, chosen
from ocopkit.errors import FactsError, SheetError
from ocopkit.text import Text, day_text

if TYPE_CHECKING:
    from ocopkit.forms.page import Langs
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
) -> int:
    """Tell which levels measured facts choose, and why (số liệu chọn mức)."""
    from ocopkit.assessing.report import assessment_report
    from ocopkit.assessing.words import tell_assessment
    from ocopkit.cli._reading import facts_in
    from ocopkit.documents import to_json
    from ocopkit.sheets import dump_sheet

    refuse_together(html=html, as_json=as_json)
    document = facts_in(file)
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
        _output.write(to_json(assessment_report(found)) if as_json else tell_assessment(found, lang=lang))
    if sheet is not None:
        _output.save(dump_sheet(found.sheet), sheet, force=force)
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
) -> int:
    """Make a blank fact sheet: YAML, or a workbook (phiếu số liệu trắng)."""
    form = set_of(key, book, lang)
    workbook = output is not None and is_workbook(output)
    if both and not workbook:
        message = "--both is for .xlsx"
        raise typer.BadParameter(message)
    if output is not None and workbook:
        _output.save_bytes(_workbook(form, ("vi", "en") if both else (lang,), output), output, force=force)
        return FINE
    from ocopkit.assessing.blank import blank_facts

    _output.save(blank_facts(form, lang=lang), output, force=force)
    return FINE


def _workbook(form: "CriteriaSet", langs: "Langs", output: Path) -> bytes:
    from ocopkit import catalog
    from ocopkit.cli._reading import extra_missing
    from ocopkit.forms.facts.workbook import facts_workbook
    from ocopkit.scoring.score import basis_of

    key = basis_of(form).book
    book = catalog.catalog_for(key).book(key)
    try:
        return facts_workbook(book, form.slug, langs=langs)
    except ModuleNotFoundError as error:
        raise extra_missing(error, output) from None


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
