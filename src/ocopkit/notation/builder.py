"""Plain values from a parser's events, each with its place, with every problem noted."""

from typing import Any

import yaml
from attrs import define

from ocopkit.errors import DocumentError, Path, Problem, Told, Where, quoted
from ocopkit.notation.scalars import Plain, meaning
from ocopkit.text import Text

DEEPEST = 40
"""The most levels that values may be nested."""

Place = tuple[int, int]
"""A 1-based line and column."""


@define(eq=False)
class _Open:
    """A list or mapping that isn't finished, and the key that waits for its value."""

    path: Path
    value: list[Plain] | dict[str, Plain]
    key: Path | None = None


class Builder:
    """Makes plain values from YAML events, without recursion.

    Attributes:
        problems: What is wrong with the way the document is written, in its order.
        places: The place of each value by its path; of a block below its key, the key's.
        keys: The place of each key by the path of its value.
        root: The value of the (first) document.
        documents: How many documents the text holds.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.places: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.root: Plain = None
        self.documents = 0
        self._open: list[_Open] = []
        self._twice: set[Path] = set()
        self._skipped = 0

    def take(self, event: Any) -> None:
        """Take one event of the parser.

        Raises:
            DocumentError: If values nest too deep to read on.
        """
        if isinstance(event, yaml.ScalarEvent):
            self._decorated(event)
            if not self._skipped:
                self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._decorated(event)
            self._start(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            if self._skipped:
                self._skipped -= 1
            else:
                self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:  # noqa: PLR2004
                self._note(event, (), _SECOND_DOCUMENT)

    def _waiting(self) -> _Open | None:
        """Return the mapping that waits for a key, if one does."""
        if self._open:
            last = self._open[-1]
            if last.key is None and isinstance(last.value, dict):
                return last
        return None

    def _start(self, event: Any, value: list[Plain] | dict[str, Plain]) -> None:
        if len(self._open) + self._skipped >= DEEPEST:
            raise DocumentError([*self.problems, self._problem(event, self._here()[:2], _TOO_DEEP)])
        if self._skipped:
            self._skipped += 1
        elif above := self._waiting():
            self._note(event, above.path, _KEY_NOT_TEXT)
            above.key = (*above.path, "")
            self._skipped = 1
        else:
            self._open.append(_Open(self._put(event, value), value))

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        if above := self._waiting():
            path = (*above.path, text)
            # What stands below a repeated key is repeated with it.
            if path in self.keys and not any(path[:end] in self._twice for end in range(len(path))):
                self._note(event, path, _repeated(text, self.keys[path][0]), on_key=True)
                self._twice.add(path)
            mark = event.start_mark
            self.keys[path] = (mark.line + 1, mark.column + 1)
            above.key = path
        elif event.implicit[0]:
            value, told = meaning(text)
            path = self._put(event, value)
            if told:
                self._note(event, path, told)
        else:
            self._put(event, text)

    def _put(self, event: Any, value: Plain) -> Path:
        path: Path = ()
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        if not self._open:
            if self.documents > 1:
                return path
            self.root = value
        else:
            above = self._open[-1]
            if isinstance(above.value, list):
                path = (*above.path, len(above.value))
                above.value.append(value)
            else:
                path = above.key or (*above.path, "")
                above.value[str(path[-1])] = value
                above.key = None
                key = self.keys.get(path, place)
                if key[0] < place[0]:
                    place = key
        self.places[path] = place
        return path

    def _decorated(self, event: Any) -> None:
        if event.anchor:
            self._note(event, self._here(), _anchor(event.anchor))
        if event.tag and event.tag != "!":
            self._note(event, self._here(), _tag(event.tag))

    def _alias(self, event: Any) -> None:
        self._note(event, self._here(), _anchor(event.anchor))
        if self._skipped:
            return
        if above := self._waiting():
            above.key = (*above.path, f"*{event.anchor}")
        else:
            self._put(event, None)

    def _here(self) -> Path:
        if not self._open:
            return ()
        above = self._open[-1]
        if self._skipped:
            return above.path
        if isinstance(above.value, list):
            return (*above.path, len(above.value))
        return above.key or above.path

    def _problem(self, event: Any, path: Path, told: Told, *, on_key: bool = False) -> Problem:
        mark = event.start_mark
        where = Where(path, self.name, mark.line + 1, mark.column + 1, on_key=on_key)
        return Problem(*told, where)

    def _note(self, event: Any, path: Path, told: Told, *, on_key: bool = False) -> None:
        self.problems.append(self._problem(event, path, told, on_key=on_key))


_SECOND_DOCUMENT: Told = (
    "second-document",
    Text(vi="Một tài liệu thứ hai bắt đầu ở đây", en="A second document begins here"),
    Text(vi="Mỗi tệp chỉ chứa một tài liệu", en="A file holds exactly one document"),
    Text(vi="Bỏ dòng '---' hoặc tách thành hai tệp", en="Remove the line '---' or make two files"),
)
_KEY_NOT_TEXT: Told = (
    "key-not-text",
    Text(vi="Khóa ở đây là một danh sách hoặc bảng", en="The key here is a list or a mapping"),
    Text(vi="Khóa phải là chữ", en="Keys are plain text"),
    Text(
        vi="Viết khóa bằng chữ; nếu '[' hoặc '{' là một phần của chữ, đặt trong ngoặc kép",
        en="Write the key as text; if '[' or '{' is part of the text, put it in quotes",
    ),
)
_TOO_DEEP: Told = (
    "too-deep",
    Text(vi=f"Các giá trị lồng nhau quá {DEEPEST} tầng", en=f"Values nest over {DEEPEST} levels"),
    Text(vi="Không tài liệu nào ở đây cần sâu như vậy", en="No document here needs to be that deep"),
    Text(vi="Kiểm tra các ngoặc chưa đóng", en="Look for brackets that are not closed"),
)


def _repeated(key: str, line: int) -> Told:
    word = quoted(key)
    return (
        "repeated-key",
        Text(vi=f"Khóa {word} lặp lại", en=f"The key {word} is repeated"),
        Text(
            vi=f"Khóa này đã có ở dòng {line}; không rõ giá trị nào đúng",
            en=f"It already stands on line {line}; which value counts is unclear",
        ),
        Text(vi="Giữ lại một trong hai dòng", en="Keep one of the two"),
    )


def _anchor(anchor: str) -> Told:
    word = quoted(anchor)
    return (
        "alias",
        Text(
            vi=f"Ở đây có một neo hoặc bí danh YAML ({word})",
            en=f"A YAML anchor or alias ({word}) stands here",
        ),
        Text(
            vi="Bí danh che giá trị thật và có thể phình ra vô hạn",
            en="Aliases hide the real value and can grow without limit",
        ),
        Text(
            vi="Viết giá trị tại chỗ; nếu '&' hoặc '*' là một phần của chữ, đặt trong ngoặc kép",
            en="Write the value itself; if '&' or '*' is part of the text, put it in quotes",
        ),
    )


def _tag(tag: str) -> Told:
    word = quoted(tag.replace("tag:yaml.org,2002:", "!!"))
    return (
        "tag",
        Text(vi=f"Ở đây có một nhãn kiểu YAML ({word})", en=f"A YAML type tag ({word}) stands here"),
        Text(vi="Kiểu của giá trị do khóa quyết định", en="The key decides the type of its value"),
        Text(
            vi="Bỏ nhãn; nếu '!' là một phần của chữ, đặt trong ngoặc kép",
            en="Remove the tag; if '!' is part of the text, put it in quotes",
        ),
    )
