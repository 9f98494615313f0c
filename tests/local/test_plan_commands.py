"""``ocopkit plan`` and ``ocopkit benefits``: what they print, write and answer."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import ocopkit
from ocopkit.cases.register import save_register
from ocopkit.product import Producer
from ocopkit.testing.lives import Step, life

PLAN = "examples/packs/quang-tri-2022/src/ocop_quang_tri/documents/plans/quang-tri-2022.yaml"
HAI_DUONG = "examples/packs/hai-duong-2023-2025/src/ocop_hai_duong/documents/plans/hai-duong-2023-2025.yaml"
QUANG_BINH = "examples/packs/quang-binh-2021/src/ocop_quang_binh/documents/plans/quang-binh-2021.yaml"
SCHEME = "tests/local/benefits/thai-nguyen-2019.yaml"


def ocopkit_command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command as its own process, answering in English."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "OCOPKIT"))}
    environment = {**kept, "OCOPKIT_LANG": "en"}
    command = [sys.executable, "-m", "ocopkit", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=environment)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a register of two new products of Quảng Trị, one of Thái Nguyên and one of nowhere."""
    file = tmp_path_factory.mktemp("plan") / "register.jsonl"
    new = Step(3, date(2022, 10, 20))
    places = {"a": "Quảng Trị", "b": "Tỉnh Quảng Trị", "c": "Thái Nguyên", "d": None}
    made = [
        life(ocopkit.rule_book, name, Producer("HTX", "cooperative", place), new)
        for name, place in places.items()
    ]
    save_register(file, made)
    return file


def test_a_lawful_plan() -> None:
    """A plan that contradicts nothing is fine; decisions that begin in its time are named."""
    run = ocopkit_command("plan", "check", PLAN)
    assert (run.returncode, run.stdout) == (0, f"{PLAN}: contradicts nothing in qd-1048-2019\n")
    run = ocopkit_command("plan", "check", HAI_DUONG)
    assert run.returncode == 0
    assert run.stderr.startswith("In the plan's time there begin, too: qd-1489-2025 (2025-07-06)")


def test_an_unlawful_plan(tmp_path: Path) -> None:
    """A threshold that the decision doesn't allow is told at its line, with status 1."""
    wrong = tmp_path / "quang-tri-2022.yaml"
    text = (
        Path(PLAN)
        .read_text(encoding="utf-8")
        .replace("{at_least: 50, to: province}", "{at_least: 60, to: province}")
    )
    wrong.write_text(text, encoding="utf-8")
    run = ocopkit_command("plan", "check", wrong)
    assert (run.returncode, run.stdout) == (1, "")
    assert "quang-tri-2022.yaml:21:24: rounds/0/forwards/at_least: [other-threshold]" in run.stderr
    run = ocopkit_command("plan", "check", PLAN, "--book", "qd-148-2023")
    assert run.returncode == 1
    assert "[not-in-force] qd-148-2023 was in force on no day of the plan" in run.stderr


def test_a_mistyped_province_is_told(tmp_path: Path, register: Path) -> None:
    """No product lies in "Quảng Trrị": checking says so with status 1, and counting besides its noughts."""
    wrong = tmp_path / "quang-tri-2022.yaml"
    wrong.write_text(Path(PLAN).read_text(encoding="utf-8").replace('"Quảng Trị"}', '"Quảng Trrị"}'), "utf-8")
    run = ocopkit_command("plan", "check", wrong)
    assert run.returncode == 1
    assert "place/province: [unknown-province] There is no province 'Quảng Trrị'." in run.stderr
    run = ocopkit_command("plan", "progress", wrong, register, "--on", "2022-11-01")
    assert run.returncode == 0
    assert "Did you mean Quảng Trị?" in run.stderr


def test_progress_as_text_and_json(register: Path) -> None:
    """The first target stands at 2 of 25; the case that says no place is told, or counted if asked."""
    run = ocopkit_command("plan", "progress", PLAN, register, "--on", "2022-11-01")
    first = run.stdout.splitlines()[0].split("\t")
    assert first[1:] == ["2", "25–30", "on the way", "23 more in 61 days (11.3 every 30 days)"]
    assert "[unplaced-cases]" in run.stderr
    run = ocopkit_command(
        "plan", "progress", PLAN, register, "--on", "2022-11-01", "--format", "json", "--everywhere"
    )
    told = json.loads(run.stdout)
    assert (told["targets"][0]["done"], told["targets"][0]["missing"], told["unplaced"]) == (4, 21, [])
    assert run.stderr == ""


def test_progress_needs_a_day_and_takes_counts(register: Path, tmp_path: Path) -> None:
    """Without a day the command asks for one; a file of counts has its own, and must be for the plan."""
    run = ocopkit_command("plan", "progress", PLAN, register)
    assert run.returncode == 2
    assert "--on" in run.stderr
    counts = tmp_path / "counts.yaml"
    counts.write_text(
        "plan: quang-tri-2022\non: 2022-11-01\ncounts:\n  web: {done: 80}\n  guided: {done: 37, of: 40}\n",
        encoding="utf-8",
    )
    run = ocopkit_command("plan", "progress", PLAN, "--counts", counts)
    assert "Web articles\t80\t60–80\treached\t" in run.stdout
    assert "Registered producers given guidance\t37\t40\ton the way\t3 more in 61 days" in run.stdout
    run = ocopkit_command("plan", "progress", PLAN, "--counts", counts, "--on", "2023-01-15")
    assert run.returncode == 2  # counts of 1 November don't tell how the year ended
    assert "counts up to 2022-11-01" in " ".join(run.stderr.split())
    run = ocopkit_command("plan", "progress", HAI_DUONG, "--counts", counts)
    assert run.returncode == 2
    assert "is for the plan quang-tri-2022" in " ".join(run.stderr.split())


def test_counts_of_each_district(tmp_path: Path) -> None:
    """Quảng Bình wants three to five in each district, and may count them district by district."""
    counts = tmp_path / "counts.yaml"
    counts.write_text(
        "plan: quang-binh-2021\non: 2021-12-31\nby_unit:\n"
        "  new: {Lệ Thủy: {done: 3}, Quảng Ninh: {done: 1}}\n",
        encoding="utf-8",
    )
    run = ocopkit_command("plan", "progress", QUANG_BINH, "--counts", counts)
    assert [line.split("\t")[0].rpartition(": ")[2] for line in run.stdout.splitlines()] == [
        "Lệ Thủy",
        "Quảng Ninh",
    ]
    assert [line.split("\t")[3] for line in run.stdout.splitlines()] == ["reached", "on the way"]
    counts.write_text(counts.read_text("utf-8") + "counts: {new: {done: 4}}\n", encoding="utf-8")
    assert "[repeated-target]" in ocopkit_command("plan", "progress", QUANG_BINH, "--counts", counts).stderr


@pytest.mark.parametrize(
    ("plan", "counts", "said"),
    [
        (
            QUANG_BINH,
            "counts: {new: {done: 12}}",
            "'new' is counted as a whole. The plan sets it for each district",
        ),
        (
            PLAN,
            "by_unit: {web: {Gio Linh: {done: 80}}}",
            "'web' is counted unit by unit. The plan sets it for the",
        ),
    ],
)
def test_a_count_that_says_nothing_of_its_target_is_told(
    tmp_path: Path, plan: str, counts: str, said: str
) -> None:
    """Twelve products in the province don't tell whether each district has three."""
    name = Path(plan).stem
    file = tmp_path / "counts.yaml"
    file.write_text(f"plan: {name}\non: {name[-4:]}-12-31\n{counts}\n", encoding="utf-8")
    run = ocopkit_command("plan", "progress", plan, "--counts", file)
    assert (run.returncode, "[unit-counts]" in run.stderr, said in run.stderr) == (2, True, True)


def test_the_dates_of_decisions_read_as_people_write() -> None:
    """In Vietnamese a decision that begins in the plan's time is told with day, month and year."""
    run = ocopkit_command("plan", "check", HAI_DUONG, "--lang", "vi")
    assert "qd-1489-2025 (06/07/2025)" in run.stderr


def test_progress_as_picture_and_calendar(register: Path, tmp_path: Path) -> None:
    """The picture and the calendar are files; an existing one is left alone without --force."""
    picture = tmp_path / "progress.svg"
    words = ("plan", "progress", PLAN, register, "--on", "2022-11-01", "--format", "svg", "-o", picture)
    assert ocopkit_command(*words).returncode == 0
    assert ET.parse(picture).getroot().tag.endswith("svg")  # noqa: S314 (our own text)
    assert "[file-exists]" in ocopkit_command(*words).stderr
    assert ocopkit_command(*words, "--force").returncode == 0
    run = ocopkit_command("plan", "calendar", PLAN, register, "--on", "2022-11-01", "--lang", "vi")
    assert "SUMMARY:Đánh giá đợt 1 (Cấp tỉnh)" not in run.stdout  # its round has a last day, not a time
    assert "SUMMARY:Hạn cuối: Đánh giá đợt 1 (Cấp tỉnh)" in run.stdout
    assert "DESCRIPTION:đang thực hiện (2/25–30): còn 23 trong 61 ngày" in run.stdout
    assert ocopkit_command("plan", "calendar", PLAN).stdout.count("BEGIN:VEVENT") == 8


def test_the_rewards_of_a_register_and_of_a_case(register: Path) -> None:
    """Thái Nguyên pays 20 million for its one product; the case that says no place isn't counted."""
    run = ocopkit_command("benefits", SCHEME, register, "--on", "2022-12-31")
    first, last = run.stdout.splitlines()
    assert first.split("\t") == [
        "c",
        "2022-10-20",
        "20,000,000",
        "first recognition, 3 stars, on 2022-10-20",
        "Policy of Thái Nguyên, 2019–2025",
        "–",
    ]
    assert last == "Sum: 20,000,000 đ"
    assert "don't say where they lie: 1 (" in run.stderr
    run = ocopkit_command(
        "benefits", SCHEME, register, "--on", "2022-12-31", "--everywhere", "--format", "json"
    )
    told = json.loads(run.stdout)
    assert (told["dong"], len(told["awards"]), told["sums"][0]["awards"]) == (80_000_000, 4, 4)
    run = ocopkit_command("benefits", SCHEME, "examples/cases/tea-potential-five.yaml", "--on", "2026-12-31")
    assert run.returncode == 0
    assert run.stdout.splitlines()[-1] == "Sum: 0 đ"
