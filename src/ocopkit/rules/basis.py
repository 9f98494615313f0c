"""What a score needs of the rule book besides the criteria set."""

from collections.abc import Callable, Mapping

from attrs import field, frozen

from ocopkit.rules.articles import StarBand, SupportingPaper
from ocopkit.rules.facts import Fact, Vocabulary
from ocopkit.rules.law import Doubt, Reading
from ocopkit.text import Text


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

    def paper_names(self) -> Mapping[str, Text]:
        """Return the names of papers by key: the decision's own, and the vocabulary's where it names none."""
        common = {paper.key: paper.text for paper in self.facts().papers}
        return common | {paper.key: paper.name for paper in self.papers}

    def papers_for(self, fact: Fact) -> Mapping[str, Text]:
        """Return the papers that prove a fact, by key: those in the decision's own list, if any of them is.

        Args:
            fact: The fact.
        """
        names, own = self.paper_names(), {paper.key for paper in self.papers}
        keys = [key for key in fact.papers if key in own] or fact.papers
        return {key: names.get(key, Text(vi=key, en=key)) for key in keys}
