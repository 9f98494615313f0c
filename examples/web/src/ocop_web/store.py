"""Cases in a database: two tables that are only ever added to, whatever the database.

A case is what it was opened with, and its events in their order. That event 5 of a case comes after event 4,
and that there is one event 5 only, is the primary key's business: of two people who add to the same case at
once, one is told that it has moved on.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

Plain = dict[str, Any]

_TABLES = MetaData()
_CASES = Table(
    "cases",
    _TABLES,
    Column("id", String(64), primary_key=True),
    Column("opened", JSON, nullable=False),
)
_EVENTS = Table(
    "events",
    _TABLES,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("event", JSON, nullable=False),
)


class TakenError(Exception):
    """There is a case of that id, or an event of that number, already."""


class Store:
    """The cases of a database.

    Args:
        url: The database's URL, such as ``sqlite:///ocop.db`` or ``postgresql+psycopg://HOST/NAME``.
    """

    def __init__(self, url: str) -> None:
        """Connect, and make the tables if there are none."""
        self.engine = create_engine(url, json_serializer=_json)
        _TABLES.create_all(self.engine)

    def add(self, key: str, case: Plain) -> None:
        """Keep a new case.

        Raises:
            TakenError: If there is a case of that id.
        """
        opened = {name: value for name, value in case.items() if name != "events"}
        with self.engine.begin() as connection:
            _insert(connection, _CASES, [{"id": key, "opened": opened}])
            _insert(connection, _EVENTS, _rows(key, 0, case.get("events", [])))

    def append(self, key: str, after: int, events: list[Plain]) -> None:
        """Keep further events of a case.

        Args:
            key: The case's id.
            after: How many events it had when they were judged.
            events: The events.

        Raises:
            TakenError: If it has more by now.
        """
        with self.engine.begin() as connection:
            _insert(connection, _EVENTS, _rows(key, after, events))

    def case(self, key: str) -> Plain | None:
        """Return a case with its events; ``None`` if there is none of that id."""
        with self.engine.connect() as connection:
            return next(_read(connection, _CASES.c.id == key), None)

    def cases(self) -> Iterator[Plain]:
        """Yield every case with its events, by id."""
        with self.engine.connect() as connection:
            yield from _read(connection)

    def listed(self, after: str, limit: int) -> list[tuple[str, str, int]]:
        """Return the id, product and number of events of some cases, by id, from after an id on."""
        counted = (
            select(_CASES.c.id, _CASES.c.opened, func.count(_EVENTS.c.number))
            .outerjoin(_EVENTS)
            .where(_CASES.c.id > after)
            .group_by(_CASES.c.id)
            .order_by(_CASES.c.id)
            .limit(limit)
        )
        with self.engine.connect() as connection:
            return [
                (key, opened["product"]["name"], count) for key, opened, count in connection.execute(counted)
            ]


def _rows(key: str, after: int, events: list[Plain]) -> list[Plain]:
    return [
        {"case_id": key, "number": number, "event": event} for number, event in enumerate(events, after + 1)
    ]


def _insert(connection: Connection, table: Table, rows: list[Plain]) -> None:
    if not rows:
        return
    try:
        connection.execute(insert(table), rows)
    except IntegrityError as error:
        raise TakenError from error


def _read(connection: Connection, *where: Any) -> Iterator[Plain]:
    joined = (
        select(_CASES.c.id, _CASES.c.opened, _EVENTS.c.event)
        .outerjoin(_EVENTS)
        .where(*where)
        .order_by(_CASES.c.id, _EVENTS.c.number)
    )
    now: Plain = {}
    for key, opened, event in connection.execution_options(yield_per=1000).execute(joined):
        if now and now["id"] != key:
            yield now
            now = {}
        now = now or {**opened, "id": key, "events": []}
        if event is not None:
            now["events"].append(event)
    if now:
        yield now


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
