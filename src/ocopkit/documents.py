"""Strict YAML and JSON documents: text to plain values to our classes, and back.

Reading finds every problem of a document at once and says where each stands. Nothing is guessed: what
YAML 1.1 and 1.2 read differently (``no``, ``012``, ``12:30``), repeated keys, anchors, aliases and tags
are refused. Documents of every kind are read here, into any class made of attrs.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any, TypeVar, get_args

import attrs
import yaml
from attrs import evolve, field, frozen

from ocopkit.conversion import from_plain, to_plain
from ocopkit.document_kinds import DocumentKind, kind_of
from ocopkit.errors import DocumentError, Path, Problem, Where, together
from ocopkit.notation.builder import Builder
from ocopkit.notation.json_text import json_events
from ocopkit.notation.scalars import Plain, meaning
from ocopkit.notation.syntax import place_of, yaml_problem
from ocopkit.text import Text

T = TypeVar("T")

LARGEST = 4 * 2**20
"""The most bytes a document may have: ours are under 100 kB, and a larger one is a mistake."""

# PyYAML's C parser is many times faster; it is missing only where PyYAML was built without libyaml.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@frozen
class Document:
    """A document read as plain values, which knows where each value stands.

    Args:
        name: The file's name, as problems give it.
        data: The plain values.
        places: The 1-based line and column of each value by its path.
        problems: What is wrong with the way it is written; :meth:`structure` raises them together with
            what is wrong with its values.
        keys: The 1-based line and column of each key by the path of its value.
        worksheet: The worksheet's name, if the document is one: places are then cells.
    """

    name: str
    data: Plain
    places: Mapping[Path, tuple[int, int]] = field(repr=False)
    problems: tuple[Problem, ...] = ()
    keys: Mapping[Path, tuple[int, int]] = field(factory=dict[Path, tuple[int, int]], repr=False)
    worksheet: str | None = None

    def where(self, path: Path, *, on_key: bool = False) -> Where:
        """Return the place of a path, or of the nearest value above it that the document has.

        Args:
            path: The path.
            on_key: Whether the key is meant rather than its value.
        """
        if on_key and (place := self.keys.get(path)):
            return Where(path, self.name, *place, on_key=True, worksheet=self.worksheet)
        for end in range(len(path), -1, -1):
            if place := self.places.get(path[:end]):
                return Where(path, self.name, *place, worksheet=self.worksheet)
        return Where(path, self.name)

    def located(self, problem: Problem) -> Problem:
        """Return a problem, told by path, with this document's file, line and column."""
        where = problem.where
        return evolve(problem, where=self.where(where.path, on_key=where.on_key))

    def structure(self, cls: type[T], check: Callable[[T], Iterable[Problem]] | None = None) -> T:
        """Return the document as an instance of a class.

        Args:
            cls: A class made of attrs.
            check: Returns what is wrong with what the document says, by path.

        Raises:
            DocumentError: With every problem of how it is written, every value that does not fit and
                whatever the check found, each at its file, line and column.
        """
        value, problems = self.attempt(cls)
        if check and value is not None:
            lost = [one.where.path for one in problems]
            found = (one for one in check(value) if not _rests_on(one.where.path, lost))
            problems = together(problems, map(self.located, found))
        if problems or value is None:
            raise DocumentError(problems)
        return value

    def attempt(self, cls: type[T]) -> tuple[T | None, list[Problem]]:
        """Return what is sound of the document, with every problem, so that checks can go on.

        Args:
            cls: A class made of attrs.

        Returns:
            An instance made without the values that do not fit (``None`` if it cannot be), and the
            problems in the order of the document.
        """
        written = [_discreet(problem, cls) for problem in self.problems]
        try:
            return from_plain(self.data, cls), together(written)
        except DocumentError as error:
            if other := self._other_kind(cls, error.problems):
                return None, together(written, [other])
            wrong = {problem.where.path for problem in error.problems}
            problems = together(written, [_discreet(self.located(one), cls) for one in error.problems])
        left_out: set[Path] = set()
        while wrong and () not in wrong:
            left_out |= wrong
            try:
                return from_plain(_without(self.data, left_out), cls), problems
            except DocumentError as error:
                wrong = {problem.where.path for problem in error.problems} - left_out
        return None, problems

    def _other_kind(self, cls: type[object], problems: Iterable[Problem]) -> Problem | None:
        """Return that the document is of another kind, if so: one key too many may as well be a slip."""
        top = [one for one in problems if one.code in _OF_KEYS and len(one.where.path) <= one.where.on_key]
        if not isinstance(self.data, dict) or len(top) < _SLIPS or not attrs.has(cls):
            return None
        found = kind_of(self.data, [one.alias for one in attrs.fields(cls)])
        return None if found is None else self.located(_of_kind(*found))


def _rests_on(path: Path, lost: Iterable[Path]) -> bool:
    """Return whether a value was looked at without something in it that could not be read."""
    return bool(path) and any(len(one) > len(path) and one[: len(path)] == path for one in lost)


def read(file: FilePath, *, name: str | None = None) -> Document:
    """Read a YAML or JSON file.

    Args:
        file: Its path. A name that ends in ``.json`` is read as JSON.
        name: The name that problems give to the file; its path if left out.

    Returns:
        The document.

    Raises:
        DocumentError: If it cannot be read at all: missing, empty, too large, not UTF-8, not YAML or JSON.
    """
    label = name or str(file)
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise DocumentError([unreadable(label, error)]) from None
    return parse(content, name=label, json=label.endswith(".json"))


def parse(content: str | bytes, *, name: str = "<text>", json: bool = False) -> Document:
    """Read the text of a YAML or JSON document.

    Args:
        content: The text, or its bytes in UTF-8.
        name: The name that problems give to it.
        json: Whether the text must be JSON; YAML else.

    Returns:
        The document.

    Raises:
        DocumentError: If it cannot be read at all.

    Example:
        >>> parse("points: 3").data
        {'points': 3}
    """
    if len(content) > LARGEST:
        raise DocumentError([_too_large(name)])
    text = _decoded(content, name)
    builder = Builder(name)
    events = json_events(text, name) if json else yaml.parse(text, Loader=_Loader)
    try:
        for event in events:
            builder.take(event)
            if builder.documents > 1:
                break
    except yaml.YAMLError as error:
        raise DocumentError([*builder.problems, yaml_problem(error, text, name)]) from None
    if not builder.documents:
        raise DocumentError([_empty(name)])
    return Document(name, builder.root, builder.places, tuple(builder.problems), builder.keys)


def to_yaml(value: object) -> str:
    """Return a value (plain, or of a class made of attrs) as a YAML text.

    Example:
        >>> print(to_yaml(Text(vi="Chè", en="Tea")), end="")
        vi: Chè
        en: Tea
    """
    text: str = yaml.dump(to_plain(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text


def to_json(value: object) -> str:
    """Return a value (plain, or of a class made of attrs) as a JSON text.

    Example:
        >>> to_json(Text(vi="Chè", en="Tea")).split()
        ['{', '"vi":', '"Chè",', '"en":', '"Tea"', '}']
    """
    return json.dumps(to_plain(value), ensure_ascii=False, indent=2, default=str)


_OF_KEYS = frozenset({"missing-key", "unknown-key"})
_SLIPS = 2
"""From so many keys on that don't fit, a document is looked at as one of another kind."""


def _of_kind(key: str, kind: DocumentKind) -> Problem:
    return Problem(
        "other-kind",
        Text(
            vi=f"Đây là {kind.name.vi}, vì có khóa '{key}'",
            en=f"This is {kind.name.en}, as its key '{key}' says",
        ),
        Text(vi="Ở đây cần một loại tệp khác", en="A file of another kind is wanted here"),
        Text(
            vi=f"Chọn tệp khác, hoặc dùng tệp này với: {kind.use}",
            en=f"Give another file, or use this one with: {kind.use}",
        ),
        Where((key,), on_key=True),
    )


_TELL_NO_VALUE = frozenset({"missing-key", "unknown-key", "repeated-key"})


def _discreet(problem: Problem, cls: Any) -> Problem:
    """Return a problem that doesn't repeat a value of a field marked personal."""
    if problem.code in _TELL_NO_VALUE or not _is_personal(cls, problem.where.path):
        return problem
    return evolve(
        problem,
        what=Text(vi="Giá trị ở đây không đúng dạng", en="The value here doesn't have the right form"),
        why=Text(
            vi="Đây là dữ liệu cá nhân nên không lặp lại trong thông báo",
            en="It is personal data, and isn't repeated in messages",
        ),
        mend=Text(
            vi="Đặt chữ và số trong ngoặc kép; đúng/sai thì viết true hoặc false",
            en="Put text and numbers in quotes; yes or no is written true or false",
        ),
    )


def _is_personal(cls: Any, path: Path) -> bool:
    """Return whether a path leads to, or into, a field marked personal."""
    for step in path:
        if isinstance(step, int):
            continue
        known = attrs.fields(cls) if attrs.has(cls) else ()
        found = next((one for one in known if one.alias == step), None)
        if found is None or found.metadata.get("personal"):
            return found is not None
        cls = next((one for one in (found.type, *get_args(found.type)) if attrs.has(one)), None)
    return False


def _without(data: Plain, paths: set[Path]) -> Plain:
    """Return plain values without those at some paths through mappings."""
    if not isinstance(data, dict) or not paths:
        return data
    below: dict[str | int, set[Path]] = {}
    for path in paths:
        below.setdefault(path[0], set()).add(path[1:])
    return {
        key: _without(value, below.get(key, set()))
        for key, value in data.items()
        if () not in below.get(key, set())
    }


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """PyYAML's dumper, which puts in quotes whatever :func:`parse` would not read as text."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 (PyYAML's own signature)
        """Write a value again where it stands again, since aliases are refused."""
        return True


def _text(dumper: Any, text: str) -> Any:
    quotes = '"' if meaning(text) != (text, None) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=quotes)


def _decimal(dumper: Any, number: Decimal) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{number:f}")


_dumper: Any = _Dumper
_dumper.add_representer(str, _text)
_dumper.add_representer(Decimal, _decimal)


def _too_large(name: str) -> Problem:
    return Problem(
        "too-large",
        Text(
            vi=f"Tệp lớn hơn {LARGEST // 2**20} MB",
            en=f"The file is larger than {LARGEST // 2**20} MB",
        ),
        Text(
            vi="Phiếu và văn bản ở đây chỉ vài chục kB; tệp lớn hơn không được đọc",
            en="Sheets and rule books are a few dozen kB; a larger file is not read",
        ),
        Text(vi="Kiểm tra xem có đúng tệp không", en="Check that it is the right file"),
        Where(file=name),
    )


_REFUSALS: tuple[tuple[type[Exception], Text, Text], ...] = (
    (
        FileNotFoundError,
        Text(vi="Không có tệp này", en="There is no such file"),
        Text(vi="Kiểm tra tên tệp và thư mục", en="Check the file's name and folder"),
    ),
    (
        IsADirectoryError,
        Text(vi="Đây là thư mục, không phải tệp", en="This is a folder, not a file"),
        Text(vi="Chỉ ra một tệp trong thư mục", en="Name a file in the folder"),
    ),
    (
        NotADirectoryError,
        Text(
            vi="Một phần của đường dẫn là tệp, không phải thư mục",
            en="A part of the path is a file, not a folder",
        ),
        Text(vi="Kiểm tra đường dẫn", en="Check the path"),
    ),
    (
        PermissionError,
        Text(vi="Không có quyền đọc tệp này", en="You may not read this file"),
        Text(
            vi="Xin quyền đọc, hoặc chép tệp sang nơi đọc được",
            en="Ask for permission, or copy it to where you may",
        ),
    ),
)


def unreadable(name: str, error: Exception) -> Problem:
    """Return the problem of a file that the system doesn't let be read.

    Args:
        name: What the file is called.
        error: What the system said.
    """
    reason = getattr(error, "strerror", None) or str(error)
    what = Text(vi=f"Không đọc được tệp ({reason})", en=f"The file cannot be read ({reason})")
    mend = Text(vi="Kiểm tra đường dẫn và ổ đĩa", en="Check the path and the disk")
    for kind, known, remedy in _REFUSALS:
        if isinstance(error, kind):
            what, mend = known, remedy
    why = Text(vi="Hệ điều hành không mở được đường dẫn này", en="The operating system cannot open this path")
    return Problem("unreadable", what, why, mend, Where(file=name))


def _empty(name: str) -> Problem:
    return Problem(
        "empty",
        Text(vi="Tệp trống hoặc chỉ có ghi chú", en="The file is empty or has only comments"),
        Text(vi="Không có gì để đọc", en="There is nothing to read"),
        Text(vi="Kiểm tra xem tệp đã được lưu chưa", en="Check that the file was saved"),
        Where(file=name),
    )


_UTF_16 = (
    Text(vi="Tệp được lưu ở dạng UTF-16", en="The file is saved as UTF-16"),
    Text(
        vi="Lưu lại tệp với mã hóa UTF-8 (trong Notepad: Save As, Encoding: UTF-8)",
        en="Save it again as UTF-8 (in Notepad: Save As, Encoding: UTF-8)",
    ),
)


def _decoded(content: str | bytes, name: str) -> str:
    """Return the text of UTF-8 bytes, or a text that could be written in UTF-8."""
    if isinstance(content, bytes) and content.startswith((_PACKED, _OLD)):
        read_here = content.startswith(_PACKED) and not name.endswith(".ods")
        raise DocumentError([_a_workbook(name) if read_here else _another_workbook(name)])
    try:
        if isinstance(content, str):
            content.encode()
            return content.removeprefix("\ufeff")
        if b"\0" not in content[:4]:
            return content.decode("utf-8-sig")
    except UnicodeError as error:
        start = getattr(error, "start", 0)
    else:
        start = 0
    if isinstance(content, bytes) and (content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in content[:4]):
        raise DocumentError([_not_utf_8(*_UTF_16, Where(file=name, line=1, column=1))])
    before = content[:start] if isinstance(content, str) else content[:start].decode("utf-8-sig")
    line, column = place_of(before, len(before))
    raise DocumentError([_not_utf_8(*_wrong_byte(content[start]), Where((), name, line, column))])


_PACKED = b"PK\x03\x04"
"""How a packed file begins, which every .xlsx is."""
_OLD = b"\xd0\xcf\x11\xe0"
"""How an .xls begins, and a workbook with a password."""


def _another_workbook(name: str) -> Problem:
    return Problem(
        "a-workbook",
        Text(vi="Đây là bảng tính, nhưng không phải .xlsx", en="This is a workbook, but no .xlsx"),
        Text(
            vi="Bảng tính dạng khác (.xls, .ods) hoặc có mật khẩu thì không đọc được",
            en="Workbooks in another format (.xls, .ods), or with a password, are not read",
        ),
        Text(
            vi="Mở tệp và lưu lại ở dạng .xlsx, không đặt mật khẩu, rồi đọc tệp .xlsx đó",
            en="Save it as .xlsx, without a password, and have that file read",
        ),
        Where(file=name),
    )


def _a_workbook(name: str) -> Problem:
    return Problem(
        "a-workbook",
        Text(
            vi="Đây là bảng tính (.xlsx), không phải YAML hay JSON", en="This is a workbook, no YAML or JSON"
        ),
        Text(
            vi="Bảng tính được đọc từng ô, bằng lệnh khác",
            en="Workbooks are read cell by cell, by other means",
        ),
        Text(
            vi="Phiếu chấm: ocopkit.forms.reading.load_form, hoặc ocopkit score TỆP.xlsx; phiếu số liệu:"
            " ocopkit.forms.facts.reading.load_facts_form, hoặc ocopkit assess TỆP.xlsx",
            en="Score sheets: ocopkit.forms.reading.load_form, or `ocopkit score FILE.xlsx`; fact sheets:"
            " ocopkit.forms.facts.reading.load_facts_form, or `ocopkit assess FILE.xlsx`",
        ),
        Where(file=name),
    )


def _wrong_byte(found: int | str) -> tuple[Text, Text]:
    sign = f"U+{ord(found):04X}" if isinstance(found, str) else f"byte 0x{found:02X}"
    return (
        Text(vi=f"Ký tự ở đây ({sign}) không phải UTF-8", en=f"The character here ({sign}) is not UTF-8"),
        Text(
            vi="Nếu là chữ TCVN3, VNI hoặc Windows-1258 thì chuyển sang Unicode; lưu tệp ở dạng UTF-8",
            en="Convert the text if it is in TCVN3, VNI or Windows-1258, and save the file again as UTF-8",
        ),
    )


def _not_utf_8(what: Text, mend: Text, where: Where) -> Problem:
    return Problem(
        "not-utf-8", what, Text(vi="Tài liệu phải ở dạng UTF-8", en="Documents are in UTF-8"), mend, where
    )
