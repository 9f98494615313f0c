"""What can happen to a product: one frozen class for each kind of event.

An event says what happened on a day, and who did it. What follows from it stands elsewhere.
"""

from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal

from attrs import frozen

from ocopkit.rules.articles import Route

Choice = Literal["adopt-central", "evaluate-anew"]
"""What a lower tier may choose: to use the higher tier's result, or to evaluate anew."""

Finding = Literal["in-order", "defects", "fails"]
"""What an inspection finds: all in order, defects to remedy, or that the criteria are no longer met."""


@frozen
class IdeaRegistered:
    """A producer registers the idea of a product.

    Args:
        on: The day.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "idea-registered"

    on: date
    note: str = ""


@frozen
class IdeaAccepted:
    """The idea is accepted into the programme.

    Args:
        on: The day.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "idea-accepted"

    on: date
    note: str = ""


@frozen
class PlanReceived:
    """The business plan of the product is received.

    Args:
        on: The day.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "plan-received"

    on: date
    note: str = ""


@frozen
class DossierFiled:
    """The producer hands in a dossier.

    Args:
        on: The day.
        route: Why the product is evaluated.
        set: The number of the criteria set, if known.
        to: The key of the tier that receives it; the one that the law of the day names if left out.
        rule_book: The id of the rule book that it is filed under; the law of the day if left out.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "dossier-filed"

    on: date
    route: Route = "first"
    set: int | None = None
    to: str | None = None
    rule_book: str | None = None
    note: str = ""


@frozen
class Returned:
    """A tier returns the dossier to be completed.

    Args:
        on: The day.
        by: The key of the tier that acts.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "returned"

    on: date
    by: str
    note: str = ""


@frozen
class Completed:
    """The producer hands the completed dossier in again.

    Args:
        on: The day.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "completed"

    on: date
    note: str = ""


@frozen
class Assessed:
    """A tier that gives no points has assessed the dossier.

    Args:
        on: The day.
        by: The key of the tier that acts.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "assessed"

    on: date
    by: str
    note: str = ""


@frozen
class CouncilResult:
    """A tier's council gives its result.

    Args:
        on: The day.
        by: The key of the tier that acts.
        points: The exact points, if known.
        stars: The stars that the council finds, 0 for none; those of the points if left out.
        set: The number of the criteria set of the sheets, to be held against that of the dossier.
        rule_book: The id of the rule book of the sheets, to be held against the law of the day.
        product: The name of the product of the sheets, to be held against that of the case; it isn't kept.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "council-result"

    on: date
    by: str
    points: Fraction | None = None
    stars: int | None = None
    set: int | None = None
    rule_book: str | None = None
    product: str | None = None
    note: str = ""


@frozen
class FallbackChosen:
    """A lower tier chooses what to do with a result that makes only stars of its own.

    Args:
        on: The day.
        by: The key of the tier that acts.
        choice: Whether it uses the result or evaluates anew.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "fallback-chosen"

    on: date
    by: str
    choice: Choice
    note: str = ""


@frozen
class Forwarded:
    """A tier hands the dossier on to the next.

    Args:
        on: The day.
        by: The key of the tier that acts.
        to: The key of the next tier; the one that the law of the day names if left out.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "forwarded"

    on: date
    by: str
    to: str | None = None
    note: str = ""


@frozen
class Recognised:
    """A tier recognises the product.

    Args:
        on: The day.
        by: The key of the tier that acts.
        stars: The stars; those that follow from the result if left out.
        number: The decision's number.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "recognised"

    on: date
    by: str
    stars: int | None = None
    number: str = ""
    note: str = ""


@frozen
class Refused:
    """A tier decides not to recognise the product.

    Args:
        on: The day.
        by: The key of the tier that acts.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "refused"

    on: date
    by: str
    note: str = ""


@frozen
class CertificateIssued:
    """The certificate is issued.

    Args:
        on: The day.
        by: The key of the tier that acts.
        number: The certificate's number.
        code: The product code printed on it.
        stars: The stars; those recognised if left out.
        last_day: The last day of its term; reckoned by the law of the day if left out.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "certificate-issued"

    on: date
    by: str
    number: str = ""
    code: str | None = None
    stars: int | None = None
    last_day: date | None = None
    note: str = ""


@frozen
class Extended:
    """An authority notes that a certificate stays in force past its term until the result.

    Args:
        on: The day.
        by: The key of the tier that acts.
        until: The last day; the latest that the law of the day allows if left out.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "extended"

    on: date
    by: str
    until: date | None = None
    note: str = ""


@frozen
class Inspected:
    """The product is inspected.

    Args:
        on: The day.
        by: The key of the tier that acts.
        finding: What was found.
        remedy_by: The last day to remedy defects, if one was set.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "inspected"

    on: date
    by: str
    finding: Finding
    remedy_by: date | None = None
    note: str = ""


@frozen
class Remedied:
    """Defects found are remedied.

    Args:
        on: The day.
        by: The key of the tier that acts.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "remedied"

    on: date
    by: str
    note: str = ""


@frozen
class Revoked:
    """The certificate is revoked.

    Args:
        on: The day.
        by: The key of the tier that acts.
        ground: The point of the ground, where the law of the day lists grounds.
        number: The decision's number.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "revoked"

    on: date
    by: str
    ground: str | None = None
    number: str = ""
    note: str = ""


@frozen
class Expired:
    """Somebody notes that the certificate ran out; it does so without being noted.

    Args:
        on: The day.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "expired"

    on: date
    note: str = ""


@frozen
class Lapsed:
    """What was under way comes to nothing: withdrawn, or not completed in time.

    Args:
        on: The day.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "lapsed"

    on: date
    note: str = ""


@frozen
class ProducerStopped:
    """The producer no longer makes the product.

    Args:
        on: The day.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "producer-stopped"

    on: date
    note: str = ""


@frozen
class AppealNoted:
    """An appeal or complaint is noted; it changes nothing by itself.

    Args:
        on: The day.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "appeal-noted"

    on: date
    note: str = ""


@frozen
class LawChanged:
    """Another decision holds from that day on; it is noted.

    Args:
        on: The day.
        rule_book: The id of its rule book.
        note: What else is to be said of it; no personal data.
    """

    kind: ClassVar[str] = "law-changed"

    on: date
    rule_book: str
    note: str = ""


Event = (
    IdeaRegistered
    | IdeaAccepted
    | PlanReceived
    | DossierFiled
    | Returned
    | Completed
    | Assessed
    | CouncilResult
    | FallbackChosen
    | Forwarded
    | Recognised
    | Refused
    | CertificateIssued
    | Extended
    | Inspected
    | Remedied
    | Revoked
    | Expired
    | Lapsed
    | ProducerStopped
    | AppealNoted
    | LawChanged
)
"""Any event."""

KINDS: dict[str, type[Event]] = {
    event.kind: event
    for event in (
        IdeaRegistered,
        IdeaAccepted,
        PlanReceived,
        DossierFiled,
        Returned,
        Completed,
        Assessed,
        CouncilResult,
        FallbackChosen,
        Forwarded,
        Recognised,
        Refused,
        CertificateIssued,
        Extended,
        Inspected,
        Remedied,
        Revoked,
        Expired,
        Lapsed,
        ProducerStopped,
        AppealNoted,
        LawChanged,
    )
}
"""The classes of events by their kind, in the order of a product's life."""
