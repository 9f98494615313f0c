"""Whatever is sent, the service answers as its own description says, and never breaks."""

from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lives import LIFE, case
from ocop_web import create_app
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

load_all_checks()

UNFIT = CHECKS.get_by_names(["positive_data_acceptance"])
"""A schema tells what a sheet looks like; not every sheet that looks so is of a book that there is."""

OPERATIONS = [
    "GET /books",
    "GET /books/{book}/sets",
    "GET /books/{book}/sets/{name}",
    "GET /books/{book}/sets/{name}/blank",
    "POST /score",
    "POST /bounds",
    "POST /path",
    "POST /council",
    "GET /cases",
    "POST /cases",
    "GET /cases/{key}",
    "POST /cases/{key}/events",
    "GET /cases/{key}/state",
    "GET /cases/{key}/deadlines",
    "GET /register/statistics",
    "GET /register/expiring",
]
"""What the service answers."""

UNGUARDED = {"GET /books", "GET /books/{book}/sets", "GET /books/{book}/sets/{name}"}
"""What takes any text, so that nothing that is sent can be wrong."""

KNOWN = {"key": "tea-1", "book": "qd-26-2026", "name": "11", "rule_book": "qd-26-2026", "set": 11}
"""What there is: a random book or case is hardly ever one."""

FEW = settings(
    max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def api(database: str) -> Any:
    """Return the service's own description, with a case in its database."""
    app = create_app(database)
    with TestClient(app) as client:
        assert client.post("/cases", json=case(events=len(LIFE))).status_code == 201
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def test_all_that_the_service_answers_is_fuzzed(api: Any) -> None:
    """No operation of the description is left out."""
    assert {one.ok().label for one in api.get_all_operations()} == set(OPERATIONS)


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_right_request_is_answered_as_described(api: Any, label: str) -> None:
    """What the description allows is answered by what it tells, and never by an error of the server."""

    @FEW
    @given(_operation(api, label).as_strategy(generation_mode=GenerationMode.POSITIVE), st.booleans())
    def asked(request: Any, known: bool) -> None:  # noqa: FBT001
        if known:
            _use_what_there_is(request)
        request.call_and_validate(excluded_checks=UNFIT)

    asked()


@pytest.mark.parametrize("label", [one for one in OPERATIONS if one not in UNGUARDED])
def test_every_wrong_request_is_refused_as_described(api: Any, label: str) -> None:
    """What the description doesn't allow is refused, in the shape that it tells."""

    @FEW
    @given(_operation(api, label).as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def asked(request: Any) -> None:
        request.call_and_validate(excluded_checks=UNFIT)

    asked()


def _operation(api: Any, label: str) -> Any:
    (operation,) = (one.ok() for one in api.get_all_operations() if one.ok().label == label)
    return operation


def _use_what_there_is(request: Any) -> None:
    """Put names of what there is into the address and the body."""
    for named in (request.path_parameters, request.body):
        if isinstance(named, dict):
            named.update({key: KNOWN[key] for key in named if key in KNOWN})
