"""What is said of facts in a population that cannot be, or that don't say enough."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from ocopkit.assessing import refusals as no
from ocopkit.errors import Problem, Told, Where, nearest
from ocopkit.rules.conditions import plain_number
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.rules.facts import WHOLE, Fact
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import title
from ocopkit.simulation.cells import column_of
from ocopkit.simulation.facts import FROM, UNTIL
from ocopkit.simulation.refusals import listed, rows_counted
from ocopkit.text import Text


def wrong_number(fact: Fact, values: Sequence[Any]) -> Told:
    """Return what is wrong with the first of some numbers, as for a single fact."""
    number = _number(values[0])
    if number is None:
        return no.not_a_number(fact, values[0])
    if fact.kind in WHOLE:
        return no.not_a_count(fact, number)
    return no.not_a_share(number) if fact.kind == "share" else no.not_a_rate(number)


def _number(value: Any) -> Fraction | None:
    try:
        return Fraction(str(value))
    except ValueError:
        return None


def near_threshold(bound: Fraction, values: Sequence[Any]) -> Told:
    """Refuse numbers that miss a threshold by so little that they were meant to be it."""
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


def ended_early(first: str, last: str) -> Told:
    """Refuse certificates whose last day is before their first."""
    return (
        "ended-before-it-began",
        Text(
            vi=f"giấy chứng nhận hết hạn trước ngày bắt đầu ({first}, {last})",
            en=f"the certificate ended before it began ({first}, {last})",
        ),
        Text(vi="Có thể hai ngày bị ghi ngược", en="The two days may be exchanged"),
        Text(vi="Đối chiếu với giấy chứng nhận", en="Hold them against the certificate"),
    )


def contradictory(text: Text, _: Sequence[Any]) -> Told:
    """Refuse facts that cannot hold together."""
    return (
        "contradictory-facts",
        text,
        Text(vi="Các số liệu này không thể cùng đúng", en="These facts cannot hold together"),
        Text(
            vi="Đối chiếu lại với giấy tờ, hoặc để trống",
            en="Hold them against the papers, or leave them empty",
        ),
    )


def in_rows(told: Told, name: str, count: int, rows: Text) -> Problem:
    """Return what is wrong in some rows.

    Args:
        told: What is wrong.
        name: The column.
        count: In how many rows.
        rows: The first of them.
    """
    code, what, why, mend = told
    many = rows_counted(count)
    said = Text(vi=f"{many.vi}: {what.vi} ({rows.vi})", en=f"{many.en}: {what.en} ({rows.en})")
    return Problem(code, said, why, mend, Where((name,)))


def not_a_day(values: Sequence[Any]) -> Told:
    """Refuse texts that are no days."""
    return (
        "fact-type",
        Text(vi=f"{listed(values)} không phải là ngày", en=f"{listed(values)} is no day"),
        Text(
            vi="Hiệu lực của giấy chứng nhận tính theo ngày", en="A certificate is in force from day to day"
        ),
        Text(vi="Ghi như 2026-08-31, hoặc dùng kiểu ngày", en="Write 2026-08-31, or give dates"),
    )


def left_open(
    criterion: Criterion, form: CriteriaSet, columns: Iterable[str], count: int, rows: Text
) -> Problem:
    """Return that facts leave a criterion open in some rows, and nobody has answered it.

    Args:
        criterion: The criterion.
        form: The set that is scored.
        columns: The columns of the facts that it takes.
        count: In how many rows.
        rows: The first of them.
    """
    name, many, own = title(criterion), rows_counted(count), column_of(criterion.code)
    book, named = basis_of(form).book, ", ".join(columns)
    return Problem(
        "facts-leave-open",
        Text(
            vi=f"{many.vi} của bộ {form.number}: số liệu chưa quyết định được mức của {name.vi} ({rows.vi})",
            en=f"{many.en} of set {form.number}: facts leave the level of {name.en} open ({rows.en})",
        ),
        Text(
            vi=f"Theo {book}, cần biết {named}; có trường hợp chỉ hội đồng trả lời được",
            en=f"By {book} it takes {named}; in some cases only the council can say",
        ),
        Text(
            vi=f"Bổ sung số liệu, chọn cách hiểu (readings), hoặc ghi mức của hội đồng vào cột {own}",
            en=f"Give the facts, choose a reading, or write the council's answer in {own}",
        ),
        Where((own,)),
    )


def unknown_fact(name: str, known: Iterable[str]) -> Problem:
    """Refuse a column of a fact that the vocabulary doesn't have."""
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


def of_another_regime(name: str, fact: Fact, forms: Sequence[CriteriaSet], known: Iterable[str]) -> Problem:
    """Refuse a column of a fact that no set of the rows asks for."""
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


def single_precision(name: str) -> Problem:
    """Refuse numbers of single precision, which decimals don't survive."""
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


def no_days(name: str, dtype: Any) -> Problem:
    """Refuse a column that cannot hold days."""
    return Problem(
        "fact-type",
        Text(
            vi=f"Cột {name} có kiểu {dtype}, không phải ngày",
            en=f"The column {name} is of the type {dtype}, no dates",
        ),
        Text(
            vi="Hiệu lực của giấy chứng nhận tính theo ngày", en="A certificate is in force from day to day"
        ),
        Text(vi="Ghi như 2026-08-31, hoặc dùng kiểu ngày", en="Write 2026-08-31, or give dates"),
        Where((name,)),
    )


def no_day(name: str) -> Problem:
    """Refuse days of certificates without the day on which they count."""
    return Problem(
        "no-council-day",
        Text(
            vi=f"Có cột {name} mà không rõ ngày họp hội đồng",
            en=f"There is {name}, but no day of the council",
        ),
        Text(
            vi="Giấy chứng nhận phải còn hiệu lực vào ngày đó",
            en="A certificate must be in force on that day",
        ),
        Text(vi="Ghi on=date(…)", en="Give on=date(…)"),
        Where((name,), on_key=True),
    )


def no_beginning(name: str) -> Problem:
    """Refuse last days of certificates without first days."""
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
