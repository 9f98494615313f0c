"""What other rules change for a population is what they change for each of its dossiers."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import DocumentError, OcopError, RuleBook, ScoreSheet
from ocopkit.errors import AmendmentError
from ocopkit.rules.amend import amend
from ocopkit.scoring.plan import plan_of
from ocopkit.simulation.cells import column_of
from ocopkit.simulation.compare import compare
from ocopkit.simulation.impact import impact_by_clause, near_boundaries, sensitivity
from ocopkit.simulation.population import Population, population
from ocopkit.simulation.results import results, star_counts
from ocopkit.simulation.synthesise import synthesise

BOOK = ocopkit.rule_book("qd-26-2026")
TEA = BOOK[11]
ROWS = 200
CLAUSES: dict[str, dict[str, Any]] = {
    "band": {"bands/4": {"at_least": 68}},
    "market": {"11/4.1/c": {"points": 5}},
    "uniqueness": {"11/7/c": {"points": 1}},
    "labelling": {"11/2.2/d": {"minimum_for": 4}},
    "reading": {"readings/lower-minimums": "own-only"},
}


@pytest.fixture(scope="module")
def people() -> Population:
    """Return synthetic teas that lie near the boundary of four stars."""
    made = synthesise(
        BOOK,
        11,
        ROWS,
        seed=4,
        stars={3: "0.6", 4: "0.4"},
        mean=70,
        columns={"place": {"Thái Nguyên": "0.5", "Lâm Đồng": "0.5"}},
    )
    rows = made.people.frame.collect().to_native().with_columns(sales=pl.col("id") * 0.5)
    return population(rows, BOOK, set=11)


def sheets_of(people: Population, book: RuleBook) -> list[ScoreSheet]:
    """Return the rows as sheets of another book's set 11, by the keys of their levels."""
    sheets: list[ScoreSheet] = []
    slots = plan_of(TEA).slots
    for row in people.frame.collect().rows(named=True):
        answers: dict[str, str | int | None] = {}
        flags = 0
        for slot in slots:
            if not flags & slot.not_asked_if:
                points = row[column_of(slot.criterion.code)]
                line = next(line for line in slot.lines.values() if line.points == points)
                answers[slot.criterion.code] = line.answer
                flags |= line.flags
        sheets.append(ScoreSheet(book[11], answers))
    return sheets


def stars_of(people: Population, book: RuleBook) -> list[int]:
    """Return the stars of every row as single sheets are scored."""
    return [ocopkit.score(sheet).stars or 0 for sheet in sheets_of(people, book)]


@pytest.mark.parametrize("clause", CLAUSES)
def test_an_amended_book_scores_rows_as_it_scores_sheets(clause: str, people: Population) -> None:
    """Each dossier keeps its levels; their points, minimums and bands are those of the amended book."""
    draft = amend(BOOK, CLAUSES[clause], because="draft")
    rows = results(people, draft).collect().to_native()
    scores = [ocopkit.score(sheet) for sheet in sheets_of(people, draft)]
    assert rows["points"].to_list() == [score.points for score in scores]
    assert rows["stars"].to_list() == [score.stars or 0 for score in scores]


@settings(max_examples=15)
@given(data=st.data())
def test_any_points_of_a_level_are_followed(data: st.DataObject, people: Population) -> None:
    """Whatever levels come to be worth, rows and sheets agree."""
    code = data.draw(st.sampled_from([one.code for one in TEA.criteria if one.levels]))
    key = data.draw(st.sampled_from([level.key for level in TEA.criterion(code).levels]))
    old = TEA.criterion(code).levels[ord(key) - ord("a")].points
    points = data.draw(st.sampled_from([one for one in range(1, 6) if one != old]))
    draft = amend(BOOK, {f"11/{code}/{key}": {"points": points}}, because="draft")
    rows = results(people, draft).collect().to_native()
    assert rows["stars"].to_list() == stars_of(people, draft)


def test_totals_beyond_one_byte_are_exact(people: Population) -> None:
    """A book whose points add up to more than 127 is scored as exactly as any other."""
    changes = {
        f"11/{code}/{key}": {"points": 90}
        for code, key in (("7", "b"), ("7", "c"), ("4.1", "c"), ("4.1", "d"))
    }
    draft = amend(BOOK, changes, because="draft")
    rows = results(people, draft).collect().to_native()
    scores = [ocopkit.score(sheet).points for sheet in sheets_of(people, draft)]
    assert max(scores) > 127
    assert rows["points"].to_list() == scores


def test_a_book_against_itself_moves_nobody(people: Population) -> None:
    """The same rules give the same stars."""
    found = compare(people, BOOK, BOOK)
    assert (found.up, found.down) == (0, 0)
    assert found.transitions.rows() == [(3, 3, 120), (4, 4, 80)]


def test_the_transition_table_counts_every_row_once(people: Population) -> None:
    """Counts by place, weighted or not, add up to the whole, and winners and losers are those rows."""
    draft = amend(BOOK, CLAUSES["band"] | CLAUSES["labelling"], because="draft")
    plain = compare(people, BOOK, draft)
    by_place = compare(people, BOOK, draft, by=["place"], weight="sales")
    assert plain.transitions["rows"].sum() == by_place.transitions["rows"].sum() == ROWS
    summed = (
        by_place.transitions.group_by("before", "after").agg(pl.col("rows").sum()).sort("before", "after")
    )
    assert summed.rows() == plain.transitions.rows()
    before, after = stars_of(people, BOOK), stars_of(people, draft)
    losing = [place + 1 for place in range(ROWS) if after[place] < before[place]]
    assert losing
    assert plain.losers.collect()["id"].to_list() == losing
    assert (plain.down, by_place.down) == (len(losing), sum(losing) * 0.5)
    assert len(plain.winners.collect()) == plain.up
    cells = plain.stars.drop("before")
    assert sum(cells.row(at)[column] for at in range(len(cells)) for column in range(cells.width)) == ROWS


def test_an_unknown_column_is_told(people: Population) -> None:
    """Rows are counted by columns that they have."""
    with pytest.raises(DocumentError, match=r"plcae: .no-column..*place"):
        compare(people, BOOK, BOOK, by=["plcae"])


def test_a_level_that_is_lettered_anew_is_followed(people: Population) -> None:
    """Where a level that nobody has is removed, the levels above keep their meaning."""
    rows = (
        people.frame.collect()
        .to_native()
        .with_columns(c4_3=pl.when(pl.col("c4_3") == 1).then(2).otherwise("c4_3"))
    )
    draft = amend(BOOK, {"11/4.3/b": None}, because="draft")
    others = population(rows, BOOK, set=11)
    assert compare(others, BOOK, draft).up == compare(others, BOOK, draft).down == 0
    kept = population(rows.with_columns(c4_3=1), BOOK, set=11)
    with pytest.raises(DocumentError, match=r"c4_3: .no-counterpart. 200 rows"):
        compare(kept, BOOK, draft)


def test_a_criterion_that_rows_say_nothing_of_is_refused(people: Population) -> None:
    """No answer is not zero, for a new criterion either."""
    new = {
        "code": "2.5",
        "name": {"vi": "Mới", "en": "New"},
        "max": 1,
        "levels": [
            {"key": "a", "points": 0, "name": {"vi": "Không", "en": "No"}},
            {"key": "b", "points": 1, "name": {"vi": "Có", "en": "Yes"}},
        ],
    }
    draft = amend(BOOK, {"11/2.5": {"add": new, "after": "2.4"}}, because="draft")
    with pytest.raises(DocumentError, match=r"c2_5: .no-counterpart."):
        compare(people, BOOK, draft)


def test_a_criterion_that_was_not_asked_before_is_refused(people: Population) -> None:
    """Where a book drops a condition, rows that were not asked have no answer, and 0 is none."""
    rows = people.frame.collect().to_native()
    unasked = (rows["c5_1"] == 0).sum()
    assert unasked
    draft = amend(BOOK, {"11/5.2": {"applies_when": None}}, because="draft")
    with pytest.raises(DocumentError, match=rf"c5_2: .no-counterpart. {unasked} row"):
        compare(people, BOOK, draft)


def test_an_amended_book_is_taken_apart_by_address(people: Population) -> None:
    """The clauses of a book are the addresses at which it differs."""
    draft = amend(BOOK, CLAUSES["band"] | CLAUSES["market"], because="draft")
    found = impact_by_clause(people, BOOK, draft)
    assert set(found.clauses["clause"]) == {"bands/4", "11/4.1/c"}


def test_a_clause_that_points_nowhere_is_told(people: Population) -> None:
    """An amendment that the book doesn't allow is told as such."""
    with pytest.raises(AmendmentError):
        impact_by_clause(people, BOOK, {"nowhere": {"11/99": {"max": 1}}})


def test_rows_near_a_boundary_are_those_within_reach(people: Population) -> None:
    """A margin is the distance to the nearest beginning of a band; the nearest rows come first."""
    rows = near_boundaries(people, within=2).collect().to_native()
    points = results(people).collect().to_native()["points"]
    starts = [band.at_least for band in BOOK.articles.bands if band.at_least]
    near = [one for one in points if min(abs(one - start) for start in starts) <= 2]
    assert sorted(rows["points"]) == sorted(near)
    assert (rows["points"] - rows["boundary"]).to_list() == rows["margin"].to_list()
    assert rows["margin"].abs().is_sorted()


@pytest.mark.parametrize("cell", [0, None, "a"])
def test_what_is_asked_since_another_was_raised_has_its_least_points(cell: int | str | None) -> None:
    """QĐ 148, set 8: without a story the product has two stars; a story with nothing said of it, too."""
    book = ocopkit.rule_book("qd-148-2023")
    best: dict[str, int | str] = {one.code: one.levels[-1].key for one in book[8].criteria}
    if not isinstance(cell, str):
        best = {one.code: one.max for one in book[8].criteria}
    told = best | {"5.a": "a" if isinstance(cell, str) else 0}
    frame = pl.DataFrame({column_of(code): [value] for code, value in told.items()})
    frame = frame.with_columns(c5_b=pl.lit(None if cell == "a" else cell, frame["c5_b"].dtype))
    people = population(frame, book, set=8)
    assert sensitivity(people).filter(pl.col("up") > 0).is_empty()


def test_sensitivity_counts_sheets_with_one_level_more(people: Population) -> None:
    """One criterion one level higher for all gives the stars that sheets with that level have."""
    told = {row["code"]: row["up"] for row in sensitivity(people).iter_rows(named=True)}
    sheets = sheets_of(people, BOOK)
    before = stars_of(people, BOOK)
    for code in ("4.1", "7", "5.3"):
        lines = list(plan_of(TEA).slots[plan_of(TEA).index[code]].lines.values())
        up = 0
        for place, sheet in enumerate(sheets):
            at = lines.index(sheet.lines[code])
            higher = sheet.answer({code: lines[min(at + 1, len(lines) - 1)].answer})
            up += (ocopkit.score(higher).stars or 0) > before[place]
        assert told[code] == up


def test_weights_that_are_no_column_are_refused(people: Population) -> None:
    """A weight is a column of the population."""
    with pytest.raises(OcopError, match=r"no-column"):
        compare(people, BOOK, BOOK, weight="turnover")


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ([1.0, float("nan")], "1 row has no weight (row 2)"),
        ([1.0, None], "1 row has no weight (row 2)"),
        ([float("inf"), -1.0], "2 rows have no weight (rows 1, 2)"),
        (["1", "2"], "The column holds no numbers"),
    ],
)
def test_a_row_without_a_weight_is_refused_rather_than_lost(
    book: RuleBook, weights: list[Any], told: str
) -> None:
    """Weights are finite numbers from 0: adding up would count any other row as none."""
    best = {column_of(one.code): [one.max, one.max] for one in book[11].criteria}
    frame = pl.DataFrame(best).with_columns(weight=pl.Series(weights, strict=False))
    people = population(frame, book, set=11)
    for count in (
        lambda: compare(people, book, book, weight="weight"),
        lambda: impact_by_clause(people, book, {"five": {"bands/5": {"at_least": 95}}}, weight="weight"),
        lambda: sensitivity(people, weight="weight"),
        lambda: star_counts(people, weight="weight"),
    ):
        with pytest.raises(DocumentError) as refused:
            count()
        assert [(one.code, one.what.en) for one in refused.value.problems] == [("no-weight", told)]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("rows", lambda people: star_counts(people, by=["rows"])),
        ("weight", lambda people: compare(people, BOOK, BOOK, by=["weight"])),
        (
            "clause",
            lambda people: impact_by_clause(
                people, BOOK, {"five": {"bands/5": {"at_least": 95}}}, by=["clause"]
            ),
        ),
    ],
)
def test_a_column_that_the_counts_have_themselves_is_refused(
    name: str, count: Callable[[Population], object], people: Population
) -> None:
    """A column called as one of the table of counts would be lost in it: it is told, not overwritten."""
    rows = people.frame.collect().to_native().with_columns(pl.lit("x").alias(name))
    with pytest.raises(DocumentError) as caught:
        count(population(rows, BOOK, set=people.sets[0]))
    assert [(one.code, one.where.path) for one in caught.value.problems] == [("reserved-column", (name,))]


def test_one_column_to_count_by_may_be_named_alone(book: RuleBook) -> None:
    """A single name stands for that column, and a column named twice counts once."""
    best = {column_of(one.code): [one.max] for one in book[11].criteria}
    people = population(pl.DataFrame(best).with_columns(place=pl.lit("Huế")), book, set=11)
    listed = compare(people, book, book, by=["place", "place"]).transitions
    assert compare(people, book, book, by="place").transitions.rows() == listed.rows() == [("Huế", 5, 5, 1)]
