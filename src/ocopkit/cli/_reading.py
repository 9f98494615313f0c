"""Score sheets from any file that holds some: YAML, JSON, or a form's workbook."""

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from ocopkit.errors import DocumentError, OcopError

if TYPE_CHECKING:
    from ocopkit.documents import Document
    from ocopkit.factsheets import FactSheetDocument
    from ocopkit.sheets import SheetDocument


def is_workbook(file: Path) -> bool:
    """Return whether a file is a workbook by its name.

    Args:
        file: The file.
    """
    return file.suffix.lower() == ".xlsx"


def documents_of(file: Path) -> "tuple[Document, ...]":
    """Return the documents of a file: one of a text, one of each worksheet that somebody filled in.

    Args:
        file: The file.

    Raises:
        DocumentError: If it cannot be read; of a workbook with every problem, each at its cell.
    """
    if is_workbook(file):
        from ocopkit.forms.reading import read_form

        return read_form(file)
    from ocopkit.documents import read

    return (read(file),)


def sheets_of(file: Path) -> "tuple[SheetDocument, ...]":
    """Return the sheets of a file: one of a text, each member's of a council's workbook.

    Args:
        file: The file.

    Raises:
        DocumentError: With every problem of the file, each at its place.
    """
    from ocopkit.sheets import read_sheet, sheet_of

    if not is_workbook(file):
        return (read_sheet(file),)
    sheets = [_without_member(one) for one in documents_of(file)]
    return tuple(sheet_of(one) for one in sheets if one.data)  # of some members only their absence is told


def sheet_in(file: Path) -> "SheetDocument":
    """Return the one sheet of a file.

    Args:
        file: The file.

    Raises:
        DocumentError: With every problem of the file; also if it is a council's workbook.
    """
    from ocopkit.forms.damage import of_a_council

    found = sheets_of(file)
    if len(found) != 1:
        raise DocumentError([of_a_council(str(file))])
    return found[0]


def facts_in(file: Path) -> "FactSheetDocument":
    """Return the fact sheet of a file: of a text, or of a workbook.

    Args:
        file: The file.

    Raises:
        DocumentError: With every problem of the file, each at its place.
    """
    if is_workbook(file):
        from ocopkit.forms.facts.reading import read_facts_form

        return read_facts_form(file)
    from ocopkit.factsheets import read_facts

    return read_facts(file)


def extra_missing(error: ModuleNotFoundError, file: Path) -> OcopError:
    """Return what is told where a library that writes workbooks isn't installed.

    Args:
        error: What the import said.
        file: The workbook that was to be written.

    Raises:
        ModuleNotFoundError: If it is another module that is missing.
    """
    from ocopkit.forms.damage import no_extra

    if error.name != "xlsxwriter":
        raise error
    return OcopError([no_extra(str(file))])


def called(file: Path, document: "Document") -> str:
    """Return the name of a sheet: its file, and its worksheet if it has one.

    Args:
        file: The file.
        document: The sheet's document.
    """
    return f"{file}:{document.worksheet}" if document.worksheet else str(file)


def _without_member(document: "Document") -> "Document":
    data = document.data if isinstance(document.data, dict) else {}
    return evolve(document, data={key: value for key, value in data.items() if key != "member"})
