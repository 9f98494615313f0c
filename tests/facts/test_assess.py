"""A proposed sheet: what facts choose, on which papers, and what is left to the council."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import ocopkit
from ocopkit.assessing.assess import Assessment, assess
from ocopkit.assessing.blank import blank_facts
from ocopkit.assessing.facts import GivenFact
from ocopkit.assessing.report import assessment_report
from ocopkit.assessing.sheet import FactSheet
from ocopkit.assessing.words import tell_assessment
from ocopkit.errors import NotFoundError, SheetError
from ocopkit.factsheets import dump_facts, parse_facts
from ocopkit.forms.results import assessment_page
from ocopkit.published import json_schemas
from ocopkit.rules.coverage import coverage
from ocopkit.testing.facts import given_facts
from ocopkit.testing.strategies import criteria_sets, sheets

if TYPE_CHECKING:
    from ocopkit.text import Lang

DAY = date(2026, 9, 1)
LABOUR = GivenFact("local-labour-commune-share", 0.62, paper="local-labour", document="List of 30 June 2026")
HALF = GivenFact("local-labour-commune-share", "3/4", paper="local-labour")
MARK = GivenFact(
    "trademark-certificate", True, paper="intellectual-property", number="4-0123", valid_from=date(2020, 1, 1)
)


def found(*facts: GivenFact, tea: ocopkit.CriteriaSet, **more: Any) -> Assessment:
    return assess(facts, tea, on=DAY, **more)


@pytest.fixture(scope="session")
def tea(book: ocopkit.RuleBook) -> ocopkit.CriteriaSet:
    return book["fresh-and-processed-tea"]


def test_a_measured_level_shows_the_fact_and_the_paper_that_decided_it(tea: ocopkit.CriteriaSet) -> None:
    """62 % local labour is level b of form 11, 3.3; the list of insured workers says so."""
    one = found(LABOUR, tea=tea).proposal("3.3")
    assert (one.kind, one.answer, one.own) == ("proposed", "b", None)
    assert [(proof.fact.key, proof.given.paper) for proof in one.decided_by] == [
        (LABOUR.fact, "local-labour")
    ]


def test_what_is_judged_is_an_open_question(tea: ocopkit.CriteriaSet) -> None:
    """The taste of the infusion is the council's."""
    all_of_it = found(LABOUR, tea=tea)
    assert all_of_it.proposal("6.2.3").kind == "judged"
    questions = [one.criterion.code for one in all_of_it.questions]
    assert "6.2.3" in questions
    assert "3.3" not in questions


def test_a_missing_fact_is_named_and_the_levels_that_remain(tea: ocopkit.CriteriaSet) -> None:
    """80 % under contract: for how many months decides between c and d of form 11, 1.5."""
    share = GivenFact("linkage-contract-share", 0.8, paper="raw-material-origin")
    one = found(share, tea=tea).proposal("1.5")
    assert (one.kind, one.answers, [fact.key for fact in one.missing]) == (
        "open",
        ("c", "d"),
        ["linkage-contract-months"],
    )


def test_the_bounds_follow_what_the_facts_leave_possible(tea: ocopkit.CriteriaSet) -> None:
    """With 80 % under contract, 1.5 is worth 2 or 3 points and no longer 0."""
    share = GivenFact("linkage-contract-share", 0.8, paper="raw-material-origin")
    without, with_it = found(tea=tea), found(share, tea=tea)
    assert with_it.bounds.least == without.bounds.least + 2
    assert with_it.bounds.most == without.bounds.most


@pytest.mark.parametrize(
    ("fact", "kind", "counts"),
    [
        (GivenFact("local-labour-commune-share", 0.62), "unproved", False),
        (GivenFact("trademark-certificate", True, paper="intellectual-property"), "undated", False),
        (
            GivenFact(
                "trademark-certificate",
                True,
                paper="intellectual-property",
                valid_from=date(2016, 8, 31),
                valid_until=date(2026, 8, 31),
            ),
            "out-of-date",
            True,
        ),
        (
            GivenFact(
                "trademark-certificate", True, paper="intellectual-property", valid_from=date(2026, 9, 2)
            ),
            "not-yet",
            True,
        ),
        (GivenFact("profit-growth-years", 2, paper="growth"), "undated", False),
        (GivenFact("profit-growth-years", 2, paper="growth", as_of=date(2024, 12, 31)), "out-of-date", False),
        (GivenFact("distribution-agents", 7, paper="market", as_of=date(2026, 9, 2)), "not-yet", False),
    ],
    ids=["no paper", "no days", "expired", "begins tomorrow", "no year", "an older year", "measured later"],
)
def test_what_speaks_against_a_fact_is_named(
    tea: ocopkit.CriteriaSet, fact: GivenFact, kind: str, counts: bool
) -> None:
    """A fact without paper or day, or of another time, decides nothing; a lapsed certificate is none."""
    result = found(fact, tea=tea)
    assert [(one.fact.key, one.kind) for one in result.remarks] == [(fact.fact, kind)]
    users = [one for one in result.proposals if any(proof.given is fact for proof in one.decided_by)]
    assert users == []
    missing = {key.key for one in result.proposals for key in one.missing}
    assert (fact.fact not in missing) is counts


def test_a_certificate_counts_on_its_first_and_on_its_last_day(tea: ocopkit.CriteriaSet) -> None:
    """In force from the day it begins until the day it ends, both included."""
    certificate = GivenFact(
        "food-safety-certificate",
        True,
        paper="production-condition-certificate",
        valid_from=date(2024, 9, 1),
        valid_until=date(2027, 9, 1),
    )
    days = [date(2024, 8, 31), date(2024, 9, 1), date(2027, 9, 1), date(2027, 9, 2)]
    answers = [assess([certificate], tea, on=day).proposal("9").answers for day in days]
    assert ["below" in one for one in answers] == [True, False, False, True]


def test_no_and_nothing_need_no_paper(tea: ocopkit.CriteriaSet) -> None:
    """Nobody can prove that there is no story; it speaks for nobody either."""
    result = found(GivenFact("product-story", False), GivenFact("linkage-contract-share", 0), tea=tea)
    assert result.remarks == ()
    assert [result.proposal(code).answer for code in ("5.1", "1.5")] == ["a", "a"]


def test_facts_that_cannot_both_be_decide_nothing(tea: ocopkit.CriteriaSet) -> None:
    """Nothing under contract, and a contract that ran for a year: both are named and neither counts."""
    facts = (
        GivenFact("linkage-contract-share", 0),
        GivenFact("linkage-contract-months", 12, paper="raw-material-origin"),
    )
    result = found(*facts, tea=tea)
    assert {(one.fact.key, one.kind) for one in result.remarks} == {
        (one.fact, "contradictory") for one in facts
    }
    assert result.proposal("1.5").answer is None
    told = "Nothing is sold under linkage contracts, and yet they have run for some time; these facts"
    assert tell_assessment(result).count(told) == 1


@pytest.mark.parametrize(
    ("key", "code", "fact"),
    [
        ("qd-148-2023", "3.c", "local-labour-district-share"),
        ("qd-1489-2025", "3.c", "local-labour-district-share"),
        ("qd-1048-2019", "3.3", "local-labour-share"),
    ],
)
def test_a_paper_has_a_name_under_every_decision(key: str, code: str, fact: str) -> None:
    """Where a decision's data lists no papers, or not this one, the vocabulary names it."""
    form = ocopkit.rule_book(key)[11]
    paper = form.basis.facts()[fact].papers[0] if form.basis else ""
    given = GivenFact(fact, "2/3", paper=paper, document="List 7")
    lines = tell_assessment(assess([given], form, on=DAY), lang="vi").splitlines()
    (line,) = (one for one in lines if one.startswith(f"{code} ") and " điểm, theo " in one)
    assert "2/3 (khoảng 66,7%)" in line
    assert f"[{form.basis.paper_names()[paper].vi if form.basis else ''}, List 7]" in line
    assert f"giấy tờ: {paper} (" in blank_facts(form, lang="vi")


def test_every_paper_that_proves_a_fact_is_named(book: ocopkit.RuleBook) -> None:
    """The keys under a fact's papers are keys of the vocabulary's list, each named in both languages."""
    named = {one.key for one in book.facts.papers if one.text.vi and one.text.en}
    assert {key for fact in book.facts for key in fact.papers} == named


def test_a_reading_decides_what_the_form_leaves_open(tea: ocopkit.CriteriaSet) -> None:
    """Exactly 75 % local labour: the council decides, unless the caller reads it otherwise."""
    one = found(HALF, tea=tea).proposal("3.3")
    assert (one.kind, one.answers) == ("open", ("b", "c"))
    assert one.reading is not None
    assert one.reading.reading.key == "share-boundary"
    read = found(HALF, tea=tea, readings={"share-boundary": "higher-level"}).proposal("3.3")
    assert (read.kind, read.answer) == ("proposed", "c")
    assert read.reading is not None
    assert read.reading.chosen


def test_the_councils_own_answer_stands_and_the_difference_is_kept(tea: ocopkit.CriteriaSet) -> None:
    """The facts say b, the council says c: the sheet has c, and both are shown."""
    result = found(LABOUR, MARK, tea=tea, answers={"3.3": "c"})
    assert result.sheet.answers["3.3"] == "c"
    assert [(one.criterion.code, one.own, one.answer) for one in result.differences] == [("3.3", "c", "b")]


def test_a_council_that_agrees_differs_nowhere(tea: ocopkit.CriteriaSet) -> None:
    """Level b and its 2 points are one answer."""
    assert found(LABOUR, tea=tea, answers={"3.3": 2}).differences == ()


def test_an_answer_that_open_facts_rule_out_differs_too(tea: ocopkit.CriteriaSet) -> None:
    """80 % under contract leaves c and d; a council that says b is told."""
    share = GivenFact("linkage-contract-share", 0.8, paper="raw-material-origin")
    result = found(share, tea=tea, answers={"1.5": "b"})
    assert [one.criterion.code for one in result.differences] == ["1.5"]


def test_an_own_answer_that_rests_on_what_facts_deny_differs_too(tea: ocopkit.CriteriaSet) -> None:
    """Facts say there is no story, the council rates its structure: 5.1 stays open, and both are told."""
    story = GivenFact("product-story", value=False)
    result = found(story, LABOUR, tea=tea, answers={"5.2": "c"})
    assert dict(result.sheet.answers) == {"3.3": "b", "5.2": "c"}
    (one,) = result.differences
    assert (one.criterion.code, one.own, one.answer) == ("5.1", None, "a")
    assert one.against == tea.criterion("5.2")
    assert "5.1" in [question.criterion.code for question in result.questions]
    assert result.bounds.least == 2 + 2 + 2  # 3.3, 5.2, and 5.1 at least at the level of a story
    told: dict[Lang, str] = {
        "en": "answer to 5.2 Product story structure denies",
        "vi": "không hợp với mức đó",
    }
    for lang, denies in told.items():
        assert denies in tell_assessment(result, lang=lang)
        assert f"{tea.criterion('5.2').name.say(lang)}: c" in assessment_page(result, lang=lang)


@settings(max_examples=40)
@given(st.data())
def test_whatever_a_council_answers_is_set_beside_the_facts(data: st.DataObject) -> None:
    """No own answers of a sound sheet keep facts from being assessed, and what stands can be completed."""
    form = data.draw(criteria_sets())
    facts = data.draw(given_facts(form, DAY))
    answers = dict(data.draw(sheets(form=form, gates=False)).answers)
    own = data.draw(st.sets(st.sampled_from(sorted(answers))))
    result = assess(facts, form, on=DAY, answers={code: answers[code] for code in own})
    assert all(result.sheet.answers[code] == answers[code] for code in own)
    assert result.bounds.least <= result.bounds.most


def test_a_wrong_own_answer_and_a_wrong_reading_are_refused(tea: ocopkit.CriteriaSet) -> None:
    """The form's own rules hold for a council's answers."""
    with pytest.raises(SheetError, match="off-ladder"):
        found(LABOUR, tea=tea, answers={"3.3": 9})
    with pytest.raises(NotFoundError, match="unknown-option"):
        found(LABOUR, tea=tea, readings={"share-boundary": "both"})


@settings(max_examples=40)
@given(st.data())
def test_assess_then_score_is_the_score_of_the_sheet_filled_by_hand(data: st.DataObject) -> None:
    """An officer who looks up each level and a council that judges the rest come to the same points."""
    form = data.draw(criteria_sets())
    facts = data.draw(given_facts(form, DAY))
    own = dict(data.draw(sheets(form=form, gates=False)).answers)
    proposed = assess(facts, form, on=DAY)
    measured = {code: answer for code, answer in proposed.sheet.answers.items() if answer is not None}
    asked = {one.code for one in proposed.sheet.unanswered()}
    by_hand = ocopkit.ScoreSheet(form, {**measured, **{code: own[code] for code in own if code in asked}})
    answers = {code: answer for code, answer in own.items() if code in asked}
    result = assess(facts, form, on=DAY, answers=answers)
    assert result.sheet.answers == by_hand.answers
    assert result.bounds == ocopkit.bounds(by_hand)


@settings(max_examples=40)
@given(st.data())
def test_a_fact_withdrawn_withdraws_the_levels_that_rest_on_it(data: st.DataObject) -> None:
    """Only the facts that decided a criterion are given: without any one of them it is open again."""
    form = data.draw(criteria_sets())
    facts = data.draw(given_facts(form, DAY))
    proposed = [one for one in assess(facts, form, on=DAY).proposals if one.answer is not None]
    one = data.draw(st.sampled_from(proposed))
    gone = data.draw(st.sampled_from(one.decided_by))
    left = [proof.given for proof in one.decided_by if proof is not gone]
    again = assess(left, form, on=DAY)
    assert again.proposal(one.criterion.code).kind == "open"
    assert gone.fact in again.proposal(one.criterion.code).missing


@settings(max_examples=40)
@given(st.data())
def test_more_facts_never_widen_the_bounds(data: st.DataObject) -> None:
    """What all facts leave possible lies within what some of them leave; a contradiction takes facts back."""
    form = data.draw(criteria_sets())
    facts = data.draw(given_facts(form, DAY))
    clashing = {one.fact.key for one in assess(facts, form, on=DAY).remarks}
    sound = [one for one in facts if one.fact not in clashing]
    some = data.draw(st.sets(st.sampled_from(sorted(one.fact for one in sound))))
    few = assess([one for one in sound if one.fact in some], form, on=DAY).bounds
    whole = assess(sound, form, on=DAY).bounds
    assert few.least <= whole.least
    assert whole.most <= few.most


@settings(max_examples=30)
@given(st.data())
def test_a_fact_sheet_reads_back_as_it_was_written(data: st.DataObject) -> None:
    """Shares stay exact through a file."""
    form = data.draw(criteria_sets())
    sheet = FactSheet(form, data.draw(given_facts(form, DAY)), DAY)
    assert parse_facts(dump_facts(sheet)) == sheet


@settings(max_examples=25)
@given(st.data())
def test_every_assessment_fits_its_schema(data: st.DataObject) -> None:
    """Whatever the facts, the report is what the schema describes, in JSON's own values."""
    form = data.draw(criteria_sets())
    report = assessment_report(assess(data.draw(given_facts(form, DAY)), form, on=DAY))
    Draft202012Validator(json_schemas()["assessment.schema.json"]).validate(json.loads(json.dumps(report)))


@pytest.mark.parametrize(
    ("key", "criteria"), [("qd-26-2026", 787), ("qd-148-2023", 795), ("qd-1048-2019", 782)]
)
def test_coverage_is_of_every_criterion_and_every_point(key: str, criteria: int) -> None:
    """What facts decide, what they narrow and what is judged are all there is: 26 sets of 100 points."""
    book = ocopkit.rule_book(key)
    found = coverage(book)
    parts = (found.measured, found.partly, found.judged, found.unmarked)
    assert sum(part.criteria for part in parts) == criteria
    assert sum(part.points for part in parts) == sum(one.max for form in book for one in form.criteria)
    assert found.unmarked.criteria == 0
    assert found.measured.points > found.partly.points > 0
