"""``pack.yaml``: what place a pack's documents are for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from attrs import frozen

from ocopkit.documents import read
from ocopkit.errors import Problem
from ocopkit.local.place import Place
from ocopkit.local.reading import wrong_period
from ocopkit.rules.law import Period
from ocopkit.text import Text

Kind = Literal["books", "supplements", "regulations", "plans", "benefits", "translations"]
"""A kind of document, by the name of its folder."""

KINDS: tuple[Kind, ...] = get_args(Kind)
FILE = "pack.yaml"


@frozen
class PackFile:
    """What ``pack.yaml`` says.

    Args:
        name: What the pack is called.
        place: The place that it is for, by name. The ids of all its documents begin with it.
        period: The days for which its documents are meant; open if left out.
        publisher: Who publishes it.
    """

    name: Text
    place: Place
    period: Period | None = None
    publisher: Text | None = None


def load_manifest(folder: Path) -> PackFile:
    """Read the ``pack.yaml`` of a folder of documents.

    Args:
        folder: The folder.

    Raises:
        DocumentError: With every problem, each at its file, line and column.
    """
    return read(folder / FILE, name=f"{folder.name}/{FILE}").structure(PackFile, _faults)


def _faults(content: PackFile) -> Iterator[Problem]:
    if content.period:
        yield from wrong_period(content.period)
