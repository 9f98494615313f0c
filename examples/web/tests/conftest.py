"""What all tests share: the service on a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from ocop_web import create_app


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Return the URL of an empty SQLite database."""
    return f"sqlite:///{tmp_path / 'ocop.db'}"


@pytest.fixture
def client(database: str) -> Iterator[TestClient]:
    """Return somebody who talks to the service."""
    with TestClient(create_app(database)) as found:
        yield found
