"""Which place of one book is which place of another.

Places are matched from the top down, each pair at most once, by rules that depend on nothing but the two
texts:

* what bears a name of its own (bands, tiers, readings, papers, gates, parts …): by that name;
* product sets: by slug, by number and name, by name, then by the likeness of their names, or if one name
  has all words of the other;
* criteria: by code and name, by name, by their name among shared criteria, by code and ladder, then by
  likeness of name and ladder, most alike first;
* sections and headings: by name, then by the criteria in them, then by likeness of name;
* levels, cases and what else is only counted: in their order, so that the most alike stand together.

Likeness is the share of words that two Vietnamese texts have in common.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, cast

from ocopkit.rules.addresses import NAMINGS, Address, Place, Tree, shape
from ocopkit.rules.articles import SetEntry
from ocopkit.rules.criteria import Criterion, Heading, Section
from ocopkit.text import Text

Pairs = dict[Address, Address]
"""The address of a place in the second book by its address in the first."""

_ALIKE = 0.5
_TITLES = ("name", "question", "text")

Test = Callable[[Tree, Place], Hashable]


def match(a: Tree, b: Tree) -> Pairs:
    """Return which places of one layout are which of another.

    Args:
        a: The articles of a book, or a criteria set.
        b: The same of another book.
    """
    pairs: Pairs = {a.root: b.root}
    everywhere = [cls for cls, naming in NAMINGS.items() if naming.home is not None]
    for cls in sorted(everywhere, key=_order):
        _match_class(a, b, cls, pairs)
    for place in list(a.places):
        if place in pairs:
            _match_within(a, b, place, pairs)
    return pairs


def likeness(first: str, second: str) -> float:
    """Return the share of words that two texts have in common, from 0 to 1.

    Example:
        >>> likeness("Câu chuyện sản phẩm", "Câu chuyện về sản phẩm")
        0.8888888888888888
    """
    return _overlap(_words(first), _words(second))


def _order(cls: type) -> int:
    """Criteria come first: sections are known by them."""
    return [Criterion, Section, Heading].index(cls) if cls in {Criterion, Section, Heading} else 9


def _match_class(a: Tree, b: Tree, cls: type, pairs: Pairs) -> None:
    first = [place for place in a.places.values() if place.cls is cls]
    second = [place for place in b.places.values() if place.cls is cls]
    if cls is Criterion:
        _by_tests(a, b, first, second, (_key_and_title, _title, _shared, _key_and_ladder), pairs)
        _by_likeness(first, second, pairs, lambda x, y: _criteria_alike(a, b, x, y))
    elif cls in {Section, Heading}:
        _by_tests(a, b, first, second, (_key_and_title, _title), pairs)
        _by_criteria(a, b, first, second, pairs)
        _by_likeness(first, second, pairs, _titles_alike)
    elif cls is SetEntry:
        _by_tests(a, b, first, second, (_slug, _key_and_title, _title), pairs)
        _by_likeness(first, second, pairs, _sets_alike)
    else:
        _by_tests(a, b, first, second, (_key,), pairs)


def _match_within(a: Tree, b: Tree, place: Address, pairs: Pairs) -> None:
    """Match what has no address of its own but in its place."""
    here, other = shape(a.places[place].cls), pairs[place]
    for name, cls in (*here.lists.items(), *here.singles.items()):
        if NAMINGS[cls].home is not None:
            continue
        first = [a.places[one] for one in a.lists.get((place, name), ())]
        second = [b.places[one] for one in b.lists.get((other, name), ())]
        if name in here.singles:
            found = list(zip(first, second, strict=False))
        elif NAMINGS[cls].by:
            _by_tests(a, b, first, second, (_key,), pairs)
            found = [(one, b.places[pairs[one.id]]) for one in first if one.id in pairs]
        else:
            found = list(_in_order(a, b, first, second))
        for one, match in found:
            pairs[one.id] = match.id
            _match_within(a, b, one.id, pairs)


# --- by equality ---


def _by_tests(
    a: Tree,
    b: Tree,
    first: list[Place],
    second: list[Place],
    tests: Iterable[Test],
    pairs: Pairs,
) -> None:
    taken = set(pairs.values())
    for test in tests:
        open_places: dict[Hashable, list[Place]] = {}
        for place in second:
            if place.id not in taken and (found := test(b, place)) is not None:
                open_places.setdefault(found, []).append(place)
        for place in first:
            candidates = open_places.get(test(a, place)) if place.id not in pairs else None
            if candidates:
                match = candidates.pop(0)
                pairs[place.id] = match.id
                taken.add(match.id)


def _key(_: Tree, place: Place) -> Hashable:
    return tuple(place.own[name] for name in place.naming.by)


def _title(_: Tree, place: Place) -> Hashable:
    return _title_of(place).casefold() or None


def _key_and_title(tree: Tree, place: Place) -> Hashable:
    return (_key(tree, place), _title(tree, place))


def _shared(_: Tree, place: Place) -> Hashable:
    return cast("str | None", place.own["shared"])


def _slug(_: Tree, place: Place) -> Hashable:
    return cast("str", place.own["slug"])


def _key_and_ladder(tree: Tree, place: Place) -> Hashable:
    """Return code and ladder; where the form prints none, code and most points."""
    if place.own["all_or_nothing"]:
        return (_key(tree, place), place.own["max"])
    inner = [tree.places[one] for one in tree.within(place.id)][1:]
    return (_key(tree, place), *(_frozen(one) for one in inner if one.naming.home is None))


def _frozen(place: Place) -> Hashable:
    return tuple(str(value) for value in place.own.values())


# --- by likeness ---


def _by_likeness(
    first: list[Place],
    second: list[Place],
    pairs: Pairs,
    alike: Callable[[Place, Place], float],
) -> None:
    taken = set(pairs.values())
    left = [place for place in first if place.id not in pairs]
    right = [place for place in second if place.id not in taken]
    scored = [(-alike(one, other), i, j) for i, one in enumerate(left) for j, other in enumerate(right)]
    used_left: set[int] = set()
    used_right: set[int] = set()
    for score, i, j in sorted(scored):
        if -score < _ALIKE:
            break
        if i not in used_left and j not in used_right:
            pairs[left[i].id] = right[j].id
            used_left.add(i)
            used_right.add(j)


def _by_criteria(a: Tree, b: Tree, first: list[Place], second: list[Place], pairs: Pairs) -> None:
    """Match sections and headings that have most of their matched criteria in common."""
    homes = {code: place.id for place in second for code in _codes(b, place)}
    taken = set(pairs.values())
    for place in first:
        if place.id in pairs:
            continue
        votes = Counter(
            homes[match]
            for code in _codes(a, place)
            if (match := pairs.get(code)) and match in homes and homes[match] not in taken
        )
        if votes:
            pairs[place.id] = max(votes, key=lambda one: (votes[one], [-ord(c) for c in one[-1]]))
            taken.add(pairs[place.id])


def _codes(tree: Tree, place: Place) -> list[Address]:
    if place.cls is Section:
        return tree.lists.get((place.id, "criteria"), [])
    prefix = f"{place.own['code']}."
    criteria = tree.lists.get((place.parent or (), "criteria"), [])
    return [one for one in criteria if one[-1].startswith(prefix)]


def _titles_alike(one: Place, other: Place) -> float:
    return likeness(_title_of(one), _title_of(other))


def _sets_alike(one: Place, other: Place) -> float:
    """Return the likeness of two sets' names; sets that were widened keep their old name's words."""
    first, second = _words(_title_of(one)), _words(_title_of(other))
    widened = first <= second or second <= first
    return max(_overlap(first, second), _ALIKE if widened else 0)


def _criteria_alike(a: Tree, b: Tree, one: Place, other: Place) -> float:
    titles = _titles_alike(one, other)
    if one.own["all_or_nothing"] or other.own["all_or_nothing"]:
        return titles
    return (titles + _overlap(_content(a, one), _content(b, other))) / 2


def _in_order(
    a: Tree, b: Tree, first: Sequence[Place], second: Sequence[Place]
) -> Iterator[tuple[Place, Place]]:
    """Yield the pairs of two lists, in their order, that make them most alike altogether."""
    values = [_value(a, place) for place in first]
    others = [_value(b, place) for place in second]
    if values == others:
        yield from zip(first, second, strict=True)
        return
    words = [_content(a, place) for place in first]
    other_words = [_content(b, place) for place in second]
    points = [place.own.get("points") for place in first]
    other_points = [place.own.get("points") for place in second]

    def alike(i: int, j: int) -> float:
        if values[i] == others[j]:
            return 2.0
        score = _overlap(words[i], other_words[j])
        return score + (0.25 if points[i] is not None and points[i] == other_points[j] else 0)

    found = _best_pairs(len(first), len(second), alike)
    # What is left between two pairs, as many here as there, is the same places worded anew.
    edges = [(-1, -1), *found, (len(first), len(second))]
    for (i, j), (k, m) in pairwise(edges):
        if k - i == m - j:
            found += zip(range(i + 1, k), range(j + 1, m), strict=True)
    for i, j in sorted(found):
        yield first[i], second[j]


def _best_pairs(rows: int, columns: int, alike: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Return the pairs, rising in both, whose likeness is most altogether."""
    scores = {(i, j): alike(i, j) for i in range(rows) for j in range(columns)}
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = best[i + 1][j + 1] + scores[i, j] if scores[i, j] >= _ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < rows and j < columns:
        if scores[i, j] >= _ALIKE and best[i][j] == best[i + 1][j + 1] + scores[i, j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _value(tree: Tree, place: Place) -> Any:
    """Return what stands at a place, its letter aside."""
    return tree.build(place.id, more={"key": ""} if place.naming.letters else None)


def _title_of(place: Place) -> str:
    for name in _TITLES:
        if isinstance(found := place.own.get(name), Text):
            return found.vi
    return ""


def _content(tree: Tree, place: Place) -> Counter[str]:
    """Return the Vietnamese words of a place and of what is only in it, names of criteria aside."""
    found: Counter[str] = Counter()
    for inner in tree.within(place.id):
        one = tree.places[inner]
        if one.cls is Criterion or (one.naming.home is not None and inner != place.id):
            continue
        for value in one.own.values():
            found.update(_texts(value))
    return found


def _texts(value: Any) -> Counter[str]:
    if isinstance(value, Text):
        return _words(value.vi)
    if isinstance(value, tuple):
        return sum((_texts(one) for one in cast("Sequence[Any]", value)), Counter[str]())
    return Counter()


def _words(text: str) -> Counter[str]:
    return Counter("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _overlap(first: Counter[str], second: Counter[str]) -> float:
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0
