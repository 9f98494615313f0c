"""A case: the life of one product as events, and where it stands."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from ocopkit.cases.certificate import Certificate, Status
from ocopkit.cases.events import Event
from ocopkit.cases.judging import judged
from ocopkit.cases.law import Given, Law, OneBook
from ocopkit.cases.possible import possible_now
from ocopkit.cases.state import State, advance, state_after
from ocopkit.cases.transitions import EVENTS, STAGES, possible_at
from ocopkit.conversion import expect, expect_day
from ocopkit.errors import NotInForceError, OcopError
from ocopkit.frozen import FrozenMap
from ocopkit.markup import both, card, grid, together
from ocopkit.product import Product
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text, starred

if TYPE_CHECKING:
    from ocopkit.cases.cycle import Step
    from ocopkit.cases.deadlines import Deadline
    from ocopkit.cases.rounds import Planned


@frozen
class Case:
    """The life of one product; each event makes another case, and none is ever lost or changed.

    Two cases are equal if their product, their readings and their events are.

    Args:
        product: The product.
        law: How the rule book of a day is found.
        id: The case's id in its register.
        opened_on: The day on which it began, if known.
        readings: Options of readings to use instead of the books' own choices.
        events: What happened, in its order, with what was left out filled in.
        state: Where it stands after them.

    Example:
        >>> import ocopkit
        >>> from ocopkit.cases.events import DossierFiled
        >>> case = Case.open(Product("Chè minh họa"), ocopkit.rule_book)
        >>> case = case.apply(DossierFiled(date(2026, 6, 1)))
        >>> case.state.stage, case.state.application.tier
        ('with-tier', 'commune')
    """

    product: Product
    law: Law = field(eq=False, repr=False)
    id: str = ""
    opened_on: date | None = None
    readings: Mapping[str, str] = field(factory=dict[str, str], converter=FrozenMap[str])
    events: tuple[Event, ...] = ()
    state: State = field(factory=State, eq=False, repr=lambda state: state.stage)

    @classmethod
    def open(
        cls,
        product: Product,
        law: Law | RuleBook,
        *,
        id: str = "",  # noqa: A002 (what a register calls it)
        on: date | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> Self:
        """Return a case in which nothing has happened yet.

        Args:
            product: The product.
            law: How the rule book of a day is found, such as :func:`ocopkit.rule_book`; or one rule book,
                for events on the days on which it is in force.
            id: The case's id in its register.
            on: The day on which it begins; events before it are refused.
            readings: Options of readings to use instead of the books' own choices.

        Raises:
            NotFoundError: If the law knows no such reading, or the reading no such option.
            TypeError: If an argument isn't of its type.
        """
        expect(product, Product, "product")
        expect(id, str, "id")
        _expect_law(law)
        if on is not None:
            expect_day(on, "on")
        known: Law = OneBook(law) if isinstance(law, RuleBook) else law
        if readings:
            _expect_known(readings, known, on)
        return cls(product, known, id, on, readings or {})

    def apply(self, *events: Event) -> Self:
        """Return the case after more events, each judged by the law of its day.

        Args:
            *events: The events in their order; those of one day keep it.

        Raises:
            CaseError: If one isn't possible: with the reason, the clause and what would be possible.
            NotInForceError: If no law that one needs was in force on its day.
            TypeError: If an event's day is no date, its points are a float, which isn't exact, or another
                value isn't of its type.

        Example:
            >>> import ocopkit
            >>> from ocopkit.cases.events import DossierFiled
            >>> case = Case.open(Product("Chè minh họa"), ocopkit.rule_book)
            >>> case.apply(DossierFiled(date(2026, 6, 1))).events[0].to
            'commune'
        """
        given = self._given()
        state, kept = self.state, list(self.events)
        for event in events:
            _expect_event(event)
            try:
                complete = judged(state, event, given)
            except OcopError as error:
                at = ("events", len(kept))
                raise type(error)(problem.under(*at) for problem in error.problems) from None
            kept.append(complete)
            state = advance(state, complete)
        return evolve(self, events=tuple(kept), state=state)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: where the product stands and what happened; no personal data."""
        last = self.certificate
        producer = self.product.producer
        return card(
            self.product.name,
            [
                (Text(vi="Mã", en="Id"), self.id or None),
                (Text(vi="Chủ thể", en="Producer"), producer.name if producer else None),
                (Text(vi="Hồ sơ", en="Dossier"), both(STAGES[self.state.stage])),
                (
                    Text(vi="Giấy chứng nhận cuối", en="Last certificate"),
                    together(both(starred(last.stars)), f", {last.issued_on} – {last.last_day_in_force}")
                    if last
                    else None,
                ),
            ],
            grid(
                (Text(vi="Ngày", en="Day"), Text(vi="Sự kiện", en="Event"), Text(vi="Cấp", en="Tier")),
                [
                    (event.on.isoformat(), both(EVENTS[event.kind]), getattr(event, "by", None))
                    for event in self.events
                ],
            ),
        )

    def as_of(self, on: date) -> Self:
        """Return the case as it stood at the end of a day.

        Args:
            on: The day.
        """
        expect_day(on, "on")
        past = tuple(event for event in self.events if event.on <= on)
        return evolve(self, events=past, state=state_after(past))

    def possible(self, on: date | None = None) -> tuple[str, ...]:
        """Return the kinds of event that may come next.

        Args:
            on: The day, whose law and certificate count; if left out, only the stage of the application.
                Nothing comes next on a day before the last event.

        Example:
            >>> import ocopkit
            >>> from ocopkit.cases.events import DossierFiled
            >>> case = Case.open(Product("Chè minh họa"), ocopkit.rule_book)
            >>> case.apply(DossierFiled(date(2026, 6, 1))).possible(date(2026, 6, 2))[:3]
            ('returned', 'assessed', 'lapsed')
        """
        if on is None:
            return possible_at(self.state.stage)
        expect_day(on, "on")
        begun = max((day for day in (self.state.last_on, self.opened_on) if day), default=on)
        return possible_now(self.state, on, self._given()) if on >= begun else ()

    def _given(self) -> Given:
        return Given(self.law, self.readings, self.opened_on, self.product.name)

    @property
    def step(self) -> "Step | None":
        """The step of the OCOP cycle in which the product is; ``None`` while nothing is under way."""
        from ocopkit.cases.cycle import step_of

        return step_of(self.state.stage)

    @property
    def certificate(self) -> Certificate | None:
        """The certificate issued last; ``None`` if there is none."""
        return self.state.certificate

    def status(self, on: date) -> Status:
        """Return the status of the product's certificate on a day: exactly one, whatever the day.

        Args:
            on: The day.
        """
        expect_day(on, "on")
        return self.state.status(on)

    def stars(self, on: date) -> int | None:
        """Return the stars that the product bears on a day; ``None`` if it bears none.

        Args:
            on: The day.
        """
        expect_day(on, "on")
        found = self.state.certificate_on(on)
        return found.stars if found and found.is_in_force(on) else None

    def potential(self, on: date) -> int | None:
        """Return the stars hoped for from a higher tier on a day, beyond those that the product bears.

        Args:
            on: The day.
        """
        expect_day(on, "on")
        state = self.state if self.state.last_on is None or on >= self.state.last_on else self.as_of(on).state
        return state.potential if self.stars(on) else None

    def deadlines(self, on: date, *, plan: "Planned | None" = None) -> "tuple[Deadline, ...]":
        """Return what is due as the case stands on a day, and what was done late since its last dossier.

        See :func:`ocopkit.cases.deadlines.deadlines`; of the whole life :func:`ocopkit.cases.deadlines.late`.

        Args:
            on: The day; later events are left aside.
            plan: The place's plan, whose rounds hold where it dates them.
        """
        from ocopkit.cases.deadlines import deadlines

        return deadlines(self, on, plan=plan)


def _expect_law(law: object) -> None:
    if not isinstance(law, RuleBook) and not callable(law):
        message = f"law must be a RuleBook, or find one of a day as ocopkit.rule_book does, not {law!r}"
        raise TypeError(message)


def _expect_known(readings: Mapping[str, str], law: Law, on: date | None) -> None:
    """Ask for the law of a day with the readings chosen, so that one that there isn't is told now."""
    expect(readings, Mapping, "readings")
    try:
        law(on=on or date.max, readings=readings)
    except NotInForceError:
        return  # nothing is judged yet: whether there is a law is asked with each event


def _expect_event(event: object) -> None:
    if not isinstance(event, Event):
        message = (
            f"an event is one of the classes of ocopkit.cases.events, not {type(event).__name__}; "
            "event_from_plain() makes one of a dictionary"
        )
        raise TypeError(message)


def replayed(case: Case, events: Iterable[Event] | None = None) -> Case:
    """Return a case lived again from its beginning, every event judged anew.

    Args:
        case: The case.
        events: The events; the case's own if left out.

    Raises:
        CaseError: If an event isn't possible.
        NotInForceError: If no law that one needs was in force on its day.
    """
    fresh = evolve(case, events=(), state=State())
    return fresh.apply(*(case.events if events is None else events))
