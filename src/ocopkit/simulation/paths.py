"""The cheapest way to the next star for every product of a population, exactly, and what it says of support.

What :func:`ocopkit.scoring.upgrade.path_to` does for one product is done here for a block of products at
once: the form is folded from its end, criterion by criterion; for every state and number of points gained
so far, each product has the least that the rest of its way costs. Nothing is enumerated but the levels of
one criterion at a time.
"""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from attrs import field, frozen
from numpy.typing import NDArray

from ocopkit.markup import both, card, grid, together
from ocopkit.rules.carried_out import AFTER_STOP, BELOW_LOWEST
from ocopkit.scoring.plan import Line, Plan, plan_of
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.upgrading.cheapest import LEVELS, STOPPED, Goal, goals_of, kept_from
from ocopkit.scoring.upgrading.raising import By, Costs, Offer, offers_of
from ocopkit.simulation.cells import columns_for, gate_column
from ocopkit.simulation.checks import collected
from ocopkit.simulation.compile import any_of
from ocopkit.simulation.facts import settled
from ocopkit.simulation.population import Population
from ocopkit.text import Text

Ints = NDArray[np.int64]

_BLOCK = 4096
_NEVER = 1 << 56
_SHOWN = 10
"""The most criteria that a notebook shows."""


@frozen(eq=False)
class Ways:
    """The cheapest way to the next star for every product.

    Args:
        products: A row for each product that has a next star: the columns kept beside answers, ``points``,
            ``stars``, ``to`` (the star to reach), ``cost`` (empty where no raise reaches it), ``raises`` (how
            many criteria are raised) and ``way`` (their codes, in the order of the form).
        criteria: A row for each criterion of each set, the one that most ways raise first: ``set``,
            ``code``, ``name_vi``, ``name_en``, ``rows`` (the ways that raise it), ``alone`` (those that
            raise nothing else), ``required`` (the products that miss a minimum there for the star to reach,
            so that every way raises it), ``cost`` (what raising it costs in all of the ways).
        by: What the ways have least of.
        unreachable: How many products no raise brings to the next star.
    """

    products: pl.DataFrame = field(repr=False)
    criteria: pl.DataFrame = field(repr=False)
    by: str
    unreachable: int

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the criteria that most of the ways raise."""
        heads = (
            Text(vi="Bộ", en="Set"),
            Text(vi="Tiêu chí", en="Criterion"),
            Text(vi="Số sản phẩm cần nâng", en="Ways that raise it"),
            Text(vi="Chỉ cần nâng tiêu chí này", en="Raise nothing else"),
        )
        first = self.criteria.filter(pl.col("rows") > 0).head(_SHOWN)
        rows = [
            (
                str(row["set"]),
                together(f"{row['code']} ", both(Text(vi=row["name_vi"], en=row["name_en"]))),
                f"{row['rows']:,}",
                f"{row['alone']:,}",
            )
            for row in first.iter_rows(named=True)
        ]
        return card(
            both(Text(vi="Cách ít tốn nhất để lên hạng sao tiếp theo", en="Cheapest ways to the next star")),
            [
                (Text(vi="Số sản phẩm", en="Products"), f"{self.products.height:,}"),
                (Text(vi="Không nâng được", en="Out of reach"), f"{self.unreachable:,}"),
            ],
            grid(heads, rows, numbers=2),
        )


def ways_up(
    people: Population,
    *,
    stars: int | None = None,
    by: By | Costs = "raises",
    frozen: Collection[str] = (),
    readings: Mapping[str, str] | None = None,
) -> Ways:
    """Return the cheapest set of level raises that brings each product to its next star.

    The ways are those of :func:`ocopkit.scoring.upgrade.path_to`: no other set of raises reaches the star
    for less, and of those that cost the same one that climbs the fewest levels is kept. The table of
    criteria says what a support programme should pay for first. Where several ways cost the same, the one
    that raises criteria earlier on the form stands for all of them.

    Args:
        people: The population. Rows that a gate keeps from every star, or whose evaluation a gate stopped,
            are left out: no raise helps them.
        stars: The star to reach, for all rows below it; the next one for each row if left out.
        by: What there shall be least of: ``"raises"``, ``"levels"``, ``"points"``, or a table of what it
            costs to bring a criterion to a level: ``{"3.5": {"b": 2, "c": 5}, …}``.
        frozen: Codes of criteria that are to stay as they are.
        readings: Options of the book's readings to use instead of its own choices.

    Raises:
        CostError: With every cost that the table lacks, or that has no place on the form.
        NotFoundError: If there is no such criterion, measure, reading or option.

    Example:
        >>> import ocopkit, polars
        >>> from ocopkit.simulation.cells import column_of
        >>> from ocopkit.simulation.population import population
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> good = polars.DataFrame({column_of(one.code): [one.max] for one in book[11].criteria})
        >>> good = good.with_columns(c7=1, id=1)
        >>> ways_up(population(good, book, set=11)).products.rows()
        [(1, 96, 3, 4, 1, 1, ['7'])]
    """
    people = settled(people)
    products: list[pl.DataFrame] = []
    criteria: list[pl.DataFrame] = []
    for number in people.sets:
        found = _of_set(people, number, stars, by, frozen, readings)
        products.append(found[0])
        criteria.append(found[1])
    whole = pl.concat(products)
    table = pl.concat(criteria).sort("rows", descending=True, maintain_order=True)
    return Ways(whole, table, by if isinstance(by, str) else "costs", whole["cost"].null_count())


def _of_set(
    people: Population,
    number: int,
    stars: int | None,
    by: By | Costs,
    frozen: Collection[str],
    readings: Mapping[str, str] | None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    form = people.book[number]
    plan = plan_of(form)
    rules = readings_of(basis_of(form), people.readings if readings is None else readings)
    rows = _open(people, number, readings)
    known = sorted(band.stars for band in rules.basis.bands)
    if stars is not None and stars not in known:
        message = f"{rules.basis.book} has no {stars} stars"
        raise ValueError(message)
    goals = [stars] if stars is not None else known
    tables = [{"stars": one, "to": to} for one in (0, *known) if (to := _next(one, goals)) is not None]
    rows = rows.join(
        pl.DataFrame(tables, schema={"stars": pl.Int64, "to": pl.Int64}), on="stars", maintain_order="left"
    )
    now = _lines_now(people, number, rules, rows)
    climbs = _climbs(plan, now, by, frozen, below=rules.of(BELOW_LOWEST) != "refuse")
    cost = np.full(len(rows), -1, np.int64)
    ends = np.full((len(plan.slots), len(rows)), _KEPT, np.int8)
    missing = np.zeros(ends.shape, np.bool_)
    targets = rows["to"].to_numpy()
    for to in sorted(set(rows["to"].to_list())):
        at = np.flatnonzero(targets == to)
        goals_to = goals_of(rules, to)
        missing[:, at] = _missing(plan, goals_to, now[:, at])
        fold = _Fold(plan, rules, goals_to, climbs)
        base = fold.base(now[:, at])
        for block in np.array_split(at[np.argsort(base, kind="stable")], max(1, -(-len(at) // _BLOCK))):
            cost[block], ends[:, block] = fold.cheapest(now[:, block])
    missing &= cost >= 0
    table = _criteria(plan, climbs, now, ends, missing.sum(axis=1))
    return _products(people, plan, rows, climbs, cost, ends), table


def _missing(plan: Plan, goals: tuple[Goal, ...], now: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return where rows miss a minimum that each of some goals needs."""
    found = np.zeros(now.shape, np.bool_)
    for place, slot in enumerate(plan.slots):
        bits = np.array([*(line.flags for line in slot.lines.values()), 0], np.int64)
        held = bits[now[place]]  # no answer takes the last one: what isn't asked misses nothing yet
        found[place] = np.logical_and.reduce([(held & goal.minimums) != 0 for goal in goals])
    return found


_KEPT = -1
"""What stands for a criterion that a way leaves as it is."""


def _next(stars: int, goals: list[int]) -> int | None:
    return next((goal for goal in goals if goal > stars), None)


def _open(people: Population, number: int, readings: Mapping[str, str] | None) -> pl.DataFrame:
    """Return the rows of a set that no gate keeps from a star, with their points and stars."""
    script = people.script(number, readings=readings)
    compiler = people.compiler(script)
    compiled = compiler.compiled(detail=False)
    stops = [gate_column(gate.key) for gate, _, _ in script.plan.gates if gate.kind == "stop"]
    barred = any_of([compiler.out, *(nw.col(name) for name in stops if name in people.gates)])
    frame = compiled.over(people.of_set(number))
    frame = frame if isinstance(barred, bool) else frame.filter(~barred)
    columns = [*people.columns, *(name for name in people.kinds if name in people.frame.collect_schema())]
    rows = collected(frame.select(*columns, "points", "stars"), in_memory=people.in_memory).to_polars()
    return rows.with_columns(pl.col("points", "stars").cast(pl.Int64))


def _lines_now(people: Population, number: int, rules: Readings, rows: pl.DataFrame) -> NDArray[np.int8]:
    """Return for each criterion and row the number of the line it has; -1 where it has no answer."""
    form = people.book[number]
    plan = plan_of(form)
    found = np.full((len(plan.slots), len(rows)), -1, np.int8)
    flags = np.zeros(len(rows), np.int64)
    for place, (slot, column) in enumerate(
        zip(plan.slots, columns_for(form, people.kinds, rules), strict=True)
    ):
        order = list(slot.lines.values())
        numbers = {cell: order.index(line) for cell, line in column.lines.items()}
        # Points that two levels share stand for the lower one, where it makes no difference to the score.
        numbers |= {cell: list(slot.lines).index(answers[0]) for cell, answers in column.unclear.items()}
        cells = rows[column.name or ""]
        held = cells.replace_strict(list(numbers), list(numbers.values()), default=None, return_dtype=pl.Int8)
        asked = (flags & slot.not_asked_if) == 0
        found[place] = np.where(asked, held.fill_null(-1).to_numpy(), -1)
        bits = np.array([*(line.flags for line in order), slot.not_asked.flags], np.int64)
        flags |= bits[np.where(asked, found[place], len(order))]
    return found


@frozen(eq=False)
class Climb:
    """What may become of one criterion in the rows that have one line of it now.

    Args:
        points: The points of that line; 0 if there is none.
        offers: The lines it may end with, those that are raised first: number, points, price.
    """

    points: int
    offers: tuple[tuple[int, int, int], ...]


@frozen(eq=False)
class Climbs:
    """What may become of every criterion.

    Args:
        of: By place and the number of the line that rows have now.
        scale: How many parts of a price make one of what a way has least of.
    """

    of: Mapping[tuple[int, int], Climb]
    scale: int


def _climbs(
    plan: Plan, now: NDArray[np.int8], by: By | Costs, frozen: Collection[str], *, below: bool
) -> Climbs:
    present = [[int(one) for one in np.unique(row)] for row in now]
    offers: dict[tuple[int, int], tuple[Offer, ...]] = {}
    for turn in range(max(1, *map(len, present))):
        given: dict[str, Line] = {}
        for slot, numbers in zip(plan.slots, present, strict=True):
            lines = list(slot.lines.values())
            # Where all lines have had their turn, the highest one, from which nothing is climbed.
            held = numbers[turn] if turn < len(numbers) else len(lines) - 1
            if held >= 0:
                given[slot.criterion.code] = lines[held]
        made = offers_of(plan, given, by=by, frozen=frozen, below=below)
        for place, numbers in enumerate(present):
            if turn < len(numbers):
                offers[place, numbers[turn]] = made[place]
    scale = lcm(*(offer.cost.denominator for ones in offers.values() for offer in ones))
    found: dict[tuple[int, int], Climb] = {}
    for (place, held), ones in offers.items():
        lines = list(plan.slots[place].lines.values())
        priced = [
            (lines.index(one.line), one.line.points, int(one.cost * scale) * LEVELS + one.levels)
            for one in ones
        ]
        points = lines[held].points if held >= 0 else 0
        found[place, held] = Climb(points, (*priced[1:], priced[0]))
    prices = [[0] for _ in plan.slots]
    for (place, _), climb in found.items():
        prices[place] += [price for _, _, price in climb.offers]
    dearest = sum(map(max, prices))
    if dearest >= _NEVER:
        message = "the costs are too large or too fine to be added up exactly"
        raise ValueError(message)
    return Climbs(found, scale)


class _Fold:
    """Folds a form from its end for blocks of rows: the least that the rest of each row's way costs."""

    def __init__(self, plan: Plan, rules: Readings, goals: tuple[Goal, ...], climbs: Climbs) -> None:
        self.plan = plan
        self.goals = goals
        self.climbs = climbs
        self.stopped_is_out = rules.of(AFTER_STOP) == "no-star"
        # Points that a stop may take away again are counted from nothing.
        self.from_nothing = not self.stopped_is_out and any(slot.stops for slot in plan.slots)
        self.capped = any(goal.below is not None for goal in goals)
        self.kept = kept_from(plan)
        self.states: list[list[int]] = [[0]]
        self.onward: list[dict[int, dict[int, int]]] = []
        """For each place and state, the state that each line leads to; the line -1 is that of no answer."""
        for place in range(len(plan.slots)):
            ways = {state: dict(self._ways(place, state)) for state in self.states[-1]}
            self.onward.append(ways)
            self.states.append(sorted({after for way in ways.values() for after in way.values()}))

    def _ways(self, place: int, state: int) -> Iterator[tuple[int, int]]:
        slot = self.plan.slots[place]
        hopeless = (1 << len(self.goals)) - 1
        silent = state & (STOPPED | slot.not_asked_if)
        lines = [(-1, slot.not_asked)] if silent else list(enumerate(slot.lines.values()))
        for number, line in lines:
            missed = sum(1 << at for at, goal in enumerate(self.goals) if line.flags & goal.minimums)
            after = state | line.flags & self.kept[place] | missed
            if after & hopeless == hopeless:
                continue
            if place + 1 < len(self.plan.slots) and after & slot.stops:
                if self.stopped_is_out:
                    continue
                after |= STOPPED
            yield number, after & (self.kept[place + 1] | hopeless | STOPPED)

    def _floor(self, climb: Climb) -> int:
        return 0 if self.from_nothing else climb.points

    def base(self, now: NDArray[np.int8]) -> Ints:
        """Return the points that every way of a row has at least."""
        total = np.zeros(now.shape[1], np.int64)
        for place, row in enumerate(now):
            for held in np.unique(row):
                total[row == held] += self._floor(self.climbs.of[place, int(held)])
        return total

    def cheapest(self, now: NDArray[np.int8]) -> tuple[Ints, NDArray[np.int8]]:
        """Return for each row of a block the price of its cheapest way (-1 if there is none), and the way."""
        count = now.shape[1]
        base = self.base(now)
        most = (
            sum(slot.most for slot in self.plan.slots) if self.capped else max(g.at_least for g in self.goals)
        )
        width = max(0, int(most - base.min())) + 1 if count else 1
        groups = [[(int(held), np.flatnonzero(row == held)) for held in np.unique(row)] for row in now]
        gained = np.arange(width, dtype=np.int64)[:, None] + base[None, :]
        rest = {state: np.where(self._reached(state, gained), 0, _NEVER) for state in self.states[-1]}
        tables = [rest]
        for place in reversed(range(len(self.plan.slots))):
            rest = {
                state: self._before(place, state, rest, groups[place], count, width)
                for state in self.states[place]
            }
            tables.append(rest)
        tables.reverse()
        price = tables[0][0][0] if count else np.zeros(0, np.int64)
        ends = self._walk(tables, groups, count, width)
        found = price < _NEVER
        ends[:, ~found] = _KEPT
        return np.where(found, price, -1), ends

    def _reached(self, state: int, points: Ints) -> NDArray[np.bool_]:
        hit = np.zeros(points.shape, np.bool_)
        for at, goal in enumerate(self.goals):
            if not state >> at & 1:
                here = points >= goal.at_least
                hit |= here if goal.below is None else here & (points < goal.below)
        return hit

    def _moves(self, place: int, state: int, held: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield the line, the points gained, the price and the state after each move of some rows."""
        climb = self.climbs.of[place, held]
        ways = self.onward[place][state]
        if -1 in ways:
            gain = 0 if self.from_nothing or held < 0 else -climb.points
            yield -1, max(gain, 0), 0, ways[-1]
            return
        for line, points, price in climb.offers:
            if line in ways:
                yield line, points - self._floor(climb), price, ways[line]

    def _before(
        self,
        place: int,
        state: int,
        rest: Mapping[int, Ints],
        groups: list[tuple[int, Ints]],
        count: int,
        width: int,
    ) -> Ints:
        table = np.full((width, count), _NEVER, np.int64)
        for held, rows in groups:
            whole = len(rows) == count
            least = np.full((width, len(rows)), _NEVER, np.int64)
            ahead: dict[int, Ints] = {}
            for _, gain, price, after in self._moves(place, state, held):
                if after not in ahead:
                    ahead[after] = rest[after] if whole else rest[after][:, rows]
                onward = ahead[after]
                cut = max(width - gain, 0)
                if cut:
                    np.minimum(least[:cut], onward[gain:] + price, out=least[:cut])
                if gain:
                    np.minimum(least[cut:], onward[-1] + price, out=least[cut:])
            table[:, rows] = least
        return np.minimum(table, _NEVER)

    def _walk(
        self, tables: list[dict[int, Ints]], groups: list[list[tuple[int, Ints]]], count: int, width: int
    ) -> NDArray[np.int8]:
        """Return the first of each row's cheapest ways: those that raise criteria earlier come first."""
        ends = np.full((len(groups), count), _KEPT, np.int8)
        states = np.zeros(count, np.int64)
        gains = np.zeros(count, np.int64)
        for place, ones in enumerate(groups):
            next_states, next_gains = states.copy(), gains.copy()
            for state in self.states[place]:
                for held, rows in ones:
                    left = rows[states[rows] == state]
                    for line, gain, price, after in self._moves(place, state, held):
                        reached = np.minimum(gains[left] + gain, width - 1)
                        here = tables[place][state][gains[left], left]
                        fits = tables[place + 1][after][reached, left] + price == here
                        taken = left[fits]
                        if line != held:
                            ends[place, taken] = line
                        next_states[taken], next_gains[taken] = after, reached[fits]
                        left = left[~fits]
            states, gains = next_states, next_gains
        return ends


def _products(
    people: Population, plan: Plan, rows: pl.DataFrame, climbs: Climbs, cost: Ints, ends: NDArray[np.int8]
) -> pl.DataFrame:
    codes = [slot.criterion.code for slot in plan.slots]
    raised = ends >= 0
    places, products = (found.tolist() for found in np.nonzero(raised.T)[::-1])
    way = (
        pl.DataFrame({"_row": products, "_code": [codes[place] for place in places]})
        .group_by("_row", maintain_order=True)
        .agg("_code")
    )
    found = cost >= 0
    told = rows.select(*people.columns, "points", "stars", "to").with_row_index("_row")
    told = told.with_columns(
        cost=pl.when(pl.Series(found)).then(_amounts(cost // LEVELS, climbs.scale)),
        raises=pl.when(pl.Series(found)).then(pl.Series(raised.sum(axis=0))),
    )
    if not places:
        return told.drop("_row").with_columns(way=pl.lit(None, pl.List(pl.String)))
    way = way.with_columns(pl.col("_row").cast(told.schema["_row"]))
    return told.join(way, on="_row", how="left", maintain_order="left").drop("_row").rename({"_code": "way"})


def _amounts(prices: Ints, scale: int) -> pl.Series:
    return pl.Series(prices) if scale == 1 else pl.Series(prices / scale)


def _criteria(
    plan: Plan, climbs: Climbs, now: NDArray[np.int8], ends: NDArray[np.int8], required: Ints
) -> pl.DataFrame:
    raised = ends >= 0
    single = raised.sum(axis=0) == 1
    table: list[dict[str, Any]] = []
    for place, slot in enumerate(plan.slots):
        spent = 0
        for held in np.unique(now[place][raised[place]]):
            for line, _, price in climbs.of[place, int(held)].offers:
                hits = int(np.count_nonzero((now[place] == held) & (ends[place] == line)))
                spent += hits * (price // LEVELS)
        criterion = slot.criterion
        whole = Fraction(spent, climbs.scale)
        table.append(
            {
                "set": plan.criteria_set.number,
                "code": criterion.code,
                "name_vi": criterion.name.vi,
                "name_en": criterion.name.en,
                "rows": int(np.count_nonzero(raised[place])),
                "alone": int(np.count_nonzero(raised[place] & single)),
                "required": int(required[place]),
                "cost": float(whole),
            }
        )
    return pl.DataFrame(table)
