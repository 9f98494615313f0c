"""What facts say of a product as plain values, ready for JSON."""

from typing import Any

from ocopkit.assessing.assess import Assessment, Proposal
from ocopkit.conversion import to_plain
from ocopkit.scoring.score import basis_of
from ocopkit.text import text_report


def assessment_report(found: Assessment) -> dict[str, Any]:
    """Return what facts say of a product as plain values.

    Args:
        found: What :func:`~ocopkit.assessing.assess.assess` returned.

    Returns:
        ``{"format": 1, "rule_book", "digest", "set", "on", "criteria": [{"code", "kind", "answer",
        "answers", "decided_by", "missing", "to_judge", "reading", "own", "differs"}], "bounds", "remarks"}``.
    """
    basis = basis_of(found.criteria_set)
    return {
        "format": 1,
        "rule_book": basis.book,
        "digest": basis.digest,
        "set": found.criteria_set.slug,
        "on": found.on.isoformat(),
        "criteria": [_criterion(one) for one in found.proposals],
        "bounds": {
            "least": found.bounds.least,
            "most": found.bounds.most,
            "stars": list(found.bounds.stars),
        },
        "remarks": [
            {"fact": one.fact.key, "kind": one.kind, "text": text_report(one.text), "others": list(one.others)}
            for one in found.remarks
        ],
    }


def _criterion(one: Proposal) -> dict[str, Any]:
    return {
        "code": one.criterion.code,
        "name": text_report(one.criterion.name),
        "kind": one.kind,
        "answer": one.answer,
        "answers": list(one.answers),
        "decided_by": [to_plain(proof.given) for proof in one.decided_by],
        "missing": [fact.key for fact in one.missing],
        "to_judge": [text_report(text) for text in one.to_judge],
        "reading": one.reading.reading.key if one.reading else None,
        "own": one.own,
        "differs": one.differs,
    }
