"""What is to be said of a pack that fails, and how that is told from one process to another."""

from collections.abc import Mapping
from inspect import unwrap
from traceback import walk_tb
from typing import Any

from ocopkit.errors import Problem, Where
from ocopkit.text import Text

_LEFT_OUT = Text(
    vi="Phần này bị bỏ qua; kết quả quốc gia không đổi",
    en="It is left out; national results stand",
)
_TELL = Text(vi="Báo cho người viết gói", en="Tell the author of the pack")
_LONGEST = 200
"""The most characters of a pack's own value that a message repeats."""


def failed(pack: str, error: BaseException, hook: str = "") -> Problem:
    """Return what is to be said of a pack that raised an error.

    Args:
        pack: The pack's name.
        error: The error.
        hook: The hook that it was raised in, if it was in one.
    """
    said = _printable(f"{type(error).__name__}: {error}")
    return Problem(
        "pack-failed",
        Text(
            vi=f"Gói {_at(pack, hook)} bị lỗi: {said}",
            en=f"The pack {_at(pack, hook)} failed: {said}",
        ),
        _LEFT_OUT,
        _TELL,
        _raised_at(error),
    )


def _printable(text: str) -> str:
    """Return a text that every stream takes, whatever half letters an author put into it."""
    return text.encode("utf-8", "backslashreplace").decode()


def wrong_return(pack: str, plugin: object, hook: str, value: object, wanted: Text) -> Problem:
    """Return what is to be said of a hook that returned something else than it should.

    Args:
        pack: The pack's name.
        plugin: The module or object that fills the hook.
        hook: The hook's name.
        value: What it returned.
        wanted: What it should return.
    """
    code = getattr(unwrap(getattr(plugin, hook, None) or str), "__code__", None)
    where = Where(file=code.co_filename, line=code.co_firstlineno) if code else Where()
    shown = repr(value)[:_LONGEST]
    return Problem(
        "pack-return",
        Text(vi=f"Gói {pack!r}: {hook} trả về {shown}", en=f"The pack {pack!r}: {hook} returned {shown}"),
        wanted,
        Text(vi="Sửa hàm này trong gói", en="Mend that function of the pack"),
        where,
    )


def too_slow(pack: str, module: str, hook: str, seconds: float) -> Problem:
    """Return what is to be said of a pack that took too long.

    Args:
        pack: The pack's name.
        module: The module as its entry point names it.
        hook: The hook that it was asked.
        seconds: The time that it had.
    """
    return Problem(
        "pack-too-slow",
        Text(
            vi=f"Gói {_at(pack, hook)} ({module}): quá {seconds:g} giây",
            en=f"The pack {_at(pack, hook)} ({module}): over {seconds:g} seconds",
        ),
        _LEFT_OUT,
        _TELL,
    )


def no_answer(pack: str, module: str, hook: str, status: int | None) -> Problem:
    """Return what is to be said of a pack whose process ended without an answer.

    Args:
        pack: The pack's name.
        module: The module as its entry point names it.
        hook: The hook that it was asked.
        status: The status with which the process ended.
    """
    return Problem(
        "pack-failed",
        Text(
            vi=f"Gói {_at(pack, hook)} ({module}): tiến trình kết thúc với mã {status}",
            en=f"The pack {_at(pack, hook)} ({module}): its process ended with {status}",
        ),
        _LEFT_OUT,
        _TELL,
    )


def to_plain(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values, to be handed to another process."""
    texts = {"what": problem.what, "why": problem.why, "mend": problem.mend}
    return {
        "code": problem.code,
        **{key: [text.vi, text.en] for key, text in texts.items()},
        "file": problem.where.file,
        "line": problem.where.line,
    }


def from_plain(plain: Mapping[str, Any]) -> Problem:
    """Return the problem that :func:`to_plain` made plain values of."""
    what, why, mend = (Text(*plain[key]) for key in ("what", "why", "mend"))
    return Problem(plain["code"], what, why, mend, Where(file=plain["file"], line=plain["line"]))


def _at(pack: str, hook: str) -> str:
    return f"{pack!r}, {hook}" if hook else repr(pack)


def _raised_at(error: BaseException) -> Where:
    """Return where an error was raised, in a file rather than inside Python's own import system."""
    if isinstance(error, SyntaxError):
        return Where(file=error.filename, line=error.lineno)
    where = Where()
    for frame, line in walk_tb(error.__traceback__):
        if not frame.f_code.co_filename.startswith("<frozen"):
            where = Where(file=frame.f_code.co_filename, line=line)
    return where
