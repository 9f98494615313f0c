"""The lawyers' cases come out as they expect, and there is one on each side of every boundary."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import ocopkit
from ocopkit.casebook.model import LegalCase
from ocopkit.casebook.reading import case_files, read_cases
from ocopkit.casebook.running import run_case
from ocopkit.casebook.telling import tell_result
from ocopkit.documents import read
from ocopkit.published import json_schemas
from ocopkit.scoring.readings import star_band

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILES = case_files(HERE)
CASES = [
    pytest.param(case, id=f"{file.stem}: {case.sentence.en}".encode("ascii", "replace").decode())
    for file in FILES
    for case in read_cases(file, name=file.relative_to(ROOT).as_posix())
]
RESULTS = [run_case(case) for file in FILES for case in read_cases(file)]


@pytest.mark.parametrize("case", CASES)
def test_the_rules_say_what_the_case_expects(case: LegalCase) -> None:
    """What comes out is what the clause says; if not, the message tells the case and the reason."""
    result = run_case(case)
    assert result.passed, tell_result(result, lang="en")


def test_every_sentence_and_reason_is_told_in_both_languages() -> None:
    """Each case has a sentence and a reason in Vietnamese and another in English."""
    alike = [
        result.case.sentence.vi
        for result in RESULTS
        if result.case.sentence.vi == result.case.sentence.en
        or result.case.because.vi == result.case.because.en
    ]
    assert alike == []


@pytest.mark.parametrize("key", ocopkit.books(packs=False).national)
def test_every_band_of_every_regime_has_a_case_on_either_side(key: str) -> None:
    """For each band there is a sheet of exactly its first point and one of a point less."""
    bands = ocopkit.rule_book(key).articles.bands
    wanted = {band.at_least - less for band in bands if band.at_least for less in (0, 1)}
    scored = [result.found.score for result in RESULTS if result.found.book and result.found.book.id == key]
    assert wanted <= {score.points for score in scored if score}


@pytest.mark.parametrize("key", ["qd-26-2026", "qd-148-2023", "qd-1489-2025"])
def test_every_minimum_star_of_a_regime_has_a_case_that_misses_it(key: str) -> None:
    """For 3, 4 and 5 stars there is a sheet that has the points and lacks a minimum."""
    book = ocopkit.rule_book(key)
    held_back = {
        star_band(book, score.points).stars
        for result in RESULTS
        if (score := result.found.score) and score.rule_book == key and score.missed
        if score.outcome == "rated" and score.stars != star_band(book, score.points).stars
    }
    assert held_back == {3, 4, 5}


@pytest.mark.parametrize("key", ocopkit.books(packs=False).national)
def test_each_regime_applies_on_its_first_day_by_a_case(key: str) -> None:
    """The first day of each decision, and the day before it, have a case of their own."""
    first = ocopkit.rule_book(key).articles.instrument.in_force.first_day
    days = {result.case.given.evaluated_on for result in RESULTS if result.case.expect.rule_book}
    gaps = {result.case.given.evaluated_on for result in RESULTS if result.case.expect.error}
    assert first in days
    assert any(day and (first - day).days == 1 for day in days | gaps)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_case_files_fit_the_published_schema(file: Path) -> None:
    """An editor that knows the JSON Schema of case files accepts ours."""
    schema = json_schemas()["cases.schema.json"]
    data: Any = read(file).data
    problems = Draft202012Validator(schema).iter_errors(data)
    assert [problem.message for problem in problems] == []
