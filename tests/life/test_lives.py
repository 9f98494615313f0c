"""Random lives of products over ten years and four regimes.

Every run of the tests lives a few; ``OCOPKIT_LIVES=3000 pytest tests/life/test_lives.py`` lives thousands.
"""

import json
import os
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import ocopkit
from ocopkit.cases.case import Case, replayed
from ocopkit.cases.certificate import IN_FORCE, Status, extension_rule, last_day_of_term
from ocopkit.cases.document import case_from_plain, case_to_plain
from ocopkit.cases.events import (
    KINDS,
    AppealNoted,
    Assessed,
    CertificateIssued,
    Choice,
    Completed,
    CouncilResult,
    DossierFiled,
    Event,
    Expired,
    Extended,
    FallbackChosen,
    Finding,
    Forwarded,
    IdeaAccepted,
    IdeaRegistered,
    Inspected,
    Lapsed,
    LawChanged,
    PlanReceived,
    ProducerStopped,
    Recognised,
    Refused,
    Remedied,
    Returned,
    Revoked,
)
from ocopkit.cases.statistics import rows
from ocopkit.errors import CaseError, NotInForceError, OcopError
from ocopkit.product import Producer, Product

if TYPE_CHECKING:
    from ocopkit.rules.articles import Route

LIVES = int(os.environ.get("OCOPKIT_LIVES", "120"))
"""How many lives are lived: a few for every run of the tests, thousands where the variable says so."""

LAW = ocopkit.rule_book
BOOKS = ("qd-26-2026", "qd-1489-2025", "qd-148-2023", "qd-1048-2019")
READINGS = {"pending-files": "new-rules"}
REGIMES = [LAW(key).articles.instrument.in_force.first_day for key in BOOKS]
TIERS = ("commune", "district", "province", "centre")
POINTS = st.one_of(
    st.sampled_from([45, 50, 69, 70, 75, 89, 90, 92, 93, 95, 97, 100]).map(Fraction),
    st.fractions(90, 100, max_denominator=9),
    st.fractions(40, 100, max_denominator=9),
)
CHOICES: st.SearchStrategy[Choice] = st.sampled_from(("adopt-central", "evaluate-anew"))
FINDINGS: st.SearchStrategy[Finding] = st.sampled_from(("in-order", "defects", "fails"))
GROUNDS = st.sampled_from([None, "a", "đ"])
LOWER = st.sampled_from(["province", "province", "district", "centre"])
SETS = st.integers(1, 26)


def tries(draw: st.DrawFn, case: Case, day: date) -> dict[str, Callable[[], Event]]:
    """Return how to draw an event of each kind, more or less fitting where the case stands."""
    application, last = case.state.application, case.certificate
    recognition = application.recognition if application else None
    here = application.tier if application else "province"
    by = draw(st.sampled_from([here, here, here, here, *TIERS]))
    authority = "centre" if last and last.stars == 5 else "province"
    routes: tuple[Route, ...] = (
        ("upgrade", "re-evaluation") if case.stars(day) else ("first", "re-evaluation")
    )
    return {
        "idea-registered": lambda: IdeaRegistered(day),
        "idea-accepted": lambda: IdeaAccepted(day),
        "plan-received": lambda: PlanReceived(day),
        "dossier-filed": lambda: DossierFiled(day, draw(st.sampled_from(routes)), draw(SETS)),
        "returned": lambda: Returned(day, by),
        "completed": lambda: Completed(day),
        "assessed": lambda: Assessed(day, by),
        "council-result": lambda: CouncilResult(day, by, draw(POINTS)),
        "fallback-chosen": lambda: FallbackChosen(day, draw(LOWER), draw(CHOICES)),
        "forwarded": lambda: Forwarded(day, by),
        "recognised": lambda: Recognised(day, draw(st.sampled_from([by, by, "province", "district"]))),
        "refused": lambda: Refused(day, by, note="minutes"),
        "certificate-issued": lambda: CertificateIssued(day, recognition.by if recognition else by),
        "extended": lambda: Extended(day, authority),
        "inspected": lambda: Inspected(day, "province", draw(FINDINGS)),
        "remedied": lambda: Remedied(day, "province"),
        "revoked": lambda: Revoked(day, authority, draw(GROUNDS), note="minutes"),
        "expired": lambda: Expired(day),
        "lapsed": lambda: Lapsed(day),
        "producer-stopped": lambda: ProducerStopped(day),
        "appeal-noted": lambda: AppealNoted(day),
        "law-changed": lambda: LawChanged(day, LAW(on=day).id),
    }


ONWARD: dict[str, tuple[str, ...]] = {
    "new": ("dossier-filed",),
    "idea": ("idea-accepted",),
    "accepted": ("plan-received", "dossier-filed"),
    "planned": ("dossier-filed",),
    "with-tier": ("assessed", "council-result"),
    "returned": ("completed",),
    "assessed": ("forwarded",),
    "evaluated": ("forwarded", "recognised", "fallback-chosen"),
    "recognised": ("certificate-issued",),
    "certified": ("forwarded", "dossier-filed", "dossier-filed", "extended", "extended", "revoked"),
    "settled": ("dossier-filed",),
    "stopped": ("idea-registered",),
}
"""What most often comes next at each stage."""


@st.composite
def steps(draw: st.DrawFn, case: Case, day: date) -> Event:
    """Draw an event: most often one that leads on, sometimes any."""
    makers = tries(draw, case, day)
    application = case.state.application
    likely = ONWARD[case.state.stage]
    if application and case.state.stage == "with-tier":
        likely = ("assessed",) if application.tier == "commune" else ("council-result",)
    if case.state.defects:
        likely = (*likely, "remedied")
    kinds = likely if draw(st.integers(0, 9)) < 8 else tuple(makers)
    return makers[draw(st.sampled_from(kinds))]()


TIERS = ("commune", "district", "province", "centre")


def is_taken(case: Case, event: Event) -> bool:
    """Return whether a case takes an event."""
    try:
        case.apply(event)
    except (CaseError, NotInForceError):
        return False
    return True


class Lives(RuleBasedStateMachine):
    """A product that lives for ten years; whatever is tried, the case stays sound."""

    @initialize(regime=st.sampled_from(REGIMES), days=st.integers(0, 300))
    def begin(self, regime: date, days: int) -> None:
        """A case is opened on a day of one of the four regimes."""
        first = regime + timedelta(days=days)
        product = Product("Chè minh họa", Producer("HTX Minh Họa", "cooperative", "Tỉnh Bắc Kạn"))
        self.case = Case.open(product, LAW, id="1", on=first, readings=READINGS)
        self.day = first
        self.end = first + timedelta(days=3653)

    @rule(years=st.integers(1, 3), days=st.integers(-200, 100))
    def pass_years(self, years: int, days: int) -> None:
        """Years pass."""
        self.day = min(self.day + timedelta(days=365 * years + days), self.end)

    @rule(days=st.integers(-119, 190), extend=st.booleans(), data=st.data())
    def miss_the_window(self, days: int, extend: bool, data: st.DataObject) -> None:
        """The time to file for re-evaluation goes by; the certificate may be extended."""
        if last := self.case.certificate:
            self.day = min(max(last.last_day + timedelta(days=days), self.day), self.end)
            if extend:
                self.attempt(Extended(self.day, "centre" if last.stars == 5 else "province"))
                self.attempt(DossierFiled(self.day, "re-evaluation"))
            self.live(data)

    @rule(data=st.data())
    def live(self, data: st.DataObject) -> None:
        """One thing after another happens."""
        for _ in range(10):
            self.day = min(self.day + timedelta(days=data.draw(st.integers(0, 20))), self.end)
            self.attempt(data.draw(steps(self.case, self.day)))

    def attempt(self, event: Event) -> None:
        """Something happens, or is refused for a reason that says what would be possible."""
        before = self.case
        try:
            self.case = before.apply(event)
        except (CaseError, NotInForceError) as error:
            told = [text for one in error.problems for text in (one.what, one.why, one.mend)]
            assert all(text.vi and text.en for text in told)
            assert self.case is before
        else:
            assert self.case.events[:-1] == before.events
            assert event.kind in before.possible(event.on)

    @invariant()
    def one_certificate_at_most_is_in_force_on_each_day(self) -> None:
        """On each day that matters exactly one status, and never two certificates in force."""
        for day in turning_days(self.case):
            in_force = [one for one in self.case.state.certificates if one.is_in_force(day)]
            assert len(in_force) <= 1
            status = self.case.status(day)
            assert (self.case.stars(day) is not None) == (status in IN_FORCE) == bool(in_force)

    @invariant()
    def revoked_returns_only_by_a_new_decision(self) -> None:
        """After a revocation no certificate is issued before a tier has recognised the product anew."""
        decided = True
        for event in self.case.events:
            if event.kind == "revoked":
                decided = False
            decided = decided or event.kind == "recognised"
            assert decided or event.kind != "certificate-issued"

    @invariant()
    def five_stars_rest_on_a_decision_of_the_centre(self) -> None:
        """Each 5-star certificate follows a central result of 5 stars on the same dossier."""
        central = False
        for event in self.case.events:
            if isinstance(event, DossierFiled):
                central = False
            if isinstance(event, CouncilResult):
                central = (event.by, event.stars) == ("centre", 5)
            if isinstance(event, CertificateIssued) and event.stars == 5:
                assert central
                assert event.by == "centre"

    @invariant()
    def no_certificate_outlives_its_law(self) -> None:
        """It ends with the term of the law of its day, or with the extension that a later law allows."""
        allowed: dict[date, date] = {}
        for event in self.case.events:
            if isinstance(event, CertificateIssued):
                last = last_day_of_term(LAW(on=event.on), event.on)
                allowed[event.on] = last
            if isinstance(event, Extended):
                extension = extension_rule(LAW(on=event.on))
                assert extension is not None
                assert extension.extends_days is not None
                issued = max(allowed)
                allowed[issued] = last_day_of_term(LAW(on=issued), issued) + timedelta(extension.extends_days)
        for one in self.case.state.certificates:
            assert one.last_day_in_force <= allowed[one.issued_on]

    @invariant()
    def what_is_said_to_be_possible_of_a_certificate_is(self) -> None:
        """An extension, a remedy or a note of expiry is said to be possible if, and only if, it is taken."""
        possible = self.case.possible(self.day)
        tried: dict[str, list[Event]] = {
            "extended": [Extended(self.day, tier) for tier in TIERS],
            "remedied": [Remedied(self.day, tier) for tier in TIERS],
            "expired": [Expired(self.day)],
        }
        for kind, events in tried.items():
            assert any(is_taken(self.case, one) for one in events) == (kind in possible), kind

    def teardown(self) -> None:
        """Lived again, split anywhere, stored and read, reckoned day by day or counted: the same life."""
        if not hasattr(self, "case"):
            return
        case = self.case
        assert [event.on for event in case.events] == sorted(event.on for event in case.events)
        again = replayed(case)
        assert (again, again.state) == (case, case.state)
        for place in range(len(case.events)):
            first, rest = case.events[:place], case.events[place:]
            resumed = replayed(case, first).apply(*rest)
            assert (resumed, resumed.state) == (case, case.state)
        stored = json.dumps(case_to_plain(case))
        read = case_from_plain(json.loads(stored), LAW)
        assert (read, read.state) == (case, case.state)
        lived = day_by_day(case, self.end)
        assert {day: case.status(day) for day in lived} == lived
        counted_alike(case)
        SEEN.update(event.kind for event in case.events)
        SEEN.update(f"{one.stars} stars" for one in case.state.certificates)
        SEEN.update(f"{one.ended_by}" for one in case.state.certificates)
        SEEN.update({event.rule_book or "" for event in case.events if isinstance(event, DossierFiled)})


SEEN: Counter[str] = Counter()
"""How often lives held what."""


def day_by_day(case: Case, end: date) -> dict[date, Status]:
    """Return what the certificate is on each day: a model that walks from day to day and knows no law.

    An extension that is noted late holds from the end of the term all the same: the law gives it, and the
    authority notes it.
    """
    told: dict[date, Status] = {}
    status: Status = "not-issued"
    left = list(case.events)
    day = last = until = left[0].on if left else end
    route = "first"
    while day <= end:
        while left and left[0].on == day:
            event = left.pop(0)
            if isinstance(event, DossierFiled):
                route = event.route
            if isinstance(event, CertificateIssued) and event.last_day:
                status, last, until = "valid", event.last_day, event.last_day
            if isinstance(event, Extended) and event.until:
                until = event.until
                told |= {last + timedelta(days=past): "extended" for past in range(1, (day - last).days)}
            if isinstance(event, Revoked):
                status = "revoked"
            if isinstance(event, ProducerStopped) or (
                isinstance(event, Refused | Lapsed) and route == "re-evaluation"
            ):
                until = min(until, max(day, last))
        if status in {"valid", "extended", "expired"}:
            status = "valid" if day <= last else "extended" if day <= until else "expired"
        told[day] = status
        day += timedelta(days=1)
    return told


def counted_alike(case: Case) -> None:
    """Check that a register's rows say of each day what the case says."""
    for day in turning_days(case):
        (row,) = rows([case], LAW, on=day)
        then = case.as_of(day)
        found = (row.status, row.stars, row.potential)
        assert found == (then.status(day), then.stars(day), then.potential(day))


def turning_days(case: Case) -> list[date]:
    """Return the days on which a status may change, with their neighbours."""
    days = {event.on for event in case.events}
    for one in case.state.certificates:
        days |= {one.issued_on, one.last_day, one.last_day_in_force, one.ended_on or one.last_day}
    return sorted({day + timedelta(days=shift) for day in days for shift in (-1, 0, 1)})


def test_whatever_is_tried_a_life_stays_sound() -> None:
    """Each is sound on each day; thousands use every kind of event, every law and every star."""
    SEEN.clear()
    run_state_machine_as_test(
        Lives, settings=settings(max_examples=LIVES, stateful_step_count=10, deadline=None)
    )
    wanted = {"dossier-filed", "certificate-issued"}
    if LIVES >= 1000:
        wanted |= {*KINDS, *BOOKS, "3 stars", "4 stars", "5 stars", "superseded", "revoked"}
    assert wanted <= set(SEEN)


def test_the_generator_reaches_every_kind_of_event() -> None:
    """A life through all four regimes uses every kind of event at least once."""
    day = date
    case = Case.open(Product("Chè minh họa"), LAW, readings=READINGS)
    case = case.apply(
        IdeaRegistered(day(2020, 1, 2)),
        IdeaAccepted(day(2020, 1, 9)),
        PlanReceived(day(2020, 2, 3)),
        DossierFiled(day(2020, 3, 2), set=12),
        Returned(day(2020, 3, 4), "district"),
        Completed(day(2020, 3, 20)),
        CouncilResult(day(2020, 4, 1), "district", Fraction(91)),
        Forwarded(day(2020, 4, 2), "district"),
        CouncilResult(day(2020, 5, 4), "province", Fraction(92)),
        Recognised(day(2020, 5, 11), "province"),
        CertificateIssued(day(2020, 5, 11), "province"),
        Forwarded(day(2020, 5, 20), "province"),
        CouncilResult(day(2020, 9, 1), "centre", Fraction(85)),
        Refused(day(2020, 9, 2), "centre"),
        Inspected(day(2021, 3, 1), "province", "defects", day(2021, 4, 1)),
        Remedied(day(2021, 3, 20), "province"),
        AppealNoted(day(2021, 3, 21)),
        LawChanged(day(2023, 2, 24), "qd-148-2023"),
        Expired(day(2023, 5, 11)),
        DossierFiled(day(2023, 6, 1), set=11),
        Assessed(day(2023, 6, 10), "commune"),
        Forwarded(day(2023, 6, 12), "commune"),
        CouncilResult(day(2023, 7, 3), "district", Fraction(72)),
        Forwarded(day(2023, 7, 4), "district"),
        CouncilResult(day(2023, 8, 1), "province", Fraction(68)),
        FallbackChosen(day(2023, 8, 2), "district", "adopt-central"),
        Recognised(day(2023, 8, 9), "district"),
        CertificateIssued(day(2023, 8, 9), "district"),
        Extended(day(2026, 6, 1), "province"),
        DossierFiled(day(2026, 6, 2), "re-evaluation"),
        Lapsed(day(2026, 9, 1)),
        Revoked(day(2026, 10, 1), "province", "đ"),
        ProducerStopped(day(2026, 10, 2)),
    )
    assert {event.kind for event in case.events} == set(KINDS)
    statuses = [case.status(day(2026, month, 15)) for month in (7, 8, 9, 10)]
    assert statuses == ["valid", "extended", "expired", "revoked"]
    counted_alike(case)


def test_hopes_end_when_the_application_comes_to_nothing() -> None:
    """Withdrawn from the centre, a product of 92 points bears 4 stars and hopes for no more."""
    day = date(2026, 7, 1)
    case = Case.open(Product("Chè minh họa"), LAW).apply(
        DossierFiled(day, set=11),
        Assessed(day, "commune"),
        Forwarded(day, "commune"),
        CouncilResult(day, "province", Fraction(92)),
        Recognised(day, "province"),
        CertificateIssued(day, "province"),
        Forwarded(date(2026, 8, 1), "province"),
        Lapsed(date(2026, 9, 1)),
    )
    assert [case.potential(date(2026, month, 1)) for month in (8, 9)] == [5, None]
    assert [case.stars(date(2026, month, 1)) for month in (8, 9)] == [4, 4]
    counted_alike(case)


def upgraded() -> Case:
    """Return a case of 3 stars whose upgrade to 4 is recognised and not certified yet."""
    day, later = date(2026, 7, 1), date(2027, 7, 1)
    case = Case.open(Product("Chè minh họa"), LAW)
    files: list[tuple[date, Route, int]] = [(day, "first", 55), (later, "upgrade", 75)]
    for on, route, points in files:
        case = case.apply(
            DossierFiled(on, route, 11),
            Assessed(on, "commune"),
            Forwarded(on, "commune"),
            CouncilResult(on, "province", Fraction(points)),
            Recognised(on, "province"),
            *([CertificateIssued(on, "province")] if route == "first" else []),
        )
    return case


def test_a_revocation_takes_what_was_recognised_before_it_along() -> None:
    """Revoked between recognition and certificate, an upgrade needs a new decision; a sound one doesn't."""
    case, day = upgraded(), date(2027, 7, 2)
    assert case.apply(CertificateIssued(day, "province")).stars(day) == 4
    revoked = case.apply(Revoked(day, "province", "a"))
    assert "certificate-issued" not in revoked.possible(day)
    with pytest.raises(CaseError, match="Each recognition has one certificate"):
        revoked.apply(CertificateIssued(day, "province"))
    anew = revoked.apply(Recognised(day, "province"), CertificateIssued(day, "province"))
    assert [revoked.stars(day), anew.stars(day)] == [None, 4]


def test_two_events_of_one_day_keep_their_order() -> None:
    """Noted on one day, an appeal before an inspection isn't an inspection before an appeal."""
    case, day = upgraded(), date(2027, 7, 2)
    first, second = AppealNoted(day, "label"), Inspected(day, "province", "in-order")
    ways = [case.apply(first, second), case.apply(second, first)]
    assert [way.events[-2:] for way in ways] == [(first, second), (second, first)]
    assert ways[0] != ways[1]
    for way in ways:
        assert case_from_plain(case_to_plain(way), LAW).events == way.events
    revoked_after = case.apply(CertificateIssued(day, "province"), Revoked(day, "province", "a"))
    revoked_before = case.apply(
        Revoked(day, "province", "a"), Recognised(day, "province"), CertificateIssued(day, "province")
    )
    assert [revoked_after.stars(day), revoked_before.stars(day)] == [None, 4]


def test_what_is_possible_is_what_the_law_of_the_day_allows() -> None:
    """Stage, tier, result, certificate and law narrow down what may come next."""
    day = date(2026, 7, 1)
    case = Case.open(Product("Chè minh họa"), LAW)
    always = ("appeal-noted", "law-changed")
    assert case.possible(day) == ("idea-registered", "dossier-filed", "producer-stopped", *always)
    case = case.apply(DossierFiled(day, set=11))
    assert case.possible(day) == ("returned", "assessed", "lapsed", "producer-stopped", *always)
    case = case.apply(Assessed(day, "commune"))
    assert case.possible(day) == ("returned", "forwarded", "lapsed", "producer-stopped", *always)
    case = case.apply(Forwarded(day, "commune"))
    assert case.possible(day) == ("returned", "council-result", "lapsed", "producer-stopped", *always)
    rest = ("refused", "lapsed", "producer-stopped", *always)
    low = case.apply(CouncilResult(day, "province", Fraction(45)))
    assert low.possible(day) == ("council-result", *rest)
    good = case.apply(CouncilResult(day, "province", Fraction(75)))
    assert good.possible(day) == ("council-result", "recognised", *rest)
    high = case.apply(CouncilResult(day, "province", Fraction(92)))
    assert high.possible(day) == ("council-result", "forwarded", "recognised", *rest)
    back = high.apply(Forwarded(day, "province"), CouncilResult(day, "centre", Fraction(85)))
    assert back.possible(day) == ("council-result", "fallback-chosen", *rest)
    chosen = back.apply(FallbackChosen(day, "province", "adopt-central"))
    assert chosen.possible(day) == ("fallback-chosen", "recognised", *rest)
    done = good.apply(Recognised(day, "province"), CertificateIssued(day, "province"))
    noted = ("dossier-filed", "producer-stopped", "inspected", "revoked", *always)
    assert done.possible(day) == noted
    late = date(2029, 6, 1)
    assert done.possible(late) == ("dossier-filed", "producer-stopped", "extended", *noted[2:])
    assert "expired" in done.possible(date(2029, 7, 1))
    assert "extended" not in done.possible(date(2030, 1, 1))


def test_errors_of_a_case_are_ocop_errors() -> None:
    """One base serves for all refusals."""
    assert issubclass(CaseError, OcopError)
