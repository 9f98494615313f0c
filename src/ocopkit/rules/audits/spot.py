"""Where a check looks, and what it found there."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast

import attrs
from attrs import evolve, frozen

from ocopkit.errors import Path
from ocopkit.rules.law import Citation
from ocopkit.text import Text


@frozen
class Spot:
    """A place of a rule book: as people name it, and as its documents hold it.

    Args:
        clause: As people name it, such as ``"7/3.1/b"`` or ``"bands/4"``.
        path: The way to it in ``book.yaml``; or, after the number of a set, in the set's file, where
            ``"criteria"`` and a code stand for the whole way to a criterion.
        shared: The name of the shared criterion that it is in.
        depth: How many steps of the path lead to that criterion.
    """

    clause: str = ""
    path: Path = ()
    shared: str | None = None
    depth: int = 0

    def step(self, *steps: str | int) -> "Spot":
        """Return a place further down that people name no further."""
        return evolve(self, path=self.path + steps)

    def under(self, name: str, *steps: str | int) -> "Spot":
        """Return a place further down with a name of its own."""
        clause = f"{self.clause}/{name}" if self.clause else name
        return Spot(clause, self.path + steps, self.shared, self.depth)


@frozen
class Found:
    """What a check found.

    Args:
        code: Its kind, as listed in :mod:`ocopkit.rules.audits.kinds`.
        spot: Where.
        what: What is wrong.
        also: Other clauses that the same fault concerns.
    """

    code: str
    spot: Spot
    what: Text
    also: tuple[str, ...] = ()


def found(code: str, spot: Spot, vi: str, en: str, *also: str) -> Found:
    """Return what a check found, from its wording in both languages."""
    return Found(code, spot, Text(vi=vi, en=en), also)


def merged(findings: Iterable[Found]) -> Iterator[Found]:
    """Yield the findings, with one for all sets where the fault stands in a criterion they share."""
    groups: dict[object, list[Found]] = {}
    for one in findings:
        spot = one.spot
        inner = (one.code, spot.shared, spot.path[spot.depth :], one.what)
        groups.setdefault(inner if spot.shared else object(), []).append(one)
    for first, *others in groups.values():
        yield evolve(first, also=(*first.also, *(one.spot.clause for one in others)))


def walk(value: object, spot: Spot) -> Iterator[tuple[Spot, object]]:
    """Yield a value of our classes and every value of our classes inside it, each with its place."""
    yield spot, value
    for name in _fields(value):
        child: object = getattr(value, name)
        if isinstance(child, tuple):
            for index, item in enumerate(cast("tuple[object, ...]", child)):
                if isinstance(item, Text | Citation):
                    yield _leaf(spot, item, name, index)
                elif _fields(item):
                    yield from walk(item, spot.under(label(item, name, index, spot), name, index))
        elif isinstance(child, Text | Citation):
            yield _leaf(spot, child, name)
        elif _fields(child):
            yield from walk(child, spot.under(name, name))


def label(item: object, name: str, index: int, above: Spot) -> str:
    """Return the name that people give to an item of a list: its key, or its position from 1."""
    for field in ("key", "code", "stars"):
        key = getattr(item, field, None)
        if key and isinstance(key, str | int):
            return str(key) if above.clause else f"{name}/{key}"
    keys = [str(getattr(item, field)) for field in ("tier", "number") if hasattr(item, field)]
    if keys and above.clause:
        return "-".join(keys)
    return f"{name}/{'-'.join(keys) or index + 1}"


def _leaf(spot: Spot, value: Text | Citation, *steps: str | int) -> tuple[Spot, object]:
    return (spot.step(*steps) if spot.clause else spot.under(str(steps[0]), *steps)), value


def _fields(value: object) -> tuple[str, ...]:
    return _fields_of(cast("Any", type(value)))


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields that documents hold; none for what isn't a class of ours."""
    if not attrs.has(kind):
        return ()
    return tuple(
        field.name for field in attrs.fields(kind) if field.init and field.metadata.get("in_documents", True)
    )
