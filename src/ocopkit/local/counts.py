"""Counts for a plan's targets that no register has, from a file."""

from datetime import date
from pathlib import Path

from attrs import frozen

from ocopkit.documents import read
from ocopkit.local.progress import Count
from ocopkit.text import Text


@frozen
class CountsFile:
    """What was counted for a plan, as a file writes it.

    Args:
        plan: The id of the plan.
        on: The day up to which was counted.
        counts: The counts by the key of their target.
        source: Who counted.
    """

    plan: str
    on: date
    counts: dict[str, Count]
    source: Text | None = None


def load_counts(file: Path) -> CountsFile:
    """Read counts from a YAML or JSON file.

    Args:
        file: The file.

    Raises:
        DocumentError: With every problem, each at its file, line and column.
    """
    return read(file).structure(CountsFile)
