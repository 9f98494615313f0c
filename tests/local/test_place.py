"""Places by name, the ids that begin with them, and their successors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopkit.cases.provinces import provinces
from ocopkit.local.place import Place, slug

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
