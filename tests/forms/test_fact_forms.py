"""Fact sheets as workbooks: nothing lost, and whatever was damaged told by the name of its cell."""

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from typer.testing import CliRunner

import ocopkit
from ocopkit.assessing.facts import GivenFact, GivenValue
from ocopkit.assessing.sheet import FactSheet
from ocopkit.catalog import books
from ocopkit.cli._app import app
from ocopkit.errors import DocumentError
from ocopkit.factsheets import load_facts
from ocopkit.forms.facts.grid import DATES, WORKSHEET, FactGrid, fact_grid
from ocopkit.forms.facts.reading import load_facts_form
from ocopkit.forms.facts.workbook import facts_workbook
from ocopkit.forms.reading import load_form
from ocopkit.product import Person, Producer, Product
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import CHOICES, WHOLE, YES_OR_NO, Fact
from ocopkit.scoring.readings import readings_of
from ocopkit.testing.strategies import sheets

ROOT = Path(__file__).parents[2]
FACTS = ROOT / "examples" / "facts" / "tea.yaml"
Change = Callable[[Workbook, FactGrid], object]

_known = books(packs=False)
any_book = st.sampled_from([one for one in _known.ids if len(_known.book(one))]).map(_known.book)
_words = st.text("aàảãáạăâbcdđeêghiklmnoôơpqrstuưvxy0123456789=+-/'\"<&", min_size=1, max_size=20)
_days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


def grid_of_set(form: CriteriaSet, book: RuleBook) -> FactGrid:
    return fact_grid(book, form, readings_of(book.basis))


def value_of(fact: Fact) -> st.SearchStrategy[GivenValue]:
    """Draw any value that a fact can have; shares also such that no decimals reach them."""
    if fact.kind in YES_OR_NO:
        return st.booleans()
    if fact.kind in CHOICES:
        return st.sampled_from([option.key for option in fact.options])
    if fact.kind in WHOLE:
        return st.integers(0, 10**9)
    return st.fractions(-1 if fact.kind == "rate" else 0, 1, max_denominator=1000)


def given_fact(fact: Fact, grid: FactGrid) -> st.SearchStrategy[GivenFact]:
    """Draw a fact with everything that can be said of it."""
    more: dict[str, st.SearchStrategy[object]] = {}
    if fact.kind == "certificate":
        ends = st.tuples(_days, _days).map(sorted)
        more = {"issuer": st.none() | _words, "number": st.none() | _words, "ends": st.none() | ends}
    return st.fixed_dictionaries(
        {
            "value": value_of(fact),
            "paper": st.none() | st.sampled_from([*grid.offered(fact)]) if fact.papers else st.none(),
            "document": st.none() | _words,
            "as_of": st.none() | _days,
            **more,
        }
    ).map(lambda said: _fact(fact.key, dict(said)))


def _fact(key: str, said: dict[str, object]) -> GivenFact:
    first, last = cast("tuple[date, date] | None", said.pop("ends", None)) or (None, None)
    return GivenFact(key, valid_from=first, valid_until=last, **said)  # type: ignore[arg-type]


@st.composite
def fact_sheets(draw: st.DrawFn) -> tuple[RuleBook, FactSheet]:
    """Draw a fact sheet of any set of any decision, with answers and gates of a council."""
    book = draw(any_book)
    own = draw(sheets(book, complete=False))
    form = own.criteria_set
    grid = grid_of_set(form, book)
    known = [fact for _, fact in grid.facts]
    chosen = draw(st.sets(st.sampled_from(range(len(known))), max_size=12))
    facts = tuple(draw(given_fact(known[place], grid)) for place in sorted(chosen))
    on = draw(st.none() | _days)
    return book, FactSheet(form, facts, on, dict(own.answers), dict(own.raised), own.product)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=fact_sheets(), langs=st.sampled_from([("vi",), ("en",), ("vi", "en")]))
def test_nothing_is_lost(tmp_path: Path, drawn: tuple[RuleBook, FactSheet], langs: tuple[str, ...]) -> None:
    """Any facts of any set with papers, days and the council's own answers are read back as they were."""
    book, sheet = drawn
    file = tmp_path / "so-lieu.xlsx"
    file.write_bytes(facts_workbook(book, sheet.criteria_set.slug, sheet=sheet, langs=langs))  # type: ignore[arg-type]
    assert load_facts_form(file) == sheet


def test_every_set_has_a_row_for_each_of_its_facts(tmp_path: Path) -> None:
    """Each blank workbook of each decision asks for every fact of its set, and reads back as empty."""
    file = tmp_path / "so-lieu.xlsx"
    for key in ("qd-26-2026", "qd-148-2023", "qd-1048-2019"):
        book = ocopkit.rule_book(key)
        for form in (book[1], book[11], book[26]):
            file.write_bytes(facts_workbook(book, form.slug, langs=("vi", "en")))
            assert load_facts_form(file) == FactSheet(form)


@pytest.fixture(scope="session")
def facts_bytes(book: RuleBook) -> bytes:
    """Return the workbook of the example's facts."""
    return facts_workbook(book, 11, sheet=load_facts(FACTS))


@pytest.fixture(scope="session")
def facts_grid(book: RuleBook) -> FactGrid:
    """Return where everything stands on it."""
    return grid_of_set(book[11], book)


@pytest.fixture
def told(
    facts_bytes: bytes, facts_grid: FactGrid, tmp_path: Path
) -> Callable[[Change], list[tuple[str, str, str]]]:
    """Return a function that damages the workbook and tells what reading says: cell, code, mend."""

    def tell(change: Change) -> list[tuple[str, str, str]]:
        workbook = load_workbook(BytesIO(facts_bytes))
        change(workbook, facts_grid)
        file = tmp_path / "so-lieu.xlsx"
        workbook.save(file)
        with pytest.raises(DocumentError) as error:
            load_facts_form(file)
        assert all(one.what.vi and one.why.vi and one.mend.vi for one in error.value.problems)
        places = [str(one.where).removeprefix(f"{file}:").split(": ")[0] for one in error.value.problems]
        found = zip(places, error.value.problems, strict=True)
        return [(place, one.code, one.mend.vi) for place, one in found]

    return tell


def put(column: str, key: str, value: object, format_: str | None = None) -> Change:
    def change(workbook: Workbook, grid: FactGrid) -> None:
        cell = workbook[WORKSHEET.vi][f"{column}{grid.at[key]}"]
        if format_ is not None:
            cell.number_format = format_
        cell.value = value

    return change


_LABOUR, _MONTHS = "facts/local-labour-commune-share", "facts/linkage-contract-months"
_DAMAGES: dict[str, tuple[Change, str, str, str]] = {
    "a share typed as 62": (put("E", _LABOUR, 62, "General"), f"E{_LABOUR}", "share-out-of-range", "62%"),
    "a share of more than the whole": (put("E", _LABOUR, 1.2), f"E{_LABOUR}", "share-out-of-range", "dấu %"),
    "a share as text": (put("E", _LABOUR, "62,5 %"), f"E{_LABOUR}", "not-a-number", "Ghi lại là 62,5%"),
    "a share in words": (put("E", _LABOUR, "hơn nửa"), f"E{_LABOUR}", "not-a-number", "Ghi lại là 62%"),
    "a share by a formula": (put("E", _LABOUR, "=E15*2"), f"E{_LABOUR}", "not-a-number", "62%"),
    "an error as a share": (put("E", _LABOUR, "#DIV/0!"), f"E{_LABOUR}", "not-a-number", "62%"),
    "months as text": (put("E", _MONTHS, "14"), f"E{_MONTHS}", "not-a-number", "Ghi lại là 14"),
    "half a month": (put("E", _MONTHS, 14.5), f"E{_MONTHS}", "not-a-count", "số nguyên"),
    "months below nothing": (put("E", _MONTHS, -1), f"E{_MONTHS}", "not-a-count", "số nguyên"),
    "an unknown word": (put("E", "facts/website", "x"), "Efacts/website", "not-offered", "Có, Không"),
    "a choice that isn't there": (
        put("E", "facts/organisation-kind", "Tập đoàn"),
        "Efacts/organisation-kind",
        "not-offered",
        "Hộ sản xuất",
    ),
    "a paper that doesn't prove it": (put("F", _LABOUR, "Hóa đơn"), f"F{_LABOUR}", "not-offered", "Chọn"),
    "a day as text": (put("H", _LABOUR, "13/9/2026"), f"H{_LABOUR}", "not-a-date", "Ghi lại là 2026-09-13"),
    "a day that isn't one": (put("H", _LABOUR, "31/2/2026"), f"H{_LABOUR}", "not-a-date", "2026-09-01"),
    "a day as a number": (put("H", _LABOUR, 46278, "General"), f"H{_LABOUR}", "not-a-date", "2026-09-01"),
    "the council's day with an hour": (
        put("E", "on", datetime(2026, 9, 1, 8)),  # noqa: DTZ001 (cells have no zone)
        "Eon",
        "not-a-date",
        "ghi",
    ),
    "an issuer of what is no certificate": (
        put("I", _LABOUR, "UBND"),
        f"I{_LABOUR}",
        "not-a-certificate",
        "Xóa ô này",
    ),
    "a certificate that ended before it began": (
        put("L", "facts/trademark-certificate", date(2019, 1, 1)),
        "Lfacts/trademark-certificate",
        "ended-before-it-began",
        "giấy chứng nhận",
    ),
    "a paper without a value": (put("E", _LABOUR, None), f"E{_LABOUR}", "empty-cell", "Ghi vào ô này"),
    "an answer that isn't offered": (put("E", "answers/2.1", 3), "Eanswers/2.1", "not-offered", "Chọn"),
    "a gate without a reason": (put("E", "raised/dossier", "Áp dụng"), "Eraised/dossier", "no-reason", "do"),
    "a reason without its gate": (put("G", "raised/dossier", "x"), "Graised/dossier", "stray-reason", "xóa"),
    "no name of the product": (
        lambda workbook, grid: (
            put("E", "product/name", None)(workbook, grid),
            put("E", "product/code", "19-1")(workbook, grid),
        )[0],
        "Eproduct/name",
        "empty-cell",
        "Ghi vào ô này",
    ),
}


@pytest.mark.parametrize("name", _DAMAGES)
def test_damage_is_told_by_cell(
    told: Callable[[Change], list[tuple[str, str, str]]], facts_grid: FactGrid, name: str
) -> None:
    """Whatever a person does to a cell is told with the cell's name and the cure, and nothing else is."""
    change, cell, code, mend = _DAMAGES[name]
    place = f"{WORKSHEET.vi}!{cell[0]}{facts_grid.at[cell[1:]]}"
    found = told(change)
    assert [one[:2] for one in found] == [(place, code)]
    assert mend.casefold() in found[0][2].casefold()


def test_percent_cells_are_shares(facts_bytes: bytes, facts_grid: FactGrid, tmp_path: Path) -> None:
    """62 % in a percent cell is 0.62 to the last digit, and 31 of 50 or 1 of 3 workers can be so written."""
    file = tmp_path / "so-lieu.xlsx"
    for value, meant in (
        (0.62, Fraction(31, 50)),
        ("=31/50", Fraction(31, 50)),
        ("=1/3", Fraction(1, 3)),
        (1, 1),
    ):
        workbook = load_workbook(BytesIO(facts_bytes))
        put("E", _LABOUR, value)(workbook, facts_grid)
        workbook.save(file)
        found = {one.fact: one.exact for one in load_facts_form(file).facts}
        assert found["local-labour-commune-share"] == meant


def test_rows_deleted_moved_and_put_in_are_told(
    told: Callable[[Change], list[tuple[str, str, str]]], facts_grid: FactGrid
) -> None:
    """A row that is gone, stands elsewhere or was put in is told at its cell, and no other row is."""
    row = facts_grid.at[_LABOUR]
    name = WORKSHEET.vi
    assert [one[:2] for one in told(lambda book, _: book[name].delete_rows(row))] == [
        (f"{name}!E{row}", "missing-row")
    ]

    def add(workbook: Workbook, _: FactGrid) -> None:
        workbook[name].insert_rows(row)
        workbook[name][f"E{row}"] = 0.5

    assert [one[:2] for one in told(add)] == [(f"{name}!E{row}", "stray-value")]

    def move(workbook: Workbook, grid: FactGrid) -> None:
        page, to = workbook[name], grid.at[_MONTHS]
        page.insert_rows(to)
        for column in range(1, 15):
            page.cell(to, column, page.cell(row + 1, column).value)
        page.delete_rows(row + 1)

    assert [one[1] for one in told(move)] == ["moved-row"]

    def copy(workbook: Workbook, _: FactGrid) -> None:
        page = workbook[name]
        page.insert_rows(row + 1)
        for column in range(1, 15):
            page.cell(row + 1, column, page.cell(row, column).value)

    assert (f"{name}!E{row + 1}", "repeated-row") in [one[:2] for one in told(copy)]


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("B1", 99, "other-form-version"),
        ("B2", "qd-0-1900", "unknown-book"),
        ("B3", "0" * 64, "other-digest"),
        ("B4", "no-such-set", "unknown-set"),
        ("A1", None, "not-a-form"),
        ("B5", "fr", "not-a-form"),
    ],
)
def test_another_form_is_told(
    told: Callable[[Change], list[tuple[str, str, str]]], cell: str, value: str | float | None, code: str
) -> None:
    """Another version of the form, another text of the law, a book or set that isn't known, is told."""

    def change(workbook: Workbook, _: FactGrid) -> None:
        workbook["_ocopkit"][cell] = value

    assert [one[1] for one in told(change)] == [code]


def test_worksheets_renamed_copied_and_gone_are_told(
    told: Callable[[Change], list[tuple[str, str, str]]],
) -> None:
    """The worksheet must be there once, by its name."""
    name = WORKSHEET.vi

    def rename(workbook: Workbook, _: FactGrid) -> None:
        workbook[name].title = "Khác"

    assert [one[:2] for one in told(rename)] == [("Khác!A1", "renamed-worksheet")]
    copied = told(lambda workbook, _: workbook.copy_worksheet(workbook[name]))
    assert [one[1] for one in copied] == ["repeated-worksheet"]

    def remove(workbook: Workbook, _: FactGrid) -> None:
        workbook.create_sheet("Trống")
        del workbook[name]

    assert [one[1] for one in told(remove)] == ["missing-worksheet"]


def test_all_problems_come_at_once(told: Callable[[Change], list[tuple[str, str, str]]]) -> None:
    """Damage of every kind is told together, also what only the facts as a whole show."""

    def change(workbook: Workbook, grid: FactGrid) -> None:
        put("E", _LABOUR, 62)(workbook, grid)
        put("E", _MONTHS, "một năm")(workbook, grid)
        put("H", _MONTHS, "hôm qua")(workbook, grid)
        put("E", "answers/2.1", "*")(workbook, grid)
        workbook["_ocopkit"]["B3"] = "cũ"

    codes = [one[1] for one in told(change)]
    assert sorted(codes) == sorted(
        ["other-digest", "share-out-of-range", "not-a-number", "not-a-date", "not-offered"]
    )


def test_a_score_sheet_is_no_fact_sheet_nor_a_fact_sheet_one(
    facts_bytes: bytes, form_bytes: bytes, tmp_path: Path
) -> None:
    """Each reader tells which other command reads the workbook."""
    file = tmp_path / "phieu.xlsx"
    file.write_bytes(facts_bytes)
    with pytest.raises(DocumentError, match=r"other-kind-of-form.*ocopkit assess"):
        load_form(file)
    file.write_bytes(form_bytes)
    with pytest.raises(DocumentError, match=r"other-kind-of-form.*ocopkit score"):
        load_facts_form(file)


@pytest.mark.parametrize("load", [ocopkit.load_sheet, load_facts])
def test_a_workbook_read_as_text_names_who_reads_it(
    facts_bytes: bytes, tmp_path: Path, load: Callable[[Path], object]
) -> None:
    """Who gives a workbook to the reader of texts is told the functions and commands that read it."""
    file = tmp_path / "phieu.xlsx"
    file.write_bytes(facts_bytes)
    with pytest.raises(DocumentError, match=r"a-workbook.*load_form.*ocopkit score.*load_facts_form.*assess"):
        load(file)


def test_personal_data_and_impossible_facts_are_not_written(book: RuleBook) -> None:
    """A sheet of another set and facts that cannot be are refused; the representative is never written."""
    sheet = load_facts(FACTS)
    with pytest.raises(ValueError, match="set 11"):
        facts_workbook(book, 1, sheet=sheet)
    with pytest.raises(ocopkit.errors.FactsError, match="share-out-of-range"):
        facts_workbook(book, 11, sheet=evolve(sheet, facts=(GivenFact("local-labour-commune-share", 62),)))
    person = Person("Nguyễn Văn A")
    named = evolve(sheet, product=Product("Chè", Producer("HTX", representative=person)))
    page = load_workbook(BytesIO(facts_workbook(book, 11, sheet=named)))[WORKSHEET.vi]
    assert not any("Nguyễn" in str(cell.value) for row in page.iter_rows() for cell in row)


def test_only_answers_can_be_written_into(facts_bytes: bytes, facts_grid: FactGrid) -> None:
    """Everything but values, papers, days and answers is locked; values and days are of their kind."""
    page = load_workbook(BytesIO(facts_bytes))[WORKSHEET.vi]
    assert page.protection.sheet
    formats = {"share": "0.0%", "rate": "0.0%", "count": "0", "months": "0", "years": "0"}
    for line, fact in facts_grid.facts:
        opened = {letter for letter in "ABCDEFGHIJKL" if not page[f"{letter}{line.number}"].protection.locked}
        assert opened == set("EFGHIJKL" if fact.kind == "certificate" else "EFGH")
        assert page[f"E{line.number}"].number_format == formats.get(fact.kind, "@")
        assert {page[f"{one}{line.number}"].number_format for one in DATES & opened} == {"dd/mm/yyyy"}
    assert page.page_setup.orientation == "landscape"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Return a function that runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: object) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(one) for one in arguments], env={"OCOPKIT_LANG": "vi"})
        return result.exit_code, result.stdout + result.stderr

    return invoke


def test_a_workbook_is_made_filled_in_and_assessed(
    run: Callable[..., tuple[int, str]], facts_grid: FactGrid
) -> None:
    """Who makes a workbook, fills it in and saves it gets the same as from YAML, and a page to hand over."""
    assert run("facts", "new", 11, "--book", "qd-26-2026", "-o", "so-lieu.xlsx") == (0, "")
    workbook = load_workbook("so-lieu.xlsx")
    put("E", _LABOUR, 0.62)(workbook, facts_grid)
    put("F", _LABOUR, "Lao động địa phương")(workbook, facts_grid)
    workbook.save("so-lieu.xlsx")
    status, said = run("assess", "so-lieu.xlsx", "--on", "2026-09-01")
    assert status == 0
    assert "b = 2 điểm, theo Tỷ lệ lao động là người trong địa bàn cấp xã: 62% [Lao động" in said
    assert run("assess", FACTS, "--html", "kq.html") == (0, "")
    assert "<h1>Chè xanh Minh Họa</h1>" in Path("kq.html").read_text(encoding="utf-8")
    assert run("assess", FACTS, "--html", "kq2.html", "--json")[0] == 2
    assert run("facts", "new", 11, "--book", "qd-26-2026", "--both")[0] == 2
    put("E", _LABOUR, 62)(workbook, facts_grid)
    workbook.save("so-lieu.xlsx")
    status, said = run("assess", "so-lieu.xlsx", "--on", "2026-09-01")
    assert status == 1
    assert f"so-lieu.xlsx:Số liệu!E{facts_grid.at[_LABOUR]}: " in said
