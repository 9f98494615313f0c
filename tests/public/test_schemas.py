"""What is read and written is what the published schemas and TypeScript types describe."""

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, get_type_hints

import attrs
import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit.catalog import books
from ocopkit.conversion import to_plain
from ocopkit.errors import problem_report
from ocopkit.product import Person, Producer, Product
from ocopkit.published import json_schemas
from ocopkit.rules.change import diff_plain
from ocopkit.scoring.councils.members import MemberSheet
from ocopkit.scoring.councils.report import decision_report
from ocopkit.scoring.report import ReportProducer, ReportProduct, bounds_report, product_report
from ocopkit.scoring.upgrade import path_to
from ocopkit.scoring.upgrading.report import path_report
from ocopkit.testing.strategies import sheets
from ocopkit.typescript import typescript

SCHEMAS = json_schemas()
BOOKS = [ocopkit.rule_book(key) for key in ("qd-148-2023", "qd-26-2026")]
FEW = settings(max_examples=25)
CROSSWALKS = Path("src/ocopkit/criteria/crosswalks")


def _fits(name: str, plain: object) -> None:
    jsonschema.Draft202012Validator(SCHEMAS[name]).validate(json.loads(json.dumps(plain)))


@FEW
@given(st.sampled_from(BOOKS).flatmap(sheets))
def test_every_report_fits_its_schema(sheet: ocopkit.ScoreSheet) -> None:
    """Whatever the sheet, the report of its score is what the schema describes."""
    _fits("report.schema.json", ocopkit.report(ocopkit.score(sheet)))


@FEW
@given(st.sampled_from(BOOKS).flatmap(sheets), st.integers(1, 5))
def test_every_path_fits_its_schema(sheet: ocopkit.ScoreSheet, stars: int) -> None:
    """Whatever the sheet and the star, the path, or why there is none, is what the schema describes."""
    _fits("path.schema.json", path_report(path_to(sheet, stars)))


@FEW
@given(st.sampled_from(BOOKS).flatmap(sheets), st.integers(0, 40))
def test_every_bounds_fit_their_schema(sheet: ocopkit.ScoreSheet, left: int) -> None:
    """However many answers are open, what a sheet can still come to is what the schema describes."""
    kept = dict(list(sheet.answers.items())[:left])
    open_sheet = ocopkit.ScoreSheet(sheet.criteria_set, kept, sheet.raised)
    _fits("bounds.schema.json", bounds_report(open_sheet, ocopkit.bounds(open_sheet)))


@FEW
@given(st.sampled_from(BOOKS).flatmap(sheets), st.integers(1, 3))
def test_every_decision_fits_its_schema(sheet: ocopkit.ScoreSheet, members: int) -> None:
    """Whatever a council decides, its report is what the schema describes."""
    council = [MemberSheet(f"Ủy viên {place}", sheet, "member") for place in range(members)]
    rules = ocopkit.Regulation("local", ocopkit.Text("Quy chế", "Regulation"))
    chaired = [MemberSheet("Chủ tịch", sheet, "chair"), *council]
    _fits("decision.schema.json", decision_report(ocopkit.decide(chaired, rules)))


def test_a_cost_with_a_fraction_is_exact_text() -> None:
    """A path's cost that is no whole number is written as an exact fraction."""
    sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
    path = attrs.evolve(path_to(sheet, 4), cost=Fraction(7, 2))
    plain = path_report(path)
    assert plain["cost"] == "7/2"
    _fits("path.schema.json", plain)


def test_problems_fit_their_schema() -> None:
    """Every problem of the sheet with every mistake is what the schema describes."""
    with pytest.raises(ocopkit.DocumentError) as caught:
        ocopkit.load_sheet("examples/sheets/every-mistake.yaml")
    _fits("problems.schema.json", [problem_report(one) for one in caught.value.problems])


def test_a_diff_fits_its_schema() -> None:
    """The differences of two decisions are what the schema describes."""
    _fits("diff.schema.json", diff_plain(ocopkit.diff(*BOOKS)))


def test_findings_fit_their_schema() -> None:
    """What an audit finds is what the schema describes."""
    findings = to_plain(list(ocopkit.audit(BOOKS[1])))
    _fits("audit.schema.json", {"count": {"error": 0}, "findings": findings})


@pytest.mark.parametrize("folder", sorted(CROSSWALKS.iterdir()), ids=lambda path: path.name)
def test_crosswalks_fit_their_schemas(folder: Path) -> None:
    """The files of each crosswalk are what their schemas describe."""
    _fits("crosswalk.schema.json", yaml.safe_load((folder / "crosswalk.yaml").read_text(encoding="utf-8")))
    for file in sorted(folder.glob("sets/*.yaml")):
        _fits("crosswalk-set.schema.json", yaml.safe_load(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("key", books(packs=False).national)
def test_national_regulations_fit_their_schema(key: str) -> None:
    """regulation.yaml beside a book is what its schema describes."""
    file = books(packs=False).folders[key] / "regulation.yaml"
    _fits("regulations.schema.json", yaml.safe_load(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", sorted(Path("examples/council").glob("0*.yaml")), ids=lambda path: path.stem)
def test_members_sheets_fit_their_schema(file: Path) -> None:
    """A member's file is a score sheet that says whose it is."""
    plain = yaml.safe_load(file.read_text(encoding="utf-8"))
    _fits("member-sheet.schema.json", plain)
    _fits("member-sheet.schema.json", {"member": plain["member"]})
    with pytest.raises(jsonschema.ValidationError, match="'rule_book' is a dependency"):
        _fits("member-sheet.schema.json", {"member": plain["member"], "answers": {}})


def test_a_report_says_its_format_and_refuses_what_it_doesn_t_know() -> None:
    """A report has a version, and its schema no room for a key or a value that isn't told there."""
    report: dict[str, Any] = {**ocopkit.report(ocopkit.score(_tea()))}
    _fits("report.schema.json", report)
    for wrong in ({"format": 2}, {"mood": "good"}, {"stars": 0}, {"digest": "?"}, {"product": {"name": 1}}):
        with pytest.raises(jsonschema.ValidationError):
            _fits("report.schema.json", {**report, **wrong})


def test_a_reported_product_has_every_field_but_the_representative() -> None:
    """What reports show of product and producer is all there is, without personal data."""
    assert set(get_type_hints(ReportProduct)) == {one.name for one in attrs.fields(Product)}
    assert set(get_type_hints(ReportProducer)) == {
        one.name for one in attrs.fields(Producer) if not one.metadata.get("personal")
    }
    shown = product_report(Product("Chè", Producer("HTX", representative=Person("…"))))
    assert shown == {"name": "Chè", "producer": {"name": "HTX"}}


def test_every_definition_is_a_typescript_type() -> None:
    """Each kind of document has a type, each of its definitions once, and no name twice."""
    text = typescript(SCHEMAS)
    names = re.findall(r"^export (?:type|interface) (\w+)", text, re.MULTILINE)
    assert len(names) == len(set(names))
    documents = [name for name in names if name.endswith("Document")]
    assert len(documents) == len(SCHEMAS)
    keys = {key for schema in SCHEMAS.values() for key in schema["$defs"]}
    assert all(any(name.endswith(key) for name in names) for key in keys)


@pytest.mark.parametrize(
    ("schema", "written"),
    [
        ({"type": "array", "items": {"enum": ["a", 1, None]}}, '("a" | 1 | null)[]'),
        ({"type": ["integer", "string", "number"]}, "number | string"),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, "Record<string, boolean>"),
        ({"anyOf": [{"const": 1}, {}]}, "1 | unknown"),
        ({"type": "object", "properties": {"a-b": {}}, "required": []}, '{ "a-b"?: unknown; }'),
    ],
)
def test_a_schema_is_written_as_a_type(schema: Mapping[str, Any], written: str) -> None:
    """Lists, unions, maps and objects are written as TypeScript writes them."""
    text = typescript({"one.schema.json": {"title": "One", **schema, "$defs": {}}})
    assert f"export type OneDocument = {written};" in text


def _tea() -> ocopkit.ScoreSheet:
    return ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
