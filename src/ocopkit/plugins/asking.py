"""Asking a plugin what it offers, in the process in which its code runs."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import cast

import pluggy
from attrs import frozen

from ocopkit.errors import Problem, Where
from ocopkit.plugins import hooks
from ocopkit.plugins.faults import failed, wrong_return
from ocopkit.text import Text

MOST = 1000
"""The most documents, and the most folders, that one pack may offer: real ones have a few dozen."""


@frozen
class Answer:
    """What a plugin says of itself.

    Args:
        folders: The folders of documents or of a rule book that it offers, each of which is there.
        checks: The hooks with which it checks something.
        problems: Why the rest is left out.
    """

    folders: tuple[Path, ...] = ()
    checks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def managed(pack: str, plugin: ModuleType | object) -> pluggy.PluginManager:
    """Return a manager of our hooks that knows one plugin.

    Args:
        pack: The pack's name.
        plugin: The module or object that fills the hooks.

    Raises:
        PluginValidationError: If the plugin fills a hook that doesn't exist, or with other arguments.
    """
    manager = pluggy.PluginManager(hooks.NAME)
    manager.add_hookspecs(hooks)
    manager.register(plugin, name=pack)
    manager.check_pending()
    return manager


def returned(manager: pluggy.PluginManager, hook: str, given: Mapping[str, object]) -> list[object]:
    """Return what each function that fills a hook returns; pluggy itself drops those that return nothing.

    Args:
        manager: The manager that knows the plugin.
        hook: The hook's name.
        given: The hook's arguments.
    """
    impls = getattr(manager.hook, hook).get_hookimpls()
    return [impl.function(*(given[name] for name in impl.argnames)) for impl in impls]


def ask(pack: str, plugin: ModuleType | object) -> Answer:
    """Return what a plugin offers, asked in this process.

    Args:
        pack: The pack's name.
        plugin: The module or object that fills the hooks.
    """
    try:
        manager = managed(pack, plugin)
        filled = {name: getattr(manager.hook, name).get_hookimpls() for name in hooks.NAMES}
        answers = [_listed(one) for one in returned(manager, hooks.DOCUMENTS, {})]
    except (Exception, SystemExit) as error:  # noqa: BLE001 (a pack may fail in any way)
        return Answer(problems=(failed(pack, error, _hook_of(error)),))
    if not any(filled.values()):
        return Answer(problems=(_fills_nothing(pack, plugin),))
    folders: list[Path] = []
    problems: list[Problem] = []
    for answer in answers:
        items = cast("list[object]", answer) if isinstance(answer, list) else [answer]
        for item in items:
            if isinstance(item, Path) and any((item / name).is_file() for name in ("pack.yaml", "book.yaml")):
                folders.append(item)
                continue
            problems.append(wrong_return(pack, plugin, hooks.DOCUMENTS, item, _FOLDERS))
            break  # what else such a hook returns is no better
    checks = tuple(name for name in hooks.NAMES if name != hooks.DOCUMENTS and filled[name])
    return Answer(tuple(folders), checks, tuple(problems))


def _listed(answer: object) -> object:
    """Return what a hook returned as a list, if it can be gone through, and no longer than it may be."""
    if isinstance(answer, str | bytes) or not isinstance(answer, Iterable):
        return answer
    return list(islice(cast("Iterable[object]", answer), MOST + 1))


def _hook_of(error: BaseException) -> str:
    """Return the hook in which an error was raised; none if the plugin never came so far."""
    return "" if isinstance(error, pluggy.PluginValidationError) else hooks.DOCUMENTS


_FOLDERS = Text(
    vi="Mỗi phần tử phải là Path tới thư mục có pack.yaml hoặc book.yaml",
    en="Each item must be a Path to a folder that holds pack.yaml or book.yaml",
)


def _fills_nothing(pack: str, plugin: object) -> Problem:
    return Problem(
        "pack-silent",
        Text(vi=f"Gói {pack!r} không có hàm nào cho các hook", en=f"The pack {pack!r} fills no hook"),
        Text(
            vi="Chỉ hàm mang tên của hook và đánh dấu @hookimpl mới được gọi",
            en="Only functions named as a hook and marked @hookimpl are called",
        ),
        Text(
            vi=f"Đặt @hookimpl trước {hooks.DOCUMENTS}, và kiểm tra mô-đun trong entry point",
            en=f"Put @hookimpl before {hooks.DOCUMENTS}, and check the entry point's module",
        ),
        Where(file=getattr(plugin, "__file__", None)),
    )
