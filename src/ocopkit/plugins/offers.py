"""What one pack offers, checked, so that a pack that fails is left out and says why."""

from collections.abc import Iterable, Iterator
from inspect import unwrap
from itertools import islice
from pathlib import Path
from traceback import walk_tb
from types import ModuleType
from typing import TYPE_CHECKING, cast

import pluggy
from attrs import evolve, frozen

from ocopkit.errors import DocumentError, Problem, Where, nearest
from ocopkit.plugins import hooks
from ocopkit.text import Text

if TYPE_CHECKING:
    from ocopkit.plugins.manifest import Kind, PackFile

MOST_DOCUMENTS = 1000
"""The most documents that one pack may offer: real ones have a few dozen, and more is a mistake."""


@frozen
class Offered:
    """A document that a pack offers; it isn't read yet.

    Args:
        kind: What it is, by the name of its folder.
        id: Its id, by the name of its file or folder.
        file: The file; for a rule book, its folder.
    """

    kind: "Kind"
    id: str
    file: Path


@frozen
class Offer:
    """What one pack offers.

    Args:
        pack: The pack's name.
        folders: The folders of its rule books.
        documents: All its documents, rule books included, by kind and id.
        manifest: What its ``pack.yaml`` says, if it has one.
        distribution: The name and version of the package that brings it; empty for a plain folder.
        checks: The module that checks scores, as its entry point names it; empty if none does.
        problems: Why it, or a part of it, is left out.
    """

    pack: str
    folders: tuple[Path, ...] = ()
    documents: tuple[Offered, ...] = ()
    manifest: "PackFile | None" = None
    distribution: str = ""
    checks: str = ""
    problems: tuple[Problem, ...] = ()

    def of_kind(self, kind: "Kind") -> tuple[Offered, ...]:
        """Return its documents of a kind."""
        return tuple(one for one in self.documents if one.kind == kind)


def offer_of(pack: str, plugin: ModuleType | object, *, module: str = "", distribution: str = "") -> Offer:
    """Return what one plugin offers, checked.

    Args:
        pack: The pack's name.
        plugin: The module or object that fills the hooks.
        module: The module as its entry point names it.
        distribution: The name and version of the package that brings it.
    """
    manager = pluggy.PluginManager(hooks.NAME)
    manager.add_hookspecs(hooks)
    try:
        manager.register(plugin, name=pack)
        manager.check_pending()
        answers = [_listed(one) for one in manager.hook.ocopkit_documents()]
    except (Exception, SystemExit) as error:  # noqa: BLE001 (a pack may fail in any way; the national result must not)
        return Offer(pack, distribution=distribution, problems=(failed(pack, error),))
    checks = module if manager.hook.ocopkit_check_score.get_hookimpls() else ""
    offer = Offer(pack, distribution=distribution, checks=checks)
    for answer in answers:
        if not isinstance(answer, list):
            offer = _with_problem(offer, wrong_return(pack, plugin, hooks.DOCUMENTS, answer, _FOLDERS))
            continue
        for folder in cast("list[object]", answer):
            try:
                offer = _with_any(offer, plugin, folder)
            except Exception as error:  # noqa: BLE001 (as above)
                offer = _with_problem(offer, failed(pack, error, hooks.DOCUMENTS))
            if offer.problems[-1:] and offer.problems[-1].code == "pack-return":
                break  # what else such a hook returns is no better
    return offer


def offer_of_folder(folder: Path) -> Offer:
    """Return what a folder of documents offers that belongs to no package.

    Args:
        folder: The folder, which holds ``pack.yaml``. Its name is the pack's.
    """
    return _with_folder(Offer(folder.resolve().name), folder)


def _listed(answer: object) -> object:
    """Return what a hook returned as a list, if it can be gone through, and no longer than it may be."""
    if isinstance(answer, str | bytes) or not isinstance(answer, Iterable):
        return answer
    return list(islice(cast("Iterable[object]", answer), MOST_DOCUMENTS))


def failed(pack: str, error: BaseException, hook: str = "") -> Problem:
    """Return what is to be said of a pack that raised an error.

    Args:
        pack: The pack's name.
        error: The error.
        hook: The hook that it was raised in, if it was in one.
    """
    said = f"{type(error).__name__}: {error}"
    return pack_failed(pack, said, _raised_at(error), hook)


def _raised_at(error: BaseException) -> Where:
    """Return where an error was raised, in a file rather than inside Python's own import system."""
    if isinstance(error, SyntaxError):
        return Where(file=error.filename, line=error.lineno)
    where = Where()
    for frame, line in walk_tb(error.__traceback__):
        if not frame.f_code.co_filename.startswith("<frozen"):
            where = Where(file=frame.f_code.co_filename, line=line)
    return where


def pack_failed(pack: str, said: str, where: Where, hook: str = "") -> Problem:
    """Return what is to be said of a pack that failed, when its error is known by its words."""
    inside = f", {hook}" if hook else ""
    return Problem(
        "pack-failed",
        Text(vi=f"Gói {pack!r}{inside} bị lỗi: {said}", en=f"The pack {pack!r}{inside} failed: {said}"),
        Text(
            vi="Phần này bị bỏ qua; kết quả quốc gia không đổi",
            en="It is left out; national results stand",
        ),
        Text(vi="Báo cho người viết gói", en="Tell the author of the pack"),
        where,
    )


def wrong_return(pack: str, plugin: object, hook: str, value: object, mend: Text) -> Problem:
    """Return what is to be said of a hook that returned something else than it should.

    Args:
        pack: The pack's name.
        plugin: The module or object that fills the hook.
        hook: The hook's name.
        value: What it returned.
        mend: What it should return.
    """
    code = getattr(unwrap(getattr(plugin, hook, None) or str), "__code__", None)
    where = Where(file=code.co_filename, line=code.co_firstlineno) if code else Where()
    shown = repr(value)[:200]
    return Problem(
        "pack-return",
        Text(vi=f"Gói {pack!r}: {hook} trả về {shown}", en=f"The pack {pack!r}: {hook} returned {shown}"),
        mend,
        Text(vi="Sửa hàm này trong gói", en="Mend that function of the pack"),
        where,
    )


_FOLDERS = Text(
    vi="Mỗi phần tử phải là Path tới thư mục có pack.yaml hoặc book.yaml",
    en="Each item must be a Path to a folder that holds pack.yaml or book.yaml",
)


def _with_problem(offer: Offer, *problems: Problem) -> Offer:
    return evolve(offer, problems=(*offer.problems, *problems))


def _with_any(offer: Offer, plugin: object, folder: object) -> Offer:
    if isinstance(folder, Path) and (folder / "book.yaml").is_file():
        return _with_book(offer, folder)
    if isinstance(folder, Path) and (folder / "pack.yaml").is_file():
        return _with_folder(offer, folder)
    return _with_problem(offer, wrong_return(offer.pack, plugin, hooks.DOCUMENTS, folder, _FOLDERS))


def _with_book(offer: Offer, folder: Path) -> Offer:
    book = Offered("books", folder.name, folder)
    return evolve(offer, folders=(*offer.folders, folder), documents=(*offer.documents, book))


def _with_folder(offer: Offer, folder: Path) -> Offer:
    """Return an offer with the documents of a folder, found by their names and not read."""
    from ocopkit.plugins.manifest import KINDS, load_manifest

    try:
        manifest = load_manifest(folder)
    except DocumentError as error:
        return _with_problem(offer, *error.problems)
    offer = evolve(offer, manifest=manifest)
    found: list[Offered] = []
    problems = [
        _unknown_folder(offer.pack, one, KINDS)
        for one in sorted(folder.iterdir())
        if one.is_dir() and one.name not in KINDS and not one.name.startswith(("_", "."))
    ]
    for kind in KINDS:
        for file in _files(folder / kind, kind):
            found.append(Offered(kind, file.name if kind == "books" else file.stem, file))
            if len(found) > MOST_DOCUMENTS:
                return _with_problem(offer, _too_many(offer.pack, folder))
    space = manifest.place.namespace
    seen: set[tuple[str, str]] = set()
    kept: list[Offered] = []
    for one in sorted(found, key=lambda one: (KINDS.index(one.kind), one.id)):
        if one.id != space and not one.id.startswith(space + "-"):
            problems.append(_foreign(offer.pack, one, space))
        elif (one.kind, one.id) in seen:
            problems.append(_twice(offer.pack, one))
        else:
            seen.add((one.kind, one.id))
            kept.append(one)
    books = tuple(one.file for one in kept if one.kind == "books")
    return evolve(
        offer,
        folders=offer.folders + books,
        documents=(*offer.documents, *kept),
        problems=(*offer.problems, *problems),
    )


def _files(folder: Path, kind: str) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for one in folder.iterdir():
        if (kind == "books" and (one / "book.yaml").is_file()) or (
            kind != "books" and one.suffix in {".yaml", ".json"}
        ):
            yield one


def _unknown_folder(pack: str, folder: Path, known: tuple[str, ...]) -> Problem:
    return Problem(
        "unknown-folder",
        Text(
            vi=f"Gói {pack!r}: không có loại văn bản {folder.name!r}",
            en=f"The pack {pack!r}: there is no kind of document {folder.name!r}",
        ),
        Text(vi="Văn bản trong đó sẽ không được tìm thấy", en="Documents in it would not be found"),
        nearest(folder.name, known),
        Where(file=str(folder)),
    )


def _too_many(pack: str, folder: Path) -> Problem:
    return Problem(
        "too-many-documents",
        Text(
            vi=f"Gói {pack!r} có hơn {MOST_DOCUMENTS} văn bản",
            en=f"The pack {pack!r} has over {MOST_DOCUMENTS} documents",
        ),
        Text(
            vi="Không văn bản nào của gói được dùng; một tỉnh chỉ có vài chục",
            en="None of them is used; a province has a few dozen",
        ),
        Text(vi="Kiểm tra thư mục, hoặc chia gói", en="Check the folder, or divide the pack"),
        Where(file=str(folder)),
    )


def _foreign(pack: str, one: Offered, space: str) -> Problem:
    return Problem(
        "foreign-namespace",
        Text(
            vi=f"Gói {pack!r}: {one.id!r} không thuộc địa phương của gói",
            en=f"The pack {pack!r}: {one.id!r} does not belong to the pack's place",
        ),
        Text(
            vi="Mã văn bản bắt đầu bằng tên địa phương, để không gói nào nói thay nơi khác",
            en="Ids begin with the place's name, so that no pack speaks for another place",
        ),
        Text(vi=f"Đổi tên thành {space}-…", en=f"Rename it to {space}-…"),
        Where(file=str(one.file)),
    )


def _twice(pack: str, one: Offered) -> Problem:
    return Problem(
        "document-twice",
        Text(vi=f"Gói {pack!r}: {one.id!r} có hai lần", en=f"The pack {pack!r}: {one.id!r} is there twice"),
        Text(vi="Không rõ tệp nào được dùng", en="Which file counts is unclear"),
        Text(vi="Bỏ một tệp", en="Remove one of the files"),
        Where(file=str(one.file)),
    )
