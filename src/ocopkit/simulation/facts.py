"""Measured facts in a population: the answers that they choose, as dataframe expressions.

A column ``f_…`` holds a fact of every row (``f_local_labour_commune_share``). Where the council has given no
answer of its own, the conditions of the book that is scored by choose it, exactly as for a single sheet
(:func:`ocopkit.rules.measuring.level_for`): what is empty isn't known, and what is known may not be enough.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import narwhals as nw
from attrs import evolve, field, frozen

from ocopkit.rules.carried_out import BELOW_LOWEST
from ocopkit.rules.conditions import Condition
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import CHOICES, YES_OR_NO, Fact
from ocopkit.rules.measuring import Outcome, outcomes
from ocopkit.scoring.plan import IS_BELOW, Line, Slot
from ocopkit.scoring.readings import Readings
from ocopkit.simulation.cells import Cell, Column, Kind, column_of, one_higher
from ocopkit.simulation.compile import Rows, Test, all_of, any_of, as_column, negated, when

if TYPE_CHECKING:
    from ocopkit.simulation.population import Population

FACT, FROM, UNTIL = "f_", "_valid_from", "_valid_until"
_CHOSEN = "_chosen_"
_TEST, _PLACE = "_test_", "_place_"
_FREE = 64
"""From here on cells stand for lines whose places are taken by points."""
_OPEN = -1
"""Stands for no cell as long as one is being made: dataframes differ in how they write an empty one."""
_LARGEST_INT8 = 127


def fact_column(key: str) -> str:
    """Return the column of a fact: ``f_`` and its key, with ``_`` for each hyphen.

    Example:
        >>> fact_column("local-labour-commune-share")
        'f_local_labour_commune_share'
    """
    return FACT + key.replace("-", "_")


@frozen(eq=False)
class FactColumn:
    """A fact of every row.

    Args:
        fact: The fact.
        value: Its value; of a certificate, whether it is in force.
        known: Whether its value is known.
        columns: The columns that it is read from.
        whole: Whether the column holds whole numbers, which are compared as such.
        ranked: Whether the value is the place of the option among all, counted from 0.
        plain: Whether the value is a column as it stands.
    """

    fact: Fact
    value: nw.Expr
    known: Test
    columns: tuple[str, ...]
    whole: bool = False
    ranked: bool = False
    plain: bool = False

    def tests(self, condition: Condition) -> Iterator[tuple[str, nw.Expr, bool]]:
        """Yield what a comparison asks of the value: the test's name, the test, and what it must come to.

        Comparisons that differ only in what they want of a test share it.

        Args:
            condition: A comparison of this fact.
        """
        if self.fact.kind in YES_OR_NO:
            wanted = condition.in_force if condition.holds is None else condition.holds
            yield "holds", self.value, bool(wanted)
        if self.fact.kind in CHOICES:
            places = [at for at, option in enumerate(self.fact.options) if option.key in condition.one_of]
            yield "in_" + "_".join(map(str, places)), self._among(places), True
        for bound, itself, wanted in (
            (condition.at_least, True, True),
            (condition.above, False, True),
            (condition.at_most, False, False),
            (condition.below, True, False),
        ):
            if bound is not None:
                name = f"{'from' if itself else 'over'}_{bound.numerator}_{bound.denominator}".replace(
                    "-", "m"
                )
                yield name, self._over(bound, itself=itself), wanted

    def _among(self, places: Sequence[int]) -> nw.Expr:
        """Return whether an option is one of those at some places among all."""
        options = self.fact.options
        if not self.ranked:
            return as_column(any_of(self.value == options[place].key for place in places))
        first, last = places[0], places[-1]
        if len(places) < last - first + 1 or first == last:
            return as_column(any_of(self.value == place for place in places))
        if last == len(options) - 1:
            return self.value >= first
        return self.value <= last if first == 0 else (self.value >= first) & (self.value <= last)

    def _over(self, bound: Fraction, *, itself: bool) -> nw.Expr:
        """Return whether a value lies above a bound, or is the bound itself if that counts.

        A float means the decimal number that it is written as, so that 0.6 is six tenths. Floats lie in the
        order of those numbers: one comparison of floats therefore is the exact comparison.
        """
        if self.whole and bound.denominator == 1:
            return self.value >= int(bound) if itself else self.value > int(bound)
        near = float(bound)
        meant = Fraction(str(near))
        return self.value >= near if meant > bound or (itself and meant == bound) else self.value > near


FactColumns = Mapping[str, FactColumn]
"""The facts of a population, by their keys."""


def read_fact(fact: Fact, schema: Mapping[str, Any], on: date | None) -> FactColumn:
    """Return a fact as the columns of a population give it.

    Args:
        fact: The fact.
        schema: The types of the columns by name.
        on: The day of the council, for certificates with days.
    """
    name = fact_column(fact.key)
    first, last = name + FROM, name + UNTIL
    if fact.kind == "certificate" and first in schema and on is not None:
        columns = tuple(one for one in (name, first, last) if one in schema)
        ended = nw.col(last) < _day(on, schema[last]) if last in schema else None
        begun = nw.col(first) <= _day(on, schema[first])
        dated = ~nw.col(first).is_null()
        held = nw.col(name) if name in schema else None
        in_force: Test = all_of(dated, begun, True if ended is None else ~_surely(ended, nw.col(last)))
        if held is None:
            return FactColumn(fact, as_column(in_force), dated, columns)
        without = ~held.is_null() & (held == False)  # noqa: E712 (a column)
        return FactColumn(
            fact, as_column(all_of(in_force, negated(without))), without | (dated & ~held.is_null()), columns
        )
    here = nw.col(name)
    plain = fact.kind not in YES_OR_NO or schema[name] == nw.Boolean
    value = here if plain else here == True  # noqa: E712 (a column)
    if fact.kind not in {*YES_OR_NO, *CHOICES} and not schema[name].is_integer():
        # Decimals of up to fifteen digits become the numbers that stand for them.
        value = here.fill_null(0).cast(nw.Float64()) if schema[name] != nw.Float64 else here
    return FactColumn(fact, value, ~here.is_null(), (name,), whole=schema[name].is_integer(), plain=plain)


def _surely(test: nw.Expr, column: nw.Expr) -> nw.Expr:
    return ~column.is_null() & test


def _day(on: date, dtype: Any) -> Any:
    """Return a day as a column's cells are compared with it: days written as text sort like days."""
    if dtype == nw.String:
        return on.isoformat()
    return nw.lit(on) if dtype == nw.Date else nw.lit(datetime.combine(on, time()))


@frozen(eq=False)
class Tests:
    """Tests of facts, each worked out once for all conditions that need it.

    Args:
        facts: The facts of the rows.
        made: The columns of the tests, by name; more as they are asked for.
    """

    facts: FactColumns
    made: dict[str, nw.Expr] = field(factory=dict[str, nw.Expr], init=False)

    def fits(self, column: FactColumn, condition: Condition) -> Test:
        """Return whether a value that is known fits a comparison.

        Args:
            column: The fact.
            condition: The comparison.
        """
        tests = [(self._kept(column, name, test), wanted) for name, test, wanted in column.tests(condition)]
        return all_of(*(test if wanted else ~test for test, wanted in tests))

    def known(self, column: FactColumn) -> Test:
        """Return whether a value is known.

        Args:
            column: The fact.
        """
        return column.known if isinstance(column.known, bool) else self._kept(column, "known", column.known)

    def _kept(self, column: FactColumn, name: str, test: nw.Expr) -> nw.Expr:
        if column.plain and name == "holds":
            return test
        called = f"{_TEST}{fact_column(column.fact.key)}_{name}".replace("-", "_")
        self.made[called] = test
        return nw.col(called)


@frozen(eq=False)
class Truth:
    """Whether a condition holds and whether it fails, row by row; where neither, that isn't known.

    Args:
        holds: Whether it holds.
        fails: Whether it fails.
        told: Whether every row tells.
    """

    holds: Test
    fails: Test
    told: bool


def truth(condition: Condition, tests: Tests) -> Truth:
    """Return a condition as expressions: :meth:`ocopkit.rules.conditions.Condition.holds_for` of every row.

    Two values say it in place of one with nulls, because dataframes differ in what they make of nulls.

    Args:
        condition: The condition.
        tests: The tests of the rows' facts; those that are needed are added.
    """
    if condition.all or condition.any:
        parts = [truth(one, tests) for one in (*condition.all, *condition.any)]
        told = all(one.told for one in parts)
        hold, fail = [one.holds for one in parts], [one.fails for one in parts]
        holds, fails = (all_of(*hold), any_of(fail)) if condition.all else (any_of(hold), all_of(*fail))
        return Truth(holds, fails, told)
    if condition.otherwise:
        return Truth(holds=True, fails=False, told=True)
    if condition.fact is None or condition.fact not in tests.facts:
        return Truth(holds=False, fails=False, told=False)  # only the council can say, or nobody has
    column = tests.facts[condition.fact]
    fits, known = tests.fits(column, condition), tests.known(column)
    if known is True:
        return Truth(fits, negated(fits), told=True)
    return Truth(all_of(known, fits), all_of(known, negated(fits)), told=False)


def chosen(
    steps: Sequence[Outcome], tests: Tests, cells: Mapping[str, int], dtype: Any, *, certain: bool
) -> nw.Expr:
    """Return the cell that facts choose in every row; :data:`_OPEN` where they leave it open.

    Args:
        steps: What follows from which facts, in order.
        tests: The tests of the rows' facts; those that are needed are added.
        cells: The cell of each answer; answers without one are left open.
        dtype: The type of the cells.
        certain: Whether facts are known to decide every row that matters; then any cell may stand in others.
    """
    truths = [truth(step.when, tests) for step in steps]
    cell_of = [cells.get(step.answers[0], _OPEN) if len(step.answers) == 1 else _OPEN for step in steps]
    ways: list[tuple[Test, int]] = []
    if all(one.told for one in truths):
        ways = [(one.holds, cell) for one, cell in zip(truths, cell_of, strict=True)]
    else:
        # An answer is certain where a condition for it holds and every one before, but for those that give
        # the same answer, fails.
        for answer in dict.fromkeys(cell for cell in cell_of if cell != _OPEN):
            before: list[Test] = []
            for one, cell in zip(truths, cell_of, strict=True):
                if cell == answer:
                    ways.append((all_of(*before, one.holds), cell))
                else:
                    before.append(one.fails)
    last = _OPEN
    if certain:
        # What is left open doesn't occur, so that what remains at the end needs no test.
        ways = [(test, cell) for test, cell in ways if cell != _OPEN]
        last = ways.pop()[1] if ways else _OPEN
    made: nw.Expr = nw.lit(last, dtype)
    for test, cell in reversed(ways):
        made = when(test, nw.lit(cell, dtype), made)
    return made


def with_facts(
    columns: Sequence[Column],
    slots: Sequence[Slot],
    rules: Readings,
    facts: FactColumns,
    kinds: Mapping[str, Kind],
    gaps: frozenset[str],
    *,
    raised: str | None = None,
    certain: bool = True,
    ready: Collection[str] = (),
) -> tuple[tuple[Column, ...], tuple[Mapping[str, nw.Expr], ...], frozenset[str]]:
    """Return how each criterion reads cells where facts choose answers, and what is made for that first.

    Beside the columns and the steps in which they are made there are the names of those that may be empty.

    A column that is made bears the name of what it is made of: two books that read the facts of a criterion
    alike read the same column.

    Args:
        columns: How the criteria read the council's own answers.
        slots: The criteria of the set that is scored.
        rules: The readings of its book.
        facts: The facts of the rows.
        kinds: What the columns of the council's own answers hold; those that there are.
        gaps: The columns in which some rows have no answer.
        raised: The code of a criterion that is read one level higher than it stands.
        certain: Whether facts are known to decide every row that matters.
        ready: The columns that the rows have already.
    """
    refused = IS_BELOW if rules.of(BELOW_LOWEST) == "refuse" else 0
    found: list[Column] = []
    tests, made, unsure = Tests(facts), dict[str, nw.Expr](), set[str]()
    for slot, column in zip(slots, columns, strict=True):
        base = column if column.name in kinds else Column(None, {})
        steps = outcomes(slot.criterion, rules.choices)
        given = any(key in facts for step in steps for key in step.when.facts())
        if not given or (base.name and base.name not in gaps):
            found.append(base)
            continue
        both = _Cells(base, kinds.get(base.name or "", "points"))
        answers = [answer for step in steps for answer in step.answers if answer in slot.lines]
        lines = {answer: slot.lines[answer] for answer in answers}
        if slot.criterion.code == raised:
            lines = {answer: one_higher(slot, line) for answer, line in lines.items()}
        places = {answer: place for place, answer in enumerate(slot.lines)}
        cells = {
            answer: both.of(line, places[answer])
            for answer, line in lines.items()
            if not line.flags & refused
        }
        # Where a criterion may not be asked, rows without an answer to it must be told apart.
        sure = certain and not slot.not_asked_if
        dtype = nw.Int8() if max(both.lines, default=0) <= _LARGEST_INT8 else nw.Int16()
        own = (base.name, tuple(both.own.items()))
        name = _named(slot.criterion.code, steps, tuple(cells.items()), own, sure)
        if not sure:
            unsure.add(name)
        if name not in ready:
            cell = both.joined(chosen(steps, tests, cells, dtype, certain=sure), dtype)
            made[name] = cell if sure else nw.when(cell != _OPEN).then(cell)
        found.append(Column(name, both.read, base.unclear, base.gone))
    return tuple(found), (tests.made, made), frozenset(unsure)


@frozen(eq=False)
class _Cells:
    """The cells of a column made of the council's own answers and those that facts choose.

    Points stand for themselves, and other answers for their places on the ladder: mostly the same, quick to
    add up, and the same cells whatever a book makes the levels worth.
    """

    base: Column
    kind: Kind
    lines: dict[int, Line] = field(factory=dict[int, Line], init=False)
    own: dict[Cell, int] = field(factory=dict[Cell, int], init=False)

    def __attrs_post_init__(self) -> None:
        for place, (cell, line) in enumerate(self.base.lines.items()):
            if self.kind == "points":
                self.lines[int(cell)] = line
                self.own[cell] = int(cell)
            else:
                self.own[cell] = self.of(line, place)

    def of(self, line: Line, wanted: int) -> int:
        """Return the cell of a line: the one wanted, if no other line has it."""
        taken = {*self.lines, *self.base.unclear, *self.base.gone}
        if self.lines.get(wanted) is not line and wanted in taken:
            wanted = max(_FREE, *_numbers(taken)) + 1
        self.lines[wanted] = line
        return wanted

    @property
    def read(self) -> dict[Cell, Line]:
        """What each cell is worth."""
        return {cell: line for cell, line in self.lines.items()}  # noqa: C416 (a cell may be a key, too)

    def joined(self, cells: nw.Expr, dtype: Any) -> nw.Expr:
        """Return the council's own answers, and where there are none the cells that facts choose."""
        if self.base.name is None:
            return cells
        own = nw.col(self.base.name)
        if self.kind == "points":
            given = own.fill_null(0).cast(dtype)
        else:
            given = nw.lit(_OPEN, dtype)
            for key, cell in self.own.items():
                given = nw.when(own == key).then(nw.lit(cell, dtype)).otherwise(given)
        return nw.when(own.is_null()).then(cells).otherwise(given)


def _numbers(cells: Iterable[Cell]) -> list[int]:
    return [cell for cell in cells if isinstance(cell, int)]


@lru_cache(maxsize=4096)
def _named(code: str, *made_of: Any) -> str:
    """Return the name of a column made of facts."""
    return f"{_CHOSEN}{column_of(code)}_{hashlib.sha256(repr(made_of).encode()).hexdigest()[:12]}"


def is_made(name: str | None) -> bool:
    """Return whether a column was made of facts."""
    return name is not None and name.startswith(_CHOSEN)


def settled(people: "Population") -> "Population":
    """Return a population whose facts have become answers: every criterion with a column of its own.

    Where facts chose the answer, under the population's own book and readings, the column holds level keys.

    Args:
        people: The population; one without facts stays as it is.

    Example:
        >>> import ocopkit, polars
        >>> from ocopkit.simulation.population import population
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> best = polars.DataFrame({column_of(one.code): [one.max] for one in book[11].criteria})
        >>> shares = best.drop("c3_3").with_columns(f_local_labour_commune_share=0.62)
        >>> settled(population(shares, book, set=11)).frame.collect()["c3_3"].to_list()
        ['b']
    """
    if not people.facts:
        return people
    scripts = {number: people.script(number, certain=False) for number in people.sets}
    made = {
        column_of(slot.criterion.code)
        for script in scripts.values()
        for slot, column in zip(script.plan.slots, script.columns, strict=True)
        if is_made(column.name)
    }
    kinds: dict[str, Kind] = {**people.kinds, **dict.fromkeys(sorted(made), "keys")}
    frames: list[Rows] = []
    for number, script in scripts.items():
        keys: dict[str, nw.Expr] = dict.fromkeys(sorted(made), nw.lit(None, nw.String()))
        for slot, column in zip(script.plan.slots, script.columns, strict=True):
            name = column_of(slot.criterion.code)
            if name in made and column.name is not None:
                for cell, line in column.lines.items():
                    here = nw.when(nw.col(column.name) == cell).then(nw.lit(line.answer, nw.String()))
                    keys[name] = here.otherwise(keys[name])
        frame = people.of_set(number)
        for step in (*script.made, keys):
            frame = frame.with_columns(**step) if step else frame
        frames.append(frame.select(*people.columns, *people.gates, *kinds))
    whole = frames[0] if len(frames) == 1 else nw.concat(frames)
    whole = whole.collect().lazy() if people.in_memory else whole
    return evolve(people, frame=whole, kinds=kinds, gaps=people.gaps | made, facts={}, ready=frozenset())


def prepared(people: "Population") -> "Population":
    """Return a population whose rows have what facts choose by its own book; still to be worked out.

    It is the same expressions as elsewhere, put before everything else once instead of every time.

    Args:
        people: The population.
    """
    scripts = [people.script(number) for number in people.sets]
    frame = people.frame
    for step in zip(*(script.made for script in scripts), strict=True):
        made = {name: expression for part in step for name, expression in part.items()}
        frame = frame.with_columns(**made) if made else frame
    ready = {name for script in scripts for step in script.made for name in step}
    return evolve(people, frame=frame, ready=frozenset(ready))


def ranked(frame: Rows, facts: FactColumns) -> tuple[Rows, FactColumns]:
    """Return rows in memory with options as small numbers beside them, which are compared much faster.

    Args:
        frame: The rows; their options are known to be those of the vocabulary.
        facts: The facts of the rows.
    """
    made: dict[str, nw.Expr] = {}
    found: dict[str, FactColumn] = {}
    for key, column in facts.items():
        found[key] = column
        if column.fact.kind in CHOICES:
            name = column.columns[0]
            place: nw.Expr = nw.lit(_OPEN, nw.Int8())
            for at, option in enumerate(column.fact.options):
                place = nw.when(nw.col(name) == option.key).then(nw.lit(at, nw.Int8())).otherwise(place)
            made[_PLACE + name] = nw.when(~nw.col(name).is_null()).then(place)
            columns = (name, _PLACE + name)
            found[key] = evolve(column, value=nw.col(_PLACE + name), columns=columns, ranked=True)
    return (frame.with_columns(**made).collect().lazy(), found) if made else (frame, found)


def thresholds(form: CriteriaSet, rules: Readings) -> dict[str, set[Fraction]]:
    """Return the numbers with which the conditions of a form compare each fact.

    Args:
        form: The criteria set.
        rules: The readings of its book.
    """
    found: dict[str, set[Fraction]] = {}
    for criterion in form.criteria:
        for leaf in (leaf for step in outcomes(criterion, rules.choices) for leaf in step.when.leaves()):
            if leaf.fact is not None:
                bounds = (leaf.at_least, leaf.above, leaf.at_most, leaf.below)
                found.setdefault(leaf.fact, set()).update(one for one in bounds if one is not None)
    return found
