"""What the tests of local documents share."""

from pathlib import Path

import pytest

DOCUMENTS = Path("examples/packs/vi-du/src/ocop_vi_du/documents")


@pytest.fixture(scope="session")
def documents() -> Path:
    """Return the documents of the example pack."""
    return DOCUMENTS
