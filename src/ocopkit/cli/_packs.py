"""What several commands ask about packs."""

from pathlib import Path
from typing import Annotated

import typer

FolderOption = Annotated[
    list[Path] | None,
    typer.Option("--folder", metavar="FOLDER", help="A folder of documents to look at besides (thư mục)."),
]
TranslationOption = Annotated[
    str | None,
    typer.Option(
        "--translation", metavar="ID", help="Show names as a pack's translation has them (bản dịch)."
    ),
]
