"""What LibreOffice computes from a form's formulas is what the engine says of the same answers."""

# ruff: noqa: S311 (chance, not secrets)

import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from attrs import evolve, frozen
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import ocopkit
from ocopkit.errors import DocumentError
from ocopkit.forms.grid import Grid, grid_of
from ocopkit.forms.reading import load_form, load_members
from ocopkit.forms.summary import KEY_COLUMN, SUMMARY
from ocopkit.forms.workbook import ONE, council_workbook, form_workbook, member_name
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.council import MemberSheet, decide
from ocopkit.scoring.councils.members import ROLES
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.regulation import Regulation
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text

Recalculate = Callable[[Mapping[str, bytes]], dict[str, Path]]
_SEED = 26
_DECISION = "qd-26-2026"
_OTHERS = {"qd-1048-2019": (1, 7, 17, 26), "qd-148-2023": (1, 11, 21, 26), "qd-1489-2025": (7,)}
"""Of the other decisions, the sets with what is peculiar: gates decided by points, cases, exemptions."""
_OTHER_READINGS = {
    "readings/minimum-missed/choice": "not-achieved",
    "readings/lower-minimums/choice": "own-only",
    "readings/after-stop/choice": "points-so-far",
    "readings/other-requirement/choice": "disqualify",
}
_SHEETS = 4


@frozen(eq=False)
class Case:
    """A council's workbook, with what was filled in."""

    book: RuleBook
    form: CriteriaSet
    members: tuple[MemberSheet, ...]

    @property
    def grid(self) -> Grid:
        return grid_of(self.book, self.form, readings_of(self.book.basis), member=True)


def answers(form: CriteriaSet, chance: random.Random, *, full: bool = True, gates: bool = True) -> ScoreSheet:
    """Return a sheet answered by chance: any level, "below" and "exempt"; now and then a gate."""
    found: dict[str, str | int | None] = {}
    flags = 0
    for slot in plan_of(form).slots:
        if flags & slot.not_asked_if or not (full or chance.random() < 0.6):
            continue
        answer = chance.choice(list(slot.lines))
        flags |= slot.lines[answer].flags
        found[slot.criterion.code] = answer
    keys = [gate.key for gate, _ in form.all_gates() if not gate.zero_in and gates and chance.random() < 0.07]
    return ScoreSheet(form, found, {key: f"lý do {key}" for key in keys})


def high(form: CriteriaSet, chance: random.Random) -> ScoreSheet:
    """Return a sheet of the highest levels but for a few, so that the upper stars come about."""
    best = {
        slot.criterion.code: max(slot.lines.values(), key=lambda one: one.points)
        for slot in plan_of(form).slots
    }
    few = chance.sample(list(best), 3)
    lower = {code: chance.choice(list(plan_of(form).slots[plan_of(form).index[code]].lines)) for code in few}
    sheet = ScoreSheet(form, {code: line.answer for code, line in best.items()})
    skipped = {slot.criterion.code for slot in plan_of(form).slots if slot.not_asked_if}
    return sheet.answer({code: answer for code, answer in lower.items() if code not in skipped})


def council(form: CriteriaSet, chance: random.Random) -> tuple[MemberSheet, ...]:
    sheets = [answers(form, chance) for _ in range(_SHEETS - 2)]
    sheets += [high(form, chance), answers(form, chance, full=False)]
    return tuple(MemberSheet(f"Ủy viên {place}", sheet) for place, sheet in enumerate(sheets, start=1))


@pytest.fixture(scope="session")
def cases() -> Mapping[str, Case]:
    """Return a council's workbook for every set of QĐ 26/2026, for some of the others, and a what-if."""
    chance = random.Random(_SEED)
    found: dict[str, Case] = {}
    now = ocopkit.rule_book(_DECISION)
    for form in now:
        found[f"{_DECISION}-{form.number}"] = Case(now, form, council(form, chance))
    for key, numbers in _OTHERS.items():
        book = ocopkit.rule_book(key)
        for number in numbers:
            found[f"{key}-{number}"] = Case(book, book[number], council(book[number], chance))
    other = ocopkit.amend(now, _OTHER_READINGS, because="the other readings")
    for number in (1, 11, 16):
        found[f"other-readings-{number}"] = Case(other, other[number], council(other[number], chance))
    return found


@pytest.fixture(scope="session")
def written(cases: Mapping[str, Case]) -> dict[str, bytes]:
    return {name: council_workbook(one.book, one.form.slug, one.members) for name, one in cases.items()}


@pytest.fixture(scope="session")
def computed(written: Mapping[str, bytes], recalculate: Recalculate) -> dict[str, Path]:
    return recalculate(written)


@pytest.fixture(scope="session")
def shown(computed: dict[str, Path]) -> dict[str, Workbook]:
    return {name: values(file) for name, file in computed.items()}


def values(file: Path | BytesIO) -> Workbook:
    """Return a workbook with what its cells show instead of their formulas."""
    return load_workbook(file, data_only=True)


def worksheets(
    cases: Mapping[str, Case], workbooks: Mapping[str, Workbook]
) -> Iterator[tuple[Case, ScoreSheet, Worksheet]]:
    for name, case in cases.items():
        workbook = workbooks[name]
        for number, one in enumerate(case.members, start=1):
            assert one.sheet is not None
            yield case, one.sheet, workbook[member_name(number).vi]


def test_formulas_are_the_engine(cases: Mapping[str, Case], shown: dict[str, Workbook]) -> None:
    """Points of criteria, sections, parts and all together, stars and missed minimums are the engine's."""
    stars = set[int | None]()
    outcomes = set[str]()
    for case, sheet, worksheet in worksheets(cases, shown):
        if sheet.unanswered():
            continue
        score = ocopkit.score(sheet)
        at = case.grid.at
        points = {
            line.criterion.code: worksheet[f"F{at[f'answers/{line.criterion.code}']}"].value
            for line in score.lines
        }
        assert points == {line.criterion.code: line.points for line in score.lines}
        for section in score.sections:
            key = f"sections/{section.section.code}"
            row = at[key] if key in at else at[f"answers/{section.section.code}"]
            found = worksheet[f"F{row}"].value
            assert (found if isinstance(found, int | float) else 0) == section.points  # open once it is out
        parts = [worksheet[f"F{at[f'parts/{one.part.code}']}"].value for one in score.parts]
        assert parts == [one.points for one in score.parts]
        assert worksheet[f"F{at['total']}"].value == score.points
        star = worksheet[f"D{at['star']}"].value
        assert (star if isinstance(star, int | float) else None) == score.stars, star
        missed = {
            (int(words[0]), code)
            for line in score.lines
            for code in [line.criterion.code]
            for words in [
                one for one in str(worksheet[f"G{at[f'answers/{code}']}"].value or "").split() if "★" in one
            ]
        }
        assert missed == {(one.stars, one.criterion.code) for one in score.missed}
        stars.add(score.stars)
        outcomes.add(score.outcome)
    assert stars >= {None, 2, 3, 4}
    assert outcomes == {"rated", "not-achieved", "stopped", "disqualified"}


def test_open_sheets_say_what_is_open(cases: Mapping[str, Case], shown: dict[str, Workbook]) -> None:
    """No answer is not zero: the star cell names the open criteria, and no sum over them is shown."""
    seen = 0
    for case, sheet, worksheet in worksheets(cases, shown):
        missing = [one.code for one in sheet.unanswered()]
        if not missing:
            continue
        seen += 1
        at = case.grid.at
        assert (
            worksheet[f"D{at['star']}"].value
            == f"Còn {len(missing)} tiêu chí chưa chấm: {', '.join(missing)}"
        )
        assert worksheet[f"F{at['total']}"].value == "…"
        assert [
            code for code in missing if worksheet[f"F{at[f'answers/{code}']}"].value not in {None, ""}
        ] == []
        for part in case.form.parts:
            open_ = any(one.code in missing for section in part.sections for one in section.criteria)
            assert (worksheet[f"F{at[f'parts/{part.code}']}"].value == "…") == open_
    assert seen > len(cases) // 2


def test_every_cell_shows_what_we_kept_beside_its_formula(
    written: dict[str, bytes], shown: dict[str, Workbook]
) -> None:
    """A program that computes nothing shows the same: no formula's kept value differs from the computed."""
    compared = 0
    for name, content in written.items():
        kept, found = values(BytesIO(content)), shown[name]
        for worksheet in kept.worksheets:
            for row in worksheet.iter_rows():
                for cell in row:
                    other = found[worksheet.title][cell.coordinate].value
                    same = (cell.value or "") == (other or "")
                    if not same and isinstance(cell.value, float) and isinstance(other, float):
                        same = abs(cell.value - other) < 1e-9
                    assert same, (name, worksheet.title, cell.coordinate, cell.value, other)
                    compared += 1
    assert compared > 100_000


def test_what_another_program_saves_reads_back_without_loss(
    cases: Mapping[str, Case], computed: dict[str, Path]
) -> None:
    """LibreOffice saves the workbook anew, and it still holds exactly the sheets that were filled in."""
    for name, case in cases.items():
        if name.startswith(_DECISION):
            assert load_members(computed[name]) == case.members


def test_the_summary_is_the_council(recalculate: Recalculate) -> None:
    """Means and spreads of the summary are those of the council's decision, to the last fraction."""
    chance = random.Random(_SEED)
    book = ocopkit.rule_book(_DECISION)
    rules = Regulation("own", Text("Quy chế", "Regulation"))
    councils: dict[str, tuple[MemberSheet, ...]] = {}
    for number in (1, 11, 26):
        form = book[number]
        sheets = [
            one for one in (high(form, chance) for _ in range(9)) if len(one.way.lines) == len(form.criteria)
        ]
        chair, member, *invited = ROLES
        roles = (chair, member, member, *invited)
        seats = [
            MemberSheet(f"Ủy viên {place}", sheet, role)
            for place, (sheet, role) in enumerate(zip(sheets, roles, strict=False))
        ]
        away = MemberSheet("Vắng", None, present=False)
        left = MemberSheet("Xung đột", sheets[0], conflict="người nhà")
        councils[str(number)] = (*seats, MemberSheet("Không chấm", sheets[1], votes=False), away, left)
    files = recalculate({name: council_workbook(book, int(name), one) for name, one in councils.items()})
    for name, members in councils.items():
        decision = decide(members, rules)
        worksheet = values(files[name])[SUMMARY.vi]
        rows = {
            worksheet[f"{KEY_COLUMN}{number}"].value: number for number in range(1, worksheet.max_row + 1)
        }
        first = 4 + len(members)

        def shown(
            key: str,
            place: int,
            rows: dict[object, int] = rows,
            first: int = first,
            worksheet: Worksheet = worksheet,
        ) -> object:
            return worksheet.cell(rows[key], first + place).value

        for one in decision.criteria:
            key = f"answers/{one.criterion.code}"
            assert near(shown(key, 0), one.mean)
            assert [shown(key, place) for place in (1, 2, 3)] == [one.least, one.most, one.spread]
        for part in decision.parts:
            assert near(shown(f"parts/{part.part.code}", 0), part.mean)
        last = decision.scorings[-1]
        assert near(shown("total", 0), decision.mean)
        assert [shown("total", place) for place in (1, 2, 3)] == [last.least, last.most, last.spread]
        by_member = {seat.member.member: seat.scores[-1].stars for seat in decision.seats if seat.scores}
        stars = [worksheet.cell(rows["star"], 4 + place).value for place in range(len(members))]
        assert [one for one in stars if one not in {None, ""}] == [
            by_member[one.member] for one in members if one.member in by_member
        ]


def near(found: object, wanted: Fraction) -> bool:
    return isinstance(found, int | float) and abs(Fraction(found) - wanted) < Fraction(1, 10**9)


def test_a_summary_says_what_it_does_not_compute(recalculate: Recalculate) -> None:
    """A member who raises a gate, or hasn't finished, leaves no mean on the summary but words."""
    book = ocopkit.rule_book(_DECISION)
    full = high(book[11], random.Random(1))
    gate = evolve(full, raised={"dossier": "giả mạo"})
    some = full.answer({"1.1": None})
    councils = {
        "gate": [MemberSheet("A", full, "chair"), MemberSheet("B", gate)],
        "open": [MemberSheet("A", full, "chair"), MemberSheet("B", some)],
        "nobody": [MemberSheet("A", full, "expert")],
    }
    files = recalculate({name: council_workbook(book, 11, one) for name, one in councils.items()})
    said = {}
    for name, file in files.items():
        worksheet = values(file)[SUMMARY.vi]
        said[name] = str(worksheet["A4"].value)
        column = 4 + len(councils[name])
        means = {
            str(worksheet.cell(row, column).value or "")
            for row in range(8, worksheet.max_row)
            if worksheet[f"{KEY_COLUMN}{row}"].value
        }
        assert means <= {"…", ""}
    assert "ocopkit council" in said["gate"]
    assert "chưa chấm xong" in said["open"]
    assert "Chưa có thành viên" in said["nobody"]


def test_wrong_cells_are_named_by_the_form_itself(recalculate: Recalculate) -> None:
    """What a person can do wrong shows in the star cell as the cells to mend, never as a result."""
    book = ocopkit.rule_book(_DECISION)
    form = book[11]
    at = grid_of(book, form, readings_of(book.basis), member=False).at
    sheet = high(form, random.Random(2)).answer({"5.1": "a", "5.2": None})
    workbook = load_workbook(BytesIO(form_workbook(book, 11, sheet=sheet)))
    page = workbook[ONE.vi]
    page[f"E{at['answers/1.1']}"] = 3
    page[f"E{at['answers/1.2']}"] = "c (2 diem)"
    page[f"E{at['answers/1.3']}"] = "*"
    page[f"E{at['answers/1.4']}"] = " c  (3 điểm) "
    page[f"E{at['answers/5.2']}"] = "a (0 điểm)"
    page[f"B{at['reasons/impurities']}"] = "có tạp chất"
    page[f"E{at['raised/dossier']}"] = "Áp dụng"
    stream = BytesIO()
    workbook.save(stream)
    file = recalculate({"wrong": stream.getvalue()})["wrong"]
    keys = ("raised/dossier", "answers/1.1", "answers/1.2", "answers/1.3", "answers/5.2", "raised/impurities")
    cells = [f"E{at[key]}" for key in keys]
    shown = values(file)[ONE.vi]
    assert (
        shown[f"D{at['star']}"].value
        == f"Sửa các ô: {', '.join(sorted(cells, key=lambda one: int(one[1:])))}"
    )
    with pytest.raises(DocumentError) as told:
        load_form(file)
    found = {
        f"E{one.where.line}" if one.where.path[0] != "reasons" else "reason" for one in told.value.problems
    }
    assert found == {*cells[:5], "reason"}
