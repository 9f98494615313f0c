"""Facts in a population choose the answers that they choose for one sheet, under every book."""

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook
from ocopkit.assessing.assess import assess
from ocopkit.assessing.facts import GivenFact
from ocopkit.assessing.knowing import known_on
from ocopkit.errors import DocumentError
from ocopkit.rules.conditions import Condition, Value
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import CHOICES, YES_OR_NO, Fact
from ocopkit.rules.measuring import conditions, facts_of_set, is_measured, level_for
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import readings_of
from ocopkit.simulation.carry import carry
from ocopkit.simulation.cells import column_of, columns_for
from ocopkit.simulation.compare import compare
from ocopkit.simulation.facts import FactColumns, fact_column, ranked, read_fact, settled, with_facts
from ocopkit.simulation.files import read_population, write_rows
from ocopkit.simulation.impact import impact_by_clause, sensitivity
from ocopkit.simulation.paths import ways_up
from ocopkit.simulation.population import population
from ocopkit.simulation.results import results, star_counts
from ocopkit.simulation.synthesise import synthesise
from ocopkit.testing.facts import facts_for, given_facts
from ocopkit.testing.strategies import criteria_sets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
DAY = date(2026, 9, 1)
LABOUR = "f_local_labour_commune_share"
SIXTY = {"11/3.3/b/when/at_most": 0.6, "11/3.3/c/when/at_least": 0.6, "11/3.3": {"left_open": []}}
READINGS: list[dict[str, str]] = [
    {},
    {"share-boundary": "lower-level", "between-levels": "higher-level"},
    {"share-boundary": "higher-level", "between-levels": "council-decides"},
]


def duck(frame: pl.DataFrame) -> Any:
    """Return rows as a DuckDB relation."""
    connection = duckdb.connect()
    connection.register("dossiers", frame.to_arrow())
    return connection.sql("select * from dossiers")


BACKENDS: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "lazy polars": lambda frame: frame.lazy(),
    "pandas": lambda frame: pd.DataFrame(frame.to_dict(as_series=False)),
    "nullable pandas": lambda frame: pd.DataFrame(frame.to_dict(as_series=False)).convert_dtypes(),
    "duckdb": duck,
}


def cell(value: Value | None) -> Any:
    """Return a fact's value as a cell."""
    return float(value) if isinstance(value, Fraction) else value


def column(fact: Fact, values: list[Value | None]) -> pl.Series:
    """Return a fact of several rows."""
    kinds = {**dict.fromkeys(YES_OR_NO, pl.Boolean), **dict.fromkeys(CHOICES, pl.String)}
    return pl.Series([cell(value) for value in values], dtype=kinds.get(fact.kind, pl.Float64))


def meant(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return values with the numbers that their floats are written as."""
    return {
        key: Fraction(str(float(one))) if isinstance(one, Fraction) else one for key, one in values.items()
    }


def chosen_in(
    data: Any, form: CriteriaSet, choices: dict[str, str], *, by_rank: bool = False
) -> list[dict[str, str | None]]:
    """Return the answers that the facts of each row choose, by code."""
    book = form.basis
    assert book is not None
    rules = readings_of(book, choices)
    frame = nw.from_native(data).lazy()
    schema = frame.collect_schema()
    vocabulary = book.facts()
    facts: FactColumns = {key: read_fact(vocabulary[key], schema, None) for key in facts_of_set(form)}
    if by_rank:
        frame, facts = ranked(frame, facts)
    slots = plan_of(form).slots
    columns, steps, _ = with_facts(
        columns_for(form, {}, rules), slots, rules, facts, {}, frozenset(), certain=False
    )
    for step in steps:
        frame = frame.with_columns(**step)
    made = {one.name: (slot, one) for slot, one in zip(slots, columns, strict=True) if one.name}
    rows = frame.select(*made).collect().to_polars().rows(named=True)
    return [
        {
            made[name][0].criterion.code: None
            if value is None or math.isnan(value)
            else made[name][1].lines[int(value)].answer
            for name, value in row.items()
        }
        for row in rows
    ]


@st.composite
def rows_of_facts(draw: st.DrawFn) -> tuple[CriteriaSet, list[dict[str, Value]]]:
    """Draw a criteria set and rows of its facts, each with some facts unknown."""
    form = draw(criteria_sets(draw(st.sampled_from(BOOKS))))
    assert form.basis is not None
    found = [one for criterion in form.criteria for one in conditions(criterion)]
    keys = facts_of_set(form)
    rows: list[dict[str, Value]] = []
    for _ in range(draw(st.integers(1, 4))):
        values = meant(draw(facts_for(found, form.basis.facts())))
        hidden = draw(st.sets(st.sampled_from(keys), max_size=draw(st.sampled_from([0, 3, len(keys)]))))
        rows.append({key: value for key, value in values.items() if key not in hidden})
    return form, rows


def table_of(form: CriteriaSet, rows: list[dict[str, Value]]) -> pl.DataFrame:
    """Return rows of facts as a dataframe."""
    assert form.basis is not None
    vocabulary = form.basis.facts()
    return pl.DataFrame(
        {
            fact_column(key): column(vocabulary[key], [row.get(key) for row in rows])
            for key in facts_of_set(form)
        }
    )


def agree(backend: str, drawn: tuple[CriteriaSet, list[dict[str, Value]]], choices: dict[str, str]) -> None:
    """Assert that a row's facts choose for every criterion what they choose for one sheet."""
    form, rows = drawn
    assert form.basis is not None
    readings = {one.key: choices[one.key] for one in form.basis.readings if one.key in choices}
    rules = readings_of(form.basis, readings)
    table = table_of(form, rows)
    told = chosen_in(BACKENDS[backend](table), form, readings)
    assert backend != "polars" or chosen_in(table, form, readings, by_rank=True) == told
    for values, answers in zip(rows, told, strict=True):
        expected = {
            one.code: level_for(one, values, rules.choices).answer
            for one in form.criteria
            if is_measured(one)
        }
        assert answers == expected


@settings(max_examples=60)
@given(rows_of_facts(), st.sampled_from(READINGS))
def test_facts_choose_for_rows_what_they_choose_for_a_sheet(
    drawn: tuple[CriteriaSet, list[dict[str, Value]]], choices: dict[str, str]
) -> None:
    """Every condition of every book, at and around thresholds, with facts unknown and readings changed."""
    agree("polars", drawn, choices)


@pytest.mark.parametrize("backend", [name for name in BACKENDS if name != "polars"])
@settings(max_examples=8)
@given(rows_of_facts(), st.sampled_from(READINGS))
def test_other_dataframes_choose_alike(
    backend: str, drawn: tuple[CriteriaSet, list[dict[str, Value]]], choices: dict[str, str]
) -> None:
    """Whatever a dataframe makes of empty cells, they are facts that aren't known."""
    agree(backend, drawn, choices)


@settings(max_examples=200)
@given(
    st.fractions(0, 1, max_denominator=300).flatmap(
        lambda bound: st.tuples(
            st.just(bound),
            st.lists(
                st.one_of(
                    st.floats(0, 1),
                    st.sampled_from(
                        [
                            float(bound),
                            math.nextafter(float(bound), 0),
                            math.nextafter(float(bound), 1),
                        ]
                    ),
                ),
                min_size=1,
                max_size=5,
            ),
        )
    )
)
def test_a_float_is_compared_as_the_decimal_it_is_written_as(drawn: tuple[Fraction, list[float]]) -> None:
    """At, just above and just below any threshold, thirds included, a float is the number it is written as."""
    bound, values = drawn
    fact = BOOKS[0].facts["local-labour-commune-share"]
    table = nw.from_native(pl.DataFrame({LABOUR: values}))
    share = read_fact(fact, table.schema, None)
    for name in ("at_least", "above", "at_most", "below"):
        condition = Condition(fact=fact.key, **{name: bound})
        ((_, test, wanted),) = share.tests(condition)
        told = table.select(x=test if wanted else ~test)["x"].to_list()
        assert told == [condition.holds_for({fact.key: Fraction(str(value))}) for value in values]


@st.composite
def assessed(draw: st.DrawFn) -> tuple[CriteriaSet, list[tuple[dict[str, Value], dict[str, str]]]]:
    """Draw a set, and rows of known facts with the council's answers to what they leave open, and some more."""
    book = draw(st.sampled_from(BOOKS))
    form = draw(criteria_sets(book))
    rows: list[tuple[dict[str, Value], dict[str, str]]] = []
    for _ in range(draw(st.integers(1, 3))):
        facts = draw(given_facts(form, DAY))
        values = meant(known_on(facts, book.facts, DAY).values)
        over = draw(st.sets(st.sampled_from([one.code for one in form.criteria]), max_size=3))
        own: dict[str, str] = {}
        for one in form.criteria:
            if one.code in over or level_for(one, values, readings_of(book.basis).choices).answer is None:
                lines = plan_of(form).slots[plan_of(form).index[one.code]].lines
                own[one.code] = draw(st.sampled_from([key for key in lines if key != "exempt"]))
        rows.append((values, own))
    return form, rows


@settings(max_examples=40)
@given(assessed())
def test_rows_score_as_assessed_sheets_do(
    drawn: tuple[CriteriaSet, list[tuple[dict[str, Value], dict[str, str]]]],
) -> None:
    """Facts and the council's own answers, which stand over them, give the points and stars of the sheet."""
    form, rows = drawn
    assert form.basis is not None
    book = ocopkit.rule_book(form.basis.book)
    table = table_of(form, [values for values, _ in rows])
    sheets = []
    for values, own in rows:
        known = [GivenFact(key, value, "p") for key, value in values.items()]
        papers = {one.fact: book.facts[one.fact].papers for one in known}
        known = [
            GivenFact(
                one.fact,
                one.value,
                next(iter(papers[one.fact]), None),
                as_of=None if book.facts[one.fact].kind == "certificate" else date(2025, 12, 31),
                valid_from=DAY if book.facts[one.fact].kind == "certificate" else None,
            )
            for one in known
        ]
        sheet = assess(known, form, on=DAY, answers=own).sheet
        sheets.append(sheet)
    answers = {
        column_of(one.code): pl.Series([own.get(one.code) for _, own in rows], dtype=pl.String)
        for one in form.criteria
        if any(one.code in own for _, own in rows)
    }
    asked = [
        {name: value for name, value in own.items() if name in sheet.answers}
        for (_, own), sheet in zip(rows, sheets, strict=True)
    ]
    for name in answers:
        code = next(one.code for one in form.criteria if column_of(one.code) == name)
        answers[name] = pl.Series([own.get(code) for own in asked], dtype=pl.String)
    people = population(table.with_columns(**answers), book, set=form.number)
    scored = results(people).select("points", "stars").collect().rows()
    scores = [ocopkit.score(sheet) for sheet in sheets]
    assert scored == [(one.points, one.stars or 0) for one in scores]
    again = results(settled(people)).select("points", "stars").collect().rows()
    assert again == scored
