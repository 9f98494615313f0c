"""Which stars a set can give at all, exactly: every total that can come about, without sampling.

A set of totals is one whole number: its bit *n* says that *n* points can come about.
"""

from collections.abc import Iterator

from attrs import frozen

from ocopkit.rules.articles import Articles, StarBand
from ocopkit.rules.audits.sets import spot_of_set
from ocopkit.rules.audits.spot import Found, found
from ocopkit.rules.criteria import Alternative, CriteriaSet, Criterion, Level

LARGEST = 10_000
"""Sets of more points than this are left to the other checks: one typing error must not fill the memory."""

_Failed = frozenset[tuple[str, str]]
"""The conditions that an answer fails: the criterion and the level that had to be exceeded."""


@frozen
class Rules:
    """The readings that decide which minimums a star needs.

    Args:
        all_lower: Whether a star also needs the minimums of the lower ones.
        on_title: Whether a mark on a criterion asks for a level that is worth points.
    """

    all_lower: bool
    on_title: bool

    def needs(self, stars: int, marked: int | None) -> bool:
        """Return whether a number of stars needs a minimum that is marked for some star."""
        return marked is not None and (marked <= stars if self.all_lower else marked == stars)


def rules_of(articles: Articles) -> Rules:
    """Return the readings that a book chooses for minimums."""
    chosen = {reading.key: reading.choice for reading in articles.readings}
    return Rules(chosen.get("lower-minimums") != "own-only", chosen.get("title-mark") != "not-binding")


def check_reach(form: CriteriaSet, articles: Articles) -> Iterator[Found]:
    """Yield the stars that a set cannot give, to anybody or to the products of one case.

    Args:
        form: The set.
        articles: The articles of its book.
    """
    rules = rules_of(articles)
    most = sum(part.max for part in form.parts)
    if most > LARGEST:
        return
    kinds = list(dict.fromkeys(case.name for one in form.criteria for case in one.alternatives))
    here = spot_of_set(form)
    for band in articles.bands:
        below = most + 1 if band.below is None else band.below
        within = _span(band.at_least, below)
        if not within:
            continue
        totals = _totals(form, rules, band.stars, None)
        if not totals & within:
            yield found("star-out-of-reach", here, *_told(band, below, totals))
            continue
        for kind in kinds:
            totals = _totals(form, rules, band.stars, kind.vi)
            if not totals & within:
                vi, en = _told(band, below, totals)
                yield found("star-out-of-reach-in-case", here, f"{kind.vi}: {vi}", f"{kind.en}: {en}")


def _span(start: int, end: int) -> int:
    """Return the totals from one number to before another."""
    first, last = max(start, 0), min(end, LARGEST)
    return ((1 << last) - 1) & ~((1 << first) - 1) if last > first else 0


def _told(band: StarBand, below: int, totals: int) -> tuple[str, str]:
    span = f"{band.at_least}–{below - 1}"
    if not totals:
        return (
            f"{band.stars} sao ({span} điểm): không thể đạt đủ các mức tối thiểu",
            f"{band.stars} stars ({span} points): the minimums cannot all be met",
        )
    least, most = (totals & -totals).bit_length() - 1, totals.bit_length() - 1
    return (
        f"{band.stars} sao ({span} điểm): khi đạt các mức tối thiểu, tổng điểm từ {least} đến {most}",
        f"{band.stars} stars ({span} points): with the minimums met, totals go from {least} to {most}",
    )


def _totals(form: CriteriaSet, rules: Rules, stars: int, kind: str | None) -> int:
    """Return the totals that can come about with every minimum for a number of stars met."""
    asked = {
        (one.applies_when.criterion, one.applies_when.above) for one in form.criteria if one.applies_when
    }
    zeros = {code for gate, _ in form.all_gates() for code in gate.zero_in}
    running: dict[_Failed, int] = {frozenset(): 1}
    for criterion in form.criteria:
        answers = list(_answers(criterion, rules, stars, kind, stops_at_zero=criterion.code in zeros))
        watched = [above for code, above in asked if code == criterion.code]
        condition = criterion.applies_when
        after: dict[_Failed, int] = {}
        for failed, totals in running.items():
            if condition and (condition.criterion, condition.above) in failed:
                if not _binds(criterion, rules, stars):
                    after[failed] = after.get(failed, 0) | totals
                continue
            for points, rank in answers:
                now = failed.union(
                    (criterion.code, above) for above in watched if rank <= _rank(criterion, above)
                )
                after[now] = after.get(now, 0) | totals << points
        running = after
    totals = 0
    for some in running.values():
        totals |= some
    return totals


def _rank(criterion: Criterion, key: str) -> int:
    keys = [level.key for level in criterion.levels]
    return keys.index(key) if key in keys else -1


def _answers(
    criterion: Criterion, rules: Rules, stars: int, kind: str | None, *, stops_at_zero: bool
) -> Iterator[tuple[int, int]]:
    """Yield the points and the rank of each answer that meets the criterion's minimums."""
    for levels in _open_ladders(criterion, kind):
        least = _least(criterion, levels, rules, stars)
        below = levels[0].points > 0 if levels else False
        ranks = range(-1 if below else 0, len(levels))
        for rank in ranks:
            points = min(max(levels[rank].points, 0), LARGEST) if rank >= 0 else 0
            if rank >= least and not (stops_at_zero and points == 0):
                yield points, rank
    if criterion.exempt_when:
        tops = [level.points for _, levels in criterion.ladders() for level in levels]
        yield min(max(tops, default=0), LARGEST), len(tops)


def _open_ladders(criterion: Criterion, kind: str | None) -> list[tuple[Level, ...]]:
    """Return the ladders that a product of one kind of case can be scored on."""

    def cases() -> tuple[Alternative, ...]:
        own = tuple(case for case in criterion.alternatives if case.name.vi == kind)
        return own or criterion.alternatives

    return [case.levels for case in cases()] if criterion.alternatives else [criterion.levels]


def _least(criterion: Criterion, levels: tuple[Level, ...], rules: Rules, stars: int) -> int:
    """Return the rank that an answer needs at least; -1 if none, even below the lowest level."""
    least = -1
    for rank, level in enumerate(levels):
        if rules.needs(stars, level.minimum_for):
            least = rank
    if rules.on_title and rules.needs(stars, criterion.marked_for):
        worth = (rank for rank, level in enumerate(levels) if level.points > 0)
        least = max(least, next(worth, len(levels)))
    return least


def _binds(criterion: Criterion, rules: Rules, stars: int) -> bool:
    """Return whether a criterion that isn't asked misses a minimum for a number of stars."""
    return any(_least(criterion, levels, rules, stars) >= 0 for _, levels in criterion.ladders())
