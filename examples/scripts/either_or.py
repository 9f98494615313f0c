"""A tourism service by either case of an either-or criterion, and a change from one to the other."""

from pathlib import Path

import ocopkit

SHEETS = Path(__file__).parents[1] / "sheets"

community = ocopkit.load_sheet(SHEETS / "tourism-community.yaml")
site = ocopkit.load_sheet(SHEETS / "tourism-site.yaml")
assert ocopkit.score(community).points == ocopkit.score(site).points

either_or = [one for one in community.criteria_set.criteria if one.alternatives]
for criterion in either_or:
    print(criterion.code, [case.name.en for case in criterion.alternatives])
changed = community.answer({one.code: f"b.{one.alternatives[1].levels[-1].key}" for one in either_or})
print(ocopkit.score(changed).points)
