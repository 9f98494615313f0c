"""A disk without room: what was there stays, nothing half is left, and no traceback is shown."""

import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

_LITTLE_ROOM = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
from ocopkit.cli import main
main()
"""


def _with_little_room(*arguments: str, environment: dict[str, str]) -> CompletedProcess[str]:
    """Run the command where no file may have more than 4 kB."""
    command = [sys.executable, "-c", _LITTLE_ROOM, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_a_page_that_does_not_fit_leaves_what_was_there(
    tmp_path: Path, best: Path, environment: dict[str, str]
) -> None:
    """Overwriting a page where there is no room for it keeps the page that was there."""
    page = tmp_path / "page.html"
    page.write_text("last year's", encoding="utf-8")
    told = ("score", str(best), "--html", str(page), "--force")
    ran = _with_little_room(*told, environment=environment)
    assert (ran.returncode, "[unwritable]" in ran.stderr) == (2, True)
    assert page.read_text(encoding="utf-8") == "last year's"
    assert not [one.name for one in tmp_path.iterdir() if "part" in one.name]


def test_a_page_that_does_not_fit_is_not_begun(
    tmp_path: Path, best: Path, environment: dict[str, str]
) -> None:
    """A new page for which there is no room leaves no half of it."""
    page = tmp_path / "page.html"
    ran = _with_little_room("score", str(best), "--html", str(page), environment=environment)
    assert (ran.returncode, "[unwritable]" in ran.stderr, page.exists()) == (2, True, False)


def test_a_full_standard_output_is_told(command: list[str], environment: dict[str, str]) -> None:
    """Output that has no room ends the command with one line and status 1."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [*command, "books"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment
        )
    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 1)
    assert ran.stderr.startswith("ocopkit: ")
