"""What all local documents have in common: their sources, and how they are read from files."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from attrs import frozen

from ocopkit.documents import Document, read
from ocopkit.errors import Problem, Where
from ocopkit.rules.law import Period
from ocopkit.text import Text


@frozen
class Source:
    """The paper that a local document sets down.

    Args:
        text: What it is, as people call it.
        number: Its official number, if it is known.
        issued_on: The day it was signed, if it is known.
    """

    text: Text
    number: str | None = None
    issued_on: date | None = None


class Named(Protocol):
    """A document that says its own id."""

    @property
    def id(self) -> str:
        """The document's id."""
        ...


D = TypeVar("D", bound=Named)


def read_named(file: Path, kind: type[D], check: Callable[[D], Iterable[Problem]]) -> tuple[D, Document]:
    """Read a local document, whose id is its file's name.

    Args:
        file: The file.
        kind: The class that it is read into.
        check: Returns what is wrong with what the document says, by path.

    Returns:
        What it holds, and the document, which knows where each value stands.

    Raises:
        DocumentError: With every problem, each at its file, line and column.
    """
    document = read(file)
    named = document.structure(kind, lambda value: [*other_name(value.id, file.stem), *check(value)])
    return named, document


def wrong(code: str, what: Text, why: Text, mend: Text, *path: str | int) -> Problem:
    """Return a problem of a local document, told by path."""
    return Problem(code, what, why, mend, Where(path))


def wrong_period(period: Period) -> Iterator[Problem]:
    """Yield that the period of a local document is over before it begins."""
    if period.last_day and period.last_day < period.first_day:
        yield wrong(
            "time-backwards",
            Text(vi="Ngày cuối trước ngày đầu", en="The last day lies before the first"),
            Text(vi="Khoảng thời gian như vậy không có ngày nào", en="Such a period has no day"),
            Text(vi="Sửa một trong hai ngày", en="Mend one of the two"),
            "period",
            "last_day",
        )


def other_name(found: str, name: str) -> Iterator[Problem]:
    """Yield that a local document's id isn't its file's name."""
    if found != name:
        yield wrong(
            "id-differs",
            Text(
                vi=f"Mã trong tệp là {found!r}, nhưng tên tệp là {name!r}",
                en=f"The id in the file is {found!r}, but the file is named {name!r}",
            ),
            Text(
                vi="Văn bản được tìm theo tên tệp, nên hai tên phải giống nhau",
                en="Documents are found by their file's name, so both must agree",
            ),
            Text(vi="Đổi một trong hai", en="Rename one of the two"),
            "id",
        )
