"""Shapes of pictures drawn by hand: readable in black and white, and in the dark, with nothing fetched."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

LINE, CHARACTER = 17, 6.6
"""The height of a line of text and the width of a character, on average, at 12 units."""


def picture(width: float, height: float, title: str, shapes: Iterable[str]) -> str:
    """Return an SVG picture.

    Args:
        width: Its width.
        height: Its height.
        title: What it shows, for those who listen to it.
        shapes: What is on it.
    """
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        'font-family="sans-serif" font-size="12">'
    )
    arrow = (
        '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0L8 4L0 8Z" fill="#222"/></marker>'
        '<pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<path d="M0 6L6 0" stroke="#555" fill="none"/></pattern></defs>'
    )
    ground = f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>'
    return "\n".join([head, f"<title>{escape(title)}</title>", arrow, ground, *shapes, "</svg>"]) + "\n"


def text(x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False) -> str:
    """Return a line of text."""
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="#111"{weight}>{escape(words)}</text>'


def box(x: float, y: float, width: float, lines: Sequence[str], *, round_: bool = False) -> Iterator[str]:
    """Yield a box with lines of text, the first in bold."""
    height = height_of(lines)
    corner = min(height / 2, 14) if round_ else 3
    yield (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{corner:g}" '
        'fill="#f4f4f4" stroke="#222"/>'
    )
    for place, line in enumerate(lines):
        yield text(
            x + width / 2, y + 16 + LINE * place, line, anchor="middle", bold=not place and len(lines) > 1
        )


def height_of(lines: Sequence[str]) -> float:
    """Return the height of a box."""
    return LINE * len(lines) + 8


def arrow(points: Sequence[tuple[float, float]], *, dashed: bool = False, head: bool = True) -> str:
    """Return a line through points, with a head at its end."""
    way = "L".join(f"{x:g} {y:g}" for x, y in points)
    dashes = ' stroke-dasharray="4 3"' if dashed else ""
    end = ' marker-end="url(#a)"' if head else ""
    return f'<path d="M{way}" fill="none" stroke="#222"{dashes}{end}/>'


def number(x: float, y: float, told: int) -> Iterator[str]:
    """Yield a number in a circle."""
    yield f'<circle cx="{x:g}" cy="{y:g}" r="8.5" fill="#fff" stroke="#222"/>'
    yield f'<text x="{x:g}" y="{y + 3.5:g}" text-anchor="middle" font-size="10" fill="#111">{told}</text>'


def wrapped(words: str, width: float) -> list[str]:
    """Return a text in lines that fit a width."""
    lines: list[str] = []
    for word in words.split():
        if lines and (len(lines[-1]) + 1 + len(word)) * CHARACTER <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
