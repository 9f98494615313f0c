"""Rewards: the five schemes on record, event by event, by hand."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopkit.errors import DocumentError
from ocopkit.local.benefit import Benefits, Event, Recognition, award, load_benefits, total

SCHEMES = Path(__file__).parent / "benefits"
MILLION = 1_000_000


def scheme(name: str) -> Benefits:
    """Return one of the five schemes."""
    return load_benefits(SCHEMES / f"{name}.yaml")


@pytest.mark.parametrize(
    ("name", "event", "stars", "held", "million"),
    [
        ("bac-giang-2024", "first", 3, None, 50),
        ("bac-giang-2024", "first", 5, None, 300),
        ("bac-giang-2024", "upgraded", 4, 3, 150),
        ("bac-giang-2024", "kept", 4, 4, 60),
        ("bac-giang-2024", "kept", 5, 5, None),
        ("bac-ninh-2024", "first", 4, None, 10),
        ("bac-ninh-2024", "upgraded", 4, 3, 2),
        ("bac-ninh-2024", "upgraded", 5, 4, None),
        ("quang-tri-vinh-linh-2024", "first", 3, None, 8),
        ("quang-tri-vinh-linh-2024", "upgraded", 4, 3, None),
        ("ha-tinh-2020", "first", 3, None, 30),
        ("ha-tinh-2020", "first", 4, None, 50),
        ("ha-tinh-2020", "kept", 3, 3, None),
        ("thai-nguyen-2019", "first", 5, None, 40),
    ],
)
def test_what_each_scheme_pays(
    name: str, event: Event, stars: int, held: int | None, million: int | None
) -> None:
    """The five schemes on record pay what they state, and nothing is made up where they state nothing."""
    history = [Recognition("first", held, date(2024, 5, 1))] if held else []
    found = award(scheme(name), Recognition(event, stars, date(2024, 11, 1)), history)
    assert found.dong == (None if million is None else million * MILLION)


def test_a_star_is_rewarded_once() -> None:
    """Bắc Giang: once. A product that comes again to a star it was rewarded for gets nothing more."""
    first = Recognition("first", 3, date(2024, 5, 1))
    again = award(scheme("bac-giang-2024"), Recognition("first", 3, date(2025, 5, 1)), [first])
    assert again.dong == 0
    assert again.because.vi == "đã được thưởng một lần: công nhận lần đầu, 3 sao, ngày 01/05/2024"


def test_keeping_a_star_is_another_reward_than_reaching_it() -> None:
    """Bắc Giang pays 20 million for three stars kept, although reaching them was rewarded."""
    first = Recognition("first", 3, date(2024, 1, 5))
    kept = Recognition("kept", 3, date(2025, 6, 1))
    assert award(scheme("bac-giang-2024"), kept, [first]).dong == 20 * MILLION
    twice = award(scheme("bac-giang-2024"), Recognition("kept", 3, date(2025, 12, 1)), [first, kept])
    assert twice.dong == 0


def test_nothing_is_paid_outside_the_period() -> None:
    """Bắc Ninh's scheme is for results of 2024: a recognition of 2025 gets nothing, and is told why."""
    found = award(scheme("bac-ninh-2024"), Recognition("first", 3, date(2025, 1, 1)))
    assert found.dong == 0
    assert found.because.en == "outside the scheme's period (2024-01-01 – 2024-12-31)"


def test_who_pays() -> None:
    """Bắc Giang: the provincial budget pays from four stars; for three the facts name no payer."""
    four = award(scheme("bac-giang-2024"), Recognition("first", 4, date(2024, 5, 1)))
    three = award(scheme("bac-giang-2024"), Recognition("first", 3, date(2024, 5, 1)))
    assert four.payer is not None
    assert four.payer.vi == "Ngân sách tỉnh"
    assert three.payer is None


def test_an_upgrade_needs_fewer_stars_before() -> None:
    """An upgrade without an earlier recognition of fewer stars is refused."""
    with pytest.raises(ValueError, match="no recognition before"):
        award(scheme("bac-ninh-2024"), Recognition("upgraded", 4, date(2024, 5, 1)))


def test_the_sum_tells_what_is_not_stated() -> None:
    """The sum over products counts awards without a stated amount apart, not as zero."""
    day = date(2024, 11, 1)
    awards = [award(scheme("ha-tinh-2020"), Recognition("first", stars, day)) for stars in (3, 3, 4, 5)]
    assert total(awards) == (110 * MILLION, 1)


@given(st.lists(st.sampled_from([3, 4, 5]), min_size=1, max_size=6))
def test_differences_add_up_to_the_highest_star(stars: list[int]) -> None:
    """However a product rises, first reward and differences sum to what its highest star pays at once."""
    rising = sorted(set(stars))
    three = scheme("thai-nguyen-2019")
    rule = Benefits(
        three.id,
        three.name,
        three.source,
        three.place,
        three.period,
        three.rewards,
        upgrade_pays_difference=True,
    )
    history: list[Recognition] = []
    paid = 0
    for year, one in enumerate(rising):
        event: Event = "upgraded" if history else "first"
        now = Recognition(event, one, date(2020 + year, 1, 1))
        paid += award(rule, now, history).dong or 0
        history.append(now)
    at_once = award(rule, Recognition("first", rising[-1], date(2020, 1, 1))).dong
    assert paid == at_once


def test_an_amount_with_dots_is_told_how_to_be_written(tmp_path: Path) -> None:
    """20.000.000 is how amounts are printed, and not how a file writes a number."""
    file = tmp_path / "bac-giang-2024.yaml"
    text = (SCHEMES / file.name).read_text(encoding="utf-8")
    file.write_text(re.sub("dong: [0-9]+", "dong: 20.000.000", text, count=1), encoding="utf-8")
    with pytest.raises(DocumentError, match="Write the digits without a break: 20000000"):
        load_benefits(file)


def test_a_scheme_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    """Days the wrong way round would pay nobody, and nobody would know why."""
    file = tmp_path / "bac-giang-2024.yaml"
    text = (SCHEMES / file.name).read_text(encoding="utf-8")
    period = next(line for line in text.splitlines() if line.startswith("period:"))
    backwards = "period: {first_day: 2026-12-31, last_day: 2026-01-01}"
    file.write_text(text.replace(period, backwards), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_benefits(file)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.line) == ("time-backwards", text.splitlines().index(period) + 1)


def test_two_rules_for_upgrades_are_refused(tmp_path: Path) -> None:
    """An amount for upgrades beside the rule of the difference is told, with line and column."""
    text = (SCHEMES / "bac-giang-2024.yaml").read_text(encoding="utf-8")
    file = tmp_path / "bac-giang-2024.yaml"
    file.write_text(text + "upgrade_pays_difference: true\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_benefits(file)
    assert [problem.code for problem in caught.value.problems] == ["two-rules", "two-rules"]
    assert caught.value.problems[0].where.line == 12
