"""The command that shows what other rules would do to many products: simulate."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from ocopkit.cli._language import Language
from ocopkit.cli._law import ForceOption
from ocopkit.cli.diff import named_book
from ocopkit.errors import OcopError, Problem, no_extra
from ocopkit.rules.book import RuleBook
from ocopkit.text import Lang, Text

if TYPE_CHECKING:
    import polars as pl

    from ocopkit.simulation.carry import Carried
    from ocopkit.simulation.compare import Comparison
    from ocopkit.simulation.compile import Rows
    from ocopkit.simulation.impact import Impact
    from ocopkit.simulation.population import Population

_HEADINGS = {
    "stars": Text(vi="Hạng sao", en="Stars"),
    "before": Text(vi="Trước", en="Before"),
    "after": Text(vi="Sau", en="After"),
    "least": Text(vi="Ít nhất", en="At least"),
    "most": Text(vi="Nhiều nhất", en="At most"),
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
        str | None,
        typer.Option(
            "--against", metavar="B", help="The book to compare with: id, folder or amendment's file."
        ),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option("--set", metavar="SET", help="The criteria set, where the file has no column for it."),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="The day of the council, for certificates by days.",
        ),
    ] = None,
    by: Annotated[list[str] | None, typer.Option("--by", metavar="COLUMN", help="Count by a column.")] = None,
    weight: Annotated[
        str | None, typer.Option("--weight", metavar="COLUMN", help="A column of weights.")
    ] = None,
    clauses: Annotated[bool, typer.Option("--clauses", help="Tell what each clause does.")] = False,
    crosswalk: Annotated[
        bool,
        typer.Option(
            "--crosswalk", help="Read answers by the other book's forms, with bounds for what stays open."
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write every row's points and stars to a file."),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", metavar="FILE", help="Write the comparison as a page to hand over (trang để gửi, in)."
        ),
    ] = None,
    force: ForceOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> int:
    """Count the stars of many products, and who moves under other rules (mô phỏng sửa quy định)."""
    _need_extra()
    from ocopkit.cli._output import may_save
    from ocopkit.simulation.files import check_output, read_population, write_rows

    before = named_book(book)
    after = named_book(against) if against is not None else None
    if (clauses or crosswalk or html is not None) and after is None:
        raise OcopError([_NO_AGAINST])
    if html is not None and crosswalk:
        message = "--html and --crosswalk exclude each other"
        raise typer.BadParameter(message)
    if output is not None:
        check_output(output, force=force, source=file)
    if html is not None:
        may_save(html, force=force)
    key = int(only) if only is not None and only.isdecimal() else only
    counting = tuple(by or ()), weight
    with _progress(file, lang) as bar:
        bar.stage(_CHECKING)
        people = read_population(
            file, before, set=key, on=on.date() if on is not None else None, progress=bar.told
        )
        bar.stage(_COUNTING)
        if after is None:
            rows, tell = _count(people, *counting)
        elif crosswalk:
            rows, tell = _carry(people, after)
        else:
            found, impact = _compare(people, before, after, *counting, clauses=clauses)
            rows, tell = found.rows, partial(_tell, found, impact)
            if html is not None:
                _hand_over(found, impact, before, after, html, lang, force=force)
        if output is not None:
            bar.stage(_WRITING)
            write_rows(rows, output, force=force)
    tell(lang, as_json)
    return 0


def _need_extra() -> None:
    for extra in ("narwhals", "polars"):
        try:
            import_module(extra)
        except ModuleNotFoundError as error:
            if error.name != extra:
                raise
            raise OcopError([_NO_EXTRA]) from None


_Tell = Callable[[Lang, bool], None]
"""Writes what was found, in a language, as a table or as JSON."""


def _count(people: "Population", by: tuple[str, ...], weight: str | None) -> "tuple[Rows, _Tell]":
    from ocopkit.simulation.results import results, star_counts

    counts = star_counts(people, by=by, weight=weight)

    def tell(lang: Lang, as_json: bool) -> None:
        if as_json:
            _write_json({"book": people.book.id, "counts": counts.to_dicts()})
        else:
            _table(counts, lang)

    return results(people), tell


def _carry(people: "Population", to: RuleBook) -> "tuple[Rows, _Tell]":
    from ocopkit.simulation.carry import carry

    found = carry(people, to)
    return found.rows, partial(_tell_carried, found)


def _compare(
    people: "Population",
    before: RuleBook,
    after: RuleBook,
    by: tuple[str, ...],
    weight: str | None,
    *,
    clauses: bool,
) -> "tuple[Comparison, Impact | None]":
    from ocopkit.simulation.compare import compare
    from ocopkit.simulation.impact import impact_by_clause

    found = compare(people, before, after, by=by, weight=weight)
    return found, impact_by_clause(people, before, after, by=by, weight=weight) if clauses else None


def _hand_over(
    found: "Comparison",
    impact: "Impact | None",
    before: RuleBook,
    after: RuleBook,
    file: Path,
    lang: Lang,
    *,
    force: bool,
) -> None:
    """Write a comparison as a page, with pictures where the extra for them is installed."""
    from ocopkit.cli._output import save
    from ocopkit.simulation.handover import comparison_page

    pictures = all(find_spec(name) for name in ("altair", "vl_convert"))
    text = comparison_page(found, before, after, impact=impact, pictures=pictures, lang=lang)
    save(text, file, force=force)


def _write_json(plain: Any) -> None:
    from ocopkit.cli._output import write
    from ocopkit.documents import to_json

    write(to_json(plain))


class _Bar(Protocol):
    """What a long piece of work tells how far it is."""

    def stage(self, name: Text) -> None:
        """Begin reading the file anew."""

    def told(self, rows: int) -> None:
        """Note that some rows were read."""


class _NoBar:
    def stage(self, name: Text) -> None:
        pass

    def told(self, rows: int) -> None:
        pass


@contextmanager
def _progress(file: Path, lang: Lang) -> Generator[_Bar]:
    """Show on a terminal how much of a file is read; say nothing anywhere else."""
    if not sys.stderr.isatty():
        yield _NoBar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from ocopkit.simulation.files import count_rows

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=count_rows(file))

        class Bar:
            def stage(self, name: Text) -> None:
                shown.reset(task, description=name.say(lang))

            def told(self, rows: int) -> None:
                shown.advance(task, rows)

        yield Bar()


_CHECKING = Text(vi="Kiểm tra hồ sơ", en="Checking")
_COUNTING = Text(vi="Chấm điểm", en="Scoring")
_WRITING = Text(vi="Ghi kết quả", en="Writing")


def _tell_carried(found: "Carried", lang: Lang, as_json: bool) -> None:
    from ocopkit.cli._problems import note

    if as_json:
        tables = {
            "transitions": found.transitions,
            "criteria": found.criteria,
            "left_out": found.left_out,
        }
        _write_json({name: table.to_dicts() for name, table in tables.items()})
        return
    _table(found.transitions, lang)
    whole = int(found.transitions["rows"].sum())
    said = Text(
        vi=f"Chắc chắn hạng sao: {found.certain}/{whole} hồ sơ; còn lại tùy tiêu chí chưa rõ",
        en=f"{found.certain} of {whole} have certain stars; the others depend on what stays open",
    )
    note(said.say(lang))


def _tell(found: "Comparison", impact: "Impact | None", lang: Lang, as_json: bool) -> None:
    from ocopkit.cli._problems import note

    if as_json:
        plain = {
            "before": found.before,
            "after": found.after,
            "up": found.up,
            "down": found.down,
            "transitions": found.transitions.to_dicts(),
        }
        if impact is not None:
            plain |= {"clauses": impact.clauses.to_dicts(), "parts": impact.parts.to_dicts()}
        _write_json(plain)
        return
    _table(found.transitions, lang)
    said = Text(
        vi=f"{found.before} → {found.after}: giảm sao {_comma(found.down)}, tăng sao {_comma(found.up)}",
        en=f"{found.before} → {found.after}: {found.down:g} lose stars, {found.up:g} gain stars",
    )
    note(said.say(lang))
    if impact is not None:
        by = impact.parts.columns[: impact.parts.columns.index("clause")]
        _table((impact.parts if by else impact.clauses).select(*by, "clause", "down", "up"), lang)


def _comma(number: float) -> str:
    """Return a number as Vietnamese readers write it."""
    return f"{number:g}".replace(".", ",")


def _table(rows: "pl.DataFrame", lang: Lang) -> None:
    from ocopkit.cli._output import table

    named = _HEADINGS | {
        "clause": Text(vi="Nội dung sửa đổi", en="Clause"),
        "down": Text(vi="Giảm sao", en="Lose stars"),
        "up": Text(vi="Tăng sao", en="Gain stars"),
    }
    headings = [named[name].say(lang) if name in named else name for name in rows.columns]
    cells = [[f"{one:g}" if isinstance(one, float) else str(one) for one in row] for row in rows.iter_rows()]
    table(headings, cells, keys=1, numbers=2)


_NO_AGAINST = Problem(
    "no-against",
    Text(vi="--clauses và --crosswalk cần --against", en="--clauses and --crosswalk need --against"),
    Text(vi="Phải có văn bản thứ hai để so", en="There must be a second book to compare with"),
    Text(vi="Thêm --against", en="Add --against"),
)
_NO_EXTRA = no_extra(
    Text(vi="Mô phỏng cần cài thêm thư viện", en="Simulation needs more libraries"), "simulation"
)
