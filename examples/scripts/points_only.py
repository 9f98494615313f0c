"""A sheet answered by points, and where points alone cannot say which level is meant."""

import ocopkit

book = ocopkit.rule_book("qd-26-2026")
flowers = book["flowers"]
sheet = ocopkit.ScoreSheet(flowers, {"1.1": 4, "6.2": 3})
print(dict(sheet.answers))
try:
    ocopkit.ScoreSheet(flowers, {"6.2": 1})
except ocopkit.SheetError as error:
    print(error.say("vi"))
    assert error.problems[0].code == "shared-points"
