"""Registers: many cases as JSON lines, counted on a day, and safe in a crash."""

import tracemalloc
from collections.abc import Callable
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from unicodedata import normalize

import narwhals as nw
import pytest
from attrs import evolve, fields
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.events import (
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    Extended,
    Forwarded,
    Recognised,
    Revoked,
)
from ocopkit.cases.provinces import _plain, provinces
from ocopkit.cases.register import append_to_register, load_register, register_cases, save_register
from ocopkit.cases.statistics import Habit, Row, expiring, rows, statistics
from ocopkit.errors import CaseError, DocumentError, OcopError, Problem
from ocopkit.product import Person, Producer, Product
from ocopkit.simulation.registers import COLUMNS, Backend, register_frame

LAW = ocopkit.rule_book
DAY = date(2026, 7, 10)


def case(
    name: str, stars: int, *, province: str = "Tỉnh Bắc Kạn", kind: str = "cooperative", number: int = 11
) -> Case:
    """Return a case certified by the province on 10 July 2026; 5 stars are only hoped for."""
    producer = Producer("HTX Minh Họa", kind, province, representative=Person("Nguyễn Thị Minh Họa"))
    return Case.open(Product(f"Chè {name}", producer), LAW, id=name).apply(
        DossierFiled(date(2026, 6, 1), set=number),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
        CouncilResult(date(2026, 7, 1), "province", stars=stars),
        Recognised(DAY, "province"),
        CertificateIssued(DAY, "province"),
    )


CASES = (
    case("a", 3),
    case("b", 4, province="19", kind="farm"),
    case("c", 5, province="Bắc Giang", number=21),
    case("d", 5, province="24").apply(Revoked(date(2026, 9, 1), "province", "a")),
    case("e", 3).apply(Extended(date(2029, 7, 1), "province")),
    Case.open(Product("Chè f", Producer("Hộ", "family-household", "Huế")), LAW, id="f"),
)


def test_a_register_is_saved_and_reloaded_without_loss(tmp_path: Path) -> None:
    """Every case comes back with its events and its state; personal data only if it was asked for."""
    file = tmp_path / "register.jsonl"
    save_register(file, CASES)
    assert "Nguyễn" not in file.read_text(encoding="utf-8")
    loaded = load_register(file, LAW)
    assert loaded.problems == ()
    assert [one.events for one in loaded.cases.values()] == [one.events for one in CASES]
    assert [one.state for one in loaded.cases.values()] == [one.state for one in CASES]
    save_register(file, CASES, personal=True)
    assert tuple(load_register(file, LAW).cases.values()) == CASES


def test_what_happens_later_is_appended(tmp_path: Path) -> None:
    """A case is opened by one line and goes on in others, wherever these stand."""
    file = tmp_path / "register.jsonl"
    first, second = CASES[0], CASES[1]
    append_to_register(file, first.as_of(date(2026, 6, 12)), personal=True)
    append_to_register(file, second, personal=True)
    append_to_register(file, first, since=3, personal=True)
    assert len(file.read_bytes().splitlines()) == 3
    assert tuple(load_register(file, LAW).cases.values()) == (first, second)
    assert statistics(file, LAW, on=DAY).total.stars == {3: 1, 4: 1}


@given(st.integers(0, 10_000))
@settings(max_examples=60)
def test_a_cut_file_loses_at_most_its_last_line(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    """Wherever a crash cuts a register, the lines before are whole, and the loss is told."""
    file = tmp_path_factory.mktemp("cut") / "register.jsonl"
    save_register(file, CASES)
    content = file.read_bytes()
    kept = content[: cut % (len(content) + 1)]
    file.write_bytes(kept)
    whole = sum(len(kept) >= end - 1 for end in ends(content))
    sound = {content[: end - shift] for end in ends(content) for shift in (0, 1)} | {b""}
    is_cut = kept not in sound
    loaded = load_register(file, LAW)
    assert list(loaded.cases) == [one.id for one in CASES[:whole]]
    assert [problem.code for problem in loaded.problems] == (["cut-line"] if is_cut else [])
    told = append_to_register(file, Case.open(Product("Chè"), LAW, id="new"))
    assert [problem.code for problem in told] == [problem.code for problem in loaded.problems]
    again = load_register(file, LAW)
    assert again.problems == ()
    assert set(again.cases) == {*loaded.cases, "new"}


def ends(content: bytes) -> list[int]:
    """Return where each line ends, behind its end of line."""
    return [place + 1 for place, sign in enumerate(content) if sign == ord("\n")]


def _append_some(file: Path, name: int) -> None:
    """Append forty cases whose lines are longer than a buffer."""
    for place in range(40):
        case = Case.open(Product("Chè " * 3000), ocopkit.rule_book, id=f"{name}-{place}")
        assert append_to_register(file, case) == ()


def test_four_processes_append_and_nothing_is_lost(tmp_path: Path) -> None:
    """Each line is whole whoever else writes: none is taken for one that a crash cut."""
    file = tmp_path / "register.jsonl"
    writers = [get_context("spawn").Process(target=_append_some, args=(file, name)) for name in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert [one.exitcode for one in writers] == [0] * 4
    found = load_register(file, ocopkit.rule_book)
    assert (len(found.cases), found.problems) == (160, ())


def test_a_broken_line_in_the_middle_is_refused(tmp_path: Path) -> None:
    """Only the last line can have been cut; another that is no JSON is told with its number."""
    file = tmp_path / "register.jsonl"
    save_register(file, CASES)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], lines[1][:40] + b"\n", *lines[2:]]))
    with pytest.raises(DocumentError, match=r"register.jsonl:2: \[broken-line\]"):
        load_register(file, LAW)
    file.write_bytes(b'{"id": 1}\n')
    with pytest.raises(DocumentError, match="no key 'case'"):
        statistics(file, LAW, on=DAY)
    with pytest.raises(DocumentError, match="There is no such file"):
        load_register(tmp_path / "nowhere.jsonl", LAW)
    with pytest.raises(CaseError, match="empty or used already"):
        save_register(file, [CASES[0], CASES[0]])


@pytest.mark.parametrize(
    "line",
    [
        '{"case": "a", "product": "Chè"}',
        '{"case": "a", "product": {"producer": "HTX"}}',
        '{"case": "a", "product": {"name": "Chè"}, "events": [{"kind": "lapsed", "on": 20260601}]}',
        '{"case": "a", "product": {"name": "Chè"}, "events": [{"kind": ["lapsed"], "on": "2026-06-01"}]}',
        '{"case": "a", "product": {"name": "Chè"}, "events": [{"kind": "lapsed", "on": "2026-02-29"}]}',
        '{"case": "a", "product": {"name": "Chè"}, "events": [{"kind": "lapsed", "on": "20260601"}]}',
        '{"case":"a","events":[{"kind":"lapsed","on":"2026-06-02"},{"kind":"lapsed","on":"2026-06-01"}]}',
        '{"case": "a", "product": {"name": "Chè"}, "events": [{"kind": "lapse", "on": "2026-06-01"}]}',
        '{"case": "a", "product": {"name": "Chè", "producer": {"name": "HTX", "kind": ["x"]}}}',
        r'{"case": "a", "product": {"name": "Chè", "producer": {"name": "HTX", "province": "\ud800"}}}',
    ],
)
def test_a_line_of_another_form_is_told_whoever_reads_it(tmp_path: Path, line: str) -> None:
    """Counting doesn't check every value, but never fails without saying where."""
    file = tmp_path / "register.jsonl"
    file.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="A line doesn't have the right form"):
        statistics(file, LAW, on=DAY)
    with pytest.raises(OcopError):
        load_register(file, LAW)
    file.write_text('{"case":"a","format":2,"product":{"name":"Chè","producer":null}}\n', encoding="utf-8")
    assert statistics(file, LAW, on=DAY).cases == len(load_register(file, LAW).cases) == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"stars":4,"last_day"', '"stars":999,"last_day"', "no-such-stars"),
        ('"stars":4,"last_day"', '"stars":"4","last_day"', "not-filled-in"),
        ('"last_day":"2029-', '"last_day":"never-', "not-filled-in"),
        ('"last_day":"2029-', '"last_day":"2029-0', "not-filled-in"),
    ],
)
def test_a_certificate_that_there_cannot_be_is_not_counted(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """Statistics judge no event, but count no star and no day that doesn't exist."""
    text = Path("examples/cases/register.jsonl").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "register.jsonl"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        statistics(file, LAW, on=date(2027, 6, 1))
    assert [one.code for one in caught.value.problems] == [told]


def test_the_last_day_of_the_calendar_can_be_asked() -> None:
    """Six months from the year 9999's end lie beyond every calendar: nothing expires later."""
    found = statistics(CASES, LAW, on=date.max)
    assert (found.total.valid, found.expiring) == (0, 0)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"case": {"a": 1}, "product": {"name": "Chè"}}', "no-case"),
        ('{"case": 5, "product": {"name": "Chè"}}', "no-case"),
        ('{"case": "", "product": {"name": "Chè"}}', "no-case"),
        ('{"case": "a", "product": {"name": "Chè"}, "events": "x"}', "wrong-type"),
        ('{"case": "a", "product": {"name": "Chè"}, "events": null}', "wrong-type"),
        ('{"case": "a", "product": ' + "[" * 9999 + "]" * 9999 + "}", "broken-line"),
    ],
)
def test_a_line_of_another_shape_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    """Counting and loading say the same of it, with the file and the line."""
    file = tmp_path / "register.jsonl"
    file.write_text("\n" + line + "\n", encoding="utf-8")
    for read in (lambda: statistics(file, LAW, on=DAY), lambda: load_register(file, LAW)):
        with pytest.raises(DocumentError) as caught:
            read()
        (problem,) = caught.value.problems
        assert (problem.code, problem.where.file, problem.where.line) == (told, str(file), 2)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            '{"case": "a", "format": 2, "product": {"name": "Chè", "name": "Rượu"}}',
            "'name' stands here twice",
        ),
        ('{"case": "a", "format": 2, "product": {"name": "\\ud800"}}', "half a letter"),
        (
            '{"case": "a", "format": 2, "product": {"name": "Chè"}, "readings": {"lst-day": "x"}}',
            "Did you mean last",
        ),
        (
            '{"case":"a","format":2,"product":{"name":"Chè"},"events":[{"kind":"council-result","points":1e99999999}]}',
            "Expected a number or a fraction",
        ),
    ],
)
def test_what_could_not_be_read_again_is_refused_when_it_is_loaded(
    tmp_path: Path, line: str, told: str
) -> None:
    """No value wins silently over another, and each problem names the register that it stands in."""
    file = tmp_path / "register.jsonl"
    file.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(OcopError, match=told) as caught:
        load_register(file, LAW)
    assert {problem.where.file for problem in caught.value.problems} == {str(file)}


def test_a_register_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    """Some programs on Windows write one: it is no part of the first line."""
    file = tmp_path / "register.jsonl"
    save_register(file, CASES)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert len(load_register(file, LAW).cases) == statistics(file, LAW, on=DAY).cases == len(CASES)


def test_a_failed_save_leaves_no_trace(tmp_path: Path) -> None:
    """The old file stays as it was, and nothing half-written stands beside it."""
    file = tmp_path / "register.jsonl"
    save_register(file, CASES[:2])
    before = file.read_bytes()
    with pytest.raises(CaseError, match="no-own-id"):
        save_register(file, [CASES[0], CASES[0]])
    assert [one.name for one in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == before


def _save_and_append(file: Path, name: int) -> None:
    """Save a register anew, as one process may while others append."""
    for place in range(10):
        if name == 0:
            save_register(file, CASES[:1])
        else:
            assert (
                append_to_register(file, Case.open(Product("Chè"), ocopkit.rule_book, id=f"{name}-{place}"))
                == ()
            )


def test_whoever_appends_while_another_saves_writes_to_the_file_that_stays(tmp_path: Path) -> None:
    """What is acknowledged after the last save is in the file, and every line of it is whole."""
    file = tmp_path / "register.jsonl"
    save_register(file, CASES[:1])
    context = get_context("spawn")
    others = [context.Process(target=_save_and_append, args=(file, name)) for name in range(3)]
    for one in others:
        one.start()
    for one in others:
        one.join()
    assert [one.exitcode for one in others] == [0, 0, 0]
    append_to_register(file, CASES[1])
    found = load_register(file, LAW)
    assert (found.problems, next(iter(found.cases)), CASES[1].id in found.cases) == ((), CASES[0].id, True)
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_certificates_that_run_out_soon_are_listed(tmp_path: Path) -> None:
    """The first to end first, as many as statistics count, with the product's name and nothing personal."""
    file = tmp_path / "register.jsonl"
    save_register(file, CASES)
    for day, within in ((date(2029, 1, 15), 6), (date(2029, 1, 9), 6), (date(2029, 7, 20), 6), (DAY, 0)):
        found = expiring(file, LAW, on=day, within=within, view="after")
        assert found == expiring(CASES, LAW, on=day, within=within, view="after")
        assert len(found) == statistics(CASES, LAW, on=day, expiring_within=within).expiring
    found = expiring(file, LAW, on=date(2029, 7, 1), within=12, view="after")
    assert [(one.last_day, one.row.case, one.product, one.row.stars, one.row.province) for one in found] == [
        (date(2029, 7, 9), "a", "Chè a", 3, "Tỉnh Thái Nguyên"),
        (date(2029, 7, 9), "b", "Chè b", 4, "Tỉnh Thái Nguyên"),
        (date(2029, 7, 9), "c", "Chè c", 4, "Tỉnh Bắc Ninh"),
        (date(2030, 1, 5), "e", "Chè e", 3, "Tỉnh Thái Nguyên"),
    ]
    assert "Nguyễn" not in repr(found)


def test_nothing_is_recorded_twice_or_passed_over(tmp_path: Path) -> None:
    """A line is added only where the file stands as its writer thinks; else the writer is told."""
    file = tmp_path / "register.jsonl"
    case = CASES[0]
    with pytest.raises(CaseError, match="doesn't have the case 'a'"):
        append_to_register(file, case, since=3)
    append_to_register(file, case.as_of(date(2026, 6, 12)))
    with pytest.raises(DocumentError, match="opened-twice"):
        append_to_register(file, case)
    append_to_register(file, case, since=3)
    before = file.read_bytes()
    for since in (1, 3, 5):
        with pytest.raises(CaseError, match=f"has 6 events of the case 'a', not {since}"):
            append_to_register(file, case, since=since)
    for wrong in (-1, 7, True):
        with pytest.raises(ValueError, match="since must be a number of events from 0 to 6"):
            append_to_register(file, case, since=wrong)
    assert file.read_bytes() == before
    assert load_register(file, LAW).cases["a"].events == case.events


def test_a_word_or_number_that_there_isnt_is_not_counted_by(tmp_path: Path) -> None:
    """Counted by another habit than was meant, statistics would look as good."""
    with pytest.raises(CaseError, match="Did you mean apart"):
        statistics(CASES, LAW, on=DAY, habit="aparts")  # type: ignore[arg-type]
    for count in (statistics, expiring):
        with pytest.raises(CaseError, match="Did you mean before"):
            count(CASES, LAW, on=DAY, view="befor")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="months from 0 to 1200, not -6"):
        statistics(CASES, LAW, on=DAY, expiring_within=-6)
    with pytest.raises(ValueError, match="months from 0 to 1200, not 9999"):
        expiring(CASES, LAW, on=DAY, within=9999)
    file = tmp_path / "register.jsonl"
    save_register(str(file), CASES)
    assert statistics(str(file), LAW, on=DAY) == statistics(file, LAW, on=DAY)
    assert load_register(str(file), LAW) == load_register(file, LAW)


def test_events_that_were_not_judged_are_not_counted(tmp_path: Path) -> None:
    """A line written by hand, without what judging fills in, is refused by statistics and read by loading."""
    file = tmp_path / "register.jsonl"
    events = '[{"kind": "dossier-filed", "on": "2026-06-01", "set": 11}]'
    file.write_text(f'{{"case": "a", "format": 1, "product": {{"name": "Chè"}}, "events": {events}}}\n')
    with pytest.raises(DocumentError, match="save_register"):
        statistics(file, LAW, on=DAY)
    assert load_register(file, LAW).cases["a"].state.stage == "with-tier"
    events = '[{"kind": "completed", "on": "2026-06-01"}]'
    file.write_text(f'{{"case": "a", "format": 1, "product": {{"name": "Chè"}}, "events": {events}}}\n')
    with pytest.raises(CaseError, match="a/events/0/kind"):
        load_register(file, LAW)


def test_cases_are_read_one_by_one(tmp_path: Path) -> None:
    """The same cases as all at once, in the order in which they were opened, whatever came in between."""
    file = tmp_path / "register.jsonl"
    append_to_register(file, CASES[0].as_of(date(2026, 6, 12)), personal=True)
    append_to_register(file, CASES[1], personal=True)
    append_to_register(file, CASES[0].as_of(date(2026, 7, 1)), since=3, personal=True)
    append_to_register(file, CASES[0], since=4, personal=True)
    assert tuple(register_cases(file, LAW)) == CASES[:2]
    told: list[Problem] = []
    with file.open("ab") as stream:
        stream.write(b'{"case": "c", "for')
    assert tuple(register_cases(file, LAW, told=told)) == CASES[:2]
    assert [one.code for one in told] == ["cut-line"]


def test_reading_one_by_one_keeps_no_case(tmp_path: Path) -> None:
    """Of 200 cases one is in memory at a time: less than a quarter of what all of them take."""
    file = tmp_path / "register.jsonl"
    save_register(file, [evolve(CASES[0], id=str(place)) for place in range(200)])
    next(register_cases(file, LAW))  # what is read once and kept, such as the law, isn't counted
    one_by_one = peak(lambda: sum(1 for _ in register_cases(file, LAW)))
    assert one_by_one < peak(lambda: load_register(file, LAW)) / 4


def peak(action: Callable[[], object]) -> int:
    """Return the most memory at once that an action takes, in bytes."""
    tracemalloc.start()
    action()
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return taken


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ['{"case":"a","format":2,"product":{"name":"Chè"}}'] * 2,
            (
                "register.jsonl: a: [opened-twice] The case 'a' is opened twice. One line opens a case; "
                "those after it only add events. Remove the line too many; append with since=the events "
                "that the file has already."
            ),
        ),
        (
            ['{"case":"a","format":3,"product":{"name":"Chè"}}'],
            (
                "register.jsonl:1: format: [newer-format] The file is written in format 3. This version "
                "reads formats up to 2. Update ocopkit to read it."
            ),
        ),
    ],
)
def test_a_register_that_would_be_read_wrongly_is_not_read(
    tmp_path: Path, lines: list[str], told: str
) -> None:
    """A case opened twice and a format of the future are refused, by loading and by counting alike."""
    file = tmp_path / "register.jsonl"
    file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    with pytest.raises(DocumentError) as loading:
        load_register(file, LAW)
    with pytest.raises(DocumentError) as counting:
        statistics(file, LAW, on=DAY)
    assert str(loading.value) == str(counting.value) == f"{tmp_path}/{told}"


def test_a_line_that_adds_to_a_case_adds_events_alone(tmp_path: Path) -> None:
    """What else such a line says would be lost, and so it is refused."""
    file = tmp_path / "register.jsonl"
    opening = '{"case":"a","format":2,"product":{"name":"Chè"}}'
    file.write_text(f'{opening}\n{{"case":"a","evnts":[]}}\n', encoding="utf-8")
    with pytest.raises(DocumentError, match=r"a/evnts: \[unknown-key\].*Did you mean events\?"):
        load_register(file, LAW)
    with pytest.raises(DocumentError, match="opened twice"):
        statistics([CASES[0], CASES[0]], LAW, on=DAY)


@pytest.mark.parametrize(
    ("habit", "stars"),
    [
        ("apart", {3: 2, 4: 1}),
        ("with-stars-in-force", {3: 2, 4: 3}),
        ("with-stars-hoped-for", {3: 2, 4: 1, 5: 2}),
    ],
)
def test_potential_5_is_counted_by_three_habits(habit: Habit, stars: dict[int, int]) -> None:
    """Hà Nội counts it apart, Bến Tre within 4 stars, Quảng Ninh within 5; the number itself stays."""
    found = statistics(CASES, LAW, on=date(2026, 8, 1), habit=habit)
    assert (found.total.stars, found.total.potential) == (stars, {5: 2})


def test_statistics_of_a_day() -> None:
    """Still valid stands apart from ever recognised; groups, provinces and producers add up."""
    found = statistics(CASES, LAW, on=date(2026, 9, 2))
    assert (found.cases, found.total.ever, found.total.valid) == (6, 5, 4)
    assert found.statuses == {"valid": 4, "revoked": 1, "not-issued": 1}
    for parts in (found.by_group, found.by_province, found.by_kind):
        assert sum(one.ever for one in parts.values()) == 5
        assert sum(one.valid for one in parts.values()) == 4
    assert set(found.by_group) == {"food", "handicrafts", "?"}
    assert set(found.by_kind) == {"cooperative", "farm", "family-household"}
    late = statistics(CASES, LAW, on=date(2029, 3, 1), expiring_within=6)
    assert (late.expiring, late.total.valid) == (4, 4)
    assert statistics(CASES, LAW, on=date(2029, 9, 1)).statuses["extended"] == 1


def test_provinces_before_and_after_the_merger() -> None:
    """Bắc Kạn and Thái Nguyên (code 19) are one province since July 2025, as are Bắc Giang and code 24."""
    after = statistics(CASES, LAW, on=date(2026, 9, 2), view="after").by_province
    assert {name: one.ever for name, one in after.items()} == {
        "Thành phố Huế": 0,
        "Tỉnh Bắc Ninh": 2,
        "Tỉnh Thái Nguyên": 3,
    }
    assert set(statistics(CASES, LAW, on=DAY).by_province) == {"19", "24", "Bắc Giang", "Huế", "Tỉnh Bắc Kạn"}


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("Tỉnh Thừa Thiên Huế", "Thành phố Huế"),  # its name until 2024
        ("Thừa Thiên - Huế", "Thành phố Huế"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Bà Rịa – Vũng Tàu", "Thành phố Hồ Chí Minh"),
        ("Bà Rịa-Vũng Tàu", "Thành phố Hồ Chí Minh"),
        ("  tỉnh  BẮC KẠN. ", "Tỉnh Thái Nguyên"),
        (normalize("NFD", "Hòa Bình"), "Tỉnh Phú Thọ"),
        ("Hoà Bình", "Tỉnh Phú Thọ"),
        ("Minh Họa", "Minh Họa"),
    ],
)
def test_a_province_is_known_however_it_is_written(written: str, after: str) -> None:
    """Registers of ten years write one province in many ways; a name that isn't known stays as it is."""
    assert provinces().after(written) == after


def test_a_province_is_counted_once_however_its_marks_are_encoded() -> None:
    """Two computers write "Tỉnh Thái Nguyên" in other bytes; the table has one line for it."""
    name = "Tỉnh Thái Nguyên"
    cases = [
        Case.open(Product("Chè", Producer("HTX", province=normalize(form, name))), ocopkit.rule_book, id=form)
        for form in ("NFC", "NFD")
    ]
    assert list(statistics(cases, ocopkit.rule_book, on=date(2026, 9, 1)).by_province) == [name]


def test_each_of_63_provinces_went_into_one_of_34() -> None:
    """Resolution 202/2025/QH15: no province of before went into two, and no name or code is ambiguous."""
    known = provinces()
    old = [one for province in known.provinces for one in province.merged_from]
    assert (len(known.provinces), len(old), len({one.code for one in old})) == (34, 63, 63)
    assert len({_plain(one.name) for one in old}) == 63
    for province in known.provinces:
        assert known.after(province.code) == known.after(province.name) == province.name
        assert {known.after(one.code) for one in province.merged_from} == {province.name}
        assert {known.after(one.name) for one in province.merged_from} == {province.name}
        assert all(known.before(one.code, date(2025, 6, 30)) == one.name for one in province.merged_from)


def test_rows_hold_nothing_personal() -> None:
    """A row for a dataframe has neither the product's nor a person's or producer's name."""
    found = list(rows(CASES, LAW, on=DAY))
    assert len(found) == len(CASES)
    assert not any(name in repr(found) for name in ("Minh Họa", "Chè"))


@pytest.mark.parametrize("backend", ["polars", "pandas", "pyarrow"])
def test_a_register_is_a_dataframe_of_the_same_rows(backend: Backend) -> None:
    """Through Narwhals: the rows that are counted, with their types, whatever the library."""
    frame = register_frame(CASES, LAW, on=date(2026, 9, 2), view="after", backend=backend)
    found = nw.from_native(frame, eager_only=True)
    expected = list(rows(CASES, LAW, on=date(2026, 9, 2), view="after"))
    assert found.columns == list(COLUMNS) == [one.name for one in fields(Row)]
    assert found["case"].to_list() == [one.case for one in expected]
    assert [one or None for one in found["status"].to_list()] == [one.status for one in expected]
    stars = found.filter(~nw.col("stars").is_null())["stars"].to_list()
    assert stars == [one.stars for one in expected if one.stars]
    assert found["certified_ever"].sum() == 5
    assert len(nw.from_native(register_frame([], LAW, on=DAY, backend=backend), eager_only=True)) == 0
