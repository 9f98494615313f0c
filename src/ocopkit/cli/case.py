"""The commands on one product's life: case show, case apply, case deadlines."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer
from attrs import evolve

from ocopkit.cli._html import HtmlOption, PersonalOption
from ocopkit.cli._language import Language
from ocopkit.cli._law import VIETNAM, ForceOption
from ocopkit.cli._problems import note
from ocopkit.errors import CaseError, DocumentError, NotInForceError, OcopError, Problem, Where
from ocopkit.text import Text, day_text

if TYPE_CHECKING:
    from ocopkit.cases.case import Case

CaseFile = Annotated[Path, typer.Argument(metavar="FILE", help="A case, in YAML or JSON.")]
OnDay = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day; today if left out."),
]

_LEFT_OUT = Text(
    vi="Dữ liệu cá nhân của tệp không được ghi; thêm --personal để giữ",
    en="Personal data of the file is left out; add --personal to keep it",
)


def show(
    file: CaseFile,
    lang: Language,
    on: OnDay = None,
    html: HtmlOption = None,
    personal: PersonalOption = None,
    force: ForceOption = False,
) -> int:
    """Show where a product's case stands on a day (Xem vòng đời sản phẩm)."""
    from ocopkit.cases.certificate import STATUS_NAMES
    from ocopkit.cases.transitions import EVENTS, STAGES
    from ocopkit.cli._output import one_line, write

    day = _day(on)
    if html is not None:
        from ocopkit.cli._output import save
        from ocopkit.forms.results import case_page

        save(case_page(_case(file), day, lang=lang, personal=personal or []), html, force=force)
        return 0
    case = _case(file).as_of(day)
    vi = lang == "vi"
    write(f"{one_line(case.product.name)}: {STAGES[case.state.stage].say(lang)}")
    if step := case.step:
        write(f"{'Bước' if vi else 'Step'} {step.number}: {step.name.say(lang)}")
    status = STATUS_NAMES[case.status(day)].say(lang)
    write(f"{'Giấy chứng nhận ngày' if vi else 'Certificate on'} {day_text(day).say(lang)}: {status}")
    if (stars := case.stars(day)) and case.certificate:
        until = day_text(case.certificate.last_day_in_force).say(lang)
        write(f"{stars} sao đến {until}" if vi else f"{stars} stars until {until}")
    if potential := case.potential(day):
        write(f"Tiềm năng {potential} sao" if vi else f"Potential {potential} stars")
    for event in case.events:
        by = f" ({event_by})" if (event_by := getattr(event, "by", "")) else ""
        write(f"{day_text(event.on).say(lang)}  {EVENTS[event.kind].say(lang)}{by}")
    possible = ", ".join(f"{EVENTS[kind].vi} ({kind})" if vi else kind for kind in case.possible(day))
    write(f"{'Lúc này có thể' if vi else 'Possible now'}: {possible}")
    return 0


def apply_command(
    file: CaseFile,
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="The event as JSON or YAML: '{kind: assessed, on: …}'.")
    ],
    lang: Language,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write the case; shown if left out."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the output file.")] = False,
    personal: Annotated[bool, typer.Option("--personal", help="Keep personal data of the file.")] = False,
) -> int:
    """Add an event to a case, if the law of its day allows it (Ghi thêm một sự kiện)."""
    from ocopkit.cases.document import case_to_plain, event_from_plain
    from ocopkit.cli._output import save
    from ocopkit.documents import parse, to_json, to_yaml
    from ocopkit.product import without_personal_data

    case = _case(file)
    document = parse(event, name="<event>")
    data = document.data
    try:
        after = case.apply(event_from_plain(cast("dict[str, object]", data)))
    except OcopError as error:
        raise type(error)(document.located(_own(problem)) for problem in error.problems) from None
    if not personal and case.product != without_personal_data(case.product):
        note(_LEFT_OUT.say(lang))
    write_as = to_json if (output or file).suffix == ".json" else to_yaml
    save(write_as(case_to_plain(after, personal=personal)).rstrip("\n") + "\n", output, force=force)
    return 0


def deadlines_command(
    file: CaseFile,
    lang: Language,
    on: OnDay = None,
    plan: Annotated[
        Path | None,
        typer.Option("--plan", metavar="FILE", help="The place's plan, whose rounds hold (kế hoạch)."),
    ] = None,
    style: Annotated[
        Literal["text", "json", "ical"], typer.Option("--format", help="How to write it.")
    ] = "text",
) -> int:
    """List what is due in a case: what, by whom, by when, by which clause (Việc đến hạn)."""
    from ocopkit.cases.deadlines import deadlines
    from ocopkit.cases.icalendar import Entry, to_icalendar
    from ocopkit.cli._output import table, write
    from ocopkit.documents import to_json
    from ocopkit.local.plan import load_plan

    day = _day(on)
    case = _case(file)
    found = deadlines(case, day, plan=load_plan(plan) if plan else None)
    if style == "json":
        write(to_json([{**_plain(one), "over": one.is_over(day)} for one in found]))
    elif style == "ical":
        entries = [Entry(case.id, case.product.name, one) for one in found]
        write(to_icalendar(entries, made_at=datetime.now(UTC), lang=lang).replace("\r\n", "\n").rstrip("\n"))
    else:
        over = {"vi": "quá hạn", "en": "overdue"}[lang]
        headings = {"vi": ("Hạn", "Việc", "Ai", "Căn cứ", ""), "en": ("Due", "What", "Who", "Clause", "")}
        cells = (
            (
                day_text(one.due).say(lang),
                one.what.say(lang),
                one.who.say(lang),
                one.clause.say(lang),
                over * one.is_over(day),
            )
            for one in found
        )
        table(headings[lang], cells)
    return 0


def _own(problem: Problem) -> Problem:
    """Return a problem with its place in the event, which stands alone here and not in a case."""
    head, *rest = problem.where.path or ("",)
    return evolve(problem, where=Where(tuple(rest[1:]))) if head == "events" else problem


def _plain(deadline: object) -> dict[str, object]:
    from ocopkit.conversion import to_plain

    plain: dict[str, object] = to_plain(deadline)
    return plain


def _case(file: Path) -> "Case":
    from ocopkit.cases.document import load_case
    from ocopkit.catalog import rule_book

    try:
        return load_case(file, rule_book)
    except (CaseError, NotInForceError) as error:
        raise DocumentError(error.problems) from None  # it is the file that is wrong, not the command


def _day(on: datetime | None) -> date:
    return on.date() if on else datetime.now(VIETNAM).date()
