"""The way to the next star of many products is that of each of them."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook, ScoreSheet
from ocopkit.errors import NotFoundError
from ocopkit.rules.criteria import BELOW
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.upgrade import CostError, path_to
from ocopkit.simulation.cells import column_of
from ocopkit.simulation.paths import ways_up
from ocopkit.simulation.population import population
from ocopkit.simulation.synthesise import synthesise
from ocopkit.testing.strategies import criteria_sets, sheets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
READINGS: list[dict[str, str]] = [
    {},
    {"lower-minimums": "own-only"},
    {"minimum-missed": "not-achieved"},
    {"after-stop": "points-so-far"},
]

some_sheets = st.sampled_from(BOOKS).flatmap(
    lambda book: criteria_sets(book).flatmap(
        lambda form: st.tuples(st.just(book), st.lists(sheets(book, form=form), min_size=1, max_size=4))
    )
)


def rows_of(filled: list[ScoreSheet]) -> pl.DataFrame:
    """Return sheets as rows by level keys, those without raised gates alone."""
    form = filled[0].criteria_set
    answers = {
        column_of(one.code): pl.Series([sheet.answers.get(one.code) for sheet in filled], dtype=pl.String)
        for one in form.criteria
    }
    return pl.DataFrame({"id": range(len(filled))} | answers)


@settings(max_examples=20)
@given(drawn=some_sheets, by=st.sampled_from(["raises", "levels", "points"]), which=st.sampled_from(READINGS))
def test_ways_are_paths(drawn: tuple[RuleBook, list[ScoreSheet]], by: Any, which: dict[str, str]) -> None:
    """Each product's cost and criteria are those of its own path, in every regime and reading."""
    book, filled = drawn
    bare = [ScoreSheet(sheet.criteria_set, sheet.answers) for sheet in filled]
    ready = [sheet for sheet in bare if not sheet.unanswered()]
    known = {reading.key for reading in book.articles.readings}
    readings = {key: option for key, option in which.items() if key in known}
    if ready:
        people = population(rows_of(ready), book, set=ready[0].criteria_set.number, readings=readings)
        found = {row["id"]: row for row in ways_up(people, by=by).products.iter_rows(named=True)}
        bands = sorted(band.stars for band in book.articles.bands)
        for place, sheet in enumerate(ready):
            stars = ocopkit.score(sheet, readings=readings).stars or 0
            to = next((band for band in bands if band > stars), None)
            assert (place in found) == (to is not None)
            if to is not None:
                path = path_to(sheet, to, by=by, readings=readings)
                row = found[place]
                assert (row["stars"], row["to"]) == (stars, to)
                assert row["cost"] == (path.cost if path.count else None)
                assert set(row["way"] or []) == {step.criterion.code for step in path.steps}


def test_given_costs_are_exact(book: RuleBook) -> None:
    """Decimal costs of single levels are added up exactly, and what is frozen stays as it is."""
    people = synthesise(book, 11, 60, seed=2, mean=63).people
    costs = {
        one.code: {
            level.key: Decimal((13 * at + 7 * place) % 40 + 1) / 4 for place, level in enumerate(one.levels)
        }
        for at, one in enumerate(book[11].criteria)
    }
    found = ways_up(people, by=costs, frozen=["7"]).products
    assert not any("7" in (way or []) for way in found["way"].to_list())
    rows = people.frame.collect().to_native()
    below = rows.filter(pl.col("id").is_in(found["id"].to_list()))
    for row, told in zip(below.rows(named=True), found.rows(named=True), strict=True):
        answers: dict[str, str | int | None] = {}
        flags = 0
        for slot in plan_of(book[11]).slots:
            if not flags & slot.not_asked_if:
                points = row[column_of(slot.criterion.code)]
                line = next(one for one in slot.lines.values() if one.points == points)
                answers[slot.criterion.code] = line.answer
                flags |= line.flags
        path = path_to(ScoreSheet(book[11], answers), told["to"], by=costs, frozen=["7"])
        assert told["cost"] == (float(path.cost) if path.count else None)


def test_the_table_says_what_to_pay_for_first(book: RuleBook) -> None:
    """Criteria come by how many ways raise them; a missed minimum of the next star is in every way."""
    found = ways_up(synthesise(book, 11, 300, seed=5, stars={3: "1"}, mean=76).people)
    table = found.criteria
    assert table["rows"].is_sorted(descending=True)
    raised = found.products["way"].explode().drop_nulls().value_counts()
    counts = dict(raised.iter_rows())
    assert {code: rows for code, rows in table.select("code", "rows").iter_rows() if rows} == counts
    assert (table["required"] <= table["rows"]).all()
    assert (table["alone"] <= table["rows"]).all()
    assert table["required"].sum() > 0
    assert table["cost"].sum() == found.products["cost"].sum()


def test_what_no_raise_reaches_is_counted(book: RuleBook) -> None:
    """With everything frozen, no product reaches its next star, and none is given a way."""
    people = synthesise(book, 11, 20, seed=5, stars={3: "1"}).people
    found = ways_up(people, frozen=[one.code for one in book[11].criteria])
    assert found.unreachable == 20
    assert found.products["cost"].to_list() == [None] * 20
    assert found.products["way"].to_list() == [None] * 20


def test_the_best_have_no_next_star(book: RuleBook) -> None:
    """Five stars are the last; a star asked for is a star of the book."""
    people = synthesise(book, 11, 10, seed=1, stars={5: "1"}).people
    assert len(ways_up(people).products) == 0
    with pytest.raises(ValueError, match=r"has no 6 stars"):
        ways_up(people, stars=6)
    with pytest.raises(NotFoundError):
        ways_up(people, frozen=["99"])


def test_a_missing_cost_is_told(book: RuleBook) -> None:
    """No cost given doesn't mean that it costs nothing."""
    people = synthesise(book, 11, 10, seed=1, stars={3: "1"}).people
    with pytest.raises(CostError, match=r"missing-cost"):
        ways_up(people, by={"4.1": {"b": 1}})
    assert BELOW in plan_of(book[11]).slots[0].lines
