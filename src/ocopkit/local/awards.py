"""What products get by reward schemes: one case, and the sum over many."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import field, frozen

from ocopkit.cases.case import Case
from ocopkit.cases.register import Register, opened_twice
from ocopkit.errors import DocumentError
from ocopkit.local.benefit import EVENT_TEXTS, Award, Benefits, Event, award_after, total
from ocopkit.local.location import case_lies_in
from ocopkit.local.recognitions import cases_in, recognitions
from ocopkit.text import Text


@frozen
class BenefitSum:
    """What one scheme pays for one event and star.

    Args:
        scheme: The id of the scheme.
        event: The event.
        stars: The star.
        awards: How many recognitions get something.
        dong: The sum in đồng.
        nothing: How many get nothing, and why is said in their award.
        unstated: How many have no amount that the scheme states.
    """

    scheme: str
    event: Event
    stars: int
    awards: int
    dong: int
    nothing: int
    unstated: int

    @property
    def text(self) -> Text:
        """The event and the star, in words."""
        event = EVENT_TEXTS[self.event]
        return Text(vi=f"{event.vi}, {self.stars} sao", en=f"{event.en}, {self.stars} stars")


@frozen
class BenefitReport:
    """What reward schemes pay over many cases.

    Args:
        on: The day up to which is counted.
        awards: The awards by case.
        sums: The sums by scheme, event and star.
        unplaced: The cases that don't say whether they lie in a scheme's place; they aren't counted.
    """

    on: date
    awards: Mapping[str, tuple[Award, ...]] = field(factory=dict[str, tuple[Award, ...]])
    sums: tuple[BenefitSum, ...] = ()
    unplaced: tuple[str, ...] = ()

    @property
    def dong(self) -> int:
        """The sum of all amounts in đồng."""
        return sum(one.dong for one in self.sums)

    @property
    def unstated(self) -> int:
        """How many awards have no stated amount."""
        return sum(one.unstated for one in self.sums)


def benefits(
    case: Case, on: date, schemes: Iterable[Benefits], *, everywhere: bool = False
) -> tuple[Award, ...]:
    """Return what a product gets for each of its recognitions, by each scheme of its place.

    Args:
        case: The case.
        on: The day; later recognitions are left aside.
        schemes: The schemes; those of other places are passed over.
        everywhere: Whether the case is taken to lie in every scheme's place, whatever it records.

    Returns:
        The awards, scheme by scheme and by day, each with its reason and clause; what pays nothing is
        among them, and says why. Conditions of a scheme are words, and not looked at.

    Example:
        >>> import ocopkit
        >>> from pathlib import Path
        >>> from ocopkit.local.benefit import load_benefits
        >>> from ocopkit.product import Producer, Product
        >>> from ocopkit.testing.lives import recognised
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/benefits")
        >>> scheme = load_benefits(folder / "vi-du-khen-thuong-2026.yaml")
        >>> product = Product("Chè minh họa", Producer("HTX", "cooperative", "Ví Dụ"))
        >>> case = recognised(Case.open(product, ocopkit.rule_book), 3, on=date(2026, 8, 3))
        >>> for one in benefits(case, date(2026, 12, 31), [scheme]):
        ...     print(one.dong, one.because.en)
        ...     print(one.clause.en)
        20000000 first recognition, 3 stars, on 2026-08-03
        article 2(1), Illustrative resolution on rewards
    """
    return tuple(
        one for scheme in schemes if everywhere or _lies_in(scheme, case) for one in _awards(scheme, case, on)
    )


def benefits_of(
    register: Register | Iterable[Case],
    on: date,
    schemes: Iterable[Benefits],
    *,
    since: date | None = None,
    everywhere: bool = False,
) -> BenefitReport:
    """Return what many products get, and the sums.

    Args:
        register: A register, or cases.
        on: The day; later recognitions are left aside.
        schemes: The schemes.
        since: The first day of the recognitions that are counted: that of a budget's year. Earlier ones
            still matter for what is paid once, and for differences.
        everywhere: Whether all cases are taken to lie in every scheme's place, whatever they record.

    Raises:
        DocumentError: If two cases have the same id.

    Example:
        >>> benefits_of([], date(2026, 12, 31), []).dong
        0
    """
    known = tuple(schemes)
    found: dict[str, tuple[Award, ...]] = {}
    unplaced: list[str] = []
    known_cases: set[str] = set()
    for place, case in enumerate(cases_in(register)):
        name = case.id or f"#{place}"
        if name in known_cases:
            raise DocumentError([opened_twice(None, name)])
        known_cases.add(name)
        if not everywhere and any(_lies_in(scheme, case) is None for scheme in known):
            unplaced.append(name)
        awards = benefits(case, on, known, everywhere=everywhere)
        counted = tuple(one for one in awards if since is None or one.recognition.on >= since)
        if counted:
            found[name] = counted
    awards_of_all = [one for awards in found.values() for one in awards]
    return BenefitReport(on, found, tuple(_sums(awards_of_all)), tuple(unplaced))


def _lies_in(scheme: Benefits, case: Case) -> bool | None:
    return case_lies_in(scheme.place, case, of=scheme.period.first_day)


def _awards(scheme: Benefits, case: Case, on: date) -> Iterator[Award]:
    found = recognitions(case, on)
    for place, one in enumerate(found):
        yield award_after(scheme, one, found[:place])


def _sums(awards: Iterable[Award]) -> Iterator[BenefitSum]:
    parts: dict[tuple[str, Event, int], list[Award]] = {}
    for one in awards:
        key = (one.scheme, one.recognition.event, one.recognition.stars)
        parts.setdefault(key, []).append(one)
    for (scheme, event, stars), part in sorted(parts.items()):
        dong, unstated = total(part)
        paid = sum(bool(one.dong) for one in part)
        yield BenefitSum(scheme, event, stars, paid, dong, len(part) - paid - unstated, unstated)
