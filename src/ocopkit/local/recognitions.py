"""The recognitions of a product, as its case has them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ocopkit.cases.case import Case
from ocopkit.cases.events import DossierFiled, Recognised
from ocopkit.cases.register import Register
from ocopkit.local.benefit import Event, Recognition

if TYPE_CHECKING:
    from ocopkit.rules.articles import Route


def recognitions(case: Case, on: date) -> tuple[Recognition, ...]:
    """Return every recognition of a product up to a day, each told by what it changed.

    A product evaluated for the first time again, after its certificate was lost, is recognised first
    again. A higher tier's recognition on the same dossier is an upgrade.

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
    is_new_dossier = False
    for event in case.events:
        if event.on > on:
            return
        if isinstance(event, DossierFiled):
            route, is_new_dossier = event.route, True
        if isinstance(event, Recognised):
            stars = event.stars or 0
            again = route == "first" and is_new_dossier
            yield Recognition(_what(stars, None if again else held), stars, event.on, route)
            held, is_new_dossier = stars, False


def _what(stars: int, held: int | None) -> Event:
    if held is None:
        return "first"
    if stars > held:
        return "upgraded"
    return "kept" if stars == held else "lowered"
