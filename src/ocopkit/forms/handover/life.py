"""A case on a page: where the product stands on a day, its certificate, what is due, what happened."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ocopkit.cases.case import Case
from ocopkit.cases.certificate import IN_FORCE, STATUS_NAMES, Certificate
from ocopkit.cases.deadlines import Deadline
from ocopkit.cases.events import Event
from ocopkit.cases.transitions import EVENTS, STAGES
from ocopkit.cases.wording import name_of
from ocopkit.errors import NotInForceError
from ocopkit.forms.handover.figures import star_row
from ocopkit.forms.handover.heading import facts, items, part, upper
from ocopkit.markup import Child, Html, el
from ocopkit.page import table
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.councils.minutes import exact
from ocopkit.text import Lang, Text, day_text, starred

if TYPE_CHECKING:
    from fractions import Fraction

_WORDS: Mapping[str, Mapping[str, Text]] = {
    "route": {
        "first": Text(vi="đánh giá lần đầu", en="first evaluation"),
        "upgrade": Text(vi="đánh giá nâng hạng", en="evaluation for more stars"),
        "re-evaluation": Text(vi="đánh giá lại", en="re-evaluation"),
    },
    "finding": {
        "in-order": Text(vi="không có vi phạm", en="all in order"),
        "defects": Text(vi="có thiếu sót phải khắc phục", en="defects to remedy"),
        "fails": Text(vi="không còn đáp ứng tiêu chí", en="criteria no longer met"),
    },
    "choice": {
        "adopt-central": Text(vi="dùng kết quả của cấp trên", en="the higher tier's result is used"),
        "evaluate-anew": Text(vi="đánh giá lại từ đầu", en="evaluated anew"),
    },
}
"""What events say in a word of their own."""

_DAYS: Mapping[str, Text] = {
    "remedy_by": Text(vi="khắc phục trước hết ngày", en="to be remedied by"),
    "until": Text(vi="đến hết ngày", en="until"),
    "last_day": Text(vi="có hiệu lực đến hết ngày", en="valid until"),
}
"""The days that events name, each with what stands before it."""


def day(on: date, lang: Lang) -> str:
    """Return a day as people of a language write it."""
    return day_text(on).say(lang)


def standing(case: Case, on: date, lang: Lang) -> Html:
    """Return where a case stands at the end of a day: stars borne, certificate, stage."""
    status, stars = case.status(on), case.stars(on)
    certificate = Text(vi="Giấy chứng nhận", en="Certificate")
    badge = el(
        "span", STATUS_NAMES[status].say(lang), class_="badge met" if status in IN_FORCE else "badge missed"
    )
    lines: list[tuple[Text, Child]] = [
        (certificate, badge),
        (Text(vi="Hồ sơ", en="Dossier"), upper(STAGES[case.state.stage].say(lang))),
    ]
    if potential := case.potential(on):
        hoped = Text(
            vi=f"{starred(potential).vi}, chờ kết quả cấp trên",
            en=f"{starred(potential).en}, until a higher tier decides",
        )
        lines.append((Text(vi="Tiềm năng", en="Potential"), hoped.say(lang)))
    at = Text(vi=f"Ngày {day(on, 'vi')}", en=f"On {day(on, 'en')}")
    return el(
        "section",
        el(
            "p",
            el("span", star_row(stars, lang), " ", _rank(stars).say(lang), class_="rank"),
            class_="figures",
        ),
        el("p", at.say(lang), class_="lead"),
        facts(lines, lang),
        class_="verdict",
        aria_label=Text(vi="Kết quả", en="Result").say(lang),
    )


def _rank(stars: int | None) -> Text:
    if stars is None:
        return Text(vi="không có hạng sao còn hiệu lực", en="no stars in force")
    return starred(stars)


def certificates(case: Case, book: RuleBook, on: date, lang: Lang) -> Html | None:
    """Return every certificate with its term and its status on a day."""
    heads = [
        Text(vi="Giấy chứng nhận", en="Certificate"),
        Text(vi="Hạng", en="Stars"),
        Text(vi="Cơ quan cấp", en="Issued by"),
        Text(vi="Ngày cấp", en="Issued on"),
        Text(vi="Hiệu lực đến", en="In force until"),
        Text(vi="Tình trạng", en="Status"),
    ]
    rows: list[list[Child]] = [
        [
            one.number or "–",
            starred(one.stars).say(lang),
            name_of(book, one.by).say(lang),
            day(one.issued_on, lang),
            day(one.last_day_in_force, lang),
            _status(one, on).say(lang),
        ]
        for one in case.state.certificates
    ]
    if not rows:
        return None
    return part(Text(vi="Giấy chứng nhận", en="Certificates"), table(heads, rows, (lang,)), lang=lang)


def _status(one: Certificate, on: date) -> Text:
    status = STATUS_NAMES[one.status(on)]
    if one.ended_by == "revoked" and one.ground:
        return Text(vi=f"{status.vi} (điểm {one.ground})", en=f"{status.en} (ground {one.ground})")
    return status


def due(found: Iterable[Deadline], on: date, lang: Lang) -> Html | None:
    """Return what is due, with what is overdue marked."""
    heads = [
        Text(vi="Hạn", en="Due"),
        Text(vi="Việc", en="What"),
        Text(vi="Ai thực hiện", en="Who"),
        Text(vi="Căn cứ", en="Clause"),
    ]
    rows: list[list[Child]] = [
        [_until(one, on, lang), one.what.say(lang), one.who.say(lang), one.clause.say(lang)] for one in found
    ]
    none = Text(vi="Không có việc nào đến hạn.", en="Nothing is due.")
    return part(
        Text(vi="Việc đến hạn", en="What is due"),
        table(heads, rows, (lang,)) if rows else el("p", none.say(lang)),
        lang=lang,
    )


def _until(one: Deadline, on: date, lang: Lang) -> Html:
    over = Text(vi="quá hạn", en="overdue")
    opens = Text(vi="từ", en="from")
    return el(
        "span",
        el("b", day(one.due, lang)),
        el("span", f" {over.say(lang)}", class_="missed") if one.is_over(on) else None,
        f" ({opens.say(lang)} {day(one.opens, lang)})" if one.opens else None,
    )


def late(found: Iterable[Deadline], lang: Lang) -> Html | None:
    """Return what was done too late in the whole life; ``None`` if nothing was."""
    heads = [
        Text(vi="Hạn", en="Due"),
        Text(vi="Làm ngày", en="Done"),
        Text(vi="Việc", en="What"),
        Text(vi="Ai thực hiện", en="Who"),
        Text(vi="Căn cứ", en="Clause"),
    ]
    rows: list[list[Child]] = [
        [day(one.due, lang), day(one.done, lang), one.what.say(lang), one.who.say(lang), one.clause.say(lang)]
        for one in found
        if one.done
    ]
    if not rows:
        return None
    return part(Text(vi="Đã làm muộn", en="What was done late"), table(heads, rows, (lang,)), lang=lang)


def time_line(case: Case, book: RuleBook, lang: Lang) -> Html | None:
    """Return what happened, first to last."""
    lines = [
        el(
            "li",
            el("time", day(event.on, lang), datetime=event.on.isoformat()),
            el(
                "div",
                el("p", el("b", upper(EVENTS[event.kind].say(lang)))),
                _details(event, _law_of(case, event.on, book), lang),
            ),
        )
        for event in case.events
    ]
    none = Text(vi="Chưa có sự kiện nào.", en="Nothing has happened yet.")
    return part(
        Text(vi="Diễn biến", en="What happened"),
        el("ol", lines, class_="time") if lines else el("p", none.say(lang)),
        lang=lang,
    )


def _law_of(case: Case, on: date, otherwise: RuleBook) -> RuleBook:
    """Return the book of a day, whose names an event goes by."""
    try:
        return case.law(on=on, readings=case.readings)
    except NotInForceError:
        return otherwise


def _details(event: Event, book: RuleBook, lang: Lang) -> Iterator[Child]:
    said = [text.say(lang) for text in _said(event, book)]
    if said:
        yield el("p", "; ".join(said))


def _said(event: Event, book: RuleBook) -> Iterator[Text]:
    """Yield what an event says of itself; its note is left out, since anybody may have written it."""
    tier: str | None = getattr(event, "by", None)
    if tier:
        yield name_of(book, tier)
    to: str | None = getattr(event, "to", None)
    if to:
        yield Text(vi=f"tới {name_of(book, to).vi}", en=f"to {name_of(book, to).en}")
    for field, words in _WORDS.items():
        value: str | None = getattr(event, field, None)
        if value is not None and value in words:
            yield words[value]
    points: Fraction | None = getattr(event, "points", None)
    if points is not None:
        yield Text(vi=f"{exact(points).vi} điểm", en=f"{exact(points).en} points")
    stars: int | None = getattr(event, "stars", None)
    if stars is not None:
        yield starred(stars or None)
    for field, before in _DAYS.items():
        until: date | None = getattr(event, field, None)
        if until is not None:
            yield Text(vi=f"{before.vi} {day(until, 'vi')}", en=f"{before.en} {day(until, 'en')}")
    number: str = getattr(event, "number", "")
    if number:
        yield Text(vi=f"số {number}", en=f"no. {number}")


def possible(case: Case, on: date, lang: Lang) -> Html | None:
    """Return what may come next."""
    lines = [upper(EVENTS[kind].say(lang)) for kind in case.possible(on)]
    name = Text(vi="Lúc này có thể", en="What may come next")
    return part(name, items(lines, "quietly", "two"), lang=lang, class_="basis")
