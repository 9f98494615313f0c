"""The reasons for a council's decision, line by line in both languages."""

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from ocopkit.rules.articles import StarBand
from ocopkit.rules.law import Citation
from ocopkit.scoring.councils.decision import CouncilGate, CouncilMinimum, Decision
from ocopkit.scoring.councils.members import ROLES, Part
from ocopkit.scoring.reasons import cited
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import title
from ocopkit.text import Text, counted, join, same

_MOST_APART = 3
"""How many of the criteria on which members differ are told in words."""

PARTS: dict[Part, Text] = {
    "scores": Text(vi="chấm điểm", en="scores"),
    "advises": Text(vi="tư vấn, giúp việc, không chấm", en="advises, does not score"),
    "abstains": Text(vi="có mặt, không chấm", en="present, abstains"),
    "absent": Text(vi="vắng mặt", en="absent"),
    "conflict": Text(
        vi="khai có xung đột lợi ích, không tham gia", en="declared a conflict of interest, left out"
    ),
}

_QUIET = frozenset({"minimum-missed", "lower-minimums", "chair", "form"})
"""Readings that are told only where a caller chose them, or where they decided."""


def decision_reasons(decision: Decision) -> tuple[Text, ...]:
    """Return why a council's decision is what it is, as lines in both languages.

    Args:
        decision: The decision.
    """
    return (
        *_council(decision),
        _points(decision),
        *_earlier(decision),
        _stars(decision),
        *_gates(decision),
        *_held_back(decision),
        *_apart(decision),
        *_rules(decision),
        *_readings(decision),
        *_findings(decision),
    )


def exact(number: Fraction) -> Text:
    """Return a number exactly: as a decimal where it ends, else cut (never rounded) beside its fraction.

    Example:
        >>> exact(Fraction(139, 2)).vi, exact(Fraction(488, 7)).en
        ('69,5', '69.714… (488/7)')
    """
    shown = cut(number)
    more = f" ({number})" if shown.en.endswith("…") else ""
    return Text(vi=shown.vi + more, en=shown.en + more)


def cut(number: Fraction) -> Text:
    """Return a number of 0 or more as a decimal, cut after three places where it doesn't end before six.

    Example:
        >>> cut(Fraction(2, 3)).en
        '0.666…'
    """
    places = next((power for power in range(7) if (number * 10**power).denominator == 1), None)
    kept = 3 if places is None else places
    digits = f"{floor(number * 10**kept):0{kept + 1}d}"
    whole, rest = digits[: len(digits) - kept], digits[len(digits) - kept :]
    more = "…" if places is None else ""
    return Text(vi=f"{whole},{rest}{more}", en=f"{whole}.{rest}{more}") if kept else same(whole)


def _council(decision: Decision) -> Iterator[Text]:
    seats = decision.seats
    of_council = [seat for seat in seats if seat.member.role != "expert"]
    scoring = sum(seat.part == "scores" for seat in seats)
    met = decision.held == "meeting"
    yield Text(
        vi=f"Hội đồng{'' if met else ' (lấy ý kiến bằng văn bản)'}: {len(of_council)} thành viên, "
        f"{scoring} người chấm điểm.",
        en=f"Council{'' if met else ' (written opinions)'}: {len(of_council)} "
        f"member{'' if len(of_council) == 1 else 's'}, of whom {scoring} score"
        f"{'s' if scoring == 1 else ''}."
        if scoring <= len(of_council)
        else f"Council: {len(of_council)} members; {scoring} people score.",
    )
    for seat in seats:
        if seat.part != "scores":
            name, role, part = seat.member.member, ROLES[seat.member.role], PARTS[seat.part]
            yield Text(vi=f"  - {name} ({role.vi}): {part.vi}", en=f"  - {name} ({role.en}): {part.en}")


def _points(decision: Decision) -> Text:
    form, last = decision.criteria_set, decision.scorings[-1]
    vi = ", ".join(f"{one.part.code} {cut(one.mean).vi}/{one.part.max}" for one in decision.parts)
    en = ", ".join(f"{one.part.code} {cut(one.mean).en}/{one.part.max}" for one in decision.parts)
    mean, points = exact(decision.mean), exact(decision.points)
    rounded = Text(
        vi=f", làm tròn thành {points.vi}" if decision.points != decision.mean else "",
        en=f", rounded to {points.en}" if decision.points != decision.mean else "",
    )
    return Text(
        vi=f"Điểm trung bình: {mean.vi} trên {form.max}{rounded.vi} ({vi}); thấp nhất {last.least}, "
        f"cao nhất {last.most}, chênh nhau {last.spread} điểm.",
        en=f"Mean: {mean.en} of {form.max}{rounded.en} ({en}); lowest {last.least}, "
        f"highest {last.most}, {counted(last.spread).en} apart.",
    )


def _earlier(decision: Decision) -> Iterator[Text]:
    for one in decision.scorings[:-1]:
        mean = exact(Fraction(sum(one.totals.values()), len(one.totals)))
        yield Text(
            vi=f"Lần chấm {one.number} (không tính): trung bình {mean.vi}, chênh nhau {one.spread} điểm.",
            en=f"Scoring {one.number} (superseded): mean {mean.en}, {counted(one.spread).en} apart.",
        )


def _stars(decision: Decision) -> Text:
    if decision.outcome == "disqualified":
        return Text(vi="Bị loại: không được phân hạng.", en="Disqualified: no star.")
    if decision.stars is None and decision.outcome == "stopped":
        return Text(vi="Dừng đánh giá: không được phân hạng.", en="Assessing stopped: no star.")
    votes = [_vote(stars, count) for stars, count in decision.votes.items()]
    ranked = join([Text(vi=" Phiếu của các thành viên:", en=" Members' sheets:"), join(votes, ", ")])
    stars = (
        Text(vi="Không đạt: không được phân hạng.", en="Not achieved: no star.")
        if decision.stars is None
        else Text(vi=f"Hạng sao: {decision.stars}/5.", en=f"Stars: {decision.stars} of 5.")
    )
    return join([stars, ranked, same(".")], "")


def _vote(stars: int, count: int) -> Text:
    if not stars:
        return Text(vi=f"{count} phiếu không xếp hạng", en=f"{count} for no star")
    return Text(vi=f"{count} phiếu {stars} sao", en=f"{count} for {stars} star{'' if stars == 1 else 's'}")


def _gates(decision: Decision) -> Iterator[Text]:
    for one in decision.gates:
        if not one.members:
            continue
        verdict = (
            Text(vi="Hội đồng nêu", en="Raised by the council")
            if one.raised
            else Text(vi="Hội đồng không nêu", en="Not raised by the council")
        )
        text, place = one.gate.text, _place(decision, one)
        yield Text(
            vi=f"{verdict.vi} ({len(one.members)}/{one.of} thành viên): {text.vi} [{place.vi}].",
            en=f"{verdict.en} ({len(one.members)} of {one.of} members): {text.en} [{place.en}].",
        )


def _place(decision: Decision, gate: CouncilGate) -> Text:
    form = decision.criteria_set
    if gate.criterion is not None:
        return form.citation(gate.criterion).text
    return cited(form.cite) if form.cite else form.name


def _held_back(decision: Decision) -> Iterator[Text]:
    """Tell for each star above the one given what is missing: points, minimum levels, or both."""
    if decision.outcome not in {"rated", "not-achieved"} or decision.aggregation == "majority":
        return
    told = False
    for band in reversed(basis_of(decision.criteria_set).bands):
        if band.stars <= (decision.stars or 0):
            continue
        misses = [one for one in decision.minimums if not one.met and one.stars == band.stars]
        yield _one_star(decision, band, misses)
        if not told:
            yield from (_missed(decision, one) for one in misses)
        told = True


def _one_star(decision: Decision, band: StarBand, misses: list[CouncilMinimum]) -> Text:
    short = exact(max(band.at_least - decision.points, Fraction(0)))
    place = _bracketed(band.cite)
    points = Text(vi=f"đủ điểm (từ {band.at_least})", en=f"the points are reached (from {band.at_least})")
    if decision.points < band.at_least:
        points = Text(
            vi=f"còn thiếu {short.vi} điểm (cần {band.at_least})",
            en=f"{short.en} more points needed ({band.at_least} in all)",
        )
    codes = ", ".join(one.criterion.code for one in misses)
    missed = Text(
        vi=f"; mức tối thiểu chưa đạt ở {codes}" if misses else "",
        en=f"; minimum levels missed in {codes}" if misses else "",
    )
    if not misses and decision.points >= band.at_least:
        missed = Text(
            vi="; còn thiếu mức tối thiểu của hạng thấp hơn", en="; a lower star's minimums are missed"
        )
    return Text(
        vi=f"{band.stars} sao: {points.vi}{place.vi}{missed.vi}.",
        en=f"{band.stars} stars: {points.en}{place.en}{missed.en}.",
    )


def _missed(decision: Decision, miss: CouncilMinimum) -> Text:
    name, needed, mean = title(miss.criterion), miss.required, exact(miss.mean)
    place = decision.criteria_set.citation(miss.criterion).text
    return Text(
        vi=f"  - {name.vi}: cần mức {needed.key} ({counted(needed.points).vi}: {needed.name.vi}); "
        f"trung bình {mean.vi}, {miss.meeting}/{miss.of} thành viên chấm đạt [{place.vi}]",
        en=f"  - {name.en}: level {needed.key} is needed ({counted(needed.points).en}: {needed.name.en}); "
        f"the mean is {mean.en}, {miss.meeting} of {miss.of} members award it [{place.en}]",
    )


def _apart(decision: Decision) -> Iterator[Text]:
    for one in decision.disagreements[:_MOST_APART]:
        name, mean = title(one.criterion), exact(one.mean)
        yield Text(
            vi=f"Ý kiến khác nhau nhiều: {name.vi}: từ {one.least} đến {one.most}, trung bình {mean.vi}.",
            en=f"Members differ most: {name.en}: from {one.least} to {one.most}, mean {mean.en}.",
        )


def _rules(decision: Decision) -> Iterator[Text]:
    for one in decision.rules:
        place = cited(one.cite)
        by = Text(
            vi=f"{one.by.vi}, {place.vi}" if place.vi else one.by.vi,
            en=f"{one.by.en}, {place.en}" if place.en else one.by.en,
        )
        yield Text(vi=f"Quy định: {one.text.vi} [{by.vi}].", en=f"Rule: {one.text.en} [{by.en}].")


def _readings(decision: Decision) -> Iterator[Text]:
    bands = basis_of(decision.criteria_set).bands
    reached = next((band.stars for band in bands if decision.points >= band.at_least), None)
    held_back = decision.outcome in {"rated", "not-achieved"} and reached != decision.stars
    for used in decision.readings:
        decided = used.reading.key == "minimum-missed" and held_back
        if used.reading.key in _QUIET and not (used.chosen or decided):
            continue
        question, option = used.reading.question, used.option.text
        mark = Text(vi=" (do người dùng chọn)", en=" (chosen by the caller)")
        mark = mark if used.chosen else Text("", "")
        yield Text(
            vi=f"Cách hiểu{mark.vi}: {question.vi} → {option.vi}",
            en=f"Reading{mark.en}: {question.en} → {option.en}",
        )


def _findings(decision: Decision) -> Iterator[Text]:
    for one in decision.findings:
        mark = Text(vi=" (có thể đổi hạng sao)", en=" (it could change the stars)")
        mark = mark if one.weighs else Text("", "")
        yield Text(vi=f"Lưu ý{mark.vi}: {one.text.vi}", en=f"Note{mark.en}: {one.text.en}")


def _bracketed(places: tuple[Citation, ...]) -> Text:
    place = cited(places)
    return Text(vi=f" [{place.vi}]" if places else "", en=f" [{place.en}]" if places else "")
