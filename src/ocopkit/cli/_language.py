"""The language in which the command line answers."""

import locale
import os
from collections.abc import Mapping
from typing import Annotated

import typer

from ocopkit.text import Lang


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
