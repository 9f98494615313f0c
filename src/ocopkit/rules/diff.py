"""Differences between two rule books, clause by clause, and the way from one to the other.

:mod:`ocopkit.rules.changing.match` tells which clause of one book is which of the other;
:mod:`ocopkit.rules.change` what a difference holds and how it is shown.
"""

from bisect import bisect_left
from collections.abc import Iterator

from attrs import evolve

from ocopkit.conversion import expect, to_plain
from ocopkit.rules.addresses import NEW, Address, Place, Tree, layout, shape, stand_ins, written
from ocopkit.rules.amend import amend
from ocopkit.rules.articles import Articles, SetEntry
from ocopkit.rules.book import RuleBook
from ocopkit.rules.change import Change, Diff, Kind
from ocopkit.rules.changing.match import Pairs, match
from ocopkit.rules.changing.telling import ASIDE, Teller
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import Vocabulary
from ocopkit.text import Text


def diff(a: RuleBook, b: RuleBook) -> Diff:
    """Return all differences between two rule books.

    Criteria sets are matched by slug, by number and name, or by the likeness of their names.

    Args:
        a: The first book.
        b: The second.

    Returns:
        The differences, those of the articles first; none if the books are the same to the letter,
        translations and hints included. Ids do not count.

    Raises:
        TypeError: If one of them is no rule book.

    Example:
        >>> import ocopkit
        >>> old, new = ocopkit.rule_book("qd-148-2023"), ocopkit.rule_book("qd-26-2026")
        >>> gone = [one for one in diff(old, new) if one.kind == "removed" and one.set == 11]
        >>> gone[0].text.en
        'Criterion “Accounting” (3.đ): gone, 1 point at most (0/1)'
    """
    expect(a, RuleBook, "a")
    expect(b, RuleBook, "b")
    before, after = layout(a.articles), layout(b.articles)
    pairs = match(before, after)
    names = _names(a.articles) | _names(b.articles)
    facts = a.facts.with_more(b.facts)
    changes = list(_Comparison(before, after, pairs, Teller(before, after, names, facts)).changes())
    for entry in (place for place in before.places.values() if place.cls is SetEntry):
        if entry.id in pairs:
            number = after.places[pairs[entry.id]].own["number"]
            first, second = a.shelf.take(entry.own["number"]), b.shelf.take(number)
            changes += _set_changes(first, second, facts)
    known = set(pairs.values())
    for entry in (place for place in after.places.values() if place.cls is SetEntry):
        if entry.id not in known:
            changes.append(_new_set(b.shelf.take(entry.own["number"])))
    return Diff(a.id, b.id, tuple(changes))


def diff_sets(a: CriteriaSet, b: CriteriaSet, *, facts: Vocabulary | None = None) -> Diff:
    """Return all differences between two criteria sets, also two of one book.

    What a set repeats of its book's list of sets (number, name, group, samples) isn't compared.

    Args:
        a: The first set.
        b: The second.
        facts: The facts in whose words conditions are told; by their formulas if left out.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> diff_sets(book[11], book[11]).changes
        ()
    """
    names = [f"{one.basis.book}/{one.number}" if one.basis else str(one.number) for one in (a, b)]
    return Diff(names[0], names[1], tuple(_set_changes(a, b, facts or Vocabulary())))


def apply(diff: Diff, book: RuleBook) -> RuleBook:
    """Return a rule book with differences carried out: the first of two books becomes the second.

    Args:
        diff: The differences.
        book: The book that they start from.

    Raises:
        AmendmentError: If they don't fit the book.

    Example:
        >>> import ocopkit
        >>> old, new = ocopkit.rule_book("qd-148-2023"), ocopkit.rule_book("qd-26-2026")
        >>> from ocopkit.rules.diff import diff
        >>> apply(diff(old, new), old) == new
        True
    """
    if not diff:
        return book
    because = Text(
        vi=f"Theo so sánh {diff.before} → {diff.after}",
        en=f"By the comparison {diff.before} → {diff.after}",
    )
    made = amend(book, diff.as_changes(), because=because)
    # The very id of the second book: what is made is its content.
    return RuleBook(evolve(made.articles, id=diff.after), made.shelf)


def _names(articles: Articles) -> dict[str, Text]:
    names = {one.key: one.name for one in articles.groups}
    names |= {one.key: one.name for one in articles.ministries}
    return names | {one.key: one.name for one in articles.tiers}


def _set_changes(a: CriteriaSet, b: CriteriaSet, facts: Vocabulary) -> Iterator[Change]:
    if a is b:
        return
    # Both under the first one's number: an address is that of the first book.
    before, after = layout(a), layout(b, number=a.number)
    if before.places == after.places:
        return
    teller = Teller(before, after, {}, facts)
    yield from _Comparison(before, after, match(before, after), teller, a.number).changes()


def _new_set(criteria_set: CriteriaSet) -> Change:
    plain = to_plain(criteria_set)
    teller = Teller(Tree((), ()), Tree((), ()), {})
    for field in stand_ins(CriteriaSet):
        plain.pop(field, None)
    name = criteria_set.name
    return Change(
        kind="added",
        address=str(criteria_set.number),
        field=None,
        before=None,
        after=plain,
        subject=Text(vi=f"Bộ tiêu chí “{name.vi}”", en=f"Criteria set “{name.en}”"),
        said=teller.added(criteria_set),
    )


class _Comparison:
    """The comparison of two layouts whose places are matched."""

    def __init__(
        self, before: Tree, after: Tree, pairs: Pairs, teller: Teller, number: int | None = None
    ) -> None:
        self.before = before
        self.after = after
        self.pairs = pairs
        self.back = {match: place for place, match in pairs.items()}
        self.teller = teller
        self.set = number
        self._moved = set(self._moves())

    def changes(self) -> Iterator[Change]:
        """Yield all differences: what is left in the order of the second, what is gone in its place."""
        gone: dict[Address | None, list[Address]] = {}
        last: Address | None = None
        for place in self.before.places:
            if place in self.pairs:
                last = self.pairs[place]
            else:
                gone.setdefault(last, []).append(place)
        for place in self.after.places:
            if place in self.back:
                yield from self._kept(self.before.places[self.back[place]], self.after.places[place])
            elif self._tells(self.after, place, self.back):
                yield self._added(self.after.places[place])
            for one in gone.get(place, ()):
                if self._tells(self.before, one, self.pairs):
                    yield self._removed(self.before.places[one])

    def _tells(self, tree: Tree, place: Address, matched: Pairs) -> bool:
        """Return whether a new or removed place is told by itself, and not with the place it is in."""
        one = tree.places[place]
        return one.naming.home is not None or one.parent in matched

    # --- kinds of differences ---

    def _kept(self, a: Place, b: Place) -> Iterator[Change]:
        for name in shape(a.cls).own:
            before, after = a.own[name], b.own[name]
            if before != after:
                yield self._changed(a, b, name)
        if b.id in self._moved:
            yield self._moved_change(a, b)

    def _changed(self, a: Place, b: Place, name: str) -> Change:
        before, after = a.own[name], b.own[name]
        kind: Kind = "changed"
        said = self.teller.changed(a, name, before, after)
        if name in a.naming.by:
            kind, said = "renumbered", self.teller.renumbered(before, after)
        elif name == "name" and a.naming.home is not None:
            kind = "renamed"
        translated = isinstance(before, Text) and isinstance(after, Text) and before.vi == after.vi
        return Change(
            kind=kind,
            address=written(a.id),
            field=name,
            before=to_plain(before),
            after=to_plain(after),
            subject=self.teller.subject_of_both(a, b),
            said=said,
            code=self.teller.code(a, b),
            set=self.set,
            aside=name in ASIDE or translated,
        )

    def _moved_change(self, a: Place, b: Place) -> Change:
        host, neighbour = self.after.places[b.parent or self.after.root], self._previous(b)
        before = self._position(a, self.before, {})
        return Change(
            kind="moved",
            address=written(a.id),
            field=None,
            before=before,
            after=self._position(b, self.after, self.back),
            subject=self.teller.subject(self.before, a),
            said=self.teller.moved(
                self.teller.subject(self.after, host),
                self.teller.subject(self.after, neighbour) if neighbour else None,
            ),
            code=self.teller.code(a, b),
            set=self.set,
            position=self._position(b, self.after, self.back),
        )

    def _added(self, b: Place) -> Change:
        value = self.after.build(b.id, whole=False, more=stand_ins(b.cls))
        return Change(
            kind="added",
            address=written(self._new_address(b)),
            field=None,
            before=None,
            after=to_plain(value),
            subject=self.teller.subject(self.after, b),
            said=self.teller.added(value),
            code=self.teller.code(None, b),
            set=self.set,
            position=self._position(b, self.after, self.back),
        )

    def _removed(self, a: Place) -> Change:
        value = self.before.build(a.id, whole=False, more=stand_ins(a.cls))
        return Change(
            kind="removed",
            address=written(a.id),
            field=None,
            before=to_plain(value),
            after=None,
            subject=self.teller.subject(self.before, a),
            said=self.teller.removed(value),
            code=self.teller.code(a, None),
            set=self.set,
        )

    # --- where places stand ---

    def _new_address(self, b: Place) -> Address:
        """Return the address of a new place, in the terms of the first book but for its own name."""
        if b.naming.home is not None or b.parent is None:
            return b.id
        parent = self.back[b.parent]
        own_steps = b.id[len(b.parent) if b.parent != self.after.root else len(self.after.top) :]
        return (*(parent if parent != self.before.root else self.before.top), *own_steps)

    def _previous(self, place: Place, tree: Tree | None = None) -> Place | None:
        tree = tree or self.after
        siblings = tree.siblings(place.id)
        index = siblings.index(place.id)
        return tree.places[siblings[index - 1]] if index else None

    def _position(self, place: Place, tree: Tree, back: Pairs) -> dict[str, str | None]:
        """Return where a place stands, as an amendment of the first book says it."""
        if place.field in shape(tree.places[place.parent or tree.root].cls).singles:
            return {}
        previous = self._previous(place, tree)
        if previous is not None:
            return {"after": self._name(previous, tree, back)}
        if place.naming.inside is None:
            return {"after": None}
        parent = tree.places[place.parent or tree.root]
        if parent.id == tree.root:
            return {"in": None}
        return {"in": self._name(parent, tree, back)}

    def _name(self, place: Place, tree: Tree, back: Pairs) -> str:
        """Return the last step of an address, in the terms of the first book."""
        if tree is self.before:
            return place.id[-1]
        old = back.get(place.id)
        return old[-1] if old is not None else NEW + place.id[-1]

    def _moves(self) -> Iterator[Address]:
        """Yield what stands elsewhere in the second layout: in another place, or in another order."""
        for (parent, _), siblings in self.after.lists.items():
            kept = [one for one in siblings if one in self.back]
            home = self.back.get(parent)
            at_home = [one for one in kept if self.before.places[self.back[one]].parent == home]
            yield from (one for one in kept if one not in at_home)
            ranks = {place: rank for rank, place in enumerate(self.before.places)}
            order = [ranks[self.back[one]] for one in at_home]
            stay = _longest_rising(order)
            yield from (one for index, one in enumerate(at_home) if index not in stay)


def _longest_rising(numbers: list[int]) -> set[int]:
    """Return the indices of a longest rising subsequence: what need not move.

    Example:
        >>> sorted(_longest_rising([0, 3, 1, 2]))
        [0, 2, 3]
    """
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(tails, number)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(number)
            ends.append(index)
        else:
            tails[length] = number
            ends[length] = index
    found: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        found.add(index)
        index = previous[index]
    return found
