"""What one pack offers, checked, so that a pack that fails is left out and says why."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ocopkit.errors import DocumentError, Problem, Where, nearest
from ocopkit.plugins import hooks
from ocopkit.plugins.asking import MOST, Answer
from ocopkit.plugins.faults import failed
from ocopkit.text import Text

if TYPE_CHECKING:
    from ocopkit.plugins.manifest import Kind, PackFile

_HIDDEN = ("_", ".")
"""What the names of files and folders begin with that are no documents."""

_FEW = 20
"""The most files out of place that are told one by one."""


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
        module: The module as its entry point names it; empty for a plain folder.
        checks: The hooks with which it checks something.
        problems: Why it, or a part of it, is left out.
        source: The folder to import its module from, if it isn't installed.
        folder: The folder of documents, if it belongs to no package.
    """

    pack: str
    folders: tuple[Path, ...] = ()
    documents: tuple[Offered, ...] = ()
    manifest: "PackFile | None" = None
    distribution: str = ""
    module: str = ""
    checks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: Path | None = None
    folder: Path | None = None

    def of_kind(self, kind: "Kind") -> tuple[Offered, ...]:
        """Return its documents of a kind."""
        return tuple(one for one in self.documents if one.kind == kind)


def offer_of(pack: str, answer: Answer, *, module: str = "", distribution: str = "") -> Offer:
    """Return what one plugin offers, with the documents of its folders.

    Args:
        pack: The pack's name.
        answer: What the plugin says of itself.
        module: The module as its entry point names it.
        distribution: The name and version of the package that brings it.
    """
    offer = Offer(pack, (), (), None, distribution, module, answer.checks, answer.problems)
    for folder in answer.folders:
        try:
            offer = (
                _with_book(offer, folder) if (folder / "book.yaml").is_file() else _with_folder(offer, folder)
            )
        except OSError as error:
            return _with_problem(offer, failed(pack, error, hooks.DOCUMENTS))
        if len(offer.documents) > MOST or any(one.code == "too-many-documents" for one in offer.problems):
            return evolve(
                offer, folders=(), documents=(), problems=(*answer.problems, _too_many(pack, folder))
            )
    return offer


def offer_of_folder(folder: Path) -> Offer:
    """Return what a folder of documents offers that belongs to no package.

    Args:
        folder: The folder, which holds ``pack.yaml``. The pack goes by the name of the place that this says.
    """
    return evolve(offer_of(_name_of(folder), Answer((folder,))), folder=folder)


def _name_of(folder: Path) -> str:
    """Return the name of the place that a folder is for; the folder's own if it doesn't say a usable one."""
    from ocopkit.plugins.manifest import load_manifest

    name = folder.resolve().name
    try:
        return load_manifest(folder).place.namespace or name
    except (DocumentError, OSError):
        return name  # what is wrong with its pack.yaml is told where its documents are looked for


def _with_problem(offer: Offer, *problems: Problem) -> Offer:
    return evolve(offer, problems=(*offer.problems, *problems))


def _with_book(offer: Offer, folder: Path) -> Offer:
    book = Offered("books", folder.name, folder)
    space = offer.manifest.place.namespace if offer.manifest else offer.pack
    if offer.module and not _in_space(book.id, space):
        return _with_problem(offer, _foreign(offer.pack, book, space))
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
        if one.is_dir() and one.name not in KINDS and not one.name.startswith(_HIDDEN)
    ]
    problems += [_stray(offer.pack, one) for one in islice(_strays(folder, KINDS), _FEW)]
    for kind in KINDS:
        for file in _files(folder / kind, kind):
            found.append(Offered(kind, file.name if kind == "books" else file.stem, file))
            if len(found) > MOST:
                return _with_problem(offer, _too_many(offer.pack, folder))
    space = manifest.place.namespace
    seen: set[tuple[str, str]] = set()
    kept: list[Offered] = []
    for one in sorted(found, key=lambda one: (KINDS.index(one.kind), one.id)):
        if not _in_space(one.id, space):
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


def _in_space(key: str, space: str) -> bool:
    return key == space or key.startswith(space + "-")


def _files(folder: Path, kind: str) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for one in folder.iterdir():
        if (kind == "books" and (one / "book.yaml").is_file()) or (kind != "books" and _is_written(one)):
            yield one


def _is_written(file: Path) -> bool:
    return file.suffix.lower() in {".yaml", ".yml", ".json"} and file.is_file()


def _strays(folder: Path, kinds: tuple[str, ...]) -> Iterator[Path]:
    """Yield what looks like a document and stands where none is looked for."""
    yield from (one for one in sorted(folder.iterdir()) if _is_written(one) and one.name != "pack.yaml")
    for kind in kinds:
        found = set(_files(folder / kind, kind))
        for one in sorted((folder / kind).iterdir()) if (folder / kind).is_dir() else ():
            if one not in found and not one.name.startswith(_HIDDEN) and (one.is_dir() or _is_written(one)):
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


def _stray(pack: str, file: Path) -> Problem:
    return Problem(
        "stray-document",
        Text(
            vi=f"Gói {pack!r}: {file.name!r} không nằm đúng chỗ",
            en=f"The pack {pack!r}: {file.name!r} isn't in its place",
        ),
        Text(
            vi="Không ai tìm văn bản ở đó, nên văn bản không có tác dụng",
            en="Nobody looks for documents there, so it has no effect",
        ),
        Text(
            vi="Đặt tệp ngay trong plans/, supplements/ …; bộ tiêu chí là thư mục trong books/, có book.yaml",
            en="Put it right into plans/, supplements/ …; a book is a folder in books/ with a book.yaml",
        ),
        Where(file=str(file)),
    )


def _too_many(pack: str, folder: Path) -> Problem:
    return Problem(
        "too-many-documents",
        Text(
            vi=f"Gói {pack!r} có hơn {MOST} văn bản",
            en=f"The pack {pack!r} has over {MOST} documents",
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
