"""A book without readings of its own is scored by the first option of each that scoring knows."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit.rules.carried_out import CARRIED_OUT, LOWER_MINIMUMS, MINIMUM_MISSED, TITLE_MARK
from ocopkit.scoring.plan import star_bit
from ocopkit.scoring.readings import readings_of

BASIS = ocopkit.rule_book("qd-26-2026").basis
BARE = evolve(BASIS, readings=())
FIRST = {MINIMUM_MISSED: "highest-star-met", LOWER_MINIMUMS: "all-lower", TITLE_MARK: "lowest-level"}


def test_the_first_option_holds_where_a_book_has_no_such_reading() -> None:
    """A place's own book need not know the questions that the national decisions leave open."""
    rules = readings_of(BARE)
    assert [rules.of(key) for key in CARRIED_OUT] == [first for first, *_ in CARRIED_OUT.values()]
    assert {key: rules.of(key) for key in FIRST} == FIRST
    assert rules.always == ()


@given(st.integers(0, 100), st.sets(st.tuples(st.integers(3, 5), st.booleans())))
def test_a_book_without_readings_is_scored_as_one_that_chooses_the_first(
    points: int, missed: set[tuple[int, bool]]
) -> None:
    """Whatever the points and whatever minimums are missed, on a level or on a title."""
    chosen = {key: option for key, option in FIRST.items() if any(one.key == key for one in BASIS.readings)}
    bits = sum(star_bit(stars, on_title=on_title) for stars, on_title in missed)
    assert readings_of(BARE).stars(points, bits) == readings_of(BASIS, chosen).stars(points, bits)


def test_whole_points_and_exact_means_are_graded_alike() -> None:
    """The quick way for whole numbers gives at each of them, the ends included, what the bands say."""
    rules = readings_of(BASIS)
    for points in range(101):
        assert rules.stars(points, 0) == rules.band(points).stars
        assert rules.same_band(points, 100) == (rules.band(points) == rules.band(100))
