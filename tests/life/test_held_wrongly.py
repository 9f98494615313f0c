"""What a developer of a province's system may do wrongly, and what is said of it."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial

import pytest

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.certificate import last_day_of_term
from ocopkit.cases.days import days_after, days_before
from ocopkit.cases.document import case_from_plain, case_to_plain
from ocopkit.cases.events import (
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    Extended,
    FallbackChosen,
    Forwarded,
    IdeaRegistered,
    Inspected,
    ProducerStopped,
    Recognised,
    Refused,
    Remedied,
    Revoked,
)
from ocopkit.cases.process import what_follows
from ocopkit.errors import CaseError, NotFoundError, NotInForceError, OcopError
from ocopkit.product import Producer, Product
from ocopkit.testing.lives import Step, life

LAW = ocopkit.rule_book
TEA = Product("Chè minh họa")
MISTYPED = {"lst-day": "anniversary"}
DAY = date(2026, 9, 1)


def book(key: str = "qd-26-2026") -> ocopkit.RuleBook:
    return LAW(key)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Case.open(TEA, LAW, readings=MISTYPED),
        lambda: Case.open(TEA, partial(LAW, route="first"), readings=MISTYPED),
        lambda: Case.open(TEA, book(), readings=MISTYPED),
        lambda: LAW(on=DAY, readings=MISTYPED),
        lambda: case_from_plain({"format": 1, "product": {"name": "Chè"}, "readings": MISTYPED}, LAW),
        lambda: last_day_of_term(book(), DAY, readings=MISTYPED),
        lambda: days_after(book(), DAY, 45, readings=MISTYPED),
        lambda: days_before(book(), DAY, 30, readings=MISTYPED),
        lambda: what_follows(book(), "province", points=70, readings=MISTYPED),
        lambda: what_follows(book(), "province", stars=4, readings=MISTYPED),
    ],
)
def test_a_mistyped_reading_is_refused_wherever_readings_are_chosen(ask: Callable[[], object]) -> None:
    """A name that nobody knows changes nothing: whoever wrote it is told, with the one that was meant."""
    with pytest.raises(NotFoundError) as caught:
        ask()
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.path) == ("unknown-reading", ("readings", "lst-day"))
    assert problem.mend.en == "Did you mean last-day?"


def test_a_reading_that_resembles_none_is_told_with_all_there_are() -> None:
    """What readings there are in all decisions stands in the message, so that one can be chosen."""
    with pytest.raises(NotFoundError) as caught:
        Case.open(TEA, LAW, readings={"xyz": "a", "last-day": "tomorrow"})
    unknown, option = caught.value.problems
    known = {
        reading.key for key in ("qd-1048-2019", "qd-1489-2025") for reading in book(key).articles.readings
    }
    assert known <= set(unknown.mend.en.removeprefix("Use one of: ").split(", "))
    assert (option.code, "day-before-anniversary, anniversary" in option.mend.en) == ("unknown-option", True)


def test_a_reading_of_one_decision_does_for_a_life_under_several() -> None:
    """Only QĐ 1489 leaves pending files open: the choice is kept under the decisions that don't ask."""
    case = Case.open(TEA, LAW, readings={"pending-files": "new-rules", "last-day": "anniversary"}).apply(
        DossierFiled(date(2026, 6, 1)),
        Assessed(date(2026, 6, 2), "commune"),
        Forwarded(date(2026, 6, 3), "commune"),
        CouncilResult(date(2026, 6, 4), "province", Fraction(75)),
        Recognised(date(2026, 6, 5), "province"),
        CertificateIssued(date(2026, 6, 5), "province"),
    )
    assert case.certificate is not None
    assert case.certificate.last_day == date(2029, 6, 5)
    assert case_from_plain(case_to_plain(case), LAW) == case


def test_readings_are_a_mapping_and_an_id_is_a_text() -> None:
    """What no document could hold is refused when the case is opened."""
    with pytest.raises(TypeError, match="readings must be a Mapping"):
        Case.open(TEA, LAW, readings=["last-day"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="id must be a str"):
        Case.open(TEA, LAW, id=5)  # type: ignore[arg-type]


def certified() -> Case:
    """Return a case certified on 25 June 2026 with 4 stars."""
    day = date(2026, 6, 25)
    return Case.open(TEA, LAW).apply(
        DossierFiled(date(2026, 6, 1), set=11),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
        CouncilResult(date(2026, 6, 20), "province", Fraction(75)),
        Recognised(day, "province"),
        CertificateIssued(day, "province"),
    )


@pytest.mark.parametrize("by", ["commune", "xyz"])
def test_only_who_supervises_inspects(by: str) -> None:
    """Article 9 names the province's advisory body and the ministry."""
    with pytest.raises(CaseError) as caught:
        certified().apply(Inspected(DAY, by, "fails"))
    assert caught.value.problems[0].where.path == ("events", 6, "by")
    assert "province, centre" in str(caught.value)
    found = certified().apply(Inspected(DAY, "province", "defects"))
    with pytest.raises(CaseError, match="province, centre"):
        found.apply(Remedied(DAY, by))
    assert certified().apply(Inspected(DAY, "centre", "fails")).state.failed is not None


def test_the_cycle_begins_with_the_programme() -> None:
    """No idea is registered before 21 August 2019, when the first decision came into force."""
    with pytest.raises(NotInForceError, match="begins on 2019-08-21"):
        Case.open(TEA, LAW).apply(IdeaRegistered(date(2019, 8, 20)))
    assert Case.open(TEA, LAW).apply(IdeaRegistered(date(2019, 8, 21))).state.stage == "idea"


def test_a_day_that_is_a_slip_of_the_pen_is_refused() -> None:
    """After an event of the year 9999 nothing more could be recorded."""
    with pytest.raises(CaseError, match="Check the year; at most 2199-12-31") as caught:
        Case.open(TEA, LAW).apply(DossierFiled(date(9999, 12, 31)))
    assert caught.value.problems[0].where.path == ("events", 0, "on")
    assert Case.open(TEA, LAW).apply(DossierFiled(date(2199, 12, 31))).deadlines(date(2199, 12, 31))


@pytest.mark.parametrize(
    ("day", "can_extend"),
    [(date(2029, 6, 25), True), (date(2029, 12, 21), True), (date(2029, 12, 22), False)],
)
def test_who_files_after_expiry_is_told_of_the_extension(day: date, *, can_extend: bool) -> None:
    """Article 12.3: for 180 days the certificate can still be extended, and then a re-evaluation filed."""
    with pytest.raises(CaseError) as caught:
        certified().apply(DossierFiled(day, "re-evaluation"))
    assert ("article 12(3)" in caught.value.problems[0].mend.en) is can_extend
    if can_extend:
        filed = certified().apply(Extended(day, "province"), DossierFiled(day, "re-evaluation"))
        assert filed.state.stage == "with-tier"


def at_the_district(**readings: str) -> Case:
    """Return a case whose dossier was with the district when districts were abolished."""
    return Case.open(TEA, LAW, readings=readings).apply(
        DossierFiled(date(2025, 6, 1)),
        Assessed(date(2025, 6, 10), "commune"),
        Forwarded(date(2025, 6, 12), "commune"),
    )


def test_what_an_abolished_district_had_goes_on_to_the_province() -> None:
    """QĐ 1489 of 6 July 2025 has no district: by the new rules its files are handed on, and judged there."""
    case, day = at_the_district(**{"pending-files": "new-rules"}), date(2025, 7, 10)
    assert case.possible(day)[0] == "forwarded"
    assert not {"council-result", "assessed", "returned"} & set(case.possible(day))
    for by in ("district", "province"):
        with pytest.raises(CaseError, match="forwarded, by: district"):
            case.apply(CouncilResult(day, by, stars=3))
    with pytest.raises(CaseError, match="wrong-tier"):
        case.apply(Forwarded(day, "district", "centre"))
    done = case.apply(Forwarded(day, "district"), CouncilResult(day, "province", stars=3))
    assert done.state.stage == "evaluated"
    old = at_the_district(**{"pending-files": "old-rules"})
    assert old.apply(CouncilResult(day, "district", stars=3)).state.stage == "evaluated"


def test_an_abolished_district_revokes_nothing() -> None:
    """A certificate of 3 stars that a district issued is the province's to revoke from 6 July 2025 on."""
    day = date(2025, 6, 20)
    case = at_the_district().apply(
        CouncilResult(day, "district", stars=3),
        Recognised(day, "district"),
        CertificateIssued(day, "district"),
    )
    assert case.apply(Revoked(day, "district", note="hồ sơ giả")).status(day) == "revoked"
    later = date(2025, 8, 1)
    with pytest.raises(CaseError, match="Write by: province"):
        case.apply(Revoked(later, "district", note="hồ sơ giả"))
    assert case.apply(Revoked(later, "province", note="hồ sơ giả")).status(later) == "revoked"


def test_what_is_possible_after_a_transition_ran_out_is_what_can_be_done() -> None:
    """Article 12.2: a file of before 22 May 2026 that isn't evaluated by 21 July can only come to nothing."""
    case = Case.open(TEA, LAW).apply(
        DossierFiled(date(2026, 5, 4)),
        Assessed(date(2026, 6, 1), "commune"),
        Forwarded(date(2026, 6, 2), "commune"),
    )
    assert "council-result" in case.possible(date(2026, 7, 21))
    over = date(2026, 7, 22)
    assert case.possible(over) == ("lapsed", "producer-stopped", "appeal-noted", "law-changed")
    with pytest.raises(NotInForceError, match="by 2026-07-21 at the latest"):
        case.apply(CouncilResult(over, "province", stars=3))


def test_after_a_central_result_below_3_stars_the_province_may_evaluate_anew() -> None:
    """Article 7.4 has two ways below 90 points; with 45 there is nothing to use, and the other stays open."""
    day = date(2026, 9, 1)
    case = Case.open(TEA, LAW).apply(
        DossierFiled(date(2026, 6, 1)),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
        CouncilResult(date(2026, 6, 20), "province", Fraction(92)),
        Forwarded(date(2026, 6, 21), "province"),
        CouncilResult(day, "centre", Fraction(45)),
    )
    assert "fallback-chosen" in case.possible(day)
    with pytest.raises(CaseError, match="Write choice: evaluate-anew"):
        case.apply(FallbackChosen(day, "province", "adopt-central"))
    with pytest.raises(CaseError, match=r"Record fallback-chosen with choice: evaluate-anew\."):
        case.apply(Recognised(day, "province"))
    anew = case.apply(
        FallbackChosen(day, "province", "evaluate-anew"), CouncilResult(day, "province", stars=4)
    )
    assert anew.apply(Recognised(day, "province")).state.stage == "recognised"


def test_every_refusal_is_told_in_both_languages() -> None:
    """A problem of the abolished tier, of supervision and of a day too far ahead reads in Vietnamese too."""
    wrong: list[Callable[[], object]] = [
        lambda: at_the_district(**{"pending-files": "new-rules"}).apply(
            CouncilResult(date(2025, 7, 10), "province", stars=3)
        ),
        lambda: certified().apply(Inspected(DAY, "commune", "fails")),
        lambda: Case.open(TEA, LAW).apply(DossierFiled(date(9999, 12, 31))),
        lambda: Case.open(TEA, LAW, readings=MISTYPED),
    ]
    said: list[str] = []
    for ask in wrong:
        with pytest.raises(OcopError) as caught:
            ask()
        said += [problem.what.vi for problem in caught.value.problems]
    assert said == [
        "Cấp huyện không còn trong quy trình",
        "Cấp xã không giám sát sản phẩm đã công nhận",
        "Ngày 31/12/9999 quá xa",
        "Không có cách hiểu 'lst-day'",
    ]


def test_an_upgrade_takes_no_star_away_by_accident() -> None:
    """Article 7.5 is for more stars: fewer than those in force are recognised only with a reason."""
    day = date(2027, 2, 2)
    case = certified().apply(
        DossierFiled(date(2027, 1, 5), "upgrade"),
        Assessed(date(2027, 1, 10), "commune"),
        Forwarded(date(2027, 1, 10), "commune"),
        CouncilResult(date(2027, 2, 1), "province", Fraction(65)),
    )
    with pytest.raises(CaseError, match="Record refused, which keeps the 4 stars"):
        case.apply(Recognised(day, "province"))
    kept = case.apply(Refused(day, "province", note="giữ hạng 4 sao"))
    assert kept.stars(day) == 4
    note = "chủ thể xin nhận hạng 3 sao"
    replaced = case.apply(Recognised(day, "province", note=note), CertificateIssued(day, "province"))
    assert replaced.stars(day) == 3


def test_who_has_stopped_cannot_stop_again() -> None:
    """The message says so, and what is possible instead."""
    case = certified().apply(ProducerStopped(DAY))
    with pytest.raises(CaseError, match="Only a producer that hasn't stopped can stop"):
        case.apply(ProducerStopped(DAY))


def test_a_dossier_of_an_earlier_law_says_nothing_of_the_certificate() -> None:
    """A dossier of 2024, certified long ago, leaves nothing open in 2026, whatever is asked of it then."""
    case = life(LAW, "Chè", Producer("HTX A", "cooperative", "Thái Nguyên"), Step(3, date(2024, 5, 10)))
    possible = ("dossier-filed", "producer-stopped", "inspected", "revoked", "appeal-noted", "law-changed")
    assert case.possible(date(2025, 7, 5)) == case.possible(date(2026, 6, 1)) == possible
    with pytest.raises(CaseError) as raised:
        case.apply(Remedied(date(2026, 6, 1), "province"))
    assert raised.value.problems[0].mend.en == f"Possible now: {', '.join(possible)}"


def test_a_dossier_under_way_for_which_no_reading_is_chosen_may_go_on() -> None:
    """Filed before 6 July 2025 and still with the district: what is possible hangs on a reading to choose."""
    case = Case.open(TEA, LAW).apply(
        DossierFiled(date(2025, 6, 1)),
        Assessed(date(2025, 6, 5), "commune"),
        Forwarded(date(2025, 6, 6), "commune"),
    )
    assert {"returned", "council-result", "forwarded"} <= set(case.possible(date(2025, 8, 1)))
    with pytest.raises(NotInForceError, match="transition-not-said"):
        case.apply(CouncilResult(date(2025, 8, 1), "district", Fraction(70)))
