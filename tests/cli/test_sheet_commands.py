"""Commands about score sheets: new, check, score, explain, bounds."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import ocopkit
from ocopkit import CriteriaSet, RuleBook
from ocopkit.errors import IncompleteSheetError

Run = Callable[..., CompletedProcess[str]]
Fill = Callable[[dict[str, str]], Path]

TABLE = """\
A	Product and community strength	38	40
1	Production organisation	18	18
2	Product development	10	10
3	Community strength	10	12
B	Marketing capability	25	25
4	Marketing	13	13
5	Product story	12	12
C	Product quality	35	35
6	Sensory indicators	15	15
7	Uniqueness	5	5
8	Product quality declaration	5	5
9	Product quality assurance	5	5
10	Instructions for use to ensure best quality for consumers	2	2
11	Global market opportunity	3	3
	Total	98	100
	Stars	3	5
"""


def test_a_new_sheet_is_the_blank_form(run: Run, tea: CriteriaSet) -> None:
    """`sheet new` prints what `blank_sheet` gives, in the language asked for."""
    ran = run("sheet", "new", 11, "--book", "qd-26-2026", "--lang", "vi")
    assert ran.stdout == ocopkit.blank_sheet(tea, lang="vi")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_reading_chosen_in_two_ways_is_refused(run: Run, held_back: Path) -> None:
    """One reading with two options is no choice: no command takes the last one silently."""
    first, second = "minimum-missed=not-achieved", "minimum-missed=highest-star-met"
    for command in ("score", "explain", "bounds"):
        ran = run(command, held_back, "--reading", first, "--reading", second)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "chosen-twice" in ran.stderr
    assert run("score", held_back, "--reading", first, "--reading", first).returncode == 0


def test_a_members_sheet_is_a_sheet(run: Run, tmp_path: Path) -> None:
    """The sheet of a council's member is checked, scored and explained like any other."""
    file = Path("examples/council/01-chair.yaml")
    assert run("check", file).stdout == f"{file}: fine and complete\n"
    assert "\tStars\t3\t5" in run("score", file).stdout
    assert "to 66." in run("bounds", file).stdout
    assert run("explain", file).returncode == 0
    wrong = tmp_path / "member.yaml"
    wrong.write_text(file.read_text(encoding="utf-8").replace("role: chair", "rol: chair"), encoding="utf-8")
    ran = run("check", wrong)
    assert (ran.returncode, "member/rol: [unknown-key]" in ran.stderr) == (1, True)
    wrong.write_text("member: {name: A, present: false}\n", encoding="utf-8")
    assert run("check", wrong).stdout == f"{wrong}: no member has filled in a sheet\n"


def test_a_broken_file_does_not_fill_the_screen(run: Run, tmp_path: Path) -> None:
    """Of each kind a hundred problems are printed, as text and as JSON, then how many are left."""
    file = tmp_path / "tea.yaml"
    file.write_text("rule_book: qd-26-2026\nset: 11\n" + "".join(f"k{n}: 1\n" for n in range(5000)), "utf-8")
    ran = run("check", file)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 101)
    assert "and 4900 more of this kind" in ran.stderr
    (told,) = json.loads(run("score", file, "--json").stdout)
    assert len(told["problems"]) == 101


def test_a_filled_sheet_is_never_lost(run: Run, tmp_path: Path) -> None:
    """`sheet new -o` refuses to overwrite a file unless `--force` is given."""
    file = tmp_path / "tea.yaml"
    new = ("sheet", "new", 11, "--book", "qd-26-2026", "-o", file)
    assert run(*new).returncode == 0
    blank = file.read_text(encoding="utf-8")
    file.write_text("mine", encoding="utf-8")
    assert run(*new).returncode == 2
    assert file.read_text(encoding="utf-8") == "mine"
    assert run(*new, "--force").returncode == 0
    assert file.read_text(encoding="utf-8") == blank


def test_a_score_is_a_table_and_its_reasons(run: Run, held_back: Path) -> None:
    """Points of every part and section, total, stars; then why three stars and not four."""
    ran = run("score", held_back)
    heading = f"{held_back}: Name of the product, 11. Fresh and processed tea (26/2026/QĐ-TTg)\n"
    reasons = ocopkit.explain(ocopkit.score(ocopkit.load_sheet(held_back)), lang="en")
    assert ran.stdout == heading + TABLE + reasons + "\n"
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_score_speaks_vietnamese(run: Run, held_back: Path) -> None:
    """With `--lang vi` names, total, stars and reasons are Vietnamese."""
    out = run("score", held_back, "--lang", "vi").stdout.splitlines()
    assert out[1] == "A\tSản phẩm và sức mạnh của cộng đồng\t38\t40"
    assert out[15:19] == [
        "\tTổng điểm\t98\t100",
        "\tHạng sao\t3\t5",
        "Tổng điểm: 98/100 (A 38/40, B 25/25, C 35/35).",
        "Hạng sao: 3/5.",
    ]


def test_an_incomplete_sheet_names_every_missing_answer(run: Run, blank: Path, tea: CriteriaSet) -> None:
    """One line each, where the answer belongs, in the words of the form; then the honest range."""
    ran = run("score", blank)
    problems = ran.stderr.splitlines()
    written = blank.read_text(encoding="utf-8").splitlines()
    assert len(problems) == len(tea.criteria)
    for problem, criterion in zip(problems, tea.criteria, strict=True):
        line = written.index(f'  "{criterion.code}":') + 1
        assert problem.startswith(f"{blank}:{line}:")
        assert f"[missing-answer] {criterion.code} {criterion.name.en}: no answer." in problem
    assert ran.stdout.splitlines()[1:4] == [
        "Points still possible: 0 to 100.",
        "Stars still possible: 1, 2, 3, 4, 5.",
        "32 criteria unanswered.",
    ]
    assert ran.returncode == 1


def test_the_question_that_narrows_most_is_asked_in_the_words_of_the_form(run: Run, fill: Fill) -> None:
    """With one answer missing, it is that one, and its levels are listed."""
    file = fill({"4.1": ""})
    ran = run("bounds", file)
    levels = "below = 0 points, a = 1 point, b = 2 points, c = 3 points, d = 5 points"
    assert ran.stdout.splitlines() == [
        "Points still possible: 95 to 100.",
        "Stars still possible: 2, 3, 4, 5.",
        "1 criterion unanswered.",
        f"What narrows it most is 4.1 Main distribution area: {levels}.",
    ]
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_bounds_of_a_complete_sheet_are_its_score(run: Run, best: Path) -> None:
    """Nothing is open: one total, one number of stars, no question."""
    assert run("bounds", best).stdout.splitlines() == [
        "Points still possible: 100 to 100.",
        "Stars still possible: 5.",
        "0 criteria unanswered.",
    ]


def test_what_a_stop_leaves_out_is_not_shown_as_zero(run: Run, book: RuleBook, tmp_path: Path) -> None:
    """Form 16: a zero among the first six items ends the assessment; later sections have no points."""
    water = book[16]
    file = tmp_path / "water.yaml"
    answers = {one.code: one.levels[-1].key for one in water.criteria} | {"6.3": "a"}
    file.write_text(ocopkit.dump_sheet(ocopkit.ScoreSheet(water, answers)), encoding="utf-8")
    rows = [line.split("\t") for line in run("score", file).stdout.splitlines() if "\t" in line]
    points = {row[0]: row[2] for row in rows}
    assert points["6"] == "11"
    assert [points[code] for code in ("7", "8", "9", "10")] == ["–"] * 4
    assert rows[-1] == ["", "Stars", "–", "5"]


def test_no_star_is_said_in_words(run: Run, held_back: Path) -> None:
    """Where a reading leaves a product without stars, bounds and score say so."""
    choice = ("--reading", "minimum-missed=not-achieved")
    assert "Stars still possible: no star." in run("bounds", held_back, *choice).stdout
    out = run("score", held_back, *choice).stdout
    assert "\tStars\t–\t5\n" in out
    assert "Not achieved" in out


def test_good_files_are_scored_beside_bad_ones(run: Run, best: Path, held_back: Path, tmp_path: Path) -> None:
    """Each file gets its result or its problems, and one bad file makes the status 1."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("rule_book: [", encoding="utf-8")
    ran = run("score", held_back, bad, best)
    assert [line.split("\t")[2] for line in ran.stdout.splitlines() if "\tTotal\t" in line] == [
        "98",
        "100",
    ]
    assert ran.stderr.startswith(f"{bad}:2:1: [syntax] ")
    assert ran.returncode == 1


def test_json_is_one_document_for_all_files(run: Run, best: Path, blank: Path, tea: CriteriaSet) -> None:
    """A list in the order given: a report, or the problems with their places, in both languages."""
    ran = run("score", "--json", best, blank)
    first, second = json.loads(ran.stdout)
    report = ocopkit.report(ocopkit.score(ocopkit.load_sheet(best)))
    assert first == {"file": str(best), "report": json.loads(json.dumps(report))}
    assert second["file"] == str(blank)
    assert [one["where"]["path"] for one in second["problems"]] == [
        ["answers", criterion.code] for criterion in tea.criteria
    ]
    assert second["problems"][0]["what"] == {
        "vi": "1.1 Nguồn nguyên liệu: chưa trả lời",
        "en": "1.1 Source of raw materials: no answer",
    }
    assert second["problems"][0]["where"]["file"] == str(blank)
    assert (ran.returncode, ran.stderr) == (1, "")


def test_an_explanation_is_that_of_the_library(run: Run, held_back: Path) -> None:
    """`explain` prints what `ocopkit.explain` returns."""
    score = ocopkit.score(ocopkit.load_sheet(held_back))
    for lang in ("vi", "en"):
        ran = run("explain", held_back, "--lang", lang)
        assert ran.stdout == ocopkit.explain(score, lang=lang) + "\n"
        assert (ran.returncode, ran.stderr) == (0, "")


def test_an_incomplete_sheet_cannot_be_explained(run: Run, blank: Path) -> None:
    """The problems are those of the score, each at its line."""
    with pytest.raises(IncompleteSheetError) as missing:
        ocopkit.score(ocopkit.load_sheet(blank))
    ran = run("explain", blank)
    assert len(ran.stderr.splitlines()) == len(missing.value.problems)
    assert all(line.startswith(f"{blank}:") for line in ran.stderr.splitlines())
    assert (ran.returncode, ran.stdout) == (1, "")


def test_a_reading_that_refuses_an_answer_says_where(run: Run, fill: Fill) -> None:
    """An answer below the lowest level is refused at its line if the reading forbids it."""
    file = fill({"1.1": "below"})
    assert run("score", file).returncode == 0
    ran = run("score", file, "--reading", "below-lowest-level=refuse")
    line = file.read_text(encoding="utf-8").splitlines().index('  "1.1": below') + 1
    assert ran.stderr.startswith(f"{file}:{line}:10: answers/1.1: [below-refused] 1.1 Source of raw")
    assert ran.returncode == 1


@pytest.mark.parametrize(
    ("choice", "problem"),
    [
        ("minimum-missed", "[not-a-choice] --reading 'minimum-missed' is unclear."),
        ("=own-only", "[not-a-choice] --reading '=own-only' is unclear."),
        ("minimum=own-only", "[unknown-reading] qd-26-2026 has no reading 'minimum'."),
        ("lower-minimums=own", "[unknown-option] The reading 'lower-minimums' has no option 'own'."),
    ],
)
def test_a_wrong_reading_is_wrong_use(run: Run, best: Path, choice: str, problem: str) -> None:
    """A reading or option that the book does not have ends with status 2."""
    ran = run("score", best, "--reading", choice)
    assert ran.stderr.startswith(problem)
    assert (ran.returncode, ran.stdout) == (2, "")


def test_checking_reads_and_counts(run: Run, best: Path, blank: Path, tmp_path: Path) -> None:
    """An incomplete sheet is a sound document; a wrong answer is a problem at its line."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(best.read_text(encoding="utf-8").replace('"1.1": c', '"1.1": z'), encoding="utf-8")
    ran = run("check", best, blank, wrong)
    assert ran.stdout.splitlines() == [
        f"{best}: fine and complete",
        f"{blank}: fine, 32 criteria unanswered",
    ]
    line = wrong.read_text(encoding="utf-8").splitlines().index('  "1.1": z') + 1
    assert ran.stderr.startswith(
        f"{wrong}:{line}:10: answers/1.1: [unknown-level] 1.1 Source of raw materials: "
    )
    assert ran.returncode == 1
    assert run("check", best, blank).returncode == 0


@pytest.mark.parametrize("command", ["score", "check", "explain", "bounds"])
def test_what_is_wrong_with_a_file_is_status_1(run: Run, command: str, tmp_path: Path) -> None:
    """A missing file, a folder, and a sheet for a book or set that isn't known: all are the file's."""
    unknown = tmp_path / "unknown.yaml"
    unknown.write_text("rule_book: qd-26-2062\nset: 11\n", encoding="utf-8")
    for file in (tmp_path / "missing.yaml", tmp_path, unknown):
        ran = run(command, file)
        assert ran.stderr.startswith(f"{file}:")
        assert (ran.returncode, ran.stdout) == (1, "")
