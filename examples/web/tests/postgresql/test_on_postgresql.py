"""The same service on PostgreSQL: every test of the service, and that it is PostgreSQL indeed."""

from sqlalchemy import create_engine, text
from test_fuzzed import *  # noqa: F403 (every test runs here too)
from test_web import *  # noqa: F403


def test_events_are_plain_json_columns(client: TestClient, database: str) -> None:  # noqa: F405
    """PostgreSQL itself can look into what is kept."""
    client.post("/cases", json=case(events=6))  # noqa: F405
    asked = text("select event->>'kind' from events where event->>'by' = 'province' order by number")
    with create_engine(database).connect() as connection:
        kinds = [kind for (kind,) in connection.execute(asked)]
    assert kinds == ["council-result", "recognised", "certificate-issued"]
