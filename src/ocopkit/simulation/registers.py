"""A register on a day as a dataframe."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import attrs
import narwhals as nw

from ocopkit.cases.case import Case
from ocopkit.cases.statistics import Row, View, rows
from ocopkit.errors import Problem
from ocopkit.rules.book import RuleBook

Backend = Literal["polars", "pandas", "pyarrow"]
"""A library of dataframes."""

COLUMNS: Mapping[str, Any] = {
    "case": nw.String,
    "province": nw.String,
    "kind": nw.String,
    "group": nw.String,
    "status": nw.String,
    "stars": nw.Int64,
    "potential": nw.Int64,
    "last_day": nw.Date,
    "certified_ever": nw.Boolean,
}
"""The columns and their types: the fields of :class:`ocopkit.cases.statistics.Row`."""


def register_frame(
    source: Path | Iterable[Case],
    books: Callable[[str], RuleBook],
    *,
    on: date,
    view: View = "as-recorded",
    told: list[Problem] | None = None,
    backend: Backend = "polars",
) -> Any:
    """Return a register, or some cases, as they stand on a day: a dataframe with a row for each case.

    Nothing personal is in it, nor the names of products and producers.

    Args:
        source: The register's file, or cases.
        books: Returns the rule book of an id; it is asked only for the groups of product sets.
        on: The day; events after it are left aside.
        view: By which provinces: as recorded, or as before or after the merger of 2025.
        told: Where problems are put that don't stop the reading: a last line that was cut.
        backend: The library of the dataframe.

    Returns:
        The dataframe, with the columns :data:`COLUMNS`. In pandas, whose whole numbers know no missing
        value, stars are numbers with a fraction.

    Raises:
        DocumentError: If the file can't be read, or two cases have the same id.

    Example:
        >>> import ocopkit
        >>> file = Path("examples/cases/register.jsonl")
        >>> frame = register_frame(file, ocopkit.rule_book, on=date(2027, 1, 5))
        >>> frame.select("case", "status", "stars", "potential").rows()
        [('19-05542-3', 'valid', 4, 5), ('24-00001-1', 'extended', 4, None)]
    """
    found = list(rows(source, books, on=on, view=view, told=told))
    names = [one.name for one in attrs.fields(Row)]
    columns = {name: [getattr(row, name) for row in found] for name in names}
    schema = None if backend == "pandas" else dict(COLUMNS)
    return nw.from_dict(columns, schema, backend=backend).to_native()
