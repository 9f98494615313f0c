"""A full-mark tea of 2023 read by the law of 2026: what carries over, what is open, what it can come to."""

import ocopkit

old = ocopkit.rule_book("qd-148-2023")
new = ocopkit.rule_book("qd-26-2026")
tea = old["fresh-and-processed-tea"]
sheet = ocopkit.ScoreSheet(tea, {one.code: one.levels[-1].key for one in tea.criteria})
read = ocopkit.translate(sheet, to=new)
print(len(read.carried), "answers carried,", len(read.questions), "questions open")
print(read.bounds.least, read.bounds.most, read.bounds.stars)
for reply in read.questions[:3]:
    print(reply.criterion.code, reply.reason.en if reply.reason else "")
