"""Quảng Bình's instruction for the OCOP programme in 2021."""

from pathlib import Path

from ocopkit.plugins.hooks import hookimpl


@hookimpl
def ocopkit_documents() -> list[Path]:
    """Offer the folder of documents."""
    return [Path(__file__).parent / "documents"]
