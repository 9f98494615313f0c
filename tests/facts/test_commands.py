"""The commands on facts: a blank sheet, its assessment, how much facts decide."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import ocopkit
from ocopkit.cli._app import app
from ocopkit.factsheets import parse_facts
from ocopkit.rules.measuring import facts_of_set
from ocopkit.rules.wording import condition_text

SHEET = """\
rule_book: qd-26-2026
set: fresh-and-processed-tea
on: 2026-09-01
product: {name: "Chè thử nghiệm"}
facts:
  local-labour-commune-share: {value: 0.75, paper: local-labour, document: "List of 30 June 2026"}
  linkage-contract-share: {value: 0.8, paper: raw-material-origin}
  website: {value: true}
answers: {"4.2": d}
"""
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(one) for one in arguments], env={"OCOPKIT_LANG": "en"})

    return invoke


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(SHEET, encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("key", ["qd-26-2026", "qd-148-2023", "qd-1048-2019"])
def test_a_blank_fact_sheet_asks_for_every_fact_of_its_set_and_reads_back(
    run: Run, key: str, lang: str
) -> None:
    """`ocopkit facts new`: each fact with how it is measured, in both languages, for every set."""
    for form in ocopkit.rule_book(key):
        text = run("facts", "new", form.number, "--book", key, "--lang", lang).stdout
        assert parse_facts(text).facts == ()
        lines = [
            line.strip().partition(":")[0] for line in text.splitlines() if not line.strip().startswith("#")
        ]
        assert set(facts_of_set(form)) <= set(lines)


def test_assess_tells_the_level_the_fact_and_the_paper(run: Run, file: Path) -> None:
    """One line for each: what the facts decide, what is missing, what no paper proves."""
    result = run("assess", file, "--reading", "share-boundary=higher-level")
    assert result.exit_code == 0
    said = result.stdout.splitlines()
    assert any(
        line.startswith(
            "3.3 Use of local labour: c = 3 points, by Share of workers from the commune-level area: 75 %"
        )
        and "[Local labour, List of 30 June 2026]" in line
        and "share-boundary" in line
        for line in said
    )
    assert any(line.startswith("1.5 ") and "still possible c, d; missing: Months" in line for line in said)
    assert any(line.startswith("Note: A website of its own: no paper proves it") for line in said)


def test_assess_in_json_has_every_criterion(run: Run, file: Path) -> None:
    """Without another reading, exactly 75 % is the council's."""
    told: dict[str, Any] = json.loads(run("assess", file, "--json").stdout)
    criteria = {one["code"]: one for one in told["criteria"]}
    assert len(criteria) == len(ocopkit.rule_book("qd-26-2026")[11].criteria)
    assert (criteria["3.3"]["kind"], criteria["3.3"]["answers"]) == ("open", ["b", "c"])
    assert criteria["4.2"]["own"] == "d"
    assert [one["kind"] for one in told["remarks"]] == ["unproved"]


def test_the_score_sheet_that_follows_can_be_written(run: Run, file: Path, tmp_path: Path) -> None:
    """It holds the council's answers and what the facts decide, and can be scored once it is complete."""
    output = tmp_path / "sheet.yaml"
    assert run("assess", file, "--reading", "share-boundary=lower-level", "--sheet", output).exit_code == 0
    assert dict(ocopkit.load_sheet(output).answers) == {"3.3": "b", "4.2": "d"}


def test_a_wrong_fact_is_told_with_status_1(run: Run, tmp_path: Path) -> None:
    """File, line and column, on standard error."""
    file = tmp_path / "facts.yaml"
    file.write_text(SHEET.replace("0.75", "75"), encoding="utf-8")
    result = run("assess", file)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"{file}:6:39: facts/local-labour-commune-share/value: [share-out-of-range]" in result.stderr


def test_coverage_counts_every_national_book_and_every_set(run: Run) -> None:
    """`ocopkit facts coverage`: criteria and points that facts decide, narrow and leave to judgement."""
    rows = [line.split("\t") for line in run("facts", "coverage").stdout.splitlines()]
    assert {row[0]: sum(map(int, row[1:8:2])) for row in rows} == {
        "qd-1048-2019": 782,
        "qd-148-2023": 795,
        "qd-1489-2025": 795,
        "qd-26-2026": 787,
    }
    sets = [line.split("\t") for line in run("facts", "coverage", "--book", "qd-26-2026").stdout.splitlines()]
    assert len(sets) == 26
    assert all(sum(map(int, row[2:9:2])) == 100 for row in sets)


def test_conditions_read_as_sentences(book: ocopkit.RuleBook) -> None:
    """Several conditions are joined by words, and stand in brackets within others."""

    def said(code: str, level: int) -> ocopkit.Text:
        when = book[11].criterion(code).levels[level].when
        assert when is not None
        return condition_text(when, book.facts)

    assert said("3.3", 0).vi == "Tỷ lệ lao động là người trong địa bàn cấp xã: từ 25% đến dưới 50%"
    assert said("1.2", 0).en == "otherwise"
    assert "; or (Kind of organisation: Joint-stock company; and Share of capital" in said("3.1", 2).en
    assert said("3.2", 0).vi.startswith("Người đại diện pháp luật là nữ: không; và Người đại diện pháp luật")
    assert said("1.5", 0).en == "Share of the volume sold under linkage contracts: exactly 0 %"
