"""Finding packs, each kept apart from the others.

Entry points are read with :mod:`importlib.metadata` rather than by pluggy, which silently keeps only the
first of two distributions that use one name.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TypeVar

from ocopkit.errors import NotFoundError, Problem, nearest
from ocopkit.plugins import hooks
from ocopkit.plugins.offers import Offer, offer_of, offer_of_folder
from ocopkit.plugins.processes import SECONDS, asked
from ocopkit.text import Text

T = TypeVar("T")

VARIABLE = "OCOPKIT_PACKS"
"""The environment variable that says which installed packs are used, as :func:`chosen` reads it."""


def installed(
    only: Iterable[str] | None = None,
    *,
    without: Iterable[str] = (),
    folders: Iterable[Path] = (),
    seconds: float = SECONDS,
) -> tuple[Offer, ...]:
    """Return what the packs known in this environment offer.

    A pack that fails is left out and says why; the others still work. No code of a pack runs in this
    process.

    Args:
        only: The names of the installed packs to use; if left out, what :data:`VARIABLE` says, else all.
        without: The names of packs to leave out of them.
        folders: Folders of documents to use besides, which need no package.
        seconds: The time that each pack has to say what it offers.

    Raises:
        NotFoundError: If two packs have one name, speak for one place, or offer one document.
    """
    points = sorted(entry_points(group=hooks.NAME), key=lambda point: point.name)
    known = list(dict.fromkeys(point.name for point in points))
    wanted = chosen(os.environ.get(VARIABLE, ""), known) if only is None else tuple(only)
    left_out = tuple(without)
    missing = [name for name in (*wanted, *left_out) if name.removeprefix("-") not in known]
    used = [point for point in points if point.name in wanted and point.name not in left_out]
    _refuse_clashes(_NAME, used, lambda point: [point.name], _distribution)
    offers = _asked(used, seconds) if used else []
    offers += [_not_installed(name.removeprefix("-"), known) for name in missing]
    offers += map(offer_of_folder, folders)
    _refuse_clashes(_NAME, offers, lambda offer: [offer.pack], _owner)
    _refuse_clashes(_PLACE, offers, _spaces, _owner)
    _refuse_clashes(_DOCUMENT, offers, _ids, _owner)
    return tuple(offers)


def chosen(said: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the packs that are to be used.

    Args:
        said: ``off``; names with commas between; names with ``-`` before them, for all but those; all if
            empty.
        known: The names of the packs that there are.

    Returns:
        The names; one that isn't known is among them as it was written, so that it can be told.

    Example:
        >>> known = ["hai-duong", "quang-tri", "vi-du"]
        >>> chosen("quang-tri, vi-du", known)
        ('quang-tri', 'vi-du')
        >>> chosen("-vi-du", known)
        ('hai-duong', 'quang-tri')
        >>> chosen("off", known)
        ()
    """
    words = [word.strip() for word in said.split(",") if word.strip()]
    if words == ["off"]:
        return ()
    without = {word for word in words if word.startswith("-")}
    named = [word for word in words if word not in without and word != "all"]
    kept = [name for name in named or known if f"-{name}" not in without]
    return (*kept, *sorted(word for word in without if word[1:] not in set(known)))


def _asked(points: list[EntryPoint], seconds: float) -> list[Offer]:
    answers = asked(points, seconds=seconds)
    return [
        offer_of(point.name, answers[point.name], module=point.value, distribution=_distribution(point))
        for point in points
    ]


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def _owner(offer: Offer) -> str:
    return offer.distribution or str(offer.folder or offer.pack)


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
    count, listed = len(names), ", ".join(names)
    return Problem(
        "pack-clash",
        Text(vi=f"{count} gói {said.vi} {key!r}: {listed}", en=f"{count} packs {said.en} {key!r}: {listed}"),
        Text(vi="Không rõ gói nào được dùng", en="Which of them counts is unclear"),
        Text(
            vi=f"Chỉ giữ một: gỡ gói thừa, bỏ bớt thư mục, hoặc tắt gói đã cài: {VARIABLE}=-TÊN",
            en=f"Keep one: uninstall the others, name one folder only, or turn off what is installed: "
            f"{VARIABLE}=-NAME",
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
