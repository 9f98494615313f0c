"""The picture of the decisions over time, drawn by hand: readable in black and white, and in the dark."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape

from making.words import short
from ocopkit.rules.book import RuleBook

_WIDTH, _LEFT, _ROW, _TOP = 520, 24, 58, 20
_PATTERNS = (
    '<path d="M0 8L8 0M-2 2L2 -2M6 10L10 6" stroke="#555" fill="none"/>',
    '<path d="M0 4H8" stroke="#555" fill="none"/>',
    '<path d="M4 0V8" stroke="#555" fill="none"/>',
    '<circle cx="4" cy="4" r="1.3" fill="#555"/>',
)


def timeline(books: Sequence[RuleBook]) -> str:
    """Return the picture as SVG.

    Args:
        books: The books, oldest first.
    """
    return "\n".join(_drawn(books)) + "\n"


def _drawn(books: Sequence[RuleBook]) -> Iterator[str]:
    periods = [book.articles.instrument.in_force for book in books]
    start = date(min(period.first_day for period in periods).year, 1, 1)
    latest = max(day for period in periods for day in (period.first_day, period.last_day) if day)
    end = date(latest.year + 2, 1, 1)
    height = _TOP + _ROW * len(books) + 30
    scale = (_WIDTH - 2 * _LEFT) / (end - start).days

    def x(day: date) -> float:
        return round(_LEFT + (day - start).days * scale, 1)

    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        'font-family="sans-serif" font-size="13">'
    )
    told = "; ".join(f"{short(book)}: {_days(book)}" for book in books)
    yield f"<title>Hiệu lực của các quyết định / The decisions in force: {escape(told)}</title>"
    yield "<defs>"
    for place in range(len(books)):
        inner = _PATTERNS[place % len(_PATTERNS)]
        yield f'<pattern id="p{place}" width="8" height="8" patternUnits="userSpaceOnUse">{inner}</pattern>'
    yield "</defs>"
    yield f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
    bottom = _TOP + _ROW * len(books)
    for year in range(start.year, end.year + 1):
        at = x(date(year, 1, 1))
        yield f'<path d="M{at} {_TOP - 8}V{bottom}" stroke="#ccc"/>'
        yield f'<text x="{at}" y="{bottom + 18}" text-anchor="middle" fill="#333">{year}</text>'
    for place, book in enumerate(books):
        yield from _bar(book, place, x, x(end))
    yield "</svg>"


def _bar(book: RuleBook, place: int, x: Callable[[date], float], edge: float) -> Iterator[str]:
    period = book.articles.instrument.in_force
    left = x(period.first_day)
    right = x(period.last_day) if period.last_day else edge
    top = _TOP + _ROW * place
    box = f'x="{left}" y="{top + 20}" width="{round(right - left, 1)}" height="22"'
    yield f'<rect {box} fill="#f4f4f4"/><rect {box} fill="url(#p{place})" stroke="#222"/>'
    if not period.last_day:
        yield f'<path d="M{right - 9} {top + 24}L{right - 2} {top + 31}L{right - 9} {top + 38}" fill="#222"/>'
    anchor, at = ("start", left) if left < _WIDTH / 2 else ("end", right)
    label = f'<tspan font-weight="bold">{short(book)}</tspan> {_days(book)}'
    yield f'<text x="{at}" y="{top + 14}" text-anchor="{anchor}" fill="#111">{label}</text>'


def _days(book: RuleBook) -> str:
    period = book.articles.instrument.in_force
    return f"{period.first_day} – {period.last_day or '…'}"
