"""What can be wrong between the sets of a book: what they share, and what they word alike."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

from ocopkit.rules.audits.sets import spot_of
from ocopkit.rules.audits.spot import Found, Spot, found
from ocopkit.rules.criteria import CriteriaSet, Criterion

_T = TypeVar("_T")


def check_across(forms: tuple[CriteriaSet, ...]) -> Iterator[Found]:
    """Yield the criteria that differ from what most other sets have.

    Args:
        forms: The sets of one book.
    """
    yield from _shared(forms)
    yield from _points(forms)


def _shared(forms: tuple[CriteriaSet, ...]) -> Iterator[Found]:
    """Yield criteria that bear the name of a shared one but aren't as most sets have it."""
    groups: dict[str, list[tuple[Spot, object]]] = {}
    for form in forms:
        for criterion in form.criteria:
            if criterion.shared:
                group = groups.setdefault(criterion.shared, [])
                group.append((spot_of(form, criterion), _content(criterion)))
    for name, members in groups.items():
        usual = _usual([content for _, content in members])
        for spot, content in members:
            if usual is not None and content != usual:
                yield found(
                    "differs-from-shared",
                    Spot(spot.clause, spot.path),
                    f"Không như {name!r} ở các bộ khác",
                    f"Not like {name!r} in other sets",
                )


def _content(criterion: Criterion) -> tuple[object, ...]:
    return (
        criterion.max,
        criterion.levels,
        criterion.alternatives,
        criterion.name,
        criterion.gates,
        criterion.applies_when,
        criterion.exempt_when,
        criterion.marked_for,
    )


def _points(forms: tuple[CriteriaSet, ...]) -> Iterator[Found]:
    """Yield ladders that award otherwise than most others of the same wording."""
    groups: dict[object, list[tuple[Spot, tuple[int, ...]]]] = {}
    for form in forms:
        for criterion in form.criteria:
            for case, levels in criterion.ladders():
                wording = tuple(level.name.vi for level in levels)
                key = (criterion.name.vi, criterion.max, case, wording)
                points = tuple(level.points for level in levels)
                groups.setdefault(key, []).append((spot_of(form, criterion), points))
    for members in groups.values():
        usual = _usual([points for _, points in members])
        for spot, points in members:
            if points != usual and usual is not None:
                here, there = "/".join(map(str, points)), "/".join(map(str, usual))
                yield found(
                    "points-differ",
                    spot,
                    f"Ở đây {here}, ở phần lớn các bộ khác {there}",
                    f"{here} here, {there} in most other sets",
                )


def _usual(contents: list[_T]) -> _T | None:
    """Return what most members have; ``None`` if no content is more common than every other."""
    if all(one == contents[0] for one in contents):
        return contents[0]
    (first, most), (_, next_most), *_ = Counter(contents).most_common(2)
    return first if most > next_most else None
