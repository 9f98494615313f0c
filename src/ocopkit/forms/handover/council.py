"""A council on a page: its members, their totals, where they differ, and the rules it went by."""

from collections.abc import Iterator

from ocopkit.forms.handover.heading import items, part, upper
from ocopkit.forms.handover.rated import Need, Raised, Sum, named, shown
from ocopkit.markup import Child, Html, el, together
from ocopkit.page import table
from ocopkit.scoring.councils.decision import CouncilGate, CouncilMinimum, Decision
from ocopkit.scoring.councils.members import ROLES, Seat
from ocopkit.scoring.councils.minutes import PARTS
from ocopkit.scoring.reasons import cited
from ocopkit.text import Lang, Text, counted, same


def labels(decision: Decision, lang: Lang, *, named: bool) -> dict[str, str]:
    """Return how each member is called on the page: by name only where names are asked for."""
    word = Text(vi="Thành viên", en="Member").say(lang)
    return {
        seat.member.member: seat.member.member if named else f"{word} {number}"
        for number, seat in enumerate(decision.seats, 1)
    }


def council(decision: Decision, lang: Lang, called: dict[str, str]) -> Html | None:
    """Return the members with what each did, and the scorings before the last."""
    totals = decision.scorings[-1].totals
    heads = [
        Text(vi="Thành viên", en="Member"),
        Text(vi="Vai trò", en="Role"),
        Text(vi="Tham gia", en="Part"),
        Text(vi="Điểm", en="Points"),
        Text(vi="Hạng sao", en="Stars"),
    ]
    rows: list[list[Child]] = [
        [
            called[seat.member.member],
            upper(ROLES[seat.member.role].say(lang)),
            upper(PARTS[seat.part].say(lang)),
            totals.get(seat.member.member, "–"),
            _stars(seat),
        ]
        for seat in decision.seats
    ]
    return part(
        Text(vi="Hội đồng", en="Council"),
        table(heads, rows, (lang,), numbers=2),
        (el("p", text.say(lang)) for text in _spread(decision)),
        lang=lang,
    )


def _stars(seat: Seat) -> str:
    return str(seat.scores[-1].stars or "–") if seat.scores else "–"


def _spread(decision: Decision) -> Iterator[Text]:
    for one in decision.scorings:
        last = one is decision.scorings[-1]
        kept = Text(vi="", en="") if last else Text(vi=" (không tính)", en=" (superseded)")
        yield Text(
            vi=f"Lần chấm {one.number}{kept.vi}: thấp nhất {one.least}, cao nhất {one.most}, "
            f"chênh nhau {one.spread} điểm.",
            en=f"Scoring {one.number}{kept.en}: lowest {one.least}, highest {one.most}, "
            f"{counted(one.spread).en} apart.",
        )


def sums_of(decision: Decision) -> Iterator[Sum]:
    """Yield the means of parts and sections in the order of the form."""
    assessed = {one.criterion.code for one in decision.criteria}
    means = {one.section.code: one.mean for one in decision.sections}
    for one in decision.parts:
        yield Sum(one.part.code, one.part.name, one.mean, one.part.max, is_part=True)
        for section in one.part.sections:
            any_line = any(criterion.code in assessed for criterion in section.criteria)
            yield Sum(section.code, section.name, means[section.code] if any_line else None, section.max)


def needs_of(decision: Decision) -> Iterator[Need]:
    """Yield the minimums, with what the members gave."""
    for one in decision.minimums:
        place = decision.criteria_set.citation(one.criterion).text
        yield Need(one.criterion, one.stars, one.required, one.met, _given(one), place)


def _given(one: CouncilMinimum) -> Text:
    mean = shown(one.mean)
    return Text(
        vi=f"Điểm trung bình {mean.vi}; {one.meeting}/{one.of} thành viên chấm đạt",
        en=f"The mean is {mean.en}; {one.meeting} of {one.of} members award it",
    )


def gates_of(decision: Decision) -> Iterator[Raised]:
    """Yield the gates, with how many members raise each."""
    for one in decision.gates:
        yield Raised(one.gate.text, one.raised, _raising(one), _place(decision, one))


def _raising(one: CouncilGate) -> Text:
    if not one.members:
        return same("")
    return Text(
        vi=f"{len(one.members)}/{one.of} thành viên nêu",
        en=f"raised by {len(one.members)} of {one.of} members",
    )


def _place(decision: Decision, one: CouncilGate) -> Text:
    form = decision.criteria_set
    if one.criterion is not None:
        return form.citation(one.criterion).text
    return cited(form.cite)


def criteria(decision: Decision, lang: Lang) -> Html | None:
    """Return the mean of each criterion, with the least and the most that members gave."""
    heads = [
        Text(vi="Tiêu chí", en="Criterion"),
        Text(vi="Từ – đến", en="From – to"),
        Text(vi="Trung bình", en="Mean"),
        Text(vi="Tối đa", en="Most"),
    ]
    rows: list[list[Child]] = [
        [
            named(one.criterion, lang),
            f"{one.least} – {one.most}" if one.spread else str(one.least),
            shown(one.mean).say(lang),
            one.criterion.max,
        ]
        for one in decision.criteria
    ]
    name = Text(vi="Điểm từng tiêu chí", en="Points of each criterion")
    return part(name, table(heads, rows, (lang,), numbers=3), lang=lang, class_="basis")


def rules(decision: Decision, lang: Lang) -> Html | None:
    """Return the rules that the result rests on, each with whose it is."""
    lines = [
        together(
            el("p", one.text.say(lang)),
            el("p", ", ".join(_whose(one.by.say(lang), cited(one.cite).say(lang))), class_="quiet"),
        )
        for one in decision.rules
    ]
    name = Text(vi="Quy định mà kết quả dựa vào", en="Rules that the result rests on")
    return part(name, items(lines, "quietly"), lang=lang, class_="basis")


def _whose(by: str, place: str) -> list[str]:
    return [by, place] if place else [by]
