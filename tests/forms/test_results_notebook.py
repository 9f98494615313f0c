"""What a notebook shows of a value: small, sound, escaped, in both languages."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from attrs import evolve

import ocopkit
from ocopkit import MemberSheet, Producer, Product, Regulation, RuleBook
from ocopkit.cases.document import load_case
from ocopkit.product import Person
from ocopkit.simulation.carry import carry
from ocopkit.simulation.cells import column_of
from ocopkit.simulation.compare import compare
from ocopkit.simulation.councils import Noise, stability
from ocopkit.simulation.distribution import distribution
from ocopkit.simulation.impact import impact_by_clause
from ocopkit.simulation.paths import ways_up
from ocopkit.simulation.population import population
from ocopkit.simulation.synthesise import synthesise
from ocopkit.text import Text

BOOK = ocopkit.rule_book("qd-26-2026")
TEA = BOOK[11]
HOSTILE = "<script>alert(1)</script>&"
MOST = 12_000


def values() -> dict[str, Any]:
    """Return a value of each kind that has something to show, with names that want escaping."""
    product = Product(HOSTILE, Producer(HOSTILE, representative=Person("Nguyễn Thị Kín")))
    sheet = evolve(ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml"), product=product)
    regulation = Regulation("local", Text(vi="Quy chế", en="Regulation"))
    members = [MemberSheet("Nguyễn Thị Kín", sheet, "chair"), MemberSheet("B", sheet.answer({"7": "d"}))]
    case = load_case(Path("examples/cases/tea-potential-five.yaml"), ocopkit.rule_book)
    draft = ocopkit.amend(BOOK, {"bands/4": {"at_least": 60}}, because="draft")
    answers = {column_of(code): [answer] for code, answer in sheet.answers.items()}
    people = population(pl.DataFrame(answers), BOOK, set=11)
    old = ocopkit.rule_book("qd-148-2023")
    made = synthesise(old, 11, 50, seed=1, stars={3: "0.7", 4: "0.3"}, columns={HOSTILE: {"A": 1}})
    return {
        "book": BOOK,
        "set": TEA,
        "sheet": sheet,
        "score": ocopkit.score(sheet),
        "bounds": ocopkit.bounds(sheet.answer({"7": None})),
        "decision": ocopkit.decide(members, regulation),
        "path": ocopkit.path_to(sheet, 4),
        "barred": ocopkit.path_to(sheet, 4, frozen=["6.1.1"]),
        "case": evolve(case, product=product),
        "comparison": compare(people, BOOK, draft),
        "impact": impact_by_clause(people, BOOK, draft),
        "distribution": distribution(TEA),
        "population": made.people,
        "synthesis": made,
        "carried": carry(made.people, BOOK),
        "stability": stability(made.people, Noise({-1: "0.1", 0: "0.9"}), draws=5, seed=1),
        "ways": ways_up(made.people),
    }


VALUES = values()


class Piece(HTMLParser):
    """A piece of a page; every element closed where it was opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.langs: set[str | None] = set()
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.names.add(tag)
        self.langs.add(dict(attrs).get("lang"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("kind", VALUES)
def test_a_notebook_shows_a_small_sound_piece(kind: str) -> None:
    """Each is well formed, small, in Vietnamese and English, with names escaped and nobody's own data."""
    shown = VALUES[kind]._repr_html_()
    piece = Piece(shown)
    assert len(shown) < MOST
    assert {"vi", "en"} <= piece.langs
    assert "table" in piece.names
    assert not {"script", "style", "img"} & piece.names
    assert "Kín" not in shown


@pytest.mark.parametrize("kind", ["sheet", "score", "decision", "case", "population"])
def test_a_name_is_shown_letter_by_letter(kind: str) -> None:
    """A product's name is text, whatever signs are in it."""
    assert HOSTILE in Piece(VALUES[kind]._repr_html_()).text


@pytest.mark.parametrize("kind", VALUES)
def test_the_plain_form_is_short(kind: str) -> None:
    """What a terminal shows of a value fits a screen."""
    assert len(repr(VALUES[kind])) < 1500
    assert "Kín" not in repr(VALUES[kind])


def test_a_score_shows_what_counts(book: RuleBook) -> None:
    """Total, stars and the minimums missed stand in a score's piece; a set's has its parts."""
    text = Piece(VALUES["score"]._repr_html_()).text
    assert "66/100" in text
    assert "3 sao" in text
    assert "6.1.1 (4★)" in text
    assert all(part.name.en in Piece(book[11]._repr_html_()).text for part in book[11].parts)
