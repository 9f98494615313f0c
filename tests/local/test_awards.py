"""Rewards of cases and registers: by event, once per star, by difference, with clause and sum."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.events import (
    Assessed,
    CouncilResult,
    DossierFiled,
    Event,
    Forwarded,
    Recognised,
    Revoked,
)
from ocopkit.cases.register import Register
from ocopkit.errors import DocumentError
from ocopkit.local.awards import benefits, benefits_of
from ocopkit.local.benefit import Benefits, load_benefits
from ocopkit.local.recognitions import recognitions
from ocopkit.product import Producer
from ocopkit.testing.cases import cases, registers
from ocopkit.testing.lives import Step, life, lives, recognised

SCHEMES = Path(__file__).parent / "benefits"
NAMES = sorted(file.stem for file in SCHEMES.glob("*.yaml"))
LAW = ocopkit.rule_book
MILLION = 1_000_000
END = date(2026, 1, 1)


def scheme(name: str) -> Benefits:
    """Return one of the five schemes."""
    return load_benefits(SCHEMES / f"{name}.yaml")


def of(province: str, *steps: Step, district: str | None = None) -> Case:
    """Return the case of a product with its recognitions."""
    return life(LAW, "Chè", Producer("HTX", "cooperative", province, district=district), *steps)


def paid(name: str, case: Case) -> list[int | None]:
    """Return what a scheme pays for each recognition of a case, in million đồng."""
    return [None if one.dong is None else one.dong // MILLION for one in benefits(case, END, [scheme(name)])]


FIRST = Step(3, date(2024, 5, 10))
UP = Step(4, date(2025, 5, 10), "upgrade")
FIVE = Step(5, date(2025, 6, 20), "upgrade")
KEPT = Step(3, date(2025, 5, 10), "re-evaluation")
AGAIN_4 = Step(4, date(2024, 5, 10), "re-evaluation")


@pytest.mark.parametrize(
    ("name", "province", "steps", "million"),
    [
        # Bắc Giang 2024-2025: first 3/4/5 = 50/150/300, kept 3/4 = 20/60, upgraded to 4/5 = 150/300, once
        ("bac-giang-2024", "Bắc Giang", (FIRST, UP, FIVE), [50, 150, 300]),
        ("bac-giang-2024", "Tỉnh Bắc Giang", (FIRST, KEPT), [50, 20]),
        ("bac-giang-2024", "24", (Step(5, date(2024, 5, 10)),), [300]),
        ("bac-giang-2024", "Bắc Giang", (Step(4, date(2022, 5, 10)), AGAIN_4), [0, 60]),
        ("bac-giang-2024", "Bắc Giang", (Step(4, date(2024, 5, 10)), KEPT), [150, None]),
        # Bắc Ninh: results of 2024; first 3/4 = 8/10, an upgrade gets the difference
        ("bac-ninh-2024", "Bắc Ninh", (FIRST, Step(4, date(2024, 11, 10), "upgrade")), [8, 2]),
        ("bac-ninh-2024", "Bắc Ninh", (FIRST, UP), [8, 0]),  # 2025 is outside
        # Vĩnh Linh: 3 stars = 8; once per star; an upgrade gets the difference of amounts that are stated
        ("quang-tri-vinh-linh-2024", "Quảng Trị", (FIRST, UP), [8, None]),
        ("quang-tri-vinh-linh-2024", "Quảng Trị", (FIRST, KEPT), [8, None]),
        # Hà Tĩnh: first 3/4 = 30/50, nothing said of anything else
        ("ha-tinh-2020", "Hà Tĩnh", (Step(4, date(2021, 5, 10)),), [50]),
        ("ha-tinh-2020", "Hà Tĩnh", (FIRST, UP), [30, None]),
        # Thái Nguyên 2019-2025: first 3/4/5 = 20/30/40
        ("thai-nguyen-2019", "Thái Nguyên", (Step(5, date(2021, 5, 10)),), [40]),
    ],
)  # fmt: skip
def test_what_a_case_gets(
    name: str, province: str, steps: tuple[Step, ...], million: list[int | None]
) -> None:
    """Each of the five schemes pays for a case what it states, recognition by recognition."""
    case = of(province, *steps, district="Vĩnh Linh")
    assert paid(name, case) == million


def test_only_schemes_of_the_products_place_pay() -> None:
    """A product of Hà Tĩnh gets nothing from Bắc Ninh, and one of another district nothing from Vĩnh Linh."""
    all_of_them = [scheme(name) for name in NAMES]
    awards = benefits(of("Hà Tĩnh", FIRST), END, all_of_them)
    assert [one.scheme for one in awards] == ["ha-tinh-2020"]
    assert benefits(of("Quảng Trị", FIRST, district="Gio Linh"), END, all_of_them) == ()


def test_a_province_of_before_has_its_scheme_still() -> None:
    """Since July 2025 Bắc Giang lies in Bắc Ninh; its scheme of 2024 and 2025 stays its own."""
    assert scheme("bac-giang-2024").place.successor == scheme("bac-ninh-2024").place.successor
    assert paid("bac-ninh-2024", of("Bắc Giang", FIRST)) == []


def test_a_star_lost_and_won_again_is_paid_once() -> None:
    """Bắc Giang pays once: three stars revoked and recognised anew by a first evaluation pay nothing more."""
    revoked = of("Bắc Giang", FIRST).apply(Revoked(date(2024, 9, 1), "district", note="minutes"))
    again = life_on(revoked, Step(3, date(2025, 3, 1)))
    assert [one.event for one in recognitions(again, END)] == ["first", "first"]
    assert paid("bac-giang-2024", again) == [50, 0]
    assert benefits(again, END, [scheme("bac-giang-2024")])[1].because.en.startswith("rewarded once already")


def life_on(case: Case, *steps: Step) -> Case:
    """Return a case after more recognitions."""
    for step in steps:
        case = recognised(case, step.stars, on=step.on, route=step.route)
    return case


def test_later_recognitions_are_left_aside() -> None:
    """On a day before an upgrade only the first reward is due."""
    case = of("Bắc Giang", FIRST, UP)
    assert [one.dong for one in benefits(case, date(2025, 5, 9), [scheme("bac-giang-2024")])] == [
        50 * MILLION
    ]


def test_an_award_names_its_clause() -> None:
    """The clause of the scheme stands beside the amount, and both clauses beside a difference."""
    folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/benefits")
    example = load_benefits(folder / "vi-du-khen-thuong-2026.yaml")
    case = of("Ví Dụ", Step(3, date(2026, 8, 3)), Step(4, date(2026, 12, 1), "upgrade"))
    first, difference = benefits(case, date(2027, 1, 1), [example])
    assert [cite.text.vi for cite in first.cite] == ["khoản 1 Điều 2"]
    assert [cite.text.vi for cite in difference.cite] == ["khoản 2 Điều 2", "khoản 1 Điều 2"]
    assert difference.dong == 20 * MILLION


def test_no_case_is_counted_for_another() -> None:
    """Two cases of one id are told: one of them would be missing from the awards."""
    case = of("Bắc Giang", FIRST)
    with pytest.raises(DocumentError, match="opened twice"):
        benefits_of([case, case], END, [scheme("bac-giang-2024")])


def test_the_sum_over_a_register() -> None:
    """Bắc Giang, by hand: 3 first at 50, 2 first at 150, 1 upgrade at 150, 1 kept at 20 = 620 million."""
    coop = Producer("HTX", "cooperative", "Bắc Giang")
    four = Step(4, date(2024, 5, 10))
    table = [
        ("a", coop, (FIRST, UP)),
        ("b", coop, (FIRST, KEPT)),
        ("c", coop, (FIRST,)),
        ("d", coop, (four,)),
        ("e", coop, (four, Step(3, date(2025, 5, 10), "re-evaluation"))),
        ("f", evolve(coop, province="Hà Tĩnh"), (FIRST,)),
        ("g", evolve(coop, province=None), (FIRST,)),
    ]
    register = Register(lives(LAW, table))
    found = benefits_of(register, END, [scheme("bac-giang-2024")])
    assert found.dong == 620 * MILLION
    assert (found.unstated, found.unplaced) == (1, ("g",))  # 4 stars lowered to 3: nothing is stated
    assert {(one.event, one.stars): (one.awards, one.dong // MILLION) for one in found.sums} == {
        ("first", 3): (3, 150),
        ("first", 4): (2, 300),
        ("kept", 3): (1, 20),
        ("lowered", 3): (0, 0),
        ("upgraded", 4): (1, 150),
    }
    year = benefits_of(register, END, [scheme("bac-giang-2024")], since=date(2025, 1, 1))
    assert year.dong == 170 * MILLION


@given(registers(most=4), st.sampled_from(NAMES))
@settings(max_examples=40)
def test_the_sum_is_that_of_its_cases(register: Register, name: str) -> None:
    """Over any register the sum is that of the cases one by one, and no amount is negative."""
    found = benefits_of(register, END, [scheme(name)], everywhere=True)
    one_by_one = [
        one.dong or 0
        for case in register.cases.values()
        for one in benefits(case, END, [scheme(name)], everywhere=True)
    ]
    assert found.dong == sum(one_by_one)
    assert all(dong >= 0 for dong in one_by_one)


@given(cases(), st.sampled_from(["bac-giang-2024", "quang-tri-vinh-linh-2024"]))
@settings(max_examples=60)
def test_reaching_a_star_pays_at_most_once(case: Case, name: str) -> None:
    """Where a scheme pays once per star, no life of a product is paid twice for reaching the same star."""
    paid_for = [
        one.recognition.stars
        for one in benefits(case, date.max, [scheme(name)], everywhere=True)
        if one.dong and one.recognition.event in {"first", "upgraded"}
    ]
    assert len(paid_for) == len(set(paid_for))


@given(cases())
@settings(max_examples=60)
def test_every_recognition_that_stands_is_told_once(case: Case) -> None:
    """A case has as many recognitions as events of that kind, but for those that a revocation took along."""
    found = recognitions(case, date.max)
    told = [
        event.kind for event in case.events if event.kind in {"recognised", "certificate-issued", "revoked"}
    ]
    undone = 0
    for place, kind in enumerate(told):
        if kind == "revoked":
            since = told[:place][::-1]
            undone += next((at for at, one in enumerate(since) if one != "recognised"), len(since))
    assert len(found) == told.count("recognised") - undone
    assert [one.event for one in found[:1]] in ([], ["first"])
    assert all(one.route == "re-evaluation" for one in found if one.event == "kept")


def upgraded_to(stars: int, on: date) -> list[Event]:
    """Return the events of 2024 from a dossier for an upgrade to its recognition by the province."""
    points = Fraction({4: 84, 5: 94}[stars])
    return [
        DossierFiled(on, route="upgrade"),
        Assessed(on, "commune"),
        Forwarded(on, "commune"),
        CouncilResult(on, "district", points=points),
        Forwarded(on, "district"),
        CouncilResult(on, "province", points=points),
        Recognised(on, "province"),
    ]


def test_an_upgrade_that_stays_where_it_was_keeps_nothing() -> None:
    """Four stars that try for five and stay at four weren't evaluated again: article 4 pays nothing."""
    case = of("Bắc Giang", Step(4, date(2024, 2, 1))).apply(*upgraded_to(5, date(2024, 5, 10)))
    assert [(one.event, one.stars) for one in recognitions(case, END)] == [("first", 4), ("unchanged", 4)]
    assert paid("bac-giang-2024", case) == [150, 0]
    award = benefits(case, END, [scheme("bac-giang-2024")])[1]
    assert award.because.en == "same stars without a re-evaluation, 4 stars, on 2024-05-10"


def test_what_a_revocation_takes_along_was_never_won() -> None:
    """Recognised with four stars and revoked before the certificate: only a new decision is rewarded."""
    case = of("Bắc Giang", FIRST).apply(*upgraded_to(4, date(2024, 6, 10)))
    assert [one.event for one in recognitions(case, END)] == ["first", "upgraded"]
    revoked = case.apply(Revoked(date(2024, 7, 1), "district", note="minutes"))
    assert [one.event for one in recognitions(revoked, END)] == ["first"]
    anew = revoked.apply(Recognised(date(2024, 7, 20), "province"))
    assert [(one.event, one.on) for one in recognitions(anew, END)] == [
        ("first", FIRST.on),
        ("upgraded", date(2024, 7, 20)),
    ]
    assert paid("bac-giang-2024", anew) == [50, 150]
