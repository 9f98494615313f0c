"""The page of a criteria set: all that the form prints, in its order, in both languages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from making.words import anchor, both, bullets, cited, doubt_lines, md, page_of, short, stars, table
from ocopkit.rules.articles import SupportingPaper
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet, Criterion, Gate, Level, Section
from ocopkit.rules.facts import Vocabulary
from ocopkit.rules.law import Doubt
from ocopkit.rules.wording import condition_text
from ocopkit.text import Text

_GATES = {
    "disqualify": Text(vi="Loại", en="Out"),
    "stop": Text(vi="Dừng", en="Stop"),
    "requirement": Text(vi="Yêu cầu", en="Required"),
}
_HOW = (
    "★ = mức tối thiểu để đạt hạng sao đó; thấp hơn mức thấp nhất in trên mẫu: `below`, 0 điểm. · "
    "*★ = the least level for that star; below the lowest printed level: `below`, 0 points.*"
)
_NOT_SEARCHED = "---\nsearch:\n  exclude: true\n---\n\n"


def set_page(book: RuleBook, form: CriteriaSet, elsewhere: Iterable[str], *, searched: bool) -> str:
    """Return the page of a criteria set.

    Args:
        book: Its rule book.
        form: The set.
        elsewhere: Links to the same products' sets under other decisions.
        searched: Whether the site's search knows the page.
    """
    blocks = [block for block in _blocks(book, form, tuple(elsewhere)) if block]
    return ("" if searched else _NOT_SEARCHED) + "\n\n".join(blocks) + "\n"


def _blocks(book: RuleBook, form: CriteriaSet, elsewhere: tuple[str, ...]) -> Iterator[str]:
    group = next(one for one in book.articles.groups if one.key == form.group)
    yield f"# {form.number}. {md(form.name.vi)}"
    yield f"*{md(form.name.en)}*"
    yield _way(book, form)
    facts = [
        f"{both(group.name)}; {form.max} điểm · *{form.max} points*; `{form.slug}`{cited(form.cite)}",
    ]
    if elsewhere:
        facts.append("Quyết định khác · *Other decisions:* " + "; ".join(elsewhere))
    yield bullets([*facts, _HOW, *_gates(form.gates), *doubt_lines(_doubts(book, form))])
    papers = {paper.key: paper.name for paper in _evidence(book)}
    for part in form.parts:
        yield f"## {part.code}. {md(part.name.vi)} · {md(part.name.en)} ({part.max})"
        for section in part.sections:
            yield from _section(section, papers, book.facts)


def _way(book: RuleBook, form: CriteriaSet) -> str:
    numbers = [entry.number for entry in book.entries]
    place = numbers.index(form.number)
    steps = [f"[{short(book)}](index.md)"]
    if place:
        entry = book.entries[place - 1]
        steps.insert(0, f"[← {entry.number}]({page_of(entry)})")
    if place + 1 < len(numbers):
        entry = book.entries[place + 1]
        steps.append(f"[{entry.number} →]({page_of(entry)})")
    return " · ".join(steps)


def _doubts(book: RuleBook, form: CriteriaSet) -> Iterator[Doubt]:
    yield from form.doubts
    yield from (one for one in book.articles.doubts if one.at.partition("/")[0] == str(form.number))


def _evidence(book: RuleBook) -> Iterable[SupportingPaper]:
    dossier = book.articles.dossier
    return dossier.evidence if dossier else ()


def _section(section: Section, papers: Mapping[str, Text], facts: Vocabulary) -> Iterator[str]:
    direct = any(one.code == section.code for one in section.criteria)
    mark = f" {{ #{anchor(section.code)} }}" if direct else ""
    name = f"{md(section.name.vi)} · {md(section.name.en)}"
    yield f"### {section.code}. {name} ({section.max}){mark}"
    yield bullets(both(hint) for hint in section.hints)
    headings = list(section.headings)
    for criterion in section.criteria:
        while headings and headings[0].covers(criterion):
            one = headings.pop(0)
            yield f"**{one.code} {both(one.name)} ({one.max})**"
        if criterion.code != section.code:
            title = f"{criterion.code} {md(criterion.name.vi)} · {md(criterion.name.en)}"
            yield f"#### {title} ({criterion.max}) {{ #{anchor(criterion.code)} }}"
        yield from _criterion(criterion, papers, facts)


def _criterion(criterion: Criterion, papers: Mapping[str, Text], facts: Vocabulary) -> Iterator[str]:
    notes = [both(hint) for hint in criterion.hints]
    if criterion.marked_for:
        mark = stars(criterion.marked_for)
        notes.append(f"{mark} in ở tên tiêu chí · *{mark} is printed on the criterion itself*")
    if criterion.applies_when:
        notes.append(both(criterion.applies_when.text))
    yield bullets(notes)
    for case in criterion.alternatives:
        yield f"{case.key}) {both(case.name)}"
        yield _ladder(case.levels, facts, f"{case.key}.")
    if criterion.levels:
        yield _ladder(criterion.levels, facts)
    after = list(_measured(criterion, facts))
    after += _gates(criterion.gates)
    if criterion.exempt_when:
        after.append(f"`exempt` = {criterion.max}: {both(criterion.exempt_when)}")
    if criterion.evidence:
        names = [papers[key] for key in criterion.evidence]
        listed = Text(vi="; ".join(one.vi for one in names), en="; ".join(one.en for one in names))
        after.append(f"Minh chứng · *Evidence:* {both(listed)}")
    after += doubt_lines(criterion.doubts)
    yield bullets(after)


def _ladder(levels: Sequence[Level], facts: Vocabulary, case: str = "") -> str:
    """Return the levels as a table, each beside the condition that chooses it, so that both are reviewed."""
    rows = [
        (f"`{case}{one.key}`", one.points, stars(one.minimum_for), both(one.name, "<br>")) for one in levels
    ]
    columns = ("Mức", "Điểm:", "★", "Nội dung · *Level*")
    if not any(one.when for one in levels):
        return table(columns, rows)
    found = [both(condition_text(one.when, facts), "<br>") if one.when else "" for one in levels]
    measured = [(*row, when) for row, when in zip(rows, found, strict=True)]
    return table((*columns, "Đạt khi · *Reached if*"), measured)


def _measured(criterion: Criterion, facts: Vocabulary) -> Iterator[str]:
    """Yield what facts say of a criterion besides its levels."""
    if criterion.judged:
        yield "Hội đồng nhận định · *Left to the council's judgement*"
    cases = [(f"{one.key}.", one.below_when) for one in criterion.alternatives]
    for case, below in [("", criterion.below_when), *cases]:
        if below is not None:
            yield f"`{case}below`: {both(condition_text(below, facts))}"
    for one in criterion.alternatives:
        if one.when is not None:
            yield f"{one.key}): {both(condition_text(one.when, facts))}"
    for left in criterion.left_open:
        ways = "; ".join(f"{way.option}: `{way.answer}`" for way in left.ways)
        reading = f"[`{left.reading}`](../../readings.md#{left.reading})"
        told = both(condition_text(left.when, facts))
        yield f"**Mẫu để ngỏ · *Left open*** → {reading} ({ways}): {told}"


def _gates(gates: Iterable[Gate]) -> Iterator[str]:
    for gate in gates:
        reading = f" → [`{gate.reading}`](../../readings.md#{gate.reading})" if gate.reading else ""
        yield f"**{both(_GATES[gate.kind])}** `{gate.key}`{reading}: {both(gate.text)}"
