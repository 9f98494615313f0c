"""The formulas of a form's worksheet: what the engine does, cell by cell.

Behind the columns that people see, each criterion has hidden ones: which answer was chosen, whether
assessing reaches it, whether its condition holds, whether its answer is wrong or missing, whether assessing
stops at it, and the minimums that it misses. Every formula is one that old spreadsheets know too.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from ocopkit.forms.grid import ANSWER, DATA_SHEET, SCORED, TEXT, Grid
from ocopkit.forms.grid import Line as GridLine
from ocopkit.forms.layout import possible
from ocopkit.forms.tally import (
    BAD_CELLS,
    LEFT,
    NOT_ACHIEVED,
    OPEN,
    OUT,
    STOPPED,
    UNSCORED,
    WRONG,
    binding,
    disqualifies,
    lower_bands,
    marked_stars,
    needs,
)
from ocopkit.page import Langs, plain
from ocopkit.rules.carried_out import AFTER_STOP
from ocopkit.rules.criteria import Criterion, Gate
from ocopkit.scoring.plan import Line, Plan, Slot, plan_of
from ocopkit.text import Text

CHOSEN, RUNS, SKIPPED, BAD, LEFT_OPEN, STOPS, RED, OPENS, BADS = "IJKLMNOPQ"
"""The hidden columns: the chosen answer's place; whether assessing gets here; whether it isn't asked;
whether the cell is wrong; whether it is open; whether assessing stops here; whether a minimum is missed;
and, gathered from the top, the codes of open criteria and the wrong cells."""

_STAR_COLUMNS = (("R", "S"), ("T", "U"), ("V", "W"), ("X", "Y"), ("Z", "AA"))
"""For each star with minimums: whether a criterion misses one, and the codes gathered from the top."""

_TABLE_TOP = 40
"""The row of the hidden worksheet below which the tables of answers stand."""

_CHOICE_COLUMNS = "DEFG"
"""The columns of the hidden worksheet above the tables, for what the fields above the form offer."""

NOTES = {
    "again": Text(vi="Chọn lại trong danh sách", en="Choose from the list"),
    "clear": Text(vi="Không phải chấm: xóa ô chọn", en="Not asked: clear the cell"),
    "ended": Text(vi="Không đánh giá tiếp", en="Not assessed"),
    "open": Text(vi="Chưa chấm", en="Open"),
    "skipped": Text(vi="Không phải chấm. ", en="Not asked. "),
    "missed": Text(vi="Chưa đạt mức", en="Missed for"),
    "reason": Text(vi="Ghi lý do ở dòng dưới", en="Give the reason below"),
    "raised": Text(vi="Áp dụng", en="Applies"),
    "stray": Text(vi="Chọn lại, hoặc xóa lý do", en="Choose, or clear the reason"),
}
"""What stands beside an answer."""

SHORT = Text(vi="còn thiếu {points} điểm", en="{points} more points needed")
ENOUGH = Text(vi="đủ điểm", en="points reached")
LACKING = Text(vi="; chưa đạt mức tối thiểu: {codes}", en="; minimums missed: {codes}")
SO_FAR = Text(vi="{points} điểm, {star} sao", en="{points} points, {star} stars")


@frozen(eq=False)
class Tables:
    """Where the answers of each criterion stand on the hidden worksheet.

    Args:
        rows: The first and last row of each criterion's answers, by code.
        conditions: The column that says whether a condition fails, by its bit in the plan.
        stars: The column that says whether an answer misses a star's minimum.
        choices: The column that holds what a field above the form offers, by the field's key.
    """

    rows: Mapping[str, tuple[int, int]]
    conditions: Mapping[int, str]
    stars: Mapping[int, str]
    choices: Mapping[str, str]

    def cells(self, code: str, column: str) -> str:
        """Return the cells of a column for a criterion's answers, as formulas name them."""
        first, last = self.rows[code]
        return f"{DATA_SHEET}!${column}${first}:${column}${last}"

    def offered(self, line: GridLine) -> str:
        """Return the cells that hold what a field above the form offers, as formulas name them."""
        count = len(line.field.choices) if line.field else 0
        column = self.choices[line.key]
        return f"{DATA_SHEET}!${column}$1:${column}${count}"


@frozen(eq=False)
class Sheet:
    """A worksheet whose formulas are wanted.

    Args:
        grid: Where everything stands.
        tables: Where the answers stand.
        langs: The languages of its words.
        plan: The criteria set made ready for scoring.
        above: The row above each answer that last takes one, by the answer's key; at first the head's.
    """

    grid: Grid
    tables: Tables
    langs: Langs
    plan: Plan = field(init=False)
    above: Mapping[str, int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Keep the plan and the order of the answers at hand."""
        rows = list(self.grid.answer_rows())
        above = [self.grid.at["head"], *(line.number for line in rows)]
        object.__setattr__(self, "plan", plan_of(self.grid.form))
        object.__setattr__(self, "above", {line.key: row for line, row in zip(rows, above, strict=False)})

    def before(self, code: str) -> str | None:
        """Return the code of the criterion before another; ``None`` for the first."""
        place = self.plan.index[code]
        return self.plan.slots[place - 1].criterion.code if place else None

    def cell(self, code: str, column: str) -> str:
        """Return the cell of a criterion in a column."""
        return f"{column}{self.grid.at[f'answers/{code}']}"

    def cells(self, column: str) -> list[str]:
        """Return the cells of all criteria in a column."""
        return [self.cell(slot.criterion.code, column) for slot in self.plan.slots]

    def said(self, text: Text) -> str:
        """Return a text as a string of a formula."""
        return quoted(plain(text, self.langs))


def tables_of(grid: Grid) -> Tables:
    """Return where the answers of each criterion are to stand on the hidden worksheet.

    Args:
        grid: Where everything stands on the form.
    """
    plan = plan_of(grid.form)
    rows: dict[str, tuple[int, int]] = {}
    row = _TABLE_TOP
    for slot in plan.slots:
        count = len(possible(grid.form, slot.criterion, grid.rules))
        rows[slot.criterion.code] = (row + 1, row + count)
        row += count
    columns = iter("DEFGHIJKLMNOPQRSTUVWXYZ")
    bits = dict.fromkeys(slot.not_asked_if for slot in plan.slots if slot.not_asked_if)
    conditions = {bit: next(columns) for bit in bits}
    stars = {stars: next(columns) for stars in marked_stars(plan.slots, grid.rules)}
    fields = [line.key for line in grid.lines if line.field and line.field.choices]
    choices = dict(zip(fields, _CHOICE_COLUMNS, strict=False))
    return Tables(rows, conditions, stars, choices)


def table_row(sheet: Sheet, line: Line, place: int) -> list[str | int]:
    """Return a row of the tables of answers, from its second column: place, points, conditions, minimums.

    Args:
        sheet: The worksheet.
        line: The answer.
        place: Its place among the criterion's answers, from 1.
    """
    failed = [int(bool(line.flags & bit)) for bit in sheet.tables.conditions]
    missed = [int(stars in binding(line, sheet.grid.rules)) for stars in sheet.tables.stars]
    return [place, line.points, *failed, *missed]


def quoted(text: str) -> str:
    """Return a text as a string of a formula.

    Example:
        >>> quoted("Chưa chấm")
        '"Chưa chấm"'
    """
    return '"' + text.replace('"', '""') + '"'


def filled(template: str, **parts: str) -> str:
    """Return an expression that fills in a template with other expressions.

    Args:
        template: Text with names in braces.
        parts: The expression for each name.

    Example:
        >>> filled("Còn {count} tiêu chí", count="A1")
        '"Còn "&A1&" tiêu chí"'
    """
    pieces: list[str] = []
    rest = template
    while rest:
        text, brace, rest = rest.partition("{")
        if text:
            pieces.append(quoted(text))
        if brace:
            name, _, rest = rest.partition("}")
            pieces.append(parts[name])
    return "&".join(pieces)


def star_columns(sheet: Sheet) -> dict[int, tuple[str, str]]:
    """Return the two hidden columns of each star that has minimums.

    Args:
        sheet: The worksheet.
    """
    return dict(zip(sheet.tables.stars, _STAR_COLUMNS, strict=False))


def criterion_formulas(sheet: Sheet, slot: Slot) -> dict[str, str]:
    """Return the formulas of a criterion's row, by column.

    Args:
        sheet: The worksheet.
        slot: The criterion's place in the plan.
    """
    code, tables = slot.criterion.code, sheet.tables
    before, asked_before = sheet.before(code), sheet.above[f"answers/{code}"]
    row = sheet.grid.at[f"answers/{code}"]
    answer, chosen, runs = f"{ANSWER}{row}", f"{CHOSEN}{row}", f"{RUNS}{row}"
    skipped, bad = f"{SKIPPED}{row}", f"{BAD}{row}"
    found = {
        CHOSEN: f"IFERROR(SUMPRODUCT(--EXACT({tables.cells(code, 'A')},TRIM({answer})),"
        f"{tables.cells(code, 'B')}),0)",
        RUNS: _runs(sheet, before),
        SKIPPED: _skipped(sheet, slot),
        BAD: f"IF(ISERROR({answer}),1,IF(LEN(TRIM({answer}))=0,0,IF({chosen}=0,1,{skipped})))",
        LEFT_OPEN: f"IF(AND({runs}=1,{skipped}=0,{bad}=0,{chosen}=0),1,0)",
        STOPS: _stops(sheet, slot),
        BADS: f'{BADS}{asked_before}&IF({bad}=1,", {answer}","")',
        SCORED: f"IF({runs}=0,{quoted(UNSCORED)},IF({bad}=1,{quoted(WRONG)},IF({skipped}=1,0,"
        f'IF({chosen}=0,"",INDEX({tables.cells(code, "C")},{chosen})))))',
    }
    opens_before = sheet.cell(before, OPENS) if before else '""'
    found[OPENS] = f'{opens_before}&IF({LEFT_OPEN}{row}=1,{quoted(", " + code)},"")'
    flags: list[str] = []
    for stars, (flag, gathered) in star_columns(sheet).items():
        gathered_before = sheet.cell(before, gathered) if before else '""'
        if stars not in binding(slot.not_asked, sheet.grid.rules):
            found[gathered] = gathered_before
            continue
        column = tables.cells(code, tables.stars[stars])
        found[flag] = (
            f"IF(OR({runs}=0,{bad}=1),0,IF({skipped}=1,1,IF({chosen}=0,0,INDEX({column},{chosen}))))"
        )
        found[gathered] = f'{gathered_before}&IF({flag}{row}=1,{quoted(", " + code)},"")'
        flags.append(f'IF({flag}{row}=1," {stars}★","")')
    columns = [flag for flag, _ in star_columns(sheet).values() if flag in found]
    found[RED] = f"IF({'+'.join(f'{one}{row}' for one in columns)}>0,1,0)" if columns else "0"
    missed = f'IF({RED}{row}=1,{"&".join([sheet.said(NOTES["missed"]), *flags])},"")'
    found["note"] = (
        f"IF({bad}=1,IF({skipped}=1,{sheet.said(NOTES['clear'])},{sheet.said(NOTES['again'])}),"
        f"IF({runs}=0,{sheet.said(NOTES['ended'])},IF({LEFT_OPEN}{row}=1,{sheet.said(NOTES['open'])},"
        f'IF({skipped}=1,{sheet.said(NOTES["skipped"])},"")&{missed})))'
    )
    return found


def gate_formulas(sheet: Sheet, gate: Gate) -> dict[str, str]:
    """Return the formulas of the row of a gate that somebody raises, by column.

    Args:
        sheet: The worksheet.
        gate: The gate.
    """
    asked_before = sheet.above[f"raised/{gate.key}"]
    row = sheet.grid.at[f"raised/{gate.key}"]
    reason = f"{TEXT}{sheet.grid.at[f'reasons/{gate.key}']}"
    answer = f"{ANSWER}{row}"
    no, yes = (quoted(text.say(sheet.langs[0])) for text in gate_words(gate))
    return {
        CHOSEN: f"IFERROR(IF(EXACT(TRIM({answer}),{yes}),1,0),0)",
        BAD: f"IFERROR(IF(OR(AND({CHOSEN}{row}=1,LEN(TRIM({reason}))>0),AND({CHOSEN}{row}=0,"
        f"LEN(TRIM({reason}))=0,OR(LEN(TRIM({answer}))=0,EXACT(TRIM({answer}),{no})))),0,1),1)",
        BADS: f'{BADS}{asked_before}&IF({BAD}{row}=1,", {answer}","")',
        "note": f'IF({BAD}{row}=0,"",IF({CHOSEN}{row}=1,{sheet.said(NOTES["reason"])},'
        f"{sheet.said(NOTES['stray'])}))",
    }


def computed_gate_formulas(sheet: Sheet, gate: Gate, criterion: Criterion) -> dict[str, str]:
    """Return the formulas of the row of a gate that the points decide, by column.

    Args:
        sheet: The worksheet.
        gate: The gate.
        criterion: The criterion at which it acts.
    """
    row = sheet.grid.at[f"gates/{gate.key}"]
    return {
        CHOSEN: f"IF({_by_zero(sheet, gate, criterion.code)},1,0)",
        "note": f'IF({CHOSEN}{row}=1,{sheet.said(NOTES["raised"])},"")',
    }


def gate_words(gate: Gate) -> tuple[Text, Text]:
    """Return the words for a gate that isn't raised, and for one that is.

    Args:
        gate: The gate.
    """
    if gate.kind == "requirement":
        return Text(vi="Đáp ứng", en="Met"), Text(vi="Không đáp ứng", en="Not met")
    return Text(vi="Không áp dụng", en="Does not apply"), Text(vi="Áp dụng", en="Applies")


def level_formulas(sheet: Sheet, line: Line, place: int) -> dict[str, str]:
    """Return the formulas of the row of an answer: whether it is chosen, and whether its mark is missed.

    Args:
        sheet: The worksheet.
        line: The answer.
        place: Its place among the criterion's answers, from 1.
    """
    code = line.criterion.code
    row = sheet.grid.at[f"levels/{code}/{line.answer}"]
    found = {
        CHOSEN: f"IF(AND({sheet.cell(code, CHOSEN)}={place},{sheet.cell(code, SKIPPED)}=0),1,0)",
        "box": f'IF({CHOSEN}{row}=1,"☑","☐")',
    }
    stars = line.level.minimum_for if line.level else None
    columns = star_columns(sheet)
    if stars in columns:
        found[RED] = sheet.cell(code, columns[stars][0])
    return found


def sum_formula(sheet: Sheet, criteria: Iterable[Criterion]) -> str:
    """Return the formula of a sum over criteria, which shows the open mark while one of them is open.

    Args:
        sheet: The worksheet.
        criteria: The criteria.
    """
    codes = [one.code for one in criteria]
    open_cells = [sheet.cell(code, column) for code in codes for column in (LEFT_OPEN, BAD)]
    points = ",".join(sheet.cell(code, SCORED) for code in codes)
    out = f"{STOPS}{sheet.grid.at['total']}"
    return f"IF(AND({out}=0,SUM({','.join(open_cells)})>0),{quoted(OPEN)},SUM({points}))"


def total_formulas(sheet: Sheet) -> dict[str, str]:
    """Return the formulas of the row of the total, by column; its hidden cells hold what the stars need.

    Args:
        sheet: The worksheet.
    """
    row = sheet.grid.at["total"]
    plan, rules = sheet.plan, sheet.grid.rules
    out = [_gate_cell(sheet, gate) for gate, _, _ in plan.gates if gate.kind == "disqualify"]
    unmet = [_gate_cell(sheet, gate) for gate, _, _ in plan.gates if disqualifies(gate, rules)]
    answers = [line.number for line in sheet.grid.answer_rows()]
    last = sheet.cell(plan.slots[-1].criterion.code, RUNS)
    points, opens = ",".join(sheet.cells(SCORED)), ",".join(sheet.cells(LEFT_OPEN))
    return {
        CHOSEN: f"SUM({points})",
        RUNS: _any(unmet),
        SKIPPED: f"1-{last}",
        BAD: f"SUM({','.join(f'{BAD}{number}' for number in answers)})",
        LEFT_OPEN: f"SUM({opens})",
        STOPS: _any(out),
        RED: f"IF({STOPS}{row}+{RUNS}{row}+{SKIPPED}{row}>0,1,0)",
        SCORED: f"IF(AND({STOPS}{row}=0,{LEFT_OPEN}{row}+{BAD}{row}>0),{quoted(OPEN)},{CHOSEN}{row})",
    }


def band_formulas(sheet: Sheet, stars: int, least: int) -> dict[str, str]:
    """Return the formulas of the row of a star band: own minimums missed, all it needs, and the words.

    Args:
        sheet: The worksheet.
        stars: The star.
        least: Its least points.
    """
    at, rules = sheet.grid.at, sheet.grid.rules
    columns = star_columns(sheet)
    own: list[str] = []
    if stars in columns:
        flag, _ = columns[stars]
        for slot in sheet.plan.slots:
            code = slot.criterion.code
            if stars in binding(slot.not_asked, rules):
                own += [sheet.cell(code, flag), f"1-{sheet.cell(code, RUNS)}"]
    last = sheet.plan.slots[-1].criterion.code
    codes = f"MID({sheet.cell(last, columns[stars][1])},3,999)" if stars in columns else '""'
    total = f"{CHOSEN}{at['total']}"
    short = filled(plain(SHORT, sheet.langs), points=f"({least}-{total})")
    lacking = filled(plain(LACKING, sheet.langs), codes=codes)
    return {
        RUNS: f"SUM({','.join(own)})" if own else "0",
        CHOSEN: "+".join(f"{RUNS}{at[f'bands/{one}']}" for one in needs(rules, stars)),
        "note": f"IF({SCORED}{at['total']}={quoted(OPEN)},{quoted(OPEN)},"
        f'IF({total}<{least},{short},{sheet.said(ENOUGH)}))&IF(LEN({codes})=0,"",{lacking})',
    }


def star_formula(sheet: Sheet) -> str:
    """Return the formula of the stars: a number, or the words that stand for it.

    Args:
        sheet: The worksheet.
    """
    at, rules, langs = sheet.grid.at, sheet.grid.rules, sheet.langs
    total = at["total"]
    asked = [line.number for line in sheet.grid.answer_rows()][-1]
    last = sheet.plan.slots[-1].criterion.code
    bad = filled(plain(BAD_CELLS, langs), codes=f"MID({BADS}{asked},3,999)")
    left = filled(
        plain(LEFT, langs), count=f"{LEFT_OPEN}{total}", codes=f"MID({sheet.cell(last, OPENS)},3,999)"
    )
    stars = _star_expression(sheet)
    if rules.of(AFTER_STOP) == "no-star":
        stars = f"IF({SKIPPED}{total}=1,{sheet.said(STOPPED)},{stars})"
    out = sheet.said(OUT)
    return (
        f"IF({BAD}{total}>0,{bad},IF({STOPS}{total}=1,{out},IF({LEFT_OPEN}{total}>0,{left},"
        f"IF({RUNS}{total}=1,{out},{stars}))))"
    )


def so_far_formula(sheet: Sheet) -> str:
    """Return the formula of the line above the form that repeats the result.

    Args:
        sheet: The worksheet.
    """
    star, points = f"D{sheet.grid.at['star']}", f"{SCORED}{sheet.grid.at['total']}"
    said = filled(plain(SO_FAR, sheet.langs), points=points, star=star)
    return f"IF(ISNUMBER({star}),{said},{star})"


def _runs(sheet: Sheet, before: str | None) -> str:
    if before is None:
        stops = [gate for gate, place, _ in sheet.plan.gates if gate.kind == "stop" and place < 0]
        return f"1-{_any([_gate_cell(sheet, gate) for gate in stops])}"
    return f"IF(AND({sheet.cell(before, RUNS)}=1,{sheet.cell(before, STOPS)}=0),1,0)"


def _skipped(sheet: Sheet, slot: Slot) -> str:
    condition = slot.criterion.applies_when
    if condition is None:
        return "0"
    other = condition.criterion
    column = sheet.tables.cells(other, sheet.tables.conditions[slot.not_asked_if])
    chosen = sheet.cell(other, CHOSEN)
    return f"IF({sheet.cell(other, SKIPPED)}=1,1,IF({chosen}=0,0,INDEX({column},{chosen})))"


def _stops(sheet: Sheet, slot: Slot) -> str:
    found = [
        f"{CHOSEN}{sheet.grid.at[f'gates/{gate.key}']}" if gate.zero_in else _gate_cell(sheet, gate)
        for gate in slot.criterion.gates
        if gate.kind == "stop"
    ]
    return _any(found)


def _by_zero(sheet: Sheet, gate: Gate, code: str) -> str:
    """Return whether assessing reaches a criterion, it is answered or not asked, and a gate's is 0."""
    reached = f"{sheet.cell(code, RUNS)}=1"
    present = f"OR({sheet.cell(code, CHOSEN)}>0,{sheet.cell(code, SKIPPED)}=1)"
    zeros = [
        f"AND({sheet.cell(one, CHOSEN)}>0,{sheet.cell(one, SKIPPED)}=0,{sheet.cell(one, SCORED)}=0)"
        for one in gate.zero_in
    ]
    return f"AND({reached},{present},OR({','.join(zeros)}))"


def _gate_cell(sheet: Sheet, gate: Gate) -> str:
    return f"{CHOSEN}{sheet.grid.at[f'raised/{gate.key}']}"


def _any(cells: Sequence[str]) -> str:
    return f"IF({'+'.join(cells)}>0,1,0)" if cells else "0"


def _star_expression(sheet: Sheet) -> str:
    """Return the stars by points and minimums, band by band from the highest."""
    rules, at = sheet.grid.rules, sheet.grid.at
    total = f"{CHOSEN}{at['total']}"
    none = sheet.said(NOT_ACHIEVED)
    found = none
    for band in reversed(rules.by_height):
        given = none
        for stars in reversed((band.stars, *lower_bands(rules, band.stars))):
            given = f"IF({CHOSEN}{at[f'bands/{stars}']}=0,{stars},{given})"
        found = f"IF({total}>={band.at_least},{given},{found})"
    return found
