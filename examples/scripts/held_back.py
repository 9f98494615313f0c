"""A fish sauce of 92 points with a five-star minimum missed: how each reading of the law rates it."""

from pathlib import Path

import ocopkit

SHEETS = Path(__file__).parents[1] / "sheets"

sheet = ocopkit.load_sheet(SHEETS / "fish-sauce-held-back.yaml")
for option in ("highest-star-met", "not-achieved"):
    score = ocopkit.score(sheet, readings={"minimum-missed": option})
    print(option, score.points, score.stars, score.outcome)
assert score.stars is None
for minimum in score.missed:
    print(minimum.stars, minimum.criterion.code, minimum.required.name.en)
