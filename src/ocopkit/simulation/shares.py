"""How what several clauses do together is shared out among them: exactly, and whatever their order.

For one row, the clauses in force decide its stars, and a clause's share is its Shapley value: the mean of
what it adds over every order in which the clauses could be enacted. Clauses that a row doesn't feel have
no share in it, and rows that feel the same clauses in the same way have the same shares: so each *kind* of
row is worked out once, however many rows there are.

What a row feels falls into *bundles*: the clauses that meet in one criterion (or in the rules on stars),
with what they do there for each way to enact some of them. Bundles add up, so that the shares follow from
how many ways lead to each sum, and not from trying every combination of clauses. Clauses that change the
course of an evaluation (gates, conditions, criteria) don't add up with anything: each way to enact some of
them is a *world* of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import factorial

from attrs import field, frozen

Effect = tuple[int, int, int]
"""Points gained, bits of the minimums missed, and which rules on stars hold (0: those of the start)."""

Ends = tuple[Effect, ...]
"""What a bundle does for each way to enact some of its clauses: bit ``n`` of the index is clause ``n``."""

Start = tuple[int, int, int] | None
"""Points, bits of the minimums missed and rules, bundles aside; ``None`` where no star is given at all."""

Shares = Mapping[int, int]
"""In how many orders of the clauses, less those against, a clause brings rows to a number of stars."""


@frozen
class Bundle:
    """Clauses that meet in one place, and what they do there to a row.

    Args:
        clauses: The clauses.
        ends: What they do in each world.
    """

    clauses: tuple[str, ...]
    ends: tuple[Ends, ...]


def any_bits(several: Iterable[int]) -> int:
    """Return the bits that any of several numbers has."""
    found = 0
    for bits in several:
        found |= bits
    return found


def common_bits(several: Iterable[int]) -> int:
    """Return the bits that all of several numbers have."""
    found = -1
    for bits in several:
        found &= bits
    return found


def felt(bundle: Bundle) -> Bundle:
    """Return a bundle without the clauses that make no difference in it.

    Example:
        >>> felt(Bundle(("a", "b"), (((0, 0, 0), (1, 0, 0), (0, 0, 0), (1, 0, 0)),)))
        Bundle(clauses=('a',), ends=(((0, 0, 0), (1, 0, 0)),))
    """
    clauses, worlds = list(bundle.clauses), bundle.ends
    for place in reversed(range(len(clauses))):
        without, with_it = (
            tuple(tuple(end for at, end in enumerate(ends) if at >> place & 1 == bit) for ends in worlds)
            for bit in (0, 1)
        )
        if without == with_it:
            worlds = without
            del clauses[place]
    return Bundle(tuple(clauses), worlds)


@frozen(eq=False)
class Games:
    """The shares of clauses, each kind of row worked out once.

    Args:
        stars: Returns the stars of a number of points, bits of missed minimums, and rules.
        courses: The clauses that make worlds: bit ``n`` of a world's number is clause ``n``.
    """

    stars: Callable[[int, int, int], int]
    courses: tuple[str, ...] = ()
    _known: dict[object, list[tuple[Shares, ...]]] = field(
        factory=dict[object, list[tuple[Shares, ...]]], init=False, repr=False
    )
    _sums: dict[object, dict[tuple[int, Effect], int]] = field(
        factory=dict[object, dict[tuple[int, Effect], int]], init=False, repr=False
    )

    def orders(self, bundles: Sequence[Bundle]) -> int:
        """Return in how many orders the clauses that a kind of row feels can be enacted."""
        return factorial(len(self.courses) + sum(len(one.clauses) for one in bundles))

    def shares(self, starts: tuple[Start, ...], bundles: Sequence[Bundle]) -> Iterator[tuple[str, Shares]]:
        """Yield the clauses that one kind of row feels, each with its share.

        Shares count orders: divide them by :meth:`orders`.

        Args:
            starts: What the row has in each world.
            bundles: What it feels.
        """
        ordered = sorted(bundles, key=lambda bundle: bundle.ends)
        ends = tuple(bundle.ends for bundle in ordered)
        if (starts, ends) not in self._known:
            self._known[starts, ends] = self._worked_out(starts, ends)
        course, *others = self._known[starts, ends]
        for names, own in (
            (self.courses, course),
            *zip((one.clauses for one in ordered), others, strict=True),
        ):
            yield from zip(names, own, strict=True)

    def _worked_out(
        self, starts: tuple[Start, ...], bundles: tuple[tuple[Ends, ...], ...]
    ) -> list[tuple[Shares, ...]]:
        sizes = [len(one[0]).bit_length() - 1 for one in bundles]
        total = len(self.courses) + sum(sizes)
        found = [tuple(self._course(starts, bundles, clause, total) for clause in range(len(self.courses)))]
        done: dict[tuple[Ends, ...], tuple[Shares, ...]] = {}
        for place, (own, size) in enumerate(zip(bundles, sizes, strict=True)):
            if own not in done:  # bundles that do the same share alike
                others = (*bundles[:place], *bundles[place + 1 :])
                done[own] = tuple(self._share(starts, own, others, clause, total) for clause in range(size))
            found.append(done[own])
        return found

    def _share(
        self,
        starts: tuple[Start, ...],
        own: tuple[Ends, ...],
        others: tuple[tuple[Ends, ...], ...],
        clause: int,
        total: int,
    ) -> Shares:
        """Return the share of a clause of one bundle."""
        share: dict[int, int] = {}
        for world, start in enumerate(starts):
            if start is None:
                continue
            points, missed, usual = start
            ends = own[world]
            for at, (more, bits, rules) in enumerate(ends):
                if at >> clause & 1:
                    continue
                after, new_bits, new_rules = ends[at | 1 << clause]
                for (size, (gained, lost, other)), ways in self._ways(others, world).items():
                    old = self.stars(points + more + gained, missed | bits | lost, rules or other or usual)
                    new_other = new_rules or other or usual
                    new = self.stars(points + after + gained, missed | new_bits | lost, new_other)
                    if old != new:
                        times = ways * _orders(world.bit_count() + at.bit_count() + size, total)
                        share[new] = share.get(new, 0) + times
                        share[old] = share.get(old, 0) - times
        return {star: times for star, times in share.items() if times}

    def _course(
        self, starts: tuple[Start, ...], bundles: tuple[tuple[Ends, ...], ...], clause: int, total: int
    ) -> Shares:
        """Return the share of a clause that changes the course."""
        share: dict[int, int] = {}
        for world in range(len(starts)):
            if world >> clause & 1:
                continue
            for here, sign in ((world, -1), (world | 1 << clause, 1)):
                start = starts[here]
                for (size, (gained, lost, rules)), ways in self._ways(bundles, here).items():
                    star = (
                        0
                        if start is None
                        else self.stars(start[0] + gained, start[1] | lost, rules or start[2])
                    )
                    times = sign * ways * _orders(world.bit_count() + size, total)
                    share[star] = share.get(star, 0) + times
        return {star: times for star, times in share.items() if times}

    def _ways(self, bundles: tuple[tuple[Ends, ...], ...], world: int) -> Mapping[tuple[int, Effect], int]:
        """Return how many ways there are to enact so many clauses of bundles to such an effect."""
        key = tuple(one[world] for one in bundles)
        if key not in self._sums:
            sums: dict[tuple[int, Effect], int] = {(0, (0, 0, 0)): 1}
            for ends in key:
                after: dict[tuple[int, Effect], int] = {}
                for (size, (points, bits, rules)), ways in sums.items():
                    for at, (more, missed, other) in enumerate(ends):
                        state = (size + at.bit_count(), (points + more, bits | missed, rules or other))
                        after[state] = after.get(state, 0) + ways
                sums = after
            self._sums[key] = sums
        return self._sums[key]


def _orders(before: int, total: int) -> int:
    """Return in how many orders a clause follows some others, counted, and precedes the rest."""
    return factorial(before) * factorial(total - before - 1)
