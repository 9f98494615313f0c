"""The commands on one product's life: case show, case apply, case deadlines."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ocopkit.cli._language import Language

if TYPE_CHECKING:
    from ocopkit.cases.case import Case

CaseFile = Annotated[Path, typer.Argument(metavar="FILE", help="A case, in YAML or JSON.")]
OnDay = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day; today if left out."),
]


def show(file: CaseFile, lang: Language, on: OnDay = None) -> int:
    """Show where a product's case stands on a day (Xem vòng đời sản phẩm)."""
    from ocopkit.cases.certificate import STATUS_NAMES
    from ocopkit.cases.transitions import EVENTS, STAGES
    from ocopkit.cli._output import write

    day = _day(on)
    case = _case(file).as_of(day)
    vi = lang == "vi"
    write(f"{case.product.name}: {STAGES[case.state.stage].say(lang)}")
    status = STATUS_NAMES[case.status(day)].say(lang)
    write(f"{'Giấy chứng nhận ngày' if vi else 'Certificate on'} {day}: {status}")
    if (stars := case.stars(day)) and case.certificate:
        until = case.certificate.last_day_in_force
        write(f"{stars} sao đến {until}" if vi else f"{stars} stars until {until}")
    if potential := case.potential(day):
        write(f"Tiềm năng {potential} sao" if vi else f"Potential {potential} stars")
    for event in case.events:
        by = f" ({event_by})" if (event_by := getattr(event, "by", "")) else ""
        write(f"{event.on}  {EVENTS[event.kind].say(lang)}{by}")
    possible = ", ".join(case.possible(day))
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

    del lang
    case = _case(file)
    data = parse(event, name="<event>").data
    after = case.apply(event_from_plain(data if isinstance(data, dict) else {}))
    write_as = to_json if (output or file).suffix == ".json" else to_yaml
    save(write_as(case_to_plain(after, personal=personal)).rstrip("\n") + "\n", output, force=force)
    return 0


def deadlines_command(
    file: CaseFile,
    lang: Language,
    on: OnDay = None,
    style: Annotated[
        Literal["text", "json", "ical"], typer.Option("--format", help="How to write it.")
    ] = "text",
) -> int:
    """List what is due in a case: what, by whom, by when, by which clause (Việc đến hạn)."""
    from ocopkit.cases.deadlines import deadlines
    from ocopkit.cases.icalendar import Entry, to_icalendar
    from ocopkit.cli._output import table, write
    from ocopkit.documents import to_json

    day = _day(on)
    case = _case(file)
    found = deadlines(case, day)
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
                str(one.due),
                one.what.say(lang),
                one.who.say(lang),
                one.clause.say(lang),
                over * one.is_over(day),
            )
            for one in found
        )
        table(headings[lang], cells)
    return 0


def _plain(deadline: object) -> dict[str, object]:
    from ocopkit.conversion import to_plain

    plain: dict[str, object] = to_plain(deadline)
    return plain


def _case(file: Path) -> "Case":
    from ocopkit.cases.document import load_case
    from ocopkit.catalog import rule_book

    return load_case(file, rule_book)


def _day(on: datetime | None) -> date:
    return on.date() if on else datetime.now(UTC).astimezone().date()
