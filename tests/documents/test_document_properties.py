"""What holds for every text, every value and every sheet."""

import re
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit.conversion import from_plain, to_plain
from ocopkit.documents import parse, to_json, to_yaml
from ocopkit.errors import DocumentError, OcopError, Problem, SheetError
from ocopkit.product import Person, Producer, Product
from ocopkit.rules.articles import Articles
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.sheets import SheetFile, dump_sheet, parse_sheet, sheet_from_plain, sheet_to_plain
from ocopkit.testing.strategies import sheets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
CATALOG = ocopkit.books(packs=False)

numbers = st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1)
fractions = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
tricky = st.sampled_from(
    ["no", "Yes", "012", "0989", "1e3", "12:30", "1_000", ".5", "~", "", "null", "2026-05-22", "9" * 19]
)
texts = st.text() | tricky
scalars = st.none() | st.booleans() | numbers | texts
json_values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner))
yaml_values = st.recursive(scalars | fractions, lambda inner: st.lists(inner) | st.dictionaries(texts, inner))
any_text = st.text(st.characters(exclude_categories=()))
pieces = st.sampled_from(
    [*"{}[]:,-?&*!|>'\"%@`#~\\", "\n", "  ", "\t", ": ", "- ", "a", "1.1", "no", "...\n", "---\n", "è", "\0"]
)
syntax = st.lists(pieces).map("".join)
criteria_sets = st.sampled_from([form for book in BOOKS for form in book])
people = st.builds(Person, texts, disability=st.none() | st.booleans(), email=st.none() | texts)
producers = st.builds(Producer, texts, st.none() | texts, representative=st.none() | people)
products = st.builds(Product, texts, st.none() | producers, st.none() | texts)
named = st.builds(Product, texts, st.none() | st.builds(Producer, texts), st.none() | texts)
sheet_files = st.builds(
    SheetFile,
    texts,
    numbers | texts,
    st.dictionaries(texts, json_values),
    st.dictionaries(texts, texts),
    st.none() | products,
    st.none() | texts,
)


@st.composite
def wrong_answers(draw: st.DrawFn) -> tuple[CriteriaSet, dict[str, object]]:
    """Draw a form with answers of any kind at all."""
    form = draw(criteria_sets)
    codes = st.sampled_from([criterion.code for criterion in form.criteria]) | texts
    return form, draw(st.dictionaries(codes, json_values | fractions, min_size=1))


def told_well(problems: tuple[Problem, ...], *, file: str | None = None) -> None:
    """Check that each problem says what, why and how to mend it, in whole sentences, on one line."""
    assert problems
    for problem in problems:
        assert problem.where.file == file
        for text in (problem.what, problem.why, problem.mend):
            for words in (text.vi, text.en):
                assert words
                assert words == words.strip()
                assert not words.endswith((",", ":", ";", "..", "?.", "….", ".?"))
        for lang in ("vi", "en"):
            line = problem.say(lang)
            assert "\n" not in line
            assert re.search(r"\[[a-z0-9-]+\] ", line)
            assert re.search(r"[.?!…]$", line)
            assert not re.search(r"[.?!…]\.$", line)


def read_or_refuse(content: str | bytes, *, json: bool) -> None:
    """Check that a text is either read or refused with problems that are told well."""
    try:
        document = parse(content, json=json)
        document.structure(SheetFile)
    except DocumentError as error:
        told_well(error.problems, file="<text>")
    else:
        assert document.problems == ()


@given(yaml_values)
def test_what_is_written_as_yaml_is_read_back(value: object) -> None:
    """A plain value survives YAML with its type, and without a problem."""
    document = parse(to_yaml(value))
    assert document.problems == ()
    assert repr(document.data) == repr(value)


@given(json_values)
def test_what_is_written_as_json_is_read_back(value: object) -> None:
    """A plain value survives JSON with its type, and without a problem."""
    document = parse(to_json(value), json=True)
    assert document.problems == ()
    assert repr(document.data) == repr(value)


@given(yaml_values)
def test_every_value_and_every_key_has_its_place(value: object) -> None:
    """Each key and value stands on a line that the text has, and a block's value not above its key."""
    text = to_yaml({"top": value})
    document = parse(text)
    assert ("top",) in document.keys
    assert document.keys.keys() <= document.places.keys()
    assert all(1 <= line <= text.count("\n") + 1 for line, _ in document.places.values())
    assert all(document.keys[path][0] <= document.places[path][0] for path in document.keys)


@given(sheet_files)
def test_the_content_of_a_sheet_survives_plain_values(content: SheetFile) -> None:
    """A sheet's content made plain and read again is the same content."""
    assert from_plain(to_plain(content), SheetFile) == content
    assert parse(to_yaml(content)).structure(SheetFile) == content


@given(st.sampled_from(BOOKS).flatmap(lambda book: sheets(book, complete=False)), st.none() | named)
def test_a_sheet_survives_its_document(sheet: ScoreSheet, product: Product | None) -> None:
    """A sheet that is written and read again is the same sheet."""
    evaluated = evolve(sheet, product=product)
    assert parse_sheet(dump_sheet(evaluated), catalog=CATALOG) == evaluated
    assert sheet_from_plain(sheet_to_plain(evaluated), catalog=CATALOG) == evaluated


@given(
    st.fixed_dictionaries(
        {
            "rule_book": st.sampled_from([book.id for book in BOOKS]) | scalars,
            "set": st.integers(1, 26) | scalars,
            "answers": st.dictionaries(texts | numbers, json_values | fractions),
        },
        optional={
            "format": st.integers(0, 2),
            "raised": json_values,
            "product": json_values,
            "digest": texts,
        },
    )
    | json_values
)
def test_no_plain_value_breaks_the_reading_of_sheets(value: object) -> None:
    """Whatever a caller hands over is a sheet, or is refused with problems that are told well."""
    try:
        sheet_from_plain(value, catalog=CATALOG)
    except DocumentError as error:
        told_well(error.problems, file="<sheet>")


@pytest.mark.parametrize("wrong", [0, 2, True, "1", None])
def test_a_sheet_may_say_its_format(wrong: object) -> None:
    """A sheet may say that its format is 1, as other documents do; there is no other."""
    plain: dict[str, object] = {"rule_book": "qd-26-2026", "set": 11, "answers": {"1.1": "c"}}
    assert sheet_from_plain({**plain, "format": 1}) == sheet_from_plain(plain)
    with pytest.raises(DocumentError, match=r"^<sheet>: format: \[not-allowed\]"):
        sheet_from_plain({**plain, "format": wrong})


def test_the_articles_of_every_decision_survive_plain_values() -> None:
    """What a decision says besides its sets, made plain and read again, is the same."""
    for book in BOOKS:
        assert from_plain(to_plain(book.articles), Articles) == book.articles


@given(any_text | syntax, st.booleans())
def test_no_text_breaks_the_reader(text: str, json: bool) -> None:
    """Any text at all is either read or refused with problems that can be mended."""
    read_or_refuse(text, json=json)


@given(st.binary() | syntax.map(lambda text: text.encode("utf-16")), st.booleans())
def test_no_bytes_break_the_reader(content: bytes, json: bool) -> None:
    """Any bytes at all are either read or refused with problems that can be mended."""
    read_or_refuse(content, json=json)


@given(yaml_values)
def test_no_value_breaks_the_reading_into_a_class(value: object) -> None:
    """Any plain value is either a sheet's content or refused with problems that can be mended."""
    try:
        from_plain(value, SheetFile)
    except DocumentError as error:
        told_well(error.problems)


@given(wrong_answers())
def test_no_answer_breaks_a_sheet(given_answers: tuple[CriteriaSet, dict[str, object]]) -> None:
    """Any answers at all make a sheet or are refused, each wrong one with a problem of its own."""
    form, answers = given_answers
    try:
        sheet = ScoreSheet(form, answers)  # type: ignore[arg-type]
    except SheetError as error:
        told_well(error.problems)
        places = [problem.where.path for problem in error.problems]
        assert len(places) == len(set(places))
        assert {path[1] for path in places} <= answers.keys()
    else:
        assert sheet.answers.keys() <= answers.keys()


@given(texts, st.sampled_from(BOOKS))
def test_no_name_breaks_a_rule_book(name: str, book: ocopkit.RuleBook) -> None:
    """Any name is that of a set or refused with a problem that can be mended."""
    try:
        assert book[name].slug == name
    except OcopError as error:
        told_well(error.problems)


def test_a_long_text_is_cut_in_messages() -> None:
    """A message repeats at most a line of what a document says, however long that is."""
    form = BOOKS[-1][11]
    long = "c" * 1_000_000
    for answers in ({"1.1": long}, {long: "c"}, {"1.1": [long]}, {"1.1": Decimal("0." + "1" * 5000)}):
        with pytest.raises(SheetError) as caught:
            ScoreSheet(form, answers)  # type: ignore[arg-type]
        assert len(str(caught.value)) < 1000
        told_well(caught.value.problems)
