"""The vocabulary of facts: what can be measured of a product, in words that every rule book shares.

Where two regimes measure differently (labour of the commune, labour of the district), there are two facts.
A fact says nothing of points: conditions on levels do (:mod:`ocopkit.rules.conditions`).
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import field, frozen

from ocopkit.rules.conditions import Condition, Value
from ocopkit.rules.law import Option
from ocopkit.text import Text

FactKind = Literal["share", "rate", "count", "months", "years", "yes-no", "choice", "place", "certificate"]
"""What a fact's value is: see :class:`Fact`."""

NUMBERS: frozenset[FactKind] = frozenset({"share", "rate", "count", "months", "years"})
"""The kinds of facts whose values are numbers."""

WHOLE: frozenset[FactKind] = frozenset({"count", "months", "years"})
"""The kinds of facts whose values are whole numbers from 0."""

NOT_NEGATIVE: frozenset[FactKind] = frozenset({*WHOLE, "share"})
"""The kinds of facts whose values are numbers from 0."""

YES_OR_NO: frozenset[FactKind] = frozenset({"yes-no", "certificate"})
"""The kinds of facts that hold or don't."""

CHOICES: frozenset[FactKind] = frozenset({"choice", "place"})
"""The kinds of facts whose values are one of their options."""


@frozen
class Fact:
    """Something that can be measured of a product or its producer.

    Args:
        key: Its name in conditions and on fact sheets.
        name: Its name in words.
        kind: ``"share"``: of a whole, from 0 to 1. ``"rate"``: of growth, -1 or more. ``"count"``,
            ``"months"``, ``"years"``: a whole number from 0. ``"yes-no"``. ``"choice"``: one of the options.
            ``"place"``: one of the options, which are areas, the smallest first. ``"certificate"``: a paper
            held, by whom issued, valid from when until when; a condition asks if it is in force on a day.
        measured: How it is measured, and over which period.
        papers: The keys of the dossier's supporting papers any of which proves it.
        unit: What is counted, where the name doesn't say it.
        options: For a choice or a place, what there is to choose from: the worst first if one is better
            than another.
        better: Which values are better: ``"more"`` (a later option, yes rather than no), ``"less"``, or
            ``"neither"``.
        of_last_year: Whether only a measurement of the calendar year before the council's speaks.
        issuer: For a certificate, who issues it.
        scope: For a certificate, what it must cover.
    """

    key: str
    name: Text
    kind: FactKind
    measured: Text
    papers: tuple[str, ...] = ()
    unit: Text | None = None
    options: tuple[Option, ...] = ()
    better: Literal["more", "less", "neither"] = "more"
    of_last_year: bool = False
    issuer: Text | None = None
    scope: Text | None = None

    def option(self, key: str) -> Option | None:
        """Return the option of a key, if there is one."""
        return next((option for option in self.options if option.key == key), None)

    def needs_proof(self, value: Value) -> bool:
        """Return whether a paper must prove a value: no and nothing speak for nobody and need none."""
        if isinstance(value, str):
            return self.better != "more" or value != self.options[0].key
        return value > 0


@frozen
class Contradiction:
    """Facts that cannot hold together.

    Args:
        when: What cannot be.
        text: Why, in words.
    """

    when: Condition
    text: Text


@frozen
class Vocabulary:
    """The facts that conditions may name.

    Args:
        facts: The facts, in the order in which people see them.
        contradictions: What cannot hold together.
        papers: The papers that prove facts, for decisions whose data lists none of its own.

    Example:
        >>> import ocopkit
        >>> facts = ocopkit.rule_book("qd-26-2026").facts
        >>> facts["local-labour-commune-share"].kind
        'share'
    """

    facts: tuple[Fact, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    papers: tuple[Option, ...] = ()
    _by_key: dict[str, Fact] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Prepare the look-up by key."""
        object.__setattr__(self, "_by_key", {fact.key: fact for fact in self.facts})

    def __getitem__(self, key: str) -> Fact:
        """Return the fact of a key.

        Raises:
            KeyError: If there is none.
        """
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        """Return whether there is a fact of a key."""
        return key in self._by_key

    def __iter__(self) -> Iterator[Fact]:
        """Yield the facts in their order."""
        return iter(self.facts)

    def __len__(self) -> int:
        """Return the number of facts."""
        return len(self.facts)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all facts, in their order."""
        return tuple(self._by_key)

    def with_more(self, other: "Vocabulary") -> "Vocabulary":
        """Return this vocabulary with what another one adds."""
        if not len(self):
            return other
        return Vocabulary(
            (*self.facts, *other.facts),
            (*self.contradictions, *other.contradictions),
            (*self.papers, *other.papers),
        )

    def among(self, keys: Iterable[str]) -> tuple[Fact, ...]:
        """Return the facts of some keys, in the order of the vocabulary; keys of no fact are left out."""
        wanted = frozenset(keys)
        return tuple(fact for fact in self.facts if fact.key in wanted)
