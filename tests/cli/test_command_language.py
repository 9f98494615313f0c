"""In which language the command line answers."""

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from ocopkit.cli._language import language_of
from ocopkit.text import Lang

Run = Callable[..., CompletedProcess[str]]


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "vi_VN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "vi_VN", "LANG": "C"}, "vi"),
    ],
)
def test_a_vietnamese_locale_is_answered_in_vietnamese(environment: dict[str, str], lang: Lang) -> None:
    """LC_ALL goes before LC_MESSAGES, and that before LANG; whatever isn't Vietnamese is English."""
    assert language_of(environment) == lang


def test_the_option_goes_before_the_variable_and_that_before_the_locale(run: Run) -> None:
    """`--lang`, then OCOPKIT_LANG, then the locale."""
    sets = ("sets", "--book", "qd-26-2026")
    vietnamese = run(*sets, "--lang", "vi").stdout
    english = run(*sets, "--lang", "en").stdout
    assert "Chè tươi" in vietnamese
    assert "Fresh and processed tea" in english
    assert run(*sets, "--lang", "vi", OCOPKIT_LANG="en").stdout == vietnamese
    assert run(*sets, OCOPKIT_LANG="vi", LC_ALL="C").stdout == vietnamese
    assert run(*sets, OCOPKIT_LANG="", LC_ALL="vi_VN.UTF-8").stdout == vietnamese
    assert run(*sets, OCOPKIT_LANG="", LC_ALL="C").stdout == english


def test_problems_are_told_in_the_language_asked_for(run: Run) -> None:
    """What is wrong, why and how to mend it are Vietnamese for who asks in Vietnamese."""
    ran = run("show", "fresh-and-processed-te", "--book", "qd-26-2026", "--lang", "vi")
    assert ran.stderr == (
        "[unknown-set] qd-26-2026 không có bộ tiêu chí 'fresh-and-processed-te'. Có 26 bộ, theo số hoặc tên. "
        "Có phải là fresh-and-processed-tea?\n"
    )


@pytest.mark.parametrize("variable", [{}, {"OCOPKIT_LANG": "fr"}])
def test_another_language_is_wrong_use(run: Run, variable: dict[str, str]) -> None:
    """Only vi and en are languages, on the command line and in the variable."""
    arguments = ("sets",) if variable else ("sets", "--lang", "fr")
    ran = run(*arguments, **variable)
    assert "'fr' is not one of 'vi', 'en'" in ran.stderr
    assert (ran.returncode, ran.stdout) == (2, "")
