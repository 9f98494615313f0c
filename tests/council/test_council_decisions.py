"""How a council's gates, minimums, points and members come to one result."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from attrs import evolve

import ocopkit
from ocopkit import Producer, Product, RuleBook, ScoreSheet
from ocopkit.product import Person
from ocopkit.scoring.council import Decision, MemberSheet, decide
from ocopkit.scoring.councils.minutes import cut, exact
from ocopkit.scoring.councils.report import decision_report
from ocopkit.scoring.explain import explain
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.regulation import Regulation

Rules = Callable[..., Regulation]
Seated = Callable[..., list[MemberSheet]]
Worth = Callable[[ScoreSheet, int], ScoreSheet]


def best_of(book: RuleBook, number: int) -> ScoreSheet:
    """Return a sheet of a set with the best answer to everything."""
    form = book[number]
    return ScoreSheet(form, {slot.criterion.code: list(slot.lines)[-1] for slot in plan_of(form).slots})


def minimum(decision: Decision, code: str, stars: int) -> bool:
    """Return whether a council meets a criterion's minimum for a star."""
    return next(one.met for one in decision.minimums if (one.criterion.code, one.stars) == (code, stars))


@pytest.mark.parametrize(
    ("answers", "mean", "majority", "every"),
    [
        ("bbb", True, True, True),
        ("abb", False, True, False),
        ("acc", True, True, False),
        ("aac", False, False, False),
        ("ac", True, False, False),
        ("aaa", False, False, False),
    ],
)
def test_a_minimum_is_met_by_the_mean_by_most_or_by_all(
    tea: ScoreSheet, seated: Seated, rules: Rules, answers: str, mean: bool, majority: bool, every: bool
) -> None:
    """Tea, 3.5: 4 stars need level b, 2 points. The mean's points, more than half, or every member."""
    council = seated(*(tea.answer({"3.5": answer}) for answer in answers))
    met = {
        how: minimum(decide(council, rules(), readings={"council-minimum": how}), "3.5", 4)
        for how in ("mean", "majority", "every-member")
    }
    assert met == {"mean": mean, "majority": majority, "every-member": every}


def test_a_minimum_that_a_council_misses_holds_back_the_star(
    book: RuleBook, seated: Seated, rules: Rules
) -> None:
    """97 points and a mean of 1.5 in 3.5, where 4 stars need 2: three stars, and the reason is told."""
    best = best_of(book, 11)
    council = seated(best.answer({"3.5": "a"}), best.answer({"3.5": "b"}))
    decision = decide(council, rules())
    assert (decision.points, decision.stars) == (Fraction(197, 2), 3)
    assert [(one.criterion.code, one.stars) for one in decision.missed] == [("3.5", 4)]
    text = explain(decision)
    assert "the mean is 1.5, 1 of 2 members award it [annex II, form 11, item 3.5]" in text
    assert "minimum levels missed in 3.5" in text
    assert decide(council, rules(council_minimum="majority")).stars == 3
    settled = decide([*council, MemberSheet("Thứ ba", best)], rules(council_minimum="majority"))
    assert settled.stars == 5
    assert "council-minimum" in [one.key for one in settled.rules]


@pytest.mark.parametrize(("how", "needed"), [("any-member", 1), ("majority", 2), ("every-member", 3)])
def test_a_council_raises_a_gate_by_the_rule_that_it_has(
    tea: ScoreSheet, seated: Seated, rules: Rules, how: str, needed: int
) -> None:
    """One member's word, more than half, or all of them put a product out; who raised it is recorded."""
    gates = [gate for gate, _ in tea.criteria_set.all_gates() if gate.kind == "disqualify"]
    raised = evolve(tea, raised={gates[0].key: "không có hồ sơ"})
    for count in range(1, 4):
        council = seated(*[raised] * count, *[tea] * (3 - count))
        decision = decide(council, rules(gate_raised=how))
        assert (decision.outcome == "disqualified") == (count >= needed)
        assert decision.stars == (None if count >= needed else 3)
        assert len(next(one for one in decision.gates if one.members).members) == count


def test_half_of_the_members_are_not_more_than_half(tea: ScoreSheet, seated: Seated, rules: Rules) -> None:
    """Two of four who raise a gate do not raise it for the council; three do."""
    gate = next(gate for gate, _ in tea.criteria_set.all_gates() if gate.kind == "disqualify")
    raised = evolve(tea, raised={gate.key: "…"})
    assert decide(seated(raised, raised, tea, tea), rules()).stars == 3
    assert decide(seated(raised, raised, raised, tea), rules()).stars is None


def test_a_zero_stops_only_where_the_council_stops(book: RuleBook, seated: Seated, rules: Rules) -> None:
    """Set 16: a sensory zero stops assessing; one member of three goes unheeded, two stop the council."""
    best = best_of(book, 16)
    zero = best.answer({"6.1": next(iter(plan_of(best.criteria_set).slots[21].lines))})
    assert plan_of(best.criteria_set).slots[21].criterion.code == "6.1"
    assert ocopkit.score(zero).outcome == "stopped"
    goes_on = decide(seated(best, best, zero), rules())
    assert goes_on.outcome == "rated"
    assert len(goes_on.criteria) == len(best.criteria_set.criteria)
    totals = goes_on.scorings[-1].totals
    assert goes_on.mean == Fraction(sum(totals.values()), 3)
    assert max(totals.values()) - min(totals.values()) == best.lines["6.1"].points
    stops = decide(seated(best, zero, zero), rules())
    assert (stops.outcome, stops.stars) == ("stopped", None)
    assert stops.criteria[-1].criterion.code == "6.4"
    assert "Raised by the council (2 of 3 members)" in explain(stops)
    far = decide(seated(best, zero, zero), rules(), readings={"after-stop": "points-so-far"})
    assert (far.outcome, far.points) == ("stopped", stops.points)
    assert far.stars == ocopkit.score(zero, readings={"after-stop": "points-so-far"}).stars


def test_the_first_of_several_stops_counts(rules: Rules, seated: Seated) -> None:
    """Where a council raises two stops, whatever their order, nothing is assessed after the first."""
    for book in map(ocopkit.rule_book, ocopkit.books(packs=False).national):
        for form in book:
            stops = {
                gate.key: criterion.code
                for gate, criterion in form.all_gates()
                if gate.kind == "stop" and criterion and not gate.zero_in
            }
            if len(set(stops.values())) < 2:
                continue
            sheet = evolve(best_of(book, form.number), raised=dict.fromkeys(stops, "…"))
            decision = decide(seated(sheet, sheet), rules())
            order = [one.code for one in form.criteria]
            assert decision.criteria[-1].criterion.code == min(stops.values(), key=order.index)


def test_a_level_that_nobody_awards_is_not_met_by_points(
    book: RuleBook, seated: Seated, rules: Rules
) -> None:
    """Two levels may bear the same points; if all members award the lower one, the upper is not met."""
    form = book[7]
    levels = form.criterion("3.1").levels
    assert levels[0].points == levels[1].points
    draft = ocopkit.amend(book, {"7/3.1/b": {"minimum_for": 3}}, because="thử")
    best = best_of(draft, 7)
    met = {
        answers: minimum(decide(seated(*(best.answer({"3.1": one}) for one in answers)), rules()), "3.1", 3)
        for answers in ("aa", "ab", "ac", "bb")
    }
    assert met == {"aa": False, "ab": True, "ac": True, "bb": True}


def test_a_requirement_follows_its_reading(book: RuleBook, seated: Seated, rules: Rules) -> None:
    """A requirement that most members find unmet puts the product out or is noted, as its reading says."""
    form = next(
        form for form in book if any(gate.reading == "origin-requirement" for gate, _ in form.all_gates())
    )
    gate = next(gate for gate, _ in form.all_gates() if gate.reading == "origin-requirement")
    best = best_of(book, form.number)
    council = seated(*[evolve(best, raised={gate.key: "…"})] * 2, best)
    out = decide(council, rules(), readings={"origin-requirement": "disqualify"})
    noted = decide(council, rules(), readings={"origin-requirement": "note"})
    assert (out.outcome, noted.outcome) == ("disqualified", "rated")
    assert "requirement-unmet" in [one.code for one in noted.findings]
    assert "origin-requirement" in [one.reading.key for one in noted.readings]


def test_no_member_s_zero_is_a_missing_answer(book: RuleBook, seated: Seated, rules: Rules) -> None:
    """Where one member sees no story, what the others give for it is averaged with 0, and that is told."""
    best = best_of(book, 11)
    none = ScoreSheet(best.criteria_set, {**best.answers, "5.1": "a", "5.2": None})
    decision = decide(seated(best, none), rules())
    mean = {one.criterion.code: one.mean for one in decision.criteria}
    assert mean["5.2"] == Fraction(best.lines["5.2"].points, 2)
    assert ("not-asked-by-all", "5.2") in [(one.code, one.at) for one in decision.findings]


def test_different_cases_are_told(old_book: RuleBook, seated: Seated, rules: Rules) -> None:
    """Members who chose different cases of an either-or criterion disagree on a fact; it is told."""
    form, criterion = next(
        (form, criterion) for form in old_book for criterion in form.criteria if criterion.alternatives
    )
    sheet = best_of(old_book, form.number)
    answers = [f"{case.key}.{case.levels[-1].key}" for case in criterion.alternatives]
    council = seated(*(sheet.answer({criterion.code: answer}) for answer in answers))
    decision = decide(council, rules())
    assert ("cases-differ", criterion.code) in [(one.code, one.at) for one in decision.findings]


def test_experts_and_the_secretary_score_where_the_rules_say_so(
    tea: ScoreSheet, worth: Worth, seated: Seated, rules: Rules
) -> None:
    """By default they advise, and what they wrote weighs nothing; a regulation may have them score."""
    council = [
        *seated(tea),
        MemberSheet("Chuyên gia", worth(tea, 90), role="expert"),
        MemberSheet("Thư ký", worth(tea, 30), role="secretary"),
    ]
    points = {
        (experts, secretary): decide(council, rules(experts=experts, secretary=secretary)).points
        for experts in ("advise", "score")
        for secretary in ("advise", "score")
    }
    assert points == {
        ("advise", "advise"): 66,
        ("advise", "score"): 48,
        ("score", "advise"): 78,
        ("score", "score"): 62,
    }
    advised = decide(council, rules())
    assert [one.part for one in advised.seats] == ["scores", "advises", "advises"]
    assert {"experts", "secretary"} <= {one.reading.key for one in advised.readings}


def test_everyone_is_recorded_with_what_they_did(tea: ScoreSheet, seated: Seated, rules: Rules) -> None:
    """Who scores, advises, abstains, is absent or left out stands in the result; only scores weigh."""
    council = [
        MemberSheet("Vắng", present=False),
        MemberSheet("Chuyên gia", tea, role="expert"),
        MemberSheet("Có liên quan", tea, conflict="vợ là chủ hộ"),
        MemberSheet("Không chấm", votes=False),
        *seated(tea),
    ]
    decision = decide(council, rules())
    parts = {one.member.member: one.part for one in decision.seats}
    assert parts == {
        "Ủy viên 0": "scores",
        "Có liên quan": "conflict",
        "Không chấm": "abstains",
        "Vắng": "absent",
        "Chuyên gia": "advises",
    }
    text = explain(decision, lang="vi")
    for words in ("vắng mặt", "khai có xung đột lợi ích", "có mặt, không chấm", "tư vấn"):
        assert words in text


def test_the_reason_of_a_conflict_stays_in_the_record(tea: ScoreSheet, seated: Seated, rules: Rules) -> None:
    """Reprs, explanations and reports say that a member was left out, not why; the seat keeps it."""
    council = [*seated(tea), MemberSheet("Có liên quan", tea, conflict="vợ là chủ hộ")]
    decision = decide(council, rules())
    shown = repr(council) + repr(decision) + explain(decision) + str(decision_report(decision))
    assert "chủ hộ" not in shown
    assert [one.member.conflict for one in decision.seats if one.part == "conflict"] == ["vợ là chủ hộ"]


def test_a_report_leaves_out_the_producer_s_representative(
    tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """Personal data of the product's producer isn't handed on with a council's result."""
    person = Person("Nguyễn Thị Minh Họa", telephone="0900000000")
    product = Product("Chè", Producer("HTX Minh Họa", representative=person))
    report = decision_report(decide(seated(evolve(tea, product=product)), rules()))
    assert report["product"] == {"name": "Chè", "producer": {"name": "HTX Minh Họa"}}


def test_members_differ_most_where_their_points_are_farthest_apart(
    tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """Criteria are ranked by the points between highest and lowest; those of one mind are left out."""
    council = seated(tea, tea.answer({"4.1": "d", "1.1": "a"}), tea.answer({"4.1": "below", "1.2": "b"}))
    decision = decide(council, rules())
    assert [(one.criterion.code, one.spread, one.mean) for one in decision.disagreements] == [
        ("4.1", 5, Fraction(8, 3)),
        ("1.1", 2, Fraction(7, 3)),
        ("1.2", 1, Fraction(5, 3)),
    ]
    assert "Members differ most: 4.1 Main distribution area: from 0 to 5, mean 2.666… (8/3)." in (
        explain(decision)
    )


def test_a_mean_just_under_a_band_stays_under_it(
    tea: ScoreSheet, worth: Worth, seated: Seated, rules: Rules
) -> None:
    """Points just short of a band are graded as they are; rounding lifts them only where chosen."""
    form = tea.criteria_set
    sheets = [worth(tea, 50)] * 200 + [worth(tea, 49)]
    assert form.basis is not None
    exactly = decide(seated(*sheets), rules())
    assert (exactly.points, exactly.stars) == (Fraction(200 * 50 + 49, 201), 2)
    assert "49.995… (10049/201) of 100" in explain(exactly)
    rounded = decide(seated(*sheets), rules(mean_rounding="two-decimals"))
    assert rounded.points == 50
    assert rounded.stars == ocopkit.score(worth(tea, 50)).stars
    assert "49.995… (10049/201) of 100, rounded to 50" in explain(rounded)


def test_whole_number_bands_have_a_reading_for_means_between_them(
    honey: ScoreSheet, worth: Worth, seated: Seated, rules: Rules
) -> None:
    """QĐ 1048 prints 70-89 and 90-100: 89.5 makes 4 stars, or 5 where halves round up."""
    council = seated(worth(honey, 89), worth(honey, 90))
    half_open = decide(council, rules())
    assert (half_open.points, half_open.stars) == (Fraction(179, 2), 4)
    assert "band-gap" in [one.reading.key for one in half_open.readings]
    assert decide(council, rules(), readings={"band-gap": "round-half-up"}).stars == 5


def test_a_report_carries_exact_numbers_and_every_rule(
    tea: ScoreSheet, worth: Worth, seated: Seated, rules: Rules
) -> None:
    """A system can store the fraction and show the words; rules say whose they are."""
    decision = decide(seated(tea, tea, worth(tea, 68)), rules(aggregation="mean"))
    report = decision_report(decision)
    assert report["points"] == {
        "exact": "200/3",
        "shown": {"vi": "66,666… (200/3)", "en": "66.666… (200/3)"},
    }
    assert [one["key"] for one in report["rules"]] == ["aggregation"]
    assert report["rules"][0]["by"] == {"vi": "Quy chế", "en": "Regulation"}
    assert [(one["total"], one["stars"]) for one in report["members"]] == [(66, 3), (66, 3), (68, 3)]
    assert report["scorings"][0]["spread"] == 2


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(0), "0"),
        (Fraction(70), "70"),
        (Fraction(139, 2), "69.5"),
        (Fraction(1, 16), "0.0625"),
        (Fraction(899999, 10000), "89.9999"),
        (Fraction(269999, 3000), "89.999…"),
        (Fraction(1, 3), "0.333…"),
    ],
)
def test_a_number_is_cut_and_never_rounded(number: Fraction, shown: str) -> None:
    """89.9996… is shown as 89.999…, since 90.000 would be another star; a cut number has its fraction."""
    assert cut(number).en == shown
    assert cut(number).vi == shown.replace(".", ",")
    assert exact(number).en == (f"{shown} ({number})" if shown.endswith("…") else shown)
