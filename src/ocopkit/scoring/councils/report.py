"""A council's decision as plain values, ready for JSON: what another system stores or shows."""

from fractions import Fraction
from typing import Annotated, Literal, TypedDict

from ocopkit.frozen import FrozenMap
from ocopkit.rules import criteria
from ocopkit.scoring.councils.decision import Decision
from ocopkit.scoring.councils.members import Held, Part, Role
from ocopkit.scoring.councils.minutes import decision_reasons, exact
from ocopkit.scoring.report import (
    FORMAT,
    Digest,
    Format,
    Points,
    ReportFinding,
    ReportProduct,
    ReportReading,
    ReportSet,
    Stars,
    finding_report,
    product_report,
    reading_report,
    set_report,
)
from ocopkit.scoring.score import Outcome
from ocopkit.text import ReportText, text_report


class ReportMean(TypedDict):
    """An exact number: as a fraction to compute with, and as people read it (cut, never rounded)."""

    exact: Annotated[str, FrozenMap({"pattern": "^[0-9]+(/[1-9][0-9]*)?$"})]
    shown: ReportText


class ReportMeanOf(TypedDict):
    """The mean of a part or of a section."""

    code: str
    name: ReportText
    mean: ReportMean
    max: Points


class ReportMeanOfCriterion(TypedDict):
    """The mean of a criterion, with what each member answers."""

    code: str
    name: ReportText
    mean: ReportMean
    least: Points
    most: Points
    answers: dict[str, str]
    max: Points


class ReportSeat(TypedDict):
    """A member of the council, and what they did; the reason of a conflict is left out."""

    member: str
    role: Role
    part: Part
    total: Points | None
    stars: Stars | None


class ReportScoring(TypedDict):
    """One time that the council scored."""

    number: int
    totals: dict[str, Points]
    spread: Points
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
    stars: Stars
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

    format: Format
    rule_book: str
    digest: Digest
    version: str
    regulation: str
    set: ReportSet
    product: ReportProduct | None
    held: Held
    aggregation: Literal["mean", "majority"]
    points: ReportMean
    mean: ReportMean
    max: Points
    stars: Stars | None
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
        format=FORMAT,
        rule_book=decision.rule_book,
        digest=decision.digest,
        version=decision.version,
        regulation=decision.regulation.id,
        set=set_report(form),
        product=product_report(decision.product),
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
        parts=[_mean_of(one.part, one.mean) for one in decision.parts],
        sections=[_mean_of(one.section, one.mean) for one in decision.sections],
        criteria=[
            ReportMeanOfCriterion(
                code=one.criterion.code,
                name=text_report(one.criterion.name),
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
                text=text_report(one.gate.text),
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
                text=text_report(one.text),
                by=text_report(one.by),
                cite=[place.place for place in one.cite],
            )
            for one in decision.rules
        ],
        readings=[reading_report(used) for used in decision.readings],
        findings=[finding_report(one) for one in decision.findings],
        reasons=[text_report(one) for one in decision_reasons(decision)],
    )


def _mean_of(item: criteria.Part | criteria.Section, mean: Fraction) -> ReportMeanOf:
    return ReportMeanOf(code=item.code, name=text_report(item.name), mean=_mean(mean), max=item.max)


def _mean(number: Fraction) -> ReportMean:
    return ReportMean(exact=str(number), shown=text_report(exact(number)))
