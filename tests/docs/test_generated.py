"""The generated pages are what the data makes them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_generated_pages_have_not_drifted() -> None:
    """``python docs/generate.py --check`` finds every page as the rule books make it today."""
    check = [sys.executable, "docs/generate.py", "--check"]
    run = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
