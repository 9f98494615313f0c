"""A population holds only rows that fit their forms; whatever doesn't is told with column and row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest

import ocopkit
from ocopkit import DocumentError, OcopError, RuleBook
from ocopkit.rules.amend import amend
from ocopkit.scoring.plan import plan_of
from ocopkit.simulation.cells import column_of, gate_column
from ocopkit.simulation.files import check_output, read_population, write_rows
from ocopkit.simulation.population import Population, population
from ocopkit.simulation.results import results
from ocopkit.simulation.synthesise import synthesise

Change = Callable[[pl.DataFrame], pl.DataFrame]


def at(frame: pl.DataFrame, row: int, name: str, value: object) -> pl.DataFrame:
    """Return a frame with one cell changed; the row counts from 1."""
    cells: list[object] = frame[name].to_list()
    cells[row - 1] = value
    return frame.with_columns(pl.Series(name, cells, strict=False))


def as_text(frame: pl.DataFrame, name: str, row: int, value: str) -> pl.DataFrame:
    """Return a frame with a column as text, one cell of it another one."""
    return at(frame.with_columns(pl.col(name).cast(pl.String)), row, name, value)


@pytest.fixture(scope="module")
def tea(book: RuleBook) -> pl.DataFrame:
    """Return twenty dossiers of set 11, all criteria asked."""
    frame: pl.DataFrame = (
        synthesise(book, 11, 20, seed=5, stars={4: 1}, mean=80).people.frame.collect().to_native()
    )
    return frame.with_columns(pl.lit(3, pl.Int8).alias("c5_1"))


FAULTS: dict[str, tuple[Change, str, str]] = {
    "a value off the ladder": (lambda one: at(one, 3, "c4_1", 4), "off-ladder", "c4_1"),
    "half points": (
        lambda one: at(one.with_columns(pl.col("c4_1").cast(float)), 3, "c4_1", 2.5),
        "off-ladder",
        "c4_1",
    ),
    "a number that is none": (
        lambda one: at(one.with_columns(pl.col("c4_1").cast(float)), 3, "c4_1", float("nan")),
        "off-ladder",
        "c4_1",
    ),
    "text among points": (lambda one: as_text(one, "c4_1", 3, "ba"), "text-among-points", "c4_1"),
    "numbers as text": (lambda one: as_text(one, "c4_1", 3, "5"), "points-as-text", "c4_1"),
    "a level that is none": (
        lambda one: at(one.with_columns(c4_1=pl.lit("a")), 3, "c4_1", "x"),
        "unknown-level",
        "c4_1",
    ),
    "no answer": (lambda one: at(one, 3, "c4_1", None), "missing-answer", "c4_1"),
    "an answer that isn't asked": (lambda one: at(at(one, 3, "c5_1", 0), 3, "c5_2", 1), "not-asked", "c5_2"),
    "an id twice": (lambda one: at(one, 3, "id", 2), "same-id", "id"),
    "a gate left open": (
        lambda one: at(one.with_columns(pl.lit(value=False).alias("gate_x")), 3, "gate_x", None),
        "unknown-gate",
        "gate_x",
    ),
    "a column missing": (lambda one: one.drop("c4_1"), "missing-column", "c4_1"),
    "a column of another set": (lambda one: one.with_columns(c12_1=1), "foreign-column", "c12_1"),
    "a column of results": (lambda one: one.with_columns(stars=1), "reserved-column", "stars"),
    "truth for points": (lambda one: one.with_columns(pl.col("c4_1") > 1), "wrong-type", "c4_1"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_by_its_column(fault: str, tea: pl.DataFrame, book: RuleBook) -> None:
    """A fault in one cell or column is named with its kind and its column, and nothing else is."""
    change, code, column = FAULTS[fault]
    with pytest.raises(DocumentError) as caught:
        population(change(tea), book, set=11)
    assert [(one.code, one.where.path) for one in caught.value.problems] == [(code, (column,))]
    for lang in ("vi", "en"):
        assert caught.value.say(lang)


CELLS = [
    key
    for key, (_, code, _) in FAULTS.items()
    if "column" not in code and code not in {"unknown-gate", "wrong-type"}
]


@pytest.mark.parametrize("fault", CELLS)
def test_a_fault_in_a_cell_is_told_with_its_row(fault: str, tea: pl.DataFrame, book: RuleBook) -> None:
    """Rows are counted from 1, as a person counts them, and named by id where there are ids."""
    change, _, _ = FAULTS[fault]
    with pytest.raises(DocumentError, match=r"row.* .*3"):
        population(change(tea), book, set=11)


def twice(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return rows with one column more of the same name."""
    return pd.concat([rows, rows[[name]]], axis=1)


STRANGE: dict[str, tuple[Callable[[pl.DataFrame], Any], str, tuple[str, ...]]] = {
    "two columns of one name": (lambda one: twice(one.to_pandas(), "c4_1"), "same-column", ("c4_1",)),
    "two columns of one name, lazy": (
        lambda one: one.lazy().select(pl.all(), pl.lit(1).alias("c4_1")),
        "same-column",
        (),
    ),
    "two columns of one name, in DuckDB": (
        lambda one: duckdb.from_arrow(one.to_arrow()).select(duckdb.StarExpression(), "c4_1"),
        "same-column",
        ("c4_1",),
    ),
    "two columns of one name, in Arrow": (
        lambda one: one.to_arrow().append_column("c4_1", one.to_arrow()["c4_1"]),
        "same-column",
        ("c4_1",),
    ),
    "columns by number": (
        lambda one: one.to_pandas().set_axis(range(one.width), axis=1),
        "column-name",
        ("0",),
    ),
    "no columns": (lambda _: pl.DataFrame(), "no-columns", ()),
    "no rows": (lambda one: one.head(0), "no-rows", ()),
    "no rows, lazy": (lambda one: one.lazy().filter(pl.col("id") < 0), "no-rows", ()),
    "no rows, in pandas": (lambda one: one.to_pandas().head(0), "no-rows", ()),
    "no values": (lambda one: one.with_columns(c4_1=None), "wrong-type", ("c4_1",)),
}


@pytest.mark.parametrize("fault", STRANGE)
def test_a_table_that_is_none_is_refused_before_it_is_read(
    fault: str, tea: pl.DataFrame, book: RuleBook
) -> None:
    """Columns of one name or of no name, and tables without columns or rows, are told as such."""
    change, code, path = STRANGE[fault]
    with pytest.raises(DocumentError) as caught:
        population(change(tea), book, set=11)
    assert [(one.code, one.where.path) for one in caught.value.problems] == [(code, path)]


def test_without_rows_no_set_can_be_told(several: pl.DataFrame, book: RuleBook) -> None:
    """A column of sets without a row says nothing: there are no rows, not foreign columns."""
    with pytest.raises(DocumentError) as caught:
        population(several.head(0), book)
    assert [one.code for one in caught.value.problems] == ["no-rows"]


def test_what_is_no_dataframe_is_refused_as_such(tea: pl.DataFrame, book: RuleBook) -> None:
    """A list is no table, and the id of a book no book."""
    with pytest.raises(TypeError, match="list"):
        population(tea.rows(), book, set=11)
    with pytest.raises(TypeError, match="book must be a RuleBook"):
        population(tea, book.id, set=11)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("count", [0, -1])
def test_no_dossiers_cannot_be_made_up(count: int, book: RuleBook) -> None:
    """A synthetic population has at least one row."""
    with pytest.raises(OcopError, match="not-positive"):
        synthesise(book, 11, count, seed=1)


def test_all_faults_are_told_at_once(tea: pl.DataFrame, book: RuleBook) -> None:
    """Faults in several columns and rows come in one error, each counted."""
    wrong = at(at(at(tea, 3, "c4_1", 4), 9, "c4_1", 4), 5, "c1_1", None)
    with pytest.raises(DocumentError) as caught:
        population(wrong, book, set=11)
    told = {one.code: one.what.en for one in caught.value.problems}
    assert set(told) == {"off-ladder", "missing-answer"}
    assert told["off-ladder"].startswith("2 rows of set 11")
    assert "rows 3, 9, id 3, 9" in told["off-ladder"]


def test_a_column_that_is_missing_hides_no_cell(tea: pl.DataFrame, book: RuleBook) -> None:
    """What is wrong with cells is told beside columns that are missing, foreign or of a wrong type."""
    wrong = as_text(at(at(tea, 5, "c1_1", None), 9, "id", 8), "c4_1", 7, "ba")
    wrong = wrong.rename({"c7": "c12_9"}).with_columns(c4_3=pl.lit(b"?"), stars=1, gate_x=True)
    with pytest.raises(DocumentError) as caught:
        population(wrong, book, set=11)
    assert {(one.code, one.where.path[0]) for one in caught.value.problems} == {
        ("missing-column", "c7"),
        ("foreign-column", "c12_9"),
        ("wrong-type", "c4_3"),
        ("reserved-column", "stars"),
        ("unknown-gate", "gate_x"),
        ("missing-answer", "c1_1"),
        ("text-among-points", "c4_1"),
        ("same-id", "id"),
    }


@pytest.mark.parametrize("lacking", ["c5_1", "gate_dossier"])
def test_what_may_not_be_asked_is_not_called_missing(lacking: str, tea: pl.DataFrame, book: RuleBook) -> None:
    """Without the column of a condition or a gate, it is not told which answers are missing; cells are."""
    wrong = at(at(tea.with_columns(c5_2=None), 5, "c1_1", None), 3, "c4_1", 4)
    wrong = wrong.drop("c5_1") if lacking == "c5_1" else wrong.with_columns(gate_dossier=pl.lit("?"))
    wrong = wrong.with_columns(pl.col("c5_2").cast(pl.Int8))
    with pytest.raises(DocumentError) as caught:
        population(wrong, book, set=11)
    codes = [one.code for one in caught.value.problems]
    assert sorted(codes) == sorted(["missing-column" if lacking == "c5_1" else "wrong-type", "off-ladder"])


def test_a_lazy_frame_is_checked_like_an_eager_one(tea: pl.DataFrame, book: RuleBook) -> None:
    """The same problems are told of rows that are still to be read."""
    wrong = at(tea, 3, "c4_1", 4)
    with pytest.raises(DocumentError) as eager:
        population(wrong, book, set=11)
    with pytest.raises(DocumentError) as lazy:
        population(wrong.lazy(), book, set=11)
    assert eager.value.problems == lazy.value.problems


def test_points_that_two_levels_share_are_refused_where_it_matters(book: RuleBook) -> None:
    """In a column of points, levels that lead to different results must be told apart by key."""
    draft = amend(book, {"11/4.1/b": {"points": 3, "minimum_for": 4}}, because="draft")
    draft = amend(draft, {"11/4.1/c": {"minimum_for": 5}, "11/4.1/d": {"minimum_for": None}}, because="draft")
    form = draft[11]
    rows = pl.DataFrame({column_of(one.code): [one.max] for one in form.criteria}).with_columns(c4_1=3)
    with pytest.raises(DocumentError, match=r"c4_1: .shared-points."):
        population(rows, draft, set=11)
    keyed = rows.with_columns(c4_1=pl.lit("b"))
    assert results(population(keyed, draft, set=11)).collect().to_dict(as_series=False)["stars"] == [4]


def test_points_that_two_levels_share_do_where_it_does_not_matter(book: RuleBook) -> None:
    """Set 7 prints two levels of 1 point in 3.1, and nothing depends on which of them is meant."""
    assert len([level for level in book[7].criterion("3.1").levels if level.points == 1]) == 2
    rows = pl.DataFrame({column_of(one.code): [one.max] for one in book[7].criteria}).with_columns(c3_1=1)
    assert results(population(rows, book, set=7)).collect().to_dict(as_series=False)["points"] == [98]


def test_a_reading_that_refuses_an_answer_refuses_its_rows(tea: pl.DataFrame, book: RuleBook) -> None:
    """Below the lowest level is 0 points, unless the reading chosen does not allow it."""
    below = at(tea, 3, "c4_1", 0)
    assert results(population(below, book, set=11)).collect().to_dict(as_series=False)["stars"][2] < 4
    with pytest.raises(DocumentError, match=r"c4_1: .off-ladder. 1 row of set 11.*row 3"):
        population(below, book, set=11, readings={"below-lowest-level": "refuse"})


def test_a_row_that_is_out_needs_no_answers(tea: pl.DataFrame, book: RuleBook) -> None:
    """Once a disqualifying gate is raised, missing answers are no fault."""
    gate = next(gate.key for gate, _ in book[11].all_gates() if gate.kind == "disqualify")
    column = gate_column(gate)
    raised = at(tea.with_columns(pl.lit(value=False).alias(column)), 3, column, value=True)
    people = population(at(raised, 3, "c4_1", None), book, set=11)
    assert results(people).collect().to_dict(as_series=False)["stars"][2] == 0
    with pytest.raises(DocumentError, match=r"no-gate"):
        population(at(raised, 4, column, None), book, set=11)


@pytest.fixture(scope="module")
def several(book: RuleBook) -> pl.DataFrame:
    """Return dossiers of three sets in one frame."""
    frames: list[pl.DataFrame] = []
    for number in (1, 16, 26):
        people = synthesise(book, number, 30, seed=number, stars={3: "0.5", 4: "0.5"}).people
        rows: pl.DataFrame = people.frame.collect().to_native()
        frames.append(rows.with_columns(pl.lit(number).alias("set"), pl.col("id") + 1000 * number))
    return pl.concat(frames, how="diagonal")


def test_several_sets_stand_in_one_population(several: pl.DataFrame, book: RuleBook) -> None:
    """Each row is scored by its own set's form."""
    people = population(several, book)
    assert people.sets == (1, 16, 26)
    scored = results(people).collect().to_native()
    assert scored.group_by("set", "stars").len().sort("set", "stars")["len"].to_list() == [15] * 6
    for number in people.sets:
        own = several.filter(pl.col("set") == number)
        names = [column_of(slot.criterion.code) for slot in plan_of(book[number]).slots]
        single = results(population(own.select("id", *names), book, set=number)).collect().to_native()
        assert single["points"].to_list() == scored.filter(pl.col("set") == number)["points"].to_list()


def test_a_value_in_a_column_of_another_set_is_told(several: pl.DataFrame, book: RuleBook) -> None:
    """A row holds nothing in columns that its own set doesn't have."""
    foreign = next(name for name in several.columns if name.startswith("c") and several[name][0] is None)
    with pytest.raises(DocumentError, match=rf"{foreign}: .foreign-value. 1 row of set 1"):
        population(at(several, 1, foreign, 1), book)


def test_a_set_that_the_book_does_not_have_is_told(several: pl.DataFrame, book: RuleBook) -> None:
    """The column of sets holds numbers of the book's list."""
    with pytest.raises(DocumentError, match=r"unknown-set.*99.*row 2"):
        population(at(several, 2, "set", 99), book)
    with pytest.raises(DocumentError, match=r"no-set"):
        population(several.drop("set"), book)


def test_rows_of_another_set_than_asked_for_are_told(several: pl.DataFrame, book: RuleBook) -> None:
    """Asking for one set does not turn rows of another one into its own."""
    with pytest.raises(DocumentError, match=r"set: .other-set. 60 rows of set 16, 26"):
        population(several, book, set=1)


@pytest.mark.parametrize("ending", ["parquet", "csv", "arrow"])
def test_a_population_survives_being_written_and_read(
    ending: str, tmp_path: Path, tea: pl.DataFrame, book: RuleBook
) -> None:
    """Parquet, CSV and Arrow keep every row and every result."""
    people = population(tea.with_columns(place=pl.lit("Xã Tân Cương")), book, set=11)
    file = tmp_path / f"tea.{ending}"
    write_rows(people.frame, file)
    again = read_population(file, book, set=11)
    assert results(again).collect().rows() == results(people).collect().rows()


def test_writing_fails_whole(tmp_path: Path, tea: pl.DataFrame, book: RuleBook) -> None:
    """A file that exists stays as it is, and rows that cannot be worked out leave nothing behind."""
    people: Population = population(tea, book, set=11)
    file = tmp_path / "tea.parquet"
    file.write_bytes(b"kept")
    with pytest.raises(OcopError, match=r"file-exists"):
        write_rows(people.frame, file)
    assert file.read_bytes() == b"kept"
    source = tmp_path / "source.csv"
    source.write_text("a\n1\nx\n", encoding="utf-8")
    broken = nw.from_native(pl.scan_csv(source, schema={"a": pl.Int64}))
    with pytest.raises(OcopError, match=r"unwritable"):
        write_rows(broken, tmp_path / "broken.parquet")
    with pytest.raises(OcopError, match=r"unwritable.* no folder"):
        check_output(tmp_path / "gone" / "tea.parquet")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source.csv", "tea.parquet"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("gone.parquet", "unreadable"), ("rows.txt", "unknown-ending"), ("bad.parquet", "unreadable")],
)
def test_a_file_that_cannot_be_read_is_told(name: str, code: str, tmp_path: Path, book: RuleBook) -> None:
    """A file that is missing, damaged or of another kind is named."""
    (tmp_path / "bad.parquet").write_bytes(b"no table")
    with pytest.raises(DocumentError, match=rf"{name}: .{code}."):
        read_population(tmp_path / name, book, set=11)


def test_a_file_with_faults_is_told_with_its_name(tmp_path: Path, tea: pl.DataFrame, book: RuleBook) -> None:
    """A text far down in a file's column of points is found."""
    file = tmp_path / "tea.csv"
    as_text(tea, "c4_1", 18, "ba").write_csv(file)
    with pytest.raises(DocumentError, match=r"tea.csv: c4_1: .text-among-points. 1 row of set 11.*row 18"):
        read_population(file, book, set=11)


@pytest.mark.filterwarnings("error")
def test_text_from_pandas_is_read_without_warnings(book: RuleBook) -> None:
    """Level keys in a pandas column are told from numbers written as text, and nothing is warned of."""
    best = {column_of(one.code): [one.levels[-1].key] for one in book[11].criteria if one.levels}
    rows = pd.DataFrame(
        {column_of(one.code): [one.max] for one in book[11].criteria} | best | {"c1_1": ["7"]}
    )
    with pytest.raises(DocumentError) as refused:
        population(rows, book, set=11)
    assert [(one.code, one.where.path) for one in refused.value.problems] == [("points-as-text", ("c1_1",))]


BOTH_WAYS = [(5, 7), (7, 12)]
"""Sets of QĐ 1048 in one of which impurities are a gate to raise, and in set 7 one that points decide."""


def at_best(number: int, *, raised: bool | None) -> dict[str, object]:
    """Return a row of the best levels of a set of QĐ 1048."""
    cells: dict[str, object] = {"set": number, "gate_impurities": raised}
    for one in ocopkit.rule_book("qd-1048-2019")[number].criteria:
        last = one.alternatives[-1].levels[-1] if one.alternatives else one.levels[-1]
        case = f"{one.alternatives[-1].key}." if one.alternatives else ""
        cells[column_of(one.code)] = f"{case}{last.key}"
    return cells


@pytest.mark.parametrize("numbers", BOTH_WAYS)
def test_a_gate_may_be_raised_in_one_set_and_decided_by_points_in_another(numbers: tuple[int, int]) -> None:
    """Its column is for the rows of the one set; in the other it is empty, or refused."""
    book = ocopkit.rule_book("qd-1048-2019")
    raised = {number: number != 7 or None for number in numbers}
    rows = [at_best(number, raised=raised[number]) for number in numbers]
    people = population(pl.DataFrame(rows, infer_schema_length=None), book)
    found = results(people).select("set", "stars").collect().rows(named=True)
    assert {row["set"]: row["stars"] > 0 for row in found} == {number: number == 7 for number in numbers}
    wrong = [at_best(number, raised=True) for number in numbers]
    with pytest.raises(DocumentError) as refused:
        population(pl.DataFrame(wrong, infer_schema_length=None), book)
    (problem,) = refused.value.problems
    assert (problem.code, problem.what.en.split(":")[0]) == ("computed-gate", "1 row of set 7")
