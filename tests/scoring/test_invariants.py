"""What holds for every sheet of every criteria set, whatever its answers."""

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook, ScoreSheet
from ocopkit.rules.book import digest_of
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import star_band
from ocopkit.testing.strategies import answers_to, criteria_sets, sheets

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
books = st.sampled_from(BOOKS)
any_sheet = books.flatmap(sheets)


def rank(stars: int | None) -> int:
    """Return stars as a number that orders them: no star is lowest."""
    return stars or 0


@given(any_sheet)
def test_total_is_the_sum_of_parts_and_of_sections_and_of_criteria(sheet: ScoreSheet) -> None:
    """The total is the sum of the parts, of the sections and of the criteria assessed."""
    score = ocopkit.score(sheet)
    assert score.points == sum(part.points for part in score.parts)
    assert score.points == sum(section.points for section in score.sections)
    assert score.points == sum(line.points for line in score.lines)


@given(any_sheet)
def test_points_stay_within_the_maximum_of_each_criterion_and_of_the_set(sheet: ScoreSheet) -> None:
    """No criterion, section or part is worth more than its maximum, nor less than zero."""
    score = ocopkit.score(sheet)
    assert 0 <= score.points <= sheet.criteria_set.max
    for line in score.lines:
        assert 0 <= line.points <= line.criterion.max


@given(books.flatmap(lambda book: sheets(book, gates=False)), st.data())
def test_raising_a_level_never_lowers_points_nor_stars(sheet: ScoreSheet, data: st.DataObject) -> None:
    """A better level in one criterion, gates unchanged, never costs points or stars."""
    slots = {slot.criterion.code: slot for slot in plan_of(sheet.criteria_set).slots}
    code = data.draw(st.sampled_from(sorted(sheet.answers)), label="criterion")
    lines = list(slots[code].lines.values())
    here = lines.index(sheet.lines[code])
    better = [
        line for line in lines[here:] if line.case == lines[here].case and line.points >= lines[here].points
    ]
    line = data.draw(st.sampled_from(better), label="level")
    changed: dict[str, str | int | None] = {**sheet.answers, code: line.answer}
    flags = 0
    for slot in slots.values():
        other = slot.criterion.code
        if flags & slot.not_asked_if:
            changed.pop(other, None)
            continue
        if other not in changed:
            changed[other] = next(iter(slot.lines))
        flags |= slot.lines[str(changed[other])].flags
    before, after = ocopkit.score(sheet), ocopkit.score(evolve(sheet, answers=changed))
    assert after.points >= before.points
    assert rank(after.stars) >= rank(before.stars)


@given(any_sheet)
def test_a_gate_never_raises_stars(sheet: ScoreSheet) -> None:
    """A product is never ranked higher because a gate was raised."""
    score = ocopkit.score(sheet)
    free = ocopkit.score(evolve(sheet, raised={}))
    assert rank(score.stars) <= rank(free.stars)


@given(any_sheet, st.sampled_from(["no-star", "points-so-far"]))
def test_a_gate_never_raises_stars_under_any_reading_of_a_stop(sheet: ScoreSheet, stop: str) -> None:
    """Nor does it where a stop lets the points so far count."""
    readings = {"after-stop": stop}
    free = ocopkit.score(evolve(sheet, raised={}), readings=readings)
    assert rank(ocopkit.score(sheet, readings=readings).stars) <= rank(free.stars)


@given(any_sheet)
def test_a_star_has_its_points_and_all_minimums_up_to_it(sheet: ScoreSheet) -> None:
    """Stars are given only where the total reaches their band and their minimums are met."""
    score = ocopkit.score(sheet)
    basis = sheet.criteria_set.basis
    assert basis is not None
    if score.outcome == "rated":
        band = next(band for band in basis.bands if band.stars == score.stars)
        assert score.points >= band.at_least
        assert all(one.met for one in score.minimums if one.stars <= band.stars)
    else:
        assert score.stars is None


@given(any_sheet)
def test_the_next_star_is_withheld_for_a_reason(sheet: ScoreSheet) -> None:
    """Where a product is rated, every higher star lacks points or a minimum."""
    score = ocopkit.score(sheet)
    basis = sheet.criteria_set.basis
    assert basis is not None
    if score.outcome == "rated" and score.stars is not None:
        for band in basis.bands:
            if band.stars > score.stars:
                short = score.points < band.at_least
                missed = [one for one in score.minimums if not one.met and one.stars <= band.stars]
                assert short or missed


@given(books, st.fractions(0, 100))
def test_bands_cover_every_number_exactly_once(book: RuleBook, points: Fraction) -> None:
    """Every total from 0 to 100 lies in exactly one star band."""
    bands = [
        band
        for band in book.articles.bands
        if band.at_least <= points and (band.below is None or points < band.below)
    ]
    assert [band.stars for band in bands] == [star_band(book, points).stars]


@given(any_sheet)
def test_a_sheet_by_keys_and_the_same_by_points_score_alike(sheet: ScoreSheet) -> None:
    """Points stand for the level that bears them, where only one does."""
    by_points: dict[str, str | int | None] = {}
    for code, line in sheet.lines.items():
        slot = next(one for one in plan_of(sheet.criteria_set).slots if one.criterion.code == code)
        bearing = [other for other in slot.lines.values() if other.points == line.points]
        by_points[code] = line.points if len(bearing) == 1 else line.answer
    assert ocopkit.score(evolve(sheet, answers=by_points)).points == ocopkit.score(sheet).points
    assert evolve(sheet, answers=by_points) == sheet


@given(books.flatmap(lambda book: sheets(book, complete=False)), st.data())
def test_bounds_hold_the_score_of_every_completion(sheet: ScoreSheet, data: st.DataObject) -> None:
    """However a sheet is completed, its points and stars lie within its bounds."""
    limits = ocopkit.bounds(sheet)
    done = complete(sheet, data)
    score = ocopkit.score(done)
    assert limits.least <= score.points <= limits.most
    assert score.stars in limits.stars


@given(books.flatmap(lambda book: sheets(book, complete=False)), st.data())
def test_bounds_never_widen_as_answers_come_in(sheet: ScoreSheet, data: st.DataObject) -> None:
    """One more answer leaves at most as much open as before."""
    before = ocopkit.bounds(sheet)
    missing = sheet.unanswered()
    if not missing:
        assert before.least == before.most
        assert len(before.stars) == 1
        return
    slots = {slot.criterion.code: slot for slot in plan_of(sheet.criteria_set).slots}
    criterion = data.draw(st.sampled_from(missing), label="criterion")
    answer = data.draw(answers_to(slots[criterion.code]), label="answer")
    condition_fails = [
        slot.criterion.code
        for slot in slots.values()
        if slots[criterion.code].lines[answer].flags & slot.not_asked_if
    ]
    after = ocopkit.bounds(sheet.answer({**dict.fromkeys(condition_fails), criterion.code: answer}))
    assert before.least <= after.least <= after.most <= before.most
    assert set(after.stars) <= set(before.stars)


def complete(sheet: ScoreSheet, data: st.DataObject) -> ScoreSheet:
    """Return a sheet with its open criteria answered at random, as long as any is asked."""
    slots = {slot.criterion.code: slot for slot in plan_of(sheet.criteria_set).slots}
    while asked := sheet.unanswered():
        code = asked[0].code
        line = slots[code].lines[data.draw(answers_to(slots[code]), label=code)]
        not_asked = [slot.criterion.code for slot in slots.values() if line.flags & slot.not_asked_if]
        sheet = sheet.answer({**dict.fromkeys(not_asked), code: line.answer})
    return sheet


@given(any_sheet)
def test_a_sheet_survives_being_written_and_read(sheet: ScoreSheet) -> None:
    """A sheet written as YAML and read back is the same sheet."""
    assert ocopkit.parse_sheet(ocopkit.dump_sheet(sheet)) == sheet


@given(any_sheet)
def test_the_report_says_what_the_score_says(sheet: ScoreSheet) -> None:
    """The plain report carries the score's points, stars and every line."""
    score = ocopkit.score(sheet)
    report = ocopkit.report(score)
    assert (report["points"], report["stars"]) == (score.points, score.stars)
    assert [one["points"] for one in report["criteria"]] == [line.points for line in score.lines]
    assert report["digest"] == score.digest


@given(any_sheet)
def test_every_explanation_is_in_both_languages(sheet: ScoreSheet) -> None:
    """Each reason exists in Vietnamese and in English, line by line."""
    score = ocopkit.score(sheet)
    vi, en = ocopkit.explain(score, lang="vi"), ocopkit.explain(score, lang="en")
    assert len(vi.splitlines()) == len(en.splitlines())
    assert vi != en


@given(books.flatmap(criteria_sets), st.data())
def test_one_point_more_changes_the_digest(form: ocopkit.CriteriaSet, data: st.DataObject) -> None:
    """A level worth one point more is another law."""
    part, section = form.parts[0], form.parts[0].sections[0]
    criterion = section.criteria[0]
    level = data.draw(st.sampled_from(criterion.levels))
    levels = tuple(evolve(one, points=one.points + 1) if one is level else one for one in criterion.levels)
    changed = evolve(
        form,
        parts=(
            evolve(
                part,
                sections=(
                    evolve(
                        section,
                        criteria=(evolve(criterion, levels=levels), *section.criteria[1:]),
                    ),
                    *part.sections[1:],
                ),
            ),
            *form.parts[1:],
        ),
    )
    assert digest_of(changed) != digest_of(form)


@pytest.mark.parametrize("rule_book", BOOKS, ids=lambda book: book.id)
def test_every_level_of_every_set_is_reachable(rule_book: RuleBook) -> None:
    """Each level of each criterion can be answered, and is worth its points."""
    for form in rule_book:
        for criterion in form.criteria:
            before: dict[str, str] = {}
            condition = criterion.applies_when
            if condition:
                before = {condition.criterion: form.criterion(condition.criterion).levels[-1].key}
            for case, levels in criterion.ladders():
                for level in levels:
                    answer = f"{case}.{level.key}" if case else level.key
                    sheet = ScoreSheet(form, {**before, criterion.code: answer})
                    assert sheet.lines[criterion.code].points == level.points


@pytest.mark.parametrize("rule_book", BOOKS, ids=lambda book: book.id)
def test_every_star_is_reachable_in_every_set(rule_book: RuleBook) -> None:
    """A blank sheet of any set can still come to any star."""
    for form in rule_book:
        possible = ocopkit.bounds(ScoreSheet(form, {})).stars
        assert set(possible) - {None} == {1, 2, 3, 4, 5}
