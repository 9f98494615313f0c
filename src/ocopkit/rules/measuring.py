"""Which level of a criterion facts choose.

The rule is the same for every criterion, whatever its conditions: what its form leaves open is decided
first, by a reading; then the highest level whose condition holds is reached; then, if its condition holds,
"below the lowest". What the conditions don't cover is nobody's guess: it is left to the council and named.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from attrs import evolve, frozen

from ocopkit.rules.conditions import Condition, LeftOpen, Values
from ocopkit.rules.criteria import BELOW, CriteriaSet, Criterion
from ocopkit.text import Text


@frozen
class Outcome:
    """What follows if a condition holds.

    Args:
        when: The condition.
        answers: The answers that it leaves: one; several where a reading leaves it to the council.
        left_open: What the form leaves open here and a reading decides, if it does.
    """

    when: Condition
    answers: tuple[str, ...]
    left_open: LeftOpen | None = None


@frozen
class Measured:
    """What facts say of a criterion.

    Args:
        answer: The answer that the facts decide; ``None`` if they don't. It is as a score sheet takes it: a
            level's key, ``"a.b"`` for case and level, ``"below"``.
        answers: The answers that what is known still allows, lowest first.
        decided_by: The keys of the facts that decide: without any of them it would not be decided.
        missing: The keys of the facts that must still be known.
        to_judge: What only the council can say and must, in words.
        left_open: What the form leaves open at these facts, if it does.
        uncovered: Whether no condition covers what is known.
    """

    answer: str | None
    answers: tuple[str, ...]
    decided_by: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    to_judge: tuple[Text, ...] = ()
    left_open: LeftOpen | None = None
    uncovered: bool = False


def conditions(criterion: Criterion) -> Iterator[Condition]:
    """Yield the conditions of a criterion: of its levels and cases, below them, and what is left open."""
    for case in criterion.alternatives:
        yield from (one for one in (case.when, case.below_when) if one is not None)
    for _, levels in criterion.ladders():
        yield from (level.when for level in levels if level.when is not None)
    if criterion.below_when is not None:
        yield criterion.below_when
    yield from (one.when for one in criterion.left_open)


def is_measured(criterion: Criterion) -> bool:
    """Return whether conditions choose the levels of a criterion, wholly or in part: all levels have one."""
    ladders = [levels for _, levels in criterion.ladders()]
    cases = all(case.when is not None for case in criterion.alternatives)
    return cases and all(level.when is not None for levels in ladders for level in levels) and all(ladders)


def facts_of(criterion: Criterion) -> tuple[str, ...]:
    """Return the keys of the facts that the conditions of a criterion name, each once."""
    steps = _outcomes(criterion, tuple((one.reading, None) for one in criterion.left_open))
    return tuple(dict.fromkeys(key for step in steps for key in step.when.facts()))


def facts_of_set(criteria_set: CriteriaSet) -> tuple[str, ...]:
    """Return the keys of the facts that the conditions of a criteria set name, in the order of the form."""
    return tuple(dict.fromkeys(key for one in criteria_set.criteria for key in facts_of(one)))


def outcomes(criterion: Criterion, choices: Mapping[str, str]) -> tuple[Outcome, ...]:
    """Return what follows from which facts, in order: the first condition that holds decides.

    Args:
        criterion: A criterion. One left to judgement has no outcomes.
        choices: The option that holds for each reading, by its key.

    Example:
        >>> import ocopkit
        >>> labour = ocopkit.rule_book("qd-26-2026")[11].criterion("3.3")
        >>> for one in outcomes(labour, {"share-boundary": "lower-level"}):
        ...     print(one.answers[0], "if", one.when.formula)
        b if local-labour-commune-share ≥ 0.75 ∧ ≤ 0.75
        c if local-labour-commune-share ≥ 0.75
        b if local-labour-commune-share ≥ 0.5 ∧ ≤ 0.75
        a if local-labour-commune-share ≥ 0.25 ∧ < 0.5
        below if local-labour-commune-share < 0.25
    """
    return _outcomes(criterion, tuple((one.reading, choices.get(one.reading)) for one in criterion.left_open))


def level_for(criterion: Criterion, facts: Values, choices: Mapping[str, str] | None = None) -> Measured:
    """Return what facts say of a criterion: its level, or the levels that they still allow.

    Args:
        criterion: The criterion.
        facts: What is known: values by the keys of facts. A certificate's value is whether it is in force on
            the day of the council.
        choices: The option that holds for each reading, by its key; what a form leaves open is left to the
            council where it is left out.

    Returns:
        What the facts say. Of a criterion left to judgement they say nothing: no answers.

    Example:
        >>> from fractions import Fraction
        >>> import ocopkit
        >>> labour = ocopkit.rule_book("qd-26-2026")[11].criterion("3.3")
        >>> level_for(labour, {"local-labour-commune-share": Fraction(62, 100)}).answer
        'b'
        >>> level_for(labour, {}).answers
        ('below', 'a', 'b', 'c')
    """
    steps = outcomes(criterion, choices or {})
    found = _walk(criterion, steps, facts)
    if found.answer is None:
        return found
    # The fewest facts that decide alike: each is left out in turn, and stays out if it isn't missed.
    named = tuple(dict.fromkeys(key for step in steps for key in step.when.facts() if key in facts))
    kept = {key: facts[key] for key in named}
    for key in named:
        fewer = {other: value for other, value in kept.items() if other != key}
        if _walk(criterion, steps, fewer).answer == found.answer:
            kept = fewer
    return evolve(found, decided_by=tuple(kept))


def _walk(criterion: Criterion, steps: tuple[Outcome, ...], facts: Values) -> Measured:
    """Go through the outcomes until one is certain."""
    possible: list[Outcome] = []
    certain = False
    for step in steps:
        holds = step.when.holds_for(facts)
        if holds is not False:
            possible.append(step)
        if holds:
            certain = True
            break
    allowed = {answer for step in possible for answer in step.answers}
    answers = tuple(answer for answer in criterion.answers() if answer in allowed)
    left_open = possible[0].left_open if len(possible) == 1 and certain else None
    if certain and len(answers) == 1:
        return Measured(answers[0], answers, left_open=left_open)
    leaves = [leaf for step in possible for leaf in step.when.open_leaves(facts)]
    return Measured(
        None,
        answers,
        missing=tuple(dict.fromkeys(leaf.fact for leaf in leaves if leaf.fact is not None)),
        to_judge=tuple(dict.fromkeys(leaf.judged for leaf in leaves if leaf.judged is not None)),
        left_open=left_open,
        uncovered=bool(steps) and not possible,
    )


@lru_cache(maxsize=4096)
def _outcomes(criterion: Criterion, chosen: tuple[tuple[str, str | None], ...]) -> tuple[Outcome, ...]:
    if not is_measured(criterion):
        return ()
    return tuple(_steps(criterion, dict(chosen)))


def _steps(criterion: Criterion, choices: Mapping[str, str | None]) -> Iterator[Outcome]:
    for one in criterion.left_open:
        ways = {way.option: way.answer for way in one.ways}
        option = choices[one.reading]
        answers = (ways[option],) if option in ways else tuple(dict.fromkeys(ways.values()))
        yield Outcome(one.when, answers, one)
    rest: list[Outcome] = []
    for case in criterion.alternatives or (None,):
        levels, below = (case.levels, case.below_when) if case else (criterion.levels, criterion.below_when)
        asked, begin = (case.when, f"{case.key}.") if case else (None, "")
        for level in reversed(levels):
            if level.when is not None:
                step = Outcome(_within(asked, level.when), (begin + level.key,))
                if level.when.otherwise:
                    rest.append(step)
                else:
                    yield step
        if below is not None:
            rest.append(Outcome(_within(asked, below), (begin + BELOW,)))
    yield from rest


def _within(case: Condition | None, level: Condition) -> Condition:
    """Return the condition of a level within its case."""
    if case is None:
        return level
    return case if level.otherwise else Condition(all=(case, level))
