"""A sheet read by another rule book: nothing invented, nothing lost, and honest bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook, ScoreSheet
from ocopkit.crosswalks import crosswalk, translate
from ocopkit.errors import NotFoundError
from ocopkit.rules.crosswalk import CriterionMap, Crosswalk, SetMap, crosswalk_of_itself
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.translate import Translation
from ocopkit.testing.strategies import sheets

FROM_148 = crosswalk("qd-148-2023", "qd-26-2026")
FROM_1048 = crosswalk("qd-1048-2019", "qd-148-2023")
THROUGH = crosswalk("qd-1048-2019", "qd-26-2026")
FROM_1489 = crosswalk("qd-1489-2025", "qd-26-2026")
BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]

walks = st.sampled_from([FROM_148, FROM_1048, THROUGH, FROM_1489])


@st.composite
def set_maps(draw: st.DrawFn) -> SetMap:
    """Draw the map of a pair of sets."""
    walk = draw(walks)
    return walk.between(*draw(st.sampled_from(walk.pairs)))


@st.composite
def translations(draw: st.DrawFn, walk: Crosswalk | None = None) -> tuple[SetMap, Translation]:
    """Draw a sheet, complete or not, of a set that leads on, read by the newer book."""
    chosen = walk or draw(walks)
    old, new = draw(st.sampled_from(chosen.pairs))
    sheet = draw(sheets(chosen.old, form=chosen.old[old], complete=draw(st.booleans())))
    return chosen.between(old, new), translate(sheet, to=chosen.new, crosswalk=chosen, into=new)


@given(st.sampled_from(BOOKS), st.booleans(), st.data())
def test_a_book_read_by_itself_is_the_identity(book: RuleBook, complete: bool, data: st.DataObject) -> None:
    """The crosswalk of a book to itself changes no answer, no gate and no bound, and drops nothing."""
    sheet = data.draw(sheets(book, complete=complete))
    again = translate(sheet, to=book, crosswalk=crosswalk_of_itself(book))
    assert again.sheet == sheet
    assert again.dropped == ()
    assert again.gates_dropped == again.gates_unchecked == ()
    assert again.bounds == ocopkit.bounds(sheet)


@given(translations())
def test_translating_never_invents_an_answer(drawn: tuple[SetMap, Translation]) -> None:
    """Each answer on the new sheet is the one that a declared map gives for an answer on the old sheet."""
    between, read = drawn
    for code, answer in read.sheet.answers.items():
        one = between.criterion(code)
        assert one.levels[str(read.source.answers[one.old or ""])] == (answer,)


@given(translations())
def test_no_answer_is_lost_silently(drawn: tuple[SetMap, Translation]) -> None:
    """Each answer and gate of the old sheet is carried, narrows or opens a criterion, or is dropped aloud."""
    _, read = drawn
    told = {reply.source.code for reply in read.replies if reply.source}
    told |= {one.criterion.code for one in read.dropped}
    assert set(read.source.answers) <= told
    assert len(read.sheet.raised) + len(read.gates_dropped) == len(read.source.raised)
    assert all(one.reason.vi and one.reason.en for one in read.dropped)


@given(translations())
def test_every_question_has_its_reason(drawn: tuple[SetMap, Translation]) -> None:
    """What isn't carried says why in two languages, and which answers are still possible."""
    _, read = drawn
    slots = {slot.criterion.code: slot for slot in plan_of(read.sheet.criteria_set).slots}
    for reply in read.replies:
        assert reply.carried == (reply.criterion.code in read.sheet.answers)
        assert reply.carried == (reply.reason is None)
        assert reply.possible
        assert set(reply.possible) <= set(slots[reply.criterion.code].lines)
        assert read.cite(reply).vi
    assert {reply.criterion for reply in read.questions} == set(read.bounds.unanswered)
    assert not any(reply.carried for reply in read.questions)


def spans(one: CriterionMap, between: SetMap) -> list[tuple[int, int]]:
    """Return the lowest and the highest possible rank for each old answer, in the order of its ladder."""
    old = next(slot for slot in plan_of(between.old).slots if slot.criterion.code == one.old)
    new = next(slot for slot in plan_of(between.new).slots if slot.criterion.code == one.new)
    ranks = list(new.lines)
    places = [[ranks.index(to) for to in one.levels.get(answer, tuple(ranks))] for answer in old.lines]
    return [(min(some), max(some)) for some in places]


@given(set_maps(), st.data())
def test_a_better_old_level_never_gives_a_lower_new_one(between: SetMap, data: st.DataObject) -> None:
    """Where a map claims to keep the order, neither the lowest nor the highest possible level sinks."""
    keeping = [
        one
        for one in between.criteria
        if "order-keeping" in one.claims and not between.old.criterion(one.old or "").alternatives
    ]
    one = data.draw(st.sampled_from(keeping))
    lows, highs = zip(*spans(one, between), strict=True)
    assert list(lows) == sorted(lows)
    assert list(highs) == sorted(highs)


@given(set_maps(), st.data())
def test_a_total_map_has_a_target_for_every_old_level(between: SetMap, data: st.DataObject) -> None:
    """Where a map claims to be total, each answer of the old form leads to exactly one of the new form."""
    one = data.draw(st.sampled_from([one for one in between.criteria if "total" in one.claims]))
    slots = plan_of(between.old).slots
    lines = next(slot.lines for slot in slots if slot.criterion.code == one.old)
    assert set(one.levels) == set(lines)
    assert all(len(possible) == 1 for possible in one.levels.values())


@given(translations(), st.data())
def test_bounds_contain_the_score_of_every_completion(
    drawn: tuple[SetMap, Translation], data: st.DataObject
) -> None:
    """However the questions are answered within what is possible, points and stars lie in the bounds."""
    _, read = drawn
    slots = plan_of(read.sheet.criteria_set).slots
    possible = {reply.criterion.code: reply.possible for reply in read.replies}
    sheet = read.sheet
    while missing := sheet.unanswered():
        code = missing[0].code
        answer = data.draw(st.sampled_from(possible[code]), label=code)
        line = next(slot.lines[answer] for slot in slots if slot.criterion.code == code)
        unasked = {slot.criterion.code: None for slot in slots if line.flags & slot.not_asked_if}
        sheet = sheet.answer({code: answer, **unasked})
    score = ocopkit.score(sheet)
    assert read.bounds.least <= score.points <= read.bounds.most
    assert score.stars in read.bounds.stars


@given(translations(FROM_1048))
def test_two_steps_and_the_composed_crosswalk_agree(drawn: tuple[SetMap, Translation]) -> None:
    """What two crosswalks in turn carry, their composition carries too, and the same."""
    _, first = drawn
    number = first.sheet.criteria_set.number
    second = translate(first.sheet, to=FROM_148.new, crosswalk=FROM_148)
    whole = translate(first.source, to=THROUGH.new, crosswalk=THROUGH, into=number)
    possible = {reply.criterion.code: reply.possible for reply in whole.replies}
    assert all(possible[code] == (answer,) for code, answer in second.sheet.answers.items())


def complete_tea(**answers_by_code: str) -> ScoreSheet:
    """Return a complete sheet of set 11 under QĐ 148, at the top but for some answers."""
    tea = FROM_148.old[11]
    return ScoreSheet(tea, {**{one.code: one.max for one in tea.criteria}, **answers_by_code})


def test_your_2023_file_read_by_the_law_of_2026() -> None:
    """A full-mark tea of 2023 has 67 points for sure under QĐ 26; open questions decide its stars."""
    read = translate(complete_tea(), to=FROM_148.new, crosswalk=FROM_148)
    assert read.sheet.answers["3.1"] == "c"
    assert (read.bounds.least, read.bounds.most) == (67, 100)
    reasons = {reply.criterion.code: reply.reason for reply in read.questions}
    assert "bilingual" in (reasons["2.4"].en if reasons["2.4"] else "")
    assert {one.criterion.code for one in read.dropped} == {"3.đ", "8.b"}


def test_a_reply_cites_both_printed_forms() -> None:
    """Local labour stands at item 3.c of annex III, form 11, and at item 3.3 of annex II, form 11."""
    read = translate(complete_tea(), to=FROM_148.new, crosswalk=FROM_148)
    reply = next(one for one in read.replies if one.criterion.code == "3.3")
    assert read.cite(reply).en == "annex III, form 11, item 3.c → annex II, form 11, item 3.3"


def test_what_was_narrowed_narrows_the_bounds() -> None:
    """Half the labour from the district rules out three points for labour from the commune."""
    read = translate(complete_tea(**{"3.c": "a"}), to=FROM_148.new, crosswalk=FROM_148)
    reply = next(one for one in read.replies if one.criterion.code == "3.3")
    assert reply.narrowed
    assert read.bounds.most == 99


def test_a_raised_gate_is_carried_or_dropped_aloud() -> None:
    """Fast food: impurities stop both forms, a bad certificate rejects the dossier of QĐ 26."""
    form = FROM_148.old[5]
    sheet = ScoreSheet(form, {}, {"impurities": "tóc", "raw-material-origin": "nhập khẩu"})
    read = translate(sheet, to=FROM_148.new, crosswalk=FROM_148)
    assert read.sheet.raised == {"impurities": "tóc"}
    assert [gate.key for gate in read.gates_dropped] == ["raw-material-origin"]
    rejected = ScoreSheet(form, {}, {"food-safety-certificate": "hết hạn"})
    assert translate(rejected, to=FROM_148.new, crosswalk=FROM_148).sheet.raised == {"dossier": "hết hạn"}


def test_gates_that_nobody_has_checked_are_named() -> None:
    """The forms of QĐ 148 for tea print no gate: those of QĐ 26 are still to be checked."""
    read = translate(complete_tea(), to=FROM_148.new, crosswalk=FROM_148)
    assert {gate.key for gate in read.gates_unchecked} == {
        "dossier",
        "identical-product",
        "impurities",
        "raw-material-origin",
        "story-content",
        "test-report",
    }


def test_an_answer_whose_condition_became_open_waits() -> None:
    """Whether QĐ 26 asks for the story's structure depends on a story that the old sheet leaves open."""
    tea = FROM_148.old[11]
    sheet = ScoreSheet(tea, {"5.a": "b", "5.c": "a"})
    read = translate(sheet, to=FROM_148.new, crosswalk=FROM_148)
    reply = next(one for one in read.replies if one.criterion.code == "5.2")
    assert reply.possible == ("a",)
    assert not reply.carried
    assert "5.2" not in read.sheet.answers


def test_a_split_set_asks_which_way() -> None:
    """Honey of QĐ 1048 may be set 4 or set 8 of QĐ 148; the error names both, and into= chooses."""
    sheet = ScoreSheet(FROM_1048.old[4], {})
    with pytest.raises(NotFoundError) as caught:
        translate(sheet, to=FROM_1048.new, crosswalk=FROM_1048)
    (problem,) = caught.value.problems
    assert problem.code == "set-split"
    assert "4 (" in problem.why.en
    assert "8 (" in problem.why.en
    slug = FROM_1048.new.entry(8).slug
    assert translate(sheet, to=FROM_1048.new, crosswalk=FROM_1048, into=slug).sheet.criteria_set.number == 8


def test_a_set_that_ended_is_refused_with_its_reason() -> None:
    """Medical devices have no set since QĐ 148."""
    sheet = ScoreSheet(FROM_1048.old[21], {})
    with pytest.raises(NotFoundError) as caught:
        translate(sheet, to=FROM_1048.new, crosswalk=FROM_1048)
    assert [problem.code for problem in caught.value.problems] == ["set-ended"]


def test_a_crosswalk_between_other_books_is_refused() -> None:
    """A sheet under QĐ 148 cannot be read by a crosswalk from QĐ 1048."""
    with pytest.raises(NotFoundError) as caught:
        translate(complete_tea(), to=FROM_148.new, crosswalk=THROUGH)
    assert [problem.code for problem in caught.value.problems] == ["other-crosswalk"]


def test_no_crosswalk_leads_to_a_draft() -> None:
    """A draft is told as one, not as a book that doesn't exist; the sheet is read by the draft's base."""
    old, new = ocopkit.rule_book("qd-148-2023"), ocopkit.rule_book("qd-26-2026")
    draft = ocopkit.amend(
        new, {"bands/4": {"at_least": 72}, "bands/3": {"below": 72}}, because="-", id="draft"
    )
    sheet = ScoreSheet(old[11], {one.code: one.levels[-1].key for one in old[11].criteria})
    with pytest.raises(NotFoundError) as raised:
        translate(sheet, to=draft)
    (problem,) = raised.value.problems
    assert problem.code == "unknown-crosswalk"
    assert problem.why.en == "Crosswalks join national decisions, and draft is a draft"
    carried = translate(sheet, to=new).sheet
    assert ocopkit.bounds(ScoreSheet(draft[11], carried.answers)).most == 100
