"""A score as plain values, ready for JSON: what another system stores or shows."""

from typing import Any, Literal, TypedDict

from ocopkit.conversion import to_plain
from ocopkit.product import without_personal_data
from ocopkit.scoring.explain import reasons
from ocopkit.scoring.score import Outcome, Score
from ocopkit.text import Text


class ReportText(TypedDict):
    """A text in Vietnamese and in English."""

    vi: str
    en: str


class ReportSet(TypedDict):
    """The criteria set."""

    number: int
    slug: str
    name: ReportText


class ReportSum(TypedDict):
    """The points of a part or of a section."""

    code: str
    name: ReportText
    points: int
    max: int


class ReportCriterion(TypedDict):
    """The points of a criterion, with the answer in its canonical form."""

    code: str
    name: ReportText
    answer: str
    points: int
    max: int


class ReportGate(TypedDict):
    """A gate that was raised."""

    key: str
    kind: Literal["disqualify", "stop", "requirement"]
    text: ReportText
    criterion: str | None
    by: Literal["sheet", "scores"] | None
    reason: str


class ReportMinimum(TypedDict):
    """A minimum level that was missed."""

    criterion: str
    stars: int
    required: str
    points: int
    name: ReportText


class ReportFinding(TypedDict):
    """Something that the score's user should know."""

    code: str
    text: ReportText
    criterion: str | None
    weighs: bool


class ReportReading(TypedDict):
    """A reading that was used where the law is silent."""

    key: str
    option: str
    chosen: bool


class Report(TypedDict):
    """A score as plain values."""

    rule_book: str
    digest: str
    version: str
    set: ReportSet
    product: dict[str, Any] | None
    points: int
    max: int
    stars: int | None
    outcome: Outcome
    parts: list[ReportSum]
    sections: list[ReportSum]
    criteria: list[ReportCriterion]
    gates_raised: list[ReportGate]
    minimums_missed: list[ReportMinimum]
    findings: list[ReportFinding]
    readings: list[ReportReading]
    reasons: list[ReportText]


def report(score: Score) -> Report:
    """Return a score as plain values with every text in Vietnamese and English.

    Args:
        score: The score.

    Returns:
        What the JSON Schema ``report.schema.json`` describes: points, stars, outcome, parts, sections,
        criteria, gates raised, minimums missed, findings, readings, reasons, and what it rests on. The
        producer's representative is left out.

    Example:
        >>> import ocopkit
        >>> sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
        >>> ocopkit.report(ocopkit.score(sheet))["stars"]
        3
    """
    form = score.sheet.criteria_set
    product = score.sheet.product
    return Report(
        rule_book=score.rule_book,
        digest=score.digest,
        version=score.version,
        set=ReportSet(number=form.number, slug=form.slug, name=_text(form.name)),
        product=to_plain(without_personal_data(product)) if product else None,
        points=score.points,
        max=form.max,
        stars=score.stars,
        outcome=score.outcome,
        parts=[
            ReportSum(
                code=one.part.code,
                name=_text(one.part.name),
                points=one.points,
                max=one.part.max,
            )
            for one in score.parts
        ],
        sections=[
            ReportSum(
                code=one.section.code,
                name=_text(one.section.name),
                points=one.points,
                max=one.section.max,
            )
            for one in score.sections
        ],
        criteria=[
            ReportCriterion(
                code=line.criterion.code,
                name=_text(line.criterion.name),
                answer=line.answer,
                points=line.points,
                max=line.criterion.max,
            )
            for line in score.lines
        ],
        gates_raised=[
            ReportGate(
                key=one.gate.key,
                kind=one.gate.kind,
                text=_text(one.gate.text),
                criterion=one.criterion.code if one.criterion else None,
                by=one.by,
                reason=one.reason,
            )
            for one in score.raised
        ],
        minimums_missed=[
            ReportMinimum(
                criterion=one.criterion.code,
                stars=one.stars,
                required=one.required.key,
                points=one.required.points,
                name=_text(one.required.name),
            )
            for one in score.missed
        ],
        findings=[
            ReportFinding(code=one.code, text=_text(one.text), criterion=one.at or None, weighs=one.weighs)
            for one in score.findings
        ],
        readings=[
            ReportReading(key=used.reading.key, option=used.option.key, chosen=used.chosen)
            for used in score.readings
        ],
        reasons=[_text(one) for one in reasons(score)],
    )


def _text(text: Text) -> ReportText:
    return ReportText(vi=text.vi, en=text.en)
