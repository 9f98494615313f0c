"""The place that a document is for, by the names that it prints."""

import unicodedata

from attrs import frozen

from ocopkit.text import Text


@frozen
class Place:
    """A province, or a district or commune of it, by the names that its documents print.

    Args:
        province: The province's name.
        district: The district's name, before July 2025.
        commune: The commune's name.

    Example:
        >>> Place("Lai Châu", "Phong Thổ").namespace
        'lai-chau-phong-tho'
    """

    province: str
    district: str | None = None
    commune: str | None = None

    @property
    def namespace(self) -> str:
        """What the ids of this place's documents begin with."""
        return "-".join(map(slug, self._names))

    @property
    def text(self) -> Text:
        """The place as people write it, the smallest unit first in English."""
        return Text(vi=", ".join(reversed(self._names)), en=", ".join(reversed(self._names)))

    @property
    def successor(self) -> str:
        """The name of the province in which the place lies since the merger of 2025.

        Example:
            >>> Place("Quảng Bình").successor
            'Tỉnh Quảng Trị'
        """
        from ocopkit.cases.provinces import provinces  # reads a file

        return provinces().after(self.province)

    def holds(self, other: "Place") -> bool:
        """Return whether another place is this one or lies in it.

        Args:
            other: The other place.

        Example:
            >>> Place("Lai Châu").holds(Place("Lai Châu", "Phong Thổ"))
            True
        """
        return all(
            mine in {None, theirs}
            for mine, theirs in (
                (self.province, other.province),
                (self.district, other.district),
                (self.commune, other.commune),
            )
        )

    @property
    def _names(self) -> list[str]:
        return [name for name in (self.province, self.district, self.commune) if name]


def slug(name: str) -> str:
    """Return a Vietnamese name in small letters without marks, its words joined by hyphens.

    Example:
        >>> slug("Đắk Lắk")
        'dak-lak'
    """
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return "-".join("".join(sign if sign.isalnum() else " " for sign in kept).split())
