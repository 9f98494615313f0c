"""Cases as a command is given them: one in a file of its own, or a register of many."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ocopkit.cli._law import VIETNAM
from ocopkit.errors import CaseError, DocumentError, NotFoundError, NotInForceError

if TYPE_CHECKING:
    from ocopkit.cases.case import Case
    from ocopkit.text import Lang

OnDay = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day; today if left out."),
]

_REGISTERS = {".jsonl", ".ndjson"}

_OF_THE_FILE = (CaseError, NotFoundError, NotInForceError)
"""What is raised while a file is read: it is the file that is wrong then, not the command."""


def day_of(on: datetime | None) -> date:
    """Return the day of an option; today in Vietnam if it is left out."""
    return on.date() if on else datetime.now(VIETNAM).date()


def calendar_text(calendar: str, output: Path | None) -> str:
    """Return a calendar for a file as the format wants it; what is only shown has plain ends of line."""
    return calendar if output else calendar.replace("\r\n", "\n")


def case_in(file: Path) -> "Case":
    """Return the one case of a file.

    Args:
        file: The file.

    Raises:
        DocumentError: With every problem of the file.
    """
    from ocopkit.cases.document import load_case
    from ocopkit.catalog import rule_book

    try:
        return load_case(file, rule_book)
    except _OF_THE_FILE as error:
        raise DocumentError(error.problems) from None


def cases_of(file: Path, lang: "Lang") -> "list[Case]":
    """Return the cases of a file: a register if it is named so (``.jsonl``), else one case.

    Args:
        file: The file.
        lang: The language in which a cut last line is told.

    Raises:
        DocumentError: With every problem of the file.
    """
    from ocopkit.cases.register import load_register
    from ocopkit.catalog import rule_book
    from ocopkit.cli._problems import tell_all

    if file.suffix not in _REGISTERS:
        return [case_in(file)]
    try:
        found = load_register(file, rule_book)
    except _OF_THE_FILE as error:
        raise DocumentError(error.problems) from None
    tell_all(found.problems, lang)
    return list(found.cases.values())
