"""The compiled rules and the engine of single sheets are one and the same law."""

from collections.abc import Callable, Sequence
from typing import Any

import dask.dataframe
import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook, ScoreSheet
from ocopkit.rules.amend import amend
from ocopkit.scoring.plan import plan_of, star_bit
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.carry import carry
from ocopkit.simulation.cells import column_of, columns_for, gate_column
from ocopkit.simulation.compare import compare
from ocopkit.simulation.impact import impact_by_clause
from ocopkit.simulation.paths import ways_up
from ocopkit.simulation.population import population
from ocopkit.simulation.results import results, star_counts
from ocopkit.simulation.synthesise import synthesise
from ocopkit.testing.strategies import criteria_sets, sheets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
READINGS: list[dict[str, str]] = [
    {},
    {"minimum-missed": "not-achieved"},
    {"lower-minimums": "own-only"},
    {"after-stop": "points-so-far"},
    {"minimum-missed": "not-achieved", "lower-minimums": "own-only", "after-stop": "points-so-far"},
]


def rows_of(sheets: Sequence[ScoreSheet], *, keys: bool) -> pl.DataFrame:
    """Return sheets of one set as rows: by points as far as points say which level is meant."""
    form = sheets[0].criteria_set
    columns: dict[str, pl.Series] = {}
    rules = readings_of(basis_of(form))
    for column, slot in zip(columns_for(form, {}, rules), plan_of(form).slots, strict=True):
        code = slot.criterion.code
        lines = [sheet.lines.get(code) for sheet in sheets]
        by_key = keys or column.unclear or any(line and line.answer == "exempt" for line in lines)
        cells = [None if line is None else line.answer if by_key else line.points for line in lines]
        columns[column_of(code)] = pl.Series(cells, dtype=pl.String if by_key else pl.Int64)
    for gate, _ in form.all_gates():
        if not gate.zero_in:
            columns[gate_column(gate.key)] = pl.Series([gate.key in sheet.raised for sheet in sheets])
    return pl.DataFrame(columns)


def told(sheet: ScoreSheet, readings: dict[str, str]) -> dict[str, Any]:
    """Return what a sheet's own score says, as a row of results says it."""
    score = ocopkit.score(sheet, readings=readings)
    row: dict[str, Any] = {
        "points": score.points,
        "stars": score.stars or 0,
        "stopped": score.outcome == "stopped"
        or (sheet.way.end < len(sheet.criteria_set.criteria) and score.outcome != "disqualified"),
        "disqualified": score.outcome == "disqualified",
    }
    row |= {f"part_{one.part.code.lower()}": one.points for one in score.parts}
    row |= {f"section_{one.section.code.replace('.', '_')}": one.points for one in score.sections}
    return row


some_sheets = st.sampled_from(BOOKS).flatmap(
    lambda book: criteria_sets(book).flatmap(
        lambda form: st.tuples(st.just(book), st.lists(sheets(book, form=form), min_size=1, max_size=6))
    )
)


@settings(max_examples=60)
@given(some_sheets, st.booleans(), st.sampled_from(READINGS))
def test_every_sheet_scores_as_a_row_does(
    drawn: tuple[RuleBook, list[ScoreSheet]], keys: bool, readings: dict[str, str]
) -> None:
    """Points, parts, sections, stars, stops and disqualifications are those of the single sheet."""
    book, filled = drawn
    known = {reading.key for reading in book.articles.readings}
    chosen = {key: option for key, option in readings.items() if key in known}
    people = population(rows_of(filled, keys=keys), book, set=filled[0].criteria_set.number, readings=chosen)
    rows = results(people, readings=chosen, detail=True).collect().rows(named=True)
    for sheet, row in zip(filled, rows, strict=True):
        expected = told(sheet, chosen)
        assert {key: row[key] for key in expected} == expected


@settings(max_examples=25)
@given(some_sheets)
def test_a_missed_minimum_is_flagged_for_its_star(drawn: tuple[RuleBook, list[ScoreSheet]]) -> None:
    """The flag of a star says whether a minimum for it is missed, what was not assessed included."""
    book, filled = drawn
    form = filled[0].criteria_set
    rows = results(population(rows_of(filled, keys=False), book, set=form.number), detail=True)
    slots = plan_of(form).slots
    for sheet, row in zip(filled, rows.collect().rows(named=True), strict=True):
        flags = sheet.way.flags
        for slot in slots[sheet.way.end :]:
            flags |= slot.not_asked.flags
        for band in book.articles.bands:
            missed = flags & (star_bit(band.stars) | star_bit(band.stars, on_title=True))
            if not sheet.way.out:
                assert row.get(f"missed_{band.stars}", False) == bool(missed)


def _duck(frame: pl.DataFrame) -> Any:
    connection = duckdb.connect()
    connection.register("dossiers", pd.DataFrame(frame.to_dict(as_series=False)))
    return connection.sql("select * from dossiers")


def _dask(frame: pl.DataFrame) -> Any:
    frames: Any = dask.dataframe
    return frames.from_pandas(pd.DataFrame(frame.to_dict(as_series=False)), npartitions=3)


BACKENDS: dict[str, Callable[[pl.DataFrame], Any]] = {
    "lazy polars": lambda frame: frame.lazy(),
    "pandas": lambda frame: pd.DataFrame(frame.to_dict(as_series=False)),
    "duckdb": _duck,
    "dask": _dask,
}


# Narwhals tells in advance that a later release will keep Dask in a package of its own.
announced = pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")


@announced
@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("key", "number"), [("qd-26-2026", 16), ("qd-148-2023", 1), ("qd-1048-2019", 26)])
def test_other_dataframes_give_the_same_rows(backend: str, key: str, number: int) -> None:
    """Eager and lazy Polars, pandas, DuckDB and Dask give the same result for every row."""
    book = ocopkit.rule_book(key)
    rows = synthesise(book, number, 300, seed=7, mean=60).people.frame.collect().to_native()
    draft = amend(book, {"bands/4": {"at_least": 65}}, because="a draft")

    def found(data: Any) -> tuple[set[tuple[int, ...]], list[tuple[int, ...]]]:
        people = population(data, book, set=number)
        scored = results(people).select("id", "points", "stars").collect()
        moves = compare(people, book, draft).transitions
        return {tuple(int(cell) for cell in row) for row in scored.iter_rows()}, sorted(moves.rows())

    assert found(BACKENDS[backend](rows)) == found(rows)


@announced
@pytest.mark.parametrize("backend", BACKENDS)
def test_other_dataframes_give_the_same_tables(backend: str, book: RuleBook) -> None:
    """Counts, shares of clauses, ways up and what a crosswalk carries are the same of any dataframe."""
    old = ocopkit.rule_book("qd-148-2023")
    rows = synthesise(book, 11, 120, seed=1, mean=66).people.frame.collect().to_native()
    older = synthesise(old, 11, 120, seed=1, mean=66).people.frame.collect().to_native()
    clauses: dict[str, dict[str, Any]] = {
        "band": {"bands/4": {"at_least": 65}},
        "market": {"11/4.1/c": {"points": 5}},
        "stop": {"readings/after-stop": "points-so-far"},
    }

    def found(make: Callable[[pl.DataFrame], Any]) -> list[Any]:
        people = population(make(rows), book, set=11)
        ways = ways_up(people)
        carried = carry(population(make(older), old, set=11), book)
        return [
            star_counts(people).rows(),
            impact_by_clause(people, book, clauses).clauses.rows(),
            ways.products.sort("id").select("id", "cost", "way").rows(),
            ways.criteria.rows(),
            carried.transitions.rows(),
            carried.criteria.rows(),
        ]

    assert found(BACKENDS[backend]) == found(lambda frame: frame)


@announced
@pytest.mark.parametrize("backend", BACKENDS)
def test_missing_cells_stay_missing_in_other_dataframes(backend: str, book: RuleBook) -> None:
    """A row that is out needs no answers, whatever the dataframe writes for a missing one."""
    form = book[11]
    gate = next(gate.key for gate, _ in form.all_gates() if gate.kind == "disqualify")
    blank, full = (
        ScoreSheet(form, {}, {gate: "Raised"}),
        ScoreSheet(form, {one.code: one.max for one in form.criteria}),
    )
    people = population(BACKENDS[backend](rows_of([blank, full], keys=False)), book, set=11)
    rows = results(people).select("points", "stars").collect().rows()
    assert sorted(tuple(int(cell) for cell in row) for row in rows) == [(0, 0), (100, 5)]
