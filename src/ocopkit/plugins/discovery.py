"""Finding packs, each kept apart from the others.

Entry points are read with :mod:`importlib.metadata` rather than by pluggy, which silently keeps only the
first of two distributions that use one name.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TypeVar

from ocopkit.errors import NotFoundError, Problem, nearest
from ocopkit.plugins import hooks
from ocopkit.plugins.offers import Offer, failed, offer_of, offer_of_folder
from ocopkit.text import Text

T = TypeVar("T")

VARIABLE = "OCOPKIT_PACKS"
"""The environment variable that says which installed packs are used: ``off``, or names with commas."""


def installed(only: Iterable[str] | None = None, *, folders: Iterable[Path] = ()) -> tuple[Offer, ...]:
    """Return what the packs known in this environment offer.

    A pack that fails is left out and says why; the others still work.

    Args:
        only: The names of the installed packs to use; if left out, what :data:`VARIABLE` says, else all.
        folders: Folders of documents to use besides, which need no package.

    Raises:
        NotFoundError: If two packs have one name, speak for one place, or offer one document.
    """
    points = sorted(entry_points(group=hooks.NAME), key=lambda point: point.name)
    _refuse_clashes(_NAME, points, lambda point: [point.name], _distribution)
    wanted = names_in(os.environ) if only is None else frozenset(only)
    offers = [_loaded(point) for point in points if wanted is None or point.name in wanted]
    missing = sorted((wanted or frozenset()) - {point.name for point in points})
    offers += [_not_installed(name, [point.name for point in points]) for name in missing]
    offers += map(offer_of_folder, folders)
    _refuse_clashes(_NAME, offers, lambda offer: [offer.pack], _owner)
    _refuse_clashes(_PLACE, offers, _spaces, _owner)
    _refuse_clashes(_DOCUMENT, offers, _ids, _owner)
    return tuple(offers)


def names_in(environment: Mapping[str, str]) -> frozenset[str] | None:
    """Return the packs that an environment's :data:`VARIABLE` names; ``None`` for all.

    Args:
        environment: The variables.

    Example:
        >>> sorted(names_in({"OCOPKIT_PACKS": "quang-tri, hai-duong"}))
        ['hai-duong', 'quang-tri']
        >>> names_in({"OCOPKIT_PACKS": "off"})
        frozenset()
    """
    said = environment.get(VARIABLE, "").strip()
    if not said or said == "all":
        return None
    return frozenset() if said == "off" else frozenset(filter(None, map(str.strip, said.split(","))))


def _loaded(point: EntryPoint) -> Offer:
    distribution = _distribution(point)
    try:
        plugin = point.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever a pack does, it is only left out)
        return Offer(point.name, distribution=distribution, problems=(failed(point.name, error),))
    return offer_of(point.name, plugin, module=point.value, distribution=distribution)


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def _owner(offer: Offer) -> str:
    return offer.distribution or offer.pack


def _spaces(offer: Offer) -> list[str]:
    return [offer.manifest.place.namespace] if offer.manifest else []


def _ids(offer: Offer) -> list[str]:
    return [one.id for one in offer.documents if one.kind != "books"]  # the catalog compares the books


_NAME = Text(vi="cùng tên", en="are named")
_PLACE = Text(vi="cùng thay mặt cho", en="speak for")
_DOCUMENT = Text(vi="cùng cung cấp", en="offer")


def _refuse_clashes(
    said: Text, items: Sequence[T], keys: Callable[[T], list[str]], name: Callable[[T], str]
) -> None:
    """Raise if two items have a key in common, with both named."""
    owners: dict[str, list[str]] = {}
    for item in items:
        for key in dict.fromkeys(keys(item)):
            owners.setdefault(key, []).append(name(item))
    if clashes := [_clash(said, key, names) for key, names in owners.items() if len(names) > 1]:
        raise NotFoundError(clashes)


def _clash(said: Text, key: str, names: list[str]) -> Problem:
    listed = ", ".join(names)
    return Problem(
        "pack-clash",
        Text(vi=f"Hai gói {said.vi} {key!r}: {listed}", en=f"Two packs {said.en} {key!r}: {listed}"),
        Text(vi="Không rõ gói nào được dùng", en="Which of them counts is unclear"),
        Text(
            vi=f"Gỡ một trong hai, hoặc nêu tên gói được dùng trong {VARIABLE}",
            en=f"Uninstall one of them, or name the packs to use in {VARIABLE}",
        ),
    )


def _not_installed(name: str, known: list[str]) -> Offer:
    return Offer(
        name,
        problems=(
            Problem(
                "pack-missing",
                Text(vi=f"Chưa cài gói {name!r}", en=f"The pack {name!r} is not installed"),
                Text(
                    vi=f"{VARIABLE} hoặc lệnh gọi nêu tên gói này",
                    en=f"{VARIABLE} or the caller names it",
                ),
                nearest(name, known),
            ),
        ),
    )
