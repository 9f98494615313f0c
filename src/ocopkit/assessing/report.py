"""What facts say of a product as plain values, ready for JSON."""

from fractions import Fraction
from typing import Literal, NotRequired, TypedDict

from ocopkit.assessing.assess import Assessment, Proof, Proposal
from ocopkit.assessing.knowing import Objection
from ocopkit.rules.conditions import Value, plain_number
from ocopkit.scoring.report import FORMAT, Digest, Format, Points, ReportSet, Stars, set_report
from ocopkit.scoring.score import basis_of
from ocopkit.text import ReportText, text_report
from ocopkit.version import __version__


class ReportFact(TypedDict):
    """A fact that decides: its value, its paper, its days."""

    fact: str
    name: ReportText
    value: bool | int | str
    paper: NotRequired[str]
    document: NotRequired[str]
    issuer: NotRequired[str]
    number: NotRequired[str]
    as_of: NotRequired[str]
    valid_from: NotRequired[str]
    valid_until: NotRequired[str]


class ReportProposal(TypedDict):
    """What facts say of a criterion, beside the council's own answer."""

    code: str
    name: ReportText
    kind: Literal["proposed", "open", "judged"]
    answer: str | None
    answers: list[str]
    decided_by: list[ReportFact]
    missing: list[str]
    to_judge: list[ReportText]
    reading: str | None
    uncovered: bool
    own: str | None
    against: str | None
    differs: bool


class ReportRemark(TypedDict):
    """What speaks against a given fact."""

    fact: str
    kind: Objection
    text: ReportText
    others: list[str]


class AssessmentReport(TypedDict):
    """What facts say of a product on a day."""

    format: Format
    rule_book: str
    digest: Digest
    version: str
    set: ReportSet
    on: str
    criteria: list[ReportProposal]
    least: Points
    most: Points
    stars: list[Stars | None]
    remarks: list[ReportRemark]


def assessment_report(found: Assessment) -> AssessmentReport:
    """Return what facts say of a product as plain values.

    Args:
        found: What :func:`~ocopkit.assessing.assess.assess` returned.

    Returns:
        What ``assessment.schema.json`` describes.
    """
    form = found.criteria_set
    basis = basis_of(form)
    return AssessmentReport(
        format=FORMAT,
        rule_book=basis.book,
        digest=basis.digest,
        version=__version__,
        set=set_report(form),
        on=found.on.isoformat(),
        criteria=[_criterion(one) for one in found.proposals],
        least=found.bounds.least,
        most=found.bounds.most,
        stars=list(found.bounds.stars),
        remarks=[
            ReportRemark(
                fact=one.fact.key, kind=one.kind, text=text_report(one.text), others=list(one.others)
            )
            for one in found.remarks
        ],
    )


def _criterion(one: Proposal) -> ReportProposal:
    return ReportProposal(
        code=one.criterion.code,
        name=text_report(one.criterion.name),
        kind=one.kind,
        answer=one.answer,
        answers=list(one.answers),
        decided_by=[_fact(proof) for proof in one.decided_by],
        missing=[fact.key for fact in one.missing],
        to_judge=[text_report(text) for text in one.to_judge],
        reading=one.reading.reading.key if one.reading else None,
        uncovered=one.uncovered,
        own=one.own,
        against=one.against.code if one.against else None,
        differs=one.differs,
    )


def _fact(proof: Proof) -> ReportFact:
    told = ReportFact(fact=proof.fact.key, name=text_report(proof.fact.name), value=_plain(proof.value))
    given = proof.given
    if given.paper is not None:
        told["paper"] = given.paper
    if given.document is not None:
        told["document"] = given.document
    if given.issuer is not None:
        told["issuer"] = given.issuer
    if given.number is not None:
        told["number"] = given.number
    if given.as_of is not None:
        told["as_of"] = given.as_of.isoformat()
    if given.valid_from is not None:
        told["valid_from"] = given.valid_from.isoformat()
    if given.valid_until is not None:
        told["valid_until"] = given.valid_until.isoformat()
    return told


def _plain(value: Value) -> bool | int | str:
    """Return a value as JSON holds it; a number with a fraction is exact text, such as ``"0.62"``."""
    if not isinstance(value, Fraction):
        return value
    return value.numerator if value.denominator == 1 else plain_number(value)
