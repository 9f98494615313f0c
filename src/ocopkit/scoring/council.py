"""A council's decision: many members' sheets become one result under a regulation."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor

from attrs import frozen

from ocopkit.errors import Problem
from ocopkit.rules.carried_out import AFTER_STOP, BAND_GAP
from ocopkit.scoring.councils import refusals
from ocopkit.scoring.councils.convene import convene
from ocopkit.scoring.councils.decision import (
    CouncilGate,
    CouncilMinimum,
    CriterionMean,
    Decision,
    PartMean,
    Scoring,
    SectionMean,
)
from ocopkit.scoring.councils.members import Held, MemberSheet, Sitting
from ocopkit.scoring.councils.notes import findings, used_rules
from ocopkit.scoring.councils.refusals import CouncilError
from ocopkit.scoring.plan import Line, Plan, plan_of, star_bit
from ocopkit.scoring.readings import Readings
from ocopkit.scoring.regulation import Regulation, Spread
from ocopkit.scoring.score import Outcome
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
        regulation: How the council works, and nothing besides: :meth:`Catalog.regulation
            <ocopkit.catalog.Catalog.regulation>` lays a province's own over the national rules.
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
        >>> better = sheet.answer({"5.1": "c"})
        >>> council = [MemberSheet("Chủ tịch", sheet, "chair"), MemberSheet("Ủy viên", better)]
        >>> result = decide(council, Regulation("local", ocopkit.Text("Quy chế", "Regulation")))
        >>> result.points - ocopkit.score(sheet).points, result.stars
        (Fraction(1, 2), 3)
    """
    sitting = convene(sheets, regulation, readings or {}, held)
    plan, rules = plan_of(sitting.criteria_set), sitting.rules
    gates = _gates(plan, sitting)
    limits = _limits(plan, gates, rules)
    criteria = _criteria(plan, sitting, limits)
    scorings = _scorings(sitting, criteria)
    votes = _votes(sitting)
    ballot = _ballot(votes, sitting) if rules.of("aggregation") == "majority" else None
    problems = [] if limits.out else refusals.too_far(scorings[-1], sitting)
    problems += refusals.must_meet(sitting)
    if ballot and ballot.tied and limits.stars and rules.of("tie") == "not-decided":
        problems.append(refusals.tie(ballot.tied, votes))
    if problems:
        raise CouncilError(problems)
    mean = sum((one.mean for one in criteria), Fraction(0))
    points = mean
    if ballot is None and rules.choices.get("mean-rounding") == "two-decimals":
        points = two_decimals(mean)
    minimums = _minimums(criteria, rules)
    outcome, stars = limits.outcome, None
    if limits.stars:
        missed = _missed(plan, minimums, limits.end)
        stars = ballot.stars if ballot else rules.stars(points, missed)
        if stars is None and outcome == "rated":
            outcome = "not-achieved"
    keys = [*_keys(sitting, gates, minimums, scorings[-1]), *limits.readings]
    if ballot is None and points.denominator > 1:
        keys.append(BAND_GAP)
    if ballot and ballot.tied and limits.stars:
        keys.append("tie")
    sections = _sections(plan, criteria)
    return Decision(
        criteria_set=sitting.criteria_set,
        product=sitting.product,
        regulation=regulation,
        held=held,
        aggregation="majority" if ballot else "mean",
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
        rules=used_rules(regulation, rules, keys),
        readings=rules.all_used(*(key for key in dict.fromkeys(keys) if key not in regulation.rules)),
        findings=findings(sitting, gates, criteria, scorings),
        rule_book=rules.basis.book,
        digest=rules.basis.digest,
        version=__version__,
    )


@frozen(eq=False)
class _Limits:
    """What the gates that a council raises lead to.

    Args:
        end: The place after the last criterion that is assessed.
        out: Whether the product is out.
        stars: Whether it can have stars.
        outcome: What comes out, minimums aside.
        readings: The keys of the readings that had a say.
    """

    end: int
    out: bool
    stars: bool
    outcome: Outcome
    readings: tuple[str, ...]


@frozen(eq=False)
class _Ballot:
    """What a vote on the stars comes to.

    Args:
        stars: The highest star that more than half reach.
        tied: The lowest star that exactly half reach, if there is one.
    """

    stars: int | None
    tied: int | None


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


def _limits(plan: Plan, gates: tuple[CouncilGate, ...], rules: Readings) -> _Limits:
    end, out = len(plan.slots), False
    keys: list[str] = []
    for found, (gate, place, _) in zip(gates, plan.gates, strict=True):
        if not found.raised:
            continue
        if gate.kind == "requirement":
            keys.append(gate.reading or "")
            out = out or rules.choices.get(gate.reading or "") == "disqualify"
        elif gate.kind == "stop":
            end = min(end, place + 1)
        else:
            out = True
    stopped = end < len(plan.slots)
    if out:
        return _Limits(end, out, False, "disqualified", tuple(keys))  # noqa: FBT003
    if stopped:
        keys.append(AFTER_STOP)
    no_star = stopped and rules.of(AFTER_STOP) == "no-star"
    return _Limits(end, out, not no_star, "stopped" if stopped else "rated", tuple(keys))


def _criteria(plan: Plan, sitting: Sitting, limits: _Limits) -> tuple[CriterionMean, ...]:
    """Return what each criterion gets, as far as the council assesses."""
    given, problems = _given(plan, sitting, limits)
    if problems and not limits.out:
        raise CouncilError(problems)
    voters = len(sitting.scoring)
    means: list[CriterionMean] = []
    for slot, lines in zip(plan.slots, given, strict=False):
        points = [line.points for line in lines.values()]
        points += [0] * (voters - len(points))
        mean = Fraction(sum(points), voters)
        means.append(CriterionMean(slot.criterion, lines, mean, min(points), max(points)))
    return tuple(means)


def _given(plan: Plan, sitting: Sitting, limits: _Limits) -> tuple[list[dict[str, Line]], list[Problem]]:
    """Return the lines of each criterion by member, and what members left open.

    A member's own gates end nothing here: it is the council that stops. What a member then left open is
    a missing answer.
    """
    given: list[dict[str, Line]] = [{} for _ in plan.slots[: limits.end]]
    problems: list[Problem] = []
    for seat in sitting.scoring:
        lines = seat.member.scorings[-1].lines
        flags = 0
        for slot, of_members in zip(plan.slots, given, strict=False):
            line = lines.get(slot.criterion.code)
            if line is None and flags & slot.not_asked_if:
                line = slot.not_asked
            if line is None:
                problems.append(refusals.left_open(seat, slot.criterion))
                continue
            flags |= line.flags
            of_members[seat.member.member] = line
    return given, problems


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


def _ballot(votes: Mapping[int, int], sitting: Sitting) -> _Ballot:
    """Return the highest star that more than half of the members reach, and where they are tied."""
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
    return _Ballot(reached, tied)


def two_decimals(mean: Fraction) -> Fraction:
    """Return a mean rounded to two decimals, halves up."""
    return Fraction(floor(mean * 100 + Fraction(1, 2)), 100)


def _minimums(criteria: tuple[CriterionMean, ...], rules: Readings) -> tuple[CouncilMinimum, ...]:
    found: list[CouncilMinimum] = []
    how = rules.choices.get("council-minimum", "mean")
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
