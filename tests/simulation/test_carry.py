"""A population read by a newer decision is what each of its sheets is, read by it."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import ScoreSheet
from ocopkit.crosswalks import crosswalk
from ocopkit.errors import DocumentError
from ocopkit.rules.crosswalk import answers_of
from ocopkit.simulation.carry import carry
from ocopkit.simulation.cells import column_of, gate_column
from ocopkit.simulation.population import population
from ocopkit.simulation.synthesise import synthesise
from ocopkit.testing.strategies import sheets

OLD, NEW = ocopkit.rule_book("qd-148-2023"), ocopkit.rule_book("qd-26-2026")


def rows_of(filled: list[ScoreSheet]) -> pl.DataFrame:
    """Return sheets of one set as rows by level keys, with its gates."""
    form = filled[0].criteria_set
    answers = {
        column_of(one.code): pl.Series([sheet.answers.get(one.code) for sheet in filled], dtype=pl.String)
        for one in form.criteria
    }
    gates = {
        gate_column(gate.key): [gate.key in sheet.raised for sheet in filled]
        for gate, _ in form.all_gates()
        if not gate.zero_in
    }
    return pl.DataFrame(answers | gates)


some_sheets = st.sampled_from([entry.number for entry in OLD.entries]).flatmap(
    lambda number: st.lists(sheets(OLD, form=OLD[number]), min_size=1, max_size=4)
)


@settings(max_examples=12)
@given(some_sheets)
def test_bounds_and_counts_are_those_of_translated_sheets(filled: list[ScoreSheet]) -> None:
    """Least and most points and stars, and how many answers carry over, are what ``translate`` gives."""
    number = filled[0].criteria_set.number
    found = carry(population(rows_of(filled), OLD, set=number), NEW)
    sides = found.rows.collect().rows(named=True)
    read = [ocopkit.translate(sheet, to=NEW) for sheet in filled]
    for one, row in zip(read, sides, strict=True):
        stars = [star or 0 for star in one.bounds.stars]
        assert (row["least_stars"], row["most_stars"]) == (min(stars), max(stars))
        if not one.sheet.way.out:
            assert (row["least_points"], row["most_points"]) == (one.bounds.least, one.bounds.most)
    assert found.transitions["rows"].sum() == len(filled)
    for place, row in enumerate(found.criteria.iter_rows(named=True)):
        replies = [one.replies[place] for one in read]
        whole = len(answers_of(replies[0].criterion))
        assert row["carried"] == sum(len(reply.possible) == 1 for reply in replies)
        assert row["open"] == sum(len(reply.possible) == whole > 1 for reply in replies)
        assert row["carried"] + row["narrowed"] + row["open"] == len(filled)


def test_what_is_certain_is_counted() -> None:
    """Rows are counted from their old stars to the least and the most that they can come to."""
    people = synthesise(OLD, 11, 300, seed=6, stars={3: "0.6", 4: "0.4"}).people
    found = carry(people, NEW)
    table = found.transitions
    assert table["rows"].sum() == 300
    assert (table["least"] <= table["most"]).all()
    sure = sum(row["rows"] for row in table.iter_rows(named=True) if row["least"] == row["most"])
    assert found.certain == sure
    by_points = found.criteria.filter(pl.col("open") == 300)
    assert by_points["because_vi"].null_count() == 0
    assert set(found.unchecked) == {11}


def test_rows_by_points_leave_open_what_points_do_not_say() -> None:
    """Where two old levels bear the same points, the bounds by points hold those of both levels."""
    people = synthesise(OLD, 24, 100, seed=6, mean=60).people
    sides = carry(people, NEW).rows.collect().to_native()
    assert (sides["least_points"] <= sides["most_points"]).all()
    assert (sides["least_stars"] <= sides["most_stars"]).all()


def test_readings_without_bounds_are_refused() -> None:
    """Where more points can mean fewer stars, the worst and the best answers bound nothing."""
    people = synthesise(OLD, 11, 5, seed=6).people
    with pytest.raises(ValueError, match=r"no bounds"):
        carry(people, NEW, readings={"minimum-missed": "not-achieved"})


def test_sets_that_end_or_split_are_told() -> None:
    """From 1048 on, a set that was split wants a choice, and one that ended is counted with its reason."""
    first = ocopkit.rule_book("qd-1048-2019")

    def rows(number: int) -> pl.DataFrame:
        made: pl.DataFrame = synthesise(first, number, 5, seed=1).people.frame.collect().to_native()
        return made.with_columns(pl.lit(number).alias("set"), id=pl.col("id") + 10 * number)

    walk = crosswalk(first.id, OLD.id)
    split = [entry.number for entry in first.entries if len(walk.targets(entry.number)) > 1]
    ended = [entry.number for entry in first.entries if not walk.targets(entry.number)]
    kept = next(entry.number for entry in first.entries if len(walk.targets(entry.number)) == 1)
    for number in split[:1]:
        people = synthesise(first, number, 5, seed=1).people
        with pytest.raises(DocumentError, match=r"set-split"):
            carry(people, OLD)
        target = walk.targets(number)[-1]
        assert set(carry(people, OLD, into={number: target}).criteria["new_set"]) == {target}
    for number in ended[:1]:
        people = population(pl.concat([rows(number), rows(kept)], how="diagonal"), first)
        left = carry(people, OLD).left_out.row(0, named=True)
        assert (left["set"], left["rows"]) == (number, 5)
        assert left["because_vi"]
        alone = synthesise(first, number, 5, seed=1).people
        with pytest.raises(DocumentError, match=r"no-counterpart"):
            carry(alone, OLD)
    assert len(split) + len(ended) > 0
