"""Forms to print: every level with a box to tick, blank or filled in."""

from collections.abc import Iterator

from attrs import frozen

from ocopkit.forms.formulas import gate_words
from ocopkit.forms.grid import LIMIT_TEXTS, LIMITS, READINGS, fields_of, law_text, named, reading_texts
from ocopkit.forms.layout import DATED, HEADINGS, SIGNED, Row, form_rows
from ocopkit.forms.tally import Tally, tally
from ocopkit.forms.worksheet import field_text, of_product, under
from ocopkit.page import Child, Html, Langs, el, page, say, together
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text, counted

_TITLE = Text(vi="Phiếu đánh giá, phân hạng sản phẩm OCOP", en="OCOP product evaluation and rating sheet")
_HOW = Text(
    vi="Mỗi tiêu chí đánh dấu một mức. Dấu ★ là mức tối thiểu cho hạng sao đó. Ô trống không phải là 0 điểm.",
    en="Tick one level of each criterion. A ★ marks the least level for that star. Empty is not zero points.",
)
_TOTAL = Text(vi="Tổng điểm", en="Total")
_STARS = Text(vi="Xếp hạng", en="Stars")

STYLE = """
table.form { font-size: .95em; }
table.form td:nth-child(1) { width: 3.6rem; white-space: nowrap; }
table.form td:nth-child(3) { width: 3.4rem; text-align: center; }
table.form td:nth-child(4) { width: 4.6rem; text-align: center; white-space: nowrap; color: var(--amber); }
tr.part td { background: #cfe3d5; font-weight: bold; }
tr.section td { background: #e6f0e9; font-weight: bold; }
tr.heading td, tr.criterion td { font-weight: bold; }
tr.level td:first-child { text-align: right; }
tr.chosen td { background: #ddebfa; }
tr.aside td, tr.doubt td { font-style: italic; color: var(--quiet); }
tr.gate td { color: #7a1a1a; }
table.form td:nth-child(2), table.fields td { overflow-wrap: anywhere; }
table.fields { table-layout: fixed; }
table.fields td:first-child { width: 38%; overflow-wrap: normal; }
@media print {
  table.form { font-size: 10.5pt; line-height: 1.25; }
  table.form td { padding: .12rem .35rem; }
}
.sign { margin: 1.5rem 0 4rem auto; width: 60%; text-align: center; }
@media screen and (max-width: 40rem) {
  table.form td, table.form th { padding: .25rem; }
  table.form td:nth-child(1) { width: 2.8rem; }
  table.form td:nth-child(3), table.form td:nth-child(4) { width: 2.6rem; white-space: normal; }
}
"""
"""The style of printed forms besides that of every page."""


@frozen(eq=False)
class _Printed:
    sheet: ScoreSheet
    tally: Tally
    rules: Readings
    langs: Langs


def form_page(
    book: RuleBook, key: int | str, *, sheet: ScoreSheet | None = None, langs: Langs = ("vi",)
) -> str:
    """Return a form as a page to print on A4, blank or filled in.

    Args:
        book: The rule book.
        key: The criteria set, by number or slug.
        sheet: The answers to fill in, if it isn't to be blank.
        langs: The languages of the form.

    Returns:
        An HTML document that needs nothing from elsewhere.

    Raises:
        NotFoundError: If the book has no such set.
        ValueError: If the sheet is of another set or book.

    Example:
        >>> import ocopkit
        >>> form_page(ocopkit.rule_book("qd-26-2026"), 11).startswith("<!doctype html>")
        True
    """
    form = book[key]
    if sheet is not None and sheet.criteria_set != form:
        message = f"the sheet is against set {sheet.criteria_set.number} of another form or book"
        raise ValueError(message)
    rules = readings_of(book.basis)
    given = sheet or ScoreSheet(form, {})
    printed = _Printed(given, tally(given, rules, langs), rules, langs)
    rows = [_row(printed, row) for row in form_rows(form, rules)]
    head = el("tr", (el("th", say(one, langs, apart="br"), scope="col") for one in HEADINGS))
    body = together(
        el("h1", say(_TITLE, langs, apart="br")),
        el("p", el("b", say(named(form), langs, apart="br")), style="text-align:center"),
        el("p", say(law_text(form, rules), langs, apart="br"), style="text-align:center"),
        el("p", say(_HOW, langs, apart="br"), class_="quiet"),
        fields_table(book, sheet, langs),
        el("table", el("thead", head), el("tbody", rows, _result(printed)), class_="form"),
        el("h3", say(READINGS, langs)),
        el("ul", (el("li", say(text, langs, apart="br")) for text in reading_texts(form, rules))),
        el("h3", say(LIMITS, langs)),
        el("ul", (el("li", say(text, langs, apart="br")) for text in LIMIT_TEXTS)),
        el("div", el("p", say(DATED, langs)), el("p", say(SIGNED, langs)), class_="sign keep"),
        foot(rules, f"{form.number} {form.slug}"),
    )
    title = Text(vi=f"{form.number}. {form.name.vi}", en=f"{form.number}. {form.name.en}")
    return page(title, body, langs=langs, style=STYLE)


def fields_table(book: RuleBook, sheet: ScoreSheet | None, langs: Langs) -> Html:
    """Return what is said of the product and its producer, with lines to write on where nothing is.

    Args:
        book: The rule book.
        sheet: A sheet that says it, if there is one.
        langs: The languages.
    """
    values = of_product(sheet.product if sheet else None)
    rows = [
        el("tr", el("td", say(one.text, langs)), el("td", field_text(one, values.get(one.key), langs)))
        for one in fields_of(book, member=False)
    ]
    return el("table", el("tbody", rows), class_="fields")


def foot(rules: Readings, name: str) -> Html:
    """Return the line that says by which text of the law a page was made.

    Args:
        rules: How the law is read.
        name: What the page is of.
    """
    basis = rules.basis
    return el("footer", f"{basis.book} · {name} · ", el("code", basis.digest))


def _row(printed: _Printed, row: Row) -> Html:
    langs = printed.langs
    if row.kind == "level":
        return _level(printed, row)
    if row.kind == "gate":
        return _gate(printed, row)
    if row.kind == "reason":
        reason = printed.sheet.raised.get(row.gate.key, "") if row.gate else ""
        said = together(say(row.text, langs), ": ", reason or el("span", class_="blank"))
        return _cells("gate", "", said, "", "")
    stars = "★" * (row.stars or 0)
    points: Child = row.points
    kind = row.kind
    if row.kind == "criterion":
        kind = "section" if row.also_section else "criterion"
        points = _of(printed.tally.points(row.code), row.points)
    elif row.kind in {"part", "section", "heading"}:
        found = printed.tally.sum(under(printed.sheet.criteria_set, row))
        points = _of(found if isinstance(found, int) and printed.sheet.lines else "", row.points)
    code = "?" if row.kind == "doubt" else row.code
    return _cells(kind, code, say(row.text, langs, apart="br"), points, stars)


def _level(printed: _Printed, row: Row) -> Html:
    given = printed.sheet.lines.get(row.criterion.code) if row.criterion else None
    chosen = given is not None and row.line is not None and given.answer == row.line.answer
    box = el("span", "✕" if chosen else "", class_="box")
    code = row.code.rpartition(".")[2]
    said = say(row.text, printed.langs, apart="br")
    return _cells(
        "level chosen" if chosen else "level", together(box, code), said, row.points, "★" * (row.stars or 0)
    )


def _gate(printed: _Printed, row: Row) -> Html:
    said: list[Child] = [say(row.text, printed.langs, apart="br")]
    if row.gate is not None and not row.gate.zero_in:
        raised = row.gate.key in printed.sheet.raised
        ticked = bool(printed.sheet.lines)
        said.append(el("br"))
        for place, word in enumerate(gate_words(row.gate)):
            mark = "✕" if ticked and raised == bool(place) else ""
            said += [el("span", mark, class_="box"), say(word, printed.langs), " \u2003"]
    return _cells("gate", "!", together(said), "", "")


def _result(printed: _Printed) -> Iterator[Html]:
    form, found = printed.sheet.criteria_set, printed.tally
    blank = not printed.sheet.lines
    total = _of("" if blank or isinstance(found.total, str) else found.total, form.max)
    yield _cells("part", "", say(_TOTAL, printed.langs), total, "")
    for band in printed.rules.by_height:
        word = Text(
            vi=f"{band.stars} sao: từ {counted(band.at_least).vi}",
            en=f"{band.stars} stars: from {counted(band.at_least).en}",
        )
        missed = ", ".join(found.missed.get(band.stars, ()))
        lacking = Text(vi=f"Chưa đạt mức tối thiểu: {missed}", en=f"Minimums missed: {missed}")
        mark = el("span", "✕" if found.star == band.stars and not blank else "", class_="box")
        told = together(
            say(word, printed.langs), el("br"), el("span", say(lacking, printed.langs), class_="missed")
        )
        yield _cells("band", mark, told if missed and not blank else say(word, printed.langs), "", "")
    star: Child = el("span", class_="blank")
    if not blank:
        star = found.star if isinstance(found.star, str) else "★" * found.star
    yield _cells("part", "", together(say(_STARS, printed.langs), ": ", star), "", "")


def _of(points: int | str, most: int | None) -> str:
    return f"{points} / {most}" if points != "" else f"…… / {most}"


def _cells(kind: str, *cells: Child) -> Html:
    return el("tr", (el("td", cell) for cell in cells), class_=kind)
