"""Whether a producer lies in a place, as far as what is recorded of it tells."""

import re
from datetime import date
from typing import TYPE_CHECKING

from ocopkit.cases.provinces import Province, Provinces, provinces
from ocopkit.local.place import Place, slug
from ocopkit.product import Producer

if TYPE_CHECKING:
    from ocopkit.cases.case import Case

_SHORT = re.compile(r"^\s*(?:h|q|tx|tp|x|p|tt)\.\s*", re.IGNORECASE)
_KINDS = re.compile(r"^(?:huyen|quan|thi-xa|thanh-pho|tp|tinh|xa|phuong|thi-tran|dac-khu)-")


def lies_in(place: Place, producer: Producer | None, *, of: date, recorded: date) -> bool | None:
    """Return whether a producer lies in a place; ``None`` if what is recorded doesn't tell.

    A province's name or code means the province of its day: "Quảng Trị" of 2022 is half of the one of
    2026.

    Args:
        place: The place, by the names of a local document.
        producer: The producer, with the names or codes of its record.
        of: A day of the document's time.
        recorded: The day on which the producer was recorded.

    Example:
        >>> here, day = Place("Quảng Trị"), date(2022, 1, 1)
        >>> lies_in(here, Producer("HTX", province="Tỉnh Quảng Trị"), of=day, recorded=day)
        True
        >>> lies_in(here, Producer("HTX", province="Quảng Trị"), of=day, recorded=date(2026, 1, 1)) is None
        True
        >>> lies_in(here, Producer("HTX", province="Huế"), of=day, recorded=date(2026, 1, 1))
        False
    """
    if producer is None:
        return None
    answers = [
        _province(place.province, producer.province, of, recorded),
        _unit(place.district, producer.district),
        _unit(place.commune, producer.commune),
    ]
    if False in answers:
        return False
    return None if None in answers else True


def case_lies_in(place: Place, case: "Case", *, of: date) -> bool | None:
    """Return whether the product of a case lies in a place; ``None`` if what is recorded doesn't tell.

    Args:
        place: The place, by the names of a local document.
        case: The case, whose producer was recorded when it began.
        of: The first day of the document's time.

    Example:
        >>> import ocopkit
        >>> from ocopkit.cases.case import Case
        >>> from ocopkit.product import Product
        >>> case = Case.open(Product("Chè", Producer("HTX", province="Huế")), ocopkit.rule_book)
        >>> case_lies_in(Place("Quảng Trị"), case, of=date(2022, 1, 1))
        False
    """
    begun = case.opened_on or (case.events[0].on if case.events else of)
    return lies_in(place, case.product.producer, of=of, recorded=begun)


def plain_unit(name: str) -> str:
    """Return the name of a district or commune in small letters without marks, and without its kind.

    Example:
        >>> plain_unit("Huyện Phong Thổ"), plain_unit("H. Phong Thổ"), plain_unit("phong thổ")
        ('phong-tho', 'phong-tho', 'phong-tho')
    """
    return _KINDS.sub("", slug(_SHORT.sub("", name)))


def _unit(wanted: str | None, found: str | None) -> bool | None:
    if wanted is None:
        return True
    if not found or found.isdecimal():
        return None
    return plain_unit(wanted) == plain_unit(found)


def _province(wanted: str, found: str | None, of: date, recorded: date) -> bool | None:
    if not found:
        return None
    known = provinces()
    if of >= known.effective or not _is_known(known, wanted):
        return slug(known.after(wanted)) == slug(known.after(found))
    here, there = known.before(wanted, known.eve), known.before(found, known.eve)
    merged = _province_of_today(known, found, there) if recorded >= known.effective else None
    if merged is None or len(merged.merged_from) == 1:
        return here == there
    return None if known.after(wanted) == merged.name else False


def _is_known(known: Provinces, name: str) -> bool:
    return any(known.after(name) == one.name for one in known.provinces)


def _province_of_today(known: Provinces, written: str, old: str) -> Province | None:
    """Return the province of today that a name or code means if it was written today."""
    return next((one for one in known.provinces if written == one.code or old == one.name), None)
