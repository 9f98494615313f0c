"""What holds for every amendment and every comparison."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import BOOKS, Drawn, amendments, changes_of_set, wordless

from ocopkit import RuleBook, export_book
from ocopkit.conversion import to_plain
from ocopkit.rules.amend import amend
from ocopkit.rules.change import diff_plain, diff_text
from ocopkit.rules.diff import apply, diff, diff_sets

IDS = [book.id for book in BOOKS]


def told(book: RuleBook) -> dict[str, Any]:
    """Return all that a book says, but for what it is called and how it came about."""
    plain = export_book(book)
    for key in ("id", "digest", "sets_from", "amendments"):
        plain["rule_book"].pop(key, None)
    return plain


@pytest.mark.parametrize("book", BOOKS, ids=IDS)
def test_a_book_does_not_differ_from_itself(book: RuleBook) -> None:
    """diff(a, a) is empty, for books and for every set."""
    assert not diff(book, book)
    assert [form.number for form in book if diff_sets(form, form)] == []
    assert apply(diff(book, book), book) is book


@pytest.mark.parametrize("after", BOOKS, ids=IDS)
@pytest.mark.parametrize("before", BOOKS, ids=IDS)
def test_applying_the_difference_of_two_books_to_the_first_gives_the_second(
    before: RuleBook, after: RuleBook
) -> None:
    """apply(diff(a, b), a) is b, to the letter: hints, translations, doubts and order included."""
    made = apply(diff(before, after), before)
    assert made == after
    assert told(made) == told(after)
    assert made.id == after.id


@given(amendments())
def test_applying_the_difference_of_an_amendment_gives_the_amended_book(drawn: Drawn) -> None:
    """apply(diff(a, b), a) is b where b is a amended, and the other way round."""
    amended = amend(drawn.book, drawn.changes, because="draft")
    assert told(apply(diff(drawn.book, amended), drawn.book)) == told(amended)
    assert told(apply(diff(amended, drawn.book), amended)) == told(drawn.book)


@given(amendments())
def test_the_difference_shows_exactly_the_amended_addresses(drawn: Drawn) -> None:
    """What was amended differs, and nothing else does."""
    amended = amend(drawn.book, drawn.changes, because="draft")
    assert {change.address for change in diff(drawn.book, amended)} == drawn.addresses


@given(amendments(), st.randoms())
def test_the_order_of_changes_does_not_matter(drawn: Drawn, random: Any) -> None:
    """An amendment written in another order is the same amendment, and makes the same book."""
    items = list(drawn.changes.items())
    random.shuffle(items)
    first = amend(drawn.book, drawn.changes, because="draft")
    second = amend(drawn.book, dict(items), because="draft")
    assert first.id == second.id
    assert told(first) == told(second)


@given(st.data())
def test_amending_in_two_steps_is_amending_at_once(data: st.DataObject) -> None:
    """Changes of different sets can be made one after the other, in either order."""
    book = data.draw(st.sampled_from(BOOKS))
    x, y = (data.draw(changes_of_set(book, number)) for number in (4, 21))
    at_once = amend(book, x.changes | y.changes, because="both")
    one = amend(amend(book, x.changes, because="x"), y.changes, because="y")
    other = amend(amend(book, y.changes, because="y"), x.changes, because="x")
    assert told(one) == told(other) == told(at_once)
    assert one == other == at_once
    assert [reason.because.en for reason in one.articles.amendments] == ["x", "y"]


@given(amendments())
def test_an_amendment_changes_the_digest_and_leaves_the_book_as_it_was(drawn: Drawn) -> None:
    """A book whose law is changed is another book; the one it was made from is untouched."""
    before, digest = told(drawn.book), drawn.book.digest
    amended = amend(drawn.book, drawn.changes, because="draft")
    assert amended.digest != digest
    assert amended != drawn.book
    assert told(drawn.book) == before
    assert drawn.book.digest == digest


@given(wordless())
def test_what_is_not_law_leaves_the_digest_as_it_was(drawn: tuple[RuleBook, dict[str, Any]]) -> None:
    """A translation, a hint or a doubt changes what a book says but not the law in it."""
    book, changes = drawn
    amended = amend(book, changes, because="clearer")
    assert amended == book
    assert diff(book, amended)


@given(st.data())
def test_taking_away_what_was_added_gives_the_book_back(data: st.DataObject) -> None:
    """Adding a criterion and removing it again changes nothing."""
    book = data.draw(st.sampled_from(BOOKS))
    form = book[data.draw(st.sampled_from([entry.number for entry in book.entries]))]
    code = data.draw(st.sampled_from([one.code for one in form.criteria]))
    criterion = to_plain(form.criterion(code)) | {"code": "99", "gates": [], "hints": []}
    criterion.pop("applies_when", None)
    key = f"{form.number}/99"
    added = amend(book, {key: {"add": criterion, "after": code}}, because="more")
    assert added[form.number].criterion("99").max == form.criterion(code).max
    assert told(amend(added, {key: None}, because="less")) == told(book)


@given(amendments())
@settings(max_examples=25)
def test_every_difference_is_told_in_both_languages_and_as_data(drawn: Drawn) -> None:
    """Each change has a sentence in Vietnamese and English; each that is law stands in the listing."""
    found = diff(drawn.book, amend(drawn.book, drawn.changes, because="draft"))
    for change, plain in zip(found, diff_plain(found)["changes"], strict=True):
        assert change.text.vi.strip()
        assert change.text.en.strip()
        assert plain["text"] == {"vi": change.text.vi, "en": change.text.en}
        assert plain["address"] == change.address
    text = diff_text(found, everything=True)
    assert all(change.said.en in text for change in found)
