"""Who recognises and forwards, and what a result leads to, under each regime."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit.cases.process import first_tier, next_tier, scores, tier_of, what_follows
from ocopkit.errors import CaseError

BOOKS = ("qd-1048-2019", "qd-148-2023", "qd-1489-2025", "qd-26-2026")


@pytest.mark.parametrize(
    ("key", "tier", "points", "recognises", "forwards"),
    [
        # Quảng Trị 2022 and the law of 2019: the district forwards from 50 and recognises nothing.
        ("qd-1048-2019", "district", "49.9", None, None),
        ("qd-1048-2019", "district", 50, None, "province"),
        # Quảng Trị 2022: the province proposes recognition from 50, and forwards from 90.
        ("qd-1048-2019", "province", 50, 3, None),
        ("qd-1048-2019", "province", 90, 4, "centre"),
        # Hải Dương 2023, Phong Thổ 2023, Sơn Hà 2024: the district recognises 3 and forwards from 70.
        ("qd-148-2023", "district", "69.71", 3, None),
        ("qd-148-2023", "district", 70, 3, "province"),
        ("qd-148-2023", "province", 75, 4, None),
        ("qd-148-2023", "province", 90, 4, "centre"),
        # From 6 July 2025 there is no district.
        ("qd-1489-2025", "province", 55, 3, None),
        ("qd-26-2026", "province", 55, 3, None),
        ("qd-26-2026", "province", "89.99", 4, None),
        ("qd-26-2026", "province", "90.00", 4, "centre"),
        ("qd-26-2026", "province", 49, None, None),
        ("qd-26-2026", "centre", 90, 5, None),
    ],
)
def test_each_tier_recognises_and_forwards_at_its_points(
    key: str, tier: str, points: int | str, recognises: int | None, forwards: str | None
) -> None:
    """The thresholds of the law, and of five local plans, come out of the tiers."""
    found = what_follows(ocopkit.rule_book(key), tier, points=points)
    assert (found.recognises, found.forwards_to) == (recognises, forwards)


@pytest.mark.parametrize("key", BOOKS)
def test_92_points_of_a_province_are_4_stars_and_potential_5(key: str) -> None:
    """With the province's decision alone a product of 92 points bears 4 stars; 5 are hoped for."""
    found = what_follows(ocopkit.rule_book(key), "province", points=92)
    assert (found.recognises, found.potential, found.forwards_to) == (4, 5, "centre")


def test_below_90_at_the_centre_qd_1048_adopts_and_qd_26_leaves_a_choice() -> None:
    """QĐ 1048: the province certifies by the central points; QĐ 26 article 7.4: it may, or evaluates anew."""
    old = what_follows(ocopkit.rule_book("qd-1048-2019"), "centre", points=85)
    new = what_follows(ocopkit.rule_book("qd-26-2026"), "centre", points=85)
    assert (old.recognises, old.falls_to, old.fallback) == (None, "province", "adopt-central")
    assert (new.recognises, new.falls_to, new.fallback) == (None, "province", "province-decides")
    chosen = {"central-below-90": "adopt-central"}
    adopted = what_follows(ocopkit.rule_book("qd-26-2026"), "centre", points=85, readings=chosen)
    assert adopted.fallback == "adopt-central"


def test_three_stars_at_a_province_under_qd_148_go_back_to_the_district() -> None:
    """Sóc Trăng 2024: a dossier for 4 stars was rated 3 and recommended for the local level."""
    found = what_follows(ocopkit.rule_book("qd-148-2023"), "province", points=60)
    assert (found.recognises, found.falls_to, found.fallback) == (None, "district", "province-decides")


def test_a_minimum_missed_lowers_the_stars_but_not_the_points() -> None:
    """92 points held to 3 stars are recognised as 3; more stars than the points make are refused."""
    book = ocopkit.rule_book("qd-26-2026")
    assert what_follows(book, "province", points=92, stars=3).recognises == 3
    with pytest.raises(CaseError, match=r"72 points can't make 5 stars.*At most 4 stars"):
        what_follows(book, "province", points=72, stars=5)
    with pytest.raises(CaseError, match=r"Points are from 0 to 100"):
        what_follows(book, "province", points=101)


def test_the_commune_assesses_four_topics_without_points() -> None:
    """Articles 4.1 and 7: the commune gives no points; under QĐ 1048 the dossier began at the district."""
    for key in BOOKS[1:]:
        commune = first_tier(ocopkit.rule_book(key))
        assert (commune.key, len(commune.topics), scores(commune)) == ("commune", 4, False)
        with pytest.raises(CaseError, match="gives no points"):
            what_follows(ocopkit.rule_book(key), "commune", points=80)
    assert first_tier(ocopkit.rule_book("qd-1048-2019")).key == "district"


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("qd-1048-2019", ["district", "province", "centre"]),
        ("qd-148-2023", ["commune", "district", "province", "centre"]),
        ("qd-1489-2025", ["commune", "province", "centre"]),
        ("qd-26-2026", ["commune", "province", "centre"]),
    ],
)
def test_a_dossier_climbs_the_tiers_of_its_regime(key: str, path: list[str]) -> None:
    """Four levels with the district until July 2025, three without it."""
    book = ocopkit.rule_book(key)
    climbed = [first_tier(book)]
    while above := next_tier(book, climbed[-1].key):
        climbed.append(above)
    assert [tier.key for tier in climbed] == path
    with pytest.raises(CaseError, match="has only the tiers"):
        tier_of(book, "ward")


@pytest.mark.parametrize("points", [0, 45])
def test_a_central_result_below_3_stars_leaves_the_other_way_open(points: int) -> None:
    """Article 7.4: below 90 the province may also evaluate anew; QĐ 1048 knows the central result alone."""
    found = what_follows(ocopkit.rule_book("qd-26-2026"), "centre", points=points)
    assert (found.recognises, found.falls_to, found.fallback) == (None, "province", "evaluate-anew")
    adopted = {"central-below-90": "adopt-central"}
    assert what_follows(ocopkit.rule_book("qd-26-2026"), "centre", points=points, readings=adopted).is_refused
    assert what_follows(ocopkit.rule_book("qd-1048-2019"), "centre", points=points).is_refused


@pytest.mark.parametrize("written", ["abc", "", "1/0", "nan", "1e999999999", "７０", " 70", "6971/1e2"])
def test_what_is_no_number_of_points_is_told(written: str) -> None:
    """Points come from forms as text: what isn't written like 69.71 or 275/3 is refused."""
    book = ocopkit.rule_book("qd-26-2026")
    with pytest.raises(CaseError, match="Write them like"):
        what_follows(book, "province", points=written)
    with pytest.raises(TypeError, match="points must be"):
        what_follows(book, "province", points=[written])  # type: ignore[arg-type]


@pytest.mark.parametrize("points", ["70", "70.00", "210/3", Decimal("7E+1"), Decimal(70), Fraction(70)])
def test_seventy_points_are_seventy_however_they_are_written(points: str | Decimal | Fraction) -> None:
    """A number keeps its value in each of the ways in which programs write it."""
    found = what_follows(ocopkit.rule_book("qd-26-2026"), "province", points=points)
    assert (found.points, found.stars) == (Fraction(70), 4)


@given(st.sampled_from(BOOKS), st.fractions(0, 100, max_denominator=100), st.data())
def test_every_result_leads_somewhere_and_never_beyond_its_stars(
    key: str, points: Fraction, data: st.DataObject
) -> None:
    """Whatever the points, a tier recognises only stars of its own, and at most those of the result."""
    book = ocopkit.rule_book(key)
    tier = data.draw(st.sampled_from([one for one in book.articles.tiers if scores(one)]))
    found = what_follows(book, tier.key, points=points)
    if found.recognises is not None:
        assert found.recognises in tier.recognises
        assert found.recognises <= found.stars
    if found.stars < 3:
        assert found.recognises is None
        assert found.is_refused or (tier is book.articles.tiers[-1] and found.fallback == "evaluate-anew")
    assert (found.fallback is None) == (found.falls_to is None)
