"""JSON as the same events as YAML, so that places and strictness are one for both."""

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any

import yaml
from attrs import frozen

from ocopkit.errors import DocumentError, Problem, Where, quoted
from ocopkit.text import Text

_SPACE = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"[A-Za-z0-9_.+-]+")
_VALUE = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_STRINGS = JSONDecoder()
_CLOSING = {"{": "}", "[": "]"}


@frozen
class _Mark:
    line: int
    column: int


class _Reader:
    """Walks through a JSON text and knows the line it is on."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.at: int = 0
        self.line = 0
        self.start = 0

    def skip(self) -> str:
        """Go to the next character that isn't white space; return it, empty at the end."""
        space = _SPACE.match(self.text, self.at)
        end = space.end() if space else self.at
        if lines := self.text.count("\n", self.at, end):
            self.line += lines
            self.start = self.text.rfind("\n", self.at, end) + 1
        self.at = end
        return self.text[end : end + 1]

    def mark(self) -> Any:
        """Return the place."""
        return _Mark(self.line, self.at - self.start)

    def string(self) -> str:
        """Read a text in quotes."""
        opening = self.at
        try:
            value, self.at = _STRINGS.raw_decode(self.text, opening)
        except JSONDecodeError as error:
            unclosed = error.msg.startswith("Unterminated") or self.text[error.pos] in "\r\n"
            self.at = opening if unclosed else error.pos
            raise self.problem(*(_UNCLOSED_TEXT if unclosed else _IN_TEXT)) from None
        text = str(value)
        if _SURROGATE.search(text):
            self.at = opening
            raise self.problem(*_HALF_CHARACTER)
        return text

    def value(self) -> str:
        """Read a number, true, false or null."""
        found = _WORD.match(self.text, self.at)
        word = found[0] if found else self.text[self.at : self.at + 1]
        if not word:
            raise self.problem(*_ENDS_EARLY)
        if not _VALUE.fullmatch(word):
            raise self.problem(*_no_value(word))
        self.at += len(word)
        return word

    def problem(self, what: Text, mend: Text) -> DocumentError:
        """Return the error that the text is not JSON at this place."""
        mark = self.mark()
        return DocumentError(
            [
                Problem(
                    "syntax",
                    what,
                    Text(
                        vi="Tệp phải là JSON và không thể đọc tiếp từ đây",
                        en="The file must be JSON, and reading cannot go on from here",
                    ),
                    mend,
                    Where((), self.name, mark.line + 1, mark.column + 1),
                )
            ]
        )


def json_events(text: str, name: str) -> Iterator[Any]:
    """Yield the events of a JSON text, as PyYAML's parser yields those of a YAML text.

    Args:
        text: The text.
        name: The name that problems give to it.

    Raises:
        DocumentError: Where the text stops being JSON.
    """
    reader = _Reader(text, name)
    if not reader.skip():
        return
    yield yaml.DocumentStartEvent(reader.mark(), None)
    brackets: list[str] = []
    fresh = False
    while True:
        sign = reader.skip()
        closes = fresh and sign == _CLOSING[brackets[-1]]
        if not closes:
            if brackets and brackets[-1] == "{":
                yield from _key(reader, sign)
                sign = reader.skip()
            mark = reader.mark()
            if sign in {"{", "["}:
                reader.at += 1
                brackets.append(sign)
                start = yaml.MappingStartEvent if sign == "{" else yaml.SequenceStartEvent
                yield start(None, None, True, mark)  # noqa: FBT003
                fresh = True
                continue
            if sign == '"':
                yield yaml.ScalarEvent(None, None, (False, True), reader.string(), mark)
            else:
                yield yaml.ScalarEvent(None, None, (True, False), reader.value(), mark)
        yield from _close(reader, brackets)
        if not brackets:
            break
        fresh = False
    if reader.skip():
        raise reader.problem(*_MORE)


def _key(reader: _Reader, sign: str) -> Iterator[Any]:
    mark = reader.mark()
    if sign != '"':
        raise reader.problem(*(_NO_KEY if sign else _ENDS_EARLY))
    yield yaml.ScalarEvent(None, None, (False, True), reader.string(), mark)
    if reader.skip() != ":":
        raise reader.problem(*_NO_COLON)
    reader.at += 1


def _close(reader: _Reader, brackets: list[str]) -> Iterator[Any]:
    """Yield the end of every list and mapping that ends here, up to the next comma."""
    while brackets:
        sign = reader.skip()
        closing = _CLOSING[brackets[-1]]
        if sign == ",":
            comma = reader.at, reader.line, reader.start
            reader.at += 1
            if reader.skip() == closing:
                reader.at, reader.line, reader.start = comma
                raise reader.problem(*_TRAILING_COMMA)
            return
        if sign != closing:
            raise reader.problem(*(_no_comma(closing) if sign else _ENDS_EARLY))
        end = yaml.MappingEndEvent if brackets.pop() == "{" else yaml.SequenceEndEvent
        yield end(reader.mark())
        reader.at += 1


_UNCLOSED_TEXT = (
    Text(vi="Ngoặc kép mở ở đây không được đóng", en="The quote opened here is not closed"),
    Text(vi="Thêm ngoặc kép đóng vào cuối chữ", en="Add the closing quote at the end of the text"),
)
_IN_TEXT = (
    Text(
        vi="Ký tự này không được đứng trong chữ có ngoặc kép",
        en="This character cannot stand in a quoted text",
    ),
    Text(
        vi=r"Viết xuống dòng là \n, tab là \t, dấu gạch chéo ngược là \\",
        en=r"Write a line break as \n, a tab as \t, a backslash as \\",
    ),
)
_HALF_CHARACTER = (
    Text(
        vi=r"Chữ này có một nửa ký tự (\ud800 đến \udfff)",
        en=r"This text holds half a character (\ud800 to \udfff)",
    ),
    Text(
        vi=r"Viết cả ký tự, hoặc đủ hai mã \u đi liền nhau",
        en=r"Write the character itself, or both of its \u codes",
    ),
)
_ENDS_EARLY = (
    Text(vi="Tệp kết thúc khi chưa đủ", en="The file ends before it is complete"),
    Text(vi="Đóng mọi ngoặc, hoặc lấy lại cả tệp", en="Close every bracket, or fetch the whole file again"),
)
_NO_KEY = (
    Text(vi="Ở đây cần một khóa trong ngoặc kép", en="A key in double quotes is wanted here"),
    Text(vi='Viết như "1.1": "c"', en='Write it like "1.1": "c"'),
)
_NO_COLON = (
    Text(vi="Sau khóa phải có dấu hai chấm", en="A colon is wanted after the key"),
    Text(vi='Viết như "1.1": "c"', en='Write it like "1.1": "c"'),
)
_TRAILING_COMMA = (
    Text(vi="Dấu phẩy đứng ngay trước ngoặc đóng", en="A comma stands before the closing bracket"),
    Text(vi="Bỏ dấu phẩy này", en="Remove this comma"),
)
_MORE = (
    Text(vi="Sau tài liệu còn có nội dung khác", en="Something follows the end of the document"),
    Text(vi="Mỗi tệp chỉ chứa một tài liệu: bỏ phần này", en="A file holds one document: remove the rest"),
)


def _no_comma(closing: str) -> tuple[Text, Text]:
    return (
        Text(vi=f"Ở đây cần dấu phẩy hoặc '{closing}'", en=f"A comma or '{closing}' is wanted here"),
        Text(
            vi="Thêm dấu phẩy giữa hai phần tử, hoặc đóng ngoặc",
            en="Put a comma between two items, or close the bracket",
        ),
    )


def _no_value(word: str) -> tuple[Text, Text]:
    found = quoted(word)
    return (
        Text(vi=f"{found} không phải giá trị JSON", en=f"{found} is no JSON value"),
        Text(
            vi="Viết số, chữ trong ngoặc kép, true, false hoặc null",
            en="Write a number, text in double quotes, true, false or null",
        ),
    )
