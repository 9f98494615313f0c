"""Places by name, the ids that begin with them, and their successors."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopkit.cases.provinces import provinces
from ocopkit.local.location import lies_in, plain_unit
from ocopkit.local.place import Place, slug
from ocopkit.product import Producer

NAMES = [old.name for province in provinces().provinces for old in province.merged_from]


@pytest.mark.parametrize(
    ("place", "namespace", "successor"),
    [
        (Place("Quảng Trị"), "quang-tri", "Tỉnh Quảng Trị"),
        (Place("Hải Dương"), "hai-duong", "Thành phố Hải Phòng"),
        (Place("Lai Châu", "Phong Thổ"), "lai-chau-phong-tho", "Tỉnh Lai Châu"),
        (Place("Quảng Ngãi", "Sơn Hà"), "quang-ngai-son-ha", "Tỉnh Quảng Ngãi"),
        (Place("Quảng Bình"), "quang-binh", "Tỉnh Quảng Trị"),
    ],
)
def test_the_five_places_know_their_successors(place: Place, namespace: str, successor: str) -> None:
    """A place before the merger of July 2025 knows the province in which it lies since."""
    assert (place.namespace, place.successor) == (namespace, successor)


def test_no_two_provinces_share_a_namespace() -> None:
    """The 63 provinces of before have 63 different names for their packs' ids."""
    assert len({slug(name) for name in NAMES}) == len(NAMES) == 63


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_a_place_holds_what_lies_in_it(one: str, other: str) -> None:
    """A province holds its own districts and no other's; a district doesn't hold its province."""
    assert Place(one).holds(Place(other, "Huyện Minh Họa")) == (one == other)
    assert not Place(one, "Huyện Minh Họa").holds(Place(one))


@given(st.sampled_from(NAMES))
def test_ids_are_plain(name: str) -> None:
    """A namespace has small letters without marks, and hyphens."""
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz-")


BEFORE, AFTER = date(2022, 1, 1), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("province", "of", "recorded", "answer"),
    [
        # before the merger a name or code is plain: 45 was Quảng Trị, 44 Quảng Bình
        ("Tỉnh Quảng Trị", BEFORE, BEFORE, True),
        ("45", BEFORE, BEFORE, True),
        ("44", BEFORE, BEFORE, False),
        ("Quảng Bình", BEFORE, BEFORE, False),
        # since then 44 and the name mean both together; a name of before still tells
        ("Quảng Trị", BEFORE, AFTER, None),
        ("44", BEFORE, AFTER, None),
        ("Quảng Bình", BEFORE, AFTER, False),
        ("Huế", BEFORE, AFTER, False),
        # for a document of today old Quảng Bình is a part of Quảng Trị
        ("Quảng Bình", AFTER, BEFORE, True),
        ("Quảng Trị", AFTER, AFTER, True),
        ("Huế", AFTER, AFTER, False),
        (None, BEFORE, BEFORE, None),
    ],
)
def test_whether_a_producer_lies_in_quang_tri(
    province: str | None, of: date, recorded: date, answer: bool | None
) -> None:
    """A province's name or code means the province of its day; what doesn't tell is not guessed."""
    producer = Producer("HTX Minh Họa", province=province)
    assert lies_in(Place("Quảng Trị"), producer, of=of, recorded=recorded) is answer


@pytest.mark.parametrize(
    ("district", "answer"),
    [("Huyện Phong Thổ", True), ("phong thổ", True), ("Tam Đường", False), (None, None), ("109", None)],
)
def test_whether_a_producer_lies_in_a_district(district: str | None, answer: bool | None) -> None:
    """Districts go by name, with or without their kind; a code says nothing here."""
    producer = Producer("HTX Minh Họa", province="Lai Châu", district=district)
    assert lies_in(Place("Lai Châu", "Phong Thổ"), producer, of=BEFORE, recorded=BEFORE) is answer
    assert lies_in(Place("Lai Châu", "Phong Thổ"), None, of=BEFORE, recorded=BEFORE) is None


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_no_producer_lies_in_two_provinces(one: str, other: str) -> None:
    """Before the merger a producer lay in the province that is recorded, and in no other."""
    producer = Producer("HTX Minh Họa", province=one)
    assert lies_in(Place(other), producer, of=BEFORE, recorded=BEFORE) is (one == other)


def test_a_unit_by_any_kind() -> None:
    """Huyện, thị xã, thành phố, xã and phường are no part of a unit's name."""
    assert {plain_unit(f"{kind} Ví Dụ") for kind in ("Huyện", "Thị xã", "TP", "Xã", "Phường")} == {"vi-du"}
