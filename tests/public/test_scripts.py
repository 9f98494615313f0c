"""Every example script runs, and prints something."""

import runpy
from pathlib import Path

import pytest

SCRIPTS = sorted(Path("examples/scripts").glob("*.py"))


def test_there_are_scripts() -> None:
    """The folder is not empty."""
    assert len(SCRIPTS) >= 8


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_an_example_script_runs(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An example runs from its own file, its assertions hold, and it prints what it says."""
    runpy.run_path(str(script), run_name="__main__")
    assert capsys.readouterr().out
