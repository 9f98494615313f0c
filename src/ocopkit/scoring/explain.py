"""The reasons for a result, in words."""

from typing import TYPE_CHECKING, cast

from ocopkit.scoring.reasons import reasons
from ocopkit.scoring.score import Score
from ocopkit.text import Lang

if TYPE_CHECKING:
    from ocopkit.scoring.councils.decision import Decision
    from ocopkit.scoring.upgrade import Path


def explain(result: "Score | Decision | Path", *, lang: Lang = "en") -> str:
    """Return why a score, a council's decision or a path to a star is what it is, in words.

    Args:
        result: What :func:`~ocopkit.scoring.score.score`, :func:`~ocopkit.scoring.council.decide` or
            :func:`~ocopkit.scoring.upgrade.path_to` returned.
        lang: ``"vi"`` or ``"en"``.

    Returns:
        Several lines, each with its place in the decision. Of a score: the points, the stars and what holds
        back the next one, gates, readings, findings. Of a decision also the council, where its members
        disagree most and the rules used. Of a path: what to raise, to which level, with which papers, or
        why it is impossible.

    Raises:
        TypeError: If it is none of these.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> answers = {one.code: one.max for one in tea.criteria} | {"3.5": "a"}
        >>> print(ocopkit.explain(ocopkit.score(ocopkit.ScoreSheet(tea, answers))).splitlines()[1])
        Stars: 3 of 5.
        >>> sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
        >>> print(ocopkit.explain(ocopkit.path_to(sheet, 4)).splitlines()[0])
        From 66 points and 3 stars to 4 stars: 5 criteria to raise.
        >>> council = [ocopkit.MemberSheet("A", sheet, "chair"), ocopkit.MemberSheet("B", sheet)]
        >>> own = ocopkit.Regulation("local", ocopkit.Text("Quy chế", "Regulation"))
        >>> print(ocopkit.explain(ocopkit.decide(council, own)).splitlines()[1])
        Mean: 66 of 100 (A 32/40, B 10/25, C 24/35); lowest 66, highest 66, 0 points apart.
    """
    if isinstance(result, Score):  # most often asked, so what councils and paths need isn't loaded for it
        return "\n".join(text.say(lang) for text in reasons(result))
    from ocopkit.scoring.councils.decision import Decision
    from ocopkit.scoring.councils.minutes import decision_reasons
    from ocopkit.scoring.upgrade import Path
    from ocopkit.scoring.upgrading.words import path_lines

    other = cast("object", result)  # callers without types may give anything
    if isinstance(other, Decision):
        return "\n".join(text.say(lang) for text in decision_reasons(other))
    if isinstance(other, Path):
        return "\n".join(text.say(lang) for text in path_lines(other))
    raise _not_explained(other)


def _not_explained(value: object) -> TypeError:
    return TypeError(f"explain takes a score, a council's decision or a path, not {type(value).__name__}")
