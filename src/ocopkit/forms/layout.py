"""The rows of a form in its order: what workbooks and printed forms are both made of."""

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from ocopkit.rules.carried_out import BELOW_LOWEST
from ocopkit.rules.criteria import BELOW, EXEMPT, CriteriaSet, Criterion, Gate, Section
from ocopkit.scoring.plan import IS_BELOW, Line, plan_of
from ocopkit.scoring.readings import Readings
from ocopkit.text import Text, counted, same

Kind = Literal["part", "section", "heading", "criterion", "case", "level", "gate", "reason", "aside", "doubt"]
"""What a row is: only criteria, gates and reasons take an answer."""

HEADINGS = (
    Text(vi="TT", en="No."),
    Text(vi="Tiêu chí và các mức", en="Criteria and levels"),
    Text(vi="Điểm", en="Points"),
    Text(vi="Tối thiểu", en="Minimum"),
)
"""The headings of the columns that every form has."""

DATED = Text(vi="Ngày …… tháng …… năm ……", en="Date: ……………………")
SIGNED = Text(vi="Người chấm (ký, ghi rõ họ tên)", en="Scored by (signature, name)")
"""What stands at the end of a form."""

_NOTHING = Text("", "")
_BELOW = Text(vi="Không đạt cả mức thấp nhất", en="Not even the lowest level")
_EXEMPT = Text(vi="Không phải chấm, được điểm tối đa: ", en="Not asked, full points: ")
_REQUIRED = Text(vi="Yêu cầu: ", en="Required: ")
_BY_POINTS = Text(vi=" (do điểm chấm quyết định)", en=" (decided by the points)")
_REASON = Text(vi="Lý do", en="Reason")
_EITHER = Text(vi="Chọn một trong các trường hợp", en="One of the cases is chosen")


@frozen(eq=False)
class Row:
    """A row of a form.

    Args:
        kind: What it is.
        text: What it says.
        code: What stands before it: a criterion's code, a level's key.
        key: The path by which it is read back and compared, such as ``answers/1.1``; empty if none.
        points: Its points: the most of a criterion, the points of a level.
        stars: The star that needs it at least.
        criterion: The criterion it belongs to.
        line: The finished line of a level.
        gate: The gate it is, or that it gives the reason of.
        also_section: Whether a criterion is its whole section.
    """

    kind: Kind
    text: Text
    code: str = ""
    key: str = ""
    points: int | None = None
    stars: int | None = None
    criterion: Criterion | None = None
    line: Line | None = None
    gate: Gate | None = None
    also_section: bool = False


def form_rows(form: CriteriaSet, rules: Readings) -> Iterator[Row]:
    """Yield the rows of a form, from the gates on the dossier to the last criterion.

    Args:
        form: The criteria set, taken from its rule book.
        rules: How the law is read, which says whether "below the lowest level" can be chosen.
    """
    for gate in form.gates:
        yield from _gate(gate)
    for part in form.parts:
        yield Row("part", part.name, part.code, f"parts/{part.code}", part.max)
        for section in part.sections:
            yield from _section(section, form, rules)
    for doubt in form.doubts:
        yield Row("doubt", doubt.text, doubt.at.rpartition("/")[2])


def possible(form: CriteriaSet, criterion: Criterion, rules: Readings) -> tuple[Line, ...]:
    """Return the answers that a form offers for a criterion, lowest first.

    Args:
        form: The criteria set.
        criterion: The criterion.
        rules: How the law is read.
    """
    plan = plan_of(form)
    lines = tuple(plan.slots[plan.index[criterion.code]].lines.values())
    if rules.of(BELOW_LOWEST) == "refuse":
        return tuple(line for line in lines if not line.flags & IS_BELOW)
    return lines


def label(line: Line) -> Text:
    """Return an answer as the list of a cell offers it: its key, or a word, and its points.

    Args:
        line: The finished line of the answer.
    """
    case = f"{line.case.key}." if line.case else ""
    below, exempt = Text(vi="dưới mức", en="below"), Text(vi="miễn", en="exempt")
    key = line.answer.rpartition(".")[2]
    word = {BELOW: below, EXEMPT: exempt}.get(key, same(key))
    points = counted(line.points)
    return Text(vi=f"{case}{word.vi} ({points.vi})", en=f"{case}{word.en} ({points.en})")


def _section(section: Section, form: CriteriaSet, rules: Readings) -> Iterator[Row]:
    whole = [(one.code, one.name) for one in section.criteria] == [(section.code, section.name)]
    if not whole:
        yield Row("section", section.name, section.code, f"sections/{section.code}", section.max)
    for hint in section.hints:
        yield Row("aside", hint)
    headings = list(section.headings)
    for criterion in section.criteria:
        while headings and headings[0].covers(criterion):
            heading = headings.pop(0)
            yield Row("heading", heading.name, heading.code, f"headings/{heading.code}", heading.max)
        yield from _criterion(criterion, form, rules, whole=whole)


def _criterion(criterion: Criterion, form: CriteriaSet, rules: Readings, *, whole: bool) -> Iterator[Row]:
    code = criterion.code
    yield Row(
        "criterion",
        criterion.name,
        code,
        f"answers/{code}",
        criterion.max,
        criterion.marked_for,
        criterion,
        also_section=whole,
    )
    if criterion.applies_when:
        yield Row("aside", criterion.applies_when.text)
    for hint in criterion.hints:
        yield Row("aside", hint)
    if criterion.alternatives:
        yield Row("aside", _EITHER)
    case = None
    for line in possible(form, criterion, rules):
        if line.case is not None and line.case is not case:
            case = line.case
            yield Row("case", case.name, case.key)
        yield _level(criterion, line)
    for gate in criterion.gates:
        yield from _gate(gate, criterion)
    for doubt in criterion.doubts:
        yield Row("doubt", doubt.text)


def _level(criterion: Criterion, line: Line) -> Row:
    key = f"levels/{criterion.code}/{line.answer}"
    if line.level:
        code, text, stars = line.answer, line.level.name, line.level.minimum_for
    elif line.answer == EXEMPT and criterion.exempt_when:
        when = criterion.exempt_when
        code, text, stars = "", Text(vi=_EXEMPT.vi + when.vi, en=_EXEMPT.en + when.en), None
    else:
        code, text, stars = "", _BELOW, None
    return Row("level", text, code, key, line.points, stars, criterion, line)


def _gate(gate: Gate, criterion: Criterion | None = None) -> Iterator[Row]:
    kind = _REQUIRED if gate.kind == "requirement" else _NOTHING
    by = _BY_POINTS if gate.zero_in else _NOTHING
    text = Text(vi=kind.vi + gate.text.vi + by.vi, en=kind.en + gate.text.en + by.en)
    if gate.zero_in:
        yield Row("gate", text, "!", f"gates/{gate.key}", criterion=criterion, gate=gate)
        return
    yield Row("gate", text, "!", f"raised/{gate.key}", criterion=criterion, gate=gate)
    yield Row("reason", _REASON, "", f"reasons/{gate.key}", criterion=criterion, gate=gate)
