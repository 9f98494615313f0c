"""Histories of products as published, lived again by the law of their days."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.document import case_from_plain
from ocopkit.cases.events import (
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    Expired,
    Forwarded,
    Recognised,
    Refused,
    Revoked,
)
from ocopkit.cases.statistics import statistics
from ocopkit.documents import read
from ocopkit.product import Product

HISTORIES: Any = read(Path(__file__).parent / "histories.yaml").data


def lived(history: dict[str, Any]) -> Case:
    document = {"format": 1, "product": {"name": history["name"]}, "events": history["events"]}
    return case_from_plain(document, ocopkit.rule_book)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda one: one["name"])
def test_a_published_history_replays(history: dict[str, Any]) -> None:
    """The stars, statuses and hopes that the source tells of come out on their days."""
    case = lived(history)
    days = {date.fromisoformat(day): stars for day, stars in history["expect"].items()}
    assert {day: case.stars(day) for day in days} == days
    statuses = history.get("statuses", {})
    assert {day: case.status(date.fromisoformat(day)) for day in statuses} == statuses
    hopes = history.get("potential", {})
    assert {day: case.potential(date.fromisoformat(day)) for day in hopes} == hopes


def certified(name: str, issued: date, stars: int) -> Case:
    """Return a case certified by the province on a day before 2023."""
    return Case.open(Product(name), ocopkit.rule_book, id=name).apply(
        DossierFiled(issued),
        CouncilResult(issued, "district", stars=stars),
        Forwarded(issued, "district"),
        CouncilResult(issued, "province", stars=stars),
        Recognised(issued, "province"),
        CertificateIssued(issued, "province"),
    )


def test_47_certificates_of_one_province_were_withdrawn() -> None:
    """Đồng Tháp, 21 February 2025: 44 of 3 stars and 3 of 4 stars, all of 2021.

    41 weren't evaluated again in 36 months; 6 were, and missed the 3-star minimums of QĐ 148.
    """
    day = date(2025, 2, 21)
    before = [certified(f"{place}", date(2021, 12, 1), 4 if place < 3 else 3) for place in range(47)]
    assert statistics(before, ocopkit.rule_book, on=date(2024, 11, 30)).total.stars == {3: 44, 4: 3}
    failed = [below_the_minimums(one) for one in before[41:]]
    assert {one.state.stage for one in failed} == {"settled"}
    withdrawn = [one.apply(Revoked(day, "province", note="not re-evaluated")) for one in before[:41]]
    withdrawn += [one.apply(Revoked(day, "province", note="below the minimums")) for one in failed]
    found = statistics(withdrawn, ocopkit.rule_book, on=day)
    assert (found.statuses, found.total.valid, found.total.ever) == ({"revoked": 47}, 0, 47)
    then = statistics(withdrawn, ocopkit.rule_book, on=date(2025, 2, 20))
    assert (then.statuses, then.total.valid) == ({"expired": 47}, 0)


def below_the_minimums(case: Case) -> Case:
    """Return a case re-evaluated in time under QĐ 148: 60 points, but 2 stars by the minimums."""
    filed = date(2024, 10, 1)
    return case.apply(
        DossierFiled(filed, "re-evaluation"),
        Assessed(filed, "commune"),
        Forwarded(filed, "commune"),
        CouncilResult(date(2024, 11, 20), "district", Fraction(60), 2),
        Refused(date(2024, 11, 25), "district"),
    )


def test_25_certificates_of_2019_were_withdrawn_in_2023() -> None:
    """Đồng Tháp, QĐ 58 of February 2023: 16 of 3 stars and 9 of 4, all of 2019, by QĐ 1048.

    15 took no part in the evaluation of 2022; 10 did, and missed what is mandatory. The day is assumed.
    """
    day = date(2023, 2, 15)
    before = [certified(f"{place}", date(2019, 12, 1), 4 if place < 9 else 3) for place in range(25)]
    assert statistics(before, ocopkit.rule_book, on=date(2022, 11, 30)).total.stars == {3: 16, 4: 9}
    failed = [below_in_2022(one) for one in before[15:]]
    assert {one.state.stage for one in failed} == {"settled"}
    gone = [one.apply(Revoked(day, "province", note="QĐ 58")) for one in [*before[:15], *failed]]
    found = statistics(gone, ocopkit.rule_book, on=day)
    assert (found.statuses, found.total.valid, found.total.ever) == ({"revoked": 25}, 0, 25)


def below_in_2022(case: Case) -> Case:
    """Return a case evaluated again in 2022 by QĐ 1048: 2 stars by the council of the district."""
    return case.apply(
        DossierFiled(date(2022, 9, 1), "re-evaluation"),
        CouncilResult(date(2022, 10, 1), "district", stars=2),
        Refused(date(2022, 10, 10), "district"),
    )


def test_13_products_were_struck_off_in_2025() -> None:
    """Vĩnh Phúc: 13 products of 2021, not evaluated again; the 36 months of QĐ 1048 were over.

    The days are assumed. Until it was struck off each had merely run out.
    """
    day = date(2025, 3, 1)
    gone = [
        certified(f"{place}", date(2021, 11, 1), 3).apply(Revoked(day, "province", note="36 months over"))
        for place in range(13)
    ]
    assert statistics(gone, ocopkit.rule_book, on=date(2024, 10, 31)).total.valid == 13
    assert statistics(gone, ocopkit.rule_book, on=date(2024, 11, 1)).statuses == {"expired": 13}
    assert statistics(gone, ocopkit.rule_book, on=day).statuses == {"revoked": 13}


def test_5_of_8_dossiers_for_4_stars_were_recognised() -> None:
    """Quảng Nam 2024: 5 of 8 had 70 points and every mandatory criterion; 3 weren't recognised."""
    (missed,) = [one for one in HISTORIES if "not recognised" in one["name"]]
    steps: list[dict[str, Any]] = missed["events"]
    good = [*steps[:-2], steps[-2] | {"stars": 4}, steps[-1] | {"kind": "recognised"}]
    good.append({"kind": "certificate-issued", "on": "2024-08-20", "by": "province"})
    cases = [lived({"name": f"{place}", "events": good if place < 5 else steps}) for place in range(8)]
    found = statistics(cases, ocopkit.rule_book, on=date(2024, 12, 31))
    assert (found.total.stars, found.total.ever) == ({4: 5}, 5)


def test_26_certificates_ran_out() -> None:
    """Quảng Bình: 26 products of 3 stars of 2020 and 2021 had run out by the end of 2024."""
    cases = [certified(f"{place}", date(2020 + place % 2, 11, 30), 3) for place in range(26)]
    noted = [one.apply(Expired(date(2024, 12, 2))) for one in cases]
    found = statistics(noted, ocopkit.rule_book, on=date(2024, 12, 31))
    assert (found.statuses, found.total.valid) == ({"expired": 26}, 0)


def test_one_town_had_45_ever_recognised_and_33_still_valid() -> None:
    """Nam Định 2025: 30 of 3 stars and 15 of 4 in all; 23 and 10 (1 of them potential 5) still valid."""
    old, new = date(2021, 12, 1), date(2022, 12, 1)
    cases = [certified(f"o{place}", old, 3 if place < 7 else 4) for place in range(12)]
    cases += [certified(f"n{place}", new, 3 if place < 23 else 4) for place in range(33)]
    found = statistics(cases, ocopkit.rule_book, on=date(2025, 6, 1))
    assert (found.total.ever, found.total.valid, found.total.stars) == (45, 33, {3: 23, 4: 10})
