"""Progress as a picture: a bar for each target, told apart without colour."""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from xml.sax.saxutils import escape

from ocopkit.local.progress import Status, TargetProgress, standing_text
from ocopkit.text import Lang, Text

_WIDTH, _FULL, _ROW = 720, 700, 44
_FILLS: Mapping[Status, str] = {
    "reached": "#222",
    "on-the-way": "url(#ocop-on-the-way)",
    "missed": "url(#ocop-missed)",
    "not-measurable": "none",
}
_PATTERNS = (
    '<defs><pattern id="ocop-on-the-way" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path d="M0 6L6 0" stroke="#222" stroke-width="2"/></pattern>'
    '<pattern id="ocop-missed" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<circle cx="2.5" cy="2.5" r="1.2" fill="#222"/></pattern></defs>'
)
_TITLE = Text(vi="Tiến độ thực hiện chỉ tiêu", en="Progress of the targets")


def progress_picture(found: Iterable[TargetProgress], lang: Lang) -> str:
    """Return progress as an SVG picture: a bar for each target, full where it is reached.

    It reads in black and white: bars are filled where a target is reached, hatched on the way, dotted
    where it is missed, and have a broken outline where it isn't measurable; words say it too.

    Args:
        found: What :func:`ocopkit.local.progress.progress` returns.
        lang: ``"vi"`` or ``"en"``.
    """
    items = list(found)
    height = _ROW * len(items) + 10
    size = f'width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
    letters = 'font-family="sans-serif" font-size="12"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {letters} role="img">',
            f"<title>{_TITLE.say(lang)}</title>",
            _PATTERNS,
            *(_bar(one, 20 + _ROW * place, lang) for place, one in enumerate(items)),
            "</svg>\n",
        ]
    )


def _bar(one: TargetProgress, top: int, lang: Lang) -> str:
    share = min(Fraction(one.done or 0, one.wanted), Fraction(1)) if one.wanted else Fraction(0)
    dashes = ' stroke-dasharray="3 3"' if one.status == "not-measurable" else ""
    frame = f'x="10" y="{top + 6}" height="10"'
    said = f"{one.name.say(lang)}: {standing_text(one).say(lang)}"
    return (
        f'<text x="10" y="{top}">{escape(said)}</text>'
        f'<rect {frame} width="{_FULL}" fill="none" stroke="#222"{dashes}/>'
        f'<rect {frame} width="{math.floor(_FULL * share)}" fill="{_FILLS[one.status]}" stroke="#222"/>'
    )
