"""``ocopkit pack new``: a working pack from a few answers, and what is said of every mistake after it."""

import ast
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import cast

import pytest
import yaml
from typer.testing import CliRunner

import ocopkit
from ocopkit.cli._app import app
from ocopkit.cli._pack_files import (
    KINDS,
    UNDER_A_LAW,
    Answers,
    Kind,
    pack_files,
    place_of,
    usual_publisher,
    write_files,
)
from ocopkit.local.measured import measured
from ocopkit.local.plan import load_plan
from ocopkit.plugins.documents import problems_of
from ocopkit.plugins.offers import offer_of_folder
from ocopkit.plugins.sources import offer_of_source
from ocopkit.testing.pack import check_pack

LAWS = ocopkit.books(packs=False)
PERIODS = {key: LAWS.book(key).articles.instrument.in_force for key in LAWS.national}
SENSIBLE = [
    (kind, key, year)
    for kind in UNDER_A_LAW
    for key, period in PERIODS.items()
    for year in range(period.first_day.year, (period.last_day or date(2027, 1, 1)).year + 1)
] + [(kind, "qd-26-2026", 2026) for kind in KINDS if kind not in UNDER_A_LAW]
Made = Callable[..., Path]


def run(*words: object) -> tuple[int, str, str]:
    """Return status, output and errors of a command, in English."""
    done = CliRunner().invoke(app, [str(word) for word in words], env={"OCOPKIT_LANG": "en"})
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Give a function that makes a pack."""

    def make(kind: Kind = "supplement", place: str = "Ví Dụ") -> Path:
        folder = tmp_path / f"{kind}-pack"
        write_files(folder, pack_files(Answers(place, kind, 2026, "qd-26-2026", "UBND tỉnh Ví Dụ")))
        return folder

    return make


@pytest.mark.parametrize(("kind", "book", "year"), SENSIBLE)
def test_every_sensible_answer_makes_a_sound_pack(tmp_path: Path, kind: Kind, book: str, year: int) -> None:
    """Whatever kind, place, year and decision in force in it: documents that are read and lawful."""
    place = "Tỉnh Quảng Trị" if year % 2 else "Đắk Lắk / Buôn Ma Thuột"
    write_files(tmp_path, pack_files(Answers(place, kind, year, book, "Văn phòng điều phối: số 1")))
    (folder,) = tmp_path.glob("src/*/documents")
    offer = offer_of_folder(folder)
    assert offer.problems == ()
    assert len(offer.documents) == (kind != "check")
    for one in offer.documents:
        assert problems_of(offer, one, LAWS.book) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_of_a_new_pack_answers(made: Made, kind: Kind) -> None:
    """The module that the project file names offers the document, or checks scores."""
    offer = offer_of_source(made(kind, "Đắk Lắk / Buôn Ma Thuột"))
    assert (offer.pack, offer.problems) == ("dak-lak-buon-ma-thuot", ())
    assert len(offer.documents) == (kind != "check")
    assert offer.checks == (("ocopkit_check_score",) if kind == "check" else ())


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_pack_satisfies_what_every_pack_must(made: Made, kind: Kind) -> None:
    """``check FOLDER`` of a pack just made leaves with 0, its code and documents looked at."""
    folder = made(kind)
    status, output, errors = run("check", folder)
    assert (status, errors) == (0, "")
    assert "holds" in output


def test_the_files_of_a_new_pack(made: Made) -> None:
    """There are a project file, a page in two languages, a test, a continuous integration, and the pack."""
    folder = made("plan")
    assert sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()) == [
        ".github/workflows/check.yml",
        "README.md",
        "pyproject.toml",
        "src/ocop_vi_du/__init__.py",
        "src/ocop_vi_du/documents/pack.yaml",
        "src/ocop_vi_du/documents/plans/vi-du-ke-hoach-2026.yaml",
        "tests/test_pack.py",
    ]
    assert "# Gói OCOP: Ví Dụ" in (folder / "README.md").read_text(encoding="utf-8")
    assert "# OCOP pack: Ví Dụ" in (folder / "README.md").read_text(encoding="utf-8")
    jobs = yaml.safe_load((folder / ".github/workflows/check.yml").read_text(encoding="utf-8"))["jobs"]
    assert [step["run"] for step in jobs["check"]["steps"] if "run" in step] == [
        'pip install ".[test]"',
        "ocopkit packs",
        "pytest",
    ]
    ast.parse((folder / "tests" / "test_pack.py").read_text(encoding="utf-8"))


def test_a_register_measures_the_targets_of_a_new_plan(made: Made) -> None:
    """A new plan counts its targets over a register; only sales online have no figures there."""
    (file,) = made("plan").rglob("plans/*.yaml")
    found = measured(load_plan(file), [], date(2026, 9, 1))
    assert [one.target.key for one in found.targets if one.done is not None] == ["new", "new-4"]


def test_nothing_is_overwritten(made: Made) -> None:
    """Where one file is there already, every such file is named and nothing is written."""
    folder = made()
    (folder / "README.md").unlink()
    readme = folder / "pyproject.toml"
    readme.write_text("mine", encoding="utf-8")
    status, _, errors = run("pack", "new", folder, "--place", "Ví Dụ", "--kind", "supplement")
    assert status == 2
    assert errors.count("[file-exists]") == 6
    assert readme.read_text(encoding="utf-8") == "mine"
    assert not (folder / "README.md").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "[no-terminal] --place, --kind missing"),
        (["--place", "Ví Dụ"], "[no-terminal] --kind missing"),
        (["--place", "Ví Dụ", "--kind", "plans"], "[unknown-kind] There is no kind 'plans'"),
        (["--place", "???", "--kind", "plan"], "[unusable-name]"),
        (["--place", "Ví Dụ/../x", "--kind", "plan"], "[unusable-name]"),
        (["--place", 'Ví "Dụ"', "--kind", "plan"], "[unusable-name]"),
        (["--place", "Ví Dụ", "--kind", "plan", "--year", "26"], "[not-a-year] '26'"),
        (["--place", "Ví Dụ", "--kind", "plan", "--book", "qd-62"], "[unknown-book]"),
        (
            ["--place", "Ví Dụ", "--kind", "plan", "--year", "2026", "--book", "qd-1048-2019"],
            "[law-not-in-force] qd-1048-2019 wasn't in force in 2026",
        ),
        (["--place", "Ví Dụ", "--kind", "plan", "--publisher", "a\nb"], "[unusable-name]"),
        (
            ["--place", "Quảng Trịj", "--kind", "plan"],
            "[unknown-province] There is no province 'Quảng Trịj'.",
        ),
        (
            ["--place", "Ví Dụ", "--kind", "plan", "--year", "2018"],
            "There was no national decision in that year: choose another, or begin with book",
        ),
    ],
)
def test_a_mistake_in_the_answers_is_named(tmp_path: Path, words: list[str], said: str) -> None:
    """A missing, mistyped or impossible answer is named, and nothing is written."""
    status, _, errors = run("pack", "new", tmp_path / "pack", *words)
    assert status == 2
    assert said in errors
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize(
    ("written", "province", "publisher"),
    [
        ("quang tri", "Quảng Trị", "UBND tỉnh Quảng Trị"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh", "UBND thành phố Hồ Chí Minh"),
        ("TP.HCM", "Hồ Chí Minh", "UBND thành phố Hồ Chí Minh"),
        ("Thành phố Huế", "Huế", "UBND thành phố Huế"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu", "UBND tỉnh Bà Rịa - Vũng Tàu"),
        ("Ví Dụ", "Ví Dụ", "UBND tỉnh Ví Dụ"),
        ("Cao Bằng / Xã Đàm Thủy", "Cao Bằng", "UBND xã Đàm Thủy, tỉnh Cao Bằng"),
    ],
)
def test_a_province_is_spelt_as_it_is_officially(written: str, province: str, publisher: str) -> None:
    """However a province is written, its pack names it as products do; its committee publishes."""
    place = place_of(written, 2026)
    assert (place.province, usual_publisher(place)) == (province, publisher)


def test_a_province_that_was_merged_is_noted(tmp_path: Path) -> None:
    """A pack of 2026 for Hoà Bình is made, and told that Hoà Bình lies in Phú Thọ since July 2025."""
    words = ("--place", "Hòa Bình", "--kind", "benefits", "--year")
    assert "was merged into Phú Thọ" in run("pack", "new", tmp_path / "later", *words, "2026")[2]
    assert run("pack", "new", tmp_path / "before", *words, "2024")[2] == ""
    for other in ("TP.HCM", "Thừa Thiên Huế", "Hà Nội"):  # by another name, or there still
        assert run("pack", "new", tmp_path / other, "--place", other, *words[2:], "2026")[2] == ""


def test_every_mistake_in_the_answers_is_told_at_once(tmp_path: Path) -> None:
    """Somebody who mistyped four answers mends all four in one go."""
    words = ["--place", "?", "--kind", "plans", "--year", "soon", "--book", "qd-62", "--publisher", "\t"]
    _, _, errors = run("pack", "new", tmp_path / "pack", *words)
    codes = ["not-a-year", "unusable-name", "unknown-kind", "unknown-book", "unusable-name"]
    assert [line.split("]")[0].strip("[") for line in errors.splitlines()] == codes


def test_questions_are_asked_on_a_terminal(tmp_path: Path) -> None:
    """On a terminal five questions are asked; a wrong answer is asked again; Enter takes the usual."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ocopkit", "pack", "new", str(tmp_path / "pack"), "--lang", "en"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    os.write(ours, "Ví Dụ\nplans\nplan\n2026\n\nSở Nông nghiệp và Môi trường\n".encode())
    output, errors = process.communicate(timeout=30)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, errors.decode()
    told = output.decode() + errors.decode()
    for question in (
        "Which province",
        "What does it begin with",
        "For which year",
        "decision",
        "publishes it",
    ):
        assert question in told
    assert told.count("What does it begin with") == 2
    assert "[unknown-kind]" in told
    text = (tmp_path / "pack/src/ocop_vi_du/documents/plans/vi-du-ke-hoach-2026.yaml").read_text("utf-8")
    assert "rules: [qd-26-2026]" in text
    assert "Sở Nông nghiệp và Môi trường" in text


SUPPLEMENT = "src/ocop_vi_du/documents/supplements/vi-du-tieu-chi-2026.yaml"
MANIFEST = "src/ocop_vi_du/documents/pack.yaml"
CODE = "src/ocop_vi_du/__init__.py"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (SUPPLEMENT, "max: 10 ", "max: 11 ", "tieu-chi-2026.yaml:16:6: max: [sum] The criteria sum to 10"),
        (SUPPLEMENT, "grades: ", "grade: ", "[unknown-key] The key 'grade' is not known here"),
        (SUPPLEMENT, "- {points: 3, ", "- {points: 7, ", "[ladder]"),
        (SUPPLEMENT, "beside: qd-26-2026", "beside: qd-26-2062", "[unknown-book]"),
        (SUPPLEMENT, "# sets: [11, 12]", "sets: [11, 72]", "[unknown-set] qd-26-2026 has no criteria set 72"),
        (SUPPLEMENT, "id: vi-du-tieu-chi-2026", "id: vi-du-tieu-chi", "[id-differs]"),
        (SUPPLEMENT, ', en: "Packaging"', "", "[missing-key] The key 'en' is missing"),
        (SUPPLEMENT, "# gates:", "gates: [", "[syntax]"),
        (
            "src/ocop_vi_du/documents/pack.yaml",
            'province: "Ví Dụ"',
            'province: "Hà Nam"',
            "[foreign-namespace]",
        ),
        ("src/ocop_vi_du/documents/pack.yaml", "place: ", "places: ", "[unknown-key]"),
        (CODE, "@hookimpl\n", "", "[pack-silent] The pack 'vi-du' fills no hook"),
        (CODE, "def ocopkit_documents", "def ocopkit_document", "unknown hook 'ocopkit_document'"),
        (CODE, "documents()", "documents(folder)", "'folder'"),
        (CODE, '"documents"]', '"document"]', "[pack-return]"),
        (CODE, "    return [", "    [", "ocopkit_documents returned None"),
        (CODE, "import Path", "import Paths", "ImportError"),
        (CODE, "def ocopkit", "def  ocopkit_(:\n\ndef ocopkit", "SyntaxError"),
        ("pyproject.toml", '"ocop_vi_du"\n', '"ocop_vidu"\n', "No module named 'ocop_vidu'"),
        ("pyproject.toml", "entry-points.ocopkit", "entry-points.ocop", "[one-entry-point]"),
        ("pyproject.toml", "[project]", "[project", "[one-entry-point]"),
    ],
)
def test_a_mistake_in_a_file_is_named(made: Made, file: str, old: str, new: str, said: str) -> None:
    """Each mistake made while editing is named by ``check FOLDER``, before anything is installed."""
    folder = made()
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    status, output, errors = run("check", folder)
    assert status == 1
    assert said in errors
    assert output.splitlines()[-1].startswith("holds\t")  # national results, to the letter


def test_a_folder_that_is_no_pack_is_named(tmp_path: Path) -> None:
    """``check`` of a folder without a pack says what is missing."""
    status, _, errors = run("check", tmp_path)
    assert status == 1
    assert "[no-pack] There is no pack.yaml" in errors


def test_a_folder_of_several_packs_is_refused(made: Made) -> None:
    """``check`` looks at one pack at a time: none of two is passed over silently."""
    folder = made("benefits")
    shutil.copytree(folder / "src", folder.parent / "two" / "one")
    shutil.copytree(folder / "src", folder.parent / "two" / "other")
    status, _, errors = run("check", folder.parent / "two")
    assert status == 1
    assert "[several-packs] The folder holds 2 packs" in errors


def test_sheets_and_packs_are_checked_together(made: Made) -> None:
    """``check`` knows what it is given; the worst status counts."""
    folder = made("benefits")
    good, bad = "examples/sheets/tea-three-stars.yaml", "examples/sheets/every-mistake.yaml"
    assert run("check", good, folder)[0] == 0
    assert run("check", bad, folder)[0] == 1


def test_a_name_that_is_not_installed_is_named() -> None:
    """A test of a pack whose name is mistyped, or that isn't installed, fails and says so."""
    report = check_pack("vi-duu", examples=1)
    assert not report.ok
    assert [problem.code for problem in report.problems] == ["pack-missing"]
    assert cast("bool", report.plain()["ok"]) is False
