"""A tea of 66 points: why three stars, and what four would take."""

from pathlib import Path

import ocopkit

SHEETS = Path(__file__).parents[1] / "sheets"

score = ocopkit.score(ocopkit.load_sheet(SHEETS / "tea-three-stars.yaml"))
print(ocopkit.explain(score, lang="vi"))
assert (score.points, score.stars) == (66, 3)
