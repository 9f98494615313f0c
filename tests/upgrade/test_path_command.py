"""The command ``ocopkit path``."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

import ocopkit
from ocopkit.cli._problems import guarded
from ocopkit.cli.path import path_command

EXAMPLES = Path(__file__).parents[2] / "examples" / "sheets"
TEA = EXAMPLES / "tea-three-stars.yaml"

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def run() -> Run:
    """Return a function that runs the command, in English unless told otherwise."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command("path")(guarded(path_command))

    def invoke(*arguments: object, **environment: str) -> Result:
        given = {"OCOPKIT_LANG": "en", **environment}
        return CliRunner().invoke(app, [str(one) for one in arguments], env=given)

    return invoke


def test_path_tells_the_way_to_four_stars(run: Run) -> None:
    """Without options the command tells the fewest raises to four stars."""
    result = run(TEA)
    assert result.exit_code == 0
    told = result.stdout.splitlines()
    assert told[0] == "From 66 points and 3 stars to 4 stars: 5 criteria to raise."
    assert told[-1] == "Then: 75 points, 4 stars."


def test_path_speaks_vietnamese(run: Run) -> None:
    """The same in Vietnamese."""
    told = run(TEA, "--lang", "vi", "--to", 5, "--by", "levels").stdout.splitlines()
    assert told[0] == "Từ 66 điểm, 3 sao lên 5 sao: nâng 11 tiêu chí, tổng cộng 17 bậc."
    assert told[-1] == "Khi đó: 90 điểm, 5 sao."


def test_path_prints_json(run: Run) -> None:
    """With --json the path is one JSON document."""
    plain = json.loads(run(TEA, "--json").stdout)
    assert (plain["from"], plain["to"], plain["stars"]) == ({"points": 66, "stars": 3}, 4, 4)
    assert len(plain["steps"]) == 5


def test_path_freezes_and_says_what_is_impossible(run: Run) -> None:
    """A frozen minimum makes the star impossible, which is an answer and no error."""
    result = run(TEA, "--freeze", "2.1", "--freeze", "2.3")
    assert result.exit_code == 0
    assert result.stdout.startswith("4 stars are impossible until:")


def test_path_takes_readings(run: Run) -> None:
    """A reading is chosen as in the other commands."""
    sheet = EXAMPLES / "vegetables-not-local.yaml"
    assert "impossible" in run(sheet, "--reading", "origin-requirement=disqualify").stdout
    assert "impossible" not in run(sheet, "--reading", "origin-requirement=note").stdout


def test_path_takes_costs_from_a_file(run: Run, tmp_path: Path) -> None:
    """A file of costs by criterion and level makes the path the one of least cost."""
    full = tmp_path / "costs.yaml"
    plain = json.loads(run(TEA, "--to", 5, "--json").stdout)
    raised = {step["criterion"]: step["to"] for step in plain["steps"]}
    form = ocopkit.load_sheet(TEA).criteria_set
    lines = [
        f'"{one.code}": {{{", ".join(f"{level.key}: 2.5" for level in one.levels)}}}' for one in form.criteria
    ]
    full.write_text("\n".join(lines), encoding="utf-8")
    result = run(TEA, "--to", 5, "--cost", full)
    assert result.exit_code == 0
    assert f"{len(raised)} criteria to raise, at a cost of {2.5 * len(raised)}." in result.stdout


def test_every_missing_cost_is_located_in_its_file(run: Run, tmp_path: Path) -> None:
    """What is wrong with a file of costs is told by line, with exit status 1."""
    costs = tmp_path / "costs.yaml"
    costs.write_text('"3.1": {c: 1}\n"7": {d: -2}\n', encoding="utf-8")
    result = run(TEA, "--cost", costs)
    assert result.exit_code == 1
    assert f"{costs}:2:10: 7/d: [not-a-cost]" in result.stderr
    assert "2.1: [missing-cost]" in result.stderr


def test_an_incomplete_sheet_is_told_by_line(run: Run) -> None:
    """Open answers are told with their place in the file, with exit status 1."""
    result = run(EXAMPLES / "cosmetics-incomplete.yaml")
    assert result.exit_code == 1
    assert "[missing-answer]" in result.stderr
    assert "cosmetics-incomplete.yaml:" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("--to", "6"), ("--freeze", "9.9"), ("--by", "raises", "--cost", "x"), ("--limit", "0")]
)
def test_wrong_use_ends_with_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    """A star or criterion that isn't there, or options that exclude each other, are wrong use."""
    assert run(TEA, *arguments).exit_code == 2
