"""The articles of a decision: everything that a rule book says besides its criteria sets."""

from typing import Literal

from attrs import frozen

from ocopkit.rules.law import Citation, Doubt, Instrument, Reading
from ocopkit.text import Text

Route = Literal["first", "upgrade", "re-evaluation"]
"""Why a product is evaluated: for the first time, to rise, or because its certificate runs out."""


@frozen
class Ministry:
    """A ministry that manages product sets.

    Args:
        key: Its short name in the data.
        name: Its name.
    """

    key: str
    name: Text


@frozen
class SetEntry:
    """A line of the list of product sets.

    Args:
        number: The set's number.
        slug: Its name in addresses and files.
        name: Its name.
        ministries: Keys of the ministries that manage it.
        samples: How many sample units a dossier holds; ``None`` if not known.
    """

    number: int
    slug: str
    name: Text
    ministries: tuple[str, ...] = ()
    samples: int | None = None


@frozen
class Subgroup:
    """A subgroup of products.

    Args:
        key: Its short name.
        name: Its name.
        sets: The product sets in it.
    """

    key: str
    name: Text
    sets: tuple[SetEntry, ...]


@frozen
class ProductGroup:
    """One of the six groups of products.

    Args:
        key: Its short name.
        name: Its name.
        subgroups: Its subgroups.
        cite: Where it is written.
    """

    key: str
    name: Text
    subgroups: tuple[Subgroup, ...]
    cite: tuple[Citation, ...] = ()


@frozen
class ProducerKind:
    """A kind of producer that may take part.

    Args:
        key: Its short name.
        name: Its name.
        groups: Keys of the product groups it is admitted for; all if empty.
        cite: Where it is written.
    """

    key: str
    name: Text
    groups: tuple[str, ...] = ()
    cite: tuple[Citation, ...] = ()


@frozen
class PartRule:
    """A part that every criteria set has, with its most points.

    Args:
        code: ``"A"``, ``"B"`` or ``"C"``.
        name: Its name.
        max: The most points.
        cite: Where it is written.
    """

    code: str
    name: Text
    max: int
    cite: tuple[Citation, ...] = ()


@frozen
class StarBand:
    """The points that make a number of stars.

    Args:
        stars: 1 to 5.
        at_least: The least points, included.
        below: The points it ends before; ``None`` for the highest band, which ends at the maximum.
        recognised_by: The key of the tier that recognises it; ``None`` if it isn't recognised.
        cite: Where it is written.
    """

    stars: int
    at_least: int
    below: int | None = None
    recognised_by: str | None = None
    cite: tuple[Citation, ...] = ()


@frozen
class Forwarding:
    """Which results go on to the next tier.

    Args:
        at_least: The least points.
        to: The key of the tier they go to.
        text: With what.
    """

    at_least: int
    to: str
    text: Text


@frozen
class Tier:
    """A level of government and what it does.

    Args:
        key: Its short name.
        name: Its name.
        body: Who acts for it.
        does: What it does.
        working_days: Within how many working days of receipt; ``None`` if not said.
        topics: What it assesses, if only some topics.
        output: What it hands on.
        recognises: The stars it recognises.
        forwards: Which results it forwards.
        otherwise: What follows below the points that it decides on.
        cite: Where it is written.
    """

    key: str
    name: Text
    body: Text
    does: Text
    working_days: int | None = None
    topics: tuple[Text, ...] = ()
    output: tuple[Text, ...] = ()
    recognises: tuple[int, ...] = ()
    forwards: Forwarding | None = None
    otherwise: Text | None = None
    cite: tuple[Citation, ...] = ()


@frozen
class Council:
    """The evaluation council of a tier.

    Args:
        tier: The key of the tier.
        chair: Who chairs it.
        members: Whom it is made of.
        experts: Whether experts may be invited.
        not_fixed: What the decision leaves to the council's own regulation.
        cite: Where it is written.
    """

    tier: str
    chair: Text
    members: tuple[Text, ...]
    experts: Text | None = None
    not_fixed: tuple[Text, ...] = ()
    cite: tuple[Citation, ...] = ()


@frozen
class Round:
    """A yearly evaluation round of a tier.

    Args:
        tier: The key of the tier.
        number: Which of the year.
        finish_before: Month and day (``"06-30"``) before which it ends.
        files_before: Month and day before which files must be proposed.
        cite: Where it is written.
    """

    tier: str
    number: int
    finish_before: str
    files_before: str
    cite: tuple[Citation, ...] = ()


@frozen
class Submission:
    """The papers that one hands to another.

    Args:
        by: Who hands them over: ``"producer"`` or the key of a tier.
        to: The key of the tier that receives them.
        routes: The routes it is for.
        papers: The papers.
        cite: Where it is written.
    """

    by: str
    to: str
    routes: tuple[Route, ...]
    papers: tuple[Text, ...]
    cite: tuple[Citation, ...] = ()


@frozen
class SupportingPaper:
    """A paper of the dossier that supports criteria.

    Args:
        key: Its short name, as criteria name it.
        name: What it shows.
        form: In which form it is handed in.
        cite: Where it is written.
    """

    key: str
    name: Text
    form: Text
    cite: tuple[Citation, ...] = ()


@frozen
class FormSpec:
    """A printed form and what it asks for.

    Args:
        number: Its number, such as ``"01"``.
        name: Its name.
        filled_by: Who fills it.
        contents: What it asks for, in its order.
        cite: Where it is printed.
    """

    number: str
    name: Text
    filled_by: Text
    contents: tuple[Text, ...]
    cite: tuple[Citation, ...] = ()


@frozen
class DossierRules:
    """What a dossier is made of.

    Args:
        paper_copies: How many on paper; ``None`` if not known.
        electronic_copies: How many electronic; ``None`` if not known.
        notes: What else is said of it.
        submissions: Who hands what to whom.
        evidence: The supporting papers.
        cite: Where it is written.
    """

    paper_copies: int | None = None
    electronic_copies: int | None = None
    notes: tuple[Text, ...] = ()
    submissions: tuple[Submission, ...] = ()
    evidence: tuple[SupportingPaper, ...] = ()
    cite: tuple[Citation, ...] = ()


CodeField = Literal["province", "district", "commune", "serial", "year"]
"""A field of a product code."""


@frozen
class CodeRule:
    """How product codes are written.

    Args:
        fields: The fields in their order, joined by hyphens.
        text: The rule in words.
        cite: Where it is written.
    """

    fields: tuple[CodeField, ...]
    text: Text
    cite: tuple[Citation, ...] = ()


@frozen
class CertificateRule:
    """The certificate.

    Args:
        from_stars: The fewest stars that get one.
        valid_months: For how many calendar months.
        starts: From which day.
        cite: Where it is written.
    """

    from_stars: int
    valid_months: int
    starts: Text
    cite: tuple[Citation, ...] = ()


@frozen
class UpgradeRule:
    """How a product rises.

    Args:
        text: When and how.
        cite: Where it is written.
    """

    text: Text
    cite: tuple[Citation, ...] = ()


@frozen
class ReEvaluationRule:
    """What happens when a certificate runs out.

    Args:
        not_earlier_than_days: The file comes at most so many days before expiry.
        not_later_than_days: And at least so many.
        within_days: The council decides within so many days of the full file.
        notice_days: The producer is given notice at least so many days before expiry.
        notes: How it is done.
        cite: Where it is written.
    """

    not_earlier_than_days: int | None = None
    not_later_than_days: int | None = None
    within_days: int | None = None
    notice_days: int | None = None
    notes: tuple[Text, ...] = ()
    cite: tuple[Citation, ...] = ()


@frozen
class RevocationGround:
    """A ground on which recognition is revoked.

    Args:
        point: Its letter.
        text: The ground.
    """

    point: str
    text: Text


@frozen
class Authority:
    """Who decides for which stars.

    Args:
        stars: The stars.
        by: Who.
    """

    stars: tuple[int, ...]
    by: Text


@frozen
class RevocationRule:
    """How recognition is revoked.

    Args:
        grounds: On which grounds.
        authorities: By whom.
        within_days: Within how many days of the conclusion.
        cite: Where it is written.
    """

    grounds: tuple[RevocationGround, ...]
    authorities: tuple[Authority, ...]
    within_days: int
    cite: tuple[Citation, ...] = ()


@frozen
class SupervisionRule:
    """How products are supervised.

    Args:
        tier: The key of the tier.
        text: By whom, and how.
        cite: Where it is written.
    """

    tier: str
    text: Text
    cite: tuple[Citation, ...] = ()


@frozen
class TransitionRule:
    """What holds for what began under older rules.

    Args:
        text: What holds.
        routes: The routes it is for; empty if it isn't about a route.
        follows: Which rules a file follows that was handed in before and isn't evaluated yet; ``None`` if
            it isn't about such files.
        within_days: Within how many days of the decision's first day; ``None`` if not said.
        extends_days: For how many days past expiry, at most, a certificate stays in force until the result;
            ``None`` if it isn't about that.
        cite: Where it is written.
    """

    text: Text
    routes: tuple[Route, ...] = ()
    follows: Literal["old-rules", "new-rules"] | None = None
    within_days: int | None = None
    extends_days: int | None = None
    cite: tuple[Citation, ...] = ()


@frozen
class Amendment:
    """Why, and where, a book was amended by somebody other than the legislator.

    Args:
        because: The reason.
        addresses: The addresses of the places that it changed.
        base: The id of the book that it changed.
    """

    because: Text
    addresses: tuple[str, ...]
    base: str | None = None


@frozen
class Articles:
    """All that a decision says besides its criteria sets; the content of ``book.yaml``.

    Args:
        id: The rule book's id, such as ``"qd-26-2026"``.
        name: Its name.
        instrument: The decision.
        ministries: The ministries it names.
        groups: The product groups, with the list of product sets.
        producers: The kinds of producer that may take part.
        parts: The parts that every set has.
        bands: The star bands, highest first.
        minimums: How minimum levels for a star are printed.
        readings: Our readings where the decision is silent.
        tiers: The levels of government.
        councils: The evaluation councils.
        rounds: The yearly rounds.
        dossier: What a dossier is made of.
        forms: The printed forms.
        product_code: How product codes are written.
        certificate: The certificate.
        upgrade: How a product rises.
        re_evaluation: What happens when a certificate runs out.
        revocation: How recognition is revoked.
        supervision: How products are supervised.
        transition: What holds for what began under older rules.
        doubts: What isn't certain.
        sources: What our data rests on.
        sets_from: The folder beside this book's whose criteria sets it has, if not its own.
        amendments: What was changed in the decision as a what-if, first change first.
    """

    id: str
    name: Text
    instrument: Instrument
    groups: tuple[ProductGroup, ...]
    parts: tuple[PartRule, ...]
    bands: tuple[StarBand, ...]
    readings: tuple[Reading, ...]
    ministries: tuple[Ministry, ...] = ()
    producers: tuple[ProducerKind, ...] = ()
    minimums: Text | None = None
    tiers: tuple[Tier, ...] = ()
    councils: tuple[Council, ...] = ()
    rounds: tuple[Round, ...] = ()
    dossier: DossierRules | None = None
    forms: tuple[FormSpec, ...] = ()
    product_code: CodeRule | None = None
    certificate: CertificateRule | None = None
    upgrade: UpgradeRule | None = None
    re_evaluation: ReEvaluationRule | None = None
    revocation: RevocationRule | None = None
    supervision: tuple[SupervisionRule, ...] = ()
    transition: tuple[TransitionRule, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    sources: Text | None = None
    sets_from: str | None = None
    amendments: tuple[Amendment, ...] = ()

    def entries(self) -> tuple[SetEntry, ...]:
        """Return the list of product sets in the order of their numbers."""
        found = (entry for group in self.groups for subgroup in group.subgroups for entry in subgroup.sets)
        return tuple(sorted(found, key=lambda entry: entry.number))
