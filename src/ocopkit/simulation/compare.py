"""One population under two rule books: who moves from which stars to which."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl
from attrs import field, frozen

from ocopkit.markup import Html, both, card, grid
from ocopkit.rules.book import RuleBook
from ocopkit.simulation.checks import collected
from ocopkit.simulation.compile import Rows, together
from ocopkit.simulation.population import Population
from ocopkit.simulation.results import AFTER, check_follows, form_in
from ocopkit.simulation.weights import check_columns, check_weight, columns_of
from ocopkit.text import Text, starred

if TYPE_CHECKING:
    from ocopkit.rules.criteria import CriteriaSet

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

    def _repr_html_(self) -> str:
        """Return what a notebook shows: who gains and loses, and the table from stars to stars."""
        table = self.stars
        heads = (
            Text(vi="Trước ↓ Sau →", en="Before ↓ after →"),
            *(_stars(name) for name in table.columns[1:]),
        )
        rows: list[tuple[Html | str, ...]] = [
            (both(_stars(row[0])), *(f"{one:g}" for one in row[1:])) for row in table.iter_rows()
        ]
        return card(
            f"{self.before} → {self.after}",
            [
                (Text(vi="Dữ liệu", en="Rows"), both(self.label) if self.label else None),
                (Text(vi="Tăng sao", en="Gain stars"), f"{self.up:g}"),
                (Text(vi="Giảm sao", en="Lose stars"), f"{self.down:g}"),
            ],
            grid(heads, rows, numbers=len(heads) - 1),
        )

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

    def _count(self, which: pl.Expr) -> float:
        counts: list[float] = self._total().filter(which)["count"].to_list()
        return sum(counts)


def _stars(number: object) -> Text:
    return starred(int(str(number)) or None)


def compare(
    people: Population,
    before: RuleBook,
    after: RuleBook,
    *,
    by: Sequence[str] = (),
    weight: str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Comparison:
    """Return what another rule book changes for a population.

    Each dossier keeps its levels; what they are worth, which are minimums and where the bands lie follows
    each book.

    Args:
        people: The population.
        before: The first book, most often the one that the dossiers were scored by.
        after: The second, such as an amendment of it (see :func:`ocopkit.rules.amend.amend`).
        by: Columns to count by, such as a place or the producer's kind.
        weight: A column of weights to count by.
        readings: Options of both books' readings to use instead of their own choices.

    Raises:
        DocumentError: If rows hold levels that one of the books doesn't have or lack criteria that it has;
            if there is no such column, or the table has one of that name.
        NotFoundError: If a book has no such reading or option.

    Example:
        >>> import ocopkit, polars
        >>> from ocopkit.rules.amend import amend
        >>> from ocopkit.simulation.cells import column_of
        >>> from ocopkit.simulation.population import population
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> draft = amend(book, {"bands/5": {"at_least": 101}}, because="a draft")
        >>> best = polars.DataFrame({column_of(one.code): [one.max] for one in book[11].criteria})
        >>> compare(population(best, book, set=11), book, draft).transitions.rows()
        [(5, 4, 1)]
    """
    by = columns_of(by)
    check_columns(people, by, taken=["before", "after", "rows", "weight"])
    check_weight(people, weight)
    for book in (before, after):
        check_follows(people, book, readings)
    scored = list(_scored(people, before, after, readings))
    counts = [_count(frame, by, weight, in_memory=people.in_memory) for frame in scored]
    whole = counts[0] if len(counts) == 1 else pl.concat(counts).group_by(*by, "before", "after").sum()
    kept = [*people.columns, *(side + name for side in (BEFORE, AFTER) for name in ("points", "stars"))]
    frames = [frame.select(*kept) for frame in scored]
    rows = frames[0] if len(frames) == 1 else nw.concat(frames)
    return Comparison(people, before.id, after.id, whole.sort(*by, "before", "after"), rows)


def _scored(
    people: Population, before: RuleBook, after: RuleBook, readings: Mapping[str, str] | None
) -> Iterator[Rows]:
    for number in people.sets:
        forms: dict[str, CriteriaSet] = {}
        for book, prefix in ((before, BEFORE), (after, AFTER)):
            form = form_in(people, number, book)
            assert form is not None  # noqa: S101 (check_follows has refused it)
            forms[prefix] = form
        yield together(people.of_set(number), people.compiled_together(number, forms, readings=readings))


def _count(frame: Rows, by: Sequence[str], weight: str | None, *, in_memory: bool) -> pl.DataFrame:
    amounts = {"rows": nw.len()} | ({"weight": nw.col(weight).sum()} if weight else {})
    # Both stars as one small number: grouping by one column is faster than by two.
    pair = nw.col("before_stars") * _PAIR + nw.col("after_stars")
    kept = frame.select(*by, *filter(None, [weight]), _pair=pair)
    found = collected(kept.group_by(*by, "_pair").agg(**amounts), in_memory=in_memory)
    cells: dict[str, list[Any]] = found.to_dict(as_series=False)
    pairs = [int(pair) for pair in cells["_pair"]]
    table = {name: cells[name] for name in by}
    table |= {"before": [pair // _PAIR for pair in pairs], "after": [pair % _PAIR for pair in pairs]}
    table["rows"] = [int(count) for count in cells["rows"]]
    if weight:
        table["weight"] = cells["weight"]
    return pl.DataFrame(table, strict=False)
