"""Hải Dương's plan for the OCOP programme, 2023 to 2025."""

from pathlib import Path

from ocopkit.plugins.hooks import hookimpl


@hookimpl
def ocopkit_documents() -> list[Path]:
    """Offer the folder of documents."""
    return [Path(__file__).parent / "documents"]
