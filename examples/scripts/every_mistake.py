"""A sheet with every kind of mistake: all are told at once, each with its line and how to mend it."""

from pathlib import Path

import ocopkit

SHEETS = Path(__file__).parents[1] / "sheets"

try:
    ocopkit.load_sheet(SHEETS / "every-mistake.yaml")
except ocopkit.DocumentError as error:
    for problem in error.problems:
        print(f"{problem.where.line}: {problem.what.say('vi')}. {problem.mend.say('vi')}")
    assert len(error.problems) > 10
