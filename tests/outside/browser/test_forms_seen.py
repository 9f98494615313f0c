"""Printable forms and reports as a real browser shows them: on a telephone, on a desk, on A4."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import ocopkit
from ocopkit.forms.printed import form_page
from ocopkit.forms.reports import report_page
from ocopkit.page import BOTH, Langs
from ocopkit.product import Producer, Product

See = Callable[..., dict[str, Any]]
Paper = Callable[[str], list[tuple[float, float]]]

SHEET = Path(__file__).parents[3] / "examples" / "sheets" / "tea-three-stars.yaml"
BOOKS = ("qd-1048-2019", "qd-148-2023", "qd-26-2026")
LONG = "Nguyễn" * 30
WAYS = ((360, "screen"), (1280, "screen"), (680, "print"))  # 680: A4 less the margins, at 96 pixels an inch


def hold(see: See, text: str, *says: str) -> None:
    """Hold a page against what is asked of one: nothing outside, nothing faint, nothing from elsewhere."""
    for width, medium in WAYS:
        seen = see(text, width=width, medium=medium)
        assert seen["outside"] == []
        assert seen["scroll"] <= seen["wide"] == width
        assert seen["faint"] == []
        assert (seen["told"], seen["elsewhere"]) == ([], [])
        assert [one for one in says if one not in seen["text"]] == []


@pytest.mark.parametrize("number", range(1, 27))
def test_blank_forms_are_seen_whole(see: See, number: int) -> None:
    """Every criterion of every set is seen within 360 pixels and A4, dark enough to read."""
    book = ocopkit.rule_book(BOOKS[number % len(BOOKS)])
    langs: Langs = BOTH if number % 2 else ("vi",)
    names = [" ".join(one.name.vi.split()) for one in book[number].criteria]
    hold(see, form_page(book, number, langs=langs), *names)


def test_filled_forms_and_reports_are_seen_whole(see: See) -> None:
    """So are filled forms and the reports of the dossier, whatever the names on them."""
    book = ocopkit.rule_book("qd-26-2026")
    sheet = ocopkit.load_sheet(SHEET)
    sheet = evolve(sheet, product=Product(f"<b>Chè</b> & {LONG}", Producer(LONG)), raised={"dossier": LONG})
    every: tuple[Langs, ...] = (("vi",), ("en",), BOTH)
    for langs in every:
        pages = [form_page(book, 11, sheet=sheet, langs=langs)]
        pages += [report_page(book, one.number, 11, sheet=sheet, langs=langs) for one in book.articles.forms]
        for text in pages:
            hold(see, text, f"<b>Chè</b> & {LONG}")


def test_forms_are_printed_on_a4(paper: Paper) -> None:
    """Each sheet of paper is A4, upright; a blank form takes no more than nine."""
    book = ocopkit.rule_book("qd-26-2026")
    for text in (form_page(book, 11), report_page(book, "02", 11), report_page(book, "03", 11)):
        printed = paper(text)
        assert {(round(width), round(height)) for width, height in printed} == {(595, 842)}
        assert 1 <= len(printed) <= 9
