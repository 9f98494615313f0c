"""Hypothesis strategies for products, their cases and registers of them: always valid, never filtered.

What may happen next is asked of the case itself, so that a life never holds an event that the law of its
day refuses. Failing examples shrink to a product to which nothing has happened, on the first day of the
first law; a register to an empty one.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from attrs import evolve, frozen
from hypothesis import strategies as st

from ocopkit.cases.case import Case
from ocopkit.cases.certificate import grounds_of
from ocopkit.cases.events import (
    AppealNoted,
    Assessed,
    CertificateIssued,
    Completed,
    CouncilResult,
    DossierFiled,
    Event,
    Expired,
    Extended,
    FallbackChosen,
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
from ocopkit.cases.provinces import provinces
from ocopkit.cases.register import Register
from ocopkit.catalog import books, rule_book
from ocopkit.errors import NotInForceError, OcopError
from ocopkit.product import Producer, Product
from ocopkit.rules.book import RuleBook

EVENTS = 24
"""The most events of a case, unless the caller says otherwise."""

_GOODS = ("Chè", "Mật ong", "Gạo", "Nước mắm", "Miến dong", "Gốm", "Thổ cẩm", "Cà phê")
_NAMES = ("HTX Minh Họa", "Công ty Thử Nghiệm", "Hộ Ví Dụ", "Tổ hợp tác Mẫu")
_PLACES = ("1", "2", "3")
_NOTE = "…"

# What is drawn for each event, in as few numbers as can be; zero is the simplest.
_WHAT = st.integers(0, 30)  # 0 ends the life, the highest two are something unusual
_UNUSUAL = 29
_DAYS = st.integers(0, 130).map(lambda drawn: drawn if drawn <= _A_MONTH else 10 * (drawn - _A_MONTH))
_A_MONTH = 30
_POINTS = st.integers(0, 1000).map(lambda drawn: _points(drawn))  # noqa: PLW0108 (it stands below)
_SETS = st.integers(1, 26)
_PLACE = st.integers(0, 59)


@cache
def producers() -> st.SearchStrategy[Producer]:
    """Return a strategy for producers of a kind that some national rule book admits, in real provinces.

    Example:
        >>> from hypothesis import find
        >>> find(producers(), lambda producer: True).name
        'HTX Minh Họa'
    """
    known = books(packs=False)
    kinds = {kind.key: None for key in known.national for kind in known.book(key).articles.producers}
    old = [one.name for province in provinces().provinces for one in province.merged_from]
    return st.builds(
        Producer,
        st.sampled_from(_NAMES),
        st.sampled_from(list(kinds)),
        st.sampled_from(old),
        commune=st.sampled_from([f"Xã Minh Họa {one}" for one in _PLACES]),
        district=st.sampled_from([f"Huyện Ví Dụ {one}" for one in _PLACES]),
    )


@cache
def products() -> st.SearchStrategy[Product]:
    """Return a strategy for products with their producers.

    Example:
        >>> from hypothesis import find
        >>> find(products(), lambda product: True).name
        'Chè'
    """
    return st.builds(Product, st.sampled_from(_GOODS), producers())


@st.composite
def cases(draw: st.DrawFn, *, most: int = EVENTS) -> Case:
    """Draw the life of a product, by the law of each of its days.

    Args:
        draw: Given by Hypothesis.
        most: The most events; fewer where nothing more is possible.

    Returns:
        A case whose events were all accepted; most often it goes on to a certificate and beyond.

    Example:
        >>> from hypothesis import find
        >>> [event.kind for event in find(cases(most=1), lambda case: case.events).events]
        ['dossier-filed']
    """
    known = books(packs=False)
    start = min(known.book(key).articles.instrument.in_force.first_day for key in known.national)
    day = start + timedelta(days=draw(st.integers(0, 2600)))
    case = Case.open(draw(products()), rule_book, on=day)
    while len(case.events) < most and (after := draw(_next(case, day))):
        case = after
        day = case.events[-1].on
    return case


def registers(*, most: int = 6, events: int = 12) -> st.SearchStrategy[Register]:
    """Return a strategy for registers, each case with an id of its own.

    Args:
        most: The most cases.
        events: The most events of a case.

    Example:
        >>> from hypothesis import find
        >>> list(find(registers(events=0), lambda register: len(register.cases) == 2).cases)
        ['1', '2']
    """
    return st.lists(cases(most=events), max_size=most).map(_register)


@frozen
class _Drawn:
    """What the next event holds: its day, a council's points and the number of a criteria set."""

    day: date
    points: Fraction
    set: int


@st.composite
def _next(draw: st.DrawFn, case: Case, day: date) -> Case | None:
    """Draw a case after one more event, or nothing; all that an event needs stands together."""
    what = draw(_WHAT)
    if not what:
        return None
    day += timedelta(days=draw(_DAYS))
    scored = case.state.stage in {"with-tier", "evaluated"}
    event = _Drawn(day, draw(_POINTS), 0) if scored else _Drawn(day, Fraction(0), draw(_SETS))
    lives = _possible(case, _usual(case, event))
    if not lives or what >= _UNUSUAL:
        lives = _possible(case, _unusual(case, event)) or lives
    return lives[draw(_PLACE) % len(lives)] if lives else None


def _points(drawn: int) -> Fraction:
    """Return points: most often whole ones from 50, 50 first; else any from 0 to 100, in thirds."""
    return Fraction(50 + drawn % 51) if drawn <= 700 else Fraction(drawn - 700, 3)  # noqa: PLR2004


def _law(case: Case, day: date) -> RuleBook | None:
    try:
        return case.law(on=day)
    except NotInForceError:
        return None


def _possible(case: Case, events: Iterable[Event]) -> list[Case]:
    """Return the case after each of some events that the law of its day allows."""
    found: list[Case] = []
    kinds: frozenset[str] = frozenset()
    for event in events:
        kinds = kinds or frozenset(case.possible(event.on))
        if event.kind not in kinds:
            continue
        try:
            found.append(case.apply(event))
        except OcopError:
            continue
    return found


def _usual(case: Case, drawn: _Drawn) -> Iterator[Event]:
    """Yield what most often comes next where a case stands."""
    day, dossier = drawn.day, case.state.application
    if dossier:
        recognition = dossier.recognition
        yield CertificateIssued(day, recognition.by if recognition else dossier.tier)
        yield Recognised(day, dossier.tier)
        yield Forwarded(day, dossier.tier)
        yield Assessed(day, dossier.tier)
        if dossier.result is None or dossier.latest != dossier.tier:
            yield CouncilResult(day, dossier.tier, drawn.points)
    yield DossierFiled(day, "first", drawn.set)
    yield DossierFiled(day, "re-evaluation", drawn.set)
    yield DossierFiled(day, "upgrade", drawn.set)
    yield Completed(day)
    yield IdeaAccepted(day)
    yield PlanReceived(day)


def _unusual(case: Case, drawn: _Drawn) -> Iterator[Event]:
    """Yield what else may happen to a case."""
    day, dossier = drawn.day, case.state.application
    yield AppealNoted(day)
    yield IdeaRegistered(day)
    yield Lapsed(day)
    yield ProducerStopped(day)
    yield Expired(day)
    if dossier:
        yield Returned(day, dossier.tier)
        yield Refused(day, dossier.tier, _NOTE)
        yield CouncilResult(day, dossier.tier, drawn.points)
    if book := _law(case, day):
        yield LawChanged(day, book.id)
    for tier in _tiers(case, day):
        yield Recognised(day, tier)
        yield FallbackChosen(day, tier, "adopt-central")
        yield FallbackChosen(day, tier, "evaluate-anew")
        yield Inspected(day, tier, "in-order")
        yield Inspected(day, tier, "defects", day + timedelta(days=30))
        yield Inspected(day, tier, "fails")
        yield Remedied(day, tier)
        yield Extended(day, tier)
        for ground in _grounds(case, day):
            yield Revoked(day, tier, ground, note=_NOTE)


def _tiers(case: Case, day: date) -> list[str]:
    book = _law(case, day)
    return [tier.key for tier in book.articles.tiers] if book else []


def _grounds(case: Case, day: date) -> list[str | None]:
    book = _law(case, day)
    return [None, *(ground.point for ground in grounds_of(book))] if book else [None]


def _register(found: list[Case]) -> Register:
    named = [evolve(case, id=str(number)) for number, case in enumerate(found, start=1)]
    return Register({case.id: case for case in named})
