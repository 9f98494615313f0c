"""What can be wrong with the cells of a fact sheet, told so that people can mend it there."""

import re
from collections.abc import Mapping
from datetime import date

from attrs import evolve

from ocopkit.conversion import shown
from ocopkit.errors import Problem, Where, quoted
from ocopkit.rules.facts import WHOLE, Fact
from ocopkit.text import Text, day_text

_PERCENT = re.compile(r"(-?[0-9]{1,9})(?:[.,]([0-9]{1,9}))?\s*(%?)")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")

_MENDS: Mapping[str, Text] = {
    "share-out-of-range": Text(
        vi="Ghi tỷ lệ có dấu %, như 62%; nếu ô tự hiện 6200% thì xóa rồi ghi lại 62%",
        en="Write it with a percent sign, such as 62%; where the cell shows 6200%, write 62% again",
    ),
    "rate-out-of-range": Text(
        vi="Ghi mức tăng có dấu %, như 12%", en="Write growth with a percent sign, such as 12%"
    ),
    "not-a-certificate": Text(
        vi="Xóa ô này; ghi giấy tờ, số và ngày vào các cột bên trái",
        en="Clear this cell; the paper, its number and its date go into the columns to its left",
    ),
}
"""How to mend in a cell what in a text file is mended otherwise."""


def in_cells(problem: Problem) -> Problem:
    """Return a problem of a fact with how to mend it in a spreadsheet.

    Args:
        problem: The problem.
    """
    return evolve(problem, mend=_MENDS.get(problem.code, problem.mend))


def not_a_number(fact: Fact, value: object, where: Where) -> Problem:
    """Tell of a cell that holds no number."""
    example = "12" if fact.kind in WHOLE else "62%"
    meant = _number_in(value, fact)
    mend = Text(
        vi=f"Ghi lại là {meant or example}, không kèm chữ", en=f"Write {meant or example}, without words"
    )
    return Problem(
        "not-a-number",
        Text(
            vi=f"{fact.name.vi}: {_said(value)} không phải là số",
            en=f"{fact.name.en}: {_said(value)} is not a number",
        ),
        Text(
            vi="Ô này nhận một con số, hoặc phép chia như =31/50; số lưu dạng chữ thì không tính được",
            en="The cell takes a number, or a division such as =31/50; a number kept as text does not count",
        ),
        mend,
        where,
    )


def not_a_date(value: object, where: Where) -> Problem:
    """Tell of a cell that holds no day."""
    meant = _day_in(value)
    return Problem(
        "not-a-date",
        Text(vi=f"{_said(value)} không phải là ngày", en=f"{_said(value)} is not a date"),
        Text(
            vi="Ngày lưu dạng chữ hoặc số thì không so được",
            en="A date kept as text or as a number cannot be compared",
        ),
        Text(
            vi=f"Ghi lại là {meant}; ô tự hiện theo ngày/tháng/năm",
            en=f"Write {meant}; the cell then shows day/month/year",
        ),
        where,
    )


def stray(value: object, where: Where) -> Problem:
    """Tell of a value in a row that takes none."""
    return Problem(
        "stray-value",
        Text(vi=f"{_said(value)} nằm ngoài các ô số liệu", en=f"{_said(value)} stands beside the facts"),
        Text(vi="Không biết đó là số liệu nào", en="It isn't known of which fact it speaks"),
        Text(
            vi="Xóa ô này; ghi vào ô vàng trên dòng của số liệu",
            en="Clear it; write into the yellow cells on the fact's row",
        ),
        where,
    )


def _number_in(value: object, fact: Fact) -> str | None:
    """Return the number that a text plainly means, as a cell takes it."""
    found = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or bool(found[3]) == (fact.kind in WHOLE):
        return None
    return found[1] + (f",{found[2]}" if found[2] else "") + found[3]


def _day_in(value: object) -> str:
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else "2026-09-01"
    except ValueError:
        return "2026-09-01"


def _said(value: object) -> str:
    if isinstance(value, date):
        return day_text(value).vi
    return quoted(value) if isinstance(value, str) else shown(value)
