"""Random lives of products over ten years and four regimes."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import ocopkit
from ocopkit.cases.case import Case, replayed
from ocopkit.cases.certificate import IN_FORCE
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
    kinds = likely if draw(st.integers(0, 9)) < 8 else tuple(makers)
    return makers[draw(st.sampled_from(kinds))]()


class Lives(RuleBasedStateMachine):
    """A product that lives for ten years; whatever is tried, the case stays sound."""

    @initialize(regime=st.sampled_from(REGIMES), days=st.integers(0, 300))
    def begin(self, regime: date, days: int) -> None:
        """A case is opened on a day of one of the four regimes."""
        first = regime + timedelta(days=days)
        product = Product("Chè minh họa", Producer("HTX Minh Họa", "cooperative", "Tỉnh Bắc Kạn"))
        self.case = Case.open(product, LAW, id="1", on=first, readings=READINGS)
        self.day = self.last = first
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
            self.last = event.on

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
        """From the day of revocation the product bears no stars until another certificate is issued."""
        certificates = self.case.state.certificates
        for place, one in enumerate(certificates):
            if one.ended_by == "revoked" and one.ended_on:
                later = [other.issued_on for other in certificates[place + 1 :]]
                for day in turning_days(self.case):
                    if day >= one.ended_on and not any(issued <= day for issued in later):
                        assert self.case.stars(day) is None
                assert all(
                    any(e.kind == "recognised" and one.ended_on <= e.on <= day for e in self.case.events)
                    for day in later[:1]
                )

    @invariant()
    def five_stars_rest_on_a_decision_of_the_centre(self) -> None:
        """Behind each certificate of 5 stars stands a result of the central council that makes 5."""
        for one in self.case.state.certificates:
            if one.stars == 5:
                assert any(
                    isinstance(event, CouncilResult)
                    and (event.by, event.stars) == ("centre", 5)
                    and event.on <= one.issued_on
                    for event in self.case.events
                )

    @invariant()
    def no_certificate_outlives_its_law(self) -> None:
        """A certificate is in force for 36 months, and past them for 180 days at most."""
        for one in self.case.state.certificates:
            assert one.last_day_in_force <= one.issued_on + timedelta(days=1096 + 180)

    def teardown(self) -> None:
        """Lived again, split anywhere, read back or counted, it is the same life."""
        if not hasattr(self, "case"):
            return
        case = self.case
        again = replayed(case)
        assert (again, again.state) == (case, case.state)
        middle = len(case.events) // 2
        resumed = replayed(case, case.events[:middle]).apply(*case.events[middle:])
        assert (resumed, resumed.state) == (case, case.state)
        read = case_from_plain(case_to_plain(case), LAW)
        assert (read, read.state) == (case, case.state)
        counted_alike(case)


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


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=120, stateful_step_count=10, deadline=None)


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


def test_errors_of_a_case_are_ocop_errors() -> None:
    """One base serves for all refusals."""
    assert issubclass(CaseError, OcopError)
