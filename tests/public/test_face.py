"""The public face: its names, what importing it costs, what is published beside it."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

import ocopkit
from ocopkit.published import HERE, digests, json_schemas, published

SHEETS = Path("examples/sheets")


def test_every_public_name_is_there_and_listed() -> None:
    """Each name of the face loads, and ``dir`` shows exactly these."""
    for name in ocopkit.__all__:
        assert getattr(ocopkit, name) is not None
    assert dir(ocopkit) == sorted(ocopkit.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A mistyped name is told as Python tells it."""
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        _ = getattr(ocopkit, "scores")  # noqa: B009


def test_importing_the_face_loads_nothing_costly() -> None:
    """``import ocopkit`` loads neither YAML, cattrs, importlib.metadata nor a dataframe library."""
    code = "import sys, ocopkit; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, check=False)
    if run.returncode:  # without site-packages the editable install can't be found
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    loaded = set(run.stdout.decode().split())
    costly = {"yaml", "cattrs", "importlib.metadata", "polars", "pandas", "narwhals", "typer", "rich"}
    assert not loaded & costly


def test_what_is_published_is_up_to_date() -> None:
    """Digests and JSON Schemas are those that the data and the classes give today."""
    stale = [path.name for path, text in published() if path.read_text(encoding="utf-8") != text]
    assert stale == []


@pytest.mark.parametrize("name", sorted(json_schemas()))
def test_every_published_schema_is_a_schema(name: str) -> None:
    """Each published schema is valid JSON Schema of its dialect."""
    schema = json.loads((HERE / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)


def _valid(name: str, document: object) -> None:
    plain = json.loads(json.dumps(document, default=str))
    jsonschema.Draft202012Validator(json_schemas()[name]).validate(plain)


@pytest.mark.parametrize("key", ocopkit.books(packs=False).national)
def test_the_rule_books_files_fit_their_schemas(key: str) -> None:
    """book.yaml, shared.yaml and each set file are what their schemas describe."""
    folder = ocopkit.books(packs=False).folders[key]
    _valid("book.schema.json", yaml.safe_load((folder / "book.yaml").read_text(encoding="utf-8")))
    for file in folder.glob("shared.yaml"):
        _valid("shared.schema.json", yaml.safe_load(file.read_text(encoding="utf-8")))
    for file in sorted(folder.glob("sets/*.yaml")):
        _valid("set.schema.json", yaml.safe_load(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("key", ocopkit.books(packs=False).national)
def test_the_export_fits_its_schema(key: str) -> None:
    """The exported book is what its schema describes."""
    _valid("export.schema.json", ocopkit.export_book(ocopkit.rule_book(key)))


@pytest.mark.parametrize(
    "file",
    [path for path in sorted(SHEETS.glob("*.yaml")) if path.stem != "every-mistake"],
    ids=lambda path: path.stem,
)
def test_sheets_and_reports_fit_their_schemas(file: Path) -> None:
    """Every example sheet, and the report of its score, is what its schema describes."""
    _valid("sheet.schema.json", yaml.safe_load(file.read_text(encoding="utf-8")))
    sheet = ocopkit.load_sheet(file)
    if not sheet.unanswered():
        _valid("report.schema.json", ocopkit.report(ocopkit.score(sheet)))


def test_a_lock_names_articles_sets_and_files() -> None:
    """The published digests cover the articles, each set, and the bytes of each file and of the facts."""
    lock = digests(ocopkit.books(packs=False).folders["qd-26-2026"])
    assert {"articles", "1", "26", "book.yaml", "shared.yaml", "facts.yaml"} <= set(lock)
    assert len(lock) == 1 + 26 + 2 + 26 + 1


def test_the_export_has_the_shape_that_others_build_on(book: ocopkit.RuleBook) -> None:
    """Leaves only, in form order; three levels deep stands directly under its section; nulls are shown."""
    data = ocopkit.export_book(book)
    assert list(data) == ["rule_book", "sets", "facts"]
    assert data["rule_book"]["digest"] == book.digest
    tea = data["sets"][10]
    section = tea["parts"][2]["sections"][0]
    codes = [criterion["code"] for criterion in section["criteria"]]
    assert codes == ["6.1.1", "6.1.2", "6.2.1", "6.2.2", "6.2.3"]
    assert section["criteria"][0]["levels"][0]["minimum_for"] is None
    bilingual = tea["parts"][0]["sections"][1]["criteria"][3]
    assert [level["points"] for level in bilingual["levels"]] == [0, 1]
    tourism = data["sets"][25]["parts"][2]["sections"]
    cases = next(one for part in tourism for one in part["criteria"] if one["alternatives"])
    assert [case["key"] for case in cases["alternatives"]] == ["a", "b"]
    assert cases["levels"] == []
