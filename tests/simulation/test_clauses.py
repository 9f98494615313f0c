"""What a clause is put down to doesn't depend on any order, and adds up to what the amendment does."""

from fractions import Fraction
from itertools import permutations
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook, ScoreSheet
from ocopkit.errors import AmendmentError
from ocopkit.rules.amend import amend
from ocopkit.scoring.plan import plan_of
from ocopkit.simulation.cells import column_of, gate_column
from ocopkit.simulation.compare import compare
from ocopkit.simulation.compile import Script
from ocopkit.simulation.impact import Impact, impact_by_clause
from ocopkit.simulation.kinds import Sight
from ocopkit.simulation.population import Population, population
from ocopkit.simulation.results import star_counts
from ocopkit.simulation.shares import Bundle, Games, felt
from ocopkit.simulation.synthesise import synthesise

BOOK = ocopkit.rule_book("qd-26-2026")
TEA = BOOK[11]
ROWS = 60
GATE = next(gate.key for gate, _ in TEA.all_gates() if gate.kind == "stop")
CLAUSES: dict[str, dict[str, Any]] = {
    "band": {"bands/4": {"at_least": 68}},
    "lower band": {"bands/3": {"at_least": 66}},
    "market": {"11/4.1/c": {"points": 5}},
    "lower market": {"11/4.1/b": {"minimum_for": 4}},
    "uniqueness": {"11/7/c": {"points": 1}},
    "lower uniqueness": {"11/7/b": {"minimum_for": 4}},
    "packing": {"11/2.2/d": {"minimum_for": 4}},
    "sources": {"11/1.1/b": {"points": 3}},
    "both": {"11/1.2/c": {"points": 4}, "11/1.3/b": {"minimum_for": 3}},
    "own minimums": {"readings/lower-minimums": "own-only"},
    "strict": {"readings/minimum-missed": "not-achieved"},
    "stop": {"readings/after-stop": "points-so-far"},
}


def drawn(seed: int) -> Population:
    """Return synthetic teas near several boundaries; one in ten is stopped by a gate."""
    made = synthesise(BOOK, 11, ROWS, seed=seed, stars={2: "0.2", 3: "0.4", 4: "0.4"}, mean=67)
    rows: pl.DataFrame = made.people.frame.collect().to_native()
    raised = pl.col("id") % 10 == 0
    place = pl.when(pl.col("id") % 3 > 0).then(pl.format("P{}", pl.col("id") % 3))  # none for a third
    rows = rows.with_columns(raised.alias(gate_column(GATE)), sales=pl.col("id") * 0.5, place=place)
    return population(rows, BOOK, set=11)


PEOPLE = [drawn(seed) for seed in (1, 2)]


def stars_of(people: Population, book: RuleBook) -> list[int]:
    """Return the stars of every row as single sheets are scored."""
    stars: list[int] = []
    for row in people.frame.collect().rows(named=True):
        answers: dict[str, str | int | None] = {}
        flags = 0
        for slot in plan_of(TEA).slots:
            if not flags & slot.not_asked_if:
                points = row[column_of(slot.criterion.code)]
                line = next(line for line in slot.lines.values() if line.points == points)
                answers[slot.criterion.code] = line.answer
                flags |= line.flags
        raised = {GATE: "Impure"} if row[gate_column(GATE)] else {}
        stars.append(ocopkit.score(ScoreSheet(book[11], answers, raised)).stars or 0)
    return stars


def over_all_orders(people: Population, names: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """Return what each clause takes from and gives to how many rows, over all orders, sheet by sheet."""
    before = stars_of(people, BOOK)
    known: dict[frozenset[str], tuple[int, int]] = {}

    def moved(some: frozenset[str]) -> tuple[int, int]:
        if some not in known:
            changes = {key: change for name in some for key, change in CLAUSES[name].items()}
            after = stars_of(people, amend(BOOK, changes, because="-")) if changes else before
            pairs = list(zip(before, after, strict=True))
            known[some] = (sum(a < b for b, a in pairs), sum(a > b for b, a in pairs))
        return known[some]

    orders = list(permutations(names))
    shares = {name: [Fraction(0), Fraction(0)] for name in names}
    for order in orders:
        held: frozenset[str] = frozenset()
        for name in order:
            more = held | {name}
            for side in (0, 1):
                shares[name][side] += Fraction(moved(more)[side] - moved(held)[side], len(orders))
            held = more
    return {name: (float(down), float(up)) for name, (down, up) in shares.items()}


def told(found: Impact) -> dict[str, tuple[float, float]]:
    """Return the rows put down to each clause."""
    rows = found.clauses.select("clause", "down", "up").iter_rows()
    return {clause: (down, up) for clause, down, up in rows}


some_clauses = st.lists(st.sampled_from(sorted(CLAUSES)), min_size=1, max_size=3, unique=True).map(tuple)


@settings(max_examples=10)
@given(names=some_clauses, seed=st.sampled_from([0, 1]))
def test_a_share_is_the_mean_over_every_order(names: tuple[str, ...], seed: int) -> None:
    """A clause is put down to the mean of what it adds over every order, whatever kind of clause it is."""
    people = PEOPLE[seed]
    found = impact_by_clause(people, BOOK, {name: CLAUSES[name] for name in names})
    wanted = over_all_orders(people, names)
    assert {name: pytest.approx(pair, abs=1e-9) for name, pair in wanted.items()} == told(found)


@settings(max_examples=8)
@given(
    names=st.permutations(sorted(CLAUSES)),
    count=st.integers(2, len(CLAUSES)),
    seed=st.sampled_from([0, 1]),
    weight=st.sampled_from([None, "sales"]),
)
def test_shares_have_no_order_and_add_up(names: list[str], count: int, seed: int, weight: str | None) -> None:
    """The clauses in any order have the same shares to the last digit; they add up to the whole amendment."""
    people = PEOPLE[seed]
    chosen = {name: CLAUSES[name] for name in names[:count]}
    found = impact_by_clause(people, BOOK, chosen, weight=weight)
    assert told(impact_by_clause(people, BOOK, dict(sorted(chosen.items())), weight=weight)) == told(found)
    whole = amend(BOOK, {key: one for clause in chosen.values() for key, one in clause.items()}, because="-")
    moved = compare(people, BOOK, whole, weight=weight)
    sums = found.clauses.select(pl.exclude("clause").sum()).row(0, named=True)
    assert (sums["down"], sums["up"]) == pytest.approx((moved.down, moved.up))
    before, after = (
        dict(star_counts(people, book, weight=weight).select("stars", "weight" if weight else "rows").rows())
        for book in (BOOK, whole)
    )
    for star in range(6):
        assert sums[f"stars_{star}"] == pytest.approx(after.get(star, 0) - before.get(star, 0))


def exact(shares: pl.Series) -> list[Fraction]:
    """Return the fractions that floating numbers stand for: the orders of a few clauses divide them."""
    return [Fraction(one).limit_denominator(10**6) for one in shares]


@settings(max_examples=5)
@given(
    names=st.sets(st.sampled_from(sorted(CLAUSES)), min_size=1, max_size=4),
    seed=st.sampled_from([0, 1]),
    weight=st.sampled_from([None, "sales"]),
)
def test_parts_add_up_to_the_whole_exactly(names: set[str], seed: int, weight: str | None) -> None:
    """What a clause does in each place adds up to what it does; each place alone has the same shares."""
    people = PEOPLE[seed]
    chosen = {name: CLAUSES[name] for name in sorted(names)}
    found = impact_by_clause(people, BOOK, chosen, by=["place"], weight=weight)
    whole = impact_by_clause(people, BOOK, chosen, weight=weight)
    assert found.clauses.equals(whole.clauses)
    assert found.kinds == whole.kinds
    assert whole.parts.is_empty()
    for row in whole.clauses.rows(named=True):
        own = found.parts.filter(pl.col("clause") == row["clause"])
        for name in whole.clauses.columns[1:]:
            assert sum(exact(own[name])) == exact(pl.Series([row[name]]))[0]
    rows: pl.DataFrame = people.frame.collect().to_native()
    for place in (None, "P1", "P2"):
        here = population(rows.filter(pl.col("place").eq_missing(place)), BOOK, set=11)
        alone = impact_by_clause(here, BOOK, chosen, weight=weight).clauses
        part = found.parts.filter(pl.col("place").eq_missing(place)).drop("place")
        moved = alone.select(pl.exclude("clause").abs().sum()).sum_horizontal()[0] > 0
        assert part.equals(alone) if len(part) else not moved


def test_places_stand_in_order_with_every_clause() -> None:
    """The table by place has a row for each place and clause, places first; what can't move has no row."""
    clauses = {name: CLAUSES[name] for name in ("band", "packing")}
    found = impact_by_clause(PEOPLE[0], BOOK, clauses, by="place").parts
    assert found.select("place", "clause").rows() == [
        (place, clause) for place in (None, "P1", "P2") for clause in clauses
    ]
    still = {"out of reach": {"bands/5": {"at_least": 101}}}
    assert impact_by_clause(PEOPLE[0], BOOK, still, by="place").parts.columns[:2] == ["place", "clause"]
    assert impact_by_clause(PEOPLE[0], BOOK, still, by="place").parts.is_empty()


def test_clauses_that_no_row_feels_together_have_what_they_do_alone() -> None:
    """Levels of one criterion are never held at once: what two of them do is what each does alone."""
    pair = {key: {f"11/1.1/{key}": {"points": points}} for key, points in (("b", 1), ("c", 2))}
    people = PEOPLE[0]
    alone = {name: told(impact_by_clause(people, BOOK, {name: pair[name]}))[name] for name in pair}
    assert told(impact_by_clause(people, BOOK, pair)) == alone


def test_a_clause_that_makes_no_difference_is_not_felt() -> None:
    """A clause that changes nothing in any combination drops out of its bundle."""
    bundle = Bundle(("a", "b"), (((0, 0, 0), (2, 0, 0), (0, 0, 0), (2, 0, 0)),))
    assert felt(bundle) == Bundle(("a",), (((0, 0, 0), (2, 0, 0)),))


def test_two_clauses_that_are_only_enough_together_share_evenly() -> None:
    """One point each, two wanted: each is pivotal in one of the two orders."""
    games = Games(lambda points, _missed, _rules: 4 if points >= 70 else 3)
    ones = [Bundle((name,), (((0, 0, 0), (1, 0, 0)),)) for name in "ab"]
    shares = dict(games.shares(((68, 0, 1),), ones))
    assert games.orders(ones) == 2
    assert shares == {"a": {3: -1, 4: 1}, "b": {3: -1, 4: 1}}


def test_too_many_clauses_in_one_place_are_refused() -> None:
    """Each way to enact some of the clauses that meet in one place is a form of its own."""
    seats = [(9, "a"), (9, "b"), (9, "c"), (8, "a"), (8, "b"), (8, "c"), (7, "b"), (7, "c"), (7, "a")]
    meeting = {
        f"{code}/{key}": {f"11/{code}/{key}": {"minimum_for": 2}, f"bands/{star}": {"at_least": 10 + star}}
        for star, (code, key) in zip((2, 3, 4, 5), seats, strict=False)
    }
    assert len(impact_by_clause(PEOPLE[0], BOOK, meeting).clauses) == len(meeting)
    chain = {f"{place}": {f"11/{code}/{key}": {"minimum_for": 2}} for place, (code, key) in enumerate(seats)}
    with pytest.raises(ValueError, match=r"at most 8 clauses may meet"):
        Sight(tuple(chain), _all_in_one).together  # noqa: B018 (asking is what refuses)


def _all_in_one(some: frozenset[str]) -> Script:
    """Return a script in which every clause changes one and the same criterion."""
    base = PEOPLE[0].script(11)
    first, *rest = base.columns
    lines = {cell: evolve(line, points=line.points + len(some)) for cell, line in first.lines.items()}
    return evolve(base, columns=(evolve(first, lines=lines), *rest))


def test_a_clause_that_points_nowhere_is_told_with_its_address() -> None:
    """All clauses that the book doesn't allow are told at once, each by its address."""
    wrong = {"nowhere": {"11/99": {"max": 1}}, "never": {"11/4.1/z": {"points": 1}}}
    with pytest.raises(AmendmentError) as caught:
        impact_by_clause(PEOPLE[0], BOOK, wrong)
    assert {problem.where.path[0] for problem in caught.value.problems} == {"11/99", "11/4.1/z"}


REFORM: dict[str, dict[str, Any]] = {
    "four from 72": {"bands/4": {"at_least": 72}, "bands/3": {"below": 72}},
    "3 from 55": {"bands/3": {"at_least": 55}, "bands/2": {"below": 55}},
    "label": {"11/2.4/b": {"minimum_for": 4}},
}


def test_clauses_may_change_other_fields_of_one_place() -> None:
    """Two clauses that both touch the band of three stars have, each and together, what all orders give."""
    book = BOOK
    people = synthesise(book, 11, 3000, seed=26, stars={3: "0.74", 4: "0.25", 5: "0.01"}).people

    def down(some: tuple[str, ...]) -> float:
        changed = book
        for name in some:
            changed = amend(changed, REFORM[name], because=name)
        return compare(people, book, changed).down

    found = dict(impact_by_clause(people, book, REFORM).clauses.select("clause", "down").iter_rows())
    orders = list(permutations(REFORM))
    for name in REFORM:
        added = [down(order[: order.index(name) + 1]) - down(order[: order.index(name)]) for order in orders]
        assert found[name] == pytest.approx(sum(added) / len(orders))
    assert sum(found.values()) == pytest.approx(down(tuple(REFORM)))


def test_a_set_may_be_named_by_its_slug() -> None:
    """Clauses that meet in a criterion are seen to meet, whether they name the set by number or by slug."""
    by_number = {
        "near": {"11/4.1/b": {"points": 0}},
        "far": {"11/4.1/c": {"points": 0}},
        "band": {"bands/4": {"at_least": 68}},
    }
    by_slug = by_number | {"far": {f"{TEA.slug}/4.1/c": {"points": 0}}}
    for people in PEOPLE:
        first, second = (impact_by_clause(people, BOOK, clauses) for clauses in (by_number, by_slug))
        assert first.clauses.equals(second.clauses)
        assert told(first)["far"] != (0, 0)


def test_two_clauses_that_change_the_very_same_are_refused() -> None:
    """What would hold is unclear: both clauses are named with the place."""
    book = BOOK
    people = synthesise(book, 11, 5, seed=1).people
    clauses = {"x": {"bands/4": {"at_least": 72}}, "y": {"bands/4": {"at_least": 75}}}
    with pytest.raises(AmendmentError, match="x/bands/4 and y/bands/4 change the very same"):
        impact_by_clause(people, book, clauses)
