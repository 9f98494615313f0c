"""Every part of a score says what it rests on: gates, readings, findings, book, and the words for it."""

from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

import ocopkit
from ocopkit import CriteriaSet, RuleBook, ScoreSheet
from ocopkit.rules.law import Doubt
from ocopkit.scoring.filling import filled
from ocopkit.scoring.plan import star_bit
from ocopkit.scoring.readings import readings_of, star_band
from ocopkit.scoring.score import Score
from ocopkit.text import Lang, Text

EXPLAINED = Path(__file__).parent / "explained"
SHEETS = Path("examples/sheets")
COMPLETE = sorted(
    path.stem for path in SHEETS.glob("*.yaml") if path.stem not in {"cosmetics-incomplete", "every-mistake"}
)


def best(form: CriteriaSet, **changes: str | int) -> ScoreSheet:
    """Return the sheet of the best answers, with some changed (``c3_5="a"`` changes 3.5)."""
    answers: dict[str, str | int | None] = {}
    for criterion in form.criteria:
        case = f"{criterion.alternatives[0].key}." if criterion.alternatives else ""
        levels = criterion.alternatives[0].levels if criterion.alternatives else criterion.levels
        answers[criterion.code] = case + levels[-1].key
    changed = {name[1:].replace("_", "."): answer for name, answer in changes.items()}
    return ScoreSheet(form, {**answers, **changed})


def used(score: Score) -> list[tuple[str, str, bool]]:
    """Return the readings that a score used."""
    return [(one.reading.key, one.option.key, one.chosen) for one in score.readings]


ALWAYS = [("minimum-missed", "highest-star-met", False), ("lower-minimums", "all-lower", False)]


def test_a_score_names_its_book_digest_and_version(book: RuleBook) -> None:
    """The result carries the book's id, its digest and the library's version."""
    score = ocopkit.score(best(book[11]))
    assert score.rule_book == "qd-26-2026"
    assert score.digest == book.digest
    assert len(score.digest) == 64
    assert score.version == ocopkit.__version__


def test_every_gate_of_the_form_is_answered_raised_or_not(book: RuleBook) -> None:
    """A score lists each gate with its criterion, whether it was raised, by whom and why."""
    sheet = evolve(best(book[11]), raised={"identical-product": "như sản phẩm A", "dossier": "giả mạo"})
    gates = {one.gate.key: one for one in ocopkit.score(sheet).gates}
    assert list(gates) == [
        "dossier",
        "raw-material-origin",
        "identical-product",
        "story-content",
        "impurities",
        "test-report",
    ]
    identical, dossier, other = gates["identical-product"], gates["dossier"], gates["impurities"]
    assert (identical.raised, identical.by, identical.reason) == (True, "sheet", "như sản phẩm A")
    assert identical.criterion is not None
    assert identical.criterion.code == "2.1"
    assert dossier.criterion is None
    assert (dossier.raised, dossier.reason) == (True, "giả mạo")
    assert (other.raised, other.by, other.reason) == (False, None, "")
    assert other.criterion is not None
    assert other.criterion.code == "6.1.1"


def test_a_gate_at_the_first_criterion_keeps_its_criterion(book: RuleBook) -> None:
    """The gate on raw materials stands at 1.1, the first criterion of the form."""
    gate = next(one for one in ocopkit.score(best(book[11])).gates if one.gate.key == "raw-material-origin")
    assert gate.criterion is not None
    assert gate.criterion.code == "1.1"


def test_a_zero_raises_the_gate_by_the_scores(book: RuleBook) -> None:
    """Set 16: zero points in a sensory criterion raise the gate, and nobody has to."""
    score = ocopkit.score(best(book[16], c6_2="a"))
    (gate,) = score.raised
    assert (gate.gate.key, gate.by, gate.reason) == ("sensory-zero", "scores", "")
    assert gate.criterion is not None
    assert gate.criterion.code == "6.4"
    assert used(score) == [*ALWAYS, ("after-stop", "no-star", False)]


def test_readings_that_every_score_uses_come_first(book: RuleBook) -> None:
    """A plain score uses the two readings on minimums, and no other."""
    assert used(ocopkit.score(best(book[11]))) == ALWAYS


def test_a_reading_chosen_by_the_caller_is_marked(book: RuleBook) -> None:
    """The score tells which readings a caller chose over the book's own choice."""
    score = ocopkit.score(best(book[11]), readings={"lower-minimums": "own-only"})
    assert used(score) == [ALWAYS[0], ("lower-minimums", "own-only", True)]


def test_below_the_lowest_level_uses_its_reading_or_is_refused_by_it(book: RuleBook) -> None:
    """The answer "below" is 0 points by our reading; the other reading refuses the answer and names it."""
    sheet = best(book[11], c1_6="below", c3_4="below")
    score = ocopkit.score(sheet)
    assert used(score) == [*ALWAYS, ("below-lowest-level", "zero-points", False)]
    assert score.points == 95
    with pytest.raises(ocopkit.SheetError) as caught:
        ocopkit.score(sheet, readings={"below-lowest-level": "refuse"})
    paths = [problem.where.path for problem in caught.value.problems]
    assert paths == [("answers", "1.6"), ("answers", "3.4")]
    assert {problem.code for problem in caught.value.problems} == {"below-refused"}
    assert caught.value.problems[0].say("en") == (
        "answers/1.6: [below-refused] 1.6 Environmental protection in production: below the lowest level."
        " The reading chosen does not allow it. Choose a printed level."
    )
    assert caught.value.problems[1].say("vi") == (
        "answers/3.4: [below-refused] 3.4 Tăng trưởng sản xuất kinh doanh: thấp hơn mức thấp nhất."
        " Cách hiểu đã chọn không cho phép. Chọn một mức in trên mẫu."
    )


def test_a_form_without_a_story_uses_the_reading_on_it() -> None:
    """QĐ 1048: where there is no story, 5.2 and 5.3 are worth nothing by our reading."""
    form = ocopkit.rule_book("qd-1048-2019")[12]
    sheet = best(form).answer({"5.1": "a", "5.2": None, "5.3": None})
    assert ("no-story", "zero-points", False) in used(ocopkit.score(sheet))
    assert "no-story" not in {key for key, _, _ in used(ocopkit.score(best(form)))}
    with pytest.raises(ocopkit.errors.NotFoundError, match="of 'no-story' cannot be carried out") as raised:
        ocopkit.score(sheet, readings={"no-story": "lowest-level"})
    assert [one.code for one in raised.value.problems] == ["unknown-option"]


def test_a_requirement_uses_the_reading_that_it_names(book: RuleBook) -> None:
    """A test report that is lacking is noted by our reading and doesn't touch stars."""
    sheet = evolve(best(book[11]), raised={"test-report": "chưa có phiếu"})
    score = ocopkit.score(sheet)
    assert (score.points, score.stars, score.outcome) == (100, 5, "rated")
    assert used(score) == [*ALWAYS, ("other-requirement", "note", False)]
    (finding,) = [one for one in score.findings if one.code == "requirement-unmet"]
    assert finding.at == "8"
    assert finding.text.vi.startswith("Chưa đáp ứng: Bản tiêu chuẩn sản phẩm")
    assert finding.text.vi.endswith("(chưa có phiếu)")
    assert finding.text.en.startswith("Not met: The product standard")
    out = ocopkit.score(sheet, readings={"other-requirement": "disqualify"})
    assert (out.stars, out.outcome) == (None, "disqualified")
    assert used(out) == [*ALWAYS, ("other-requirement", "disqualify", True)]


def test_a_requirement_noted_leaves_a_missed_minimum_as_it_is(book: RuleBook) -> None:
    """Under the strict reading a missed minimum means no star, requirement noted or not."""
    sheet = evolve(best(book[11], c3_5="a"), raised={"test-report": "…"})
    score = ocopkit.score(sheet, readings={"minimum-missed": "not-achieved"})
    assert (score.stars, score.outcome) == (None, "not-achieved")
    lenient = ocopkit.score(sheet)
    assert (lenient.stars, lenient.outcome) == (3, "rated")


def test_minimums_of_criteria_after_a_stop_count_as_missed(book: RuleBook) -> None:
    """Where the points so far count, criteria that weren't assessed meet no minimum."""
    sheet = evolve(best(book[11]), raised={"impurities": "côn trùng"})
    score = ocopkit.score(sheet, readings={"after-stop": "points-so-far"})
    assert (score.points, score.outcome) == (67, "stopped")
    assert score.stars == 2
    assert score.lines[-1].criterion.code == "6.1.1"


def test_a_title_mark_uses_its_reading() -> None:
    """QĐ 148 marks intellectual property on its title: four stars need some points, or don't."""
    form = ocopkit.rule_book("qd-148-2023")[5]
    marked = next(one for one in form.criteria if one.marked_for)
    sheet = best(form).answer({marked.code: "below" if marked.levels[0].points else "a"})
    score = ocopkit.score(sheet)
    assert score.stars == 3
    assert ("title-mark", "lowest-level", False) in used(score)
    free = ocopkit.score(sheet, readings={"title-mark": "not-binding"})
    assert free.stars == 5
    assert [one.on_title for one in score.missed] == [True]
    assert free.minimums == tuple(one for one in score.minimums if not one.on_title) != ()


def test_a_doubtful_criterion_that_decides_the_stars_is_told(book: RuleBook) -> None:
    """Set 23, 6.2 may have been misread; where its answer decides the stars the score says so."""
    decided = ocopkit.score(best(book[23], c6_2="b"))
    (finding,) = [one for one in decided.findings if one.at == "6.2"]
    assert (finding.code, finding.weighs) == ("doubt-decides", True)
    assert finding.text.vi.startswith("6.2 ")
    assert finding.text.en.startswith("6.2 ")


def test_a_doubt_that_decides_nothing_is_not_told(book: RuleBook) -> None:
    """At the foot of every ladder no other answer to one criterion changes the star."""
    form = book[23]
    lowest = {one.code: "below" if one.levels[0].points else "a" for one in form.criteria}
    del lowest["5.2"]
    score = ocopkit.score(ScoreSheet(form, lowest))
    assert score.stars == 1
    assert [one for one in score.findings if one.weighs] == []


@pytest.mark.parametrize(("total", "weighs"), [(70, True), (71, False), (72, False), (88, False)])
def test_a_doubtful_criterion_without_minimums_decides_near_a_band_only(
    book: RuleBook,
    total: int,
    weighs: bool,
) -> None:
    """One level less in 3.3 costs a point: at 70 that is a star, at 71 it is not."""
    score = ocopkit.score(filled(book[11], "minimums-for-4-stars", {"3.3": "c"}, total=total))
    assert (score.points, score.stars) == (total, 4)
    assert ("3.3" in {one.at for one in score.findings if one.weighs}) == weighs


def test_a_doubt_about_the_whole_set_is_always_told(book: RuleBook) -> None:
    """What is uncertain about a set as a whole stands in every score of it, without weight."""
    form = book[11]
    doubt = Doubt("doubt", Text(vi="Toàn bộ", en="The whole"))
    score = ocopkit.score(best(evolve(form, doubts=(*form.doubts, doubt))))
    told = [one for one in score.findings if one.text == doubt.text]
    assert [(one.code, one.at, one.weighs) for one in told] == [("set-doubt", "", False)]


def test_a_doubt_of_the_book_stands_where_it_says(book: RuleBook) -> None:
    """A book's doubt about one criterion of one set is that set's, and bears on no other."""
    form = book[12]
    basis = form.basis
    assert basis is not None
    at_set = Doubt("doubt", Text(vi="Bộ 12", en="Set 12"), at="12")
    at_bands = Doubt("doubt", Text(vi="Hạng", en="Bands"), at="bands")
    at_other = Doubt("doubt", Text(vi="Bộ 13", en="Set 13"), at="13/1.1")
    at_one = Doubt("doubt", Text(vi="Một", en="One"), at="12/3.5")
    doubted = evolve(form, basis=evolve(basis, doubts=(at_set, at_bands, at_other, at_one)), doubts=())
    score = ocopkit.score(best(doubted, c3_5="b"))
    ours = {finding.text.en: finding.code for finding in score.findings if finding.at in {"", "3.5"}}
    assert ours == {
        "Bands": "book-doubt",
        "Set 12": "set-doubt",
        "3.5 Intellectual property: One": "doubt-decides",
    }


def test_answers_after_a_stop_are_named(book: RuleBook) -> None:
    """Nothing is lost: answers that no longer count are told by their codes."""
    score = ocopkit.score(evolve(best(book[11]), raised={"impurities": "…"}))
    (finding,) = [one for one in score.findings if one.code == "not-assessed"]
    codes = "6.1.2, 6.2.1, 6.2.2, 6.2.3, 7, 8, 9, 10, 11"
    assert finding.text.en == f"Answers after the stop do not count: {codes}"
    assert finding.text.vi == f"Các câu trả lời sau điểm dừng không được tính: {codes}"


def test_a_missing_answer_is_told_in_the_words_of_the_form(book: RuleBook) -> None:
    """The form's code, name and levels, with their points, in both languages."""
    with pytest.raises(ocopkit.errors.IncompleteSheetError) as caught:
        ocopkit.score(best(book[11]).answer({"3.4": None}))
    assert caught.value.say("en") == (
        "answers/3.4: [missing-answer] 3.4 Production and business growth: no answer. No answer is not zero"
        " points. Choose one of: below = 0 points, a = 1 point, b = 2 points."
    )
    assert caught.value.say("vi") == (
        "answers/3.4: [missing-answer] 3.4 Tăng trưởng sản xuất kinh doanh: chưa trả lời. Không trả lời không"
        " phải là 0 điểm. Chọn một trong: below = 0 điểm, a = 1 điểm, b = 2 điểm."
    )


@pytest.mark.parametrize("key", ocopkit.books(packs=False).national)
@pytest.mark.parametrize(("edge", "above", "below"), [(90, 5, 4), (70, 4, 3), (50, 3, 2), (30, 2, 1)])
def test_means_are_graded_exactly(key: str, edge: int, above: int, below: int) -> None:
    """A mean of 89.99 is under 90, however near; 90 is 90."""
    rules = readings_of(ocopkit.rule_book(key).basis)
    assert rules.stars(Fraction(edge), 0) == rules.stars(edge, 0) == above
    assert rules.stars(edge - Fraction(1, 10**9), 0) == rules.stars(edge - 1, 0) == below


def test_the_gaps_of_qd_1048_close_by_a_reading() -> None:
    """Printed "70 to 89": 89.5 is four stars by our reading, five where it is rounded first."""
    basis = ocopkit.rule_book("qd-1048-2019").basis
    assert readings_of(basis).stars(Fraction(179, 2), 0) == 4
    rounding = readings_of(basis, {"band-gap": "round-half-up"})
    assert rounding.stars(Fraction(179, 2), 0) == 5
    assert rounding.stars(Fraction(1789, 20), 0) == 4
    assert rounding.band(89).stars == 4


def test_lower_minimums_bind_a_higher_star_by_our_reading_only(book: RuleBook) -> None:
    """A missed 3-star minimum withholds four and five stars too, unless only a star's own count."""
    missed = star_bit(3)
    ours, own = readings_of(book.basis), readings_of(book.basis, {"lower-minimums": "own-only"})
    assert [ours.stars(points, missed) for points in (95, 75, 55, 35, 10)] == [2, 2, 2, 2, 1]
    assert [own.stars(points, missed) for points in (95, 75, 55, 35, 10)] == [5, 4, 2, 2, 1]


def test_a_star_band_is_of_exact_points_only(book: RuleBook) -> None:
    """A float isn't exact; points lie between 0 and 100."""
    assert [star_band(book, points).stars for points in (0, 100, "69.71", "90.00")] == [1, 5, 3, 5]
    for wrong in (89.9, True):
        with pytest.raises(TypeError, match="not "):
            star_band(book, wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    for outside in (-1, 101, "100.01"):
        with pytest.raises(ValueError, match="from 0 to 100"):
            star_band(book, outside)


def test_an_unknown_reading_or_option_names_those_there_are(book: RuleBook) -> None:
    """A mistyped reading or option is told with the nearest, all at once."""
    with pytest.raises(ocopkit.errors.NotFoundError) as caught:
        readings_of(book.basis, {"minimum-mised": "x", "after-stop": "no-stars"})
    assert [problem.code for problem in caught.value.problems] == ["unknown-reading", "unknown-option"]
    assert caught.value.problems[0].say("en") == (
        "[unknown-reading] qd-26-2026 has no reading 'minimum-mised'. Only what the law leaves open can be"
        " chosen. Did you mean minimum-missed?"
    )
    assert caught.value.problems[1].say("vi") == (
        "[unknown-option] Cách hiểu 'after-stop' không có lựa chọn 'no-stars'. Khi phiếu ghi dừng đánh giá"
        " các bước sau thì xếp hạng sao thế nào? Có phải là no-star?"
    )


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_reasons_read_as_they_should(name: str, lang: Lang) -> None:
    """The reason for each example's score, word for word, in both languages."""
    score = ocopkit.score(ocopkit.load_sheet(SHEETS / f"{name}.yaml"))
    wanted = (EXPLAINED / f"{name}.{lang}.txt").read_text(encoding="utf-8")
    assert ocopkit.explain(score, lang=lang) + "\n" == wanted


def write_explained() -> None:
    """Write the reasons anew; read the difference before keeping it."""
    for name in COMPLETE:
        score = ocopkit.score(ocopkit.load_sheet(SHEETS / f"{name}.yaml"))
        for lang in ("vi", "en"):
            text = ocopkit.explain(score, lang=lang) + "\n"
            (EXPLAINED / f"{name}.{lang}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_explained()
