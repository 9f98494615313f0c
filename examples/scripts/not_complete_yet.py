"""An incomplete sheet: no score, but bounds, and the question to ask next."""

from pathlib import Path

import ocopkit

SHEETS = Path(__file__).parents[1] / "sheets"

sheet = ocopkit.load_sheet(SHEETS / "cosmetics-incomplete.yaml")
try:
    ocopkit.score(sheet)
except ocopkit.errors.IncompleteSheetError as error:
    print(error.say("en"))
while sheet.unanswered():
    limits = ocopkit.bounds(sheet)
    assert limits.next_question is not None
    print(limits.least, limits.most, limits.stars, limits.next_question.name.en)
    sheet = sheet.answer({limits.next_question.code: limits.next_question.levels[-1].key})
print(ocopkit.score(sheet).points)
