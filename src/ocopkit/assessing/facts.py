"""Facts as they are given: a value, the paper that proves it, its dates; and all that can be wrong."""

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import cast

from attrs import field, frozen

from ocopkit.assessing import refusals as no
from ocopkit.conversion import expect, expect_day
from ocopkit.errors import FactsError, Path, Problem, Told, Where
from ocopkit.rules.basis import Basis
from ocopkit.rules.conditions import Value
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import CHOICES, WHOLE, YES_OR_NO, Fact, Vocabulary
from ocopkit.rules.measuring import facts_of_set
from ocopkit.scoring.score import basis_of

_RATIO = re.compile(r"-?[0-9]{1,18}/[1-9][0-9]{0,17}")


GivenValue = bool | int | float | Decimal | Fraction | str
"""A value as people give it; a number is kept as the exact fraction that it means."""


def _exact(value: GivenValue) -> GivenValue:
    """Return a number as the fraction that people mean: 0.62 is sixty-two hundredths."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return Fraction(str(value))
    if isinstance(value, str) and _RATIO.fullmatch(value):
        return Fraction(value)
    return Fraction(value) if isinstance(value, int | Decimal) else value


@frozen
class GivenFact:
    """A fact of a product, as its producer or an officer gives it.

    Args:
        fact: Its key in the vocabulary.
        value: Its value: a number (a share as 0.62), true or false, or the key of an option. Numbers are kept
            as exact fractions.
        paper: The key of the dossier's supporting paper that proves it.
        document: Which document that is, in words: its number, its date, the page.
        as_of: The day on which it was measured, or the last day of the period measured.
        issuer: For a certificate, who issued it.
        number: For a certificate, its number.
        valid_from: For a certificate, its first valid day.
        valid_until: For a certificate, its last valid day; ``None`` if it has none.

    Raises:
        TypeError: If a day isn't a ``date``.

    Example:
        >>> GivenFact("local-labour-commune-share", 0.62, paper="local-labour").value
        Fraction(31, 50)
    """

    fact: str
    value: GivenValue = field(converter=_exact)
    paper: str | None = None
    document: str | None = None
    as_of: date | None = None
    issuer: str | None = None
    number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse days that are none, before they are compared with others."""
        for name in ("as_of", "valid_from", "valid_until"):
            if getattr(self, name) is not None:
                expect_day(getattr(self, name), name)

    @property
    def exact(self) -> Value:
        """The value as conditions compare it, once it is known to fit its fact."""
        return cast("Value", self.value)


_OF_CERTIFICATES = ("issuer", "number", "valid_from", "valid_until")


def check_facts(given: Iterable[GivenFact], criteria_set: CriteriaSet) -> None:
    """Refuse facts that cannot be: of another regime, of another type, given twice, impossible.

    Args:
        given: The facts.
        criteria_set: The criteria set that they are for, taken from its rule book.

    Raises:
        FactsError: With every fact that cannot be, by its key.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> check_facts([GivenFact("local-labour-commune-share", 62)], tea)
        Traceback (most recent call last):
        ...
        ocopkit.errors.FactsError: facts/local-labour-commune-share/value: [share-out-of-range] A share ...
    """
    if problems := list(problems_of(given, criteria_set)):
        raise FactsError(problems)


def problems_of(given: Iterable[GivenFact], criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Yield all that is wrong with facts for a criteria set, each by the fact's key."""
    basis = basis_of(criteria_set)
    vocabulary = basis.facts()
    asked = frozenset(facts_of_set(criteria_set))
    seen: set[str] = set()
    for one in given:
        expect(one, GivenFact, "a fact")
        here: Path = ("facts", one.fact)
        if one.fact in seen:
            yield _at(here, no.two_values(one.fact))
        seen.add(one.fact)
        if one.fact not in asked:
            yield _at(here, _not_asked(one.fact, vocabulary, criteria_set, asked), on_key=True)
        if one.fact in vocabulary:
            yield from _wrong(one, vocabulary[one.fact], basis, here)


def _wrong(one: GivenFact, fact: Fact, basis: Basis, here: Path) -> Iterator[Problem]:
    """Yield what is wrong with what is given of a fact."""
    if (told := _wrong_value(fact, one.value)) is not None:
        yield _at((*here, "value"), told)
    if one.paper is not None and one.paper not in fact.papers:
        yield _at((*here, "paper"), no.other_paper(one.paper, basis.papers_for(fact)))
    if one.valid_from and one.valid_until and one.valid_until < one.valid_from:
        yield _at((*here, "valid_until"), no.ended_before_it_began(one.valid_from, one.valid_until))
    if fact.kind != "certificate":
        for name in _OF_CERTIFICATES:
            if getattr(one, name) is not None:
                yield _at((*here, name), no.not_a_certificate(fact))


def _at(path: Path, told: Told, *, on_key: bool = False) -> Problem:
    return Problem(*told, Where(path, on_key=on_key))


def _not_asked(key: str, vocabulary: Vocabulary, criteria_set: CriteriaSet, asked: frozenset[str]) -> Told:
    known = [name for name in vocabulary.keys if name in asked]
    return no.of_another_regime(key, criteria_set, known) if key in vocabulary else no.unknown(key, known)


def _wrong_value(fact: Fact, value: object) -> Told | None:
    """Return what is wrong with a value, if anything is."""
    if fact.kind in YES_OR_NO:
        return None if isinstance(value, bool) else no.not_yes_or_no(fact, value)
    if fact.kind in CHOICES:
        known = isinstance(value, str) and fact.option(value) is not None
        return None if known else no.not_an_option(fact, value)
    return _wrong_number(fact, value) if isinstance(value, Fraction) else no.not_a_number(fact, value)


def _wrong_number(fact: Fact, value: Fraction) -> Told | None:
    if fact.kind in WHOLE:
        return None if value >= 0 and value.denominator == 1 else no.not_a_count(fact, value)
    if fact.kind == "share":
        return None if 0 <= value <= 1 else no.not_a_share(value)
    return None if value >= -1 else no.not_a_rate(value)
