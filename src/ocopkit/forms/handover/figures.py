"""Stars, bars and scales, each with its number in words: no figure is needed to read a page."""

from collections.abc import Sequence
from fractions import Fraction
from math import cos, pi, sin

from ocopkit.markup import Html, el
from ocopkit.rules.articles import StarBand
from ocopkit.text import Lang, starred

_MOST_STARS = 5
_POINTS = " ".join(
    f"{12 + size * sin(pi * at / 5):.1f},{12.6 - size * cos(pi * at / 5):.1f}"
    for at, size in enumerate([11, 4.7] * 5)
)


def star_row(stars: int | None, lang: Lang) -> Html:
    """Return five stars, those reached filled."""
    drawn = [
        el(
            "polygon",
            points=_POINTS,
            transform=f"translate({26 * place} 0)",
            class_="star ink" if place < (stars or 0) else "star hollow",
            stroke_width="1.5",
        )
        for place in range(_MOST_STARS)
    ]
    name = starred(stars).say(lang)
    return _svg(drawn, "stars", name, f"-1 0 {26 * _MOST_STARS} 25")


def bar(points: int | Fraction, most: int) -> Html:
    """Return how much of the most points is reached, as a bar; its number stands beside it."""
    value = el("rect", x=0, y=0, width=_share(points, most), height="10", class_="ink")
    return _svg([_frame(), value], "bar", None, "0 0 100 10", stretched=True)


def scale(
    bands: Sequence[StarBand],
    most: int,
    lang: Lang,
    *,
    least: int | Fraction = 0,
    points: int | Fraction,
    until: int | Fraction | None = None,
    reached: Sequence[int | None],
) -> Html:
    """Return the points on a scale of all star bands.

    Args:
        bands: The star bands.
        most: The most points of the form.
        lang: The language.
        least: Where the bar begins: the least points, where they are a range.
        points: Where it ends.
        until: Where the points may rise to, drawn lighter.
        reached: The stars that are marked.
    """
    rising = sorted(bands, key=lambda band: band.at_least)
    ends = [band.at_least for band in rising[1:]] + [most]
    begin = Fraction(least) / most * 100
    width = max(Fraction(points - least) / most * 100, Fraction(1, 2))
    hoped = el("rect", x=0, y=0, width=_share(until, most), height="10", class_="hope") if until else Html("")
    bar = el("rect", x=_cut(begin), y=0, width=_cut(width), height="10", class_="range")
    drawn = [_frame(), hoped, bar]
    drawn += [
        el("line", x1=_share(end, most), x2=_share(end, most), y1=0, y2="10", **kind)
        for end in ends[:-1]
        for kind in (_GAP, _LINE)
    ]
    columns = " ".join(f"{end - band.at_least}fr" for band, end in zip(rising, ends, strict=True))
    names = [
        el(
            "li",
            el("span", f"{band.stars}★", role="img", aria_label=starred(band.stars).say(lang)),
            el("small", f"{band.at_least}+"),
            class_="here" if band.stars in reached else None,
        )
        for band in rising
    ]
    return el(
        "div",
        _svg(drawn, "scale", None, "0 0 100 10", stretched=True),
        el("ol", names, class_="bands", style=f"grid-template-columns: {columns}"),
    )


_THIN: dict[str, str] = {"vector_effect": "non-scaling-stroke", "stroke_width": "1"}
# A thin line inside a wider one of the paper's colour is seen on the bar and beside it.
_LINE = _THIN | {"class_": "line"}
_GAP = _THIN | {"class_": "gap", "stroke_width": "3"}


def _frame() -> Html:
    return el("rect", x=0, y=0, width="100", height="10", class_="frame", **_THIN)


def _svg(drawn: Sequence[Html], kind: str, name: str | None, box: str, *, stretched: bool = False) -> Html:
    """Return a figure; without a name it says nothing that doesn't stand beside it."""
    told: dict[str, str] = {"role": "img", "aria_label": name} if name else {"aria_hidden": "true"}
    # Attributes of SVG have capitals.
    head = f'<svg viewBox="{box}"' + (' preserveAspectRatio="none"' if stretched else "")
    opened = str(el("svg", drawn, class_=kind, **told)).removeprefix("<svg")
    return Html(head + opened)


def _share(points: int | Fraction, most: int) -> str:
    return _cut(Fraction(points) / most * 100)


def _cut(number: Fraction) -> str:
    return f"{float(number):.2f}"
