"""What one pack offers, checked, so that a pack that fails is left out and says why."""

from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import cast

import pluggy
from attrs import frozen

from ocopkit.errors import Problem, Where
from ocopkit.plugins import hooks
from ocopkit.text import Text


@frozen
class Offer:
    """What one pack offers.

    Args:
        pack: The pack's name.
        folders: The folders of its rule books.
        problems: Why it, or a part of it, is left out.
    """

    pack: str
    folders: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def offer_of(pack: str, plugin: ModuleType | object) -> Offer:
    """Return what one plugin offers, checked.

    Args:
        pack: The pack's name.
        plugin: The module or object that fills the hooks.
    """
    manager = pluggy.PluginManager(hooks.NAME)
    manager.add_hookspecs(hooks)
    try:
        manager.register(plugin, name=pack)
        manager.check_pending()
        answers: list[object] = manager.hook.ocopkit_rule_books()
    except Exception as error:  # noqa: BLE001 (a pack may fail in any way; the national result must not)
        return Offer(pack, problems=(failed(pack, error),))
    folders: list[Path] = []
    problems: list[Problem] = []
    for answer in answers:
        if isinstance(answer, str | bytes) or not isinstance(answer, Iterable):
            problems.append(_wrong_return(pack, answer))
            continue
        for folder in cast("Iterable[object]", answer):
            if isinstance(folder, Path) and (folder / "book.yaml").is_file():
                folders.append(folder)
            else:
                problems.append(_wrong_return(pack, folder))
    return Offer(pack, tuple(folders), tuple(problems))


def failed(pack: str, error: Exception) -> Problem:
    """Return what is to be said of a pack that raised an error."""
    said = f"{type(error).__name__}: {error}"
    traceback = error.__traceback__
    while traceback and traceback.tb_next:
        traceback = traceback.tb_next
    where = Where()
    if traceback:
        where = Where(file=traceback.tb_frame.f_code.co_filename, line=traceback.tb_lineno)
    return Problem(
        "pack-failed",
        Text(vi=f"Gói {pack!r} không nạp được: {said}", en=f"The pack {pack!r} failed: {said}"),
        Text(
            vi="Gói này bị bỏ qua; kết quả quốc gia không đổi",
            en="It is left out; national results stand",
        ),
        Text(vi="Báo cho người viết gói", en="Tell the author of the pack"),
        where,
    )


def _wrong_return(pack: str, value: object) -> Problem:
    return Problem(
        "pack-return",
        Text(
            vi=f"Gói {pack!r}: ocopkit_rule_books trả về {value!r}",
            en=f"The pack {pack!r}: ocopkit_rule_books returned {value!r}",
        ),
        Text(
            vi="Mỗi phần tử phải là Path tới thư mục có book.yaml",
            en="Each item must be a Path to a folder that holds book.yaml",
        ),
        Text(vi="Sửa hàm này trong gói", en="Mend that function of the pack"),
    )
