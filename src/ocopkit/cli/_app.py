"""The commands by their names."""

from typing import Annotated

import typer

from ocopkit.cli import (
    _casebook,
    _law,
    _sheets,
    assess,
    audit,
    benefits,
    case,
    council,
    diff,
    form,
    pack_new,
    packs,
    path,
    plan,
    register,
    simulate,
)
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
pack = typer.Typer(
    help="A province's own pack (gói địa phương).", no_args_is_help=True, rich_markup_mode=None
)

facts = typer.Typer(
    help="What is measured of a product (số liệu).", no_args_is_help=True, rich_markup_mode=None
)

plans = typer.Typer(
    help="A place's plan and its targets (kế hoạch).", no_args_is_help=True, rich_markup_mode=None
)

app.command("books")(guarded(_law.books))
app.command("sets")(guarded(_law.sets))
app.command("show")(guarded(_law.show))
app.command("readings")(guarded(_law.readings))
app.command("audit")(guarded(audit.audit_command))
app.command("council")(guarded(council.council_command))
app.command("diff")(guarded(diff.diff_command))
app.command("form")(guarded(form.form_command))
app.command("export")(guarded(_law.export))
app.add_typer(sheet, name="sheet")
app.add_typer(cases, name="case")
app.add_typer(registers, name="register")
app.add_typer(pack, name="pack")
app.add_typer(plans, name="plan")
cases.command("show")(guarded(case.show))
cases.command("apply")(guarded(case.apply_command))
cases.command("deadlines")(guarded(case.deadlines_command))
registers.command("stats")(guarded(register.stats))
plans.command("check")(guarded(plan.check))
plans.command("progress")(guarded(plan.progress))
plans.command("calendar")(guarded(plan.calendar))
app.command("benefits")(guarded(benefits.benefits_command))
pack.command("new")(guarded(pack_new.new))
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
app.command("assess")(guarded(assess.assess_command))
app.add_typer(facts, name="facts")
facts.command("new")(guarded(assess.new))
facts.command("coverage")(guarded(assess.coverage_command))
app.command("check-cases")(guarded(_casebook.check_cases))


def _version(wanted: bool) -> None:
    if wanted:
        write(f"ocopkit {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
    use: Annotated[
        str | None,
        typer.Option("--packs", metavar="NAMES", help="Packs to use: off, names, or -NAME for all but it."),
    ] = None,
) -> None:
    del version
    if use is not None:
        context.call_on_close(packs.turn(use))


@registers.callback()
def _register_group() -> None:
    """Keep `stats` a word of its own while it is the only one."""


@pack.callback()
def _pack_group() -> None:
    """Keep `new` a word of its own while it is the only one."""


@sheet.callback()
def _sheet_group() -> None:
    """Keep `new` a word of its own while it is the only one."""
