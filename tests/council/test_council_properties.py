"""What holds for every council of every criteria set, whatever its members answer."""

import json
from fractions import Fraction

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook, ScoreSheet, Text
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.council import Decision, MemberSheet, decide
from ocopkit.scoring.councils.report import decision_report
from ocopkit.scoring.explain import explain
from ocopkit.scoring.plan import Slot, plan_of
from ocopkit.scoring.regulation import Regulation, Ruling
from ocopkit.testing.strategies import criteria_sets, gates_raised, sheets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
FREE = Regulation("free", Text("Không quy định", "Nothing said"))
BY_VOTE = evolve(FREE, rules={"aggregation": Ruling("majority"), "tie": Ruling("lower-stars")})

books = st.sampled_from(BOOKS)
regulations = st.sampled_from([FREE, BY_VOTE])
raising = st.sampled_from(["majority", "any-member", "every-member"])
stopping = st.sampled_from(["no-star", "points-so-far"])
meeting = st.sampled_from(["mean", "majority", "every-member"])


def seated(given: list[ScoreSheet]) -> list[MemberSheet]:
    """Return a council of sheets, the first the chair's."""
    return [
        MemberSheet(f"Ủy viên {number}", sheet, "member" if number else "chair")
        for number, sheet in enumerate(given)
    ]


def panels(book: RuleBook, *, gates: bool = True) -> st.SearchStrategy[list[MemberSheet]]:
    """Return a strategy for councils of one to six members who score against one form of a book."""
    return (
        criteria_sets(book)
        .flatmap(lambda form: st.lists(sheets(book, form=form, gates=gates), min_size=1, max_size=6))
        .map(seated)
    )


councils = books.flatmap(panels)


@st.composite
def around(draw: st.DrawFn, book: RuleBook) -> tuple[list[MemberSheet], ScoreSheet]:
    """Draw pairs of members whose exact mean, criterion by criterion, is one sheet, and that sheet."""
    middle = draw(sheets(book, gates=False))
    plan = plan_of(middle.criteria_set)
    conditions = {one.applies_when.criterion for one in middle.criteria_set.criteria if one.applies_when}
    members: list[ScoreSheet] = []
    for _ in range(draw(st.integers(1, 3))):
        low: dict[str, str | int | None] = {}
        high: dict[str, str | int | None] = {}
        for slot in plan.slots:
            code = slot.criterion.code
            if code in middle.lines:
                pairs = evenly(slot, middle, fixed=code in conditions)
                low[code], high[code] = draw(st.sampled_from(pairs))
        members += [evolve(middle, answers=low), evolve(middle, answers=high)]
    return seated(members), middle


def evenly(slot: Slot, middle: ScoreSheet, *, fixed: bool) -> list[tuple[str, str]]:
    """Return the pairs of answers to a criterion whose mean is a sheet's own answer."""
    own = middle.lines[slot.criterion.code]
    if fixed:
        return [(own.answer, own.answer)]
    return [
        (one.answer, other.answer)
        for one in slot.lines.values()
        for other in slot.lines.values()
        if one.points + other.points == 2 * own.points and {one.case, other.case} == {own.case}
    ]


def told(decision: Decision) -> object:
    """Return what a decision says of the product, who came to it aside."""
    return (
        decision.points,
        decision.mean,
        decision.stars,
        decision.outcome,
        decision.votes,
        [(one.criterion.code, one.mean, one.least, one.most) for one in decision.criteria],
        [(one.gate.key, one.raised) for one in decision.gates],
        [(one.criterion.code, one.stars, one.met, one.meeting) for one in decision.minimums],
        [(one.key, one.text) for one in decision.rules],
        [(one.reading.key, one.option.key) for one in decision.readings],
    )


@given(councils, regulations, st.data())
def test_the_order_of_sheets_never_matters(
    council: list[MemberSheet], regulation: Regulation, data: st.DataObject
) -> None:
    """The same members in any order decide the same, down to the last word of the report."""
    other = data.draw(st.permutations(council))
    assert decision_report(decide(other, regulation)) == decision_report(decide(council, regulation))


@given(books.flatmap(around))
def test_one_more_member_at_the_mean_changes_nothing(drawn: tuple[list[MemberSheet], ScoreSheet]) -> None:
    """A member who awards the council's exact mean in every criterion leaves points and stars as they are."""
    council, middle = drawn
    before = decide(council, FREE)
    after = decide([*council, MemberSheet("Người ở giữa", middle)], FREE)
    assert (after.points, after.stars, after.outcome) == (before.points, before.stars, before.outcome)
    assert [one.met for one in after.minimums] == [one.met for one in before.minimums]


@given(books.flatmap(sheets), st.integers(1, 7), regulations, raising, meeting, stopping)
def test_members_of_one_mind_get_the_score_of_their_sheet(
    sheet: ScoreSheet, members: int, regulation: Regulation, gate: str, minimum: str, stop: str
) -> None:
    """However a council decides, members who all fill in one sheet come to that sheet's score."""
    readings = {"gate-raised": gate, "council-minimum": minimum, "after-stop": stop}
    decision = decide(seated([sheet] * members), regulation, readings=readings)
    score = ocopkit.score(sheet, readings={"after-stop": stop})
    assert decision.points == score.points
    assert (decision.stars, decision.outcome) == (score.stars, score.outcome)
    assert [one.mean for one in decision.parts] == [one.points for one in score.parts]
    assert [one.raised for one in decision.gates] == [one.raised for one in score.gates]


@given(councils)
def test_the_mean_lies_between_the_least_and_the_most(council: list[MemberSheet]) -> None:
    """So it does in every criterion and in all; the means add up to the mean of the totals."""
    decision = decide(council, FREE)
    last = decision.scorings[-1]
    assert last.least <= decision.mean <= last.most
    assert decision.mean == Fraction(sum(last.totals.values()), len(council))
    assert decision.mean == sum(one.mean for one in decision.parts)
    for one in decision.criteria:
        assert 0 <= one.least <= one.mean <= one.most <= one.criterion.max


@given(councils, regulations, st.data())
def test_a_conflict_leaves_a_council_without_that_member(
    council: list[MemberSheet], regulation: Regulation, data: st.DataObject
) -> None:
    """Whoever declares a conflict of interest is left out as if not of the council, and recorded."""
    form = council[0].scorings[0].criteria_set
    book = next(one for one in BOOKS if one.basis is form.basis)
    sheet = data.draw(st.one_of(st.none(), sheets(book, form=form)))
    torn = MemberSheet("Người có liên quan", sheet, conflict="góp vốn")
    decision = decide([torn, *council], regulation)
    assert told(decision) == told(decide(council, regulation))
    assert [one.member for one in decision.seats if one.part == "conflict"] == [torn]


@given(councils, regulations)
def test_whoever_is_absent_changes_nothing_but_the_record(
    council: list[MemberSheet], regulation: Regulation
) -> None:
    """Where no quorum is set, an absent member is recorded and weighs nothing."""
    away = MemberSheet("Người vắng mặt", present=False)
    decision = decide([away, *council], regulation)
    assert told(decision) == told(decide(council, regulation))
    assert [one.member for one in decision.seats if one.part == "absent"] == [away]


@given(councils)
def test_nothing_is_rounded_unless_chosen(council: list[MemberSheet]) -> None:
    """The number graded is the exact mean, and with two decimals the nearest hundredth, halves up."""
    plain = decide(council, FREE)
    assert plain.points == plain.mean
    rounded = decide(council, FREE, readings={"mean-rounding": "two-decimals"})
    assert rounded.mean == plain.mean
    assert (rounded.points * 100).denominator == 1
    assert -Fraction(1, 200) < rounded.points - rounded.mean <= Fraction(1, 200)
    used = {one.reading.key: one.option.key for one in rounded.readings}
    assert used["mean-rounding"] == "two-decimals"


@given(
    books.flatmap(criteria_sets),
    regulations,
    raising,
    stopping,
    st.data(),
)
def test_a_gate_never_raises_stars(
    form: CriteriaSet, regulation: Regulation, gate: str, stop: str, data: st.DataObject
) -> None:
    """A product never ranks higher because members raised gates, however the council raises them."""
    book = next(one for one in BOOKS if one.basis is form.basis)
    free = seated(data.draw(st.lists(sheets(book, form=form, gates=False), min_size=1, max_size=5)))
    raised = [
        evolve(one, sheet=evolve(one.sheet, raised=data.draw(gates_raised(form))))
        for one in free
        if one.sheet
    ]
    readings = {"gate-raised": gate, "after-stop": stop}
    with_gates = decide(raised, regulation, readings=readings)
    without = decide(free, regulation, readings=readings)
    assert (with_gates.stars or 0) <= (without.stars or 0)


@given(councils)
def test_a_star_by_majority_is_one_that_more_than_half_reach(council: list[MemberSheet]) -> None:
    """Where no gate is raised, more than half of the sheets reach the stars, and not one more star."""
    decision = decide(council, BY_VOTE)
    ranked = [ocopkit.score(one.scorings[-1]).stars or 0 for one in council]
    if not decision.raised:
        assert 2 * sum(stars >= (decision.stars or 0) for stars in ranked) > len(ranked)
        assert 2 * sum(stars > (decision.stars or 0) for stars in ranked) <= len(ranked)


@given(councils)
def test_a_star_by_mean_has_its_points_and_its_minimums(council: list[MemberSheet]) -> None:
    """Stars by the mean are given only where it reaches their band and all minimums up to it are met."""
    decision = decide(council, FREE)
    basis = decision.criteria_set.basis
    assert basis is not None
    if decision.outcome == "rated":
        band = next(band for band in basis.bands if band.stars == decision.stars)
        assert decision.points >= band.at_least
        assert all(one.met for one in decision.minimums if one.stars <= band.stars)
    else:
        assert decision.stars is None


@given(councils, regulations)
def test_every_decision_is_told_in_both_languages(council: list[MemberSheet], regulation: Regulation) -> None:
    """Each reason exists in Vietnamese and in English, line by line, and the report is plain JSON."""
    decision = decide(council, regulation)
    vi, en = explain(decision, lang="vi"), explain(decision, lang="en")
    assert len(vi.splitlines()) == len(en.splitlines())
    assert vi != en
    report = decision_report(decision)
    assert json.loads(json.dumps(report)) == report
    assert Fraction(report["points"]["exact"]) == decision.points
