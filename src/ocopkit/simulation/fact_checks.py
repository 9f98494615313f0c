"""Whether the facts of rows can be, and whether they say enough: everything that is wrong, all at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import narwhals as nw
from attrs import evolve, frozen

from ocopkit.assessing import refusals as no
from ocopkit.errors import Problem, Where, nearest
from ocopkit.rules.book import RuleBook
from ocopkit.rules.conditions import plain_number
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import CHOICES, NUMBERS, WHOLE, YES_OR_NO, Fact
from ocopkit.rules.measuring import facts_of, facts_of_set
from ocopkit.scoring.plan import Slot
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import title
from ocopkit.simulation.cells import column_of
from ocopkit.simulation.checks import collected, counted, first_rows
from ocopkit.simulation.compile import Rows, Script, all_of, any_of, negated
from ocopkit.simulation.facts import (
    FACT,
    FROM,
    UNTIL,
    FactColumn,
    FactColumns,
    Tests,
    as_test,
    fact_column,
    is_made,
    read_fact,
    thresholds,
    truth,
)
from ocopkit.simulation.refusals import listed, rows_counted
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
        name + end: fact for name, fact in known.items() if fact.kind == "certificate" for end in (FROM, UNTIL)
    }
    problems: list[Problem] = []
    given: dict[str, Fact] = {}
    for name in names:
        fact = known.get(name) or days.get(name)
        if fact is None:
            problems.append(_unknown(name, [fact_column(key) for key in vocabulary.keys if key in asked]))
        elif fact.key not in asked:
            problems.append(_of_another_regime(name, fact, forms, sorted(map(fact_column, asked))))
        elif name in days and not _is_day(schema[name]):
            problems.append(_no_days(name, schema[name]))
        elif name in days and on is None:
            problems.append(_no_day(name))
        elif name.endswith(UNTIL) and name in days and name.removesuffix(UNTIL) + FROM not in schema:
            problems.append(_no_beginning(name))
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
    """Return the columns of the criteria whose answers some given fact may choose in every form that has them.

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
            columns = [people.facts[key] for key in one.when.facts() if key in people.facts]
            checks.append(_Check("contradictory-facts", columns[0], as_test(clash), text=one.text))
    unknown = {
        key: _counted(as_test(negated(column.known)), people.frame) for key, column in people.facts.items()
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
    known = [column.name for column in people.script(number).columns] if other else []
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
        opens[name] = as_test(all_of(compiled.wanted[name], nw.col(name).is_null()))
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
    """What may be wrong with a fact in some rows."""

    kind: str
    column: FactColumn
    test: nw.Expr
    text: Text | None = None
    bound: Fraction | None = None
    name: str = ""

    @property
    def where(self) -> str:
        return self.name or self.column.columns[0]


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
        code = {"share": "share", "rate": "rate"}.get(fact.kind, "count")
        if fact.kind in WHOLE and not column.whole:
            inside = inside & (value.round(0) == value)
        yield _Check(code, column, filled & ~inside)
    elif fact.kind in CHOICES:
        allowed = [option.key for option in fact.options]
        yield _Check("option", column, filled & ~here.is_in(allowed))
    elif not name.endswith((FROM, UNTIL)) and schema[name] != nw.Boolean:
        yield _Check("yes-no", column, filled & ~((here == True) | (here == False)))  # noqa: E712
    days = [one for one in column.columns if one.endswith((FROM, UNTIL))]
    for one in days:
        if schema[one] == nw.String:
            cell = nw.col(one)
            yield _Check("day", column, ~cell.is_null() & ~cell.str.contains(_DAY), name=one)
    if len(days) > 1:
        first, last = (nw.col(one) for one in days)
        test = ~first.is_null() & ~last.is_null() & (last < first)
        yield _Check("ended", column, test, name=days[1])


def _hairs(facts: FactColumns, bounds: Mapping[str, Iterable[Fraction]]) -> list[_Check]:
    """Return for each threshold whether a number misses it by so little that it was meant to be it."""
    found: list[_Check] = []
    for key, some in bounds.items():
        if key in facts and facts[key].fact.kind in NUMBERS and not facts[key].whole:
            for bound in sorted(some):
                value, near = facts[key].value, float(bound)
                test = (value > near - _HAIR) & (value < near + _HAIR) & (value != near)
                found.append(_Check("near-threshold", facts[key], test, bound=bound))
    return found


def _told(frame: Rows, check: _Check, count: int) -> Problem:
    name = check.where
    ids = ["id"] if "id" in frame.collect_schema() else []
    rows, _, values = first_rows(frame, ids, check.test, name)
    fact, first = check.column.fact, values[0] if values else None
    columns = ", ".join(check.column.columns)
    if check.kind == "contradictory-facts" and check.text is not None:
        code, what, why, mend = (
            check.kind,
            check.text,
            Text(vi="Các số liệu này không thể cùng đúng", en="These facts cannot hold together"),
            Text(vi="Đối chiếu lại với giấy tờ, hoặc để trống", en="Hold them against the papers, or leave them empty"),
        )
    elif check.kind == "near-threshold" and check.bound is not None:
        code, what, why, mend = _near(check.bound, values)
    elif check.kind == "ended":
        code, what, why, mend = _ended(columns)
    elif check.kind == "day":
        code, what, why, mend = _not_a_day(values)
    else:
        code, what, why, mend = _value(check.kind, fact, first)
    many = rows_counted(count)
    return Problem(
        code,
        Text(vi=f"{many.vi}: {what.vi} ({rows.vi})", en=f"{many.en}: {what.en} ({rows.en})"),
        why,
        mend,
        Where((name,)),
    )


def _value(kind: str, fact: Fact, value: Any) -> no.Told:
    """Return what is wrong with a value, as for a single fact."""
    if kind == "yes-no":
        return no.not_yes_or_no(fact, value)
    if kind == "option":
        return no.not_an_option(fact, value)
    number = _number(value)
    if number is None:
        return no.not_a_number(fact, value)
    if kind == "count":
        return no.not_a_count(fact, number)
    return no.not_a_share(number) if kind == "share" else no.not_a_rate(number)


def _number(value: Any) -> Fraction | None:
    try:
        return Fraction(str(value))
    except ValueError:
        return None


def _near(bound: Fraction, values: Sequence[Any]) -> no.Told:
    said = plain_number(bound)
    return (
        "near-threshold",
        Text(
            vi=f"{listed(values)} chỉ lệch ngưỡng {said} một chút",
            en=f"{listed(values)} misses the threshold {said} by a hair",
        ),
        Text(
            vi="Có thể do cộng các số thập phân trên máy tính: 0.1 + 0.2 ra 0.30000000000000004",
            en="Computers add decimals that way: 0.1 + 0.2 comes to 0.30000000000000004",
        ),
        Text(
            vi="Làm tròn trước, hoặc tính bằng số thập phân (Decimal) hay phép chia hai số nguyên",
            en="Round first, or reckon with decimals, or divide two whole numbers once",
        ),
    )


def _ended(columns: str) -> no.Told:
    return (
        "ended-before-it-began",
        Text(
            vi=f"Giấy chứng nhận hết hạn trước ngày bắt đầu ({columns})",
            en=f"the certificate ended before it began ({columns})",
        ),
        Text(vi="Có thể hai ngày bị ghi ngược", en="The two days may be exchanged"),
        Text(vi="Đối chiếu với giấy chứng nhận", en="Hold them against the certificate"),
    )


def _not_a_day(values: Sequence[Any]) -> no.Told:
    return (
        "fact-type",
        Text(vi=f"{listed(values)} không phải là ngày", en=f"{listed(values)} is no day"),
        Text(vi="Hiệu lực của giấy chứng nhận tính theo ngày", en="A certificate is in force from day to day"),
        Text(vi="Ghi như 2026-08-31, hoặc dùng kiểu ngày", en="Write 2026-08-31, or give dates"),
    )


def _open(
    people: "Population", number: int, script: Script, slot: Slot, test: nw.Expr, count: int
) -> Problem:
    frame = people.frame
    for step in people.compiler(script).walk():
        frame = frame.with_columns(**step)
    if len(people.sets) > 1:
        test = test & (nw.col("set") == number)
    criterion, own = slot.criterion, column_of(slot.criterion.code)
    ids = ["id"] if "id" in people.columns else []
    keys = facts_of(criterion)
    shown = people.facts[next(key for key in keys if key in people.facts)].columns[0]
    rows, _, _ = first_rows(frame, ids, test, shown)
    name, many = title(criterion), rows_counted(count)
    columns = ", ".join(fact_column(key) for key in keys)
    book = basis_of(script.plan.criteria_set).book
    return Problem(
        "facts-leave-open",
        Text(
            vi=f"{many.vi} của bộ {number}: số liệu chưa quyết định được mức của {name.vi} ({rows.vi})",
            en=f"{many.en} of set {number}: facts leave the level of {name.en} open ({rows.en})",
        ),
        Text(
            vi=f"Theo {book}, mức này do {columns} quyết định; ô trống là chưa biết, và có phần chỉ hội đồng trả lời được",
            en=f"By {book}, {columns} decide; an empty cell isn't known, and some of it only the council can say",
        ),
        Text(
            vi=f"Bổ sung số liệu, chọn cách hiểu (readings), hoặc ghi mức của hội đồng vào cột {own}",
            en=f"Give the facts, choose a reading, or write the council's answer in {own}",
        ),
        Where((own,)),
    )


def _unknown(name: str, known: Iterable[str]) -> Problem:
    return Problem(
        "unknown-fact",
        Text(vi=f"Không có số liệu {name!r}", en=f"There is no fact {name!r}"),
        Text(
            vi='Cột bắt đầu bằng "f_" là số liệu trong danh mục',
            en='Columns that begin with "f_" are facts of the vocabulary',
        ),
        nearest(name, known),
        Where((name,), on_key=True),
    )


def _of_another_regime(
    name: str, fact: Fact, forms: Sequence[CriteriaSet], known: Iterable[str]
) -> Problem:
    code, _, why, _ = no.of_another_regime(fact.key, forms[0], ())
    numbers = ", ".join(str(form.number) for form in forms)
    book = basis_of(forms[0]).book
    return Problem(
        code,
        Text(
            vi=f"Bộ {numbers} của {book} không dùng số liệu {name!r}",
            en=f"Set {numbers} of {book} does not ask for {name!r}",
        ),
        why,
        nearest(name, known),
        Where((name,), on_key=True),
    )


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
        return _single(name)
    else:
        fits = dtype.is_numeric() or (loose and _all_numbers(data, name))
        told = no.not_a_number
    if fits:
        return None
    code, what, why, mend = told(fact, _first_misfit(data, name, dtype, fact))
    if isinstance(dtype, nw.String):
        number = nw.col(name).str.contains(r"^\s*[-+]?[0-9]+([.][0-9]+)?\s*$")
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
    return all(isinstance(one, int | float | Decimal | None) for one in collected(data.select(name))[name].to_list())


def _single(name: str) -> Problem:
    return Problem(
        "fact-type",
        Text(vi=f"Cột {name} chỉ có độ chính xác đơn", en=f"The column {name} is of single precision"),
        Text(
            vi="Ở đó 0.7 thực ra là 0.699999988, nên rơi xuống dưới ngưỡng 0.7",
            en="There 0.7 is 0.699999988, which falls short of a threshold of 0.7",
        ),
        Text(
            vi="Làm tròn và đổi sang Float64 hoặc số thập phân (Decimal)",
            en="Turn it into Float64, rounded, or into decimals",
        ),
        Where((name,)),
    )


def _is_day(dtype: Any) -> bool:
    return isinstance(dtype, nw.Date | nw.Datetime | nw.String)


def _no_days(name: str, dtype: Any) -> Problem:
    return Problem(
        "fact-type",
        Text(vi=f"Cột {name} có kiểu {dtype}, không phải ngày", en=f"The column {name} is of the type {dtype}, no dates"),
        Text(vi="Hiệu lực của giấy chứng nhận tính theo ngày", en="A certificate is in force from day to day"),
        Text(vi="Ghi như 2026-08-31, hoặc dùng kiểu ngày", en="Write 2026-08-31, or give dates"),
        Where((name,)),
    )


def _no_day(name: str) -> Problem:
    return Problem(
        "no-day",
        Text(vi=f"Có cột {name} mà không rõ ngày họp hội đồng", en=f"There is {name}, but no day of the council"),
        Text(
            vi="Giấy chứng nhận phải còn hiệu lực vào ngày đó",
            en="A certificate must be in force on that day",
        ),
        Text(vi="Ghi on=date(…)", en="Give on=date(…)"),
        Where((name,), on_key=True),
    )


def _no_beginning(name: str) -> Problem:
    first = name.removesuffix(UNTIL) + FROM
    return Problem(
        "missing-column",
        Text(vi=f"Có cột {name} mà thiếu cột {first}", en=f"There is {name}, but no {first}"),
        Text(
            vi="Không rõ giấy chứng nhận có hiệu lực từ khi nào",
            en="From when on the certificate is in force isn't said",
        ),
        Text(vi=f"Thêm cột {first}", en=f"Add {first}"),
        Where((name,), on_key=True),
    )
