"""The commands by their names."""

from typing import Annotated

import typer

from ocopkit.cli import _casebook, _law, _sheets, audit, case, council, diff, packs, path, register, simulate
from ocopkit.cli._output import write
from ocopkit.cli._problems import guarded
from ocopkit.version import __version__

# Help stays plain text: the same on paper, in a pipe and on a terminal of any width.
app = typer.Typer(
    help="Vietnam's OCOP programme (Mỗi xã một sản phẩm): its rules, scores and their reasons.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
sheet = typer.Typer(
    help="Score sheets to fill in (phiếu đánh giá).", no_args_is_help=True, rich_markup_mode=None
)

cases = typer.Typer(
    help="The life of a product (vòng đời sản phẩm).", no_args_is_help=True, rich_markup_mode=None
)
registers = typer.Typer(help="Many cases (sổ theo dõi).", no_args_is_help=True, rich_markup_mode=None)

app.command("books")(guarded(_law.books))
app.command("sets")(guarded(_law.sets))
app.command("show")(guarded(_law.show))
app.command("readings")(guarded(_law.readings))
app.command("audit")(guarded(audit.audit_command))
app.command("council")(guarded(council.council_command))
app.command("diff")(guarded(diff.diff_command))
app.command("export")(guarded(_law.export))
app.add_typer(sheet, name="sheet")
app.add_typer(cases, name="case")
app.add_typer(registers, name="register")
cases.command("show")(guarded(case.show))
cases.command("apply")(guarded(case.apply_command))
cases.command("deadlines")(guarded(case.deadlines_command))
registers.command("stats")(guarded(register.stats))
sheet.command("new")(guarded(_sheets.new))
app.command("check")(guarded(_sheets.check))
app.command("score")(guarded(_sheets.score))
app.command("explain")(guarded(_sheets.explain))
app.command("packs")(guarded(packs.packs))
app.command("check-pack")(guarded(packs.check_pack_command))
app.command("score-local")(guarded(packs.score_local))
app.command("simulate")(guarded(simulate.simulate))
app.command("bounds")(guarded(_sheets.bounds))
app.command("path")(guarded(path.path_command))
app.command("check-cases")(guarded(_casebook.check_cases))


def _version(wanted: bool) -> None:
    if wanted:
        write(f"ocopkit {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    del version


@registers.callback()
def _register_group() -> None:
    """Keep `stats` a word of its own while it is the only one."""


@sheet.callback()
def _sheet_group() -> None:
    """Keep `new` a word of its own while it is the only one."""
