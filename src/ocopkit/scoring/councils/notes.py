"""The rules that a decision rests on, in words, and what else its user should know."""

def _rules(regulation: Regulation, readings: Readings, keys: list[str]) -> tuple[UsedRule, ...]:
    found: list[UsedRule] = []
    for key, rule in (
        ("size", regulation.size),
        ("quorum", regulation.quorum),
        ("spread", regulation.spread),
        ("rounds", regulation.rounds),
    ):
        if rule:
            found.append(UsedRule(key, _said(regulation, key), rule.by or regulation.name, rule.cite))
    for key in dict.fromkeys(keys):
        used = readings.used(key) if key in regulation.rules else None
        if used:
            ruling = regulation.rules[key]
            question, option = used.reading.question, used.option.text
            text = Text(vi=f"{question.vi} → {option.vi}", en=f"{question.en} → {option.en}")
            found.append(UsedRule(key, text, ruling.by or regulation.name, ruling.cite))
    return tuple(found)


def _said(regulation: Regulation, key: str) -> Text:
    """Return in words what a regulation says in numbers."""
    size, quorum, spread, rounds = regulation.size, regulation.quorum, regulation.spread, regulation.rounds
    if key == "size" and size:
        return Text(
            vi=f"Hội đồng có {size.least}–{size.most} thành viên",
            en=f"The council has {size.least} to {size.most} members",
        )
    if key == "quorum" and quorum:
        vi, en = f"{quorum.least} thành viên", f"{quorum.least} members"
        if quorum.share:
            vi, en = f"{quorum.share} số thành viên", f"{quorum.share} of the members"
        return Text(vi=f"Phải có mặt ít nhất {vi}", en=f"At least {en} must be present")
    if key == "spread" and spread:
        again = spread.beyond == "score-again"
        return Text(
            vi=f"Điểm của các thành viên chênh nhau không quá {spread.points} điểm; nếu quá thì "
            + ("thảo luận, thống nhất và chấm lại" if again else "không có kết quả"),
            en=f"Members' totals differ by at most {counted(spread.points).en}; beyond that "
            + ("they discuss and score again" if again else "there is no result"),
        )
    count = rounds.count if rounds else 0
    return Text(
        vi=f"Hội đồng chấm {count} lần; lần cuối được tính",
        en=f"The council scores {count} time{'' if count == 1 else 's'}; the last one counts",
    )


_OF_THE_LAW = frozenset({"book-doubt", "set-doubt", "doubt-decides"})
"""Findings of single scores that concern the law itself, and so the council's result too."""


def _findings(
    sitting: Sitting, criteria: tuple[CriterionMean, ...], scorings: tuple[Scoring, ...]
) -> tuple[Finding, ...]:
    regulation, count = sitting.regulation, len(sitting.council)
    findings = [Finding("regulation-doubt", one.text) for one in regulation.doubts]
    size, rounds = regulation.size, regulation.rounds
    if size and not size.least <= count <= size.most:
        said = _said(regulation, "size")
        findings.append(
            Finding(
                "council-size",
                Text(
                    vi=f"Danh sách có {count} thành viên. {said.vi}",
                    en=f"{count} member{'' if count == 1 else 's'} listed. {said.en}",
                ),
            )
        )
    if rounds and len(scorings) < rounds.count:
        findings.append(
            Finding(
                "round-left",
                Text(
                    vi=f"Mới chấm {len(scorings)} lần. {_said(regulation, 'rounds').vi}",
                    en=f"Scored {len(scorings)} of {rounds.count} times. {_said(regulation, 'rounds').en}",
                ),
            )
        )
    for seat in sitting.scoring:
        if len(seat.scores) < len(scorings):
            name = seat.member.member
            findings.append(
                Finding(
                    "not-scored-again",
                    Text(
                        vi=f"{name} không chấm lại: phiếu lần {len(seat.scores)} được tính",
                        en=f"{name} did not score again: the sheet of scoring {len(seat.scores)} counts",
                    ),
                )
            )
    for one in criteria:
        if len({line.case.key for line in one.lines.values() if line.case}) > 1:
            name = title(one.criterion)
            findings.append(
                Finding(
                    "cases-differ",
                    Text(
                        vi=f"{name.vi}: các thành viên chọn trường hợp khác nhau",
                        en=f"{name.en}: members chose different cases",
                    ),
                    at=one.criterion.code,
                )
            )
        if 0 < sum(line.answer == NOT_ASKED for line in one.lines.values()) < len(one.lines):
            name = title(one.criterion)
            findings.append(
                Finding(
                    "not-asked-by-all",
                    Text(
                        vi=f"{name.vi}: chỉ một số thành viên chấm, những người khác tính 0 điểm",
                        en=f"{name.en}: only some members were asked, the others count as 0 points",
                    ),
                    at=one.criterion.code,
                )
            )
    of_law = {
        (one.code, one.at, one.text): one
        for seat in sitting.scoring
        for one in seat.scores[-1].findings
        if one.code in _OF_THE_LAW
    }
    return (*findings, *of_law.values())


