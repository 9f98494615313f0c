"""Workbooks read back: nothing lost, and whatever was damaged told by the name of its cell."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from ocopkit.catalog import books
from ocopkit.errors import DocumentError
from ocopkit.forms.grid import Grid, grid_of
from ocopkit.forms.reading import load_form, load_members, read_form
from ocopkit.forms.workbook import ONE, council_workbook, form_workbook
from ocopkit.product import Person, Producer, Product
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.council import MemberSheet
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.sheets import load_sheet
from ocopkit.testing.strategies import sheets

Damaged = Callable[[Callable[[Workbook], object]], Path]
_known = books(packs=False)
any_book = st.sampled_from([one for one in _known.ids if len(_known.book(one))]).map(_known.book)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=any_book.flatmap(lambda book: st.tuples(st.just(book), sheets(book, complete=False))),
    langs=st.sampled_from([("vi",), ("en",), ("vi", "en")]),
)
def test_nothing_is_lost(tmp_path: Path, drawn: tuple[RuleBook, ScoreSheet], langs: tuple[str, ...]) -> None:
    """Any sheet of any set, complete or not, with any gates, is read back as it was, in any language."""
    book, sheet = drawn
    file = tmp_path / "phieu.xlsx"
    file.write_bytes(form_workbook(book, sheet.criteria_set.number, sheet=sheet, langs=langs))  # type: ignore[arg-type]
    assert load_form(file) == sheet


def test_product_and_reasons_are_read_back(tmp_path: Path, book: RuleBook, tea: ScoreSheet) -> None:
    """Product, producer and the reasons of gates come back; personal data was never written."""
    producer = Producer(
        "HTX Ví Dụ", "cooperative", "Thái Nguyên", "Tân Cương", None, "Xóm 1", "0123", Person("Nguyễn Văn A")
    )
    product = Product("Chè = xanh", producer, "19-05542-3-2026", "+ mô tả")
    sheet = evolve(tea, product=product, raised={"dossier": "giả mạo", "test-report": "quá hạn, từ 2024"})
    file = tmp_path / "phieu.xlsx"
    file.write_bytes(form_workbook(book, 11, sheet=sheet))
    assert load_form(file) == evolve(
        sheet, product=evolve(product, producer=evolve(producer, representative=None))
    )
    with zipfile.ZipFile(file) as packed:
        assert not any("Nguyễn Văn A".encode() in packed.read(one) for one in packed.namelist())


def test_members_are_read_back(tmp_path: Path, book: RuleBook, tea: ScoreSheet) -> None:
    """A council's members come back with what each is and did; worksheets nobody touched are left out."""
    members = (
        MemberSheet("Nguyễn Văn A", tea, "chair"),
        MemberSheet("Trần Thị B", tea.answer({"5.1": None}), votes=False),
        MemberSheet("C", evolve(tea, raised={"impurities": "sạn"}), "expert", votes=True),
        MemberSheet("D", None, "secretary", present=False),
        MemberSheet("E", None, conflict="người nhà"),
    )
    file = tmp_path / "hoi-dong.xlsx"
    file.write_bytes(council_workbook(book, 11, members))
    assert load_members(file) == members
    file.write_bytes(council_workbook(book, 11, 7))
    assert load_members(file) == ()


def test_one_form_is_not_a_council_nor_a_council_one(
    tmp_path: Path, book: RuleBook, tea: ScoreSheet, form_bytes: bytes
) -> None:
    """Who asks for the sheet of one from a council's form, or for members from a single form, is told so."""
    file = tmp_path / "phieu.xlsx"
    file.write_bytes(form_bytes)
    with pytest.raises(DocumentError, match="no-member"):
        load_members(file)
    file.write_bytes(council_workbook(book, 11, [MemberSheet("A", tea)]))
    with pytest.raises(DocumentError, match="council-form"):
        load_form(file)


def told(file: Path) -> list[tuple[str, str]]:
    with pytest.raises(DocumentError) as error:
        read_form(file)
    assert all(one.what.vi and one.why.vi and one.mend.vi for one in error.value.problems)
    places = [
        str(one.where).removeprefix(str(file)).strip(":").split(": ")[0] for one in error.value.problems
    ]
    return [(place, one.code) for place, one in zip(places, error.value.problems, strict=True)]


def put(column: str, key: str, value: str | int | None) -> Callable[[Workbook, Grid], None]:
    def change(workbook: Workbook, grid: Grid) -> None:
        workbook[ONE.vi][f"{column}{grid.at[key]}"] = value

    return change


_DAMAGES: dict[str, tuple[Callable[[Workbook, Grid], None], str, str]] = {
    "a number where a level is chosen": (put("E", "answers/1.2", 5), "E{answers/1.2}", "not-offered"),
    "a pasted value that the list doesn't have": (
        put("E", "answers/1.2", "Tốt"),
        "E{answers/1.2}",
        "not-offered",
    ),
    "two answers in one cell": (
        put("E", "answers/1.3", "a (0 điểm), d (3 điểm)"),
        "E{answers/1.3}",
        "not-offered",
    ),
    "a formula as an answer": (put("E", "answers/1.3", "=E22"), "E{answers/1.3}", "not-offered"),
    "an error as an answer": (put("E", "answers/1.3", "#N/A"), "E{answers/1.3}", "not-offered"),
    "text in a number": (put("F", "answers/1.4", "ba"), "F{answers/1.4}", "overwritten-formula"),
    "a sum written over": (put("F", "parts/A", 40), "F{parts/A}", "overwritten-formula"),
    "the star written over": (put("D", "star", 5), "D{star}", "overwritten-formula"),
    "points typed beside a level": (put("F", "levels/1.5/b", 3), "F{levels/1.5/b}", "stray-value"),
    "a tick beside a level": (put("E", "levels/1.5/b", "x"), "E{levels/1.5/b}", "stray-value"),
    "a reason without its gate": (put("B", "reasons/dossier", "nghi"), "B{reasons/dossier}", "stray-reason"),
    "a gate without its reason": (put("E", "raised/dossier", "Áp dụng"), "E{raised/dossier}", "no-reason"),
    "an unknown word at a gate": (put("E", "raised/dossier", "có"), "E{raised/dossier}", "not-offered"),
    "an unknown kind of producer": (
        put("C", "product/producer/kind", "Tập đoàn"),
        "C{product/producer/kind}",
        "not-offered",
    ),
    "a formula as a name": (put("C", "product/name", "=A1"), "C{product/name}", "not-text"),
    "no name of the product": (put("C", "product/name", None), "C{product/name}", "empty-cell"),
}


@pytest.mark.parametrize("name", _DAMAGES)
def test_damage_is_told_by_cell(damaged: Damaged, grid: Grid, name: str) -> None:
    """Whatever a person does to a cell is told with the name of the cell, and nothing else is."""
    change, cell, code = _DAMAGES[name]
    place = cell[0] + str(grid.at[cell[2:-1]])
    found = told(damaged(lambda workbook: change(workbook, grid)))
    wanted = (f"Phiếu!{place}", code)
    if name == "a formula as a name":
        assert found[0] == wanted
    else:
        assert found == [wanted]


def test_a_deleted_row_is_told(damaged: Damaged, grid: Grid) -> None:
    """The row of a criterion that was deleted is told at its cell, and no other answer is put off."""
    row = grid.at["answers/3.1"]
    found = told(damaged(lambda workbook: workbook[ONE.vi].delete_rows(row)))
    assert found == [(f"Phiếu!E{row}", "missing-row")]


def test_a_moved_row_is_told(damaged: Damaged, grid: Grid) -> None:
    """A row that was cut and put elsewhere is told where it now stands."""

    def move(workbook: Workbook) -> None:
        page = workbook[ONE.vi]
        row, to = grid.at["levels/1.1/a"], grid.at["levels/1.1/c"] + 1
        page.insert_rows(to)
        for column in range(1, 28):
            page.cell(to, column, page.cell(row, column).value)
        page.delete_rows(row)

    found = told(damaged(move))
    assert [code for _, code in found] == ["moved-row"]


def test_a_repeated_row_is_told(damaged: Damaged, grid: Grid) -> None:
    """A criterion that is answered in two rows is told: it isn't known which counts."""

    def copy(workbook: Workbook) -> None:
        page, row = workbook[ONE.vi], grid.at["answers/1.1"]
        page.insert_rows(row + 1)
        for column in range(1, 9):
            page.cell(row + 1, column, page.cell(row, column).value)

    found = told(damaged(copy))
    assert (f"Phiếu!E{grid.at['answers/1.1'] + 1}", "repeated-row") in found


def test_a_renamed_worksheet_is_told(damaged: Damaged) -> None:
    """A worksheet of another name is told by that name."""

    def rename(workbook: Workbook) -> None:
        workbook[ONE.vi].title = "Bà Hoa"

    assert told(damaged(rename)) == [("Bà Hoa!A1", "renamed-worksheet")]


def test_a_copied_worksheet_is_told(damaged: Damaged) -> None:
    """Of a worksheet and its copy it isn't known which counts."""
    found = told(damaged(lambda workbook: workbook.copy_worksheet(workbook[ONE.vi])))
    assert found == [("Phiếu Copy!A1", "repeated-worksheet")]


def test_a_deleted_worksheet_is_told(tmp_path: Path, book: RuleBook, tea: ScoreSheet) -> None:
    """A member's worksheet that is gone is told by its name."""
    members = [MemberSheet("A", tea), MemberSheet("B", tea)]
    workbook = load_workbook(BytesIO(council_workbook(book, 11, members)))
    del workbook["Thành viên 2"]
    file = tmp_path / "hoi-dong.xlsx"
    workbook.save(file)
    with pytest.raises(DocumentError, match=r"missing-worksheet.*'Thành viên 2'"):
        read_form(file)


@pytest.mark.parametrize(("value", "code"), [("Chè khác", "overwritten-formula"), (None, ""), ("=A1", "")])
def test_a_member_s_worksheet_repeats_the_product(
    tmp_path: Path, book: RuleBook, tea: ScoreSheet, value: str | None, code: str
) -> None:
    """Another product than on the first worksheet is told; a formula that is gone changes nothing."""
    members = (MemberSheet("A", tea, "chair"), MemberSheet("B", tea))
    workbook = load_workbook(BytesIO(council_workbook(book, 11, members)))
    row = grid_of(book, book[11], readings_of(book.basis), member=True).at["product/name"]
    workbook["Thành viên 2"][f"C{row}"] = value
    file = tmp_path / "hoi-dong.xlsx"
    workbook.save(file)
    if not code:
        assert load_members(file) == members
        return
    assert told(file) == [(f"Thành viên 2!C{row}", code)]


def test_another_text_of_the_law_is_told(damaged: Damaged) -> None:
    """A form made from another text of the decision is told by both digests."""

    def change(workbook: Workbook) -> None:
        workbook["_ocopkit"]["B3"] = "0" * 64

    assert told(damaged(change)) == [("_ocopkit!B3", "other-digest")]


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("B1", 99, "other-form-version"),
        ("B2", "qd-0-1900", "unknown-book"),
        ("B4", "no-such-set", "unknown-set"),
        ("A1", None, "not-a-form"),
        ("B5", "fr", "not-a-form"),
        ("B6", -1, "not-a-form"),
    ],
)
def test_another_form_is_told(damaged: Damaged, cell: str, value: str | int | None, code: str) -> None:
    """Another version of the form, a book or set that isn't known, or no form at all, is told."""

    def change(workbook: Workbook) -> None:
        workbook["_ocopkit"][cell] = value

    assert [found for _, found in told(damaged(change))] == [code]


def test_all_problems_come_at_once(damaged: Damaged, grid: Grid) -> None:
    """Damage of every kind is told together, also what only the sheet as a whole shows."""

    def change(workbook: Workbook) -> None:
        page = workbook[ONE.vi]
        page[f"E{grid.at['answers/1.1']}"] = 3
        page[f"F{grid.at['answers/1.2']}"] = "hai"
        page[f"E{grid.at['answers/5.1']}"] = "a (0 điểm)"
        workbook["_ocopkit"]["B3"] = "cũ"

    codes = [code for _, code in told(damaged(change))]
    assert codes == ["other-digest", "not-offered", "overwritten-formula", "not-asked"]


@pytest.mark.parametrize(
    "content", [b"", b"rule_book: qd-26-2026", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0old"]
)
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    """An empty, a text, a broken and an old or locked file are told as no workbook."""
    file = tmp_path / "phieu.xlsx"
    file.write_bytes(content)
    assert told(file) == [("", "not-a-workbook")]


_MIMETYPE, _OLE = b"PK\x03\x04mimetype", b"\xd0\xcf\x11\xe0"


@pytest.mark.parametrize(("name", "content"), [("a.ods", _MIMETYPE), ("a.xls", _OLE), ("locked.xlsx", _OLE)])
def test_a_workbook_in_another_format_is_to_be_saved_as_xlsx(
    tmp_path: Path, name: str, content: bytes
) -> None:
    """LibreOffice's and old Excel's own formats are told as workbooks that have to be saved as .xlsx."""
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(DocumentError, match=r"\[a-workbook\] This is a workbook, but no \.xlsx\. .*Save it"):
        load_sheet(file)


def test_a_zip_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    """A packed folder by the name of a workbook is told as none."""
    file = tmp_path / "phieu.xlsx"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a.txt", "a")
    assert told(file) == [("", "not-a-workbook")]


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    """What is small as a file and huge inside is not unpacked."""
    file = tmp_path / "phieu.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(5):
            packed.writestr(f"{number}.xml", b"\0" * (60 * 2**20))
    assert told(file) == [("", "too-large")]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that isn't there is told as unreadable."""
    assert told(tmp_path / "khong-co.xlsx") == [("", "unreadable")]
    with pytest.raises(DocumentError) as caught:
        load_form(tmp_path / "khong-co.xlsx")
    assert caught.value.problems[0].what.vi == "Không có tệp này"


def test_a_workbook_of_something_else_is_told(tmp_path: Path) -> None:
    """A workbook that was never one of ours is told so."""
    file = tmp_path / "phieu.xlsx"
    Workbook().save(file)
    assert told(file) == [("", "not-a-form")]
