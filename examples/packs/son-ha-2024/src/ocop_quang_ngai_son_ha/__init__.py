"""The OCOP plan of Sơn Hà district, Quảng Ngãi, for 2024."""

from pathlib import Path

from ocopkit.plugins.hooks import hookimpl


@hookimpl
def ocopkit_documents() -> list[Path]:
    """Offer the folder of documents."""
    return [Path(__file__).parent / "documents"]
