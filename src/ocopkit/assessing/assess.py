"""A proposed score sheet: what measured facts choose, and what is left to the council."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal

from attrs import evolve, field, frozen

from ocopkit.assessing.facts import GivenFact, check_facts
from ocopkit.assessing.knowing import Remark, known_on
from ocopkit.conversion import expect, expect_day
from ocopkit.product import Product
from ocopkit.rules.conditions import Value, Values
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.rules.facts import Fact, Vocabulary
from ocopkit.rules.measuring import Measured, is_measured, level_for
from ocopkit.scoring.bounds import Bounds, bounds
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import UsedReading, readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import Answer, ScoreSheet, granted
from ocopkit.text import Text


@frozen
class Proof:
    """A fact that decides, with what was given of it.

    Args:
        fact: The fact.
        given: Its value, its paper, its dates.
        value: The value that counts: of a certificate, whether it is in force on the day of the council.
    """

    fact: Fact
    given: GivenFact
    value: Value


@frozen
class Proposal:
    """What facts say of one criterion, beside the council's own answer.

    Args:
        criterion: The criterion.
        kind: ``"proposed"``: the facts choose the answer. ``"open"``: they could, and something is missing.
            ``"judged"``: the criterion is left to judgement.
        answer: The answer that the facts choose; ``None`` if they don't.
        answers: The answers that the facts allow, lowest first; empty if it is left to judgement.
        decided_by: The facts that decide, each with its paper: without any of them nothing is proposed.
        missing: The facts that must still be given.
        to_judge: What in it only the council can say.
        reading: The reading that decides what the form leaves open, if it does at these facts.
        uncovered: Whether the form's conditions cover these facts nowhere.
        own: The council's own answer, which stands over any proposal.
        against: The criterion whose own answer takes for granted what the facts deny of this one, which then
            stays a question.
    """

    criterion: Criterion
    kind: Literal["proposed", "open", "judged"]
    answer: str | None
    answers: tuple[str, ...]
    decided_by: tuple[Proof, ...] = ()
    missing: tuple[Fact, ...] = ()
    to_judge: tuple[Text, ...] = ()
    reading: UsedReading | None = None
    uncovered: bool = False
    own: str | None = None
    against: Criterion | None = None

    @property
    def differs(self) -> bool:
        """Whether facts don't allow the council's own answer, to this criterion or one resting on it."""
        if self.own is None:
            return self.against is not None
        return bool(self.answers) and self.own not in self.answers


@frozen
class Assessment:
    """What measured facts say of a product on a day.

    Args:
        criteria_set: The criteria set.
        on: The day of the council.
        proposals: What facts say of each criterion, in the order of the form.
        sheet: The sheet that follows: the council's own answers, and what facts choose elsewhere.
        bounds: What the sheet can still come to, as far as the facts narrow it.
        remarks: What speaks against given facts.
        given: The facts.
    """

    criteria_set: CriteriaSet
    on: date
    proposals: tuple[Proposal, ...] = field(repr=False)
    sheet: ScoreSheet = field(repr=False)
    bounds: Bounds
    remarks: tuple[Remark, ...] = ()
    given: tuple[GivenFact, ...] = field(default=(), repr=False)

    def proposal(self, code: str) -> Proposal:
        """Return what facts say of the criterion of a code.

        Raises:
            KeyError: If the form has none of that code.
        """
        for one in self.proposals:
            if one.criterion.code == code:
                return one
        raise KeyError(code)

    @property
    def differences(self) -> tuple[Proposal, ...]:
        """The criteria where the council's own answer is one that the facts don't allow."""
        return tuple(one for one in self.proposals if one.differs)

    @property
    def questions(self) -> tuple[Proposal, ...]:
        """The criteria that still want the council's answer, in the order of the form."""
        open_codes = {criterion.code for criterion in self.sheet.unanswered()}
        return tuple(one for one in self.proposals if one.criterion.code in open_codes)


def assess(
    facts: Iterable[GivenFact],
    criteria_set: CriteriaSet,
    *,
    on: date,
    answers: Mapping[str, Answer | None] | None = None,
    raised: Mapping[str, str] | None = None,
    product: Product | None = None,
    readings: Mapping[str, str] | None = None,
) -> Assessment:
    """Return the score sheet that measured facts propose, with the facts and papers behind it.

    Args:
        facts: The facts, each once.
        criteria_set: The criteria set, taken from its rule book.
        on: The day of the council: certificates must be in force on it.
        answers: The council's own answers by code, as in a score sheet; each stands over any proposal.
        raised: The gates that were found to apply, by key, each with its reason.
        product: The product.
        readings: Options of the book's readings to use instead of its own choices.

    Returns:
        For each criterion what the facts choose or still allow; the sheet, its bounds, and what speaks
        against given facts. Nothing is proposed without a fact that counts.

    Raises:
        FactsError: With every fact that cannot be.
        NotFoundError: If the book has no such reading or option.
        SheetError: With every own answer that the form doesn't allow.
        TypeError: If an argument is something else.

    Example:
        >>> from datetime import date
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> labour = GivenFact("local-labour-commune-share", 0.62, paper="local-labour")
        >>> found = assess([labour], tea, on=date(2026, 9, 1))
        >>> found.proposal("3.3").answer, found.sheet.answers["3.3"]
        ('b', 'b')
        >>> found.bounds.least, found.bounds.most
        (3, 99)
    """
    expect(criteria_set, CriteriaSet, "criteria_set")
    expect_day(on, "on")
    expect(facts, Iterable, "facts")
    given = tuple(facts)
    check_facts(given, criteria_set)
    basis = basis_of(criteria_set)
    rules = readings_of(basis, readings)
    vocabulary = basis.facts()
    known = known_on(given, vocabulary, on)
    council = ScoreSheet(criteria_set, answers or {}, raised or {}, product)
    taken = granted(plan_of(criteria_set), council.lines)
    by_fact = {one.fact: one for one in given}
    proposals = tuple(
        _beside(
            council,
            taken,
            _proposal(
                criterion,
                level_for(criterion, known.values, rules.choices),
                vocabulary,
                known.values,
                by_fact,
                council.answers.get(criterion.code),
                rules.used,
            ),
        )
        for criterion in criteria_set.criteria
    )
    chosen = {
        one.criterion.code: one.answer
        for one in proposals
        if one.answer is not None and one.own is None and one.against is None
    }
    sheet = council.answer(chosen)
    open_codes = {criterion.code for criterion in sheet.unanswered()}
    possible = {
        one.criterion.code: one.answers
        for one in proposals
        if one.criterion.code in open_codes and one.answers and not one.uncovered and one.against is None
    }
    return Assessment(
        criteria_set,
        on,
        proposals,
        sheet,
        bounds(sheet, readings=readings, possible=possible),
        known.remarks,
        given,
    )


def _beside(council: ScoreSheet, taken: int, one: Proposal) -> Proposal:
    """Return a proposal with the criterion whose own answer it denies, if there is one.

    Args:
        council: The council's own answers.
        taken: The bits of what they take for granted.
        one: The proposal.
    """
    plan = plan_of(council.criteria_set)
    lines = plan.slots[plan.index[one.criterion.code]].lines
    denied = {lines[answer].flags for answer in one.answers}
    if one.own is not None or not denied or not all(flags & taken for flags in denied):
        return one
    own = next(
        code
        for code, line in council.lines.items()
        if any(flags & granted(plan, {code: line}) for flags in denied)
    )
    return evolve(one, against=council.criteria_set.criterion(own))


def _proposal(
    criterion: Criterion,
    found: Measured,
    vocabulary: Vocabulary,
    known: Values,
    given: Mapping[str, GivenFact],
    own: object,
    used: Callable[[str], UsedReading | None],
) -> Proposal:
    kind: Literal["proposed", "open", "judged"] = "open" if is_measured(criterion) else "judged"
    return Proposal(
        criterion,
        kind if found.answer is None else "proposed",
        found.answer,
        found.answers,
        tuple(Proof(vocabulary[key], given[key], known[key]) for key in found.decided_by),
        vocabulary.among(found.missing),
        found.to_judge,
        used(found.left_open.reading) if found.left_open else None,
        found.uncovered,
        str(own) if own is not None else None,
    )
