"""A register of many cases as JSON lines: appended to, never rewritten in place, and safe in a crash.

A line opens a case, with the events so far, or holds further events of a case above it. A line counts
once its end of line is written; a last line that was cut is told of, and nothing else is lost.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, cast

from attrs import evolve, field, frozen

from ocopkit.cases.case import Case
from ocopkit.cases.document import FORMAT, case_from_plain, case_to_plain, newer_format
from ocopkit.cases.law import Law
from ocopkit.documents import unreadable
from ocopkit.errors import CaseError, DocumentError, OcopError, Problem, Where, nearest
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text

_FURTHER = frozenset({"case", "events", "format"})
"""What a line may have that adds to a case."""


@frozen
class Register:
    """Cases read from a file.

    Args:
        cases: The cases by their id.
        problems: What is to be told of the file, such as a last line that was cut.
    """

    cases: dict[str, Case] = field(factory=dict[str, Case])
    problems: tuple[Problem, ...] = ()


def load_register(file: Path, law: Law | RuleBook) -> Register:
    """Return all cases of a register, every event judged anew by the law of its day.

    Args:
        file: The file.
        law: How the rule book of a day is found, or one rule book.

    Raises:
        DocumentError: If a line but the last isn't JSON, or doesn't fit.
        CaseError: If an event isn't possible; all problems of all cases.
    """
    told: list[Problem] = []
    cases: dict[str, Case] = {}
    problems: list[Problem] = []
    for name, plain in _whole(file, told):
        try:
            cases[name] = case_from_plain(plain, law)
        except OcopError as error:
            problems += [problem.under(name) for problem in error.problems]
    if problems:
        raise CaseError(problems)
    return Register(cases, tuple(told))


def register_cases(file: Path, law: Law | RuleBook, *, told: list[Problem] | None = None) -> Iterator[Case]:
    """Yield the cases of a register one by one, each judged anew: no more than one is kept at a time.

    Args:
        file: The file.
        law: How the rule book of a day is found, or one rule book.
        told: Where a problem is put that doesn't stop the reading: a last line that was cut.

    Raises:
        DocumentError: If a line but the last isn't JSON, or doesn't fit.
        CaseError: If an event isn't possible.

    Example:
        >>> import ocopkit
        >>> [case.id for case in register_cases(Path("examples/cases/register.jsonl"), ocopkit.rule_book)]
        ['19-05542-3', '24-00001-1']
    """
    for name, plain in _whole(file, told if told is not None else []):
        try:
            yield case_from_plain(plain, law)
        except OcopError as error:
            raise type(error)(problem.under(name) for problem in error.problems) from None


def _whole(file: Path, told: list[Problem]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each case's id and document, in the order in which they were opened.

    The file is read twice: first for where the lines of each case stand, then case by case.
    """
    places: dict[str, int | list[int]] = {}  # most cases have one line, and a list for each would cost more
    with _opened(file) as stream:
        for place, line in _lines(stream, file, told):
            name, before = str(line["case"]), places.get(str(line["case"]))
            if before is None:
                places[name] = place
                continue
            if problem := _not_further(file, name, line):
                raise DocumentError([problem])
            if isinstance(before, list):
                before.append(place)
            else:
                places[name] = [before, place]
        exact = json.JSONDecoder(parse_float=Decimal)
        for name, found in places.items():
            lines: list[dict[str, Any]] = []
            for place in found if isinstance(found, list) else [found]:
                stream.seek(place)
                lines.append(exact.decode(stream.readline().decode()))
            first = {key: value for key, value in lines[0].items() if key != "case"}
            for line in lines[1:]:
                first["events"] = [*first.get("events", []), *line.get("events", [])]
            yield name, {**first, "id": name}


def save_register(file: Path, cases: Iterable[Case], *, personal: bool = False) -> None:
    """Write cases to a new file, or in place of one: a crash leaves the old file or the new one, whole.

    Args:
        file: The file.
        cases: The cases, each with an id of its own.
        personal: Whether personal data is written too.

    Raises:
        CaseError: If a case has no id, or two have the same.
    """
    known: set[str] = set()
    beside = file.with_name(file.name + ".new")
    with beside.open("wb") as stream:
        for case in cases:
            if not case.id or case.id in known:
                raise CaseError([_no_own_id(case)])
            known.add(case.id)
            stream.write(_line(case, 0, personal=personal))
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)


def append_to_register(
    file: Path, case: Case, *, since: int = 0, personal: bool = False
) -> tuple[Problem, ...]:
    """Write a new case, or what happened to one since, at the end of a register.

    The line is on the disk when the function returns. A last line that a crash cut is removed first: it
    was never acknowledged. Several processes may write to one file: each waits for the others (on Windows
    one at a time may write). That two of them add to the same case is noticed by a database, not here.

    Args:
        file: The file; made if there is none.
        case: The case, with an id.
        since: How many of its events the file has already; 0 if it doesn't have the case.
        personal: Whether personal data is written too.

    Returns:
        What is to be told: a cut line that was removed.

    Raises:
        CaseError: If the case has no id.
    """
    if not case.id:
        raise CaseError([_no_own_id(case)])
    with file.open("a+b", buffering=0) as stream:
        _wait_for_others(stream)
        told = _mended(stream, file)
        _write(stream, _line(case, since, personal=personal))
        os.fsync(stream.fileno())
    return told


def register_lines(file: Path, told: list[Problem]) -> Iterator[dict[str, Any]]:
    """Yield the lines of a register, one by one.

    Args:
        file: The file.
        told: Where a problem is put that doesn't stop the reading: a last line that was cut.

    Raises:
        DocumentError: If the file can't be read, a line that isn't the last is no JSON object with a
            ``case``, or a line is written in a later format.
    """
    with _opened(file) as stream:
        for _, line in _lines(stream, file, told):
            yield line


def opened_twice(file: str | None, name: str) -> Problem:
    """Return the problem of two lines that both open one case."""
    return Problem(
        "opened-twice",
        Text(vi=f"Vòng đời {name!r} được mở hai lần", en=f"The case {name!r} is opened twice"),
        Text(
            vi="Mỗi vòng đời chỉ có một dòng mở; các dòng sau chỉ thêm sự kiện",
            en="One line opens a case; those after it only add events",
        ),
        Text(
            vi="Bỏ dòng thừa; lần sau gọi append_to_register với since=số sự kiện đã ghi",
            en="Remove the line too many; append with since=the events that the file has already",
        ),
        Where((name,), file),
    )


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise DocumentError([unreadable(str(file), error)]) from None


def _lines(stream: BinaryIO, file: Path, told: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line with where it begins."""
    end = 0
    for number, content in enumerate(stream, start=1):
        start, end = end, end + len(content)
        if not content.strip():
            continue
        try:
            line = json.loads(content)
        except ValueError:
            broken = _broken(file, number, cut=not content.endswith(b"\n"))
            if content.endswith(b"\n"):
                raise DocumentError([broken]) from None
            told.append(broken)
            return
        if not isinstance(line, dict) or "case" not in line:
            raise DocumentError([_no_case(file, number)])
        entry = cast("dict[str, Any]", line)
        if entry.get("format") != FORMAT and (problem := newer_format(entry)):
            raise DocumentError([evolve(problem, where=Where(("format",), str(file), number))])
        yield start, entry


def _not_further(file: Path, name: str, line: dict[str, Any]) -> Problem | None:
    """Return what is wrong with a line that adds to a case."""
    if "product" in line:
        return opened_twice(str(file), name)
    unknown = sorted(set(line) - _FURTHER)
    if not unknown:
        return None
    return Problem(
        "unknown-key",
        Text(vi=f"Ở đây không có khóa {unknown[0]!r}", en=f"The key {unknown[0]!r} is not known here"),
        Text(
            vi="Dòng thêm vào một vòng đời chỉ có sự kiện", en="A line that adds to a case has events alone"
        ),
        nearest(unknown[0], sorted(_FURTHER)),
        Where((name, unknown[0]), str(file)),
    )


def _line(case: Case, since: int, *, personal: bool) -> bytes:
    plain = case_to_plain(case, personal=personal)
    events = plain.pop("events", [])[since:]
    del plain["id"]
    entry = {"case": case.id, **({"format": FORMAT} if since else plain), "events": events}
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _wait_for_others(stream: RawIOBase) -> None:
    """Hold the file until it is closed, so that nobody takes another's half-written line for a cut one."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX)


def _write(stream: RawIOBase, content: bytes) -> None:
    """Write all of it: an unbuffered file may take less at a time."""
    rest = memoryview(content)
    while rest:
        rest = rest[stream.write(rest) or 0 :]


def _mended(stream: RawIOBase, file: Path) -> tuple[Problem, ...]:
    """Leave the stream at the end of the last whole line."""
    end = stream.seek(0, os.SEEK_END)
    start, tail = end, b""
    while start and b"\n" not in tail:
        start = max(0, start - 65536)
        stream.seek(start)
        tail = stream.read(end - start)
    last = tail[tail.rfind(b"\n") + 1 :]
    if not last:
        return ()
    try:
        json.loads(last)
    except ValueError:
        stream.truncate(end - len(last))
        return (_broken(file, None, cut=True),)
    _write(stream, b"\n")
    return ()


def _broken(file: Path, place: int | None, *, cut: bool) -> Problem:
    where = Where((), str(file), place)
    if cut:
        return Problem(
            "cut-line",
            Text(vi="Dòng cuối bị cắt giữa chừng", en="The last line was cut"),
            Text(
                vi="Việc ghi dòng này không hoàn tất; mọi dòng trước nguyên vẹn",
                en="It wasn't written to its end; every line before it is whole",
            ),
            Text(vi="Ghi lại sự kiện cuối cùng", en="Record the last event again"),
            where,
        )
    return Problem(
        "broken-line",
        Text(vi="Dòng này không phải JSON", en="This line is no JSON"),
        Text(vi="Mỗi dòng là một đối tượng JSON trọn vẹn", en="Each line is one whole JSON object"),
        Text(
            vi="Lấy lại dòng này từ bản sao lưu, hoặc kiểm tra có đúng tệp sổ không",
            en="Take this line from a backup, or check that the file is a register",
        ),
        where,
    )


def _no_case(file: Path, place: int) -> Problem:
    return Problem(
        "no-case",
        Text(vi="Dòng này không có khóa 'case'", en="This line has no key 'case'"),
        Text(vi="Khóa 'case' là mã của vòng đời sản phẩm", en="The key 'case' is the case's id"),
        Text(vi="Thêm mã, hoặc kiểm tra có đúng tệp không", en="Add it, or check that it is the right file"),
        Where((), str(file), place),
    )


def _no_own_id(case: Case) -> Problem:
    return Problem(
        "no-own-id",
        Text(vi=f"Mã {case.id!r} trống hoặc đã dùng", en=f"The id {case.id!r} is empty or used already"),
        Text(vi="Trong sổ, mỗi vòng đời có một mã riêng", en="In a register each case has an id of its own"),
        Text(vi="Mở với id=… khác", en="Open it with another id=…"),
        Where(("id",)),
    )
