"""How the worksheets of a form look: fonts, colours, paper, and what shows in red."""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from ocopkit.forms.excel import Format, Workbook, Worksheet
from ocopkit.forms.formulas import BAD, CHOSEN, RED, RUNS, SKIPPED, Sheet
from ocopkit.forms.grid import ANSWER, CODE, KEY, MARK, NOTE, POINTS, SCORED, TEXT
from ocopkit.page import Langs
from ocopkit.rules.basis import Basis
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.text import Text

WIDTHS = {CODE: 7, TEXT: 52, POINTS: 7, MARK: 8, ANSWER: 17, SCORED: 8, NOTE: 18}
"""The columns that people see, with their widths in characters."""

_LINE = 15
"""The height of a line of text."""
_PAGE = Text(vi="Trang", en="Page")


def height(text: str, width: int) -> float:
    """Return the height of a row whose text is broken to a width, since not every program finds it itself.

    Args:
        text: The text.
        width: The width in characters of the column.
    """
    # The type is narrow, but a word that does not fit takes its space along.
    lines = sum(max(1, len(textwrap.wrap(one, round(width * 1.15)))) for one in text.split("\n"))
    return _LINE * lines + 1


@frozen(eq=False)
class Style:
    """The looks of the cells.

    Args:
        of: The format of each name.
        english: How English stands behind Vietnamese.
    """

    of: Mapping[str, Format]
    english: Format


def set_up(worksheet: Worksheet, sheet: Sheet) -> None:
    """Set columns, paper and protection.

    Args:
        worksheet: The worksheet.
        sheet: Its plan.
    """
    for column, width in WIDTHS.items():
        worksheet.set_column(f"{column}:{column}", width)
    worksheet.set_column(f"{KEY}:AA", None, None, {"hidden": True})
    last = sheet.grid.lines[-1].number + 3
    printed = f"{CODE}1:{NOTE}{last}"
    set_paper(worksheet, sheet.grid.form, sheet.grid.rules.basis, sheet.langs, sheet.grid.at["head"], printed)


def set_paper(
    worksheet: Worksheet, form: CriteriaSet, basis: Basis, langs: Langs, head: int, printed: str
) -> None:
    """Set a worksheet to be printed on A4, and protect all of it but the answers.

    Args:
        worksheet: The worksheet.
        form: The criteria set.
        basis: What it rests on, which the foot of each page names.
        langs: The languages.
        head: The row of the headings, which each page repeats.
        printed: The cells that are printed.
    """
    worksheet.set_paper(9)
    worksheet.set_margins(left=0.6, right=0.4, top=0.5, bottom=0.6)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(head - 1)
    worksheet.print_area(printed)
    page = _PAGE.say(langs[0])
    worksheet.set_footer(f"&L&8 {basis.book} {form.number} {basis.digest[:12]}&R&8 {page} &P/&N")
    worksheet.hide_gridlines(2)
    worksheet.protect("", {"format_columns": True, "format_rows": True})


def colour(worksheet: Worksheet, style: Style, first: int, last: int) -> None:
    """Colour what was chosen, missed, wrong, raised or isn't assessed.

    Args:
        worksheet: The worksheet.
        style: The looks.
        first: The first row of the form.
        last: The last.
    """
    rules: Iterable[tuple[str, str, str]] = (
        (f"{ANSWER}{first}:{ANSWER}{last}", f"${BAD}{first}=1", "if-wrong"),
        (f"{MARK}{first}:{MARK}{last}", f"${RED}{first}=1", "if-missed"),
        (
            f"{NOTE}{first}:{NOTE}{last}",
            f'AND(LEFT(${KEY}{first},8)="answers/",${RED}{first}=1)',
            "if-missed",
        ),
        (
            f"{CODE}{first}:{POINTS}{last}",
            f'AND(LEFT(${KEY}{first},7)="levels/",${CHOSEN}{first}=1)',
            "if-chosen",
        ),
        (
            f"{CODE}{first}:{NOTE}{last}",
            f'AND(OR(LEFT(${KEY}{first},7)="raised/",LEFT(${KEY}{first},6)="gates/"),${CHOSEN}{first}=1)',
            "if-raised",
        ),
        (
            f"{ANSWER}{first}:{ANSWER}{last}",
            f'AND(LEFT(${KEY}{first},8)="answers/",OR(${SKIPPED}{first}=1,${RUNS}{first}=0))',
            "if-skipped",
        ),
    )
    for cells, formula, look in rules:
        worksheet.conditional_format(
            cells, {"type": "formula", "criteria": "=" + formula, "format": style.of[look]}
        )


def style_of(workbook: Workbook, langs: Langs) -> Style:
    """Return the looks of a workbook's cells.

    Args:
        workbook: The workbook.
        langs: The languages of the form.
    """
    base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
    lined = {**base, "border": 1, "border_color": "#9AA59C"}
    centred: dict[str, Any] = {"align": "center"}
    stars = "sao" if langs[0] == "vi" else "stars"
    looks: dict[str, dict[str, Any]] = {
        "title": {**base, "bold": True, "font_size": 15, "align": "center", "font_color": "#14532D"},
        "set": {**base, "bold": True, "font_size": 13, "align": "center"},
        "law": {**base, "align": "center"},
        "how": {**base, "italic": True, "align": "center", "font_color": "#595959"},
        "label": {**base, "align": "right"},
        "result": {**base, "bold": True, "valign": "vcenter", "border": 1, "bg_color": "#E6F0E9"},
        "head": {**lined, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#CFE3D5"},
        "part": {**lined, "bold": True, "font_size": 12, "bg_color": "#CFE3D5"},
        "section": {**lined, "bold": True, "bg_color": "#E6F0E9"},
        "heading": {**lined, "bold": True},
        "criterion": {**lined, "bold": True},
        "level": lined,
        "aside": {**lined, "italic": True, "font_color": "#595959"},
        "case": {**lined, "italic": True, "bold": True},
        "doubt": {**lined, "italic": True, "font_color": "#7A4B00"},
        "gate": {**lined, "font_color": "#7A1A1A"},
        "total": {**lined, "bold": True, "font_size": 12, "bg_color": "#CFE3D5", "valign": "vcenter"},
        "band": {**lined, "valign": "vcenter"},
        "answered": {**lined, "bold": True},
        "star": {
            **lined,
            "bold": True,
            "font_size": 13,
            "align": "center",
            "valign": "vcenter",
            "bg_color": "#CFE3D5",
            "num_format": f'0" {stars}"',
        },
        "note-head": {**base, "bold": True},
        "note": {**base, "font_size": 10},
        "sign": {**base, "align": "center"},
        "reason-label": {**lined, "italic": True, "font_color": "#7A1A1A"},
        "mark": {**lined, **centred, "font_color": "#7A4B00"},
        "box": {**lined, "font_name": "DejaVu Sans", "font_size": 10},
        "hidden": {"font_size": 8, "font_color": "#808080"},
        "answer": {**lined, **centred, "bg_color": "#FFF6CC", "locked": False, "num_format": "@"},
        "input": {**lined, "bg_color": "#FFF6CC", "locked": False, "num_format": "@"},
        "share": {**lined, **centred, "bg_color": "#FFF6CC", "locked": False, "num_format": "0.0%"},
        "whole": {**lined, **centred, "bg_color": "#FFF6CC", "locked": False, "num_format": "0"},
        "date": {**lined, **centred, "bg_color": "#FFF6CC", "locked": False, "num_format": "dd/mm/yyyy"},
        "told": lined,
        "closed": {**lined, "bg_color": "#ECECEC"},
        "if-unproved": {"bg_color": "#F9DADA"},
        "if-wrong": {"bg_color": "#F4B6B6", "font_color": "#7A1A1A"},
        "if-missed": {"font_color": "#B00000", "bold": True},
        "if-chosen": {"bg_color": "#DDEBFA", "bold": True},
        "if-raised": {"bg_color": "#F9DADA", "bold": True},
        "if-skipped": {"bg_color": "#E3E3E3"},
    }
    for name in ("part", "section", "heading", "criterion", "total", "band", "answered", "gate"):
        look = looks[name]
        looks[f"{name}-code"] = {**look, **centred}
        looks[f"{name}-points"] = {**look, **centred}
        looks[f"{name}-note"] = {**look, "bold": False, "font_size": 10}
    for name in ("aside", "case", "doubt", "level"):
        looks[f"{name}-code"] = looks[f"{name}-points"] = {**looks[name], **centred, "italic": False}
    for name in ("part", "section", "level", "total"):
        looks[f"{name}-mean"] = {**looks[f"{name}-points"], "bold": True, "num_format": "0.00####"}
    formats = {name: workbook.add_format(look) for name, look in looks.items()}
    english = workbook.add_format({"italic": True, "font_color": "#595959", "font_name": "Times New Roman"})
    return Style(formats, english)
