"""Where a case stands: nothing but what its events say, one after another."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen

from ocopkit.cases.certificate import Certificate, Status
from ocopkit.cases.events import (
    CertificateIssued,
    Choice,
    Completed,
    CouncilResult,
    DossierFiled,
    Event,
    Expired,
    Extended,
    FallbackChosen,
    Forwarded,
    Inspected,
    Recognised,
    Remedied,
    Revoked,
)
from ocopkit.cases.transitions import Stage, transition_of
from ocopkit.frozen import FrozenMap
from ocopkit.rules.articles import Route


@frozen
class Result:
    """A council's result.

    Args:
        on: The day.
        stars: The stars, 0 for none.
        points: The exact points, if known.
    """

    on: date
    stars: int
    points: Fraction | None = None


@frozen
class Recognition:
    """A recognition.

    Args:
        on: The day.
        by: The key of the tier.
        stars: The stars.
    """

    on: date
    by: str
    stars: int


@frozen
class Application:
    """A dossier under way, or the last one.

    Args:
        route: Why the product is evaluated.
        filed_on: The day on which it was handed in.
        tier: The key of the tier that it is with.
        received_on: Since when.
        set: The number of the criteria set, if known.
        results: The last result of each tier's council, by the tier's key.
        latest: The key of the tier whose result is the last.
        choice: What the lower tier chose to do with the higher one's result.
        recognition: The recognition that it led to, if it did.
    """

    route: Route
    filed_on: date
    tier: str
    received_on: date
    set: int | None = None
    results: Mapping[str, Result] = field(factory=dict[str, Result], converter=FrozenMap[Result])
    latest: str | None = None
    choice: Choice | None = None
    recognition: Recognition | None = None

    @property
    def result(self) -> Result | None:
        """The last result."""
        return self.results[self.latest] if self.latest else None


@frozen
class State:
    """Where a case stands after its events.

    Args:
        stage: Where the application stands.
        application: The dossier under way, or the last one; ``None`` before the first.
        certificates: Every certificate, in the order of issue.
        potential: The stars hoped for from a higher tier, beyond those recognised; ``None`` if none.
        defects: The inspection whose defects aren't remedied yet.
        failed: The inspection that found the criteria no longer met.
        last_on: The day of the last event.
    """

    stage: Stage = "new"
    application: Application | None = None
    certificates: tuple[Certificate, ...] = ()
    potential: int | None = None
    defects: Inspected | None = None
    failed: Inspected | None = None
    last_on: date | None = None

    @property
    def certificate(self) -> Certificate | None:
        """The certificate issued last."""
        return self.certificates[-1] if self.certificates else None

    def certificate_on(self, day: date) -> Certificate | None:
        """Return the certificate issued last by a day."""
        issued = [one for one in self.certificates if one.issued_on <= day]
        return issued[-1] if issued else None

    def status(self, day: date) -> Status:
        """Return the status of the product's certificate on a day: exactly one, whatever the day."""
        found = self.certificate_on(day)
        return found.status(day) if found else "not-issued"


def state_after(events: Iterable[Event]) -> State:
    """Return where a case stands after events that have been accepted.

    Args:
        events: The events in their order, with what was left out filled in.
    """
    state = State()
    for event in events:
        state = advance(state, event)
    return state


def advance(state: State, event: Event) -> State:
    """Return where a case stands after one more event that has been accepted.

    Args:
        state: Where it stands.
        event: The event, with what was left out filled in.
    """
    line = transition_of(event.kind, state.stage, getattr(event, "choice", None))
    stage = line.target if line and line.target else state.stage
    moved = evolve(state, stage=stage, last_on=event.on)
    effect = _EFFECTS.get(event.kind)
    return effect(moved, event) if effect else moved


def _filed(state: State, event: DossierFiled) -> State:
    application = Application(event.route, event.on, event.to or "", event.on, event.set)
    return evolve(state, application=application, potential=None)


def _completed(state: State, event: Completed) -> State:
    return evolve(state, application=evolve(_application(state), received_on=event.on))


def _result(state: State, event: CouncilResult) -> State:
    now = _application(state)
    results = {**now.results, event.by: Result(event.on, event.stars or 0, event.points)}
    application = evolve(now, results=results, latest=event.by, choice=None)
    return evolve(state, application=application, potential=None)


def _chosen(state: State, event: FallbackChosen) -> State:
    now = _application(state)
    return evolve(state, application=evolve(now, tier=event.by, received_on=event.on, choice=event.choice))


def _forwarded(state: State, event: Forwarded) -> State:
    now = _application(state)
    application = evolve(now, tier=event.to or "", received_on=event.on, recognition=None)
    return evolve(state, application=application)


def _recognised(state: State, event: Recognised) -> State:
    now = _application(state)
    result = now.result
    stars = event.stars or 0
    hoped = result.stars if result and now.latest == event.by and result.stars > stars else None
    recognition = Recognition(event.on, event.by, stars)
    return evolve(state, application=evolve(now, recognition=recognition), potential=hoped)


def _issued(state: State, event: CertificateIssued) -> State:
    certificate = Certificate(
        event.stars or 0,
        event.by,
        event.on,
        event.last_day or event.on,
        event.number,
        code=event.code,
    )
    earlier = state.certificates
    if earlier and earlier[-1].is_in_force(event.on):
        earlier = (*earlier[:-1], evolve(earlier[-1], ended_on=event.on, ended_by="superseded"))
    return evolve(state, certificates=(*earlier, certificate), defects=None, failed=None)


def _extended(state: State, event: Extended) -> State:
    return _with_last(state, extended_to=event.until)


def _inspected(state: State, event: Inspected) -> State:
    defects = event if event.finding == "defects" else None
    return evolve(state, defects=defects, failed=event if event.finding == "fails" else None)


def _remedied(state: State, _: Remedied) -> State:
    return evolve(state, defects=None)


def _revoked(state: State, event: Revoked) -> State:
    ended = _with_last(state, ended_on=event.on, ended_by="revoked", ground=event.ground)
    application = state.application
    pending = application is not None and state.stage == "evaluated" and application.recognition is not None
    if application is not None and pending:
        ended = evolve(ended, application=evolve(application, recognition=None), potential=None)
    return evolve(ended, defects=None, failed=None)


def _expired(state: State, event: Expired) -> State:
    return _with_last(state, expiry_noted_on=event.on)


def _came_to_nothing(state: State, event: Event) -> State:
    """Drop hopes; an extension lasts only until the result of the re-evaluation."""
    state = evolve(state, potential=None)
    last, application = state.certificate, state.application
    ends_extension = event.kind == "producer-stopped" or (
        application is not None and application.route == "re-evaluation"
    )
    if last is None or last.extended_to is None or not ends_extension:
        return state
    if event.on >= last.extended_to:
        return state
    return _with_last(state, extended_to=event.on if event.on > last.last_day else None)


def _application(state: State) -> Application:
    if state.application is None:
        message = "the event needs a dossier"
        raise ValueError(message)
    return state.application


def _with_last(state: State, **changes: Any) -> State:
    last = evolve(state.certificates[-1], **changes)
    return evolve(state, certificates=(*state.certificates[:-1], last))


_EFFECTS: Mapping[str, Callable[[State, Any], State]] = {
    "dossier-filed": _filed,
    "completed": _completed,
    "council-result": _result,
    "fallback-chosen": _chosen,
    "forwarded": _forwarded,
    "recognised": _recognised,
    "refused": _came_to_nothing,
    "certificate-issued": _issued,
    "extended": _extended,
    "inspected": _inspected,
    "remedied": _remedied,
    "revoked": _revoked,
    "expired": _expired,
    "lapsed": _came_to_nothing,
    "producer-stopped": _came_to_nothing,
}
