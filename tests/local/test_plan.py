"""Plans: read, held against the law, measured, and handed to a calendar."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit.errors import DocumentError, NotFoundError
from ocopkit.local.counts import load_counts
from ocopkit.local.icalendar import entries, to_icalendar
from ocopkit.local.lawful import check_plan
from ocopkit.local.picture import progress_picture
from ocopkit.local.plan import Plan, PlanRound, Sending, Target, load_plan, read_plan
from ocopkit.local.progress import Count, progress, progress_rows
from ocopkit.local.span import Span
from ocopkit.text import same

FILE = Path("examples/packs/vi-du/src/ocop_vi_du/documents/plans/vi-du-ke-hoach-2026.yaml")
PLAN = load_plan(FILE)


def with_round(one: PlanRound) -> Plan:
    """Return the plan with one round alone."""
    return evolve(PLAN, rounds=(one,))


def codes(plan: Plan, key: str = "qd-26-2026") -> list[str]:
    """Return the codes of what is unlawful in a plan."""
    return [problem.code for problem in check_plan(plan, ocopkit.rule_book(key))]


def test_the_example_plan_is_lawful() -> None:
    """The example plan contradicts nothing in QĐ 26/2026."""
    assert codes(PLAN) == []


@pytest.mark.parametrize(
    ("one", "found"),
    [
        # article 5: round 1 of the province ends before 30 June, files before 30 April
        (PlanRound("province", 1, finish_before=date(2026, 6, 30)), []),
        (PlanRound("province", 1, finish_before=date(2026, 7, 1)), ["round-too-late"]),
        (PlanRound("province", 1, files_before=date(2026, 5, 1)), ["files-too-late"]),
        (PlanRound("province", 2, when=Span("2026-12")), ["round-too-late"]),
        (PlanRound("province", 2, when=Span("2026-11")), []),
        # "at least two a year": a third is held against nothing
        (PlanRound("province", 3, finish_before=date(2026, 12, 31)), []),
        (PlanRound("province", 0), ["unknown-round"]),
        # the plan is of 2026: what ends a year later is late, whatever its month
        (PlanRound("province", 2, finish_before=date(2027, 12, 30)), ["round-too-late"]),
        (PlanRound("province", 1, when=Span("2027-05")), ["round-too-late"]),
        (PlanRound("centre", 2, files_before=date(2027, 12, 1)), ["files-too-late"]),
        (PlanRound("province", finish_before=date(2026, 12, 30)), []),
        (PlanRound("province", finish_before=date(2026, 12, 31)), ["round-too-late"]),
        # round 2 of the centre: files before 30 January, done before 30 March, of the next year
        (PlanRound("centre", 2, files_before=date(2026, 12, 1)), []),
        (PlanRound("centre", 2, files_before=date(2027, 1, 30), finish_before=date(2027, 3, 30)), []),
        (PlanRound("centre", 2, files_before=date(2027, 1, 31)), ["files-too-late"]),
        (PlanRound("centre", 2, finish_before=date(2027, 3, 31)), ["round-too-late"]),
        (PlanRound("centre", 1, files_before=date(2026, 7, 30), finish_before=date(2026, 9, 30)), []),
        (PlanRound("centre", 1, files_before=date(2026, 12, 1)), ["files-too-late"]),
        (PlanRound("centre", files_before=date(2026, 12, 1)), []),
        (PlanRound("centre", finish_before=date(2026, 12, 20)), []),
        (PlanRound("district"), ["unknown-tier"]),  # QĐ 26/2026 has no districts
        (PlanRound("commune", recognises=(3,)), ["may-not-recognise"]),
        (PlanRound("province", recognises=(3, 4, 5)), ["may-not-recognise"]),
        (PlanRound("province", points_from=60), ["other-threshold"]),
        (PlanRound("province", points_from=50), []),
        # article 4.1: 3 stars from 50 to 69 points, 4 from 70 to 89; more are 4 stars at the province too
        (PlanRound("province", points_to=89), []),
        (PlanRound("province", points_to=100), []),
        (PlanRound("province", points_to=80), ["other-threshold"]),
        (PlanRound("province", points_to=120), ["other-threshold"]),
        (PlanRound("province", points_from=50, points_to=69, recognises=(3,)), []),
        (PlanRound("province", points_to=100, recognises=(3,)), ["other-threshold"]),
        (PlanRound("province", points_from=70, points_to=89, recognises=(4,)), []),
        (PlanRound("province", points_from=50, recognises=(4,)), ["other-threshold"]),
        (PlanRound("centre", points_from=90, points_to=100), []),
        (PlanRound("centre", points_to=99), ["other-threshold"]),
        (PlanRound("commune", points_from=50, points_to=60), ["tier-gives-no-points"] * 2),
        (PlanRound("province", forwards=Sending(85, "centre")), ["other-threshold"]),
        (PlanRound("province", forwards=Sending(90, "commune")), ["other-tier"]),
        (PlanRound("commune", forwards=Sending(50, "province")), ["no-forwarding"]),
    ],
)
def test_a_round_is_held_against_the_decision(one: PlanRound, found: list[str]) -> None:
    """A round after the legal date, or a threshold or star that the decision doesn't allow, is told."""
    assert codes(with_round(one)) == found


def test_it_is_held_against_the_law_of_its_time() -> None:
    """QĐ 1048/2019 was in force on no day of a plan for the second half of 2026."""
    assert "not-in-force" in codes(PLAN, "qd-1048-2019")
    assert "other-law" in codes(PLAN, "qd-148-2023")


def test_certificates_are_valid_for_36_months() -> None:
    """A plan can't have products evaluated again after two years: article 4.3 says 36 months."""
    (problem,) = check_plan(evolve(PLAN, re_evaluation_months=24), ocopkit.rule_book("qd-26-2026"))
    assert problem.code == "other-validity"
    assert "khoản 3 Điều 4" in problem.why.vi


def test_points_are_those_of_the_decision_of_the_time() -> None:
    """A district recognised 3 stars under QĐ 148, from 50 to 69 points, and none under QĐ 1048."""
    one = with_round(PlanRound("district", points_from=50, points_to=69))
    assert "other-threshold" not in codes(one, "qd-148-2023") + codes(one, "qd-1048-2019")
    two = with_round(PlanRound("district", points_from=50, points_to=75))
    assert "other-threshold" in codes(two, "qd-148-2023")


ROUND = "- tier: province\n  number: 2\n"


@pytest.mark.parametrize(
    ("rounds", "code", "path"),
    [
        (ROUND + "  points_from: 70\n  points_to: 50\n", "range", ("rounds", 0, "points_to")),
        (
            ROUND + "  files_before: 2026-10-30\n  finish_before: 2026-10-01\n",
            "time-backwards",
            ("rounds", 0, "finish_before"),
        ),
        (ROUND + "  files_before: 2026-10-30\n  when: 2026-09\n", "time-backwards", ("rounds", 0, "when")),
        (ROUND + ROUND, "repeated-round", ("rounds", 1, "number")),
    ],
)
def test_an_impossible_round_is_refused(
    rounds: str, code: str, path: tuple[str | int, ...], tmp_path: Path
) -> None:
    """A round that is over before its files are due, or whose points have no room, can't take place."""
    before, _, rest = FILE.read_text(encoding="utf-8").partition("rounds:\n")
    after = rest[rest.index("\nwork:") :]
    file = tmp_path / FILE.name
    file.write_text(f"{before}rounds:\n{rounds}{after}", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_plan(file)
    assert [(one.code, one.where.path) for one in caught.value.problems] == [(code, path)]


def test_rounds_of_two_years_may_have_one_number() -> None:
    """Hải Dương has rounds 1 and 2 in each of three years."""
    folder = Path("examples/packs/hai-duong-2023-2025/src/ocop_hai_duong/documents/plans")
    numbers = [one.number for one in load_plan(folder / "hai-duong-2023-2025.yaml").rounds if one.number]
    assert numbers == [1, 2] * 3


def test_what_is_unlawful_is_told_at_its_line() -> None:
    """What check_plan finds can be placed in the plan's document."""
    _, document = read_plan(FILE)
    wrong = evolve(PLAN, rounds=(PLAN.rounds[0], evolve(PLAN.rounds[1], points_from=60)))
    (problem,) = check_plan(wrong, ocopkit.rule_book("qd-26-2026"))
    assert document.located(problem).where.line == 20


@pytest.mark.parametrize(
    ("done", "on", "status", "pace"),
    [
        (12, date(2026, 8, 1), "reached", None),
        (9, date(2026, 12, 2), "on-the-way", Fraction(3)),
        (11, date(2026, 12, 31), "on-the-way", Fraction(30)),
        (11, date(2027, 1, 1), "missed", None),
        (12, date(2027, 1, 1), "reached", None),
    ],
)
def test_where_a_number_stands(done: int, on: date, status: str, pace: Fraction | None) -> None:
    """A target is reached, on the way with the pace needed, or missed once its last day is over."""
    (found, *_) = progress(PLAN, {"new": done}, on)
    assert (found.status, found.pace) == (status, pace)


@pytest.mark.parametrize(("count", "status"), [(Count(8, 10), "reached"), (Count(7, 9), "missed"), (7, None)])
def test_a_share_needs_all_there_are(count: Count | int, status: str | None) -> None:
    """80% of 9 is 8 products; without the number of all, a share isn't measurable."""
    found = {one.target.key: one for one in progress(PLAN, {"online": count}, date(2027, 1, 1))}["online"]
    assert found.status == (status or "not-measurable")


def test_what_was_not_counted_is_not_measurable() -> None:
    """No count is not zero."""
    assert {one.status for one in progress(PLAN, {}, date(2027, 1, 1))} == {"not-measurable"}


def test_a_target_of_each_unit_is_told_for_each() -> None:
    """A target for each commune is told commune by commune."""
    rows = progress_rows(progress(PLAN, {"communes": {"Xã A": 1, "Xã B": 0}}, date(2027, 1, 1)), "vi")
    told = [(row[0], row[3]) for row in rows if ":" in row[0]]
    assert told == [("Sản phẩm mới ở mỗi xã: Xã A", "đã đạt"), ("Sản phẩm mới ở mỗi xã: Xã B", "không đạt")]


def test_a_target_of_every_year_is_due_each_year() -> None:
    """A target of every year is due on the last day of the year it is asked for."""
    target = Target("a", same("a"), at_least=2, every_year=True)
    plan = evolve(PLAN, period=evolve(PLAN.period, last_day=date(2028, 6, 30)), targets=(target,))
    assert progress(plan, {"a": 1}, date(2027, 3, 1))[0].by == date(2027, 12, 31)
    assert progress(plan, {"a": 1}, date(2028, 3, 1))[0].by == date(2028, 6, 30)


@pytest.mark.parametrize(("count", "path"), [("done: -3", "done"), ("done: 50, of: 40", "of")])
def test_a_count_that_cannot_be_is_refused(count: str, path: str, tmp_path: Path) -> None:
    """Nobody counts less than nothing, or more than all there are: a slip of the pen reaches no target."""
    file = tmp_path / "counts.yaml"
    file.write_text(f"plan: {PLAN.id}\non: 2026-09-01\ncounts:\n  online: {{{count}}}\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_counts(file)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.path, problem.where.line) == ("range", ("counts", "online", path), 4)


def test_a_count_for_no_target_is_refused() -> None:
    """A mistyped key is told, since its count would be lost."""
    with pytest.raises(NotFoundError, match="Did you mean new"):
        progress(PLAN, {"neww": 1}, date(2026, 9, 1))


@given(st.integers(0, 40), st.integers(0, 40), st.dates(date(2026, 6, 1), date(2026, 12, 31)))
def test_more_never_makes_it_worse(one: int, more: int, on: date) -> None:
    """With more done, fewer are missing, and what is reached stays reached."""
    before, after = (progress(PLAN, {"new": done}, on)[0] for done in (one, one + more))
    assert after.missing <= before.missing
    assert (before.status, after.status) != ("reached", "on-the-way")
    assert before.pace is None or before.pace * before.days_left == 30 * before.missing


def test_the_calendar_is_valid_and_stable() -> None:
    """The calendar has short lines, an event for each dated entry, and the same bytes each time."""
    text = to_icalendar(PLAN)
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(entries(PLAN)) == 9
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert text == to_icalendar(load_plan(FILE))


def test_a_deadline_stands_on_the_last_day_that_meets_it() -> None:
    """A deadline "before 15 December" is met on 14 December at the latest."""
    days = [one.first_day for one in entries(PLAN) if one.what.en.startswith("Last day")]
    assert days == [date(2026, 12, 14)]


def test_the_picture_is_well_formed() -> None:
    """The picture is an SVG document with a bar for each target."""
    found = progress(PLAN, {"new": 9, "online": Count(8, 10)}, date(2026, 12, 2))
    picture = ET.fromstring(progress_picture(found, "vi"))  # noqa: S314 (our own text)
    bars = [one for one in picture if one.tag.endswith("rect")]
    assert len(bars) == 2 * len(found)
    assert bars[1].get("width") == "525"  # 9 of 12, of 700


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-03/2022-04", date(2022, 3, 1), date(2022, 4, 30)),
        ("2024-04-12", date(2024, 4, 12), date(2024, 4, 12)),
    ],
)
def test_times_as_plans_write_them(text: str, first: date, last: date) -> None:
    """A year, quarter, month, day, or from one to another."""
    assert (Span(text).first_day, Span(text).last_day) == (first, last)


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("when: 2026-06/2026-09", "when: 2026-09/2026-06", "not-a-time", "when:"),
        ("when: 2026-06/2026-09", "when: tháng 6", "not-a-time", "when:"),
        ("at_most: 15", "at_most: 11", "range", "at_most"),
        ("share: 0.8", "share: 80", "share", "share"),
        ("key: online", "key: new", "repeated-target", "share: 0.8"),
        ("at_least: 3, stars", "at_least: 3, share: 0.5, stars", "two-measures", "share: 0.5"),
        ("last_day: 2026-12-31", "last_day: 2026-01-31", "time-backwards", "2026-01-31"),
        ("finish_before: 2026-12-15", "finish_before: 2026-02-30", "not-a-date", "02-30"),
        ("targets:", "target:", "unknown-key", "target:"),
    ],
)
def test_a_mistake_in_a_plan_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, code: str, at: str
) -> None:
    """Every mistake of a plan is told with its line."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / FILE.name
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_plan(file)
    lines = text.replace(old, new).splitlines()
    assert any(one.code == code and at in lines[(one.where.line or 1) - 1] for one in caught.value.problems)
