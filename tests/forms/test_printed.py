"""Forms and reports as pages to print: all that the form says, nothing from elsewhere, nothing unescaped."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from attrs import evolve

import ocopkit
from ocopkit.errors import NotFoundError
from ocopkit.forms.printed import form_page
from ocopkit.forms.reports import report_page
from ocopkit.page import BOTH, el, page, plain, say, table, together
from ocopkit.product import Person, Producer, Product
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text

_VOID = {"br", "col", "hr", "img", "input", "meta"}


class Reader(HTMLParser):
    """Reads a page and fails where elements don't close in their order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.names: set[str] = set()
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.update(name for name, _ in attrs)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def pages(book: RuleBook, sheet: ScoreSheet | None) -> Iterator[str]:
    number = sheet.criteria_set.number if sheet else 11
    yield form_page(book, number, sheet=sheet, langs=BOTH)
    for spec in book.articles.forms:
        yield report_page(book, spec.number, number, sheet=sheet, langs=BOTH)


def test_pages_need_nothing_from_elsewhere(book: RuleBook, tea: ScoreSheet) -> None:
    """A page holds no script and names no address: it works without a network, and forever."""
    for source in (*pages(book, tea), *pages(book, None)):
        reader = Reader(source)
        assert not re.search(r"https?:|<script|<link|url\(|@import", source)
        assert reader.names.isdisjoint({"src", "href", "onclick"})
        assert "default-src 'none'" in source


@pytest.mark.parametrize("number", [1, 11, 16, 21, 26])
def test_a_form_says_all_that_the_law_says(book: RuleBook, number: int) -> None:
    """Every part, criterion, level and gate of a set stands on its page, each level with a box."""
    form = book[number]
    source = form_page(book, number)
    text = Reader(source).text
    levels = [level for one in form.criteria for _, ladder in one.ladders() for level in ladder]
    for name in (*(part.name for part in form.parts), *(one.name for one in form.criteria)):
        assert " ".join(name.vi.split()) in text
    for wording in (*(one.name.vi for one in levels), *(gate.text.vi for gate, _ in form.all_gates())):
        assert " ".join(wording.split()) in text
    assert source.count('<tr class="level">') >= len(levels)
    assert "✕" not in text


def test_a_filled_form_ticks_what_was_chosen(book: RuleBook, tea: ScoreSheet) -> None:
    """Each answer is ticked once, and total and stars are the score's."""
    source = form_page(book, 11, sheet=tea)
    text = Reader(source).text
    assert source.count('<tr class="level chosen">') == len(tea.lines)
    assert "66 / 100" in text
    assert text.count("Xếp hạng: ★★★ ") == 1


def test_names_cannot_break_a_page(book: RuleBook, tea: ScoreSheet) -> None:
    """What people write is shown as they wrote it, and is never markup."""
    product = Product('<script>alert("x")</script>', Producer("A & B\x00\x1b[31m"))
    source = form_page(book, 11, sheet=evolve(tea, product=product))
    assert '<script>alert("x")</script>' in Reader(source).text
    assert "<script" not in source
    assert "A &amp; B [31m" in " ".join(source.split())


def test_a_report_asks_what_the_data_says_and_leaves_the_rest_open(book: RuleBook, tea: ScoreSheet) -> None:
    """Each thing that a form asks for stands in order with lines; what is known is filled in."""
    for spec in book.articles.forms:
        whole = Reader(report_page(book, spec.number, 11, sheet=tea)).text
        known, _, text = whole.partition("Nội dung theo mẫu")
        bare = [re.sub(r"^[IVX]+\. ", "", one.vi) for one in spec.contents]
        found = 0
        for one in bare:
            found = text.index(" ".join(one.split()), found) + 1
        assert spec.name.vi in known
        assert "HTX Chè Ví Dụ" in known
        assert "bố cục và lời văn của mẫu in chưa có trong dữ liệu" in known


def test_only_the_self_assessment_lists_criteria(book: RuleBook, tea: ScoreSheet) -> None:
    """The report that supporting papers belong to names each criterion with its level and its papers."""
    text = Reader(report_page(book, "02", 11, sheet=tea)).text
    for line in tea.lines.values():
        assert line.criterion.name.vi in text
        assert line.level is not None
        assert line.level.name.vi in text
    assert "Phiếu kiểm nghiệm" in text
    assert "66 / 100" in text
    assert "66 / 100" not in Reader(report_page(book, "03", 11, sheet=tea)).text


def test_personal_data_stays_out(book: RuleBook, tea: ScoreSheet) -> None:
    """A producer's representative is in no page unless written by hand."""
    person = Person("Nguyễn Văn Riêng", telephone="0900000000")
    sheet = evolve(tea, product=Product("Chè", Producer("HTX", representative=person)))
    for source in pages(book, sheet):
        assert "Nguyễn Văn Riêng" not in source
        assert "0900000000" not in source


def test_a_form_that_the_data_lacks_is_told(book: RuleBook) -> None:
    """A decision whose forms aren't in the data, or a number that it hasn't, is told."""
    with pytest.raises(NotFoundError, match="unknown-form"):
        report_page(book, "09", 11)
    with pytest.raises(NotFoundError, match="unknown-form"):
        report_page(ocopkit.rule_book("qd-148-2023"), "02", 11)


def test_a_sheet_of_another_set_is_not_printed(book: RuleBook, tea: ScoreSheet) -> None:
    """Levels of one form mean nothing on another."""
    with pytest.raises(ValueError, match="another form"):
        form_page(book, 12, sheet=tea)
    with pytest.raises(ValueError, match="another form"):
        report_page(book, "02", 12, sheet=tea)


def test_elements_are_made_of_names_only() -> None:
    """What isn't the name of an element or attribute cannot become one."""
    for name, attributes in (("p onclick", {}), ("p", {"a=b": "c"}), ("", {})):
        with pytest.raises(ValueError, match="not the name"):
            el(name, **attributes)
    assert (
        str(el("td", None, "<", 3, [el("br"), "&"], hidden=True, class_=None))
        == "<td hidden>&lt;3<br>&amp;</td>"
    )


def test_a_table_becomes_a_list_on_a_telephone() -> None:
    """Each cell bears its heading, which a narrow screen shows before it."""
    made = str(table([Text("Mục", "Item"), Text("Điểm", "Points")], [["a", 1]], BOTH, numbers=1))
    assert '<td data-label="Mục / Item">a</td><td class="number" data-label="Điểm / Points">1</td>' in made
    with pytest.raises(ValueError, match="zip"):
        table([Text("a", "b")], [["x", "y"]], BOTH)


def test_a_language_that_says_the_same_is_said_once() -> None:
    """A code or number isn't repeated in the second language."""
    assert str(say(Text("OCOP", "OCOP"), BOTH)) == "OCOP"
    assert plain(Text("OCOP", "OCOP"), BOTH) == "OCOP"
    assert str(say(Text("Điểm", "Points"), ("en",))) == "Points"
    assert (
        page(Text("Phiếu", "Sheet"), together("a"), langs=("en", "vi")).splitlines()[1] == '<html lang="en">'
    )
