"""A council's decision as plain values, ready for JSON: what another system stores or shows."""

from fractions import Fraction
from typing import Any, Literal, TypedDict

from attrs import evolve

from ocopkit.conversion import to_plain
from ocopkit.product import Product
from ocopkit.scoring.councils.decision import Decision
from ocopkit.scoring.councils.members import Held, Part, Role
from ocopkit.scoring.councils.minutes import decision_reasons, exact
from ocopkit.scoring.report import ReportFinding, ReportReading, ReportSet, ReportText
from ocopkit.scoring.score import Outcome
from ocopkit.text import Text


class ReportMean(TypedDict):
    """An exact number: as a fraction to compute with, and as people read it (cut, never rounded)."""

    exact: str
    shown: ReportText


class ReportMeanOf(TypedDict):
    """The mean of a part or of a section."""

    code: str
    name: ReportText
    mean: ReportMean
    max: int


class ReportMeanOfCriterion(TypedDict):
    """The mean of a criterion, with what each member answers."""

    code: str
    name: ReportText
    mean: ReportMean
    least: int
    most: int
    answers: dict[str, str]
    max: int


class ReportSeat(TypedDict):
    """A member of the council, and what they did; the reason of a conflict is left out."""

    member: str
    role: Role
    part: Part
    total: int | None
    stars: int | None


class ReportScoring(TypedDict):
    """One time that the council scored."""

    number: int
    totals: dict[str, int]
    spread: int
    within: bool | None


class ReportCouncilGate(TypedDict):
    """A gate that a member raises, and whether so the council does."""

    key: str
    text: ReportText
    criterion: str | None
    raised: bool
    members: list[str]


class ReportCouncilMinimum(TypedDict):
    """A minimum level that is missed."""

    criterion: str
    stars: int
    required: str
    mean: ReportMean
    meeting: int
    of: int


class ReportRule(TypedDict):
    """A rule that the result rests on, with whose it is."""

    key: str
    text: ReportText
    by: ReportText
    cite: list[str]


class DecisionReport(TypedDict):
    """A council's decision as plain values."""

    rule_book: str
    digest: str
    version: str
    regulation: str
    set: ReportSet
    product: dict[str, Any] | None
    held: Held
    aggregation: Literal["mean", "majority"]
    points: ReportMean
    mean: ReportMean
    max: int
    stars: int | None
    outcome: Outcome
    members: list[ReportSeat]
    scorings: list[ReportScoring]
    parts: list[ReportMeanOf]
    sections: list[ReportMeanOf]
    criteria: list[ReportMeanOfCriterion]
    disagreements: list[str]
    gates: list[ReportCouncilGate]
    minimums_missed: list[ReportCouncilMinimum]
    votes: dict[str, int]
    rules: list[ReportRule]
    readings: list[ReportReading]
    findings: list[ReportFinding]
    reasons: list[ReportText]


def decision_report(decision: Decision) -> DecisionReport:
    """Return a council's decision as plain values, every text in Vietnamese and English.

    Args:
        decision: The decision.

    Returns:
        What a system stores: exact points as fractions in text (``"133/2"``), stars, members and what
        they did, scorings, means, gates, minimums missed, rules with whose they are, readings, reasons.

    Example:
        >>> import ocopkit
        >>> from ocopkit.scoring.council import MemberSheet, decide
        >>> from ocopkit.scoring.regulation import Regulation
        >>> sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
        >>> council = [MemberSheet("A", sheet, "chair"), MemberSheet("B", sheet.answer({"5.1": "c"}))]
        >>> result = decide(council, Regulation("local", ocopkit.Text("Quy chế", "Regulation")))
        >>> decision_report(result)["points"]["exact"]
        '133/2'
    """
    form = decision.criteria_set
    totals = decision.scorings[-1].totals
    return DecisionReport(
        rule_book=decision.rule_book,
        digest=decision.digest,
        version=decision.version,
        regulation=decision.regulation.id,
        set=ReportSet(number=form.number, slug=form.slug, name=_text(form.name)),
        product=to_plain(_public(decision.product)) if decision.product else None,
        held=decision.held,
        aggregation=decision.aggregation,
        points=_mean(decision.points),
        mean=_mean(decision.mean),
        max=form.max,
        stars=decision.stars,
        outcome=decision.outcome,
        members=[
            ReportSeat(
                member=seat.member.member,
                role=seat.member.role,
                part=seat.part,
                total=totals.get(seat.member.member),
                stars=seat.scores[-1].stars if seat.scores else None,
            )
            for seat in decision.seats
        ],
        scorings=[
            ReportScoring(number=one.number, totals=dict(one.totals), spread=one.spread, within=one.within)
            for one in decision.scorings
        ],
        parts=[
            ReportMeanOf(
                code=one.part.code,
                name=_text(one.part.name),
                mean=_mean(one.mean),
                max=one.part.max,
            )
            for one in decision.parts
        ],
        sections=[
            ReportMeanOf(
                code=one.section.code,
                name=_text(one.section.name),
                mean=_mean(one.mean),
                max=one.section.max,
            )
            for one in decision.sections
        ],
        criteria=[
            ReportMeanOfCriterion(
                code=one.criterion.code,
                name=_text(one.criterion.name),
                mean=_mean(one.mean),
                least=one.least,
                most=one.most,
                answers={member: line.answer for member, line in one.lines.items()},
                max=one.criterion.max,
            )
            for one in decision.criteria
        ],
        disagreements=[one.criterion.code for one in decision.disagreements],
        gates=[
            ReportCouncilGate(
                key=one.gate.key,
                text=_text(one.gate.text),
                criterion=one.criterion.code if one.criterion else None,
                raised=one.raised,
                members=list(one.members),
            )
            for one in decision.gates
            if one.members
        ],
        minimums_missed=[
            ReportCouncilMinimum(
                criterion=one.criterion.code,
                stars=one.stars,
                required=one.required.key,
                mean=_mean(one.mean),
                meeting=one.meeting,
                of=one.of,
            )
            for one in decision.missed
        ],
        votes={str(stars): count for stars, count in decision.votes.items()},
        rules=[
            ReportRule(
                key=one.key,
                text=_text(one.text),
                by=_text(one.by),
                cite=[place.place for place in one.cite],
            )
            for one in decision.rules
        ],
        readings=[
            ReportReading(key=used.reading.key, option=used.option.key, chosen=used.chosen)
            for used in decision.readings
        ],
        findings=[
            ReportFinding(code=one.code, text=_text(one.text), criterion=one.at or None, weighs=one.weighs)
            for one in decision.findings
        ],
        reasons=[_text(one) for one in decision_reasons(decision)],
    )


def _public(product: Product) -> Product:
    """Return a product without its producer's representative, who is nobody's business here."""
    producer = product.producer
    return evolve(product, producer=evolve(producer, representative=None)) if producer else product


def _mean(number: Fraction) -> ReportMean:
    return ReportMean(exact=str(number), shown=_text(exact(number)))


def _text(text: Text) -> ReportText:
    return ReportText(vi=text.vi, en=text.en)
