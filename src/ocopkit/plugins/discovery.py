"""Finding installed packs, each kept apart from the others.

Entry points are read with :mod:`importlib.metadata` rather than by pluggy, which silently keeps only the
first of two distributions that use one name.
"""

from importlib.metadata import EntryPoint, entry_points
from itertools import pairwise

from ocopkit.errors import NotFoundError, Problem
from ocopkit.plugins import hooks
from ocopkit.plugins.offers import Offer, failed, offer_of
from ocopkit.text import Text


def installed() -> tuple[Offer, ...]:
    """Return what the packs installed in this environment offer.

    A pack that fails is left out and says why; the others still work.

    Raises:
        NotFoundError: If two distributions announce packs of the same name.
    """
    points = sorted(entry_points(group=hooks.NAME), key=lambda point: point.name)
    clashes = [_clash(first, second) for first, second in pairwise(points) if first.name == second.name]
    if clashes:
        raise NotFoundError(clashes)
    return tuple(_loaded(point) for point in points)


def _loaded(point: EntryPoint) -> Offer:
    try:
        plugin = point.load()
    except Exception as error:  # noqa: BLE001 (as above)
        return Offer(point.name, problems=(failed(point.name, error),))
    return offer_of(point.name, plugin)


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def _clash(first: EntryPoint, second: EntryPoint) -> Problem:
    names = f"{_distribution(first)}, {_distribution(second)}"
    return Problem(
        "pack-clash",
        Text(
            vi=f"Hai gói cùng tên {first.name!r}: {names}",
            en=f"Two packs are named {first.name!r}: {names}",
        ),
        Text(vi="Không rõ gói nào được dùng", en="Which of them counts is unclear"),
        Text(vi="Gỡ một trong hai", en="Uninstall one of them"),
    )
