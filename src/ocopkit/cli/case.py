"""The commands on one product's life: case show, case apply, case deadlines."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer
from attrs import evolve

from ocopkit.cli._cases import OnDay, calendar_text, case_in, day_of
from ocopkit.cli._html import HtmlOption, PersonalOption
from ocopkit.cli._language import Language
from ocopkit.cli._law import ForceOption, OutputOption
from ocopkit.cli._problems import note
from ocopkit.errors import OcopError, Problem, Where
from ocopkit.text import Lang, Text, day_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocopkit.cases.case import Case
    from ocopkit.cases.deadlines import Deadline
    from ocopkit.cases.events import Event
    from ocopkit.local.plan import Plan

CaseFile = Annotated[Path, typer.Argument(metavar="FILE", help="A case, in YAML or JSON.")]
_LEFT_OUT = Text(
    vi="Dữ liệu cá nhân của tệp không được ghi; thêm --personal để giữ",
    en="Personal data of the file is left out; add --personal to keep it",
)

_OTHER_PLACE = Text(
    vi="Lưu ý: kế hoạch là của {}; hồ sơ này ghi chủ thể ở nơi khác",
    en="Note: the plan is of {}; the case has its producer elsewhere",
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

    day = day_of(on)
    if html is not None:
        from ocopkit.cli._output import save
        from ocopkit.forms.results import case_page

        save(case_page(case_in(file), day, lang=lang, personal=personal or []), html, force=force)
        return 0
    case = case_in(file).as_of(day)
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
    for line in _late(case, lang):
        write(line)
    for event in case.events:
        write(f"{day_text(event.on).say(lang)}  {EVENTS[event.kind].say(lang)}{_by(case, event, lang)}")
    possible = ", ".join(f"{EVENTS[kind].vi} ({kind})" if vi else kind for kind in case.possible(day))
    write(f"{'Lúc này có thể' if vi else 'Possible now'}: {possible}")
    return 0


def _by(case: "Case", event: "Event", lang: Lang) -> str:
    """Return which tier an event is of, by its name in the decision of that day."""
    from ocopkit.cases.wording import name_of
    from ocopkit.errors import NotInForceError

    tier = getattr(event, "by", None)
    if not tier:
        return ""
    try:
        return f" ({name_of(case.law(on=event.on, readings=case.readings), tier).say(lang)})"
    except NotInForceError:
        return f" ({tier})"


def apply_command(
    file: CaseFile,
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="The event as JSON or YAML: '{kind: assessed, on: …}'.")
    ],
    lang: Language,
    output: OutputOption = None,
    force: ForceOption = False,
    personal: Annotated[bool, typer.Option("--personal", help="Keep personal data of the file.")] = False,
) -> int:
    """Add an event to a case, if the law of its day allows it (Ghi thêm một sự kiện)."""
    from ocopkit.cases.document import case_to_plain, event_from_plain
    from ocopkit.cli._output import save
    from ocopkit.documents import parse, to_json, to_yaml
    from ocopkit.product import without_personal_data

    case = case_in(file)
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
    output: OutputOption = None,
    force: ForceOption = False,
) -> int:
    """List what is due in a case: what, by whom, by when, by which clause (Việc đến hạn)."""
    from ocopkit.cases.deadlines import deadlines
    from ocopkit.cases.icalendar import Entry, to_icalendar
    from ocopkit.cli._output import one_line, save, table
    from ocopkit.documents import to_json
    from ocopkit.local.plan import load_plan

    day = day_of(on)
    case = case_in(file)
    planned = load_plan(plan) if plan else None
    if planned and _is_elsewhere(planned, case):
        note(_OTHER_PLACE.say(lang).format(planned.place.text.say(lang)))
    found = deadlines(case, day, plan=planned)
    if style == "json":
        save(
            to_json([{**_plain(one), "over": one.is_over(day)} for one in found]) + "\n", output, force=force
        )
    elif style == "ical":
        entries = [Entry(case.id, case.product.name, one) for one in found]
        text = to_icalendar(entries, made_at=datetime.now(UTC), lang=lang)
        save(calendar_text(text, output), output, force=force)
    else:
        rows = [_cells(one, day, lang) for one in found]
        if output is None:
            table([text.say(lang) for text in _HEADINGS], rows)
        else:
            save("".join("\t".join(map(one_line, row)) + "\n" for row in rows), output, force=force)
    return 0


def _late(case: "Case", lang: "Lang") -> "Iterator[str]":
    """Yield what was done too late, where it can be reckoned."""
    from ocopkit.cases.deadlines import late
    from ocopkit.cli._output import one_line
    from ocopkit.cli._problems import tell_all

    try:
        found = late(case)
    except OcopError as error:  # working days need a package of their own, and the rest is told without it
        tell_all(error.problems, lang)
        return
    for one in found:
        due, done, law = day_text(one.due).say(lang), day_text(one.done).say(lang), one.clause.say(lang)
        told = {
            "vi": f"Làm muộn: {one.what.vi}: hạn {due}, làm ngày {done} ({law})",
            "en": f"Done late: {one.what.en}: due {due}, done {done} ({law})",
        }
        yield one_line(told[lang])


_HEADINGS = (
    Text(vi="Hạn", en="Due"),
    Text(vi="Việc", en="What"),
    Text(vi="Ai thực hiện", en="Who"),
    Text(vi="Căn cứ", en="Clause"),
    Text(vi="", en=""),
)


def _cells(one: "Deadline", day: date, lang: Lang) -> list[str]:
    texts = (day_text(one.due), one.what, one.who, one.clause, _mark(one, day))
    return [text.say(lang) for text in texts]


def _mark(one: "Deadline", day: date) -> Text:
    """Return what is to be noted of a deadline on a day."""
    if one.done is not None:
        done = day_text(one.done)
        return Text(vi=f"làm muộn, ngày {done.vi}", en=f"done late, on {done.en}")
    return Text(vi="quá hạn", en="overdue") if one.is_over(day) else Text(vi="", en="")


def _own(problem: Problem) -> Problem:
    """Return a problem with its place in the event, which stands alone here and not in a case."""
    head, *rest = problem.where.path or ("",)
    return evolve(problem, where=Where(tuple(rest[1:]))) if head == "events" else problem


def _is_elsewhere(plan: "Plan", case: "Case") -> bool:
    from ocopkit.local.location import case_lies_in

    return case_lies_in(plan.place, case, of=plan.period.first_day) is False


def _plain(deadline: object) -> dict[str, object]:
    from ocopkit.conversion import to_plain

    plain: dict[str, object] = to_plain(deadline)
    return plain
