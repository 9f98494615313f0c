"""Self-contained HTML pages, for a telephone and for A4 paper, in Vietnamese, English or both.

A page is made of values: :func:`el` makes an element of its children, and whatever isn't markup already is
escaped. Nothing in a page comes from a network, and no script is in it.
"""

from collections.abc import Iterable, Sequence

from ocopkit.markup import Child, Html, el, together
from ocopkit.text import Lang, Text

# Pieces of markup are also found here by those who make pages of them.
__all__ = ["BOTH", "STYLE", "Child", "Html", "Langs", "el", "page", "plain", "say", "table", "together"]

Langs = tuple[Lang, ...]
"""The languages of a page, the first one leading: ``("vi",)``, ``("en",)`` or ``("vi", "en")``."""

BOTH: Langs = ("vi", "en")

# Colours are dark on white so that they hold on a bad printer too; each has a contrast of 4.5 or more.
STYLE = """
:root { color-scheme: light; --ink: #1b1b1b; --quiet: #595959; --line: #b9c2bb; --head: #e6f0e9;
  --green: #14532d; --red: #a11212; --amber: #7a4b00; --paper: #fff; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
  font: 16px/1.45 "Times New Roman", "Liberation Serif", "DejaVu Serif", serif; }
main { max-width: 210mm; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .5rem; text-align: center; color: var(--green); }
h2 { font-size: 1.1rem; margin: 1.4rem 0 .4rem; color: var(--green); }
h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
p, ul, ol, dl { margin: .4rem 0; }
ul, ol { padding-left: 1.3rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { border: 1px solid var(--line); padding: .3rem .45rem; text-align: left; vertical-align: top; }
thead th { background: var(--head); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.quiet, .en { color: var(--quiet); }
.en { font-style: italic; }
.met { color: var(--green); }
.missed { color: var(--red); font-weight: bold; }
.doubt { color: var(--amber); }
.note { border-left: 4px solid var(--line); padding: .2rem .7rem; margin: .6rem 0; }
.box { display: inline-block; width: 1em; height: 1em; border: 1.5px solid var(--ink); vertical-align: -.12em;
  margin-right: .35em; text-align: center; line-height: .9em; font-weight: bold; }
.blank { display: inline-block; min-width: 8em; border-bottom: 1px dotted var(--ink); }
.lines { border-bottom: 1px dotted var(--ink); height: 1.7em; }
footer { margin-top: 1.5rem; border-top: 1px solid var(--line); padding-top: .4rem; font-size: .85rem;
  color: var(--quiet); }
footer code { overflow-wrap: anywhere; }
@media screen and (max-width: 40rem) {
  table.stack, table.stack tbody, table.stack tr, table.stack td, table.stack tbody th { display: block;
    width: 100%; }
  table.stack thead { display: none; }
  table.stack tr { border: 1px solid var(--line); margin-bottom: .6rem; }
  table.stack td, table.stack tbody th { border: 0; text-align: left; white-space: normal; }
  table.stack td:empty { display: none; }
  table.stack [data-label]::before { content: attr(data-label) ": "; color: var(--quiet); }
}
@page { size: A4; margin: 15mm 12mm 15mm 18mm; }
@media print {
  body { font-size: 12pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr, .keep { break-inside: avoid; }
  thead { display: table-header-group; }
  .screen { display: none; }
}
"""
"""The style of every page; a page may add its own."""


def say(text: Text, langs: Langs, *, apart: str = " / ") -> Html:
    """Return a text in the languages of a page: the first plain, the second quieter behind it.

    Args:
        text: The text.
        langs: The languages.
        apart: What stands between them; ``"br"`` for a line of its own.

    Example:
        >>> print(say(Text(vi="Điểm", en="Points"), BOTH))
        Điểm<span class="en" lang="en"> / Points</span>
    """
    first, *others = dict.fromkeys(text.say(lang) for lang in langs)
    if not others:
        return together(first)
    between = el("br") if apart == "br" else apart
    return together(first, (el("span", between, one, class_="en", lang=langs[-1]) for one in others))


def plain(text: Text, langs: Langs, *, apart: str = " / ") -> str:
    """Return a text in the languages of a page without markup, for titles and labels.

    Args:
        text: The text.
        langs: The languages.
        apart: What stands between them.
    """
    return apart.join(dict.fromkeys(text.say(lang) for lang in langs))


def table(
    headings: Sequence[Text],
    rows: Iterable[Sequence[Child]],
    langs: Langs,
    *,
    numbers: int = 0,
    stack: bool = True,
) -> Html:
    """Return a table that on a narrow screen becomes a list of its rows.

    Args:
        headings: The heading of each column.
        rows: The rows, a cell for each heading.
        langs: The languages.
        numbers: How many columns, counted from the last, hold numbers.
        stack: Whether it becomes a list on a narrow screen; each cell then bears its heading.

    Raises:
        ValueError: If a row has more or fewer cells than there are headings.
    """
    labels = [plain(one, langs) for one in headings]
    kinds = [None] * (len(labels) - numbers) + ["number"] * numbers
    head = el("tr", (el("th", say(one, langs), scope="col") for one in headings))
    lines = [
        el(
            "tr",
            (
                el("td", cell, class_=kind, data_label=label if stack else None)
                for label, kind, cell in zip(labels, kinds, row, strict=True)
            ),
        )
        for row in rows
    ]
    return el("table", el("thead", head), el("tbody", lines), class_="stack" if stack else None)


def page(title: Text, *body: Child | Iterable[Child], langs: Langs, style: str = "") -> str:
    """Return a whole page that needs nothing from elsewhere.

    Args:
        title: The title in the browser's tab and in the name of a printed file.
        body: What it shows.
        langs: The languages, the first of which the page is declared to be in.
        style: Style of its own besides :data:`STYLE`; never anything that came from a user.

    Example:
        >>> text = page(Text(vi="Phiếu", en="Sheet"), el("h1", "Phiếu"), langs=("vi",))
        >>> text.splitlines()[1]
        '<html lang="vi">'
    """
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        el("title", plain(title, langs)),
        el("style", Html(STYLE + style)),
    )
    inner = el("body", el("main", *body))
    return f'<!doctype html>\n<html lang="{langs[0]}">\n{head}\n{inner}\n</html>\n'
