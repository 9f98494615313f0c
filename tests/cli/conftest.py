"""The command line, run in this process and as a process of its own."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from subprocess import run as run_process

import pytest
from typer.testing import CliRunner

from ocopkit import CriteriaSet, RuleBook, blank_sheet
from ocopkit.cli._app import app

Run = Callable[..., CompletedProcess[str]]
Fill = Callable[[dict[str, str]], Path]


@pytest.fixture
def run() -> Run:
    """Return a function that runs a command in this process, in English unless told otherwise."""

    def invoke(*arguments: object, **environment: str) -> CompletedProcess[str]:
        given = {"OCOPKIT_LANG": "en", **environment}
        words = [str(one) for one in arguments]
        result = CliRunner().invoke(app, words, env=given)
        return CompletedProcess(words, result.exit_code, result.stdout, result.stderr)

    return invoke


@pytest.fixture
def environment() -> dict[str, str]:
    """Return the environment of a process that answers in English."""
    return {**os.environ, "OCOPKIT_LANG": "en"}


@pytest.fixture
def command() -> list[str]:
    """Return the words that start the command line as a process."""
    return [sys.executable, "-c", "from ocopkit.cli import main; main()"]


@pytest.fixture
def process(command: list[str], environment: dict[str, str]) -> Run:
    """Return a function that runs a command as a process, its output piped."""

    def start(*arguments: object, **more: str) -> CompletedProcess[str]:
        return run_process(
            [*command, *map(str, arguments)],
            env={**environment, **more},
            capture_output=True,
            check=False,
            encoding="utf-8",
        )

    return start


@pytest.fixture(scope="session")
def tea(book: RuleBook) -> CriteriaSet:
    """Return set 11, fresh and processed tea."""
    return book[11]


@pytest.fixture
def blank(tmp_path: Path, tea: CriteriaSet) -> Path:
    """Return a blank tea sheet."""
    file = tmp_path / "blank.yaml"
    file.write_text(blank_sheet(tea, lang="en"), encoding="utf-8")
    return file


@pytest.fixture
def fill(blank: Path, tea: CriteriaSet) -> Fill:
    """Return a function that fills in a blank as a person would: a key after each code."""

    def with_answers(answers: dict[str, str]) -> Path:
        text = blank.read_text(encoding="utf-8")
        for criterion in tea.criteria:
            answer = answers.get(criterion.code, criterion.levels[-1].key)
            text = text.replace(f'  "{criterion.code}":\n', f'  "{criterion.code}": {answer}\n')
        file = blank.with_name("-".join(["filled", *answers]) + ".yaml")
        file.write_text(text, encoding="utf-8")
        return file

    return with_answers


@pytest.fixture
def best(fill: Fill) -> Path:
    """Return a tea sheet filled in with the highest level of every criterion."""
    return fill({})


@pytest.fixture
def held_back(fill: Fill) -> Path:
    """Return a tea sheet of 98 points that misses a minimum for 4 and 5 stars."""
    return fill({"3.5": "a"})
