"""Councils to decide with: sheets, members, regulations, and the command."""

from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import typer
from typer.testing import CliRunner

from ocopkit import RuleBook, ScoreSheet, Text, load_sheet, rule_book
from ocopkit.cli._problems import guarded
from ocopkit.cli.council import council_command
from ocopkit.scoring.council import MemberSheet
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.regulation import Regulation, Ruling

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "council"

Council = Callable[..., list[MemberSheet]]
Run = Callable[..., CompletedProcess[str]]


def regulation(**rules: str) -> Regulation:
    """Return a regulation that says nothing but its answers to readings."""
    return Regulation(
        "own",
        Text("Quy chế", "Regulation"),
        rules={key.replace("_", "-"): Ruling(choice) for key, choice in rules.items()},
    )


def seated(sheets: Sequence[ScoreSheet]) -> list[MemberSheet]:
    """Return a council of sheets, the first the chair's."""
    return [
        MemberSheet(f"Ủy viên {number}", sheet, "member" if number else "chair")
        for number, sheet in enumerate(sheets)
    ]


def worth(sheet: ScoreSheet, points: int) -> ScoreSheet:
    """Return a sheet with answers changed, one level at a time, until it is worth some points."""
    answers = dict(sheet.answers)
    for slot in plan_of(sheet.criteria_set).slots:
        total = sum(line.points for line in ScoreSheet(sheet.criteria_set, answers).lines.values())
        now = sheet.lines[slot.criterion.code]
        fitting = [
            line
            for line in slot.lines.values()
            if abs(points - total - (line.points - now.points)) < abs(points - total)
            and (line.points or not slot.stops)
        ]
        best = min(fitting, key=lambda line: abs(points - total - line.points + now.points), default=now)
        answers[slot.criterion.code] = best.answer
    return ScoreSheet(sheet.criteria_set, answers, sheet.raised, sheet.product)


@pytest.fixture(scope="session")
def tea() -> ScoreSheet:
    """Return a tea sheet of 66 points, 3 stars, under the decision in force."""
    return load_sheet(ROOT / "examples" / "sheets" / "tea-three-stars.yaml")


@pytest.fixture(scope="session")
def old_book() -> RuleBook:
    """Return QĐ 1048/2019."""
    return rule_book("qd-1048-2019")


@pytest.fixture(scope="session")
def honey(old_book: RuleBook) -> ScoreSheet:
    """Return a honey sheet under QĐ 1048 with the best answer to everything."""
    form = old_book[4]
    return ScoreSheet(form, {slot.criterion.code: list(slot.lines)[-1] for slot in plan_of(form).slots})


@pytest.fixture
def run() -> Run:
    """Return a function that runs the command in this process, in English unless told otherwise."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command()(guarded(council_command))

    def invoke(*arguments: object) -> CompletedProcess[str]:
        words = [str(one) for one in arguments]
        result = CliRunner().invoke(app, words, env={"OCOPKIT_LANG": "en"})
        return CompletedProcess(words, result.exit_code, result.stdout, result.stderr)

    return invoke
