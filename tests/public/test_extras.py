"""The core stands alone; what an extra brings is asked for by the extra's name."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import ocopkit

HIDE = "import sys; sys.modules[{library!r}] = None; import {module}"


@pytest.mark.parametrize(
    ("module", "library", "extra"),
    [
        ("ocopkit.simulation.compare", "polars", "simulation"),
        ("ocopkit.simulation.population", "narwhals", "simulation"),
        ("ocopkit.simulation.distribution", "numpy", "simulation"),
        ("ocopkit.testing.strategies", "hypothesis", "testing"),
        ("ocopkit.testing.pack", "hypothesis", "testing"),
    ],
)
def test_a_missing_extra_is_named_by_the_import(module: str, library: str, extra: str) -> None:
    """Importing a room whose libraries aren't installed says which extra brings them."""
    ran = subprocess.run(
        [sys.executable, "-c", HIDE.format(library=library, module=module)],
        capture_output=True,
        text=True,
        check=False,
    )
    last = ran.stderr.splitlines()[-1]
    assert last == (
        f'ModuleNotFoundError: Cần cài thêm {library} / {library} is needed: pip install "ocopkit[{extra}]"'
    )


def test_from_inside_a_zip_the_missing_files_are_named(tmp_path: Path) -> None:
    """Python can run code from a zip, but the law's files aren't readable there: that is said."""
    package = Path(ocopkit.__file__).parent
    zipped = tmp_path / "ocopkit.zip"
    with ZipFile(zipped, "w") as archive:
        for file in package.rglob("*.py"):
            archive.write(file, file.relative_to(package.parent))
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; sys.path.insert(0, {str(zipped)!r}); import ocopkit; ocopkit.books()",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert "[no-national-books]" in ran.stderr
    assert "Install ocopkit with pip" in ran.stderr
