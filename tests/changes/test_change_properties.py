"""What holds for every amendment and every comparison."""

from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import CriteriaSet, RuleBook, Text, export_book
from ocopkit.conversion import to_plain
from ocopkit.rules.amend import amend
from ocopkit.rules.change import diff_plain, diff_text
from ocopkit.rules.criteria import Criterion
from ocopkit.rules.diff import apply, diff, diff_sets

LETTERS = "abcdefghij"
BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
IDS = [book.id for book in BOOKS]


@frozen
class Drawn:
    """Changes of one book, with the addresses at which a comparison must show them, and only there."""

    book: RuleBook
    changes: dict[str, Any]
    addresses: frozenset[str]

    def both(self, other: "Drawn") -> "Drawn":
        """Return these changes together with others."""
        return evolve(self, changes=self.changes | other.changes, addresses=self.addresses | other.addresses)


def _words(what: str) -> dict[str, str]:
    return {"vi": f"{what} chưa từng có", "en": f"{what} unheard of"}


def _relied_on(form: CriteriaSet) -> set[str]:
    """Return the codes that conditions and gates of a form name."""
    named = {one.applies_when.criterion for one in form.criteria if one.applies_when}
    return named | {code for gate, _ in form.all_gates() for code in gate.zero_in}


def _ladder_changes(key: str, criterion: Criterion) -> list[Drawn]:
    found: list[tuple[str, Any]] = []
    levels = criterion.levels
    for level in levels:
        place = f"{key}/{level.key}"
        found += [(place, {"points": level.points + more}) for more in (1, 7)]
        found.append((place, {"name": _words("Câu chữ")}))
        marks = [3, 4, 5, None]
        found += [(place, {"minimum_for": mark}) for mark in marks if mark != level.minimum_for]
    if levels:
        new = f"{key}/{LETTERS[len(levels)]}"
        value = {"points": 9, "name": _words("Bậc cao nhất")}
        found.append((new, {"add": value, "after": levels[-1].key}))
    if len(levels) > 1 and not criterion.left_open:  # what the form leaves open names its levels
        found += [(f"{key}/{level.key}", None) for level in levels]
    return [_one(*pair) for pair in found]


def _one(address: str, change: Any) -> Drawn:
    return Drawn(BOOKS[0], {address: change}, frozenset({address}))


@st.composite
def criterion_changes(draw: st.DrawFn, form: CriteriaSet, code: str, new: str) -> Drawn:
    """Draw a change of one criterion, or a new criterion after it."""
    criterion = form.criterion(code)
    key = f"{form.number}/{code}"
    added = {"name": _words(f"Nội dung {new}"), "max": 2, "levels": []}
    levels = [{"points": points, "name": _words(f"Bậc {points}")} for points in (0, 2)]
    choices = [
        _one(key, {"max": criterion.max + 1}),
        _one(key, {"name": _words(f"Tên gọi {code}")}),
        _one(f"{form.number}/{new}", {"add": {**added, "levels": levels}, "after": code}),
    ]
    if code not in _relied_on(form):
        # The gates on a criterion go with it, and that is told of each.
        gates = [f"{form.number}/gate/{gate.key}" for gate in criterion.gates]
        choices.append(evolve(_one(key, None), addresses=frozenset([key, *gates])))
        choices += _ladder_changes(key, criterion)
    return draw(st.sampled_from(choices))


def _article_changes(book: RuleBook) -> list[Drawn]:
    articles = book.articles
    found = [_one(f"bands/{band.stars}", {"at_least": band.at_least + 2}) for band in articles.bands]
    for reading in articles.readings:
        others = [option.key for option in reading.options if option.key != reading.choice]
        found += [_one(f"readings/{reading.key}", other) for other in others]
    if articles.certificate:
        found.append(_one("certificate", {"valid_months": articles.certificate.valid_months + 24}))
    found += [_one(f"tiers/{tier.key}", {"does": _words("Việc")}) for tier in articles.tiers]
    for one in articles.rounds:
        found.append(_one(f"rounds/{one.tier}-{one.number}", {"finish_before": "02-03"}))
    return found


@st.composite
def changes_of_set(draw: st.DrawFn, book: RuleBook, number: int) -> Drawn:
    """Draw changes of different criteria of one set; one of them may move to another section."""
    form = book[number]
    codes = [criterion.code for criterion in form.criteria]
    chosen = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=4, unique=True))
    found = Drawn(book, {}, frozenset())
    for index, code in enumerate(chosen):
        found = found.both(draw(criterion_changes(form, code, f"98.{index}")))
    # What depends on an earlier criterion, or is depended on, has to stay where it is.
    tied = _relied_on(form) | {one.code for one in form.criteria if one.applies_when}
    free = [code for code in codes if code not in chosen and code not in tied]
    if draw(st.booleans()):
        code = draw(st.sampled_from(free))
        sections = [section for part in form.parts for section in part.sections]
        others = [one.code for one in sections if code not in {c.code for c in one.criteria}]
        moved = _one(f"{number}/{code}", {"in": draw(st.sampled_from(others))})
        found = found.both(moved)
    return found


@st.composite
def amendments(draw: st.DrawFn, book: RuleBook | None = None) -> Drawn:
    """Draw changes of one or two sets of a book, and perhaps of its articles."""
    chosen = book or draw(st.sampled_from(BOOKS))
    numbers = [entry.number for entry in chosen.entries]
    some = draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=2, unique=True))
    found = draw(changes_of_set(chosen, some[0]))
    for number in some[1:]:
        found = found.both(draw(changes_of_set(chosen, number)))
    articles = st.sampled_from(_article_changes(chosen))
    for one in draw(st.lists(articles, max_size=3, unique_by=lambda one: tuple(one.changes))):
        found = found.both(one)
    return found


@st.composite
def wordless(draw: st.DrawFn) -> tuple[RuleBook, dict[str, Any]]:
    """Draw a change that is no change of the law: a translation, a hint, a doubt."""
    book = draw(st.sampled_from(BOOKS))
    form = book[draw(st.sampled_from([entry.number for entry in book.entries]))]
    criterion = draw(st.sampled_from(form.criteria))
    name = Text(vi=criterion.name.vi, en="Another translation")
    change = draw(
        st.sampled_from(
            [
                {"name": name},
                {"hints": [_words("Hướng dẫn")]},
                {"doubts": [{"kind": "doubt", "text": _words("Điểm ngờ")}]},
            ]
        )
    )
    return book, {f"{form.number}/{criterion.code}": change}


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
    """What was amended differs, with the gates that go with a criterion, and nothing else does."""
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
