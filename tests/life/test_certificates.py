"""Certificates: how long they are valid, and who may revoke them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook
from ocopkit.cases.certificate import (
    Certificate,
    extension_rule,
    grounds_of,
    last_day_of_term,
    re_evaluation_window,
    revoking_body,
    revoking_tier,
)

BOOKS = ("qd-1048-2019", "qd-148-2023", "qd-1489-2025", "qd-26-2026")
days = st.dates(date(2019, 8, 21), date(2040, 12, 31))


@pytest.mark.parametrize("key", BOOKS)
@pytest.mark.parametrize(
    ("issued", "last"),
    [
        (date(2020, 2, 4), date(2023, 2, 3)),
        (date(2026, 8, 7), date(2029, 8, 6)),
        (date(2023, 3, 1), date(2026, 2, 28)),
        (date(2025, 3, 1), date(2028, 2, 29)),
        (date(2024, 12, 31), date(2027, 12, 30)),
        (date(2024, 2, 29), date(2027, 2, 28)),
    ],
)
def test_a_certificate_is_valid_for_36_calendar_months(key: str, issued: date, last: date) -> None:
    """Issued on 4 February 2020, it was reported as expired on 4 February 2023; month ends count."""
    assert last_day_of_term(ocopkit.rule_book(key), issued) == last


def test_the_reading_last_day_may_choose_the_anniversary(book: RuleBook) -> None:
    """By the other option of the reading the anniversary itself is still valid."""
    chosen = {"last-day": "anniversary"}
    assert last_day_of_term(book, date(2026, 8, 7), readings=chosen) == date(2029, 8, 7)
    with pytest.raises(ocopkit.errors.NotFoundError, match="Use one of: day-before-anniversary, anniversary"):
        last_day_of_term(book, date(2026, 8, 7), readings={"last-day": "tomorrow"})


@given(days)
def test_a_term_is_never_shorter_than_the_days_of_its_months(issued: date) -> None:
    """36 months are 1095 or 1096 days, and a later certificate never ends earlier."""
    book = ocopkit.rule_book("qd-26-2026")
    last = last_day_of_term(book, issued)
    assert (last - issued).days + 1 in {1095, 1096}
    assert last <= last_day_of_term(book, issued + timedelta(days=1))


@given(days, days, st.sampled_from(["revoked", "superseded", None]), st.integers(0, 180), days)
def test_a_certificate_has_one_status_on_each_day(
    issued: date, ended: date, ended_by: str | None, extension: int, day: date
) -> None:
    """Each day of ten years has one status, and the days in force end where the certificate says."""
    last = last_day_of_term(ocopkit.rule_book("qd-26-2026"), issued)
    certificate = Certificate(
        4,
        "province",
        issued,
        last,
        extended_to=last + timedelta(days=extension) if extension else None,
        ended_on=max(ended, issued) if ended_by else None,
        ended_by=ended_by,  # type: ignore[arg-type]
    )
    in_force = certificate.is_in_force(day)
    assert in_force == (issued <= day <= certificate.last_day_in_force)
    assert (certificate.status(day) == "not-issued") == (day < issued)
    if day >= issued and not in_force:
        later = certificate.status(day + timedelta(days=1))
        assert later != "valid"
        assert later != "extended"


def test_article_7_6_opens_the_window_180_to_120_days_before_expiry(book: RuleBook) -> None:
    """A certificate that ends on 6 August 2029 is re-evaluated on a file of 7 February to 8 April 2029."""
    window = re_evaluation_window(book, date(2029, 8, 6))
    assert window is not None
    assert (window.first_day, window.last_day) == (date(2029, 2, 7), date(2029, 4, 8))
    assert re_evaluation_window(ocopkit.rule_book("qd-148-2023"), date(2029, 8, 6)) is None


def test_article_12_3_extends_by_at_most_180_days(book: RuleBook) -> None:
    """Only QĐ 26/2026 keeps a certificate in force past its term."""
    rule = extension_rule(book)
    assert rule is not None
    assert (rule.extends_days, [one.place for one in rule.cite]) == (180, ["art. 12.3"])
    assert [extension_rule(ocopkit.rule_book(key)) for key in BOOKS[:3]] == [None, None, None]


def test_article_8_names_six_grounds_and_the_authority_of_each_star(book: RuleBook) -> None:
    """Grounds a to e with đ; 3 and 4 stars by the province's chair, 5 by the minister."""
    assert [ground.point for ground in grounds_of(book)] == ["a", "b", "c", "d", "đ", "e"]
    assert [revoking_tier(book, stars) for stars in (3, 4, 5)] == ["province", "province", "centre"]
    body = revoking_body(book, 5)
    assert body is not None
    assert body.vi == "Bộ trưởng Bộ Nông nghiệp và Môi trường"
