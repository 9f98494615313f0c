"""The command that shows what other rules would do to many products: simulate."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ocopkit.cli._language import Language
from ocopkit.cli.diff import named_book
from ocopkit.errors import OcopError, Problem
from ocopkit.text import Lang, Text

if TYPE_CHECKING:
    import polars as pl

    from ocopkit.simulation.compare import Comparison

_HEADINGS = {
    "before": Text(vi="Trước", en="Before"),
    "after": Text(vi="Sau", en="After"),
    "rows": Text(vi="Số hồ sơ", en="Rows"),
    "weight": Text(vi="Trọng số", en="Weight"),
}


def simulate(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A population in Parquet, CSV or Arrow (tệp hồ sơ).")
    ],
    lang: Language,
    book: Annotated[
        str,
        typer.Option(
            "--book", metavar="A", help="The book that the dossiers were scored by: id, folder, file."
        ),
    ],
    against: Annotated[
        str,
        typer.Option(
            "--against", metavar="B", help="The book to compare with: id, folder or amendment's file."
        ),
    ],
    only: Annotated[
        str | None,
        typer.Option("--set", metavar="SET", help="The criteria set, where the file has no column for it."),
    ] = None,
    by: Annotated[list[str] | None, typer.Option("--by", metavar="COLUMN", help="Count by a column.")] = None,
    weight: Annotated[
        str | None, typer.Option("--weight", metavar="COLUMN", help="A column of weights.")
    ] = None,
    clauses: Annotated[bool, typer.Option("--clauses", help="Tell what each clause does.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write every row's points and stars to a file."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> int:
    """Count who moves from which stars to which under other rules (mô phỏng sửa quy định)."""
    for extra in ("narwhals", "polars"):
        try:
            import_module(extra)
        except ModuleNotFoundError as error:
            if error.name != extra:
                raise
            raise OcopError([_NO_EXTRA]) from None
    from ocopkit.documents import to_json
    from ocopkit.simulation.compare import compare
    from ocopkit.simulation.files import read_population, write_rows
    from ocopkit.simulation.impact import impact_by_clause

    before, after = named_book(book), named_book(against)
    key = int(only) if only is not None and only.isdecimal() else only
    people = read_population(file, before, set=key)
    found = compare(people, before, after, by=tuple(by or ()), weight=weight)
    impact = impact_by_clause(people, before, after, weight=weight) if clauses else None
    if output is not None:
        write_rows(found.rows, output, force=force)
    if as_json:
        from ocopkit.cli._output import write

        plain = {
            "before": found.before,
            "after": found.after,
            "up": found.up,
            "down": found.down,
            "transitions": found.transitions.to_dicts(),
        }
        if impact is not None:
            plain |= {"clauses": impact.clauses.to_dicts(), "method": impact.method}
        write(to_json(plain))
        return 0
    _tell(found, lang)
    if impact is not None:
        _table(impact.clauses.select("clause", "down", "up"), lang)
    return 0


def _tell(found: "Comparison", lang: Lang) -> None:
    from ocopkit.cli._problems import note

    _table(found.transitions, lang)
    said = Text(
        vi=f"{found.before} → {found.after}: giảm sao {found.down:g}, tăng sao {found.up:g}",
        en=f"{found.before} → {found.after}: {found.down:g} lose stars, {found.up:g} gain stars",
    )
    note(said.say(lang))


def _table(rows: "pl.DataFrame", lang: Lang) -> None:
    from ocopkit.cli._output import table

    named = _HEADINGS | {
        "clause": Text(vi="Điều sửa", en="Clause"),
        "down": Text(vi="Giảm sao", en="Lose stars"),
        "up": Text(vi="Tăng sao", en="Gain stars"),
    }
    headings = [named[name].say(lang) if name in named else name for name in rows.columns]
    cells = [[f"{one:g}" if isinstance(one, float) else str(one) for one in row] for row in rows.iter_rows()]
    table(headings, cells, keys=1, numbers=2)


_NO_EXTRA = Problem(
    "no-extra",
    Text(vi="Mô phỏng cần cài thêm thư viện", en="Simulation needs more libraries"),
    Text(vi="Phần này không cài sẵn cùng ocopkit", en="They don't come with ocopkit itself"),
    Text(vi='pip install "ocopkit[simulation]"', en='pip install "ocopkit[simulation]"'),
)
