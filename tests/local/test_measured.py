"""Plans measured over registers: the five localities' targets, each number worked out by hand."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.events import Revoked
from ocopkit.cases.register import Register
from ocopkit.cases.statistics import statistics
from ocopkit.errors import DocumentError, NotFoundError
from ocopkit.local.icalendar import to_icalendar
from ocopkit.local.measured import PlanProgress
from ocopkit.local.plan import Measure, Plan, Target, load_plan
from ocopkit.local.progress import Count, Counts, TargetProgress, progress_columns, progress_rows
from ocopkit.product import Producer
from ocopkit.simulation.plans import Backend, progress_frame
from ocopkit.testing.cases import registers
from ocopkit.testing.lives import Step, life
from ocopkit.text import same

PACKS = Path("examples/packs")
LAW = ocopkit.rule_book


def plan(pack: str, name: str) -> Plan:
    """Return the plan of an example pack."""
    (file,) = (PACKS / pack).glob(f"src/*/documents/plans/{name}.yaml")
    return load_plan(file)


QUANG_TRI = plan("quang-tri-2022", "quang-tri-2022")
HAI_DUONG = plan("hai-duong-2023-2025", "hai-duong-2023-2025")
PHONG_THO = plan("phong-tho-2023", "lai-chau-phong-tho-2023")
SON_HA = plan("son-ha-2024", "quang-ngai-son-ha-2024")
QUANG_BINH = plan("quang-binh-2021", "quang-binh-2021")


def many(count: int, name: str, producer: Producer, *steps: Step) -> list[Case]:
    """Return some products of one producer, all with the same life."""
    return [life(LAW, f"{name}-{number}", producer, *steps) for number in range(count)]


def found(of: PlanProgress | Iterable[TargetProgress]) -> dict[tuple[str, object], TargetProgress]:
    """Return where targets stand by their key and their unit or year."""
    targets = of.targets if isinstance(of, PlanProgress) else of
    return {(one.target.key, one.unit or one.year): one for one in targets}


def told(one: TargetProgress) -> tuple[str, int | None, int | None, int]:
    """Return what a test says of a target: status, done, wanted, missing."""
    return one.status, one.done, one.wanted, one.missing


def quang_tri() -> list[Case]:
    """Return 20 new products of 3 and 4 stars, and others that don't count."""
    here = "Tỉnh Quảng Trị"
    first, later = Step(3, date(2022, 10, 20)), Step(3, date(2022, 12, 15))
    revoked = life(LAW, "revoked", Producer("Công ty V", "enterprise", here), first)
    return [
        *many(9, "coop-1", Producer("HTX 1", "cooperative", here), first),
        *many(1, "coop-2", Producer("HTX 2", "cooperative", here), first),
        *many(1, "coop-3", Producer("HTX 3", "cooperative", "45"), first),  # the province's code then
        *many(1, "coop-4", Producer("HTX 4", "cooperative", "quảng trị"), Step(4, date(2022, 10, 25))),
        *many(8, "firm", Producer("Công ty A", "enterprise", here), first),
        *many(1, "later", Producer("HTX 5", "cooperative", here), later),
        *many(1, "five", Producer("HTX 6", "cooperative", here), Step(5, date(2022, 10, 25))),
        *many(2, "elsewhere", Producer("HTX 7", "cooperative", "Tỉnh Quảng Bình"), first),
        *many(1, "nowhere", Producer("HTX 8", "cooperative"), first),
        *many(
            3,
            "from-2019",
            Producer("HTX 9", "cooperative", here),
            Step(3, date(2019, 12, 1)),
            Step(3, date(2022, 9, 1), "re-evaluation"),
        ),
        *many(
            1,
            "from-2020",
            Producer("HTX 9", "cooperative", here),
            Step(3, date(2020, 2, 1)),
            Step(3, date(2022, 9, 1), "re-evaluation"),
        ),
        revoked.apply(Revoked(date(2022, 10, 30), "province", note="minutes")),
    ]


def test_quang_tri_on_the_way() -> None:
    """On 1 November 2022: 20 of 25 products (9+1+1+1+8), 61 days left; 5 cooperatives; one case unplaced.

    The five-star product is neither of 3 nor of 4 stars, the revoked one bears none, that of 15 December
    isn't there yet, two lie in Quảng Bình. Three products of 2019 were evaluated again, and the plan sets
    no number for them.
    """
    result = QUANG_TRI.progress(quang_tri(), date(2022, 11, 1))
    one = found(result)
    assert told(one["new", None]) == ("on-the-way", 20, 25, 5)
    assert (one["new", None].days_left, one["new", None].pace) == (61, Fraction(150, 61))
    # HTX 6 with its five stars counts too: the target says "recognised", not at how many stars
    assert told(one["cooperatives", None]) == ("reached", 5, 4, 0)
    assert told(one["re-evaluated", None]) == ("not-measurable", 3, None, 0)
    for key in ("guided", "online", "broadcasts", "newspaper", "web", "exhibition"):
        assert (one[key, None].status, one[key, None].done) == ("not-measurable", None)
    assert result.unplaced == ("nowhere-0",)
    assert [problem.code for problem in result.problems] == ["unplaced-cases"]


def test_quang_tri_once_the_year_is_over() -> None:
    """In March 2023 the year counts as it ended: 21 of 25 products, missed by four, whatever came later."""
    cases = [
        *quang_tri(),
        *many(9, "too-late", Producer("HTX", None, "Quảng Trị"), Step(3, date(2023, 1, 9))),
    ]
    assert told(found(QUANG_TRI.progress(cases, date(2023, 3, 1)))["new", None]) == ("missed", 21, 25, 4)


def test_what_no_register_has_is_counted_by_hand() -> None:
    """Numbers handed in stand beside those of the register, and go before them."""
    counts: Counts = {"guided": Count(37, 40), "web": 80, "new": 26}
    one = found(QUANG_TRI.progress(quang_tri(), date(2022, 11, 1), counts=counts))
    assert told(one["guided", None]) == ("on-the-way", 37, 40, 3)
    assert told(one["web", None]) == ("reached", 80, 60, 0)
    assert told(one["new", None]) == ("reached", 26, 25, 0)
    with pytest.raises(NotFoundError, match="Did you mean guided"):
        QUANG_TRI.progress([], date(2022, 11, 1), counts={"guide": 1})


def hai_duong() -> list[Case]:
    """Return 40 products of 2022, 48 new ones of 2023, 50 of 2024."""
    coop = Producer("HTX", "cooperative", "Hải Dương")
    old = Step(3, date(2022, 6, 1))
    return [
        *many(35, "old", coop, old),
        *many(3, "up", coop, old, Step(4, date(2023, 11, 10), "upgrade")),
        *many(2, "again", coop, old, Step(3, date(2024, 5, 20), "re-evaluation")),
        *many(47, "2023", coop, Step(3, date(2023, 11, 15))),
        *many(1, "five", coop, Step(5, date(2023, 12, 20))),
        *many(50, "2024", coop, Step(3, date(2024, 5, 15))),
    ]


def test_hai_duong_by_the_end_and_each_year() -> None:
    """On 1 December 2024: 98 of 150 by 2025 (396 days left); 2023 missed its 50 by two, 2024 has them.

    25% of the 40 products that there were at the end of 2022 are 10; five were upgraded or evaluated
    again. Of the year 2023 10% are 4 (three were), of 2024 10% of 88 are 9 (two were).
    """
    one = found(HAI_DUONG.progress(hai_duong(), date(2024, 12, 1)))
    assert told(one["new", None]) == ("on-the-way", 98, 150, 52)
    assert (one["new", None].days_left, one["new", None].pace) == (396, Fraction(30 * 52, 396))
    assert told(one["new-5", None]) == ("on-the-way", 1, 3, 2)
    assert told(one["upgraded", None]) == ("on-the-way", 5, 10, 5)
    assert told(one["new-yearly", 2023]) == ("missed", 48, 50, 2)
    assert told(one["new-yearly", 2024]) == ("reached", 50, 50, 0)
    assert told(one["new-5-yearly", 2023]) == ("reached", 1, 1, 0)
    assert told(one["new-5-yearly", 2024]) == ("on-the-way", 0, 1, 1)
    assert one["new-5-yearly", 2024].pace == Fraction(30, 31)
    assert told(one["upgraded-yearly", 2023]) == ("missed", 3, 4, 1)
    assert told(one["upgraded-yearly", 2024]) == ("on-the-way", 2, 9, 7)
    assert ("new-yearly", 2025) not in one
    assert {one[key, None].status for key in ("circular", "villages", "channels", "points")} == {
        "not-measurable"
    }


def test_phong_tho_after_the_year() -> None:
    """After 2023: two of three new products is one missed; five of 2020 evaluated again; one upgraded.

    A new product of Tam Đường, the next district, doesn't count, nor one of 2021 evaluated again.
    """
    coop = Producer("HTX", "cooperative", "Lai Châu", district="Huyện Phong Thổ")
    first, again = Step(3, date(2020, 6, 20)), Step(3, date(2023, 6, 10), "re-evaluation")
    cases = [
        *many(2, "new", coop, Step(3, date(2023, 6, 20))),
        *many(1, "other", evolve(coop, district="Tam Đường"), Step(3, date(2023, 6, 20))),
        *many(5, "again", coop, first, again),
        *many(1, "2021", coop, Step(3, date(2021, 6, 20)), again),
        *many(1, "up", coop, Step(3, date(2021, 6, 20)), Step(4, date(2023, 11, 20), "upgrade")),
    ]
    one = found(PHONG_THO.progress(cases, date(2024, 1, 1)))
    assert told(one["new", None]) == ("missed", 2, 3, 1)
    assert told(one["re-evaluated", None]) == ("reached", 5, 5, 0)
    assert told(one["upgraded", None]) == ("reached", 1, 1, 0)


def test_son_ha_thirty_days_before_the_end() -> None:
    """On 2 December 2024: 6 of 7 recognised, both evaluated again, 4 of 5 new; 10 products in all."""
    coop = Producer("HTX", "cooperative", "Tỉnh Quảng Ngãi", district="Sơn Hà")
    cases = [
        *many(4, "new", coop, Step(3, date(2024, 11, 20))),
        *many(
            2,
            "again",
            coop,
            Step(3, date(2021, 12, 20)),
            Step(3, date(2024, 11, 20), "re-evaluation"),
        ),
        *many(4, "old", coop, Step(3, date(2022, 12, 20))),
        *many(3, "ran-out", coop, Step(3, date(2021, 11, 20))),
    ]
    one = found(SON_HA.progress(cases, date(2024, 12, 2)))
    assert told(one["products", None]) == ("on-the-way", 6, 7, 1)
    assert one["products", None].pace == 1
    assert told(one["re-evaluated", None]) == ("reached", 2, 2, 0)
    assert told(one["new", None]) == ("on-the-way", 4, 5, 1)
    assert told(one["cumulative", None]) == ("reached", 10, 10, 0)


def quang_binh() -> list[Case]:
    """Return three new products in one district, two in another, an old one in a third."""
    coop = Producer("HTX", "cooperative", "Quảng Bình")
    new = Step(3, date(2021, 11, 20))
    return [
        *many(3, "a", evolve(coop, district="Huyện Ví Dụ A"), new),
        *many(1, "b", evolve(coop, district="Ví Dụ B"), new),
        *many(1, "b2", evolve(coop, district="Huyện Ví Dụ B"), new),
        *many(1, "c", evolve(coop, district="Huyện Ví Dụ C"), Step(3, date(2020, 11, 20))),
        *many(1, "d", coop, new),
    ]


def test_quang_binh_district_by_district() -> None:
    """Three to five more in each district: A has three, B is one short, C has none; one case says none."""
    result = QUANG_BINH.progress(quang_binh(), date(2022, 1, 1))
    one = found(result)
    assert told(one["new", "Huyện Ví Dụ A"]) == ("reached", 3, 3, 0)
    assert told(one["new", "Huyện Ví Dụ B"]) == ("missed", 2, 3, 1)
    assert told(one["new", "Huyện Ví Dụ C"]) == ("missed", 0, 3, 3)
    assert len(one) == 3
    assert result.unplaced == ("d-0",)


def test_a_district_without_any_product_counts_where_it_is_named() -> None:
    """A district that the plan names and no case lies in has none, and misses its target."""
    (target,) = QUANG_BINH.targets
    measure = Measure(("new",), each="district", units=("Huyện Ví Dụ D", "Thị xã Ví Dụ A"))
    named = evolve(QUANG_BINH, targets=(evolve(target, measure=measure),))
    one = found(named.progress(quang_binh(), date(2022, 1, 1)))
    assert told(one["new", "Huyện Ví Dụ D"]) == ("missed", 0, 3, 3)
    assert told(one["new", "Thị xã Ví Dụ A"]) == ("reached", 3, 3, 0)


def test_a_province_of_two_names() -> None:
    """Recorded in 2026, "Quảng Trị" may be old Quảng Bình: not counted for the plan of 2022, and told."""
    coop = Producer("HTX", "cooperative", "Quảng Trị")
    case = life(LAW, "case", coop, Step(3, date(2026, 9, 1)))
    assert QUANG_TRI.progress([case], date(2027, 1, 1)).unplaced == ("case",)
    whole = QUANG_TRI.progress([case], date(2027, 1, 1), everywhere=True)
    assert whole.unplaced == ()
    later = evolve(
        QUANG_TRI, period=evolve(QUANG_TRI.period, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
    )
    assert found(later.progress([case], date(2026, 12, 1)))["new", None].done == 1
    elsewhere = evolve(coop, province="Hải Dương")
    assert (
        QUANG_TRI.progress([life(LAW, "x", elsewhere, Step(3, date(2026, 9, 1)))], date(2027, 1, 1)).unplaced
        == ()
    )


def test_a_product_that_awaits_its_certificate_is_recognised_and_not_yet_valid() -> None:
    """Recognised on the last day of the year, it counts among the new ones and not among those in force."""
    coop = Producer("HTX", "cooperative", "Tỉnh Quảng Ngãi", district="Sơn Hà")
    case = life(LAW, "case", coop, Step(3, date(2024, 12, 31)))
    waiting = evolve(case, events=case.events[:-1]).as_of(date(2024, 12, 31))
    one = found(SON_HA.progress([waiting], date(2024, 12, 31)))
    assert (one["new", None].done, one["cumulative", None].done) == (1, 0)


@given(registers(most=4), st.dates(date(2020, 1, 1), date(2029, 12, 31)))
@settings(max_examples=40)
def test_what_is_valid_is_what_statistics_count(register: Register, on: date) -> None:
    """Whatever a register holds, the plan's "valid" products are as many as ``register stats`` finds."""
    target = Target("valid", same("valid"), at_least=1, measure=Measure(("valid",)))
    one = evolve(QUANG_TRI, targets=(target,), period=evolve(QUANG_TRI.period, last_day=date(2030, 1, 1)))
    cases = register.cases.values()
    (standing,) = one.progress(cases, on, everywhere=True).targets
    assert standing.done == statistics(list(cases), LAW, on=on).total.valid


@given(registers(most=4))
@settings(max_examples=40)
def test_new_ones_are_recognised_ones_and_never_upgraded_ones(register: Register) -> None:
    """Of any register, new and upgraded products are apart, and both are among those recognised."""
    measures = {key: Measure((key,)) for key in ("new", "upgraded", "recognised")}
    targets = tuple(Target(key, same(key), at_least=1, measure=one) for key, one in measures.items())
    one = evolve(QUANG_TRI, targets=targets)
    counted = found(one.progress(register, date(2022, 12, 31), everywhere=True))
    done = {key: counted[key, None].done or 0 for key in measures}
    assert done["new"] + done["upgraded"] <= done["recognised"]


@pytest.mark.parametrize(
    "measure", ["{which: []}", "{which: [new], of: at-start}", "{which: [new], each: district}"]
)
def test_a_measure_that_cannot_tell_is_refused(tmp_path: Path, measure: str) -> None:
    """A number has no 'of', a target of the whole place no 'each', and something must be counted."""
    (file,) = (PACKS / "quang-tri-2022").glob("src/*/documents/plans/*.yaml")
    text = file.read_text(encoding="utf-8").replace("  measure: {which: [new]}\n", f"  measure: {measure}\n")
    wrong = tmp_path / file.name
    wrong.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_plan(wrong)
    assert [problem.code for problem in caught.value.problems] == ["unfit-measure"]


def test_a_target_of_each_unit_is_told_without_any_unit() -> None:
    """Before any district has a product, the target of each district is not measurable, and not forgotten."""
    counted = QUANG_BINH.progress([], date(2021, 12, 1)).targets
    assert [(one.target.key, one.unit, one.status) for one in counted] == [("new", None, "not-measurable")]


def test_what_is_still_to_do_reads_as_people_write() -> None:
    """A share has a decimal comma in Vietnamese; near the end no rate says more than what is missing."""
    half = evolve(QUANG_TRI, targets=(Target("a", same("A"), share=Fraction(1, 8)), QUANG_TRI.target("web")))
    share, web = half.progress([], date(2022, 12, 31), counts={"web": 50}).targets
    assert [row[2] for row in progress_rows([share], "vi") + progress_rows([share], "en")] == [
        "12,5%",
        "12.5%",
    ]
    assert progress_rows([web], "vi")[0][4] == "còn 10 trong 1 ngày"
    assert progress_rows([web], "en")[0][4] == "10 more in 1 day"


def test_progress_as_table_dataframe_and_calendar() -> None:
    """The rows say what is still to do, the dataframe has the same numbers, the calendar both languages."""
    result = HAI_DUONG.progress(hai_duong(), date(2024, 12, 1))
    rows = {row[0]: row for row in progress_rows(result.targets, "vi")}
    assert rows["Sản phẩm đạt 3 sao trở lên mỗi năm: 2023"][1:] == ("48", "50", "không đạt", "")
    assert (
        rows["Sản phẩm đạt 3 sao trở lên tăng thêm đến 2025"][4] == "còn 52 trong 396 ngày (3,9 mỗi 30 ngày)"
    )
    backends: tuple[Backend, ...] = ("polars", "pandas")
    for backend in backends:
        frame = progress_frame(result.targets, backend=backend)
        assert list(frame.columns) == list(progress_columns(result.targets))
        assert list(frame["done"])[:2] == [98, 1]
    text = to_icalendar(HAI_DUONG, lang="en", found=result.targets)
    assert text.count("BEGIN:VEVENT") == len(result.targets) + 6  # six rounds of the province
    assert "UID:hai-duong-2023-2025-target-new-yearly-2023@ocopkit" in text
