"""Workbooks as they are made: what can be filled in, what is offered, what is printed."""

import re
import sys
import warnings
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import ocopkit
from ocopkit.catalog import books
from ocopkit.errors import OcopError, SheetError
from ocopkit.forms.grid import DATA_SHEET, Grid, grid_of
from ocopkit.forms.layout import label, possible
from ocopkit.forms.marks import MOST_MEMBERS
from ocopkit.forms.summary import SUMMARY
from ocopkit.forms.workbook import ONE, council_workbook, form_workbook
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.council import MemberSheet
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.testing.strategies import sheets

_OLD = {
    *("AND", "COUNTIF", "EXACT", "IF", "IFERROR", "INDEX", "ISERROR", "ISNUMBER", "LEN", "MAX", "MID", "MIN"),
    *("NOT", "OR", "SUM", "SUMPRODUCT", "TRIM"),
}
"""Functions that every spreadsheet since 2007 computes."""


def worksheet(content: bytes, name: str = ONE.vi, *, shown: bool = False) -> Worksheet:
    found = load_workbook(BytesIO(content), data_only=shown)[name]
    assert isinstance(found, Worksheet)
    return found


@pytest.mark.parametrize("number", range(1, 27))
def test_every_set_makes_a_form(book: RuleBook, number: int) -> None:
    """Each criterion of each of the 26 sets has a yellow cell that offers exactly its answers."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        workbook = load_workbook(BytesIO(form_workbook(book, number)))
    page, data = workbook[ONE.vi], workbook[DATA_SHEET]
    form, rules = book[number], readings_of(book.basis)
    grid = grid_of(book, form, rules, member=False)
    offers = {str(one.sqref): str(one.formula1) for one in page.data_validations.dataValidation}
    for criterion in form.criteria:
        first, last = re.findall(r"\$A\$([0-9]+)", offers[f"E{grid.at[f'answers/{criterion.code}']}"])
        listed = [data[f"A{row}"].value for row in range(int(first), int(last) + 1)]
        assert listed == [label(line).vi for line in possible(form, criterion, rules)]
        assert len(set(listed)) == len(listed)


def test_only_answers_can_be_changed(form_bytes: bytes, grid: Grid) -> None:
    """Everything is locked but the answers, the gates with their reasons, and the fields above."""
    page = worksheet(form_bytes)
    assert page.protection.sheet
    free = {
        cell.coordinate for row in page.iter_rows(max_col=8) for cell in row if not cell.protection.locked
    }
    answers = {f"E{line.number}" for line in grid.answer_rows()}
    reasons = {f"B{row}" for key, row in grid.at.items() if key.startswith("reasons/")}
    fields = {f"{column}{line.number}" for line in grid.lines if line.field for column in "CDEFG"}
    assert free == answers | reasons | fields


def test_the_result_so_far_stands_below_the_product(form_bytes: bytes, grid: Grid) -> None:
    """The cell that names every open criterion is as wide as the fields above it, and three lines high."""
    page = worksheet(form_bytes)
    row = grid.at["so-far"]
    assert f"C{row}:G{row}" in {str(one) for one in page.merged_cells.ranges}
    assert str(page[f"C{row}"].value).startswith("=IF(")
    assert (page.row_dimensions[row].height or 0) >= 45


def test_without_the_extra_it_is_said_what_to_install(
    book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where XlsxWriter isn't installed, who makes a form is told which extra to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(OcopError) as caught:
        form_workbook(book, 11)
    (told,) = caught.value.problems
    assert (told.code, told.what.en) == ("no-extra", "Workbooks need more libraries")
    assert told.mend.en == 'pip install "ocopkit[forms]"'


def test_it_prints_on_a4(form_bytes: bytes, grid: Grid) -> None:
    """It prints on A4 as wide as the paper, with the headings on every page and without hidden columns."""
    page = worksheet(form_bytes)
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == (9, 0)
    assert page.print_title_rows == f"${grid.at['head']}:${grid.at['head']}"
    assert str(page.print_area).replace("$", "").endswith(f"A1:G{grid.lines[-1].number + 3}")
    assert page.column_dimensions["H"].hidden


def test_it_names_its_law_where_nobody_is_bothered(form_bytes: bytes, book: RuleBook) -> None:
    """Book, digest and set stand on a hidden worksheet, so that they can be read back."""
    workbook = load_workbook(BytesIO(form_bytes))
    data = workbook[DATA_SHEET]
    told = {data.cell(row, 1).value: data.cell(row, 2).value for row in range(1, 7)}
    assert data.sheet_state == "hidden"
    assert told == {
        "ocopkit-form": 1,
        "rule_book": book.id,
        "digest": book.digest,
        "set": "fresh-and-processed-tea",
        "lang": "vi",
        "members": 0,
    }


def test_formulas_are_of_old(book: RuleBook, tea: ScoreSheet) -> None:
    """No formula uses a function that a spreadsheet of 2010 doesn't know, or more than it takes."""
    content = council_workbook(
        book, 11, [MemberSheet("A", tea, "chair"), MemberSheet("B")], langs=("vi", "en")
    )
    used = set[str]()
    for page in load_workbook(BytesIO(content)).worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formula = str(cell.value)
                    assert len(formula) < 8192
                    assert all(len(text) <= 255 for text in re.findall(r'"((?:[^"]|"")*)"', formula))
                    used |= set(re.findall(r"([A-Z]+)\(", re.sub(r'"(?:[^"]|"")*"', "", formula)))
    assert used <= _OLD


_known = books(packs=False)
any_book = st.sampled_from([one for one in _known.ids if len(_known.book(one))]).map(_known.book)


@settings(max_examples=12)
@given(any_book.flatmap(lambda book: st.tuples(st.just(book), sheets(book))))
def test_kept_values_are_the_score(drawn: tuple[RuleBook, ScoreSheet]) -> None:
    """A program that computes no formula shows the engine's points and stars all the same."""
    book, sheet = drawn
    form = sheet.criteria_set
    page = worksheet(form_workbook(book, form.number, sheet=sheet), shown=True)
    at, score = grid_of(book, form, readings_of(book.basis), member=False).at, ocopkit.score(sheet)
    star = page[f"D{at['star']}"].value
    assert page[f"F{at['total']}"].value == score.points
    assert (star if isinstance(star, int) else None) == score.stars
    for line in score.lines:
        assert page[f"F{at[f'answers/{line.criterion.code}']}"].value == line.points


def test_a_blank_form_has_no_result(book: RuleBook, grid: Grid) -> None:
    """A blank form shows no points, no sum and no star."""
    page = worksheet(form_workbook(book, 11), shown=True)
    assert page[f"F{grid.at['total']}"].value == "…"
    assert str(page[f"D{grid.at['star']}"].value).startswith("Còn 32 tiêu chí chưa chấm: 1.1, 1.2, ")
    numbers = [
        cell.value for row in page.iter_rows(min_col=6, max_col=6) for cell in row if cell.value != "…"
    ]
    assert not [value for value in numbers if isinstance(value, int | float)]


def test_a_council_has_a_sheet_each_and_a_summary(book: RuleBook) -> None:
    """A council's workbook has a worksheet for each member, and one that puts them together."""
    names = load_workbook(BytesIO(council_workbook(book, 11, 5))).sheetnames
    assert names == [*(f"Thành viên {number}" for number in range(1, 6)), SUMMARY.vi, DATA_SHEET]
    names = load_workbook(BytesIO(council_workbook(book, 11, 2, langs=("en",)))).sheetnames
    assert names == ["Member 1", "Member 2", SUMMARY.en, DATA_SHEET]


def test_the_product_is_told_once(book: RuleBook, tea: ScoreSheet) -> None:
    """The product stands on the first member's worksheet; the others repeat it by formula."""
    content = council_workbook(book, 11, [MemberSheet("A", tea), MemberSheet("B", tea)])
    assert worksheet(content, "Thành viên 1")["C6"].value == "Chè xanh Minh Họa"
    other = worksheet(content, "Thành viên 2")["C6"]
    assert (other.data_type, other.protection.locked) == ("f", True)
    assert worksheet(content, "Thành viên 2", shown=True)["C6"].value == "Chè xanh Minh Họa"


def test_the_same_form_is_the_same_file(book: RuleBook, tea: ScoreSheet, form_bytes: bytes) -> None:
    """A form made twice is the same to the byte, so that it can be compared and kept."""
    assert form_workbook(book, 11, sheet=tea) == form_bytes


def test_a_sheet_of_another_form_is_refused(book: RuleBook, tea: ScoreSheet) -> None:
    """Levels of one form mean nothing on another."""
    with pytest.raises(ValueError, match="set 11 of another form"):
        form_workbook(book, 12, sheet=tea)
    with pytest.raises(ValueError, match="set 11 of another form"):
        form_workbook(ocopkit.rule_book("qd-148-2023"), 11, sheet=tea)


def test_a_council_has_members(book: RuleBook) -> None:
    """Nobody, or more than any council has, is refused."""
    for members in (0, MOST_MEMBERS + 1):
        with pytest.raises(ValueError, match=f"not {members}"):
            council_workbook(book, 11, members)


def test_a_refused_answer_is_not_written(book: RuleBook) -> None:
    """Where the book's reading refuses "below the lowest level", the form doesn't offer it either."""
    strict = ocopkit.amend(book, {"readings/below-lowest-level/choice": "refuse"}, because="strict")
    form = strict[11]
    lines = [line.answer for one in form.criteria for line in possible(form, one, readings_of(strict.basis))]
    assert "below" not in lines
    assert "below" in plan_of(form).slots[0].lines
    with pytest.raises(SheetError, match="below-refused"):
        form_workbook(strict, 11, sheet=ScoreSheet(form, {"1.1": "below"}))
