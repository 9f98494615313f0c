"""The command about what is wrong or doubtful in rule books as encoded: audit."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ocopkit.cli._language import Language
from ocopkit.cli._output import lines, write
from ocopkit.cli._problems import FILE_HAS_PROBLEMS, FINE

if TYPE_CHECKING:
    from ocopkit.rules.audits.kinds import Severity

_STYLES: "dict[Severity, str]" = {"error": "red", "warning": "yellow", "note": "dim"}


def audit_command(
    lang: Language,
    books: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="BOOK|FOLDER",
            help="Rule books by id, or their folders; all that are known here if left out.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_sarif: Annotated[
        bool, typer.Option("--sarif", help="Print SARIF 2.1.0, for the checks of a repository.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Leave with status 1 on warnings too, not only errors.")
    ] = False,
) -> int:
    """Tell what is wrong or doubtful in rule books (rà soát bộ quy tắc)."""
    from ocopkit.rules.audit import audit_folders, count

    if as_json and as_sarif:
        message = "--json and --sarif exclude each other"
        raise typer.BadParameter(message)
    findings = audit_folders(_folders(books), root=Path.cwd())
    counted = count(findings)
    if as_sarif:
        from ocopkit.documents import to_json
        from ocopkit.rules.sarif import to_sarif

        write(to_json(to_sarif(findings, lang=lang)))
    elif as_json:
        from ocopkit.documents import to_json

        write(to_json({"count": counted, "findings": list(findings)}))
    else:
        from ocopkit.rules.audit import total

        lines((one.say(lang), _STYLES[one.severity]) for one in findings)
        lines([(total(findings).say(lang), "bold")])
    failed = counted["error"] or (strict and counted["warning"])
    return FILE_HAS_PROBLEMS if failed else FINE


def _folders(books: list[str] | None) -> list[Path]:
    from ocopkit import catalog

    known = catalog.books()
    if not books:
        return [known.folders[key] for key in known.ids]
    folders: list[Path] = []
    for key in books:
        if key not in known.folders and not Path(key).is_dir():
            known.book(key)  # raises, and says which books there are
        folders.append(known.folders.get(key, Path(key)))
    return folders
