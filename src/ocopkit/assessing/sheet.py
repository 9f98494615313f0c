"""A fact sheet: the facts of one product for one criteria set."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from ocopkit.assessing.assess import Assessment, assess
from ocopkit.assessing.facts import GivenFact
from ocopkit.product import Product
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.sheet import Answer


@frozen
class FactSheet:
    """The facts of one product for one criteria set, with the council's own answers where it gave some.

    Args:
        criteria_set: The criteria set, taken from its rule book.
        facts: The facts.
        on: The day of the council, if the sheet says it.
        answers: The council's own answers by code.
        raised: The gates that were found to apply, by key, each with its reason.
        product: The product, if the sheet says which.
    """

    criteria_set: CriteriaSet
    facts: tuple[GivenFact, ...] = ()
    on: date | None = None
    answers: Mapping[str, Answer | None] = field(factory=dict[str, Answer | None])
    raised: Mapping[str, str] = field(factory=dict[str, str])
    product: Product | None = None

    def assess(self, on: date, *, readings: Mapping[str, str] | None = None) -> Assessment:
        """Return the score sheet that the facts propose; see :func:`~ocopkit.assessing.assess.assess`.

        Args:
            on: The day of the council.
            readings: Options of the book's readings to use instead of its own choices.
        """
        return assess(
            self.facts,
            self.criteria_set,
            on=on,
            answers=self.answers,
            raised=self.raised,
            product=self.product,
            readings=readings,
        )
