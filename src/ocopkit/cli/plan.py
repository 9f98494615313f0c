"""The commands on a place's plan: plan check, plan progress, plan calendar."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from attrs import evolve

from ocopkit.cli._cases import calendar_text
from ocopkit.cli._language import Language
from ocopkit.cli._law import ForceOption, OutputOption
from ocopkit.errors import OcopError, Problem, Where
from ocopkit.text import Text, day_text

if TYPE_CHECKING:
    from ocopkit.local.measured import PlanProgress
    from ocopkit.local.plan import Plan
    from ocopkit.rules.book import RuleBook
    from ocopkit.text import Lang

PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="A plan, in YAML or JSON (kế hoạch).")]
RegisterFile = Annotated[
    Path | None, typer.Argument(metavar="REGISTER", help="A register, as JSON lines (sổ sản phẩm).")
]
OnDay = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day; needed with a register."),
]
CountsOption = Annotated[
    Path | None,
    typer.Option("--counts", metavar="FILE", help="Counts that no register has, in YAML or JSON."),
]
Everywhere = Annotated[
    bool,
    typer.Option("--everywhere", help="Count all cases: the register is of the plan's place alone."),
]


def check(
    file: PlanFile,
    lang: Language,
    book: Annotated[
        list[str] | None,
        typer.Option("--book", metavar="BOOK", help="The decision; those that the plan names if left out."),
    ] = None,
) -> int:
    """Tell where a plan contradicts the law (rà soát kế hoạch theo quyết định)."""
    from ocopkit.cli._output import write
    from ocopkit.cli._problems import FILE_HAS_PROBLEMS, FINE, note, tell_all
    from ocopkit.local.plan import read_plan

    plan, document = read_plan(file)
    books = _books(tuple(book or ()) or plan.rules)
    problems = [document.located(problem) for one in books for problem in plan.check(one)]
    problems += [document.located(problem) for problem in _mistyped(plan)]
    tell_all(problems, lang)
    if later := _later(plan, books, lang):
        note(_LATER.say(lang).format(", ".join(later)))
    if problems:
        return FILE_HAS_PROBLEMS
    write(f"{file}: {_FINE.say(lang).format(', '.join(one.id for one in books))}")
    return FINE


def progress(
    file: PlanFile,
    lang: Language,
    register: RegisterFile = None,
    on: OnDay = None,
    counts: CountsOption = None,
    everywhere: Everywhere = False,
    style: Annotated[
        Literal["text", "json", "svg", "ical"], typer.Option("--format", help="How to write it.")
    ] = "text",
    output: OutputOption = None,
    force: ForceOption = False,
) -> int:
    """Tell how far a plan's targets are reached (tiến độ thực hiện chỉ tiêu)."""
    from ocopkit.cli._output import save, table
    from ocopkit.cli._problems import FINE, tell_all
    from ocopkit.documents import to_json
    from ocopkit.local.icalendar import to_icalendar
    from ocopkit.local.picture import progress_picture
    from ocopkit.local.progress import PROGRESS_HEADINGS, progress_rows

    found = _progress(file, register, on, counts, lang, everywhere=everywhere)
    tell_all(found.problems, lang)
    if style == "json":
        save(to_json(_plain(found)) + "\n", output, force=force)
    elif style == "svg":
        save(progress_picture(found.targets, lang), output, force=force)
    elif style == "ical":
        text = to_icalendar(found.plan, lang=lang, book=_first(found.plan), found=found.targets)
        save(calendar_text(text, output), output, force=force)
    elif output is not None:
        rows = ["\t".join(row) for row in progress_rows(found.targets, lang)]
        save("".join(f"{row}\n" for row in rows), output, force=force)
    else:
        table([text.say(lang) for text in PROGRESS_HEADINGS], progress_rows(found.targets, lang), keys=0)
    return FINE


def calendar(
    file: PlanFile,
    lang: Language,
    register: RegisterFile = None,
    on: OnDay = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> int:
    """Write a plan's dates as a calendar, with the standing of its targets (lịch của kế hoạch)."""
    from ocopkit.cli._output import save
    from ocopkit.cli._problems import FINE, tell_all
    from ocopkit.local.icalendar import to_icalendar
    from ocopkit.local.plan import load_plan

    if register is None:
        plan = load_plan(file)
        text = to_icalendar(plan, lang=lang, book=_first(plan))
    else:
        found = _progress(file, register, on, None, lang, everywhere=False)
        tell_all(found.problems, lang)
        text = to_icalendar(found.plan, lang=lang, book=_first(found.plan), found=found.targets)
    save(calendar_text(text, output), output, force=force)
    return FINE


def _progress(
    file: Path,
    register: Path | None,
    on: datetime | None,
    counts: Path | None,
    lang: Language,
    *,
    everywhere: bool,
) -> "PlanProgress":
    from ocopkit.cli._cases import cases_of
    from ocopkit.cli._problems import tell_all
    from ocopkit.local.counts import load_counts
    from ocopkit.local.plan import load_plan

    plan = load_plan(file)
    tell_all(_mistyped(plan), lang)
    counted = load_counts(counts) if counts else None
    if counted and counted.plan != plan.id:
        message = f"{counts} is for the plan {counted.plan}, not {plan.id}"
        raise typer.BadParameter(message, param_hint="--counts")
    day = on.date() if on else counted.on if counted else None
    if day is None:
        message = "which day? --on 2026-09-01"
        raise typer.BadParameter(message, param_hint="--on")
    if counted and not min(day, plan.period.last_day or day) <= counted.on <= day:
        message = f"{counts} counts up to {counted.on}, which says nothing of {day}"
        raise typer.BadParameter(message, param_hint="--counts")
    cases = cases_of(register, lang) if register else []
    return plan.progress(cases, day, counts=counted.all_counts if counted else None, everywhere=everywhere)


def _mistyped(plan: "Plan") -> list[Problem]:
    """Return that the plan's province is nearly one that there is: under its name nothing is counted."""
    from ocopkit.cli._pack_files import province_named

    try:
        province_named(plan.place.province)
    except OcopError as error:
        return [evolve(one, where=Where(("place", "province"))) for one in error.problems]
    return []


def _books(keys: tuple[str, ...]) -> "list[RuleBook]":
    from ocopkit.catalog import catalog_for

    return [catalog_for(key).book(key) for key in keys]


def _first(plan: "Plan") -> "RuleBook | None":
    return next(iter(_books(plan.rules)), None)


def _later(plan: "Plan", books: "list[RuleBook]", lang: "Lang") -> list[str]:
    """Return the national decisions that begin in the plan's time and that it wasn't held against."""
    from ocopkit.catalog import books as known
    from ocopkit.catalog import rule_book

    told = {one.id for one in books}
    last = plan.period.last_day or plan.period.first_day
    others = [rule_book(key) for key in known(packs=False).national if key not in told]
    starts: list[tuple[date, str]] = [
        (one.articles.instrument.in_force.first_day, one.id)
        for one in others
        if plan.period.first_day < one.articles.instrument.in_force.first_day <= last
    ]
    return [f"{key} ({day_text(day).say(lang)})" for day, key in sorted(starts)]


def _plain(found: "PlanProgress") -> dict[str, object]:
    from ocopkit.local.progress import STATUS_TEXTS, progress_columns

    columns = progress_columns(found.targets)
    return {
        "plan": found.plan.id,
        "on": found.on,
        "targets": [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)],
        "statuses": {key: {"vi": text.vi, "en": text.en} for key, text in STATUS_TEXTS.items()},
        "unplaced": list(found.unplaced),
    }


_FINE = Text(vi="không trái với {}", en="contradicts nothing in {}")
_LATER = Text(
    vi="Trong thời gian của kế hoạch còn có văn bản mới: {}; rà soát bằng --book",
    en="In the plan's time there begin, too: {}; hold it against them with --book",
)
