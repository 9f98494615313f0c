"""Score sheets from any file that holds some: YAML, JSON, or a form's workbook."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from ocopkit.errors import DocumentError, Problem

if TYPE_CHECKING:
    from ocopkit.documents import Document
    from ocopkit.factsheets import FactSheetDocument
    from ocopkit.local.supplement import Supplement
    from ocopkit.scoring.councils.members import MemberFile
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
    """Return the sheets of a file: one of a text, a council member's too; each member's of a workbook.

    Args:
        file: The file.

    Raises:
        DocumentError: With every problem of the file, each at its place.
    """
    return tuple(found for one in documents_of(file) if (found := _sheet_of(one)))


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


def facts_in(file: Path, supplements: "tuple[Supplement, ...]" = ()) -> "FactSheetDocument":
    """Return the fact sheet of a file: of a text, or of a workbook.

    Args:
        file: The file.
        supplements: Local criteria that a text may name in place of a rule book.

    Raises:
        DocumentError: With every problem of the file, each at its place.
    """
    if is_workbook(file):
        from ocopkit.forms.facts.reading import read_facts_form

        return read_facts_form(file)
    from ocopkit.factsheets import read_facts

    return read_facts(file, supplements=supplements)


def supplements_for(file: Path, folders: Iterable[Path]) -> "tuple[Supplement, ...]":
    """Return the supplements known here if a fact sheet's text may be of one: it names no known rule book.

    Args:
        file: The fact sheet.
        folders: Folders of documents to look at besides the installed packs.

    Raises:
        DocumentError: If the text cannot be read.
    """
    from ocopkit import catalog, packs
    from ocopkit.documents import read

    data = {} if is_workbook(file) else read(file).data
    key = data.get("rule_book") if isinstance(data, dict) else None
    if not isinstance(key, str) or key in catalog.catalog_for(key).folders:
        return ()
    return packs.known(folders=folders).supplements


def called(file: Path, document: "Document") -> str:
    """Return the name of a sheet: its file, and its worksheet if it has one.

    Args:
        file: The file.
        document: The sheet's document.
    """
    return f"{file}:{document.worksheet}" if document.worksheet else str(file)


def _sheet_of(document: "Document") -> "SheetDocument | None":
    """Return the sheet of a document, whoever filled it in; none where only a member's absence is told."""
    from ocopkit.sheets import sheet_of

    if not isinstance(document.data, dict) or "member" not in document.data:
        return sheet_of(document)
    rest, _, told = member_in(document)
    problems = (*document.problems, *told)
    if rest.data:
        return sheet_of(evolve(rest, problems=problems))
    if problems:
        raise DocumentError(problems)
    return None


def member_in(document: "Document") -> "tuple[Document, MemberFile | None, tuple[Problem, ...]]":
    """Return a council member's sheet apart from whose it is.

    Args:
        document: A score sheet with a block ``member`` more, or without one.

    Returns:
        The document without the block; what the block says, if there is one and it can be read; what is
        wrong in it.
    """
    from ocopkit.conversion import from_plain
    from ocopkit.scoring.councils.members import MemberFile

    data = document.data if isinstance(document.data, dict) else {}
    rest = evolve(document, data={key: value for key, value in data.items() if key != "member"})
    if "member" not in data:
        return rest, None, ()
    try:
        return rest, from_plain(data["member"], MemberFile), ()
    except DocumentError as error:
        return rest, None, tuple(document.located(one.under("member")) for one in error.problems)
