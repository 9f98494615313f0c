"""Councils to decide with: sheets, members, regulations, and the command."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import typer
from typer.testing import CliRunner

from ocopkit import RuleBook, ScoreSheet, Text, books, load_sheet, rule_book
from ocopkit.cli._problems import guarded
from ocopkit.cli.council import council_command
from ocopkit.rules.articles import Route
from ocopkit.scoring.council import MemberSheet
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.regulation import Regulation, Ruling, national_regulations, regulation_for

ROOT = Path(__file__).parents[2]
Rules = Callable[..., Regulation]
Seated = Callable[..., list[MemberSheet]]
Worth = Callable[[ScoreSheet, int], ScoreSheet]
National = Callable[..., Regulation]
Run = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="session")
def rules() -> Rules:
    """Return a function that makes a regulation saying nothing but its answers to readings."""

    def make(**answers: str) -> Regulation:
        ruled = {key.replace("_", "-"): Ruling(choice) for key, choice in answers.items()}
        return Regulation("own", Text("Quy chế", "Regulation"), rules=ruled)

    return make


@pytest.fixture(scope="session")
def seated() -> Seated:
    """Return a function that makes a council of sheets, the first the chair's."""

    def make(*sheets: ScoreSheet) -> list[MemberSheet]:
        return [
            MemberSheet(f"Ủy viên {number}", sheet, "member" if number else "chair")
            for number, sheet in enumerate(sheets)
        ]

    return make


@pytest.fixture(scope="session")
def worth() -> Worth:
    """Return a function that changes a sheet's answers, in form order, until it is worth some points."""

    def make(sheet: ScoreSheet, points: int) -> ScoreSheet:
        answers = dict(sheet.lines)
        for slot in plan_of(sheet.criteria_set).slots:
            code = slot.criterion.code
            rest = points - sum(line.points for line in answers.values()) + answers[code].points
            kept = [line for line in slot.lines.values() if line.points or not line.flags >> 16]
            answers[code] = min(kept, key=lambda line: (abs(rest - line.points), line != answers[code]))
        return sheet.answer({code: line.answer for code, line in answers.items()})

    return make


@pytest.fixture(scope="session")
def national() -> National:
    """Return a function that gives the national rules of a rule book for a tier."""

    def find(book: str, tier: str, route: Route = "first") -> Regulation:
        return regulation_for(national_regulations(books(packs=False).folders[book]), tier, route)

    return find


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


@pytest.fixture(scope="session")
def examples() -> Path:
    """Return the folder of the examples about councils."""
    return ROOT / "examples" / "council"


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
