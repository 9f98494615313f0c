"""A mapping that cannot be changed: hashable, comparable, and picklable."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

V = TypeVar("V")


class FrozenMap(Mapping[str, V]):
    """A mapping of texts that cannot be changed.

    Args:
        items: What it holds.

    Example:
        >>> FrozenMap({"1.1": "c"})
        {'1.1': 'c'}
        >>> FrozenMap({"1.1": "c"}) == {"1.1": "c"}
        True
    """

    __slots__ = ("_hash", "_items")

    def __init__(self, items: Mapping[str, V]) -> None:
        """Keep a copy of the items."""
        self._items = dict(items)
        self._hash: int | None = None

    def __getitem__(self, key: str) -> V:
        """Return the value of a key."""
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in their order."""
        return iter(self._items)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._items)

    def __repr__(self) -> str:
        """Return what a dictionary would show."""
        return repr(self._items)

    def __hash__(self) -> int:
        """Return the hash of what it holds, whatever the order."""
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash
