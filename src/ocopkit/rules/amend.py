"""Amendments: a new rule book from an old one by addressed changes.

A change says, for an address (see :mod:`ocopkit.rules.addresses`), what the place becomes:

=========================================================  ==========================================
``"11/4.1/c": {"points": 4}``                              fields that get other values
``"readings/minimum-missed": "not-achieved"``              a reading's choice, for short
``"11/2.4": None``                                         the place goes, with all that is in it
``"11/3.5": {"after": "3.1"}``                             it moves: it follows 3.1
``"11/3.5": {"in": "2"}``                                  it moves: it comes first in section 2
``"11/2.5": {"add": {"name": …, "max": 1, …},              a new place, with its fields as
"after": "2.4"}``                                          :func:`~ocopkit.rules.export.export_book` writes them
=========================================================  ==========================================

Addresses are those of the old book. Where a new place takes the address of an old one that goes or is
renumbered, a ``+`` tells it apart: ``"+11/2.4": {"add": …}``; ``"after": "+2.4"`` names it as a neighbour.
A new place without ``after`` comes first in its list; levels and cases are lettered anew when all is done.

Changes don't depend on the order they are written in, and nothing follows by itself: whoever raises a
band's ``at_least`` also amends the ``below`` of the band under it, and ``audit`` finds what was forgotten.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from attrs import evolve, field, frozen

from ocopkit.conversion import from_plain, shown, to_plain
from ocopkit.documents import Document, read
from ocopkit.errors import AmendmentError, DocumentError, OcopError, Path, Problem, Where, nearest
from ocopkit.rules.addresses import (
    NAMINGS,
    NEW,
    Address,
    Place,
    Tree,
    layout,
    shape,
    written,
)
from ocopkit.rules.articles import Amendment, Articles, SetEntry
from ocopkit.rules.book import RuleBook, Shelf
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.rules.law import Reading
from ocopkit.text import Text, same

Changes = Mapping[str, Any]
"""What each place becomes, by its address."""

_PLACING = ("after", "in")
_Told = tuple[str, Text, Text, Text]


def amend(
    book: RuleBook, changes: Changes, *, because: Text | str, id: str | None = None  # noqa: A002
) -> RuleBook:
    """Return a rule book with some places changed; the book itself stays as it is.

    Criteria sets that no change concerns are neither read nor copied.

    Args:
        book: The book to amend.
        changes: What each place becomes, by its address in the book.
        because: Why, as the amended book will say.
        id: The id of the amended book; the book's own, ``+`` and a short digest of the changes if left
            out.

    Returns:
        The amended book. Its articles tell why it was amended, and at which addresses.

    Raises:
        AmendmentError: With every change that points nowhere, does not fit, contradicts another one or
            changes nothing, each with its address.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> draft = amend(book, {"11/4.1/c": {"points": 4}}, because="draft 2027")
        >>> draft[11].criterion("4.1").levels[2].points, book[11].criterion("4.1").levels[2].points
        (4, 3)
    """
    work = _Work(book)
    plain = {key: to_plain(change) for key, change in changes.items()}
    if not plain:
        work.note((), *_NOTHING_AT_ALL)
    work.take(plain)
    articles, sets = work.finish()
    short = hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:8]
    reason = Amendment(same(because) if isinstance(because, str) else because, tuple(sorted(plain)))
    return RuleBook(
        evolve(
            articles,
            id=id or f"{book.id}+{short}",
            amendments=(*book.articles.amendments, reason),
        ),
        sets,
    )


@frozen
class AmendmentFile:
    """An amendment as a file writes it.

    Args:
        base: The id of the rule book that it amends.
        because: Why.
        changes: What each place becomes, by its address.
        id: The id of the amended book, if it has one of its own.
    """

    base: str
    because: Text
    changes: dict[str, Any]
    id: str | None = None


def amend_by_file(
    file: FilePath | str | Document, book_of: Callable[[str], RuleBook]
) -> RuleBook:
    """Return the rule book that an amendment in a YAML or JSON file makes.

    Args:
        file: The file's path, or the document once it is read.
        book_of: Returns the rule book of an id, such as :func:`ocopkit.rule_book`.

    Raises:
        DocumentError: With every problem of the file, each at its line and column.

    Example:
        >>> import ocopkit
        >>> from ocopkit.documents import parse
        >>> text = '''
        ... base: qd-26-2026
        ... because: {vi: "Dự thảo 2027", en: "Draft of 2027"}
        ... changes:
        ...   bands/4: {at_least: 72}
        ...   bands/3: {below: 72}
        ... '''
        >>> amend_by_file(parse(text), ocopkit.rule_book).articles.bands[1].at_least
        72
    """
    document = file if isinstance(file, Document) else read(FilePath(file))
    content = document.structure(AmendmentFile)
    try:
        book = book_of(content.base)
    except OcopError as error:
        raise DocumentError(document.located(one.under("base")) for one in error.problems) from None
    try:
        return amend(book, content.changes, because=content.because, id=content.id)
    except AmendmentError as error:
        located = [document.located(one.under("changes")) for one in error.problems]
        located.sort(key=lambda one: (one.where.line or 0, one.where.column or 0))
        raise DocumentError(located) from None


@frozen(eq=False)
class _Edit:
    """One change, understood: the place it is about and what it does to it."""

    key: str
    tree: Tree
    place: Address
    removes: bool = False
    fields: Mapping[str, Any] = field(factory=dict)
    adds: Any = None
    into: tuple[Address, str] | None = None
    placing: Mapping[str, Any] | None = None


class _Work:
    """The amending of one book: its layouts, and every problem on the way."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.problems: list[Problem] = []
        self.edits: list[_Edit] = []
        self.new_sets: dict[int, tuple[str, CriteriaSet]] = {}
        self.articles = layout(book.articles)
        self.trees: dict[str, Tree] = {}
        self._numbers = {entry.slug: str(entry.number) for entry in book.entries}
        self._removed: set[Address] = set()

    def note(self, path: Path, code: str, what: Text, why: Text, mend: Text) -> None:
        """Keep a problem."""
        self.problems.append(Problem(code, what, why, mend, Where(path)))

    def check(self) -> None:
        """Raise all problems found so far, if there are any."""
        if self.problems:
            raise AmendmentError(self.problems)

    # --- reading the changes ---

    def take(self, changes: Changes) -> None:
        """Understand every change and find those that contradict each other."""
        for key, change in changes.items():
            self._take(key, change)
        self._removed = {edit.place for edit in self.edits if edit.removes}
        before = len(self.problems)
        self._contradictions()
        if len(self.problems) > before:
            self.check()

    def _take(self, key: str, change: Any) -> None:
        new = key.startswith(NEW)
        steps = tuple(key.removeprefix(NEW).split("/"))
        steps = (self._numbers.get(steps[0], steps[0]), *steps[1:])
        adds = isinstance(change, Mapping) and "add" in change
        if adds and len(steps) == 1 and steps[0].isdecimal():
            self._take_set(key, steps[0], change)
            return
        tree = self._tree(steps)
        if tree is None:
            self.note((key,), *_nowhere(key, self._known_tops()))
        elif adds:
            self._take_new(key, tree, steps, change)
        elif new or steps not in tree.places:
            self.note((key,), *_nowhere(key, map(written, tree.places)))
        else:
            self._take_old(key, tree, tree.places[steps], change)

    def _tree(self, steps: Address) -> Tree | None:
        number = steps[0]
        if not number.isdecimal():
            return self.articles if number in self._words() else None
        if number not in self._numbers.values():
            return None
        if number not in self.trees:
            # Not book[…], which would read every set to know the book's digest.
            self.trees[number] = layout(self.book.shelf.take(int(number)))
        return self.trees[number]

    def _words(self) -> set[str]:
        homes = {
            naming.home[0]
            for cls, naming in NAMINGS.items()
            if naming.home and cls.__module__ != CriteriaSet.__module__
        }
        here = shape(Articles)
        return {"book", *homes, *here.lists, *here.singles}

    def _known_tops(self) -> list[str]:
        return [*self._numbers.values(), *self._numbers, *sorted(self._words())]

    def _take_old(self, key: str, tree: Tree, place: Place, change: Any) -> None:
        if change is None:
            if place.parent is None:
                self.note((key,), *_CANNOT_GO)
            else:
                self.edits.append(_Edit(key, tree, place.id, removes=True))
            return
        if isinstance(change, str) and place.cls is Reading:
            change = {"choice": change}
        if not isinstance(change, Mapping):
            self.note((key,), *_not_fields(change))
            return
        here = shape(place.cls)
        kinds = {**here.own, **{name: tuple[cls, ...] for name, cls in here.lists.items()}}
        fields: dict[str, Any] = {}
        for name, value in change.items():
            if name in _PLACING:
                continue
            if name not in kinds:
                self.note((key, name), *_unknown_field(place, name, kinds))
                continue
            found = self._fitting((key, name), _completed(value, kinds[name], {}), kinds[name])
            if found is _UNFIT:
                continue
            old = self._standing(tree, place, name)
            if found == old and type(found) is type(old):
                self.note((key, name), *_changes_nothing(shown(value)))
            else:
                fields[name] = found
        placing = self._placing(key, place.cls, change)
        if not change:
            self.note((key,), *_NOTHING_AT_ALL)
        self.edits.append(_Edit(key, tree, place.id, fields=fields, placing=placing))

    def _standing(self, tree: Tree, place: Place, name: str) -> Any:
        if name in place.own:
            return place.own[name]
        return getattr(tree.build(place.id, **_derived(place.cls)), name)

    def _fitting(self, path: Path, value: Any, kind: Any) -> Any:
        try:
            return from_plain(value, kind)
        except DocumentError as error:
            self.problems += [problem.under(*path) for problem in error.problems]
            return _UNFIT

    def _placing(self, key: str, cls: type, change: Changes) -> Mapping[str, Any] | None:
        placing = {name: change[name] for name in _PLACING if name in change}
        fine = True
        for name, value in placing.items():
            if not isinstance(value, str | None):
                self.note((key, name), *_not_a_neighbour(value))
                fine = False
        if "in" in placing and NAMINGS[cls].inside is None:
            self.note((key, "in"), *_NOT_INTO)
            fine = False
        return placing if placing and fine else None

    def _take_new(self, key: str, tree: Tree, steps: Address, change: Changes) -> None:
        for name in change:
            if name not in {"add", *_PLACING}:
                self.note((key, name), *_beside_add(name))
        slot = self._slot(tree, steps, change["add"])
        if slot is None:
            self.note((key,), *_nowhere(key, map(written, tree.places)))
            return
        cls, into = slot
        if steps in tree.places and not key.startswith(NEW):
            self.note((key,), *_taken(key))
            return
        if into and into[1] in shape(tree.places[into[0]].cls).singles and into in tree.lists:
            self.note((key,), *_taken(key))
            return
        named = _named(cls, steps[-1])
        value = self._fitting((key, "add"), _completed(change["add"], cls, named), cls)
        placing = self._placing(key, cls, change)
        if value is not _UNFIT:
            self._same_name(key, cls, value, named)
            edit = _Edit(key, tree, (NEW, *steps), adds=value, into=into, placing=placing)
            self.edits.append(edit)

    def _same_name(self, key: str, cls: type, value: Any, named: Mapping[str, Any]) -> None:
        for name in NAMINGS[cls].by:
            if getattr(value, name) != named[name]:
                told = _other_name(str(getattr(value, name)), str(named[name]))
                self.note((key, "add", name), *told)

    def _slot(
        self, tree: Tree, steps: Address, value: Any
    ) -> tuple[type, tuple[Address, str] | None] | None:
        """Return the class of a new place and, if its address tells it, the list that it joins."""
        rest = steps[len(tree.top) :]
        classes = [Articles] if tree is self.articles else [CriteriaSet]
        for cls, naming in NAMINGS.items():
            ours = (cls.__module__ == CriteriaSet.__module__) == (classes == [CriteriaSet])
            if ours and naming.home is not None and rest[:-1] == naming.home and rest[-1]:
                return cls, None
        for above, name in ((steps[:-2], steps[-2:-1]), (steps[:-1], steps[-1:]), (steps[:-1], ())):
            parent = tree.root if above == tree.top else above
            if parent not in tree.places:
                continue
            here = shape(tree.places[parent].cls)
            if name and name[0] in here.lists and above == steps[:-2]:
                return here.lists[name[0]], (parent, name[0])
            if name and name[0] in here.singles and above == steps[:-1]:
                return here.singles[name[0]], (parent, name[0])
            bare = {field: cls for field, cls in here.lists.items() if NAMINGS[cls].bare}
            if not name and bare:
                cases = isinstance(value, Mapping) and "levels" in value
                kept = [one for one in bare if (one == "alternatives") == cases] or list(bare)
                return bare[kept[0]], (parent, kept[0])
        return None

    def _take_set(self, key: str, number: str, change: Changes) -> None:
        for name in change:
            if name != "add":
                self.note((key, name), *_beside_add(name))
        if number in self._numbers.values() and not key.startswith(NEW):
            self.note((key,), *_taken(key))
            return
        named = {"number": int(number), **_derived(CriteriaSet)}
        value = self._fitting((key, "add"), _completed(change["add"], CriteriaSet, named), CriteriaSet)
        if value is not _UNFIT:
            self.new_sets[int(number)] = (key, value)

    # --- what contradicts ---

    def _contradictions(self) -> None:
        first: dict[tuple[int, Address], str] = {}
        for edit in self.edits:
            place = (id(edit.tree), edit.place)
            if place in first:
                self.note((edit.key,), *_twice(edit.key, first[place]))
            first.setdefault(place, edit.key)
        replaced = {
            (id(edit.tree), edit.place, name): edit.key
            for edit in self.edits
            for name in edit.fields
            if name in shape(edit.tree.places[edit.place].cls).lists
        }
        going = {(id(edit.tree), edit.place): edit.key for edit in self.edits if edit.removes}
        away = {(id(edit.tree), edit.place) for edit in self.edits if edit.placing}
        for edit in self.edits:
            if edit.removes or (not edit.into and edit.adds is not None):
                continue
            above, name = edit.into or (edit.place, "")
            while True:
                other = going.get((id(edit.tree), above)) if name or above != edit.place else None
                other = replaced.get((id(edit.tree), above, name), other)
                if other is not None:
                    self.note((edit.key,), *_within_removed(edit.key, other))
                one = edit.tree.places[above]
                if other is not None or one.parent is None or (id(edit.tree), above) in away:
                    break
                above, name = one.parent, one.field

    # --- carrying them out ---

    def finish(self) -> tuple[Articles, Shelf]:
        """Carry out all changes and return the new articles and sets.

        Raises:
            AmendmentError: With everything that doesn't fit together.
        """
        drafts: dict[int, Tree] = {}
        for edit in self.edits:
            drafts.setdefault(id(edit.tree), edit.tree.copy())
        for key, draft in drafts.items():
            _Draft(self, draft, [edit for edit in self.edits if id(edit.tree) == key]).carry_out()
        self.check()
        old = self.book.articles
        laid = drafts.get(id(self.articles))
        articles: Articles = (
            laid.build(laid.root, id=old.id, sets_from=old.sets_from, amendments=old.amendments)
            if laid
            else old
        )
        sources = self._sources(laid)
        changed: dict[int, CriteriaSet] = {}
        for number, tree in self.trees.items():
            draft = drafts.get(id(tree))
            if draft:
                changed[int(number)] = draft.build(draft.root, **_derived(CriteriaSet))
        self.check()
        shelf = self._shelf(articles, sources, changed)
        self._references(articles, shelf, sources, changed)
        self.check()
        return articles, shelf

    def _sources(self, laid: Tree | None) -> dict[int, int | None]:
        """Return for each set of the new book its number in the old one; ``None`` if it is new."""
        if laid is None:
            for key, _ in self.new_sets.values():
                self.note((key,), *_NO_ENTRY)
            return {entry.number: entry.number for entry in self.book.entries}
        found: dict[int, int | None] = {}
        for place in laid.places.values():
            if place.cls is SetEntry:
                new = place.id[:1] == (NEW,)
                found[place.own["number"]] = None if new else int(place.id[1])
        for number in sorted(number for number, source in found.items() if source is None):
            if number not in self.new_sets:
                self.note((f"+sets/{number}",), *_no_form(number))
        for number, (key, _) in self.new_sets.items():
            if number not in found or found[number] is not None:
                self.note((key,), *_NO_ENTRY)
        gone = set(self._numbers.values()) - {str(source) for source in found.values()}
        for edit in self.edits:
            if edit.tree is not self.articles and edit.tree.top[0] in gone:
                self.note((edit.key,), *_within_removed(edit.key, f"sets/{edit.tree.top[0]}"))
        return found

    def _shelf(
        self, articles: Articles, sources: Mapping[int, int | None], changed: Mapping[int, CriteriaSet]
    ) -> Shelf:
        old_shelf = self.book.shelf
        entries = _entries(articles)
        before = _entries(self.book.articles)
        names = {rule.code: rule.name for rule in articles.parts}
        same_names = articles.parts == self.book.articles.parts
        new_sets = self.new_sets

        def untouched(number: int) -> bool:
            source = sources[number]
            return (
                source == number
                and number not in changed
                and same_names
                and entries[number] == before[number]
            )

        def load(number: int) -> CriteriaSet:
            source = sources[number]
            if source is None:
                found = new_sets[number][1]
            else:
                found = changed[source] if source in changed else old_shelf.take(source)
            return found if untouched(number) else _dressed(found, *entries[number], names)

        known = old_shelf.known()
        return Shelf(load, {number: known[number] for number in sources if number in known and untouched(number)})

    # --- what has to be there ---

    def _references(
        self,
        articles: Articles,
        shelf: Shelf,
        sources: Mapping[int, int | None],
        changed: Mapping[int, CriteriaSet],
    ) -> None:
        """Note what the new book refers to and doesn't have, in the articles and in the sets concerned."""
        for reading in articles.readings:
            if reading.option(reading.choice) is None:
                keys = [option.key for option in reading.options]
                self.note((f"readings/{reading.key}", "choice"), *_no_such(reading.choice, keys))
        stars = [str(band.stars) for band in articles.bands]
        if not stars:
            self.note(("bands",), *_NO_BANDS)
        papers = _papers(articles)
        readings = [reading.key for reading in articles.readings]
        parts = [rule.code for rule in articles.parts]
        # A set that isn't changed can only be hurt by what the articles lose.
        lost = (
            set(_papers(self.book.articles)) - set(papers)
            or {reading.key for reading in self.book.articles.readings} - set(readings)
            or {rule.code for rule in self.book.articles.parts} - set(parts)
            or {str(band.stars) for band in self.book.articles.bands} - set(stars)
        )
        for number, source in sources.items():
            if not lost and source is not None and source not in changed:
                continue
            criteria_set = shelf.take(number)
            for part in criteria_set.parts:
                if part.code not in parts:
                    self.note((f"{number}/part/{part.code}",), *_no_such(part.code, parts))
            for gate, _ in criteria_set.all_gates():
                if gate.kind == "requirement" and gate.reading not in readings:
                    told = _no_such(str(gate.reading), readings)
                    self.note((f"{number}/gate/{gate.key}", "reading"), *told)
                codes = [criterion.code for criterion in criteria_set.criteria]
                for code in gate.zero_in:
                    if code not in codes:
                        self.note((f"{number}/gate/{gate.key}", "zero_in"), *_no_such(code, codes))
            seen: dict[str, Criterion] = {}
            for criterion in criteria_set.criteria:
                self._criterion(f"{number}/{criterion.code}", criterion, seen, papers, stars)
                seen[criterion.code] = criterion

    def _criterion(
        self,
        key: str,
        criterion: Criterion,
        before: Mapping[str, Criterion],
        papers: list[str],
        stars: list[str],
    ) -> None:
        for paper in criterion.evidence:
            if paper not in papers:
                self.note((key, "evidence"), *_no_such(paper, papers))
        ladders = list(criterion.ladders())
        if not all(levels for _, levels in ladders):
            self.note((key, "levels"), *_NO_LEVELS)
        if criterion.alternatives and criterion.levels:
            self.note((key, "levels"), *_TWO_LADDERS)
        marks = [level.minimum_for for _, levels in ladders for level in levels]
        for mark in (*marks, criterion.marked_for):
            if mark is not None and str(mark) not in stars:
                self.note((key,), *_no_such(str(mark), stars))
        condition = criterion.applies_when
        if condition:
            other = before.get(condition.criterion)
            keys = [level.key for level in other.levels] if other else []
            if condition.above not in keys:
                told = _no_such(f"{condition.criterion} > {condition.above}", list(before))
                self.note((key, "applies_when"), *told)


class _Draft:
    """One layout on its way to what it becomes."""

    def __init__(self, work: _Work, tree: Tree, edits: list[_Edit]) -> None:
        self.work = work
        self.tree = tree
        self.edits = edits
        self.added = {edit.place: edit for edit in edits if edit.adds is not None}

    def carry_out(self) -> None:
        """Change fields, take out what moves or goes, then put in what moves or is new."""
        placed = [edit for edit in self.edits if edit.placing is not None and edit.adds is None]
        for edit in placed:
            if not self._already_there(edit):
                continue
            self.work.note((edit.key,), *_THERE_ALREADY)
        for edit in self.edits:
            self._change(edit)
        for edit in placed:
            self.tree.siblings(edit.place).remove(edit.place)
        for edit in self.edits:
            if edit.removes and edit.place in self.tree.places:
                self._remove(edit.place)
        self._place([*placed, *self.added.values()])
        if not self.work.problems:
            self._unique()

    def _change(self, edit: _Edit) -> None:
        if not edit.fields:
            return
        place = self.tree.places[edit.place]
        own = {name: value for name, value in edit.fields.items() if name in place.own}
        self.tree.places[edit.place] = evolve(place, own={**place.own, **own})
        for name in edit.fields.keys() - own.keys():
            for child in list(self.tree.lists.get((edit.place, name), ())):
                self._remove(child)
            for index, member in enumerate(edit.fields[name]):
                step = str(index)
                self.tree.add(member, edit.place, name, (NEW, *edit.place, name, step), index)

    def _remove(self, place: Address) -> None:
        siblings = self.tree.siblings(place)
        if place in siblings:
            siblings.remove(place)
        for one in list(self.tree.within(place)):
            del self.tree.places[one]

    def _already_there(self, edit: _Edit) -> bool:
        placing = edit.placing or {}
        siblings = self.tree.siblings(edit.place)
        index = siblings.index(edit.place)
        previous = siblings[index - 1] if index else None
        parent = self.tree.places[edit.place].parent
        anchor = self._neighbour(edit, "after", placing.get("after"))
        if anchor is not None:
            moving = any(other.place == anchor and other.placing for other in self.edits)
            return anchor == previous and not moving
        into = self._host(edit, placing["in"]) if "in" in placing else parent
        return previous is None and into == parent

    def _neighbour(self, edit: _Edit, name: str, key: str | None) -> Address | None:
        """Return the place that a change names as its neighbour or host, as far as it is there."""
        if key is None:
            return None
        cls = self._cls(edit)
        steps = self._steps(edit, cls, name, key.removeprefix(NEW))
        old = steps in self.tree.places and steps not in self.work._removed  # noqa: SLF001
        if old and not key.startswith(NEW):
            return steps
        new = (NEW, *steps)
        return new if new in self.added or new in self.tree.places else None

    def _cls(self, edit: _Edit) -> type:
        return type(edit.adds) if edit.adds is not None else self.tree.places[edit.place].cls

    def _steps(self, edit: _Edit, cls: type, name: str, key: str) -> Address:
        naming = NAMINGS[cls]
        if name == "in":
            return (*self.tree.top, *(naming.inside or ()), *([key] if key else []))
        if naming.home is not None:
            return (*self.tree.top, *naming.home, key)
        place = edit.place[1:] if edit.place[:1] == (NEW,) else edit.place
        return (*place[:-1], key)

    def _host(self, edit: _Edit, key: str | None) -> Address | None:
        return self.tree.root if key is None else self._neighbour(edit, "in", key)

    def _place(self, edits: list[_Edit]) -> None:
        """Put places where they belong, each after its neighbour is there."""
        pending = {edit.place: edit for edit in edits}
        followers: dict[object, str] = {}
        while pending:
            ready = [edit for edit in pending.values() if self._is_ready(edit, pending)]
            for edit in ready or pending.values():
                if ready:
                    self._put(edit, followers)
                else:
                    self.work.note((edit.key,), *_CIRCLE)
            if not ready:
                return
            for edit in ready:
                del pending[edit.place]

    def _is_ready(self, edit: _Edit, pending: Mapping[Address, _Edit]) -> bool:
        placing = edit.placing or {}
        names = [self._neighbour(edit, name, placing.get(name)) for name in _PLACING]
        return not any(one in pending for one in names if one is not None)

    def _put(self, edit: _Edit, followers: dict[object, str]) -> None:
        spot = self._spot(edit)
        if spot is None:
            return
        into, name, after = spot
        place = (into, name, after)
        if place in followers:
            self.work.note((edit.key,), *_same_spot(edit.key, followers[place]))
            return
        followers[place] = edit.key
        siblings = self.tree.lists.setdefault((into, name), [])
        at = siblings.index(after) + 1 if after is not None else 0
        if edit.adds is not None:
            self.tree.add(edit.adds, into, name, edit.place, at)
        else:
            siblings.insert(at, edit.place)
            one = self.tree.places[edit.place]
            self.tree.places[edit.place] = evolve(one, parent=into, field=name)

    def _spot(self, edit: _Edit) -> tuple[Address, str, Address | None] | None:
        placing = edit.placing or {}
        cls = self._cls(edit)
        key = placing.get("after")
        after = self._neighbour(edit, "after", key)
        if key is not None and (after is None or after not in self.tree.places):
            known = [written(one) for one, place in self.tree.places.items() if place.cls is cls]
            self.work.note((edit.key, "after"), *_no_neighbour(key, known))
            return None
        if after is not None and not edit.into:
            anchor = self.tree.places[after]
            into, name = anchor.parent or self.tree.root, anchor.field
        else:
            host = self._into(edit, cls, placing)
            if host is None:
                return None
            into, name = host
        if "in" in placing and after is not None and self._host(edit, placing["in"]) != into:
            self.work.note((edit.key, "in"), *_ELSEWHERE)
            return None
        if after is not None and after not in self.tree.lists.get((into, name), ()):
            self.work.note((edit.key, "after"), *_no_neighbour(str(key), ()))
            return None
        return into, name, after

    def _into(self, edit: _Edit, cls: type, placing: Mapping[str, Any]) -> tuple[Address, str] | None:
        if edit.into:
            return edit.into
        inside = NAMINGS[cls].inside
        if "in" in placing:
            into = self._host(edit, placing["in"])
        elif edit.adds is None:
            into = self.tree.places[edit.place].parent
        else:
            into = None if inside else self.tree.root
        if into is None or into not in self.tree.places:
            named = placing.get("in")
            if named is None:
                self.work.note((edit.key,), *_WHERE)
            else:
                known = [written(one) for one in self.tree.places if one[:-1] == (*self.tree.top, *(inside or ()))]
                self.work.note((edit.key, "in"), *_no_neighbour(str(named), known))
            return None
        lists = shape(self.tree.places[into].cls).lists
        name = next((name for name, kind in lists.items() if kind is cls), None)
        if name is None:
            self.work.note((edit.key, "in"), *_NOT_INTO)
            return None
        return into, name

    def _unique(self) -> None:
        """Note every two places that would bear one address."""
        found: dict[Address, Address] = {}
        by_place = {edit.place: edit.key for edit in self.edits}
        shared: set[Address] = set()
        for place, called in self.tree.addresses():
            if called in found:
                shared.add(called)
            if called in found and called[:-1] not in shared:
                key = by_place.get(place) or by_place.get(found[called]) or written(called)
                self.work.note((key,), *_taken(written(called)))
            found[called] = place


def _entries(articles: Articles) -> dict[int, tuple[SetEntry, str]]:
    return {
        entry.number: (entry, group.key)
        for group in articles.groups
        for subgroup in group.subgroups
        for entry in subgroup.sets
    }


def _dressed(
    criteria_set: CriteriaSet, entry: SetEntry, group: str, names: Mapping[str, Text]
) -> CriteriaSet:
    """Return a set with what it repeats of the list of sets and of the list of parts."""
    return evolve(
        criteria_set,
        number=entry.number,
        slug=entry.slug,
        name=entry.name,
        group=group,
        samples=entry.samples,
        parts=tuple(
            evolve(part, name=names.get(part.code, part.name)) for part in criteria_set.parts
        ),
    )


def _papers(articles: Articles) -> list[str]:
    return [paper.key for paper in articles.dossier.evidence] if articles.dossier else []


_UNFIT = object()


def _derived(cls: type) -> dict[str, Any]:
    """Return stand-ins for the fields that a place only repeats."""
    if cls is CriteriaSet:
        return {"number": 0, "slug": "", "name": Text(vi="", en=""), "group": "", "samples": None}
    return {}


def _named(cls: type, step: str) -> dict[str, Any]:
    """Return the fields that the last step of an address gives to a new place."""
    by = NAMINGS[cls].by
    words = step.rsplit("-", len(by) - 1) if by else []
    kinds = shape(cls).own
    return {
        name: int(word) if kinds[name] is int and word.isdecimal() else word
        for name, word in zip(by, words, strict=False)
    }


def _completed(value: Any, kind: Any, named: Mapping[str, Any]) -> Any:
    """Return a plain value with what an author needn't write: letters, names told by the address."""
    if isinstance(value, list | tuple) and kind not in NAMINGS:
        members = [one for one in getattr(kind, "__args__", ()) if one in NAMINGS]
        return [_completed(one, members[0], {}) for one in value] if members else value
    if kind not in NAMINGS or not isinstance(value, Mapping):
        return value
    naming, here = NAMINGS[kind], shape(kind)
    found = {**to_plain(named), **value}
    for name, cls in here.lists.items():
        found[name] = _completed(found.get(name, []), tuple[cls, ...], {})
    for name, cls in here.singles.items():
        if name in found:
            found[name] = _completed(found[name], cls, {})
    if naming.letters:
        found.setdefault("key", "")
    if "name" in naming.derived:
        found.setdefault("name", {"vi": "", "en": ""})
    return found


# --- the problems ---

_NOTHING_AT_ALL: _Told = (
    "changes-nothing",
    Text(vi="Không có thay đổi nào", en="There is no change"),
    Text(vi="Sửa đổi phải thay đổi ít nhất một chỗ", en="An amendment changes at least one place"),
    Text(vi="Ghi trường cần sửa, hoặc bỏ dòng này", en="Write the field to change, or leave the line out"),
)
_CANNOT_GO: _Told = (
    "cannot-remove",
    Text(vi="Không thể bỏ chỗ này", en="This place can't be removed"),
    Text(vi="Nó là toàn bộ văn bản hoặc toàn bộ bộ tiêu chí", en="It is a whole book or criteria set"),
    Text(vi='Để bỏ một bộ tiêu chí, bỏ dòng của nó: "sets/SỐ": null', en='To remove a set, remove its line: "sets/NUMBER": null'),
)
_NOT_INTO: _Told = (
    "not-into",
    Text(vi="Không thể chuyển vào chỗ đó", en="It can't be put in there"),
    Text(vi="Chỗ đó không chứa loại nội dung này", en="That place holds no such thing"),
    Text(vi="Bỏ 'in', hoặc ghi nơi khác", en="Leave out 'in', or name another place"),
)
_WHERE: _Told = (
    "where",
    Text(vi="Chưa rõ đặt vào đâu", en="It isn't said where it belongs"),
    Text(vi="Chỗ mới phải đứng trong một danh sách", en="A new place stands in some list"),
    Text(vi="Ghi 'after' (đứng sau) hoặc 'in' (đứng đầu trong)", en="Write 'after' (it follows) or 'in' (it comes first in)"),
)
_ELSEWHERE: _Told = (
    "elsewhere",
    Text(vi="'after' và 'in' chỉ hai nơi khác nhau", en="'after' and 'in' name different places"),
    Text(vi="Chỗ đứng trước không nằm trong nơi ghi ở 'in'", en="What it follows isn't in what 'in' names"),
    Text(vi="Chỉ ghi một trong hai", en="Write only one of the two"),
)
_CIRCLE: _Told = (
    "circle",
    Text(vi="Các chỗ đứng sau lẫn nhau thành vòng", en="Places follow each other in a circle"),
    Text(vi="Không chỗ nào đứng trước được", en="None of them can come first"),
    Text(vi="Cho một chỗ đứng sau nội dung có sẵn", en="Let one of them follow something that stays"),
)
_THERE_ALREADY: _Told = (
    "changes-nothing",
    Text(vi="Đã đứng ở đó", en="It stands there already"),
    Text(vi="Sửa đổi không làm thay đổi gì có thể là nhầm chỗ", en="A change that changes nothing may have missed its place"),
    Text(vi="Bỏ dòng này hoặc kiểm tra lại địa chỉ", en="Leave it out, or check the address"),
)
_NO_ENTRY: _Told = (
    "set-without-line",
    Text(vi="Bộ tiêu chí mới chưa có trong danh mục", en="The new criteria set has no line in the list of sets"),
    Text(vi="Tên, nhóm và số của bộ nằm ở danh mục", en="The list tells its name, group and number"),
    Text(vi='Thêm "+sets/SỐ": {add: …, in: …}', en='Add "+sets/NUMBER": {add: …, in: …}'),
)
_NO_BANDS: _Told = (
    "no-bands",
    Text(vi="Không còn hạng sao nào", en="No star band is left"),
    Text(vi="Không thể xếp hạng", en="Nothing could be rated"),
    Text(vi="Giữ lại các hạng sao", en="Keep the star bands"),
)
_NO_LEVELS: _Told = (
    "no-levels",
    Text(vi="Tiêu chí không còn mức nào", en="A criterion is left without levels"),
    Text(vi="Không thể chấm tiêu chí đó", en="It couldn't be answered"),
    Text(vi="Ghi ít nhất một mức, hoặc bỏ cả tiêu chí", en="Write at least one level, or remove the criterion"),
)
_TWO_LADDERS: _Told = (
    "two-ladders",
    Text(vi="Tiêu chí vừa có mức riêng vừa có các trường hợp", en="A criterion has levels and cases as well"),
    Text(vi="Không rõ chấm theo thang nào", en="Which ladder counts is unclear"),
    Text(vi="Bỏ 'levels' hoặc bỏ 'alternatives'", en="Remove 'levels' or 'alternatives'"),
)


def _nowhere(key: str, known: Iterator[str] | list[str] | Any) -> _Told:
    return (
        "unknown-address",
        Text(vi=f"Không có chỗ nào là {key!r}", en=f"There is no place {key!r}"),
        Text(vi="Địa chỉ phải chỉ một chỗ có trong văn bản", en="An address names a place that the book has"),
        nearest(key.removeprefix(NEW), list(known)),
    )


def _not_fields(change: Any) -> _Told:
    return (
        "not-a-change",
        Text(vi=f"{shown(change)} không phải là một thay đổi", en=f"{shown(change)} is not a change"),
        Text(vi="Không rõ trường nào nhận giá trị này", en="Which field gets the value is unclear"),
        Text(vi="Viết {trường: giá trị}, hoặc null để bỏ", en="Write {field: value}, or null to remove the place"),
    )


def _unknown_field(place: Place, name: str, known: Mapping[str, Any]) -> _Told:
    return (
        "unknown-field",
        Text(vi=f"{written(place.id)} không có trường {name!r}", en=f"{written(place.id)} has no field {name!r}"),
        Text(
            vi="Trường viết sai, hoặc được ghi ở địa chỉ khác",
            en="The field is mistyped, or is told at another address",
        ),
        nearest(name, [*known, *_PLACING]),
    )


def _changes_nothing(value: str) -> _Told:
    return (
        "changes-nothing",
        Text(vi=f"Hiện đã là {value}", en=f"It is {value} already"),
        Text(vi="Sửa đổi không làm thay đổi gì có thể là nhầm chỗ", en="A change that changes nothing may have missed its place"),
        Text(vi="Bỏ dòng này hoặc kiểm tra lại địa chỉ", en="Leave it out, or check the address"),
    )


def _not_a_neighbour(value: Any) -> _Told:
    return (
        "not-a-neighbour",
        Text(vi=f"{shown(value)} không phải là mã của một chỗ", en=f"{shown(value)} is not the name of a place"),
        Text(vi="Mã là chữ, như \"2.4\"", en='Names are text, such as "2.4"'),
        Text(vi="Đặt trong ngoặc kép", en="Put it in quotes"),
    )


def _no_neighbour(key: str, known: Any) -> _Told:
    names = [one.rsplit("/", 1)[-1] for one in known]
    return (
        "unknown-neighbour",
        Text(vi=f"Không có {key!r} ở đó", en=f"There is no {key!r} there"),
        Text(vi="Chỗ được nêu phải còn lại sau sửa đổi và ở cùng danh sách", en="What is named must be left after the amendment, in the same list"),
        nearest(key, names),
    )


def _beside_add(name: str) -> _Told:
    return (
        "beside-add",
        Text(vi=f"{name!r} đứng cạnh 'add'", en=f"{name!r} stands beside 'add'"),
        Text(vi="Một chỗ mới chỉ có 'add', 'after', 'in'", en="A new place has 'add', 'after' and 'in' only"),
        Text(vi="Đưa vào trong 'add'", en="Put it inside 'add'"),
    )


def _taken(key: str) -> _Told:
    return (
        "address-taken",
        Text(vi=f"Đã có {key}", en=f"{key} is there already"),
        Text(vi="Hai chỗ không thể cùng một địa chỉ", en="Two places can't have one address"),
        Text(
            vi="Chọn mã khác; nếu chỗ cũ bị bỏ hoặc đánh số lại, thêm dấu + trước địa chỉ mới",
            en="Choose another name; if the old place goes or is renumbered, put + before the new address",
        ),
    )


def _other_name(found: str, wanted: str) -> _Told:
    return (
        "name-differs",
        Text(vi=f"Là {found!r}, nhưng địa chỉ ghi {wanted!r}", en=f"It is {found!r}, but the address says {wanted!r}"),
        Text(vi="Mã đã nằm trong địa chỉ", en="The address tells the name already"),
        Text(vi="Bỏ trường này", en="Leave the field out"),
    )


def _twice(key: str, other: str) -> _Told:
    return (
        "changed-twice",
        Text(vi=f"{key} và {other} là một chỗ", en=f"{key} and {other} are one place"),
        Text(vi="Không rõ thay đổi nào có hiệu lực", en="Which change counts is unclear"),
        Text(vi="Gộp thành một", en="Make them one"),
    )


def _within_removed(key: str, other: str) -> _Told:
    return (
        "changed-twice",
        Text(vi=f"{key} nằm trong chỗ mà {other} bỏ hoặc thay", en=f"{key} is within what {other} removes or replaces"),
        Text(vi="Không rõ thay đổi nào có hiệu lực", en="Which change counts is unclear"),
        Text(vi="Giữ một trong hai thay đổi", en="Keep one of the two changes"),
    )


def _same_spot(key: str, other: str) -> _Told:
    return (
        "same-spot",
        Text(vi=f"{key} và {other} cùng đứng một chỗ", en=f"{key} and {other} would stand at one spot"),
        Text(vi="Không rõ chỗ nào đứng trước", en="Which comes first is unclear"),
        Text(vi="Cho chỗ này đứng sau chỗ kia: after: \"+…\"", en='Let one follow the other: after: "+…"'),
    )


def _no_form(number: int) -> _Told:
    return (
        "line-without-set",
        Text(vi=f"Bộ {number} chưa có tiêu chí", en=f"Set {number} has no criteria"),
        Text(vi="Mỗi dòng của danh mục có một bộ tiêu chí", en="Every line of the list has a criteria set"),
        Text(vi=f'Thêm "+{number}": {{add: {{parts: …}}}}', en=f'Add "+{number}": {{add: {{parts: …}}}}'),
    )


def _no_such(key: str, known: list[str]) -> _Told:
    return (
        "unknown-reference",
        Text(vi=f"Không có {key!r}", en=f"There is no {key!r}"),
        Text(vi="Văn bản sau sửa đổi nhắc đến một chỗ không còn hoặc chưa có", en="The amended book refers to something that it doesn't have"),
        nearest(key, known),
    )
