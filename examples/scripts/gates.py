"""Three ways to be out or stopped, whatever the points: a gate, a requirement, a zero that stops."""

from pathlib import Path

import ocopkit

SHEETS = Path(__file__).parents[1] / "sheets"

for name in ("craft-copied-design", "vegetables-not-local", "water-stopped-by-zero"):
    score = ocopkit.score(ocopkit.load_sheet(SHEETS / f"{name}.yaml"))
    assert score.stars is None
    for result in score.raised:
        print(name, score.points, score.outcome, result.by, result.gate.text.en)
