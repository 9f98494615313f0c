"""Packs installed by hand, for one test."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import ocopkit
from ocopkit.plugins import hooks
from ocopkit.plugins.discovery import VARIABLE

EXAMPLE = Path("examples/packs/vi-du/src/ocop_vi_du")
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Give a function that installs a pack by hand, for this test alone."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    ocopkit.books.cache_clear()

    def put(name: str, code: str, *, place: str = "", distribution: str = "") -> None:
        module = f"folder_{(distribution or name).replace('-', '_')}"
        package = tmp_path / module
        package.mkdir()
        (package / "__init__.py").write_text(code, encoding="utf-8")
        if place:
            shutil.copytree(EXAMPLE / "documents", package / "documents")
            manifest = package / "documents" / "pack.yaml"
            manifest.write_text(
                f'name: {{vi: "G", en: "P"}}\nplace: {{province: "{place}"}}\n', encoding="utf-8"
            )
        info = tmp_path / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution or name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{hooks.NAME}]\n{name} = {module}\n")

    yield put
    for name in [name for name in sys.modules if name.startswith("folder_")]:
        del sys.modules[name]
    ocopkit.books.cache_clear()


@pytest.fixture
def example_code() -> str:
    """Return the code of the example pack."""
    return (EXAMPLE / "__init__.py").read_text(encoding="utf-8")
