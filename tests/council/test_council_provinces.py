"""What real decisions and regulations say about councils, carried out."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

import ocopkit
from ocopkit import ScoreSheet
from ocopkit.scoring.council import CouncilError, MemberSheet, decide
from ocopkit.scoring.regulation import Regulation, Ruling, Size, load_regulation

Seated = Callable[..., list[MemberSheet]]
Worth = Callable[[ScoreSheet, int], ScoreSheet]
National = Callable[..., Regulation]
PROVINCES = ["tay-ninh", "dong-thap", "tra-vinh"]


def codes(error: CouncilError) -> list[str]:
    """Return the codes of an error's problems."""
    return [problem.code for problem in error.problems]


@pytest.fixture
def tay_ninh(examples: Path, national: National) -> Regulation:
    """Return Tây Ninh's regulation over the national rules of QĐ 1048."""
    own = load_regulation(examples / "regulations" / "tay-ninh.yaml")
    return own.over(national("qd-1048-2019", "province"))


@pytest.mark.parametrize("tier", ["province", "centre"])
def test_qd_1048_blocks_members_more_than_10_points_apart(
    national: National, honey: ScoreSheet, worth: Worth, seated: Seated, tier: str
) -> None:
    """QĐ 1048, province and centre: more than 10 points apart, members discuss, agree and score again."""
    rules = national("qd-1048-2019", tier)
    with pytest.raises(CouncilError) as refused:
        decide(seated(worth(honey, 80), worth(honey, 91)), rules)
    assert codes(refused.value) == ["spread-beyond"]
    assert "differ by 11 points" in refused.value.problems[0].what.en
    assert "discuss, agree and score again" in refused.value.problems[0].why.en
    assert rules.spread is not None
    assert [one.text.vi for one in rules.spread.cite] == ["Phụ lục II"]


def test_qd_1048_prints_no_spread_for_districts(
    national: National, honey: ScoreSheet, worth: Worth, seated: Seated
) -> None:
    """No rule on the spread of points is printed for the district council: any spread has a mean."""
    decision = decide(seated(worth(honey, 60), worth(honey, 91)), national("qd-1048-2019", "district"))
    assert decision.points == Fraction(151, 2)
    assert "spread" not in [one.key for one in decision.rules]
    assert any("not for districts" in one.text.en for one in decision.findings)


@pytest.mark.parametrize(("tier", "size"), [("district", (5, 7)), ("province", (9, 11)), ("centre", (9, 11))])
def test_qd_1048_fixes_the_size_of_councils(
    national: National, honey: ScoreSheet, seated: Seated, tier: str, size: tuple[int, int]
) -> None:
    """Councils of 5 to 7 members in districts, of 9 to 11 in provinces and at the centre; others are told."""
    rules = national("qd-1048-2019", tier)
    assert rules.size is not None
    assert (rules.size.least, rules.size.most) == size
    told = {
        members: "council-size" in [one.code for one in decide(seated(*[honey] * members), rules).findings]
        for members in (size[0] - 1, *size, size[1] + 1)
    }
    assert told == {size[0] - 1: True, size[0]: False, size[1]: False, size[1] + 1: True}


def test_qd_1048_ranks_a_province_s_products_by_the_second_scoring(
    national: National, honey: ScoreSheet, worth: Worth, seated: Seated
) -> None:
    """The council scores twice; the last scoring counts, the first is kept, and a missing one is told."""
    rules = national("qd-1048-2019", "province")
    once = decide(seated(worth(honey, 72), worth(honey, 74)), rules)
    assert "round-left" in [one.code for one in once.findings]
    twice = [
        evolve(one, earlier=(one.sheet,), sheet=worth(honey, 66))
        for one in seated(worth(honey, 72), worth(honey, 74))
        if one.sheet
    ]
    decision = decide(twice, rules)
    assert decision.points == 66
    assert decision.stars == 3
    assert [sorted(one.totals.values()) for one in decision.scorings] == [[72, 74], [66, 66]]
    assert "round-left" not in [one.code for one in decision.findings]


def test_qd_26_fixes_the_mean_and_leaves_the_rest(
    national: National, tea: ScoreSheet, worth: Worth, seated: Seated
) -> None:
    """QĐ 26/2026: the average total; size, quorum and spread are the council's own to regulate."""
    rules = national("qd-26-2026", "province")
    assert (rules.size, rules.quorum, rules.spread, rules.rounds) == (None, None, None, None)
    decision = decide(seated(worth(tea, 50), worth(tea, 91)), rules)
    assert decision.points == Fraction(141, 2)
    assert [one.key for one in decision.rules] == ["aggregation"]


def test_qd_26_asks_for_a_meeting_only_where_written_opinions_differ(
    national: National, tea: ScoreSheet, worth: Worth, seated: Seated
) -> None:
    """Article 7.6: re-evaluation by written opinions; the council meets only if they differ."""
    rules = national("qd-26-2026", "province", "re-evaluation")
    alike = decide(seated(tea, tea), rules, held="written")
    used = {one.key: one for one in alike.rules}
    assert [one.text.vi for one in used["form"].cite] == ["khoản 6 Điều 7"]
    apart = seated(tea, worth(tea, 40))
    with pytest.raises(CouncilError) as refused:
        decide(apart, rules, held="written")
    assert codes(refused.value) == ["must-meet"]
    assert decide(apart, rules).held == "meeting"


@pytest.mark.parametrize("book", ["qd-148-2023", "qd-1489-2025"])
def test_decisions_whose_annex_was_not_seen_say_nothing(national: National, book: str) -> None:
    """QĐ 148 and QĐ 1489: annex II was not seen, so nothing is claimed and a doubt says so."""
    for tier in ("province", "centre"):
        rules = national(book, tier)
        assert (rules.size, rules.quorum, rules.spread, rules.rounds, dict(rules.rules)) == (
            *[None] * 4,
            {},
        )
        assert "not seen" in rules.doubts[0].text.en


def test_tay_ninh_needs_three_quarters_of_the_members(
    tay_ninh: Regulation, honey: ScoreSheet, seated: Seated
) -> None:
    """Tây Ninh: at least 3/4 of the members; 6 of 8 will do, 6 of 9 will not (6.75 are needed)."""
    present = seated(*[honey] * 6)
    away = [MemberSheet(f"Vắng {number}", present=False) for number in range(3)]
    decision = decide([*present, *away[:2]], tay_ninh)
    assert "3/4 of the members" in {one.key: one.text.en for one in decision.rules}["quorum"]
    with pytest.raises(CouncilError) as refused:
        decide([*present, *away], tay_ninh)
    assert codes(refused.value) == ["below-quorum"]
    assert "Only 6 of 9" in refused.value.problems[0].what.en
    assert "At least 7" in refused.value.problems[0].why.en


def test_tay_ninh_needs_its_chair(tay_ninh: Regulation, honey: ScoreSheet, seated: Seated) -> None:
    """Tây Ninh: 3/4 of the members *with the chair*; enough members without the chair are none."""
    chair, *others = seated(*[honey] * 9)
    with pytest.raises(CouncilError) as refused:
        decide([evolve(chair, present=False, sheet=None), *others], tay_ninh)
    assert codes(refused.value) == ["no-chair"]


@pytest.mark.parametrize("province", ["tay-ninh", "dong-thap"])
@pytest.mark.parametrize(
    ("apart", "reading", "decides"),
    [
        (9, "within", True),
        (9, "beyond", True),
        (10, "within", True),
        (10, "beyond", False),
        (11, "within", False),
        (11, "beyond", False),
    ],
)
def test_a_spread_of_exactly_10_is_a_reading(
    examples: Path,
    national: National,
    honey: ScoreSheet,
    worth: Worth,
    seated: Seated,
    province: str,
    apart: int,
    reading: str,
    decides: bool,
) -> None:
    """Two applications differ at exactly 10 points: one blocks at 10, one above 10. Both can be chosen."""
    own = load_regulation(examples / "regulations" / f"{province}.yaml")
    rules = own.over(national("qd-1048-2019", "province"))
    council = seated(worth(honey, 80), worth(honey, 80 + apart))
    chosen = {"spread-at-limit": reading}
    if not decides:
        with pytest.raises(CouncilError) as refused:
            decide(council, rules, readings=chosen)
        assert codes(refused.value) == ["spread-beyond"]
        return
    decision = decide(council, rules, readings=chosen)
    assert decision.points == 80 + Fraction(apart, 2)
    assert ("spread-at-limit" in [one.reading.key for one in decision.readings]) == (apart == 10)


def test_a_discussion_and_a_second_scoring_settle_a_spread(
    tay_ninh: Regulation, honey: ScoreSheet, worth: Worth, seated: Seated
) -> None:
    """After a discussion those who were far apart score again; whoever doesn't keeps the sheet they had."""
    chair, member, third = seated(worth(honey, 70), worth(honey, 85), worth(honey, 78))
    again = [evolve(chair, sheet=worth(honey, 76), earlier=(worth(honey, 70),)), member, third]
    decision = decide(again, tay_ninh)
    assert decision.points == Fraction(76 + 85 + 78, 3)
    assert [(one.spread, one.within) for one in decision.scorings] == [(15, False), (9, True)]
    told = [one.text.en for one in decision.findings if one.code == "not-scored-again"]
    assert len(told) == 2
    still = evolve(chair, sheet=worth(honey, 71), earlier=(worth(honey, 70),))
    with pytest.raises(CouncilError) as refused:
        decide([still, member, third], tay_ninh)
    assert "Scoring 2" in refused.value.problems[0].what.en


def test_a_regulation_may_refuse_instead(
    honey: ScoreSheet, worth: Worth, seated: Seated, national: National
) -> None:
    """Where a regulation knows no second scoring, totals too far apart have no result at all."""
    rules = national("qd-1048-2019", "province")
    assert rules.spread is not None
    strict = evolve(rules, spread=evolve(rules.spread, beyond="refuse"))
    with pytest.raises(CouncilError) as refused:
        decide(seated(worth(honey, 80), worth(honey, 95)), strict)
    assert "no result" in refused.value.problems[0].mend.en


def test_tra_vinh_decides_by_majority(
    examples: Path, tea: ScoreSheet, worth: Worth, seated: Seated, national: National
) -> None:
    """Trà Vinh votes: with 2, 3 and 5 stars on the sheets, two of three reach 3 stars; the mean is told."""
    rules = load_regulation(examples / "regulations" / "tra-vinh.yaml")
    best = ScoreSheet(tea.criteria_set, {one.code: one.max for one in tea.criteria_set.criteria})
    council = seated(worth(tea, 45), tea, best)
    ranked = [ocopkit.score(one.scorings[-1]).stars for one in council]
    assert ranked == [2, 3, 5]
    decision = decide(council, rules)
    assert (decision.stars, decision.aggregation) == (3, "majority")
    assert decision.mean == Fraction(45 + 66 + 100, 3)
    assert dict(decision.votes) == {2: 1, 3: 1, 5: 1}
    assert [one.key for one in decision.rules] == ["aggregation"]
    over = rules.over(national("qd-26-2026", "province"))
    assert decide(council, over).stars == 3
    assert any("departs from Decision 26/2026" in one.text.en for one in decide(council, over).findings)


def test_a_tie_is_refused_unless_the_regulation_says_who_decides(
    examples: Path, tea: ScoreSheet, worth: Worth, seated: Seated
) -> None:
    """Trà Vinh's source says nothing of ties: half for 3 stars is no result, until a rule or reading says."""
    rules = load_regulation(examples / "regulations" / "tra-vinh.yaml")
    council = seated(tea, worth(tea, 45))
    with pytest.raises(CouncilError) as refused:
        decide(council, rules)
    assert codes(refused.value) == ["tie"]
    assert "exactly half rank it at 3 stars" in refused.value.problems[0].what.en
    wide = seated(ScoreSheet(tea.criteria_set, {one.code: one.max for one in tea.criteria_set.criteria}))
    with pytest.raises(CouncilError, match="exactly half rank it at 3 stars"):
        decide([*wide, MemberSheet("Thấp hơn", worth(tea, 45))], rules)
    assert decide(council, rules, readings={"tie": "chair-decides"}).stars == 3
    assert decide(seated(worth(tea, 45), tea), rules, readings={"tie": "chair-decides"}).stars == 2
    assert decide(council, rules, readings={"tie": "lower-stars"}).stars == 2
    says = evolve(rules, rules={**rules.rules, "tie": Ruling("chair-decides")})
    decision = decide(council, says)
    assert decision.stars == 3
    assert "tie" in [one.key for one in decision.rules]


@pytest.mark.parametrize("province", PROVINCES)
def test_a_province_s_rules_stand_over_the_national_ones(
    examples: Path, national: National, province: str
) -> None:
    """What a province leaves out is the decision's, named as such; what it says is its own."""
    own = load_regulation(examples / "regulations" / f"{province}.yaml")
    base = national("qd-1048-2019", "province")
    over = own.over(base)
    assert over.size == Size(9, 11, cite=base.size.cite if base.size else (), by=base.name)
    assert over.rules["aggregation"].by is None
    assert over.name == own.name
    assert own.sources is not None


def test_published_means_are_graded_as_they_are(
    tea: ScoreSheet, worth: Worth, seated: Seated, national: National
) -> None:
    """69.71 was certified 3 stars: a mean just under a band stays under it, rounded or not."""
    council = seated(*(worth(tea, points) for points in (70, 70, 70, 70, 70, 69, 69)))
    rules = national("qd-26-2026", "province")
    exact = decide(council, rules)
    rounded = decide(council, rules, readings={"mean-rounding": "two-decimals"})
    assert exact.points == Fraction(488, 7)
    assert rounded.points == Fraction(6971, 100)
    assert (exact.stars, rounded.stars) == (3, 3)
