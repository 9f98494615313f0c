"""The pack of an illustrative province: where its documents are, and two checks in code."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ocopkit import Score, Text
from ocopkit.cases.dossier import Dossier
from ocopkit.plugins.hooks import hookimpl
from ocopkit.scoring.score import Finding


@hookimpl
def ocopkit_documents() -> list[Path]:
    """Offer the folder of documents."""
    return [Path(__file__).parent / "documents"]


@hookimpl
def ocopkit_check_score(score: Score) -> Iterator[Finding]:
    """Note which products lie within three points of the next star band."""
    for band in score.sheet.criteria_set.basis.bands:
        missing = band.at_least - score.points
        if 0 < missing <= 3:
            yield Finding(
                "near-next-star",
                Text(
                    vi=f"Còn {missing} điểm là đến mức {band.stars} sao: nên tư vấn chủ thể",
                    en=f"{missing} points short of {band.stars} stars: advise the producer",
                ),
            )


@hookimpl
def ocopkit_check_dossier(dossier: Dossier, on: date) -> Iterator[Finding]:
    """Note papers that run out within sixty days, before the council of this province meets."""
    for one in dossier.evidence:
        last = one.valid.last_day if one.valid else None
        if last and 0 <= (last - on).days < 60:
            paper = one.reference or one.paper
            yield Finding(
                "runs-out-soon",
                Text(
                    vi=f"{paper} hết hạn ngày {last}: nên gia hạn trước khi hội đồng họp",
                    en=f"{paper} runs out on {last}: renew it before the council meets",
                ),
            )
