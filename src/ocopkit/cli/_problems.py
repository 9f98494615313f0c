"""The one place where errors become lines on standard error and an exit status."""

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, cast

import typer

from ocopkit.errors import (
    DocumentError,
    FactsError,
    IncompleteSheetError,
    OcopError,
    Problem,
    SheetError,
    few,
)
from ocopkit.text import Lang

FINE = 0
FILE_HAS_PROBLEMS = 1
WRONG_USE = 2
INTERRUPTED = 130

P = ParamSpec("P")


def guarded(command: Callable[P, int]) -> Callable[P, None]:
    """Return a command that leaves with the status it returns, or with that of the error it meets.

    Args:
        command: A function with a keyword ``lang`` that returns its exit status.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            status = command(*args, **kwargs)
        except OcopError as error:
            status = tell(error, cast("Lang", kwargs["lang"]))
        except KeyboardInterrupt:
            status = INTERRUPTED
        raise typer.Exit(status)

    return run


def tell(error: OcopError, lang: Lang) -> int:
    """Write the problems of an error to standard error, one a line, and return its exit status."""
    tell_all(error.problems, lang)
    return status_of(error)


def tell_all(problems: Iterable[Problem], lang: Lang) -> None:
    """Write problems to standard error, one a line."""
    for problem in few(problems):
        note(problem.say(lang))


def note(text: str) -> None:
    """Write a line to standard error, after all that was written to standard output before it."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")


def status_of(error: OcopError) -> int:
    """Return 1 for what is wrong with a file, 2 for what is wrong with the command."""
    of_a_file = isinstance(error, DocumentError | SheetError | IncompleteSheetError | FactsError)
    return FILE_HAS_PROBLEMS if of_a_file else WRONG_USE
