"""The hooks that a pack may fill. There are three, and none can alter national points.

A pack is any installed package with an entry point of the group :data:`NAME` that names a module; the
module's functions marked :data:`hookimpl` fill the hooks of their names.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from datetime import date

    from ocopkit.cases.dossier import Dossier
    from ocopkit.scoring.score import Finding, Score

NAME = "ocopkit"
"""The project name of our hooks, and the group of the entry points that announce packs."""

DOCUMENTS = "ocopkit_documents"
CHECK_SCORE = "ocopkit_check_score"
CHECK_DOSSIER = "ocopkit_check_dossier"
NAMES = (DOCUMENTS, CHECK_SCORE, CHECK_DOSSIER)
"""The names of the hooks, as messages give them."""

hookspec = pluggy.HookspecMarker(NAME)
hookimpl = pluggy.HookimplMarker(NAME)
"""Marks a function of a pack as filling the hook of its name."""


@hookspec
def ocopkit_documents() -> Iterable[Path]:
    """Offer documents.

    It runs in a process of its own with a time limit.

    Returns:
        Folders. A folder with ``pack.yaml`` says in it what place it is for, and may hold ``books/``,
        ``supplements/``, ``regulations/``, ``plans/``, ``benefits/`` and ``translations/``; every
        document in them is named by its id, which begins with the place's name (``quang-tri-…``). A
        folder with ``book.yaml`` is one rule book, named by its id. Apart from ``pack.yaml``, nothing is
        read before somebody asks for that document.

    Example:
        >>> from pathlib import Path
        >>> from ocopkit.plugins.hooks import hookimpl
        >>> @hookimpl
        ... def ocopkit_documents():
        ...     return [Path(__file__).parent / "documents"]
    """
    raise NotImplementedError


@hookspec
def ocopkit_check_score(score: "Score") -> "Iterable[Finding]":
    """Look at a score and add findings to it.

    It runs in a process of its own with a time limit, on a copy: nothing that it does can reach the
    score, and if it fails or takes too long its findings are left out and the reason is told.

    Args:
        score: The finished score, national or of a supplement; without personal data.

    Returns:
        What the score's user should know, in both languages. Findings of packs never weigh: they change
        neither points nor stars.

    Example:
        >>> from ocopkit import Text
        >>> from ocopkit.plugins.hooks import hookimpl
        >>> from ocopkit.scoring.score import Finding
        >>> @hookimpl
        ... def ocopkit_check_score(score):
        ...     if score.stars == 5:
        ...         yield Finding("send-to-centre", Text(vi="Gửi lên Trung ương", en="Send to the centre"))
    """
    raise NotImplementedError


@hookspec
def ocopkit_check_dossier(dossier: "Dossier", on: "date") -> "Iterable[Finding]":
    """Look at an application dossier and add findings to it.

    It runs as :func:`ocopkit_check_score` does. What the decision itself asks for is told by
    :func:`ocopkit.cases.dossier.completeness`; a pack adds what its place asks for besides.

    Args:
        dossier: The dossier: product, rule book, set, route, papers, samples, forms; no personal data.
        on: The day on which it is looked at.

    Returns:
        What the dossier's reader should know, in both languages. The dossier stays as it is.

    Example:
        >>> from ocopkit import Text
        >>> from ocopkit.plugins.hooks import hookimpl
        >>> from ocopkit.scoring.score import Finding
        >>> @hookimpl
        ... def ocopkit_check_dossier(dossier, on):
        ...     if dossier.samples < 5:
        ...         yield Finding("few-samples", Text(vi="Nên có 5 mẫu", en="Bring five samples"))
    """
    raise NotImplementedError
