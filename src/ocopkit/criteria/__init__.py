"""The national rule books as data, offered through the same hook as a province's pack."""

from pathlib import Path

from ocopkit.plugins.hooks import hookimpl


@hookimpl
def ocopkit_documents() -> list[Path]:
    """Return the folders of the national rule books."""
    return sorted(file.parent for file in Path(__file__).parent.glob("*/book.yaml"))
