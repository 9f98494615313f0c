"""Commands about score sheets: new, check, score, explain, bounds."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ocopkit.cli import _output
from ocopkit.cli._html import HtmlOption, PersonalOption, refuse_together
from ocopkit.cli._language import Language
from ocopkit.cli._law import BookOption, ForceOption, OutputOption, SetArgument, set_of
from ocopkit.cli._packs import FolderOption, TranslationOption
from ocopkit.cli._problems import FILE_HAS_PROBLEMS, FINE, status_of, tell, tell_all
from ocopkit.cli._reading import called, sheet_in, sheets_of
from ocopkit.errors import IncompleteSheetError, OcopError, Problem, few, problem_report, quoted
from ocopkit.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocopkit.scoring.score import Score
    from ocopkit.scoring.sheet import ScoreSheet
    from ocopkit.sheets import SheetDocument


FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="A score sheet: YAML, JSON or .xlsx (phiếu).")
]
FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Score sheets: YAML, JSON or .xlsx (các phiếu).")
]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--reading",
        metavar="KEY=OPTION",
        help="Read the law otherwise where it is silent; may be repeated (cách hiểu).",
    ),
]


_NOBODY = Text(vi="chưa thành viên nào chấm", en="no member has filled in a sheet")


def new(
    key: SetArgument,
    lang: Language,
    book: BookOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> int:
    """Print a blank score sheet to fill in (phiếu trắng)."""
    from ocopkit.scoring.blank import blank_sheet

    _output.save(blank_sheet(set_of(key, book, lang), lang=lang), output, force=force)
    return FINE


def check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Score sheets; or folders of packs (các phiếu, hoặc gói)."),
    ],
    lang: Language,
) -> int:
    """Check how sheets are written, and whether packs hold (kiểm tra phiếu, gói)."""
    from ocopkit.cli.packs import check_folder

    status = FINE
    for file in files:
        try:
            if file.is_dir():
                status = max(status, check_folder(file, lang))
                continue
            documents = sheets_of(file)
        except OcopError as error:
            status = max(status, tell(error, lang))
            continue
        for one in documents:
            left = len(one.sheet.unanswered())
            said = Text(
                vi=f"đúng, còn {left} tiêu chí chưa trả lời" if left else "đúng và đủ",
                en=f"fine, {_criteria(left)} unanswered" if left else "fine and complete",
            )
            _output.write(f"{called(file, one.document)}: {said.say(lang)}")
        if not documents:
            _output.write(f"{file}: {_NOBODY.say(lang)}")
    return status


def score(
    files: FilesArgument,
    lang: Language,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document for all files.")] = False,
    reading: ReadingOption = None,
    html: HtmlOption = None,
    personal: PersonalOption = None,
    force: ForceOption = False,
) -> int:
    """Score sheets: points, stars and every reason (chấm điểm)."""
    readings = chosen(reading)
    refuse_together(html=html, as_json=as_json)
    if html is not None:
        if len(files) > 1:
            message = "--html takes one sheet at a time"
            raise typer.BadParameter(message)
        return _scored_page(files[0], readings, html, personal or [], lang, force=force)
    return _scored_json(files, readings) if as_json else _scored(files, readings, lang)


def explain(
    file: FileArgument,
    lang: Language,
    reading: ReadingOption = None,
    translation: TranslationOption = None,
    checks: Annotated[
        bool, typer.Option("--checks", help="Add what the checks of installed packs find (kiểm tra của gói).")
    ] = False,
    folder: FolderOption = None,
) -> int:
    """Tell why a sheet scores as it does (giải thích kết quả)."""
    from ocopkit.scoring.explain import explain

    found = _score_of(sheet_in(file), chosen(reading))
    if not (translation or checks):
        _output.write(explain(found, lang=lang))
        return FINE
    from ocopkit import packs

    known = packs.known(folders=folder or ())
    shown = known.translation(translation).shown(found) if translation else found
    _output.write(explain(shown, lang=lang))
    if not checks:
        return FINE
    added = known.check_score(found)
    for one in added.findings:
        at = f"{one.at} " if one.at else ""
        _output.write(_output.one_line(f"{one.pack}: {at}{one.text.say(lang)}"))
    tell_all(added.problems, lang)
    return FILE_HAS_PROBLEMS if added.problems else FINE


def bounds(file: FileArgument, lang: Language, reading: ReadingOption = None) -> int:
    """Tell what a sheet can still come to (khoảng điểm)."""
    _limits(sheet_in(file).sheet, chosen(reading), lang)
    return FINE


def chosen(choices: list[str] | None) -> dict[str, str]:
    """Return the options of readings that a command was given.

    Args:
        choices: Each as ``KEY=OPTION``.

    Raises:
        OcopError: If one isn't written so, or two contradict each other.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for one in choices or ():
        key, _, option = one.partition("=")
        if not (key and option):
            problems.append(_not_a_choice(one))
        elif found.setdefault(key, option) != option:
            problems.append(_chosen_twice(key, found[key], option))
    if problems:
        raise OcopError(problems)
    return found


def _not_a_choice(written: str) -> Problem:
    return Problem(
        "not-a-choice",
        Text(vi=f"--reading {written!r} không rõ", en=f"--reading {written!r} is unclear"),
        Text(vi="Phải có dạng TÊN=LỰA_CHỌN", en="It must be written KEY=OPTION"),
        Text(
            vi="Xem tên và lựa chọn bằng ocopkit readings",
            en="`ocopkit readings` lists keys and options",
        ),
    )


def _chosen_twice(key: str, first: str, second: str) -> Problem:
    return Problem(
        "chosen-twice",
        Text(
            vi=f"--reading {quoted(key)} được chọn hai cách: {quoted(first)} và {quoted(second)}",
            en=f"--reading {quoted(key)} is chosen in two ways: {quoted(first)} and {quoted(second)}",
        ),
        Text(vi="Mỗi lần tính chỉ theo một cách hiểu", en="A result follows one reading of it"),
        Text(vi="Giữ lại một trong hai", en="Keep one of the two"),
    )


def _score_of(document: "SheetDocument", readings: "Mapping[str, str]") -> "Score":
    from ocopkit.scoring.score import score

    try:
        return score(document.sheet, readings=readings)
    except OcopError as error:
        if status_of(error) == FILE_HAS_PROBLEMS:
            raise document.located(error) from None
        raise


def _scored(files: list[Path], readings: "Mapping[str, str]", lang: Lang) -> int:
    status = FINE
    for place, file in enumerate(files):
        if place:
            _output.write("")
        try:
            documents = sheets_of(file)
        except OcopError as error:
            status = max(status, tell(error, lang))
            continue
        for number, document in enumerate(documents):
            if number:
                _output.write("")
            status = max(status, _scored_one(called(file, document.document), document, readings, lang))
        if not documents:
            _output.write(f"{file}: {_NOBODY.say(lang)}")
    return status


def _scored_one(name: str, document: "SheetDocument", readings: "Mapping[str, str]", lang: Lang) -> int:
    try:
        _result(name, _score_of(document, readings), lang)
    except IncompleteSheetError as error:
        status = tell(error, lang)
        _output.write(_heading(name, document.sheet, lang))
        _limits(document.sheet, readings, lang)
        return status
    except OcopError as error:
        return tell(error, lang)
    return FINE


def _scored_json(files: list[Path], readings: "Mapping[str, str]") -> int:
    import json

    from ocopkit.scoring.report import report

    status = FINE
    results: list[dict[str, Any]] = []
    for file in files:
        try:
            documents = sheets_of(file)
        except OcopError as error:
            status = max(status, status_of(error))
            told = [problem_report(one) for one in few(error.problems)]
            results.append({"file": str(file), "problems": told})
            continue
        for document in documents:
            name = called(file, document.document)
            try:
                results.append({"file": name, "report": report(_score_of(document, readings))})
            except OcopError as error:
                status = max(status, status_of(error))
                told = [problem_report(one) for one in few(error.problems)]
                results.append({"file": name, "problems": told})
    json.dump(results, sys.stdout, ensure_ascii=False, indent=2)
    _output.write("")
    return status


def _scored_page(
    file: Path,
    readings: "Mapping[str, str]",
    html: Path,
    personal: list[str],
    lang: Lang,
    *,
    force: bool,
) -> int:
    """Write a page of the score; of what it can still come to, where answers are missing."""
    from ocopkit.forms.results import bounds_page, score_page

    document = sheet_in(file)
    try:
        text, status = score_page(_score_of(document, readings), lang=lang, personal=personal), FINE
    except IncompleteSheetError as error:
        status = tell(error, lang)
        text = bounds_page(document.sheet, readings=readings, lang=lang, personal=personal)
    _output.save(text, html, force=force)
    return status


def _result(file: str, found: "Score", lang: Lang) -> None:
    """Write parts and sections with their points, total and stars, then the reasons."""
    from ocopkit.scoring.explain import explain

    _output.lines([(_heading(file, found.sheet, lang), "bold")])
    of_section = {one.section.code: one.points for one in found.sections}
    assessed = {line.criterion.code for line in found.lines}
    rows: list[tuple[str, ...]] = []
    for one in found.parts:
        part = one.part
        rows.append((part.code, part.name.say(lang), str(one.points), str(part.max)))
        for section in part.sections:
            any_line = any(criterion.code in assessed for criterion in section.criteria)
            points = str(of_section[section.code]) if any_line else "–"
            rows.append((section.code, section.name.say(lang), points, str(section.max)))
    total = Text(vi="Tổng điểm", en="Total").say(lang)
    stars = Text(vi="Hạng sao", en="Stars").say(lang)
    rows.append(("", total, str(found.points), str(found.sheet.criteria_set.max)))
    rows.append(("", stars, str(found.stars or "–"), "5"))
    headings = {
        "vi": ("Mục", "Nội dung", "Điểm", "Tối đa"),
        "en": ("Code", "Name", "Points", "Most"),
    }
    _output.table(headings[lang], rows, numbers=2)
    _output.write(explain(found, lang=lang))


def _heading(file: str, sheet: "ScoreSheet", lang: Lang) -> str:
    from ocopkit.scoring.score import basis_of

    form = sheet.criteria_set
    product = f"{sheet.product.name}, " if sheet.product else ""
    name = f"{form.number}. {form.name.say(lang)}"
    return _output.one_line(f"{file}: {product}{name} ({basis_of(form).instrument})")


def _limits(sheet: "ScoreSheet", readings: "Mapping[str, str]", lang: Lang) -> None:
    """Write the least and most points, the stars still possible and what would narrow them most."""
    from ocopkit.scoring.bounds import bounds
    from ocopkit.scoring.plan import plan_of
    from ocopkit.scoring.sheet import choices, title

    limits = bounds(sheet, readings=readings)
    none = Text(vi="không xếp hạng", en="no star").say(lang)
    stars = ", ".join(none if one is None else str(one) for one in limits.stars)
    left = len(limits.unanswered)
    said = [
        Text(
            vi=f"Điểm còn có thể: từ {limits.least} đến {limits.most}.",
            en=f"Points still possible: {limits.least} to {limits.most}.",
        ),
        Text(vi=f"Hạng sao còn có thể: {stars}.", en=f"Stars still possible: {stars}."),
        Text(vi=f"Còn {left} tiêu chí chưa trả lời.", en=f"{_criteria(left)} unanswered."),
    ]
    if question := limits.next_question:
        plan = plan_of(sheet.criteria_set)
        answers = plan.slots[plan.index[question.code]].lines
        name = title(question)
        said.append(
            Text(
                vi=f"Trả lời trước {name.vi}: {choices(answers, 'vi')}.",
                en=f"What narrows it most is {name.en}: {choices(answers, 'en')}.",
            )
        )
    for text in said:
        _output.write(text.say(lang))


def _criteria(count: int) -> str:
    return f"{count} {'criterion' if count == 1 else 'criteria'}"
