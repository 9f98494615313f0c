"""Counting days: calendar days, and working days in Vietnam."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from ocopkit.cases.certificate import option_of
from ocopkit.errors import OcopError, Problem
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text

DAYS_AFTER = "days-after"
"""The reading that says whether a time of days counts its first day."""


def days_after(
    book: RuleBook, day: date, days: int, *, working: bool = False, readings: Mapping[str, str] | None = None
) -> date:
    """Return the last of a number of days after a day.

    Args:
        book: The rule book, which says or reads whether the first day is counted.
        day: The day from which the time runs.
        days: How many days.
        working: Whether only working days count: no weekends and public holidays of Vietnam, with the
            days that the government swapped, as far as the package ``holidays`` knows them.
        readings: Options of the book's readings to use instead of its own choices.

    Raises:
        OcopError: If working days are asked for and the package ``holidays`` isn't installed.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> str(days_after(book, date(2026, 6, 1), 45))
        '2026-07-16'
        >>> str(days_after(book, date(2026, 8, 24), 15, working=True))
        '2026-09-17'
    """
    counted = option_of(book, DAYS_AFTER, readings) == "first-day-counted"
    if not working:
        return day + timedelta(days=days - 1 if counted else days)
    is_working = _working()
    last = day - timedelta(days=1) if counted else day
    while days > 0:
        last += timedelta(days=1)
        days -= is_working(last)
    return last


def months_after(day: date, months: int) -> date:
    """Return the day of the same number some calendar months later, or that month's last day.

    Args:
        day: The day.
        months: How many months.

    Example:
        >>> str(months_after(date(2026, 8, 31), 6))
        '2027-02-28'
    """
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@cache
def _working() -> Callable[[date], bool]:
    try:
        known: Any = import_module("holidays")
    except ModuleNotFoundError:
        raise OcopError([_no_extra()]) from None
    working: Callable[[date], bool] = known.country_holidays("VN").is_working_day
    return working


def _no_extra() -> Problem:
    return Problem(
        "needs-extra",
        Text(vi="Tính ngày làm việc cần gói 'holidays'", en="Working days need the package 'holidays'"),
        Text(
            vi="Ngày lễ, Tết thay đổi theo năm nên không ghi trong thư viện này",
            en="Public holidays differ by year and aren't kept in this library",
        ),
        Text(vi='Cài: pip install "ocopkit[cases]"', en='Install: pip install "ocopkit[cases]"'),
    )
