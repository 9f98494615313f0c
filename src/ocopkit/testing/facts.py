"""Hypothesis strategies for measured facts: values on and around every threshold, always possible."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from ocopkit.assessing.facts import GivenFact
from ocopkit.rules.conditions import Condition, Value
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.rules.facts import WHOLE, YES_OR_NO, Fact, Vocabulary
from ocopkit.rules.measuring import conditions, facts_of_set
from ocopkit.scoring.score import basis_of


def values_of(fact: Fact, thresholds: Iterable[Fraction] = ()) -> st.SearchStrategy[Value]:
    """Return a strategy for the values of a fact: thresholds, what lies close to them, and all else.

    Args:
        fact: The fact.
        thresholds: The numbers with which conditions compare it.

    Example:
        >>> from hypothesis import find
        >>> import ocopkit
        >>> share = ocopkit.rule_book("qd-26-2026").facts["local-labour-commune-share"]
        >>> find(values_of(share), lambda value: value > 0)
        Fraction(1, 1)
    """
    if fact.kind in YES_OR_NO:
        return st.booleans()
    if fact.options:
        return st.sampled_from([option.key for option in fact.options])
    if fact.kind in WHOLE:
        near = sorted({int(edge) + step for edge in thresholds for step in (-1, 0, 1)} | {0})
        return st.one_of(st.sampled_from([one for one in near if one >= 0]), st.integers(0, 60)).map(Fraction)
    least, most = (0, 1) if fact.kind == "share" else (-1, 3)
    small = Fraction(1, 1000)
    close = {edge + step for edge in thresholds for step in (-small, 0, small)} | {Fraction(0), Fraction(1)}
    close = {one for one in close if least <= one <= most}
    return st.one_of(st.sampled_from(sorted(close)), st.fractions(least, most, max_denominator=200))


def facts_for(found: Iterable[Condition], vocabulary: Vocabulary) -> st.SearchStrategy[Mapping[str, Value]]:
    """Return a strategy for values of all facts that conditions name.

    Args:
        found: The conditions.
        vocabulary: The vocabulary of their book.
    """
    thresholds: dict[str, set[Fraction]] = {}
    for leaf in (leaf for one in found for leaf in one.leaves()):
        if leaf.fact is not None:
            bounds = (leaf.at_least, leaf.above, leaf.at_most, leaf.below)
            thresholds.setdefault(leaf.fact, set()).update(one for one in bounds if one is not None)
    return st.fixed_dictionaries(
        {key: values_of(vocabulary[key], edges) for key, edges in thresholds.items()}
    )


def facts_of_criterion(
    criterion: Criterion, vocabulary: Vocabulary
) -> st.SearchStrategy[Mapping[str, Value]]:
    """Return a strategy for values of all facts that a criterion measures.

    Args:
        criterion: The criterion.
        vocabulary: The vocabulary of its book.
    """
    return facts_for(conditions(criterion), vocabulary)


@st.composite
def given_facts(draw: st.DrawFn, form: CriteriaSet, on: date) -> tuple[GivenFact, ...]:
    """Draw every fact that a criteria set asks for, each with a paper that proves it and days that hold.

    Args:
        draw: Given by Hypothesis.
        form: The criteria set, taken from its rule book.
        on: The day of the council.
    """
    vocabulary = basis_of(form).facts()
    values = draw(
        facts_for((one for criterion in form.criteria for one in conditions(criterion)), vocabulary)
    )
    return tuple(given(vocabulary[key], values[key], on) for key in facts_of_set(form))


def given(fact: Fact, value: Value, on: date) -> GivenFact:
    """Return a fact with a paper that proves it and days with which it counts on a day.

    Args:
        fact: The fact.
        value: Its value.
        on: The day of the council.
    """
    paper = fact.papers[0] if fact.papers else None
    if fact.kind == "certificate":
        return GivenFact(fact.key, value, paper, valid_from=on - timedelta(days=30))
    return GivenFact(fact.key, value, paper, as_of=date(on.year - 1, 12, 31))
