"""Workbooks opened, and refused where they are none or too large."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from ocopkit.documents import unreadable
from ocopkit.errors import DocumentError
from ocopkit.forms import damage

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

LARGEST = 16 * 2**20
"""The most bytes of a workbook; ours are under 1 MB."""

LARGEST_INSIDE = 256 * 2**20
"""The most bytes that may be packed in a workbook."""


def open_workbook(file: Path) -> "Workbook":
    """Open a workbook, with its formulas.

    Args:
        file: The file.

    Raises:
        DocumentError: If it is no workbook, too large, or cannot be read.
    """
    name = str(file)
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError:
        raise DocumentError([damage.no_libraries(name)]) from None
    try:
        fits = file.stat().st_size <= LARGEST
        with ZipFile(file) as packed:
            fits = fits and sum(one.file_size for one in packed.infolist()) <= LARGEST_INSIDE
        with warnings.catch_warnings():
            # What another program adds to a workbook and openpyxl leaves out is no business of ours.
            warnings.simplefilter("ignore")
            if fits:
                return load_workbook(file)
    except BadZipFile:
        problem = damage.not_a_workbook(name)
    except OSError as error:
        problem = unreadable(name, error)
    except Exception:  # noqa: BLE001 (openpyxl lets through whatever its parsers raise)
        problem = damage.not_a_workbook(name)
    else:
        problem = damage.too_large(name)
    raise DocumentError([problem])
