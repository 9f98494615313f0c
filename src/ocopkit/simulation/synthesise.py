"""Synthetic dossiers that meet published shares, and nothing else: the distribution of highest entropy.

Of all distributions over the sheets of a form that give each number of stars its share (and, if asked
for, a mean total), the one of highest entropy gives a sheet with ``t`` points and ``s`` stars the weight
``share(s) · exp(θ·t) / Z(s)``: within a number of stars nothing is preferred but, through ``θ``, points.
``Z`` and ``θ`` come from the exact number of sheets for each total and number of stars, which folding the
form gives; sheets are then drawn criterion by criterion, each level with the weight of all sheets that
can still follow. No rows are rejected, none are near misses.
"""

import random
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import exp
from typing import TypeVar, cast

import polars as pl
from attrs import field, frozen

from ocopkit.conversion import expect
from ocopkit.errors import NotFoundError, OcopError, Problem, Where
from ocopkit.markup import both, card, grid
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.plan import Line, plan_of
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.cells import column_of, columns_for
from ocopkit.simulation.distribution import Fold, State, printed
from ocopkit.simulation.population import Population, population
from ocopkit.text import Text, starred

SYNTHETIC = Text(vi="Dữ liệu tổng hợp, không phải hồ sơ thật", en="Synthetic data, no real dossiers")
"""What every synthetic population is labelled."""

Share = Fraction | float | str
"""A share; a float stands for the decimal number that it is written as."""

Sets = Mapping[int, Share] | Mapping[str, Share] | Mapping[int | str, Share]
"""The shares of criteria sets, by number or slug, or of product groups."""

Key = TypeVar("Key")

_STEPS = 200
_RESOLUTION = 1 << 32


@frozen(eq=False)
class Synthesis:
    """A synthetic population, and how near it comes to what was asked for.

    Args:
        people: The population, labelled synthetic.
        shares: The share of rows of each number of stars that was asked for.
        drawn: The share that the rows have.
        error: The largest difference between shares asked for and drawn, of stars and of sets.
        tilt: The θ of the method; 0 if no mean was asked for.
        mean: The mean total of the distribution that the rows were drawn from.
        sets: The share of rows of each criteria set.
    """

    people: Population = field(repr=False)
    shares: Mapping[int, Fraction]
    drawn: Mapping[int, Fraction]
    error: Fraction
    tilt: float
    mean: float
    sets: Mapping[int, Fraction]

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the shares of stars asked for, and those drawn."""
        heads = (
            Text(vi="Hạng sao", en="Stars"),
            Text(vi="Tỷ lệ yêu cầu", en="Share asked for"),
            Text(vi="Tỷ lệ thực tế", en="Share drawn"),
        )
        rows = [
            (both(starred(star or None)), f"{float(share):.2%}", f"{float(self.drawn.get(star, 0)):.2%}")
            for star, share in sorted(self.shares.items())
        ]
        return card(
            both(SYNTHETIC),
            [
                (Text(vi="Sai lệch lớn nhất", en="Largest difference"), f"{float(self.error):.2g}"),
                (Text(vi="Điểm trung bình", en="Mean points"), f"{self.mean:.2f}"),
            ],
            grid(heads, rows, numbers=2),
        )


def synthesise(
    book: RuleBook,
    set: int | str | Sets,  # noqa: A002
    n: int,
    *,
    seed: int,
    stars: Mapping[int, Fraction | float | str] | None = None,
    mean: float | None = None,
    columns: Mapping[str, Mapping[str, Fraction | float | str]] | None = None,
    readings: Mapping[str, str] | None = None,
) -> Synthesis:
    """Return synthetic dossiers of one or several criteria sets with given shares of stars.

    Levels are printed ones; no gate is raised. The same seed gives the same rows.

    Args:
        book: The rule book.
        set: The criteria set, by number or slug; or the share of each of several sets, or of each product
            group by its key: a group's share is the same for all of its sets. The rows then have columns
            ``set`` and ``group``.
        n: How many rows.
        seed: What the drawing starts from.
        stars: The share of each number of stars, independent of the set; they add up to 1. If left out,
            every sheet of a set is as likely as any other (but for the mean).
        mean: The mean total, in points.
        columns: Further columns, each with the share of each of its values, independent of the answers.
        readings: Options of the book's readings to use instead of its own choices.

    Returns:
        The population and its error: counts are the shares rounded to whole rows, so that a share is
        missed by less than 1/n (without shares of stars, by less than that for each set).

    Raises:
        NotFoundError: If the book has no such set, group, reading or option.
        OcopError: If there is to be no row, if shares don't add up to 1, or no sheet can have such stars or
            such a mean.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> made = synthesise(book, 11, 200, seed=1, stars={3: "0.75", 4: "0.24", 5: "0.01"})
        >>> made.people.label.en, made.error
        ('Synthetic data, no real dossiers', Fraction(0, 1))
        >>> groups = {"food": "0.8", "drinks": "0.1", "handicrafts": "0.1"}
        >>> len(synthesise(book, groups, 200, seed=1, stars={3: "0.75", 4: "0.25"}).people.sets)
        19
    """
    expect(n, int, "n")
    if n < 1:
        raise OcopError([not_positive("n", n)])
    places = _places(book, set)
    sets = _sets(places)
    chains = {number: _chain(book[number], readings) for number in sets}
    wanted = None if stars is None else exact_shares(stars, "stars")
    problems = [
        _unreachable(star, number)
        for star, share in (wanted or {}).items()
        for number, chain in chains.items()
        if share and star not in chain.stars
    ]
    if problems:
        raise OcopError(problems)

    def mean_at(tilt: float) -> float:
        return sum(float(share) * chains[number].mean(wanted, tilt) for number, share in sets.items())

    tilt = 0.0 if mean is None else _tilt(mean_at, mean)
    draw = random.Random(seed)  # noqa: S311 (reproducible rows, no secrets)
    rows = _counted(places, n)
    own = {number: wanted or chain.shares(tilt) for number, chain in chains.items()}
    counts = (
        _dealt(rows, _quotas(wanted, n), draw)
        if wanted and len(sets) > 1
        else {number: _quotas(own[number], count) for number, count in rows.items()}
    )
    keyed = frozenset[str]().union(*(_keyed(book[number], readings) for number in sets))
    tables = [
        _table(
            book[number],
            pl.concat(
                [_drawn(chains[number], star, count, tilt, draw) for star, count in here.items() if count]
            ),
            keyed,
        ).with_columns(*_placed(book, number, len(sets)))
        for number, here in counts.items()
        if any(here.values())
    ]
    order = list(range(n))
    draw.shuffle(order)
    table = pl.concat(tables, how="diagonal")[order]
    table = table.insert_column(0, pl.Series("id", range(1, n + 1), dtype=pl.Int64))
    for name, values in (columns or {}).items():
        shares = exact_shares(values, name)
        column = [value for value, count in _quotas(shares, n).items() for _ in range(count)]
        draw.shuffle(column)
        table = table.with_columns(pl.Series(name, column, dtype=pl.String))
    asked = _mixed(sets, own)
    drawn = {star: Fraction(sum(here.get(star, 0) for here in counts.values()), n) for star in asked}
    error = max(
        *(abs(drawn[star] - share) for star, share in asked.items()),
        *(abs(Fraction(count, n) - places[numbers]) for numbers, count in _quotas(places, n).items()),
    )
    only = next(iter(sets)) if len(sets) == 1 else None
    people = population(table, book, set=only, readings=readings, label=SYNTHETIC)
    exact = sum(float(share) * chains[number].mean(own[number], tilt) for number, share in sets.items())
    return Synthesis(people, asked, drawn, error, tilt, exact, sets)


def _places(book: RuleBook, given: int | str | Sets) -> dict[tuple[int, ...], Fraction]:
    """Return the share of each set, or of each group's sets together, by their numbers."""
    if not isinstance(given, Mapping):
        return {(book[given].number,): Fraction(1)}
    groups = {
        group.key: tuple(entry.number for subgroup in group.subgroups for entry in subgroup.sets)
        for group in book.articles.groups
    }
    found: dict[tuple[int, ...], Fraction] = {}
    problems: list[Problem] = []
    shares = exact_shares(cast("Mapping[int | str, Share]", given), "set")
    for key, share in shares.items():
        try:
            numbers = groups[key] if isinstance(key, str) and key in groups else (book.entry(key).number,)
        except NotFoundError as error:
            problems += error.problems
        else:
            found[numbers] = found.get(numbers, Fraction(0)) + share
    if problems:
        raise NotFoundError(problems)
    return {numbers: share for numbers, share in found.items() if share}


def _sets(places: Mapping[tuple[int, ...], Fraction]) -> dict[int, Fraction]:
    """Return the share of each set; what is said of a group is said of each of its sets alike."""
    found: dict[int, Fraction] = {}
    for numbers, share in places.items():
        for number in numbers:
            found[number] = found.get(number, Fraction(0)) + share / len(numbers)
    return {number: found[number] for number in sorted(found)}


def _counted(places: Mapping[tuple[int, ...], Fraction], n: int) -> dict[int, int]:
    """Return how many rows each set has: those of a group as nearly its share as can be."""
    found = dict.fromkeys(_sets(places), 0)
    for numbers, count in _quotas(places, n).items():
        for number, own in _quotas(dict.fromkeys(numbers, Fraction(1, len(numbers))), count).items():
            found[number] += own
    return found


def _chain(form: CriteriaSet, readings: Mapping[str, str] | None) -> "_Chain":
    plan = plan_of(form)
    return _Chain(Fold(plan, readings_of(basis_of(form), readings), [printed(slot) for slot in plan.slots]))


def _dealt(
    rows: Mapping[int, int], stars: Mapping[int, int], draw: random.Random
) -> dict[int, dict[int, int]]:
    """Return how many rows of each set have how many stars: both as counted, and independent."""
    pack = [star for star, count in stars.items() for _ in range(count)]
    draw.shuffle(pack)
    found: dict[int, dict[int, int]] = {}
    for number, count in rows.items():
        hand = Counter(pack[:count])
        del pack[:count]
        found[number] = {star: hand[star] for star in stars}
    return found


def _mixed(sets: Mapping[int, Fraction], own: Mapping[int, Mapping[int, Fraction]]) -> dict[int, Fraction]:
    """Return the shares of stars of all sets together."""
    found: dict[int, Fraction] = {}
    for number, share in sets.items():
        for star, part in own[number].items():
            found[star] = found.get(star, Fraction(0)) + share * part
    return found


def _placed(book: RuleBook, number: int, sets: int) -> list[pl.Expr]:
    """Return the columns that tell the rows of several sets apart."""
    if sets == 1:
        return []
    return [pl.lit(number, pl.Int64).alias("set"), pl.lit(book[number].group).alias("group")]


class _Chain:
    """The states of a form before each criterion, and how many sheets lead from each to each result."""

    def __init__(self, fold: Fold) -> None:
        self.fold = fold
        self.final: list[State] = []
        self.ways: list[list[list[tuple[Line | None, int]]]] = []
        """For each criterion and state before it, the lines with the number of the state each leads to."""
        self.counts: dict[int, dict[int, int]] = {}
        """For each number of stars, how many sheets have each total."""
        here: dict[State, int] = {(0, 0): 1}
        for place in range(len(fold.plan.slots)):
            after: dict[State, int] = {}
            ways = [list(fold.ways(place, state)) for state in here]
            for count, own in zip(here.values(), ways, strict=True):
                for _, new in own:
                    after[new] = after.get(new, 0) + count
            index = {one: at for at, one in enumerate(after)}
            self.ways.append([[(line, index[new]) for line, new in own] for own in ways])
            here = after
        self.final = list(here)
        for (flags, points), count in here.items():
            totals = self.counts.setdefault(fold.stars(flags, points), {})
            totals[points] = totals.get(points, 0) + count

    @property
    def stars(self) -> list[int]:
        return sorted(self.counts)

    def totals(self, tilt: float) -> dict[int, float]:
        """Return the weight of all sheets of each number of stars."""
        top = max(points for totals in self.counts.values() for points in totals) if tilt > 0 else 0
        return {
            star: sum(count * exp(tilt * (points - top)) for points, count in self.counts[star].items())
            for star in self.stars
        }

    def shares(self, tilt: float) -> dict[int, Fraction]:
        """Return the shares of stars that a tilt gives."""
        whole = self.totals(tilt)
        every = sum(whole.values())
        found = {star: Fraction(weight / every) for star, weight in whole.items()}
        scale = sum(found.values())
        return {star: share / scale for star, share in found.items()}

    def mean(self, shares: Mapping[int, Fraction] | None, tilt: float) -> float:
        """Return the mean total under a tilt, with the shares of stars given, or those of the tilt."""
        top = max(points for totals in self.counts.values() for points in totals) if tilt > 0 else 0
        weights: dict[int, float] = {}
        sums: dict[int, float] = {}
        for star, totals in self.counts.items():
            tilted = {points: count * exp(tilt * (points - top)) for points, count in totals.items()}
            weights[star] = sum(tilted.values())
            sums[star] = sum(points * weight for points, weight in tilted.items())
        if shares is None:
            return sum(sums.values()) / sum(weights.values())
        return sum(float(share) * sums[star] / weights[star] for star, share in shares.items() if share)


def _tilt(mean_at: Callable[[float], float], mean: float) -> float:
    """Return the tilt that gives a mean; the mean grows with it, so halving finds it."""
    low, high = -5.0, 5.0
    if not mean_at(low) <= mean <= mean_at(high):
        raise OcopError([_no_such_mean(mean, mean_at(low), mean_at(high))])
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if mean_at(middle) < mean else (low, middle)
    return (low + high) / 2


def _drawn(chain: _Chain, star: int, count: int, tilt: float, draw: random.Random) -> pl.DataFrame:
    """Return rows of one number of stars: for each criterion, the place of the line drawn, or -1."""
    fold = chain.fold
    slots = fold.plan.slots
    weights = _backwards(chain, star, tilt)
    state = pl.Series([0] * count, dtype=pl.Int32)
    columns: list[pl.Series] = []
    for place in range(len(slots)):
        lines = fold.lines[place]
        order = {line: at for at, line in enumerate(lines)}
        width = len(lines)
        bounds: list[list[float]] = [[] for _ in range(width)]
        choice: list[int] = []
        following: list[int] = []
        for ways in chain.ways[place]:
            parts = [weights[place + 1][new] for _, new in ways]
            total = sum(parts)
            reached = 0.0
            for at in range(width):
                last = at >= len(ways) - 1
                reached += parts[at] / total if at < len(ways) and total else 0.0
                # Rounding never leads past the last way that has any weight.
                bounds[at].append(1.0 if last or not any(parts[at + 1 :]) else reached)
                line, new = ways[min(at, len(ways) - 1)]
                choice.append(-1 if line is None else order[line])
                following.append(new)
        chance = uniform(draw, count)
        picked = pl.Series([0] * count, dtype=pl.Int32)
        for at in range(width - 1):
            picked = picked + (chance >= pl.Series(bounds[at], dtype=pl.Float64).gather(state)).cast(pl.Int32)
        cell = state * width + picked
        columns.append(pl.Series(slots[place].criterion.code, choice, dtype=pl.Int8).gather(cell))
        state = pl.Series(following, dtype=pl.Int32).gather(cell)
    return pl.DataFrame(columns)


def _backwards(chain: _Chain, star: int, tilt: float) -> list[list[float]]:
    """Return for each state before each criterion the weight of all sheets that follow and have the star."""
    stars = chain.fold.stars
    here = [exp(tilt * points) if stars(flags, points) == star else 0.0 for flags, points in chain.final]
    found = [here]
    for ways in reversed(chain.ways):
        here = [sum(found[0][new] for _, new in own) for own in ways]
        found.insert(0, here)
    return found


def uniform(draw: random.Random, count: int) -> pl.Series:
    """Return numbers from 0 up to 1, the same on every machine and with every version of Polars."""
    numbers = array("I", draw.randbytes(4 * count))
    if sys.byteorder == "big":
        numbers.byteswap()
    return pl.Series(numbers.tolist(), dtype=pl.UInt32).cast(pl.Float64) / _RESOLUTION


def _keyed(form: CriteriaSet, readings: Mapping[str, str] | None) -> frozenset[str]:
    """Return the columns in which points don't say which level is meant."""
    columns = columns_for(form, {}, readings_of(basis_of(form), readings))
    pairs = zip(plan_of(form).slots, columns, strict=True)
    return frozenset(column_of(slot.criterion.code) for slot, column in pairs if column.unclear)


def _table(form: CriteriaSet, drawn: pl.DataFrame, keyed: frozenset[str]) -> pl.DataFrame:
    """Return the rows by points; by level keys in some columns."""
    columns: list[pl.Series] = []
    for slot in plan_of(form).slots:
        lines: list[Line] = printed(slot)
        name = column_of(slot.criterion.code)
        keys = name in keyed
        unasked: list[str | int | None] = [None if keys else slot.not_asked.points]
        cells = [*(line.answer if keys else line.points for line in lines), *unasked]
        dtype = pl.String if keys else pl.Int8
        places = drawn[slot.criterion.code].cast(pl.Int32)
        places = pl.select(pl.when(places < 0).then(len(lines)).otherwise(places)).to_series()
        columns.append(pl.Series(name, cells, dtype=dtype).gather(places))
    return pl.DataFrame(columns)


def _quotas(shares: Mapping[Key, Fraction], n: int) -> dict[Key, int]:
    """Return whole numbers nearest to shares of n that add up to n: by the largest remainders."""
    exact = {key: share * n for key, share in shares.items()}
    counts = {key: int(value) for key, value in exact.items()}
    order = sorted(exact, key=lambda key: counts[key] - exact[key])
    for key in order[: n - sum(counts.values())]:
        counts[key] += 1
    return counts


def exact_shares(shares: Mapping[Key, Fraction | float | str], name: str) -> dict[Key, Fraction]:
    """Return shares as fractions; a float stands for the decimal number that it is written as."""
    found = {key: Fraction(str(share)) for key, share in shares.items()}
    if any(share < 0 for share in found.values()) or sum(found.values()) != 1:
        raise OcopError([_not_one(name, sum(found.values()))])
    return found


def _not_one(name: str, total: Fraction | int) -> Problem:
    said = f"{float(total):.6g}"
    return Problem(
        "shares",
        Text(vi=f"Tỷ lệ của {name!r} cộng lại là {said}", en=f"The shares of {name!r} add up to {said}"),
        Text(vi="Tỷ lệ không âm và cộng lại đúng bằng 1", en="Shares are at least 0 and add up to exactly 1"),
        Text(vi="Sửa lại, ghi phần còn thiếu cho hạng nào đó", en="Mend them; say where the rest belongs"),
        Where((name,)),
    )


def not_positive(name: str, number: int) -> Problem:
    """Return that nothing would be drawn."""
    return Problem(
        "not-positive",
        Text(vi=f"{name} là {number}", en=f"{name} is {number}"),
        Text(vi="Số lần lấy mẫu ít nhất là một", en="At least one has to be drawn"),
        Text(vi="Viết số từ 1 trở lên", en="Write 1 or more"),
        Where((name,)),
    )


def _unreachable(star: int, number: int) -> Problem:
    return Problem(
        "unreachable-star",
        Text(
            vi=f"Không phiếu nào của bộ {number} được {star} sao",
            en=f"No sheet of set {number} comes to {star} stars",
        ),
        Text(
            vi="Phân hạng theo thang điểm và mức tối thiểu của bộ",
            en="That follows from the set's ladders and minimums",
        ),
        Text(vi="Bỏ hạng này", en="Leave that number of stars out"),
        Where(("stars", star)),
    )


def _no_such_mean(mean: float, least: float, most: float) -> Problem:
    comma = str.maketrans(".", ",")
    return Problem(
        "unreachable-mean",
        Text(
            vi=f"Không đạt được trung bình {mean} điểm".translate(comma),
            en=f"A mean of {mean} points cannot be reached",
        ),
        Text(
            vi=f"Với tỷ lệ sao đã cho, trung bình nằm từ {least:.2f} đến {most:.2f}".translate(comma),
            en=f"With these shares of stars the mean lies from {least:.2f} to {most:.2f}",
        ),
        Text(vi="Chọn trung bình khác hoặc tỷ lệ khác", en="Choose another mean or other shares"),
        Where(("mean",)),
    )
