"""Every part of a decision says what it rests on: gates, aggregation, outcome, sections, readings."""

from collections.abc import Callable
from fractions import Fraction

from attrs import evolve

from ocopkit import RuleBook, ScoreSheet, __version__, rule_book
from ocopkit.scoring.council import Decision, MemberSheet, decide
from ocopkit.scoring.filling import HIGHEST, filled
from ocopkit.scoring.regulation import Regulation

Rules = Callable[..., Regulation]
Seated = Callable[..., list[MemberSheet]]


def resting_on(decision: Decision) -> set[str]:
    """Return the keys of what a decision rests on, whoever said it."""
    return {one.key for one in decision.rules} | {one.reading.key for one in decision.readings}


def test_every_gate_of_the_form_is_listed_at_its_criterion(
    book: RuleBook, tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """Set 11: the dossier's gate stands at no criterion, the first of the others at 1.1."""
    decision = decide(seated(tea, tea), rules())
    listed = [(one.gate.key, one.criterion.code if one.criterion else None) for one in decision.gates]
    assert listed == [
        ("dossier", None),
        ("raw-material-origin", "1.1"),
        ("identical-product", "2.1"),
        ("story-content", "5.3"),
        ("impurities", "6.1.1"),
        ("test-report", "8"),
    ]


def test_a_council_ranks_at_nothing_where_a_missed_minimum_means_no_star(
    book: RuleBook, seated: Seated, rules: Rules
) -> None:
    """By the strict reading 98 points with 3.5 at level a, which misses four stars, aren't achieved."""
    sheet = filled(book[11], HIGHEST, {"3.5": "a"})
    strict = decide(seated(sheet, sheet), rules(), readings={"minimum-missed": "not-achieved"})
    assert strict.points == 98
    assert (strict.stars, strict.outcome) == (None, "not-achieved")
    lenient = decide(seated(sheet, sheet), rules())
    assert (lenient.stars, lenient.outcome) == (3, "rated")


def test_a_decision_says_whether_points_or_votes_made_it(
    tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """The mean is graded unless the regulation has the members vote on the stars."""
    assert decide(seated(tea, tea), rules(aggregation="mean")).aggregation == "mean"
    assert decide(seated(tea, tea), rules(aggregation="majority")).aggregation == "majority"


def test_a_tie_is_only_ruled_on_where_there_is_one(
    book: RuleBook, tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """Two members of three and five stars are tied; two of three stars are not."""
    best = filled(book[11], HIGHEST, {})
    by_chair = rules(aggregation="majority", tie="chair-decides")
    assert "tie" in resting_on(decide(seated(tea, best), by_chair))
    assert "tie" not in resting_on(decide(seated(tea, tea), by_chair))
    assert "tie" not in resting_on(decide(seated(tea, tea), rules()))


def test_the_gap_between_bands_is_read_only_where_a_mean_may_fall_into_it(
    honey: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """QĐ 1048 prints "70 to 89": only a graded mean that is no whole number needs a reading."""
    ladders = [(one.code, one.levels[-2:]) for one in honey.criteria_set.criteria if len(one.levels) > 1]
    code, lower = next((code, low.key) for code, (low, high) in ladders if high.points - low.points == 1)
    less = honey.answer({code: lower})
    half = decide(seated(honey, less), rules())
    assert half.points.denominator == 2
    assert "band-gap" in resting_on(half)
    assert "band-gap" not in resting_on(decide(seated(honey, honey), rules()))
    voted = decide(seated(honey, less, honey), rules(aggregation="majority"))
    assert voted.points.denominator == 3
    assert "band-gap" not in resting_on(voted)


def test_a_council_that_stops_rests_on_the_reading_of_a_stop(
    book: RuleBook, seated: Seated, rules: Rules
) -> None:
    """Impurities end assessing after 6.1.1: no star by our reading, and the decision says so."""
    sheet = evolve(filled(book[11], HIGHEST, {}), raised={"impurities": "sạn"})
    stopped = decide(seated(sheet, sheet), rules())
    assert stopped.points == 67
    assert (stopped.stars, stopped.outcome) == (None, "stopped")
    assert stopped.criteria[-1].criterion.code == "6.1.1"
    assert "after-stop" in resting_on(stopped)
    free = filled(book[11], HIGHEST, {})
    assert "after-stop" not in resting_on(decide(seated(free, free), rules()))


def test_sections_and_parts_add_up_to_the_mean(
    book: RuleBook, tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """Each section and each part has the exact mean of its own criteria."""
    decision = decide(seated(tea, filled(book[11], HIGHEST, {}), tea), rules())
    form = decision.criteria_set
    assert [one.section for one in decision.sections] == [
        section for part in form.parts for section in part.sections
    ]
    mean = {one.criterion.code: one.mean for one in decision.criteria}
    for one in decision.sections:
        assert one.mean == sum((mean[each.code] for each in one.section.criteria), Fraction(0))
    by_section = {one.section.code: one.mean for one in decision.sections}
    assert [one.part for one in decision.parts] == list(form.parts)
    for whole in decision.parts:
        assert whole.mean == sum((by_section[each.code] for each in whole.part.sections), Fraction(0))
    assert decision.mean == sum((one.mean for one in decision.parts), Fraction(0))


def test_members_who_find_no_story_leave_open_what_rests_on_it(
    honey: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """QĐ 1048: without a story 5.2 and 5.3 aren't asked: worth nothing, and nobody left them open."""
    silent = honey.answer({"5.1": "a", "5.2": None, "5.3": None})
    decision = decide(seated(silent, silent, honey), rules())
    mean = {one.criterion.code: one.mean for one in decision.criteria}
    assert mean["5.2"] == Fraction(honey.lines["5.2"].points, 3)
    assert mean["5.3"] == Fraction(honey.lines["5.3"].points, 3)
    assert len(mean) == len(honey.criteria_set.criteria)


def test_who_finds_the_product_out_votes_for_no_star(book: RuleBook, seated: Seated, rules: Rules) -> None:
    """Two of three find it out, each on their own ground: no gate is raised, no star has a majority."""
    best = filled(book[11], HIGHEST, {})
    copied = evolve(best, raised={"identical-product": "như sản phẩm A"})
    forged = evolve(best, raised={"dossier": "giả mạo"})
    decision = decide(seated(best, copied, forged), rules(aggregation="majority"))
    assert decision.raised == ()
    assert dict(decision.votes) == {0: 2, 5: 1}
    assert (decision.stars, decision.outcome) == (None, "not-achieved")


def test_a_chair_who_gives_no_star_breaks_a_tie_for_none(
    book: RuleBook, seated: Seated, rules: Rules
) -> None:
    """One star against none, and the chair decides: none, or one if the chair gave it."""
    one_star = filled(book[11], "all-lowest", {})
    out = evolve(one_star, raised={"dossier": "giả mạo"})
    by_chair = rules(aggregation="majority", tie="chair-decides")
    assert decide(seated(out, one_star), by_chair).stars is None
    assert decide(seated(one_star, out), by_chair).stars == 1


def test_a_council_reads_a_mark_on_a_title_as_one_member_does(seated: Seated, rules: Rules) -> None:
    """QĐ 148 marks intellectual property on its title: four stars need some points, or don't."""
    form = rule_book("qd-148-2023")[5]
    marked = next(one for one in form.criteria if one.marked_for)
    sheet = filled(form, HIGHEST, {marked.code: "below" if marked.levels[0].points else "a"})
    decision = decide(seated(sheet, sheet), rules())
    assert (decision.stars, [one.on_title for one in decision.missed]) == (3, [True])
    assert decide(seated(sheet, sheet), rules(), readings={"title-mark": "not-binding"}).stars == 5


def test_a_decision_rests_on_what_its_council_made_necessary(
    tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """Experts, a secretary and a gate that some members raise are read only where there are such."""
    plain = resting_on(decide(seated(tea, tea), rules()))
    assert {"aggregation", "chair", "form"} <= plain
    assert not plain & {"experts", "secretary", "gate-raised", "tie", "spread-at-limit"}
    expert = MemberSheet("Chuyên gia", tea, "expert")
    assert "experts" in resting_on(decide([*seated(tea, tea), expert], rules()))
    secretary = MemberSheet("Thư ký", tea, "secretary")
    assert "secretary" in resting_on(decide([*seated(tea, tea), secretary], rules()))
    raising = evolve(tea, raised={"test-report": "chưa có phiếu"})
    assert "gate-raised" in resting_on(decide(seated(tea, tea, raising), rules()))
    assert "gate-raised" not in resting_on(decide(seated(raising, raising), rules()))


def test_a_mean_rests_on_its_rounding_and_on_minimums_that_divide_its_members(
    tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """How a council meets a minimum matters where some members award the level and others don't."""
    agreed = decide(seated(tea, tea), rules())
    assert "mean-rounding" in resting_on(agreed)
    assert "council-minimum" not in resting_on(agreed)
    assert {one.meeting for one in agreed.minimums} == {0, 2}  # some met by all, some by none
    divided = decide(seated(tea.answer({"3.5": "a"}), tea.answer({"3.5": "b"})), rules())
    assert "council-minimum" in resting_on(divided)
    voted = decide(seated(tea, tea), rules(aggregation="majority"))
    assert not resting_on(voted) & {"mean-rounding", "council-minimum"}


def test_a_decision_rests_on_the_readings_of_single_answers(
    tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """One member's answer below the lowest level is read as that member's score reads it."""
    assert "below-lowest-level" not in resting_on(decide(seated(tea, tea), rules()))
    assert "below-lowest-level" in resting_on(decide(seated(tea, tea.answer({"1.4": "below"})), rules()))
    form = rule_book("qd-148-2023")[5]
    sheet = filled(form, HIGHEST, {})
    assert "title-mark" in resting_on(decide(seated(sheet, sheet), rules()))


def test_a_decision_names_its_book_digest_and_version(
    book: RuleBook, tea: ScoreSheet, seated: Seated, rules: Rules
) -> None:
    """The result carries the book's id, its digest and the library's version."""
    decision = decide(seated(tea, tea), rules())
    assert (decision.rule_book, decision.digest) == ("qd-26-2026", book.digest)
    assert decision.version == __version__


def test_a_product_that_is_out_is_assessed_as_far_as_a_stop(
    book: RuleBook, seated: Seated, rules: Rules
) -> None:
    """A forged dossier puts it out, and impurities end assessing at 6.1.1 all the same."""
    sheet = evolve(filled(book[11], HIGHEST, {}), raised={"dossier": "giả mạo", "impurities": "sạn"})
    decision = decide(seated(sheet, sheet), rules())
    assert (decision.stars, decision.outcome) == (None, "disqualified")
    assert decision.criteria[-1].criterion.code == "6.1.1"
