"""The exact distribution of totals, and synthetic dossiers drawn from it."""

from fractions import Fraction
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import OcopError, RuleBook, ScoreSheet
from ocopkit.errors import NotFoundError
from ocopkit.scoring.plan import plan_of
from ocopkit.simulation.distribution import distribution, printed
from ocopkit.simulation.results import results
from ocopkit.simulation.synthesise import synthesise
from ocopkit.testing.strategies import sheets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
SHARES = {3: "0.75", 4: "0.24", 5: "0.01"}


@settings(max_examples=60)
@given(st.sampled_from(BOOKS).flatmap(lambda book: sheets(book, gates=False)))
def test_certain_levels_give_a_certain_score(sheet: ScoreSheet) -> None:
    """Where each criterion has one level for certain, the total and stars are that sheet's."""
    score = ocopkit.score(sheet)
    shares = {code: {str(answer): 1} for code, answer in sheet.answers.items()}
    found = distribution(sheet.criteria_set, shares)
    assert found.joint == {(score.points, score.stars or 0): 1}


@pytest.mark.parametrize("number", [11, 16])
def test_the_distribution_is_that_of_all_sheets(number: int, book: RuleBook) -> None:
    """With all but four criteria certain, it is what counting every sheet gives."""
    form = book[number]
    slots = plan_of(form).slots
    open_codes = ["4.1", "7", "5.1", "5.2"] if number == 11 else ["6.1", "6.2", "7", "4.1"]
    best = {slot.criterion.code: printed(slot)[-1].answer for slot in slots}
    shares = {code: {answer: 1} for code, answer in best.items() if code not in open_codes}
    ladders = [[line.answer for line in printed(slots[plan_of(form).index[code]])] for code in open_codes]
    counted: dict[tuple[int, int], Fraction] = {}
    for answers in product(*ladders):
        given = best | dict(zip(open_codes, answers, strict=True))
        if number == 11 and given["5.1"] == "a":
            del given["5.2"]
        score = ocopkit.score(ScoreSheet(form, given))
        key = (score.points, score.stars or 0)
        chance = Fraction(1)
        for ladder in ladders:
            chance /= len(ladder)
        counted[key] = counted.get(key, Fraction(0)) + chance
    assert distribution(form, shares).joint == counted


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_probabilities_add_up_to_one(book: RuleBook) -> None:
    """Exactly, without rounding, for every set."""
    for form in book:
        found = distribution(form)
        assert sum(found.points.values()) == sum(found.stars.values()) == found.at_least(0) == 1


def test_wrong_shares_are_refused(book: RuleBook) -> None:
    """Shares are those of levels of criteria of the form, and add up to 1."""
    with pytest.raises(ValueError, match=r"add up to 1"):
        distribution(book[11], {"4.1": {"a": Fraction(1, 2)}})
    with pytest.raises(NotFoundError, match=r"shares/4.9"):
        distribution(book[11], {"4.9": {"a": 1}})
    with pytest.raises(NotFoundError, match=r"shares/4.1/x"):
        distribution(book[11], {"4.1": {"x": 1}})


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_synthetic_dossiers_meet_their_shares(book: RuleBook) -> None:
    """Each number of stars has its share to within one row, under every form."""
    for number in (1, 16, 26):
        made = synthesise(book, number, 1003, seed=2, stars=SHARES)
        stars = results(made.people).collect().to_native()["stars"]
        for star, share in SHARES.items():
            assert abs(Fraction((stars == star).sum(), 1003) - Fraction(share)) < Fraction(1, 1003)
        assert made.error < Fraction(1, 1003)


def test_synthetic_dossiers_meet_a_mean(book: RuleBook) -> None:
    """The distribution drawn from has the mean asked for; the rows have it as nearly as chance allows."""
    made = synthesise(book, 11, 20_000, seed=9, stars=SHARES, mean=64)
    assert made.mean == pytest.approx(64)
    points = results(made.people).collect().to_native()["points"].to_list()
    assert sum(points) / len(points) == pytest.approx(64, abs=0.15)


def test_without_targets_every_sheet_is_as_likely(book: RuleBook) -> None:
    """Where every criterion is asked, the rows follow the exact distribution of equally likely levels."""
    form = book[26]
    assert not any(one.applies_when for one in form.criteria)
    made = synthesise(book, 26, 20_000, seed=9)
    exact = distribution(form)
    assert made.mean == pytest.approx(float(exact.mean))
    points = results(made.people).collect().to_native()["points"]
    for bound in (40, 50, 60):
        share = (points >= bound).sum() / len(points)
        assert share == pytest.approx(float(exact.at_least(bound)), abs=0.02)


def test_the_same_seed_gives_the_same_rows(book: RuleBook) -> None:
    """A synthetic population can be made again; another seed makes another one."""
    first, again, other = (
        synthesise(book, 11, 50, seed=seed, stars=SHARES).people.frame.collect().to_native()
        for seed in (1, 1, 2)
    )
    assert first.equals(again)
    assert not first.equals(other)


def test_synthetic_rows_say_that_they_are_synthetic(book: RuleBook) -> None:
    """The label is in both languages."""
    label = synthesise(book, 11, 5, seed=1).people.label
    assert label is not None
    assert ("tổng hợp" in label.vi, "Synthetic" in label.en) == (True, True)


def test_further_columns_have_their_shares(book: RuleBook) -> None:
    """Producer kinds and the like are met to within a row, and have nothing to do with the answers."""
    made = synthesise(book, 11, 10, seed=1, columns={"kind": {"cooperative": "0.32", "household": "0.68"}})
    kinds = made.people.frame.collect().to_native()["kind"]
    assert sorted(kinds.to_list()) == ["cooperative"] * 3 + ["household"] * 7
    assert kinds.dtype == pl.String


def test_several_sets_meet_their_shares(book: RuleBook) -> None:
    """Groups, sets, stars and producer kinds have their shares to within one row, all of them at once."""
    groups: dict[int | str, str] = {
        "food": "0.72",
        "drinks": "0.2",
        21: "0.05",
        "community-and-eco-tourism": "0.03",
    }
    kinds = {"cooperative": "0.325", "household": "0.675"}
    made = synthesise(book, groups, 1003, seed=3, stars=SHARES, mean=64, columns={"kind": kinds})
    rows = results(made.people).collect().to_native()
    group_of: dict[int | str, str] = {21: "handicrafts", "community-and-eco-tourism": "tourism"}
    for name, shares in (
        ("group", {group_of.get(key, str(key)): share for key, share in groups.items()}),
        ("stars", SHARES),
        ("kind", kinds),
    ):
        counts = dict(rows[name].value_counts().rows())
        for key, share in shares.items():
            assert abs(Fraction(counts[key], 1003) - Fraction(share)) < Fraction(1, 1003)
        assert set(counts) == set(shares)
    food = rows.filter(pl.col("group") == "food")["set"].value_counts()["count"]
    assert food.max() - food.min() <= 1
    assert sum(made.sets.values()) == 1
    assert made.error < Fraction(1, 1003)
    assert made.mean == pytest.approx(64)
    assert rows["points"].mean() == pytest.approx(64, abs=0.7)


def test_sets_and_stars_are_independent(book: RuleBook) -> None:
    """Which set a synthetic dossier is of says nothing of its stars."""
    made = synthesise(book, {11: "0.5", 26: "0.5"}, 4_000, seed=8, stars={3: "0.7", 4: "0.3"})
    shares = results(made.people).collect().to_native().group_by("set").agg((pl.col("stars") == 4).mean())
    assert shares["stars"].to_list() == pytest.approx([0.3, 0.3], abs=0.03)


def test_sets_without_targets_have_their_own_distribution(book: RuleBook) -> None:
    """Without shares of stars, each set has those of its own sheets."""
    both = synthesise(book, {11: "0.5", 26: "0.5"}, 2_000, seed=8)
    alone = [synthesise(book, number, 1_000, seed=8) for number in (11, 26)]
    for star, share in both.shares.items():
        assert share == sum(one.shares.get(star, Fraction(0)) for one in alone) / 2
    assert both.mean == pytest.approx(sum(one.mean for one in alone) / 2)


def test_what_no_sheet_can_meet_is_refused(book: RuleBook) -> None:
    """Shares that don't add up, stars that don't exist and means out of reach are told."""
    with pytest.raises(OcopError, match=r"shares"):
        synthesise(book, 11, 5, seed=1, stars={3: "0.5"})
    with pytest.raises(OcopError, match=r"unreachable-star"):
        synthesise(book, 11, 5, seed=1, stars={6: 1})
    with pytest.raises(OcopError, match=r"unreachable-mean"):
        synthesise(book, 11, 5, seed=1, stars={3: 1}, mean=40)
    with pytest.raises(OcopError, match=r"unreachable-star.*set 26"):
        synthesise(book, {11: "0.5", 26: "0.5"}, 5, seed=1, stars={1: 1})
    with pytest.raises(OcopError, match=r"set: .*shares"):
        synthesise(book, {11: "0.5", 26: "0.6"}, 5, seed=1)
    unknown: dict[int | str, str] = {"foods": "0.5", 27: "0.5"}
    with pytest.raises(NotFoundError, match=r"(?s)foods.*27"):
        synthesise(book, unknown, 5, seed=1)
