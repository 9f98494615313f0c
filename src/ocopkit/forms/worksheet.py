"""The worksheet of one form, row by row."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from ocopkit.forms.excel import Worksheet
from ocopkit.forms.formulas import (
    BADS,
    CHOSEN,
    RED,
    RUNS,
    Sheet,
    band_formulas,
    computed_gate_formulas,
    criterion_formulas,
    gate_formulas,
    gate_words,
    level_formulas,
    so_far_formula,
    star_formula,
    sum_formula,
    total_formulas,
)
from ocopkit.forms.grid import ANSWER, CODE, KEY, MARK, NOTE, POINTS, SCORED, TEXT, Field, Line
from ocopkit.forms.layout import DATED, HEADINGS, SIGNED, Row, label, possible
from ocopkit.forms.looks import WIDTHS, Style, colour, height, set_up
from ocopkit.forms.pen import Pen
from ocopkit.forms.shown import Shown, band_shown, criterion_shown, gate_shown, so_far_shown, total_shown
from ocopkit.forms.tally import Tally
from ocopkit.page import Langs, plain
from ocopkit.product import Product, without_personal_data
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.scoring.councils.members import MemberSheet
from ocopkit.scoring.plan import NOT_ASKED
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text

_HEADINGS = (
    *HEADINGS,
    Text(vi="Mức chọn", en="Level chosen"),
    Text(vi="Điểm chấm", en="Scored"),
    Text(vi="Ghi chú", en="Remarks"),
)
_ACROSS = 105
"""About how many characters fit into all columns together."""
_HIGH = {"result": 48, "star": 50}
"""The heights of rows that may have to name every criterion that is open."""
_LOOKS = {"case": "case", "doubt": "doubt"}


@frozen(eq=False)
class Form:
    """A worksheet that is being written.

    Args:
        worksheet: The worksheet.
        sheet: Its plan.
        style: The looks.
        filled: The answers that it is filled in with.
        tally: What they come to.
        number: Which of the workbook's sheets it is, from 1.
        first: The name of the workbook's first worksheet, where the product is told for all.
        member: Whose sheet it is, if it is of a council's member.
    """

    worksheet: Worksheet
    sheet: Sheet
    style: Style
    filled: ScoreSheet
    tally: Tally
    number: int
    first: str
    member: MemberSheet | None = None

    @property
    def pen(self) -> Pen:
        """What writes its cells."""
        return Pen(self.worksheet, self.style, self.sheet.langs)

    def write(self) -> None:
        """Write everything."""
        grid = self.sheet.grid
        set_up(self.worksheet, self.sheet)
        self.worksheet.write_string(f"{KEY}1", f"form/{self.number}", self.style.of["hidden"])
        self.worksheet.write_string(f"{BADS}{grid.at['head']}", "", self.style.of["hidden"])
        for line in grid.lines:
            if line.key:
                self.worksheet.write_string(f"{KEY}{line.number}", line.key, self.style.of["hidden"])
            if line.row is not None:
                self._form_row(line, line.row)
            elif line.field is not None:
                self._field(line, line.field)
            else:
                self._other(line)
        last = grid.lines[-1].number
        self._signatures(last + 2)
        colour(self.worksheet, self.style, grid.at["head"] + 1, last)

    def _form_row(self, line: Line, row: Row) -> None:
        if row.kind == "criterion" and row.criterion:
            self._criterion(line, row, row.criterion)
        elif row.kind == "level":
            self._level(line, row)
        elif row.kind == "gate":
            self._gate(line, row)
        elif row.kind == "reason":
            self._reason(line, row)
        elif row.kind in {"part", "section", "heading"}:
            criteria = under(self.sheet.grid.form, row)
            self._sum_row(line, row.kind, row.code, row.points or 0)
            formulas, shown = {SCORED: sum_formula(self.sheet, criteria)}, {SCORED: self.tally.sum(criteria)}
            self._formulas(line, formulas, shown, row.kind)
        else:
            look = _LOOKS.get(row.kind, "aside")
            self._blank(line, look)
            self._say(f"{CODE}{line.number}", "?" if row.kind == "doubt" else row.code, f"{look}-code")
            self._said(line, TEXT, row.text, look)

    def _other(self, line: Line) -> None:
        if line.place == "so-far":
            self._said(line, TEXT, line.text, "label")
            said = so_far_shown(self.sheet, self.tally)
            self._across(line, so_far_formula(self.sheet), said, "result", POINTS)
        elif line.place == "head":
            for column, text in zip(WIDTHS, _HEADINGS, strict=True):
                self._said(line, column, text, "head")
            self.worksheet.set_row(line.number - 1, 32 * len(self.sheet.langs))
        elif line.place == "total":
            self._sum_row(line, "total", "", self.sheet.grid.form.max)
            self._formulas(line, total_formulas(self.sheet), total_shown(self.tally), "total")
        elif line.place == "band":
            self._band(line)
        elif line.place == "star":
            self._blank(line, "total")
            self._said(line, TEXT, line.text, "total")
            self._across(line, star_formula(self.sheet), self.tally.star, "star")
        elif line.place in {"heading", "text"}:
            said = plain(line.text, self.sheet.langs, apart="\n")
            look = self.style.of["note-head" if line.place == "heading" else "note"]
            self.worksheet.merge_range(self._span(CODE, line.number), said, look)
            self.worksheet.set_row(line.number - 1, height(said, _ACROSS))
        else:
            said = plain(line.text, self.sheet.langs, apart="\n")
            self.worksheet.merge_range(self._span(CODE, line.number), said, self.style.of[line.place])
            tall = 1.5 if line.place == "title" else 1.1
            self.worksheet.set_row(line.number - 1, tall * height(said, _ACROSS))

    def _criterion(self, line: Line, row: Row, criterion: Criterion) -> None:
        slot = self.sheet.plan.slots[self.sheet.plan.index[criterion.code]]
        look = "section" if row.also_section else "criterion"
        self._blank(line, look)
        self._say(f"{CODE}{line.number}", row.code, f"{look}-code")
        self._said(line, TEXT, row.text, look)
        self.worksheet.write_number(
            f"{POINTS}{line.number}", row.points or 0, self.style.of[f"{look}-points"]
        )
        self._say(f"{MARK}{line.number}", "★" * (row.stars or 0), "mark")
        given = self.filled.lines.get(criterion.code)
        answer = label(given).say(self.sheet.langs[0]) if given else ""
        self._say(f"{ANSWER}{line.number}", answer, "answer")
        self._offer(f"{ANSWER}{line.number}", "=" + self.sheet.tables.cells(criterion.code, "A"))
        shown = criterion_shown(self.sheet, slot, self.filled, self.tally)
        self._formulas(line, criterion_formulas(self.sheet, slot), shown, "answered")

    def _level(self, line: Line, row: Row) -> None:
        if row.line is None or row.criterion is None:
            return
        code, number = row.criterion.code, line.number
        offered = [one.answer for one in possible(self.sheet.grid.form, row.criterion, self.sheet.grid.rules)]
        assessed = self.tally.lines.get(code)
        skipped = assessed is not None and assessed.answer == NOT_ASKED
        given = self.filled.lines.get(code)
        chosen = given is not None and given.answer == row.line.answer and not skipped
        formulas = level_formulas(self.sheet, row.line, offered.index(row.line.answer) + 1)
        mark = row.code.rpartition(".")[2] or "–"
        self._blank(line, "level")
        self._formula(
            f"{CODE}{number}", f'{formulas["box"]}&" {mark}"', f"{'☑' if chosen else '☐'} {mark}", "box"
        )
        self._said(line, TEXT, row.text, "level")
        self.worksheet.write_number(f"{POINTS}{number}", row.points or 0, self.style.of["level-points"])
        self._say(f"{MARK}{number}", "★" * (row.stars or 0), "mark")
        self._formula(f"{CHOSEN}{number}", formulas[CHOSEN], int(chosen), "hidden")
        if RED in formulas:
            self._formula(
                f"{RED}{number}", formulas[RED], int(row.stars in self.tally.misses(code)), "hidden"
            )

    def _gate(self, line: Line, row: Row) -> None:
        if row.gate is None:
            return
        self._blank(line, "gate")
        self._say(f"{CODE}{line.number}", row.code, "gate-code")
        self._said(line, TEXT, row.text, "gate")
        shown = gate_shown(self.sheet, row.gate, self.filled, self.tally)
        if row.gate.zero_in and row.criterion:
            self._formulas(line, computed_gate_formulas(self.sheet, row.gate, row.criterion), shown, "gate")
            return
        words = [text.say(self.sheet.langs[0]) for text in gate_words(row.gate)]
        self._say(f"{ANSWER}{line.number}", words[1] if row.gate.key in self.filled.raised else "", "answer")
        self._offer(f"{ANSWER}{line.number}", words)
        self._formulas(line, gate_formulas(self.sheet, row.gate), shown, "gate")

    def _reason(self, line: Line, row: Row) -> None:
        self._blank(line, "gate")
        self._said(line, CODE, row.text, "reason-label")
        reason = self.filled.raised.get(row.gate.key, "") if row.gate else ""
        self._say(f"{TEXT}{line.number}", reason, "input")
        self.worksheet.set_row(line.number - 1, height(reason, WIDTHS[TEXT]))

    def _sum_row(self, line: Line, look: str, code: str, most: int) -> None:
        self._blank(line, look)
        self._say(f"{CODE}{line.number}", code, f"{look}-code")
        self._said(line, TEXT, line.text, look)
        self.worksheet.write_number(f"{POINTS}{line.number}", most, self.style.of[f"{look}-points"])

    def _band(self, line: Line) -> None:
        rules = self.sheet.grid.rules
        least = next(band.at_least for band in rules.by_height if band.stars == line.stars)
        formulas = band_formulas(self.sheet, line.stars, least)
        shown = band_shown(self.sheet, line.stars, least, self.tally)
        self._blank(line, "band")
        self._say(f"{CODE}{line.number}", f"{line.stars}★", "band-code")
        self._said(line, TEXT, line.text, "band")
        self._across(line, formulas["note"], shown["note"], "band-note")
        for column in (RUNS, CHOSEN):
            self._formula(f"{column}{line.number}", formulas[column], shown[column], "hidden")

    def _field(self, line: Line, one: Field) -> None:
        values = {**of_product(self.filled.product), **_of_member(self.member)}
        text = field_text(one, values.get(line.key), self.sheet.langs)
        self._said(line, TEXT, line.text, "label")
        if self.number > 1 and line.key.startswith("product/"):
            source = f"'{self.first}'!{POINTS}{line.number}"
            self.worksheet.merge_range(self._span(POINTS, line.number), "", self.style.of["told"])
            self._formula(f"{POINTS}{line.number}", f'IF(LEN({source})=0,"",{source})', text, "told")
            return
        self.worksheet.merge_range(self._span(POINTS, line.number), "", self.style.of["input"])
        self._say(f"{POINTS}{line.number}", text, "input")
        if one.choices:
            self._offer(
                f"{POINTS}{line.number}", [item.text.say(self.sheet.langs[0]) for item in one.choices]
            )

    def _signatures(self, number: int) -> None:
        for place, text in enumerate((DATED, SIGNED)):
            said = plain(text, self.sheet.langs, apart="\n")
            self.worksheet.merge_range(self._span(MARK, number + place), said, self.style.of["sign"])
            self.worksheet.set_row(number + place - 1, 34)

    def _said(self, line: Line, column: str, text: Text, look: str) -> None:
        said = self.pen.said(f"{column}{line.number}", text, look)
        if column == TEXT:
            self.worksheet.set_row(line.number - 1, height(said, WIDTHS[TEXT]))

    def _formulas(self, line: Line, formulas: Mapping[str, str], shown: Shown, look: str) -> None:
        for name, formula in formulas.items():
            column = NOTE if name == "note" else name
            kind = f"{look}-{'note' if column == NOTE else 'points'}" if column in WIDTHS else "hidden"
            self._formula(f"{column}{line.number}", formula, shown[name], kind)

    def _across(self, line: Line, formula: str, shown: int | str, look: str, start: str = MARK) -> None:
        """Write a formula into the columns from the start on, as one cell."""
        self.worksheet.merge_range(self._span(start, line.number), "", self.style.of[look])
        self._formula(f"{start}{line.number}", formula, shown, look)
        self.worksheet.set_row(line.number - 1, _HIGH.get(look, 31) * len(self.sheet.langs))

    def _formula(self, cell: str, formula: str, shown: int | str, look: str) -> None:
        self.pen.formula(cell, formula, shown, look)

    def _say(self, cell: str, text: str, look: str) -> None:
        self.pen.say(cell, text, look)

    def _blank(self, line: Line, look: str) -> None:
        for column in WIDTHS:
            self._say(f"{column}{line.number}", "", look)

    def _offer(self, cell: str, source: str | Sequence[str]) -> None:
        self.pen.offer(cell, source)

    def _span(self, column: str, number: int) -> str:
        return f"{column}{number}:{NOTE}{number}"


def under(form: CriteriaSet, row: Row) -> list[Criterion]:
    """Return the criteria of a part, a section or a heading.

    Args:
        form: The criteria set.
        row: The row of the part, section or heading.
    """
    found: list[Criterion] = []
    for part in form.parts:
        for section in part.sections:
            whole = (row.kind == "part" and part.code == row.code) or (
                row.kind == "section" and section.code == row.code
            )
            found += [
                one
                for one in section.criteria
                if whole or (row.kind == "heading" and one.code.startswith(row.code + "."))
            ]
    return found


def field_text(one: Field, value: object, langs: Langs) -> str:
    """Return a value as a field above a form shows it.

    Args:
        one: The field.
        value: Its value; ``None`` for none.
        langs: The languages of the form.
    """
    if not one.choices:
        return "" if value is None else str(value)
    return next((choice.text.say(langs[0]) for choice in one.choices if choice.value == value), "")


def of_product(product: Product | None) -> dict[str, object]:
    """Return what is said of a product by the keys of the fields above a form, without personal data.

    Args:
        product: The product, if known.
    """
    if product is None:
        return {}
    bare = without_personal_data(product)
    found: dict[str, object] = {
        f"product/{name}": getattr(bare, name) for name in ("name", "code", "description")
    }
    if producer := bare.producer:
        own = ("name", "kind", "registration", "address", "commune", "district", "province")
        found.update({f"product/producer/{name}": getattr(producer, name) for name in own})
    return found


def _of_member(member: MemberSheet | None) -> dict[str, object]:
    if member is None:
        return {}
    own = ("role", "present", "votes", "conflict")
    return {"member/name": member.member, **{f"member/{name}": getattr(member, name) for name in own}}
