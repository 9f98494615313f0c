"""The command line, ``ocopkit``: everything here turns words into calls and answers into lines."""

import gc
import os
import signal
import sys
from errno import ENOSPC
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

_INTERRUPTED = 130
_WRONG_USE = 2
_FULL = "ocopkit: không ghi hết được kết quả / the output can't be written: {}"
_NO_EXTRA = (
    'ocopkit: dòng lệnh cần cài thêm: pip install "ocopkit[cli]"'
    ' / the command line needs an extra: pip install "ocopkit[cli]"\n'
)


def main() -> None:
    """Run the command line on the process's arguments and leave with its exit status.

    The status is 0 if all is fine, 1 if a file has problems, 2 if the command was used wrongly, and
    130 after Ctrl-C.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started us, as some services do
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (for the whole run)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Vietnamese must come out whatever the locale, a file's name as the system has it.
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    if hasattr(signal, "SIGPIPE"):
        # A reader that has seen enough (`| head`) ends us as quietly as other commands.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # A command lives for a moment and keeps what it makes: looking for garbage is idle.
    gc.set_threshold(50_000)
    try:
        try:
            _run()
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except OSError as error:
        if error.errno != ENOSPC or error.filename is not None:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more
        sys.exit(_FULL.format(error.strerror))


def _run() -> None:
    try:
        for extra in ("typer", "rich"):
            import_module(extra)
    except ModuleNotFoundError as error:
        if error.name not in {"typer", "rich"}:
            raise
        sys.stderr.write(_NO_EXTRA)
        sys.exit(_WRONG_USE)
    from ocopkit.cli._app import app_for
    from ocopkit.cli._language import language_for

    arguments = sys.argv[1:]
    app = app_for(arguments)
    if language_for(arguments, os.environ) == "vi":
        from ocopkit.cli._vietnamese import run

        sys.exit(run(app))
    app(prog_name="ocopkit")
