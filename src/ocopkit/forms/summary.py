"""The worksheet that puts a council's sheets together: exact means and spreads, and nothing guessed."""

from collections.abc import Callable, Sequence

from attrs import frozen

from ocopkit.forms.excel import Workbook, Worksheet
from ocopkit.forms.formulas import BAD, LEFT_OPEN, RED, STOPS, Sheet, filled, quoted
from ocopkit.forms.grid import MARK, POINTS, SCORED, Field, Line
from ocopkit.forms.looks import Style, height
from ocopkit.forms.tally import OPEN, Tally
from ocopkit.forms.worksheet import under
from ocopkit.page import Langs, plain
from ocopkit.scoring.councils.members import ROLES, MemberSheet, Part, Role
from ocopkit.scoring.regulation import council_readings
from ocopkit.text import Text

SUMMARY = Text(vi="Tổng hợp", en="Summary")
"""The name of the worksheet."""

_TITLE = Text(vi="TỔNG HỢP KẾT QUẢ CHẤM CỦA HỘI ĐỒNG", en="COUNCIL SUMMARY")
_HEADINGS = (Text(vi="TT", en="No."), Text(vi="Tiêu chí", en="Criterion"), Text(vi="Điểm", en="Points"))
_RESULTS = (
    Text(vi="Trung bình", en="Mean"),
    Text(vi="Thấp nhất", en="Lowest"),
    Text(vi="Cao nhất", en="Highest"),
    Text(vi="Chênh lệch", en="Spread"),
)
_STATES = {
    "none": Text(vi="không tính", en="not counted"),
    "open": Text(vi="chưa xong", en="unfinished"),
    "gate": Text(vi="nêu điều kiện", en="raises a gate"),
    "done": Text(vi="xong", en="complete"),
}
_STATE = Text(vi="Tình trạng phiếu", en="State of the sheet")
_TOTAL = Text(vi="TỔNG ĐIỂM", en="TOTAL")
_STARS = Text(vi="Hạng sao theo từng phiếu", en="Stars by each sheet")
_MESSAGES = {
    "none": Text(vi="Chưa có thành viên nào chấm điểm.", en="No member has scored."),
    "open": Text(vi="Chưa tính: còn phiếu chưa chấm xong.", en="Not computed: a sheet is unfinished."),
    "gate": Text(
        vi="Không tính ở đây: có thành viên nêu điều kiện loại, dừng hoặc yêu cầu; hội đồng quyết định,"
        " và kết quả tính bằng lệnh ocopkit council.",
        en="Not computed here: a member raises a gate; the council decides, and ocopkit council computes.",
    ),
    "done": Text(
        vi="{count} phiếu được tính; trung bình chính xác, chưa làm tròn.",
        en="{count} sheets count; exact means, not rounded.",
    ),
}
_NOTES = (
    Text(
        vi="Được tính: người có tên, có mặt, không xung đột lợi ích, với vai trò {roles}. Quy chế của"
        " hội đồng có thể quy định khác.",
        en="Counted: who is named, present and without conflict of interest, as {roles}. The council's"
        " regulation may say otherwise.",
    ),
    Text(
        vi="Hạng sao của hội đồng không ở đây: còn tùy số thành viên có mặt, mức chênh lệch cho phép, mức tối"
        " thiểu và cách làm tròn theo quy chế. Lệnh ocopkit council đọc tệp này và tính theo quy chế.",
        en="The council's stars are not here: they depend on quorum, allowed spread, minimums and rounding"
        " by the regulation. The command ocopkit council reads this file and computes them.",
    ),
)
KEY_COLUMN = "AZ"
"""The hidden column that holds each row's key, beyond the columns of all members."""

_FIRST = 3
"""The place of the first member's column."""
_TOP = 6
"""The row of the headings."""
_UPRIGHT = 3
"""The most members that fit on a sheet of paper held upright."""


@frozen(eq=False)
class Seat:
    """A member's worksheet.

    Args:
        name: The worksheet's name.
        tally: What its sheet comes to.
        member: The member, if known already.
    """

    name: str
    tally: Tally
    member: MemberSheet | None


@frozen(eq=False)
class _Summary:
    worksheet: Worksheet
    style: Style
    sheet: Sheet
    seats: Sequence[Seat]

    @property
    def langs(self) -> Langs:
        return self.sheet.langs

    @property
    def state(self) -> str:
        """What the summary can say: nobody counts, unfinished, a gate is raised, done."""
        states = [_state(seat) for seat in self.seats if _state(seat) != "none"]
        return next((one for one in ("open", "gate") if one in states), "done" if states else "none")


def write_summary(workbook: Workbook, style: Style, sheet: Sheet, seats: Sequence[Seat]) -> None:
    """Write the worksheet that puts a council's sheets together.

    Args:
        workbook: The workbook.
        style: The looks.
        sheet: The plan of each member's worksheet.
        seats: The members' worksheets.
    """
    name = SUMMARY.say(sheet.langs[0])
    summary = _Summary(workbook.add_worksheet(name), style, sheet, seats)
    _set_up(summary)
    _head(summary)
    number = _TOP + 2
    for line in sheet.grid.lines:
        if line.place == "total" or (line.row and line.row.kind in {"part", "section", "criterion"}):
            _row(summary, number, line)
            number += 1
    _stars(summary, number)
    _notes(summary, number + 2)


def scoring_roles() -> tuple[Role, ...]:
    """Return the roles whose sheets count unless a regulation says otherwise.

    Example:
        >>> scoring_roles()
        ('chair', 'member')
    """
    choices = {reading.key: reading.choice for reading in council_readings()}
    invited = {"expert": "experts", "secretary": "secretary"}
    return tuple(role for role in ROLES if choices.get(invited.get(role, "")) != "advise")


def _state(seat: Seat) -> str:
    if _part(seat.member) != "scores":
        return "none"
    tally = seat.tally
    if tally.open and not tally.out:
        return "open"
    return "gate" if tally.ended else "done"


def _part(member: MemberSheet | None) -> Part:
    if member is None or not member.member.strip() or not member.present:
        return "absent"
    if member.conflict:
        return "conflict"
    return "abstains" if member.votes is False or member.role not in scoring_roles() else "scores"


def _set_up(summary: _Summary) -> None:
    worksheet, count = summary.worksheet, len(summary.seats)
    worksheet.set_column(0, 0, 6)
    worksheet.set_column(1, 1, 40)
    worksheet.set_column(2, 2, 7)
    worksheet.set_column(_FIRST, _FIRST + count - 1, 11)
    worksheet.set_column(_FIRST + count, _FIRST + count + 3, 10)
    worksheet.set_column(f"{KEY_COLUMN}:{KEY_COLUMN}", None, None, {"hidden": True})
    worksheet.set_paper(9)
    if count > _UPRIGHT:
        worksheet.set_landscape()
    worksheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(_TOP - 1)
    worksheet.hide_gridlines(2)
    worksheet.protect("", {"format_columns": True, "format_rows": True})


def _head(summary: _Summary) -> None:
    worksheet, style, langs = summary.worksheet, summary.style.of, summary.langs
    last = _FIRST + len(summary.seats) + 3
    titles = [(_TITLE, "title")]
    titles += [(line.text, line.place) for line in summary.sheet.grid.lines if line.place in {"set", "law"}]
    for number, (text, look) in enumerate(titles):
        worksheet.merge_range(number, 0, number, last, plain(text, langs, apart="\n"), style[look])
        worksheet.set_row(number, 22 * len(langs))
    states = f"{_cell(_FIRST, _TOP + 1)}:{_cell(last - 4, _TOP + 1)}"
    parts = {key: _count(states, _STATES[key].say(langs[0])) for key in ("open", "gate", "done")}
    counted = "+".join(parts.values())
    done = filled(plain(_MESSAGES["done"], langs), count=parts["done"])
    said = {key: quoted(plain(text, langs)) for key, text in _MESSAGES.items()}
    formula = (
        f"=IF({counted}=0,{said['none']},IF({parts['open']}>0,{said['open']},"
        f"IF({parts['gate']}>0,{said['gate']},{done})))"
    )
    count = sum(_state(seat) == "done" for seat in summary.seats)
    shown = plain(_MESSAGES[summary.state], langs).format(count=count)
    worksheet.merge_range(3, 0, 3, last, "", style["how"])
    worksheet.write_formula(3, 0, formula, style["how"], shown)
    worksheet.set_row(3, 34 * len(langs))
    ready = f"=IF(AND({parts['done']}>0,{parts['open']}+{parts['gate']}=0),{parts['done']},0)"
    worksheet.write_formula(f"{KEY_COLUMN}4", ready, style["hidden"], count if summary.state == "done" else 0)
    for column, text in enumerate(_HEADINGS):
        worksheet.write_string(_TOP - 1, column, plain(text, langs, apart="\n"), style["head"])
    worksheet.write_string(_TOP, 1, plain(_STATE, langs), style["aside"])
    for place, seat in enumerate(summary.seats):
        _seat_head(summary, place, seat)
    for place, text in enumerate(_RESULTS):
        column = _FIRST + len(summary.seats) + place
        worksheet.write_string(_TOP - 1, column, plain(text, langs, apart="\n"), style["head"])
    worksheet.set_row(_TOP - 1, 48)
    worksheet.set_row(_TOP, 30)


def _seat_head(summary: _Summary, place: int, seat: Seat) -> None:
    """Write a member's name, and whether the sheet counts and is finished."""
    worksheet, style, first = summary.worksheet, summary.style.of, summary.langs[0]
    at, total = summary.sheet.grid.at, summary.sheet.grid.at["total"]

    def cell(key: str) -> str:
        return f"'{seat.name}'!{POINTS}{at[key]}"

    name = f"IF(LEN(TRIM({cell('member/name')}))=0,{quoted(seat.name)},{cell('member/name')})"
    known = seat.member.member if seat.member and seat.member.member.strip() else seat.name
    worksheet.write_formula(_TOP - 1, _FIRST + place, "=" + name, style["head"], known)
    role = cell("member/role")
    words = {one.key: [choice.text.say(first) for choice in one.choices] for one in _member_fields(summary)}
    roles = [word for word, key in zip(words["member/role"], ROLES, strict=True) if key in scoring_roles()]
    fitting = ",".join(f"EXACT(TRIM({role}),{quoted(word)})" for word in roles)
    out = [
        f"LEN(TRIM({cell('member/name')}))=0",
        f"NOT(OR(LEN(TRIM({role}))=0,{fitting}))",
        f"EXACT(TRIM({cell('member/present')}),{quoted(words['member/present'][1])})",
        f"EXACT(TRIM({cell('member/votes')}),{quoted(words['member/votes'][1])})",
        f"LEN(TRIM({cell('member/conflict')}))>0",
    ]
    sheet = f"'{seat.name}'!"
    states = {key: quoted(text.say(first)) for key, text in _STATES.items()}
    formula = (
        f"=IF(OR({','.join(out)}),{states['none']},IF(AND({sheet}{STOPS}{total}=0,"
        f"{sheet}{LEFT_OPEN}{total}+{sheet}{BAD}{total}>0),{states['open']},"
        f"IF({sheet}{RED}{total}=1,{states['gate']},{states['done']})))"
    )
    worksheet.write_formula(_TOP, _FIRST + place, formula, style["aside"], _STATES[_state(seat)].say(first))


def _member_fields(summary: _Summary) -> list[Field]:
    return [line.field for line in summary.sheet.grid.lines if line.field and line.key.startswith("member/")]


def _row(summary: _Summary, number: int, line: Line) -> None:
    """Write a criterion, a section, a part or the total: each member's points, mean and spread."""
    worksheet, style, sheet = summary.worksheet, summary.style.of, summary.sheet
    kind = line.row.kind if line.row else "total"
    look = kind if kind in {"part", "section", "total"} else "level"
    row = number - 1
    worksheet.write_string(f"{KEY_COLUMN}{number}", line.key, style["hidden"])
    worksheet.write_string(row, 0, line.row.code if line.row else "", style[f"{look}-code"])
    said = plain(line.text, summary.langs, apart="\n")
    worksheet.write_string(row, 1, said, style[look])
    worksheet.set_row(row, height(said, 40))
    most = (line.row.points if line.row else None) or sheet.grid.form.max
    worksheet.write_number(row, 2, most, style[f"{look}-points"])
    source, points = sheet.grid.at[line.key], _points_of(sheet, line)
    shown: list[int] = []
    for place, seat in enumerate(summary.seats):
        state = _cell(_FIRST + place, _TOP + 1)
        none = quoted(_STATES["none"].say(summary.langs[0]))
        formula = f"=IF({state}={none},\"\",'{seat.name}'!{SCORED}{source})"
        value = "" if _state(seat) == "none" else points(seat.tally)
        worksheet.write_formula(row, _FIRST + place, formula, style[f"{look}-points"], value)
        shown += [value] if isinstance(value, int) else []
    end = _FIRST + len(summary.seats)
    cells = f"{_cell(_FIRST, number)}:{_cell(end - 1, number)}"
    ready = f"${KEY_COLUMN}$4"
    formulas = (
        f"SUM({cells})/{ready}",
        f"MIN({cells})",
        f"MAX({cells})",
        f"MAX({cells})-MIN({cells})",
    )
    results: tuple[float | str, ...] = (OPEN,) * len(formulas)
    if summary.state == "done":
        results = (sum(shown) / len(shown), min(shown), max(shown), max(shown) - min(shown))
    for place, (formula, result) in enumerate(zip(formulas, results, strict=True)):
        cell = style[f"{look}-mean" if place == 0 else f"{look}-points"]
        worksheet.write_formula(row, end + place, f"=IF({ready}=0,{quoted(OPEN)},{formula})", cell, result)


def _points_of(sheet: Sheet, line: Line) -> Callable[[Tally], int | str]:
    row = line.row
    if row is None:
        return lambda tally: tally.total
    if row.kind == "criterion":
        return lambda tally: tally.points(row.code)
    criteria = under(sheet.grid.form, row)
    return lambda tally: tally.sum(criteria)


def _stars(summary: _Summary, number: int) -> None:
    worksheet, style = summary.worksheet, summary.style.of
    worksheet.write_string(number - 1, 1, plain(_STARS, summary.langs), style["level"])
    worksheet.write_string(f"{KEY_COLUMN}{number}", "star", style["hidden"])
    star = summary.sheet.grid.at["star"]
    none = quoted(_STATES["none"].say(summary.langs[0]))
    for place, seat in enumerate(summary.seats):
        state = _cell(_FIRST + place, _TOP + 1)
        source = f"'{seat.name}'!{MARK}{star}"
        formula = f'=IF({state}={none},"",IF(ISNUMBER({source}),{source},"–"))'
        value: int | str = seat.tally.star if isinstance(seat.tally.star, int) else "–"
        worksheet.write_formula(
            number - 1,
            _FIRST + place,
            formula,
            style["level-points"],
            "" if _state(seat) == "none" else value,
        )


def _notes(summary: _Summary, number: int) -> None:
    roles = {
        "vi": ", ".join(ROLES[role].vi for role in scoring_roles()),
        "en": ", ".join(ROLES[role].en for role in scoring_roles()),
    }
    last = _FIRST + len(summary.seats) + 3
    width = 63 + 11 * len(summary.seats) + 30
    for place, text in enumerate(_NOTES):
        told = Text(vi=text.vi.format(roles=roles["vi"]), en=text.en.format(roles=roles["en"]))
        said = plain(told, summary.langs, apart="\n")
        row = number - 1 + place
        summary.worksheet.merge_range(row, 0, row, last, said, summary.style.of["note"])
        summary.worksheet.set_row(row, height(said, width))


def _cell(column: int, number: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"${letters}${number}"


def _count(cells: str, word: str) -> str:
    return f"COUNTIF({cells},{quoted(word)})"
