"""Five local plans: their thresholds, rounds and deadlines, run through the law that they name."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.events import Assessed, CouncilResult, DossierFiled, Forwarded, Recognised
from ocopkit.cases.process import first_tier, scores, tier_of, what_follows
from ocopkit.cases.rounds import turn_for
from ocopkit.local.plan import Plan, load_plan
from ocopkit.product import Product

PACKS = Path(__file__).parents[2] / "examples" / "packs"
PLANS = {
    plan.id: plan
    for plan in map(load_plan, sorted(PACKS.glob("*/src/*/documents/plans/*.yaml")))
    if plan.place.province != "Ví Dụ"  # a province that there isn't
}
QUANG_TRI, HAI_DUONG = PLANS["quang-tri-2022"], PLANS["hai-duong-2023-2025"]
PHONG_THO, SON_HA = PLANS["lai-chau-phong-tho-2023"], PLANS["quang-ngai-son-ha-2024"]
QUANG_BINH = PLANS["quang-binh-2021"]


def law(plan: Plan) -> ocopkit.RuleBook:
    """Return the rule book that a plan names."""
    (key,) = plan.rules
    return ocopkit.rule_book(key)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_what_a_plan_hands_on_and_recognises_is_what_follows(plan: Plan) -> None:
    """At each threshold of a plan the result goes where the plan says, and a hundredth below it doesn't."""
    book = law(plan)
    for one in plan.rounds:
        tier = tier_of(book, one.tier)
        if one.forwards:
            at = what_follows(book, one.tier, points=one.forwards.at_least)
            below = what_follows(book, one.tier, points=one.forwards.at_least - Fraction(1, 100))
            assert (at.forwards_to, below.forwards_to) == (one.forwards.to, None)
        if one.points_from is not None and scores(tier):
            at = what_follows(book, one.tier, points=one.points_from)
            below = what_follows(book, one.tier, points=one.points_from - Fraction(1, 100))
            assert at.recognises in tier.recognises
            assert below.recognises is None
        if one.points_to is not None:
            assert what_follows(book, one.tier, points=one.points_to).recognises is not None
        if one.recognises:
            assert tier.recognises == one.recognises
        if one.topics:
            assert not scores(tier)
            assert len(tier.topics) == len(one.topics)


@pytest.mark.parametrize(
    ("plan", "tier", "points", "forwards", "recognises"),
    [
        # Quảng Trị: the district forwards from 50; the province proposes from 50; the centre has 90 to 100.
        (QUANG_TRI, "district", "49.99", None, None),
        (QUANG_TRI, "district", "50", "province", None),
        (QUANG_TRI, "province", "49.99", None, None),
        (QUANG_TRI, "province", "50", None, 3),
        (QUANG_TRI, "province", "90", "centre", 4),
        (QUANG_TRI, "centre", "90", None, 5),
        (QUANG_TRI, "centre", "100", None, 5),
        # Hải Dương, Phong Thổ, Sơn Hà: the district forwards from 70; the two districts recognise 3 stars.
        (HAI_DUONG, "district", "69.99", None, 3),
        (HAI_DUONG, "district", "70", "province", 3),
        (PHONG_THO, "district", "50", None, 3),
        (PHONG_THO, "district", "70", "province", 3),
        (SON_HA, "district", "49.99", None, None),
        (SON_HA, "district", "50", None, 3),
        (SON_HA, "district", "70", "province", 3),
        # Quảng Bình: evaluation under QĐ 1048; 3 stars or more are the products that it counts.
        (QUANG_BINH, "district", "50", "province", None),
        (QUANG_BINH, "province", "50", None, 3),
    ],
)
def test_the_thresholds_that_the_plans_print(
    plan: Plan, tier: str, points: str, forwards: str | None, recognises: int | None
) -> None:
    """The plans' own numbers, written out."""
    found = what_follows(law(plan), tier, points=points)
    assert (found.forwards_to, found.recognises) == (forwards, recognises)


@pytest.mark.parametrize(
    ("plan", "tier", "day", "number", "files_by", "ends_by"),
    [
        # Quảng Trị: district before 15 October, province before 30 October and 20 November, files to the
        # centre before 1 December.
        (QUANG_TRI, "district", date(2022, 9, 1), None, None, date(2022, 10, 14)),
        (QUANG_TRI, "district", date(2022, 10, 15), None, None, None),
        (QUANG_TRI, "province", date(2022, 10, 20), 1, None, date(2022, 10, 29)),
        (QUANG_TRI, "province", date(2022, 10, 30), 2, None, date(2022, 11, 19)),
        (QUANG_TRI, "centre", date(2022, 11, 25), None, date(2022, 11, 30), None),
        (QUANG_TRI, "centre", date(2022, 12, 1), None, None, None),
        # Hải Dương: two rounds of the province every year, in May and November; none for the district.
        (HAI_DUONG, "province", date(2023, 5, 20), 1, None, date(2023, 5, 31)),
        (HAI_DUONG, "province", date(2023, 6, 1), 2, None, date(2023, 11, 30)),
        (HAI_DUONG, "province", date(2023, 12, 1), 1, None, date(2024, 5, 31)),
        (HAI_DUONG, "province", date(2025, 6, 1), 2, None, date(2025, 11, 30)),
        (HAI_DUONG, "province", date(2025, 12, 1), None, None, None),
        (HAI_DUONG, "district", date(2023, 6, 1), None, None, None),
        # Phong Thổ: the district before 30 June and 30 October, the province in July and November.
        (PHONG_THO, "commune", date(2023, 5, 10), None, None, date(2023, 12, 31)),
        (PHONG_THO, "district", date(2023, 6, 29), 1, None, date(2023, 6, 29)),
        (PHONG_THO, "district", date(2023, 6, 30), 2, None, date(2023, 10, 29)),
        (PHONG_THO, "province", date(2023, 7, 10), 1, None, date(2023, 7, 31)),
        (PHONG_THO, "province", date(2023, 8, 1), 2, None, date(2023, 11, 30)),
        # Sơn Hà: communes in September and October, the district before 30 November.
        (SON_HA, "commune", date(2024, 9, 2), None, None, date(2024, 10, 31)),
        (SON_HA, "district", date(2024, 11, 1), None, None, date(2024, 11, 29)),
        (SON_HA, "district", date(2024, 11, 30), None, None, None),
        # Quảng Bình dates no round, and QĐ 1048 has none.
        (QUANG_BINH, "province", date(2021, 6, 1), None, None, None),
    ],
)
def test_the_rounds_that_the_plans_print(
    plan: Plan, tier: str, day: date, number: int | None, files_by: date | None, ends_by: date | None
) -> None:
    """A file of a day comes into the round that the plan has for it, or into none."""
    found = turn_for(law(plan), tier, day, plan)
    if files_by is None and ends_by is None:
        assert found is None
        return
    assert found is not None
    assert (found.number, found.files_by, found.ends_by) == (number, files_by, ends_by)
    assert found.clause == plan.name


def due(case: Case, on: date, plan: Plan) -> dict[str, str]:
    return {one.kind: str(one.due) for one in case.deadlines(on, plan=plan)}


def test_a_product_of_quang_tri_goes_through_its_province_s_plan() -> None:
    """From the district's round by 14 October to the files for the centre by 30 November."""
    case = Case.open(Product("Cao dược liệu minh họa"), ocopkit.rule_book)
    case = case.apply(DossierFiled(date(2022, 9, 1)))
    assert due(case, date(2022, 9, 1), QUANG_TRI) == {"finish-round": "2022-10-14"}
    assert due(case, date(2022, 9, 1), evolve(QUANG_TRI, rounds=())) == {}
    case = case.apply(CouncilResult(date(2022, 10, 1), "district", Fraction(91)))
    assert due(case, date(2022, 10, 1), QUANG_TRI) == {"forward": "2022-10-29"}
    case = case.apply(Forwarded(date(2022, 10, 5), "district"))
    assert due(case, date(2022, 10, 5), QUANG_TRI) == {"finish-round": "2022-10-29"}
    (one,) = case.deadlines(date(2022, 10, 5), plan=QUANG_TRI)
    assert (one.what.vi, one.clause) == ("Kết thúc đợt 1", QUANG_TRI.name)
    case = case.apply(CouncilResult(date(2022, 10, 25), "province", Fraction(92)))
    assert due(case, date(2022, 10, 25), QUANG_TRI) == {"forward": "2022-11-30"}
    case = case.apply(Recognised(date(2022, 11, 1), "province"))
    assert case.state.potential == 5


def test_a_product_of_phong_tho_is_recognised_by_its_district() -> None:
    """3 stars by the district in its round by 29 June; 70 points and more go to the province's in July."""
    case = Case.open(Product("Chè minh họa"), ocopkit.rule_book).apply(DossierFiled(date(2023, 5, 15)))
    assert due(case, date(2023, 5, 15), PHONG_THO) == {"finish-round": "2023-12-31"}
    case = case.apply(Assessed(date(2023, 5, 25), "commune"))
    assert due(case, date(2023, 5, 26), PHONG_THO) == {"forward": "2023-06-29"}
    case = case.apply(Forwarded(date(2023, 6, 1), "commune"))
    assert due(case, date(2023, 6, 1), PHONG_THO) == {"finish-round": "2023-06-29"}
    high = case.apply(CouncilResult(date(2023, 6, 20), "district", Fraction(71)))
    assert due(high, date(2023, 6, 20), PHONG_THO) == {"forward": "2023-07-31"}
    low = case.apply(CouncilResult(date(2023, 6, 20), "district", Fraction(55)))
    assert due(low, date(2023, 6, 20), PHONG_THO) == {}
    assert low.apply(Recognised(date(2023, 6, 25), "district")).state.application is not None


def test_a_dossier_begins_where_each_plan_has_it_begin() -> None:
    """Under QĐ 1048 at the district, under QĐ 148 at the commune."""
    begins = {plan.id: first_tier(law(plan)).key for plan in PLANS.values()}
    assert begins == {
        "hai-duong-2023-2025": "commune",
        "lai-chau-phong-tho-2023": "commune",
        "quang-binh-2021": "district",
        "quang-ngai-son-ha-2024": "commune",
        "quang-tri-2022": "district",
    }
