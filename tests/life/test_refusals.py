"""Events that aren't possible, and what is said of each."""

from collections.abc import MutableMapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal
from unicodedata import normalize

import pytest

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.document import case_from_plain, case_to_plain, event_from_plain
from ocopkit.cases.events import (
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    Event,
    Expired,
    Extended,
    FallbackChosen,
    Forwarded,
    Inspected,
    LawChanged,
    Recognised,
    Refused,
    Remedied,
    Revoked,
)
from ocopkit.cases.results import council_result
from ocopkit.cases.statistics import statistics
from ocopkit.errors import OcopError
from ocopkit.product import Person, Producer, Product, ProductCodeError

LAW = ocopkit.rule_book


def new() -> Case:
    return Case.open(Product("Chè minh họa"), LAW)


def at_province() -> Case:
    """Return a case whose dossier is with the province under QĐ 26/2026."""
    return Case.open(Product("Chè minh họa"), LAW, on=date(2026, 6, 1)).apply(
        DossierFiled(date(2026, 6, 1), set=11),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
    )


def scored(points: int) -> Case:
    return at_province().apply(CouncilResult(date(2026, 6, 20), "province", Fraction(points)))


def certified(points: int = 75) -> Case:
    day = date(2026, 6, 25)
    return scored(points).apply(Recognised(day, "province"), CertificateIssued(day, "province", "01"))


def five_stars() -> Case:
    day = date(2026, 9, 2)
    return scored(95).apply(
        Forwarded(date(2026, 6, 22), "province"),
        CouncilResult(date(2026, 9, 1), "centre", Fraction(93)),
        Recognised(day, "centre"),
        CertificateIssued(day, "centre"),
    )


def of_2021() -> Case:
    """Return a case certified under QĐ 1048, whose certificate ends on 30 November 2024."""
    day = date(2021, 12, 1)
    return Case.open(Product("Chè"), LAW).apply(
        DossierFiled(day),
        CouncilResult(day, "district", stars=3),
        Forwarded(day, "district"),
        CouncilResult(day, "province", stars=3),
        Recognised(day, "province"),
        CertificateIssued(day, "province"),
    )


LATE = date(2029, 7, 1)
"""After the certificate of `certified` ended, on 24 June 2029, and while it can be extended."""


def at_centre_below_90() -> Case:
    return scored(92).apply(
        Forwarded(date(2026, 6, 22), "province"),
        CouncilResult(date(2026, 9, 1), "centre", Fraction(85)),
    )


DAY = date(2026, 9, 10)


@pytest.mark.parametrize(
    ("case", "event", "code", "told"),
    [
        (at_province(), CertificateIssued(DAY, "province"), "not-possible-now", "Possible now: returned"),
        (at_province(), Recognised(DAY, "province"), "not-possible-now", "rests on a council's result"),
        (at_province(), CouncilResult(DAY, "centre", Fraction(95)), "wrong-authority", "by: province"),
        (
            at_province(),
            CouncilResult(DAY, "ward", Fraction(95)),
            "no-such-tier",
            "commune, province, centre",
        ),
        (
            at_province(),
            CouncilResult(date(2026, 6, 11), "province", Fraction(95)),
            "out-of-order",
            "2026-06-12",
        ),
        (at_province(), CouncilResult(DAY, "province"), "no-result", "Give points, or stars"),
        (
            at_province(),
            CouncilResult(DAY, "province", Fraction(95), set=12),
            "other-sheet",
            "dossier is of criteria set '11'",
        ),
        (
            at_province(),
            CouncilResult(DAY, "province", Fraction(95), rule_book="qd-148-2023"),
            "other-sheet",
            "qd-26-2026",
        ),
        (
            at_province(),
            CouncilResult(DAY, "province", Fraction(95), product="Chè khác"),
            "other-sheet",
            "dossier is of the product 'Chè minh họa'",
        ),
        (at_province(), Assessed(DAY, "province"), "tier-gives-points", "council-result"),
        (at_province(), Forwarded(DAY, "province"), "not-assessed-yet", "Record council-result first"),
        (at_province(), DossierFiled(DAY), "not-possible-now", "one dossier under way"),
        (at_province(), Inspected(DAY, "province", "fails"), "wrong-status", "certificate is not issued"),
        (scored(75), Forwarded(DAY, "province"), "not-forwarded", "from 90 points"),
        (scored(75), Forwarded(DAY, "province", "commune"), "not-forwarded", "recognise 4 stars"),
        (scored(92), Forwarded(DAY, "province", "commune"), "wrong-tier", "to: centre"),
        (scored(92), Recognised(DAY, "province", 5), "other-stars", "Write stars: 4"),
        (scored(92), Recognised(DAY, "centre"), "wrong-authority", "forwarded to: Centre"),
        (scored(45), Recognised(DAY, "province"), "nothing-to-recognise", "improved and filed again"),
        (scored(75), Refused(DAY, "province"), "say-why", "say why in note"),
        (scored(75), FallbackChosen(DAY, "province", "adopt-central"), "nothing-to-choose", "4 stars"),
        (at_centre_below_90(), Recognised(DAY, "province"), "choose-first", "article 7(4)"),
        (at_centre_below_90(), Recognised(DAY, "centre"), "nothing-to-recognise", "Province"),
        (at_centre_below_90(), FallbackChosen(DAY, "centre", "adopt-central"), "wrong-authority", "province"),
        (
            at_centre_below_90().apply(FallbackChosen(DAY, "province", "adopt-central")),
            CouncilResult(DAY, "province", Fraction(95)),
            "adopted-already",
            "choice: evaluate-anew first",
        ),
        (certified(), CertificateIssued(DAY, "province", "02"), "not-possible-now", "one certificate"),
        (certified(), DossierFiled(DAY), "already-certified", "upgrade or re-evaluation"),
        (certified(), DossierFiled(DAY, "re-evaluation"), "too-early", "File from 2028-12-26 on"),
        (certified(), DossierFiled(date(2029, 7, 1), "re-evaluation"), "ran-out", "route: first"),
        (certified(), DossierFiled(date(2029, 7, 1), "upgrade"), "no-certificate", "route: first"),
        (certified(), Revoked(DAY, "centre", "a"), "wrong-authority", "Chair of the provincial people's"),
        (certified(), Revoked(DAY, "province", "z"), "no-such-ground", "đ) The producer no longer makes"),
        (certified(), Revoked(DAY, "province"), "no-such-ground", "article 8"),
        (certified(), Expired(DAY), "wrong-status", "expired"),
        (certified(), Extended(DAY, "province"), "window-kept", "until 2029-02-24"),
        (certified(), Remedied(DAY, "province"), "no-defects", "inspection that found defects"),
        (certified(), LawChanged(DAY, "qd-148-2023"), "other-law", "rule_book: qd-26-2026"),
        (certified(), Inspected(DAY, "province", "fails", DAY), "remedy-day", "Only defects"),
        (new(), DossierFiled(DAY, to="province"), "wrong-tier", "Write to: commune"),
        (new(), DossierFiled(DAY, rule_book="qd-148-2023"), "other-law", "rule_book: qd-26-2026"),
        (five_stars(), DossierFiled(DAY, "upgrade"), "nothing-higher", "re-evaluation when it is due"),
        (
            scored(95).apply(Forwarded(DAY, "province")),
            Forwarded(DAY, "centre"),
            "no-tier-above",
            "council-result",
        ),
        (new().apply(DossierFiled(DAY)), Forwarded(DAY, "commune"), "not-assessed-yet", "Record assessed"),
        (
            certified().apply(Extended(LATE, "province")),
            Extended(LATE, "province"),
            "wrong-status",
            "certificate that is: valid, expired",
        ),
        (
            certified().apply(Extended(date(2029, 6, 20), "province")),
            Extended(date(2029, 6, 21), "province"),
            "extended-already",
            "until 2029-12-21",
        ),
        (certified().apply(Expired(LATE)), Extended(LATE, "province"), "ran-out", "what still was"),
        (certified(), Extended(date(2029, 12, 22), "province"), "beyond-the-extension", "2029-12-21"),
        (
            certified(),
            Extended(LATE, "province", date(2030, 1, 1)),
            "beyond-the-extension",
            "Write until: 2029-12-21 at the latest",
        ),
        (of_2021(), Extended(date(2024, 11, 1), "province"), "no-extension", "while it is valid"),
        (of_2021(), Revoked(date(2024, 1, 1), "province"), "no-ground", "in words, in note"),
        (certified().apply(Expired(LATE)), Expired(LATE), "noted-already", "Leave this event out"),
    ],
)
def test_an_impossible_event_is_refused_with_what_would_be_possible(
    case: Case, event: Event, code: str, told: str
) -> None:
    """The message says why, by which clause, and what is possible instead; the case stays as it was."""
    kept = case.events
    with pytest.raises(OcopError) as caught:
        case.apply(event)
    assert code in [problem.code for problem in caught.value.problems]
    assert told in str(caught.value)
    assert f"events/{len(kept)}" in str(caught.value)
    assert case.events is kept


def test_a_certificate_number_is_used_once() -> None:
    """A second certificate has a number, stars and term of its own, and comes from who recognised it."""
    case = certified().apply(
        DossierFiled(DAY, "upgrade"),
        Assessed(DAY, "commune"),
        Forwarded(DAY, "commune"),
        CouncilResult(DAY, "province", Fraction(80)),
        Recognised(DAY, "province"),
    )
    with pytest.raises(OcopError) as caught:
        case.apply(CertificateIssued(DAY, "centre", "01", stars=5, last_day=DAY))
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["wrong-authority", "other-stars", "number-used", "wrong-term"]
    with pytest.raises(ProductCodeError, match="province-commune-serial-year"):
        case.apply(CertificateIssued(DAY, "province", "02", "19-1-2026"))
    done = case.apply(CertificateIssued(DAY, "province", "02", "19-05542-3-2026"))
    assert [done.certificate and done.certificate.number, done.status(DAY)] == ["02", "valid"]


def test_an_event_before_the_case_began_is_refused() -> None:
    """Nothing happens before the day on which the case was opened."""
    case = Case.open(Product("Chè minh họa"), LAW, on=date(2026, 6, 1))
    with pytest.raises(OcopError, match=r"case-not-begun.*Date it 2026-06-01 or later"):
        case.apply(DossierFiled(date(2026, 5, 31)))


def test_a_law_not_yet_in_force_judges_nothing() -> None:
    """QĐ 26/2026 began on 22 May 2026: opened with that book alone, an earlier dossier is refused."""
    case = Case.open(Product("Chè minh họa"), ocopkit.rule_book("qd-26-2026"))
    with pytest.raises(ocopkit.errors.NotInForceError, match="isn't in force on 2026-05-21"):
        case.apply(DossierFiled(date(2026, 5, 21)))
    with pytest.raises(ocopkit.errors.NotInForceError, match="qd-1048-2019 begins on 2019-08-21"):
        Case.open(Product("Chè"), LAW).apply(DossierFiled(date(2019, 8, 20)))


def test_a_dossier_between_two_laws_needs_a_reading() -> None:
    """No clause says which rules hold for files pending on 6 July 2025; the case's reading decides."""
    filed = DossierFiled(date(2025, 6, 20))
    assessed = Assessed(date(2025, 7, 10), "commune")
    with pytest.raises(ocopkit.errors.NotInForceError, match="Choose the reading"):
        Case.open(Product("Chè"), LAW).apply(filed, assessed)
    case = Case.open(Product("Chè"), LAW, readings={"pending-files": "new-rules"}).apply(filed, assessed)
    assert case_from_plain(case_to_plain(case), LAW) == case


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"product": {"name": "Chè"}}, "The key 'format' is missing"),
        ({"format": 3, "product": {"name": "Chè"}}, "Update ocopkit"),
        ({"format": 1, "product": {"name": "Chè"}, "evnts": []}, "Did you mean events"),
        ({"format": 1, "product": {"name": "Chè"}, "events": [{"kind": "filed"}]}, "events/0/kind"),
        ({"format": 1, "product": {"name": "Chè"}, "events": [{"kind": "lapsed"}]}, "'on' is missing"),
        (
            {"format": 1, "product": {"name": "Chè"}, "events": [{"kind": "lapsed", "on": "2026-02-30"}]},
            "is not a date",
        ),
    ],
)
def test_a_wrong_document_is_told_with_its_place(document: object, told: str) -> None:
    """A document of another shape or a newer format is refused, each problem with its path."""
    with pytest.raises(ocopkit.DocumentError) as caught:
        case_from_plain(document, LAW)
    assert told in str(caught.value)


def test_a_score_becomes_a_result_of_its_own_set_and_book() -> None:
    """A score against set 11 is recorded as such, and refused where the dossier is of set 12."""
    tea = ocopkit.rule_book("qd-26-2026")[11]
    score = ocopkit.score(ocopkit.ScoreSheet(tea, {one.code: one.max for one in tea.criteria}))
    event = council_result(score, on=DAY, by="province")
    assert at_province().apply(event).state.stage == "evaluated"
    other = Case.open(Product("Chè minh họa"), LAW).apply(
        DossierFiled(date(2026, 6, 1), set=12),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
    )
    with pytest.raises(OcopError, match="other-sheet"):
        other.apply(event)


def test_personal_data_stays_out_unless_asked_for() -> None:
    """A representative's name and telephone stand in no repr, message, document or statistics."""
    person = Person("Nguyễn Thị Minh Họa", telephone="0900000000")
    case = Case.open(Product("Chè", Producer("HTX", representative=person)), LAW)
    assert "Minh Họa" not in repr(case)
    assert "Minh Họa" not in str(case_to_plain(case))
    open_ = case_to_plain(case, personal=True)
    assert open_["product"]["producer"]["representative"]["telephone"] == "0900000000"
    assert case_from_plain(open_, LAW) == case


def test_a_re_evaluation_of_5_stars_goes_to_the_centre_unscored() -> None:
    """Article 6 asks for no council's report there; a product of 4 stars is scored by the province."""

    def due_again(stars: int) -> Case:
        day = date(2026, 12, 1)
        case = scored(95)
        if stars == 5:
            case = case.apply(Forwarded(day, "province"), CouncilResult(day, "centre", Fraction(93)))
        by = "centre" if stars == 5 else "province"
        later = date(2029, 6, 15)
        return case.apply(
            Recognised(day, by),
            CertificateIssued(day, by),
            DossierFiled(later, "re-evaluation"),
            Assessed(later, "commune"),
            Forwarded(later, "commune"),
        )

    forwarded = due_again(5).apply(Forwarded(date(2029, 6, 20), "province"))
    assert forwarded.state.application is not None
    assert forwarded.state.application.tier == "centre"
    with pytest.raises(OcopError, match="not-assessed-yet"):
        due_again(4).apply(Forwarded(date(2029, 6, 20), "province"))


@pytest.mark.parametrize(
    "event",
    [
        CouncilResult(DAY, "province", 69.71),  # type: ignore[arg-type]
        CouncilResult(DAY, "province", True),  # type: ignore[arg-type]
        CouncilResult(datetime(2026, 9, 10, tzinfo=UTC), "province", Fraction(70)),
        CouncilResult("2026-09-10", "province", Fraction(70)),  # type: ignore[arg-type]
    ],
)
def test_a_float_and_a_time_are_no_points_and_no_day(event: Event) -> None:
    """What isn't exact is not taken; a day has no hours."""
    with pytest.raises(TypeError, match="must be"):
        at_province().apply(event)


def test_points_are_kept_exact_however_they_are_written() -> None:
    """As a text, a decimal or a whole number: the same event, the same document."""
    ways = [
        at_province().apply(CouncilResult(DAY, "province", points))  # type: ignore[arg-type]
        for points in ("69.71", Decimal("69.71"), Fraction(6971, 100))
    ]
    assert ways[0] == ways[1] == ways[2]
    assert [case_from_plain(case_to_plain(one), LAW) for one in ways] == ways
    assert at_province().apply(CouncilResult(DAY, "province", 70)).events[-1] == CouncilResult(  # type: ignore[arg-type]
        DAY, "province", Fraction(70), 4, rule_book="qd-26-2026"
    )


def test_a_case_cannot_be_changed_from_outside() -> None:
    """Its readings and results are kept as copies that nobody can change; equal cases have equal hashes."""
    readings = {"last-day": "anniversary"}
    case = Case.open(Product("Chè"), LAW, readings=readings)
    readings["last-day"] = "day-before-anniversary"
    assert case.readings == {"last-day": "anniversary"}
    assert not isinstance(case.readings, MutableMapping)
    application = scored(75).state.application
    assert application is not None
    assert not isinstance(application.results, MutableMapping)
    assert hash(scored(75)) == hash(scored(75))


@pytest.mark.parametrize("stars", [-1, 6, 7])
def test_there_are_no_other_stars_than_the_decisions(stars: int) -> None:
    """A council can't find 7 stars, whether or not its points are known; 1 to 5 and none are possible."""
    with pytest.raises(OcopError) as caught:
        at_province().apply(CouncilResult(date(2026, 6, 20), "province", stars=stars))
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.path) == ("no-such-stars", ("events", 3, "stars"))
    none = CouncilResult(date(2026, 6, 20), "province", stars=0)
    assert at_province().apply(none).state.stage == "evaluated"


@pytest.mark.parametrize(
    ("event", "path"),
    [
        (DossierFiled(date(2026, 6, 1), "renewal"), "route"),  # type: ignore[arg-type]
        (FallbackChosen(date(2026, 6, 1), "province", "both"), "choice"),  # type: ignore[arg-type]
        (Inspected(date(2026, 6, 1), "province", "fine"), "finding"),  # type: ignore[arg-type]
    ],
)
def test_a_word_that_no_document_could_hold_is_refused(event: Event, path: str) -> None:
    """Whoever makes an event in Python is held to the words that a document is held to."""
    with pytest.raises(OcopError) as caught:
        new().apply(event)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.path) == ("not-allowed", ("events", 0, path))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (DossierFiled(date(2026, 6, 1), set="11"), "set of dossier-filed must be int or NoneType"),  # type: ignore[arg-type]
        (CouncilResult(date(2026, 6, 1), "province", stars=True), "stars of council-result"),
        (Assessed(date(2026, 6, 1), None), "by of assessed must be str"),  # type: ignore[arg-type]
    ],
)
def test_a_value_of_another_type_is_refused(event: Event, said: str) -> None:
    """A text is no number and a truth value no stars: what is kept could not be read again."""
    with pytest.raises(TypeError, match=said):
        new().apply(event)


@pytest.mark.parametrize(
    ("event", "path"),
    [
        (CouncilResult(date(2026, 6, 20), "tỉnh", Fraction(60)), "by"),
        (CouncilResult(date(2026, 6, 20), "province", Fraction(101)), "points"),
        (CouncilResult(date(2026, 6, 20), "province", Fraction(60), 5), "stars"),
    ],
)
def test_a_refusal_names_the_field(event: Event, path: str) -> None:
    """A form on a screen can show what is said at the field that is wrong."""
    with pytest.raises(OcopError) as caught:
        at_province().apply(event)
    assert caught.value.problems[0].where.path == ("events", 3, path)


@pytest.mark.parametrize("value", [None, [], "revoked", 7])
def test_what_is_no_mapping_is_no_event(value: object) -> None:
    """What comes in from a form may be anything: it is told, and nothing fails inside."""
    with pytest.raises(OcopError) as caught:
        event_from_plain(value)  # type: ignore[arg-type]
    assert caught.value.problems[0].code == "wrong-type"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_the_same_however_its_marks_are_encoded(form: Literal["NFC", "NFD"]) -> None:
    """A sheet written on a computer that keeps marks apart from letters is of the same product."""
    name = normalize(form, "Chè minh họa")
    event = CouncilResult(date(2026, 6, 20), "province", Fraction(60), product=name)
    assert at_province().apply(event).state.stage == "evaluated"


def test_a_moment_is_no_day() -> None:
    """Which day a moment falls on depends on the time zone: it is asked for, and never guessed."""
    case, now = certified(), datetime(2029, 6, 24, tzinfo=UTC)
    for ask in (case.status, case.stars, case.potential, case.as_of, case.possible, case.deadlines):
        with pytest.raises(TypeError, match="on must be a date"):
            ask(now)
    with pytest.raises(TypeError, match="on must be a date"):
        statistics([case], LAW, on=now)


def test_nothing_comes_next_on_a_day_before_the_last_event() -> None:
    """Events keep their order: before the last one, or before the case began, none is possible."""
    case = certified()
    last = case.events[-1].on
    assert case.possible(last)
    assert case.possible(last - timedelta(days=1)) == ()
    assert Case.open(Product("Chè"), LAW, on=date(2026, 6, 1)).possible(date(2026, 5, 31)) == ()


def test_a_law_is_a_book_or_finds_one() -> None:
    """The id of a book is no law, and is refused when the case is opened."""
    with pytest.raises(TypeError, match="law must be a RuleBook"):
        Case.open(Product("Chè"), "qd-26-2026")  # type: ignore[arg-type]
