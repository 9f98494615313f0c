"""Pictures of a simulation: totals under the bands, who moves where, places, clauses, councils.

Each function returns an Altair chart, to be shown in a notebook, changed, or saved. All are drawn in greys
and say everything in labels, so that they read in print; labels are Vietnamese or English.
"""

from collections.abc import Iterator, Mapping
from math import cos, pi
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from ocopkit.errors import OcopError, no_extra
from ocopkit.rules.book import RuleBook
from ocopkit.simulation.compare import Comparison
from ocopkit.simulation.distribution import Distribution
from ocopkit.simulation.impact import Impact
from ocopkit.simulation.population import Population
from ocopkit.simulation.results import results
from ocopkit.text import Lang, Text

if TYPE_CHECKING:
    import altair as alt

_INK, _MIDDLE, _PALE = "#1a1a1a", "#6f6f6f", "#d9d9d9"
_WIDTH, _HEIGHT = 520, 260
_BLOCK = 0.02
_STEPS = 24
"""How many points a flow's edge is drawn with."""


def totals_plot(found: Distribution | Population, book: RuleBook, *, lang: Lang = "en") -> "alt.LayerChart":
    """Return how many products have each total, with the bands of the rule book behind them.

    Args:
        found: An exact distribution, or a population.
        book: The rule book whose bands are drawn.
        lang: ``"vi"`` or ``"en"``.

    Raises:
        OcopError: If Altair isn't installed.

    Example:
        >>> import ocopkit
        >>> from ocopkit.simulation.distribution import distribution
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> chart = totals_plot(distribution(book[11]), book)
        >>> "3 stars" in to_svg(chart)
        True
    """
    alt = _altair()
    if isinstance(found, Distribution):
        rows = [{"points": points, "share": float(share)} for points, share in found.points.items()]
        title, format_ = _SHARE, "%"
        bars = pl.DataFrame(rows)
    else:
        counted = results(found).collect(backend="polars").to_native()
        bars = counted.group_by("points").agg(pl.len().alias("share"))
        title, format_ = _PRODUCTS, "d"
    bars = bars.with_columns(pl.col("points").cast(pl.Int64), end=pl.col("points").cast(pl.Int64) + 1).sort(
        "points"
    )
    most = sum(part.max for part in book.articles.parts)
    highest = sorted(book.articles.bands, key=lambda band: band.at_least)
    ends = [*(band.at_least for band in highest[1:]), most + 1]
    bands = pl.DataFrame(
        [
            {"start": band.at_least, "end": end, "label": _stars(band.stars).say(lang), "shade": band.stars}
            for band, end in zip(highest, ends, strict=True)
        ]
    )
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, most + 1], nice=False), title=_POINTS.say(lang))
    behind = (
        alt.Chart(bands)
        .mark_rect(stroke="white")
        .encode(x=x, x2="end:Q", color=alt.Color("shade:O", scale=alt.Scale(range=list(_BANDS)), legend=None))
    )
    names = (
        alt.Chart(bands.with_columns(middle=(pl.col("start") + pl.col("end")) / 2))
        .mark_text(baseline="top", y=3, fontSize=11, color=_INK)
        .encode(x=alt.X("middle:Q"), text="label:N")
    )
    columns = (
        alt.Chart(bars)
        .mark_bar(color=_INK, stroke="white", strokeWidth=0.4)
        .encode(
            x=alt.X("points:Q"),
            x2="end:Q",
            y2=alt.datum(0),
            y=alt.Y(
                "share:Q", title=title.say(lang), axis=alt.Axis(format=format_), scale=alt.Scale(zero=True)
            ),
            tooltip=["points:Q", "share:Q"],
        )
    )
    return _finished(alt.layer(behind, columns, names), _label(found).say(lang))


def flow_plot(comparison: Comparison, *, lang: Lang = "en") -> "alt.LayerChart":
    """Return who moves from which stars to which, as bands as wide as their numbers of products.

    Args:
        comparison: What :func:`ocopkit.simulation.compare.compare` returned.
        lang: ``"vi"`` or ``"en"``.

    Raises:
        OcopError: If Altair isn't installed.
    """
    alt = _altair()
    flows = sorted(_flows(comparison).items(), reverse=True)
    whole = sum(count for _, count in flows) or 1
    tops = [_stacked(flows, side) for side in (0, 1)]
    kinds = [_KEPT.say(lang), _MOVES["up"].say(lang), _MOVES["down"].say(lang)]
    edges = pl.DataFrame(
        [
            row
            for (pair, count) in flows
            for row in _edge(pair, kinds, count / whole, tops[0][pair] / whole, tops[1][pair] / whole)
        ]
    )
    sides = pl.DataFrame(
        [row for side in (0, 1) for row in _blocks(flows, side, whole, lang)],
    )
    scale = alt.Scale(domain=[1, 0], nice=False)
    bands = (
        alt.Chart(edges)
        .mark_area(stroke=_MIDDLE, strokeWidth=0.7)
        .encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.55, 1.55], nice=False)),
            y=alt.Y("top:Q", axis=None, scale=scale),
            y2="bottom:Q",
            detail="flow:N",
            fill=alt.Fill(
                "kind:N",
                legend=alt.Legend(orient="bottom", symbolStrokeColor=_MIDDLE),
                title=None,
                scale=alt.Scale(domain=kinds, range=["#ececec", "#bdbdbd", _MIDDLE]),
            ),
        )
    )
    blocks = (
        alt.Chart(sides)
        .mark_rect(fill=_INK)
        .encode(x="x:Q", x2="x2:Q", y=alt.Y("top:Q", scale=scale), y2="bottom:Q")
    )
    texts = [
        alt.Chart(sides.filter(pl.col("side") == side))
        .mark_text(align=align, dx=shift, fontSize=11, color=_INK)
        .encode(x=at, y=alt.Y("middle:Q", scale=scale), text="label:N")
        for side, align, shift, at in ((0, "right", -5, "x:Q"), (1, "left", 5, "x2:Q"))
    ]
    headings = pl.DataFrame(
        {"x": [0.0, 1.0], "y": [-0.05, -0.05], "label": [comparison.before, comparison.after]}
    )
    above = (
        alt.Chart(headings)
        .mark_text(fontWeight="bold", fontSize=12, color=_INK, clip=False)
        .encode(x="x:Q", y=alt.Y("y:Q", scale=scale), text="label:N")
    )
    return _finished(alt.layer(bands, blocks, *texts, above), _label(comparison).say(lang))


def heat_map(comparison: Comparison, by: str, *, what: str = "down", lang: Lang = "en") -> "alt.LayerChart":
    """Return for each value of a column, such as a province, the share of products that move, by their stars.

    Args:
        comparison: What :func:`ocopkit.simulation.compare.compare` returned, counted by the column.
        by: The column.
        what: ``"down"`` for those that lose stars, ``"up"`` for those that gain.
        lang: ``"vi"`` or ``"en"``.

    Raises:
        OcopError: If Altair isn't installed.
        ValueError: If the comparison wasn't counted by that column, or ``what`` is something else.
    """
    alt = _altair()
    table = comparison.transitions
    if by not in table.columns or by in {"before", "after", "rows", "weight"}:
        message = f"the comparison isn't counted by {by!r}: call compare(…, by=[{by!r}])"
        raise ValueError(message)
    if what not in _MOVES:
        message = f"what must be 'down' or 'up', not {what!r}"
        raise ValueError(message)
    amount = "weight" if "weight" in table.columns else "rows"
    moved = pl.col("after") < pl.col("before") if what == "down" else pl.col("after") > pl.col("before")
    cells = (
        table.group_by(by, "before")
        .agg(
            whole=pl.col(amount).sum(),
            moved=pl.col(amount).filter(moved).sum(),
        )
        .with_columns(
            share=pl.col("moved") / pl.col("whole"),
            stars=pl.col("before").map_elements(
                lambda stars: _stars(stars).say(lang), return_dtype=pl.String
            ),
            place=pl.col(by).cast(pl.String),
        )
        .with_columns(pl.format("{} / {}", pl.col("moved"), pl.col("whole")).alias("label"))
        .sort("before", by)
    )
    order = [_stars(stars).say(lang) for stars in sorted(set(cells["before"]))]
    base = alt.Chart(cells).encode(
        x=alt.X("stars:N", sort=order, title=comparison.before, axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y("place:N", title=None),
    )
    squares = base.mark_rect(stroke="white").encode(
        color=alt.Color(
            "share:Q",
            title=_MOVES[what].say(lang),
            scale=alt.Scale(domain=[0, 1], range=["#f5f5f5", "#2b2b2b"]),
            legend=alt.Legend(format="%"),
        )
    )
    numbers = base.mark_text(fontSize=10).encode(
        text="label:N",
        color=alt.condition("datum.share > 0.45", alt.value("white"), alt.value(_INK)),
    )
    chart = alt.layer(squares, numbers).properties(
        width=_WIDTH, height=alt.Step(22), title=_title(alt, _label(comparison).say(lang))
    )
    return _styled(chart)


def tornado(impact: Impact, *, lang: Lang = "en") -> "alt.LayerChart":
    """Return the clauses of an amendment with the products that each moves, those that move most first.

    Args:
        impact: What :func:`ocopkit.simulation.impact.impact_by_clause` returned.
        lang: ``"vi"`` or ``"en"``.

    Raises:
        OcopError: If Altair isn't installed.
    """
    alt = _altair()
    rows = [
        {"clause": row["clause"], "change": sign * row[key], "kind": _MOVES[key].say(lang)}
        for row in impact.clauses.iter_rows(named=True)
        for key, sign in (("down", -1), ("up", 1))
    ]
    table = pl.DataFrame(rows, schema={"clause": pl.String, "change": pl.Float64, "kind": pl.String})
    weight = table.group_by("clause").agg(pl.col("change").abs().sum())
    order = weight.sort("change", descending=True)["clause"].to_list()
    most = max((abs(one) for one in table["change"]), default=1.0) or 1.0
    x = alt.X(
        "change:Q",
        title=_CHANGE.say(lang),
        scale=alt.Scale(domain=[-most * 1.15, most * 1.15], nice=False),
    )
    base = alt.Chart(table).encode(y=alt.Y("clause:N", sort=order, title=None, axis=alt.Axis(labelLimit=260)))
    bars = base.mark_bar(stroke=_INK, strokeWidth=0.7).encode(
        x=x,
        fill=alt.Fill(
            "kind:N",
            title=None,
            scale=alt.Scale(
                domain=[_MOVES["down"].say(lang), _MOVES["up"].say(lang)], range=[_MIDDLE, _PALE]
            ),
            legend=alt.Legend(orient="bottom"),
        ),
    )
    labels = [
        base.transform_filter(test)
        .mark_text(align=align, dx=shift, fontSize=10, color=_INK)
        .encode(x=x, text=alt.Text("change:Q", format="+.4~g"))
        for test, align, shift in (("datum.change < 0", "right", -3), ("datum.change > 0", "left", 3))
    ]
    return _styled(alt.layer(bars, *labels).properties(width=_WIDTH, height=alt.Step(24)))


def to_svg(chart: Any) -> str:
    """Return a chart as SVG, drawn here and now: nothing is fetched.

    Args:
        chart: An Altair chart.

    Raises:
        OcopError: If vl-convert isn't installed.
    """
    try:
        import vl_convert
    except ModuleNotFoundError as error:
        raise OcopError([_NO_PLOTS]) from error
    drawn: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return drawn


def save_plot(chart: Any, file: Path | str) -> None:
    """Write a chart as SVG.

    Args:
        chart: An Altair chart.
        file: The file's path, ending in ``.svg``.

    Raises:
        OcopError: If vl-convert isn't installed.
        ValueError: If the file isn't called ``.svg``.
    """
    path = Path(file)
    if path.suffix.lower() != ".svg":
        message = f"a plot is written as .svg, not {path.suffix or path.name!r}; chart.save() knows others"
        raise ValueError(message)
    path.write_text(to_svg(chart), encoding="utf-8")


def _altair() -> Any:
    try:
        import altair as alt
    except ModuleNotFoundError as error:
        raise OcopError([_NO_PLOTS]) from error
    return alt


def _finished(chart: Any, subtitle: str) -> "alt.LayerChart":
    title = _title(_altair(), subtitle)
    return _styled(chart.properties(width=_WIDTH, height=_HEIGHT, title=title))


def _styled(chart: Any) -> "alt.LayerChart":
    axis = {
        "labelColor": _INK,
        "titleColor": _INK,
        "grid": False,
        "domainColor": _MIDDLE,
        "tickColor": _MIDDLE,
    }
    styled: alt.LayerChart = chart.configure(
        font="DejaVu Sans, Arial, sans-serif", background="white", view={"stroke": None}, axis=axis
    )
    return styled


def _title(alt: Any, text: str) -> Any:
    return alt.Title(text, fontSize=11, fontWeight="normal", anchor="start", color=_INK)


def _label(found: Distribution | Population | Comparison) -> Text:
    label = None if isinstance(found, Distribution) else found.label
    return label or Text(vi=" ", en=" ")


def _stars(stars: int) -> Text:
    if not stars:
        return Text(vi="không xếp hạng", en="not rated")
    return Text(vi=f"{stars} sao", en="1 star" if stars == 1 else f"{stars} stars")


def _flows(comparison: Comparison) -> dict[tuple[int, int], float]:
    table = comparison.transitions
    amount = "weight" if "weight" in table.columns else "rows"
    found = table.group_by("before", "after").agg(pl.col(amount).sum().alias("count"))
    return {(row["before"], row["after"]): float(row["count"]) for row in found.iter_rows(named=True)}


def _stacked(flows: list[tuple[tuple[int, int], float]], side: int) -> dict[tuple[int, int], float]:
    """Return where each flow begins on a side, from the top, most stars first."""
    reached = 0.0
    found: dict[tuple[int, int], float] = {}
    for pair, count in sorted(flows, key=lambda one: (-one[0][side], -one[0][1 - side])):
        found[pair] = reached
        reached += count
    return found


def _edge(
    pair: tuple[int, int], kinds: list[str], height: float, left: float, right: float
) -> Iterator[dict[str, Any]]:
    kind = kinds[0 if pair[0] == pair[1] else 2 if pair[1] < pair[0] else 1]
    for step in range(_STEPS + 1):
        x = step / _STEPS
        top = left + (right - left) * (1 - cos(pi * x)) / 2
        yield {"flow": f"{pair[0]}-{pair[1]}", "kind": kind, "x": x, "top": top, "bottom": top + height}


def _blocks(
    flows: list[tuple[tuple[int, int], float]], side: int, whole: float, lang: Lang
) -> Iterator[Mapping[str, Any]]:
    """Yield what stands on a side: each number of stars with its share of the height."""
    sums: dict[int, float] = {}
    for pair, count in flows:
        sums[pair[side]] = sums.get(pair[side], 0.0) + count
    reached = 0.0
    for stars, count in sorted(sums.items(), reverse=True):
        top, bottom = reached / whole, (reached + count) / whole
        reached += count
        yield {
            "side": side,
            "x": side - _BLOCK * (side == 0),
            "x2": side + _BLOCK * (side == 1),
            "top": top,
            "bottom": bottom,
            "middle": (top + bottom) / 2,
            "label": f"{_stars(stars).say(lang)}: {_number(count, lang)}",
        }


def _number(count: float, lang: Lang) -> str:
    said = f"{count:,.10g}"
    return said.translate(str.maketrans(",.", ".,")) if lang == "vi" else said


_BANDS = ("#fafafa", "#ededed", "#e0e0e0", "#d2d2d2", "#c4c4c4")
_POINTS = Text(vi="Tổng điểm", en="Total points")
_PRODUCTS = Text(vi="Số sản phẩm", en="Products")
_SHARE = Text(vi="Tỷ lệ", en="Share")
_CHANGE = Text(vi="Số sản phẩm đổi hạng", en="Products that move")
_KEPT = Text(vi="giữ nguyên", en="stay")
_MOVES = {
    "down": Text(vi="giảm sao", en="lose stars"),
    "up": Text(vi="tăng sao", en="gain stars"),
}
_NO_PLOTS = no_extra(Text(vi="Vẽ biểu đồ cần cài thêm thư viện", en="Plots need more libraries"), "plots")
