"""Where a clause of a rule book stands in the files of its folder.

The documents are read again, and only when a place is asked for: loading a book keeps no places.
"""

from pathlib import Path as FilePath

from attrs import field, frozen

from ocopkit.documents import Document, read
from ocopkit.errors import DocumentError, Path, Where
from ocopkit.notation.scalars import Plain
from ocopkit.rules.articles import Articles
from ocopkit.rules.folder import set_file_name

_FLAT = ("name", "text")
"""What our classes keep in a text of its own, while files write ``vi`` and ``en`` beside the rest."""


@frozen(eq=False)
class Places:
    """The documents of one rule book's folder, each read when a place in it is first asked for.

    Args:
        folder: The folder.
        articles: What its ``book.yaml`` holds.
    """

    folder: FilePath
    articles: Articles
    _documents: dict[str, Document] = field(factory=dict[str, Document], init=False)

    def where(self, path: Path) -> Where:
        """Return the file, line and column of a path, or of the nearest value above it.

        Args:
            path: The way in ``book.yaml``; or, after the number of a set, the way in the set's file,
                where ``"criteria"`` and a code stand for the whole way to a criterion. What a set takes
                from ``shared.yaml`` is found there.
        """
        if not path or not isinstance(path[0], int):
            return self._walk(self._document(f"{self.folder.name}/book.yaml"), (), path)
        entry = next(one for one in self.articles.entries() if one.number == path[0])
        document = self._document(f"{self._sets}/sets/{set_file_name(entry)}")
        if path[1:2] != ("criteria",):
            return self._walk(document, (), path[1:])
        here = _way_to(document.data, str(path[2]))
        return self._walk(*self._own_or_common(document, here, path[3:]))

    @property
    def _sets(self) -> str:
        return self.articles.sets_from or self.folder.name

    @property
    def _shared(self) -> Document:
        return self._document(f"{self._sets}/shared.yaml")

    def _document(self, name: str) -> Document:
        if name not in self._documents:
            try:
                self._documents[name] = read(self.folder.parent / name, name=name)
            except DocumentError:
                self._documents[name] = Document(name, None, {})
        return self._documents[name]

    def _own_or_common(self, document: Document, here: Path, steps: Path) -> tuple[Document, Path, Path]:
        """Return where to look for a criterion's doubts, which its set and shared.yaml both may have."""
        item = _value(document.data, here)
        if steps[:1] == ("doubts",) and isinstance(item, dict) and "shared" in item:
            common: Path = ("criteria", str(item["shared"]))
            doubts = _value(self._shared.data, (*common, "doubts"))
            count = len(doubts) if isinstance(doubts, list) else 0
            index = int(steps[1])
            if index < count:
                return self._shared, common, steps
            return document, here, ("doubts", index - count, *steps[2:])
        return document, here, steps

    def _walk(self, document: Document, here: Path, steps: Path) -> Where:
        """Follow steps as far as they go, across to shared.yaml where a name stands for the rest."""
        value = _value(document.data, here)
        for step in steps:
            if isinstance(value, str):
                document, here = self._shared, ("gates", value)
                value = _value(document.data, here)
            if isinstance(value, dict) and "shared" in value and step not in value:
                document, here = self._shared, ("criteria", str(value["shared"]))
                value = _value(document.data, here)
            below = _value(value, (step,))
            if below is None and step not in _FLAT:
                break
            if below is not None:
                here, value = (*here, step), below
        return document.where(here)


def _value(value: Plain, path: Path) -> Plain:
    """Return the value at a path; ``None`` if there is none."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _way_to(data: Plain, code: str) -> Path:
    """Return the path of the criterion or heading of a code in a set's file."""
    pending: list[Path] = [("parts",)]
    for path in pending:
        value = _value(data, path)
        if isinstance(value, list):
            pending.extend((*path, index) for index in range(len(value)))
        elif isinstance(value, dict):
            if value.get("code") == code and path[-2] == "criteria":
                return path
            pending.extend((*path, name) for name in ("sections", "criteria") if name in value)
    return ()
