"""What goes wrong, as every answer tells it: code, what, why, mend and where, in Vietnamese and English."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypedDict, TypeVar

from fastapi.exceptions import RequestValidationError

from ocopkit import Problem, Text
from ocopkit.errors import NotFoundError, ReportProblem, Where, problem_report

K = TypeVar("K")
T = TypeVar("T")


class Problems(TypedDict):
    """What is wrong with a request: all of it at once."""

    problems: list[ReportProblem]


class Refusal(TypedDict):
    """Why something isn't possible, and what would be."""

    problems: list[ReportProblem]
    events: int
    possible: list[str]


class NoSuchPageError(NotFoundError):
    """The address names a book, a set or a case that isn't there."""


def problems(found: Iterable[Problem]) -> Problems:
    """Return problems as an answer."""
    return Problems(problems=[problem_report(one) for one in found])


def in_address(find: Callable[[K], T], name: K) -> T:
    """Return what the address names, or say that there is no such page."""
    try:
        return find(name)
    except NotFoundError as error:
        raise NoSuchPageError(error.problems) from None


def no_such_page(path: str) -> Problem:
    """Tell that nothing is at an address."""
    return Problem(
        "no-such-page",
        Text(vi=f"Không có trang {path!r}", en=f"There is no page {path!r}"),
        Text(vi="Máy chủ không biết địa chỉ này", en="The server knows no such address"),
        Text(vi="Xem tài liệu tại /docs", en="See /docs for those it knows"),
    )


def of_parameters(error: RequestValidationError) -> Iterator[Problem]:
    """Yield what FastAPI finds wrong with the parameters of a request, each in our shape."""
    for one in error.errors():
        yield _of_parameter(one)


def _of_parameter(told: dict[str, Any]) -> Problem:
    name = str(told["loc"][-1])
    return Problem(
        "bad-parameter",
        Text(vi=f"Tham số {name!r} thiếu hoặc sai", en=f"The parameter {name!r} is missing or wrong"),
        Text(vi=f"Máy chủ báo: {told['msg']}", en=str(told["msg"])),
        Text(vi="Xem tài liệu tại /docs", en="See /docs for what it takes"),
        Where(tuple(told["loc"])),
    )
