"""A score as plain values, ready for JSON: what another system stores or shows."""

from typing import TYPE_CHECKING, Annotated, Literal, NotRequired, TypedDict, cast, overload

from ocopkit.conversion import to_plain
from ocopkit.frozen import FrozenMap
from ocopkit.product import Product, without_personal_data
from ocopkit.rules.criteria import CriteriaSet, Criterion, Part, Section
from ocopkit.scoring.bounds import Bounds
from ocopkit.scoring.readings import UsedReading
from ocopkit.scoring.reasons import reasons
from ocopkit.scoring.score import Finding, Outcome, Score, basis_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import ReportText, text_report
from ocopkit.version import __version__

if TYPE_CHECKING:
    from ocopkit.scoring.councils.decision import Decision
    from ocopkit.scoring.councils.report import DecisionReport
    from ocopkit.scoring.upgrade import Path
    from ocopkit.scoring.upgrading.report import PathReport

Format = Literal[1]
"""The versions of the format of reports that there are."""

FORMAT: Format = 1
"""The version that is written: another number means that a key went or changed its meaning."""

Digest = Annotated[str, FrozenMap({"pattern": "^[0-9a-f]{64}$"})]
"""The digest of a rule book."""

Stars = Annotated[int, FrozenMap({"minimum": 1})]
"""A number of stars."""

Points = Annotated[int, FrozenMap({"minimum": 0})]
"""Whole points."""


class ReportSet(TypedDict):
    """The criteria set."""

    number: int
    slug: str
    name: ReportText


class ReportProducer(TypedDict):
    """Who makes the product, without the representative."""

    name: str
    kind: NotRequired[str]
    province: NotRequired[str]
    commune: NotRequired[str]
    district: NotRequired[str]
    address: NotRequired[str]
    registration: NotRequired[str]


class ReportProduct(TypedDict):
    """The product, as far as the sheet says."""

    name: str
    producer: NotRequired[ReportProducer]
    code: NotRequired[str]
    description: NotRequired[str]


class ReportSum(TypedDict):
    """The points of a part or of a section."""

    code: str
    name: ReportText
    points: Points
    max: Points


class ReportCriterion(TypedDict):
    """The points of a criterion, with the answer in its canonical form."""

    code: str
    name: ReportText
    answer: str
    points: Points
    max: Points


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
    stars: Stars
    required: str
    points: Points
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

    format: Format
    rule_book: str
    digest: Digest
    version: str
    set: ReportSet
    product: ReportProduct | None
    points: Points
    max: Points
    stars: Stars | None
    outcome: Outcome
    parts: list[ReportSum]
    sections: list[ReportSum]
    criteria: list[ReportCriterion]
    gates_raised: list[ReportGate]
    minimums_missed: list[ReportMinimum]
    findings: list[ReportFinding]
    readings: list[ReportReading]
    reasons: list[ReportText]


@overload
def report(result: Score) -> Report: ...
@overload
def report(result: "Decision") -> "DecisionReport": ...
@overload
def report(result: "Path") -> "PathReport": ...
def report(result: "Score | Decision | Path") -> "Report | DecisionReport | PathReport":
    """Return a score, a council's decision or a path as plain values, in Vietnamese and English.

    Args:
        result: What :func:`~ocopkit.scoring.score.score`, :func:`~ocopkit.scoring.council.decide` or
            :func:`~ocopkit.scoring.upgrade.path_to` returned.

    Returns:
        What the JSON Schema ``report.schema.json``, ``decision.schema.json`` or ``path.schema.json``
        describes. Of a score: points, stars, outcome, parts, sections, criteria, gates raised, minimums
        missed, findings, readings, reasons, and what it rests on. The producer's representative is left
        out.

    Raises:
        TypeError: If it is none of these.

    Example:
        >>> import ocopkit
        >>> sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
        >>> ocopkit.report(ocopkit.score(sheet))["stars"]
        3
        >>> ocopkit.report(ocopkit.path_to(sheet, 4))["to"]
        4
    """
    if isinstance(result, Score):  # most often asked, so what councils and paths need isn't loaded for it
        return score_report(result)
    from ocopkit.scoring.councils.decision import Decision
    from ocopkit.scoring.councils.report import decision_report
    from ocopkit.scoring.upgrade import Path
    from ocopkit.scoring.upgrading.report import path_report

    other = cast("object", result)  # callers without types may give anything
    if isinstance(other, Decision):
        return decision_report(other)
    if isinstance(other, Path):
        return path_report(other)
    raise _not_reported(other)


def _not_reported(value: object) -> TypeError:
    return TypeError(f"report takes a score, a council's decision or a path, not {type(value).__name__}")


def score_report(score: Score) -> Report:
    """Return a score as plain values; see :func:`report`.

    Args:
        score: The score.
    """
    form = score.sheet.criteria_set
    return Report(
        format=FORMAT,
        rule_book=score.rule_book,
        digest=score.digest,
        version=score.version,
        set=set_report(form),
        product=product_report(score.sheet.product),
        points=score.points,
        max=form.max,
        stars=score.stars,
        outcome=score.outcome,
        parts=[_sum(one.part, one.points) for one in score.parts],
        sections=[_sum(one.section, one.points) for one in score.sections],
        criteria=[
            ReportCriterion(
                code=line.criterion.code,
                name=text_report(line.criterion.name),
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
                text=text_report(one.gate.text),
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
                name=text_report(one.required.name),
            )
            for one in score.missed
        ],
        findings=[finding_report(one) for one in score.findings],
        readings=[reading_report(used) for used in score.readings],
        reasons=[text_report(one) for one in reasons(score)],
    )


class ReportQuestion(TypedDict):
    """A criterion that wants an answer."""

    code: str
    name: ReportText
    max: Points


class BoundsReport(TypedDict):
    """What an incomplete sheet can still come to."""

    format: Format
    rule_book: str
    digest: Digest
    version: str
    set: ReportSet
    product: ReportProduct | None
    least: Points
    most: Points
    stars: list[Stars | None]
    unanswered: list[ReportQuestion]
    next_question: ReportQuestion | None


def bounds_report(sheet: ScoreSheet, limits: Bounds) -> BoundsReport:
    """Return what a sheet can still come to as plain values.

    Args:
        sheet: The sheet.
        limits: What :func:`ocopkit.bounds` returned for it.

    Returns:
        What the JSON Schema ``bounds.schema.json`` describes: the least and most points, every number of
        stars still possible (``None`` for no star), and the criteria that want an answer.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> sheet = ocopkit.ScoreSheet(tea, {"1.1": "c", "4.1": "a"})
        >>> bounds_report(sheet, ocopkit.bounds(sheet))["stars"]
        [1, 2]
    """
    form, basis = sheet.criteria_set, basis_of(sheet.criteria_set)
    return BoundsReport(
        format=FORMAT,
        rule_book=basis.book,
        digest=basis.digest,
        version=__version__,
        set=set_report(form),
        product=product_report(sheet.product),
        least=limits.least,
        most=limits.most,
        stars=list(limits.stars),
        unanswered=[_question(one) for one in limits.unanswered],
        next_question=_question(limits.next_question) if limits.next_question else None,
    )


def set_report(form: CriteriaSet) -> ReportSet:
    """Return a criteria set as reports name it."""
    return ReportSet(number=form.number, slug=form.slug, name=text_report(form.name))


def finding_report(one: Finding) -> ReportFinding:
    """Return a finding as reports tell it."""
    return ReportFinding(
        code=one.code, text=text_report(one.text), criterion=one.at or None, weighs=one.weighs
    )


def reading_report(used: UsedReading) -> ReportReading:
    """Return a reading that was used as reports tell it."""
    return ReportReading(key=used.reading.key, option=used.option.key, chosen=used.chosen)


def _sum(item: Part | Section, points: int) -> ReportSum:
    return ReportSum(code=item.code, name=text_report(item.name), points=points, max=item.max)


def product_report(product: Product | None) -> ReportProduct | None:
    """Return a product as reports show it: without its producer's representative."""
    return cast("ReportProduct", to_plain(without_personal_data(product))) if product else None


def _question(criterion: Criterion) -> ReportQuestion:
    return ReportQuestion(code=criterion.code, name=text_report(criterion.name), max=criterion.max)
