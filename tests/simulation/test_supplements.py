"""A local supplement of many products is scored as that of one, and changes no national result."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import DocumentError, RuleBook
from ocopkit.local.supplement import Supplement, load_supplement, score_supplement
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.simulation.cells import column_of, gate_column
from ocopkit.simulation.population import population
from ocopkit.simulation.results import results
from ocopkit.simulation.supplements import local_name, with_supplements
from ocopkit.testing.strategies import sheets

FOLDER = Path("examples/packs/vi-du/src/ocop_vi_du/documents/supplements")
GREEN = load_supplement(FOLDER / "vi-du-xanh-2026.yaml")
BOOK = ocopkit.rule_book("qd-26-2026")


def rows_of(national: list[ScoreSheet], local: list[ScoreSheet | None]) -> pl.DataFrame:
    """Return sheets of both kinds as rows by level keys."""
    columns: dict[str, pl.Series] = {}
    for one in national[0].criteria_set.criteria:
        cells = [sheet.answers.get(one.code) for sheet in national]
        columns[column_of(one.code)] = pl.Series(cells, dtype=pl.String)
    for gate, _ in national[0].criteria_set.all_gates():
        if not gate.zero_in:
            columns[gate_column(gate.key)] = pl.Series([gate.key in sheet.raised for sheet in national])
    for one in GREEN.form.criteria:
        answers = [sheet and sheet.answers.get(one.code) for sheet in local]
        columns[local_name(GREEN, column_of(one.code))] = pl.Series(answers, dtype=pl.String)
    for gate, _ in GREEN.form.all_gates():
        raised = [sheet is not None and gate.key in sheet.raised for sheet in local]
        columns[local_name(GREEN, gate_column(gate.key))] = pl.Series(raised)
    return pl.DataFrame(columns)


def filled(sheet: ScoreSheet) -> ScoreSheet | None:
    """Return a local sheet; none if nothing is filled in, since rows can't tell the two apart."""
    return sheet if sheet.answers else None


pairs = st.lists(
    st.tuples(sheets(BOOK, form=BOOK[11]), sheets(GREEN.book, form=GREEN.form).map(filled)),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12)
@given(pairs)
def test_local_points_and_grades_are_those_of_single_sheets(
    drawn: list[tuple[ScoreSheet, ScoreSheet | None]],
) -> None:
    """Minimums, gates and grades of a supplement compile as those of a national set do."""
    national, local = [one for one, _ in drawn], [one for _, one in drawn]
    people = population(rows_of(national, local), BOOK, set=11)
    both = with_supplements(people, [GREEN]).collect().to_native()
    plain = results(people).collect().to_native()
    assert both.select("points", "stars").rows() == plain.select("points", "stars").rows()
    for sheet, points, grade in zip(
        local, both["vi_du_xanh_2026_points"], both["vi_du_xanh_2026_grade"], strict=True
    ):
        if sheet is None:
            assert (points, grade) == (None, None)
        else:
            alone = score_supplement(GREEN, sheet)
            assert (points, grade) == (alone.score.points, alone.grade.number if alone.grade else 0)


def best(supplement: Supplement, book: RuleBook) -> pl.DataFrame:
    """Return one dossier with full marks everywhere."""
    national = {column_of(one.code): [one.max] for one in book[11].criteria}
    local = {local_name(supplement, column_of(one.code)): [one.max] for one in supplement.form.criteria}
    return pl.DataFrame(national | local)


def test_what_does_not_fit_a_supplement_is_told_at_once(book: RuleBook) -> None:
    """A wrong value, a missing answer and a missing column are told with the supplement's own columns."""
    rows = best(GREEN, book)
    codes = [local_name(GREEN, column_of(one.code)) for one in GREEN.form.criteria]
    wrong = rows.with_columns(pl.lit(3).alias(codes[0]), pl.lit(None, pl.Int64).alias(codes[1]))
    with pytest.raises(DocumentError) as caught:
        with_supplements(population(wrong, book, set=11), [GREEN])
    told = {problem.code: problem.where.path for problem in caught.value.problems}
    assert told == {"off-ladder": (codes[0],), "missing-answer": (codes[1],)}
    with pytest.raises(DocumentError, match=rf"{codes[2]}: .missing-column."):
        with_supplements(population(rows.drop(codes[2]), book, set=11), [GREEN])
