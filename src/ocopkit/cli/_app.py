"""The commands by their names."""

import re
from collections.abc import Sequence
from copy import copy
from inspect import cleandoc
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

# In the order in which people meet them: a sheet, the law, a place, many products.
app.command("form")(guarded(form.form_command))
app.command("check")(guarded(_sheets.check))
app.command("score")(guarded(_sheets.score))
app.command("explain")(guarded(_sheets.explain))
app.command("bounds")(guarded(_sheets.bounds))
app.command("path")(guarded(path.path_command))
app.command("assess")(guarded(assess.assess_command))
app.command("council")(guarded(council.council_command))
app.command("books")(guarded(_law.books))
app.command("sets")(guarded(_law.sets))
app.command("show")(guarded(_law.show))
app.command("readings")(guarded(_law.readings))
app.command("diff")(guarded(diff.diff_command))
app.command("export")(guarded(_law.export))
app.command("audit")(guarded(audit.audit_command))
app.command("check-cases")(guarded(_casebook.check_cases))
app.command("packs")(guarded(packs.packs))
app.command("check-pack")(guarded(packs.check_pack_command))
app.command("score-local")(guarded(packs.score_local))
app.command("benefits")(guarded(benefits.benefits_command))
app.command("simulate")(guarded(simulate.simulate))
app.add_typer(sheet, name="sheet")
app.add_typer(facts, name="facts")
app.add_typer(cases, name="case")
app.add_typer(registers, name="register")
app.add_typer(plans, name="plan")
app.add_typer(pack, name="pack")
sheet.command("new")(guarded(_sheets.new))
facts.command("new")(guarded(assess.new))
facts.command("coverage")(guarded(assess.coverage_command))
cases.command("show")(guarded(case.show))
cases.command("apply")(guarded(case.apply_command))
cases.command("deadlines")(guarded(case.deadlines_command))
registers.command("stats")(guarded(register.stats))
registers.command("expiring")(guarded(register.expiring_command))
plans.command("check")(guarded(plan.check))
plans.command("progress")(guarded(plan.progress))
plans.command("calendar")(guarded(plan.calendar))
pack.command("new")(guarded(pack_new.new))

_GLOSS = re.compile(r" \([^()]*\)(?=\.$)")


def _in_brief(text: str | None) -> str:
    """Return a help text as a list of commands shows it: in one language, so that no line is cut off."""
    return _GLOSS.sub("", cleandoc(text or ""))


for _group in (app, sheet, facts, cases, registers, plans, pack):
    _group.info.short_help = _in_brief(_group.info.help)
    for _one in _group.registered_commands:
        _one.short_help = _in_brief(_one.callback.__doc__)


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


@pack.callback()
def _pack_group() -> None:
    """Keep `new` a word of its own while it is the only one."""


@sheet.callback()
def _sheet_group() -> None:
    """Keep `new` a word of its own while it is the only one."""


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """Return the commands with those alone that the words begin with, or all where they name none.

    Typer makes every command that it is given before it runs one, and a start waits for all of them.

    Args:
        arguments: The words of the command line.
    """
    first = arguments[0] if arguments else None
    found = [one for one in app.registered_commands if one.name == first]
    groups = [one for one in app.registered_groups if one.name == first]
    if not found and not groups:
        return app
    one = copy(app)
    one.registered_commands, one.registered_groups = found, groups
    return one
