"""Fact sheets as workbooks: a row for each fact, with its paper, ready to fill in or filled."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from io import BytesIO

from attrs import field, frozen

from ocopkit.assessing.facts import GivenFact, check_facts
from ocopkit.assessing.sheet import FactSheet
from ocopkit.forms.excel import Worksheet, new_workbook
from ocopkit.forms.facts.grid import (
    AS_OF,
    CODE,
    DATES,
    DOCUMENT,
    FREE,
    FROM,
    ISSUER,
    KEY,
    NAME,
    NUMBER,
    OF_CERTIFICATES,
    PAPER,
    PARTICULARS,
    UNIT,
    UNTIL,
    USED,
    VALUE,
    WORKSHEET,
    FactGrid,
    Line,
    fact_grid,
    words_of,
)
from ocopkit.forms.formulas import gate_words
from ocopkit.forms.grid import DATA_SHEET, Field
from ocopkit.forms.layout import label, possible
from ocopkit.forms.looks import Style, height, set_paper, style_of
from ocopkit.forms.marks import write_mark
from ocopkit.forms.pen import Pen
from ocopkit.forms.workbook import refuse_answers, refuse_others
from ocopkit.forms.worksheet import field_text, of_product
from ocopkit.page import Langs, plain
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import Criterion, Gate
from ocopkit.rules.facts import CHOICES, WHOLE, YES_OR_NO, Fact
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text

_WIDTHS: Mapping[str, int] = {
    CODE: 5,
    NAME: 48,
    USED: 11,
    UNIT: 8,
    VALUE: 17,
    PAPER: 24,
    DOCUMENT: 22,
    AS_OF: 12,
    ISSUER: 18,
    NUMBER: 14,
    FROM: 12,
    UNTIL: 12,
}
_ACROSS = 200
"""About how many characters fit into all columns together."""
_HEADINGS: Mapping[str, Text] = {
    CODE: Text(vi="TT", en="No."),
    NAME: Text(vi="Số liệu, cách đo", en="Fact and how it is measured"),
    USED: Text(vi="Cho tiêu chí", en="For criteria"),
    UNIT: Text(vi="Đơn vị", en="Unit"),
    VALUE: Text(vi="Giá trị", en="Value"),
    PAPER: Text(vi="Giấy tờ chứng minh", en="Paper that proves it"),
    DOCUMENT: Text(vi="Số, ngày, trang của giấy tờ", en="Which document, page"),
    AS_OF: Text(vi="Số liệu đến ngày", en="As of"),
    ISSUER: Text(vi="Nơi cấp", en="Issued by"),
    NUMBER: Text(vi="Số giấy", en="Number"),
    FROM: Text(vi="Hiệu lực từ", en="Valid from"),
    UNTIL: Text(vi="đến hết", en="until"),
}
_UNITS: Mapping[str, Text] = {
    "share": Text("%", "%"),
    "rate": Text("%", "%"),
    "months": Text(vi="tháng", en="months"),
    "years": Text(vi="năm", en="years"),
    "count": Text(vi="số", en="number"),
    "yes-no": Text(vi="có/không", en="yes/no"),
    "certificate": Text(vi="có/không", en="yes/no"),
    "choice": Text(vi="chọn", en="choice"),
    "place": Text(vi="chọn", en="choice"),
}
_LAST_YEAR = Text(vi="Chỉ số liệu của năm trước năm đánh giá", en="Only of the year before the evaluation")
_SHARE = Text(vi="Ghi tỷ lệ từ 0% đến 100%, như 62%.", en="A share from 0% to 100%, such as 62%.")
_RATE = Text(vi="Ghi mức tăng, như 12%.", en="A rate of growth, such as 12%.")
_WHOLE = Text(vi="Ghi số nguyên từ 0.", en="A whole number from 0.")
_DATE = Text(vi="Ghi ngày, như 2026-09-01.", en="A date, such as 2026-09-01.")
_WRONG = Text(vi="Chưa đúng", en="Not right")

_LISTS_FROM = 10
"""The row of the hidden worksheet below which the lists stand."""
_DIGITS = 15
"""The digits of a number that spreadsheets keep."""


def facts_workbook(
    book: RuleBook, key: int | str, *, sheet: FactSheet | None = None, langs: Langs = ("vi",)
) -> bytes:
    """Return the workbook of a fact sheet: a row for each fact that a criteria set asks for.

    Args:
        book: The rule book.
        key: The criteria set, by number or slug.
        sheet: The facts and answers to fill in, if it isn't to be blank. A producer's representative is
            personal data and isn't written.
        langs: The languages of the form; answers are in the first.

    Returns:
        The bytes of an ``.xlsx`` file, the same for the same sheet.

    Raises:
        FactsError: With every fact that cannot be.
        NotFoundError: If the book has no such set.
        SheetError: If an answer of the council isn't one that the form offers.
        ValueError: If the sheet is of another set or book.

    Example:
        >>> import ocopkit
        >>> facts_workbook(ocopkit.rule_book("qd-26-2026"), 11)[:2]
        b'PK'
    """
    form = book[key]
    rules = readings_of(book.basis)
    given = sheet or FactSheet(form)
    refuse_others(form, given)
    check_facts(given.facts, form)
    own = ScoreSheet(form, given.answers, given.raised, given.product)
    refuse_answers(own, rules)
    grid = fact_grid(book, form, rules)
    stream = BytesIO()
    workbook = new_workbook(stream, f"{form.number}. {plain(form.name, langs)}", book)
    style = style_of(workbook, langs)
    worksheet = workbook.add_worksheet(WORKSHEET.say(langs[0]))
    hidden = workbook.add_worksheet(DATA_SHEET)
    write_mark(hidden, "facts", form, rules.basis, langs)
    _Written(worksheet, hidden, style, grid, langs, given, own).write()
    hidden.protect()
    hidden.hide()
    workbook.close()
    return stream.getvalue()


@frozen(eq=False)
class _Written:
    """The worksheet of a fact sheet that is being written."""

    worksheet: Worksheet
    hidden: Worksheet
    style: Style
    grid: FactGrid
    langs: Langs
    given: FactSheet
    own: ScoreSheet
    pen: Pen = field(init=False)
    lists: dict[tuple[str, ...], str] = field(factory=dict[tuple[str, ...], str], init=False)
    """The cells of each list on the hidden worksheet."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "pen", Pen(self.worksheet, self.style, self.langs))

    def write(self) -> None:
        for column, width in _WIDTHS.items():
            self.worksheet.set_column(f"{column}:{column}", width)
        self.worksheet.set_column(f"{KEY}:{FREE}", None, None, {"hidden": True})
        self.worksheet.set_landscape()
        head, last = self.grid.at["head"], self.grid.lines[-1].number
        printed = f"{CODE}1:{UNTIL}{last}"
        set_paper(self.worksheet, self.grid.form, self.grid.rules.basis, self.langs, head, printed)
        self.worksheet.freeze_panes(head, 0)
        self.pen.say(f"{KEY}1", "facts/1", "hidden")
        given = {one.fact: one for one in self.given.facts}
        for line in self.grid.lines:
            if line.key:
                self.pen.say(f"{KEY}{line.number}", line.key, "hidden")
            if line.fact is not None:
                self._fact(line, line.fact, given.get(line.fact.key))
            elif line.criterion is not None:
                self._own(line, line.criterion)
            elif line.gate is not None:
                self._gate(line, line.gate)
            elif line.field is not None:
                self._field(line, line.field)
            else:
                self._other(line)
        self._colour(head + 1, self.grid.at["own"] - 1)

    def _other(self, line: Line) -> None:
        number = line.number
        if line.place == "head":
            for column, text in _HEADINGS.items():
                self.pen.said(f"{column}{number}", text, "head")
            self.worksheet.set_row(number - 1, 34 * len(self.langs))
        elif line.place == "section":
            for column in _WIDTHS:
                self.pen.say(f"{column}{number}", "", "section")
            self.pen.say(f"{CODE}{number}", line.code, "section-code")
            self._tall(number, self.pen.said(f"{NAME}{number}", line.text, "section"))
        elif line.place == "day":
            self._label(line)
            self._date(f"{VALUE}{number}", self.given.on)
        elif line.place == "so-far":
            self._label(line)
            rows = [one.number for one, _ in self.grid.facts]
            cells = f"{VALUE}{rows[0]}:{VALUE}{rows[-1]}" if rows else f"{VALUE}{number + 1}"
            told = f'COUNTA({cells})&"/{len(rows)}"'
            self.pen.formula(f"{VALUE}{number}", told, f"{len(self.given.facts)}/{len(rows)}", "result")
        else:
            said = plain(line.text, self.langs, apart="\n")
            look = "note-head" if line.place == "own" else line.place
            self.worksheet.merge_range(f"{CODE}{number}:{UNTIL}{number}", said, self.style.of[look])
            tall = 1.5 if line.place == "title" else 1.1
            self.worksheet.set_row(number - 1, tall * height(said, _ACROSS))

    def _label(self, line: Line) -> None:
        number = line.number
        self.worksheet.merge_range(f"{CODE}{number}:{UNIT}{number}", "", self.style.of["label"])
        self.pen.said(f"{CODE}{number}", line.text, "label")
        self.worksheet.set_row(number - 1, 16 * len(self.langs))

    def _field(self, line: Line, one: Field) -> None:
        number = line.number
        self._label(line)
        self.worksheet.merge_range(f"{VALUE}{number}:{UNTIL}{number}", "", self.style.of["input"])
        value = of_product(self.given.product).get(line.key)
        self.pen.say(f"{VALUE}{number}", field_text(one, value, self.langs), "input")
        if one.choices:
            self._offer(f"{VALUE}{number}", tuple(item.text.say(self.langs[0]) for item in one.choices))

    def _fact(self, line: Line, fact: Fact, given: GivenFact | None) -> None:
        number = line.number
        self.pen.say(f"{CODE}{number}", line.code, "level-code")
        self._tall(number, self._told(f"{NAME}{number}", fact))
        self.pen.say(f"{USED}{number}", ", ".join(one.code for one in line.used), "level-code")
        self.pen.said(f"{UNIT}{number}", fact.unit or _UNITS[fact.kind], "level-code")
        self._value(f"{VALUE}{number}", fact, given)
        free = [words_of(fact)[key].say(self.langs[0]) for key in _needs_none(fact)]
        self.pen.say(f"{FREE}{number}", free[0] if free else "", "hidden")
        papers = self.grid.offered(fact)
        paper = papers.get((given and given.paper) or "", Text("", "")).say(self.langs[0])
        self.pen.say(f"{PAPER}{number}", paper, "input")
        self._offer(f"{PAPER}{number}", tuple(one.say(self.langs[0]) for one in papers.values()))
        for name, column in PARTICULARS.items():
            if column == PAPER:
                continue
            value = getattr(given, name) if given is not None else None
            if column in OF_CERTIFICATES and fact.kind != "certificate":
                self.pen.say(f"{column}{number}", "", "closed")
            elif column in DATES:
                self._date(f"{column}{number}", value)
            else:
                self.pen.say(f"{column}{number}", value or "", "input")

    def _told(self, cell: str, fact: Fact) -> str:
        """Write a fact's name in bold, and below it how it is measured; return what is written."""
        more = [fact.measured]
        if fact.issuer and fact.scope:
            more += [fact.issuer, fact.scope]
        if fact.of_last_year:
            more.append(_LAST_YEAR)
        first = "\n".join(dict.fromkeys(fact.name.say(lang) for lang in self.langs))
        said = [". ".join(text.say(lang) for text in more) for lang in self.langs]
        rest = "\n" + "\n".join(dict.fromkeys(said))
        looks = self.style.of
        self.worksheet.write_rich_string(
            cell, looks["criterion"], first, self.style.english, rest, looks["level"]
        )
        return first + rest

    def _value(self, cell: str, fact: Fact, given: GivenFact | None) -> None:
        words = words_of(fact)
        value = given.exact if given is not None else None
        if words:
            key = str(value).lower() if isinstance(value, bool) else value
            said = words[key].say(self.langs[0]) if isinstance(key, str) else ""
            self.pen.say(cell, said, "answer")
            self._offer(cell, tuple(one.say(self.langs[0]) for one in words.values()))
            return
        look = "whole" if fact.kind in WHOLE else "share"
        if isinstance(value, Fraction):
            self._number(cell, value, look)
        else:
            self.pen.say(cell, "", look)
        least, kind = (0, "integer") if fact.kind in WHOLE else (-1 if fact.kind == "rate" else 0, "decimal")
        limits = {"criteria": ">=", "value": least}
        if fact.kind == "share":
            limits = {"criteria": "between", "minimum": 0, "maximum": 1}
        hint = _WHOLE if fact.kind in WHOLE else _SHARE if fact.kind == "share" else _RATE
        self._check(cell, {"validate": kind, **limits}, hint)

    def _number(self, cell: str, value: Fraction, look: str) -> None:
        """Write a number; one that decimals don't reach, as the division that it is."""
        near = float(value)
        if Fraction(f"{near:.{_DIGITS}g}") == value:
            self.worksheet.write_number(cell, near, self.style.of[look])
        else:
            self.pen.formula(cell, f"{value.numerator}/{value.denominator}", near, look)

    def _date(self, cell: str, value: date | None) -> None:
        if value is None:
            self.pen.say(cell, "", "date")
        else:
            self.worksheet.write_datetime(cell, value, self.style.of["date"])
        self._check(cell, {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1)}, _DATE)

    def _check(self, cell: str, limits: Mapping[str, object], hint: Text) -> None:
        first = self.langs[0]
        told = {"error_title": _WRONG.say(first), "error_message": hint.say(first)}
        self.worksheet.data_validation(cell, {**limits, **told})

    def _own(self, line: Line, criterion: Criterion) -> None:
        self._row(line)
        offered = possible(self.grid.form, criterion, self.grid.rules)
        given = self.own.lines.get(criterion.code)
        said = label(given).say(self.langs[0]) if given else ""
        self.pen.say(f"{VALUE}{line.number}", said, "answer")
        self._offer(f"{VALUE}{line.number}", tuple(label(one).say(self.langs[0]) for one in offered))

    def _gate(self, line: Line, gate: Gate) -> None:
        self._row(line)
        words = [text.say(self.langs[0]) for text in gate_words(gate)]
        reason = self.own.raised.get(gate.key)
        self.pen.say(f"{VALUE}{line.number}", words[1] if reason is not None else "", "answer")
        self._offer(f"{VALUE}{line.number}", tuple(words))
        self.worksheet.merge_range(
            f"{DOCUMENT}{line.number}:{UNTIL}{line.number}", "", self.style.of["input"]
        )
        self.pen.say(f"{DOCUMENT}{line.number}", reason or "", "input")

    def _row(self, line: Line) -> None:
        for column in _WIDTHS:
            self.pen.say(f"{column}{line.number}", "", "level")
        self.pen.say(f"{CODE}{line.number}", line.code, "level-code")
        self._tall(line.number, self.pen.said(f"{NAME}{line.number}", line.text, "level"))

    def _offer(self, cell: str, words: tuple[str, ...]) -> None:
        """Offer a list, which stands on the hidden worksheet: its words may hold commas."""
        if not words:
            return
        if words not in self.lists:
            first = _LISTS_FROM + sum(map(len, self.lists))
            self.hidden.write_column(f"D{first}", words)
            self.lists[words] = f"={DATA_SHEET}!$D${first}:$D${first + len(words) - 1}"
        self.pen.offer(cell, self.lists[words])

    def _tall(self, number: int, said: str) -> None:
        self.worksheet.set_row(number - 1, height(said, _WIDTHS[NAME]))

    def _colour(self, first: int, last: int) -> None:
        """Colour the cells of papers that are needed and missing."""
        value, paper, free = f"${VALUE}{first}", f"${PAPER}{first}", f"${FREE}{first}"
        speaks = f"IF(ISNUMBER({value}),{value}>0,{value}<>{free})"
        formula = f'=AND(LEFT(${KEY}{first},6)="facts/",LEN({value})>0,LEN({paper})=0,{speaks})'
        look = {"type": "formula", "criteria": formula, "format": self.style.of["if-unproved"]}
        self.worksheet.conditional_format(f"{PAPER}{first}:{PAPER}{last}", look)


def _needs_none(fact: Fact) -> Iterator[str]:
    """Yield the word of a fact that no paper has to prove, if it has one."""
    if fact.kind in YES_OR_NO:
        yield "false"
    elif fact.kind in CHOICES:
        yield from (option.key for option in fact.options if not fact.needs_proof(option.key))
