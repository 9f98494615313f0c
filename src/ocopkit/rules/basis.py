"""What a score needs of the rule book besides the criteria set."""

from collections.abc import Callable

from attrs import field, frozen

from ocopkit.rules.articles import StarBand, SupportingPaper
from ocopkit.rules.facts import Vocabulary
from ocopkit.rules.law import Doubt, Reading


@frozen(eq=False)
class Basis:
    """The rule book behind a criteria set, as far as a score needs it.

    Args:
        book: The book's id.
        digest: The book's digest.
        instrument: The number of the decision.
        bands: The star bands, highest first.
        readings: The book's readings where the law is silent.
        doubts: What isn't certain about the book.
        papers: The supporting papers of a dossier, which criteria name by key.
        facts: Returns the vocabulary of facts, which is read only when it is asked for.
    """

    book: str
    digest: str
    instrument: str
    bands: tuple[StarBand, ...]
    readings: tuple[Reading, ...]
    doubts: tuple[Doubt, ...] = ()
    papers: tuple[SupportingPaper, ...] = ()
    facts: Callable[[], Vocabulary] = field(default=Vocabulary, repr=False)
