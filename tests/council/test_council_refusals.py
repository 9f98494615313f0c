"""What keeps a council from deciding is told all at once, each with whose sheet it is and how to mend it."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from attrs import evolve

from ocopkit import Producer, Product, RuleBook, ScoreSheet, Text
from ocopkit.errors import NotFoundError
from ocopkit.scoring.council import CouncilError, MemberSheet, decide
from ocopkit.scoring.regulation import Quorum, Regulation, Rounds, Ruling, Size, Spread

Rules = Callable[..., Regulation]
Seated = Callable[..., list[MemberSheet]]
Worth = Callable[[ScoreSheet, int], ScoreSheet]


def refused(council: list[MemberSheet], regulation: Regulation, **choices: str) -> CouncilError:
    """Return the error with which a council is refused."""
    readings = {key.replace("_", "-"): option for key, option in choices.items()}
    with pytest.raises(CouncilError) as error:
        decide(council, regulation, readings=readings)
    return error.value


def codes(error: CouncilError) -> list[str]:
    """Return the codes of an error's problems."""
    return [problem.code for problem in error.problems]


def test_everything_is_told_at_once(tea: ScoreSheet, book: RuleBook, seated: Seated, rules: Rules) -> None:
    """One call tells of a member twice, another set, missing answers, a vote despite a conflict, no chair."""
    one, other, third, fourth = seated(tea, tea, tea, tea)
    council = [
        evolve(one, role="member"),
        evolve(other, member=" ủy viên  0 "),
        evolve(third, sheet=ScoreSheet(book[12], {})),
        evolve(fourth, sheet=tea.answer({"1.1": None, "5.1": None, "11": None})),
        MemberSheet("Người có liên quan", tea, conflict="con trai là giám đốc", votes=True),
        MemberSheet("Người vắng", tea, present=False),
        MemberSheet("Chuyên gia", tea, role="expert", votes=True),
        MemberSheet("Chưa nộp"),
    ]
    error = refused(council, rules())
    assert sorted(codes(error)) == [
        "absent-votes",
        "conflict-votes",
        "duplicate-member",
        "may-not-vote",
        "missing-answer",
        "missing-answer",
        "missing-answer",
        "no-chair",
        "no-sheet",
        "other-set",
    ]
    assert "giám đốc" not in error.say("vi")


def test_every_missing_answer_of_every_member_is_named(tea: ScoreSheet, seated: Seated, rules: Rules) -> None:
    """The place says whose sheet, of which scoring, and which criterion."""
    lacking = tea.answer({"1.1": None, "6.2.3": None})
    council = seated(lacking, tea, lacking)
    again = [*council[:2], evolve(council[2], earlier=(lacking,), sheet=tea)]
    error = refused(again, rules())
    assert [one.where.path for one in error.problems] == [
        ("members", "Ủy viên 0", 1, "answers", "1.1"),
        ("members", "Ủy viên 0", 1, "answers", "6.2.3"),
        ("members", "Ủy viên 2", 1, "answers", "1.1"),
        ("members", "Ủy viên 2", 1, "answers", "6.2.3"),
    ]
    assert str(error.problems[1].where) == "members/Ủy viên 0/1/answers/6.2.3"


def test_sheets_of_another_book_are_refused(
    tea: ScoreSheet, old_book: RuleBook, seated: Seated, rules: Rules
) -> None:
    """The form that most sheets are against is the council's, whatever the order."""
    council = seated(tea, tea, ScoreSheet(old_book[12], {}))
    for order in (council, council[::-1]):
        error = refused(order, rules())
        assert codes(error) == ["other-set"]
        assert "Ủy viên 2 is against set 12 of qd-1048-2019" in error.problems[0].what.en


def test_the_sheets_of_those_left_out_do_not_say_what_is_scored(
    tea: ScoreSheet, book: RuleBook, seated: Seated, rules: Rules
) -> None:
    """However many members with a conflict of interest filled in another form, it is not the council's."""
    other = ScoreSheet(book[12], {})
    torn = [MemberSheet(f"Có liên quan {number}", other, conflict="góp vốn") for number in range(3)]
    assert decide([*seated(tea), *torn], rules()).points == 66


def test_sheets_against_another_text_of_the_same_set_are_refused(
    tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """A set whose book was amended since is another text, though book and number are the same."""
    form = tea.criteria_set
    assert form.basis is not None
    amended = evolve(form, basis=evolve(form.basis, digest="0" * 64))
    other = ScoreSheet(amended, dict(tea.answers))
    error = refused(seated(tea, tea, other), rules())
    assert codes(error) == ["other-text"]
    assert "with another text" in error.problems[0].why.en


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (Product("Chè A"), Product("Chè B"), False),
        (Product("Chè A"), Product(" chè  a"), True),
        (Product("Chè A", code="19-05542-3-2026"), Product("Chè A", code="19-05542-4-2026"), False),
        (Product("Chè A", code="19-05542-3-2026"), Product("Trà A", code="19-05542-3-2026"), True),
        (Product("Chè A", code="19-05542-3-2026"), Product("Chè A"), True),
        (Product("Chè A", Producer("HTX A")), Product("Chè A", Producer("HTX B")), False),
        (Product("Chè A", Producer("HTX A")), Product("Chè A", Producer("htx a")), True),
        (Product("Chè A", Producer("HTX A")), Product("Chè A"), True),
    ],
)
def test_sheets_of_another_product_are_refused(
    tea: ScoreSheet, seated: Seated, rules: Rules, first: Product, second: Product, same: bool
) -> None:
    """Products are told apart by code where both sheets have one, else by name and by who makes them."""
    council = seated(evolve(tea, product=first), evolve(tea, product=first), evolve(tea, product=second))
    if same:
        assert decide(council, rules()).points == 66
    else:
        assert codes(refused(council, rules())) == ["other-product"]


def test_a_council_is_led_by_one_chair(tea: ScoreSheet, seated: Seated, rules: Rules) -> None:
    """No chair, an absent one, one with a conflict of interest and two are refused, each by its reason."""
    chair, member = seated(tea, tea)
    reasons = {
        "No sheet says 'role: chair'": [member],
        "Ủy viên 0 is absent": [evolve(chair, present=False, sheet=None), member],
        "Ủy viên 0 has a conflict of interest": [evolve(chair, conflict="góp vốn"), member],
    }
    for why, council in reasons.items():
        error = refused(council, rules())
        assert codes(error) == ["no-chair"]
        assert error.problems[0].why.en == why
    assert codes(refused([chair, evolve(member, role="chair")], rules())) == ["two-chairs"]
    assert decide([member], rules(chair="not-needed")).points == 66
    assert decide([evolve(chair, votes=False), member], rules()).points == 66


def test_a_council_where_nobody_scores_is_refused(tea: ScoreSheet, rules: Rules) -> None:
    """A chair who abstains and no one else is no council; nor is one without a single sheet."""
    assert codes(refused([MemberSheet("A", tea, "chair", votes=False)], rules())) == ["nobody-scores"]
    assert codes(refused([MemberSheet("A", role="chair")], rules())) == ["no-sheets"]
    assert codes(refused([], rules())) == ["no-sheets"]


def test_a_quorum_counts_members_neither_invited_nor_left_out(tea: ScoreSheet, rules: Rules) -> None:
    """Experts don't make a quorum, the secretary does, and a conflict of interest lowers what is needed."""
    needs_three = evolve(rules(), quorum=Quorum(least=3))
    chair, member = MemberSheet("A", tea, "chair"), MemberSheet("B", tea)
    expert, secretary = MemberSheet("C", role="expert"), MemberSheet("D", role="secretary")
    assert codes(refused([chair, member, expert], needs_three)) == ["below-quorum"]
    assert decide([chair, member, secretary], needs_three).points == 66
    most = evolve(rules(), quorum=Quorum(share=Fraction(1)))
    torn = MemberSheet("E", conflict="góp vốn")
    assert decide([chair, member, torn], most).points == 66
    assert codes(refused([chair, member, MemberSheet("E", present=False)], most)) == ["below-quorum"]


def test_what_a_member_left_open_behind_a_gate_is_missing_if_the_council_goes_on(
    book: RuleBook, rules: Rules, seated: Seated
) -> None:
    """A member who puts the product out needn't fill in the rest, unless the others keep it in."""
    form = book[11]
    gate = next(gate for gate, _ in form.all_gates() if gate.kind == "disqualify")
    full = ScoreSheet(form, {one.code: one.max for one in form.criteria})
    out = ScoreSheet(form, {}, {gate.key: "không rõ nguồn gốc"})
    error = refused(seated(full, full, out), rules())
    assert codes(error) == ["missing-answer"] * len(form.criteria)
    assert "raises a gate that the council doesn't" in error.problems[0].why.en
    alone = [*seated(full, full), MemberSheet("Không chấm", out, votes=False)]
    assert decide(alone, rules()).points == 100
    decision = decide(seated(full, out, out), rules())
    assert (decision.outcome, decision.stars) == ("disqualified", None)
    assert decision.mean == Fraction(100, 3)
    assert {one.least for one in decision.criteria} == {0}


def test_totals_of_a_product_that_is_out_may_differ(book: RuleBook, seated: Seated, rules: Rules) -> None:
    """Where the council puts a product out, points no longer matter, and so neither does their spread."""
    form = book[11]
    gate = next(gate for gate, _ in form.all_gates() if gate.kind == "disqualify")
    full = ScoreSheet(form, {one.code: one.max for one in form.criteria})
    out = ScoreSheet(form, {}, {gate.key: "…"})
    decision = decide(seated(full, out, out), evolve(rules(), spread=Spread(10)))
    assert (decision.outcome, decision.scorings[-1].spread) == ("disqualified", 100)


def test_a_reading_refuses_an_answer_of_any_member(tea: ScoreSheet, seated: Seated, rules: Rules) -> None:
    """The book's readings hold for every sheet, also where the regulation settles them."""
    council = seated(tea, tea.answer({"1.1": "below"}))
    error = refused(council, rules(), below_lowest_level="refuse")
    assert [(one.code, one.where.path[1]) for one in error.problems] == [("below-refused", "Ủy viên 1")]
    assert codes(refused(council, rules(below_lowest_level="refuse"))) == ["below-refused"]


def test_what_a_regulation_settles_cannot_be_chosen(tea: ScoreSheet, seated: Seated, rules: Rules) -> None:
    """A caller chooses only what is left open; choosing what the regulation says anyway is no harm."""
    council = seated(tea)
    assert codes(refused(council, rules(mean_rounding="exact"), mean_rounding="two-decimals")) == ["not-open"]
    agreed = decide(council, rules(mean_rounding="exact"), readings={"mean-rounding": "exact"})
    assert agreed.points == 66


def test_unknown_readings_and_rules_are_told_by_name(tea: ScoreSheet, seated: Seated, rules: Rules) -> None:
    """A mistyped reading names its neighbours; a mistyped rule has its place in the regulation."""
    with pytest.raises(NotFoundError) as unknown:
        decide(seated(tea), rules(), readings={"gate-rised": "majority"})
    assert "gate-raised" in str(unknown.value)
    error = refused(seated(tea), rules(aggregations="mean", tie="the-chair"))
    assert [(one.code, one.where.path) for one in error.problems] == [
        ("unknown-reading", ("regulation", "rules", "aggregations")),
        ("unknown-option", ("regulation", "rules", "tie")),
    ]


def test_an_option_that_councils_do_not_know_is_refused(
    book: RuleBook, tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """A book may name a way of rounding that nobody has taught the council; it is not passed over."""
    form = tea.criteria_set
    assert form.basis is not None
    readings = tuple(
        evolve(one, options=(*one.options, evolve(one.options[0], key="one-decimal")), choice="one-decimal")
        if one.key == "mean-rounding"
        else one
        for one in form.basis.readings
    )
    other = evolve(form, basis=evolve(form.basis, readings=readings))
    error = refused(seated(ScoreSheet(other, dict(tea.answers))), rules())
    assert [(one.code, one.where.path) for one in error.problems] == [
        ("unknown-option", ("readings", "mean-rounding"))
    ]


def test_a_regulation_of_another_regime_is_refused(tea: ScoreSheet, seated: Seated, rules: Rules) -> None:
    """Rules made under one decision do not pass silently into another."""
    old = evolve(rules(), rule_books=("qd-1048-2019",))
    assert codes(refused(seated(tea), old)) == ["other-regime"]


@pytest.mark.parametrize(
    ("form", "held", "fits"),
    [
        ("either", "meeting", True),
        ("either", "written", True),
        ("meeting", "meeting", True),
        ("meeting", "written", False),
        ("written", "meeting", False),
        ("written", "written", True),
        ("written-then-meeting", "meeting", True),
        ("written-then-meeting", "written", True),
    ],
)
def test_a_council_works_in_the_form_that_its_rules_ask_for(
    tea: ScoreSheet, seated: Seated, rules: Rules, form: str, held: str, fits: bool
) -> None:
    """A meeting, written opinions, or either: what the rules ask for is held against what was done."""
    regulation = rules(form=form)
    if fits:
        assert decide(seated(tea), regulation, held=held).held == held  # type: ignore[arg-type]
    else:
        with pytest.raises(CouncilError) as error:
            decide(seated(tea), regulation, held=held)  # type: ignore[arg-type]
        assert codes(error.value) == ["wrong-form"]


def test_impossible_numbers_are_refused(tea: ScoreSheet, seated: Seated) -> None:
    """A council of 11 to 9 members, a quorum below none, a spread under 0 and no scoring cannot be."""
    regulation = Regulation(
        "impossible",
        Text("Không thể", "Impossible"),
        size=Size(11, 9),
        quorum=Quorum(least=-1),
        spread=Spread(-1),
        rounds=Rounds(0),
        rules={"form": Ruling("either")},
    )
    error = refused(seated(tea), regulation)
    assert [one.where.path for one in error.problems if one.code == "impossible-rule"] == [
        ("regulation", "size"),
        ("regulation", "quorum"),
        ("regulation", "spread", "points"),
        ("regulation", "rounds", "count"),
    ]


def test_every_refusal_is_told_in_both_languages(
    tea: ScoreSheet, seated: Seated, rules: Rules, worth: Worth
) -> None:
    """What, why and how to mend it exist in Vietnamese and in English, and differ."""
    chair, member = seated(tea, worth(tea, 40))
    errors = [
        refused([member], rules()),
        refused([chair, member], evolve(rules(), spread=Spread(10))),
        refused([chair, member], rules(aggregation="majority")),
        refused([chair, evolve(member, role="chair")], evolve(rules(), quorum=Quorum(least=5))),
        refused([chair, chair], evolve(rules(), rule_books=("qd-148-2023",))),
    ]
    for error in errors:
        for problem in error.problems:
            for text in (problem.what, problem.why, problem.mend):
                assert text.vi
                assert text.en
                assert text.vi != text.en


def test_a_role_and_a_form_are_words_that_there_are(tea: ScoreSheet, rules: Rules) -> None:
    """Who makes members in Python is held to the words of a file: a mistyped role is no member."""
    members = [MemberSheet("An", tea, "chair"), MemberSheet("Bình", tea, "membr")]  # type: ignore[arg-type]
    with pytest.raises(CouncilError) as caught:
        decide(members, rules(), held="zoom")  # type: ignore[arg-type]
    told = [(one.code, one.where.path, one.mend.en) for one in caught.value.problems]
    assert told == [
        ("not-allowed", ("held",), "Use one of: meeting, written"),
        ("not-allowed", ("members", "Bình", "role"), "Did you mean member?"),
    ]
