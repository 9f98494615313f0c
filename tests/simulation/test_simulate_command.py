"""The command simulate tells who moves from which stars to which."""

import json
from pathlib import Path

import polars as pl
import pytest
import typer
from typer.testing import CliRunner, Result

from ocopkit import RuleBook, rule_book
from ocopkit.cli._problems import guarded
from ocopkit.cli.simulate import simulate
from ocopkit.simulation.files import write_rows
from ocopkit.simulation.synthesise import synthesise

AMENDMENT = """
base: qd-26-2026
because: {vi: "Dự thảo", en: "A draft"}
id: draft
changes:
  bands/4: {at_least: 75}
  bands/3: {below: 75}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, book: RuleBook) -> Path:
    """Return a folder with a population and an amendment."""
    folder = tmp_path_factory.mktemp("simulate")
    made = synthesise(
        book, 11, 100, seed=3, stars={3: "0.6", 4: "0.4"}, columns={"place": {"A": "0.5", "B": "0.5"}}
    )
    write_rows(made.people.frame, folder / "tea.parquet")
    (folder / "draft.yaml").write_text(AMENDMENT, encoding="utf-8")
    return folder


def run(folder: Path, *more: str, file: str = "tea.parquet") -> Result:
    """Run the command on the population against the amendment."""
    app = typer.Typer()
    app.command()(guarded(simulate))
    words = [
        str(folder / file),
        "--book",
        "qd-26-2026",
        "--against",
        str(folder / "draft.yaml"),
        "--lang",
        "en",
    ]
    return CliRunner().invoke(app, [*words, *more])


def test_the_table_is_plain_in_a_pipe(folder: Path) -> None:
    """Each line says stars before, stars after and how many, with a tab between them."""
    answer = run(folder, "--set", "11")
    assert answer.exit_code == 0
    rows = [[int(cell) for cell in line.split("\t")] for line in answer.stdout.splitlines()]
    assert sum(row[2] for row in rows) == 100
    assert {tuple(row[:2]) for row in rows} == {(3, 3), (4, 3), (4, 4)}
    assert "lose stars" in answer.stderr


def test_json_holds_the_transitions_and_the_clauses(folder: Path) -> None:
    """Programs get the same counts, by place and by clause."""
    answer = run(folder, "--set", "11", "--json", "--clauses", "--by", "place")
    told = json.loads(answer.stdout)
    assert sum(row["rows"] for row in told["transitions"]) == 100
    assert {row["place"] for row in told["transitions"]} == {"A", "B"}
    assert {row["clause"]: row["down"] for row in told["clauses"]} == {"bands/4": told["down"], "bands/3": 0}
    assert sum(row["down"] for row in told["parts"]) == told["down"]
    assert {row["place"] for row in told["parts"]} == {"A", "B"}


def test_clauses_are_told_by_place(folder: Path) -> None:
    """With a column to count by, the table of clauses has a line for each place and clause."""
    lines = run(folder, "--set", "11", "--clauses", "--by", "place").stdout.splitlines()
    told = [line.split("\t") for line in lines if "bands/" in line]
    assert [row[:2] for row in told] == [[place, f"bands/{star}"] for place in "AB" for star in (4, 3)]
    whole = [line.split("\t") for line in run(folder, "--set", "11", "--clauses").stdout.splitlines()]
    assert [row[0] for row in whole if "bands/" in row[0]] == ["bands/4", "bands/3"]


def test_every_row_can_be_written(folder: Path, tmp_path: Path) -> None:
    """The file holds points and stars before and after; it is not overwritten unasked."""
    file = tmp_path / "moved.parquet"
    assert run(folder, "--set", "11", "-o", str(file)).exit_code == 0
    assert pl.read_parquet(file).columns[-4:] == [
        "before_points",
        "before_stars",
        "after_points",
        "after_stars",
    ]
    again = run(folder, "--set", "11", "-o", str(file))
    assert again.exit_code == 2
    assert "file-exists" in again.stderr


def test_wrong_files_and_missing_sets_are_told(folder: Path) -> None:
    """A file with problems ends with status 1, and the problem names it."""
    answer = run(folder)
    assert answer.exit_code == 1
    assert "no-set" in answer.stderr
    assert run(folder, file="gone.parquet").exit_code == 1


def counted(folder: Path, *more: str) -> Result:
    """Run the command on the population with one book alone."""
    app = typer.Typer()
    app.command()(guarded(simulate))
    words = [str(folder / "tea.parquet"), "--book", "qd-26-2026", "--set", "11", "--lang", "en"]
    return CliRunner().invoke(app, [*words, *more])


def test_without_another_book_stars_are_counted(folder: Path, tmp_path: Path) -> None:
    """One book alone gives the number of rows by stars, as a table, as JSON, and as a file of results."""
    file = tmp_path / "scored.parquet"
    assert counted(folder, "-o", str(file)).stdout.splitlines() == ["3\t60", "4\t40"]
    assert pl.read_parquet(file).columns == ["id", "place", "points", "stars"]
    told = json.loads(counted(folder, "--json", "--by", "place").stdout)
    assert sum(row["rows"] for row in told["counts"]) == 100


def test_clauses_want_another_book(folder: Path) -> None:
    """One book alone has no clauses to tell apart."""
    answer = counted(folder, "--clauses")
    assert answer.exit_code == 2
    assert "no-against" in answer.stderr


def test_an_output_is_refused_before_rows_are_read(folder: Path, tmp_path: Path) -> None:
    """What cannot be written is told at once, and nothing is left behind."""
    assert run(folder, "-o", str(tmp_path / "x.txt"), file="gone.parquet").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_another_regime_is_read_by_its_crosswalk(tmp_path: Path) -> None:
    """From one decision to a newer one with other forms, rows come with the least and most stars."""
    old = rule_book("qd-148-2023")
    write_rows(synthesise(old, 11, 50, seed=3, stars={3: 1}).people.frame, tmp_path / "tea.parquet")
    app = typer.Typer()
    app.command()(guarded(simulate))
    words = [str(tmp_path / "tea.parquet"), "--set", "11", "--book", "qd-148-2023"]
    words += ["--against", "qd-26-2026", "--crosswalk", "--lang", "en"]
    answer = CliRunner().invoke(app, [*words, "-o", str(tmp_path / "moved.parquet")])
    rows = [[int(cell) for cell in line.split("\t")] for line in answer.stdout.splitlines()]
    assert sum(row[3] for row in rows) == 50
    assert all(row[1] <= row[2] for row in rows)
    assert pl.read_parquet(tmp_path / "moved.parquet").columns[-2:] == ["most_points", "most_stars"]
    told = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
    assert {row["new_set"] for row in told["criteria"]} == {11}


def test_a_comparison_is_handed_over_as_a_page(folder: Path, tmp_path: Path) -> None:
    """The page has tables and pictures; nothing is overwritten without --force."""
    file = tmp_path / "page.html"
    assert run(folder, "--set", "11", "--html", str(file), "--clauses", "--by", "place").exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "Because of which clause" in text
    again = run(folder, "--set", "11", "--html", str(file))
    assert (again.exit_code, "file-exists" in again.stderr) == (2, True)
    assert run(folder, "--set", "11", "--html", str(file), "--force").exit_code == 0
    assert "no-against" in counted(folder, "--html", str(tmp_path / "none.html")).stderr
    nowhere = run(folder, "--set", "11", "--html", str(tmp_path / "none" / "page.html"), file="none.parquet")
    assert "[unwritable]" in nowhere.stderr  # before the population is read, which here there isn't
    assert not (tmp_path / "none.html").exists()
