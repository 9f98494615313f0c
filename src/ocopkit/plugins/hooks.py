"""The hooks that a pack may fill. There are as few as possible, and none can alter national points."""

from collections.abc import Iterable
from pathlib import Path

import pluggy

NAME = "ocopkit"
"""The project name of our hooks, and the group of the entry points that announce packs."""

hookspec = pluggy.HookspecMarker(NAME)
hookimpl = pluggy.HookimplMarker(NAME)
"""Marks a function of a pack as filling the hook of its name."""


@hookspec
def ocopkit_rule_books() -> Iterable[Path]:
    """Offer rule books.

    Returns:
        The folders of the rule books that the pack brings. Each is named by its book's id and holds
        ``book.yaml`` and ``sets/``. Nothing in them is read before somebody asks for that book.

    Example:
        >>> from pathlib import Path
        >>> from ocopkit.plugins.hooks import hookimpl
        >>> @hookimpl
        ... def ocopkit_rule_books():
        ...     return [Path("books") / "bac-kan-2018"]
    """
    raise NotImplementedError
