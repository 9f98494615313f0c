"""Lives of products as they ordinarily go, for tests that need a register without writing its events."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from ocopkit.cases.case import Case
from ocopkit.cases.events import (
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    FallbackChosen,
    Forwarded,
    Recognised,
)
from ocopkit.cases.law import Law
from ocopkit.cases.process import recognisable, scores, tier_of, what_follows
from ocopkit.product import Producer, Product
from ocopkit.rules.articles import Route
from ocopkit.rules.choosing import own_readings


@frozen
class Step:
    """A recognition in a product's life.

    Args:
        stars: The stars recognised.
        on: The day.
        route: Why the product is evaluated.
        filed: The day on which the dossier is handed in; the same day if left out.
    """

    stars: int
    on: date
    route: Route = "first"
    filed: date | None = None


def life(law: Law, name: str, producer: Producer, *steps: Step) -> Case:
    """Return the case of a product that was recognised, time after time, by the law of each day.

    Args:
        law: How the rule book of a day is found, such as :func:`ocopkit.rule_book`.
        name: The product's name, which is the case's id too.
        producer: Who makes it.
        *steps: The recognitions, in their order.

    Example:
        >>> import ocopkit
        >>> tea = Producer("HTX Minh Họa", "cooperative", "Quảng Trị")
        >>> steps = [Step(3, date(2020, 6, 1)), Step(4, date(2022, 6, 1), "upgrade")]
        >>> case = life(ocopkit.rule_book, "Chè", tea, *steps)
        >>> case.stars(date(2022, 5, 31)), case.stars(date(2022, 6, 1))
        (3, 4)
    """
    case = Case.open(Product(name, producer), law, id=name)
    for step in steps:
        case = recognised(case, step.stars, on=step.on, route=step.route, filed=step.filed)
    return case


def recognised(
    case: Case, stars: int, *, on: date, route: Route = "first", filed: date | None = None
) -> Case:
    """Return a case after one dossier that went through the tiers and was recognised and certified.

    Every tier that the law of the day names is passed, on that one day.

    Args:
        case: The case.
        stars: The stars; a tier must recognise them.
        on: The day of the result, the recognition and the certificate.
        route: Why the product is evaluated.
        filed: The day on which the dossier is handed in; the same day if left out.

    Raises:
        CaseError: If the law of the day doesn't allow it.
        ValueError: If no tier recognises so many stars.
    """
    case = case.apply(DossierFiled(filed or on, route))
    while True:
        dossier = case.state.application
        assert dossier is not None  # noqa: S101 (one was just filed)
        book = case.law(on=on, filed=dossier.filed_on, route=route, readings=case.readings)
        tier = tier_of(book, dossier.tier)
        if not scores(tier):
            case = case.apply(Assessed(on, tier.key), Forwarded(on, tier.key))
            continue
        case = case.apply(CouncilResult(on, tier.key, stars=stars))
        follows = what_follows(book, tier.key, stars=stars, readings=own_readings(case.readings, book))
        if recognisable(tier, stars) == stars:
            return case.apply(Recognised(on, tier.key), CertificateIssued(on, tier.key))
        if follows.forwards_to:
            case = case.apply(Forwarded(on, tier.key))
        elif follows.falls_to:
            case = case.apply(FallbackChosen(on, follows.falls_to, "evaluate-anew"))
        else:
            message = f"by {book.id} no tier recognises {stars} stars"
            raise ValueError(message)


def lives(law: Law, table: Iterable[tuple[str, Producer, tuple[Step, ...]]]) -> dict[str, Case]:
    """Return cases by their id: a name, a producer and the recognitions of each.

    Args:
        law: How the rule book of a day is found.
        table: The products.
    """
    return {name: life(law, name, producer, *steps) for name, producer, steps in table}
