"""On forms of a few criteria, paths are what trying every set of raises finds."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import CriteriaSet, OcopError, RuleBook, ScoreSheet
from ocopkit.rules.criteria import BELOW, EXEMPT, Criterion
from ocopkit.scoring.upgrade import Costs, path_to
from ocopkit.testing.strategies import sheets

BOOKS = [ocopkit.rule_book(key) for key in ("qd-1048-2019", "qd-148-2023", "qd-26-2026")]
Measure = str | Costs


@frozen(repr=False)
class Question:
    """A sheet, and what is asked of it."""

    sheet: ScoreSheet
    stars: int
    by: Measure
    fixed: tuple[str, ...]
    readings: Mapping[str, str]
    switch_cases: bool

    def __repr__(self) -> str:
        form = self.sheet.criteria_set
        book = form.basis.book if form.basis else None
        asked = (self.stars, self.by, self.fixed, dict(self.readings), self.switch_cases)
        return f"{book} {form.number} {self.sheet.answers} {self.sheet.raised} {asked}"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))


def small_book(book: RuleBook, number: int, codes: set[str]) -> RuleBook:
    """Return a book whose one set has a few criteria of a real one, and bands in proportion."""
    form = book[number]
    last = [one.code for one in form.criteria if one.code in codes][-1]
    parts = tuple(
        evolve(
            part,
            sections=tuple(
                evolve(
                    section,
                    criteria=tuple(within(one, codes, last) for one in section.criteria if one.code in codes),
                )
                for section in part.sections
            ),
        )
        for part in form.parts
    )
    most = sum(one.max for one in form.criteria if one.code in codes)
    groups = tuple(
        evolve(
            group,
            subgroups=tuple(
                evolve(subgroup, sets=tuple(one for one in subgroup.sets if one.number == number))
                for subgroup in group.subgroups
            ),
        )
        for group in book.articles.groups
    )
    bands = tuple(
        evolve(band, at_least=max(band.at_least * most // 100, band.stars - 1), below=None)
        for band in book.articles.bands
    )
    articles = evolve(book.articles, groups=groups, bands=bands)
    return RuleBook.of(articles, {number: evolve(form, parts=parts)})


def within(criterion: Criterion, codes: set[str], last: str) -> Criterion:
    """Return a criterion whose gates look only at criteria that are there, with others to stop before."""
    gates = tuple(
        evolve(gate, zero_in=tuple(code for code in gate.zero_in if code in codes))
        for gate in criterion.gates
        if not (gate.zero_in and criterion.code == last)
    )
    return evolve(criterion, gates=gates)


SPECIAL = [
    ("qd-26-2026", 11, {"5.1", "5.2", "3.5"}),  # asked only with a story
    ("qd-148-2023", 1, {"5.a", "5.b", "5.c"}),  # … with minimums of its own
    ("qd-148-2023", 5, {"5.a", "5.b", "1.1"}),
    ("qd-26-2026", 16, {"6.1", "6.4", "7", "8"}),  # zeros that stop
    ("qd-1048-2019", 17, {"5.1", "6.1", "6.4", "7.1"}),
    ("qd-1048-2019", 7, {"6.1", "6.2", "7.1"}),
    ("qd-26-2026", 11, {"3.5", "6.1.1", "6.2.3", "7"}),  # a stop that the council raises
    ("qd-148-2023", 1, {"5.a", "5.b", "6.a", "10.a"}),
    ("qd-1048-2019", 2, {"6.1", "7.1", "10"}),
    ("qd-26-2026", 26, {"8", "9", "3.1"}),  # either-or
    ("qd-1048-2019", 1, {"3.2", "5.1", "5.2"}),
]


@st.composite
def small_forms(draw: st.DrawFn) -> CriteriaSet:
    """Draw a form of at most five criteria, made of pieces of a real one."""
    by_id = {book.id: book for book in BOOKS}
    if draw(st.booleans(), label="special"):
        key, number, chosen = draw(st.sampled_from(SPECIAL))
        return small_book(by_id[key], number, chosen)[number]
    book = draw(st.sampled_from(BOOKS))
    form = book[draw(st.integers(1, 26))]
    some = draw(
        st.lists(st.sampled_from(form.criteria), min_size=2, max_size=4, unique_by=lambda one: one.code)
    )
    needed = {one.applies_when.criterion for one in some if one.applies_when}
    return small_book(book, form.number, {one.code for one in some} | needed)[form.number]


@st.composite
def questions(draw: st.DrawFn, *, gates: bool) -> Question:
    """Draw a question about a small form."""
    form = draw(small_forms())
    assert form.basis is not None
    book = small_of(form)
    sheet = draw(sheets(book, form=form, gates=False))
    if gates:
        sheet = draw(barred(sheet))
    readings = {
        reading.key: draw(st.sampled_from([option.key for option in reading.options]), label=reading.key)
        for reading in form.basis.readings
        if reading.key in {"minimum-missed", "lower-minimums", "after-stop", "title-mark"}
    }
    codes = [one.code for one in form.criteria]
    by: Measure = draw(st.sampled_from(["raises", "levels", "points", "costs"]))
    if by == "costs":
        by = {
            one.code: {key: draw(st.integers(0, 4)) for key in ranks(one) if not key.endswith(BELOW)}
            for one in form.criteria
        }
    return Question(
        sheet,
        draw(st.sampled_from([4, 5, 4, 5, 3, 2, 1]), label="stars"),
        by,
        tuple(draw(st.lists(st.sampled_from(codes), max_size=2), label="frozen")),
        readings,
        draw(st.booleans(), label="switch cases"),
    )


@st.composite
def barred(draw: st.DrawFn, sheet: ScoreSheet) -> ScoreSheet:
    """Draw a sheet with gates raised, and what they leave unassessed answered or not."""
    form = sheet.criteria_set
    keys = [gate.key for gate, _ in form.all_gates() if not gate.zero_in]
    raised = draw(st.sets(st.sampled_from(keys), min_size=1)) if keys else set[str]()
    stopped = evolve(sheet, raised={key: "…" for key in keys if key in raised})
    # A product that is out needs no answer at all; one that is stopped none after the stop.
    left = [one.code for one in form.criteria[0 if stopped.way.out else stopped.way.end :]]
    dropped = draw(st.sets(st.sampled_from(left)), label="unanswered") if left else set[str]()
    return stopped.answer(dict.fromkeys(dropped))


def small_of(form: CriteriaSet) -> RuleBook:
    """Return a book that a strategy for sheets of a given form may take; it only looks at the form."""
    return BOOKS[form.number % len(BOOKS)]


def ranks(criterion: Criterion) -> dict[str, int]:
    """Return the height of each answer to a criterion on its ladder, from 0."""
    found: dict[str, int] = {}
    for case, levels in criterion.ladders():
        prefix = f"{case}." if case else ""
        keys = [level.key for level in levels]
        if levels[0].points > 0:
            keys.insert(0, BELOW)
        found.update({prefix + key: rank for rank, key in enumerate(keys)})
    return found


def worth(criterion: Criterion, answer: str | None) -> int:
    """Return the points of an answer, from the form itself."""
    if answer == EXEMPT:
        return criterion.max
    for case, levels in criterion.ladders():
        for level in levels:
            if answer == (f"{case}.{level.key}" if case else level.key):
                return level.points
    return 0


def climbed(question: Question, criterion: Criterion, to: str | None) -> int | None:
    """Return the levels from the answer on the sheet to another one; ``None`` if that is no raise."""
    now = question.sheet.answers.get(criterion.code)
    if to == now:
        return 0
    fixed = criterion.code in question.fixed
    if to is None or EXEMPT in {now, to}:
        return None
    height = ranks(criterion)[to]
    if now is None:
        height -= lowest(question, criterion)
        return None if height < 0 or (fixed and height) else height
    if fixed:
        return None
    if str(now).rpartition(".")[0] == to.rpartition(".")[0]:
        above = height - ranks(criterion)[str(now)]
        return above if above > 0 else None
    switched = question.switch_cases and worth(criterion, to) >= worth(criterion, str(now))
    return height + 1 if switched and not to.endswith(BELOW) else None


def lowest(question: Question, criterion: Criterion) -> int:
    """Return the height of the lowest answer that fits the given answers to what depends on it."""
    above = [
        one.applies_when.above
        for one in question.sheet.criteria_set.criteria
        if one.applies_when
        and one.applies_when.criterion == criterion.code
        and one.code in question.sheet.answers
    ]
    return max((ranks(criterion)[key] + 1 for key in above), default=0)


def price(question: Question, criterion: Criterion, to: str | None) -> Fraction:
    """Return what an answer costs by the question's measure."""
    levels = climbed(question, criterion, to)
    if not levels:
        now = question.sheet.answers.get(criterion.code)
        # A lowest answer that is worth points, where there was none.
        by_points = question.by == "points" and now is None and to is not None
        return Fraction(worth(criterion, to) if by_points else 0)
    if isinstance(question.by, Mapping):
        return Fraction(question.by[criterion.code][str(to)])
    now = question.sheet.answers.get(criterion.code)
    gained = worth(criterion, to) - worth(criterion, None if now is None else str(now))
    return Fraction({"raises": 1, "levels": levels, "points": gained}[question.by])


Best = tuple[tuple[Fraction, int], set[tuple[tuple[str, str], ...]]]


def brute_force(question: Question, raised: Mapping[str, str]) -> Best | None:
    """Return the least cost with the fewest levels, and all ends of it, by scoring every set of raises."""
    form = question.sheet.criteria_set
    choices = [
        [one for one in (None, *ranks(criterion), EXEMPT) if climbed(question, criterion, one) is not None]
        for criterion in form.criteria
    ]
    best: tuple[Fraction, int] | None = None
    ends: set[tuple[tuple[str, str], ...]] = set()
    for answers in product(*choices):
        filled = dict(zip([one.code for one in form.criteria], answers, strict=True))
        try:
            score = ocopkit.score(ScoreSheet(form, filled, raised), readings=question.readings)
        except OcopError:
            continue
        if (score.stars or 0) < question.stars:
            continue
        pairs = list(zip(form.criteria, answers, strict=True))
        cost = (
            sum((price(question, one, answer) for one, answer in pairs), Fraction(0)),
            sum(climbed(question, one, answer) or 0 for one, answer in pairs),
        )
        if best is None or cost < best:
            best, ends = cost, set()
        if cost == best:
            ends.add(tuple((line.criterion.code, line.answer) for line in score.lines))
    return None if best is None else (best, ends)


def check(question: Question) -> None:
    """Hold a path against brute force."""
    path = path_to(
        question.sheet,
        question.stars,
        by=question.by,  # type: ignore[arg-type]
        frozen=question.fixed,
        readings=question.readings,
        switch_cases=question.switch_cases,
        limit=10_000,
    )
    best = brute_force(question, question.sheet.raised)
    assert path.possible == (best is not None)
    raised = question.sheet.raised
    if best is None:
        assert path.obstacles
        # A stop stands in the way only where no star follows from the points before it.
        stops = {gate.key for gate, _ in question.sheet.criteria_set.all_gates() if gate.kind == "stop"}
        raised = {key: reason for key, reason in raised.items() if key in stops}
        best = brute_force(question, raised)
        if best is None:
            raised = {}
            best = brute_force(question, raised)
    elif path.score.stars is not None and path.score.stars >= question.stars:
        assert not path.steps
        return
    if best is None:
        assert (path.steps, path.count) == ((), 0)
        return
    (cost, _), ends = best
    assert path.cost == cost
    assert path.count == len(ends)
    ways = [path.steps, *path.alternatives]
    found = {
        tuple(
            (line.criterion.code, line.answer)
            for line in ocopkit.score(
                evolve(path.after(steps), raised=raised), readings=question.readings
            ).lines
        )
        for steps in ways
    }
    assert found == ends
    end = ocopkit.score(evolve(path.after(), raised=raised), readings=question.readings)
    assert (path.points, path.stars) == (end.points, end.stars)
    assert sum(step.cost for step in path) == cost


@given(questions(gates=False))
@settings(max_examples=300)
def test_path_is_the_cheapest_set_of_raises_there_is(question: Question) -> None:
    """Cost, number and ends of all cheapest ways are those found by scoring every set of raises."""
    check(question)


@given(questions(gates=True))
@settings(max_examples=300)
def test_path_reckons_with_the_gates_raised_on_a_sheet(question: Question) -> None:
    """Where gates bar a star, the rest of the way is the cheapest once they are gone."""
    check(question)
