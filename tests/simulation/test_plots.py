"""Pictures of simulations: what they say, in which language, and that they read in black and white."""

import re
from pathlib import Path
from typing import Any

import pytest

from ocopkit import amend, rule_book
from ocopkit.simulation.compare import Comparison, compare
from ocopkit.simulation.distribution import distribution
from ocopkit.simulation.impact import impact_by_clause
from ocopkit.simulation.plots import flow_plot, heat_map, save_plot, to_svg, tornado, totals_plot
from ocopkit.simulation.population import Population
from ocopkit.simulation.synthesise import synthesise
from ocopkit.text import Lang

CLAUSES = {
    "four from 72": {"bands/4": {"at_least": 72}, "bands/3": {"below": 72}},
    "packing": {"11/2.2/b": {"points": 2}},
}


@pytest.fixture(scope="module")
def people() -> Population:
    columns = {"province": {"Hà Nội & <ngoại thành>": "0.5", "Lào Cai": "0.5"}}
    stars = {3: "0.6", 4: "0.4"}
    return synthesise(rule_book("qd-26-2026"), 11, 1500, seed=1, stars=stars, columns=columns).people


@pytest.fixture(scope="module")
def comparison(people: Population) -> Comparison:
    changes = {key: change for clause in CLAUSES.values() for key, change in clause.items()}
    draft = amend(people.book, changes, because="a draft", id="draft")
    return compare(people, people.book, draft, by=["province"])


def _drawn(people: Population, comparison: Comparison, lang: Lang) -> dict[str, Any]:
    impact = impact_by_clause(people, people.book, CLAUSES)
    return {
        "totals": totals_plot(people, people.book, lang=lang),
        "exact": totals_plot(distribution(people.book[11]), people.book, lang=lang),
        "flow": flow_plot(comparison, lang=lang),
        "heat": heat_map(comparison, "province", lang=lang),
        "tornado": tornado(impact, lang=lang),
    }


def _words(svg: str) -> str:
    return " | ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))


def test_every_picture_speaks_both_languages(people: Population, comparison: Comparison) -> None:
    """Bands, axes and legends are named in Vietnamese or in English."""
    said = {
        lang: {name: _words(to_svg(chart)) for name, chart in _drawn(people, comparison, lang).items()}
        for lang in ("vi", "en")
    }
    for name, vi, en in (
        ("totals", "Tổng điểm", "Total points"),
        ("exact", "4 sao", "4 stars"),
        ("flow", "4 sao: 600", "4 stars: 600"),
        ("heat", "giảm sao", "lose stars"),
        ("tornado", "Số sản phẩm đổi hạng", "Products that move"),
    ):
        assert vi in said["vi"][name]
        assert en in said["en"][name]


def test_pictures_of_synthetic_rows_say_so(people: Population, comparison: Comparison) -> None:
    """No picture of drawn dossiers can be taken for one of real ones."""
    for name, chart in _drawn(people, comparison, "en").items():
        if name in {"totals", "flow", "heat"}:
            assert "Synthetic data, no real dossiers" in _words(to_svg(chart))


def test_pictures_are_drawn_in_greys(people: Population, comparison: Comparison) -> None:
    """A black and white printer loses nothing: every colour is a grey."""
    for chart in _drawn(people, comparison, "vi").values():
        svg = to_svg(chart)
        hexes = set(re.findall(r"#[0-9a-fA-F]{6}\b", svg))
        rgbs = set(re.findall(r"rgb\((\d+), ?(\d+), ?(\d+)\)", svg))
        assert hexes
        assert all(one[1:3] == one[3:5] == one[5:7] for one in hexes)
        assert all(red == green == blue for red, green, blue in rgbs)


def test_pictures_fetch_nothing(people: Population, comparison: Comparison) -> None:
    """An SVG holds no link, script or font from elsewhere."""
    for chart in _drawn(people, comparison, "vi").values():
        svg = re.sub(r'xmlns(:\w+)?="[^"]*"', "", to_svg(chart))
        assert not re.search(r"https?:|<script|@import|href=", svg)


def test_the_flow_adds_up(comparison: Comparison) -> None:
    """What stands on the left of the flow is what stands on its right, and all rows."""
    words = _words(to_svg(flow_plot(comparison)))
    counts = [int(one.replace(",", "")) for one in re.findall(r"stars?: ([\d,]+)", words)]
    assert sum(counts) == 2 * 1500


def test_a_heat_map_needs_its_column(people: Population, comparison: Comparison) -> None:
    """A comparison that wasn't counted by a place can't be shown by it; the message says what to call."""
    bare = compare(people, people.book, people.book)
    with pytest.raises(ValueError, match="call compare"):
        heat_map(bare, "province")
    with pytest.raises(ValueError, match="must be 'down' or 'up'"):
        heat_map(comparison, "province", what="sideways")


def test_places_are_written_as_they_are(comparison: Comparison) -> None:
    """A place's name that looks like markup stays a name."""
    assert "Hà Nội &amp; &lt;ngoại thành&gt;" in to_svg(heat_map(comparison, "province"))


def test_a_plot_is_saved_as_svg(comparison: Comparison, tmp_path: Path) -> None:
    """Another ending is refused with what knows it."""
    save_plot(flow_plot(comparison), tmp_path / "flow.svg")
    assert (tmp_path / "flow.svg").read_text(encoding="utf-8").startswith("<svg")
    with pytest.raises(ValueError, match=r"\.svg"):
        save_plot(flow_plot(comparison), tmp_path / "flow.png")
