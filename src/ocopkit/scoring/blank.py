"""Blank score sheets: every criterion of a form with its levels in comments, ready to fill in."""

from collections.abc import Iterator

from ocopkit.conversion import expect
from ocopkit.rules.criteria import BELOW, EXEMPT, CriteriaSet, Criterion, Level, Section
from ocopkit.scoring.score import basis_of
from ocopkit.text import Lang, Text, counted

_SHEET = Text(vi="Phiếu đánh giá, phân hạng", en="Score sheet")
_HOW = Text(
    vi="Ghi ký hiệu của mức (a, b, c…) hoặc số điểm sau mỗi mã tiêu chí; để trống nếu chưa chấm.",
    en="After each code write the key of a level (a, b, c…) or its points; leave it empty until scored.",
)
_PRODUCT = Text(vi="Tên sản phẩm", en="Name of the product")
_BELOW = Text(vi="thấp hơn mức thấp nhất", en="below the lowest level")
_EXEMPT = Text(vi="không phải chấm", en="not asked")
_GATES = Text(
    vi="Điều kiện: chỉ khi áp dụng mới xóa dấu # trước dòng có tên điều kiện, rồi ghi lý do trong ngoặc kép.",
    en="Gates: only where one applies, remove the # before the line with its name and write the reason.",
)
_REASON = Text(vi="lý do", en="the reason")
_KINDS = {
    "disqualify": Text(vi="LOẠI khi", en="OUT when"),
    "stop": Text(vi="DỪNG khi", en="STOP when"),
    "requirement": Text(vi="YÊU CẦU, chỉ ghi khi KHÔNG đáp ứng", en="REQUIREMENT, only where it is NOT met"),
}


def blank_sheet(form: CriteriaSet, *, lang: Lang = "vi") -> str:
    """Return a blank score sheet as YAML, each criterion with its levels in comments, ready to fill in.

    Args:
        form: The criteria set, taken from its rule book.
        lang: The language of the comments.

    Example:
        >>> import ocopkit
        >>> text = ocopkit.blank_sheet(ocopkit.rule_book("qd-26-2026")[11], lang="en")
        >>> ocopkit.parse_sheet(text).answers
        {}
    """
    expect(form, CriteriaSet, "form")
    return "\n".join(_lines(form, lang)) + "\n"


def _lines(form: CriteriaSet, lang: Lang) -> Iterator[str]:
    basis = basis_of(form)
    yield f"# {_SHEET.say(lang)} {form.number}: {form.name.say(lang)} ({basis.instrument})"
    yield f"# {_HOW.say(lang)}"
    yield f"rule_book: {basis.book}"
    yield f"set: {form.slug}"
    yield "product:"
    yield f'  name: "{_PRODUCT.say(lang)}"'
    yield "answers:"
    for part in form.parts:
        yield f"  # {part.code}. {part.name.say(lang)} ({counted(part.max).say(lang)})"
        for section in part.sections:
            yield from _section(section, lang)
    raisable = [gate for gate, _ in form.all_gates() if not gate.zero_in]
    if raisable:
        yield f"# {_GATES.say(lang)}"
        yield "raised:"
        for gate in raisable:
            yield f"  # {_KINDS[gate.kind].say(lang)}: {gate.text.say(lang)}"
            yield f'  # {gate.key}: "{_REASON.say(lang)}"'


def _section(section: Section, lang: Lang) -> Iterator[str]:
    yield f"  # {section.code}. {section.name.say(lang)} ({counted(section.max).say(lang)})"
    yield ""
    headings = list(section.headings)
    for criterion in section.criteria:
        while headings and headings[0].covers(criterion):
            heading = headings.pop(0)
            yield f"  # {heading.code} {heading.name.say(lang)} ({counted(heading.max).say(lang)})"
        yield from _criterion(criterion, lang)
        yield ""


def _criterion(criterion: Criterion, lang: Lang) -> Iterator[str]:
    yield f"  # {criterion.code} {criterion.name.say(lang)} ({counted(criterion.max).say(lang)})"
    for hint in criterion.hints:
        yield f"  #   {hint.say(lang)}"
    if criterion.applies_when:
        yield f"  #   {criterion.applies_when.text.say(lang)}"
    for case in criterion.alternatives:
        yield f"  #   {case.key}. {case.name.say(lang)}"
        yield from _ladder(case.levels, f"{case.key}.", lang)
    yield from _ladder(criterion.levels, "", lang)
    if criterion.exempt_when:
        points = counted(criterion.max).say(lang)
        yield f"  #   {EXEMPT} = {points}: {_EXEMPT.say(lang)}; {criterion.exempt_when.say(lang)}"
    yield f'  "{criterion.code}":'


def _ladder(levels: tuple[Level, ...], prefix: str, lang: Lang) -> Iterator[str]:
    if levels and levels[0].points > 0:
        yield f"  #   {prefix}{BELOW} = {counted(0).say(lang)}: {_BELOW.say(lang)}"
    for level in levels:
        stars = level.minimum_for
        mark = Text(vi=f" [tối thiểu cho {stars} sao]", en=f" [minimum for {stars} stars]").say(lang)
        points = counted(level.points).say(lang)
        yield f"  #   {prefix}{level.key} = {points}{mark if stars else ''}: {level.name.say(lang)}"
