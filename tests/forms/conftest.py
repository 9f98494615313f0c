"""Forms to fill in, and what people do to them."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

import ocopkit
from ocopkit.forms.grid import Grid, grid_of
from ocopkit.forms.workbook import form_workbook
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.sheet import ScoreSheet

ROOT = Path(__file__).parents[2]
Damaged = Callable[[Callable[[Workbook], object]], Path]


@pytest.fixture(scope="session")
def tea() -> ScoreSheet:
    """Return a tea sheet of 66 points, 3 stars, under the decision in force."""
    return ocopkit.load_sheet(ROOT / "examples" / "sheets" / "tea-three-stars.yaml")


@pytest.fixture(scope="session")
def form_bytes(book: RuleBook, tea: ScoreSheet) -> bytes:
    """Return the workbook of the tea sheet."""
    return form_workbook(book, 11, sheet=tea)


@pytest.fixture(scope="session")
def grid(book: RuleBook) -> Grid:
    """Return where everything stands on the workbook of the tea sheet."""
    return grid_of(book, book[11], readings_of(book.basis), member=False)


@pytest.fixture
def damaged(form_bytes: bytes, tmp_path: Path) -> Damaged:
    """Return a function that saves the tea form after somebody did something to it."""

    def save(change: Callable[[Workbook], object]) -> Path:
        workbook = load_workbook(BytesIO(form_bytes))
        change(workbook)
        file = tmp_path / "phieu.xlsx"
        workbook.save(file)
        return file

    return save
