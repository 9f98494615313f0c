"""The rules that a decision rests on, in words, and what else its user should know."""

from collections.abc import Iterable, Iterator

from ocopkit.scoring.councils.decision import CouncilGate, CriterionMean, Scoring, UsedRule
from ocopkit.scoring.councils.members import Sitting
from ocopkit.scoring.plan import NOT_ASKED
from ocopkit.scoring.readings import Readings
from ocopkit.scoring.regulation import Regulation
from ocopkit.scoring.score import Finding
from ocopkit.scoring.sheet import title
from ocopkit.text import Text


def used_rules(regulation: Regulation, readings: Readings, keys: Iterable[str]) -> tuple[UsedRule, ...]:
    """Return the rules of a regulation that had a say: its numbers, and its answers to readings.

    Args:
        regulation: The regulation.
        readings: How the council reads the law.
        keys: The keys of the readings that had a say.
    """
    numbers = (
        ("size", regulation.size),
        ("quorum", regulation.quorum),
        ("spread", regulation.spread),
        ("rounds", regulation.rounds),
    )
    found = [UsedRule(key, rule.text, rule.by or regulation.name, rule.cite) for key, rule in numbers if rule]
    for key in dict.fromkeys(keys):
        if key in regulation.rules and (used := readings.used(key)):
            ruling, question, option = regulation.rules[key], used.reading.question, used.option.text
            text = Text(vi=f"{question.vi} → {option.vi}", en=f"{question.en} → {option.en}")
            found.append(UsedRule(key, text, ruling.by or regulation.name, ruling.cite))
    return tuple(found)


_OF_THE_LAW = frozenset({"book-doubt", "set-doubt", "doubt-decides"})
"""Findings of single scores that concern the law itself, and so the council's result too."""


def findings(
    sitting: Sitting,
    gates: tuple[CouncilGate, ...],
    criteria: tuple[CriterionMean, ...],
    scorings: tuple[Scoring, ...],
) -> tuple[Finding, ...]:
    """Return what else the user of a decision should know."""
    unmet = [_unmet(one) for one in gates if one.raised and one.gate.kind == "requirement"]
    doubts = [Finding("regulation-doubt", one.text) for one in sitting.regulation.doubts]
    of_law = {
        (one.code, one.at, one.text): one
        for seat in sitting.scoring
        for one in seat.scores[-1].findings
        if one.code in _OF_THE_LAW
    }
    return (
        *unmet,
        *_of_council(sitting, scorings),
        *(found for one in criteria for found in _of_criterion(one)),
        *doubts,
        *of_law.values(),
    )


def _of_council(sitting: Sitting, scorings: tuple[Scoring, ...]) -> Iterator[Finding]:
    size, rounds, count = sitting.regulation.size, sitting.regulation.rounds, len(sitting.council)
    if size and not size.least <= count <= size.most:
        yield Finding(
            "council-size",
            Text(
                vi=f"{size.text.vi}, nhưng danh sách có {count}",
                en=f"{size.text.en}, but {count} {'is' if count == 1 else 'are'} listed",
            ),
        )
    if rounds and len(scorings) < rounds.count:
        done = "one scoring is" if len(scorings) == 1 else f"{len(scorings)} scorings are"
        yield Finding(
            "round-left",
            Text(
                vi=f"{rounds.text.vi}, nhưng mới có {len(scorings)} lần",
                en=f"{rounds.text.en}, but only {done} here",
            ),
        )
    for seat in sitting.scoring:
        if len(seat.scores) < len(scorings):
            name, last = seat.member.member, len(seat.scores)
            yield Finding(
                "not-scored-again",
                Text(
                    vi=f"{name} không chấm lại: phiếu lần {last} được tính",
                    en=f"{name} did not score again: the sheet of scoring {last} counts",
                ),
            )


def _of_criterion(one: CriterionMean) -> Iterator[Finding]:
    name, lines = title(one.criterion), one.lines.values()
    if len({line.case.key for line in lines if line.case}) > 1:
        yield Finding(
            "cases-differ",
            Text(
                vi=f"{name.vi}: các thành viên chọn trường hợp khác nhau",
                en=f"{name.en}: members chose different cases",
            ),
            at=one.criterion.code,
        )
    if 0 < sum(line.answer == NOT_ASKED for line in lines) < len(lines):
        yield Finding(
            "not-asked-by-all",
            Text(
                vi=f"{name.vi}: có thành viên không phải chấm, được tính 0 điểm",
                en=f"{name.en}: it is not asked on some members' sheets, which count as 0 points",
            ),
            at=one.criterion.code,
        )


def _unmet(one: CouncilGate) -> Finding:
    text = one.gate.text
    return Finding(
        "requirement-unmet",
        Text(vi=f"Chưa đáp ứng: {text.vi}", en=f"Not met: {text.en}"),
        at=one.criterion.code if one.criterion else "",
    )
