"""Whether the facts of rows can be, and whether they say enough: everything that is wrong, all at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw
from attrs import evolve, frozen

from ocopkit.assessing import refusals as no
from ocopkit.errors import Problem, Told, Where
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import CHOICES, NUMBERS, WHOLE, YES_OR_NO, Fact
from ocopkit.rules.measuring import facts_of, facts_of_set
from ocopkit.scoring.plan import Slot
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.cells import column_of
from ocopkit.simulation.checks import ID, SET, collected, counted, first_rows
from ocopkit.simulation.compile import Rows, Script, all_of, as_column, negated
from ocopkit.simulation.fact_refusals import (
    contradictory,
    ended_early,
    in_rows,
    left_open,
    near_threshold,
    no_beginning,
    no_day,
    no_days,
    not_a_day,
    of_another_regime,
    single_precision,
    unknown_fact,
    wrong_number,
)
from ocopkit.simulation.facts import (
    FACT,
    FROM,
    UNTIL,
    FactColumn,
    FactColumns,
    Tests,
    fact_column,
    is_made,
    read_fact,
    thresholds,
    truth,
)
from ocopkit.simulation.refusals import rows_counted
from ocopkit.text import Text

if TYPE_CHECKING:
    from ocopkit.simulation.population import Population

_MOST = 1_000_000_000
"""No count and no growth is as much; what is not a number isn't less either."""
_HAIR = 1e-9
"""Nearer than this to a threshold, a number that isn't it was most likely meant to be it."""
_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def facts_in(
    data: Rows, schema: Mapping[str, Any], book: RuleBook, forms: Sequence[CriteriaSet], on: date | None
) -> tuple[FactColumns, list[Problem]]:
    """Return the facts that columns hold, and what is wrong with the columns themselves.

    Args:
        data: The rows.
        schema: The types of the columns by name.
        book: The rule book.
        forms: The criteria sets of the rows.
        on: The day of the council.
    """
    names = [name for name in schema if name.startswith(FACT)]
    if not names:
        return {}, []
    vocabulary = book.facts
    asked = {key for form in forms for key in facts_of_set(form)}
    known = {fact_column(key): vocabulary[key] for key in vocabulary.keys}
    days = {
        name + end: fact
        for name, fact in known.items()
        if fact.kind == "certificate"
        for end in (FROM, UNTIL)
    }
    problems: list[Problem] = []
    given: dict[str, Fact] = {}
    for name in names:
        fact = known.get(name) or days.get(name)
        if fact is None:
            problems.append(unknown_fact(name, [fact_column(key) for key in vocabulary.keys if key in asked]))
        elif fact.key not in asked:
            problems.append(of_another_regime(name, fact, forms, sorted(map(fact_column, asked))))
        elif name in days and not isinstance(schema[name], nw.Date | nw.Datetime | nw.String):
            problems.append(no_days(name, schema[name]))
        elif name in days and on is None:
            problems.append(no_day(name))
        elif name.endswith(UNTIL) and name in days and name.removesuffix(UNTIL) + FROM not in schema:
            problems.append(no_beginning(name))
        else:
            given[fact.key] = fact
            told = None if name in days else _wrong_type(data, name, schema[name], fact)
            problems += [] if told is None else [told]
    wrong = {problem.where.path[0] for problem in problems}
    facts = {fact.key: read_fact(fact, schema, on) for fact in vocabulary.among(given)}
    if problems:
        fine = [one for one in facts.values() if not wrong.intersection(one.columns)]
        problems += _cells(data, fine, schema)
    return facts, problems


def measured_columns(forms: Iterable[CriteriaSet], facts: FactColumns) -> frozenset[str]:
    """Return the columns of criteria whose answers some given fact may choose, in every form that has them.

    Args:
        forms: The criteria sets of the rows.
        facts: The facts of the rows.
    """
    found: set[str] = set()
    others: set[str] = set()
    for form in forms:
        for one in form.criteria:
            own = found if any(key in facts for key in facts_of(one)) else others
            own.add(column_of(one.code))
    return frozenset(found - others)


def check_facts(people: "Population", schema: Mapping[str, Any]) -> tuple[FactColumns, list[Problem]]:
    """Return the facts of a population with what is known everywhere, and what is wrong with any row.

    Args:
        people: The population.
        schema: The types of its columns by name.
    """
    checks: list[_Check] = []
    bounds: dict[str, set[Fraction]] = {}
    for number in people.sets:
        rules = readings_of(basis_of(people.book[number]), people.readings)
        for key, some in thresholds(people.book[number], rules).items():
            bounds.setdefault(key, set()).update(some)
    wrong = _cells(people.frame, people.facts.values(), schema)
    if wrong:
        return people.facts, wrong
    checks += _hairs(people.facts, bounds)
    tests = Tests(people.facts)
    for one in people.book.facts.contradictions:
        clash = truth(one.when, tests).holds
        if clash is not False:
            name = next(people.facts[key].columns[0] for key in one.when.facts() if key in people.facts)
            checks.append(_Check(name, as_column(clash), partial(contradictory, one.text)))
    unknown = {
        key: _counted(as_column(negated(column.known)), people.frame) for key, column in people.facts.items()
    }
    row = collected(people.frame.select(**unknown), in_memory=people.in_memory).row(0)
    facts = {
        key: column if count else evolve(column, known=True)
        for (key, column), count in zip(people.facts.items(), row, strict=True)
    }
    frame = people.frame.with_columns(**tests.made) if tests.made else people.frame
    return facts, _found(frame, checks)


def _cells(frame: Rows, columns: Iterable[FactColumn], schema: Mapping[str, Any]) -> list[Problem]:
    """Return which cells cannot be the value of their fact."""
    return _found(frame, [one for column in columns for one in _checks(column, schema)])


def _found(frame: Rows, checks: Sequence["_Check"]) -> list[Problem]:
    counts = {str(place): _counted(check.test, frame) for place, check in enumerate(checks)}
    if not counts:
        return []
    row = collected(frame.select(**counts)).row(0)
    return [_told(frame, check, int(count)) for check, count in zip(checks, row, strict=True) if count]


def check_chosen(
    people: "Population",
    number: int,
    form: CriteriaSet | None = None,
    readings: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Return in which rows facts leave open what a book wants an answer to, and the council hasn't said.

    Args:
        people: The population.
        number: The set of the rows.
        form: The set of another book that they are scored by.
        readings: Options of that book's readings.
    """
    if not people.facts:
        return []
    script = people.script(number, form, readings, certain=False)
    other = form is not None or readings is not None
    known = [column.name for column in people.script(number, certain=False).columns] if other else []
    fresh = [one.name for one in script.columns if one.name and is_made(one.name) and one.name not in known]
    checks: list[_Check] = []
    if other:
        old = thresholds(people.book[number], readings_of(basis_of(people.book[number]), people.readings))
        new = thresholds(script.plan.criteria_set, script.rules)
        checks = _hairs(people.facts, {key: some - old.get(key, set()) for key, some in new.items()})
    if not fresh and not checks:
        return []
    compiled = people.compiler(script).compiled(detail=False)
    frame = people.of_set(number)
    problems = _found(frame, checks)
    if not fresh:
        return problems
    counts: dict[str, nw.Expr] = {}
    opens: dict[str, nw.Expr] = {}
    for name in fresh:
        opens[name] = as_column(all_of(compiled.wanted[name], nw.col(name).is_null()))
        counts[name] = counted(opens[name], frame)
    for step in compiled.way:
        frame = frame.with_columns(**step)
    row = collected(frame.select(**counts), in_memory=people.in_memory).row(0)
    tally = dict(zip(counts, (int(one or 0) for one in row), strict=True))
    slots = {column.name: slot for column, slot in zip(script.columns, script.plan.slots, strict=True)}
    for name in fresh:
        if tally[name]:
            problems.append(_open(people, number, script, slots[name], opens[name], tally[name]))
    return problems


@frozen(eq=False)
class _Check:
    """What may be wrong with a column of facts in some rows, and what is then said of their values."""

    name: str
    test: nw.Expr
    told: Callable[[Sequence[Any]], Told]


def _counted(test: nw.Expr, frame: Rows) -> nw.Expr:
    return counted(test.fill_null(value=False), frame)


def _checks(column: FactColumn, schema: Mapping[str, Any]) -> Iterable[_Check]:
    """Yield what may be wrong with the cells of a fact, each fact by itself."""
    fact, name = column.fact, column.columns[0]
    here, filled = nw.col(name), ~nw.col(name).is_null()
    if fact.kind in NUMBERS:
        least, most = (0, 1) if fact.kind == "share" else (-1 if fact.kind == "rate" else 0, _MOST)
        value = column.value
        inside = (value >= least) & (value <= most)
        if fact.kind in WHOLE and not column.whole:
            inside = inside & (value.round(0) == value)
        yield _Check(name, filled & ~inside, partial(wrong_number, fact))
    elif fact.kind in CHOICES:
        allowed = [option.key for option in fact.options]
        yield _Check(name, filled & ~here.is_in(allowed), lambda values: no.not_an_option(fact, values[0]))
    elif not name.endswith((FROM, UNTIL)) and schema[name] != nw.Boolean:
        neither = ~((here == True) | (here == False))  # noqa: E712 (a column)
        yield _Check(name, filled & neither, lambda values: no.not_yes_or_no(fact, values[0]))
    days = [one for one in column.columns if one.endswith((FROM, UNTIL))]
    for one in days:
        if schema[one] == nw.String:
            cell = nw.col(one)
            yield _Check(one, ~cell.is_null() & ~cell.str.contains(_DAY), not_a_day)
    if len(days) > 1:
        first, last = (nw.col(one) for one in days)
        test = ~first.is_null() & ~last.is_null() & (last < first)
        yield _Check(days[1], test, lambda _: ended_early(days[0], days[1]))


def _hairs(facts: FactColumns, bounds: Mapping[str, Iterable[Fraction]]) -> list[_Check]:
    """Return for each threshold whether a number misses it by so little that it was meant to be it."""
    found: list[_Check] = []
    for key, some in bounds.items():
        if key in facts and facts[key].fact.kind in NUMBERS and not facts[key].whole:
            for bound in sorted(some):
                value, near = facts[key].value, float(bound)
                test = (value > near - _HAIR) & (value < near + _HAIR) & (value != near)
                found.append(_Check(facts[key].columns[0], test, partial(near_threshold, bound)))
    return found


def _told(frame: Rows, check: _Check, count: int) -> Problem:
    ids = [ID] if ID in frame.collect_schema() else []
    rows, _, values = first_rows(frame, ids, check.test, check.name)
    return in_rows(check.told(values), check.name, count, rows)


def _open(
    people: "Population", number: int, script: Script, slot: Slot, test: nw.Expr, count: int
) -> Problem:
    """Return that facts leave a criterion open in some rows."""
    frame = people.frame
    for step in people.compiler(script).walk():
        frame = frame.with_columns(**step)
    if len(people.sets) > 1:
        test = test & (nw.col(SET) == number)
    keys = facts_of(slot.criterion)
    shown = people.facts[next(key for key in keys if key in people.facts)].columns[0]
    rows, _, _ = first_rows(frame, [ID] if ID in people.columns else [], test, shown)
    return left_open(slot.criterion, script.plan.criteria_set, map(fact_column, keys), count, rows)


def _wrong_type(data: Rows, name: str, dtype: Any, fact: Fact) -> Problem | None:
    """Return whether a column cannot hold a fact at all."""
    loose = dtype == nw.Object
    if fact.kind in YES_OR_NO:
        fits = dtype == nw.Boolean or loose
        told = no.not_yes_or_no
    elif fact.kind in CHOICES:
        fits = isinstance(dtype, nw.String | nw.Categorical | nw.Enum)
        told = no.not_an_option
    elif dtype == nw.Float32:
        return single_precision(name)
    else:
        fits = dtype.is_numeric() or (loose and _all_numbers(data, name))
        told = no.not_a_number
    if fits:
        return None
    code, what, why, mend = told(fact, _first_misfit(data, name, dtype, fact))
    if isinstance(dtype, nw.String):
        number = nw.col(name).str.contains(r"^\s*[-+]?[0-9]+(?:[.][0-9]+)?\s*$")
        rows, count, values = first_rows(data, [], ~nw.col(name).is_null() & ~number, name)
        if count and fact.kind in NUMBERS:
            code, what, why, mend = no.not_a_number(fact, values[0])
            what = Text(
                vi=f"{rows_counted(count).vi}: {what.vi} ({rows.vi})",
                en=f"{rows_counted(count).en}: {what.en} ({rows.en})",
            )
    return Problem(code, what, why, mend, Where((name,)))


def _first_misfit(data: Rows, name: str, dtype: Any, fact: Fact) -> Any:
    values = collected(data.select(name).filter(~nw.col(name).is_null()).head(1000))[name].to_list()
    wanted = (int, float, Decimal) if fact.kind in NUMBERS else bool if fact.kind in YES_OR_NO else str
    return next((one for one in values if not isinstance(one, wanted)), str(dtype))


def _all_numbers(data: Rows, name: str) -> bool:
    return all(
        isinstance(one, int | float | Decimal | None) for one in collected(data.select(name))[name].to_list()
    )
