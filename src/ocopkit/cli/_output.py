"""Results on standard output: dressed for a terminal, plain for everything else."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import copymode
from typing import TYPE_CHECKING

from ocopkit.errors import OcopError, Problem, Where
from ocopkit.text import Text, same

if TYPE_CHECKING:
    from rich.console import Console

Styled = tuple[str, str]
"""A line, and the style that it has on a terminal; none if empty."""


_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")
"""What a name from a file must not do to a terminal, or to the rows of a table."""


_ESCAPES = {code: sign for code, sign in _CONTROLS.items() if chr(code) not in "\n\t"}


def one_line(text: str) -> str:
    """Return a text without line breaks and other control characters."""
    return text.translate(_CONTROLS)


def write(text: str) -> None:
    """Write a text and an end of line."""
    sys.stdout.write(text + "\n")


def lines(styled: Iterable[Styled]) -> None:
    """Write lines as they are, never wrapped; a terminal shows their styles."""
    told = [(text.translate(_ESCAPES), style) for text, style in styled]
    if not sys.stdout.isatty():
        for text, _ in told:
            write(text)
        return
    # rich takes half as long to import as all the rest, so only a terminal pays for it.
    from rich.text import Text as RichText

    console = _console()
    for text, style in told:
        console.print(RichText(text, style), soft_wrap=True)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, keys: int = 1, numbers: int = 0) -> None:
    """Write a table: drawn on a terminal, else rows alone with a tab between columns.

    Args:
        headings: The columns' headings.
        rows: The rows.
        keys: How many columns, counted from the first, hold what people copy: they are never broken.
        numbers: How many columns, counted from the last, hold numbers.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in cells:
            write("\t".join(row))
        return
    from rich.box import SIMPLE
    from rich.table import Table

    drawn = Table(box=SIMPLE, pad_edge=False)
    for place, heading in enumerate(headings):
        right = place >= len(headings) - numbers
        drawn.add_column(heading, justify="right" if right else "left", no_wrap=place < keys, overflow="fold")
    for row in cells:
        drawn.add_row(*row)
    _console().print(drawn)


def save(text: str, file: Path | None, *, force: bool) -> None:
    """Write a text to a file, or to standard output if there is none.

    Args:
        text: The text, with its last end of line.
        file: The file.
        force: Whether a file that exists is overwritten.

    Raises:
        OcopError: If the file exists or cannot be written.
    """
    if file is None:
        sys.stdout.write(text)
        return
    save_bytes(text.encode(), file, force=force)


def save_bytes(content: bytes, file: Path, *, force: bool) -> None:
    """Write bytes to a file, or nothing at all: what it held stays until the new content is whole.

    Args:
        content: The bytes.
        file: The file.
        force: Whether a file that exists is overwritten.

    Raises:
        OcopError: If the file exists or cannot be written.
    """
    try:
        if not force:
            file.open("xb").close()  # so that of two who write at once only one does
        if file.exists() and not file.is_file():  # a device or a pipe
            file.write_bytes(content)
        else:
            _exchange(file.resolve(), content, new=not force)
            _tell_written(file)
    except FileExistsError:
        raise OcopError([_exists(file)]) from None
    except OSError as error:
        raise OcopError([_unwritable(file, error)]) from None


def may_save(file: Path, *, force: bool) -> None:
    """Refuse a file that could not be saved, before long work; :func:`save` looks again.

    Args:
        file: The file.
        force: Whether a file that exists may be overwritten.

    Raises:
        OcopError: If the file exists, or its folder doesn't.
    """
    if file.exists() and not force:
        raise OcopError([_exists(file)])
    if not file.parent.is_dir():
        raise OcopError([_unwritable(file, FileNotFoundError())])


def _tell_written(file: Path) -> None:
    """Tell whoever sits in front of a terminal which file there is now; scripts hear nothing."""
    if sys.stderr.isatty():
        sys.stderr.write(f"→ {one_line(str(file))}\n")


def _exchange(file: Path, content: bytes, *, new: bool) -> None:
    half = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        half.write_bytes(content)
        if file.exists():
            copymode(file, half)
        half.replace(file)
    except OSError:
        half.unlink(missing_ok=True)
        if new:
            file.unlink(missing_ok=True)
        raise


def _console() -> "Console":
    from rich.console import Console

    return Console(
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        markup=False,
        emoji=False,
    )


def _exists(file: Path) -> Problem:
    return Problem(
        "file-exists",
        Text(vi="Tệp đã có", en="The file exists already"),
        Text(vi="Nội dung cũ sẽ mất", en="What it holds would be lost"),
        Text(
            vi="Chọn tên khác, hoặc thêm --force để ghi đè",
            en="Choose another name, or add --force",
        ),
        Where(file=str(file)),
    )


_REFUSALS: tuple[tuple[type[OSError], Text, Text], ...] = (
    (
        FileNotFoundError,
        Text(vi="không có thư mục này", en="there is no such folder"),
        Text(
            vi="Kiểm tra tên thư mục, hoặc tạo thư mục trước", en="Check the folder's name, or make it first"
        ),
    ),
    (
        PermissionError,
        Text(vi="không có quyền ghi, hoặc tệp đang mở", en="it is open elsewhere, or you may not write here"),
        Text(
            vi="Đóng tệp nếu đang mở bằng Excel; không thì chọn thư mục khác",
            en="Close it if Excel has it open; else choose another folder",
        ),
    ),
)


def _unwritable(file: Path, error: OSError) -> Problem:
    reason = same(error.strerror or type(error).__name__)
    mend = Text(vi="Kiểm tra thư mục và quyền ghi", en="Check the folder and the permissions")
    for kind, known, remedy in _REFUSALS:
        if isinstance(error, kind):
            reason, mend = known, remedy
    return Problem(
        "unwritable",
        Text(vi=f"Không ghi được tệp: {reason.vi}", en=f"The file cannot be written: {reason.en}"),
        Text(vi="Hệ thống từ chối đường dẫn này", en="The system refuses this path"),
        mend,
        Where(file=str(file)),
    )
