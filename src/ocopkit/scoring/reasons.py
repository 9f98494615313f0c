"""The reasons for a score, line by line in both languages."""

from collections.abc import Iterable, Iterator

from ocopkit.rules.articles import StarBand
from ocopkit.rules.criteria import Criterion
from ocopkit.rules.law import Citation
from ocopkit.scoring.plan import NOT_ASKED, Line, Minimum
from ocopkit.scoring.score import GateResult, Score, basis_of
from ocopkit.scoring.sheet import title
from ocopkit.text import Text, counted, join


def reasons(score: Score) -> tuple[Text, ...]:
    """Return why a score is what it is, as lines in both languages.

    Args:
        score: The score.
    """
    return (
        _points(score),
        _stars(score),
        *_gates(score),
        *_held_back(score),
        *_readings(score),
        *_findings(score),
    )


def _points(score: Score) -> Text:
    form = score.sheet.criteria_set
    parts = ", ".join(f"{one.part.code} {one.points}/{one.part.max}" for one in score.parts)
    if score.outcome == "stopped":
        name = Text(vi="Điểm đến khi dừng", en="Points until the stop")
    else:
        name = Text(vi="Tổng điểm", en="Points")
    return Text(
        vi=f"{name.vi}: {score.points}/{form.max} ({parts}).",
        en=f"{name.en}: {score.points} of {form.max} ({parts}).",
    )


def _stars(score: Score) -> Text:
    if score.outcome == "disqualified":
        return Text(vi="Bị loại: không được phân hạng.", en="Disqualified: no star.")
    if score.stars is None and score.outcome == "stopped":
        return Text(vi="Dừng đánh giá: không được phân hạng.", en="Assessing stopped: no star.")
    if score.stars is None:
        return Text(
            vi="Không đạt: thiếu yêu cầu tối thiểu của hạng sao theo điểm.",
            en="Not achieved: a minimum of the star that the points reach is missed.",
        )
    if score.outcome == "stopped":
        return Text(
            vi=f"Hạng sao: {score.stars}/5; tiêu chí sau điểm dừng coi như chưa đạt mức tối thiểu.",
            en=f"Stars: {score.stars} of 5; criteria after the stop count as missing their minimums.",
        )
    return Text(vi=f"Hạng sao: {score.stars}/5.", en=f"Stars: {score.stars} of 5.")


def _gates(score: Score) -> Iterator[Text]:
    raised = Text(vi="Điều kiện đã áp dụng", en="Gate raised")
    unmet = Text(vi="Yêu cầu chưa đáp ứng", en="Requirement not met")
    for result in score.raised:
        kind = unmet if result.gate.kind == "requirement" else raised
        reason = f" — {result.reason}" if result.reason else ""
        if result.by == "scores":
            codes = [
                line.criterion.code
                for line in score.lines
                if line.points == 0 and line.criterion.code in result.gate.zero_in
            ]
            zero = ", ".join(codes)
            by = Text(vi=f" (0 điểm ở {zero})", en=f" (zero points in {zero})")
        else:
            by = Text(vi=reason, en=reason)
        place = _place(score, result)
        text = result.gate.text
        yield Text(
            vi=f"{kind.vi}: {text.vi}{by.vi} [{place.vi}].",
            en=f"{kind.en}: {text.en}{by.en} [{place.en}].",
        )


def _place(score: Score, result: GateResult) -> Text:
    form = score.sheet.criteria_set
    if result.criterion is not None:
        return _where(score, result.criterion)
    return cited(form.cite) if form.cite else form.name


def _where(score: Score, criterion: Criterion) -> Text:
    return score.sheet.criteria_set.citation(criterion).text


def _held_back(score: Score) -> Iterator[Text]:
    """Tell for each star above the one given what is missing: points, minimum levels, or both.

    Only for the nearest of them each level is told in words; for the others their codes must do.
    """
    if score.outcome not in {"rated", "not-achieved"}:
        return
    given = {line.criterion.code: line for line in score.lines}
    told = False
    for band in reversed(basis_of(score.sheet.criteria_set).bands):
        if band.stars <= (score.stars or 0):
            continue
        misses = [one for one in score.minimums if not one.met and one.stars == band.stars]
        if score.outcome == "not-achieved" and score.points >= band.at_least and not misses:
            continue
        yield _one_star(score, band, misses, in_full=not told)
        if not told:
            for miss in misses:
                yield _missed(score, miss, given[miss.criterion.code])
        told = True


def _one_star(score: Score, band: StarBand, misses: list[Minimum], *, in_full: bool) -> Text:
    short = band.at_least - score.points
    if short > 0:
        points = Text(
            vi=f"còn thiếu {short} điểm (cần {band.at_least})",
            en=f"{counted(short).en} more needed ({band.at_least} in all)",
        )
    else:
        points = Text(vi=f"đủ điểm (từ {band.at_least})", en=f"the points are reached (from {band.at_least})")
    place = cited(band.cite)
    head = Text(
        vi=f"{band.stars} sao: {points.vi}{_bracket(place.vi)}",
        en=f"{band.stars} star{'s' if band.stars > 1 else ''}: {points.en}{_bracket(place.en)}",
    )
    if not misses:
        own = short <= 0
        lower = Text(
            vi="; còn thiếu mức tối thiểu của hạng thấp hơn", en="; a lower star's minimums are missed"
        )
        return Text(
            vi=head.vi + (lower.vi if own else "") + ".", en=head.en + (lower.en if own else "") + "."
        )
    levels = "levels are" if len(misses) > 1 else "level is"
    codes = "" if in_full else " " + ", ".join(one.criterion.code for one in misses) + "."
    return Text(
        vi=f"{head.vi}; {len(misses)} mức tối thiểu chưa đạt:{codes}",
        en=f"{head.en}; {len(misses)} minimum {levels} missed:{codes}",
    )


def _bracket(place: str) -> str:
    return f" [{place}]" if place else ""


def cited(places: Iterable[Citation]) -> Text:
    """Return places of the law in words, one after the other."""
    return join([one.text for one in places], ", ")


def _missed(score: Score, miss: Minimum, line: Line) -> Text:
    name = title(miss.criterion)
    place = _where(score, miss.criterion)
    needed = miss.required
    if line.level:
        got = Text(
            vi=f"hiện {line.answer}, {counted(line.points).vi}",
            en=f"now {line.answer}, {counted(line.points).en}",
        )
    elif line.answer == NOT_ASKED:
        got = Text(vi="hiện không được chấm", en="now not asked")
    else:
        got = Text(vi="hiện dưới mức thấp nhất", en="now below the lowest level")
    need = Text(
        vi=f"cần mức {needed.key} ({counted(needed.points).vi}: {needed.name.vi})",
        en=f"level {needed.key} is needed ({counted(needed.points).en}: {needed.name.en})",
    )
    return Text(
        vi=f"  - {name.vi}: {need.vi}; {got.vi} [{place.vi}]",
        en=f"  - {name.en}: {need.en}; {got.en} [{place.en}]",
    )


def _readings(score: Score) -> Iterator[Text]:
    """Tell the readings that a caller chose, and those that decided where the law is silent."""
    for used in score.readings:
        question, option = used.reading.question, used.option.text
        decided = used.reading.key == "minimum-missed" and _minimum_decided(score)
        if used.chosen or decided or used.reading.key not in {"minimum-missed", "lower-minimums"}:
            mark = (
                Text(vi=" (do người dùng chọn)", en=" (chosen by the caller)")
                if used.chosen
                else Text("", "")
            )
            yield Text(
                vi=f"Cách hiểu{mark.vi}: {question.vi} → {option.vi}",
                en=f"Reading{mark.en}: {question.en} → {option.en}",
            )


def _minimum_decided(score: Score) -> bool:
    bands = basis_of(score.sheet.criteria_set).bands
    reached = next((band.stars for band in bands if score.points >= band.at_least), None)
    return score.outcome in {"rated", "not-achieved"} and reached != score.stars


def _findings(score: Score) -> Iterator[Text]:
    for finding in score.findings:
        head = (
            Text(vi="Lưu ý (có thể đổi hạng sao)", en="Note (it could change the stars)")
            if finding.weighs
            else Text(vi="Lưu ý", en="Note")
        )
        yield Text(vi=f"{head.vi}: {finding.text.vi}", en=f"{head.en}: {finding.text.en}")
