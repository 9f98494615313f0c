"""Provinces before and after the merger, by code or by name."""

import re
import unicodedata
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from attrs import field, frozen

from ocopkit.conversion import NOT_IN_DOCUMENTS
from ocopkit.documents import read

_PREFIX = re.compile(r"^(thanh pho|t p|tp|tinh) (?=.)")
_WORD = re.compile(r"[^\W_]+")


@frozen
class OldProvince:
    """A province before the merger.

    Args:
        code: Its code then.
        name: Its name then.
        also: What else it was called, and is in registers.
    """

    code: str
    name: str
    also: tuple[str, ...] = ()

    def is_named(self, plain: str) -> bool:
        """Return whether a code or a plain name means it."""
        return plain in {self.code, _plain(self.name), *map(_plain, self.also)}


@frozen
class Province:
    """A province after the merger.

    Args:
        code: Its code.
        name: Its name.
        merged_from: What it was made of.
    """

    code: str
    name: str
    merged_from: tuple[OldProvince, ...]


@frozen(eq=False)
class Provinces:
    """All provinces, before and after.

    Args:
        effective: The first day of the new provinces.
        provinces: The provinces after the merger.
    """

    effective: date
    provinces: tuple[Province, ...]
    _after: dict[str, str] = field(factory=dict[str, str], init=False, repr=False, metadata=NOT_IN_DOCUMENTS)

    def __attrs_post_init__(self) -> None:
        """Index the provinces by every code and name that one may write."""
        for province in self.provinces:
            was = province.merged_from
            others = [name for one in was for name in (one.code, _plain(one.name), *map(_plain, one.also))]
            for name in [*others, province.code, _plain(province.name)]:
                self._after[name] = province.name

    @property
    def eve(self) -> date:
        """The last day of the provinces before the merger."""
        return self.effective - timedelta(days=1)

    def after(self, written: str) -> str:
        """Return the name of the province after the merger; what was written, if it isn't known.

        A code or name of before and one of after lead to the same province.

        Args:
            written: A code or a name, with or without "Tỉnh", with or without diacritics.

        Example:
            >>> provinces().after("Bắc Kạn"), provinces().after("82"), provinces().after("hoa binh")
            ('Tỉnh Thái Nguyên', 'Tỉnh Đồng Tháp', 'Tỉnh Phú Thọ')
        """
        return self._after.get(_plain(written), written)

    def before(self, written: str, on: date) -> str:
        """Return the name of the province as it was on the day on which it was written down.

        Args:
            written: A code or a name.
            on: The day; from the merger on, the province of before can no longer be told.

        Example:
            >>> provinces().before("82", date(2022, 1, 1)), provinces().before("82", date(2026, 1, 1))
            ('Tỉnh Tiền Giang', 'Tỉnh Đồng Tháp')
        """
        if on >= self.effective:
            return self.after(written)
        key = _plain(written)
        old = (one for province in self.provinces for one in province.merged_from)
        return next((one.name for one in old if one.is_named(key)), written)


@cache
def provinces() -> Provinces:
    """Return the provinces before and after the merger of 2025.

    Example:
        >>> len(provinces().provinces), sum(len(one.merged_from) for one in provinces().provinces)
        (34, 63)
    """
    return read(Path(__file__).parent / "places.yaml", name="places.yaml").structure(Provinces)


def _plain(written: str) -> str:
    """Return a name without prefix, marks, case and punctuation: people write all of them in many ways."""
    letters = unicodedata.normalize("NFD", written.strip().casefold().replace("đ", "d"))
    name = "".join(one for one in letters if not unicodedata.combining(one))
    return _PREFIX.sub("", " ".join(_WORD.findall(name)))
