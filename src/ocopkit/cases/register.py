"""A register of many cases as JSON lines: appended to, never rewritten in place, and safe in a crash.

A line opens a case, with the events so far, or holds further events of a case above it. A line counts
once its end of line is written; a last line that was cut is told of, and nothing else is lost.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from decimal import Decimal
from io import RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, cast

from attrs import evolve, field, frozen

from ocopkit.cases.case import Case
from ocopkit.cases.document import FORMAT, case_from_plain, case_to_plain, newer_format
from ocopkit.cases.law import Law
from ocopkit.documents import unreadable
from ocopkit.errors import CaseError, DocumentError, OcopError, Problem, Where, nearest, quoted
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text

_MARK = b"\xef\xbb\xbf"
"""How some programs begin a file in UTF-8."""

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


def load_register(file: Path | str, law: Law | RuleBook) -> Register:
    """Return all cases of a register, every event judged anew by the law of its day.

    Args:
        file: The file.
        law: How the rule book of a day is found, or one rule book.

    Raises:
        DocumentError: If a line but the last isn't JSON, or doesn't fit.
        CaseError: If an event isn't possible; all problems of all cases.
    """
    file = Path(file)
    told: list[Problem] = []
    cases: dict[str, Case] = {}
    problems: list[Problem] = []
    for name, plain in _whole(file, told):
        try:
            cases[name] = case_from_plain(plain, law)
        except OcopError as error:
            problems += _in_register(error.problems, file, name)
    if problems:
        raise CaseError(problems)
    return Register(cases, tuple(told))


def register_cases(
    file: Path | str, law: Law | RuleBook, *, told: list[Problem] | None = None
) -> Iterator[Case]:
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
    file = Path(file)
    for name, plain in _whole(file, told if told is not None else []):
        try:
            yield case_from_plain(plain, law)
        except OcopError as error:
            raise type(error)(_in_register(error.problems, file, name)) from None


def _in_register(problems: Iterable[Problem], file: Path, name: str) -> list[Problem]:
    """Return the problems of one case with where they stand in the register."""
    below = [problem.under(name) for problem in problems]
    return [evolve(one, where=evolve(one.where, file=str(file))) for one in below]


def _whole(file: Path, told: list[Problem]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each case's id and document, in the order in which they were opened.

    The file is read twice: first for where the lines of each case stand, then case by case.
    """
    places: dict[str, int | list[int]] = {}  # most cases have one line, and a list for each would cost more
    with _opened(file) as stream:
        for place, line in _lines(stream, file, told):
            name: str = line["case"]
            before = places.get(name)
            if before is None:
                places[name] = place
                continue
            if problem := _not_further(file, name, line):
                raise DocumentError([problem])
            if isinstance(before, list):
                before.append(place)
            else:
                places[name] = [before, place]
        for name, found in places.items():
            lines: list[dict[str, Any]] = []
            for place in found if isinstance(found, list) else [found]:
                stream.seek(place)
                lines.append(_exactly(stream.readline(), file, name))
            first = {key: value for key, value in lines[0].items() if key != "case"}
            for line in lines[1:]:
                first["events"] = [*first.get("events", []), *line.get("events", [])]
            yield name, {**first, "id": name}


def _exactly(content: bytes, file: Path, name: str) -> dict[str, Any]:
    """Return a line with its numbers as they are written; what stands in it twice, or is no text, is told."""
    repeated: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            repeated.extend(key for key in found if keys.count(key) > 1)
        return found

    text = content.decode("utf-8-sig")
    line: dict[str, Any] = json.loads(text, parse_float=Decimal, object_pairs_hook=once)
    if repeated:
        raise DocumentError([_repeated(file, name, repeated[0])])
    if "\\u" in text and not _is_text(line):
        raise DocumentError([_no_text(file, name)])
    return line


def _is_text(line: object) -> bool:
    """Return whether a line could be written again: half a letter (a lone surrogate) can't."""
    try:
        json.dumps(line, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return True


def save_register(file: Path | str, cases: Iterable[Case], *, personal: bool = False) -> None:
    """Write cases to a new file, or in place of one: a crash leaves the old file or the new one, whole.

    Whoever appends meanwhile waits and appends to the new file. What somebody appended after the cases were
    read is not among them and would be lost: read and save while nobody else records.

    Args:
        file: The file.
        cases: The cases, each with an id of its own.
        personal: Whether personal data is written too.

    Raises:
        CaseError: If a case has no id, or two have the same.
    """
    file = Path(file)
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    lock = file.exists() and sys.platform != "win32"  # there nobody can replace an open file
    with file.open("rb") if lock else nullcontext() as before:
        if before is not None:
            _wait_for_others(before)
        try:
            _write_all(beside, cases, personal=personal)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)


def _write_all(file: Path, cases: Iterable[Case], *, personal: bool) -> None:
    known: set[str] = set()
    with file.open("wb") as stream:
        for case in cases:
            if not case.id or case.id in known:
                raise CaseError([_no_own_id(case)])
            known.add(case.id)
            stream.write(_line(case, 0, personal=personal))
        stream.flush()
        os.fsync(stream.fileno())


def append_to_register(
    file: Path | str, case: Case, *, since: int = 0, personal: bool = False
) -> tuple[Problem, ...]:
    """Write a new case, or what happened to one since, at the end of a register.

    The line is on the disk when the function returns. A last line that a crash cut is removed first: it
    was never acknowledged. Several processes may write to one file: each waits for the others (on Windows
    one at a time may write), and what the file has of the case is counted first, so that nothing is recorded
    twice and nothing that somebody else recorded meanwhile is passed over. Many cases at once are better
    saved: :func:`save_register`.

    Args:
        file: The file; made if there is none.
        case: The case, with an id.
        since: How many of its events the file has already; 0 if it doesn't have the case.
        personal: Whether personal data is written too.

    Returns:
        What is to be told: a cut line that was removed.

    Raises:
        CaseError: If the case has no id, or the file has it with another number of events.
        DocumentError: If the file has the case and ``since`` is 0, or a line of the file doesn't fit.
        ValueError: If ``since`` is no number of the case's events.
    """
    file = Path(file)
    if not case.id:
        raise CaseError([_no_own_id(case)])
    if type(since) is not int or not 0 <= since <= len(case.events):
        message = f"since must be a number of events from 0 to {len(case.events)}, not {since!r}"
        raise ValueError(message)
    content = _line(case, since, personal=personal)
    while True:
        with file.open("a+b", buffering=0) as stream:
            _wait_for_others(stream)
            if not _is_still(stream, file):
                continue  # somebody put a new file in its place meanwhile
            told = _mended(stream, file)
            _expect_count(file, case.id, since)
            _write(stream, content)
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
        if number == 1:
            content = content.removeprefix(_MARK)  # noqa: PLW2901 (some programs write it before all else)
        try:
            line = json.loads(content)
        except (ValueError, RecursionError):
            broken = _broken(file, number, cut=not content.endswith(b"\n"))
            if content.endswith(b"\n"):
                raise DocumentError([broken]) from None
            told.append(broken)
            return
        entry = cast("dict[str, Any]", line if isinstance(line, dict) else {})
        if not isinstance(entry.get("case"), str) or not entry["case"]:
            raise DocumentError([_no_case(file, number)])
        if not isinstance(entry.get("events", []), list):
            raise DocumentError([_no_list(file, number)])
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


def _expect_count(file: Path, name: str, since: int) -> None:
    """Refuse to go on from where the file doesn't stand."""
    signs = {json.dumps(name, ensure_ascii=ascii_).encode() for ascii_ in (False, True)}
    count: int | None = None
    with file.open("rb") as stream:
        for number, content in enumerate(stream, start=1):
            if not any(sign in content for sign in signs):
                continue  # most lines are of other cases
            try:
                line = json.loads(content.removeprefix(_MARK))
            except (ValueError, RecursionError):
                raise DocumentError([_broken(file, number, cut=False)]) from None
            entry = cast("dict[str, Any]", line if isinstance(line, dict) else {})
            if entry.get("case") == name:
                count = (count or 0) + len(entry.get("events") or ())
    if count is not None and not since:
        raise DocumentError([opened_twice(str(file), name)])
    if (count or 0) != since:
        raise CaseError([_other_count(file, name, count, since)])


def _is_still(stream: RawIOBase, file: Path) -> bool:
    """Return whether an open file still goes by its name."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), file.stat())
    except FileNotFoundError:
        return False


def _wait_for_others(stream: RawIOBase | BinaryIO) -> None:
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


def _repeated(file: Path, name: str, key: str) -> Problem:
    return Problem(
        "repeated-key",
        Text(vi=f"Khóa {quoted(key)} được ghi hai lần", en=f"The key {quoted(key)} stands here twice"),
        Text(vi="Không rõ giá trị nào đúng", en="Nobody can tell which value is meant"),
        Text(vi="Bỏ bớt một khóa", en="Remove one of them"),
        Where((name,), str(file)),
    )


def _no_text(file: Path, name: str) -> Problem:
    return Problem(
        "not-utf-8",
        Text(vi="Dòng này có nửa ký tự (surrogate)", en="The line holds half a letter (a lone surrogate)"),
        Text(vi="Tài liệu phải ở dạng UTF-8", en="Documents are in UTF-8"),
        Text(vi="Ghi lại chữ này", en="Write that text again"),
        Where((name,), str(file)),
    )


def _no_list(file: Path, place: int) -> Problem:
    return Problem(
        "wrong-type",
        Text(vi="Khóa 'events' không phải danh sách", en="The key 'events' holds no list"),
        Text(vi="Mỗi dòng giữ các sự kiện theo thứ tự", en="A line holds events in their order"),
        Text(vi='Viết "events": [], hoặc bỏ khóa này', en='Write "events": [], or leave the key out'),
        Where(("events",), str(file), place),
    )


def _no_case(file: Path, place: int) -> Problem:
    return Problem(
        "no-case",
        Text(vi="Dòng này không có khóa 'case' là chữ", en="This line has no key 'case' with a text"),
        Text(vi="Khóa 'case' là mã của vòng đời sản phẩm", en="The key 'case' is the case's id"),
        Text(vi="Thêm mã, hoặc kiểm tra có đúng tệp không", en="Add it, or check that it is the right file"),
        Where((), str(file), place),
    )


def _other_count(file: Path, name: str, count: int | None, since: int) -> Problem:
    what = Text(
        vi=f"Sổ có {count} sự kiện của vòng đời {quoted(name)}, không phải {since}",
        en=f"The register has {count} events of the case {quoted(name)}, not {since}",
    )
    if count is None:
        what = Text(
            vi=f"Sổ chưa có vòng đời {quoted(name)}", en=f"The register doesn't have the case {quoted(name)}"
        )
    return Problem(
        "other-count",
        what,
        Text(
            vi="Người khác đã ghi thêm, hoặc sự kiện đã được ghi: ghi tiếp từ đây sẽ mất hoặc lặp sự kiện",
            en="Somebody recorded something meanwhile, or it was recorded already: going on from here would "
            "lose events or repeat them",
        ),
        Text(
            vi="Đọc lại vòng đời từ sổ rồi ghi sự kiện vào đó; vòng đời mới thì since=0",
            en="Load the case anew and apply the event to it; a new case has since=0",
        ),
        Where((name,), str(file)),
    )


def _no_own_id(case: Case) -> Problem:
    return Problem(
        "no-own-id",
        Text(vi=f"Mã {case.id!r} trống hoặc đã dùng", en=f"The id {case.id!r} is empty or used already"),
        Text(vi="Trong sổ, mỗi vòng đời có một mã riêng", en="In a register each case has an id of its own"),
        Text(vi="Mở với id=… khác", en="Open it with another id=…"),
        Where(("id",)),
    )
