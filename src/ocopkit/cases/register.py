"""A register of many cases as JSON lines: appended to, never rewritten in place, and safe in a crash.

A line opens a case, with the events so far, or holds further events of a case above it. A line counts
once its end of line is written; a last line that was cut is told of, and nothing else is lost.
"""

import json
import os
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from attrs import field, frozen

from ocopkit.cases.case import Case
from ocopkit.cases.document import case_from_plain, case_to_plain
from ocopkit.cases.law import Law
from ocopkit.errors import CaseError, DocumentError, OcopError, Problem, Where
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text


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
    whole: dict[str, dict[str, Any]] = {}
    for line in register_lines(file, told, exact=True):
        entry = {key: value for key, value in line.items() if key != "case"}
        name = str(line["case"])
        if name in whole:
            whole[name]["events"] = [*whole[name].get("events", []), *entry.get("events", [])]
        else:
            whole[name] = {**entry, "id": name}
    cases: dict[str, Case] = {}
    problems: list[Problem] = []
    for name, plain in whole.items():
        try:
            cases[name] = case_from_plain(plain, law)
        except OcopError as error:
            problems += [problem.under(name) for problem in error.problems]
    if problems:
        raise CaseError(problems)
    return Register(cases, tuple(told))


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
    was never acknowledged.

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
    with file.open("a+b") as stream:
        told = _mended(stream, file)
        stream.write(_line(case, since, personal=personal))
        stream.flush()
        os.fsync(stream.fileno())
    return told


def register_lines(file: Path, told: list[Problem], *, exact: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the lines of a register, one by one.

    Args:
        file: The file.
        told: Where a problem is put that doesn't stop the reading: a last line that was cut.
        exact: Whether numbers with a fraction are kept exact.

    Raises:
        DocumentError: If the file can't be read, or a line that isn't the last is no JSON object with a
            ``case``.
    """
    number = json.JSONDecoder(parse_float=Decimal) if exact else json.JSONDecoder()
    try:
        with file.open("rb") as stream:
            for place, content in enumerate(stream, start=1):
                if not content.strip():
                    continue
                try:
                    line = number.decode(content.decode())
                except ValueError:
                    problem = _broken(file, place, cut=not content.endswith(b"\n"))
                    if content.endswith(b"\n"):
                        raise DocumentError([problem]) from None
                    told.append(problem)
                    return
                if not isinstance(line, dict) or "case" not in line:
                    raise DocumentError([_no_case(file, place)])
                yield cast("dict[str, Any]", line)
    except OSError as error:
        raise DocumentError([_unreadable(file, error)]) from None


def _line(case: Case, since: int, *, personal: bool) -> bytes:
    plain = case_to_plain(case, personal=personal)
    events = plain.pop("events", [])[since:]
    del plain["id"]
    entry = {"case": case.id, **({} if since else plain), "events": events}
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _mended(stream: Any, file: Path) -> tuple[Problem, ...]:
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
    stream.write(b"\n")
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
        Text(vi="Lấy lại dòng này từ bản sao lưu", en="Take this line from a backup"),
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


def _unreadable(file: Path, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(
        "unreadable",
        Text(vi=f"Không đọc được tệp ({reason})", en=f"The file cannot be read ({reason})"),
        Text(vi="Hệ điều hành không mở được đường dẫn này", en="The operating system cannot open this path"),
        Text(vi="Kiểm tra tên tệp và thư mục", en="Check the file's name and folder"),
        Where(file=str(file)),
    )
