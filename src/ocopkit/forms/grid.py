"""Where everything stands on the worksheet of a form: the one plan that writing and reading share."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from attrs import evolve, field, frozen

from ocopkit.forms.layout import Row, form_rows
from ocopkit.rules.book import RuleBook
from ocopkit.rules.carried_out import (
    AFTER_STOP,
    BELOW_LOWEST,
    LOWER_MINIMUMS,
    MINIMUM_MISSED,
    NO_STORY,
    TITLE_MARK,
)
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.law import Reading
from ocopkit.scoring.councils.members import ROLES
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import Readings
from ocopkit.text import Text, counted

VERSION = 1
"""The version of the form's shape; a workbook of another shape is not read."""

DATA_SHEET = "_ocopkit"
"""The hidden worksheet that says what the workbook is, and holds the lists of answers."""

CODE, TEXT, POINTS, MARK, ANSWER, SCORED, NOTE, KEY = "ABCDEFGH"
"""The columns that people see, and behind them the hidden one with each row's key."""

Place = Literal[
    "title",
    "set",
    "law",
    "how",
    "field",
    "so-far",
    "head",
    "form",
    "total",
    "band",
    "star",
    "heading",
    "text",
]
"""What a line of the worksheet is."""

_TITLE = Text(vi="PHIẾU ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP", en="OCOP PRODUCT EVALUATION AND RATING SHEET")
_HOW = Text(
    vi="Chọn mức ở các ô vàng; điểm, tổng và hạng sao tự tính. Ô chưa chọn không được coi là 0 điểm.",
    en="Choose a level in the yellow cells; points, sums and stars follow. An open cell is not zero points.",
)
_SO_FAR = Text(vi="Kết quả", en="Result")
_TOTAL = Text(vi="TỔNG ĐIỂM", en="TOTAL")
_STAR = Text(vi="XẾP HẠNG", en="STARS")
READINGS = Text(
    vi="Cách hiểu được dùng khi văn bản chưa quy định", en="Readings used where the law is silent"
)
LIMITS = Text(vi="Phiếu này không tự biết", en="What this sheet cannot know")
"""The heading over what a form cannot know."""
LIMIT_TEXTS = (
    Text(
        vi="Điều kiện loại, dừng, yêu cầu: người chấm nêu và ghi lý do, trừ khi do điểm chấm quyết định.",
        en="Gates and requirements are raised by whoever scores, with a reason, unless the points decide.",
    ),
    Text(
        vi="Tên các mức được viết gọn; nguyên văn ở phụ lục của Quyết định.",
        en="Levels are worded in short; their full wording stands in the decision's annex.",
    ),
    Text(
        vi="Tiêu chí bổ sung và quy chế của địa phương không nằm trong phiếu này.",
        en="Local criteria and council regulations are not part of this sheet.",
    ),
)
_KNOWN = (MINIMUM_MISSED, LOWER_MINIMUMS, BELOW_LOWEST, AFTER_STOP, TITLE_MARK, NO_STORY)


@frozen(eq=False)
class Choice:
    """One of the values that a cell offers.

    Args:
        text: What the cell shows.
        value: What it stands for, as a sheet's file writes it.
    """

    text: Text
    value: str | bool


@frozen(eq=False)
class Field:
    """A cell above the form that somebody fills in.

    Args:
        path: The path of its value, such as ``("product", "name")``.
        text: Its label.
        choices: The values that it offers; any text if empty.
    """

    path: tuple[str, ...]
    text: Text
    choices: tuple[Choice, ...] = ()

    @property
    def key(self) -> str:
        """The path in one word."""
        return "/".join(self.path)


@frozen(eq=False)
class Line:
    """A line of the worksheet.

    Args:
        number: Its row, from 1.
        place: What it is.
        text: What it says.
        key: By what it is found; empty if by nothing.
        row: The row of the form.
        field: The field above the form.
        stars: The star of a band.
    """

    number: int
    place: Place
    text: Text = field(default=Text("", ""), repr=False)
    key: str = ""
    row: Row | None = field(default=None, repr=False)
    field: Field | None = field(default=None, repr=False)
    stars: int = 0


@frozen(eq=False)
class Grid:
    """The lines of one worksheet.

    Args:
        form: The criteria set.
        rules: How the law is read.
        lines: The lines from the top; empty rows are left out.
        at: The row of each key.
    """

    form: CriteriaSet
    rules: Readings
    lines: tuple[Line, ...] = field(repr=False)
    at: Mapping[str, int] = field(repr=False)

    def answer_rows(self) -> Iterator[Line]:
        """Yield the lines of criteria and of gates that somebody raises, in their order."""
        for line in self.lines:
            if line.key.startswith(("answers/", "raised/")):
                yield line


def grid_of(book: RuleBook, form: CriteriaSet, rules: Readings, *, member: bool) -> Grid:
    """Return where everything stands on a form's worksheet.

    Args:
        book: The rule book.
        form: One of its criteria sets.
        rules: How the law is read.
        member: Whether it is the sheet of a council's member.
    """
    lines: list[Line] = []
    number = 0
    for skip, line in _places(book, form, rules, member=member):
        number += 1 + skip
        lines.append(evolve(line, number=number))
    at = {line.key: line.number for line in lines if line.key}
    return Grid(form, rules, tuple(lines), at)


def fields_of(book: RuleBook, *, member: bool) -> Iterator[Field]:
    """Yield the fields above a form: product, producer, and whose sheet it is.

    Args:
        book: The rule book, whose kinds of producer can be chosen.
        member: Whether it is the sheet of a council's member.
    """
    kinds = tuple(Choice(kind.name, kind.key) for kind in book.articles.producers)
    code = book.articles.product_code
    yield Field(("product", "name"), Text(vi="Tên sản phẩm", en="Product"))
    yield Field(("product", "code"), Text(vi="Mã sản phẩm", en="Product code"))
    yield Field(("product", "description"), Text(vi="Mô tả sản phẩm", en="Description"))
    yield Field(("product", "producer", "name"), Text(vi="Chủ thể", en="Producer"))
    if kinds:
        yield Field(
            ("product", "producer", "kind"), Text(vi="Loại hình chủ thể", en="Kind of producer"), kinds
        )
    yield Field(("product", "producer", "registration"), Text(vi="Số đăng ký kinh doanh", en="Registration"))
    yield Field(("product", "producer", "address"), Text(vi="Địa chỉ", en="Address"))
    yield Field(("product", "producer", "commune"), Text(vi="Xã, phường, đặc khu", en="Commune"))
    if code and "district" in code.fields:
        yield Field(("product", "producer", "district"), Text(vi="Huyện, thị xã, thành phố", en="District"))
    yield Field(("product", "producer", "province"), Text(vi="Tỉnh, thành phố", en="Province"))
    if member:
        roles = tuple(Choice(_capital(text), role) for role, text in ROLES.items())
        yes, no = Text(vi="Có mặt", en="Present"), Text(vi="Vắng mặt", en="Absent")
        scores, abstains = Text(vi="Chấm điểm", en="Scores"), Text(vi="Không chấm", en="Abstains")
        yield Field(("member", "name"), Text(vi="Họ tên người chấm", en="Member's name"))
        yield Field(("member", "role"), Text(vi="Vai trò trong hội đồng", en="Role in the council"), roles)
        yield Field(
            ("member", "present"),
            Text(vi="Tham dự", en="Attendance"),
            (Choice(yes, value=True), Choice(no, value=False)),
        )
        yield Field(
            ("member", "votes"),
            Text(vi="Chấm hay không (nếu khác vai trò)", en="Scores or not (if not by role)"),
            (Choice(scores, value=True), Choice(abstains, value=False)),
        )
        yield Field(
            ("member", "conflict"), Text(vi="Xung đột lợi ích (nếu có)", en="Conflict of interest (if any)")
        )


def used_readings(form: CriteriaSet, rules: Readings) -> Iterator[Reading]:
    """Yield the readings that the formulas of a form rest on.

    Args:
        form: The criteria set.
        rules: How the law is read.
    """
    keys = {*_KNOWN, *(gate.reading for gate, _, _ in plan_of(form).gates)}
    if not plan_of(form).marks_titles:
        keys.discard(TITLE_MARK)
    yield from (reading for reading in rules.basis.readings if reading.key in keys)


def _places(
    book: RuleBook, form: CriteriaSet, rules: Readings, *, member: bool
) -> Iterator[tuple[int, Line]]:
    """Yield each line, not numbered yet, with how many rows are left empty above it."""
    yield 0, Line(0, "title", _TITLE)
    yield 0, Line(0, "set", named(form))
    yield 0, Line(0, "law", law_text(form, rules))
    yield 0, Line(0, "how", _HOW)
    for place, one in enumerate(fields_of(book, member=member)):
        yield int(place == 0), Line(0, "field", one.text, one.key, field=one)
    yield 0, Line(0, "so-far", _SO_FAR, "so-far")
    yield 1, Line(0, "head", key="head")
    for row in form_rows(form, rules):
        yield 0, Line(0, "form", row.text, row.key, row)
    yield 0, Line(0, "total", _TOTAL, "total")
    for band in rules.by_height:
        text = _band(band.stars, band.at_least)
        yield 0, Line(0, "band", text, f"bands/{band.stars}", stars=band.stars)
    yield 0, Line(0, "star", _STAR, "star")
    yield from _told(1, READINGS, reading_texts(form, rules))
    yield from _told(0, LIMITS, LIMIT_TEXTS)


def _told(skip: int, heading: Text, texts: Iterable[Text]) -> Iterator[tuple[int, Line]]:
    yield skip, Line(0, "heading", heading)
    for text in texts:
        yield 0, Line(0, "text", text)


def reading_texts(form: CriteriaSet, rules: Readings) -> Iterator[Text]:
    """Yield how the law is read where it is silent: each question with the option taken.

    Args:
        form: The criteria set.
        rules: How the law is read.
    """
    for reading in used_readings(form, rules):
        option = reading.option(rules.choices[reading.key])
        said = option.text if option else Text("", "")
        yield Text(vi=f"{reading.question.vi} → {said.vi}", en=f"{reading.question.en} → {said.en}")


def named(form: CriteriaSet) -> Text:
    """Return a form's number, name and points in words.

    Args:
        form: The criteria set.
    """
    return Text(
        vi=f"Bộ {form.number}: {form.name.vi} ({counted(form.max).vi})",
        en=f"Set {form.number}: {form.name.en} ({counted(form.max).en})",
    )


def law_text(form: CriteriaSet, rules: Readings) -> Text:
    """Return where a form stands in the law.

    Args:
        form: The criteria set.
        rules: How the law is read.
    """
    places = [one.text for one in form.cite]
    return Text(
        vi=", ".join([f"Quyết định số {rules.basis.instrument}", *(one.vi for one in places)]),
        en=", ".join([f"Decision {rules.basis.instrument}", *(one.en for one in places)]),
    )


def _band(stars: int, least: int) -> Text:
    star = "star" if stars == 1 else "stars"
    return Text(vi=f"{stars} sao: từ {counted(least).vi}", en=f"{stars} {star}: from {counted(least).en}")


def _capital(text: Text) -> Text:
    return Text(vi=text.vi[:1].upper() + text.vi[1:], en=text.en[:1].upper() + text.en[1:])
