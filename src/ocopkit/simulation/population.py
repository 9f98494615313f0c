"""A population: a dataframe of dossiers, one a row, checked against the criteria sets it was scored by.

A column ``c1_1``, ``c6_1_1`` … for each criterion holds whole points or level keys. Beside them:

==============  ========================================================================================
``set``         the number of the criteria set, where a population has several
``id``          what a dossier is called; no two alike
``gate_…``      whether a gate of the form is raised; not raised where there is no such column
``f_…``         a measured fact, which chooses answers that the council hasn't given; see
                :mod:`ocopkit.simulation.facts`
any other name  kept as it is: place, producer kind, group, weight, …
==============  ========================================================================================
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import narwhals as nw
from attrs import evolve, field, frozen

from ocopkit.conversion import expect
from ocopkit.errors import DocumentError, Problem
from ocopkit.markup import both, card, together
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.cells import Kind, column_of, columns_for, gate_column
from ocopkit.simulation.checks import (
    SET,
    check_names,
    check_rows,
    check_shape,
    collected,
    kinds_in,
    other_sets,
    unknown_sets,
)
from ocopkit.simulation.compile import Compiled, Compiler, Rows, Script, in_common
from ocopkit.simulation.fact_checks import check_chosen, check_facts, facts_in, measured_columns
from ocopkit.simulation.facts import FactColumn, FactColumns, prepared, ranked, with_facts
from ocopkit.text import Text

_SURPLUS = "foreign-column"
"""A column too many doesn't hide what is wrong with the rows."""


@frozen(eq=False)
class Population:
    """Dossiers that fit their criteria sets.

    Args:
        frame: The rows; nothing is read of a lazy frame before a result is asked for.
        book: The rule book that the dossiers were scored by.
        sets: The numbers of the criteria sets that they belong to.
        kinds: What each criterion's column holds, by its name.
        gates: The ``gate_…`` columns.
        gaps: The columns in which some rows rightly have no value.
        in_memory: Whether the rows came as a dataframe that holds them, not as one that is still to be read.
        label: What the rows are, where they are no real dossiers.
        readings: Options of the book's readings under which the rows were checked.
        facts: The facts that choose answers where the council has given none, by key.
        ready: The columns made of facts that the rows have already.
    """

    frame: Rows = field(repr=False)
    book: RuleBook
    sets: tuple[int, ...]
    kinds: Mapping[str, Kind] = field(repr=False)
    gates: tuple[str, ...] = field(repr=False)
    gaps: frozenset[str] = field(repr=False)
    in_memory: bool = False
    label: Text | None = None
    readings: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    facts: FactColumns = field(factory=dict[str, FactColumn], repr=False)
    ready: frozenset[str] = field(default=frozenset(), repr=False)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: of which sets, with which columns; no file is read for it."""
        first = self.book.entry(self.sets[0])
        several = ", ".join(map(str, self.sets)) if len(self.sets) > 1 else None
        rows = collected(self.frame.select(rows=nw.len()), in_memory=True) if self.in_memory else None
        return card(
            both(self.label or Text(vi="Hồ sơ đánh giá", en="Dossiers")),
            [
                (Text(vi="Số hồ sơ", en="Rows"), None if rows is None else f"{int(rows.row(0)[0]):,}"),
                (Text(vi="Văn bản", en="Rule book"), self.book.id),
                (
                    Text(vi="Bộ tiêu chí", en="Criteria sets"),
                    several or together(f"{first.number} ", both(first.name)),
                ),
                (Text(vi="Cột giữ nguyên", en="Columns kept"), ", ".join(self.columns) or None),
                (Text(vi="Cột số liệu", en="Facts"), ", ".join(self.facts) or None),
            ],
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are kept beside answers and gates."""
        taken = {*self.kinds, *self.gates, *self.ready}
        taken.update(name for one in self.facts.values() for name in one.columns)
        return tuple(name for name in self.frame.collect_schema().names() if name not in taken)

    def of_set(self, number: int) -> Rows:
        """Return the rows of one criteria set."""
        return self.frame.filter(nw.col(SET) == number) if len(self.sets) > 1 else self.frame

    def compiled(
        self,
        number: int,
        *,
        form: CriteriaSet | None = None,
        readings: Mapping[str, str] | None = None,
        raised: str | None = None,
        prefix: str = "",
        detail: bool = False,
    ) -> Compiled:
        """Return the expressions that score the rows of one set.

        Args:
            number: The set's number.
            form: The set to score by, if another one.
            readings: Options of the readings of the set to score by.
            raised: The code of a criterion that is read one level higher than it stands.
            prefix: What the names of results begin with.
            detail: Whether the points of parts and sections are wanted.
        """
        script = self.script(number, form, readings, raised=raised)
        return self.compiler(script, prefix).compiled(detail=detail)

    def compiled_together(
        self, number: int, forms: Mapping[str, CriteriaSet], *, readings: Mapping[str, str] | None = None
    ) -> list[Compiled]:
        """Return the expressions that score the rows of one set by several forms.

        What the forms have in common is worked out once: see :func:`~ocopkit.simulation.compile.together`.

        Args:
            number: The set's number.
            forms: The forms by the prefix of their results.
            readings: Options of the readings of the forms.
        """
        scripts = [self.script(number, form, readings) for form in forms.values()]
        shared = in_common(scripts)
        return [
            self.compiler(script, prefix, shared, leading=script is scripts[0]).compiled(detail=False)
            for prefix, script in zip(forms, scripts, strict=True)
        ]

    def script(
        self,
        number: int,
        form: CriteriaSet | None = None,
        readings: Mapping[str, str] | None = None,
        *,
        raised: str | None = None,
        certain: bool = True,
    ) -> Script:
        """Return what the expressions are made of that score the rows of one set.

        Args:
            number: The set's number.
            form: The set to score by, if another one.
            readings: Options of the readings of the set to score by.
            raised: The code of a criterion that is read one level higher than it stands.
            certain: Whether facts are known to decide every row that matters.
        """
        source = self.book[number]
        target = form or source
        own = {column_of(one.code) for one in source.criteria}
        kinds: dict[str, Kind] = {name: kind for name, kind in self.kinds.items() if name in own}
        rules = readings_of(basis_of(target), self.readings if readings is None else readings)
        plan, columns = plan_of(target), columns_for(source, kinds, rules, target, raised=raised)
        if not self.facts:
            return Script(plan, rules, columns)
        given = with_facts(
            columns,
            plan.slots,
            rules,
            self.facts,
            kinds,
            self.gaps,
            raised=raised,
            certain=certain,
            ready=self.ready,
        )
        return Script(plan, rules, *given)

    def compiler(
        self,
        script: Script,
        prefix: str = "",
        shared: frozenset[int] = frozenset(),
        *,
        leading: bool = True,
    ) -> Compiler:
        """Return what makes the expressions of a script.

        Args:
            script: The script.
            prefix: What the names of results begin with.
            shared: The places that other scripts for the same rows score alike.
            leading: Whether it is this one that works them out.
        """
        # What points decide can't be raised; another set's rows may raise a gate of the same name.
        gates = {gate_column(gate.key) for gate, _, _ in script.plan.gates if not gate.zero_in}
        return Compiler(script, gates.intersection(self.gates), self.gaps, prefix, shared, leading=leading)


def population(
    data: Any,
    book: RuleBook,
    *,
    set: int | str | None = None,  # noqa: A002
    on: date | None = None,
    readings: Mapping[str, str] | None = None,
    label: Text | None = None,
) -> Population:
    """Return a population after holding every row against its criteria set.

    Args:
        data: A dataframe, eager or lazy, of any kind that Narwhals knows: Polars, pandas, DuckDB, …
        book: The rule book that the dossiers were scored by.
        set: The criteria set, by number or slug, where there is no column ``set``.
        on: The day of the council, where certificates are given by their first and last days.
        readings: Options of the book's readings to use instead of its own choices.
        label: What the rows are, where they are no real dossiers.

    Raises:
        DocumentError: With all that does not fit: no rows; columns that have one name, are missing or
            belong to another set; values that no level has, text among points, missing values, ids that are
            there twice, facts that cannot be or leave an answer open; each with its column, how many rows,
            and the first of them, counted from 1.
        NotFoundError: If the book has no such set, reading or option.
        TypeError: If the data is no dataframe, or the book no rule book.

    Example:
        >>> import ocopkit, polars
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> rows = polars.DataFrame({column_of(one.code): [one.max, 7] for one in book[11].criteria})
        >>> population(rows, book, set=11)
        Traceback (most recent call last):
            ...
        ocopkit.errors.DocumentError: c1_1: [off-ladder] 1 row of set 11: no level is worth 7 ...
    """
    expect(book, RuleBook, "book")
    if wrong_names := check_names(data):
        raise DocumentError(wrong_names)
    given = nw.from_native(data)
    in_memory = isinstance(given, nw.DataFrame)
    frame = given.lazy()
    schema = dict(frame.collect_schema())
    numbers: tuple[int, ...]
    problems: list[Problem]
    if set is not None:
        numbers = (book[set].number,)
        problems = other_sets(frame, schema, numbers[0])
    else:
        numbers, problems = unknown_sets(frame, schema, book)
    forms = [book[number] for number in numbers]
    if problems and not forms:  # which columns belong can't be told without a set
        raise DocumentError(problems)
    kinds = kinds_in(schema, forms)
    gates = tuple(name for name in schema if name.startswith("gate_"))
    facts, more = facts_in(frame, schema, book, forms, on)
    problems += check_shape(schema, forms, kinds, measured_columns(forms, facts)) + more
    if any(problem.code != _SURPLUS for problem in problems):
        found = Population(frame, book, numbers, kinds, gates, frozenset(kinds), facts=facts)
        raise DocumentError([*problems, *_told_anyway(found, problems)])
    found = Population(
        frame, book, numbers, kinds, gates, frozenset(kinds), in_memory, label, dict(readings or {}), facts
    )
    gaps, more = check_rows(found)
    if facts:
        facts, wrong = check_facts(found, schema)
        more += wrong
        if not wrong and in_memory and given.implementation.is_polars():
            frame, facts = ranked(frame, facts)
        found = evolve(found, frame=frame, facts=facts, gaps=gaps)
        more += [] if wrong else [one for number in numbers for one in check_chosen(found, number)]
    if problems or more:
        raise DocumentError([*problems, *more])
    if narrow := _narrow(schema, kinds, gaps):
        frame = frame.with_columns(**narrow)
        frame = frame.collect().lazy() if in_memory else frame
    found = evolve(found, frame=frame, gaps=gaps)
    return prepared(found) if facts else found


def _told_anyway(people: Population, problems: list[Problem]) -> list[Problem]:
    """Return what is wrong with cells, whatever is to stand in columns that are missing or don't fit.

    Full marks stand in for them. Where they decide what else is asked, it isn't told that answers are
    missing.
    """
    if people.facts or any(one.where.path[0] == SET for one in problems):
        return []
    wrong = {str(one.where.path[0]) for one in problems}
    forms = [people.book[number] for number in people.sets]
    known = {name: kind for name, kind in people.kinds.items() if name not in wrong}
    full = {
        column_of(one.code): nw.lit(one.max, nw.Int16())
        for form in forms
        for one in form.criteria
        if column_of(one.code) not in known
    }
    kept = [name for name in people.frame.collect_schema().names() if name not in wrong]
    frame = people.frame.select(*kept, **full)
    points: Kind = "points"
    kinds = {**known, **dict.fromkeys(full, points)}
    gates = tuple(name for name in people.gates if name not in wrong)
    found = evolve(people, frame=frame, kinds=kinds, gates=gates, gaps=frozenset(kinds))
    sure = not any(_deciding(form) & (full.keys() | wrong) for form in forms)
    return [
        one
        for one in check_rows(found)[1]
        if one.where.path[:1] not in {(name,) for name in full} and (sure or one.code not in _IF_ASKED)
    ]


def _deciding(form: CriteriaSet) -> set[str]:
    """Return the columns that decide which criteria are asked: those of conditions and gates."""
    gates = [gate for gate, _ in form.all_gates()]
    codes = {one.applies_when.criterion for one in form.criteria if one.applies_when}
    codes.update(code for gate in gates for code in gate.zero_in)
    return {*map(column_of, codes), *(gate_column(gate.key) for gate in gates)}


_IF_ASKED = {"missing-answer", "not-asked"}
"""What is only wrong with rows of which a criterion is asked, or isn't."""


def _narrow(schema: Mapping[str, Any], kinds: Mapping[str, Kind], gaps: frozenset[str]) -> dict[str, nw.Expr]:
    """Return the columns of points that can be kept in one byte, now that their values are known."""
    return {
        name: nw.col(name).cast(nw.Int8())
        for name, kind in kinds.items()
        if kind == "points" and name not in gaps and schema[name] != nw.Int8
    }
