"""A certificate: how long it is valid, its status on each day, who may revoke it and why."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from attrs import frozen

from ocopkit.cases.wording import clause
from ocopkit.errors import CaseError, Problem
from ocopkit.rules.articles import CertificateRule, RevocationGround, TransitionRule
from ocopkit.rules.book import RuleBook
from ocopkit.rules.choosing import expect_readings, option_of
from ocopkit.rules.law import Period
from ocopkit.text import Text

LAST_DAY = "last-day"
"""The reading that says which is the last valid day."""

Status = Literal["not-issued", "valid", "extended", "expired", "revoked", "superseded"]
"""What a certificate is on a day."""

STATUS_NAMES: Mapping[Status, Text] = {
    "not-issued": Text(vi="chưa cấp", en="not issued"),
    "valid": Text(vi="còn hiệu lực", en="valid"),
    "extended": Text(vi="được kéo dài", en="extended"),
    "expired": Text(vi="hết hạn", en="expired"),
    "revoked": Text(vi="bị thu hồi", en="revoked"),
    "superseded": Text(vi="được thay bằng giấy mới", en="superseded"),
}

IN_FORCE: frozenset[Status] = frozenset({"valid", "extended"})
"""The statuses in which the product bears its stars."""


@frozen
class Certificate:
    """A certificate of stars.

    Args:
        stars: The stars.
        by: The key of the tier that issued it.
        issued_on: The day of issue.
        last_day: The last day of its own term.
        number: Its number as it is printed: no decision that we know says how numbers are formed.
        extended_to: The last day on which it stays in force past its term, if it was extended.
        ended_on: The day from which it no longer counts, if it was revoked or superseded.
        ended_by: What ended it.
        ground: The point of the ground on which it was revoked, where the law of the day lists grounds.
        expiry_noted_on: The day on which somebody noted that it ran out; the status doesn't depend on it.
        code: The product code printed on it.

    Example:
        >>> certificate = Certificate(3, "province", date(2026, 8, 7), date(2029, 8, 6))
        >>> certificate.status(date(2029, 8, 6)), certificate.status(date(2029, 8, 7))
        ('valid', 'expired')
    """

    stars: int
    by: str
    issued_on: date
    last_day: date
    number: str = ""
    extended_to: date | None = None
    ended_on: date | None = None
    ended_by: Literal["revoked", "superseded"] | None = None
    ground: str | None = None
    expiry_noted_on: date | None = None
    code: str | None = None

    def status(self, on: date) -> Status:
        """Return what it is on a day: exactly one status, whatever the day.

        Args:
            on: The day.
        """
        if on < self.issued_on:
            return "not-issued"
        if self.ended_by and self.ended_on and on >= self.ended_on:
            return self.ended_by
        if on <= self.last_day:
            return "valid"
        if self.extended_to and on <= self.extended_to:
            return "extended"
        return "expired"

    def is_in_force(self, on: date) -> bool:
        """Return whether the product bears these stars on a day."""
        return self.status(on) in IN_FORCE

    @property
    def last_day_in_force(self) -> date:
        """The last day on which it is in force as things stand."""
        last = max(self.last_day, self.extended_to or self.last_day)
        return min(last, self.ended_on - timedelta(days=1)) if self.ended_on else last


def last_day_of_term(book: RuleBook, issued_on: date, *, readings: Mapping[str, str] | None = None) -> date:
    """Return the last day of a certificate's term.

    The term is in calendar months. Where its last month has no day of that number (a certificate of
    29 February), it ends with the month's last day.

    Args:
        book: The rule book by which it is issued.
        issued_on: The day of issue.
        readings: Options of the book's readings to use instead of its own choices.

    Raises:
        CaseError: If the book says nothing of certificates.
        NotFoundError: If the book has no such reading, or the reading no such option.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> str(last_day_of_term(book, date(2026, 8, 7)))
        '2029-08-06'
        >>> str(last_day_of_term(book, date(2028, 2, 29)))
        '2031-02-28'
    """
    expect_readings(readings, [book])
    rule = _rule(book)
    months = issued_on.month - 1 + rule.valid_months
    year, month = issued_on.year + months // 12, months % 12 + 1
    length = monthrange(year, month)[1]
    if issued_on.day > length:
        return date(year, month, length)
    anniversary = date(year, month, issued_on.day)
    if option_of(book, LAST_DAY, readings) == "anniversary":
        return anniversary
    return anniversary - timedelta(days=1)


def re_evaluation_window(book: RuleBook, last_day: date) -> Period | None:
    """Return the days on which a re-evaluation file is handed in; ``None`` if the book sets none.

    The days are counted back from the last day of the term.

    Args:
        book: The rule book of the day on which the file is handed in.
        last_day: The last day of the certificate's term.

    Example:
        >>> import ocopkit
        >>> window = re_evaluation_window(ocopkit.rule_book("qd-26-2026"), date(2029, 8, 6))
        >>> str(window.first_day), str(window.last_day)
        ('2029-02-07', '2029-04-08')
    """
    rule = book.articles.re_evaluation
    if rule is None or rule.not_earlier_than_days is None or rule.not_later_than_days is None:
        return None
    first = last_day - timedelta(days=rule.not_earlier_than_days)
    return Period(first, last_day - timedelta(days=rule.not_later_than_days))


def extension_rule(book: RuleBook) -> TransitionRule | None:
    """Return the clause that keeps a certificate in force past its term; ``None`` if there is none.

    Args:
        book: The rule book of the day.
    """
    return next((rule for rule in book.articles.transition if rule.extends_days), None)


def revoking_tier(book: RuleBook, stars: int) -> str | None:
    """Return the key of the tier that revokes a certificate: the one that recognises its stars.

    Args:
        book: The rule book of the day.
        stars: The certificate's stars.
    """
    return next((band.recognised_by for band in book.articles.bands if band.stars == stars), None)


def revoking_body(book: RuleBook, stars: int) -> Text | None:
    """Return who revokes a certificate of some stars, in the words of the book, if it says so."""
    rule = book.articles.revocation
    return next((one.by for one in rule.authorities if stars in one.stars), None) if rule else None


def grounds_of(book: RuleBook) -> tuple[RevocationGround, ...]:
    """Return the grounds on which the book lets a certificate be revoked; none if it lists none."""
    return book.articles.revocation.grounds if book.articles.revocation else ()


def _rule(book: RuleBook) -> CertificateRule:
    if book.articles.certificate is None:
        raise CaseError(
            [
                Problem(
                    "no-certificate-rule",
                    Text(vi=f"{book.id} không quy định giấy chứng nhận", en=f"{book.id} has no certificates"),
                    clause(book),
                    Text(
                        vi="Dùng quyết định có hiệu lực vào ngày cấp",
                        en="Use the decision in force on the day of issue",
                    ),
                )
            ]
        )
    return book.articles.certificate
