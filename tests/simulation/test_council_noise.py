"""Councils drawn with noise decide as councils of life do."""

import random
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocopkit import CriteriaSet, MemberSheet, Regulation, ScoreSheet, Text, decide, rule_book
from ocopkit.errors import NotFoundError, OcopError
from ocopkit.scoring.council import CouncilError, Decision
from ocopkit.scoring.councils.convene import rules_of
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.regulation import Ruling, Spread
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.cells import column_of, columns_for, gate_column
from ocopkit.simulation.council_model import CouncilModel, places, shifted
from ocopkit.simulation.councils import Council, Noise, compare_councils, stability
from ocopkit.simulation.distribution import distribution
from ocopkit.simulation.population import population
from ocopkit.simulation.synthesise import synthesise

BOOKS = ("qd-1048-2019", "qd-148-2023", "qd-26-2026")
WILD = Noise({-2: "0.15", -1: "0.2", 0: "0.3", 1: "0.2", 2: "0.15"})
NAME = Text(vi="Quy chế", en="Regulation")


def _regulation(points: int | None, rules: dict[str, str]) -> Regulation:
    spread = None if points is None else Spread(points)
    return Regulation("own", NAME, spread=spread, rules={key: Ruling(one) for key, one in rules.items()})


RULES = st.fixed_dictionaries(
    {
        "aggregation": st.sampled_from(["mean", "majority"]),
        "tie": st.sampled_from(["not-decided", "chair-decides", "lower-stars"]),
        "spread-at-limit": st.sampled_from(["within", "beyond"]),
        "gate-raised": st.sampled_from(["majority", "any-member", "every-member"]),
    }
)
OF_THE_BOOK = st.fixed_dictionaries(
    {
        "council-minimum": st.sampled_from(["mean", "majority", "every-member"]),
        "mean-rounding": st.sampled_from(["exact", "two-decimals"]),
    }
)


def _sheet(form: CriteriaSet, picked: list[pl.Series], member: int) -> ScoreSheet:
    answers: dict[str, str] = {}
    flags = 0
    for slot, lines in zip(plan_of(form).slots, picked, strict=True):
        line = slot.not_asked if flags & slot.not_asked_if else list(slot.lines.values())[lines[member]]
        flags |= line.flags
        if line is not slot.not_asked:
            answers[slot.criterion.code] = line.answer
    return ScoreSheet(form, answers)


def _decided(seats: list[MemberSheet], regulation: Regulation) -> Decision | set[str]:
    """Return the decision, or the codes of the problems that keep the council from one."""
    try:
        return decide(seats, regulation)
    except CouncilError as error:
        return {one.code for one in error.problems}


@settings(max_examples=60, deadline=None)
@given(
    form=st.builds(lambda book, number: rule_book(book)[number], st.sampled_from(BOOKS), st.integers(1, 26)),
    seed=st.integers(0, 10_000),
    members=st.integers(1, 6),
    spread=st.sampled_from([None, 0, 5, 10, 20]),
    rules=RULES,
    own=OF_THE_BOOK,
)
def test_a_drawn_council_decides_what_decide_decides(
    form: CriteriaSet,
    seed: int,
    members: int,
    spread: int | None,
    rules: dict[str, str],
    own: dict[str, str],
) -> None:
    """Points, stars and whether to score again are those of the council that holds the same sheets."""
    basis = basis_of(form)
    people = synthesise(rule_book(basis.book), form.number, 2, seed=seed).people
    asked = {one.key for one in basis.readings}
    regulation = _regulation(spread, rules | {key: one for key, one in own.items() if key in asked})
    plan, read = plan_of(form), rules_of(basis, regulation, {})[0]
    noise = {one.code: WILD.of(one.code) for one in form.criteria}
    model = CouncilModel(plan, read, noise, members, regulation.spread)
    rows = people.frame.collect().to_native()
    columns = columns_for(form, people.kinds, read)
    stand = [places(slot, one, rows) for slot, one in zip(plan.slots, columns, strict=True)]
    picked = model.drawn(stand, 2, random.Random(seed))  # noqa: S311
    for council, found in enumerate(model.decided(picked, {}, 2).iter_rows(named=True)):
        sheets = [_sheet(form, picked, council * members + at) for at in range(members)]
        seats = [MemberSheet(f"{at}", one, "member" if at else "chair") for at, one in enumerate(sheets)]
        decision = _decided(seats, regulation)
        if isinstance(decision, set):
            assert decision <= {"spread-beyond", "tie"}
            assert (found["again"], found["stars"]) == (True, None)
        else:
            assert (found["again"], found["stars"]) == (False, decision.stars or 0)
            assert found["mean"] == pytest.approx(float(decision.mean))
            assert found["spread"] == decision.scorings[-1].spread


@pytest.mark.parametrize("book", BOOKS)
def test_one_member_alone_is_the_exact_distribution(book: str) -> None:
    """A council of one whose answers are drawn freely has the stars of the exact distribution."""
    people = synthesise(rule_book(book), 5, 1, seed=3).people
    form = people.book[5]
    found = stability(people, WILD, Council(1), draws=20_000, seed=7).products
    read = rules_of(basis_of(form), _regulation(None, {}), {})[0]
    rows, columns = people.frame.collect().to_native(), columns_for(form, people.kinds, read)
    shares: dict[str, dict[str, Fraction]] = {}
    for slot, column in zip(plan_of(form).slots, columns, strict=True):
        lines = list(slot.lines.values())
        stands = lines[places(slot, column, rows)[0]]
        chances: dict[str, Fraction] = {}
        for shift, share in WILD.of(slot.criterion.code).items():
            answer = lines[shifted(slot, stands, shift)].answer
            chances[answer] = chances.get(answer, Fraction(0)) + share
        shares[slot.criterion.code] = chances
    exact = distribution(form, shares)
    for stars in range(6):
        chance = float(exact.stars.get(stars, 0))
        error = (chance * (1 - chance) / 20_000) ** 0.5
        assert abs(found[f"stars_{stars}"][0] - chance) <= 5 * error + 1e-12
    assert found["mean"][0] == pytest.approx(float(exact.mean), abs=0.3)


def test_without_noise_every_council_agrees() -> None:
    """Members who all answer as the dossier stands give its stars, and are no points apart."""
    people = synthesise(rule_book("qd-26-2026"), 26, 40, seed=2).people
    whole = stability(people, Noise({0: 1}), draws=3, seed=1).whole
    assert whole == {"same": 1.0, "higher": 0.0, "lower": 0.0, "again": 0.0, "spread": 0.0}


def test_the_same_seed_draws_the_same_councils() -> None:
    """A study can be repeated to the last digit; another seed gives other councils."""
    people = synthesise(rule_book("qd-26-2026"), 11, 30, seed=2).people
    first, again, other = (stability(people, WILD, draws=9, seed=seed).products for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_a_bias_moves_stars_its_way() -> None:
    """Members who err only downwards never give more stars, and members who err only upwards never fewer."""
    people = synthesise(rule_book("qd-26-2026"), 11, 60, seed=2, stars={2: "0.5", 3: "0.5"}).people
    down = stability(people, Noise({-1: "0.3", 0: "0.7"}), draws=20, seed=1).whole
    up = stability(people, Noise({0: "0.7", 1: "0.3"}), draws=20, seed=1).whole
    assert down["higher"] == 0.0
    assert up["lower"] == 0.0
    assert down["lower"]
    assert up["higher"]


def test_rows_that_raise_gates_stay_out() -> None:
    """A row that a gate disqualifies has no stars in any council."""
    form = rule_book("qd-26-2026")[11]

    gate = next(gate for gate, _ in form.all_gates() if gate.kind == "disqualify")
    rows = pl.DataFrame({column_of(one.code): [one.max, one.max] for one in form.criteria})
    rows = rows.with_columns(pl.Series(gate_column(gate.key), [True, False]))
    people = population(rows, rule_book("qd-26-2026"), set=11)
    found = stability(people, Noise({0: 1}), draws=2, seed=1).products
    assert found["stars_0"].to_list() == [1.0, 0.0]
    assert found["stars_5"].to_list() == [0.0, 1.0]


def test_councils_are_compared_in_one_table() -> None:
    """Sizes and rules are rows; the same members' answers stand behind rules that differ."""
    people = synthesise(rule_book("qd-26-2026"), 11, 40, seed=2).people
    noise = Noise({-1: "0.2", 0: "0.6", 1: "0.2"})
    found = compare_councils(
        people,
        noise,
        {
            "free": Council(7),
            "within 5": Council(7, _regulation(5, {})),
            "majority": Council(7, readings={"council-minimum": "majority"}),
        },
        draws=20,
        seed=1,
    )
    assert found["council"].to_list() == ["free", "within 5", "majority"]
    assert found["spread"][0] == found["spread"][1]
    assert found["again"].to_list()[0] == 0.0 < found["again"][1]
    assert found["same"][0] < found["same"][2]


def test_wrong_numbers_are_told_all_at_once() -> None:
    """Shares that don't add up and numbers below 1 are named, each with where it stands."""
    people = synthesise(rule_book("qd-26-2026"), 11, 2, seed=2).people
    noise = Noise({-1: "0.2", 0: "0.6"}, {"5.1": {0: "1.5", 1: "-0.5"}})
    with pytest.raises(OcopError) as caught:
        stability(people, noise, Council(0), draws=0, seed=1)
    told = [(str(one.where), one.code) for one in caught.value.problems]
    assert told == [
        ("noise/shifts", "shares"),
        ("noise/5.1", "shares"),
        ("members", "not-positive"),
        ("draws", "not-positive"),
    ]


def test_an_unknown_criterion_is_told_with_the_nearest() -> None:
    """Noise for a criterion that no set has is refused."""
    people = synthesise(rule_book("qd-26-2026"), 11, 2, seed=2).people
    with pytest.raises(NotFoundError, match=r"No set here has a criterion '99\.9'"):
        stability(people, Noise({0: 1}, {"99.9": {0: 1}}), seed=1)
