"""Where a clause of a rule book stands in the files of its folder.

The documents are read again, and only when a place is asked for: loading a book keeps no places.
"""

from pathlib import Path as FilePath

from attrs import field, frozen

from ocopkit.documents import Document, Plain, read
from ocopkit.errors import DocumentError, Path, Where
from ocopkit.rules.articles import Articles
from ocopkit.rules.folder import set_file_name


@frozen(eq=False)
class Places:
    """The documents of one rule book's folder, each read when a place in it is first asked for.

    Args:
        folder: The folder.
        articles: What its ``book.yaml`` holds.
    """

    folder: FilePath
    articles: Articles
    _documents: dict[tuple[str, str], Document | None] = field(factory=dict, init=False)

    def where(self, path: Path) -> Where:
        """Return the place of a path in the file that holds it.

        Args:
            path: The way in ``book.yaml``; or, after the number of a set, the way in the set's file,
                where ``"criteria"`` and a code stand for the whole way to a criterion. What a set takes
                from ``shared.yaml`` is found there.
        """
        if not path or not isinstance(path[0], int):
            return self._in(self._document(self.folder.name, "book.yaml"), path)
        entry = next(one for one in self.articles.entries() if one.number == path[0])
        name = self.articles.sets_from or self.folder.name
        document = self._document(name, f"sets/{set_file_name(entry)}")
        shared = self._document(name, "shared.yaml")
        if document is None:
            return Where(path)
        inner = path[1:]
        if len(inner) > 1 and inner[0] == "criteria" and isinstance(inner[1], str):
            above = _criterion(document.data, inner[1])
            item = _value(document.data, above)
            inner = (*above, *inner[2:])
            rest = inner[len(above) :]
            if isinstance(item, dict) and "shared" in item and rest:
                common: Path = ("criteria", str(item["shared"]))
                content = _value(shared.data, common) if shared else None
                if rest[0] == "doubts":
                    rest = _doubt(content, rest)
                    return self._in(document if rest[0] == "" else shared, (*above, *rest[1:]) if rest[0] == "" else (*common, *rest))
                if rest[0] not in item or rest[0] == "max":
                    return self._in(shared, self._gate(shared, (*common, *rest)))
        return self._in(*self._named_gate(document, shared, inner))
