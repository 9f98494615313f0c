"""Amendments drawn from the rule books: always valid, never filtered."""

from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

import ocopkit
from ocopkit import CriteriaSet, RuleBook, Text
from ocopkit.rules.criteria import Criterion

LETTERS = "abcdefghij"
BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]


@frozen
class Drawn:
    """Changes of one book, with the addresses at which a comparison must show them, and only there."""

    book: RuleBook
    changes: dict[str, Any]
    addresses: frozenset[str]

    def both(self, other: "Drawn") -> "Drawn":
        """Return these changes together with others."""
        return evolve(
            self, changes=self.changes | other.changes, addresses=self.addresses | other.addresses
        )


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
    if len(levels) > 1:
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
        choices.append(_one(key, None))
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
    free = [code for code in codes if code not in chosen and code not in _relied_on(form)]
    if draw(st.booleans()) and free:
        code = draw(st.sampled_from(free))
        sections = [section for part in form.parts for section in part.sections]
        others = [one.code for one in sections if code not in {c.code for c in one.criteria}]
        waits = form.criterion(code).applies_when is None
        target = draw(st.sampled_from(others if waits else others[-1:]))
        moved = f"{number}/{code}"
        if waits:
            found = found.both(Drawn(book, {moved: {"in": target}}, frozenset({moved})))
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
