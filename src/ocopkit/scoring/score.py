"""The score of a complete sheet: points, gates, minimums, stars, and the reason for each."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from attrs import field, frozen

from ocopkit.conversion import expect
from ocopkit.errors import IncompleteSheetError, Problem, SheetError, Where
from ocopkit.markup import both, card, grid, together
from ocopkit.rules.basis import Basis
from ocopkit.rules.carried_out import AFTER_STOP, BELOW_LOWEST, NO_STORY, TITLE_MARK
from ocopkit.rules.criteria import CriteriaSet, Criterion, Gate, Part, Section
from ocopkit.rules.law import Doubt
from ocopkit.scoring.plan import CONDITIONS, IS_BELOW, Line, Minimum, Plan, plan_of
from ocopkit.scoring.readings import Readings, UsedReading, readings_of
from ocopkit.scoring.sheet import ScoreSheet, Walk, choices, title
from ocopkit.text import Text, starred
from ocopkit.version import __version__

Outcome = Literal["rated", "not-achieved", "stopped", "disqualified"]
"""What came out: stars; none for want of a minimum; none since assessing stopped; out."""


@frozen(eq=False)
class SectionScore:
    """The points of a section.

    Args:
        section: The section.
        points: Its points.
    """

    section: Section
    points: int


@frozen(eq=False)
class PartScore:
    """The points of a part.

    Args:
        part: The part.
        points: Its points.
    """

    part: Part
    points: int


@frozen(eq=False)
class GateResult:
    """A gate and whether it was raised.

    Args:
        gate: The gate.
        criterion: The criterion it is printed at; ``None`` if it is the dossier's.
        raised: Whether it was raised.
        by: Who raised it: the sheet, or the scores themselves.
        reason: The reason that the sheet gives.
    """

    gate: Gate
    criterion: Criterion | None
    raised: bool = False
    by: Literal["sheet", "scores"] | None = None
    reason: str = ""


@frozen(eq=False)
class Finding:
    """Something about a score that its user should know.

    Args:
        code: The kind of finding.
        text: What it is.
        at: The code of the criterion it concerns; empty if none.
        weighs: Whether it could change the stars.
    """

    code: str
    text: Text
    at: str = ""
    weighs: bool = False


@frozen
class Score:
    """What a sheet is worth, with the reason for each number.

    Args:
        sheet: The sheet.
        points: The total, a whole number.
        stars: 1 to 5, or ``None`` if the product isn't rated.
        outcome: Why there are stars or none.
        lines: What each criterion got, in the order of the form, as far as it was assessed.
        sections: The points of each section.
        parts: The points of each part.
        gates: Every gate of the form, raised or not.
        minimums: Every minimum level for a star, met or missed.
        findings: What else its user should know.
        readings: The readings that it used where the law is silent.
        rule_book: The id of the rule book.
        digest: The digest of the rule book.
        version: The version of this library.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> best = {criterion.code: criterion.max for criterion in tea.criteria}
        >>> score = ocopkit.score(ocopkit.ScoreSheet(tea, best))
        >>> score.points, score.stars
        (100, 5)
    """

    sheet: ScoreSheet = field(repr=lambda sheet: sheet.criteria_set.slug)
    points: int
    stars: int | None
    outcome: Outcome
    lines: tuple[Line, ...] = field(repr=False, eq=False)
    sections: tuple[SectionScore, ...] = field(repr=False, eq=False)
    parts: tuple[PartScore, ...] = field(repr=False, eq=False)
    gates: tuple[GateResult, ...] = field(repr=False, eq=False)
    minimums: tuple[Minimum, ...] = field(repr=False, eq=False)
    findings: tuple[Finding, ...] = field(repr=False, eq=False)
    readings: tuple[UsedReading, ...] = field(repr=False)
    rule_book: str
    digest: str = field(repr=False)
    version: str = field(repr=False)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: total and stars, what is missed, and the points of the parts."""
        form, product = self.sheet.criteria_set, self.sheet.product
        missed = ", ".join(f"{one.criterion.code} ({one.stars}★)" for one in self.missed)
        return card(
            product.name if product else both(form.name),
            [
                (
                    Text(vi="Bộ tiêu chí", en="Criteria set"),
                    together(f"{form.number}. ", both(form.name)),
                ),
                (Text(vi="Tổng điểm", en="Total"), f"{self.points}/{form.max}"),
                (Text(vi="Hạng sao", en="Stars"), both(starred(self.stars))),
                (Text(vi="Điều kiện được nêu", en="Gates raised"), len(self.raised) or None),
                (Text(vi="Mức tối thiểu chưa đạt", en="Minimums missed"), missed or None),
            ],
            grid(
                (
                    Text(vi="Phần", en="Part"),
                    Text(vi="Tên", en="Name"),
                    Text(vi="Điểm", en="Points"),
                    Text(vi="Tối đa", en="Most"),
                ),
                [(one.part.code, both(one.part.name), one.points, one.part.max) for one in self.parts],
                numbers=2,
            ),
        )

    @property
    def missed(self) -> tuple[Minimum, ...]:
        """The minimums that are missed, by star and form order."""
        return tuple(sorted((one for one in self.minimums if not one.met), key=lambda one: one.stars))

    @property
    def raised(self) -> tuple[GateResult, ...]:
        """The gates that were raised."""
        return tuple(one for one in self.gates if one.raised)


def score(sheet: ScoreSheet, *, readings: Mapping[str, str] | None = None) -> Score:
    """Return the score of a complete sheet.

    Args:
        sheet: The sheet. Criteria that its gates or conditions leave out need no answer.
        readings: Options of the book's readings to use instead of its own choices, by the reading's key.

    Returns:
        The score: points of every criterion, section and part, gates, minimums, stars, findings.

    Raises:
        IncompleteSheetError: With every answer that is missing; no answer is not zero.
        NotFoundError: If the book has no such reading or option.
        SheetError: If a reading refuses an answer.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")[11]
        >>> ocopkit.score(ocopkit.ScoreSheet(tea, {"1.1": 3}))
        Traceback (most recent call last):
            ...
        ocopkit.errors.IncompleteSheetError: answers/1.2: [missing-answer] ...
    """
    expect(sheet, ScoreSheet, "sheet")
    form = sheet.criteria_set
    basis = basis_of(form)
    plan = plan_of(form)
    rules = readings_of(basis, readings) if readings else _own_readings(basis)
    way = sheet.way
    problems = [_missing(plan, criterion) for criterion in way.missing]
    if problems:
        raise IncompleteSheetError(problems)
    lines = way.lines
    points = [line.points for line in lines]
    if way.out:
        by_code = {line.criterion.code: line.points for line in lines}
        points = [by_code.get(slot.criterion.code, 0) for slot in plan.slots]
    sections = tuple([SectionScore(section, sum(points[start:end])) for section, start, end in plan.sections])
    total = sum(points)
    used = rules.always
    notes: tuple[Finding, ...] = ()
    gates = _clear_gates(plan)
    outcome: Outcome = "rated"
    stars: int | None
    if sheet.raised or way.end < len(plan.slots):
        gates = _gates(plan, sheet.raised, way.flags)
        outcome, stars, extra, notes = _gated(plan, rules, way, gates, total)
        used += extra
    else:
        stars = rules.stars(total, way.flags)
        if stars is None:
            outcome = "not-achieved"
    return Score(
        sheet=sheet,
        points=total,
        stars=stars,
        outcome=outcome,
        lines=lines,
        sections=sections,
        parts=_parts(plan, sections),
        gates=gates,
        minimums=_minimums(plan, rules, lines),
        findings=notes + _findings(sheet, plan, rules, way, total, stars),
        readings=used + _answer_readings(rules, plan, way),
        rule_book=basis.book,
        digest=basis.digest,
        version=__version__,
    )


def _minimums(plan: Plan, rules: Readings, lines: tuple[Line, ...]) -> tuple[Minimum, ...]:
    found = [minimum for line in lines for minimum in line.minimums]
    if plan.marks_titles and rules.of(TITLE_MARK) == "not-binding":
        found = [minimum for minimum in found if not minimum.on_title]
    return tuple(found)


def basis_of(form: CriteriaSet) -> Basis:
    """Return what a score needs of the book of a set; sheets are only made of sets that have one."""
    if form.basis is None:
        message = f"criteria set {form.number} was not taken from a rule book"
        raise ValueError(message)
    return form.basis


@lru_cache(maxsize=64)
def _own_readings(basis: Basis) -> Readings:
    return readings_of(basis)


@lru_cache(maxsize=256)
def _clear_gates(plan: Plan) -> tuple[GateResult, ...]:
    return _gates(plan, {}, 0)


def _gates(plan: Plan, raised: Mapping[str, str], flags: int) -> tuple[GateResult, ...]:
    results: list[GateResult] = []
    for gate, place, bit in plan.gates:
        criterion = plan.slots[place].criterion if place >= 0 else None
        if gate.key in raised:
            result = GateResult(gate, criterion, raised=True, by="sheet", reason=raised[gate.key])
        elif flags & bit:
            result = GateResult(gate, criterion, raised=True, by="scores")
        else:
            result = GateResult(gate, criterion)
        results.append(result)
    return tuple(results)


def _parts(plan: Plan, sections: tuple[SectionScore, ...]) -> tuple[PartScore, ...]:
    parts: list[PartScore] = []
    start = 0
    for part, count in plan.parts:
        parts.append(PartScore(part, sum([one.points for one in sections[start : start + count]])))
        start += count
    return tuple(parts)


def _gated(
    plan: Plan, rules: Readings, way: Walk, gates: tuple[GateResult, ...], total: int
) -> tuple[Outcome, int | None, tuple[UsedReading, ...], tuple[Finding, ...]]:
    """Return what raised gates lead to, the readings used for it and what is to be noted."""
    out = way.out
    keys: list[str] = []
    notes: list[Finding] = []
    for result in gates:
        if result.raised and result.gate.kind == "requirement":
            key = result.gate.reading or ""
            keys.append(key)
            if rules.choices.get(key) == "disqualify":
                out = True
            else:
                notes.append(_unmet(result))
    if out:
        return "disqualified", None, rules.all_used(*keys), tuple(notes)
    flags = way.flags
    outcome: Outcome = "rated"
    if way.end < len(plan.slots):
        keys.append(AFTER_STOP)
        outcome = "stopped"
        for slot in plan.slots[way.end :]:
            flags |= slot.not_asked.flags
    used = rules.all_used(*dict.fromkeys(keys))
    if outcome == "stopped" and rules.of(AFTER_STOP) == "no-star":
        return outcome, None, used, tuple(notes)
    stars = rules.stars(total, flags)
    if stars is None and outcome == "rated":
        outcome = "not-achieved"
    return outcome, stars, used, tuple(notes)


def _answer_readings(rules: Readings, plan: Plan, way: Walk) -> tuple[UsedReading, ...]:
    """Return the readings that single answers used; refuse answers that a reading refuses."""
    keys: list[str] = []
    if way.flags & IS_BELOW:
        if refused := refused_answers(rules, way):
            raise SheetError(refused)
        keys.append(BELOW_LOWEST)
    if plan.marks_titles:
        keys.append(TITLE_MARK)
    if way.flags & CONDITIONS:
        keys.append(NO_STORY)
    return rules.all_used(*keys) if keys else ()


def refused_answers(rules: Readings, way: Walk) -> list[Problem]:
    """Return the answers below the lowest level, if the reading chosen refuses them.

    Args:
        rules: The readings.
        way: The walk through the form.
    """
    if rules.of(BELOW_LOWEST) != "refuse":
        return []
    return [_refused(line) for line in way.lines if line.flags & IS_BELOW]


_BEAR_ON_STARS = ("bands", "minimums", "gates")
"""Where a doubt about a whole book bears on every score."""


_Doubts = tuple[tuple[Finding, ...], dict[str, tuple[Doubt, ...]]]


@lru_cache(maxsize=256)
def _doubts(form: CriteriaSet, basis: Basis) -> _Doubts:
    return _find_doubts(form, basis)


def _find_doubts(form: CriteriaSet, basis: Basis) -> _Doubts:
    """Return the doubts about a set as a whole, as findings, and those about single criteria."""
    of_set = [one for one in basis.doubts if one.at.partition("/")[0] == str(form.number)]
    single: dict[str, tuple[Doubt, ...]] = {}
    whole = [Finding("book-doubt", one.text) for one in basis.doubts if one.at in _BEAR_ON_STARS]
    for criterion in form.criteria:
        if criterion.doubts:
            single[criterion.code] = criterion.doubts
    for doubt in (*form.doubts, *of_set):
        code = doubt.at.rpartition("/")[2] if "/" in doubt.at or doubt in form.doubts else ""
        if any(criterion.code == code for criterion in form.criteria):
            single[code] = (*single.get(code, ()), doubt)
        else:
            whole.append(Finding("set-doubt", doubt.text))
    return tuple(whole), single


def _findings(
    sheet: ScoreSheet, plan: Plan, rules: Readings, way: Walk, total: int, stars: int | None
) -> tuple[Finding, ...]:
    whole, single = _doubts(sheet.criteria_set, rules.basis)
    findings = list(whole)
    for line in way.lines if single else ():
        code = line.criterion.code
        if code in single and _weighs(plan, rules, way, line, total, stars):
            name = title(line.criterion)
            findings.extend(
                Finding(
                    "doubt-decides",
                    Text(vi=f"{name.vi}: {doubt.text.vi}", en=f"{name.en}: {doubt.text.en}"),
                    at=code,
                    weighs=True,
                )
                for doubt in single[code]
            )
    if way.end < len(plan.slots):
        findings.extend(_ignored(sheet, plan, way))
    return tuple(findings)


def _weighs(plan: Plan, rules: Readings, way: Walk, line: Line, total: int, stars: int | None) -> bool:
    """Return whether the next higher or lower answer to one criterion would lead to other stars."""
    slot = plan.slots[plan.index[line.criterion.code]]
    rest = total - line.points
    if way.out or (
        not slot.marked and not slot.stops and rules.same_band(rest + slot.least, rest + slot.most)
    ):
        return False
    unassessed = plan.slots[way.end :]
    if unassessed and rules.of(AFTER_STOP) == "no-star":
        return False
    others = way.flags
    if line.flags:
        others = 0
        for other in way.lines:
            if other is not line:
                others |= other.flags
    for late in unassessed:
        others |= late.not_asked.flags
    for other in slot.near[line.answer]:
        if other.flags & IS_BELOW and rules.of(BELOW_LOWEST) == "refuse":
            continue
        if rules.stars(rest + other.points, others | other.flags) != stars:
            return True
    return False


def _ignored(sheet: ScoreSheet, plan: Plan, way: Walk) -> list[Finding]:
    """Return what is to be said of answers that stand after a stop."""
    codes = [slot.criterion.code for slot in plan.slots[way.end :] if slot.criterion.code in sheet.lines]
    if not codes:
        return []
    names = ", ".join(codes)
    return [
        Finding(
            "not-assessed",
            Text(
                vi=f"Các câu trả lời sau điểm dừng không được tính: {names}",
                en=f"Answers after the stop do not count: {names}",
            ),
        )
    ]


def _unmet(result: GateResult) -> Finding:
    text, reason = result.gate.text, result.reason  # no sheet raises a requirement without a reason
    return Finding(
        "requirement-unmet",
        Text(vi=f"Chưa đáp ứng: {text.vi} ({reason})", en=f"Not met: {text.en} ({reason})"),
        at=result.criterion.code if result.criterion else "",
    )


def _missing(plan: Plan, criterion: Criterion) -> Problem:
    slot = plan.slots[plan.index[criterion.code]]
    name = title(criterion)
    return Problem(
        "missing-answer",
        Text(vi=f"{name.vi}: chưa trả lời", en=f"{name.en}: no answer"),
        Text(vi="Không trả lời không phải là 0 điểm", en="No answer is not zero points"),
        Text(
            vi=f"Chọn một trong: {choices(slot.lines, 'vi')}",
            en=f"Choose one of: {choices(slot.lines, 'en')}",
        ),
        Where(("answers", criterion.code)),
    )


def _refused(line: Line) -> Problem:
    name = title(line.criterion)
    return Problem(
        "below-refused",
        Text(vi=f"{name.vi}: thấp hơn mức thấp nhất", en=f"{name.en}: below the lowest level"),
        Text(vi="Cách hiểu đã chọn không cho phép", en="The reading chosen does not allow it"),
        Text(vi="Chọn một mức in trên mẫu", en="Choose a printed level"),
        Where(("answers", line.criterion.code)),
    )
