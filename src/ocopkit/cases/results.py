"""From what a council decided to the event that a case records."""

from datetime import date
from fractions import Fraction

from ocopkit.cases.events import CouncilResult
from ocopkit.scoring.councils.decision import Decision
from ocopkit.scoring.score import Score


def council_result(result: Decision | Score, *, on: date, by: str, note: str = "") -> CouncilResult:
    """Return the event of a council's result; what it is of is held against the case when applied.

    Args:
        result: The council's decision, or the score of a single sheet that stands for it.
        on: The day of the decision.
        by: The key of the council's tier.
        note: What else is to be said of it; no personal data.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> best = {criterion.code: criterion.max for criterion in tea.criteria}
        >>> score = ocopkit.score(ocopkit.ScoreSheet(tea, best))
        >>> event = council_result(score, on=date(2026, 9, 1), by="province")
        >>> event.points, event.stars, event.set, event.rule_book
        (Fraction(100, 1), 5, 11, 'qd-26-2026')
    """
    form = result.criteria_set if isinstance(result, Decision) else result.sheet.criteria_set
    product = result.product if isinstance(result, Decision) else result.sheet.product
    return CouncilResult(
        on,
        by,
        Fraction(result.points),
        result.stars or 0,
        form.number,
        result.rule_book,
        product.name if product else None,
        note,
    )
