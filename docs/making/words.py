"""Words of the rule books as Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from ocopkit.rules.articles import SetEntry
from ocopkit.rules.book import RuleBook
from ocopkit.rules.folder import set_file_name
from ocopkit.rules.law import Citation, Doubt
from ocopkit.text import Text

_SPECIAL = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", **{sign: "\\" + sign for sign in "\\`*_[]|#"}}
)

DOUBTS = {
    "repair": Text(vi="Đã sửa", en="Repaired"),
    "doubt": Text(vi="Chưa chắc chắn", en="Doubtful"),
    "single-source": Text(vi="Một nguồn duy nhất", en="One source only"),
}


def md(text: str) -> str:
    """Return a text so that Markdown shows it as it is, on one line."""
    return " ".join(text.split()).translate(_SPECIAL)


def both(text: Text, between: str = " · ") -> str:
    """Return a text in Vietnamese, then in English in italics; once where they are alike."""
    vi, en = md(text.vi), md(text.en)
    return vi if vi == en else f"{vi}{between}*{en}*"


def heading(level: int, vi: str, en: str, anchor: str = "") -> str:
    """Return a heading in both languages."""
    mark = f" {{ #{anchor} }}" if anchor else ""
    return f"{'#' * level} {vi} · {en}{mark}"


def stars(number: int | None) -> str:
    """Return the mark for a star."""
    return "★" * (number or 0)


def cited(places: Iterable[Citation]) -> str:
    """Return places of a decision in brackets, in both languages; nothing if there are none."""
    found = list(places)
    if not found:
        return ""
    vi = "; ".join(md(place.text.vi) for place in found)
    en = "; ".join(md(place.text.en) for place in found)
    return f" \\[{vi} · *{en}*\\]"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; a heading that ends with a colon has its column set to the right."""
    names = [name.removesuffix(":") for name in headings]
    rule = ["--:" if name.endswith(":") else "---" for name in headings]
    lines = [names, rule, *([str(cell) for cell in row] for row in rows)]
    return "\n".join("|" + "|".join(line) + "|" for line in lines)


def bullets(items: Iterable[str]) -> str:
    """Return a list."""
    return "\n".join(f"- {item}" for item in items)


def doubt_lines(doubts: Iterable[Doubt]) -> Iterator[str]:
    """Yield doubts, each as a line that says its kind and its clause."""
    for doubt in doubts:
        at = f" {md(doubt.at)}" if "/" in doubt.at else ""
        yield f"**{both(DOUBTS[doubt.kind])}{at}:** {both(doubt.text)}"


def runs(numbers: Iterable[int]) -> str:
    """Return numbers with those in sequence drawn together.

    Example:
        >>> runs([1, 2, 3, 5])
        '1–3, 5'
    """
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found)


def short(book: RuleBook) -> str:
    """Return the short name of a decision, such as ``QĐ 26/2026``."""
    return "QĐ " + "/".join(book.id.split("-")[1:])


def home(book: RuleBook) -> str:
    """Return the folder of reference pages that has a book's criteria sets."""
    return f"reference/{book.articles.sets_from or book.id}"


def page_of(entry: SetEntry) -> str:
    """Return the name of a set's page."""
    return set_file_name(entry).replace(".yaml", ".md")


def anchor(code: str) -> str:
    """Return the anchor of a criterion on its set's page."""
    return "c" + code.replace("đ", "dd").replace(".", "-")
