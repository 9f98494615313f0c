"""What the YAML parser's complaints mean, and where a person should look."""

import re
from typing import Any

import yaml

from ocopkit.errors import Problem, Where, quoted
from ocopkit.text import Text

_Told = tuple[Text, Text]


def yaml_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """Return a parser's error as a problem at the place where the mistake is.

    Args:
        error: What PyYAML raised.
        text: The text that it read.
        name: The name that problems give to it.
    """
    if isinstance(error, yaml.reader.ReaderError):
        # The parser in C counts bytes; a character that may not stand at all stands first where it stopped.
        sign = chr(error.character)
        position = text.find(sign)
        what, mend = _character(sign)
        line, column = place_of(text, max(position, 0))
        where = Where((), name, line, column)
    else:
        what, mend, mark = _explained(error, text)
        where = Where((), name, mark.line + 1, mark.column + 1) if mark else Where(file=name)
    why = Text(
        vi="Tệp phải là YAML và không thể đọc tiếp từ đây",
        en="The file must be YAML, and reading cannot go on from here",
    )
    return Problem("syntax", what, why, mend, where)


def place_of(text: str, position: int) -> tuple[int, int]:
    """Return the 1-based line and column of a position in a text."""
    start = text.rfind("\n", 0, position) + 1
    return text.count("\n", 0, position) + 1, position - start + 1


def _explained(error: Any, text: str) -> tuple[Text, Text, Any]:  # noqa: PLR0911 (one per mistake)
    """Return what is wrong, how to mend it, and the mark of the mistake rather than of its discovery."""
    said = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    noticed: Any = getattr(error, "problem_mark", None)
    opened: Any = getattr(error, "context_mark", None) or noticed
    if "scanning a quoted scalar" in context:
        return *_UNCLOSED_QUOTE, opened
    if "expected ':'" in said:
        return *_NO_COLON, opened
    if "escape" in said:
        return *_BACKSLASH, noticed
    if "tab character" in said or "cannot start any token" in said:
        sign = text[noticed.index : noticed.index + 1]
        return *(_TAB if sign in {"\t", ""} else _first_sign(sign)), noticed
    if re.search("anchor|alias|tag", f"{context}; {said}"):
        return *_first_sign(text[opened.index : opened.index + 1]), opened
    if "block mapping" in context and text[: noticed.index].rstrip(" ").endswith(("'", '"')):
        return *(_NO_SPACE if text[noticed.index : noticed.index + 1] == ":" else _AFTER_QUOTE), noticed
    if "flow" in context:
        return *_unclosed_bracket(noticed.line + 1), opened
    for words, told in _BY_WORDS:
        if re.search(words, f"{context}; {said}"):
            return *told, noticed
    return *_other(said), noticed


_UNCLOSED_QUOTE: _Told = (
    Text(vi="Dấu nháy mở ở đây không được đóng", en="The quote opened here is not closed"),
    Text(vi="Thêm dấu nháy đóng cùng loại vào cuối chữ", en="Add the same quote at the end of the text"),
)
_NO_COLON: _Told = (
    Text(vi="Dòng này không có dấu hai chấm", en="This line lacks a colon"),
    Text(
        vi="Viết 'khóa: giá trị', có dấu cách sau dấu hai chấm",
        en="Write 'key: value', with a space after the colon",
    ),
)
_BACKSLASH: _Told = (
    Text(
        vi="Sau dấu gạch chéo ngược là một ký tự không hợp lệ",
        en="The backslash is followed by a wrong character",
    ),
    Text(
        vi=r"Trong ngoặc kép, viết dấu gạch chéo ngược là \\; hoặc dùng nháy đơn",
        en=r"In double quotes write a backslash as \\; or use single quotes",
    ),
)
_TAB: _Told = (
    Text(vi="Dòng này thụt vào bằng phím tab", en="This line is indented with a tab"),
    Text(vi="Thay tab bằng dấu cách", en="Replace the tab with spaces"),
)
_AFTER_QUOTE: _Told = (
    Text(vi="Sau dấu nháy đóng còn có chữ", en="Something follows a closing quote here"),
    Text(
        vi="Đặt cả chữ trong một cặp dấu nháy; nếu dòng trên mở dấu nháy thì đóng lại ở dòng đó",
        en="Put the whole text in one pair of quotes; if the line above opens a quote, close it there",
    ),
)
_NO_SPACE: _Told = (
    Text(vi="Sau dấu hai chấm này thiếu dấu cách", en="This colon lacks a space after it"),
    Text(vi='Viết "khóa": giá trị', en='Write "key": value'),
)
_BY_WORDS: tuple[tuple[str, _Told], ...] = (
    (
        "mapping values are not allowed",
        (
            Text(vi="Dấu hai chấm này đứng sai chỗ", en="This colon stands in the wrong place"),
            Text(
                vi="Xem dòng này và dòng trên: thụt dòng thẳng hàng, có dấu cách sau dấu hai chấm, "
                "chữ có dấu hai chấm đặt trong ngoặc kép",
                en="Look at this line and the one above: align them, put a space after each key's colon, "
                "and quote a text that has a colon",
            ),
        ),
    ),
    (
        "sequence entries are not allowed",
        (
            Text(vi="Dấu '-' này đứng sai chỗ", en="This '-' stands in the wrong place"),
            Text(vi="Bắt đầu danh sách ở một dòng mới", en="Begin the list on a line of its own"),
        ),
    ),
    (
        "block mapping|block collection|block sequence",
        (
            Text(
                vi="Phần này không khớp với các dòng phía trên",
                en="This does not fit the lines above it",
            ),
            Text(
                vi="Thụt dòng bằng các dòng cùng cấp; không trộn danh sách ('-') với khóa",
                en="Indent it like the lines of the same level; do not mix list items ('-') with keys",
            ),
        ),
    ),
    (
        "directive|incompatible",
        (
            Text(vi="Chỉ thị '%' này không dùng được", en="This '%' directive cannot be used"),
            Text(vi="Bỏ dòng bắt đầu bằng '%'", en="Remove the line that begins with '%'"),
        ),
    ),
    (
        "document start",
        (
            Text(
                vi="Tài liệu đã kết thúc mà sau đó còn nội dung",
                en="Something follows where the document has ended",
            ),
            Text(
                vi="Mỗi tệp một tài liệu: bỏ dòng '...' hoặc phần sau nó;"
                " tệp mỗi dòng một hồ sơ là sổ, dùng với: ocopkit register",
                en="Keep one document in a file: remove the line '...' or what follows it;"
                " a file with a case on each line is a register, for: ocopkit register",
            ),
        ),
    ),
    (
        "node content",
        (
            Text(vi="Dấu này không bắt đầu được một giá trị", en="This sign cannot begin a value"),
            Text(vi="Đặt chữ trong ngoặc kép", en="Put the text in quotes"),
        ),
    ),
)


def _first_sign(sign: str) -> _Told:
    word = quoted(sign)
    return (
        Text(
            vi=f"Chữ không đặt trong dấu nháy không được bắt đầu bằng {word}",
            en=f"A text without quotes cannot begin with {word}",
        ),
        Text(vi="Đặt cả chữ trong ngoặc kép", en="Put the whole text in quotes"),
    )


def _unclosed_bracket(line: int) -> _Told:
    return (
        Text(
            vi=f"Ngoặc ở đây chưa được đóng đúng (thấy ở dòng {line})",
            en=f"The bracket here is not closed properly (noticed on line {line})",
        ),
        Text(
            vi="Đóng ngoặc, và đặt dấu phẩy giữa các phần tử",
            en="Close the bracket, and put commas between the items",
        ),
    )


def _other(said: str) -> _Told:
    return (
        Text(vi=f"Không phải YAML ({said})", en=f"This is not YAML ({said})"),
        Text(
            vi="Viết lại dòng này đơn giản hơn, hoặc đặt chữ trong ngoặc kép",
            en="Write this line more simply, or put the text in quotes",
        ),
    )


def _character(sign: str) -> _Told:
    number = f"U+{ord(sign):04X}"
    return (
        Text(
            vi=f"Ký tự điều khiển {number} không được đứng trong tài liệu",
            en=f"The control character {number} cannot stand in a document",
        ),
        Text(
            vi="Xóa ký tự này; nếu có nhiều, kiểm tra xem có đúng tệp chữ không",
            en="Delete it; if there are many, check that this is a text file at all",
        ),
    )
