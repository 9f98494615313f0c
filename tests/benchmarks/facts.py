"""Facts in simulation beside points, measured side by side in one run on one machine.

    python tests/benchmarks/facts.py

scores a million dossiers of a criteria set twice: with every measured criterion given by its facts alone, and
with the points that those facts come to. It prints the ratio with its bound, and exits with 1 if it exceeds
it or if the two ways don't give the same stars.
"""

import sys
import time
from collections.abc import Callable

import narwhals as nw
import numpy as np
import polars as pl

import ocopkit
from ocopkit.rules.facts import CHOICES, WHOLE, YES_OR_NO, Fact
from ocopkit.rules.measuring import facts_of_set, outcomes
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import readings_of
from ocopkit.simulation.cells import column_of, columns_for
from ocopkit.simulation.compare import compare
from ocopkit.simulation.compile import any_of, as_column
from ocopkit.simulation.facts import Tests, fact_column, is_made, read_fact, settled, truth
from ocopkit.simulation.population import Population, population
from ocopkit.simulation.results import results, star_counts

ROWS = 1_000_000
ROUNDS = 15
BOOK = ocopkit.rule_book("qd-26-2026")
SET = 11
DRAFT = ocopkit.amend(
    BOOK,
    {"11/3.3/b/when/at_most": 0.6, "11/3.3/c/when/at_least": 0.6, "11/3.3": {"left_open": []}},
    because="60 % local labour",
)


READINGS = {"share-boundary": "lower-level", "between-levels": "lower-level"}


def drawn(fact: Fact, draw: np.random.Generator) -> pl.Series:
    """Return a million values of a fact: whole percents, counts up to 24, any option, yes as likely as no."""
    if fact.kind in YES_OR_NO:
        return pl.Series(draw.random(ROWS) < 0.5)
    if fact.kind in CHOICES:
        options = pl.Series([one.key for one in fact.options])
        return options.gather(pl.Series(draw.integers(0, len(options), ROWS)))
    if fact.kind in WHOLE:
        return pl.Series(draw.integers(0, 25, ROWS).astype(np.int8))
    return pl.Series(draw.integers(0, 101, ROWS) / 100)


def facts(draw: np.random.Generator) -> pl.DataFrame:
    """Return a million rows of facts of which none contradict each other."""
    form, vocabulary = BOOK[SET], BOOK.facts
    table = pl.DataFrame({fact_column(key): drawn(vocabulary[key], draw) for key in facts_of_set(form)})
    schema = nw.from_native(table).schema
    tests = Tests({key: read_fact(vocabulary[key], schema, None) for key in facts_of_set(form)})
    clash = [truth(one.when, tests).holds for one in vocabulary.contradictions]
    fine = nw.from_native(table).with_columns(**tests.made).filter(~as_column(any_of(clash))).to_native()
    fine = fine.select(table.columns)
    return fine[draw.integers(0, fine.height, ROWS)]


def answers(draw: np.random.Generator) -> pl.DataFrame:
    """Return a million answers to the criteria that facts alone don't decide."""
    columns: dict[str, np.ndarray] = {}
    for slot in plan_of(BOOK[SET]).slots:
        steps = outcomes(slot.criterion, readings_of(BOOK.basis, READINGS).choices)
        if not steps or any(step.when.judgements() for step in steps):
            ladder = np.array([level.points for level in slot.criterion.levels], dtype=np.int8)
            columns[column_of(slot.criterion.code)] = draw.choice(ladder, ROWS)
    return pl.DataFrame(columns)


def by_points(people: Population) -> pl.DataFrame:
    """Return the same rows with the points that their facts come to."""
    rows: pl.DataFrame = settled(people).frame.collect().to_native()
    rules = readings_of(BOOK.basis, READINGS)
    for slot, column in zip(plan_of(BOOK[SET]).slots, columns_for(BOOK[SET], {}, rules), strict=True):
        name = column_of(slot.criterion.code)
        if rows[name].dtype == pl.String and not column.unclear:
            points = {line.answer: line.points for line in slot.lines.values()}
            rows = rows.with_columns(pl.col(name).replace_strict(points, return_dtype=pl.Int8))
    return rows


def side_by_side(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return the best time of each of several works, taken turn by turn, in seconds."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - start)
    return best


def main() -> int:
    """Print the ratio; return 1 if it exceeds its bound."""
    draw = np.random.default_rng(8)
    given = pl.concat([answers(draw), facts(draw)], how="horizontal")
    given = given.with_columns(pl.col("c5_2") * pl.col("f_product_story"))  # no story, no answer to it
    people = population(given, BOOK, set=SET, readings=READINGS)
    rows = by_points(people)
    pointed = population(rows, BOOK, set=SET, readings=READINGS)
    chosen = sum(is_made(column.name) for column in people.script(SET).columns)

    def scored(one: Population) -> object:
        return results(one).collect().to_native()

    points, by_facts = side_by_side(lambda: scored(pointed), lambda: scored(people))
    check, check_facts = side_by_side(
        lambda: population(rows, BOOK, set=SET, readings=READINGS),
        lambda: population(given, BOOK, set=SET, readings=READINGS),
        rounds=3,
    )
    (moved,) = side_by_side(lambda: compare(people, BOOK, DRAFT, readings=READINGS), rounds=3)
    print(
        f"{ROWS:,} rows of {len(rows.columns)} criteria, {chosen} of them by {len(people.facts)} facts: "
        f"score points {points * 1e3:.1f} ms, facts {by_facts * 1e3:.1f} ms; "
        f"check points {check * 1e3:.0f} ms, facts {check_facts * 1e3:.0f} ms; "
        f"compare with a moved threshold {moved * 1e3:.0f} ms"
    )
    ratio, bound = by_facts / points, 4.0
    slow = ratio > bound
    name = "score a million rows by facts / by points"
    print(f"{name:<50} {ratio:7.2f}   bound {bound:g}   {'TOO SLOW' if slow else 'ok'}")
    same = star_counts(people).equals(star_counts(pointed))
    print(f"the same stars both ways: {same}")
    return 1 if slow or not same else 0


if __name__ == "__main__":
    sys.exit(main())
