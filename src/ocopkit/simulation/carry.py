"""A population under a decision with other forms: what carries over, and between which stars each row lies.

A crosswalk says which answers on a new form an old answer leaves possible. For many rows at once, every
criterion of the new form is read twice: at the worst that is still possible, and at the best. What the old
form says nothing of stays open between its lowest and its highest level: nothing is guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import narwhals as nw
import polars as pl
from attrs import evolve, field, frozen

from ocopkit.crosswalks import shipped
from ocopkit.errors import DocumentError, Problem, Where
from ocopkit.markup import Child, both, card, grid
from ocopkit.rules.book import RuleBook
from ocopkit.rules.carried_out import BELOW_LOWEST, MINIMUM_MISSED
from ocopkit.rules.criteria import EXEMPT
from ocopkit.rules.crosswalk import CriterionMap, Crosswalk, SetMap, answers_of
from ocopkit.scoring.plan import IS_BELOW, Line, Slot, plan_of
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.cells import Cell, Column, Kind, column_of, columns_for, gate_column
from ocopkit.simulation.checks import collected, counted
from ocopkit.simulation.compile import Compiler, Rows, Script, Test, together
from ocopkit.simulation.facts import settled
from ocopkit.simulation.population import Population
from ocopkit.simulation.shares import any_bits, common_bits
from ocopkit.text import Text, starred

OPEN = "_open"
"""A column that is the same in every row: what criteria are read from of which the old form says nothing."""

_SIDES = ("least", "most")


@frozen(eq=False)
class Carried:
    """A population read by another decision, as far as its answers carry over.

    Args:
        rows: Every row of a set that has a new one: the columns kept beside answers, ``before_points``,
            ``before_stars``, and the least and the most that it can still come to: ``least_points``,
            ``most_points``, ``least_stars``, ``most_stars``; still lazy.
        transitions: How many rows go from which stars to which: ``before``, ``least``, ``most``, ``rows``.
            Where ``least`` is ``most``, the stars are certain.
        criteria: A row for each criterion of the new forms: ``set`` (the old one), ``new_set``, ``code``,
            ``name_vi``, ``name_en``, ``source`` (the old criterion, if there is one), in how many rows its
            answer is ``carried``, ``narrowed`` or ``open``, and why it isn't always carried.
        left_out: The sets that have no new one: ``set``, ``rows``, ``because_vi``, ``because_en``.
        unchecked: The gates of the new forms that no gate of the old form answers for, by old set; rows
            are read as if none of them were raised.
    """

    rows: Rows = field(repr=False)
    transitions: pl.DataFrame = field(repr=False)
    criteria: pl.DataFrame = field(repr=False)
    left_out: pl.DataFrame = field(repr=False)
    unchecked: Mapping[int, tuple[str, ...]] = field(repr=False)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: how many have certain stars, and where the others lie."""
        heads = (
            Text(vi="Trước", en="Before"),
            Text(vi="Ít nhất", en="At least"),
            Text(vi="Nhiều nhất", en="At most"),
            Text(vi="Số hồ sơ", en="Rows"),
        )
        rows: list[list[Child]] = [
            [*(both(starred(row[side] or None)) for side in ("before", "least", "most")), f"{row['rows']:,}"]
            for row in self.transitions.iter_rows(named=True)
        ]
        lost = int(self.left_out["rows"].sum())
        gates = sorted({key for keys in self.unchecked.values() for key in keys})
        return card(
            both(Text(vi="Đọc hồ sơ theo văn bản khác", en="Dossiers read by another decision")),
            [
                (Text(vi="Chắc chắn hạng sao", en="Certain stars"), f"{self.certain:,}"),
                (Text(vi="Không có bộ tương ứng", en="No set for them"), f"{lost:,}" if lost else None),
                (Text(vi="Điều kiện chưa xét", en="Gates not checked"), ", ".join(gates) or None),
            ],
            grid(heads, rows, numbers=1),
        )

    @property
    def certain(self) -> int:
        """How many rows have stars that nothing left open can change."""
        return int(self.transitions.filter(pl.col("least") == pl.col("most"))["rows"].sum())


def carry(
    people: Population,
    to: RuleBook,
    *,
    crosswalk: Crosswalk | None = None,
    into: Mapping[int, int] | None = None,
    readings: Mapping[str, str] | None = None,
) -> Carried:
    """Return a population read by another decision, as far as a crosswalk carries its answers.

    What :func:`ocopkit.translate` does for one sheet: each answer on the new form follows from one on the
    old form, or leaves a few possible, or the criterion is open. Gates raised carry over where the
    crosswalk says so.

    Args:
        people: The population.
        to: The rule book to read it by.
        crosswalk: The crosswalk; the shipped one if left out.
        into: For old sets that were split, the new set to read them by, by number.
        readings: Options of the new book's readings.

    Raises:
        DocumentError: If a set was split and no new set is chosen for it.
        NotFoundError: If no crosswalk joins the two books.
        ValueError: If the readings chosen give fewer stars for more points, so that there are no bounds.

    Example:
        >>> import ocopkit, polars
        >>> from ocopkit.simulation.population import population
        >>> old, new = ocopkit.rule_book("qd-148-2023"), ocopkit.rule_book("qd-26-2026")
        >>> best = polars.DataFrame({column_of(one.code): [one.max] for one in old[11].criteria})
        >>> found = carry(population(best, old, set=11), new)
        >>> found.rows.collect().select("least_points", "most_points").rows(), found.certain
        ([(67, 100)], 0)
    """
    people = settled(people)
    walk = crosswalk or shipped(people.book.id, to.id)
    rules = readings_of(to.basis, readings)
    if rules.of(MINIMUM_MISSED) == "not-achieved":
        message = f"under {MINIMUM_MISSED}=not-achieved more points can mean fewer stars: there are no bounds"
        raise ValueError(message)
    _refuse_splits(people, walk, into or {})
    frames: list[Rows] = []
    criteria: list[dict[str, Any]] = []
    ended: list[dict[str, Any]] = []
    unchecked: dict[int, tuple[str, ...]] = {}
    counts: dict[tuple[int, int, int], int] = {}
    for number in people.sets:
        target = (into or {}).get(number) or next(iter(walk.targets(number)), None)
        if target is None:
            ended.append(_ended(people, number, walk.ended[number]))
            continue
        one = _Carrier(people, walk.between(number, target), to, readings)
        frames.append(one.rows)
        criteria += one.told()
        unchecked[number] = one.unchecked
        for key, count in one.counted().items():
            counts[key] = counts.get(key, 0) + count
    if not frames:
        raise DocumentError([_nothing(to)])
    table = [
        {"before": key[0], "least": key[1], "most": key[2], "rows": count}
        for key, count in sorted(counts.items())
    ]
    left_out = {"set": pl.Int64, "rows": pl.Int64, "because_vi": pl.String, "because_en": pl.String}
    return Carried(
        frames[0] if len(frames) == 1 else nw.concat(frames),
        pl.DataFrame(table),
        pl.DataFrame(criteria, infer_schema_length=None),
        pl.DataFrame(ended, schema=left_out),
        unchecked,
    )


@frozen
class _Reading:
    """How one criterion of the new form reads the cells of a population.

    Args:
        name: The column; :data:`OPEN` if the old form says nothing of the criterion.
        possible: The answers that each cell leaves possible.
    """

    name: str
    possible: Mapping[Cell, tuple[str, ...]]


class _Carrier:
    """Reads the rows of one old set by one new set."""

    def __init__(
        self, people: Population, between: SetMap, to: RuleBook, readings: Mapping[str, str] | None
    ) -> None:
        self.people = people
        self.between = between
        self.old = people.book[between.old.number]
        self.form = to[between.new.number]
        self.rules = readings_of(basis_of(self.form), readings)
        self.plan = plan_of(self.form)
        self.silent: Mapping[str, Cell] = {
            name: "?" if kind == "keys" else -1 for name, kind in people.kinds.items()
        }
        """What stands in a column where there is no answer, or none was asked for."""
        self.reads = [self._reading(between.criterion(slot.criterion.code), slot) for slot in self.plan.slots]
        old = {gate.key for gate, _ in self.old.all_gates() if gate_column(gate.key) in people.gates}
        self.gates = {key: new for key, new in between.gates.items() if key in old}
        answered = set(between.gates.values())
        self.unchecked = tuple(
            gate.key for gate, _, _ in self.plan.gates if not gate.zero_in and gate.key not in answered
        )
        self.before = people.compiled(self.old.number, prefix="before_")
        self.scored = self._scored()
        names = [f"{side}_{what}" for side in ("before", *_SIDES) for what in ("points", "stars")]
        self.rows = self.scored.select(*people.columns, *names)

    def _reading(self, one: CriterionMap, slot: Slot) -> _Reading:
        every = answers_of(slot.criterion)
        if one.old is None or one.open:
            return _Reading(OPEN, {0: every})
        name = column_of(one.old)
        kinds: dict[str, Kind] = {name: self.people.kinds[name]}
        rules = readings_of(basis_of(self.old), self.people.readings)
        column = next(
            column
            for column, old in zip(columns_for(self.old, kinds, rules), plan_of(self.old).slots, strict=True)
            if old.criterion.code == one.old
        )
        old_lines = plan_of(self.old).slots[plan_of(self.old).index[one.old]].lines
        possible: dict[Cell, tuple[str, ...]] = {self.silent[name]: every}
        for cell in (*column.lines, *column.unclear):
            answers = (
                [str(cell)]
                if self.people.kinds[name] == "keys"
                else [key for key, line in old_lines.items() if line.points == cell and key != EXEMPT]
            )
            left = {new for answer in answers for new in one.levels.get(answer, every)}
            possible[cell] = tuple(new for new in every if new in left)
        return _Reading(name, possible)

    def _scored(self) -> Rows:
        """Return the rows with their old result, and the least and the most that they can come to."""
        frame = self.people.of_set(self.old.number)
        frame = together(frame, [self.before])
        blank: dict[str, nw.Expr] = {OPEN: nw.lit(0, nw.Int8())}
        for name in {one.name for one in self.reads} - {OPEN}:
            here = nw.col(name)
            asked: Test = self.before.asked.get(name, True)
            answered = ~here.is_null() if isinstance(asked, bool) else asked & ~here.is_null()
            blank[f"_old_{name}"] = nw.when(answered).then(here).otherwise(nw.lit(self.silent[name]))
        for key, new in self.gates.items():
            blank[f"_old_{gate_column(new)}"] = nw.col(gate_column(key))
        frame = frame.with_columns(**blank)
        own = {name: nw.col(name) for name in (*self.people.columns, "before_points", "before_stars")}
        moved = {name.removeprefix("_old_"): nw.col(name) for name in blank}
        frame = frame.select(**own, **moved)
        gates = [gate_column(new) for new in self.gates.values()]
        compiled = [
            # No cell stands for a criterion that the new form does not ask: no gaps are known.
            Compiler(self._script(side), gates, None, f"{side}_").compiled(detail=False)
            for side in _SIDES
        ]
        return together(frame, compiled)

    def _script(self, side: str) -> Script:
        columns = tuple(
            Column(
                one.name, {cell: self._line(slot, answers, side) for cell, answers in one.possible.items()}
            )
            for one, slot in zip(self.reads, self.plan.slots, strict=True)
        )
        return Script(self.plan, self.rules, columns)

    def _line(self, slot: Slot, answers: Sequence[str], side: str) -> Line:
        """Return the worst, or the best, that several answers leave possible."""
        lines = [slot.lines[answer] for answer in answers]
        if self.rules.of(BELOW_LOWEST) == "refuse":
            lines = [line for line in lines if not line.flags & IS_BELOW] or lines
        points = [line.points for line in lines]
        flags = [line.flags for line in lines]
        if side == "least":
            return evolve(lines[0], points=min(points), flags=any_bits(flags))
        return evolve(lines[-1], points=max(points), flags=common_bits(flags))

    def told(self) -> list[dict[str, Any]]:
        """Return for each criterion of the new form how its answers carry over."""
        kinds: list[dict[str, list[Cell]]] = []
        sums: dict[str, nw.Expr] = {"rows": nw.len()}
        for place, (one, slot) in enumerate(zip(self.reads, self.plan.slots, strict=True)):
            every = answers_of(slot.criterion)
            own = {
                "carried": [cell for cell, left in one.possible.items() if len(left) == 1],
                "narrowed": [cell for cell, left in one.possible.items() if 1 < len(left) < len(every)],
            }
            kinds.append(own)
            for kind, cells in own.items():
                if cells:
                    hits = reduce(
                        lambda first, second: first | second, [nw.col(one.name) == cell for cell in cells]
                    )
                    sums[f"{kind} {place}"] = counted(hits, self.scored)
        row = collected(self.scored.select(**sums), in_memory=self.people.in_memory).row(0)
        found = dict(zip(sums, (int(count or 0) for count in row), strict=True))
        rows: list[dict[str, Any]] = []
        for place, slot in enumerate(self.plan.slots):
            criterion, source = slot.criterion, self.between.criterion(slot.criterion.code)
            carried, narrowed = (found.get(f"{kind} {place}", 0) for kind in ("carried", "narrowed"))
            because = source.reason
            rows.append(
                {
                    "set": self.old.number,
                    "new_set": self.form.number,
                    "code": criterion.code,
                    "name_vi": criterion.name.vi,
                    "name_en": criterion.name.en,
                    "source": source.old,
                    "carried": carried,
                    "narrowed": narrowed,
                    "open": found["rows"] - carried - narrowed,
                    "because_vi": because.vi if because else None,
                    "because_en": because.en if because else None,
                }
            )
        return rows

    def counted(self) -> dict[tuple[int, int, int], int]:
        """Return how many rows go from which stars to which."""
        names = ["before_stars", "least_stars", "most_stars"]
        grouped = self.scored.group_by(*names).agg(_rows=nw.len())
        found = collected(grouped, in_memory=self.people.in_memory)
        cells = found.to_dict(as_series=False)
        keys = zip(*(map(int, cells[name]) for name in names), strict=True)
        return {key: int(count) for key, count in zip(keys, cells["_rows"], strict=True)}


def _ended(people: Population, number: int, because: Text) -> dict[str, Any]:
    rows = collected(people.of_set(number).select(rows=nw.len()), in_memory=people.in_memory).row(0)[0]
    return {"set": number, "rows": int(rows), "because_vi": because.vi, "because_en": because.en}


def _refuse_splits(people: Population, walk: Crosswalk, into: Mapping[int, int]) -> None:
    problems = [
        _split(walk, number, walk.targets(number))
        for number in people.sets
        if len(walk.targets(number)) > 1 and number not in into
    ]
    if problems:
        raise DocumentError(problems)


def _split(walk: Crosswalk, number: int, targets: Iterable[int]) -> Problem:
    names = [walk.new.entry(target) for target in targets]
    vi = ", ".join(f"{entry.number} ({entry.name.vi})" for entry in names)
    en = ", ".join(f"{entry.number} ({entry.name.en})" for entry in names)
    return Problem(
        "set-split",
        Text(vi=f"Bộ {number} được chia thành nhiều bộ", en=f"Set {number} was split into several"),
        Text(vi=f"Có thể là: {vi}", en=f"It may be: {en}"),
        Text(vi=f"Chọn một bộ: into={{{number}: …}}", en=f"Choose one: into={{{number}: …}}"),
        Where(("set",)),
    )


def _nothing(to: RuleBook) -> Problem:
    return Problem(
        "no-counterpart",
        Text(
            vi=f"Không bộ nào của dữ liệu có bộ tương ứng trong {to.id}",
            en=f"None of the sets here has a counterpart in {to.id}",
        ),
        Text(vi="Không dòng nào đọc được theo văn bản mới", en="No row can be read by the new decision"),
        Text(vi="Đánh giá lại từ đầu", en="Evaluate the products anew"),
        Where(("set",)),
    )
