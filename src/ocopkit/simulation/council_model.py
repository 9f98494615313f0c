"""Drawn councils: from how dossiers stand to what members award and what each council decides."""

import random
from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from ocopkit.rules.carried_out import AFTER_STOP
from ocopkit.rules.criteria import EXEMPT
from ocopkit.scoring.council import two_decimals
from ocopkit.scoring.plan import Line, Plan, Slot, star_bit
from ocopkit.scoring.readings import Readings
from ocopkit.scoring.regulation import Spread
from ocopkit.simulation.cells import Column
from ocopkit.simulation.synthesise import uniform

_STARS = (1 << 15) - 1
"""The bits of minimums for stars."""


class CouncilModel:
    """One form under one council's rules: from answers drawn to what the council decides."""

    def __init__(
        self,
        plan: Plan,
        rules: Readings,
        noise: Mapping[str, Mapping[int, Fraction]],
        members: int,
        spread: Spread | None,
    ) -> None:
        self.plan = plan
        self.rules = rules
        self.members = members
        self.spread = spread
        self.noise = [noise[slot.criterion.code] for slot in plan.slots]
        self.lines = [list(slot.lines.values()) for slot in plan.slots]

    def drawn(self, stand: list[pl.Series], draws: int, draw: random.Random) -> list[pl.Series]:
        """Return for each criterion the places of the lines that members award.

        Args:
            stand: For each criterion the place of the line of each product.
            draws: How many councils each product has.
            draw: What they are drawn from.
        """
        members = self.members
        count = len(stand[0]) * draws * members
        product = pl.select(pl.int_range(count) // (draws * members)).to_series()
        found: list[pl.Series] = []
        for place, slot in enumerate(self.plan.slots):
            shifts = self.noise[place]
            chance = uniform(draw, count)
            which = pl.Series("which", [0], dtype=pl.Int32).new_from_index(0, count)
            reached = Fraction(0)
            for share in list(shifts.values())[:-1]:
                reached += share
                which = which + (chance >= float(reached)).cast(pl.Int32)
            table = [shifted(slot, line, shift) for line in self.lines[place] for shift in shifts]
            here = stand[place].gather(product) * len(shifts) + which
            found.append(pl.Series(table, dtype=pl.Int32).gather(here))
        return found

    def decided(self, picked: list[pl.Series], raised: Mapping[int, pl.Series], draws: int) -> pl.DataFrame:
        """Return what each council decides: ``product``, ``stars``, ``mean``, ``spread`` and ``again``.

        Args:
            picked: For each criterion the places of the lines that members award.
            raised: The gates that products raise, by their place among the form's gates.
            draws: How many councils each product has.
        """
        members = self.members
        row = pl.int_range(len(picked[0]), dtype=pl.Int64)
        frame = pl.select(
            product=row // (draws * members),
            council=row // members,
        ).with_columns(flags=pl.lit(0, pl.Int64), total=pl.lit(0, pl.Int32))
        for place, slot in enumerate(self.plan.slots):
            frame = self._answered(frame, place, slot, picked[place])
        gates = {
            f"gate_{at}": (pl.col("flags") & computed) != 0
            for at, (_, _, computed) in enumerate(self.plan.gates)
            if computed
        }
        given = {
            f"gate_{at}": pl.lit(one).gather(pl.col("product")).fill_null(value=False)
            for at, one in raised.items()
        }
        frame = frame.with_columns(**gates, **given)
        if self.rules.of("aggregation") == "majority":
            frame = self._ranked(frame)
        return self._together(frame)

    def _answered(self, frame: pl.DataFrame, place: int, slot: Slot, picked: pl.Series) -> pl.DataFrame:
        """Return the members' sheets with one more criterion answered."""
        lines = [*self.lines[place], slot.not_asked]
        here = pl.lit(picked)
        if slot.not_asked_if:
            asked = (pl.col("flags") & slot.not_asked_if) == 0
            here = pl.when(asked).then(here).otherwise(len(lines) - 1)
        frame = frame.with_columns(_line=here)
        made = {
            "flags": pl.col("flags") | _looked_up([line.flags for line in lines], pl.Int64),
            "total": pl.col("total") + _looked_up([line.points for line in lines], pl.Int32),
        }
        for bit in self._bits(place):
            awarded = [_against(line, bit) for line in lines]
            made[f"margin_{place}_{bit}"] = _looked_up([margin for margin, _ in awarded], pl.Int32)
            made[f"met_{place}_{bit}"] = _looked_up([int(met) for _, met in awarded], pl.Int32)
        frame = frame.with_columns(**made)
        if place + 1 in self._ends:
            frame = frame.with_columns(
                pl.col("total").alias(f"total_{place + 1}"), pl.col("flags").alias(f"flags_{place + 1}")
            )
        return frame.drop("_line")

    @property
    def _ends(self) -> list[int]:
        """The places at which gates can end the evaluation, first to last."""
        whole = len(self.plan.slots)
        found = {
            whole if computed and place < 0 else place + 1
            for gate, place, computed in self.plan.gates
            if gate.kind == "stop" or computed
        }
        return sorted(found - {whole})

    def _bits(self, place: int) -> list[int]:
        """Return the bits of the minimums that a criterion has."""
        lines = self.lines[place]
        return sorted({star_bit(one.stars, on_title=one.on_title) for line in lines for one in line.minimums})

    def _limits(self, raised: Mapping[int, pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
        """Return the place at which an evaluation ends, and whether the product is out."""
        whole = len(self.plan.slots)
        end, out = pl.lit(whole), pl.lit(value=False)
        for at, (gate, place, computed) in enumerate(self.plan.gates):
            if at not in raised:
                continue
            if gate.kind == "requirement":
                if self.rules.choices.get(gate.reading or "") == "disqualify":
                    out = out | raised[at]
            elif gate.kind == "stop" or computed:
                here = whole if computed and place < 0 else place + 1
                end = pl.when(raised[at]).then(pl.min_horizontal(end, pl.lit(here))).otherwise(end)
            else:
                out = out | raised[at]
        return end, out

    def _at_end(self, name: str, how: str = "") -> pl.Expr:
        """Return a column of the place at which the evaluation ends."""
        found = pl.col(f"{how}{name}")
        for end in self._ends:
            here = pl.col(f"{how}{name}_{end}") if end else pl.lit(0)
            found = pl.when(pl.col("end") == end).then(here).otherwise(found)
        return found

    def _unassessed(self) -> pl.Expr:
        """Return the bits of the minimums of criteria that were never assessed."""
        bits = pl.lit(0, pl.Int64)
        for end in self._ends:
            rest = 0
            for slot in self.plan.slots[end:]:
                rest |= slot.not_asked.flags
            bits = pl.when(pl.col("end") == end).then(pl.lit(rest, pl.Int64)).otherwise(bits)
        return bits

    def _none(self) -> pl.Expr:
        """Return whether a product can have no stars."""
        stopped = pl.col("end") < len(self.plan.slots)
        return pl.col("out") | (stopped & (self.rules.of(AFTER_STOP) == "no-star"))

    def _stars(self, frame: pl.DataFrame, of: int) -> pl.DataFrame:
        """Return a frame with ``stars``, from ``sum`` (of so many members' points), ``missed`` and ``none``.

        Totals and minimums have few values: the rules of single sheets answer each once.
        """
        cases = frame.select("sum", "missed").unique()
        stars = [self._star(Fraction(points, of), missed) for points, missed in cases.iter_rows()]
        cases = cases.with_columns(pl.Series("stars", stars, dtype=pl.Int8))
        frame = frame.join(cases, on=["sum", "missed"], how="left", maintain_order="left")
        return frame.with_columns(stars=pl.when(pl.col("none")).then(0).otherwise(pl.col("stars")))

    def _star(self, points: Fraction, missed: int) -> int:
        if self.rules.choices.get("mean-rounding") == "two-decimals":
            points = two_decimals(points)
        return self.rules.stars(points, missed) or 0

    def _ranked(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the members' sheets with the stars at which each ranks the product by itself."""
        end, out = self._limits({at: pl.col(f"gate_{at}") for at in self._gates(frame)})
        frame = frame.with_columns(end=end, out=out)
        frame = frame.with_columns(
            sum=self._at_end("total"), missed=self._at_end("flags") | self._unassessed(), none=self._none()
        )
        own = self._stars(frame.with_columns(pl.col("missed") & _STARS), 1)
        return frame.drop("end", "out", "sum", "missed", "none").with_columns(own["stars"].alias("own"))

    def _gates(self, frame: pl.DataFrame) -> list[int]:
        return [at for at in range(len(self.plan.gates)) if f"gate_{at}" in frame.columns]

    def _together(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return one row for each council."""
        members = self.members
        totals = ["total", *(f"total_{end}" for end in self._ends if end)]
        sums = [name for name in frame.columns if name.startswith(("gate_", "margin_", "met_"))]
        wanted = [pl.col("product").first(), *(pl.col(name).cast(pl.Int32).sum() for name in sums)]
        for name in totals:
            column = pl.col(name)
            wanted += [column.sum(), column.min().alias(f"least_{name}"), column.max().alias(f"most_{name}")]
        if "own" in frame.columns:
            wanted += [
                (pl.col("own") >= band.stars).sum().alias(f"at_least_{band.stars}")
                for band in self.rules.by_height
            ]
            wanted.append(pl.col("own").first().alias("chair"))
        found = frame.group_by("council", maintain_order=True).agg(*wanted)
        needed = {"any-member": 1, "every-member": members}.get(
            self.rules.of("gate-raised"), members // 2 + 1
        )
        end, out = self._limits({at: pl.col(f"gate_{at}") >= needed for at in self._gates(frame)})
        found = found.with_columns(end=end, out=out)
        spread = self._at_end("total", "most_") - self._at_end("total", "least_")
        found = found.with_columns(
            sum=self._at_end("total"), missed=self._missed(), none=self._none(), spread=spread
        )
        again = self._too_far()
        if "own" in frame.columns:
            found, tied = self._voted(found)
            again = again | (tied & ~pl.col("none"))
        else:
            found = self._stars(found, members)
        found = found.with_columns(again=again & ~pl.col("out"), mean=pl.col("sum") / members)
        return found.select(
            "product",
            "mean",
            "spread",
            "again",
            stars=pl.when(pl.col("again")).then(None).otherwise(pl.col("stars")),
        )

    def _too_far(self) -> pl.Expr:
        spread = self.spread
        if spread is None:
            return pl.lit(value=False)
        within = self.rules.of("spread-at-limit") == "within"
        return pl.col("spread") > spread.points if within else pl.col("spread") >= spread.points

    def _missed(self) -> pl.Expr:
        """Return the bits of the minimums that a council misses."""
        members = self.members
        how = self.rules.choices.get("council-minimum", "mean")
        missed = self._unassessed()
        for place in range(len(self.plan.slots)):
            for bit in self._bits(place):
                meeting, margin = pl.col(f"met_{place}_{bit}"), pl.col(f"margin_{place}_{bit}")
                if how == "mean":
                    met = (meeting > 0) & (margin >= 0)
                else:
                    met = meeting == members if how == "every-member" else 2 * meeting > members
                held = ~met & (pl.col("end") > place)
                missed = missed | pl.when(held).then(pl.lit(bit, pl.Int64)).otherwise(pl.lit(0, pl.Int64))
        return missed & _STARS

    def _voted(self, found: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
        """Return the councils with the stars that more than half reach, and whether the vote is tied."""
        members = self.members
        rule = self.rules.of("tie")
        stars, tied = pl.lit(0), pl.lit(value=False)
        for band in reversed(self.rules.by_height):
            twice = 2 * pl.col(f"at_least_{band.stars}")
            more = twice > members
            if rule == "chair-decides":
                more = more | ((twice == members) & (pl.col("chair") >= band.stars))
            tied = tied | (twice == members)
            stars = pl.when(more).then(band.stars).otherwise(stars)
        found = found.with_columns(stars=pl.when(pl.col("none")).then(0).otherwise(stars))
        return found, tied if rule == "not-decided" else pl.lit(value=False)


def places(slot: Slot, column: Column, rows: pl.DataFrame) -> pl.Series:
    """Return the place of each row's line among a criterion's; the lowest printed one where it has none."""
    lines = list(slot.lines.values())
    lowest = next(place for place, line in enumerate(lines) if line.level is not None)
    if column.name is None:
        return pl.Series([lowest], dtype=pl.Int32).new_from_index(0, rows.height)
    known = {
        cell: next(at for at, one in enumerate(lines) if one is line) for cell, line in column.lines.items()
    }
    return rows[column.name].replace_strict(known, default=lowest, return_dtype=pl.Int32)


def shifted(slot: Slot, line: Line, shift: int) -> int:
    """Return the place of the line so many levels higher in the same case, within what the form prints."""
    lines = list(slot.lines.values())
    if line.answer == EXEMPT:
        return lines.index(line)
    ladder = [
        at for at, one in enumerate(lines) if one.case is line.case and (one.level is not None or one is line)
    ]
    rank = next(rank for rank, at in enumerate(ladder) if lines[at] is line)
    return ladder[max(0, min(rank + shift, len(ladder) - 1))]


def _looked_up(table: list[int], dtype: type[pl.DataType]) -> pl.Expr:
    return pl.lit(pl.Series(table, dtype=dtype)).gather(pl.col("_line"))


def _against(line: Line, bit: int) -> tuple[int, bool]:
    """Return by how many points a line lies over a minimum, and whether it meets it."""
    for one in line.minimums:
        if star_bit(one.stars, on_title=one.on_title) == bit:
            return line.points - one.required.points, one.met
    return 0, True
