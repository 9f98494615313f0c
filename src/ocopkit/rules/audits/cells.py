"""All that facts can be, as far as the conditions of one criterion tell it apart.

A threshold cuts a number's range into a point and the open intervals beside it; within each of them no
condition of the criterion changes. So finitely many cells stand for every value there is, and what holds in
them is exact.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product, zip_longest

from attrs import frozen

from ocopkit.rules.conditions import Condition, Value, plain_number
from ocopkit.rules.facts import WHOLE, YES_OR_NO, Fact, Vocabulary
from ocopkit.text import Text, same

MOST = 100_000
"""The most cells that are looked at: more would be a criterion that nobody could read."""


@frozen
class Sample:
    """A value that stands for all values of its kind.

    Args:
        value: The value; ``None`` for a fact that this product doesn't have (a company's rating as a
            cooperative).
        text: What it stands for.
    """

    value: Value | None
    text: Text


@frozen
class Axis:
    """What one fact, or one judgement of the council, can be.

    Args:
        key: The fact's key, or the judgement's words in Vietnamese.
        name: What it is.
        samples: What it can be, the worst first if one is better than another.
        rises: Whether a later sample is better.
    """

    key: str
    name: Text
    samples: tuple[Sample, ...]
    rises: bool


Cell = tuple[int, ...]
"""The place of the sample on each axis."""


@frozen
class Space:
    """All cells of a criterion.

    Args:
        axes: What its conditions compare.
        contradictions: What cannot hold together.
    """

    axes: tuple[Axis, ...]
    contradictions: tuple[Condition, ...]

    @property
    def size(self) -> int:
        """How many cells there are, possible or not."""
        size = 1
        for axis in self.axes:
            size *= len(axis.samples)
        return size

    def values(self, cell: Cell) -> dict[str, Value]:
        """Return the values of a cell, by key."""
        pairs = zip(self.axes, cell, strict=True)
        found = {axis.key: axis.samples[place].value for axis, place in pairs}
        return {key: value for key, value in found.items() if value is not None}

    def cells(self) -> Iterator[tuple[Cell, dict[str, Value]]]:
        """Yield every possible cell with its values, the worst first."""
        for cell in product(*(range(len(axis.samples)) for axis in self.axes)):
            values = self.values(cell)
            if not any(one.holds_for(values) for one in self.contradictions):
                yield cell, values

    def told(self, cell: Cell, keys: Sequence[str]) -> Text:
        """Return a cell in words, as far as some axes are concerned."""
        parts = [
            (axis.name, axis.samples[place].text)
            for axis, place in zip(self.axes, cell, strict=True)
            if axis.key in keys
        ]
        vi = "; ".join(f"{name.vi}: {text.vi}" for name, text in parts)
        en = "; ".join(f"{name.en}: {text.en}" for name, text in parts)
        return Text(vi=vi, en=en)


def space_of(conditions: Sequence[Condition], vocabulary: Vocabulary) -> Space:
    """Return all cells of the conditions of a criterion.

    Args:
        conditions: The conditions.
        vocabulary: The facts that they name; others are left out.
    """
    leaves = [leaf for one in conditions for leaf in one.leaves()]
    facts = [key for key in dict.fromkeys(leaf.fact for leaf in leaves) if key and key in vocabulary]
    clashes = tuple(one.when for one in vocabulary.contradictions if set(one.when.facts()) <= set(facts))
    clashing = {key for one in clashes for key in one.facts()}
    bounds: dict[str, set[Fraction]] = {key: set() for key in facts}
    for leaf in leaves:
        if leaf.fact in bounds:
            found = (leaf.at_least, leaf.above, leaf.at_most, leaf.below)
            bounds[leaf.fact].update(bound for bound in found if bound is not None)
    axes = [_axis(vocabulary[key], bounds[key], absent=key in clashing) for key in facts]
    judged = dict.fromkeys(text for one in conditions for text in one.judgements())
    axes += [Axis(text.vi, text, (_NO, _YES), rises=True) for text in judged]
    return Space(tuple(axes), clashes)


_NO = Sample(False, Text(vi="không", en="no"))  # noqa: FBT003 (a value like the others)
_YES = Sample(True, Text(vi="có", en="yes"))  # noqa: FBT003
_ABSENT = Sample(None, Text(vi="không áp dụng", en="not there"))


def _axis(fact: Fact, bounds: set[Fraction], *, absent: bool) -> Axis:
    if fact.kind in YES_OR_NO:
        samples = [_NO, _YES]
    elif fact.options:
        samples = [Sample(option.key, option.text) for option in fact.options]
    elif fact.kind in WHOLE:
        samples = list(_whole(bounds))
    else:
        samples = list(_spans(bounds, Fraction(0 if fact.kind == "share" else -1), fact.kind == "share"))
    if fact.better == "less":
        samples.reverse()
    # A fact that may clash with another need not be there at all; then nothing is better or worse.
    samples = [_ABSENT, *samples] if absent else samples
    return Axis(fact.key, fact.name, tuple(samples), rises=fact.better != "neither")


def _whole(bounds: set[Fraction]) -> Iterator[Sample]:
    """Yield the numbers at which a condition may change; each stands for those up to the next."""
    edges = {Fraction(0)} | bounds | {bound + 1 for bound in bounds} | {bound - 1 for bound in bounds}
    numbers = sorted(edge for edge in edges if edge >= 0)
    for number, after in zip_longest(numbers, numbers[1:]):
        if after is None:
            yield Sample(number, Text(vi=f"từ {number}", en=f"{number} or more"))
        elif after == number + 1:
            yield Sample(number, same(str(number)))
        else:
            yield Sample(number, same(f"{number}–{after - 1}"))


def _spans(bounds: set[Fraction], least: Fraction, ends_at_one: bool) -> Iterator[Sample]:  # noqa: FBT001
    """Yield each threshold and a number between each two of them."""
    ends = bounds | {least} | ({Fraction(1)} if ends_at_one else set[Fraction]())
    points = sorted(ends)
    for low, high in pairwise(points):
        yield Sample(low, same(plain_number(low)))
        a, b = plain_number(low), plain_number(high)
        yield Sample((low + high) / 2, Text(vi=f"giữa {a} và {b}", en=f"between {a} and {b}"))
    yield Sample(points[-1], same(plain_number(points[-1])))
    if not ends_at_one:
        a = plain_number(points[-1])
        yield Sample(points[-1] + 1, Text(vi=f"trên {a}", en=f"over {a}"))


def fewest(values: Mapping[str, Value], told: Callable[[Mapping[str, Value]], object]) -> tuple[str, ...]:
    """Return the fewest keys whose values alone tell the same.

    Args:
        values: What is known.
        told: Returns what some of it tells.
    """
    wanted = told(values)
    kept = dict(values)
    for key in values:
        fewer = {other: value for other, value in kept.items() if other != key}
        if told(fewer) == wanted:
            kept = fewer
    return tuple(kept)
