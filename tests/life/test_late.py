"""What was done too late: it counts, and the case says so afterwards."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.days import days_after
from ocopkit.cases.deadlines import late
from ocopkit.cases.events import (
    Assessed,
    CertificateIssued,
    Completed,
    CouncilResult,
    DossierFiled,
    Event,
    Extended,
    Forwarded,
    Inspected,
    Recognised,
    Remedied,
    Returned,
    Revoked,
)
from ocopkit.cases.icalendar import Entry, to_icalendar
from ocopkit.forms.results import case_page
from ocopkit.product import Product

LAW = ocopkit.rule_book


def certified(*, readings: dict[str, str] | None = None) -> Case:
    """Return a case certified on 7 August 2026, until 6 August 2029, in which all was in time."""
    day = date(2026, 8, 7)
    return Case.open(Product("Chè minh họa"), LAW, id="19-1", readings=readings).apply(
        DossierFiled(date(2026, 6, 1)),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
        CouncilResult(date(2026, 7, 1), "province", Fraction(75)),
        Recognised(day, "province"),
        CertificateIssued(day, "province"),
    )


def told(case: Case) -> list[tuple[str, str, str]]:
    return [(one.kind, str(one.due), str(one.done)) for one in late(case)]


FAILS = Inspected(date(2027, 3, 1), "province", "fails")


@pytest.mark.parametrize(
    ("revoked", "found"),
    [
        (date(2027, 3, 16), []),
        (date(2027, 3, 17), [("revoke", "2027-03-16", "2027-03-17")]),
        (date(2028, 1, 5), [("revoke", "2027-03-16", "2028-01-05")]),
    ],
)
def test_a_revocation_after_15_days_counts_and_is_told_as_late(
    revoked: date, found: list[tuple[str, str, str]]
) -> None:
    """Article 8 gives 15 days from the conclusion of 1 March 2027; a later decision revokes all the same."""
    case = certified().apply(FAILS, Revoked(revoked, "province", "b"))
    assert case.status(revoked) == "revoked"
    assert told(case) == found
    assert [(one.kind, str(one.due), str(one.done)) for one in case.deadlines(revoked) if one.done] == found


def test_a_revocation_without_an_inspection_has_no_time_to_miss() -> None:
    """The 15 days run from a conclusion: where none is recorded, nothing tells when they began."""
    assert told(certified().apply(Revoked(date(2028, 1, 5), "province", "a"))) == []


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (Assessed(date(2027, 3, 1), "commune"), []),
        (Assessed(date(2027, 3, 2), "commune"), [("assess", "2027-03-01", "2027-03-02")]),
    ],
)
def test_the_communes_15_working_days_pass_over_tet(event: Event, found: list[tuple[str, str, str]]) -> None:
    """A dossier of 1 February 2027: seven days of Tết, of which two are a weekend, are no working days."""
    case = Case.open(Product("Chè"), LAW).apply(DossierFiled(date(2027, 2, 1)), event)
    assert told(case) == found


@given(
    st.dates(date(2026, 6, 1), date(2035, 12, 31)),
    st.integers(0, 45),
    st.sampled_from(["first-day-counted", "first-day-not-counted"]),
)
def test_an_assessment_is_late_exactly_after_its_last_day(filed: date, days: int, option: str) -> None:
    """Whatever the day and the reading: the 15th working day is in time, and the next day is not."""
    readings = {"days-after": option}
    assessed = filed + timedelta(days=days)
    case = Case.open(Product("Chè"), LAW, readings=readings).apply(
        DossierFiled(filed), Assessed(assessed, "commune")
    )
    last = days_after(LAW("qd-26-2026"), filed, 15, working=True, readings=readings)
    assert bool(late(case)) is (assessed > last)


def test_a_round_and_a_re_evaluation_that_ran_over_are_told() -> None:
    """Article 5 ends round 2 before 30 December; article 7.6 gives 45 days for a re-evaluation."""
    first = Case.open(Product("Chè"), LAW).apply(
        DossierFiled(date(2026, 6, 1)),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
    )
    assert told(first.apply(CouncilResult(date(2026, 12, 29), "province", stars=3))) == []
    assert told(first.apply(CouncilResult(date(2026, 12, 30), "province", stars=3))) == [
        ("finish-round", "2026-12-29", "2026-12-30")
    ]
    again = certified().apply(
        DossierFiled(date(2029, 3, 1), "re-evaluation"),
        Assessed(date(2029, 3, 5), "commune"),
        Forwarded(date(2029, 3, 6), "commune"),
    )
    assert told(again.apply(CouncilResult(date(2029, 4, 20), "province", stars=3))) == []
    assert told(again.apply(CouncilResult(date(2029, 4, 21), "province", stars=3))) == [
        ("re-evaluate", "2029-04-20", "2029-04-21")
    ]
    full = again.apply(CouncilResult(date(2029, 4, 10), "province", stars=3))
    assert told(full) == []


def test_a_completed_file_begins_its_time_anew() -> None:
    """45 days run from the full file: what was returned counts from the day on which it came back."""
    case = certified().apply(
        DossierFiled(date(2029, 3, 1), "re-evaluation"),
        Assessed(date(2029, 3, 5), "commune"),
        Forwarded(date(2029, 3, 6), "commune"),
        Returned(date(2029, 4, 1), "province"),
        Completed(date(2029, 4, 15), "full now"),
    )
    assert told(case.apply(CouncilResult(date(2029, 5, 30), "province", stars=3))) == []
    assert told(case.apply(CouncilResult(date(2029, 5, 31), "province", stars=3))) == [
        ("re-evaluate", "2029-05-30", "2029-05-31")
    ]


@pytest.mark.parametrize(
    ("before", "found"), [(180, False), (121, False), (120, False), (119, True), (0, True)]
)
def test_a_re_evaluation_filed_after_its_window_is_told_as_late(before: int, *, found: bool) -> None:
    """Article 7.6: at least 120 days before expiry; later it is possible while the certificate holds."""
    filed = date(2029, 8, 6) - timedelta(days=before)
    case = certified().apply(DossierFiled(filed, "re-evaluation"))
    assert told(case) == ([("file-for-re-evaluation", "2029-04-08", str(filed))] if found else [])


def of_2023() -> Case:
    """Return a case certified under QĐ 148 until 31 July 2026."""
    day = date(2023, 8, 1)
    return Case.open(Product("Chè"), LAW).apply(
        DossierFiled(day),
        Assessed(day, "commune"),
        Forwarded(day, "commune"),
        CouncilResult(day, "district", stars=3),
        Recognised(day, "district"),
        CertificateIssued(day, "district"),
    )


def test_a_window_that_was_over_before_the_law_began_is_nobodys_delay() -> None:
    """Article 12.3: on 2 April 2026 there was no window to keep, and the certificate can be extended."""
    case = of_2023()
    assert [one.kind for one in case.deadlines(date(2026, 6, 1))] == ["certificate-ends"]
    assert told(case.apply(DossierFiled(date(2026, 6, 10), "re-evaluation"))) == []
    extended = case.apply(Extended(date(2026, 6, 10), "province"))
    assert extended.certificate is not None
    assert extended.certificate.last_day_in_force == date(2027, 1, 27)


def test_the_notice_of_30_days_follows_the_reading_that_names_it() -> None:
    """QĐ 148: 30 days before expiry, the last day itself counted or not; after the merger by the province."""
    (notice,) = [one for one in of_2023().deadlines(date(2025, 1, 1)) if one.kind == "give-notice"]
    assert (notice.due, notice.who.en) == (date(2026, 7, 1), "District")
    (notice,) = [one for one in of_2023().deadlines(date(2026, 1, 1)) if one.kind == "give-notice"]
    assert (notice.due, notice.who.en) == (date(2026, 7, 1), "Province")
    chosen = Case.open(Product("Chè"), LAW, readings={"days-after": "first-day-counted"})
    (notice,) = [
        one
        for one in chosen.apply(*of_2023().events).deadlines(date(2025, 1, 1))
        if one.kind == "give-notice"
    ]
    assert notice.due == date(2026, 7, 2)


def test_defects_remedied_after_their_day_are_told_as_late() -> None:
    """The inspection set 1 April 2027; the remedy of 2 April counts, and is late."""
    case = certified().apply(Inspected(date(2027, 3, 1), "province", "defects", date(2027, 4, 1)))
    assert told(case.apply(Remedied(date(2027, 4, 1), "province"))) == []
    assert told(case.apply(Remedied(date(2027, 4, 2), "province"))) == [
        ("remedy", "2027-04-01", "2027-04-02")
    ]


def test_what_was_late_in_an_earlier_dossier_is_told_of_the_life_and_no_longer_as_due() -> None:
    """A new dossier begins a new list of what is due; the life keeps what was."""
    case = certified().apply(
        FAILS, Revoked(date(2027, 3, 22), "province", "b"), DossierFiled(date(2027, 4, 1))
    )
    assert [one.kind for one in case.deadlines(date(2027, 4, 2))] == ["assess"]
    assert told(case) == [("revoke", "2027-03-16", "2027-03-22")]


def test_a_calendar_leaves_out_what_was_done() -> None:
    """There is nothing to come for it, late or not."""
    case = certified().apply(FAILS, Revoked(date(2027, 3, 22), "province", "b"))
    entries = [Entry(case.id, "Chè", one) for one in case.deadlines(date(2027, 4, 1))]
    assert [one.deadline.kind for one in entries] == ["revoke"]
    assert "BEGIN:VEVENT" not in to_icalendar(entries, made_at=datetime(2027, 4, 1, tzinfo=UTC))


def test_a_page_tells_what_was_done_late() -> None:
    """The page of a case has a part for it, and none where all was in time."""
    case = certified().apply(FAILS, Revoked(date(2027, 3, 22), "province", "b"))
    page = case_page(case, date(2027, 4, 1), lang="vi")
    assert "Đã làm muộn" in page
    assert "22/03/2027" in page
    assert "Đã làm muộn" not in case_page(certified(), date(2027, 4, 1), lang="vi")
