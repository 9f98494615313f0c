"""How a case finds the law of a day, and what its events are judged by."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from attrs import field, frozen

from ocopkit.errors import NotInForceError, Problem
from ocopkit.rules.articles import Route
from ocopkit.rules.book import RuleBook
from ocopkit.rules.choosing import expect_readings, own_readings
from ocopkit.text import Text, day_text


class Law(Protocol):
    """How a case finds the rule book of a day; :func:`ocopkit.rule_book` is one."""

    def __call__(
        self,
        *,
        on: date,
        filed: date | None = None,
        route: Route = "first",
        readings: Mapping[str, str] | None = None,
    ) -> RuleBook:
        """Return the rule book by which a file is judged.

        Args:
            on: The day.
            filed: The day on which the file was handed in; the same day if left out.
            route: Why the product is evaluated.
            readings: Options of readings to use instead of the books' own choices.
        """
        ...


@frozen(eq=False)
class OneBook:
    """The law of a single rule book, on the days on which it is in force.

    Args:
        book: The rule book.
    """

    book: RuleBook

    def __call__(
        self,
        *,
        on: date,
        filed: date | None = None,
        route: Route = "first",
        readings: Mapping[str, str] | None = None,
    ) -> RuleBook:
        """Return the book, or say that it isn't in force.

        Args:
            on: The day.
            filed: The day on which the file was handed in; the book must hold then.
            route: Why the product is evaluated.
            readings: Options of readings; a single book needs none to be found.

        Raises:
            NotFoundError: If the book has no such reading, or the reading no such option.
            NotInForceError: If the book isn't in force on that day.
        """
        del route
        expect_readings(readings, [self.book])
        period = self.book.articles.instrument.in_force
        day = filed or on
        if day in period and on >= period.first_day:
            return self.book
        first = day_text(period.first_day)
        last = day_text(period.last_day) if period.last_day else None
        raise NotInForceError(
            [
                Problem(
                    "law-not-in-force",
                    Text(
                        vi=f"{self.book.id} không có hiệu lực ngày {day_text(day).vi}",
                        en=f"{self.book.id} isn't in force on {day}",
                    ),
                    Text(
                        vi=f"Hiệu lực: {first.vi}" + (f" - {last.vi}" if last else " trở đi"),
                        en=f"In force: {first.en}" + (f" - {last.en}" if last else " and after"),
                    ),
                    Text(
                        vi="Ghi ngày trong thời gian đó, hoặc mở bằng ocopkit.rule_book (luật của từng ngày)",
                        en="Name a day in that time, or open it with ocopkit.rule_book (the law of each day)",
                    ),
                )
            ]
        )


@frozen
class Given:
    """What an event is judged by.

    Args:
        law: How the rule book of a day is found.
        readings: Options of readings to use instead of the books' own choices.
        opened_on: The day on which the case began, if known.
        product: The product's name.
    """

    law: Law
    readings: Mapping[str, str] = field(factory=dict[str, str])
    opened_on: date | None = None
    product: str | None = None

    def of(self, book: RuleBook) -> dict[str, str]:
        """Return the readings chosen that are a book's own."""
        return own_readings(self.readings, book)

    def book(self, *, on: date, filed: date | None = None, route: Route = "first") -> RuleBook:
        """Return the rule book by which a file is judged on a day."""
        return self.law(on=on, filed=filed, route=route, readings=self.readings)
