"""Stretches of time as plans write them: a day, a month, a quarter, a year, or from one to another."""

import calendar
import re
from datetime import date
from typing import ClassVar

from attrs import field, frozen

from ocopkit.conversion import RefusedError, shown
from ocopkit.text import Text

_ONE = re.compile(
    r"(?P<year>20[0-9]{2})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>[01][0-9])(?:-(?P<day>[0-3][0-9]))?))?"
)


@frozen
class Span:
    """A stretch of time, both ends included.

    Args:
        text: ``"2022"``, ``"2024-Q2"``, ``"2022-04"``, ``"2022-04-12"``, or two of them with a stroke
            between: ``"2022-03/2022-04"``.
        first_day: The first day; made of the text.
        last_day: The last day; made of the text.

    Example:
        >>> Span("2023-Q2/2023-Q4").last_day
        datetime.date(2023, 12, 31)
    """

    written_as: ClassVar[str] = "text"

    text: str
    first_day: date = field(init=False, repr=False, eq=False)
    last_day: date = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Find the first and the last day."""
        start, stroke, end = self.text.partition("/")
        first, last = _days(start), _days(end if stroke else start)
        if first is None or last is None or first[0] > last[1]:
            raise RefusedError(*_not_a_time(self.text))
        object.__setattr__(self, "first_day", first[0])
        object.__setattr__(self, "last_day", last[1])


def _days(text: str) -> tuple[date, date] | None:
    found = _ONE.fullmatch(text)
    if not found:
        return None
    year = int(found["year"])
    if found["day"]:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        return day, day
    first, last = 1, 12
    if found["quarter"]:
        first = 3 * int(found["quarter"]) - 2
        last = first + 2
    elif found["month"]:
        first = last = int(found["month"])
    if not 1 <= first <= last <= 12:  # noqa: PLR2004 (months)
        return None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _not_a_time(text: str) -> tuple[str, Text, Text, Text]:
    return (
        "not-a-time",
        Text(
            vi=f"{shown(text)} không phải là một khoảng thời gian", en=f"{shown(text)} is no stretch of time"
        ),
        Text(
            vi="Thời gian viết theo năm, quý, tháng hoặc ngày có thật, đầu trước cuối",
            en="Times are years, quarters, months or days that exist, the first before the last",
        ),
        Text(
            vi='Viết như "2024-Q2", "2022-04" hoặc "2022-03/2022-04"',
            en='Write it like "2024-Q2", "2022-04" or "2022-03/2022-04"',
        ),
    )
