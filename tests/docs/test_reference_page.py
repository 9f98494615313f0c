"""The Python reference shows every public name, and no other."""

import re
from pathlib import Path

import ocopkit

PAGE = Path(__file__).parents[2] / "docs" / "reference.md"


def test_every_public_name_is_in_the_reference() -> None:
    """What can be imported from the top can be read about."""
    shown = re.findall(r"^::: ocopkit\.(\w+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(shown) == sorted(set(ocopkit.__all__) - {"__version__", "errors"})
