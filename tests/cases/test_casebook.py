"""Case files: read strictly, run, and told; and the command that does so."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ocopkit.casebook.reading import case_files, cases_of, read_cases
from ocopkit.casebook.running import run_case
from ocopkit.casebook.telling import tell_result
from ocopkit.cli._app import app
from ocopkit.documents import parse, to_json
from ocopkit.errors import DocumentError

GOOD = """\
"Chè đủ điểm là năm sao":
  in_english: Tea with all points is five stars
  given: {rule_book: qd-26-2026, set: 11, start: all-highest}
  expect: {points: 100, stars: 5}
  cite: {qd-26-2026: [art. 3.3]}
  because: {vi: Từ 90 điểm là năm sao, en: 90 points or more is five stars}
"""
SPARSE = GOOD.replace("  in_english: Tea with all points is five stars\n", "")

Changed = Callable[[str, str], list[str]]


@pytest.fixture
def changed() -> Changed:
    """Return a function that says what is wrong with the good case after a change: place and code."""

    def problems(old: str, new: str) -> list[str]:
        assert old in GOOD
        with pytest.raises(DocumentError) as caught:
            cases_of(parse(GOOD.replace(old, new), name="a.yaml"))
        return [f"{one.where.line}:{one.where.column} {one.code}" for one in caught.value.problems]

    return problems


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("rule_book: qd-26-2026, ", "", ["3:10 one-law"]),
        ("rule_book: qd-26-2026", "rule_book: qd-26-2026, evaluated_on: 2026-06-01", ["3:10 one-law"]),
        ("set: 11, start", "filed: 2026-06-01, set: 11, start", ["3:41 no-day"]),
        ("set: 11, start", "route: upgrade, set: 11, start", ["3:41 no-day"]),
        ("start", "facts: {}, start", ["3:50 no-day"]),
        ("rule_book: qd-26-2026", "evaluated_on: 2026-06-01, filed: 2026-06-02", ["3:44 filed-later"]),
        ("set: 11, ", "", ["3:41 no-set"]),
        ("start: all-highest", "total: 70", ["3:50 no-start"]),
        ("start: all-highest", "published_total: 69.71", ["3:60 total-and-sheet"]),
        ("{points: 100, stars: 5}", "{}", ["4:11 nothing-expected"]),
        ("stars: 5", "stars: năm", ["4:32 not-stars"]),
        ("stars: 5", "missed: {năm: []}", ["4:34 not-stars"]),
        ("stars: 5", "stars: five, colour: red", ["4:32 not-stars", "4:38 unknown-key"]),
        ("[art. 3.3]", "[khoản 3 Điều 3]", ["5:23 unknown-place"]),
        ("cite: {qd-26-2026: ", "cite: {qd-26-2062: ", ["5:22 unknown-book"]),
        ("  cite: {qd-26-2026: [art. 3.3]}\n", "", ["1:1 no-source"]),
        ("Chè đủ điểm là năm sao", " ", ["1:1 no-sentence"]),
        ("set: 11", "set: true", ["3:39 wrong-type"]),
        ("points: 100", 'points: "100"', ["4:20 wrong-type"]),
        ("start: all-highest", "route: renewal", ["3:50 not-allowed"]),
    ],
)
def test_each_mistake_in_a_case_is_found_at_its_place(
    changed: Changed, old: str, new: str, told: list[str]
) -> None:
    """A case that is incomplete or contradicts itself is refused before it is run."""
    assert changed(old, new) == told


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    """One mistake in each of two cases gives two problems, each on its line."""
    second = SPARSE.replace("Chè", "Trà").replace("stars: 5", "stars: 5.5")
    text = SPARSE.replace("set: 11", "colour: 11") + second
    with pytest.raises(DocumentError) as caught:
        cases_of(parse(text, name="a.yaml"))
    assert [(one.code, one.where.line) for one in caught.value.problems] == [
        ("unknown-key", 2),
        ("no-set", 2),
        ("wrong-type", 8),
    ]


def test_a_sentence_may_stand_for_one_case_only() -> None:
    """Two cases of the same name are a mistake; none of them is lost silently."""
    with pytest.raises(DocumentError, match="repeated-key"):
        cases_of(parse(GOOD + GOOD))


def test_a_case_may_be_written_in_one_language() -> None:
    """A legal officer needn't write English: the sentence and the reason then read alike in both."""
    text = SPARSE.replace(
        "{vi: Từ 90 điểm là năm sao, en: 90 points or more is five stars}", "Khoản 3 Điều 3"
    )
    (case,) = cases_of(parse(text))
    assert case.sentence.en == case.sentence.vi
    assert case.because.en == "Khoản 3 Điều 3"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("points: 100", "points: 99", "  Points: expected 99, found 100"),
        ("stars: 5", "stars: 4", "  Stars: expected 4, found 5"),
        ("stars: 5", "stars: none", "  Stars: expected none, found 5"),
        ("stars: 5", "outcome: stopped", "  Outcome: expected stopped, found rated"),
        ("stars: 5", "recognised_by: province", "  Recognised by: expected province, found centre"),
        ("stars: 5", "rule_book: qd-148-2023", "  Rule book: expected qd-148-2023, found qd-26-2026"),
        ("stars: 5", 'missed: {4: ["4.1"]}', "  Minimums for 4 stars missed: expected 4.1, found –"),
        ("stars: 5", "gates: [dossier]", "  Gates raised: expected dossier, found –"),
        ("stars: 5", "findings: [book-doubt]", "  Findings: expected book-doubt, found doubt-decides"),
        (
            "stars: 5",
            "no_findings: [doubt-decides]",
            "  Findings: expected ≠ doubt-decides, found doubt-decides",
        ),
        ("stars: 5", "error: not-asked", "  Error: expected not-asked, found –"),
        ("set: 11", "set: 99", "  Error: expected –, found unknown-set"),
        ("set: 11, start: all-highest", "published_total: 89.99", "  Stars: expected 5, found 4"),
        (
            "set: 11, start: all-highest",
            "published_total: 100.01",
            "  Error: expected –, found too-many-points",
        ),
        ("all-highest", "minimums-for-9-stars", "  Error: expected –, found unknown-start"),
        ("all-highest", "all-highest, readings: {x: z}", "  Error: expected –, found unknown-reading"),
    ],
)
def test_a_case_that_comes_out_otherwise_says_what_was_expected_and_found(
    old: str, new: str, line: str
) -> None:
    """Each thing that a case can expect is held against what came out."""
    (case,) = cases_of(parse(GOOD.replace(old, new), name="a.yaml"))
    result = run_case(case)
    assert not result.passed
    assert line in tell_result(result).splitlines()


def test_a_failed_case_tells_given_expected_found_and_the_reason() -> None:
    """Whoever reads it needs no other place to see which side is wrong."""
    given = 'answers: {"4.1": c}, raised: {test-report: thiếu}, readings: {lower-minimums: own-only}'
    (case,) = cases_of(parse(GOOD.replace("all-highest", f"all-highest, {given}"), name="a.yaml"))
    told = tell_result(run_case(case), lang="vi").splitlines()
    assert told[:12] == [
        "a.yaml:1:1: SAI: Chè đủ điểm là năm sao",
        "  Cho: văn bản qd-26-2026",
        "  Cho: cách hiểu lower-minimums = own-only",
        "  Cho: bộ tiêu chí 11",
        "  Cho: bắt đầu all-highest",
        "  Cho: 4.1 = c",
        "  Cho: điều kiện test-report (thiếu)",
        "  Điểm: phải là 100, nhưng ra 98",
        "  Hạng sao: phải là 5, nhưng ra 4",
        "  Vì: Từ 90 điểm là năm sao",
        "  Căn cứ: khoản 3 Điều 3, 26/2026/QĐ-TTg",
        "  Kết quả tính được:",
    ]
    assert told[12] == "    Tổng điểm: 98/100 (A 40/40, B 23/25, C 35/35)."


def test_a_wrong_answer_in_a_case_is_told_at_its_place() -> None:
    """An answer that the form doesn't have is named with file, line and column."""
    answers = 'start: all-highest, answers: {"4.1": z}'
    (case,) = cases_of(parse(GOOD.replace("start: all-highest", answers), name="a.yaml"))
    (problem,) = run_case(case).found.problems
    assert (problem.code, problem.where.line, problem.where.column) == ("unknown-level", 3, 80)


def test_a_reading_of_another_book_may_decide_on_the_law_but_not_on_the_score() -> None:
    """The reading "pending-files" is QĐ 148's; the sheet is scored by QĐ 1048, which has none."""
    given = (
        "evaluated_on: 2023-03-01, filed: 2023-01-05, set: 12, start: all-highest,"
        " readings: {pending-files: old-rules}"
    )
    text = GOOD.replace("rule_book: qd-26-2026, set: 11, start: all-highest", given)
    (case,) = cases_of(parse(text))
    result = run_case(case)
    assert result.found.book is not None
    assert (result.passed, result.found.book.id) == (True, "qd-1048-2019")
    (typo,) = cases_of(parse(text.replace("old-rules", "odl-rules")))
    assert [one.code for one in run_case(typo).found.problems] == ["unknown-option"]


def test_files_of_a_folder_are_found_below_it_and_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """All .yaml, .yml and .json files count, in the order of their names."""
    with pytest.raises(DocumentError, match="no-files"):
        case_files(tmp_path)
    below = tmp_path / "below"
    below.mkdir()
    for name in ("b.yaml", "a.json", "c.yml", "d.txt"):
        (below / name).write_text(GOOD, encoding="utf-8")
    assert [file.name for file in case_files(tmp_path)] == ["a.json", "b.yaml", "c.yml"]


def test_cases_may_be_json(tmp_path: Path) -> None:
    """A case file written by a program is read like one written by hand."""
    file = tmp_path / "cases.json"
    file.write_text(to_json(parse(GOOD).data), encoding="utf-8")
    (case,) = read_cases(file)
    assert run_case(case).passed


def test_the_command_names_failures_and_counts(tmp_path: Path) -> None:
    """Status 0 if all come out as expected; 1 if one doesn't, and only that one is told."""
    file = tmp_path / "cases.yaml"
    file.write_text(GOOD, encoding="utf-8")
    ran = CliRunner().invoke(app, ["check-cases", str(tmp_path), "--lang", "en"])
    assert (ran.exit_code, ran.stdout) == (0, "1 case, 0 failed\n")
    ran = CliRunner().invoke(app, ["check-cases", str(file), "--all", "--lang", "vi"])
    assert ran.stdout == f"{file}:1:1: đúng: Chè đủ điểm là năm sao\n1 trường hợp, 0 trường hợp sai\n"
    file.write_text(GOOD + SPARSE.replace("Chè", "Trà").replace("stars: 5", "stars: 4"), encoding="utf-8")
    ran = CliRunner().invoke(app, ["check-cases", str(file), "--lang", "en"])
    assert ran.exit_code == 1
    assert ran.stdout.startswith(f"{file}:7:1: FAILED: Trà đủ điểm là năm sao\n")
    assert ran.stdout.endswith("\n2 cases, 1 failed\n")


def test_the_command_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    """A file that can't be read is a problem on standard error; the others are still run."""
    (tmp_path / "a.yaml").write_text("cases: 1\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(GOOD, encoding="utf-8")
    missing = tmp_path / "missing.yaml"
    ran = CliRunner().invoke(app, ["check-cases", str(tmp_path), str(missing), "--lang", "en"])
    assert (ran.exit_code, ran.stdout) == (1, "1 case, 0 failed\n")
    first, second = ran.stderr.splitlines()
    assert first.startswith(f"{tmp_path / 'a.yaml'}:1:8: cases: [wrong-type]")
    assert second.startswith(f"{missing}: [unreadable]")


def test_the_command_prints_json(tmp_path: Path) -> None:
    """Another program sees each case, what came out and the problems of the files."""
    file = tmp_path / "cases.yaml"
    file.write_text(GOOD.replace("stars: 5", "stars: 4"), encoding="utf-8")
    ran = CliRunner().invoke(app, ["check-cases", str(file), "--json"])
    told = json.loads(ran.stdout)
    assert ran.exit_code == 1
    assert told["problems"] == []
    (one,) = told["cases"]
    assert (one["rule_book"], one["points"], one["stars"], one["passed"]) == ("qd-26-2026", 100, 5, False)
    assert one["where"] == {"file": str(file), "line": 1, "column": 1}
    assert one["differences"] == [{"what": {"vi": "Hạng sao", "en": "Stars"}, "expected": "4", "found": "5"}]


FACTS = """\
"Lao động trong xã 62% là hai điểm":
  given:
    evaluated_on: 2026-09-01
    set: 11
    facts: {local-labour-commune-share: {value: 0.62, paper: local-labour}}
  expect: {levels: {"3.3": b, "1.1": open, "6.1.1": judged, "9.9": "–"}}
  cite: {qd-26-2026: [annex II form 11 item 3.3]}
  because: Từ 50% đến 75%
"""


def test_facts_choose_levels_and_leave_the_rest() -> None:
    """A measured criterion has its level, one without facts is open, one of judgement is judged."""
    (case,) = cases_of(parse(FACTS))
    result = run_case(case)
    assert result.passed
    assert result.found.score is None


def test_a_level_that_comes_out_otherwise_is_told() -> None:
    """The difference names the criterion, what the case expects and what the facts choose."""
    (case,) = cases_of(parse(FACTS.replace('"3.3": b', '"3.3": c')))
    told = tell_result(run_case(case))
    assert "Level of 3.3: expected c, found b" in told
    assert "Given: local-labour-commune-share = 0.62" in told


def test_facts_that_cannot_be_are_a_problem_of_the_case() -> None:
    """A share of 62 is refused at its place in the case's file."""
    (case,) = cases_of(parse(FACTS.replace("0.62", "62"), name="a.yaml"))
    (problem,) = run_case(case).found.problems
    assert (problem.code, problem.where.line) == ("share-out-of-range", 5)
