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
from collections.abc import Mapping
from fractions import Fraction
from math import exp
from typing import TypeVar

import polars as pl
from attrs import field, frozen

from ocopkit.errors import OcopError, Problem, Where
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.plan import Line, plan_of
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.cells import column_of, columns_for
from ocopkit.simulation.distribution import Fold, State, printed
from ocopkit.simulation.population import Population, population
from ocopkit.text import Text

SYNTHETIC = Text(vi="Dữ liệu tổng hợp, không phải hồ sơ thật", en="Synthetic data, no real dossiers")
"""What every synthetic population is labelled."""

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
        error: The largest difference between the two, in shares.
        tilt: The θ of the method; 0 if no mean was asked for.
        mean: The mean total of the distribution that the rows were drawn from.
    """

    people: Population = field(repr=False)
    shares: Mapping[int, Fraction]
    drawn: Mapping[int, Fraction]
    error: Fraction
    tilt: float
    mean: float


def synthesise(
    book: RuleBook,
    set: int | str,  # noqa: A002
    n: int,
    *,
    seed: int,
    stars: Mapping[int, Fraction | float | str] | None = None,
    mean: float | None = None,
    columns: Mapping[str, Mapping[str, Fraction | float | str]] | None = None,
    readings: Mapping[str, str] | None = None,
) -> Synthesis:
    """Return synthetic dossiers of one criteria set with given shares of stars.

    Levels are printed ones; no gate is raised. The same seed gives the same rows.

    Args:
        book: The rule book.
        set: The criteria set, by number or slug.
        n: How many rows.
        seed: What the drawing starts from.
        stars: The share of each number of stars; they add up to 1. If left out, every sheet is as likely
            as any other (but for the mean).
        mean: The mean total, in points.
        columns: Further columns, each with the share of each of its values, independent of the answers.
        readings: Options of the book's readings to use instead of its own choices.

    Returns:
        The population and its error: counts are the shares rounded to whole rows, so that a share is
        missed by less than 1/n.

    Raises:
        NotFoundError: If the book has no such set, reading or option.
        OcopError: If shares don't add up to 1, or no sheet can have such stars or such a mean.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> made = synthesise(book, 11, 200, seed=1, stars={3: "0.75", 4: "0.24", 5: "0.01"})
        >>> made.people.label.en, made.error
        ('Synthetic data, no real dossiers', Fraction(0, 1))
    """
    form = book[set]
    rules = readings_of(basis_of(form), readings)
    plan = plan_of(form)
    fold = Fold(plan, rules, [printed(slot) for slot in plan.slots])
    chain = _Chain(fold)
    wanted = None if stars is None else exact_shares(stars, "stars")
    problems = [
        _unreachable(one) for one in wanted or {} if wanted and wanted[one] and one not in chain.stars
    ]
    if problems:
        raise OcopError(problems)
    tilt = 0.0 if mean is None else _tilt(chain, wanted, mean)
    draw = random.Random(seed)  # noqa: S311 (reproducible rows, no secrets)
    if wanted is None:
        whole = chain.totals(tilt)
        every = sum(whole.values())
        wanted = {star: Fraction(weight / every) for star, weight in whole.items()}
        scale = sum(wanted.values())
        wanted = {star: share / scale for star, share in wanted.items()}
    counts = _quotas(wanted, n)
    parts = [_drawn(chain, star, count, tilt, draw) for star, count in counts.items() if count]
    rows = pl.concat(parts) if parts else _drawn(chain, next(iter(chain.stars)), 0, tilt, draw)
    order = list(range(n))
    draw.shuffle(order)
    answers = rows[order] if n else rows
    table = _table(form, answers, readings)
    table = table.insert_column(0, pl.Series("id", range(1, n + 1), dtype=pl.Int64))
    for name, values in (columns or {}).items():
        shares = exact_shares(values, name)
        column = [value for value, count in _quotas(shares, n).items() for _ in range(count)]
        draw.shuffle(column)
        table = table.with_columns(pl.Series(name, column, dtype=pl.String))
    drawn = {star: Fraction(count, n) if n else Fraction(0) for star, count in counts.items()}
    error = max((abs(drawn[star] - share) for star, share in wanted.items()), default=Fraction(0))
    people = population(table, book, set=form.number, readings=readings, label=SYNTHETIC)
    return Synthesis(people, wanted, drawn, error, tilt, chain.mean(wanted, tilt))


class _Chain:
    """The states of a form before each criterion, and how many sheets lead from each to each result."""

    def __init__(self, fold: Fold) -> None:
        self.fold = fold
        self.states: list[list[State]] = []
        self.counts: dict[int, dict[int, int]] = {}
        """For each number of stars, how many sheets have each total."""
        here: dict[State, int] = {(0, 0): 1}
        for place in range(len(fold.plan.slots)):
            self.states.append(list(here))
            after: dict[State, int] = {}
            for state, count in here.items():
                for _, new in fold.ways(place, state):
                    after[new] = after.get(new, 0) + count
            here = after
        self.states.append(list(here))
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


def _tilt(chain: _Chain, shares: Mapping[int, Fraction] | None, mean: float) -> float:
    """Return the tilt that gives a mean; the mean grows with it, so halving finds it."""
    low, high = -5.0, 5.0
    if not chain.mean(shares, low) <= mean <= chain.mean(shares, high):
        raise OcopError([_no_such_mean(mean, chain.mean(shares, low), chain.mean(shares, high))])
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if chain.mean(shares, middle) < mean else (low, middle)
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
        index = {one: at for at, one in enumerate(chain.states[place + 1])}
        order = {line: at for at, line in enumerate(lines)}
        width = len(lines)
        bounds: list[list[float]] = [[] for _ in range(width)]
        choice: list[int] = []
        following: list[int] = []
        for before in chain.states[place]:
            ways = [(line, new) for line, new in fold.ways(place, before)]
            parts = [weights[place + 1][index[new]] for _, new in ways]
            total = sum(parts)
            reached = 0.0
            for at in range(width):
                last = at >= len(ways) - 1
                reached += parts[at] / total if at < len(ways) and total else 0.0
                # Rounding never leads past the last way that has any weight.
                bounds[at].append(1.0 if last or not any(parts[at + 1 :]) else reached)
                line, new = ways[min(at, len(ways) - 1)]
                choice.append(-1 if line is None else order[line])
                following.append(index[new])
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
    fold = chain.fold
    final = chain.states[-1]
    here = [exp(tilt * points) if fold.stars(flags, points) == star else 0.0 for flags, points in final]
    found = [here]
    for place in reversed(range(len(fold.plan.slots))):
        index = {one: at for at, one in enumerate(chain.states[place + 1])}
        here = [
            sum(found[0][index[new]] for _, new in fold.ways(place, before)) for before in chain.states[place]
        ]
        found.insert(0, here)
    return found


def uniform(draw: random.Random, count: int) -> pl.Series:
    """Return numbers from 0 up to 1, the same on every machine and with every version of Polars."""
    numbers = array("I", draw.randbytes(4 * count))
    if sys.byteorder == "big":
        numbers.byteswap()
    return pl.Series(numbers.tolist(), dtype=pl.UInt32).cast(pl.Float64) / _RESOLUTION


def _table(form: CriteriaSet, drawn: pl.DataFrame, readings: Mapping[str, str] | None) -> pl.DataFrame:
    """Return the rows by points; by level keys where points don't say which level is meant."""
    rules = readings_of(basis_of(form), readings)
    columns: list[pl.Series] = []
    for slot, column in zip(plan_of(form).slots, columns_for(form, {}, rules), strict=True):
        lines: list[Line] = printed(slot)
        keys = bool(column.unclear)
        unasked: list[str | int | None] = [None if keys else slot.not_asked.points]
        cells = [*(line.answer if keys else line.points for line in lines), *unasked]
        dtype = pl.String if keys else pl.Int8
        places = drawn[slot.criterion.code].cast(pl.Int32)
        places = pl.select(pl.when(places < 0).then(len(lines)).otherwise(places)).to_series()
        columns.append(pl.Series(column_of(slot.criterion.code), cells, dtype=dtype).gather(places))
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


def _unreachable(star: int) -> Problem:
    return Problem(
        "unreachable-star",
        Text(vi=f"Không phiếu nào được {star} sao", en=f"No sheet comes to {star} stars"),
        Text(
            vi="Phân hạng theo thang điểm và mức tối thiểu của bộ",
            en="That follows from the set's ladders and minimums",
        ),
        Text(vi="Bỏ hạng này", en="Leave that number of stars out"),
        Where(("stars", star)),
    )


def _no_such_mean(mean: float, least: float, most: float) -> Problem:
    return Problem(
        "unreachable-mean",
        Text(vi=f"Không đạt được trung bình {mean} điểm", en=f"A mean of {mean} points cannot be reached"),
        Text(
            vi=f"Với tỷ lệ sao đã cho, trung bình nằm từ {least:.2f} đến {most:.2f}",
            en=f"With these shares of stars the mean lies from {least:.2f} to {most:.2f}",
        ),
        Text(vi="Chọn trung bình khác hoặc tỷ lệ khác", en="Choose another mean or other shares"),
        Where(("mean",)),
    )
