"""How much of a rule book facts decide, and how much is left to judgement."""

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.rules.measuring import conditions, facts_of, is_measured

Decided = Literal["measured", "partly", "judged", "unmarked"]
"""Who decides a criterion's level: see :func:`decided`."""


def decided(criterion: Criterion) -> Decided:
    """Return who decides the level of a criterion.

    Args:
        criterion: The criterion.

    Returns:
        ``"measured"``: facts alone. ``"partly"``: facts narrow it, and a council says the rest.
        ``"judged"``: a council alone. ``"unmarked"``: the data doesn't say, or not of every level.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> [decided(tea.criterion(code)) for code in ("3.3", "2.3", "2.2")]
        ['measured', 'partly', 'judged']
    """
    if is_measured(criterion):
        return "partly" if any(one.judgements() for one in conditions(criterion)) else "measured"
    return "judged" if criterion.judged else "unmarked"


@frozen
class Part:
    """Criteria that are decided alike.

    Args:
        criteria: How many there are.
        points: Their most points together.
    """

    criteria: int
    points: int


@frozen
class Coverage:
    """How much of one or several criteria sets facts decide.

    Args:
        measured: The criteria that facts alone decide.
        partly: Those that facts narrow.
        judged: Those left to judgement.
        unmarked: Those of which the data doesn't say.
        conditions: How many different conditions there are.
        facts: How many different facts they name.
    """

    measured: Part
    partly: Part
    judged: Part
    unmarked: Part
    conditions: int
    facts: int


def coverage(sets: Iterable[CriteriaSet]) -> Coverage:
    """Return how much of criteria sets facts decide; a rule book is an iterable of its sets.

    Args:
        sets: The criteria sets.

    Example:
        >>> import ocopkit
        >>> found = coverage([ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]])
        >>> found.measured.criteria, found.measured.points
        (17, 53)
    """
    criteria = [criterion for one in sets for criterion in one.criteria]

    def part(kind: Decided) -> Part:
        found = [one for one in criteria if decided(one) == kind]
        return Part(len(found), sum(one.max for one in found))

    return Coverage(
        part("measured"),
        part("partly"),
        part("judged"),
        part("unmarked"),
        len({condition for one in criteria for condition in conditions(one)}),
        len({key for one in criteria for key in facts_of(one)}),
    )
