"""Columns to count by and to weigh with, held against a population before anything is counted."""

from collections.abc import Collection, Sequence

import narwhals as nw

from ocopkit.errors import DocumentError, Problem, Where, nearest
from ocopkit.simulation.checks import collected, counted, first_rows
from ocopkit.simulation.population import Population
from ocopkit.simulation.refusals import reserved
from ocopkit.text import Text


def check_columns(people: Population, names: Sequence[str], taken: Collection[str] = ()) -> None:
    """Refuse columns to count by that a population doesn't have, or that the table of counts has of its own.

    Args:
        people: The population.
        names: The columns.
        taken: The columns of the table of counts.

    Raises:
        DocumentError: With all of them.
    """
    problems = [_no_column(people, name) for name in names if name not in people.columns]
    problems += [reserved(name) for name in names if name in people.columns and name in taken]
    if problems:
        raise DocumentError(problems)


def _no_column(people: Population, name: str) -> Problem:
    return Problem(
        "no-column",
        Text(vi=f"Không có cột {name!r}", en=f"There is no column {name!r}"),
        Text(vi="Chỉ đếm được theo các cột của dữ liệu", en="Rows are counted by columns that they have"),
        nearest(name, people.columns),
        Where((name,), on_key=True),
    )


def check_weight(people: Population, weight: str | None) -> None:
    """Refuse a column of weights that is missing or can't be added up: a lost weight would count as none.

    Args:
        people: The population.
        weight: The column, if rows are weighted at all.

    Raises:
        DocumentError: If there is no such column, or some of its values are no finite numbers from 0.
    """
    if weight is None:
        return
    check_columns(people, [weight])
    if not people.frame.collect_schema()[weight].is_numeric():
        raise DocumentError(
            [_refused(weight, Text(vi="Cột không chứa số", en="The column holds no numbers"))]
        )
    # What is no number at all is not below infinity either.
    below = nw.col(weight) < float("inf")
    wrong = nw.col(weight).is_null() | ~below | (nw.col(weight) < 0)
    tested = people.frame.select(wrong=counted(wrong, people.frame))
    if collected(tested, in_memory=people.in_memory).row(0)[0]:
        rows, count, _ = first_rows(people.frame, [weight], wrong, weight)
        many = f"{count} row has" if count == 1 else f"{count} rows have"
        what = Text(vi=f"{count} dòng không có trọng số ({rows.vi})", en=f"{many} no weight ({rows.en})")
        raise DocumentError([_refused(weight, what)])


def columns_of(by: Sequence[str]) -> tuple[str, ...]:
    """Return columns to count by, each once; a single name stands for that column."""
    return tuple(dict.fromkeys([by] if isinstance(by, str) else by))


def _refused(weight: str, what: Text) -> Problem:
    return Problem(
        "no-weight",
        what,
        Text(
            vi="Dòng không có trọng số sẽ mất khi cộng", en="A row without a weight would be lost in the sum"
        ),
        Text(vi="Ghi số từ 0 trở lên cho mọi dòng", en="Give every row a number from 0"),
        Where((weight,), on_key=True),
    )
