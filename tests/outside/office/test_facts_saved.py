"""LibreOffice opens a fact sheet, computes it anew and saves it: what people wrote is still all there."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from openpyxl import load_workbook

import ocopkit
from ocopkit.assessing.facts import GivenFact, GivenValue
from ocopkit.assessing.sheet import FactSheet
from ocopkit.factsheets import load_facts
from ocopkit.forms.facts.grid import VALUE, WORKSHEET, FactGrid, fact_grid
from ocopkit.forms.facts.reading import load_facts_form
from ocopkit.forms.facts.workbook import facts_workbook
from ocopkit.rules.facts import CHOICES, WHOLE, YES_OR_NO, Fact
from ocopkit.scoring.readings import readings_of

Recalculate = Callable[[Mapping[str, bytes]], dict[str, Path]]
ROOT = Path(__file__).parents[3]
SETS = {"qd-26-2026": (1, 11, 26), "qd-148-2023": (1, 26), "qd-1048-2019": (7, 26)}


def value_of(fact: Fact, number: int) -> GivenValue:
    if fact.kind in YES_OR_NO:
        return number % 3 > 0
    if fact.kind in CHOICES:
        return fact.options[number % len(fact.options)].key
    return number if fact.kind in WHOLE else Fraction(number % 20, 20 if number % 2 else 21)


def filled(grid: FactGrid) -> Iterator[GivenFact]:
    """Yield every fact of a set with everything that can be said of it."""
    for number, (_, fact) in enumerate(grid.facts):
        paper = next(iter(grid.offered(fact)), None)
        day = date(2020 + number % 7, 1 + number % 12, 1 + number % 28)
        found = GivenFact(fact.key, value_of(fact, number), paper, f"= số {number}/2026, tr. 3", day)
        if fact.kind == "certificate":
            found = evolve(
                found,
                issuer=f"nơi {number}",
                number=f"0{number}",
                valid_from=day,
                valid_until=date(2030, 2, 28),
            )
        yield found


@pytest.fixture(scope="session")
def sheets() -> dict[str, tuple[ocopkit.RuleBook, FactSheet]]:
    found = {"example": (ocopkit.rule_book("qd-26-2026"), load_facts(ROOT / "examples/facts/tea.yaml"))}
    for key, numbers in SETS.items():
        book = ocopkit.rule_book(key)
        for number in numbers:
            grid = fact_grid(book, book[number], readings_of(book.basis))
            found[f"{key}-{number}"] = book, FactSheet(book[number], tuple(filled(grid)), date(2026, 9, 1))
    return found


def test_what_another_program_saves_reads_back_equal(
    sheets: dict[str, tuple[ocopkit.RuleBook, FactSheet]], recalculate: Recalculate
) -> None:
    """Values, thirds among them, papers, days and answers are the same; the count of facts is computed."""
    written = {
        name: facts_workbook(book, sheet.criteria_set.slug, sheet=sheet, langs=("vi", "en"))
        for name, (book, sheet) in sheets.items()
    }
    for name, file in recalculate(written).items():
        book, sheet = sheets[name]
        found = load_facts_form(file)
        assert set(found.facts) == set(sheet.facts)
        assert (found.on, dict(found.answers), found.product) == (
            sheet.on,
            dict(sheet.answers),
            sheet.product,
        )
        grid = fact_grid(book, sheet.criteria_set, readings_of(book.basis))
        row = next(line.number for line in grid.lines if line.place == "so-far")
        shown = load_workbook(file, data_only=True)[WORKSHEET.vi][f"{VALUE}{row}"].value
        assert shown == f"{len(sheet.facts)}/{len(list(grid.facts))}"
