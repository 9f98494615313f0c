"""Counting days: calendar days, and working days in Vietnam."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, date, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from ocopkit.errors import OcopError, Problem
from ocopkit.rules.book import RuleBook
from ocopkit.rules.choosing import expect_readings, option_of
from ocopkit.rules.transition import DAYS_AFTER
from ocopkit.text import Text


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
        NotFoundError: If the book has no such reading, or the reading no such option.
        OcopError: If working days are asked for and the package ``holidays`` isn't installed.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> str(days_after(book, date(2026, 6, 1), 45))
        '2026-07-16'
        >>> str(days_after(book, date(2026, 8, 24), 15, working=True))
        '2026-09-17'
    """
    expect_readings(readings, [book])
    counted = option_of(book, DAYS_AFTER, readings) == "first-day-counted"
    if not working:
        return day + timedelta(days=days - 1 if counted else days)
    last = day - timedelta(days=1) if counted else day
    while days > 0:
        last += timedelta(days=1)
        days -= _working(last.year)(last)
    return last


def days_before(book: RuleBook, day: date, days: int, *, readings: Mapping[str, str] | None = None) -> date:
    """Return the first of a number of days before a day, which is the last on which it is not too late.

    Args:
        book: The rule book, which says or reads whether the day itself is counted.
        day: The day before which the time runs.
        days: How many days.
        readings: Options of the book's readings to use instead of its own choices.

    Raises:
        NotFoundError: If the book has no such reading, or the reading no such option.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-148-2023")
        >>> str(days_before(book, date(2026, 11, 30), 30))
        '2026-10-31'
        >>> str(days_before(book, date(2026, 11, 30), 30, readings={"days-after": "first-day-counted"}))
        '2026-11-01'
    """
    expect_readings(readings, [book])
    counted = option_of(book, DAYS_AFTER, readings) == "first-day-counted"
    return day - timedelta(days=days - 1 if counted else days)


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
    if year > MAXYEAR:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@cache
def _working(year: int) -> Callable[[date], bool]:
    """Return what tells the working days of a year.

    A calendar that grows while it is asked would tell another thread wrongly of a year half filled in; and
    days are swapped across the turn of a year.
    """
    try:
        known: Any = import_module("holidays")
    except ModuleNotFoundError:
        raise OcopError([_no_extra()]) from None
    years = range(max(year - 1, date.min.year), min(year + 1, date.max.year) + 1)
    working: Callable[[date], bool] = known.country_holidays("VN", years=years, expand=False).is_working_day
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
