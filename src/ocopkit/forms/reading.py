"""Workbooks read back: the sheets that people filled in, and all that is wrong, by the name of the cell."""

import warnings
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from attrs import evolve, frozen

from ocopkit.catalog import Catalog, catalog_for
from ocopkit.conversion import from_plain
from ocopkit.documents import Document
from ocopkit.errors import DocumentError, NotFoundError, Problem, Where, together
from ocopkit.forms import damage
from ocopkit.forms.formulas import gate_words
from ocopkit.forms.grid import (
    ANSWER,
    DATA_SHEET,
    KEY,
    MARK,
    POINTS,
    SCORED,
    TEXT,
    VERSION,
    Field,
    Grid,
    Line,
    grid_of,
)
from ocopkit.forms.layout import label, possible
from ocopkit.forms.page import Langs
from ocopkit.forms.workbook import MOST_MEMBERS, ONE, member_name
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.councils.members import MemberFile, MemberSheet
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.sheets import sheet_of

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST = 16 * 2**20
"""The most bytes of a workbook; ours are under 1 MB."""

LARGEST_INSIDE = 256 * 2**20
"""The most bytes that may be packed in a workbook."""

_MOST_ROWS = 5000
"""More rows than any form has, with room for what people add below."""

_LANGS: Mapping[str, Langs] = {"vi": ("vi",), "en": ("en",), "vi+en": ("vi", "en"), "en+vi": ("en", "vi")}
_COLUMN = {letter: place for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", start=1)}


@frozen(eq=False)
class _Basis:
    """What a workbook says it is."""

    book: RuleBook
    form: CriteriaSet
    langs: Langs
    members: int


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
    workbook = _open(file, name)
    try:
        basis, problems = _basis(workbook, name, catalog)
        grid = grid_of(basis.book, basis.form, readings_of(basis.book.basis), member=basis.members > 0)
        documents: list[Document] = []
        for number, worksheet, told in _worksheets(workbook, basis, name):
            problems += told
            if worksheet is not None:
                documents.append(_document(worksheet, number, grid, basis, name))
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


def _open(file: Path, name: str) -> "Workbook":
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError:
        raise DocumentError([damage.no_extra(name)]) from None
    try:
        fits = file.stat().st_size <= LARGEST
        with ZipFile(file) as packed:
            fits = fits and sum(one.file_size for one in packed.infolist()) <= LARGEST_INSIDE
        with warnings.catch_warnings():
            # What another program adds to a workbook and openpyxl leaves out is no business of ours.
            warnings.simplefilter("ignore")
            if fits:
                return load_workbook(file)
    except BadZipFile:
        problem = damage.not_a_workbook(name)
    except OSError as error:
        problem = damage.unreadable(name, error.strerror or type(error).__name__)
    except Exception:  # noqa: BLE001 (openpyxl lets through whatever its parsers raise)
        problem = damage.not_a_workbook(name)
    else:
        problem = damage.too_large(name)
    raise DocumentError([problem])


def _basis(workbook: "Workbook", name: str, catalog: Catalog | None) -> tuple[_Basis, list[Problem]]:
    """Return what a workbook says it is, and what is wrong with that but doesn't keep it from being read."""
    if DATA_SHEET not in workbook.sheetnames:
        raise DocumentError([damage.not_a_form(name)])
    worksheet = workbook[DATA_SHEET]
    told = {str(worksheet.cell(row, 1).value): worksheet.cell(row, 2).value for row in range(1, 7)}

    def where(row: int, *path: str) -> Where:
        return Where(path, name, row, 2, worksheet=DATA_SHEET)

    if told.get("ocopkit-form") is None:
        raise DocumentError([damage.not_a_form(name)])
    if told["ocopkit-form"] != VERSION:
        raise DocumentError([damage.other_version(told["ocopkit-form"], where(1))])
    key, members = str(told.get("rule_book")), told.get("members")
    langs = _LANGS.get(str(told.get("lang")))
    if langs is None or not isinstance(members, int) or not 0 <= members <= MOST_MEMBERS:
        raise DocumentError([damage.not_a_form(name)])
    try:
        book = (catalog or catalog_for(key)).book(key)
        form = book[str(told.get("set"))]
    except NotFoundError as error:
        row = 2 if any(one.code == "unknown-book" for one in error.problems) else 4
        raise DocumentError(evolve(one, where=where(row)) for one in error.problems) from None
    digest = str(told.get("digest"))
    problems = [damage.other_text(book, digest, where(3, "digest"))] if digest != book.digest else []
    return _Basis(book, form, langs, members), problems


def _worksheets(
    workbook: "Workbook", basis: _Basis, file: str
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


def _document(worksheet: "Worksheet", number: int, grid: Grid, basis: _Basis, file: str) -> Document:
    """Return what a worksheet holds, with the place of each value and everything that is wrong."""
    rows, problems = _rows(worksheet, grid, file)
    reader = _Reader(worksheet, rows, basis.langs, file, problems)
    reader.formulas(grid)
    reader.strays(grid)
    data: dict[str, Any] = {"rule_book": basis.book.id, "set": basis.form.slug, "answers": {}, "raised": {}}
    fields = {line.field.path: line.field for line in grid.lines if line.field}
    for line in grid.lines:
        if line.row and line.row.kind == "criterion":
            reader.answer(line, grid, data["answers"])
        elif line.row and line.row.kind == "gate" and line.key.startswith("raised/"):
            reader.gate(line, data["raised"])
    if number > 1:  # the product is told on the first worksheet, and repeated by formulas on the others
        fields = {path: one for path, one in fields.items() if path[0] == "member"}
    filled = {path: value for path, one in fields.items() if (value := reader.field(one)) is not None}
    if basis.members and (data["answers"] or data["raised"]):
        filled.setdefault(("member", "role"), "member")
    for path, value in reader.named(filled, fields).items():
        inner = data
        for step in path[:-1]:
            inner = inner.setdefault(step, {})
        inner[path[-1]] = value
    return Document(file, data, reader.places(fields), tuple(problems), worksheet=worksheet.title)


def _rows(worksheet: "Worksheet", grid: Grid, file: str) -> tuple[dict[str, int], list[Problem]]:
    """Return the row of each key, with the rows that are missing, moved or there twice."""
    column = _COLUMN[KEY]
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for number in range(1, min(worksheet.max_row, _MOST_ROWS) + 1):
        key = worksheet.cell(number, column).value
        if not isinstance(key, str) or key not in grid.at:
            continue
        if key in found:
            here = Where(_path(key), file, number, _seen(key), worksheet=worksheet.title)
            problems.append(damage.repeated_row(key, found[key], here))
        else:
            found[key] = number
    wanted = [line.key for line in grid.lines if line.key]
    in_order = set[str]()
    have = list(found)
    for block in SequenceMatcher(None, wanted, have, autojunk=False).get_matching_blocks():
        in_order.update(wanted[block.a : block.a + block.size])
    for key in wanted:
        if key not in found:
            here = Where(_path(key), file, grid.at[key], _seen(key), worksheet=worksheet.title)
            problems.append(damage.missing_row(key, here))
        elif key not in in_order:
            here = Where(_path(key), file, found[key], _seen(key), worksheet=worksheet.title)
            problems.append(damage.moved_row(key, grid.at[key], here))
    return found, problems


def _path(key: str) -> tuple[str, ...]:
    return tuple(key.split("/"))


def _seen(key: str) -> int:
    """Return the column in which somebody looks at a row."""
    kind = key.partition("/")[0]
    letter = {"answers": ANSWER, "raised": ANSWER, "product": POINTS, "member": POINTS}.get(kind, TEXT)
    return _COLUMN[letter]


@frozen(eq=False)
class _Reader:
    """Reads the cells of a worksheet, and keeps what is wrong with them."""

    worksheet: "Worksheet"
    rows: Mapping[str, int]
    langs: Langs
    file: str
    problems: list[Problem]

    def where(self, key: str, column: str) -> Where:
        """Return the place of a row's cell."""
        return Where(
            _path(key), self.file, self.rows.get(key, 1), _COLUMN[column], worksheet=self.worksheet.title
        )

    def cell(self, key: str, column: str) -> "Cell | MergedCell | None":
        """Return a row's cell, if the row is there."""
        row = self.rows.get(key)
        return None if row is None else self.worksheet.cell(row, _COLUMN[column])

    def places(self, fields: Mapping[tuple[str, ...], Field]) -> dict[tuple[str | int, ...], tuple[int, int]]:
        """Return where each value stands."""
        found: dict[tuple[str | int, ...], tuple[int, int]] = {(): (1, 1)}
        for key, row in self.rows.items():
            kind = key.partition("/")[0]
            if kind in {"answers", "raised"}:
                found[kind, key.partition("/")[2]] = (row, _COLUMN[ANSWER])
        for path, one in fields.items():
            if one.key in self.rows:
                found[path] = (self.rows[one.key], _COLUMN[POINTS])
                if path[-1] == "name":
                    found[path[:-1]] = found[path]
        return found

    def answer(self, line: Line, grid: Grid, answers: dict[str, str]) -> None:
        """Read the answer to a criterion."""
        row = line.row
        cell = self.cell(line.key, ANSWER)
        if cell is None or row is None or row.criterion is None or _is_blank(cell.value):
            return
        offered = {
            label(one).say(self.langs[0]): one.answer
            for one in possible(grid.form, row.criterion, grid.rules)
        }
        value = _trimmed(cell.value)
        if value in offered and cell.data_type != "f":
            answers[row.code] = offered[value]
        else:
            where = self.where(line.key, ANSWER)
            self.problems.append(damage.not_offered(row.criterion, cell.value, list(offered), where))

    def gate(self, line: Line, raised: dict[str, str]) -> None:
        """Read whether a gate is raised, and why."""
        row = line.row
        if row is None or row.gate is None:
            return
        no, yes = (text.say(self.langs[0]) for text in gate_words(row.gate))
        cell, key = self.cell(line.key, ANSWER), f"reasons/{row.gate.key}"
        reason = self.text(key, TEXT)
        value = "" if cell is None or _is_blank(cell.value) else _trimmed(cell.value)
        if value == yes:
            raised[row.gate.key] = reason or ""
        elif value not in {"", no}:
            where = self.where(line.key, ANSWER)
            self.problems.append(damage.not_a_choice(row.text, cell and cell.value, [no, yes], where))
        elif reason:
            self.problems.append(damage.stray_reason(row.text, self.where(key, TEXT)))

    def field(self, one: Field) -> str | bool | None:
        """Return the value of a field above the form, or nothing."""
        value = self.text(one.key, POINTS)
        if value is None or not one.choices:
            return value
        offered = {choice.text.say(self.langs[0]): choice.value for choice in one.choices}
        if value in offered:
            return offered[value]
        self.problems.append(damage.not_a_choice(one.text, value, list(offered), self.where(one.key, POINTS)))
        return None

    def text(self, key: str, column: str) -> str | None:
        """Return the text of a cell; nothing where it is blank, and where it holds something else."""
        cell = self.cell(key, column)
        if cell is None or _is_blank(cell.value):
            return None
        value: object = cell.value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and cell.data_type not in {"f", "e"}:
            return value.strip()
        self.problems.append(damage.not_text(value, self.where(key, column)))
        return None

    def named(
        self,
        filled: Mapping[tuple[str, ...], str | bool],
        fields: Mapping[tuple[str, ...], Field],
    ) -> dict[tuple[str, ...], str | bool]:
        """Return what is said of what has a name; tell of names that are left out though more is said."""
        kept = dict(filled)
        for owner in (("product",), ("product", "producer"), ("member",)):
            name = (*owner, "name")
            said = [path for path in kept if path[: len(owner)] == owner]
            if name in fields and said and name not in kept:
                self.problems.append(
                    damage.empty_cell(fields[name].text, self.where(fields[name].key, POINTS))
                )
                kept = {path: value for path, value in kept.items() if path not in said}
        return kept

    def formulas(self, grid: Grid) -> None:
        """Tell of formulas that somebody wrote over."""
        for line in grid.lines:
            kind = line.key.partition("/")[0]
            column = {
                **dict.fromkeys(("answers", "parts", "sections", "headings", "total"), SCORED),
                **dict.fromkeys(("bands", "star", "so-far"), MARK),
            }.get(kind)
            cell = self.cell(line.key, column) if column else None
            if column and cell is not None and cell.data_type != "f":
                self.problems.append(damage.overwritten(line.text, cell.value, self.where(line.key, column)))

    def strays(self, grid: Grid) -> None:
        """Tell of values beside the cells that take an answer."""
        own = {self.rows[line.key] for line in grid.answer_rows() if line.key in self.rows}
        computed = {
            "parts",
            "sections",
            "headings",
            "total",
            "bands",
            "star",
            "so-far",
            "product",
            "member",
            "head",
        }
        keys = {row: key for key, row in self.rows.items()}
        first, last = self.rows.get("head", 1), self.rows.get("total", 1)
        for number in range(first + 1, last):
            kind = keys.get(number, "").partition("/")[0]
            columns = [ANSWER] if number not in own else []
            if number not in own and kind not in computed:
                columns.append(SCORED)
            for column in columns:
                cell = self.worksheet.cell(number, _COLUMN[column])
                if not _is_blank(cell.value):
                    where = Where((), self.file, number, _COLUMN[column], worksheet=self.worksheet.title)
                    self.problems.append(damage.stray(cell.value, where))


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip(" "))


def _trimmed(value: object) -> str:
    """Return a value as formulas compare it: spaces around it and doubled ones inside left out."""
    return " ".join(part for part in str(value).split(" ") if part)
