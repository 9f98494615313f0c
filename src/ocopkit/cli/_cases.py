"""Cases as a command is given them: one in a file of its own, or a register of many."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocopkit.cases.case import Case
    from ocopkit.text import Lang

_REGISTERS = {".jsonl", ".ndjson"}


def cases_of(file: Path, lang: "Lang") -> "list[Case]":
    """Return the cases of a file: a register if it is named so (``.jsonl``), else one case.

    Args:
        file: The file.
        lang: The language in which a cut last line is told.

    Raises:
        DocumentError: With every problem of the file.
        CaseError: If an event isn't possible.
    """
    from ocopkit.cases.document import load_case
    from ocopkit.cases.register import load_register
    from ocopkit.catalog import rule_book
    from ocopkit.cli._problems import tell_all

    if file.suffix not in _REGISTERS:
        return [load_case(file, rule_book)]
    found = load_register(file, rule_book)
    tell_all(found.problems, lang)
    return list(found.cases.values())
