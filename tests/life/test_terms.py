"""Terms, day by day: the edges of a certificate, days and months counted, books that say nothing of them."""

import sys
from collections.abc import Callable
from datetime import date

import pytest
from attrs import evolve

import ocopkit
from ocopkit import RuleBook
from ocopkit.cases import days
from ocopkit.cases.certificate import (
    Certificate,
    grounds_of,
    last_day_of_term,
    re_evaluation_window,
    revoking_body,
    revoking_tier,
)
from ocopkit.cases.days import days_after, days_before, months_after
from ocopkit.rules.choosing import option_of

FIRST_COUNTED = {"days-after": "first-day-counted"}


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2026, 8, 6), "not-issued"),
        (date(2026, 8, 7), "valid"),
        (date(2029, 8, 6), "valid"),
        (date(2029, 8, 7), "extended"),
        (date(2030, 2, 2), "extended"),
        (date(2030, 2, 3), "expired"),
    ],
)
def test_the_last_day_of_a_term_and_of_an_extension_still_count(day: date, status: str) -> None:
    """Valid to the last day of its term, extended to the last of 180 days, expired from the next."""
    certificate = Certificate(3, "province", date(2026, 8, 7), date(2029, 8, 6), extended_to=date(2030, 2, 2))
    assert certificate.status(day) == status


def test_a_revocation_counts_from_its_own_day() -> None:
    """On the day of the revocation the certificate no longer counts; on the day before it does."""
    certificate = Certificate(
        3, "province", date(2026, 8, 7), date(2029, 8, 6), ended_on=date(2027, 1, 5), ended_by="revoked"
    )
    assert certificate.status(date(2027, 1, 4)) == "valid"
    assert certificate.status(date(2027, 1, 5)) == "revoked"
    assert certificate.last_day_in_force == date(2027, 1, 4)


def test_books_before_2026_name_no_body_that_revokes_and_no_ground() -> None:
    """QĐ 1048 and QĐ 148 say nothing of revocation beyond who recognised the stars."""
    for key in ("qd-1048-2019", "qd-148-2023", "qd-1489-2025"):
        book = ocopkit.rule_book(key)
        assert revoking_body(book, 4) is None
        assert grounds_of(book) == ()


def test_nobody_revokes_stars_that_do_not_exist(book: RuleBook) -> None:
    """There is no sixth star to revoke, and article 8 names no body for one or two stars."""
    assert revoking_tier(book, 6) is None
    assert revoking_tier(book, 2) is None
    assert revoking_body(book, 2) is None


def test_half_a_window_is_none(book: RuleBook) -> None:
    """A book that says only how early, or only how late, a file may come gives no window."""
    rule = book.articles.re_evaluation
    assert rule is not None
    for half in (evolve(rule, not_earlier_than_days=None), evolve(rule, not_later_than_days=None), None):
        silent = evolve(book, articles=evolve(book.articles, re_evaluation=half))
        assert re_evaluation_window(silent, date(2029, 8, 6)) is None


def test_a_book_without_certificates_gives_no_term(book: RuleBook) -> None:
    """Where the decision says nothing of certificates the term is refused, not guessed."""
    silent = evolve(book, articles=evolve(book.articles, certificate=None))
    with pytest.raises(ocopkit.errors.CaseError) as caught:
        last_day_of_term(silent, date(2026, 8, 7))
    (problem,) = caught.value.problems
    assert problem.code == "no-certificate-rule"
    assert "26/2026" in problem.why.vi


def test_an_option_that_a_reading_lacks_is_refused_and_a_reading_that_a_book_lacks_is_none(
    book: RuleBook,
) -> None:
    """QĐ 1048 reads nothing into days; in QĐ 26/2026 they are read in one of two ways."""
    assert option_of(ocopkit.rule_book("qd-1048-2019"), "days-after") is None
    assert option_of(book, "days-after") == "first-day-not-counted"
    with pytest.raises(ocopkit.errors.NotFoundError) as caught:
        option_of(book, "days-after", {"days-after": "second-day"})
    assert [one.code for one in caught.value.problems] == ["unknown-option"]


def test_by_the_other_reading_the_first_day_counts_itself(book: RuleBook) -> None:
    """45 days from 1 June 2026 end on 16 July, or on 15 July if 1 June is the first of them."""
    assert days_after(book, date(2026, 6, 1), 45) == date(2026, 7, 16)
    assert days_after(book, date(2026, 6, 1), 45, readings=FIRST_COUNTED) == date(2026, 7, 15)


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2026, 8, 25), 1, date(2026, 8, 25)),  # a Tuesday
        (date(2026, 8, 23), 1, date(2026, 8, 24)),  # a Sunday
        (date(2026, 8, 24), 15, date(2026, 9, 16)),  # over the National Day
    ],
)
def test_by_the_other_reading_a_first_working_day_counts_itself(
    book: RuleBook, day: date, count: int, last: date
) -> None:
    """The first day counts if it is a working day; from a Sunday the count begins on Monday."""
    assert days_after(book, day, count, working=True, readings=FIRST_COUNTED) == last


def test_days_before_a_day_are_counted_as_days_after_one(book: RuleBook) -> None:
    """30 days before 30 November end on 31 October, or on 1 November if 30 November is one of them."""
    day = date(2026, 11, 30)
    assert days_before(book, day, 30) == date(2026, 10, 31)
    assert days_before(book, day, 30, readings=FIRST_COUNTED) == date(2026, 11, 1)


@pytest.mark.parametrize("count", [days_after, days_before])
def test_days_are_not_counted_by_a_reading_that_there_is_not(
    book: RuleBook, count: Callable[..., date]
) -> None:
    """A mistyped reading is refused, and never left aside."""
    with pytest.raises(ocopkit.errors.NotFoundError) as caught:
        count(book, date(2026, 11, 30), 30, readings={"days-aftr": "first-day-counted"})
    assert [one.code for one in caught.value.problems] == ["unknown-reading"]


def test_a_term_is_not_reckoned_by_a_reading_that_there_is_not(book: RuleBook) -> None:
    """Nor is a term: a mistyped reading is refused."""
    with pytest.raises(ocopkit.errors.NotFoundError) as caught:
        last_day_of_term(book, date(2026, 8, 7), readings={"lst-day": "anniversary"})
    assert [one.code for one in caught.value.problems] == ["unknown-reading"]


def test_the_missing_extra_has_its_code(monkeypatch: pytest.MonkeyPatch, book: RuleBook) -> None:
    """Without the package that knows public holidays, the problem is told as one of a missing extra."""
    days._working.cache_clear()
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(ocopkit.errors.OcopError) as caught:
        days_after(book, date(2026, 8, 24), 15, working=True)
    assert [one.code for one in caught.value.problems] == ["needs-extra"]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        (date(2026, 1, 15), 11, date(2026, 12, 15)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 25, date(2028, 12, 30)),
        (date(2026, 8, 7), 36, date(2029, 8, 7)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, later: date) -> None:
    """The same day of a later month; the month's last day where it has none of that number."""
    assert months_after(day, months) == later
