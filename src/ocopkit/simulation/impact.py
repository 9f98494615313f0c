"""What each clause of an amendment does, and which criteria decide the stars of a population."""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from math import factorial
from typing import Any, Literal

import narwhals as nw
import polars as pl
from attrs import field, frozen

from ocopkit.rules.amend import Changes, amend
from ocopkit.rules.book import RuleBook
from ocopkit.rules.diff import diff
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.checks import collected
from ocopkit.simulation.compile import NO_STAR, Rows
from ocopkit.simulation.population import Population
from ocopkit.simulation.results import check_follows, form_in, results

Method = Literal["exact", "first-and-last"]
"""How what several clauses do together is shared out among them."""

_EXACT_UP_TO = 4
_MOST_EXACT = 12


@frozen(eq=False)
class Impact:
    """What each clause of an amendment does.

    Args:
        clauses: A row for each clause: ``clause``, ``down`` and ``up`` (the rows that lose or gain stars,
            as far as they are put down to it), and ``stars_…``, by how many it changes the rows of each
            number of stars.
        method: How they were shared out.
        gap: The largest difference between what the clauses add up to and what the amendment does as a
            whole, before it was shared out evenly; 0 for the exact method.
        scorings: How many times the population was scored.
    """

    clauses: pl.DataFrame = field(repr=False)
    method: Method
    gap: float
    scorings: int


def impact_by_clause(
    people: Population,
    before: RuleBook,
    changes: Mapping[str, Changes] | RuleBook,
    *,
    method: Method | None = None,
    weight: str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Impact:
    """Return how many rows each clause of an amendment moves, whatever the order of the clauses.

    ``"exact"`` gives the Shapley value: the mean of what a clause adds over every order in which the
    clauses could be enacted. Clauses that touch other criteria sets don't meet, so that each set takes
    two to the power of its own clauses scorings. ``"first-and-last"`` gives the mean of what a clause
    does alone and what would be undone if it alone were dropped: the exact value where no more than two
    clauses meet in a row; what is left over is shared out in proportion, and told as ``gap``.

    Args:
        people: The population.
        before: The book to amend.
        changes: The clauses, each with its changes; or the amended book, whose differences are then
            clauses by address.
        method: The method; exact up to four clauses in a set if left out.
        weight: A column of weights to count by.
        readings: Options of the readings to use instead of the books' own choices.

    Raises:
        AmendmentError: If some clauses can't be carried out without the others: give them as one.
        DocumentError: If rows don't say what a clause asks.
        ValueError: If the exact method is asked for more than twelve clauses in a set.

    Example:
        >>> import ocopkit, polars
        >>> from ocopkit.simulation.cells import column_of
        >>> from ocopkit.simulation.population import population
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> best = polars.DataFrame({column_of(one.code): [one.max] for one in book[11].criteria})
        >>> clauses = {"band": {"bands/5": {"at_least": 99}}, "packing": {"11/2.2/d": {"points": 1}}}
        >>> found = impact_by_clause(population(best, book, set=11), book, clauses)
        >>> found.clauses.select("clause", "down").rows()
        [('band', 0.5), ('packing', 0.5)]
    """
    clauses = _clauses(before, changes)
    names = list(clauses)
    shares: dict[str, dict[str, float]] = {name: {} for name in names}
    worst, scorings, used = 0.0, 0, method
    for number in people.sets:
        own = [name for name in names if _touches(clauses[name], number)]
        chosen: Method = method or ("exact" if len(own) <= _EXACT_UP_TO else "first-and-last")
        if chosen == "exact" and len(own) > _MOST_EXACT:
            message = f"the exact method takes at most {_MOST_EXACT} clauses in a set, not {len(own)}"
            raise ValueError(message)
        used = "first-and-last" if "first-and-last" in (used, chosen) and method is None else chosen
        worth = _Worth(people, number, before, clauses, weight, readings)
        found, gap = (_shapley if chosen == "exact" else _first_and_last)(own, worth)
        worst = max(worst, gap)
        scorings += len(worth.known)
        for name, values in found.items():
            for key, value in values.items():
                shares[name][key] = shares[name].get(key, 0.0) + value
    columns = dict.fromkeys(key for values in shares.values() for key in values)
    stars = sorted(key for key in columns if key not in {"down", "up"})
    rows = [
        {"clause": name, **{key: values.get(key, 0.0) for key in ("down", "up", *stars)}}
        for name, values in shares.items()
    ]
    return Impact(pl.DataFrame(rows), used or "exact", worst, scorings)


def _clauses(before: RuleBook, changes: Mapping[str, Changes] | RuleBook) -> dict[str, Changes]:
    if isinstance(changes, RuleBook):
        found = diff(before, changes)
        law = {one.address for one in found.changes if not one.aside}
        return {key: {key: change} for key, change in found.as_changes().items() if key.lstrip("+") in law}
    return dict(changes)


def _touches(changes: Changes, number: int) -> bool:
    """Return whether changes can concern a set: its own clauses, and whatever stands in the articles."""
    tops = {key.lstrip("+").partition("/")[0] for key in changes}
    return any(not top.isdecimal() or int(top) == number for top in tops)


Values = dict[str, float]


class _Worth:
    """What some of the clauses do together, each combination worked out once."""

    def __init__(
        self,
        people: Population,
        number: int,
        before: RuleBook,
        clauses: Mapping[str, Changes],
        weight: str | None,
        readings: Mapping[str, str] | None,
    ) -> None:
        self.people = people
        self.number = number
        self.before = before
        self.clauses = clauses
        self.weight = weight
        self.readings = readings
        self.known: dict[frozenset[str], Values] = {}
        form = form_in(people, number, before)
        compiled = people.compiled(number, form=form, readings=readings, prefix="before_")
        self.frame = _held(people, compiled.over(people.of_set(number)))

    def __call__(self, names: frozenset[str]) -> Values:
        if names not in self.known:
            self.known[names] = self._worked_out(names)
        return self.known[names]

    def _worked_out(self, names: frozenset[str]) -> Values:
        changes = {key: change for name in sorted(names) for key, change in self.clauses[name].items()}
        book = amend(self.before, changes, because="what if") if changes else self.before
        people = self.people
        check_follows(people, book, self.readings)
        form = form_in(people, self.number, book)
        assert form is not None  # noqa: S101 (check_follows has refused it)
        compiled = people.compiled(self.number, form=form, readings=self.readings, prefix="after_")
        frame = compiled.over(self.frame)
        old, new = nw.col("before_stars"), nw.col("after_stars")
        tests = {"down": new < old, "up": new > old}
        for star in sorted({NO_STAR, *(band.stars for band in basis_of(form).bands)}):
            tests[f"stars_{star}"] = new == star
        amounts = {name: self._amount(test) for name, test in tests.items()}
        row = collected(frame.select(**amounts), in_memory=people.in_memory).row(0)
        return {name: float(value or 0) for name, value in zip(amounts, row, strict=True)}

    def _amount(self, test: nw.Expr) -> nw.Expr:
        if self.weight is None:
            return test.cast(nw.Int64()).sum()
        return nw.when(test).then(nw.col(self.weight)).otherwise(nw.lit(0)).sum()


def _held(people: Population, frame: Rows) -> Rows:
    """Return rows whose stars so far aren't worked out again each time, if the rows are in memory anyway."""
    if not people.in_memory:
        return frame
    names = people.frame.collect_schema().names()
    return frame.select(*names, "before_stars").collect().lazy()


def _shapley(names: Sequence[str], worth: _Worth) -> tuple[dict[str, Values], float]:
    count = len(names)
    found: dict[str, Values] = {name: {} for name in names}
    for size in range(count):
        share = factorial(size) * factorial(count - size - 1) / factorial(count)
        for name in names:
            others = [one for one in names if one != name]
            for group in combinations(others, size):
                without = frozenset(group)
                _add(found[name], worth(without | {name}), share)
                _add(found[name], worth(without), -share)
    return found, 0.0


def _first_and_last(names: Sequence[str], worth: _Worth) -> tuple[dict[str, Values], float]:
    whole, nothing = worth(frozenset(names)), worth(frozenset())
    found: dict[str, Values] = {name: {} for name in names}
    for name in names:
        _add(found[name], worth(frozenset({name})), 0.5)
        _add(found[name], nothing, -0.5)
        _add(found[name], whole, 0.5)
        _add(found[name], worth(frozenset(names) - {name}), -0.5)
    gap = 0.0
    for key in whole:
        left = whole[key] - nothing.get(key, 0.0) - sum(values.get(key, 0.0) for values in found.values())
        gap = max(gap, abs(left))
        sizes = {name: abs(values.get(key, 0.0)) for name, values in found.items()}
        total = sum(sizes.values())
        for name, values in found.items():
            part = sizes[name] / total if total else 1 / len(names)
            values[key] = values.get(key, 0.0) + left * part
    return found, gap


def _add(into: Values, values: Values, times: float) -> None:
    for key, value in values.items():
        into[key] = into.get(key, 0.0) + times * value


def near_boundaries(
    people: Population,
    book: RuleBook | None = None,
    *,
    within: int = 2,
    readings: Mapping[str, str] | None = None,
) -> Rows:
    """Return the rows whose points lie just above or just below a star band, nearest first.

    Args:
        people: The population.
        book: The rule book to score by, if it isn't the population's own.
        within: The most points between a row and the boundary.
        readings: Options of the book's readings to use instead of its own choices.

    Returns:
        The columns kept beside answers, ``points``, ``stars``, ``boundary`` (the points at which the
        nearest band begins) and ``margin`` (points above it, or, if negative, short of it); still lazy.

    Example:
        >>> import ocopkit, polars
        >>> from ocopkit.simulation.cells import column_of
        >>> from ocopkit.simulation.population import population
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> best = polars.DataFrame({column_of(one.code): [one.max] for one in book[11].criteria})
        >>> near_boundaries(population(best, book, set=11), within=10).collect().rows()
        [(100, 5, 90, 10)]
    """
    rules = readings_of((book or people.book).basis, readings)
    starts = sorted(band.at_least for band in rules.basis.bands if band.at_least > 0)
    points = nw.col("points").cast(nw.Int16())
    nearest: nw.Expr = nw.lit(starts[0], nw.Int16())
    for low, high in pairwise(starts):
        # Halfway between two boundaries the upper one counts: it is the one still to be reached.
        nearest = nw.when(points * 2 >= low + high).then(nw.lit(high, nw.Int16())).otherwise(nearest)
    rows = results(people, book, readings=readings).with_columns(boundary=nearest)
    rows = rows.with_columns(margin=points - nw.col("boundary"))
    rows = rows.filter((nw.col("margin") >= -within) & (nw.col("margin") <= within))
    return rows.with_columns(_far=nw.col("margin").abs()).sort("_far", "points").drop("_far")


def sensitivity(
    people: Population,
    book: RuleBook | None = None,
    *,
    weight: str | None = None,
    readings: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Return how many rows gain stars if one criterion alone were one level higher for all.

    Args:
        people: The population.
        book: The rule book to score by, if it isn't the population's own.
        weight: A column of weights to count by.
        readings: Options of the book's readings to use instead of its own choices.

    Returns:
        A row for each criterion of each set, the one that moves most first: ``set``, ``code``, ``name_vi``,
        ``name_en``, ``up``. Rows at the top level stay there; a criterion that is not asked stays so.

    Example:
        >>> import ocopkit, polars
        >>> from ocopkit.simulation.cells import column_of
        >>> from ocopkit.simulation.population import population
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> low = polars.DataFrame({column_of(one.code): [one.max] for one in book[11].criteria})
        >>> low = low.with_columns(c7=3)
        >>> sensitivity(population(low, book, set=11)).select("code", "up").row(0)
        ('7', 1)
    """
    if book is not None:
        check_follows(people, book, readings)
    found: list[dict[str, Any]] = []
    for number in people.sets:
        form = people.book[number] if book is None else form_in(people, number, book)
        compiled = people.compiled(number, form=form, readings=readings, prefix="before_")
        frame = _held(people, compiled.over(people.of_set(number)))
        for slot in plan_of(compiled.criteria_set).slots:
            criterion = slot.criterion
            higher = people.compiled(
                number, form=form, readings=readings, raised=criterion.code, prefix="after_"
            )
            gained = nw.col("after_stars") > nw.col("before_stars")
            amount = (
                gained.cast(nw.Int64()).sum()
                if weight is None
                else nw.when(gained).then(nw.col(weight)).otherwise(nw.lit(0)).sum()
            )
            up = collected(higher.over(frame).select(up=amount))["up"].to_list()[0]
            found.append(
                {
                    "set": number,
                    "code": criterion.code,
                    "name_vi": criterion.name.vi,
                    "name_en": criterion.name.en,
                    "up": up or 0,
                }
            )
    return pl.DataFrame(found).sort("up", descending=True, maintain_order=True)
