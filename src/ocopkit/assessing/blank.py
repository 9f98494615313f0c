"""Blank fact sheets: every fact that a criteria set asks for, with how it is measured, ready to fill in."""

from collections.abc import Iterator

from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.rules.facts import CHOICES, Fact
from ocopkit.rules.measuring import facts_of, facts_of_set
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import title
from ocopkit.text import Lang, Text

_SHEET = Text(vi="Phiếu số liệu", en="Fact sheet")
_HOW = Text(
    vi="Ghi giá trị và giấy tờ chứng minh; để trống nếu chưa có. Thiếu giấy tờ thì số liệu chưa dùng được.",
    en="Write each value and the paper that proves it; leave unknown ones empty. No paper, no proposal.",
)
_PRODUCT = Text(vi="Tên sản phẩm", en="Name of the product")
_DAY = Text(
    vi="ngày hội đồng đánh giá, viết như 2026-09-01", en="the day of the council, written like 2026-09-01"
)
_USED = Text(vi="Dùng cho", en="Used by")
_PAPERS = Text(vi="giấy tờ", en="paper")
_OWN = Text(
    vi="Hội đồng tự trả lời tiêu chí nào thì ghi ở đây; câu trả lời này được ưu tiên hơn mọi đề xuất.",
    en="The council's own answers by code; they stand over any proposal.",
)

_VALUES = {
    "share": Text(vi="tỷ lệ từ 0 đến 1; 62% là 0.62", en="a share from 0 to 1; 62 % is 0.62"),
    "rate": Text(vi="mức tăng; 12% là 0.12", en="a rate of growth; 12 % is 0.12"),
    "count": Text(vi="số nguyên từ 0", en="a whole number from 0"),
    "months": Text(vi="số tháng tròn", en="full months"),
    "years": Text(vi="số năm liên tiếp", en="years running"),
    "yes-no": Text(vi="true (có) hoặc false (không)", en="true or false"),
    "certificate": Text(
        vi="true (có) hoặc false (không); kèm số, nơi cấp, ngày có hiệu lực, ngày hết hạn",
        en="true or false; with its number, issuer, first and last valid day",
    ),
}


def blank_facts(form: CriteriaSet, *, lang: Lang = "vi") -> str:
    """Return a blank fact sheet as YAML, each fact with how it is measured in comments, ready to fill in.

    Args:
        form: The criteria set, taken from its rule book.
        lang: The language of the comments.

    Example:
        >>> import ocopkit
        >>> text = blank_facts(ocopkit.rule_book("qd-26-2026")[11], lang="en")
        >>> "  local-labour-commune-share: {value: , paper: , document: }" in text.splitlines()
        True
    """
    return "\n".join(_lines(form, lang)) + "\n"


def _lines(form: CriteriaSet, lang: Lang) -> Iterator[str]:
    basis = basis_of(form)
    yield f"# {_SHEET.say(lang)} {form.number}: {form.name.say(lang)} ({basis.instrument})"
    yield f"# {_HOW.say(lang)}"
    yield f"rule_book: {basis.book}"
    yield f"set: {form.slug}"
    yield f"on:   # {_DAY.say(lang)}"
    yield "product:"
    yield f'  name: "{_PRODUCT.say(lang)}"'
    yield "facts:"
    users: dict[str, list[Criterion]] = {}
    for criterion in form.criteria:
        for key in facts_of(criterion):
            users.setdefault(key, []).append(criterion)
    for fact in basis.facts().among(facts_of_set(form)):
        yield ""
        yield f"  # {fact.name.say(lang)}"
        yield f"  #   {fact.measured.say(lang)}"
        if fact.issuer and fact.scope:
            yield f"  #   {fact.issuer.say(lang)}; {fact.scope.say(lang)}"
        yield f"  #   {_USED.say(lang)}: {'; '.join(title(one).say(lang) for one in users[fact.key])}"
        yield from _values(fact, lang)
        proofs = [f"{key} ({name.say(lang)})" for key, name in basis.papers_for(fact).items()]
        if proofs:
            yield f"  #   {_PAPERS.say(lang)}: {'; '.join(proofs)}"
        yield f"  {fact.key}: {{{', '.join(f'{name}: ' for name in _keys(fact))}}}"
    yield ""
    yield f"# {_OWN.say(lang)}"
    yield "answers:"


def _values(fact: Fact, lang: Lang) -> Iterator[str]:
    if fact.kind in CHOICES:
        for option in fact.options:
            yield f"  #   {option.key}: {option.text.say(lang)}"
    else:
        yield f"  #   {_VALUES[fact.kind].say(lang)}"


def _keys(fact: Fact) -> tuple[str, ...]:
    if fact.kind == "certificate":
        return ("value", "paper", "issuer", "number", "valid_from", "valid_until")
    return ("value", "paper", "document", *(["as_of"] if fact.of_last_year else []))
