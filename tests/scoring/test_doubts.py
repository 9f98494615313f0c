"""A doubt about a criterion is told where another answer would lead to other stars, and only there."""

import pytest
from attrs import evolve

import ocopkit
from ocopkit import CriteriaSet, RuleBook
from ocopkit.rules.criteria import Gate
from ocopkit.rules.law import Doubt
from ocopkit.scoring.filling import HIGHEST, filled
from ocopkit.scoring.score import Score
from ocopkit.text import Text

REFUSE = {"below-lowest-level": "refuse"}
SO_FAR = {"after-stop": "points-so-far"}


def doubted(form: CriteriaSet, code: str) -> CriteriaSet:
    """Return a set with one doubt alone, about one criterion."""
    assert form.basis is not None
    doubt = Doubt("doubt", Text(vi="Chưa chắc", en="Unsure"), at=f"{form.number}/{code}")
    parts = tuple(
        evolve(
            part,
            sections=tuple(
                evolve(section, criteria=tuple(evolve(one, doubts=()) for one in section.criteria))
                for section in part.sections
            ),
        )
        for part in form.parts
    )
    return evolve(form, parts=parts, doubts=(), basis=evolve(form.basis, doubts=(doubt,)))


def told(score: Score) -> list[str]:
    """Return the criteria whose doubts decide."""
    return [one.at for one in score.findings if one.weighs]


@pytest.mark.parametrize(
    ("others", "decides"),
    [
        ({}, True),
        ({"1.5": "b"}, False),  # before it on the form
        ({"7": "b"}, False),  # after it
        ({"1.5": "c", "7": "c"}, True),  # minimums for five stars, not four
    ],
)
def test_a_missed_minimum_decides_unless_another_is_missed_too(
    book: RuleBook, others: dict[str, str], decides: bool
) -> None:
    """Level c of 2.1 alone withholds four stars; with another four-star minimum missed it doesn't."""
    form = doubted(book[11], "2.1")
    score = ocopkit.score(filled(form, HIGHEST, {"2.1": "c", **others}))
    assert score.stars == 3
    assert told(score) == (["2.1"] if decides else [])


def test_after_a_stop_the_minimums_never_assessed_are_missed_whatever_is_answered(book: RuleBook) -> None:
    """Impurities stop at 67 points: two stars, since 8 and 9 miss three; a better or worse 3.5 leaves two."""
    form = doubted(book[11], "3.5")
    sheet = evolve(filled(form, HIGHEST, {}), raised={"impurities": "sạn"})
    score = ocopkit.score(sheet, readings=SO_FAR)
    assert (score.points, score.stars) == (67, 2)
    assert told(score) == []


@pytest.mark.parametrize(("readings", "decides"), [(None, ["1.4"]), (REFUSE, [])])
def test_below_the_lowest_level_decides_only_where_it_is_an_answer(
    book: RuleBook, readings: dict[str, str] | None, decides: list[str]
) -> None:
    """At 70 points level a of 1.4 is all that can be lost, if less than it may be answered."""
    score = ocopkit.score(filled(doubted(book[11], "1.4"), "minimums-for-4-stars", {"1.4": "a"}, total=70))
    assert (score.points, score.stars) == (70, 4)
    assert told(ocopkit.score(score.sheet, readings=readings)) == decides


@pytest.mark.parametrize("readings", [None, REFUSE])
def test_a_better_answer_decides_whether_or_not_a_worse_one_is_refused(
    book: RuleBook, readings: dict[str, str] | None
) -> None:
    """At 69 points one more for 1.4 is the fourth star."""
    sheet = filled(doubted(book[11], "1.4"), "minimums-for-4-stars", {"1.4": "a"}, total=69)
    score = ocopkit.score(sheet, readings=readings)
    assert (score.points, score.stars) == (69, 3)
    assert told(score) == ["1.4"]


def test_a_requirement_of_the_dossier_is_noted_at_no_criterion(book: RuleBook) -> None:
    """A requirement that isn't printed at a criterion is told without one."""
    gate = Gate("signed", "requirement", Text(vi="Có chữ ký", en="Signed"), reading="other-requirement")
    form = evolve(book[11], gates=(*book[11].gates, gate))
    score = ocopkit.score(evolve(filled(form, HIGHEST, {}), raised={"signed": "thiếu"}))
    (finding,) = [one for one in score.findings if one.code == "requirement-unmet"]
    assert (finding.at, finding.text.en, finding.text.vi) == (
        "",
        "Not met: Signed (thiếu)",
        "Chưa đáp ứng: Có chữ ký (thiếu)",
    )


def test_the_number_of_a_set_is_no_code_of_a_criterion(book: RuleBook) -> None:
    """A book's doubt at 11 is about the whole of set 11, though set 11 has a criterion 11."""
    form = book[11]
    assert form.basis is not None
    doubt = Doubt("doubt", Text(vi="Toàn bộ", en="All of it"), at="11")
    score = ocopkit.score(filled(evolve(form, basis=evolve(form.basis, doubts=(doubt,))), HIGHEST, {}))
    assert [(one.code, one.at) for one in score.findings if one.text == doubt.text] == [("set-doubt", "")]


def test_every_doubt_about_one_criterion_is_told(book: RuleBook) -> None:
    """A doubt of the form and one of the book about the same criterion are two findings."""
    form = doubted(book[11], "2.1")
    own = Doubt("doubt", Text(vi="Mờ", en="Blurred"), at="2.1")
    score = ocopkit.score(filled(evolve(form, doubts=(own,)), HIGHEST, {"2.1": "c"}))
    texts = [one.text.en.rpartition(": ")[2] for one in score.findings if one.weighs]
    assert sorted(texts) == ["Blurred", "Unsure"]
