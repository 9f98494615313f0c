"""Where everything stands on the worksheet of a fact sheet: the one plan that writing and reading share."""

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import evolve, field, frozen

from ocopkit.forms.grid import Field, fields_of, law_text, named
from ocopkit.rules.basis import Basis
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet, Criterion, Gate
from ocopkit.rules.facts import CHOICES, YES_OR_NO, Fact
from ocopkit.rules.measuring import facts_of
from ocopkit.scoring.readings import Readings
from ocopkit.text import Text

WORKSHEET = Text(vi="Số liệu", en="Facts")
"""The name of the worksheet."""

CODE, NAME, USED, UNIT, VALUE, PAPER, DOCUMENT, AS_OF, ISSUER, NUMBER, FROM, UNTIL, KEY, FREE = (
    "ABCDEFGHIJKLMN"
)
"""The columns that people see, and behind them the hidden ones with each row's key and the word or number
that needs no paper."""

PARTICULARS: Mapping[str, str] = {
    "paper": PAPER,
    "document": DOCUMENT,
    "as_of": AS_OF,
    "issuer": ISSUER,
    "number": NUMBER,
    "valid_from": FROM,
    "valid_until": UNTIL,
}
"""The column of each thing that is said of a fact besides its value."""

OF_CERTIFICATES = (ISSUER, NUMBER, FROM, UNTIL)
"""The columns that only certificates have."""

DATES = frozenset({AS_OF, FROM, UNTIL})
"""The columns that hold days."""

YES, NO = Text(vi="Có", en="Yes"), Text(vi="Không", en="No")

ON = "on"
"""The key of the row with the day of the council."""

Place = Literal["title", "set", "law", "how", "day", "field", "so-far", "head", "section", "fact", "own"]
"""What a line is; after ``"own"`` come the council's own answers."""

_TITLE = Text(vi="PHIẾU SỐ LIỆU SẢN PHẨM OCOP", en="OCOP PRODUCT FACT SHEET")
_HOW = Text(
    vi="Ghi giá trị và giấy tờ chứng minh vào các ô vàng; tỷ lệ ghi như 62%; để trống nếu chưa có."
    " Thiếu giấy tờ (ô đỏ) thì số liệu chưa dùng được.",
    en="Write each value and the paper that proves it into the yellow cells; a share like 62%; leave unknown"
    " ones empty. Without a paper (red cells) a fact isn't used.",
)
_DAY = Text(vi="Ngày hội đồng đánh giá", en="Day of the council")
_SO_FAR = Text(vi="Số liệu đã ghi", en="Facts given")
_OWN = Text(
    vi="Hội đồng tự trả lời (nếu có); câu trả lời này được ưu tiên hơn mọi đề xuất",
    en="The council's own answers (if any); they stand over any proposal",
)


@frozen(eq=False)
class Line:
    """A line of the worksheet.

    Args:
        number: Its row, from 1.
        place: What it is.
        text: What it says.
        key: By what it is found; empty if by nothing.
        code: What stands before it.
        used: The criteria that a fact decides.
        fact: The fact.
        criterion: The criterion whose own answer it takes.
        gate: The gate that it raises.
        field: The field above the facts.
    """

    number: int
    place: Place
    text: Text = field(default=Text("", ""), repr=False)
    key: str = ""
    code: str = ""
    used: tuple[Criterion, ...] = field(default=(), repr=False)
    fact: Fact | None = field(default=None, repr=False)
    criterion: Criterion | None = field(default=None, repr=False)
    gate: Gate | None = field(default=None, repr=False)
    field: Field | None = field(default=None, repr=False)


@frozen(eq=False)
class FactGrid:
    """The lines of a fact sheet's worksheet.

    Args:
        form: The criteria set.
        rules: How the law is read.
        lines: The lines from the top.
        at: The row of each key.
    """

    form: CriteriaSet
    rules: Readings
    lines: tuple[Line, ...] = field(repr=False)
    at: Mapping[str, int] = field(repr=False)

    @property
    def facts(self) -> Iterator[tuple[Line, Fact]]:
        """The lines of facts."""
        return ((line, line.fact) for line in self.lines if line.fact is not None)

    def offered(self, fact: Fact) -> Mapping[str, Text]:
        """Return what a fact's cell of papers offers: names by keys."""
        return self.rules.basis.papers_for(fact)


def fact_grid(book: RuleBook, form: CriteriaSet, rules: Readings) -> FactGrid:
    """Return where everything stands on a fact sheet's worksheet.

    Args:
        book: The rule book.
        form: One of its criteria sets.
        rules: How the law is read.
    """
    lines: list[Line] = []
    number = 0
    for skip, line in _places(book, form, rules):
        number += 1 + skip
        lines.append(evolve(line, number=number))
    at = {line.key: line.number for line in lines if line.key}
    return FactGrid(form, rules, tuple(lines), at)


def words_of(fact: Fact) -> dict[str, Text]:
    """Return what the cell of a fact's value offers: words by what they stand for; nothing of numbers."""
    if fact.kind in YES_OR_NO:
        return {"true": YES, "false": NO}
    return {option.key: option.text for option in fact.options} if fact.kind in CHOICES else {}


def _places(book: RuleBook, form: CriteriaSet, rules: Readings) -> Iterator[tuple[int, Line]]:
    """Yield each line, not numbered yet, with how many rows are left empty above it."""
    yield 0, Line(0, "title", _TITLE)
    yield 0, Line(0, "set", named(form))
    yield 0, Line(0, "law", law_text(form, rules))
    yield 0, Line(0, "how", _HOW)
    yield 1, Line(0, "day", _DAY, ON)
    for one in fields_of(book, member=False):
        yield 0, Line(0, "field", one.text, one.key, field=one)
    yield 0, Line(0, "so-far", _SO_FAR)
    yield 1, Line(0, "head", key="head")
    yield from ((0, line) for line in _facts(form, rules.basis))
    yield 1, Line(0, "own", _OWN, "own")
    for criterion in form.criteria:
        key = f"answers/{criterion.code}"
        yield 0, Line(0, "own", criterion.name, key, criterion.code, criterion=criterion)
    for gate, _ in form.all_gates():
        if not gate.zero_in:
            yield 0, Line(0, "own", gate.text, f"raised/{gate.key}", "!", gate=gate)


def _facts(form: CriteriaSet, basis: Basis) -> Iterator[Line]:
    """Yield the facts under the sections in which they are first asked for, in the order of the form."""
    vocabulary = basis.facts()
    users: dict[str, list[Criterion]] = {}
    for criterion in form.criteria:
        for key in facts_of(criterion):
            users.setdefault(key, []).append(criterion)
    number = 0
    for part in form.parts:
        for section in part.sections:
            codes = {criterion.code for criterion in section.criteria}
            own = [key for key, used in users.items() if used[0].code in codes]
            if own:
                yield Line(0, "section", section.name, code=section.code)
            for fact in vocabulary.among(own):
                number += 1
                used = tuple(users[fact.key])
                yield Line(0, "fact", fact.name, f"facts/{fact.key}", str(number), used, fact)
