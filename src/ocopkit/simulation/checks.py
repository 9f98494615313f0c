"""Whether rows fit their criteria sets: everything that doesn't, counted, with the first rows named."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from ocopkit.errors import Problem, Where, nearest
from ocopkit.rules.book import RuleBook
from ocopkit.rules.carried_out import BELOW_LOWEST
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.plan import IS_BELOW, plan_of
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.cells import Cell, Column, Kind, column_of, columns_for, gate_column
from ocopkit.simulation.compile import DISQUALIFIED, POINTS, STARS, STOPPED, Rows, Test, negated
from ocopkit.simulation.refusals import (
    NUMBER,
    about_rows,
    foreign_column,
    listed,
    missing_column,
    no_columns,
    no_rows,
    reserved,
    rows_counted,
    same_column,
    same_column_somewhere,
    strange_names,
    wrong_gate,
    wrong_type,
)
from ocopkit.text import Text

if TYPE_CHECKING:
    from ocopkit.simulation.population import Population

SET, ID = "set", "id"
"""The columns of a row's criteria set and of its own name."""

_ROWS_NAMED = 5
_CRITERION = re.compile(r"c[0-9]+(_\w+)?")
_RESERVED = re.compile(
    f"_.*|{POINTS}|{STARS}|{STOPPED}|{DISQUALIFIED}|part_.*|section_.*|missed_.*|before_.*|after_.*"
)
_ROW = "_row"


def collected(frame: Rows, *, in_memory: bool = False) -> nw.DataFrame[Any]:
    """Return a lazy frame's rows; Polars reads and adds up in batches, so that files may exceed memory.

    Args:
        frame: The frame.
        in_memory: Whether its rows are in memory already.
    """
    if frame.implementation.is_polars() and not in_memory:
        return frame.collect(engine="streaming")
    return frame.collect()


def counted(test: nw.Expr, frame: Rows) -> nw.Expr:
    """Return in how many rows of a frame a condition holds, as an expression.

    Args:
        test: The condition.
        frame: The frame, whose engine decides how it is counted fastest.
    """
    return test.sum() if frame.implementation.is_polars() else test.cast(nw.Int64()).sum()


def check_names(data: Any) -> list[Problem]:
    """Return what is wrong with the names of a dataframe's columns: none, two alike, or no texts.

    Args:
        data: The dataframe as it was given, before any library chooses between columns of one name.
    """
    native = nw.to_native(data, pass_through=True)
    if isinstance(native, pl.LazyFrame):
        try:
            names: list[Any] = native.collect_schema().names()
        except pl.exceptions.DuplicateError as error:
            return [same_column_somewhere(str(error))]
    else:
        named = getattr(native, "column_names", getattr(native, "columns", None))
        if named is None:  # no dataframe: whoever reads it says so
            return []
        names = list(named)
    problems = [no_columns()] if not names else []
    places: dict[Any, list[int]] = {}
    for place, name in enumerate(names, 1):
        places.setdefault(name, []).append(place)
    problems += [same_column(str(name), found) for name, found in places.items() if len(found) > 1]
    strange = [(place, name) for place, name in enumerate(names, 1) if not isinstance(name, str)]
    return problems + ([strange_names(strange)] if strange else [])


def kinds_in(schema: Mapping[str, Any], forms: Sequence[CriteriaSet]) -> dict[str, Kind]:
    """Return what each criterion's column holds, by its type."""
    names = [column_of(one.code) for form in forms for one in form.criteria]
    return {
        name: "points" if schema[name].is_numeric() else "keys"
        for name in dict.fromkeys(names)
        if name in schema
    }


def unknown_sets(
    frame: Rows, schema: Mapping[str, Any], book: RuleBook
) -> tuple[tuple[int, ...], list[Problem]]:
    """Return the numbers in the column of sets, and what is wrong with them."""
    known = [entry.number for entry in book.entries]
    if SET not in schema:
        told = (
            Text(
                vi="Không rõ hồ sơ thuộc bộ tiêu chí nào",
                en="Which criteria set the rows belong to is not said",
            ),
            Text(vi="Mỗi bộ tiêu chí có mẫu riêng", en="Each criteria set has its own form"),
            Text(
                vi='Thêm set=… hoặc cột "set" ghi số của bộ', en='Give set=… or a column "set" with numbers'
            ),
        )
        return (), [Problem("no-set", *told, Where((SET,)))]
    if not schema[SET].is_integer():
        told = (
            Text(vi='Cột "set" không phải số nguyên', en='The column "set" does not hold whole numbers'),
            Text(vi="Bộ tiêu chí được gọi theo số", en="Criteria sets go by their numbers there"),
            Text(vi="Ghi số của bộ, ví dụ 11", en="Write the set's number, such as 11"),
        )
        return (), [Problem("no-set", *told, Where((SET,)))]
    found = collected(frame.select(SET).unique())[SET].to_list()
    if not found:
        return (), [no_rows()]
    wrong = [one for one in found if one not in known]
    if not wrong:
        return tuple(sorted(found)), []
    rows, count, values = first_rows(frame, [SET], ~nw.col(SET).is_in(known) | nw.col(SET).is_null(), SET)
    told = (
        Text(
            vi=f"{rows_counted(count).vi}: không có bộ tiêu chí {listed(values)} ({rows.vi})",
            en=f"{rows_counted(count).en}: there is no criteria set {listed(values)} ({rows.en})",
        ),
        Text(vi=f"{book.id} có {len(known)} bộ", en=f"{book.id} has {len(known)} sets"),
        nearest("", [str(number) for number in known], limit=40),
    )
    return tuple(sorted(one for one in found if one in known)), [Problem("unknown-set", *told, Where((SET,)))]


def other_sets(frame: Rows, schema: Mapping[str, Any], number: int) -> list[Problem]:
    """Return whether a column of sets contradicts the one set that was asked for."""
    if SET not in schema:
        return []
    rows, count, values = first_rows(frame, [], (nw.col(SET) != number) | nw.col(SET).is_null(), SET)
    if not count:
        return []
    told = (
        Text(
            vi=f"{rows_counted(count).vi} ghi bộ {listed(values)}, không phải bộ {number} ({rows.vi})",
            en=f"{rows_counted(count).en} of set {listed(values)} instead of {number} ({rows.en})",
        ),
        Text(vi="Mỗi bộ tiêu chí có mẫu riêng", en="Each criteria set has its own form"),
        Text(
            vi='Bỏ các dòng đó, hoặc chấm theo cột "set"',
            en='Leave them out, or go by the column "set" alone',
        ),
    )
    return [Problem("other-set", *told, Where((SET,)))]


def check_shape(
    schema: Mapping[str, Any],
    forms: Sequence[CriteriaSet],
    kinds: Mapping[str, Kind],
    by_facts: Collection[str] = (),
) -> list[Problem]:
    """Return what is wrong with the columns themselves.

    Args:
        schema: The types of the columns by name.
        forms: The criteria sets of the rows.
        kinds: What each criterion's column holds.
        by_facts: The columns that may be left out, because facts choose the answers.
    """
    problems: list[Problem] = []
    wanted: dict[str, list[int]] = {}
    for form in forms:
        for one in form.criteria:
            wanted.setdefault(column_of(one.code), []).append(form.number)
    gates = _by_points_alone(forms)
    for name, numbers in wanted.items():
        if name not in schema:
            problems += [] if name in by_facts else [missing_column(name, numbers)]
        elif kinds[name] == "keys" and not _is_text(schema[name]):
            problems.append(wrong_type(name, schema[name]))
    for name in schema:
        if _CRITERION.fullmatch(name) and name not in wanted:
            problems.append(foreign_column(name, forms, wanted))
        elif name.startswith("gate_"):
            problems += wrong_gate(name, schema[name], gates)
        elif name != SET and _RESERVED.fullmatch(name):
            problems.append(reserved(name))
    return problems


def _by_points_alone(forms: Sequence[CriteriaSet]) -> dict[str, bool]:
    """Return for the column of each gate whether points decide it in every set that has it."""
    found: dict[str, bool] = {}
    for form in forms:
        for gate, _ in form.all_gates():
            name = gate_column(gate.key)
            found[name] = found.get(name, True) and bool(gate.zero_in)
    return found


def check_rows(people: "Population") -> tuple[frozenset[str], list[Problem]]:
    """Return the columns in which some rows rightly have no value, and what is wrong with any row."""
    problems: list[Problem] = []
    gaps: set[str] = set()
    for number in people.sets:
        checks = _checks(people, number)
        names = list(checks)
        frame = people.of_set(number)
        counts: dict[str, nw.Expr] = {
            str(place): counted(checks[name].fill_null(value=False), frame)
            for place, name in enumerate(names)
        }
        present = [
            name for one in people.book[number].criteria if (name := column_of(one.code)) in people.kinds
        ]
        counts |= {f"null {name}": counted(nw.col(name).is_null(), frame) for name in present}
        counts["rows"] = nw.len()
        for step in people.compiled(number).way:
            frame = frame.with_columns(**step)
        row = collected(frame.select(**counts)).row(0)
        tally = dict(zip(counts, (int(one or 0) for one in row), strict=True))
        problems += [] if tally["rows"] else [no_rows()]
        gaps |= {name for name in present if tally[f"null {name}"]}
        for place, (kind, column) in enumerate(names):
            if tally[str(place)]:
                problems.append(_told(people, number, kind, column, checks[kind, column], tally[str(place)]))
    others = _other_sets(people)
    return frozenset(gaps | others), problems + _twice(people)


def _other_sets(people: "Population") -> set[str]:
    """Return the columns that not every set of a population has."""
    if len(people.sets) == 1:
        return set()
    columns = [{column_of(one.code) for one in people.book[number].criteria} for number in people.sets]
    return {name for name in set[str]().union(*columns) if not all(name in own for own in columns)}


def _checks(people: "Population", number: int) -> dict[tuple[str, str], nw.Expr]:
    """Return for each kind of problem and column the rows that have it."""
    form = people.book[number]
    rules = readings_of(basis_of(form), people.readings)
    compiled = people.compiled(number)
    schema = people.frame.collect_schema()
    found: dict[tuple[str, str], nw.Expr] = {}
    plan = plan_of(form)
    for column, slot in zip(columns_for(form, people.kinds, rules), plan.slots, strict=True):
        name = column_of(slot.criterion.code)
        if name not in people.kinds:
            continue
        here = nw.col(name)
        allowed = _allowed(column, rules)
        filled = ~here.is_null()
        known = [*allowed, *column.unclear]
        if schema[name].is_integer():
            found["off-ladder", name] = _off(here, [int(cell) for cell in known])
        else:
            found["off-ladder", name] = filled & ~_is_one_of(here, known)
        if column.unclear:
            found["unclear", name] = _is_one_of(here, list(column.unclear))
        # Where there are facts, it is not told here whether an answer is missing.
        _add(found, "missing", name, compiled.wanted.get(name, False), here.is_null())
        if name in compiled.asked:
            given = filled & (here != 0) if people.kinds[name] == "points" else filled
            _add(found, "not-asked", name, negated(compiled.asked[name]), given)
    gates = {gate_column(gate.key): gate for gate, _ in form.all_gates()}
    for name in people.gates:
        gate = gates.get(name)
        if gate is not None and not gate.zero_in:
            found["no-gate", name] = nw.col(name).is_null()
        else:
            kind = "foreign-gate" if gate is None else "computed-gate"
            found[kind, name] = nw.col(name).fill_null(value=False)
    for name in people.kinds:
        if name not in {column_of(one.code) for one in form.criteria}:
            found["foreign", name] = ~nw.col(name).is_null()
    return found


def _off(column: nw.Expr, known: list[int]) -> nw.Expr:
    """Return whether a whole number is none of those known; most ladders have no gaps, which is quick."""
    first, last = min(known), max(known)
    off = (column < first) | (column > last)
    gaps = [number for number in range(first, last) if number not in known]
    return reduce(lambda one, gap: one | (column == gap), gaps, off)


def _is_one_of(column: nw.Expr, cells: list[Cell]) -> nw.Expr:
    """Return whether a cell is one of several, for columns of any kind of number too."""
    return reduce(lambda first, second: first | second, [column == cell for cell in cells])


def _add(found: dict[tuple[str, str], nw.Expr], kind: str, name: str, test: Test, rows: nw.Expr) -> None:
    if test is not False:
        found[kind, name] = rows if isinstance(test, bool) else rows & test


def _allowed(column: Column, rules: Readings) -> list[Cell]:
    refused = IS_BELOW if rules.of(BELOW_LOWEST) == "refuse" else 0
    return [cell for cell, line in column.lines.items() if not line.flags & refused]


def _told(people: "Population", number: int, kind: str, column: str, test: nw.Expr, count: int) -> Problem:
    frame = people.frame
    if len(people.sets) > 1:
        test = test & (nw.col(SET) == number)
    for step in people.compiled(number).way:
        frame = frame.with_columns(**step)
    names = [ID] if ID in people.columns else []
    if kind == "off-ladder" and people.kinds.get(column) == "keys":
        # Where numbers stand as text because of a few texts among them, those few are what is wrong.
        texts = test & ~nw.col(column).cast(nw.String()).str.contains(NUMBER)
        rows, hits, values = first_rows(frame, names, texts, column)
        if hits:
            kind = "text" if hits < count else "unknown-level"
            count = hits
        else:
            kind = "number-as-text"
            rows, _, values = first_rows(frame, names, test, column)
    else:
        rows, _, values = first_rows(frame, names, test, column)
    plan = plan_of(people.book[number])
    slots = {column_of(slot.criterion.code): slot for slot in plan.slots}
    many = Text(
        vi=f"{rows_counted(count).vi} của bộ {number}", en=f"{rows_counted(count).en} of set {number}"
    )
    return about_rows(kind, column, slots.get(column), many, rows, values)


def _twice(people: "Population") -> list[Problem]:
    if ID not in people.columns:
        return []
    counted = people.frame.group_by(ID).agg(nw.len().alias("_times")).filter(nw.col("_times") > 1)
    double = collected(counted)
    if not len(double):
        return []
    ids = sorted(double[ID].to_list(), key=str)[:_ROWS_NAMED]
    rows, _, _ = first_rows(people.frame, [ID], nw.col(ID).is_in(ids), ID)
    shown = listed(ids)
    return [
        Problem(
            "same-id",
            Text(
                vi=f"{len(double)} mã hồ sơ xuất hiện nhiều lần: {shown} ({rows.vi})",
                en=f"{len(double)} of the ids stand in several rows: {shown} ({rows.en})",
            ),
            Text(vi="Mỗi hồ sơ là một dòng", en="A dossier is one row"),
            Text(vi="Bỏ dòng thừa hoặc đổi mã", en="Remove the surplus rows or change their ids"),
            Where((ID,)),
        )
    ]


def first_rows(frame: Rows, names: list[str], test: nw.Expr, column: str) -> tuple[Text, int, list[Any]]:
    """Return the first rows that meet a condition, in words, how many do, and their first values.

    Args:
        frame: The rows.
        names: Columns that name rows beside their numbers.
        test: The condition.
        column: The column whose values are told.
    """
    shown = frame.select(*dict.fromkeys([*names, column]), _hit=test.fill_null(value=False))
    hits = collected(shown).with_row_index(_ROW).filter(nw.col("_hit"))
    first = hits.head(_ROWS_NAMED)
    numbers = [int(one) + 1 for one in first[_ROW].to_list()]
    listed = ", ".join(str(one) for one in numbers)
    more = len(hits) - len(numbers)
    rest = Text(vi=f" và {more} dòng nữa", en=f" and {more} more") if more else Text(vi="", en="")
    ids = ""
    if ID in names and column != ID:
        ids = ", id " + ", ".join(str(one) for one in first[ID].to_list())
    word = "row" if len(numbers) == 1 and not more else "rows"
    text = Text(vi=f"dòng {listed}{rest.vi}{ids}", en=f"{word} {listed}{rest.en}{ids}")
    return text, len(hits), list(dict.fromkeys(hits[column].head(10_000).to_list()))[:_ROWS_NAMED]


def _is_text(dtype: Any) -> bool:
    return isinstance(dtype, nw.String | nw.Categorical | nw.Enum)
