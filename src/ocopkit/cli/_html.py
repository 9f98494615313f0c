"""The options of commands that write their result as a page to hand over."""

from pathlib import Path
from typing import Annotated

import typer

HtmlOption = Annotated[
    Path | None,
    typer.Option(
        "--html",
        metavar="FILE",
        help="Write the result as a page to hand over, for telephone and paper (trang để gửi, in).",
    ),
]
PersonalOption = Annotated[
    list[str] | None,
    typer.Option(
        "--personal",
        metavar="NAME",
        help="Personal data that the page shows, by its name; may be repeated (dữ liệu cá nhân).",
    ),
]


def refuse_together(*, html: Path | None, as_json: bool) -> None:
    """Refuse to write a page and JSON at once."""
    if html is not None and as_json:
        message = "--html and --json exclude each other"
        raise typer.BadParameter(message)
