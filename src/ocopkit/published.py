"""What is published beside the data and made from it: digests of criteria sets, and JSON Schemas.

``python -m ocopkit.published`` writes them anew; with ``--check`` it only says what has drifted, and
exits with 1 if anything has.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from ocopkit.casebook.model import CaseFile
from ocopkit.catalog import books
from ocopkit.local.benefit import Benefits
from ocopkit.local.plan import Plan
from ocopkit.local.supplement import LocalSheetFile, SupplementFile
from ocopkit.plugins.manifest import PackFile
from ocopkit.rules.amend import AmendmentFile
from ocopkit.rules.articles import Articles
from ocopkit.rules.book import digest_of
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.files import SetFile, SharedFile
from ocopkit.rules.folder import LOCK, file_digest, load_book, relative, set_files
from ocopkit.schemas import schema_of
from ocopkit.scoring.regulation import Regulation
from ocopkit.scoring.report import Report
from ocopkit.sheets import SheetFile

HERE = Path(__file__).parent / "json-schemas"


@frozen
class Export:
    """A whole rule book as one document.

    Args:
        rule_book: The articles, with the digest of the whole.
        sets: The criteria sets.
    """

    rule_book: Articles
    sets: tuple[CriteriaSet, ...]


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each kind of document, by file name.

    Example:
        >>> sorted(json_schemas())[0]
        'amendment.schema.json'
    """
    schemas = {
        "amendment.schema.json": schema_of(AmendmentFile, title="An amendment of a rule book"),
        "benefits.schema.json": schema_of(Benefits, title="A place's reward scheme"),
        "book.schema.json": schema_of(Articles, title="book.yaml of a rule book"),
        "cases.schema.json": schema_of(CaseFile, title="Cases of law"),
        "export.schema.json": schema_of(Export, title="A rule book, exported"),
        "local-sheet.schema.json": schema_of(LocalSheetFile, title="A score sheet of a supplement"),
        "pack.schema.json": schema_of(PackFile, title="pack.yaml of a place's pack"),
        "plan.schema.json": schema_of(Plan, title="A place's plan"),
        "regulation.schema.json": schema_of(Regulation, title="A council's regulation"),
        "report.schema.json": schema_of(Report, title="A score, reported"),
        "set.schema.json": schema_of(SetFile, title="A criteria set of a rule book"),
        "shared.schema.json": schema_of(SharedFile, title="shared.yaml of a rule book"),
        "sheet.schema.json": schema_of(SheetFile, title="A score sheet"),
        "supplement.schema.json": schema_of(SupplementFile, title="A place's supplement"),
    }
    articles = schemas["export.schema.json"]["$defs"]["Articles"]
    articles["properties"]["digest"] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    articles["required"].insert(1, "digest")
    return schemas


def published() -> Iterator[tuple[Path, str]]:
    """Yield each file that is made from others, with the text it should hold."""
    for name, schema in json_schemas().items():
        yield HERE / name, json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    catalog = books(packs=False)
    for key in catalog.national:
        yield catalog.folders[key] / LOCK, json.dumps(digests(catalog.folders[key]), indent=1) + "\n"


def digests(folder: Path) -> dict[str, str]:
    """Return what the lock of a rule book's folder should say: see :data:`~ocopkit.rules.folder.LOCK`.

    Args:
        folder: The folder.
    """
    book = load_book(folder, locked=False)
    files = [folder / "book.yaml", *set_files(folder, book.articles)]
    return {
        "articles": digest_of(book.articles),
        **{str(form.number): digest_of(form) for form in book},
        **{relative(folder, file): file_digest(file) for file in files if file.is_file()},
    }


def main(arguments: list[str]) -> int:
    """Write the published files, or with ``--check`` say which have drifted."""
    drifted = 0
    for path, text in published():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            drifted += 1
            print(path.name if "--check" in arguments else f"written: {path.name}")  # noqa: T201
            if "--check" not in arguments:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    return 1 if drifted and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
