"""check_pack: what every pack must satisfy, counted, and what it says when something is wrong."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer import Typer
from typer.testing import CliRunner

import ocopkit
from ocopkit.cli import packs
from ocopkit.cli._problems import guarded
from ocopkit.documents import read
from ocopkit.published import json_schemas
from ocopkit.testing.pack import check_pack
from ocopkit.text import Lang

PACKS = sorted(file.parent for file in Path("examples/packs").glob("*/pyproject.toml"))
EXAMPLE = Path("examples/packs/vi-du")
DOCUMENTS = EXAMPLE / "src" / "ocop_vi_du" / "documents"
SCHEMAS = {
    "plans": "plan.schema.json",
    "benefits": "benefits.schema.json",
    "supplements": "supplement.schema.json",
    "regulations": "regulation.schema.json",
    "translations": "translation.schema.json",
}


def app() -> Typer:
    """Return a command line of these commands alone."""
    made = Typer()
    made.command("packs")(guarded(packs.packs))
    made.command("score-local")(guarded(packs.score_local))
    made.command("check-pack")(guarded(packs.check_pack_command))
    return made


def run(*words: str) -> tuple[int, str, str]:
    """Return status, output and errors of a command."""
    done = CliRunner().invoke(app(), [*words, "--lang", "en"])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("folder", PACKS, ids=[folder.name for folder in PACKS])
def test_every_example_pack_holds(folder: Path) -> None:
    """Every pack of the examples satisfies what every pack must, on at least one document."""
    report = check_pack(folder, examples=5)
    assert report.ok, report.say()
    counts = {one.key: one.examples for one in report.invariants}
    assert counts["documents"] > 0
    assert counts["targets"] > 0
    assert counts["national"] >= 12


def test_examples_are_counted_and_always_the_same() -> None:
    """As many examples as asked for are looked at for each of the two forms; two runs tell the same."""
    report = check_pack(DOCUMENTS, examples=7)
    assert {one.key: one.examples for one in report.invariants}["points"] == 14
    assert check_pack(DOCUMENTS, examples=7) == report


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_report_is_told_in_both_languages(lang: Lang) -> None:
    """Each invariant is a line; what there was nothing to look at for is said, not left out."""
    lines = check_pack(DOCUMENTS, examples=2).say(lang).splitlines()
    assert len(lines) == 10
    nothing = {"vi": "không có gì để xét", "en": "nothing to look at"}[lang]
    assert [line for line in lines if line.startswith(nothing)]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("plans/vi-du-ke-hoach-2026.yaml", "points_from: 50", "points_from: 40", "other-threshold"),
        ("plans/vi-du-ke-hoach-2026.yaml", "2026-12-15", "2026-12-31", "round-too-late"),
        ("plans/vi-du-ke-hoach-2026.yaml", "rules: [qd-26-2026]", "rules: [qd-26-2062]", "unknown-book"),
        ("supplements/vi-du-xanh-2026.yaml", "max: 10", "max: 9", "sum"),
        ("plans/vi-du-ke-hoach-2026.yaml", "2026-12-15", "2027-12-15", "round-too-late"),
        ("benefits/vi-du-khen-thuong-2026.yaml", "dong: 20000000", "dong: -1", "negative-amount"),
        ("benefits/vi-du-khen-thuong-2026.yaml", "stars: 3", "stars: 6", "unknown-stars"),
        (
            "regulations/vi-du-quy-che-2026.yaml",
            "rule_books: [qd-26-2026]",
            "rule_books: [qd-1]",
            "unknown-book",
        ),
        ("pack.yaml", "Ví Dụ", "Hà Nam", "foreign-namespace"),
        ("pack.yaml", "last_day: 2026-12-31", "last_day: 2026-05-31", "time-backwards"),
    ],
)
def test_a_mistake_fails_the_pack_and_is_named(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    """A mistake in a document fails the check and is named; national results still hold."""
    folder = tmp_path / "vi-du"
    shutil.copytree(DOCUMENTS, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    report = check_pack(folder, examples=2)
    assert not report.ok
    assert said in [problem.code for problem in report.problems]
    assert report.invariants[-1].key == "national"
    assert report.invariants[-1].ok


def test_a_folder_without_a_pack_is_told(tmp_path: Path) -> None:
    """A folder that holds no pack.yaml is an error that says what to add."""
    with pytest.raises(ocopkit.errors.NotFoundError, match=r"no pack\.yaml"):
        check_pack(tmp_path)


def test_an_empty_pack_is_told(tmp_path: Path) -> None:
    """A pack without a single document is told, instead of passing with nothing looked at."""
    shutil.copy(DOCUMENTS / "pack.yaml", tmp_path / "pack.yaml")
    assert [problem.code for problem in check_pack(tmp_path).problems] == ["empty-pack"]


@pytest.mark.parametrize("folder", PACKS, ids=[folder.name for folder in PACKS])
def test_documents_fit_their_schemas(folder: Path) -> None:
    """The published JSON Schemas accept every document of the example packs."""
    schemas = json_schemas()
    looked_at = 0
    for kind, name in SCHEMAS.items():
        for file in folder.rglob(f"documents/{kind}/*.yaml"):
            Draft202012Validator(schemas[name]).validate(read(file).data)
            looked_at += 1
    for file in folder.rglob("documents/pack.yaml"):
        Draft202012Validator(schemas["pack.schema.json"]).validate(read(file).data)
        looked_at += 1
    assert looked_at >= 2


def test_the_command_says_what_holds() -> None:
    """``check-pack FOLDER`` prints a line for each invariant and leaves with 0."""
    status, output, _ = run("check-pack", str(EXAMPLE), "--examples", "2")
    assert status == 0
    assert output.splitlines()[0].split("\t")[:2] == ["holds", "8"]  # documents, checks in code


def test_the_command_leaves_with_1_where_something_is_wrong(tmp_path: Path) -> None:
    """``check-pack FOLDER`` leaves with 1 and tells the problem on standard error."""
    shutil.copy(DOCUMENTS / "pack.yaml", tmp_path / "pack.yaml")
    status, output, errors = run("check-pack", str(tmp_path))
    assert status == 1
    assert output.startswith("WRONG")
    assert "empty-pack" in errors


def test_the_command_gives_json() -> None:
    """``check-pack --json`` gives every invariant with its count as one document."""
    status, output, _ = run("check-pack", str(DOCUMENTS), "--examples", "2", "--json")
    told: dict[str, Any] = json.loads(output)
    assert (status, told["ok"], len(told["invariants"])) == (0, True, 10)


def test_packs_are_listed_with_their_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """``packs`` lists name, version, place, period, documents and the number of problems."""
    monkeypatch.setenv("OCOPKIT_PACKS", "off")
    status, output, _ = run("packs", "--folder", str(DOCUMENTS))
    assert status == 0
    name, version, place, period, documents, problems = output.rstrip("\n").split("\t")
    assert (name, version, place, problems) == ("vi-du", "–", "Ví Dụ", "0")
    assert period == "2026-06-01 – 2026-12-31"
    assert documents.split(", ")[:2] == ["vi-du-tam-thoi-2018", "vi-du-xanh-2026"]


def test_packs_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """``packs --json`` gives the same as one document."""
    monkeypatch.setenv("OCOPKIT_PACKS", "off")
    status, output, _ = run("packs", "--folder", str(DOCUMENTS), "--json")
    (pack,) = json.loads(output)["packs"]
    assert status == 0
    assert pack["manifest"]["place"] == {"province": "Ví Dụ"}
    kinds = {"books", "supplements", "regulations", "plans", "benefits", "translations"}
    assert {one["kind"] for one in pack["documents"]} == kinds


def test_problems_of_packs_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``packs`` leaves with 1 where a pack has problems, and tells them."""
    monkeypatch.setenv("OCOPKIT_PACKS", "off")
    (tmp_path / "pack.yaml").write_text("name: 7\n", encoding="utf-8")
    status, _, errors = run("packs", "--folder", str(tmp_path))
    assert status == 1
    assert "wrong-type" in errors


def test_a_sheet_of_a_supplement_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    """``score-local`` scores a sheet of a supplement: its grade, and each criterion."""
    monkeypatch.setenv("OCOPKIT_PACKS", "off")
    sheet = str(EXAMPLE / "sheets" / "green-tea.yaml")
    status, output, _ = run("score-local", sheet, "--folder", str(DOCUMENTS))
    assert status == 0
    assert output.splitlines()[0] == (
        f"{sheet}: Local, Green product of Ví Dụ: 8 of 10 points, Green; minimum missed at X.2"
    )
    assert output.splitlines()[1] == "X.1\tPackaging\t4\t4"
    Draft202012Validator(json_schemas()["local-sheet.schema.json"]).validate(read(Path(sheet)).data)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("vi-du-xanh-2026", "vi-du-xanh-2062", "2:13: supplement: [unknown-supplement]"),
        ("X.1: c", "X.1: z", "6:8: answers/X.1: [unknown-level]"),
        ("X.1: c", "X.9: c", "6:3: answers/X.9: [unknown-criterion]"),
        ("  X.1: c\n", "", "sheet.yaml: answers/X.1: [missing-answer]"),
        ("answers:", "answer:", "5:1: answer: [unknown-key]"),
    ],
)
def test_a_mistake_in_such_a_sheet_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
) -> None:
    """Every mistake of a supplement's sheet is told at its line, and the command leaves with 1."""
    monkeypatch.setenv("OCOPKIT_PACKS", "off")
    text = (EXAMPLE / "sheets" / "green-tea.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "sheet.yaml").write_text(text.replace(old, new), encoding="utf-8")
    status, _, errors = run("score-local", str(tmp_path / "sheet.yaml"), "--folder", str(DOCUMENTS))
    assert status == 1
    assert said in errors


def test_a_national_result_is_shown_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """``score-local --beside SHEET`` shows the national result above the local one, neither in the other."""
    monkeypatch.setenv("OCOPKIT_PACKS", "off")
    sheet = str(EXAMPLE / "sheets" / "green-tea.yaml")
    national = "examples/sheets/tea-three-stars.yaml"
    status, output, _ = run("score-local", sheet, "--folder", str(DOCUMENTS), "--beside", national)
    assert status == 0
    assert output.splitlines()[0] == "National: 66 of 100 points, 3 stars"
    assert output.splitlines()[1].startswith(f"{sheet}: Local, Green product of Ví Dụ: 8 of 10 points")
