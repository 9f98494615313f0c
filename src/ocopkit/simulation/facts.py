"""Measured facts in a population: the answers that they choose, as dataframe expressions.

A column ``f_…`` holds a fact of every row (``f_local_labour_commune_share``). Where the council has given no
answer of its own, the conditions of the book that is scored by choose it, exactly as for a single sheet
(:func:`ocopkit.rules.measuring.level_for`): what is empty isn't known, and what is known may not be enough.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import narwhals as nw
from attrs import evolve, field, frozen

from ocopkit.rules.conditions import Condition
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import CHOICES, YES_OR_NO, Fact
from ocopkit.rules.measuring import Outcome, facts_of, outcomes
from ocopkit.scoring.plan import IS_BELOW, Line, Slot, plan_of
from ocopkit.scoring.readings import BELOW_LOWEST, Readings
from ocopkit.simulation.cells import Cell, Column, Kind, column_of, one_higher
from ocopkit.simulation.compile import Rows, Test, all_of, any_of, negated, when

if TYPE_CHECKING:
    from ocopkit.simulation.population import Population

FACT, FROM, UNTIL = "f_", "_valid_from", "_valid_until"
_CHOSEN = "_chosen_"
_FREE = 64
"""From here on cells stand for lines whose points another line has as well; points are seldom as many."""
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
    """

    fact: Fact
    value: nw.Expr
    known: Test
    columns: tuple[str, ...]
    whole: bool = False

    def fits(self, condition: Condition) -> Test:
        """Return whether a value that is known fits a comparison.

        Args:
            condition: A comparison of this fact.
        """
        if self.fact.kind in YES_OR_NO:
            wanted = condition.in_force if condition.holds is None else condition.holds
            return self.value if wanted else ~self.value
        if self.fact.kind in CHOICES:
            return any_of(self.value == option for option in condition.one_of)
        bounds: list[Test] = []
        if condition.at_least is not None:
            bounds.append(_over(self, condition.at_least, itself=True))
        if condition.above is not None:
            bounds.append(_over(self, condition.above, itself=False))
        if condition.at_most is not None:
            bounds.append(_under(self, condition.at_most, itself=True))
        if condition.below is not None:
            bounds.append(_under(self, condition.below, itself=False))
        return all_of(*bounds)


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
            return FactColumn(fact, as_test(in_force), dated, columns)
        without = ~held.is_null() & (held == False)  # noqa: E712 (a column)
        return FactColumn(
            fact, as_test(all_of(in_force, negated(without))), without | (dated & ~held.is_null()), columns
        )
    here = nw.col(name)
    value = here == True if fact.kind in YES_OR_NO and schema[name] != nw.Boolean else here  # noqa: E712
    if fact.kind not in {*YES_OR_NO, *CHOICES} and not schema[name].is_integer():
        # Decimals of up to fifteen digits become the numbers that stand for them.
        value = here.cast(nw.Float64()) if schema[name] != nw.Float64 else here
    return FactColumn(fact, value, ~here.is_null(), (name,), whole=schema[name].is_integer())


def as_test(test: Test) -> nw.Expr:
    """Return a condition as an expression."""
    return nw.lit(test, nw.Boolean()) if isinstance(test, bool) else test


def _surely(test: nw.Expr, column: nw.Expr) -> nw.Expr:
    return ~column.is_null() & test


def _day(on: date, dtype: Any) -> Any:
    """Return a day as a column's cells are compared with it: days written as text sort like days."""
    return on.isoformat() if dtype == nw.String else nw.lit(on, nw.Date())


def _over(column: FactColumn, bound: Fraction, *, itself: bool) -> nw.Expr:
    """Return whether a value lies above a bound, or is the bound itself if that counts."""
    near, beside = _nearest(bound, whole=column.whole)
    return column.value >= near if (itself and beside == 0) or beside > 0 else column.value > near


def _under(column: FactColumn, bound: Fraction, *, itself: bool) -> nw.Expr:
    near, beside = _nearest(bound, whole=column.whole)
    return column.value <= near if (itself and beside == 0) or beside < 0 else column.value < near


def _nearest(bound: Fraction, *, whole: bool) -> tuple[int | float, int]:
    """Return the number nearest to a bound, and whether it lies above it (1), below it (-1) or is it (0).

    A float means the decimal number that it is written as, so that 0.6 is six tenths. Floats lie in the
    order of those numbers: one comparison of floats therefore is the exact comparison.
    """
    if whole and bound.denominator == 1:
        return int(bound), 0
    near = float(bound)
    meant = Fraction(str(near))
    return near, (meant > bound) - (meant < bound)


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


def truth(condition: Condition, facts: FactColumns) -> Truth:
    """Return a condition as expressions: :meth:`ocopkit.rules.conditions.Condition.holds_for` of every row.

    Two values say it in place of one with nulls, because dataframes differ in what they make of nulls.

    Args:
        condition: The condition.
        facts: The facts of the rows.
    """
    if condition.all or condition.any:
        parts = [truth(one, facts) for one in (*condition.all, *condition.any)]
        every = all_of if condition.all else lambda *tests: any_of(tests)
        holds = every(*(one.holds for one in parts))
        if all(one.told for one in parts):
            return Truth(holds, negated(holds), told=True)
        some: Callable[..., Test] = (lambda *tests: any_of(tests)) if condition.all else all_of
        return Truth(holds, some(*(one.fails for one in parts)), told=False)
    if condition.judged is not None:
        return Truth(holds=False, fails=False, told=False)
    if condition.fact is None:
        return Truth(holds=True, fails=False, told=True)
    if condition.fact not in facts:
        return Truth(holds=False, fails=False, told=False)
    column = facts[condition.fact]
    fits = column.fits(condition)
    if column.known is True:
        return Truth(fits, negated(fits), told=True)
    return Truth(all_of(column.known, fits), all_of(column.known, negated(fits)), told=False)


def chosen(
    steps: Sequence[Outcome], facts: FactColumns, cells: Mapping[str, int], dtype: Any
) -> nw.Expr:
    """Return the cell that facts choose in every row; null where they leave it open.

    Args:
        steps: What follows from which facts, in order.
        facts: The facts of the rows.
        cells: The cell of each answer; answers without one are left open.
        dtype: The type of the cells.
    """
    truths = [truth(step.when, facts) for step in steps]
    cell_of = [cells.get(step.answers[0]) if len(step.answers) == 1 else None for step in steps]
    nothing = nw.lit(None, dtype)
    made = nothing
    if all(one.told for one in truths):
        for one, cell in zip(reversed(truths), reversed(cell_of), strict=True):
            made = when(one.holds, nothing if cell is None else nw.lit(cell, dtype), made)
        return made
    # An answer is certain where a condition for it holds and every one before, but for those that give the
    # same answer, fails.
    for answer in dict.fromkeys(cell for cell in cell_of if cell is not None):
        ways: list[Test] = []
        before: list[Test] = []
        for one, cell in zip(truths, cell_of, strict=True):
            if cell == answer:
                ways.append(all_of(*before, one.holds))
            else:
                before.append(one.fails)
        made = when(any_of(ways), nw.lit(answer, dtype), made)
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
) -> tuple[tuple[Column, ...], dict[str, nw.Expr]]:
    """Return how each criterion reads cells where facts choose answers, and the columns made for that.

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
    """
    refused = IS_BELOW if rules.of(BELOW_LOWEST) == "refuse" else 0
    found: list[Column] = []
    made: dict[str, nw.Expr] = {}
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
        cells = {answer: both.of(line) for answer, line in lines.items() if not line.flags & refused}
        dtype = nw.Int8() if max(both.lines, default=0) <= _LARGEST_INT8 else nw.Int16()
        name = _named(slot.criterion.code, steps, tuple(cells.items()), base.name, tuple(both.own.items()))
        made[name] = both.joined(chosen(steps, facts, cells, dtype), dtype)
        found.append(Column(name, dict(both.lines), base.unclear, base.gone))
    return tuple(found), made


@frozen(eq=False)
class _Cells:
    """The cells of a column made of the council's own answers and those that facts choose.

    As far as can be, a cell is the points that it is worth, which is quickest to add up.
    """

    base: Column
    kind: Kind
    lines: dict[int, Line] = field(factory=dict[int, Line], init=False)
    own: dict[Cell, int] = field(factory=dict[Cell, int], init=False)

    def __attrs_post_init__(self) -> None:
        for cell, line in self.base.lines.items():
            if self.kind == "points":
                self.lines[int(cell)] = line
                self.own[cell] = int(cell)
            else:
                self.own[cell] = self.of(line)

    def of(self, line: Line) -> int:
        """Return the cell of a line."""
        for cell, known in self.lines.items():
            if known is line:
                return cell
        taken = {*self.lines, *self.base.unclear, *self.base.gone}
        free = line.points if line.points not in taken else max(_FREE, *self.lines, *_numbers(taken)) + 1
        self.lines[free] = line
        return free

    def joined(self, cells: nw.Expr, dtype: Any) -> nw.Expr:
        """Return the council's own answers, and where there are none the cells that facts choose."""
        if self.base.name is None:
            return cells
        own = nw.col(self.base.name)
        if self.kind == "points":
            given = own.fill_null(0).cast(dtype)
        else:
            given = nw.lit(None, dtype)
            for key, cell in self.own.items():
                given = nw.when(own == key).then(nw.lit(cell, dtype)).otherwise(given)
        return nw.when(own.is_null()).then(cells).otherwise(given)


def _numbers(cells: Iterable[Cell]) -> list[int]:
    return [cell for cell in cells if isinstance(cell, int)]


@lru_cache(maxsize=4096)
def _named(code: str, *made_of: Any) -> str:
    """Return the name of a column made of facts."""
    return f"{_CHOSEN}{column_of(code)}_{hashlib.sha256(repr(made_of).encode()).hexdigest()[:12]}"


def is_made(name: str) -> bool:
    """Return whether a column was made of facts."""
    return name.startswith(_CHOSEN)


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
