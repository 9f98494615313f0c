"""Score sheets as workbooks: blank or filled in, for one person or for a council."""

from collections.abc import Sequence
from io import BytesIO

from attrs import evolve, frozen

from ocopkit.assessing.sheet import FactSheet
from ocopkit.errors import SheetError
from ocopkit.forms.excel import Worksheet, new_workbook
from ocopkit.forms.formulas import Sheet, table_row, tables_of
from ocopkit.forms.grid import DATA_SHEET, grid_of
from ocopkit.forms.layout import label, possible
from ocopkit.forms.looks import style_of
from ocopkit.forms.marks import MOST_MEMBERS, write_mark
from ocopkit.forms.summary import Seat, write_summary
from ocopkit.forms.tally import Tally, tally
from ocopkit.forms.worksheet import Form
from ocopkit.page import Langs, plain
from ocopkit.product import Product
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.councils.members import MemberSheet
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.score import refused_answers
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text

ONE = Text(vi="Phiếu", en="Sheet")
"""The name of the worksheet of a single sheet."""


def form_workbook(
    book: RuleBook, key: int | str, *, sheet: ScoreSheet | None = None, langs: Langs = ("vi",)
) -> bytes:
    """Return the workbook of a form: levels to choose, with points, sums and stars as formulas.

    Args:
        book: The rule book.
        key: The criteria set, by number or slug.
        sheet: The answers to fill in, if it isn't to be blank. A producer's representative is personal
            data and isn't written.
        langs: The languages of the form; answers are in the first.

    Returns:
        The bytes of an ``.xlsx`` file, the same for the same form.

    Raises:
        NotFoundError: If the book has no such set.
        SheetError: If the book's reading refuses an answer.
        ValueError: If the sheet is of another set or book.

    Example:
        >>> import ocopkit
        >>> form_workbook(ocopkit.rule_book("qd-26-2026"), 11)[:2]
        b'PK'
    """
    names = [ONE.say(langs[0])]
    return _workbook(book, book[key], names, [_Filled(sheet)], langs, council=False)


def council_workbook(
    book: RuleBook, key: int | str, members: int | Sequence[MemberSheet], *, langs: Langs = ("vi",)
) -> bytes:
    """Return the workbook of a council: a worksheet for each member, and one with means and spreads.

    Args:
        book: The rule book.
        key: The criteria set, by number or slug.
        members: How many members, or the members with their sheets; only last scorings are written.
        langs: The languages of the form; answers are in the first.

    Returns:
        The bytes of an ``.xlsx`` file.

    Raises:
        NotFoundError: If the book has no such set.
        SheetError: If the book's reading refuses an answer.
        ValueError: If there are no members or too many, or a sheet is of another set or book.
    """
    filled = (
        [_Filled()] * members if isinstance(members, int) else [_Filled(one.sheet, one) for one in members]
    )
    if not 1 <= len(filled) <= MOST_MEMBERS:
        message = f"a council's workbook has 1 to {MOST_MEMBERS} members, not {len(filled)}"
        raise ValueError(message)
    names = [member_name(number).say(langs[0]) for number in range(1, len(filled) + 1)]
    return _workbook(book, book[key], names, filled, langs, council=True)


def member_name(number: int) -> Text:
    """Return the name of the worksheet of a council's member.

    Args:
        number: The member's number, from 1.
    """
    return Text(vi=f"Thành viên {number}", en=f"Member {number}")


@frozen(eq=False)
class _Filled:
    sheet: ScoreSheet | None = None
    member: MemberSheet | None = None


def _workbook(
    book: RuleBook,
    form: CriteriaSet,
    names: Sequence[str],
    filled: Sequence[_Filled],
    langs: Langs,
    *,
    council: bool,
) -> bytes:
    rules = readings_of(book.basis)
    grid = grid_of(book, form, rules, member=council)
    sheet = Sheet(grid, tables_of(grid), langs)
    for one in filled:
        if one.sheet is not None:
            refuse_others(form, one.sheet)
            refuse_answers(one.sheet, rules)
    product = _product(filled)
    stream = BytesIO()
    workbook = new_workbook(stream, f"{form.number}. {plain(form.name, langs)}", book)
    style = style_of(workbook, langs)
    tallies: list[Tally] = []
    for number, (name, one) in enumerate(zip(names, filled, strict=True), start=1):
        shown = evolve(one.sheet or ScoreSheet(form, {}), product=product)
        tallies.append(tally(shown, rules, langs))
        worksheet = workbook.add_worksheet(name)
        Form(worksheet, sheet, style, shown, tallies[-1], number, names[0], one.member).write()
    if council:
        seats = [
            Seat(name, found, one.member) for name, found, one in zip(names, tallies, filled, strict=True)
        ]
        write_summary(workbook, style, sheet, seats)
    _write_data(workbook.add_worksheet(DATA_SHEET), sheet, len(names) if council else 0)
    workbook.close()
    return stream.getvalue()


def _product(filled: Sequence[_Filled]) -> Product | None:
    """Return the product of all sheets, which a workbook tells once."""
    products = list(dict.fromkeys(one.sheet.product for one in filled if one.sheet and one.sheet.product))
    if len(products) > 1:
        message = f"the sheets are of {len(products)} products, and a workbook is of one"
        raise ValueError(message)
    return products[0] if products else None


def refuse_others(form: CriteriaSet, sheet: ScoreSheet | FactSheet) -> None:
    """Refuse a sheet that is of another criteria set than the form.

    Raises:
        ValueError: If it is.
    """
    if sheet.criteria_set != form:
        message = f"the sheet is against set {sheet.criteria_set.number} of another form or book"
        raise ValueError(message)


def refuse_answers(sheet: ScoreSheet, rules: Readings) -> None:
    """Refuse answers that the form doesn't offer, since the book's reading refuses them.

    Raises:
        SheetError: With each of them.
    """
    if refused := refused_answers(rules, evolve(sheet.way, lines=tuple(sheet.lines.values()))):
        raise SheetError(refused)


def _write_data(worksheet: Worksheet, sheet: Sheet, members: int) -> None:
    """Write what the workbook is, and the lists of answers, where nobody is bothered by it."""
    form = sheet.grid.form
    write_mark(worksheet, "form", form, sheet.grid.rules.basis, sheet.langs, members)
    for line in sheet.grid.lines:
        if line.field and line.key in sheet.tables.choices:
            words = [choice.text.say(sheet.langs[0]) for choice in line.field.choices]
            worksheet.write_column(f"{sheet.tables.choices[line.key]}1", words)
    for slot in sheet.plan.slots:
        first, _ = sheet.tables.rows[slot.criterion.code]
        for place, answer in enumerate(possible(form, slot.criterion, sheet.grid.rules)):
            worksheet.write_string(first + place - 1, 0, label(answer).say(sheet.langs[0]))
            worksheet.write_row(first + place - 1, 1, table_row(sheet, answer, place + 1))
    worksheet.protect()
    worksheet.hide()
