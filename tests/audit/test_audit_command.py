"""`ocopkit audit`: what it prints, and the status it leaves with."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import typer
from typer.testing import CliRunner

from ocopkit.cli._problems import guarded
from ocopkit.cli.audit import audit_command

Run = Callable[..., CompletedProcess[str]]

BOOK = Path("src/ocopkit/criteria/qd-26-2026")


@pytest.fixture
def run() -> Run:
    """Return a function that runs the command in this process."""
    app = typer.Typer()
    app.command("audit")(guarded(audit_command))

    def invoke(*arguments: str) -> CompletedProcess[str]:
        result = CliRunner().invoke(app, list(arguments), env={"OCOPKIT_LANG": "en"})
        return CompletedProcess(arguments, result.exit_code, result.stdout, result.stderr)

    return invoke


def test_a_book_without_errors_leaves_with_0_and_strictly_with_1(run: Run) -> None:
    """QĐ 26 has warnings only; `--strict` counts them."""
    assert run("qd-26-2026").returncode == 0
    assert run("qd-26-2026", "--strict").returncode == 1


def test_a_book_with_errors_leaves_with_1(run: Run) -> None:
    """The sums of QĐ 148 that don't agree are errors."""
    ran = run("qd-148-2023")
    assert ran.returncode == 1
    assert ran.stdout.splitlines()[-1].startswith("4 errors, ")


def test_a_folder_is_audited_like_a_book_that_is_known(run: Run) -> None:
    """A folder's path may stand for the id of a book."""
    assert run(str(BOOK)).stdout == run(BOOK.name).stdout


def test_every_book_known_is_audited_if_none_is_named(run: Run) -> None:
    """Without an argument all books are audited, and the time between them."""
    told = run().stdout
    assert "[declared-overlap]" in told
    assert "src/ocopkit/criteria/qd-148-2023/sets/11-" in told


def test_json_holds_the_findings_and_how_many_there_are(run: Run) -> None:
    """`--json` prints one document."""
    told = json.loads(run("qd-26-2026", "--json").stdout)
    assert told["count"]["error"] == 0
    assert len(told["findings"]) == sum(told["count"].values())
    repeated = next(one for one in told["findings"] if one["clause"] == "7/3.1/b")
    assert repeated["where"]["file"].endswith("07-processed-vegetables-fruit-nuts.yaml")
    assert repeated["explained"] is True


def test_sarif_is_printed_in_the_language_asked_for(run: Run) -> None:
    """`--sarif` prints one log, with messages in Vietnamese for who asks in Vietnamese."""
    log = json.loads(run("qd-26-2026", "--sarif", "--lang", "vi").stdout)
    messages = [one["message"]["text"] for one in log["runs"][0]["results"]]
    assert any("Hai mức" in text or "Mức a và b" in text for text in messages)


def test_wrong_use_leaves_with_2(run: Run) -> None:
    """A book that isn't there, or two formats at once, is wrong use."""
    ran = run("qd-26-2025")
    assert ran.returncode == 2
    assert "Did you mean qd-26-2026" in ran.stderr
    assert run("qd-26-2026", "--json", "--sarif").returncode == 2
