"""Commands that write their result as a page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ocopkit.cli._app import app

TEA = "examples/sheets/tea-three-stars.yaml"
COUNCIL = sorted(str(one) for one in Path("examples/council").glob("0*.yaml"))
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs a command with ``--html`` and a page to write."""

    def command(*words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--html", str(tmp_path / "page.html")])

    return command


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("score", TEA), "Lộ trình lên 4 sao"),
        (("path", TEA, "--to", "5"), "Lộ trình lên 5 sao"),
        (("council", *COUNCIL, "--regulation", "examples/council/regulation.yaml"), "199/3"),
        (("case", "show", "examples/cases/tea-potential-five.yaml", "--on", "2027-03-01"), "01/03/2027"),
    ],
)
def test_a_result_is_written_as_a_page(run: Run, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    """With --html the page is written, nothing is printed, and a file that exists is kept."""
    done = run(*words, "--lang", "vi")
    assert (done.exit_code, done.output) == (0, "")
    assert says in (tmp_path / "page.html").read_text(encoding="utf-8")
    again = run(*words, "--lang", "vi")
    assert again.exit_code == 2
    assert "[file-exists]" in again.output
    assert run(*words, "--force").exit_code == 0


def test_an_incomplete_sheet_gives_its_bounds(run: Run, tmp_path: Path) -> None:
    """Missing answers are told with status 1, and the page says what is still possible."""
    done = run("score", "examples/sheets/cosmetics-incomplete.yaml", "--lang", "en")
    assert done.exit_code == 1
    assert "[missing-answer]" in done.output
    assert "64–81" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_names_of_members_are_shown_when_asked_for(run: Run, tmp_path: Path) -> None:
    """A council's page numbers its members unless their names are asked for."""
    words = ("council", *COUNCIL, "--regulation", "examples/council/regulation.yaml", "--lang", "vi")
    assert run(*words).exit_code == 0
    assert "Ủy viên ngành Công Thương" not in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert run(*words, "--personal", "members", "--force").exit_code == 0
    assert "Ủy viên ngành Công Thương" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("score", TEA, TEA),
        ("score", TEA, "--json"),
        ("path", TEA, "--json"),
        ("score", TEA, "--personal", "x"),
    ],
)
def test_wrong_use_ends_with_status_2(run: Run, words: tuple[str, ...]) -> None:
    """Two sheets, two formats or personal data that nothing has are wrong use."""
    assert run(*words).exit_code == 2
