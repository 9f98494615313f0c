"""A path to a star as plain values, ready for JSON: what another system stores or shows."""

from fractions import Fraction
from typing import Literal, TypedDict

from ocopkit.scoring.report import (
    FORMAT,
    Digest,
    Format,
    Points,
    ReportProduct,
    ReportSet,
    Stars,
    product_report,
    set_report,
)
from ocopkit.scoring.upgrade import Obstacle, Path, Step
from ocopkit.scoring.upgrading.words import path_lines
from ocopkit.text import ReportText, text_report


class ReportStart(TypedDict):
    """What a path starts from."""

    points: Points
    stars: Stars | None


class ReportPaper(TypedDict):
    """A paper of the dossier that supports a criterion."""

    key: str
    name: ReportText
    form: ReportText


ReportStep = TypedDict(
    "ReportStep",
    {
        "criterion": str,
        "name": ReportText,
        "from": str,
        "to": str,
        "points": int,
        "cost": int | str,
        "wording": ReportText,
        "minimum_for": list[Stars],
        "papers": list[ReportPaper],
        "cite": ReportText,
    },
)
"""One criterion raised: from one answer to another. A cost with a fraction is a text such as ``"7/2"``."""


class ReportObstacle(TypedDict):
    """What makes a star impossible until it is gone."""

    code: str
    criterion: str | None
    text: ReportText
    cite: ReportText


PathReport = TypedDict(
    "PathReport",
    {
        "format": Format,
        "rule_book": str,
        "digest": Digest,
        "version": str,
        "set": ReportSet,
        "product": ReportProduct | None,
        "from": ReportStart,
        "to": Stars,
        "by": Literal["raises", "levels", "points", "costs"],
        "possible": bool,
        "points": Points,
        "stars": Stars | None,
        "cost": int | str,
        "steps": list[ReportStep],
        "count": int,
        "alternatives": list[list[ReportStep]],
        "obstacles": list[ReportObstacle],
        "lines": list[ReportText],
    },
)
"""A path to a star as plain values. A cost with a fraction is a text such as ``"7/2"``."""


def path_report(path: Path) -> PathReport:
    """Return a path as plain values, every text in Vietnamese and English.

    Args:
        path: The path.

    Returns:
        What the JSON Schema ``path.schema.json`` describes: whether the star can be reached, the steps,
        the other ways that are as cheap, the obstacles, and all of it in words, line by line.

    Example:
        >>> import ocopkit
        >>> from ocopkit.scoring.upgrade import path_to
        >>> path = path_to(ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml"), 4)
        >>> path_report(path)["steps"][0]["to"]
        'd'
    """
    begun = path.score
    return PathReport(
        {
            "format": FORMAT,
            "rule_book": begun.rule_book,
            "digest": begun.digest,
            "version": begun.version,
            "set": set_report(path.sheet.criteria_set),
            "product": product_report(path.sheet.product),
            "from": ReportStart(points=begun.points, stars=begun.stars),
            "to": path.to,
            "by": path.by,
            "possible": path.possible,
            "points": path.points,
            "stars": path.stars,
            "cost": _cost(path.cost),
            "steps": [_step(step) for step in path.steps],
            "count": path.count,
            "alternatives": [[_step(step) for step in steps] for steps in path.alternatives],
            "obstacles": [_obstacle(one) for one in path.obstacles],
            "lines": [text_report(line) for line in path_lines(path)],
        }
    )


def _step(step: Step) -> ReportStep:
    return {
        "criterion": step.criterion.code,
        "name": text_report(step.criterion.name),
        "from": step.start.answer,
        "to": step.end.answer,
        "points": step.gained,
        "cost": _cost(step.cost),
        "wording": text_report(step.wording),
        "minimum_for": [minimum.stars for minimum in step.meets],
        "papers": [
            ReportPaper(key=paper.key, name=text_report(paper.name), form=text_report(paper.form))
            for paper in step.papers
        ],
        "cite": text_report(step.cite.text),
    }


def _obstacle(one: Obstacle) -> ReportObstacle:
    return ReportObstacle(
        code=one.code, criterion=one.at or None, text=text_report(one.text), cite=text_report(one.cite)
    )


def _cost(cost: int | Fraction) -> int | str:
    return cost if isinstance(cost, int) else str(cost)
