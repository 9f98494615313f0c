"""Which law applies on which day to which file."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit.rules.articles import Route

FIRST = date(2019, 8, 21)
LAST = date(2036, 11, 21)
ROUTES: list[Route] = ["first", "upgrade", "re-evaluation"]


@pytest.mark.parametrize(
    ("day", "book"),
    [
        (date(2019, 8, 21), "qd-1048-2019"),
        (date(2023, 2, 23), "qd-1048-2019"),
        (date(2023, 2, 24), "qd-148-2023"),
        (date(2025, 7, 5), "qd-148-2023"),
        (date(2025, 7, 6), "qd-1489-2025"),
        (date(2026, 5, 21), "qd-1489-2025"),
        (date(2026, 5, 22), "qd-26-2026"),
        (date(2026, 7, 21), "qd-26-2026"),
        (date(2036, 1, 1), "qd-26-2026"),
    ],
)
def test_a_new_file_follows_the_latest_decision_in_force(day: date, book: str) -> None:
    """On the first and last day of each regime a new file follows that regime."""
    assert ocopkit.rule_book(on=day).id == book


def test_before_the_first_decision_there_is_none_and_the_error_names_the_next() -> None:
    """On 20 August 2019 no national decision was in force; QĐ 1048 begins the day after."""
    with pytest.raises(ocopkit.errors.NotInForceError, match="qd-1048-2019 begins on 2019-08-21"):
        ocopkit.rule_book(on=date(2019, 8, 20))


@pytest.mark.parametrize("route", ["first", "upgrade"])
def test_article_12_2a_gives_pending_files_the_old_rules_for_60_days(route: Route) -> None:
    """Filed before 22 May 2026: the old rules until 21 July 2026, and no rules are named afterwards."""
    filed = date(2026, 5, 21)
    assert ocopkit.rule_book(on=date(2026, 5, 22), filed=filed, route=route).id == "qd-1489-2025"
    assert ocopkit.rule_book(on=date(2026, 7, 21), filed=filed, route=route).id == "qd-1489-2025"
    with pytest.raises(ocopkit.errors.NotInForceError, match="evaluated by 2026-07-21"):
        ocopkit.rule_book(on=date(2026, 7, 22), filed=filed, route=route)


def test_article_12_2b_gives_pending_re_evaluations_30_days() -> None:
    """A re-evaluation filed before 22 May 2026 follows the old rules until 21 June 2026."""
    filed = date(2026, 5, 1)
    day = date(2026, 6, 21)
    assert ocopkit.rule_book(on=day, filed=filed, route="re-evaluation").id == "qd-1489-2025"
    with pytest.raises(ocopkit.errors.NotInForceError, match=r"article 12\(2\)\(b\)"):
        ocopkit.rule_book(on=day + timedelta(days=1), filed=filed, route="re-evaluation")


def test_counting_the_first_day_ends_the_60_days_on_20_july() -> None:
    """By the other reading of "60 days after", 20 July 2026 is the last day."""
    readings = {"days-after": "first-day-counted"}
    filed = date(2026, 5, 4)
    assert ocopkit.rule_book(on=date(2026, 7, 20), filed=filed, readings=readings).id == "qd-1489-2025"
    with pytest.raises(ocopkit.errors.NotInForceError, match="by 2026-07-20"):
        ocopkit.rule_book(on=date(2026, 7, 21), filed=filed, readings=readings)


def test_an_upgrade_of_a_product_of_qd_1048_follows_qd_148() -> None:
    """An upgrade filed under QĐ 1048 and evaluated under QĐ 148 follows QĐ 148."""
    book = ocopkit.rule_book(on=date(2023, 3, 1), filed=date(2023, 2, 1), route="upgrade")
    assert book.id == "qd-148-2023"


def test_where_no_clause_speaks_of_pending_files_a_reading_must_be_chosen() -> None:
    """QĐ 148 doesn't say which rules a first file of January 2023 follows in March 2023."""
    day, filed = date(2023, 3, 1), date(2023, 1, 5)
    with pytest.raises(ocopkit.errors.NotInForceError, match='Choose the reading "pending-files"'):
        ocopkit.rule_book(on=day, filed=filed)
    for option, book in [("old-rules", "qd-1048-2019"), ("new-rules", "qd-148-2023")]:
        readings = {"pending-files": option}
        assert ocopkit.rule_book(on=day, filed=filed, readings=readings).id == book


def test_an_upgrade_pending_when_qd_1489_began_has_no_clause() -> None:
    """No clause is known for an upgrade filed before 6 July 2025: the reading must be chosen."""
    with pytest.raises(ocopkit.errors.NotInForceError, match="transition-not-said"):
        ocopkit.rule_book(on=date(2025, 7, 10), filed=date(2025, 7, 1), route="upgrade")


def test_a_mistyped_option_of_a_reading_is_refused() -> None:
    """A mistyped option is told with those there are, and not taken for the book's own choice."""
    readings = {"pending-files": "odl-rules"}
    with pytest.raises(ocopkit.errors.NotFoundError, match="Did you mean old-rules"):
        ocopkit.rule_book(on=date(2023, 3, 1), filed=date(2023, 1, 5), readings=readings)


def test_a_file_cannot_be_evaluated_before_it_is_handed_in() -> None:
    """A file of June can't be evaluated in May."""
    with pytest.raises(ValueError, match="handed in on 2026-06-01, after 2026-05-01"):
        ocopkit.rule_book(on=date(2026, 5, 1), filed=date(2026, 6, 1))


@given(st.dates(FIRST, LAST), st.integers(0, 400), st.sampled_from(ROUTES))
def test_every_file_has_exactly_one_book_or_a_declared_gap(day: date, age: int, route: Route) -> None:
    """For any file filed on any earlier day, one book applies or the gap is one that a clause leaves."""
    filed = max(FIRST, day - timedelta(days=age))
    codes: list[str] = []
    try:
        book = ocopkit.rule_book(on=day, filed=filed, route=route)
    except ocopkit.errors.NotInForceError as gap:
        codes = [problem.code for problem in gap.problems]
    if codes:
        assert codes in (["transition-not-said"], ["transition-over"])
    else:
        period = book.articles.instrument.in_force
        assert period.first_day <= day
        assert filed in period or day in period


def test_over_every_day_the_law_changes_only_on_the_four_first_days() -> None:
    """From 21 August 2019 to ten years from now new files never lack a law; it changes three times."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    books = [ocopkit.rule_book(on=day).id for day in days]
    changes = [day for (before, after), day in zip(pairwise(books), days[1:], strict=True) if before != after]
    assert changes == [date(2023, 2, 24), date(2025, 7, 6), date(2026, 5, 22)]
