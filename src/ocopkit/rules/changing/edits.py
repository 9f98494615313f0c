"""Reading changes: from what an author writes to what is to be done, with every contradiction."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from attrs import evolve, field, frozen

from ocopkit.conversion import from_plain, shown, to_plain
from ocopkit.errors import DocumentError, Path, Problem, Told, Where
from ocopkit.rules.addresses import NAMINGS, NEW, Address, Place, Tree, layout, shape, stand_ins, written
from ocopkit.rules.articles import Articles
from ocopkit.rules.book import RuleBook
from ocopkit.rules.changing import refusals as no
from ocopkit.rules.changing.refusals import PLACING, refusal
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.law import Reading

_Spot = tuple[Address, str]
"""A list of places: the place that has it, and the field."""


@frozen(eq=False)
class Edit:
    """One change, understood.

    Args:
        key: The address as its author wrote it.
        tree: The layout that it is about.
        place: The place that it is about; for a new one, its address marked as new.
        removes: Whether the place goes.
        fields: The fields that get other values.
        adds: What is new.
        into: The list that it joins, if its address tells it.
        placing: Where it stands, as its author says it; ``None`` if it stays where it is.
    """

    key: str
    tree: Tree
    place: Address
    removes: bool = False
    fields: Mapping[str, Any] = field(factory=dict[str, Any])
    adds: Any = None
    into: _Spot | None = None
    placing: Mapping[str, str | None] | None = None

    def at(self, place: Address) -> tuple[Address, Address]:
        """Return a place of the same layout, told apart from those of other layouts."""
        return (self.tree.root, place)


class Reader:
    """Reads the changes of one book; keeps what is to be done, and every problem on the way."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.problems: list[Problem] = []
        self.edits: list[Edit] = []
        self.new_sets: dict[int, tuple[str, CriteriaSet]] = {}
        self.articles = layout(book.articles)
        self.trees: dict[str, Tree] = {}
        self._within: dict[tuple[Address, Address, str], list[_Within]] = {}
        self._numbers = {entry.slug: str(entry.number) for entry in book.entries}

    def read(self, key: str, change: Any) -> None:
        """Read one change.

        Args:
            key: Its address.
            change: What the place becomes, as plain values.
        """
        steps = tuple(key.removeprefix(NEW).split("/"))
        steps = (self._numbers.get(steps[0], steps[0]), *steps[1:])
        new = cast("Mapping[str, Any]", change) if isinstance(change, Mapping) and "add" in change else None
        if new is not None and len(steps) == 1 and steps[0].isdecimal():
            self._new_set(key, steps[0], new)
            return
        tree = self._tree(steps[0])
        within = _within_field(key, tree, steps, change) if tree and new is None else None
        if tree is not None and within is not None:
            self._within.setdefault((tree.root, within.place, within.name), []).append(within)
        elif tree is None:
            known = [*self._numbers.values(), *self._numbers, *sorted(_words())]
            self._refuse((key,), no.nowhere(key, known))
        elif new is not None:
            self._new_place(key, tree, steps, new)
        elif steps not in tree.places or key.startswith(NEW):
            self._refuse((key,), no.nowhere(key, map(written, tree.places)))
        elif change is None:
            self._gone(key, tree, tree.places[steps])
        else:
            self._changed(key, tree, tree.places[steps], change)

    def finish(self) -> None:
        """Put the changes within one field together, once all are read: they are one change of the field."""
        for (_, at, name), several in self._within.items():
            first, place = several[0], several[0].tree.places[at]
            value = to_plain(place.own[name])
            for number, one in enumerate(several):
                clash = next((other for other in several[:number] if one.clashes(other)), None)
                if clash is not None:
                    self._refuse((one.key,), no.twice(one.key, clash.key))
                    continue
                value = _put(value, one.steps, one.change)
            told = len(self.problems)
            for new in self._field((), first.tree, place, name, value):
                self.edits.append(Edit(first.key, first.tree, at, fields={name: new}))
            self.problems[told:] = [_of_change(one, several) for one in self.problems[told:]]

    def _refuse(self, path: Path, told: Told) -> None:
        self.problems.append(refusal(path, told))

    def _tree(self, first: str) -> Tree | None:
        if first in _words():
            return self.articles
        if first not in self._numbers.values():
            return None
        if first not in self.trees:
            # Not book[…], which would read every set to know the book's digest.
            self.trees[first] = layout(self.book.shelf.take(int(first)))
        return self.trees[first]

    # --- places that are there ---

    def _gone(self, key: str, tree: Tree, place: Place) -> None:
        if place.parent is None:
            self._refuse((key,), no.CANNOT_GO)
        else:
            self.edits.append(Edit(key, tree, place.id, removes=True))

    def _changed(self, key: str, tree: Tree, place: Place, change: Any) -> None:
        if isinstance(change, str) and place.cls is Reading:
            change = {"choice": change}
        if not isinstance(change, Mapping):
            self._refuse((key,), no.not_fields(change))
            return
        told = cast("Mapping[str, Any]", change)
        if not told:
            self._refuse((key,), no.NOTHING_AT_ALL)
        fields = {
            name: value
            for name in told
            if name not in PLACING
            for value in self._field((key, name), tree, place, name, told[name])
        }
        placing = self._placing(key, place.cls, told)
        self.edits.append(Edit(key, tree, place.id, fields=fields, placing=placing))

    def _field(self, path: Path, tree: Tree, place: Place, name: str, plain: Any) -> Iterator[Any]:
        """Yield the new value of a field, if it fits and is another one."""
        kinds = _kinds(place.cls)
        if name not in kinds:
            self._refuse(path, no.unknown_field(place, name, kinds))
            return
        for value in self._fitting(path, completed(plain, kinds[name]), kinds[name]):
            if name in place.own:
                old = place.own[name]
            else:
                old = getattr(tree.build(place.id, more=stand_ins(place.cls)), name)
            if value == old and type(value) is type(old):
                self._refuse(path, no.changes_nothing(shown(plain)))
            else:
                yield value

    def _fitting(self, path: Path, plain: Any, kind: Any) -> Iterator[Any]:
        """Yield a plain value as one of a type, if it fits."""
        try:
            yield from_plain(plain, kind)
        except DocumentError as error:
            self.problems += [problem.under(*path) for problem in error.problems]

    def _placing(self, key: str, cls: type, change: Mapping[str, Any]) -> Mapping[str, str | None] | None:
        placing = {name: change[name] for name in PLACING if name in change}
        wrong = [name for name, value in placing.items() if not isinstance(value, str | None)]
        for name in wrong:
            self._refuse((key, name), no.not_a_neighbour(placing[name]))
        if "in" in placing and NAMINGS[cls].inside is None:
            self._refuse((key, "in"), no.NOT_INTO)
            return None
        return placing if placing and not wrong else None

    # --- new places ---

    def _new_place(self, key: str, tree: Tree, steps: Address, change: Mapping[str, Any]) -> None:
        for name in change:
            if name not in {"add", *PLACING}:
                self._refuse((key, name), no.beside_add(name))
        slot = self._slot(tree, steps, change["add"])
        if slot is None:
            self._refuse((key,), no.nowhere(key, map(written, tree.places)))
            return
        cls, into = slot
        only_one = into is not None and into[1] in shape(tree.places[into[0]].cls).singles
        if (steps in tree.places and not key.startswith(NEW)) or (only_one and into in tree.lists):
            self._refuse((key,), no.taken(key))
            return
        named = _named(cls, steps[-1])
        placing = self._placing(key, cls, change)
        for value in self._fitting((key, "add"), completed(change["add"], cls, named), cls):
            for name in NAMINGS[cls].by:
                if getattr(value, name) != named[name]:
                    told = no.other_name(str(getattr(value, name)), str(named[name]))
                    self._refuse((key, "add", name), told)
            self.edits.append(Edit(key, tree, (NEW, *steps), adds=value, into=into, placing=placing))

    def _slot(self, tree: Tree, steps: Address, plain: Any) -> tuple[type, _Spot | None] | None:
        """Return the class of a new place and, if its address tells it, the list that it joins."""
        rest = steps[len(tree.top) :]
        for cls, naming in NAMINGS.items():
            if _in_sets(cls) == bool(tree.top) and naming.home is not None and rest[:-1] == naming.home:
                return cls, None
        for above, name in ((steps[:-2], steps[-2:-1]), (steps[:-1], steps[-1:]), (steps[:-1], ())):
            parent = tree.root if above == tree.top else above
            if parent in tree.places:
                here = shape(tree.places[parent].cls)
                fields = here.lists if len(above) == len(steps) - 2 else here.singles
                if name and name[0] in fields:
                    return fields[name[0]], (parent, name[0])
                if not name and (bare := [one for one in here.lists if NAMINGS[here.lists[one]].bare]):
                    cases = isinstance(plain, Mapping) and "levels" in plain
                    chosen = "alternatives" if cases and "alternatives" in bare else bare[0]
                    return here.lists[chosen], (parent, chosen)
        return None

    def _new_set(self, key: str, number: str, change: Mapping[str, Any]) -> None:
        for name in change:
            if name != "add":
                self._refuse((key, name), no.beside_add(name))
        if number in self._numbers.values() and not key.startswith(NEW):
            self._refuse((key,), no.taken(key))
            return
        named = {**stand_ins(CriteriaSet), "number": int(number)}
        for value in self._fitting((key, "add"), completed(change["add"], CriteriaSet, named), CriteriaSet):
            self.new_sets[int(number)] = (key, value)


@frozen(eq=False)
class _Within:
    """A change of what stands within a field.

    Args:
        key: The address as its author wrote it.
        tree: The layout that it is about.
        place: The place that has the field.
        name: The field.
        steps: The way from the field's value to what changes.
        change: What that becomes.
    """

    key: str
    tree: Tree
    place: Address
    name: str
    steps: Address
    change: Any

    def clashes(self, other: "_Within") -> bool:
        """Return whether another change of the same field is of the same, or of what it is in."""
        return all(one == two for one, two in zip(self.steps, other.steps, strict=False))


def _of_change(problem: Problem, several: Sequence[_Within]) -> Problem:
    """Return a problem of a field's new value with the address of the change that it comes from."""
    path = problem.where.path
    one = next((one for one in several if path[: len(one.steps)] == one.steps), None)
    found = (several[0].key,) if one is None else (one.key, *path[len(one.steps) :])
    return evolve(problem, where=Where(found, on_key=problem.where.on_key))


def _within_field(key: str, tree: Tree, steps: Address, change: Any) -> _Within | None:
    """Return a change as one of what stands within a field, if its address goes there."""
    if steps in tree.places:
        return None
    for end in range(len(steps) - 1, 0, -1):
        place = tree.places.get(steps[:end])
        if place is not None:
            name, rest = steps[end], steps[end + 1 :]
            if name not in place.own or _put(to_plain(place.own[name]), rest, change) is _NOWHERE:
                return None
            return _Within(key, tree, place.id, name, rest, change)
    return None


def _put(plain: Any, steps: Address, change: Any) -> Any:
    """Return plain values with a change put in; members of a list are counted from 1."""
    if not steps:
        return change
    first, rest = steps[0], steps[1:]
    if isinstance(plain, dict):
        keyed = cast("dict[str, Any]", plain)
        inner = _put(keyed.get(first), rest, change)
        return _NOWHERE if inner is _NOWHERE else {**keyed, first: inner}
    if isinstance(plain, list | tuple) and first.isdecimal():
        items = list(cast("Sequence[Any]", plain))
        if 0 < int(first) <= len(items):
            inner = _put(items[int(first) - 1], rest, change)
            items[int(first) - 1] = inner
            return _NOWHERE if inner is _NOWHERE else items
    return _NOWHERE


_NOWHERE = object()
"""What an address within a field comes to if nothing stands there."""


def contradictions(edits: list[Edit]) -> Iterator[Problem]:
    """Yield a problem for every change of what another change changes, removes or replaces.

    Changes of one place that set other fields of it go together.
    """
    known: dict[tuple[Address, Address], list[Edit]] = {}
    for edit in edits:
        others = known.setdefault(edit.at(edit.place), [])
        clash = next((other for other in others if _clash(edit, other)), None)
        if clash is not None:
            yield refusal((edit.key,), no.twice(edit.key, clash.key))
        others.append(edit)
    removed = {edit.at(edit.place): edit.key for edit in edits if edit.removes}
    replaced = {
        (edit.at(edit.place), name): edit.key
        for edit in edits
        for name in edit.fields
        if name in shape(edit.tree.places[edit.place].cls).lists
    }
    away = {edit.at(edit.place) for edit in edits if edit.placing}
    for edit in edits:
        # What is removed together with the place it is in is merely said twice.
        if edit.removes or (edit.adds is not None and edit.into is None):
            continue
        for above, name in _way_up(edit, away):
            other = removed.get(edit.at(above)) or replaced.get((edit.at(above), name))
            if other is not None:
                yield refusal((edit.key,), no.within_removed(edit.key, other))
                break


def _clash(edit: Edit, other: Edit) -> bool:
    """Return whether two changes of one place are of the same."""
    whole = any(one.removes or one.adds is not None for one in (edit, other))
    return whole or bool(edit.fields.keys() & other.fields.keys()) or bool(edit.placing and other.placing)


def _way_up(edit: Edit, away: set[tuple[Address, Address]]) -> Iterator[_Spot]:
    """Yield every place that a change is within, as far as nothing on the way moves elsewhere."""
    if edit.into is not None:
        yield edit.into
        place = edit.tree.places[edit.into[0]]
    else:
        place = edit.tree.places[edit.place]
    while place.parent is not None and edit.at(place.id) not in away:
        yield place.parent, place.field
        place = edit.tree.places[place.parent]


def completed(plain: Any, kind: Any, named: Mapping[str, Any] | None = None) -> Any:
    """Return a plain value with what an author needn't write: letters, names told by the address.

    Args:
        plain: The plain value.
        kind: The class, or the type, that it is to be read into.
        named: The fields that the address tells.
    """
    if kind not in NAMINGS:
        members = [one for one in getattr(kind, "__args__", ()) if one in NAMINGS]
        if members and isinstance(plain, list | tuple):
            return [completed(one, members[0]) for one in cast("list[Any]", plain)]
        return plain
    if not isinstance(plain, Mapping):
        return plain
    naming, here = NAMINGS[kind], shape(kind)
    found: dict[str, Any] = {**to_plain(dict(named or {})), **cast("Mapping[str, Any]", plain)}
    for name, cls in here.lists.items():
        found[name] = completed(found.get(name, []), list_of(cls))
    for name, cls in here.singles.items():
        if name in found:
            found[name] = completed(found[name], cls)
    if naming.letters:
        found.setdefault("key", "")
    for name, value in stand_ins(kind).items():
        found.setdefault(name, to_plain(value))
    return found


def list_of(cls: Any) -> Any:
    """Return the type of a list of places of one class."""
    return tuple[cls, ...]


def _kinds(cls: type) -> dict[str, Any]:
    """Return the fields that a change can set, with their types."""
    here = shape(cls)
    return {**here.own, **{name: list_of(member) for name, member in here.lists.items()}}


def _named(cls: type, step: str) -> dict[str, Any]:
    """Return the fields that the last step of an address gives to a new place."""
    by = NAMINGS[cls].by
    words = step.rsplit("-", len(by) - 1) if by else []
    kinds = shape(cls).own
    named = {name: "" if kinds[name] is str else 0 for name in by}
    found = {
        name: int(word) if kinds[name] is int and word.isdecimal() else word
        for name, word in zip(by, words, strict=False)
    }
    return {**named, **found}


def _in_sets(cls: type) -> bool:
    return cls.__module__ == CriteriaSet.__module__


def _words() -> set[str]:
    """Return the first steps of all addresses that aren't in a criteria set."""
    homes = {naming.home[0] for cls, naming in NAMINGS.items() if naming.home and not _in_sets(cls)}
    here = shape(Articles)
    return {"book", *homes, *here.lists, *here.singles}
