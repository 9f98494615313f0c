"""Files of dossiers are scored whole or not at all, and what is wrong with them is told at once."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ocopkit import DocumentError, OcopError, RuleBook
from ocopkit.simulation.files import count_rows, read_population, score_file, write_rows
from ocopkit.simulation.population import population
from ocopkit.simulation.results import results, star_counts
from ocopkit.simulation.synthesise import synthesise

ROWS = 2000
Change = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture(scope="module")
def teas(book: RuleBook) -> pl.DataFrame:
    """Return dossiers of set 11 in two places."""
    shares = {"place": {"A": "0.25", "B": "0.75"}}
    people = synthesise(book, 11, ROWS, seed=8, stars={3: "0.7", 4: "0.3"}, columns=shares).people
    rows: pl.DataFrame = people.frame.collect().to_native()
    return rows


def put(column: str, value: object, *rows: int) -> Change:
    """Return what puts a value into some rows of a column; rows count from 1."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        cells: list[object] = frame[column].to_list()
        for row in rows:
            cells[row - 1] = value
        return frame.with_columns(pl.Series(column, cells, strict=False))

    return change


def as_text(column: str, value: str, row: int) -> Change:
    """Return what makes text of a column of points, with a word in one row."""
    return lambda frame: put(column, value, row)(frame.with_columns(pl.col(column).cast(pl.String)))


FAULTS: dict[str, tuple[Change, str, str, str]] = {
    "a column of another set": (
        lambda frame: frame.with_columns(c12_4=pl.lit(1)),
        "foreign-column",
        "c12_4",
        "Set 11 has no column c12_4",
    ),
    "text among points": (as_text("c4_1", "tốt", 1500), "text-among-points", "c4_1", "row 1500, id 1500"),
    "a column that is mostly null": (
        lambda frame: frame.with_columns(c1_1=pl.when(pl.col("id") <= 100).then("c1_1")),
        "missing-answer",
        "c1_1",
        "1900 rows of set 11: no answer to 1.1 Source of raw materials (rows 101, 102, 103, 104, 105 and",
    ),
    "two rows of one id": (put("id", 7, 1999), "same-id", "id", "7 (rows 7, 1999)"),
    "a value off the ladder": (put("c7", 9, 44), "off-ladder", "c7", "row 44, id 44"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_column_and_row_and_nothing_is_written(
    fault: str, teas: pl.DataFrame, book: RuleBook, tmp_path: Path
) -> None:
    """The file, its column and its rows are named; the folder is as it was before."""
    change, code, column, said = FAULTS[fault]
    change(teas).write_parquet(tmp_path / "teas.parquet")
    with pytest.raises(DocumentError) as caught:
        score_file(tmp_path / "teas.parquet", tmp_path / "scored.parquet", book, set=11)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.path) == (code, (column,))
    assert problem.where.file == str(tmp_path / "teas.parquet")
    assert said in problem.what.en
    assert [path.name for path in tmp_path.iterdir()] == ["teas.parquet"]


def test_all_faults_are_told_at_once(teas: pl.DataFrame, book: RuleBook, tmp_path: Path) -> None:
    """Every fault of one file comes in one error."""
    wrong = teas
    for change, *_ in FAULTS.values():
        wrong = change(wrong)
    wrong.write_parquet(tmp_path / "teas.parquet")
    with pytest.raises(DocumentError) as caught:
        score_file(tmp_path / "teas.parquet", tmp_path / "scored.parquet", book, set=11)
    assert {problem.code for problem in caught.value.problems} == {code for _, code, _, _ in FAULTS.values()}
    assert not (tmp_path / "scored.parquet").exists()


@pytest.mark.parametrize("ending", ["parquet", "csv", "arrow"])
def test_a_scored_file_holds_every_result(
    ending: str, teas: pl.DataFrame, book: RuleBook, tmp_path: Path
) -> None:
    """The rows written are the results of the rows read, and the counts are those of the rows written."""
    write_rows(population(teas, book, set=11).frame, tmp_path / f"teas.{ending}")
    assert count_rows(tmp_path / f"teas.{ending}") == ROWS
    read: list[int] = []
    counts = score_file(
        tmp_path / f"teas.{ending}", tmp_path / "scored.parquet", book, set=11, progress=read.append
    )
    wanted = results(population(teas, book, set=11)).collect().to_native()
    assert pl.read_parquet(tmp_path / "scored.parquet").rows() == wanted.rows()
    assert counts.rows() == [(3, 1400), (4, 600)]
    assert sum(read) >= 2 * ROWS  # once to check them, once to score them
    assert not list(tmp_path.glob(".*"))


def test_an_output_that_cannot_be_is_refused_before_anything_is_read(book: RuleBook, tmp_path: Path) -> None:
    """A file that exists or has an unknown ending is told, even where there is nothing to read."""
    (tmp_path / "scored.parquet").write_bytes(b"kept")
    with pytest.raises(OcopError, match=r"file-exists"):
        score_file(tmp_path / "gone.parquet", tmp_path / "scored.parquet", book, set=11)
    with pytest.raises(OcopError, match=r"unknown-ending"):
        score_file(tmp_path / "gone.parquet", tmp_path / "scored.txt", book, set=11)
    with pytest.raises(DocumentError, match=r"unreadable"):
        score_file(tmp_path / "gone.parquet", tmp_path / "scored.parquet", book, set=11, force=True)
    assert (tmp_path / "scored.parquet").read_bytes() == b"kept"


def test_counts_by_place_and_weight_add_up(teas: pl.DataFrame, book: RuleBook, tmp_path: Path) -> None:
    """Counts are the same of rows in memory and of rows in a file, by any column, weighted or not."""
    rows = teas.with_columns(sales=pl.col("id") * 0.5)
    rows.write_parquet(tmp_path / "teas.parquet")
    here = population(rows, book, set=11)
    there = read_population(tmp_path / "teas.parquet", book, set=11)
    assert star_counts(here).rows() == star_counts(there).rows() == [(3, 1400), (4, 600)]
    by_place = star_counts(there, by=["place"], weight="sales")
    assert by_place.group_by("place").agg(pl.col("rows").sum()).sort("place").rows() == [
        ("A", 500),
        ("B", 1500),
    ]
    assert by_place["weight"].sum() == rows["sales"].sum()
    assert star_counts(here, by=["place"], weight="sales").rows() == by_place.rows()
    with pytest.raises(DocumentError, match=r"no-column"):
        star_counts(here, by=["plcae"])


def test_a_csv_with_semicolons_is_read_too(teas: pl.DataFrame, book: RuleBook, tmp_path: Path) -> None:
    """Spreadsheets of countries with a decimal comma write them."""
    file = tmp_path / "teas.csv"
    teas.write_csv(file, separator=";")
    people = read_population(file, book, set=11)
    assert star_counts(people).equals(star_counts(population(teas, book, set=11)))


def test_results_never_overwrite_the_dossiers(teas: pl.DataFrame, book: RuleBook, tmp_path: Path) -> None:
    """Whatever is forced: the file that is read stays as it is."""
    file = tmp_path / "teas.parquet"
    teas.write_parquet(file)
    before = file.read_bytes()
    for name in (file, tmp_path / "." / "teas.parquet"):
        with pytest.raises(OcopError, match="same-file"):
            score_file(file, name, book, set=11, force=True)
    assert file.read_bytes() == before
