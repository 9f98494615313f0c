"""Rule books as folders: ``book.yaml``, ``shared.yaml``, ``sets/NN-slug.yaml`` and ``digests.json``."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path as FilePath

from attrs import field, frozen

from ocopkit.documents import Document, read
from ocopkit.errors import DocumentError, Problem, Where, together
from ocopkit.rules.articles import Articles, SetEntry
from ocopkit.rules.book import RuleBook, Shelf, digest_of
from ocopkit.rules.building import IN_BOOK, SetBuilder, unknown
from ocopkit.rules.criteria import (
    CriteriaSet,
)
from ocopkit.rules.facts import Vocabulary
from ocopkit.rules.files import SetFile, SharedFile
from ocopkit.rules.fitting import misfits_of_vocabulary
from ocopkit.text import Text


def load_book(folder: FilePath, *, locked: bool = True) -> RuleBook:
    """Read a rule book from its folder; each criteria set is read when it is first asked for.

    Args:
        folder: The folder. With ``sets_from: NAME`` in ``book.yaml``, the sets are those of the folder
            NAME beside it.
        locked: Whether each set is held against its published digest.

    Returns:
        The rule book.

    Raises:
        DocumentError: With every problem of ``book.yaml``.
    """
    document = read(folder / "book.yaml", name=_label(folder, "book.yaml"))
    articles = document.structure(Articles)
    if wrong := list(_wrong_choices(articles)):
        raise DocumentError(map(document.located, wrong))
    source = _Source(folder, articles, _read_lock(folder, articles) if locked else {})
    source.hold(articles, "articles", document, "book.yaml")
    numbers = {entry.number: str(entry.number) for entry in articles.entries()}
    digests = {number: source.lock[key] for number, key in numbers.items() if key in source.lock}
    return RuleBook(articles, Shelf(source.load, digests, source.lock.get("articles"), source.facts))


LOCK = "digests.json"
"""The file of published digests: of the articles, of each set by its number, and of each file's bytes."""


FACTS = "facts.yaml"
"""The file of a vocabulary of facts: beside the folders of books; in a book's own folder, what it adds."""

OUR_FACTS = FilePath(__file__).parents[1] / "criteria" / FACTS
"""The vocabulary that comes with the library, for books that stand elsewhere."""


@cache
def our_facts() -> Vocabulary:
    """Return the vocabulary that comes with the library, read once."""
    return read(OUR_FACTS, name=f"{OUR_FACTS.parent.name}/{FACTS}").structure(Vocabulary)


def file_digest(file: FilePath) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def set_files(folder: FilePath, articles: Articles) -> list[FilePath]:
    """Return the files from which the sets of a book are read: ``shared.yaml`` and one for each set."""
    beside = folder.parent / (articles.sets_from or folder.name)
    return [beside / "shared.yaml", *(beside / "sets" / set_file_name(one) for one in articles.entries())]


def facts_file(folder: FilePath) -> FilePath:
    """Return the file of the vocabulary that a book shares with others: beside its folder, or our own."""
    beside = folder.parent / FACTS
    return beside if beside.is_file() else OUR_FACTS


def set_file_name(entry: SetEntry) -> str:
    """Return the name of a set's file.

    Example:
        >>> from ocopkit.text import same
        >>> set_file_name(SetEntry(3, "rice", same("rice")))
        '03-rice.yaml'
    """
    return f"{entry.number:02d}-{entry.slug}.yaml"


def _label(folder: FilePath, *steps: str) -> str:
    return "/".join((folder.name, *steps))


def _read_lock(folder: FilePath, articles: Articles) -> dict[str, str]:
    file = folder / LOCK
    if not file.is_file():
        return {}
    document = read(file, name=_label(folder, LOCK))
    digests = document.structure(dict[str, str])
    numbers = [str(entry.number) for entry in articles.entries()]
    files = [folder / "book.yaml", *set_files(folder, articles)]
    known = {"articles", FACTS, *numbers, *(relative(folder, one) for one in files)}
    if wrong := [
        Problem(
            "unknown-set",
            *unknown("bộ số", "set number", key, dict.fromkeys(numbers), IN_BOOK),
            Where((key,), on_key=True),
        )
        for key in digests
        if key not in known
    ]:
        raise DocumentError(map(document.located, wrong))
    return digests


def relative(folder: FilePath, file: FilePath) -> str:
    """Return a file's name as the lock writes it: by its way from the book's folder."""
    return FilePath(os.path.relpath(file, folder)).as_posix()


@frozen(eq=False)
class _Source:
    """A folder from which the sets of one book are read, with its published digests."""

    folder: FilePath
    articles: Articles
    lock: Mapping[str, str]
    _shared: list[tuple[Document | None, SharedFile]] = field(
        factory=list[tuple[Document | None, SharedFile]], init=False
    )
    _facts: list[Vocabulary] = field(factory=list[Vocabulary], init=False)

    @property
    def beside(self) -> FilePath:
        """The folder that holds the sets: the book's own, or the one it takes them from."""
        return self.folder.parent / (self.articles.sets_from or self.folder.name)

    def shared(self) -> tuple[Document | None, SharedFile]:
        """Return what several sets have in common."""
        if not self._shared:
            file = self.beside / "shared.yaml"
            if file.is_file():
                document = read(file, name=_label(self.beside, "shared.yaml"))
                self._shared.append((document, document.structure(SharedFile)))
            else:
                self._shared.append((None, SharedFile()))
        return self._shared[0]

    def facts(self) -> Vocabulary:
        """Return the vocabulary of facts: the common one with what the book's own folder adds."""
        if not self._facts:
            vocabulary = Vocabulary()
            for file in (facts_file(self.folder), self.beside / FACTS):
                if file.is_file():
                    document = read(file, name=f"{file.parent.name}/{FACTS}")
                    own = document.structure(Vocabulary)
                    if wrong := list(misfits_of_vocabulary(own, vocabulary)):
                        raise DocumentError(map(document.located, wrong))
                    vocabulary = vocabulary.with_more(own)
            self._facts.append(vocabulary)
        return self._facts[0]

    def load(self, number: int) -> CriteriaSet:
        """Read the set of a number."""
        entry = next(entry for entry in self.articles.entries() if entry.number == number)
        file = set_file_name(entry)
        document = read(self.beside / "sets" / file, name=_label(self.beside, "sets", file))
        content = document.structure(SetFile)
        shared_document, shared = self.shared()
        files = ("book.yaml", "shared.yaml", f"sets/{file}")
        # Conditions that were checked when they were published need no vocabulary to be read.
        known = self._has_published_facts() and all(map(self._has_published_bytes, files))
        builder = SetBuilder(self.articles, entry, shared, None if known else self.facts())
        built = builder.build(content)
        problems = [document.located(one) for one in builder.problems]
        if shared_document:
            problems += map(shared_document.located, builder.of_shared)
        if problems:
            raise DocumentError(together(problems))
        self.hold(built, str(number), document, *files)
        return built

    def hold(self, value: object, key: str, document: Document, *files: str) -> None:
        """Hold what was read against its published digest.

        Files whose very bytes are those published need no second look, which saves every start half the
        work; else the legal content decides, so that a comment more or less changes nothing.
        """
        published = self.lock.get(key)
        if published is None or all(self._has_published_bytes(file) for file in files):
            return
        if digest_of(value) != published:
            raise DocumentError([document.located(_not_as_locked())])

    def _has_published_bytes(self, name: str) -> bool:
        file = (self.folder if name == "book.yaml" else self.beside) / name
        return file.is_file() and self.lock.get(relative(self.folder, file)) == file_digest(file)

    def _has_published_facts(self) -> bool:
        file = facts_file(self.folder)
        return file.is_file() and self.lock.get(FACTS) == file_digest(file)


def _wrong_choices(articles: Articles) -> Iterator[Problem]:
    for index, reading in enumerate(articles.readings):
        if reading.option(reading.choice) is None:
            known = [option.key for option in reading.options]
            why = Text(vi="Lựa chọn phải có trong options", en="The choice must be one of the options")
            told = unknown("lựa chọn", "option", reading.choice, known, why)
            yield Problem("unknown-option", *told, Where(("readings", index, "choice")))


def _not_as_locked() -> Problem:
    return Problem(
        "not-as-locked",
        Text(vi="Nội dung khác với digests.json", en="The content differs from digests.json"),
        Text(vi="Tệp đã bị sửa sau khi công bố", en="The file was changed after it was published"),
        Text(
            vi="Cài lại gói, hoặc xóa digests.json nếu đây là bộ của bạn",
            en="Reinstall, or delete digests.json if the book is your own",
        ),
    )
