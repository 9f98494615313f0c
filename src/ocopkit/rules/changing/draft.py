"""Carrying out changes: one layout on its way to what it becomes."""

from collections.abc import Mapping

from attrs import evolve

from ocopkit.errors import Problem, Told
from ocopkit.rules.addresses import NAMINGS, NEW, Address, Tree, class_of, shape, written
from ocopkit.rules.changing import refusals as no
from ocopkit.rules.changing.edits import Edit
from ocopkit.rules.changing.refusals import PLACING, refusal

_Spot = tuple[Address, str, Address | None]
"""Where a place goes: the place and the field that hold the list, and the neighbour it follows."""


def carry_out(edits: list[Edit]) -> tuple[Tree, list[Problem]]:
    """Return a layout with changes carried out, and what doesn't fit together.

    Fields change first; then what moves or goes is taken out, and what moves or is new put in, each after
    its neighbour. So the order of the changes doesn't matter.

    Args:
        edits: All changes of one layout, none of which contradicts another.
    """
    draft = _Draft(edits)
    draft.carry_out()
    return draft.tree, draft.problems


class _Draft:
    def __init__(self, edits: list[Edit]) -> None:
        self.edits = edits
        self.tree = edits[0].tree.copy()
        self.problems: list[Problem] = []
        self._removed = {edit.place for edit in edits if edit.removes}
        self._added = {edit.place for edit in edits if edit.adds is not None}

    def carry_out(self) -> None:
        moving = [edit for edit in self.edits if edit.placing is not None and edit.adds is None]
        for edit in moving:
            if self._stands_there(edit, {other.place for other in moving}):
                self._refuse(edit, no.THERE_ALREADY)
        for edit in self.edits:
            self._change(edit)
        for edit in moving:
            self.tree.siblings(edit.place).remove(edit.place)
        for place in self._removed:
            if place in self.tree.places:
                self._remove(place)
        self._place([*moving, *(edit for edit in self.edits if edit.adds is not None)])
        if not self.problems:
            self._refuse_clashes()

    def _refuse(self, edit: Edit, told: Told, *steps: str) -> None:
        self.problems.append(refusal((edit.key, *steps), told))

    def _change(self, edit: Edit) -> None:
        if not edit.fields:
            return
        place = self.tree.places[edit.place]
        own = {name: value for name, value in edit.fields.items() if name in place.own}
        self.tree.places[edit.place] = evolve(place, own={**place.own, **own})
        for name in edit.fields.keys() - own.keys():
            for child in list(self.tree.lists.get((edit.place, name), ())):
                self._remove(child)
            for index, member in enumerate(edit.fields[name]):
                called = (NEW, NEW, *edit.place, name, str(index))
                self.tree.add(member, edit.place, name, called, index)

    def _remove(self, place: Address) -> None:
        siblings = self.tree.siblings(place)
        if place in siblings:
            siblings.remove(place)
        for one in list(self.tree.within(place)):
            del self.tree.places[one]

    # --- where a change says that a place stands ---

    def _stands_there(self, edit: Edit, moving: set[Address]) -> bool:
        siblings = self.tree.siblings(edit.place)
        index = siblings.index(edit.place)
        previous = siblings[index - 1] if index else None
        neighbour = self._named(edit, "after")
        if neighbour is not None:
            return neighbour == previous and neighbour not in moving
        if (edit.placing or {}).get("after") is not None:
            return False
        parent = self.tree.places[edit.place].parent
        return previous is None and ("in" not in (edit.placing or {}) or self._named(edit, "in") == parent)

    def _named(self, edit: Edit, word: str) -> Address | None:
        """Return the place that a change names as its neighbour or host; ``None`` if it isn't there."""
        key = (edit.placing or {}).get(word)
        if key is None:
            return self.tree.root if word == "in" else None
        steps = self._steps(edit, word, key.removeprefix(NEW))
        if steps in self.tree.places and steps not in self._removed and not key.startswith(NEW):
            return steps
        new = (NEW, *steps)
        return new if new in self._added else None

    def _steps(self, edit: Edit, word: str, key: str) -> Address:
        naming = NAMINGS[self._cls(edit)]
        if word == "in":
            return (*self.tree.top, *(naming.inside or ()), key)
        if naming.home is not None:
            return (*self.tree.top, *naming.home, key)
        place = edit.place[1:] if edit.place[0] == NEW else edit.place
        return (*place[:-1], key)

    def _cls(self, edit: Edit) -> type:
        if edit.adds is not None:
            return class_of(edit.adds)
        return self.tree.places[edit.place].cls

    # --- putting places where they belong ---

    def _place(self, edits: list[Edit]) -> None:
        pending = {edit.place: edit for edit in edits}
        followers: dict[_Spot, str] = {}
        while pending:
            ready = [edit for edit in pending.values() if not self._waits(edit, pending)]
            if not ready:
                for edit in pending.values():
                    self._refuse(edit, no.CIRCLE)
                return
            for edit in ready:
                spot = self._spot(edit)
                if spot in followers:
                    self._refuse(edit, no.same_spot(edit.key, followers[spot]))
                elif spot is not None:
                    followers[spot] = edit.key
                    self._put(edit, spot)
                del pending[edit.place]

    def _waits(self, edit: Edit, pending: Mapping[Address, Edit]) -> bool:
        return any(self._named(edit, word) in pending for word in PLACING)

    def _put(self, edit: Edit, spot: _Spot) -> None:
        into, name, after = spot
        siblings = self.tree.lists.setdefault((into, name), [])
        at = siblings.index(after) + 1 if after is not None else 0
        if edit.adds is not None:
            self.tree.add(edit.adds, into, name, edit.place, at)
        else:
            siblings.insert(at, edit.place)
            moved = self.tree.places[edit.place]
            self.tree.places[edit.place] = evolve(moved, parent=into, field=name)

    def _spot(self, edit: Edit) -> _Spot | None:
        """Return where a place goes; ``None`` and a problem if that can't be told."""
        placing = edit.placing or {}
        key, after = placing.get("after"), self._named(edit, "after")
        if key is not None and (after is None or after not in self.tree.places):
            cls = self._cls(edit)
            known = [written(one) for one, place in self.tree.places.items() if place.cls is cls]
            self._refuse(edit, no.no_neighbour(key, known), "after")
            return None
        host = edit.into
        if host is None and after is not None:
            neighbour = self.tree.places[after]
            host = (neighbour.parent or self.tree.root, neighbour.field)
        host = host or self._host(edit)
        if host is None:
            return None
        if "in" in placing and self._named(edit, "in") != host[0]:
            self._refuse(edit, no.ELSEWHERE, "in")
            return None
        if after is not None and after not in self.tree.lists.get(host, ()):
            # A neighbour that found no place of its own is told already.
            if after not in {other.place for other in self.edits if other.placing}:
                self._refuse(edit, no.no_neighbour(str(key), ()), "after")
            return None
        return (*host, after)

    def _host(self, edit: Edit) -> tuple[Address, str] | None:
        """Return the list that a place goes to whose neighbour isn't told."""
        placing, cls = edit.placing or {}, self._cls(edit)
        if "in" not in placing and edit.adds is None:
            place = self.tree.places[edit.place]
            return (place.parent or self.tree.root, place.field)
        inside = NAMINGS[cls].inside
        if "in" not in placing and inside:
            self._refuse(edit, no.WHERE)
            return None
        into = self._named(edit, "in")
        if into is None or into not in self.tree.places:
            above = (*self.tree.top, *(inside or ()))
            known = [written(one) for one in self.tree.places if one[:-1] == above]
            self._refuse(edit, no.no_neighbour(str(placing["in"]), known), "in")
            return None
        lists = shape(self.tree.places[into].cls).lists
        name = next((name for name, kind in lists.items() if kind is cls), None)
        if name is None:
            self._refuse(edit, no.NOT_INTO, "in")
            return None
        return into, name

    def _refuse_clashes(self) -> None:
        """Refuse every two places that would bear one address; what is within them is told with them."""
        found: dict[Address, Address] = {}
        clashes: set[Address] = set()
        keys = {edit.place: edit.key for edit in self.edits}
        for place, called in self.tree.addresses():
            # A level and a case of one name are a criterion with two ladders, which is told as such.
            if called in found and self.tree.places[place].cls is self.tree.places[found[called]].cls:
                clashes.add(called)
                if called[:-1] not in clashes:
                    key = keys.get(place) or keys.get(found[called]) or written(called)
                    self.problems.append(refusal((key,), no.taken(written(called))))
            found[called] = place
