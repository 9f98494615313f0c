"""Addresses: how every place of a rule book is named, and a book laid out by them.

An address is a few steps joined by ``/``. A criteria set is named by its number or slug, and what is in
it by what the form prints; everything else by the words of ``book.yaml``::

    11/4.1              a criterion: set, code
    11/4.1/c            its level (from the lowest: a, b, c …)
    26/15/b             the case of an either-or criterion; 26/15/b/a is a level of it
    11/part/A           a part; 11/section/4 a section; 11/heading/6.1 a heading
    11/gate/dossier     a gate, on the dossier or on a criterion, by its key
    11                  the criteria set itself

    bands/4             a star band; parts/A, tiers/commune, councils/province, readings/minimum-missed …
    readings/last-day/anniversary      an option of a reading
    groups/food         a product group; subgroups/tea; sets/11 the set's line in the list of sets
    rounds/province-1   a yearly round: tier, number
    certificate         what a book has once: instrument, dossier, certificate, product_code, upgrade …
    dossier/evidence/market            a supporting paper; revocation/grounds/a a ground
    transition/1        what bears no name of its own, by its place in the list, from 1
    book                what concerns the whole book: name, minimums, doubts, sources

A place has *fields* (``points``, ``max``, ``name`` …), the same as in :mod:`ocopkit.rules.criteria` and
:mod:`ocopkit.rules.articles`; where a field is a list of places, each of them has an address of its own.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import attrs
from attrs import field, frozen

from ocopkit.rules import articles as law
from ocopkit.rules import criteria as form
from ocopkit.rules.law import Instrument, Option, Reading
from ocopkit.text import Text

Address = tuple[str, ...]
"""The steps of an address; the first is the number of a set for all that is in a criteria set."""

NEW = "+"
"""The first step of a place that an amendment adds, and the sign that people put before its address."""


@frozen
class Naming:
    """How the places of one class are named.

    Args:
        by: The fields that name one among its siblings; empty if its place in the list does.
        letters: Whether places in the list are counted a, b, c instead of 1, 2, 3.
        home: The steps before its name, from the top, if it is named alike wherever it stands; ``None``
            if its address continues that of the place it is in.
        bare: Whether its name follows that of the place it is in directly, without the field's name.
        inside: The steps before the name of a place that it can be moved into.
        derived: Fields that are told elsewhere and only repeated here.
    """

    by: tuple[str, ...] = ()
    letters: bool = False
    home: Address | None = None
    bare: bool = False
    inside: Address | None = None
    derived: frozenset[str] = frozenset()


def _listed(name: str, *by: str, inside: str | None = None) -> Naming:
    return Naming(by=by, home=(name,), inside=(inside,) if inside else None)


NAMINGS: Mapping[type, Naming] = {
    law.Articles: Naming(derived=frozenset({"id", "sets_from", "amendments"})),
    law.Ministry: _listed("ministries", "key"),
    law.ProductGroup: _listed("groups", "key"),
    law.Subgroup: _listed("subgroups", "key", inside="groups"),
    law.SetEntry: _listed("sets", "number", inside="subgroups"),
    law.ProducerKind: _listed("producers", "key"),
    law.PartRule: _listed("parts", "code"),
    law.StarBand: _listed("bands", "stars"),
    law.Tier: _listed("tiers", "key"),
    law.Council: _listed("councils", "tier"),
    law.Round: _listed("rounds", "tier", "number"),
    law.FormSpec: _listed("forms", "number"),
    Reading: _listed("readings", "key"),
    Option: Naming(by=("key",), bare=True),
    Instrument: Naming(),
    law.DossierRules: Naming(),
    law.Submission: Naming(),
    law.SupportingPaper: Naming(by=("key",)),
    law.CodeRule: Naming(),
    law.CertificateRule: Naming(),
    law.UpgradeRule: Naming(),
    law.ReEvaluationRule: Naming(),
    law.RevocationRule: Naming(),
    law.RevocationGround: Naming(by=("point",)),
    law.Authority: Naming(),
    law.SupervisionRule: Naming(),
    law.TransitionRule: Naming(),
    form.CriteriaSet: Naming(derived=frozenset({"number", "slug", "name", "group", "samples"})),
    form.Part: Naming(by=("code",), home=("part",), derived=frozenset({"name"})),
    form.Section: Naming(by=("code",), home=("section",), inside=("part",)),
    form.Heading: Naming(by=("code",), home=("heading",), inside=("section",)),
    form.Criterion: Naming(by=("code",), home=(), inside=("section",)),
    form.Gate: Naming(by=("key",), home=("gate",), inside=()),
    form.Alternative: Naming(letters=True, bare=True),
    form.Level: Naming(letters=True, bare=True),
}
"""Every class whose instances have addresses; all others are values of a field."""


@frozen
class Shape:
    """The fields of a class: values, lists of places, single places.

    Args:
        own: The types of the fields that hold values.
        lists: The classes of the fields that hold lists of places.
        singles: The classes of the fields that hold one place or none.
    """

    own: Mapping[str, Any]
    lists: Mapping[str, type]
    singles: Mapping[str, type]


def shape(cls: type) -> Shape:
    """Return the fields of a class that has addresses."""
    return _shape(cls)


@cache
def _shape(cls: Any) -> Shape:
    hints = get_type_hints(cls)
    naming = NAMINGS[cls]
    own: dict[str, Any] = {}
    lists: dict[str, type] = {}
    singles: dict[str, type] = {}
    for attribute in attrs.fields(cls):
        name, hint = attribute.name, hints[attribute.name]
        if not attribute.init or not attribute.metadata.get("in_documents", True):
            continue
        members = [member for member in get_args(hint) if member not in {NoneType, Ellipsis}]
        if name in naming.derived or (naming.letters and name == "key"):
            continue
        if get_origin(hint) is tuple and members[0] in NAMINGS:
            lists[name] = members[0]
        elif hint in NAMINGS:
            singles[name] = hint
        elif len(members) == 1 and members[0] in NAMINGS:
            singles[name] = members[0]
        else:
            own[name] = hint
    return Shape(own, lists, singles)


def class_of(value: object) -> type:
    """Return the class of a value."""
    return type(value)


@frozen
class Place:
    """A place of a book: its values, and the place and field it is in.

    Args:
        id: Its address, under which it is kept even if it is renamed.
        cls: Its class.
        own: Its values by field.
        parent: The place it is in; ``None`` for a book's articles and a criteria set.
        field: The field of that place.
    """

    id: Address
    cls: type
    own: Mapping[str, Any]
    parent: Address | None = None
    field: str = ""

    @property
    def naming(self) -> Naming:
        """How it is named."""
        return NAMINGS[self.cls]


@frozen(eq=False)
class Tree:
    """The articles of a book, or one criteria set, laid out by addresses.

    Args:
        top: The steps before all addresses: none for articles, the number for a set.
        root: The address of the whole.
        places: Every place by its address, in the order of the document.
        lists: The addresses in each list of places, by the place and the field that holds it.
    """

    top: Address
    root: Address
    places: dict[Address, Place] = field(factory=dict[Address, Place])
    lists: dict[tuple[Address, str], list[Address]] = field(factory=dict[tuple[Address, str], list[Address]])

    def children(self, place: Address) -> Iterator[Address]:
        """Yield the places directly in a place."""
        here = shape(self.places[place].cls)
        for name in (*here.lists, *here.singles):
            yield from self.lists.get((place, name), ())

    def siblings(self, place: Address) -> list[Address]:
        """Return the list that a place stands in."""
        one = self.places[place]
        return self.lists[(one.parent or (), one.field)]

    def within(self, place: Address) -> Iterator[Address]:
        """Yield a place and all that is in it."""
        yield place
        for child in self.children(place):
            yield from self.within(child)

    def add(self, value: Any, into: Address, name: str, called: Address, at: int) -> None:
        """Lay out a value, with all that is in it, in a list.

        Args:
            value: An instance of a class that has addresses.
            into: The place to put it in.
            name: The field of that place.
            called: Its address.
            at: Its place in the list, from 0.
        """
        self.lists.setdefault((into, name), []).insert(at, called)
        self.lay(value, into, name, called)

    def lay(self, value: Any, parent: Address | None, name: str, called: Address) -> None:
        """Lay out a value, with all that is in it.

        Args:
            value: An instance of a class that has addresses.
            parent: The place that it is in.
            name: The field of that place.
            called: Its address.
        """
        cls = class_of(value)
        here = shape(cls)
        own = {key: getattr(value, key) for key in here.own}
        self.places[called] = Place(called, cls, own, parent, name)
        for key in here.singles:
            if (member := getattr(value, key)) is not None:
                self._put(member, called, key, 0)
        for key in here.lists:
            for index, member in enumerate(getattr(value, key)):
                self._put(member, called, key, index)

    def _put(self, member: Any, into: Address, name: str, index: int) -> None:
        cls = class_of(member)
        own = {key: getattr(member, key) for key in NAMINGS[cls].by}
        called = self._address(cls, own, into, name, index, into)
        if into[:1] == (NEW,):
            # Doubly marked: the address may also be that of something new in an old place.
            called = (NEW, NEW, *(step for step in called if step != NEW))
        while called in self.places:
            called = (NEW, *called)
        self.lists.setdefault((into, name), []).append(called)
        self.lay(member, into, name, called)

    def _address(
        self, cls: type, own: Mapping[str, Any], into: Address, name: str, index: int, called: Address
    ) -> Address:
        """Return the address of a place in another one, which is called by an address."""
        naming = NAMINGS[cls]
        steps: Address = ()
        if naming.by:
            steps = ("-".join(str(own[key]) for key in naming.by),)
        elif naming.letters:
            steps = (form.LETTERS[index],)
        elif name not in shape(self.places[into].cls).singles:
            steps = (str(index + 1),)
        if naming.home is not None:
            return (*self.top, *naming.home, *steps)
        above = self.top if into == self.root else called
        return (*above, *(() if naming.bare else (name,)), *steps)

    def addresses(self) -> Iterator[tuple[Address, Address]]:
        """Yield every place's key here with the address that it has now."""
        pending: list[tuple[Address, Address]] = [(self.root, self.root)]
        while pending:
            place, called = pending.pop()
            yield place, called
            here = shape(self.places[place].cls)
            for name in (*here.singles, *here.lists):
                for index, child in enumerate(self.lists.get((place, name), ())):
                    one = self.places[child]
                    now = self._address(one.cls, one.own, place, name, index, called)
                    pending.append((child, now))

    def build(self, place: Address, *, whole: bool = True, more: Mapping[str, Any] | None = None) -> Any:
        """Return the value that stands at a place.

        Args:
            place: Its address.
            whole: Whether with what is in it but named alike wherever it stands (the criteria of a
                section, the gates of a criterion).
            more: Values of fields that the layout leaves out.
        """
        one = self.places[place]
        here = shape(one.cls)
        values: dict[str, Any] = {**one.own, **(more or {})}
        if one.naming.letters:
            values.setdefault("key", form.LETTERS[self.siblings(place).index(place)])
        for name in here.singles:
            found = self.lists.get((place, name), ())
            values[name] = self.build(found[0], whole=whole) if found else None
        for name, cls in here.lists.items():
            found = self.lists.get((place, name), ()) if whole or _stays_within(cls) else ()
            values[name] = tuple(self.build(child, whole=whole) for child in found)
        if one.cls is form.Part:
            values = {**stand_ins(one.cls), **values}
        return one.cls(**values)

    def copy(self) -> "Tree":
        """Return a layout of its own, to be changed."""
        lists = {key: list(members) for key, members in self.lists.items()}
        return Tree(self.top, self.root, dict(self.places), lists)


def stand_ins(cls: type) -> dict[str, Any]:
    """Return stand-ins for what a place only repeats of another, until it is known."""
    nothing = Text(vi="", en="")
    if cls is form.CriteriaSet:
        return {"number": 0, "slug": "", "name": nothing, "group": "", "samples": None}
    return {"name": nothing} if cls is form.Part else {}


def _stays_within(cls: type) -> bool:
    return NAMINGS[cls].home is None


def layout(value: law.Articles | form.CriteriaSet, *, number: int | None = None) -> Tree:
    """Return the articles of a book, or a criteria set, laid out by addresses.

    Args:
        value: The articles or the set.
        number: The number that addresses give to the set; its own if left out.

    Example:
        >>> import ocopkit
        >>> tree = layout(ocopkit.rule_book("qd-26-2026")[11])
        >>> tree.places["11", "4.1", "c"].own["points"]
        3
    """
    if isinstance(value, law.Articles):
        tree = Tree((), ("book",))
    else:
        top = (str(value.number if number is None else number),)
        tree = Tree(top, top)
    tree.lay(value, None, "", tree.root)
    return tree


def written(address: Address) -> str:
    """Return an address as people write it.

    Example:
        >>> written(("11", "4.1", "c"))
        '11/4.1/c'
    """
    steps = [step for step in address if step != NEW]
    return (NEW if address[:1] == (NEW,) else "") + "/".join(steps)
