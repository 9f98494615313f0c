"""What a change of the rules does, as a page to hand over: one file, nothing fetched, no script."""

from collections.abc import Iterator, Sequence

import polars as pl

from ocopkit.markup import Child, Html, el, together
from ocopkit.page import Langs, page, say, table
from ocopkit.rules.book import RuleBook
from ocopkit.rules.diff import diff
from ocopkit.simulation.compare import Comparison
from ocopkit.simulation.impact import Impact
from ocopkit.simulation.plots import flow_plot, heat_map, to_svg, tornado
from ocopkit.text import Lang, Text, starred
from ocopkit.version import __version__

_MOST_CHANGES = 60
"""How many differences between the books are listed; the rest is counted."""

_STYLE = "figure { margin: .8rem 0; } figure svg { max-width: 100%; height: auto; }"


def comparison_page(
    found: Comparison,
    before: RuleBook,
    after: RuleBook,
    *,
    impact: Impact | None = None,
    pictures: bool = True,
    lang: Lang = "en",
) -> str:
    """Return a comparison as a page: who moves, where, and because of which clause.

    Args:
        found: What :func:`~ocopkit.simulation.compare.compare` returned.
        before: The first book.
        after: The second.
        impact: What each clause does, if it is to be told.
        pictures: Whether to draw pictures; they need the extra ``plots``.
        lang: ``"vi"`` or ``"en"``.

    Returns:
        A whole HTML document.

    Raises:
        OcopError: If pictures are wanted and the extra ``plots`` isn't installed.

    Example:
        >>> import ocopkit
        >>> from ocopkit.simulation.compare import compare
        >>> from ocopkit.simulation.synthesise import synthesise
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> people = synthesise(book, 11, 100, seed=1, stars={3: "0.5", 4: "0.5"}).people
        >>> draft = ocopkit.amend(
        ...     book, {"bands/4": {"at_least": 75}, "bands/3": {"below": 75}}, because="a draft"
        ... )
        >>> text = comparison_page(compare(people, book, draft), book, draft, lang="vi")
        >>> "Giảm sao" in text, "<script" in text
        (True, False)
    """
    langs: Langs = (lang,)
    return page(
        _TITLE,
        el("h1", say(_TITLE, langs)),
        el("p", say(found.label, langs), class_="note") if found.label else None,
        _key_figures(found, before, after, langs),
        _moves(found, langs, pictures=pictures, lang=lang),
        *(_by(found, name, langs, pictures=pictures, lang=lang) for name in _columns(found)),
        _clauses(impact, langs, pictures=pictures, lang=lang) if impact else None,
        _changes(before, after, langs),
        _sources(before, after),
        langs=langs,
        style=_STYLE,
    )


def _key_figures(found: Comparison, before: RuleBook, after: RuleBook, langs: Langs) -> Html:
    counted = "weight" if "weight" in found.transitions.columns else "rows"
    whole = float(found.transitions[counted].sum())
    rows: Sequence[Sequence[Child]] = [
        (say(_BEFORE, langs), f"{before.articles.name.say(langs[0])} ({before.id})"),
        (say(_AFTER, langs), f"{after.articles.name.say(langs[0])} ({after.id})"),
        (say(_WEIGHT if counted == "weight" else _ROWS, langs), _number(whole, langs)),
        (say(_DOWN, langs), _share(found.down, whole, langs)),
        (say(_UP, langs), _share(found.up, whole, langs)),
    ]
    return el(
        "table", el("tbody", (el("tr", el("th", name, scope="row"), el("td", value)) for name, value in rows))
    )


def _moves(found: Comparison, langs: Langs, *, pictures: bool, lang: Lang) -> Iterator[Html]:
    stars = found.stars
    headings = [_FROM_TO, *(starred(int(name) or None) for name in stars.columns[1:])]
    rows: list[list[Child]] = [
        [say(starred(row[0] or None), langs), *(_number(one, langs) for one in row[1:])]
        for row in stars.iter_rows()
    ]
    yield el("h2", say(_WHO, langs))
    yield table(headings, rows, langs, numbers=len(headings) - 1, stack=False)
    if pictures:
        yield _picture(flow_plot(found, lang=lang), _WHO, langs)


def _columns(found: Comparison) -> list[str]:
    return [name for name in found.transitions.columns if name not in {"before", "after", "rows", "weight"}]


def _by(found: Comparison, name: str, langs: Langs, *, pictures: bool, lang: Lang) -> Iterator[Html]:
    counted = "weight" if "weight" in found.transitions.columns else "rows"
    amount = pl.col(counted)
    places = (
        found.transitions.group_by(name)
        .agg(
            whole=amount.sum(),
            down=amount.filter(pl.col("after") < pl.col("before")).sum(),
            up=amount.filter(pl.col("after") > pl.col("before")).sum(),
        )
        .sort(name)
    )
    rows = [
        (
            str(row[name]),
            _number(row["whole"], langs),
            _share(row["down"], row["whole"], langs),
            _share(row["up"], row["whole"], langs),
        )
        for row in places.iter_rows(named=True)
    ]
    title = Text(vi=f"Theo {name}", en=f"By {name}")
    yield el("h2", say(title, langs))
    yield table([Text(vi=name, en=name), _ROWS, _DOWN, _UP], rows, langs, numbers=3)
    if pictures:
        yield _picture(heat_map(found, name, lang=lang), title, langs)


def _clauses(impact: Impact, langs: Langs, *, pictures: bool, lang: Lang) -> Iterator[Html]:
    rows = [
        (row["clause"], _number(row["down"], langs), _number(row["up"], langs))
        for row in impact.clauses.iter_rows(named=True)
    ]
    yield el("h2", say(_WHICH, langs))
    yield el("p", say(_SHARED_OUT, langs), class_="quiet")
    yield table([_CLAUSE, _DOWN, _UP], rows, langs, numbers=2)
    if pictures:
        yield _picture(tornado(impact, lang=lang), _WHICH, langs)


def _changes(before: RuleBook, after: RuleBook, langs: Langs) -> Iterator[Html]:
    law = [one for one in diff(before, after).changes if not one.aside]
    yield el("h2", say(_WHAT, langs))
    yield el("ul", (el("li", one.text.say(langs[0])) for one in law[:_MOST_CHANGES]))
    if len(law) > _MOST_CHANGES:
        more = len(law) - _MOST_CHANGES
        yield el("p", say(Text(vi=f"và {more} điểm khác nữa", en=f"and {more} more"), langs), class_="quiet")


def _sources(before: RuleBook, after: RuleBook) -> Html:
    digests = (f"{book.id} {book.digest}" for book in (before, after))
    return el("footer", f"ocopkit {__version__}", (together(el("br"), el("code", one)) for one in digests))


def _picture(chart: object, title: Text, langs: Langs) -> Html:
    return el("figure", Html(to_svg(chart)), class_="keep", aria_label=title.say(langs[0]), role="img")


def _number(value: float, langs: Langs) -> str:
    said = f"{value:,.10g}"
    return said.translate(str.maketrans(",.", ".,")) if langs[0] == "vi" else said


def _share(part: float, whole: float, langs: Langs) -> str:
    if not whole:
        return _number(part, langs)
    percent = f"{100 * part / whole:.1f}"
    return f"{_number(part, langs)} ({percent.replace('.', ',') if langs[0] == 'vi' else percent} %)"


_TITLE = Text(vi="Thay đổi quy định và hạng sao", en="A change of the rules, and the stars")
_BEFORE = Text(vi="Trước", en="Before")
_AFTER = Text(vi="Sau", en="After")
_ROWS = Text(vi="Số hồ sơ", en="Dossiers")
_WEIGHT = Text(vi="Tổng trọng số", en="Sum of weights")
_DOWN = Text(vi="Giảm sao", en="Lose stars")
_UP = Text(vi="Tăng sao", en="Gain stars")
_FROM_TO = Text(vi="Trước ↓ Sau →", en="Before ↓ after →")
_WHO = Text(vi="Ai đổi hạng", en="Who moves")
_WHICH = Text(vi="Do điều khoản nào", en="Because of which clause")
_CLAUSE = Text(vi="Nội dung sửa đổi", en="Clause")
_WHAT = Text(vi="Quy định thay đổi những gì", en="What the rules change")
_SHARED_OUT = Text(
    vi="Các điều khoản tác động lẫn nhau: mỗi điều nhận phần trung bình trên mọi thứ tự ban hành.",
    en="Clauses interact: each gets the mean of what it adds over every order of enacting them.",
)
