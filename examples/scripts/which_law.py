"""Which decision holds for which file on which day, transitional clauses included."""

from datetime import date

import ocopkit

for day in (date(2022, 12, 31), date(2024, 6, 1), date(2026, 5, 21), date(2026, 5, 22)):
    print(day, ocopkit.rule_book(on=day).articles.instrument.number)

pending = ocopkit.rule_book(on=date(2026, 7, 1), filed=date(2026, 5, 4), route="upgrade")
assert pending.id == "qd-1489-2025"
try:
    ocopkit.rule_book(on=date(2026, 8, 1), filed=date(2026, 5, 4))
except ocopkit.errors.NotInForceError as error:
    print(error.say("vi"))
