"""A criteria set and a reading as lines that a legal officer can hold against the printed form."""

from collections.abc import Iterable, Iterator

from ocopkit.cli._output import Styled
from ocopkit.rules.criteria import BELOW, EXEMPT, CriteriaSet, Criterion, Gate, Part, Section
from ocopkit.rules.law import Doubt, Reading
from ocopkit.scoring.score import basis_of
from ocopkit.text import Lang, Text

_TITLE = "bold"
_MARK = "bold yellow"
_GATE = "red"
_ASIDE = "dim"

_REQUIREMENT = Text(vi="Yêu cầu: ", en="Required: ")


def form_lines(form: CriteriaSet, lang: Lang) -> Iterator[Styled]:
    """Yield the lines of a criteria set: all that the form prints, and what is doubtful about it.

    Args:
        form: The criteria set, taken from its rule book.
        lang: ``"vi"`` or ``"en"``.
    """
    basis = basis_of(form)
    places = [basis.instrument, *(place.text.say(lang) for place in form.cite)]
    yield f"{form.number}. {form.name.say(lang)}", _TITLE
    yield f"{', '.join(places)} ({form.slug}, {_points(form.max, lang)})", ""
    yield from _gate_lines(form.gates, lang, "")
    yield from _doubt_lines(form.doubts, lang, "")
    for part in form.parts:
        yield "", ""
        yield f"{part.code}. {part.name.say(lang)} ({_points(part.max, lang)})", _TITLE
        yield from _part_lines(part, lang)


def _part_lines(part: Part, lang: Lang) -> Iterator[Styled]:
    for section in part.sections:
        yield "", ""
        yield f"{section.code}. {section.name.say(lang)} ({_points(section.max, lang)})", _TITLE
        for hint in section.hints:
            yield f"  {hint.say(lang)}", _ASIDE
        yield from _section_lines(section, lang)


def _section_lines(section: Section, lang: Lang) -> Iterator[Styled]:
    headings = list(section.headings)
    for criterion in section.criteria:
        while headings and headings[0].covers(criterion):
            heading = headings.pop(0)
            yield (
                f"  {heading.code} {heading.name.say(lang)} ({_points(heading.max, lang)})",
                _TITLE,
            )
        yield from _criterion_lines(criterion, lang)


def _criterion_lines(criterion: Criterion, lang: Lang) -> Iterator[Styled]:
    mark = _stars(criterion.marked_for)
    name = criterion.name.say(lang)
    yield f"  {criterion.code} {name} ({_points(criterion.max, lang)}){mark}", _TITLE
    if criterion.applies_when:
        yield f"    {criterion.applies_when.text.say(lang)}", _ASIDE
    for hint in criterion.hints:
        yield f"    {hint.say(lang)}", _ASIDE
    names = {case.key: case.name.say(lang) for case in criterion.alternatives}
    for case, levels in criterion.ladders():
        prefix = f"{case}." if case else ""
        if case:
            yield f"    {case}) {names[case]}", ""
        if levels and levels[0].points > 0:
            text = Text(vi="thấp hơn mức thấp nhất", en="below the lowest level").say(lang)
            yield _level(prefix + BELOW, 0, text, lang), _ASIDE
        for level in levels:
            text = level.name.say(lang) + _stars(level.minimum_for)
            yield (
                _level(prefix + level.key, level.points, text, lang),
                _MARK if level.minimum_for else "",
            )
    if criterion.exempt_when:
        yield _level(EXEMPT, criterion.max, criterion.exempt_when.say(lang), lang), _ASIDE
    yield from _gate_lines(criterion.gates, lang, "    ")
    yield from _doubt_lines(criterion.doubts, lang, "    ")


def _gate_lines(gates: Iterable[Gate], lang: Lang, indent: str) -> Iterator[Styled]:
    for gate in gates:
        # What disqualifies or stops says so itself; a requirement only says what is required.
        kind = _REQUIREMENT.say(lang) if gate.kind == "requirement" else ""
        yield f"{indent}! {kind}{gate.text.say(lang)} [{gate.key}]", _GATE


def _doubt_lines(doubts: Iterable[Doubt], lang: Lang, indent: str) -> Iterator[Styled]:
    for doubt in doubts:
        at = f" {doubt.at}:" if "/" in doubt.at else ""
        yield f"{indent}?{at} {doubt.text.say(lang)}", _ASIDE


def _level(key: str, points: int, text: str, lang: Lang) -> str:
    return f"    {key:<7} {_points(points, lang):>8}  {text}"


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
