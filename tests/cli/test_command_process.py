"""The command line as a process: exit status, streams, terminals, pipes, signals."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from ocopkit import RuleBook, __version__

Run = Callable[..., CompletedProcess[str]]


def on_a_terminal(command: list[str], environment: dict[str, str]) -> str:
    """Run a command with a terminal of 100 columns for its output, and return what it shows."""
    ours, its = os.openpty()
    sized = {**environment, "COLUMNS": "100", "TERM": "xterm-256color"}
    shown = b""
    with subprocess.Popen(command, stdout=its, stderr=its, env=sized):
        os.close(its)
        while chunk := _read(ours):
            shown += chunk
    os.close(ours)
    return shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


@pytest.fixture
def styled(environment: dict[str, str]) -> dict[str, str]:
    """Return an environment without a wish about colours."""
    return {key: value for key, value in environment.items() if key != "NO_COLOR"}


def test_the_version(process: Run) -> None:
    """`--version` prints the version that the library says."""
    ran = process("--version")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"ocopkit {__version__}\n", "")


def test_a_result_is_on_stdout_and_status_0(process: Run, best: Path) -> None:
    """A good sheet leaves standard error empty."""
    ran = process("score", best)
    assert "\tTotal\t100\t100\n" in ran.stdout
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_fault(
    command: list[str], environment: dict[str, str], best: Path, closed: str
) -> None:
    """Services may start a command with its streams closed: what it does and its status stay the same."""
    ran = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {closed}', "sh", *command, "score", str(best)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ("\tTotal\t100\t100\n" in ran.stdout) == (closed == "2>&-")


def test_on_a_terminal_the_file_that_was_written_is_named(
    process: Run, styled: dict[str, str], tmp_path: Path
) -> None:
    """Who makes a file from a terminal sees its name; in a script a command that went well is silent."""
    words = ["sheet", "new", "11", "--book", "qd-26-2026", "--output"]
    seen = on_a_terminal([sys.executable, "-m", "ocopkit", *words, str(tmp_path / "a.yaml")], styled)
    assert seen == f"→ {tmp_path / 'a.yaml'}\r\n"
    ran = process(*words, tmp_path / "b.yaml")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_problems_are_on_stderr_and_status_1(process: Run, tmp_path: Path) -> None:
    """A file with problems leaves standard output empty."""
    ran = process("score", tmp_path / "missing.yaml")
    assert "[unreadable]" in ran.stderr
    assert (ran.returncode, ran.stdout) == (1, "")


@pytest.mark.parametrize(
    "arguments", [("score",), ("score", "--nonsense", "x.yaml"), ("nonsense",), ("show", "99")]
)
def test_wrong_use_is_status_2(process: Run, arguments: tuple[str, ...]) -> None:
    """A missing argument, an unknown option, command or set: all are said on standard error."""
    ran = process(*arguments)
    assert ran.stderr
    assert (ran.returncode, ran.stdout) == (2, "")


@pytest.mark.parametrize(
    "arguments", [("books",), ("show", "26", "--book", "qd-26-2026"), ("score", "--help")]
)
def test_piped_output_is_plain(process: Run, styled: dict[str, str], arguments: tuple[str, ...]) -> None:
    """No escape sequence, no box, and the same lines whatever the terminal's width is said to be."""
    wide = process(*arguments, COLUMNS="300")
    assert wide.returncode == 0
    assert not set("\x1b│─┃━╭╰┏┗") & set(wide.stdout)
    if "--help" not in arguments:
        assert process(*arguments, COLUMNS="40").stdout == wide.stdout


def test_a_terminal_shows_styles_unless_no_color_is_set(
    command: list[str], styled: dict[str, str], best: Path
) -> None:
    """NO_COLOR leaves no escape sequence at all, and no word is lost with it."""
    dressed = on_a_terminal([*command, "score", str(best)], styled)
    bare = on_a_terminal([*command, "score", str(best)], {**styled, "NO_COLOR": "1"})
    assert "\x1b[1m" in dressed
    assert "\x1b" not in bare
    for text in ("Most", "Production organisation", "100", "Stars: 5 of 5."):
        assert text in dressed
        assert text in bare


def test_a_narrow_terminal_breaks_no_slug(command: list[str], styled: dict[str, str], book: RuleBook) -> None:
    """What people copy from a table into the next command stays in one piece."""
    narrow = {**styled, "NO_COLOR": "1"}
    shown = on_a_terminal([*command, "sets", "--book", book.id], narrow)
    assert [entry.slug for entry in book.entries if entry.slug not in shown] == []


def test_a_terminal_gets_the_whole_form(command: list[str], styled: dict[str, str]) -> None:
    """Lines are neither cut nor wrapped by us, and brackets in a text are no markup."""
    piped = {**styled, "NO_COLOR": "1"}
    show = ("show", "11", "--book", "qd-26-2026", "--lang", "vi")
    shown = on_a_terminal([*command, *show], piped).replace("\r\n", "\n")
    plain = subprocess.run([*command, *show], env=piped, capture_output=True, check=True)
    assert shown == plain.stdout.decode()
    assert "[raw-material-origin]" in shown


def test_vietnamese_comes_out_where_the_locale_is_c(process: Run) -> None:
    """Output is UTF-8 whatever the locale, on both streams."""
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    ran = process("show", "11", "--book", "qd-26-2026", "--lang", "vi", **plain)
    assert ran.stdout.startswith("11. Chè tươi, chè chế biến\n")
    ran = process("show", "99", "--book", "qd-26-2026", "--lang", "vi", **plain)
    assert ran.stderr.startswith("[unknown-set] qd-26-2026 không có bộ tiêu chí 99.")


def test_a_closed_pipe_ends_it_quietly(command: list[str], environment: dict[str, str]) -> None:
    """A reader that has gone (`| head`) causes no traceback."""
    ours, its = os.pipe()
    os.close(ours)
    show = [*command, "show", "11", "--book", "qd-26-2026"]
    ran = subprocess.run(show, stdout=its, stderr=subprocess.PIPE, env=environment, check=False)
    os.close(its)
    assert ran.stderr == b""
    assert ran.returncode == -signal.SIGPIPE


def test_ctrl_c_ends_it_quietly_with_130(
    command: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    """An interrupt while a file is being read leaves neither output nor traceback."""
    fifo = tmp_path / "sheet.yaml"
    os.mkfifo(fifo)
    score = [*command, "score", str(fifo)]
    with (
        subprocess.Popen(score, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running,
        fifo.open("wb"),  # it opens once the command has opened it for reading
    ):
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize("extra", ["typer", "rich"])
def test_without_the_extra_it_says_how_to_install_it(
    command: list[str], environment: dict[str, str], extra: str
) -> None:
    """One sentence in both languages instead of a traceback, and status 2."""
    code = f"import sys; sys.modules[{extra!r}] = None; {command[-1]}"
    ran = subprocess.run(
        [sys.executable, "-c", code, "books"], env=environment, capture_output=True, check=False
    )
    assert ran.stderr.decode() == (
        'ocopkit: dòng lệnh cần cài thêm: pip install "ocopkit[cli]"'
        ' / the command line needs an extra: pip install "ocopkit[cli]"\n'
    )
    assert (ran.returncode, ran.stdout) == (2, b"")
