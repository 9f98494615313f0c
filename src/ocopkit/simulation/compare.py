"""One population under two rule books: who moves from which stars to which."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl
from attrs import field, frozen

from ocopkit.errors import DocumentError, Problem, Where, nearest
from ocopkit.rules.book import RuleBook
from ocopkit.simulation.checks import collected
from ocopkit.simulation.compile import Compiled, Rows, together
from ocopkit.simulation.population import Population
from ocopkit.simulation.results import AFTER, check_follows, form_in
from ocopkit.text import Text

BEFORE = "before_"
_PAIR = 8
"""More than any number of stars: two of them make one number."""


@frozen(eq=False)
class Comparison:
    """One population under two rule books.

    Args:
        people: The population.
        before: The first book's id.
        after: The second's.
        transitions: How many rows go from which stars to which: the columns asked for, ``before``,
            ``after`` (0 stands for no star), ``rows``, and ``weight`` if one was asked for.
        rows: Every row: the columns kept beside answers, ``before_points``, ``before_stars``,
            ``after_points`` and ``after_stars``; still lazy.
    """

    people: Population = field(repr=False)
    before: str
    after: str
    transitions: pl.DataFrame = field(repr=False)
    rows: Rows = field(repr=False)

    @property
    def label(self) -> Text | None:
        """What the rows are, where they are no real dossiers."""
        return self.people.label

    @property
    def stars(self) -> pl.DataFrame:
        """The transition table: a row for each number of stars before, a column for each after."""
        total = self._total()
        stars = sorted({*total["before"], *total["after"]})
        cells = {(row["before"], row["after"]): row["count"] for row in total.iter_rows(named=True)}
        zero = 0.0 if total["count"].dtype.is_float() else 0
        table: dict[str, list[Any]] = {"before": stars}
        for after in stars:
            table[str(after)] = [cells.get((before, after), zero) for before in stars]
        return pl.DataFrame(table)

    @property
    def down(self) -> float:
        """How many rows lose stars, weighted if a weight was asked for."""
        return self._count(pl.col("after") < pl.col("before"))

    @property
    def up(self) -> float:
        """How many rows gain stars, weighted if a weight was asked for."""
        return self._count(pl.col("after") > pl.col("before"))

    @property
    def losers(self) -> Rows:
        """The rows that lose stars."""
        return self.rows.filter(nw.col("after_stars") < nw.col("before_stars"))

    @property
    def winners(self) -> Rows:
        """The rows that gain stars."""
        return self.rows.filter(nw.col("after_stars") > nw.col("before_stars"))

    def _total(self) -> pl.DataFrame:
        counted = "weight" if "weight" in self.transitions.columns else "rows"
        return self.transitions.group_by("before", "after").agg(pl.col(counted).sum().alias("count"))

    def _count(frame: Rows, by: Sequence[str], weight: str | None, *, in_memory: bool) -> pl.DataFrame:
    amounts = {"rows": nw.len()} | ({"weight": nw.col(weight).sum()} if weight else {})
    # Both stars as one small number: grouping by one column is faster than by two.
    pair = nw.col("before_stars") * _PAIR + nw.col("after_stars")
    kept = frame.select(*by, *filter(None, [weight]), _pair=pair)
    found = collected(kept.group_by(*by, "_pair").agg(**amounts), in_memory=in_memory)
    table = pl.DataFrame(found.to_dict(as_series=False), strict=False)
    pairs = pl.col("_pair").cast(pl.Int64)
    return table.select(
        *by,
        (pairs // _PAIR).alias("before"),
        (pairs % _PAIR).alias("after"),
        pl.col("rows").cast(pl.Int64),
        *filter(None, [weight and "weight"]),
    )


def _no_column(people: Population, name: str) -> Problem:
    return Problem(
        "no-column",
        Text(vi=f"Không có cột {name!r}", en=f"There is no column {name!r}"),
        Text(vi="Chỉ đếm được theo các cột của dữ liệu", en="Rows are counted by columns that they have"),
        nearest(name, people.columns),
        Where((name,), on_key=True),
    )
