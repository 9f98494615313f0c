"""What a change of the rules does, as a page to hand over."""

import re

import pytest

from ocopkit import amend, rule_book
from ocopkit.simulation.compare import Comparison, compare
from ocopkit.simulation.handover import comparison_page
from ocopkit.simulation.impact import impact_by_clause
from ocopkit.simulation.population import Population
from ocopkit.simulation.synthesise import synthesise
from ocopkit.text import Lang

CLAUSES = {
    "Bốn sao từ 72 <điểm>": {"bands/4": {"at_least": 72}, "bands/3": {"below": 72}},
    "Đóng gói": {"11/2.2/b": {"points": 2}},
}
BOOK = rule_book("qd-26-2026")
DRAFT = amend(
    BOOK,
    {key: one for clause in CLAUSES.values() for key, one in clause.items()},
    because="a draft",
    id="draft",
)


@pytest.fixture(scope="module")
def people() -> Population:
    columns = {"tỉnh": {"Hà Nội": "0.5", "Lào Cai & Yên Bái": "0.5"}}
    return synthesise(BOOK, 11, 1000, seed=1, stars={3: "0.6", 4: "0.4"}, columns=columns).people


@pytest.fixture(scope="module")
def found(people: Population) -> Comparison:
    return compare(people, BOOK, DRAFT, by=["tỉnh"])


def _words(text: str) -> str:
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", " ", text, flags=re.DOTALL))
    )


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("vi", ["Ai đổi hạng", "Theo tỉnh", "Do điều khoản nào", "Quy định thay đổi những gì", "1.000"]),
        ("en", ["Who moves", "By tỉnh", "Because of which clause", "What the rules change", "1,000"]),
    ],
)
def test_the_page_tells_who_moves_where_and_why(
    people: Population, found: Comparison, lang: Lang, wanted: list[str]
) -> None:
    """Every chapter is there in the language asked for, with the numbers of the comparison."""
    impact = impact_by_clause(people, BOOK, CLAUSES)
    text = comparison_page(found, BOOK, DRAFT, impact=impact, lang=lang)
    words = _words(text)
    assert all(one in words for one in wanted)
    assert f"{found.down:.0f} (" in words
    assert "draft" in words
    assert BOOK.digest in words
    assert DRAFT.digest in words


def test_synthetic_rows_are_called_so(found: Comparison) -> None:
    """Whoever gets the page sees at its head that no real dossiers are behind it."""
    assert (
        "Dữ liệu tổng hợp, không phải hồ sơ thật"
        in _words(comparison_page(found, BOOK, DRAFT, lang="vi"))[:200]
    )


def test_the_page_needs_nothing_from_elsewhere(people: Population, found: Comparison) -> None:
    """No script, no link, no picture from a network; names that look like markup stay names."""
    text = comparison_page(found, BOOK, DRAFT, impact=impact_by_clause(people, BOOK, CLAUSES))
    assert not re.search(r"<script|<link|<img|src=|href=|@import", text)
    assert "Bốn sao từ 72 &lt;điểm&gt;" in text
    assert "Lào Cai &amp; Yên Bái" in text


def test_without_pictures_the_tables_remain(found: Comparison) -> None:
    """Where the extra for pictures isn't wanted, every number is still there."""
    text = comparison_page(found, BOOK, DRAFT, pictures=False)
    assert "<svg" not in text
    assert "<table" in text


def test_a_long_list_of_differences_is_cut_and_counted(people: Population) -> None:
    """A whole new decision is told in its first differences, and how many more there are."""
    changes = {
        f"11/{one.code}": {"name": {"vi": f"{one.name.vi} mới", "en": one.name.en}}
        for one in BOOK[11].criteria
    }
    changes |= {
        f"12/{one.code}": {"name": {"vi": f"{one.name.vi} mới", "en": one.name.en}}
        for one in BOOK[12].criteria
    }
    other = amend(BOOK, changes, because="new names", id="named-anew")
    text = _words(comparison_page(compare(people, BOOK, other), BOOK, other, pictures=False))
    more = re.search(r"and (\d+) more", text)
    assert more
    assert int(more[1]) == len(changes) - 60
