"""The command `form`, and the commands that read what people filled in."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from ocopkit.cli._app import app
from ocopkit.forms.grid import Grid, grid_of
from ocopkit.forms.reading import load_form, load_members
from ocopkit.forms.workbook import ONE, council_workbook
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.council import MemberSheet
from ocopkit.scoring.councils.members import Role
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.sheet import ScoreSheet

Run = Callable[..., CompletedProcess[str]]
SHEET = Path(__file__).parents[2] / "examples" / "sheets" / "tea-three-stars.yaml"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command in an empty folder, in Vietnamese."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: object) -> CompletedProcess[str]:
        words = [str(one) for one in arguments]
        result = CliRunner().invoke(app, words, env={"OCOPKIT_LANG": "vi"})
        return CompletedProcess(words, result.exit_code, result.stdout, result.stderr)

    return invoke


def test_a_form_is_made_filled_in_and_scored(run: Run, tea: ScoreSheet, grid: Grid) -> None:
    """Who makes a form, opens it, chooses levels and saves it, gets its score by the same file."""
    assert run("form", 11, "--book", "qd-26-2026", "-o", "phieu.xlsx").returncode == 0
    assert "còn 32 tiêu chí chưa trả lời" in run("check", "phieu.xlsx").stdout
    workbook = load_workbook("phieu.xlsx")
    page, data = workbook[ONE.vi], workbook["_ocopkit"]
    offers = {str(one.sqref): str(one.formula1) for one in page.data_validations.dataValidation}
    for code, line in tea.lines.items():
        cell = f"E{grid.at[f'answers/{code}']}"
        _, first, last = offers[cell].split("$A$")
        listed = [data[f"A{row}"].value for row in range(int(first.rstrip(":")), int(last) + 1)]
        page[cell] = next(one for one in listed if one.startswith(f"{line.answer} "))
    workbook.save("phieu.xlsx")
    scored = run("score", "phieu.xlsx")
    assert scored.returncode == 0
    assert "phieu.xlsx:Phiếu: " in scored.stdout
    assert "\tTổng điểm\t66\t100" in scored.stdout
    assert "Hạng sao: 3/5" in run("explain", "phieu.xlsx").stdout
    assert "từ 66 đến 66" in run("bounds", "phieu.xlsx").stdout
    assert "lên 4 sao" in run("path", "phieu.xlsx", "--to", 4).stdout
    told = json.loads(run("score", "phieu.xlsx", "--json").stdout)
    assert told[0]["file"] == "phieu.xlsx:Phiếu"
    assert told[0]["report"]["points"] == 66


def test_a_sheet_is_put_into_a_form(run: Run, tea: ScoreSheet) -> None:
    """A sheet kept as YAML becomes a workbook, and a workbook becomes a page."""
    assert run("form", 11, "--book", "qd-26-2026", "--fill", SHEET, "-o", "phieu.xlsx").returncode == 0
    assert load_form("phieu.xlsx") == tea
    made = run("form", 11, "--book", "qd-26-2026", "--fill", "phieu.xlsx", "--both", "-o", "phieu.html")
    assert made.returncode == 0
    source = Path("phieu.html").read_text(encoding="utf-8")
    assert "66 / 100" in source
    assert "Fresh and processed tea" in source


def test_a_council_fills_one_workbook(run: Run, book: RuleBook, tea: ScoreSheet) -> None:
    """A council's workbook is made, scored member by member, and decided under a regulation."""
    assert run("form", 11, "--book", "qd-26-2026", "--members", 3, "-o", "hoi-dong.xlsx").returncode == 0
    assert load_members("hoi-dong.xlsx") == ()
    assert "chưa thành viên nào chấm" in run("score", "hoi-dong.xlsx").stdout
    assert "[no-sheets]" in run("council", "hoi-dong.xlsx", "--regulation", "province").stderr
    members = [
        MemberSheet("A", tea, "chair"),
        MemberSheet("B", tea.answer({"5.1": "c"})),
        MemberSheet("C", None, present=False),
    ]
    Path("hoi-dong.xlsx").write_bytes(council_workbook(book, 11, members))
    assert run("check", "hoi-dong.xlsx").stdout.splitlines() == [
        "hoi-dong.xlsx:Thành viên 1: đúng và đủ",
        "hoi-dong.xlsx:Thành viên 2: đúng và đủ",
    ]
    decided = run("council", "hoi-dong.xlsx", "--regulation", "province")
    assert decided.returncode == 0
    assert "Hội đồng\t\t66,5\t3" in decided.stdout
    assert "council-form" in run("bounds", "hoi-dong.xlsx").stderr


@pytest.mark.parametrize(
    ("members", "field", "told"),
    [
        ([("A", "chair", True), ("B", "chair", True)], "role", "Chọn vai trò khác cho những người còn lại."),
        ([("A", "chair", True), ("B", "member", False)], "present", "Chọn có mặt nếu người này có tham gia"),
        ([("A", "member", True), ("B", "member", True)], None, "Chọn vai trò chủ tịch ở trang"),
    ],
)
def test_problems_of_a_council_name_the_cell_to_mend(
    run: Run,
    book: RuleBook,
    tea: ScoreSheet,
    members: list[tuple[str, Role, bool]],
    field: str | None,
    told: str,
) -> None:
    """The role or the presence of the member, and what to choose there."""
    sheets = [MemberSheet(name, tea, role, present=present) for name, role, present in members]
    Path("hoi-dong.xlsx").write_bytes(council_workbook(book, 11, sheets))
    found = run("council", "hoi-dong.xlsx", "--regulation", "province", "--lang", "vi").stderr
    at = grid_of(book, book[11], readings_of(book.basis), member=True).at
    place = f"hoi-dong.xlsx:Thành viên 2!C{at[f'member/{field}']}: " if field else "members: "
    assert found.startswith(place)
    assert told in found


def test_problems_name_the_cell(run: Run, form_bytes: bytes, grid: Grid) -> None:
    """What is wrong is told by file, worksheet and cell; a missing answer too."""
    workbook = load_workbook(BytesIO(form_bytes))
    row = grid.at["answers/1.1"]
    workbook[ONE.vi][f"E{row}"] = 3
    workbook.save("phieu.xlsx")
    told = run("check", "phieu.xlsx")
    assert told.returncode == 1
    assert told.stderr.startswith(f"phieu.xlsx:Phiếu!E{row}: answers/1.1: [not-offered] ")
    problem = json.loads(run("score", "phieu.xlsx", "--json").stdout)[0]["problems"][0]
    assert problem["where"] == {
        "file": "phieu.xlsx",
        "worksheet": "Phiếu",
        "line": row,
        "column": 5,
        "path": ["answers", "1.1"],
    }
    workbook[ONE.vi][f"E{row}"] = None
    workbook.save("phieu.xlsx")
    told = run("score", "phieu.xlsx")
    assert told.stderr.startswith(f"phieu.xlsx:Phiếu!E{row}: answers/1.1: [missing-answer] ")


def test_the_book_of_a_day_is_taken(run: Run) -> None:
    """A form of the law of a day is made; a day without law, and a word that is no day, are told."""
    assert run("form", 11, "--on", "2024-01-01", "-o", "cu.xlsx").returncode == 0
    assert load_workbook("cu.xlsx")["_ocopkit"]["B2"].value == "qd-148-2023"
    assert run("form", 11, "--on", "1999-01-01", "-o", "x.xlsx").returncode == 2
    assert run("form", 11, "--on", "hôm nay", "-o", "x.xlsx").returncode == 2
    assert run("form", 11, "--on", "2024-01-01", "--book", "qd-26-2026", "-o", "x.xlsx").returncode == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "phieu.pdf"], "unknown-format"),
        (["-o", "phieu.html", "--members", "3"], "--members"),
        (["-o", "phieu.xlsx", "--report", "02"], "--report"),
        (["-o", "phieu.html", "--report", "77"], "unknown-form"),
        (["-o", "phieu.xlsx", "--members", "3", "--fill", str(SHEET)], "--fill"),
        (["-o", "khong/co/phieu.xlsx"], "unwritable"),
    ],
)
def test_what_makes_no_sense_is_told(run: Run, options: list[str], said: str) -> None:
    """Options that contradict each other, unknown files and forms are told, and nothing is written."""
    told = run("form", 11, "--book", "qd-26-2026", *options)
    assert told.returncode == 2
    assert said in told.stderr
    assert not Path("phieu.pdf").exists()


def test_a_file_is_not_lost(run: Run) -> None:
    """A file that exists is only written over with --force."""
    Path("phieu.xlsx").write_text("quý")
    assert "file-exists" in run("form", 11, "--book", "qd-26-2026", "-o", "phieu.xlsx").stderr
    assert Path("phieu.xlsx").read_text() == "quý"
    assert run("form", 11, "--book", "qd-26-2026", "-o", "phieu.xlsx", "--force").returncode == 0


def test_a_sheet_of_another_set_is_told(run: Run) -> None:
    """A tea sheet isn't put into another form."""
    told = run("form", 12, "--book", "qd-26-2026", "--fill", SHEET, "-o", "x.xlsx", "--lang", "en").stderr
    assert "[other-set] The sheet is against set 11 (Fresh and processed tea) of qd-26-2026." in told


def test_reports_are_made(run: Run) -> None:
    """Forms 02 and 03 are made as pages, with what is known of the product."""
    for number in ("02", "03"):
        made = run(
            "form", 11, "--book", "qd-26-2026", "--report", number, "--fill", SHEET, "-o", f"{number}.html"
        )
        assert made.returncode == 0
        assert "HTX Chè Ví Dụ" in Path(f"{number}.html").read_text(encoding="utf-8")
