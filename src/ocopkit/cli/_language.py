"""The language in which the command line answers."""

import locale
import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated

import typer

from ocopkit.text import Lang

_LANGUAGES: Mapping[str | None, Lang] = {"vi": "vi", "en": "en"}


def language_of(environment: Mapping[str, str]) -> Lang:
    """Return Vietnamese where the locale is Vietnamese, else English.

    Args:
        environment: The variables of the environment.

    Example:
        >>> language_of({"LANG": "vi_VN.UTF-8"})
        'vi'
    """
    named = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    # Windows sets none of the three.
    name = next(filter(None, named), None) or locale.getlocale()[0] or ""
    return "vi" if name.lower().startswith("vi") else "en"


def language_for(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Return the language in which a command is helped: its ``--lang``, the variable, or the locale.

    Args:
        arguments: The words of the command line.
        environment: The variables of the environment.

    Example:
        >>> language_for(["score", "--help", "--lang=vi"], {"LANG": "en_GB.UTF-8"})
        'vi'
    """
    asked = [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    asked += [after for word, after in pairwise(arguments) if word == "--lang"]
    wanted = [one for one in (*asked[-1:], environment.get("OCOPKIT_LANG")) if one in _LANGUAGES]
    return _LANGUAGES[wanted[0]] if wanted else language_of(environment)


def _spoken() -> Lang:
    return language_of(os.environ)


Language = Annotated[
    Lang,
    typer.Option(
        "--lang",
        default_factory=_spoken,
        envvar="OCOPKIT_LANG",
        show_default="by locale",
        help="Language of the answers (ngôn ngữ).",
    ),
]
"""The option ``--lang``, which every command has."""
