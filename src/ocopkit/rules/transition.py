"""Which rules hold for a file that was handed in under older ones."""

from collections.abc import Mapping
from datetime import date, timedelta

from ocopkit.errors import NotInForceError, Problem
from ocopkit.rules.articles import Route, TransitionRule
from ocopkit.rules.book import RuleBook
from ocopkit.rules.choosing import option_of
from ocopkit.text import Text, day_text, join

PENDING_FILES = "pending-files"
DAYS_AFTER = "days-after"
"""The reading that says whether a time of days counts its first day."""


def after_transition(
    older: RuleBook, newer: RuleBook, day: date, route: Route, readings: Mapping[str, str]
) -> RuleBook:
    """Return the book that holds on a day for a file handed in before the newer book began.

    Args:
        older: The book that held for the file so far.
        newer: A book that began after the file was handed in, and by that day.
        day: The day of the evaluation.
        route: Why the product is evaluated.
        readings: Options of the newer book's readings to use instead of its own choices.

    Raises:
        NotFoundError: If a reading has no such option.
        NotInForceError: If the time that a clause sets is over, or no clause says which rules hold.
    """
    rule = _rule(newer, route)
    follows = rule.follows if rule else option_of(newer, PENDING_FILES, readings)
    if follows == "new-rules":
        return newer
    if follows != "old-rules":
        raise NotInForceError([_not_said(older, newer, day)])
    if rule and rule.within_days is not None and day > last_day_of(newer, rule.within_days, readings):
        raise NotInForceError([_time_is_over(older, newer, rule, readings)])
    return older


def last_day_of(book: RuleBook, days: int, readings: Mapping[str, str] | None = None) -> date:
    """Return the last of a number of days after a book's first day.

    Args:
        book: The book.
        days: How many days.
        readings: Options of the book's readings to use instead of its own choices.

    Example:
        >>> import ocopkit
        >>> str(last_day_of(ocopkit.rule_book("qd-26-2026"), 60))
        '2026-07-21'
    """
    counted = option_of(book, DAYS_AFTER, readings) == "first-day-counted"
    first = book.articles.instrument.in_force.first_day
    return first + timedelta(days=days - 1 if counted else days)


def _rule(book: RuleBook, route: Route) -> TransitionRule | None:
    rules = (rule for rule in book.articles.transition if rule.follows and route in rule.routes)
    return next(rules, None)


def _not_said(older: RuleBook, newer: RuleBook, day: date) -> Problem:
    return Problem(
        "transition-not-said",
        Text(
            vi=f"Hồ sơ nộp khi {older.id} có hiệu lực, đánh giá ngày {day_text(day).vi} khi "
            f"{newer.id} đã có hiệu lực",
            en=f"The file was handed in under {older.id} and is evaluated on {day}, after {newer.id} began",
        ),
        Text(
            vi=f"{newer.id} không nêu hồ sơ như vậy theo quy định nào",
            en=f"{newer.id} doesn't say which rules such a file follows",
        ),
        Text(
            vi=f'Chọn cách hiểu "{PENDING_FILES}": old-rules hoặc new-rules',
            en=f'Choose the reading "{PENDING_FILES}": old-rules or new-rules',
        ),
    )


def _time_is_over(
    older: RuleBook, newer: RuleBook, rule: TransitionRule, readings: Mapping[str, str]
) -> Problem:
    last = last_day_of(newer, rule.within_days or 0, readings)
    place = join([one.text for one in rule.cite], ", ")
    return Problem(
        "transition-over",
        Text(
            vi=f"Hồ sơ theo {older.id} phải đánh giá xong chậm nhất ngày {day_text(last).vi}",
            en=f"The file under {older.id} was to be evaluated by {last} at the latest",
        ),
        Text(
            vi=f"Theo {place.vi or newer.id}; sau đó áp dụng quy định nào thì văn bản không nêu",
            en=f"{place.en or newer.id}; what holds afterwards isn't said",
        ),
        Text(
            vi=f"Nộp hồ sơ mới theo {newer.id}, hoặc chọn ngày đánh giá sớm hơn",
            en=f"Hand in a new file under {newer.id}, or name an earlier day of evaluation",
        ),
    )
