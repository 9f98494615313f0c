"""Packs that are being written: a folder with ``pyproject.toml``, looked at before it is installed."""

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from attrs import evolve

from ocopkit.errors import Problem, Where
from ocopkit.plugins import hooks
from ocopkit.plugins.offers import Offer, offer_of
from ocopkit.plugins.processes import asked
from ocopkit.text import Text

FILE = "pyproject.toml"


def is_source(folder: Path) -> bool:
    """Return whether a folder holds the source of a package.

    Args:
        folder: The folder.
    """
    return (folder / FILE).is_file() and "project" in _read(folder / FILE)


def offer_of_source(folder: Path) -> Offer:
    """Return what a pack would offer if it were installed.

    Args:
        folder: The folder that holds its ``pyproject.toml``.
    """
    announced: dict[str, str] = _read(folder / FILE)["project"].get("entry-points", {}).get(hooks.NAME, {})
    if len(announced) != 1:
        return Offer(folder.resolve().name, problems=(_not_one(folder / FILE, len(announced)),))
    ((name, module),) = announced.items()
    source = folder / "src" if (folder / "src").is_dir() else folder
    answer = asked([EntryPoint(name, module, hooks.NAME)], source=source)[name]
    return evolve(offer_of(name, answer, module=module), source=source)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"project": {}}  # a broken file announces nothing, which is told


def _not_one(file: Path, count: int) -> Problem:
    group = f"[project.entry-points.{hooks.NAME}]"
    return Problem(
        "one-entry-point",
        Text(vi=f"{FILE} khai báo {count} gói", en=f"{FILE} announces {count} packs"),
        Text(
            vi=f"ocopkit tìm thấy gói nhờ một dòng trong {group}",
            en=f"ocopkit finds a pack by one line in {group}",
        ),
        Text(
            vi=f'Ghi dưới {group}: tên-gói = "mô_đun"',
            en=f'Write under {group}: name-of-the-pack = "its_module"',
        ),
        Where(file=str(file)),
    )
