"""What each possible answer to a criterion is worth, meets and stands beside, in every form."""

from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve

import ocopkit
from ocopkit import CriteriaSet, RuleBook, ScoreSheet
from ocopkit.rules.criteria import Applicability
from ocopkit.scoring.filling import HIGHEST, filled
from ocopkit.scoring.plan import Slot, plan_of
from ocopkit.text import Text

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]


@pytest.fixture
def slots() -> list[Slot]:
    """Return every criterion of the four decisions with its answers, planned anew for each test."""
    return [slot for book in BOOKS for form in book for slot in plan_of(form).slots]


def test_an_answer_to_an_either_or_criterion_names_its_case(slots: list[Slot]) -> None:
    """Each line knows its case, by which its answer begins; a plain criterion has none."""
    assert any(slot.criterion.alternatives for slot in slots)
    for slot in slots:
        for line in slot.lines.values():
            if slot.criterion.alternatives and line.answer != "exempt":
                assert line.case in slot.criterion.alternatives
                assert line.case is not None
                assert line.answer.startswith(f"{line.case.key}.")
            else:
                assert line.case is None


def steps_of(slot: Slot, answer: str) -> list[str]:
    """Return the answers of the ladder on which an answer stands, lowest first."""
    case, dot, _ = answer.rpartition(".")
    return [one for one in slot.lines if one != "exempt" and one.startswith(case + dot)]


def test_the_answers_beside_an_answer_are_one_step_up_and_down_its_own_ladder(slots: list[Slot]) -> None:
    """Never of the other case, never an exemption; an exemption and "not asked" have none beside them."""
    for slot in slots:
        for answer, near in slot.near.items():
            beside = [one.answer for one in near]
            if answer in {"exempt", "not-asked"}:
                assert beside == []
                continue
            steps = steps_of(slot, answer)
            place = steps.index(answer)
            assert beside == [*steps[max(place - 1, 0) : place], *steps[place + 1 : place + 2]]


def test_an_exemption_is_worth_the_most_and_misses_nothing(slots: list[Slot]) -> None:
    """Where the form says a criterion doesn't concern the product, it has its full points and minimums."""
    exempting = [slot for slot in slots if slot.criterion.exempt_when]
    assert exempting
    for slot in exempting:
        line = slot.lines["exempt"]
        assert (line.criterion, line.points, line.level) == (slot.criterion, slot.criterion.max, None)
        assert all(one.met for one in line.minimums)
        assert line.flags == 0


def changed(form: CriteriaSet, changes: Mapping[str, Mapping[str, Any]]) -> CriteriaSet:
    """Return a set with some of its criteria changed, by code."""
    parts = tuple(
        evolve(
            part,
            sections=tuple(
                evolve(
                    section,
                    criteria=tuple(evolve(one, **changes.get(one.code, {})) for one in section.criteria),
                )
                for section in part.sections
            ),
        )
        for part in form.parts
    )
    return evolve(form, parts=parts)


def test_a_mark_on_a_title_asks_for_the_first_level_that_is_worth_points(
    book: RuleBook, slots: list[Slot]
) -> None:
    """Any answer with points meets it, an answer without misses it, whatever its ladder begins with."""
    begins_with_zero = plan_of(changed(book[11], {"1.2": {"marked_for": 4}})).slots
    marked = [slot for slot in (*slots, *begins_with_zero) if slot.criterion.marked_for]
    assert {slot.criterion.levels[0].points for slot in marked if slot.criterion.levels} >= {0, 1}
    for slot in marked:
        for line in (*slot.lines.values(), slot.not_asked):
            (minimum,) = [one for one in line.minimums if one.on_title]
            assert (minimum.criterion, minimum.stars) == (slot.criterion, slot.criterion.marked_for)
            ladder = line.case.levels if line.case else next(levels for _, levels in slot.criterion.ladders())
            assert minimum.required == next(level for level in ladder if level.points)
            assert minimum.met == (line.points > 0)


def condition(criterion: str, above: str) -> Applicability:
    """Return a condition on which a criterion is asked."""
    return Applicability(criterion, above, Text(vi="Nếu có", en="If there is one"))


def asked_if(form: CriteriaSet, **asked: Applicability) -> CriteriaSet:
    """Return a set some of whose criteria are asked on other conditions (``c2_2=…`` for 2.2)."""
    return changed(form, {name[1:].replace("_", "."): {"applies_when": one} for name, one in asked.items()})


@pytest.fixture
def conditional(book: RuleBook) -> CriteriaSet:
    """Return set 11 with four conditions: two criteria on one of them, one on each of the others."""
    return asked_if(
        book[11],
        c1_7=condition("1.2", "a"),
        c2_2=condition("2.1", "b"),
        c2_4=condition("2.1", "b"),
        c3_2=condition("2.1", "c"),
    )


@pytest.mark.parametrize(
    ("answers", "not_asked"),
    [
        ({}, set[str]()),
        ({"1.2": "a"}, {"1.7"}),
        ({"1.2": "a", "1.3": "b", "1.6": "b"}, {"1.7"}),
        ({"2.1": "c"}, {"3.2"}),
        ({"2.1": "b"}, {"2.2", "2.4", "3.2"}),
        ({"5.1": "a"}, {"5.2"}),
        ({"1.2": "a", "2.1": "a", "5.1": "a"}, {"1.7", "2.2", "2.4", "3.2", "5.2"}),
    ],
)
def test_each_criterion_is_asked_on_its_own_condition(
    conditional: CriteriaSet, answers: dict[str, str], not_asked: set[str]
) -> None:
    """What isn't asked is what rests on a condition that fails, and nothing else."""
    sheet = filled(conditional, HIGHEST, answers)
    assert {one.code for one in conditional.criteria} - set(sheet.answers) == not_asked
    score = ocopkit.score(sheet)
    assert {line.criterion.code for line in score.lines if line.answer == "not-asked"} == not_asked
    best = sum(one.max for one in conditional.criteria if one.code not in {*not_asked, *answers})
    assert score.points == best + sum(sheet.lines[code].points for code in answers)
    open_all = ocopkit.bounds(ScoreSheet(conditional, answers))
    wanted = {one.code for one in open_all.unanswered}
    assert wanted == {one.code for one in conditional.criteria} - not_asked - set(answers)


def test_what_rests_on_a_criterion_that_is_not_asked_is_not_asked_either(book: RuleBook) -> None:
    """2.1 rests on 1.2, 2.2 and 2.3 on levels of 2.1: without 1.2 none of them is asked."""
    form = asked_if(
        book[11], c2_1=condition("1.2", "a"), c2_2=condition("2.1", "a"), c2_3=condition("2.1", "c")
    )
    sheet = filled(form, HIGHEST, {"1.2": "a"})
    assert {one.code for one in form.criteria} - set(sheet.answers) == {"2.1", "2.2", "2.3"}
    score = ocopkit.score(sheet)
    assert (score.points, score.outcome) == (100 - 2 - 3 - 3 - 3, "rated")
    limits = ocopkit.bounds(sheet)
    assert (limits.least, limits.most, limits.stars) == (score.points, score.points, (score.stars,))
