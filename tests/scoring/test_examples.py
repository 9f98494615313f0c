"""The example sheets, each of which shows one thing."""

from pathlib import Path

import pytest

import ocopkit

SHEETS = Path("examples/sheets")
SHOWN = {
    "tea-three-stars": (66, 3, "rated"),
    "fish-sauce-held-back": (92, 4, "rated"),
    "craft-copied-design": (85, None, "disqualified"),
    "water-stopped-by-zero": (66, None, "stopped"),
    "tourism-community": (82, 4, "rated"),
    "tourism-site": (82, 4, "rated"),
    "flowers-points-only": (78, 4, "rated"),
    "essential-oil-five-stars": (96, 5, "rated"),
    "vegetables-not-local": (72, None, "disqualified"),
    "spirit-below-the-lowest-level": (15, 1, "rated"),
}


def test_every_example_is_accounted_for() -> None:
    """Each file of the folder is shown by a test: ten complete sheets, one incomplete, one all wrong."""
    assert {path.stem for path in SHEETS.glob("*.yaml")} == {*SHOWN, "cosmetics-incomplete", "every-mistake"}


def test_the_complete_examples_come_from_all_six_groups() -> None:
    """Food, drinks, medicinal, handicrafts, ornamental and tourism each have an example."""
    groups = {ocopkit.load_sheet(SHEETS / f"{name}.yaml").criteria_set.group for name in SHOWN}
    assert len(groups) == 6


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_an_example_shows_what_it_says(name: str) -> None:
    """Points, stars and outcome are those that the example is there to show."""
    score = ocopkit.score(ocopkit.load_sheet(SHEETS / f"{name}.yaml"))
    assert (score.points, score.stars, score.outcome) == SHOWN[name]


def test_a_five_star_minimum_missed_at_92_points_holds_back_to_four() -> None:
    """92 points reach five stars; 1.4 wants level d for five stars and has c: four stars."""
    score = ocopkit.score(ocopkit.load_sheet(SHEETS / "fish-sauce-held-back.yaml"))
    assert [(one.criterion.code, one.stars) for one in score.missed] == [("1.4", 5)]
    strict = ocopkit.score(score.sheet, readings={"minimum-missed": "not-achieved"})
    assert (strict.stars, strict.outcome) == (None, "not-achieved")


def test_a_requirement_not_met_follows_its_reading() -> None:
    """The requirement of 100 % grown in the province isn't met: out by our reading, a note by the other."""
    sheet = ocopkit.load_sheet(SHEETS / "vegetables-not-local.yaml")
    assert ocopkit.score(sheet).outcome == "disqualified"
    lenient = ocopkit.score(sheet, readings={"origin-requirement": "note"})
    assert (lenient.points, lenient.outcome) == (72, "rated")
    assert "requirement-unmet" in {finding.code for finding in lenient.findings}
    assert [used.option.key for used in lenient.readings if used.chosen] == ["note"]


def test_a_zero_in_set_16_stops_and_leaves_later_answers_out() -> None:
    """A zero for smell stops the evaluation after the sensory criteria; later answers don't count."""
    score = ocopkit.score(ocopkit.load_sheet(SHEETS / "water-stopped-by-zero.yaml"))
    assert [(one.gate.key, one.by) for one in score.raised] == [("sensory-zero", "scores")]
    assert score.lines[-1].criterion.code == "6.4"
    assert "not-assessed" in {finding.code for finding in score.findings}
    so_far = ocopkit.score(score.sheet, readings={"after-stop": "points-so-far"})
    assert (so_far.points, so_far.outcome) == (66, "stopped")
    assert so_far.stars == 2


def test_an_incomplete_sheet_is_refused_with_every_missing_answer() -> None:
    """Four answers are missing: all four are named, in the words of the form."""
    sheet = ocopkit.load_sheet(SHEETS / "cosmetics-incomplete.yaml")
    with pytest.raises(ocopkit.errors.IncompleteSheetError) as caught:
        ocopkit.score(sheet)
    assert [problem.where.path[-1] for problem in caught.value.problems] == ["3.5", "4.1", "5.1", "8"]
    assert "3.5 Sở hữu trí tuệ: chưa trả lời" in caught.value.say("vi")
    limits = ocopkit.bounds(sheet)
    assert (limits.least, limits.most) == (64, 81)


def test_level_keys_and_points_are_the_same_sheet() -> None:
    """The flowers are answered by points; read, they stand by level keys."""
    sheet = ocopkit.load_sheet(SHEETS / "flowers-points-only.yaml")
    assert all(isinstance(answer, str) for answer in sheet.answers.values())


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    """One sheet with every kind of mistake: each is told, in the order of the file."""
    with pytest.raises(ocopkit.DocumentError) as caught:
        ocopkit.load_sheet(SHEETS / "every-mistake.yaml")
    lines = [problem.where.line for problem in caught.value.problems]
    assert lines == sorted(line for line in lines if line)
    assert {problem.code for problem in caught.value.problems} == {
        "unknown-producer-kind",
        "unknown-key",
        "unknown-level",
        "off-ladder",
        "fractional-points",
        "points-as-text",
        "not-an-answer",
        "ambiguous-value",
        "repeated-key",
        "no-below",
        "not-asked",
        "heading",
        "unknown-criterion",
        "unknown-gate",
    }


def test_a_sheet_is_shown_on_one_line() -> None:
    """In a console a sheet is its set, how much is answered, the gates raised and the product."""
    form = ocopkit.rule_book("qd-26-2026")[11]
    sheet = ocopkit.ScoreSheet(form, {"1.1": "c"}, product=ocopkit.Product("Chè minh họa"))
    assert repr(sheet) == (
        "ScoreSheet(qd-26-2026/fresh-and-processed-tea, 1 of 32 answered, product='Chè minh họa')"
    )
    assert len(repr(ocopkit.load_sheet(SHEETS / "craft-copied-design.yaml"))) < 200
