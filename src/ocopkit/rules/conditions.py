"""Conditions on levels: what facts must be for a level to be reached; data, and never code.

A condition is a small tree: comparisons of one fact each, joined by ``all`` and ``any``. It is evaluated
with what is known, in three values: it holds, it doesn't, or that isn't known yet.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain

from attrs import frozen

from ocopkit.text import Lang, Text

Value = bool | Fraction | str
"""The value of a fact: whether, how many or how much, or which option."""

Values = Mapping[str, Value]
"""What is known: the values of facts by their keys. A certificate's value is whether it is in force."""


@frozen
class Condition:
    """What facts must be: one comparison, or several joined.

    Exactly one of ``fact``, ``all``, ``any``, ``judged`` and ``otherwise`` is there. Bounds of one fact hold
    together: ``{fact: local-labour-commune-share, at_least: 0.5, below: 0.75}``.

    Args:
        fact: The key of the fact that is compared.
        at_least: The least number.
        above: The number that must be exceeded.
        at_most: The most.
        below: The number that must not be reached.
        one_of: The options that do.
        holds: Whether a yes-no fact must be so (``true``) or must not (``false``).
        in_force: Whether a certificate must be held and in force on the day of the council.
        all: Conditions that must all hold.
        any: Conditions of which one is enough.
        judged: What only a council can say, in words; facts never decide it.
        otherwise: Whether it is what remains when no other level is reached.

    Example:
        >>> from fractions import Fraction
        >>> half = Condition(fact="local-labour-commune-share", at_least=Fraction(1, 2))
        >>> half.formula
        'local-labour-commune-share ≥ 0.5'
        >>> half.holds_for({"local-labour-commune-share": Fraction(62, 100)}), half.holds_for({})
        (True, None)
    """

    fact: str | None = None
    at_least: Fraction | None = None
    above: Fraction | None = None
    at_most: Fraction | None = None
    below: Fraction | None = None
    one_of: tuple[str, ...] = ()
    holds: bool | None = None
    in_force: bool | None = None
    all: "tuple[Condition, ...]" = ()
    any: "tuple[Condition, ...]" = ()
    judged: Text | None = None
    otherwise: bool = False

    def holds_for(self, values: Values) -> bool | None:
        """Return whether the condition holds; ``None`` if what is known doesn't tell.

        Args:
            values: What is known; what a council has said of a judgement, by its words in Vietnamese.
        """
        if self.all:
            found = [one.holds_for(values) for one in self.all]
            return False if False in found else None if None in found else True
        if self.any:
            found = [one.holds_for(values) for one in self.any]
            return True if True in found else None if None in found else False
        if self.judged is not None:
            said = values.get(self.judged.vi)
            return said if isinstance(said, bool) else None
        if self.fact is None:
            return True
        value = values.get(self.fact)
        return None if value is None else self._fits(value)

    def _fits(self, value: Value) -> bool:
        """Return whether a value fits the comparison."""
        if isinstance(value, str):
            return value in self.one_of
        if isinstance(value, bool):
            return value is (self.in_force if self.holds is None else self.holds)
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    def leaves(self) -> Iterator["Condition"]:
        """Yield every comparison, judgement and remainder in it, from left to right."""
        if self.all or self.any:
            yield from chain.from_iterable(one.leaves() for one in (*self.all, *self.any))
        else:
            yield self

    def facts(self) -> tuple[str, ...]:
        """Return the keys of the facts in it, each once, in their order."""
        return tuple(dict.fromkeys(leaf.fact for leaf in self.leaves() if leaf.fact is not None))

    def judgements(self) -> tuple[Text, ...]:
        """Return what in it only a council can say."""
        return tuple(dict.fromkeys(leaf.judged for leaf in self.leaves() if leaf.judged is not None))

    def open_leaves(self, values: Values) -> Iterator["Condition"]:
        """Yield what must still be known before it is clear whether the condition holds.

        Args:
            values: What is known.
        """
        if self.holds_for(values) is not None:
            return
        if self.all or self.any:
            for one in (*self.all, *self.any):
                yield from one.open_leaves(values)
        else:
            yield self

    @property
    def formula(self) -> str:
        """The condition in one line, with the keys of its facts."""
        return self.formula_in("vi")

    def formula_in(self, lang: Lang) -> str:
        """Return the condition in one line, with the keys of its facts and what is judged in a language.

        Args:
            lang: ``"vi"`` or ``"en"``.
        """
        if self.all:
            return " ∧ ".join(_bracketed(one, lang) for one in self.all)
        if self.any:
            return " ∨ ".join(_bracketed(one, lang) for one in self.any)
        if self.fact is None:
            return "…" if self.otherwise else f"“{self.judged.say(lang)}”" if self.judged else ""
        if self.one_of:
            return f"{self.fact} ∈ {{{', '.join(self.one_of)}}}"
        if self.holds is not None or self.in_force is not None:
            return self.fact if self.holds or self.in_force else f"¬ {self.fact}"
        signs = {"≥": self.at_least, ">": self.above, "≤": self.at_most, "<": self.below}
        told = [f"{sign} {plain_number(bound)}" for sign, bound in signs.items() if bound is not None]
        return f"{self.fact} {' ∧ '.join(told)}"


def plain_number(number: Fraction) -> str:
    """Return a number as people write it: with decimals where that is exact.

    Example:
        >>> plain_number(Fraction(3, 4)), plain_number(Fraction(12)), plain_number(Fraction(1, 3))
        ('0.75', '12', '1/3')
    """
    scaled, digits = number, 0
    while scaled.denominator != 1 and digits < _DIGITS:
        scaled, digits = scaled * 10, digits + 1
    return str(number) if scaled.denominator != 1 else f"{float(number):.{digits}f}"


_DIGITS = 6


def _bracketed(condition: Condition, lang: Lang) -> str:
    joined = len(condition.all) > 1 or len(condition.any) > 1
    formula = condition.formula_in(lang)
    return f"({formula})" if joined else formula


@frozen
class Way:
    """What one option of a reading makes of facts that the form leaves open.

    Args:
        option: The option's key.
        answer: The answer: a level's key (``"a.b"`` for case and level), ``"below"`` or ``"exempt"``.
    """

    option: str
    answer: str


@frozen
class LeftOpen:
    """Facts for which the form names no level, or two: a reading says which.

    Args:
        when: The facts.
        reading: The key of the book's reading.
        ways: What its options make of them. Under an option that isn't here, the council answers, and may
            give any of the answers that are.
    """

    when: Condition
    reading: str
    ways: tuple[Way, ...]
