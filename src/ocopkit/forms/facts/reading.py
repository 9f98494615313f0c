"""Fact sheets' workbooks read back: every fact with the cell it stands in, and all that is wrong."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocopkit.assessing.sheet import FactSheet
from ocopkit.catalog import Catalog
from ocopkit.documents import Document
from ocopkit.errors import DocumentError, Problem
from ocopkit.factsheets import FactSheetDocument, facts_of_document
from ocopkit.forms import damage
from ocopkit.forms.cells import COLUMN, Cells, put_in, rows_of, trimmed
from ocopkit.forms.facts import refusals
from ocopkit.forms.facts.grid import (
    DATES,
    DOCUMENT,
    KEY,
    NAME,
    ON,
    PAPER,
    PARTICULARS,
    VALUE,
    WORKSHEET,
    FactGrid,
    Line,
    fact_grid,
    words_of,
)
from ocopkit.forms.grid import Field
from ocopkit.forms.marks import Mark, read_mark
from ocopkit.forms.opening import open_workbook
from ocopkit.rules.facts import WHOLE, YES_OR_NO, Fact
from ocopkit.scoring.readings import readings_of

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_DIVISION = re.compile(r"=\s*(-?[0-9]{1,18})\s*/\s*([1-9][0-9]{0,17})\s*")
"""A formula that says a number exactly, such as 31 of 50 workers."""


def read_facts_form(file: Path, *, catalog: Catalog | None = None) -> FactSheetDocument:
    """Read the fact sheet that was filled in on a workbook.

    Args:
        file: The workbook.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Raises:
        DocumentError: With every problem of the workbook, each at its cell: another version of the form
            or of the law, rows that are missing, moved or there twice, values that a cell doesn't take,
            facts that cannot be.
    """
    name = str(file)
    workbook = open_workbook(file)
    try:
        mark, problems = read_mark(workbook, "facts", name, catalog)
        grid = fact_grid(mark.book, mark.form, readings_of(mark.book.basis))
        worksheet, told = _worksheet(workbook, mark, name)
        document = _document(worksheet, grid, mark, name, [*problems, *told])
    finally:
        workbook.close()
    try:
        return facts_of_document(document, catalog=catalog)
    except DocumentError as error:
        raise DocumentError(map(refusals.in_cells, error.problems)) from None


def load_facts_form(file: Path | str, *, catalog: Catalog | None = None) -> FactSheet:
    """Return the fact sheet of a workbook.

    Args:
        file: The workbook.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Raises:
        DocumentError: With every problem of the workbook, each at its cell.

    Example:
        >>> import ocopkit, tempfile
        >>> from ocopkit.factsheets import load_facts
        >>> from ocopkit.forms.facts.workbook import facts_workbook
        >>> sheet = load_facts("examples/facts/tea.yaml")
        >>> with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        ...     _ = file.write(facts_workbook(ocopkit.rule_book("qd-26-2026"), 11, sheet=sheet))
        ...     file.flush()
        ...     set(load_facts_form(file.name).facts) == set(sheet.facts)
        True
    """
    return read_facts_form(Path(file), catalog=catalog).sheet


def _worksheet(workbook: "Workbook", mark: Mark, file: str) -> "tuple[Worksheet, list[Problem]]":
    """Return the worksheet, with what is wrong with worksheets as such."""
    name = WORKSHEET.say(mark.langs[0])
    found: list[Worksheet] = [
        workbook[title] for title in workbook.sheetnames if workbook[title][f"{KEY}1"].value == "facts/1"
    ]
    if not found:
        raise DocumentError([damage.missing_worksheet(name, file)])
    one, *others = sorted(found, key=lambda worksheet: worksheet.title != name)
    told = [damage.repeated_worksheet(other.title, name, file) for other in others]
    if one.title != name:
        told.append(damage.renamed_worksheet(one.title, name, file))
    return one, told


def _document(
    worksheet: "Worksheet", grid: FactGrid, mark: Mark, file: str, problems: list[Problem]
) -> Document:
    """Return what the worksheet holds, with the place of each value and everything that is wrong."""
    rows, told = rows_of(worksheet, KEY, grid.at, _seen, file)
    cells = Cells(worksheet, rows, mark.langs, file, [*problems, *told])
    data: dict[str, Any] = {"rule_book": mark.book.id, "set": mark.form.slug, "facts": {}, "answers": {}}
    data["raised"] = {}
    if (on := _day(cells, ON, VALUE)) is not None:
        data["on"] = on
    fields = {line.field.path: line.field for line in grid.lines if line.field}
    said = {path: value for path, one in fields.items() if (value := cells.field(one, VALUE)) is not None}
    put_in(data, cells.named(said, fields, VALUE))
    for line, fact in grid.facts:
        if given := dict(_given(cells, grid, line, fact)):
            data["facts"][fact.key] = given
    for line in grid.lines:
        if line.criterion is not None:
            answer = cells.answer(line.key, VALUE, line.criterion, grid.form, grid.rules)
            if answer is not None:
                data["answers"][line.criterion.code] = answer
        elif line.gate is not None:
            reason = cells.gate(line.gate, (line.key, VALUE), (line.key, DOCUMENT))
            if reason is not None:
                data["raised"][line.gate.key] = reason
    _strays(cells, grid)
    return Document(file, data, _places(cells, fields), tuple(cells.problems), worksheet=worksheet.title)


def _seen(key: str) -> str:
    """Return the column in which somebody looks at a row."""
    return NAME if key in {"head", "own"} else VALUE


def _places(
    cells: Cells, fields: Mapping[tuple[str, ...], Field]
) -> dict[tuple[str | int, ...], tuple[int, int]]:
    """Return where each value stands."""
    found: dict[tuple[str | int, ...], tuple[int, int]] = {(): (1, 1)}
    for key, row in cells.rows.items():
        kind, _, name = key.partition("/")
        if key == ON:
            found[ON,] = (row, COLUMN[VALUE])
        elif kind in {"answers", "raised", "facts"}:
            found[kind, name] = (row, COLUMN[VALUE])
        if kind == "facts":
            columns = {"value": VALUE, **PARTICULARS}
            found |= {(kind, name, one): (row, COLUMN[column]) for one, column in columns.items()}
    return found | cells.places_of_fields(fields, VALUE)


def _given(cells: Cells, grid: FactGrid, line: Line, fact: Fact) -> Iterator[tuple[str, object]]:
    """Yield what is given of a fact, by the names that files use."""
    before = len(cells.problems)
    said: dict[str, object] = {}
    for name, column in PARTICULARS.items():
        if column == PAPER:
            value = _paper(cells, grid, line, fact)
        else:
            value = _day(cells, line.key, column) if column in DATES else cells.text(line.key, column)
        if value is not None:
            said[name] = value
    value = _value(cells, line, fact)
    if value is not None:
        yield "value", value
        yield from said.items()
    elif said and len(cells.problems) == before:
        cells.problems.append(damage.empty_cell(fact.name, cells.where(line.key, VALUE)))


def _paper(cells: Cells, grid: FactGrid, line: Line, fact: Fact) -> object:
    name = cells.text(line.key, PAPER)
    if name is None:
        return None
    first = cells.langs[0]
    offered: dict[str, str | bool] = {text.say(first): key for key, text in grid.offered(fact).items()}
    return cells.one_of(line.key, PAPER, fact.name, trimmed(name), offered)


def _value(cells: Cells, line: Line, fact: Fact) -> object:
    """Return the value of a fact as a file would write it; nothing where it is blank or wrong."""
    words = words_of(fact)
    if not words:
        return _number(cells, line, fact)
    said = cells.text(line.key, VALUE)
    if said is None:
        return None
    offered: dict[str, str | bool] = {
        text.say(cells.langs[0]): key == "true" if fact.kind in YES_OR_NO else key
        for key, text in words.items()
    }
    return cells.one_of(line.key, VALUE, fact.name, trimmed(said), offered)


def _number(cells: Cells, line: Line, fact: Fact) -> object:
    cell = cells.filled(line.key, VALUE)
    if cell is None:
        return None
    value: object = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        exact = Fraction(Decimal(str(value)))
        return int(exact) if fact.kind in WHOLE and exact.denominator == 1 else exact
    if cell.data_type == "f" and (found := _DIVISION.fullmatch(str(value))):
        return Fraction(int(found[1]), int(found[2]))
    cells.problems.append(refusals.not_a_number(fact, value, cells.where(line.key, VALUE)))
    return None


def _day(cells: Cells, key: str, column: str) -> date | None:
    """Return the day in a cell, or nothing."""
    cell = cells.filled(key, column)
    if cell is None:
        return None
    value: object = cell.value
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    cells.problems.append(refusals.not_a_date(value, cells.where(key, column)))
    return None


def _strays(cells: Cells, grid: FactGrid) -> None:
    """Tell of values in rows that take none: of sections, and of rows that somebody put in."""
    own = {cells.rows[line.key] for line in grid.lines if line.key in cells.rows}
    first, last = cells.rows.get("head", 1), max(cells.rows.values(), default=1)
    columns = (VALUE, *PARTICULARS.values())

    def taking_none(row: int) -> tuple[str, ...]:
        return () if row in own else columns

    cells.strays(range(first + 1, last), taking_none, refusals.stray)
