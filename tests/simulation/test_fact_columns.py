"""Facts in a population choose the answers that they choose for one sheet, under every book."""

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import ocopkit
from ocopkit import RuleBook, ScoreSheet
from ocopkit.assessing.assess import assess
from ocopkit.assessing.facts import GivenFact
from ocopkit.assessing.knowing import known_on
from ocopkit.cli._problems import guarded
from ocopkit.cli.simulate import simulate
from ocopkit.errors import DocumentError
from ocopkit.rules.conditions import Condition, Value
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import CHOICES, YES_OR_NO, Fact
from ocopkit.rules.measuring import conditions, facts_of, facts_of_set, is_measured, level_for
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import readings_of
from ocopkit.simulation.carry import carry
from ocopkit.simulation.cells import column_of, columns_for
from ocopkit.simulation.compare import compare
from ocopkit.simulation.compile import as_column
from ocopkit.simulation.facts import FactColumns, fact_column, ranked, read_fact, settled, with_facts
from ocopkit.simulation.files import read_population, write_rows
from ocopkit.simulation.impact import impact_by_clause, sensitivity
from ocopkit.simulation.paths import ways_up
from ocopkit.simulation.population import population
from ocopkit.simulation.results import results, star_counts
from ocopkit.simulation.synthesise import synthesise
from ocopkit.testing.facts import facts_for, given_facts
from ocopkit.testing.facts import given as given_as
from ocopkit.testing.strategies import criteria_sets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
FORM = ocopkit.rule_book("qd-26-2026")[11]
DAY = date(2026, 9, 1)
LABOUR = "f_local_labour_commune_share"
SIXTY: dict[str, Any] = {
    "11/3.3/b/when/at_most": 0.6,
    "11/3.3/c/when/at_least": 0.6,
    "11/3.3": {"left_open": []},
}
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


@settings(max_examples=40)
@given(rows_of_facts(), st.sampled_from(READINGS))
def test_facts_choose_for_rows_what_they_choose_for_a_sheet(
    drawn: tuple[CriteriaSet, list[dict[str, Value]]], choices: dict[str, str]
) -> None:
    """Every condition of every book, at and around thresholds, with facts unknown and readings changed."""
    agree("polars", drawn, choices)


@pytest.mark.parametrize("backend", [name for name in BACKENDS if name != "polars"])
@settings(max_examples=5)
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
    """At, just above and just below any threshold, thirds too, a float is the number it is written as."""
    bound, values = drawn
    fact = BOOKS[0].facts["local-labour-commune-share"]
    table = nw.from_native(pl.DataFrame({LABOUR: values}))
    share = read_fact(fact, table.schema, None)
    for condition in (
        Condition(fact=fact.key, at_least=bound),
        Condition(fact=fact.key, above=bound),
        Condition(fact=fact.key, at_most=bound),
        Condition(fact=fact.key, below=bound),
    ):
        ((_, test, wanted),) = share.tests(condition)
        told = table.select(x=test if wanted else ~test)["x"].to_list()
        assert told == [condition.holds_for({fact.key: Fraction(str(value))}) for value in values]


@st.composite
def assessed(draw: st.DrawFn) -> tuple[CriteriaSet, list[tuple[dict[str, Value], dict[str, str]]]]:
    """Draw a set, and rows of known facts with the council's answers to what they leave open and more."""
    book = draw(st.sampled_from(BOOKS))
    form = draw(criteria_sets(book))
    rows: list[tuple[dict[str, Value], dict[str, str]]] = []
    for _ in range(draw(st.integers(1, 3))):
        facts = draw(given_facts(form, DAY))
        values = meant(known_on(facts, book.facts, DAY).values)
        over = draw(st.sets(st.sampled_from([one.code for one in form.criteria]), max_size=3))
        own: dict[str, str] = {}
        said: dict[str, str] = {}
        for slot in plan_of(form).slots:
            code = slot.criterion.code
            found = level_for(slot.criterion, values, readings_of(book.basis).choices).answer
            asked = not slot.not_asked_if or slot.criterion in ScoreSheet(form, said).unanswered()
            if asked and (code in over or found is None):
                own[code] = draw(st.sampled_from([key for key in slot.lines if key != "exempt"]))
            if asked:
                said[code] = own.get(code) or str(found)
        rows.append((values, own))
    return form, rows


@settings(max_examples=15)
@given(assessed())
def test_rows_score_as_assessed_sheets_do(
    drawn: tuple[CriteriaSet, list[tuple[dict[str, Value], dict[str, str]]]],
) -> None:
    """Facts and the council's own answers, which stand over them, give the points and stars of the sheet."""
    form, rows = drawn
    assert form.basis is not None
    book = ocopkit.rule_book(form.basis.book)
    table = table_of(form, [values for values, _ in rows])
    sheets = [
        assess(
            [given_as(book.facts[key], value, DAY) for key, value in values.items()],
            form,
            on=DAY,
            answers=own,
        )
        for values, own in rows
    ]
    answers = {
        column_of(one.code): pl.Series([own.get(one.code) for _, own in rows], dtype=pl.String)
        for one in form.criteria
        if not is_measured(one) or any(one.code in own for _, own in rows)
    }
    people = population(table.with_columns(**answers), book, set=form.number)
    scored = results(people).select("points", "stars").collect().rows()
    scores = [ocopkit.score(one.sheet) for one in sheets]
    assert scored == [(one.points, one.stars or 0) for one in scores]
    again = results(settled(people)).select("points", "stars").collect().rows()
    assert again == scored


def teas(shares: list[Any], **columns: Any) -> pl.DataFrame:
    """Return dossiers of the best in everything but local labour, whose share is a fact."""
    best = {column_of(one.code): [one.max] * len(shares) for one in FORM.criteria}
    del best["c3_3"]
    return pl.DataFrame(best | {LABOUR: shares} | columns, strict=False)


def by_share(rows: pl.DataFrame) -> pl.DataFrame:
    """Return dossiers with a share of local labour in the place of its points."""
    share = {1: 0.3, 2: 0.62, 3: 0.9}
    return rows.with_columns(pl.col("c3_3").replace_strict(share).alias(LABOUR)).drop("c3_3")


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_moved_threshold_moves_points(backend: str, book: RuleBook) -> None:
    """62 % local labour is the second level today, and the highest with a threshold of 60 %."""
    draft = ocopkit.amend(book, SIXTY, because="a draft")
    people = population(BACKENDS[backend](teas([0.62, 0.59, 0.8, 0.1])), book, set=11)
    points = [
        [int(one) for one in results(people, one).collect()["points"].to_list()] for one in (book, draft)
    ]
    assert points == [[99, 99, 100, 97], [100, 99, 100, 97]]


@pytest.mark.parametrize(
    "three_quarters",
    [[0.75], [3 / 4], [Decimal("0.75")], pl.Series([Decimal("0.750")], dtype=pl.Decimal(18, 3))],
)
def test_three_quarters_are_three_quarters(three_quarters: Any, book: RuleBook) -> None:
    """However it is written, 0.75 is the boundary itself, which the form leaves open to a reading."""
    rows = teas([0.5]).with_columns(pl.Series(LABOUR, three_quarters))
    with pytest.raises(DocumentError, match="facts-leave-open"):
        population(rows, book, set=11)
    for option, points in (("lower-level", 99), ("higher-level", 100)):
        people = population(rows, book, set=11, readings={"share-boundary": option})
        assert results(people).collect()["points"].to_list() == [points]


def test_sums_of_floats_are_not_taken_for_thresholds(book: RuleBook) -> None:
    """0.1 + 0.2 isn't 0.3: what misses a threshold of a book by a hair is refused under that book."""
    draft = ocopkit.amend(
        book, {"11/3.3/a/when/below": 0.3, "11/3.3/b/when/at_least": 0.3}, because="a draft"
    )
    rows = teas([0.1 + 0.2])
    with pytest.raises(
        DocumentError, match=r"near-threshold.*0\.30000000000000004 misses the threshold 0\.3"
    ):
        population(rows, draft, set=11)
    people = population(rows, book, set=11)
    with pytest.raises(DocumentError, match="near-threshold"):
        compare(people, book, draft)
    assert star_counts(people).rows() == [(5, 1)]


def test_certificates_count_on_the_day_of_the_council(book: RuleBook) -> None:
    """A certificate is in force from its first day to its last; without a last day, on; undated, unknown."""
    first = [DAY, DAY + timedelta(1), date(2020, 1, 1), date(2020, 1, 1), date(2020, 1, 1), None]
    last = [None, None, DAY, DAY - timedelta(1), None, None]
    held = [True, True, True, True, False, False]
    fact = book.facts["trademark-certificate"]
    for text in (False, True):
        table = pl.DataFrame(
            {
                "f_trademark_certificate": held,
                "f_trademark_certificate_valid_from": pl.Series(first).cast(pl.String if text else pl.Date),
                "f_trademark_certificate_valid_until": pl.Series(last, dtype=pl.Date).cast(
                    pl.String if text else pl.Date
                ),
            }
        )
        for native in (table, table.lazy(), duck(table)):
            frame = nw.from_native(native).lazy()
            column = read_fact(fact, frame.collect_schema(), DAY)
            told = frame.select(x=column.value, known=as_column(column.known)).collect().to_polars().rows()
            for (value, known), has, start, end in zip(told, held, first, last, strict=True):
                one = GivenFact(fact.key, has, "x", valid_from=start, valid_until=end)
                expected = dict(known_on([one], book.facts, DAY).values).get(fact.key)
                assert (value if known else None) == expected


BAD: list[tuple[dict[str, Any], str]] = [
    ({LABOUR: [0.3, 62.0]}, "share-out-of-range.*62.*row 2.*write 0.62"),
    ({LABOUR: [0.3, math.nan]}, "fact-type.*nan.*row 2"),
    ({LABOUR: ["0.3", "many"]}, "fact-type.*'many'.*row 2"),
    ({LABOUR: pl.Series([0.3, 0.7], dtype=pl.Float32)}, "fact-type.*single precision"),
    ({"f_profit_growth_years": [2.0, 1.5]}, "not-a-count.*1.5.*row 2"),
    ({"f_website": ["yes", "no"]}, "fact-type.*true or false"),
    ({"f_sales_area": ["abroad", "moon"]}, "unknown-choice.*'moon'.*row 2"),
    ({"f_local_labor_commune_share": [0.1, 0.2]}, "unknown-fact.*Did you mean f_local_labour_commune_share"),
    ({"f_local_labour_district_share": [0.1, 0.2]}, "fact-of-another-regime.*does not ask"),
    ({"f_trademark_certificate_valid_from": ["2026-01-01", None]}, "no-council-day"),
    ({"f_product_story": [False, True], "f_story_on_website": [True, True]}, "contradictory-facts.*row 1"),
]


@pytest.mark.parametrize(("columns", "said"), BAD)
def test_a_fact_that_cannot_be_is_refused_with_its_rows(
    columns: dict[str, Any], said: str, book: RuleBook
) -> None:
    """Shares over 1, text in numbers, facts of another regime: told with column, rows and what to do."""
    with pytest.raises(DocumentError, match=said):
        population(
            teas([0.3, 0.3]).with_columns(**{k: pl.Series(v) for k, v in columns.items()}), book, set=11
        )


def test_all_that_is_wrong_with_facts_is_told_at_once(book: RuleBook) -> None:
    """Several columns, days that end before they begin, and points that no level has."""
    rows = teas([62, 0.3], c1_1=[9, 3]).with_columns(
        f_sales_area=pl.Series(["moon", "abroad"]),
        f_trademark_certificate_valid_from=pl.Series(["2026-05-01", "2026-13-01"]),
        f_trademark_certificate_valid_until=pl.Series(["2026-01-01", None], dtype=pl.String),
    )
    with pytest.raises(DocumentError) as caught:
        population(rows, book, set=11, on=DAY)
    assert [(one.code, str(one.where)) for one in caught.value.problems] == [
        ("off-ladder", "c1_1"),
        ("share-out-of-range", LABOUR),
        ("fact-type", "f_trademark_certificate_valid_from"),
        ("ended-before-it-began", "f_trademark_certificate_valid_until"),
        ("unknown-choice", "f_sales_area"),
    ]


def test_what_facts_leave_open_is_the_councils(book: RuleBook) -> None:
    """Empty facts need an answer of the council; its answer stands over facts, too."""
    with pytest.raises(DocumentError, match=r"facts-leave-open.*2 rows of set 11.*3\.3.*rows 2, 3"):
        population(teas([0.9, None, 0.75]), book, set=11)
    people = population(teas([0.9, None, 0.75, 0.9], c3_3=[None, 1, 2, 1]), book, set=11)
    assert results(people).collect()["points"].to_list() == [100, 98, 99, 98]
    by_key = population(teas([0.9, None, 0.75, 0.9], c3_3=[None, "a", "b", "a"]), book, set=11)
    assert results(by_key).collect()["points"].to_list() == [100, 98, 99, 98]


def test_a_reading_that_leaves_rows_open_is_refused(book: RuleBook) -> None:
    """A boundary that one reading decides is the council's under another."""
    people = population(teas([0.75]), book, set=11, readings={"share-boundary": "lower-level"})
    with pytest.raises(DocumentError, match="facts-leave-open"):
        results(people, readings={"share-boundary": "council-decides"})


def test_a_book_that_facts_cannot_answer_is_refused(book: RuleBook) -> None:
    """A draft with a gap between its levels leaves rows open; one without conditions asks for answers."""
    people = population(teas([0.7]), book, set=11)
    gap = ocopkit.amend(book, {"11/3.3/b/when/at_most": 0.6}, because="a draft")
    with pytest.raises(DocumentError, match=r"facts-leave-open.*1 row of set 11"):
        compare(people, book, gap)
    judged = {f"11/3.3/{key}/when": None for key in "abc"}
    unmeasured = ocopkit.amend(book, {**judged, "11/3.3": {"below_when": None, "left_open": []}}, because="-")
    with pytest.raises(DocumentError, match=r"no-counterpart.*3\.3"):
        results(people, unmeasured)


def test_clauses_that_move_thresholds_share_what_they_do(book: RuleBook) -> None:
    """The share of each is the mean of what it does first and what it does last; they add up to the whole."""
    made = synthesise(book, 11, 400, seed=3, stars={4: "0.7", 5: "0.3"}, mean=88).people
    people = population(by_share(made.frame.collect().to_native()), book, set=11)
    clauses: dict[str, dict[str, Any]] = {
        "sixty": SIXTY,
        "bands": {"bands/5": {"at_least": 91}, "bands/4": {"below": 91}},
    }
    drafts = {name: ocopkit.amend(book, clause, because=name) for name, clause in clauses.items()}
    whole = ocopkit.amend(book, clauses["sixty"] | clauses["bands"], because="both")

    def gained(before: RuleBook, after: RuleBook) -> dict[int, int]:
        moves = compare(people, before, after).transitions
        count: dict[int, int] = dict.fromkeys((4, 5), 0)
        for old, new, rows in moves.select("before", "after", "rows").iter_rows():
            count[old] -= rows
            count[new] += rows
        return count

    impact = impact_by_clause(people, book, clauses).clauses
    for name, other in (("sixty", "bands"), ("bands", "sixty")):
        first, last = gained(book, drafts[name]), gained(drafts[other], whole)
        told = impact.filter(pl.col("clause") == name).select("stars_4", "stars_5").row(0)
        assert told == tuple((first[star] + last[star]) / 2 for star in (4, 5))
        assert first != last
    assert gained(book, drafts["sixty"])[5] > 0


def test_facts_become_answers_where_answers_are_needed(book: RuleBook, tmp_path: Path) -> None:
    """What a level more would bring, ways up, another decision, files: as with the levels themselves."""
    made = synthesise(book, 11, 60, seed=4, stars={3: "1"}).people
    people = population(by_share(made.frame.collect().to_native()), book, set=11)
    assert people.columns == made.columns
    assert sensitivity(people).equals(sensitivity(made))
    assert ways_up(people).products.equals(ways_up(made).products)
    clauses = {"worth": {"11/3.3/c": {"points": 2}}, "least": {"11/3.3/b": {"minimum_for": 3}}}
    assert impact_by_clause(people, book, clauses).clauses.equals(
        impact_by_clause(made, book, clauses).clauses
    )
    write_rows(people.frame, tmp_path / "teas.csv")
    again = read_population(tmp_path / "teas.csv", book, set=11)
    assert star_counts(again).equals(star_counts(made))


def test_facts_are_carried_to_the_next_decision(book: RuleBook) -> None:
    """A crosswalk carries the level that facts chose under the old decision."""
    old = ocopkit.rule_book("qd-148-2023")
    made = synthesise(old, 11, 60, seed=4, stars={3: "1"}).people
    measured = next(one for one in old[11].criteria if "local-labour-district-share" in facts_of(one))
    name = column_of(measured.code)
    rules = readings_of(old.basis, {"share-boundary": "lower-level"}).choices
    share = {
        one.points: next(
            tenth / 10
            for tenth in range(11)
            if level_for(measured, {"local-labour-district-share": Fraction(tenth, 10)}, rules).answer
            == one.key
        )
        for one in measured.levels
    }
    rows = made.frame.collect().to_native()
    facts = rows.with_columns(f_local_labour_district_share=pl.col(name).replace_strict(share)).drop(name)
    people = population(facts, old, set=11, readings={"share-boundary": "lower-level"})
    assert carry(people, book).transitions.equals(carry(made, book).transitions)


def test_the_command_reads_facts_and_days_from_a_file(tmp_path: Path) -> None:
    """A CSV file with shares and days, a draft that moves a threshold, the day of the council on the line."""
    rows = teas([0.62, 0.5]).drop("c9")
    marks = ("food_safety_certificate", "export_food_safety", "quality_management_national")
    rows = rows.with_columns(*(pl.lit(value=True).alias(f"f_{name}") for name in marks))
    quality = "f_quality_management_international"
    rows = rows.with_columns(pl.lit("2025-01-01").alias(quality + "_valid_from"))
    rows = rows.with_columns(pl.lit("2026-08-31").alias(quality + "_valid_until"))
    rows.write_csv(tmp_path / "teas.csv")
    changes = "{11/3.3/b/when/at_most: 0.6, 11/3.3/c/when/at_least: 0.6, 11/3.3: {left_open: []}}"
    draft = f"{{base: qd-26-2026, because: {{vi: Thử, en: A draft}}, id: draft, changes: {changes}}}"
    (tmp_path / "draft.yaml").write_text(draft, encoding="utf-8")
    app = typer.Typer()
    app.command()(guarded(simulate))
    words = [str(tmp_path / "teas.csv"), "--book", "qd-26-2026", "--set", "11", "--lang", "en", "--force"]
    words += ["--against", str(tmp_path / "draft.yaml"), "-o", str(tmp_path / "rows.csv")]
    points: list[list[tuple[int, ...]]] = []
    for day in ("2026-08-31", "2026-09-01"):
        answer = CliRunner().invoke(app, [*words, "--on", day])
        assert answer.exit_code == 0, answer.output
        points.append(pl.read_csv(tmp_path / "rows.csv").select("before_points", "after_points").rows())
    assert points[0] == [(99, 100), (99, 99)]
    assert points[1][0][1] == points[1][0][0] + 1 < 100


@pytest.mark.parametrize("backend", BACKENDS)
def test_facts_serve_several_sets_at_once(backend: str, book: RuleBook) -> None:
    """Rows of three sets in one dataframe, each read by its own form."""
    parts = [
        synthesise(book, number, 40, seed=number, stars={3: "0.5", 4: "0.5"})
        .people.frame.collect()
        .to_native()
        for number in (11, 16, 25)
    ]
    rows = [
        part.drop("id").with_columns(set=number) for part, number in zip(parts, (11, 16, 25), strict=True)
    ]
    whole = pl.concat(rows, how="diagonal_relaxed")
    facts = population(BACKENDS[backend](by_share(whole)), book)
    counts = star_counts(population(whole, book))
    assert star_counts(facts).equals(counts)
    assert star_counts(settled(facts)).equals(counts)
