"""The examples of all docstrings, run from the repository's root."""

import doctest
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import ocopkit

ROOT = Path(__file__).parents[2]
MODULES = sorted(one.name for one in pkgutil.walk_packages(ocopkit.__path__, "ocopkit."))


@pytest.mark.parametrize("module", ["ocopkit", *MODULES])
def test_examples_in_docstrings_hold(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a docstring shows is what happens."""
    monkeypatch.chdir(ROOT)
    flags = doctest.ELLIPSIS
    failed, _ = doctest.testmod(import_module(module), optionflags=flags)
    assert failed == 0
