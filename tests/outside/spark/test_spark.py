"""PySpark counts and scores as Polars does, with no line of the rules written anew."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import ocopkit
from ocopkit.errors import DocumentError
from ocopkit.rules.amend import amend
from ocopkit.simulation.compare import compare
from ocopkit.simulation.impact import impact_by_clause
from ocopkit.simulation.population import population
from ocopkit.simulation.results import results, star_counts
from ocopkit.simulation.synthesise import synthesise

ROWS = 400


def dossiers(key: str, number: int) -> pl.DataFrame:
    """Return synthetic dossiers of one set, with a column beside the answers."""
    made = synthesise(
        ocopkit.rule_book(key), number, ROWS, seed=7, mean=60, columns={"place": {"A": "0.5", "B": "0.5"}}
    )
    rows: pl.DataFrame = made.people.frame.collect().to_native()
    return rows


def on_spark(spark: Any, rows: pl.DataFrame, folder: Path) -> Any:
    """Return rows as Spark reads them from a Parquet file."""
    rows.write_parquet(folder / "rows.parquet")
    return spark.read.parquet(str(folder / "rows.parquet"))


@pytest.mark.parametrize(("key", "number"), [("qd-26-2026", 16), ("qd-148-2023", 1), ("qd-1048-2019", 26)])
def test_spark_gives_the_same_counts_and_rows(spark: Any, key: str, number: int, tmp_path: Path) -> None:
    """Every row's points and stars, the counts by place and the transitions are those of Polars."""
    book = ocopkit.rule_book(key)
    rows = dossiers(key, number)
    draft = amend(book, {"bands/4": {"at_least": 65}}, because="a draft")

    def found(data: Any) -> tuple[Any, ...]:
        people = population(data, book, set=number)
        scored = results(people, detail=True).collect(backend="polars").to_native().sort("id")
        numbers = scored.select(pl.exclude("place").cast(pl.Int64))
        counts = star_counts(people, by=["place"]).rows()
        return (
            numbers.rows(),
            counts,
            star_counts(people).rows(),
            compare(people, book, draft).transitions.rows(),
        )

    assert found(on_spark(spark, rows, tmp_path)) == found(rows)


def test_spark_shares_clauses_out_alike(spark: Any, tmp_path: Path) -> None:
    """What each clause does, on the whole and in each place, is the same to the last fraction of a row."""
    book = ocopkit.rule_book("qd-26-2026")
    rows = dossiers("qd-26-2026", 11)
    clauses = {
        "band": {"bands/4": {"at_least": 65}},
        "market": {"11/4.1/c": {"points": 5}},
        "labelling": {"11/2.2/d": {"minimum_for": 4}},
    }
    there, here = (
        impact_by_clause(population(data, book, set=11), book, clauses, by=["place"])
        for data in (on_spark(spark, rows, tmp_path), rows)
    )
    assert there.clauses.rows() == here.clauses.rows()
    assert there.parts.rows() == here.parts.rows()


def test_two_columns_of_one_name_are_told_on_spark_too(spark: Any, tmp_path: Path) -> None:
    """Which of two columns counts is never left to Spark."""
    rows = on_spark(spark, dossiers("qd-26-2026", 11), tmp_path)
    with pytest.raises(DocumentError, match=r"same-column"):
        population(rows.select("*", rows["c4_1"]), ocopkit.rule_book("qd-26-2026"), set=11)


def test_faults_are_told_on_spark_too(spark: Any, tmp_path: Path) -> None:
    """A value off the ladder and a missing answer are told at once, each with its column."""
    rows = dossiers("qd-26-2026", 11).with_columns(
        c4_1=pl.when(pl.col("id") == 3).then(4).otherwise("c4_1"),
        c1_1=pl.when(pl.col("id") == 5).then(None).otherwise("c1_1"),
    )
    with pytest.raises(DocumentError) as caught:
        population(on_spark(spark, rows, tmp_path), ocopkit.rule_book("qd-26-2026"), set=11)
    told = {problem.code: problem.where.path for problem in caught.value.problems}
    assert told == {"off-ladder": ("c4_1",), "missing-answer": ("c1_1",)}
