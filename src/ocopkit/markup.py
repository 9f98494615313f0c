"""Pieces of HTML as values: whatever isn't markup already is escaped."""

import re
from collections.abc import Iterable, Sequence

from attrs import frozen

from ocopkit.text import Text

_VOID = frozenset({"br", "col", "hr", "img", "input", "meta"})
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NAME = re.compile(r"[a-z][a-z0-9-]*")


@frozen
class Html:
    """A piece of a page that is markup already.

    Args:
        source: The markup.
    """

    source: str

    def __str__(self) -> str:
        """Return the markup."""
        return self.source


Child = Html | str | int | None
"""What an element can hold: markup; text and numbers, which are escaped; nothing."""


def el(name: str, /, *children: Child | Iterable[Child], **attributes: str | int | bool | None) -> Html:
    """Return an element with its children.

    Args:
        name: The element's name.
        children: What it holds; a text is escaped, an iterable stands for its members.
        attributes: Its attributes: a trailing underscore is dropped and others become hyphens (``class_``,
            ``data_label``). ``True`` stands for an attribute without a value; ``None`` and ``False`` leave
            it out.

    Raises:
        ValueError: If the element or an attribute isn't named like one.

    Example:
        >>> print(el("p", "Chè & mật ong", el("b", 3), class_="note"))
        <p class="note">Chè &amp; mật ong<b>3</b></p>
    """
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    if wrong := [one for one in (name, *given) if not _NAME.fullmatch(one)]:
        message = f"not the name of an element or attribute: {wrong[0]!r}"
        raise ValueError(message)
    said = [
        f" {key}" if value is True else f' {key}="{escaped(value)}"'
        for key, value in given.items()
        if value is not None and value is not False
    ]
    head = f"<{name}{''.join(said)}>"
    return Html(head if name in _VOID else f"{head}{together(*children)}</{name}>")


def together(*children: Child | Iterable[Child]) -> Html:
    """Return pieces of a page one after the other, as one piece.

    Args:
        children: The pieces, as :func:`el` takes them.
    """
    parts: list[str] = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, Html):
            parts.append(child.source)
        elif isinstance(child, str | int):
            parts.append(escaped(child))
        else:
            parts.append(together(*child).source)
    return Html("".join(parts))


def escaped(value: str | int) -> str:
    """Return a text as HTML shows it; what no page may hold becomes a space.

    Example:
        >>> escaped("<Chè & mật ong>")
        '&lt;Chè &amp; mật ong&gt;'
    """
    from html import escape  # with its table of 2,000 names, too much for a start that writes no page

    return escape(_CONTROLS.sub(" ", str(value)))


def both(text: Text) -> Html:
    """Return a text in Vietnamese and, where it differs, in English behind it.

    Example:
        >>> print(both(Text(vi="Điểm", en="Points")))
        <span lang="vi">Điểm</span> <span lang="en">/ Points</span>
    """
    vi = el("span", text.vi, lang="vi")
    return vi if text.vi == text.en else together(vi, " ", el("span", f"/ {text.en}", lang="en"))


def card(title: Child, facts: Iterable[tuple[Text, Child]], *more: Child) -> str:
    """Return what a notebook shows of a value: a title, a few facts, and more below them.

    Colours and sizes are the notebook's own, so that it reads in a light and in a dark one.

    Args:
        title: What it is.
        facts: What is to be said of it, each with its name.
        more: What stands below, such as tables.
    """
    rows = [
        el("tr", el("th", both(name), scope="row", style=_LEFT), el("td", value, style=_LEFT))
        for name, value in facts
        if value is not None
    ]
    return str(el("div", el("p", el("strong", title)), el("table", el("tbody", rows)), more))


def grid(headings: Sequence[Text], rows: Iterable[Sequence[Child]], *, numbers: int = 0) -> Html:
    """Return a table as a notebook shows it.

    Args:
        headings: The heading of each column.
        rows: The rows, a cell for each heading.
        numbers: How many columns, counted from the last, hold numbers.
    """
    styles = [_LEFT] * (len(headings) - numbers) + [_RIGHT] * numbers
    head = [
        el("th", both(name), scope="col", style=style) for name, style in zip(headings, styles, strict=True)
    ]
    lines = [
        el("tr", [el("td", cell, style=style) for cell, style in zip(row, styles, strict=True)])
        for row in rows
    ]
    return el("table", el("thead", el("tr", head)), el("tbody", lines))


_LEFT = "text-align: left"
_RIGHT = "text-align: right"
