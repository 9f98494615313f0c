"""What is published beside the data and made from it: digests, JSON Schemas, TypeScript types.

``python -m ocopkit.published`` writes them anew; with ``--check`` it only says what has drifted, and
exits with 1 if anything has.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NotRequired, TypedDict

from attrs import field, frozen

from ocopkit.assessing.report import AssessmentReport
from ocopkit.casebook.model import CaseFile
from ocopkit.cases.document import FORMAT, CaseRecord
from ocopkit.cases.events import KINDS
from ocopkit.catalog import books
from ocopkit.errors import ReportProblem
from ocopkit.factsheets import FactSheetFile
from ocopkit.frozen import FrozenMap
from ocopkit.local.benefit import Benefits
from ocopkit.local.plan import Plan
from ocopkit.local.supplement import LocalSheetFile, SupplementFile
from ocopkit.local.translation import Translation
from ocopkit.plugins.manifest import PackFile
from ocopkit.rules.amend import AmendmentFile
from ocopkit.rules.articles import Articles
from ocopkit.rules.audit import AuditFinding
from ocopkit.rules.book import digest_of
from ocopkit.rules.change import DiffReport
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.crosswalk_folder import CrosswalkFile, SetMapFile
from ocopkit.rules.facts import Vocabulary
from ocopkit.rules.files import SetFile, SharedFile
from ocopkit.rules.folder import FACTS, LOCK, facts_file, file_digest, load_book, relative, set_files
from ocopkit.schemas import schema_of
from ocopkit.scoring.councils.members import MemberFile
from ocopkit.scoring.councils.report import DecisionReport
from ocopkit.scoring.regulation import Regulation, RegulationsFile
from ocopkit.scoring.report import BoundsReport, Report
from ocopkit.scoring.upgrading.report import PathReport
from ocopkit.sheets import SheetFile
from ocopkit.typescript import typescript

HERE = Path(__file__).parent / "json-schemas"


@frozen
class Export:
    """A whole rule book as one document.

    Args:
        rule_book: The articles, with the digest of the whole.
        sets: The criteria sets.
        facts: The vocabulary of facts that conditions name.
    """

    rule_book: Articles
    sets: tuple[CriteriaSet, ...]
    facts: Vocabulary = field(factory=Vocabulary)


class ReportOfFile(TypedDict):
    """What ``ocopkit score --json`` says of one file: its score, or what is wrong with it."""

    file: str
    report: NotRequired[Report]
    problems: NotRequired[list[ReportProblem]]


class AuditReport(TypedDict):
    """What ``ocopkit audit --json`` writes."""

    count: dict[str, int]
    findings: list[AuditFinding]


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each kind of document, by file name.

    Example:
        >>> sorted(json_schemas())[0]
        'amendment.schema.json'
    """
    schemas = {
        "amendment.schema.json": schema_of(AmendmentFile, title="An amendment of a rule book"),
        "audit.schema.json": schema_of(AuditReport, title="What an audit finds"),
        "assessment.schema.json": schema_of(AssessmentReport, title="What facts say of a product"),
        "benefits.schema.json": schema_of(Benefits, title="A place's reward scheme"),
        "book.schema.json": schema_of(Articles, title="book.yaml of a rule book"),
        "bounds.schema.json": schema_of(BoundsReport, title="What an incomplete sheet can still come to"),
        "case.schema.json": _case("The life of a product"),
        "cases.schema.json": schema_of(CaseFile, title="Cases of law"),
        "costs.schema.json": schema_of(
            dict[str, dict[str, Annotated[Any, FrozenMap({"type": "number", "minimum": 0})]]],
            title="What raising criteria costs, by criterion and level",
        ),
        "crosswalk.schema.json": schema_of(CrosswalkFile, title="crosswalk.yaml between two rule books"),
        "crosswalk-set.schema.json": schema_of(SetMapFile, title="A pair of criteria sets in a crosswalk"),
        "decision.schema.json": schema_of(DecisionReport, title="A council's decision, reported"),
        "diff.schema.json": schema_of(DiffReport, title="The differences between two rule books"),
        "fact-sheet.schema.json": schema_of(FactSheetFile, title="A fact sheet"),
        "facts.schema.json": schema_of(Vocabulary, title="facts.yaml: a vocabulary of facts"),
        "export.schema.json": schema_of(Export, title="A rule book, exported"),
        "local-sheet.schema.json": schema_of(LocalSheetFile, title="A score sheet of a supplement"),
        "member-sheet.schema.json": _member_sheet(),
        "pack.schema.json": schema_of(PackFile, title="pack.yaml of a place's pack"),
        "path.schema.json": schema_of(PathReport, title="A path to a star, reported"),
        "plan.schema.json": schema_of(Plan, title="A place's plan"),
        "problems.schema.json": schema_of(list[ReportProblem], title="Problems of a document"),
        "register.schema.json": _register_line(),
        "regulation.schema.json": schema_of(Regulation, title="A council's regulation"),
        "regulations.schema.json": schema_of(RegulationsFile, title="regulation.yaml of a rule book"),
        "report.schema.json": schema_of(Report, title="A score, reported"),
        "scores.schema.json": schema_of(list[ReportOfFile], title="Scores of several files, reported"),
        "set.schema.json": schema_of(SetFile, title="A criteria set of a rule book"),
        "shared.schema.json": schema_of(SharedFile, title="shared.yaml of a rule book"),
        "sheet.schema.json": schema_of(SheetFile, title="A score sheet"),
        "supplement.schema.json": schema_of(SupplementFile, title="A place's supplement"),
        "translation.schema.json": schema_of(Translation, title="A translation of a place's documents"),
    }
    articles = schemas["export.schema.json"]["$defs"]["Articles"]
    articles["properties"]["digest"] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    articles["required"].insert(1, "digest")
    return schemas


def _member_sheet() -> dict[str, Any]:
    """Return the schema of a member's sheet: a score sheet that says whose it is, or who sent none."""
    schema = schema_of(SheetFile, title="The score sheet of a member of a council")
    member = schema_of(MemberFile, title="")
    sheet = schema["$defs"].pop("SheetFile")
    own = {
        **sheet,
        "properties": {"member": {"$ref": member["$ref"]}, **sheet["properties"]},
        "required": ["member"],
        "dependentRequired": dict.fromkeys(sheet["properties"], sheet["required"]),
    }
    definitions = {**schema["$defs"], **member["$defs"], "MemberSheetFile": own}
    return {**schema, "$ref": "#/$defs/MemberSheetFile", "$defs": dict(sorted(definitions.items()))}


def _case(title: str) -> dict[str, Any]:
    """Return the schema of a case, its events each by its kind."""
    schema = schema_of(CaseRecord, title=title)
    definitions = schema["$defs"]
    for kind, event in KINDS.items():
        definitions |= schema_of(event, title="")["$defs"]
        own = definitions[event.__name__]
        own["properties"] = {"kind": {"const": kind}, **own["properties"]}
        own["required"] = ["kind", *own["required"]]
    events = [{"$ref": f"#/$defs/{event.__name__}"} for event in KINDS.values()]
    definitions["Event"] = {"description": "Something that happened to a product.", "anyOf": events}
    fields = definitions["CaseRecord"]["properties"]
    fields["format"] |= {"minimum": 1, "maximum": FORMAT}
    fields["events"]["items"] = {"$ref": "#/$defs/Event"}
    return {**schema, "$defs": dict(sorted(definitions.items()))}


def _register_line() -> dict[str, Any]:
    """Return the schema of a line of a register: it opens a case, or adds events to one above it."""
    schema = _case("A line of a register of cases")
    record = schema["$defs"].pop("CaseRecord")
    fields = {key: value for key, value in record["properties"].items() if key != "id"}
    case = {"type": "string", "description": "The case's id in the register."}
    opening = {
        **record,
        "description": "A line that opens a case.",
        "properties": {"case": case, **fields},
        "required": ["case", *record["required"]],
    }
    further = {
        "description": "A line that adds events to a case above it.",
        "type": "object",
        "properties": {"case": case, "format": fields["format"], "events": fields["events"]},
        "required": ["case", "events"],
        "additionalProperties": False,
    }
    definitions = {**schema["$defs"], "OpeningLine": opening, "FurtherLine": further}
    lines = [{"$ref": "#/$defs/OpeningLine"}, {"$ref": "#/$defs/FurtherLine"}]
    rest = {key: value for key, value in schema.items() if key != "$ref"}
    return {**rest, "anyOf": lines, "$defs": dict(sorted(definitions.items()))}


def published() -> Iterator[tuple[Path, str]]:
    """Yield each file that is made from others, with the text it should hold."""
    schemas = json_schemas()
    for name, schema in schemas.items():
        yield HERE / name, json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    yield HERE / "ocopkit.d.ts", typescript(schemas)
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
        FACTS: file_digest(facts_file(folder)),
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
