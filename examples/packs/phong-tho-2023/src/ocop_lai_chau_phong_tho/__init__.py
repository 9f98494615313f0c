"""The OCOP plan of Phong Thổ district, Lai Châu, for 2023."""

from pathlib import Path

from ocopkit.plugins.hooks import hookimpl


@hookimpl
def ocopkit_documents() -> list[Path]:
    """Offer the folder of documents."""
    return [Path(__file__).parent / "documents"]
