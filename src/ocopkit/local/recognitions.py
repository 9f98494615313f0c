"""The recognitions of a product, as its case has them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ocopkit.cases.case import Case
from ocopkit.cases.events import CertificateIssued, DossierFiled, Recognised, Revoked
from ocopkit.cases.register import Register
from ocopkit.local.benefit import Event, Recognition

if TYPE_CHECKING:
    from ocopkit.rules.articles import Route


def recognitions(case: Case, on: date) -> tuple[Recognition, ...]:
    """Return every recognition of a product up to a day, each told by what it changed.

    A product evaluated for the first time again, after its certificate was lost, is recognised first
    again. More stars are an upgrade, a higher tier's recognition on the same dossier included; the same
    stars are kept by a re-evaluation, and unchanged else. A recognition that a revocation took along before
    its certificate was issued is none.

    Args:
        case: The case.
        on: The day; later events are left aside.

    Example:
        >>> import ocopkit
        >>> from ocopkit.product import Product
        >>> recognitions(Case.open(Product("Chè minh họa"), ocopkit.rule_book), date(2026, 9, 1))
        ()
    """
    return tuple(_recognitions(case, on))


def cases_in(register: Register | Iterable[Case]) -> Iterable[Case]:
    """Return the cases of a register, or those handed in as they are."""
    return register.cases.values() if isinstance(register, Register) else register


def _recognitions(case: Case, on: date) -> Iterator[Recognition]:
    route: Route = "first"
    held: int | None = None
    certified: int | None = None
    is_new_dossier = False
    pending: list[Recognition] = []
    for event in case.events:
        if event.on > on:
            break
        if isinstance(event, DossierFiled):
            route, is_new_dossier = event.route, True
        if isinstance(event, CertificateIssued):
            yield from pending
            pending, certified = [], held
        if isinstance(event, Revoked) and pending:
            pending, held = [], certified  # what was recognised and not yet certified goes with it
        if isinstance(event, Recognised):
            stars = event.stars or 0
            again = route == "first" and is_new_dossier
            pending.append(Recognition(_what(stars, None if again else held, route), stars, event.on, route))
            held, is_new_dossier = stars, False
    yield from pending


def _what(stars: int, held: int | None, route: "Route") -> Event:
    if held is None:
        return "first"
    if stars != held:
        return "upgraded" if stars > held else "lowered"
    return "kept" if route == "re-evaluation" else "unchanged"
