"""What is due, by whom, by when; and the calendar of it."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook
from ocopkit.cases import days
from ocopkit.cases.case import Case
from ocopkit.cases.deadlines import Deadline, deadlines
from ocopkit.cases.events import (
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    Extended,
    Forwarded,
    Inspected,
    Recognised,
)
from ocopkit.cases.icalendar import Entry, to_icalendar
from ocopkit.errors import OcopError
from ocopkit.local.plan import load_plan
from ocopkit.product import Product
from ocopkit.rules.articles import Round
from ocopkit.text import Text

LAW = ocopkit.rule_book


def opened(*, readings: dict[str, str] | None = None) -> Case:
    return Case.open(Product("Chè minh họa"), LAW, id="19-1", readings=readings)


def certified() -> Case:
    day = date(2026, 8, 7)
    return opened().apply(
        DossierFiled(date(2026, 6, 1)),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
        CouncilResult(date(2026, 7, 1), "province", Fraction(75)),
        Recognised(day, "province"),
        CertificateIssued(day, "province"),
    )


def due(case: Case, on: date) -> dict[str, str]:
    return {one.kind: str(one.due) for one in case.deadlines(on)}


def test_the_commune_has_15_working_days() -> None:
    """Filed on 24 August 2026: 31 August to 2 September are public holidays, so 17 September."""
    case = opened().apply(DossierFiled(date(2026, 8, 24)))
    assert due(case, date(2026, 8, 25)) == {"assess": "2026-09-17"}
    counted = opened(readings={"days-after": "first-day-counted"}).apply(DossierFiled(date(2026, 8, 24)))
    assert due(counted, date(2026, 8, 25)) == {"assess": "2026-09-16"}


def test_article_5_gives_two_rounds_a_year() -> None:
    """Files proposed before 30 October are finished before 30 December; the commune is told in time."""
    case = opened().apply(DossierFiled(date(2026, 6, 1)), Assessed(date(2026, 6, 10), "commune"))
    assert due(case, date(2026, 6, 11)) == {"forward": "2026-10-29"}
    case = case.apply(Forwarded(date(2026, 6, 12), "commune"))
    assert due(case, date(2026, 6, 13)) == {"finish-round": "2026-12-29"}
    case = case.apply(CouncilResult(date(2026, 11, 1), "province", Fraction(95)))
    assert due(case, date(2026, 11, 2)) == {"forward": "2027-01-29"}
    case = case.apply(Forwarded(date(2026, 11, 3), "province"))
    assert due(case, date(2026, 11, 3)) == {"finish-round": "2027-03-29"}


def test_a_round_may_end_in_the_next_year() -> None:
    """A province may take files until November and finish before 15 January."""
    articles = ocopkit.rule_book("qd-26-2026").articles
    late = Round("province", 3, finish_before="01-15", files_before="11-30")
    book = RuleBook.of(evolve(articles, rounds=(late,)), {})
    case = Case.open(Product("Chè"), book).apply(
        DossierFiled(date(2026, 6, 1)),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
    )
    assert due(case, date(2026, 6, 13)) == {"finish-round": "2027-01-14"}


def test_the_window_of_re_evaluation_is_due_on_its_last_day() -> None:
    """Article 7.6: a certificate that ends on 6 August 2029 is filed for by 8 April 2029."""
    found = {one.kind: one for one in deadlines(certified(), date(2029, 3, 1))}
    assert sorted(found) == ["certificate-ends", "file-for-re-evaluation"]
    one = found["file-for-re-evaluation"]
    assert (one.opens, one.due, one.clause.en) == (
        date(2029, 2, 7),
        date(2029, 4, 8),
        "article 7(6), 26/2026/QĐ-TTg",
    )
    assert one.is_over(date(2029, 4, 9))
    assert not one.is_over(date(2029, 4, 8))


def test_a_re_evaluation_is_decided_in_45_days() -> None:
    """Article 7.6: 45 days from the day on which the province has the full file."""
    case = certified().apply(
        DossierFiled(date(2029, 3, 1), "re-evaluation"),
        Assessed(date(2029, 3, 5), "commune"),
        Forwarded(date(2029, 3, 6), "commune"),
    )
    assert due(case, date(2029, 3, 7)) == {"re-evaluate": "2029-04-20", "certificate-ends": "2029-08-06"}


def test_a_re_evaluation_waits_for_no_round() -> None:
    """Assessed by the commune: the 45 days of article 7.6 run at the province, and no round of article 5."""
    again = certified().apply(
        DossierFiled(date(2029, 2, 10), "re-evaluation"), Assessed(date(2029, 2, 12), "commune")
    )
    assert due(again, date(2029, 2, 13)) == {"certificate-ends": "2029-08-06"}
    there = again.apply(Forwarded(date(2029, 2, 14), "commune"))
    assert due(there, date(2029, 2, 15)) == {"re-evaluate": "2029-03-31", "certificate-ends": "2029-08-06"}


def test_after_the_last_round_of_a_plan_the_decision_s_rounds_hold() -> None:
    """A plan that dates rounds of 2026 alone says nothing of a file of 2027."""
    plan = load_plan(next(Path("examples/packs/vi-du").rglob("plans/*.yaml")))
    case = opened().apply(
        DossierFiled(date(2027, 1, 5)),
        Assessed(date(2027, 1, 15), "commune"),
        Forwarded(date(2027, 1, 20), "commune"),
    )
    there = {one.kind: (str(one.due), one.clause.en) for one in deadlines(case, date(2027, 2, 1), plan=plan)}
    assert there == {"finish-round": ("2027-06-29", "article 5, 26/2026/QĐ-TTg")}


@pytest.mark.parametrize(
    ("finish", "due_on"), [(date(2026, 11, 15), "2026-11-14"), (date(2027, 12, 30), "2026-12-29")]
)
def test_a_plan_brings_a_round_forward_and_never_puts_it_off(finish: date, due_on: str) -> None:
    """Article 5 ends round 2 before 30 December, whatever a plan says."""
    plan = load_plan(next(Path("examples/packs/vi-du").rglob("plans/*.yaml")))
    rounds = tuple(
        evolve(one, finish_before=finish, when=None) for one in plan.rounds if one.tier == "province"
    )
    case = opened().apply(
        DossierFiled(date(2026, 8, 1)),
        Assessed(date(2026, 8, 15), "commune"),
        Forwarded(date(2026, 8, 20), "commune"),
    )
    (one,) = deadlines(case, date(2026, 9, 1), plan=evolve(plan, rounds=rounds))
    assert (one.kind, str(one.due)) == ("finish-round", due_on)


def test_an_extension_ends_180_days_past_expiry() -> None:
    """Article 12.3: a certificate of 6 August 2029 is in force until 2 February 2030 at most."""
    case = certified().apply(Extended(date(2029, 7, 1), "province"))
    assert due(case, date(2029, 9, 1))["certificate-ends"] == "2030-02-02"


def test_qd_148_gives_notice_30_days_before() -> None:
    """A certificate of 2021 that ends on 30 November 2024: notice by 31 October."""
    day = date(2021, 12, 1)
    case = opened().apply(
        DossierFiled(day),
        CouncilResult(day, "district", stars=3),
        Forwarded(day, "district"),
        CouncilResult(day, "province", stars=3),
        Recognised(day, "province"),
        CertificateIssued(day, "province"),
    )
    assert due(case, date(2024, 6, 1)) == {"give-notice": "2024-10-31", "certificate-ends": "2024-11-30"}


def test_article_12_2_ends_the_old_rules_for_pending_files() -> None:
    """A first evaluation filed before 22 May 2026 is finished by 21 July 2026."""
    case = opened().apply(DossierFiled(date(2026, 5, 4)), Assessed(date(2026, 6, 1), "commune"))
    found = {one.kind: one for one in deadlines(case, date(2026, 8, 1))}
    assert str(found["transition"].due) == "2026-07-21"
    assert found["transition"].is_over(date(2026, 8, 1))


def test_findings_of_an_inspection_are_due_too() -> None:
    """Article 8: revoked within 15 days of the conclusion; defects by the day that was set."""
    day = date(2027, 3, 1)
    failed = certified().apply(Inspected(day, "province", "fails"))
    assert due(failed, day)["revoke"] == "2027-03-16"
    defects = certified().apply(Inspected(day, "province", "defects", date(2027, 4, 1)))
    assert due(defects, day)["remedy"] == "2027-04-01"


def test_later_events_are_left_aside() -> None:
    """Asked of an earlier day, a case answers as it stood then."""
    assert due(certified(), date(2026, 6, 5)) == due(
        opened().apply(DossierFiled(date(2026, 6, 1))), date(2026, 6, 5)
    )


def test_working_days_are_the_same_in_every_thread_and_order(request: pytest.FixtureRequest) -> None:
    """Threads that ask for years that nobody asked for yet get what one alone gets."""
    book = ocopkit.rule_book("qd-26-2026")
    starts = [date(year, month, 20) for year in range(2020, 2060) for month in (1, 4, 8, 12)]

    def ends(asked: list[date]) -> list[date]:
        return [days.days_after(book, start, 15, working=True) for start in asked]

    alone = ends(starts)
    days._working.cache_clear()
    request.addfinalizer(partial(sys.setswitchinterval, sys.getswitchinterval()))
    sys.setswitchinterval(1e-6)
    with ThreadPoolExecutor(8) as pool:
        together = [found.result() for found in [pool.submit(ends, starts) for _ in range(8)]]
    days._working.cache_clear()
    assert together == [alone] * 8
    assert ends(starts[::-1]) == alone[::-1]


def test_without_the_package_holidays_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Working days need an extra, and the message says how to install it."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    days._working.cache_clear()
    with pytest.raises(OcopError, match=r"ocopkit\[cases\]"):
        deadlines(opened().apply(DossierFiled(date(2026, 8, 24))), date(2026, 8, 25))
    assert due(certified(), date(2027, 1, 1))["certificate-ends"] == "2029-08-06"


texts = st.text(st.characters(codec="utf-8"), max_size=90)


@given(texts, texts, st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_calendar_keeps_the_rules_of_rfc_5545(product: str, what: str, day: date) -> None:
    """Lines end with CR LF and have 75 octets at most; texts are escaped and come back whole."""
    one = Deadline(
        "assess", Text(vi=what, en=what), Text(vi="Xã", en="Commune"), day, Text(vi="Điều 7", en="7")
    )
    stamp = datetime(2026, 9, 1, 7, tzinfo=UTC)
    text = to_icalendar([Entry("19-1", product, one)], made_at=stamp, lang="en")
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 and "\n" not in line and "\r" not in line for line in lines)
    whole = text.replace("\r\n ", "").split("\r\n")
    assert whole[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    names = [line.partition(":")[0].partition(";")[0] for line in whole[4:-2]]
    assert names == [
        *("BEGIN", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP", "END"),
    ]
    summary = next(line for line in whole if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    told = re.sub(r"\\([\\;,n])", lambda found: "\n" if found[1] == "n" else found[1], summary)
    kept = [sign for sign in f"{product}: {what}" if sign.isprintable() or sign == "\n"]
    assert told == "".join(kept)


def test_a_calendar_needs_a_time_zone() -> None:
    """A stamp without a time zone would be read differently from place to place."""
    with pytest.raises(ValueError, match="time zone"):
        to_icalendar([], made_at=datetime(2026, 9, 1))  # noqa: DTZ001
