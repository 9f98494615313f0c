"""The OpenAPI description: what FastAPI knows of the addresses, and ocopkit's schemas of the documents."""

import json
import re
from datetime import date
from functools import cache
from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.openapi.utils import get_openapi

from ocop_web.examples import EXAMPLES
from ocopkit.frozen import FrozenMap
from ocopkit.published import json_schemas
from ocopkit.schemas import schema_of

Day = Annotated[str, FrozenMap({"format": "date"})]
"""A day, as JSON writes it."""

On = Annotated[date, Query(ge=date(2018, 1, 1), le=date(2100, 12, 31), description="The day.")]
"""A day in the query of a request."""

_OURS = ("bounds", "case", "decision", "export", "path", "problems", "regulation", "report", "sheet")
_REFUSALS = {404: ("Problems", "No such page"), 409: ("Refusal", "Not possible"), 422: ("Problems", "Wrong")}


def asks(name: str) -> dict[str, Any]:
    """Return what describes a request's body.

    Args:
        name: The name of its schema.
    """
    content = {"schema": _ref(name), "example": EXAMPLES[name]}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def answers(
    name: str, *refusals: int, status: int = 200, kind: str = "application/json"
) -> dict[int | str, dict[str, Any]]:
    """Return what describes the answers to a request.

    Args:
        name: The name of the schema of what it returns.
        refusals: The statuses with which it may be refused.
        status: The status if it isn't.
        kind: The media type of what it returns.
    """
    told: dict[int | str, dict[str, Any]] = {
        status: {"description": "Done", "content": {kind: {"schema": _ref(name)}}}
    }
    for one in refusals:
        schema, description = _REFUSALS[one]
        told[one] = {"description": description, "content": {"application/json": {"schema": _ref(schema)}}}
    return told


def openapi(app: FastAPI) -> dict[str, Any]:
    """Return the description of an application."""
    if app.openapi_schema is None:
        told = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        known = _schemas()
        told["components"] = {"schemas": {name: known[name] for name in sorted(_used(told["paths"], known))}}
        app.openapi_schema = told
    return app.openapi_schema


@cache
def _schemas() -> dict[str, Any]:
    """Return every schema by name: ocopkit's own, and those of what only this service returns."""
    from ocop_web import books, cases, problems, register, scoring

    published = json_schemas()
    found: dict[str, Any] = {}
    for name in _OURS:
        found |= published[f"{name}.schema.json"]["$defs"]
    own: dict[str, Any] = {
        "BookList": list[books.BookEntry],
        "SetList": list[books.SetEntry],
        "Scored": scoring.Scored,
        "Council": scoring.Council,
        "CaseList": list[cases.CaseEntry],
        "Added": cases.Added,
        "CaseState": cases.CaseState,
        "DeadlineList": list[cases.DeadlineEntry],
        "StatisticsEntry": register.StatisticsEntry,
        "ExpiringList": list[register.ExpiringEntry],
        "Problems": problems.Problems,
        "Refusal": problems.Refusal,
    }
    for name, kind in own.items():
        schema = schema_of(kind, title="")
        found |= schema["$defs"]
        if "$ref" not in schema:
            found[name] = {key: value for key, value in schema.items() if not key.startswith("$") and value}
    described: dict[str, Any] = json.loads(json.dumps(found).replace("#/$defs/", "#/components/schemas/"))
    return dict(sorted(described.items()))


def _used(told: Any, known: dict[str, Any]) -> set[str]:
    """Return the names of the schemas that something refers to, also through others."""
    found: set[str] = set()
    waiting = [told]
    while waiting:
        names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(waiting.pop()))) - found
        found |= names
        waiting += [known[name] for name in names]
    return found


def _ref(name: str) -> dict[str, Any]:
    return {"type": "string"} if name == "str" else {"$ref": f"#/components/schemas/{name}"}
