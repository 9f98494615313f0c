"""A council's decision: many members' sheets become one result under a regulation."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from ocopkit.errors import Problem, Where
from ocopkit.product import Product
from ocopkit.rules.criteria import CriteriaSet, Criterion, Gate, Level, Part, Section
from ocopkit.rules.law import Citation
from ocopkit.scoring.convene import CouncilError, Held, MemberSheet, Seat, Sitting, convene
from ocopkit.scoring.plan import NOT_ASKED, Line, Plan, plan_of, star_bit
from ocopkit.scoring.readings import AFTER_STOP, BAND_GAP, Readings, UsedReading
from ocopkit.scoring.regulation import Regulation, Spread
from ocopkit.scoring.score import Finding, Outcome, basis_of
from ocopkit.scoring.sheet import title
from ocopkit.text import Text, counted
from ocopkit.version import __version__

__all__ = ["CouncilError", "Decision", "MemberSheet", "decide"]


def decide(
    sheets: Iterable[MemberSheet],
    regulation: Regulation,
    *,
    readings: Mapping[str, str] | None = None,
    held: Held = "meeting",
) -> Decision:
    """Return what a council decides on a product.

    The order of the sheets never matters, and nothing is rounded unless the regulation or a reading says
    so. A member who declares a conflict of interest is left out as if not of the council, and recorded.
    Of several scorings each member's last one counts.

    Args:
        sheets: The members with their sheets: also those absent, who count for the quorum.
        regulation: How the council works; a province's own laid over the national rules.
        readings: Options to use instead of the choices where law and regulation are silent, by the key
            of a reading of the book or of :func:`~ocopkit.scoring.regulation.council_readings`.
        held: Whether the council met or gave written opinions.

    Returns:
        The decision: exact points, stars, gates, minimums, disagreements, and every rule it rests on.

    Raises:
        CouncilError: With everything that keeps the council from deciding: a sheet of another set or
            product, a member twice, no chair, too few present, answers missing, a vote despite a conflict
            of interest, totals too far apart, a tie.
        NotFoundError: If there is no such reading or option.

    Example:
        >>> import ocopkit
        >>> from ocopkit.scoring.regulation import Regulation
        >>> sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
        >>> better = sheet.answer({"1.1": "d"})
        >>> council = [MemberSheet("Chủ tịch", sheet, "chair"), MemberSheet("Ủy viên", better)]
        >>> result = decide(council, Regulation("local", ocopkit.Text("Quy chế", "Regulation")))
        >>> result.points - ocopkit.score(sheet).points, result.stars
        (Fraction(1, 2), 3)
    """
    sitting = convene(sheets, regulation, readings or {}, held)
    plan, rules = plan_of(sitting.criteria_set), sitting.rules
    gates = _gates(plan, sitting)
    end, out, requirements = _limits(plan, gates, rules)
    criteria = _criteria(plan, sitting, end, out=out)
    scorings = _scorings(sitting, criteria)
    stopped = end < len(plan.slots)
    no_star = out or (stopped and rules.of(AFTER_STOP) == "no-star")
    problems = [] if out else _too_far(scorings[-1], sitting)
    problems += _must_meet(sitting)
    votes = _votes(sitting)
    by_vote, tied = _by_majority(votes, sitting)
    ruled_by_vote = rules.of("aggregation") == "majority"
    if tied and ruled_by_vote and not no_star and rules.of("tie") == "not-decided":
        problems.append(_tie(tied, votes))
    if problems:
        raise CouncilError(problems)
    mean = sum((one.mean for one in criteria), Fraction(0))
    rounded = not ruled_by_vote and rules.of("mean-rounding") == "two-decimals"
    points = _two_decimals(mean) if rounded else mean
    minimums = _minimums(criteria, rules)
    stars: int | None = None
    outcome: Outcome = "disqualified" if out else "stopped" if stopped else "rated"
    if not no_star:
        stars = by_vote if ruled_by_vote else rules.stars(points, _missed(plan, minimums, end))
        if stars is None and outcome == "rated":
            outcome = "not-achieved"
    keys = _keys(sitting, gates, minimums, scorings[-1])
    keys += [*requirements, *([AFTER_STOP] if stopped and not out else [])]
    keys += ["tie"] if ruled_by_vote and tied else []
    keys += [BAND_GAP] if not ruled_by_vote and points.denominator > 1 else []
    sections = _sections(plan, criteria)
    return Decision(
        criteria_set=sitting.criteria_set,
        product=sitting.product,
        regulation=regulation,
        held=held,
        points=points,
        mean=mean,
        stars=stars,
        outcome=outcome,
        seats=sitting.seats,
        scorings=scorings,
        criteria=criteria,
        sections=sections,
        parts=_parts(plan, sections),
        gates=gates,
        minimums=minimums,
        votes=votes,
        rules=_rules(regulation, rules, keys),
        readings=rules.all_used(*(key for key in dict.fromkeys(keys) if key not in regulation.rules)),
        findings=_findings(sitting, criteria, scorings),
        rule_book=basis_of(sitting.criteria_set).book,
        digest=basis_of(sitting.criteria_set).digest,
        version=__version__,
    )


def _gates(plan: Plan, sitting: Sitting) -> tuple[CouncilGate, ...]:
    """Return every gate of the form with the members who raise it, and whether so the council does."""
    scoring = sitting.scoring
    needed = {"any-member": 1, "every-member": len(scoring)}.get(
        sitting.rules.of("gate-raised"), len(scoring) // 2 + 1
    )
    found: list[CouncilGate] = []
    for index, (gate, place, _) in enumerate(plan.gates):
        by = tuple(seat.member.member for seat in scoring if seat.scores[-1].gates[index].raised)
        criterion = plan.slots[place].criterion if place >= 0 else None
        found.append(CouncilGate(gate, criterion, len(by) >= needed, by, len(scoring)))
    return tuple(found)


def _limits(plan: Plan, gates: tuple[CouncilGate, ...], rules: Readings) -> tuple[int, bool, tuple[str, ...]]:
    """Return where assessing ends, whether the product is out, and the readings of unmet requirements."""
    end, out = len(plan.slots), False
    requirements: list[str] = []
    for found, (gate, place, computed) in zip(gates, plan.gates, strict=True):
        if not found.raised:
            continue
        if gate.kind == "requirement":
            requirements.append(gate.reading or "")
            out = out or rules.choices.get(gate.reading or "") == "disqualify"
        elif gate.kind == "stop" or computed:
            end = min(end, len(plan.slots) if computed and place < 0 else place + 1)
        else:
            out = True
    return end, out, tuple(requirements)


def _criteria(plan: Plan, sitting: Sitting, end: int, *, out: bool) -> tuple[CriterionMean, ...]:
    """Return what each criterion gets, as far as the council assesses.

    A member's own gates end nothing here: it is the council that stops. What a member then left open is
    a missing answer.
    """
    problems: list[Problem] = []
    of_member: dict[str, list[Line | None]] = {}
    for seat in sitting.scoring:
        sheet = seat.member.scorings[-1]
        flags = 0
        lines: list[Line | None] = []
        for slot in plan.slots[:end]:
            line = sheet.lines.get(slot.criterion.code)
            if line is None and flags & slot.not_asked_if:
                line = slot.not_asked
            if line is None and not out:
                problems.append(_left_open(seat, slot.criterion))
            flags |= line.flags if line else 0
            lines.append(line)
        of_member[seat.member.member] = lines
    if problems:
        raise CouncilError(problems)
    means: list[CriterionMean] = []
    for index, slot in enumerate(plan.slots[:end]):
        given = {name: line for name, lines in of_member.items() if (line := lines[index])}
        points = [lines[index].points if lines[index] else 0 for lines in of_member.values()]  # type: ignore[union-attr]
        mean = Fraction(sum(points), len(points))
        means.append(CriterionMean(slot.criterion, given, mean, min(points), max(points)))
    return tuple(means)


def _scorings(sitting: Sitting, criteria: tuple[CriterionMean, ...]) -> tuple[Scoring, ...]:
    """Return every scoring; a member who did not score again keeps the last sheet."""
    seats, spread = sitting.scoring, sitting.regulation.spread
    times = max(len(seat.scores) for seat in seats)
    found: list[Scoring] = []
    for number in range(1, times + 1):
        totals = {seat.member.member: seat.scores[:number][-1].points for seat in seats}
        if number == times:  # the totals that count, with the council's own gates
            totals = {
                name: sum(one.lines[name].points for one in criteria if name in one.lines) for name in totals
            }
        apart = max(totals.values()) - min(totals.values())
        found.append(Scoring(number, totals, _within(apart, spread, sitting.rules) if spread else None))
    return tuple(found)


def _within(apart: int, spread: Spread, rules: Readings) -> bool:
    return apart < spread.points or (apart == spread.points and rules.of("spread-at-limit") == "within")


def _votes(sitting: Sitting) -> dict[int, int]:
    """Return how many members rank the product at each number of stars, lowest first."""
    ranked = [seat.scores[-1].stars or 0 for seat in sitting.scoring]
    return {stars: ranked.count(stars) for stars in sorted(set(ranked))}


def _by_majority(votes: Mapping[int, int], sitting: Sitting) -> tuple[int | None, int | None]:
    """Return the highest star that more than half of the members reach, and one that is tied if any."""
    voters = sum(votes.values())
    chairs = [seat.scores[-1].stars or 0 for seat in sitting.scoring if seat.member.role == "chair"]
    with_chair = sitting.rules.of("tie") == "chair-decides"
    reached: int | None = None
    tied: int | None = None
    for band in reversed(sitting.rules.by_height):
        twice = 2 * sum(count for stars, count in votes.items() if stars >= band.stars)
        if twice == voters:
            tied = tied or band.stars
        if twice > voters or (twice == voters and with_chair and any(one >= band.stars for one in chairs)):
            reached = band.stars
    return reached, tied


def _two_decimals(mean: Fraction) -> Fraction:
    """Return a mean rounded to two decimals, halves up."""
    return Fraction((mean * 100 + Fraction(1, 2)).__floor__(), 100)


def _minimums(criteria: tuple[CriterionMean, ...], rules: Readings) -> tuple[CouncilMinimum, ...]:
    found: list[CouncilMinimum] = []
    how = rules.of("council-minimum")
    for one in criteria:
        members = {
            (minimum.stars, minimum.on_title): minimum
            for line in one.lines.values()
            for minimum in line.minimums
        }
        for (stars, on_title), minimum in members.items():
            awarded = [
                (line.points - own.required.points, own.met)
                for line in one.lines.values()
                for own in line.minimums
                if (own.stars, own.on_title) == (stars, on_title)
            ]
            meeting = len(one.lines) - sum(not met for _, met in awarded)
            if how == "mean":
                # Two levels may bear the same points: a level that nobody awards isn't met by points.
                met = meeting > 0 and sum(margin for margin, _ in awarded) >= 0
            else:
                met = meeting == len(one.lines) if how == "every-member" else 2 * meeting > len(one.lines)
            found.append(
                CouncilMinimum(
                    one.criterion, stars, minimum.required, met, one.mean, meeting, len(one.lines), on_title
                )
            )
    return tuple(found)


def _missed(plan: Plan, minimums: tuple[CouncilMinimum, ...], end: int) -> int:
    """Return the bits of the minimums that are missed, those of criteria never assessed included."""
    flags = 0
    for one in minimums:
        flags |= 0 if one.met else star_bit(one.stars, on_title=one.on_title)
    for slot in plan.slots[end:]:
        flags |= slot.not_asked.flags
    return flags


def _sections(plan: Plan, criteria: tuple[CriterionMean, ...]) -> tuple[SectionMean, ...]:
    return tuple(
        SectionMean(section, sum((one.mean for one in criteria[start:end]), Fraction(0)))
        for section, start, end in plan.sections
    )


def _parts(plan: Plan, sections: tuple[SectionMean, ...]) -> tuple[PartMean, ...]:
    parts: list[PartMean] = []
    start = 0
    for part, count in plan.parts:
        parts.append(PartMean(part, sum((one.mean for one in sections[start : start + count]), Fraction(0))))
        start += count
    return tuple(parts)


def _keys(
    sitting: Sitting,
    gates: tuple[CouncilGate, ...],
    minimums: tuple[CouncilMinimum, ...],
    last: Scoring,
) -> list[str]:
    """Return the keys of the readings and rulings that had a say."""
    regulation, rules = sitting.regulation, sitting.rules
    roles = {seat.member.role for seat in sitting.seats}
    keys = ["aggregation", "chair", "form", *(used.reading.key for used in rules.always)]
    keys += ["experts"] if "expert" in roles else []
    keys += ["secretary"] if "secretary" in roles else []
    keys += ["gate-raised"] if any(0 < len(one.members) < one.of for one in gates) else []
    keys += ["spread-at-limit"] if regulation.spread and last.spread == regulation.spread.points else []
    if rules.of("aggregation") == "mean":
        keys.append("mean-rounding")
        keys += ["council-minimum"] if any(0 < one.meeting < one.of for one in minimums) else []
    own = (used.reading.key for seat in sitting.scoring for used in seat.scores[-1].readings)
    return [*keys, *(key for key in own if key in {"title-mark", "below-lowest-level"})]


