"""A crosswalk: which answers on an old form carry over to a new one, and what follows from the others.

Each criterion of a new form is mapped from one criterion of the old form, answer by answer, or stands
open with the reason. An old answer can lead to one new answer, to a few that it leaves possible, or say
nothing of the new criterion. Nothing else follows: a crosswalk never guesses.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Literal

from attrs import field, frozen

from ocopkit.errors import NotFoundError, Problem
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import BELOW, EXEMPT, CriteriaSet, Criterion
from ocopkit.text import Text, join

Claim = Literal["total", "order-keeping"]
"""What a map says of itself: every old answer leads to exactly one new answer; a better old answer
never leads to a lower new one (where several are possible: neither the lowest nor the highest sinks)."""


def answers_of(criterion: Criterion) -> tuple[str, ...]:
    """Return every answer that a criterion takes, lowest first within each of its ladders.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> answers_of(tea.criterion("1.1"))
        ('below', 'a', 'b', 'c')
    """
    ladders = [answer for ladder in _ladders(criterion) for answer in ladder]
    return (*ladders, EXEMPT) if criterion.exempt_when else tuple(ladders)


def _ladders(criterion: Criterion) -> Iterator[tuple[str, ...]]:
    for case, levels in criterion.ladders():
        prefix = f"{case}." if case else ""
        keys = [prefix + level.key for level in levels]
        if levels and levels[0].points > 0:
            keys.insert(0, prefix + BELOW)
        yield tuple(keys)


@frozen
class CriterionMap:
    """What the answers to an old criterion say of a new one.

    Args:
        new: The code of the criterion on the new form.
        old: The code of the criterion on the old form; ``None`` if the old form asks nothing like it.
        levels: The new answers that each old answer leaves possible, lowest first; an old answer that
            isn't here leaves all of them.
        claims: What the map says of itself.
        because: Why some answers are narrowed or left open.
        open: Why the old form cannot answer the new criterion at all.
    """

    new: str
    old: str | None = None
    levels: Mapping[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    claims: tuple[Claim, ...] = ()
    because: Text | None = None
    open: Text | None = None

    @property
    def reason(self) -> Text | None:
        """Why the old form's answer doesn't settle the new criterion, if it doesn't always."""
        return self.open or self.because


@frozen(eq=False)
class SetMap:
    """The map from one criteria set to another.

    Args:
        old: The old set.
        new: The new set.
        criteria: A map for each criterion of the new form, in its order.
        dropped: Why criteria of the old form have no place on the new one, by code.
        gates: Gates of the new book by the gate of the old one that raises them; not every form has each.
    """

    old: CriteriaSet
    new: CriteriaSet
    criteria: tuple[CriterionMap, ...]
    dropped: Mapping[str, Text]
    gates: Mapping[str, str]

    def criterion(self, code: str) -> CriterionMap:
        """Return the map of a criterion of the new form.

        Raises:
            KeyError: If the new form has none of that code.
        """
        for one in self.criteria:
            if one.new == code:
                return one
        raise KeyError(code)


@frozen(eq=False)
class Crosswalk:
    """A declared map of answers from one rule book's sets to another's.

    Args:
        old: The rule book that the answers were given under.
        new: The rule book that they are to be read by.
        pairs: The sets that belong together, by number: two pairs with one old set are a split, two with
            one new set a merger.
        fresh: Why sets of the new book have no old one, by number.
        ended: Why sets of the old book have no new one, by number.
        assumes: What the crosswalk takes for granted.

    Example:
        >>> import ocopkit
        >>> walk = crosswalk_of_itself(ocopkit.rule_book("qd-26-2026"))
        >>> walk.between(11, 11).criterion("1.1").levels["b"]
        ('b',)
    """

    old: RuleBook
    new: RuleBook
    pairs: tuple[tuple[int, int], ...]
    fresh: Mapping[int, Text]
    ended: Mapping[int, Text]
    assumes: Text
    _load: Callable[[int, int], SetMap] = field(alias="load", repr=False)
    _loaded: dict[tuple[int, int], SetMap] = field(
        factory=dict[tuple[int, int], SetMap], init=False, repr=False
    )

    def targets(self, old: int) -> tuple[int, ...]:
        """Return the numbers of the new sets that an old set leads to."""
        return tuple(new for first, new in self.pairs if first == old)

    def sources(self, new: int) -> tuple[int, ...]:
        """Return the numbers of the old sets that lead to a new set."""
        return tuple(old for old, last in self.pairs if last == new)

    def between(self, old: int, new: int) -> SetMap:
        """Return the map between two sets.

        Raises:
            NotFoundError: If the crosswalk doesn't join them.
            DocumentError: If its document is wrong.
        """
        if (old, new) not in self.pairs:
            raise NotFoundError([self._not_joined(old, new)])
        if (old, new) not in self._loaded:
            self._loaded.setdefault((old, new), self._load(old, new))
        return self._loaded[old, new]

    def __iter__(self) -> Iterator[SetMap]:
        """Yield the map of every pair of sets."""
        return (self.between(old, new) for old, new in self.pairs)

    def _not_joined(self, old: int, new: int) -> Problem:
        known = ", ".join(map(str, self.targets(old))) or "–"
        why = self.ended.get(old) or Text(
            vi=f"Bộ {old} chuyển sang bộ: {known}", en=f"Set {old} leads to: {known}"
        )
        return Problem(
            "sets-not-joined",
            Text(
                vi=f"Không có phép chuyển từ bộ {old} ({self.old.id}) sang bộ {new} ({self.new.id})",
                en=f"No crosswalk from set {old} ({self.old.id}) to set {new} ({self.new.id})",
            ),
            why,
            Text(vi="Chọn một cặp bộ được nối với nhau", en="Choose two sets that are joined"),
        )


def crosswalk_of_itself(book: RuleBook, new: RuleBook | None = None) -> Crosswalk:
    """Return the crosswalk of a book to itself: every answer leads to itself.

    Args:
        book: The book.
        new: Another book with the same criteria sets, if it isn't the same.

    Example:
        >>> import ocopkit
        >>> walk = crosswalk_of_itself(ocopkit.rule_book("qd-26-2026"))
        >>> len(walk.pairs)
        26
    """
    other = new or book
    return Crosswalk(
        old=book,
        new=other,
        pairs=tuple((entry.number, entry.number) for entry in book.entries),
        fresh={},
        ended={},
        assumes=Text(vi="Hai bộ tiêu chí như nhau", en="The criteria sets are the same"),
        load=partial(_itself, book, other),
    )


def _itself(book: RuleBook, other: RuleBook, old: int, number: int) -> SetMap:
    new = other[number]
    return SetMap(
        old=book[old],
        new=new,
        criteria=tuple(
            CriterionMap(
                one.code,
                one.code,
                {answer: (answer,) for answer in answers_of(one)},
                ("total", "order-keeping"),
            )
            for one in new.criteria
        ),
        dropped={},
        gates={gate.key: gate.key for gate, _ in new.all_gates()},
    )


def compose(first: Crosswalk, second: Crosswalk) -> Crosswalk:
    """Return the crosswalk that leads through two others, one after the other.

    Args:
        first: From the oldest book to one between.
        second: From the book between to the newest.

    Raises:
        ValueError: If the second doesn't begin where the first ends, or two ways join the same two sets.
    """
    if first.new.digest != second.old.digest:
        message = f"{second.old.id} is where the second begins, but the first ends at {first.new.id}"
        raise ValueError(message)
    ways = [(old, by, new) for old, by in first.pairs for new in second.targets(by)]
    between = {(old, new): by for old, by, new in ways}
    if len(between) < len(ways):
        message = "two ways lead from one old set to one new set"
        raise ValueError(message)
    reached = {new for _, new in between}
    left = {old for old, _ in between}
    fresh = {
        new: second.fresh.get(new) or _joined([first.fresh[by] for by in second.sources(new)])
        for new in [entry.number for entry in second.new.entries]
        if new not in reached
    }
    ended = {
        old: first.ended.get(old) or _joined([second.ended[by] for by in first.targets(old)])
        for old in [entry.number for entry in first.old.entries]
        if old not in left
    }

    load = partial(_through_both, first, second, between)
    assumes = _joined([first.assumes, second.assumes])
    return Crosswalk(first.old, second.new, tuple(between), fresh, ended, assumes, load)


def _through_both(
    first: Crosswalk, second: Crosswalk, between: Mapping[tuple[int, int], int], old: int, new: int
) -> SetMap:
    by = between[old, new]
    return _composed(first.between(old, by), second.between(by, new))


def _joined(texts: list[Text]) -> Text:
    return join(list(dict.fromkeys(texts)), "; ")


def _composed(first: SetMap, second: SetMap) -> SetMap:
    criteria = tuple(_through(first, second, one) for one in second.criteria)
    used = {one.old for one in criteria}
    dropped = {
        one.code: first.dropped.get(one.code) or _lost(first, second, one.code)
        for one in first.old.criteria
        if one.code not in used
    }
    gates = {old: second.gates[by] for old, by in first.gates.items() if by in second.gates}
    return SetMap(first.old, second.new, criteria, dropped, gates)


def _through(first: SetMap, second: SetMap, last: CriterionMap) -> CriterionMap:
    if last.old is None:
        return last
    start = first.criterion(last.old)
    if start.old is None or start.open or last.open:
        return CriterionMap(last.new, start.old, open=start.open or last.open)
    every = answers_of(second.new.criterion(last.new))
    levels: dict[str, tuple[str, ...]] = {}
    for answer, possible in start.levels.items():
        reached = {one for by in possible for one in last.levels.get(by, every)}
        if len(reached) < len(every):
            levels[answer] = tuple(one for one in every if one in reached)
    reasons = [one for one in (start.because, last.because) if one]
    because = _joined(reasons) if reasons else None
    if not levels:
        return CriterionMap(last.new, start.old, open=because)
    old = first.old.criterion(start.old)
    claims = claims_of(levels, old, second.new.criterion(last.new))
    return CriterionMap(last.new, start.old, levels, claims, because)


def _lost(first: SetMap, second: SetMap, code: str) -> Text:
    """Return why an old criterion that reaches the form between goes no further."""
    texts = [
        second.dropped[one.new] for one in first.criteria if one.old == code and one.new in second.dropped
    ]
    return _joined(texts)


def claims_of(levels: Mapping[str, tuple[str, ...]], old: Criterion, new: Criterion) -> tuple[Claim, ...]:
    """Return what is true of a map's levels: whether they are total, and whether they keep the order.

    Args:
        levels: The new answers that each old answer leaves possible.
        old: The old criterion.
        new: The new criterion.
    """
    claims: list[Claim] = []
    if all(len(levels.get(answer, ())) == 1 for answer in answers_of(old)):
        claims.append("total")
    every = answers_of(new)
    if all(_rising([levels.get(answer, every) for answer in ladder], new) for ladder in _ladders(old)):
        claims.append("order-keeping")
    return tuple(claims)


def _rising(steps: Iterable[tuple[str, ...]], new: Criterion) -> bool:
    """Return whether neither the lowest nor the highest possible answer sinks from step to step."""
    ranks = [{answer: place for place, answer in enumerate(ladder)} for ladder in _ladders(new)]
    before = (-1, -1)
    for step in steps:
        ladder = next((one for one in ranks if all(answer in one for answer in step)), None)
        if ladder is None:
            return False
        places = [ladder[answer] for answer in step]
        after = (min(places), max(places))
        if after[0] < before[0] or after[1] < before[1]:
            return False
        before = after
    return True


def unknown_crosswalk(old: str, new: str, known: Iterable[str]) -> Problem:
    """Return the problem that no crosswalk leads from one book to another."""
    declared = ", ".join(known)
    return Problem(
        "unknown-crosswalk",
        Text(vi=f"Không có phép chuyển từ {old} sang {new}", en=f"No crosswalk leads from {old} to {new}"),
        Text(
            vi="Phép chuyển chỉ đi từ quyết định cũ sang quyết định mới đã được khai báo",
            en="Crosswalks are declared, and lead from an older decision to a newer one",
        ),
        Text(vi=f"Dùng, hoặc nối tiếp: {declared}", en=f"Use, or chain: {declared}"),
    )
