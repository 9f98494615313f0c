"""The forms of a dossier as documents to print: what a decision says they ask for, filled in as far as known.

A rule book says in its own words what each form asks for; how the printed form is laid out, it doesn't. What
isn't known is a line to write on, and the page says so.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from ocopkit.errors import NotFoundError, Problem, nearest, quoted
from ocopkit.forms.grid import law_text, named
from ocopkit.forms.printed import STYLE, fields_table, foot
from ocopkit.forms.tally import tally
from ocopkit.page import Child, Html, Langs, el, page, say, table, together
from ocopkit.rules.articles import FormSpec
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.scoring.plan import NOT_ASKED
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text, counted, join, same

_PART = re.compile(r"(?P<part>[IVX]+)\. ")
_KNOWN = Text(vi="Thông tin đã có", en="What is known already")
_ASKED = Text(vi="Nội dung theo mẫu", en="What the form asks for")
_SCORES = Text(vi="Từng tiêu chí, kèm mô tả và minh chứng", en="Criterion by criterion, with evidence")
_HEADINGS = (
    Text(vi="Tiêu chí", en="Criterion"),
    Text(vi="Mức tự chấm", en="Level claimed"),
    Text(vi="Mô tả", en="Description"),
    Text(vi="Minh chứng", en="Evidence"),
    Text(vi="Điểm", en="Points"),
)
_TOTAL = Text(vi="Tổng điểm", en="Total")
_STARS = Text(vi="Hạng sao theo các mức trên", en="Stars by these levels")
_DOUBT = Text(
    vi="Nội dung mẫu được viết gọn; bố cục và lời văn của mẫu in chưa có trong dữ liệu. Điều chưa biết"
    " để trống để ghi tay. Khi nộp, đối chiếu với mẫu in.",
    en="What the form asks for is worded in short; layout and wording of the printed form are not in our"
    " data. Lines are left for what isn't known. Compare with the printed form before handing it in.",
)
_DATED = Text(vi="……………, ngày …… tháng …… năm ……", en="……………, date ……………………")
_SIGNED = Text(vi="(ký, ghi rõ họ tên, đóng dấu nếu có)", en="(signature, name, seal if any)")
_LINES = 2
"""How many lines are left to write on for each thing that a form asks for."""


def report_page(
    book: RuleBook,
    number: str,
    key: int | str,
    *,
    sheet: ScoreSheet | None = None,
    langs: Langs = ("vi",),
) -> str:
    """Return a form of the dossier as a page to print, such as the self-assessment report.

    The form that the supporting papers of criteria belong to also lists every criterion of the set with
    the level claimed, its points and its papers.

    Args:
        book: The rule book.
        number: The form's number, such as ``"02"`` or ``"03"``.
        key: The product's criteria set, by number or slug.
        sheet: The producer's own sheet, for the product and the levels claimed. Its representative is
            personal data and left to be written by hand.
        langs: The languages of the page.

    Returns:
        An HTML document that needs nothing from elsewhere.

    Raises:
        NotFoundError: If the book has no such form or set.
        ValueError: If the sheet is of another set or book.

    Example:
        >>> import ocopkit
        >>> "Báo cáo tự đánh giá" in report_page(ocopkit.rule_book("qd-26-2026"), "02", 11)
        True
    """
    spec, form = _spec(book, number), book[key]
    if sheet is not None and sheet.criteria_set != form:
        message = f"the sheet is against set {sheet.criteria_set.number} of another form or book"
        raise ValueError(message)
    rules = readings_of(book.basis)
    cited = join([one.text for one in spec.cite], ", ")
    body = together(
        el("h1", say(spec.name, langs, apart="br")),
        el("p", say(cited, langs), class_="quiet", style="text-align:center"),
        el("p", say(law_text(form, rules), langs), " · ", say(named(form), langs), style="text-align:center"),
        el("p", say(_DOUBT, langs, apart="br"), class_="note doubt"),
        el("h2", say(_KNOWN, langs)),
        fields_table(book, sheet, langs),
        el("h2", say(_ASKED, langs)),
        _asked(spec, langs),
        _criteria(form, rules, sheet, langs) if _lists_criteria(spec, rules) else None,
        el(
            "div",
            el("p", say(_DATED, langs)),
            el("p", el("b", say(spec.filled_by, langs)), el("br"), say(_SIGNED, langs)),
            class_="sign keep",
        ),
        foot(rules, f"{spec.number} · {form.number} {form.slug}"),
    )
    return page(spec.name, body, langs=langs, style=STYLE + _STYLE)


_STYLE = """
.asked li { margin-bottom: .8rem; }
table.stack th:nth-child(1) { width: 21%; }
table.stack th:nth-child(3) { width: 24%; }
table.stack th:nth-child(4) { width: 17%; }
@media print { table.stack { font-size: 10.5pt; } }
"""


def _spec(book: RuleBook, number: str) -> FormSpec:
    for one in book.articles.forms:
        if one.number == number:
            return one
    raise NotFoundError(
        [
            Problem(
                "unknown-form",
                Text(
                    vi=f"{book.id} không có mẫu số {quoted(number)}",
                    en=f"{book.id} has no form {quoted(number)}",
                ),
                Text(
                    vi="Dữ liệu chỉ có các mẫu mà quyết định nêu nội dung",
                    en="The data has the forms whose contents the decision tells",
                ),
                nearest(number, [one.number for one in book.articles.forms]),
            )
        ]
    )


def _asked(spec: FormSpec, langs: Langs) -> Html:
    """Return what a form asks for, in its order, under the parts that its items begin with."""
    pieces: list[Child] = []
    for part, items in groupby(spec.contents, lambda one: _part(one.vi)):
        if part:
            pieces.append(el("h3", part))
        pieces.append(el("ul", (_item(one, langs) for one in items), class_="asked"))
    return together(pieces)


def _item(text: Text, langs: Langs) -> Html:
    bare = Text(vi=_PART.sub("", text.vi, count=1), en=_PART.sub("", text.en, count=1))
    lines = [el("div", class_="lines") for _ in range(_LINES)]
    return el("li", say(bare, langs, apart="br"), lines, class_="keep")


def _part(text: str) -> str:
    found = _PART.match(text)
    return found["part"] if found else ""


def _lists_criteria(spec: FormSpec, rules: Readings) -> bool:
    """Return whether the papers that support criteria belong to a form."""
    places = {one.place for paper in rules.basis.papers for one in paper.cite}
    return any(one.place in places for one in spec.cite)


def _criteria(form: CriteriaSet, rules: Readings, sheet: ScoreSheet | None, langs: Langs) -> Html:
    given = sheet or ScoreSheet(form, {})
    found = tally(given, rules, langs)
    rows = list(_rows(form, rules, given, langs))
    told: list[Child] = []
    if sheet is not None:
        star = same(found.star if isinstance(found.star, str) else "★" * found.star)
        told = [
            el("p", el("b", say(_TOTAL, langs)), f": {found.total} / {form.max}"),
            el("p", el("b", say(_STARS, langs)), ": ", say(star, langs)),
        ]
    return together(el("h2", say(_SCORES, langs)), table(_HEADINGS, rows, langs, numbers=1), told)


def _rows(form: CriteriaSet, rules: Readings, sheet: ScoreSheet, langs: Langs) -> Iterator[list[Child]]:
    papers = {paper.key: paper.name for paper in rules.basis.papers}
    skipped = {line.criterion.code for line in sheet.way.lines if line.answer == NOT_ASKED}
    for criterion in form.criteria:
        line = sheet.lines.get(criterion.code)
        evidence = [papers[one] for one in criterion.evidence if one in papers]
        level = _level(criterion, sheet, skipped=criterion.code in skipped)
        yield [
            together(el("b", criterion.code), " ", say(criterion.name, langs)),
            say(level, langs) if level else "",
            "",
            together(el("div", say(one, langs)) for one in evidence) if evidence else "",
            f"{line.points if line else '…'} / {criterion.max}",
        ]


def _level(criterion: Criterion, sheet: ScoreSheet, *, skipped: bool) -> Text | None:
    if skipped:
        return Text(vi="Không phải chấm", en="Not asked")
    line = sheet.lines.get(criterion.code)
    if line is None:
        return None
    if line.level is None:
        return counted(line.points)
    return Text(vi=f"{line.answer}: {line.level.name.vi}", en=f"{line.answer}: {line.level.name.en}")
