"""Supplements: local criteria beside the national ones, scored by the same engine."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import ocopkit
from ocopkit.assessing.assess import assess
from ocopkit.assessing.facts import GivenFact
from ocopkit.assessing.words import tell_assessment
from ocopkit.cli._app import app
from ocopkit.errors import DocumentError, NotFoundError
from ocopkit.local.place import Place
from ocopkit.local.supplement import (
    Supplement,
    beside,
    check_supplement,
    dump_local_sheet,
    load_local_sheet,
    load_supplement,
    local_text,
    score_supplement,
)
from ocopkit.rules.audit import audit
from ocopkit.scoring.report import report
from ocopkit.testing.strategies import sheets

FILE = Path("examples/packs/vi-du/src/ocop_vi_du/documents/supplements/vi-du-xanh-2026.yaml")
GREEN = load_supplement(FILE)


@pytest.mark.parametrize(
    ("answers", "raised", "points", "grade"),
    [
        ({"X.1": "c", "X.2": "b", "X.3": "b"}, {}, 10, 5),
        ({"X.1": "c", "X.2": "a", "X.3": "b"}, {}, 8, 3),  # 8 reaches the top grade; X.2 b is its minimum
        ({"X.1": "a", "X.2": "b", "X.3": "b"}, {}, 6, 1),  # 6 reaches "green"; X.1 b is its minimum
        ({"X.1": 2, "X.2": "below", "X.3": 0}, {}, 2, 1),
        ({"X.1": "c", "X.2": "b", "X.3": "b"}, {"burning": "seen"}, 10, None),
    ],
)
def test_points_minimums_gates_and_grades(
    answers: dict[str, str | int | None], raised: dict[str, str], points: int, grade: int | None
) -> None:
    """A supplement has points, minimums, gates and grades of its own."""
    found = score_supplement(GREEN, GREEN.sheet(answers, raised))
    assert (found.score.points, found.grade.number if found.grade else None) == (points, grade)


def test_it_stands_beside_the_national_score() -> None:
    """The national score is shown as it is, the local one below it with what held it back."""
    national = ocopkit.score(ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml"))
    local = score_supplement(GREEN, GREEN.sheet({"X.1": "c", "X.2": "a", "X.3": "b"}))
    assert beside(national, local).say("vi").splitlines() == [
        "Quốc gia: 66/100 điểm, 3 sao",
        "Riêng của địa phương, Sản phẩm xanh Ví Dụ: 8/10 điểm, Xanh; chưa đạt mức tối thiểu ở X.2",
    ]
    assert "Green; minimum missed at X.2" in local_text(local).en


@settings(max_examples=40)
@given(st.data())
def test_whatever_a_supplement_says_the_national_score_stays(data: st.DataObject) -> None:
    """Scoring any supplement's sheet leaves every national result the same to the letter."""
    book = ocopkit.rule_book("qd-26-2026")
    sheet = data.draw(sheets(book, form=book[11]))
    before = report(ocopkit.score(sheet))
    local = score_supplement(GREEN, data.draw(sheets(GREEN.book, form=GREEN.form)))
    shown = beside(ocopkit.score(sheet), local)
    assert report(shown.national) == before


@pytest.mark.parametrize(
    ("key", "place", "day", "applies"),
    [
        (11, Place("Ví Dụ"), date(2026, 9, 1), True),
        (3, Place("Ví Dụ", commune="Minh Họa"), date(2026, 9, 1), True),
        (9, Place("Ví Dụ"), date(2026, 9, 1), False),
        (11, Place("Quảng Trị"), date(2026, 9, 1), False),
        (11, Place("Ví Dụ"), date(2029, 1, 1), False),
    ],
)
def test_for_which_sets_places_and_days(key: int, place: Place, day: date, applies: bool) -> None:
    """A supplement is for the sets, the place (all of it) and the days that it names."""
    assert GREEN.applies(ocopkit.rule_book("qd-26-2026")[key], place, day) is applies


def test_it_is_for_one_decision() -> None:
    """A supplement beside QĐ 26/2026 isn't one beside QĐ 148/2023."""
    tea = ocopkit.rule_book("qd-148-2023")["fresh-and-processed-tea"]
    assert not GREEN.applies(tea, Place("Ví Dụ"), date(2026, 6, 2))


def test_a_sheet_of_another_form_is_refused() -> None:
    """A national sheet can't be scored by a supplement."""
    with pytest.raises(NotFoundError, match="another-form"):
        score_supplement(GREEN, ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml"))


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """Write the supplement with one change."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / FILE.name
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("max: 10\n", "max: 11\n", "sum", "max: 11"),
        ("at_least: 5,", "at_least: 8,", "grades", "grades:"),
        ("at_least: 0, name", "at_least: 1, name", "grades", "grades:"),
        ("minimum_for: 3", "minimum_for: 4", "unknown-grade", "minimum_for: 4"),
        ("{points: 4, vi", "{points: 5, vi", "ladder", "points: 5"),
        ("{points: 2, minimum", "{points: 9, minimum", "ladder", "points: 4"),
        ("code: X.3", "code: X.2", "repeated-code", "code: X.2"),
        ("id: vi-du-xanh-2026", "id: vi-du-xanh", "id-differs", "id: vi"),
        ("beside: qd", "besides: qd", "unknown-key", "besides:"),
        ("kind: disqualify", "kind: requirement", "missing-key", "key: burning"),
        ("last_day: 2028-12-31", "last_day: 2025-12-31", "time-backwards", "2025-12-31"),
    ],
)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, old: str, new: str, code: str, at: str) -> None:
    """Every mistake of a supplement is told with its line in its own file."""
    file = changed(tmp_path, old, new)
    with pytest.raises(DocumentError) as caught:
        load_supplement(file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert any(one.code == code and at in lines[(one.where.line or 1) - 1] for one in caught.value.problems)


def test_a_set_that_does_not_exist_is_told(tmp_path: Path) -> None:
    """A supplement for a product set that the decision doesn't have is told at its line."""
    supplement: Supplement = load_supplement(changed(tmp_path, "processed-tea, 3", "processed-tea, 33"))
    (problem,) = check_supplement(supplement, ocopkit.rule_book("qd-26-2026"))
    assert (problem.code, problem.where.line, problem.where.column) == ("unknown-set", 11, 33)
    assert problem.mend.en.startswith("Use one of: fresh-vegetables-fruit-nuts, fresh-meat-")


def test_without_a_pack_it_is_said_how_to_come_by_one(tmp_path: Path) -> None:
    """Whoever forgot to install the pack, or to name its folder, is told to, and not to remove the line."""
    file = tmp_path / "sheet.yaml"
    file.write_text("supplement: vi-du-xanh-2026\nanswers: {}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="--folder"):
        load_local_sheet(file, [])


WATER = (
    FILE.read_text(encoding="utf-8")
    .partition("code: X.2")[2]
    .partition("- code: X.3")[0]
    .partition("  max: 3\n")[2]
)
LABOUR = """  levels:
  - {points: 1, vi: "Từ 50% lao động của xã", en: "50% of workers from the commune",
     when: {fact: local-labour-commune-share, at_least: 0.5}}
  - {points: 3, minimum_for: 5, vi: "Từ 90% lao động của xã", en: "90% of workers from the commune",
     when: {fact: local-labour-commune-share, at_least: 0.9}}
  below_when: {fact: local-labour-commune-share, below: 0.5}
"""


@pytest.mark.parametrize(
    ("share", "answer", "points"), [(0.49, "below", 7), (0.5, "a", 8), (0.89, "a", 8), (0.9, "b", 10)]
)
def test_a_place_measures_its_own_criteria_too(
    tmp_path: Path, share: float, answer: str, points: int
) -> None:
    """Facts of the vocabulary choose the levels of a supplement, on both sides of its thresholds."""
    local = load_supplement(changed(tmp_path, WATER, LABOUR))
    labour = GivenFact("local-labour-commune-share", share, paper="local-labour")
    found = assess([labour], local.form, on=date(2026, 9, 1), answers={"X.1": "c", "X.3": "b"})
    assert (found.proposal("X.2").answer, found.proposal("X.1").kind) == (answer, "judged")
    assert score_supplement(local, found.sheet).score.points == points
    assert "[Local labour]" in tell_assessment(found)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("commune-share, at_least: 0.9", "comune-share, at_least: 0.9", "unknown-fact"),
        ("at_least: 0.9}", "at_least: 90}", "threshold-out-of-range"),
        ("at_least: 0.9}", "holds: true}", "comparison-unfit"),
        ("     when: {fact: local-labour-commune-share, at_least: 0.9}}", "    }", "half-measured"),
    ],
)
def test_a_condition_that_does_not_fit_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    """A supplement's conditions are held against the vocabulary like those of a national book."""
    file = changed(tmp_path, WATER, LABOUR.replace(old, new))
    with pytest.raises(DocumentError) as caught:
        load_supplement(file)
    (problem,) = caught.value.problems
    assert problem.code == code
    lines = file.read_text(encoding="utf-8").splitlines()
    assert "X.2" in "".join(lines[(problem.where.line or 1) - 9 : problem.where.line])


def test_values_that_no_local_level_covers_are_found(tmp_path: Path) -> None:
    """The audit of conditions reads a supplement's book: from 40 % to 50 % nothing would follow."""
    gap = LABOUR.replace("below: 0.5}", "below: 0.4}")
    local = load_supplement(changed(tmp_path, WATER, gap))
    assert {one.clause for one in audit(local.book) if one.code == "uncovered-facts"} == {"1/X.2"}


def test_facts_of_a_place_go_from_a_blank_sheet_to_its_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blank fact sheet, assessment told in grades, score sheet, local score: a command each."""
    folder = tmp_path / "documents"
    shutil.copytree(FILE.parents[1], folder)
    place = folder / "supplements"
    changed(place, WATER, LABOUR)
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, [*words, "--folder", "documents"], env={"OCOPKIT_LANG": "en"})
        return result.exit_code, result.output

    assert run("facts", "new", "vi-du-xanh-2026", "-o", "facts.yaml") == (0, "")
    facts = Path("facts.yaml").read_text(encoding="utf-8")
    empty = "local-labour-commune-share: {value: , paper: , document: }"
    assert facts.count(": {value: ") == 1
    filled = facts.replace(empty, "local-labour-commune-share: {value: 0.92, paper: local-labour}")
    filled = filled.replace("\nanswers:", "\nanswers: {X.1: c, X.3: b}")
    Path("facts.yaml").write_text(filled, encoding="utf-8")
    status, told = run("assess", "facts.yaml", "--on", "2026-09-01", "--sheet", "sheet.yaml")
    assert (status, told.splitlines()[1]) == (
        0,
        "Points still possible: 10 to 10; grades: Green, outstanding.",
    )
    status, told = run("score-local", "sheet.yaml")
    assert (status, told.splitlines()[0]) == (
        0,
        "sheet.yaml: Local, Green product of Ví Dụ: 10 of 10 points, Green, outstanding",
    )
    assert run("assess", "facts.yaml", "--html", "page.html")[0] == 2
    assert run("facts", "new", "vi-du-xanh-2026", "-o", "facts.xlsx")[0] == 2


def test_a_sheet_of_another_form_is_not_written_as_the_supplements() -> None:
    """A national sheet can't be written as one of a supplement."""
    with pytest.raises(NotFoundError, match="another-form"):
        dump_local_sheet(GREEN, ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml"))
