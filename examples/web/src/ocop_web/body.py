"""Bodies of requests, read as ocopkit reads documents: strictly, and with every problem in its place."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from ocopkit.documents import LARGEST, Document, parse
from ocopkit.errors import DocumentError

T = TypeVar("T")


async def _body(request: Request) -> Document:
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > LARGEST:
            break  # parse() says that it is too large
    return parse(bytes(content), name="body", json=True)


Body = Annotated[Document, Depends(_body)]
"""The body of a request as a document that knows where each value stands."""


def read_part(document: Document, path: tuple[str | int, ...], read: Callable[[Document], T]) -> T:
    """Return what a part of a document holds.

    Args:
        document: The document.
        path: The way to the part.
        read: Reads the part as if it were a document of its own.

    Raises:
        DocumentError: With the problems of the part, each in its place in the whole.
    """
    data: Any = document.data
    for step in path:
        data = data[step]
    try:
        return read(Document(document.name, data, {}))
    except DocumentError as error:
        raise DocumentError(document.located(one.under(*path)) for one in error.problems) from None
