"""A criteria set and a reading as lines that a legal officer can hold against the printed form."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from ocopkit.cli._output import Styled
from ocopkit.rules.conditions import Condition
from ocopkit.rules.coverage import decided
from ocopkit.rules.criteria import BELOW, EXEMPT, CriteriaSet, Criterion, Gate, Part, Section
from ocopkit.rules.facts import Vocabulary
from ocopkit.rules.law import Doubt, Reading
from ocopkit.rules.wording import condition_text
from ocopkit.scoring.score import basis_of
from ocopkit.text import Lang, Text

_TITLE = "bold"
_MARK = "bold yellow"
_GATE = "red"
_ASIDE = "dim"
_FACTS = "cyan"

_WIDTH = 80
"""The columns of the narrowest terminal that people use."""
_DEEP = 22
"""The column in which the wording of levels begins."""

_REQUIREMENT = Text(vi="Yêu cầu: ", en="Required: ")
_IF = Text(vi="khi: ", en="if: ")
_JUDGED = Text(vi="Hội đồng nhận định.", en="Judged by the council.")
_PARTLY = Text(
    vi="Số liệu quyết định một phần; phần còn lại hội đồng nhận định.",
    en="Facts decide in part; the council judges the rest.",
)
_UNMARKED = Text(
    vi="Dữ liệu chưa ghi do số liệu quyết định hay hội đồng nhận định.",
    en="The data doesn't say whether facts or the council decide it.",
)
_WHO = {"judged": _JUDGED, "partly": _PARTLY, "unmarked": _UNMARKED}


def form_lines(form: CriteriaSet, lang: Lang, *, only: Criterion | None = None) -> Iterator[Styled]:
    """Yield the lines of a criteria set: all that the form prints, what chooses levels, and what is doubtful.

    Args:
        form: The criteria set, taken from its rule book.
        lang: ``"vi"`` or ``"en"``.
        only: The criterion to show alone, below the name of the form.
    """
    for start, text, style in _form_lines(form, lang, only):
        for line in _folded(start, text):
            yield line, style


def _folded(start: str, text: str) -> list[str]:
    """Return a text folded beside how its line begins: between words, never within a key or before a "%"."""
    lines = wrap(
        start + text.replace(" %", "\N{NO-BREAK SPACE}%"),
        _WIDTH,
        subsequent_indent=" " * len(start),
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines] or [""]


_Line = tuple[str, str, str]
"""How a line begins, the text that is folded beside it, and its style."""


def _form_lines(form: CriteriaSet, lang: Lang, only: Criterion | None) -> Iterator[_Line]:
    basis = basis_of(form)
    places = [basis.instrument, *(place.text.say(lang) for place in form.cite)]
    yield f"{form.number}. ", form.name.say(lang), _TITLE
    yield "", f"{', '.join(places)} ({form.slug}, {_points(form.max, lang)})", ""
    facts = basis.facts()
    if only is not None:
        yield "", "", ""
        yield from _criterion_lines(only, facts, lang)
        return
    yield from _gate_lines(form.gates, lang, "")
    yield from _doubt_lines(form.doubts, lang, "")
    for part in form.parts:
        yield "", "", ""
        yield f"{part.code}. ", f"{part.name.say(lang)} ({_points(part.max, lang)})", _TITLE
        yield from _part_lines(part, facts, lang)


def _part_lines(part: Part, facts: Vocabulary, lang: Lang) -> Iterator[_Line]:
    for section in part.sections:
        yield "", "", ""
        yield f"{section.code}. ", f"{section.name.say(lang)} ({_points(section.max, lang)})", _TITLE
        for hint in section.hints:
            yield "  ", hint.say(lang), _ASIDE
        yield from _section_lines(section, facts, lang)


def _section_lines(section: Section, facts: Vocabulary, lang: Lang) -> Iterator[_Line]:
    headings = list(section.headings)
    for criterion in section.criteria:
        while headings and headings[0].covers(criterion):
            heading = headings.pop(0)
            yield f"  {heading.code} ", f"{heading.name.say(lang)} ({_points(heading.max, lang)})", _TITLE
        yield from _criterion_lines(criterion, facts, lang)


def _criterion_lines(criterion: Criterion, facts: Vocabulary, lang: Lang) -> Iterator[_Line]:
    mark = _stars(criterion.marked_for)
    name = criterion.name.say(lang)
    yield f"  {criterion.code} ", f"{name} ({_points(criterion.max, lang)}){mark}", _TITLE
    if criterion.applies_when:
        yield "    ", criterion.applies_when.text.say(lang), _ASIDE
    for hint in criterion.hints:
        yield "    ", hint.say(lang), _ASIDE
    who = _WHO.get(decided(criterion))
    if who is not None:
        yield "    = ", who.say(lang), _FACTS
    cases = {case.key: case for case in criterion.alternatives}
    for key, levels in criterion.ladders():
        case = cases.get(key) if key else None
        prefix = f"{key}." if key else ""
        if case is not None:
            yield f"    {key}) ", case.name.say(lang), ""
            yield from _condition_lines(case.when, facts, lang, 7)
        below = case.below_when if case is not None else criterion.below_when
        if levels and levels[0].points > 0:
            text = Text(vi="thấp hơn mức thấp nhất", en="below the lowest level").say(lang)
            yield _level(prefix + BELOW, 0, lang), text, _ASIDE
            yield from _condition_lines(below, facts, lang)
        for level in levels:
            text = level.name.say(lang) + _stars(level.minimum_for)
            yield _level(prefix + level.key, level.points, lang), text, _MARK if level.minimum_for else ""
            yield from _condition_lines(level.when, facts, lang)
    if criterion.exempt_when:
        yield _level(EXEMPT, criterion.max, lang), criterion.exempt_when.say(lang), _ASIDE
    yield from _left_open_lines(criterion, facts, lang)
    yield from _gate_lines(criterion.gates, lang, "    ")
    yield from _doubt_lines(criterion.doubts, lang, "    ")


def _condition_lines(
    condition: Condition | None, facts: Vocabulary, lang: Lang, column: int = _DEEP
) -> Iterator[_Line]:
    """Yield what chooses a level, below its wording: in words, then as a formula over the facts' keys."""
    if condition is None:
        return
    yield " " * column + _IF.say(lang), condition_text(condition, facts).say(lang), _FACTS
    if not condition.otherwise and condition.facts():
        yield " " * column, f"[{condition.formula_in(lang)}]", _ASIDE


def _left_open_lines(criterion: Criterion, facts: Vocabulary, lang: Lang) -> Iterator[_Line]:
    for one in criterion.left_open:
        ways = ", ".join(f"{way.option}: {way.answer}" for way in one.ways)
        told = condition_text(one.when, facts)
        text = Text(
            vi=f"Mẫu để ngỏ: {told.vi}. Cách hiểu {one.reading} ({ways})",
            en=f"Left open by the form: {told.en}. Reading {one.reading} ({ways})",
        )
        yield "    ~ ", text.say(lang), _FACTS
        yield "      ", f"[{one.when.formula_in(lang)}]", _ASIDE


def _gate_lines(gates: Iterable[Gate], lang: Lang, indent: str) -> Iterator[_Line]:
    for gate in gates:
        # What disqualifies or stops says so itself; a requirement only says what is required.
        kind = _REQUIREMENT.say(lang) if gate.kind == "requirement" else ""
        yield f"{indent}! ", f"{kind}{gate.text.say(lang)} [{gate.key}]", _GATE


def _doubt_lines(doubts: Iterable[Doubt], lang: Lang, indent: str) -> Iterator[_Line]:
    for doubt in doubts:
        at = f"{doubt.at}: " if "/" in doubt.at else ""
        yield f"{indent}? ", f"{at}{doubt.text.say(lang)}", _ASIDE


def _level(key: str, points: int, lang: Lang) -> str:
    return f"    {key:<7} {_points(points, lang):>8}  "


def _points(points: int, lang: Lang) -> str:
    unit = Text(vi="điểm", en="point" if points == 1 else "points")
    return f"{points} {unit.say(lang)}"


def _stars(stars: int | None) -> str:
    return f"  {'*' * stars}" if stars else ""


def reading_lines(reading: Reading, lang: Lang) -> Iterator[Styled]:
    """Yield the lines of a reading: question, options with the choice marked, reason, practice.

    Args:
        reading: The reading.
        lang: ``"vi"`` or ``"en"``.
    """
    places = ", ".join(place.text.say(lang) for place in reading.cite)
    yield (
        f"{reading.key}: {reading.question.say(lang)}" + (f" [{places}]" if places else ""),
        _TITLE,
    )
    width = max(len(option.key) for option in reading.options)
    for option in reading.options:
        chosen = option.key == reading.choice
        line = f"  {'*' if chosen else ' '} {option.key:<{width}}  {option.text.say(lang)}"
        yield line, _MARK if chosen else ""
    why = Text(vi="Lý do", en="Because")
    yield f"    {why.say(lang)}: {reading.because.say(lang)}", _ASIDE
    if reading.practice:
        seen = Text(vi="Thực tế", en="Practice")
        yield f"    {seen.say(lang)}: {reading.practice.say(lang)}", _ASIDE
