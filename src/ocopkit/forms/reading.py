"""Workbooks read back: the sheets that people filled in, and all that is wrong, by the name of the cell."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from attrs import evolve

from ocopkit.catalog import Catalog
from ocopkit.conversion import from_plain
from ocopkit.documents import Document
from ocopkit.errors import DocumentError, Problem, together
from ocopkit.forms import damage
from ocopkit.forms.cells import COLUMN, Cells, put_in, rows_of
from ocopkit.forms.grid import ANSWER, KEY, MARK, POINTS, SCORED, TEXT, Field, Grid, grid_of
from ocopkit.forms.marks import Mark, read_mark
from ocopkit.forms.opening import open_workbook
from ocopkit.forms.workbook import ONE, member_name
from ocopkit.scoring.councils.members import MemberFile, MemberSheet
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.sheets import sheet_of

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def read_form(file: Path, *, catalog: Catalog | None = None) -> tuple[Document, ...]:
    """Read the sheets that were filled in on a form's workbook, each as a document of its worksheet.

    What each holds is what a score sheet's file holds, with a block ``member`` on a council's form; a
    member's worksheet that nobody touched is left out. :func:`~ocopkit.sheets.sheet_of` makes a sheet of a
    document without that block.

    Args:
        file: The workbook.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Raises:
        DocumentError: With every problem of the workbook, each at its cell: another version of the form
            or of the law, worksheets and rows that are missing, moved or there twice, formulas written
            over, values that a cell doesn't offer.
    """
    name = str(file)
    workbook = open_workbook(file)
    try:
        basis, problems = read_mark(workbook, "form", name, catalog)
        grid = grid_of(basis.book, basis.form, readings_of(basis.book.basis), member=basis.members > 0)
        documents: list[Document] = []
        for number, worksheet, told in _worksheets(workbook, basis, name):
            problems += told
            if worksheet is not None:
                first = documents[0] if documents and number > 1 else None
                documents.append(_document(worksheet, first, grid, basis, name))
    finally:
        workbook.close()
    product = _data(documents[0]).get("product") if documents else None
    found: list[Document] = []
    for one in documents:
        data = _data(one)
        own = {"member": data["member"]} if "member" in data else {}
        rest = {key: value for key, value in data.items() if key != "member"}
        refused: tuple[Problem, ...] = ()
        if not basis.members or data["answers"] or data["raised"]:
            sheet = evolve(one, data={**rest, "product": product} if product else rest, problems=())
            refused = _refused(sheet, catalog)
            found.append(evolve(sheet, data={**_data(sheet), **own}))
        elif own:
            found.append(evolve(one, data=own, problems=()))
        problems += together(one.problems, refused)
    if problems:
        raise DocumentError(problems)
    return tuple(found)


def load_form(file: Path | str, *, catalog: Catalog | None = None) -> ScoreSheet:
    """Return the score sheet of a form's workbook.

    Args:
        file: The workbook.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Raises:
        DocumentError: With every problem of the workbook, each at its cell; also if it is a council's,
            which :func:`load_members` reads.

    Example:
        >>> import ocopkit, tempfile
        >>> from ocopkit.forms.workbook import form_workbook
        >>> sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
        >>> with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        ...     _ = file.write(form_workbook(ocopkit.rule_book("qd-26-2026"), 11, sheet=sheet))
        ...     file.flush()
        ...     load_form(file.name) == sheet
        True
    """
    documents = read_form(Path(file), catalog=catalog)
    if len(documents) != 1 or "member" in _data(documents[0]):
        raise DocumentError([damage.of_a_council(str(file))])
    return sheet_of(documents[0], catalog=catalog).sheet


def load_members(file: Path | str, *, catalog: Catalog | None = None) -> tuple[MemberSheet, ...]:
    """Return the members of a council's workbook with their sheets.

    Args:
        file: The workbook.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Raises:
        DocumentError: With every problem of the workbook, each at its cell; also if it isn't a council's.
    """
    documents = read_form(Path(file), catalog=catalog)
    if any("member" not in _data(one) for one in documents):
        raise DocumentError([damage.of_one(str(file))])
    members: list[MemberSheet] = []
    for one in documents:
        data = _data(one)
        member = from_plain(data["member"], MemberFile)
        own = {key: value for key, value in data.items() if key != "member"}
        sheet = sheet_of(evolve(one, data=own), catalog=catalog).sheet if own else None
        members.append(
            MemberSheet(member.name, sheet, member.role, member.present, member.votes, member.conflict)
        )
    return tuple(members)


def _data(document: Document) -> dict[str, Any]:
    return document.data if isinstance(document.data, dict) else {}


def _refused(document: Document, catalog: Catalog | None) -> tuple[Problem, ...]:
    """Return what a sheet cannot be, though each of its cells is fine."""
    try:
        sheet_of(document, catalog=catalog)
    except DocumentError as error:
        return error.problems
    return ()


def _worksheets(
    workbook: "Workbook", basis: Mark, file: str
) -> Iterator[tuple[int, "Worksheet | None", list[Problem]]]:
    """Yield the worksheet of each number, or none, with what is wrong with worksheets as such."""
    found: dict[str, list[Worksheet]] = {}
    for name in workbook.sheetnames:
        one: Worksheet = workbook[name]
        mark = one[f"{KEY}1"].value
        if isinstance(mark, str) and mark.startswith("form/"):
            found.setdefault(mark, []).append(one)
    first = basis.langs[0]
    for number in range(1, max(basis.members, 1) + 1):
        name = (member_name(number) if basis.members else ONE).say(first)
        worksheets = found.get(f"form/{number}", [])
        if not worksheets:
            yield number, None, [damage.missing_worksheet(name, file)]
            continue
        one, *others = sorted(worksheets, key=lambda worksheet: worksheet.title != name)
        told = [damage.repeated_worksheet(other.title, name, file) for other in others]
        if one.title != name:
            told.append(damage.renamed_worksheet(one.title, name, file))
        yield number, one, told


def _document(worksheet: "Worksheet", first: Document | None, grid: Grid, basis: Mark, file: str) -> Document:
    """Return what a worksheet holds, with the place of each value and everything that is wrong.

    Every worksheet but the first repeats the product of the first by formulas.
    """
    rows, problems = rows_of(worksheet, KEY, grid.at, _seen, file)
    cells = Cells(worksheet, rows, basis.langs, file, problems)
    _formulas(cells, grid)
    _strays(cells, grid)
    data: dict[str, Any] = {"rule_book": basis.book.id, "set": basis.form.slug, "answers": {}, "raised": {}}
    for line in grid.lines:
        if line.row and line.row.kind == "criterion" and line.row.criterion:
            answer = cells.answer(line.key, ANSWER, line.row.criterion, grid.form, grid.rules)
            if answer is not None:
                data["answers"][line.row.code] = answer
        elif line.row and line.row.gate and line.key.startswith("raised/"):
            key = line.row.gate.key
            reason = cells.gate(line.row.gate, (line.key, ANSWER), (f"reasons/{key}", TEXT))
            if reason is not None:
                data["raised"][key] = reason
    fields = {line.field.path: line.field for line in grid.lines if line.field}
    if first is not None:
        _repeated(cells, fields, first)
        fields = {path: one for path, one in fields.items() if path[0] == "member"}
    filled = {path: value for path, one in fields.items() if (value := cells.field(one, POINTS)) is not None}
    if basis.members and (data["answers"] or data["raised"]):
        filled.setdefault(("member", "role"), "member")
    put_in(data, cells.named(filled, fields, POINTS))
    return Document(file, data, _places(cells, fields), tuple(problems), worksheet=worksheet.title)


def _repeated(cells: Cells, fields: Mapping[tuple[str, ...], Field], first: Document) -> None:
    """Tell of what stands in place of a formula that repeats the product, and is another."""
    for path, one in fields.items():
        cell = cells.cell(one.key, POINTS) if path[0] == "product" else None
        if cell is None or cell.value is None or cell.data_type == "f":
            continue
        if cells.field(one, POINTS) != _value_at(first.data, path):
            where = cells.where(one.key, POINTS)
            cells.problems.append(damage.overwritten(one.text, cell.value, where, repeats=True))


def _value_at(data: Any, path: tuple[str, ...]) -> object:
    for step in path:
        data = cast("dict[str, Any]", data).get(step) if isinstance(data, dict) else None
    return data


def _seen(key: str) -> str:
    """Return the column in which somebody looks at a row."""
    kind = key.partition("/")[0]
    return {"answers": ANSWER, "raised": ANSWER, "product": POINTS, "member": POINTS}.get(kind, TEXT)


def _places(
    cells: Cells, fields: Mapping[tuple[str, ...], Field]
) -> dict[tuple[str | int, ...], tuple[int, int]]:
    """Return where each value stands."""
    found: dict[tuple[str | int, ...], tuple[int, int]] = {(): (1, 1)}
    for key, row in cells.rows.items():
        kind = key.partition("/")[0]
        if kind in {"answers", "raised"}:
            found[kind, key.partition("/")[2]] = (row, COLUMN[ANSWER])
    return found | cells.places_of_fields(fields, POINTS)


def _formulas(cells: Cells, grid: Grid) -> None:
    """Tell of formulas that somebody wrote over."""
    for line in grid.lines:
        kind = line.key.partition("/")[0]
        column = {
            **dict.fromkeys(("answers", "parts", "sections", "headings", "total"), SCORED),
            **dict.fromkeys(("bands", "star"), MARK),
            "so-far": POINTS,
        }.get(kind)
        cell = cells.cell(line.key, column) if column else None
        if column and cell is not None and cell.data_type != "f":
            cells.problems.append(damage.overwritten(line.text, cell.value, cells.where(line.key, column)))


_COMPUTED = frozenset(
    {"parts", "sections", "headings", "total", "bands", "star", "so-far", "product", "member", "head"}
)
"""The kinds of rows that have a formula or nothing beside the answers."""


def _strays(cells: Cells, grid: Grid) -> None:
    """Tell of values beside the cells that take an answer."""
    own = {cells.rows[line.key] for line in grid.answer_rows() if line.key in cells.rows}
    keys = {row: key for key, row in cells.rows.items()}

    def columns(row: int) -> tuple[str, ...]:
        if row in own:
            return ()
        return (ANSWER,) if keys.get(row, "").partition("/")[0] in _COMPUTED else (ANSWER, SCORED)

    cells.strays(range(cells.rows.get("head", 1) + 1, cells.rows.get("total", 1)), columns)
