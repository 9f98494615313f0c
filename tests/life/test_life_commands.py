"""The commands on cases and registers, and the examples that they read."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import ocopkit
from ocopkit.cases.document import load_case
from ocopkit.cases.register import save_register
from ocopkit.cli import case as commands
from ocopkit.cli import register
from ocopkit.cli._problems import guarded

EXAMPLES = Path(__file__).parents[2] / "examples" / "cases"
TEA = EXAMPLES / "tea-potential-five.yaml"
SPIRIT = EXAMPLES / "spirit-re-evaluated.yaml"


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    """Return the commands under their names."""
    top = typer.Typer(rich_markup_mode=None)
    top.command("show")(guarded(commands.show))
    top.command("apply")(guarded(commands.apply_command))
    top.command("deadlines")(guarded(commands.deadlines_command))
    top.command("stats")(guarded(register.stats))
    top.command("expiring")(guarded(register.expiring_command))
    return top


def run(app: typer.Typer, *arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    return done.exit_code, done.stdout, done.stderr


def test_show_tells_where_a_product_stands(app: typer.Typer) -> None:
    """92 points of the province: 4 stars in force, potential 5; in both languages."""
    status, out, _ = run(app, "show", TEA, "--on", "2027-01-05", "--lang", "en")
    assert (status, out.splitlines()[1:5]) == (
        0,
        [
            "Step 5: Evaluation and rating",
            "Certificate on 2027-01-05: valid",
            "4 stars until 2029-12-19",
            "Potential 5 stars",
        ],
    )
    assert "Tiềm năng 5 sao" in run(app, "show", TEA, "--on", "2027-01-05", "--lang", "vi")[1]
    _, spirit, _ = run(app, "show", SPIRIT, "--on", "2026-10-01", "--lang", "en")
    assert "Certificate on 2026-10-01: extended" in spirit


def test_apply_adds_an_event_or_says_why_not(app: typer.Typer, tmp_path: Path) -> None:
    """A lawful event is written with the rest; another is refused with what would be possible."""
    done = tmp_path / "case.json"
    event = "{kind: council-result, on: 2027-03-01, by: centre, points: 91.5}"
    assert run(app, "apply", TEA, event, "--lang", "en", "-o", done)[0] == 0
    assert load_case(done, ocopkit.rule_book).events[-1].kind == "council-result"
    event = "{kind: recognised, on: 2027-03-01, by: centre}"
    status, out, err = run(app, "apply", TEA, event, "--lang", "en")
    assert (status, out) == (2, "")
    assert "Possible now" in err
    assert "[wrong-type]" in run(app, "apply", TEA, "[]", "--lang", "en")[2]
    assert "has no key 'kind'" in run(app, "apply", TEA, "{}", "--lang", "en")[2]


def test_deadlines_come_as_lines_json_and_calendar(app: typer.Typer) -> None:
    """The same deadlines in three forms."""
    arguments: list[str | Path] = ["deadlines", TEA, "--on", "2027-01-05", "--lang", "en"]
    status, out, _ = run(app, *arguments)
    assert (status, out.splitlines()[0].split("\t")[:2]) == (
        0,
        ["2027-03-29", "Finish round 2 (files proposed before 2027-01-30)"],
    )
    found = json.loads(run(app, *arguments, "--format", "json")[1])
    assert [one["kind"] for one in found] == ["finish-round", "file-for-re-evaluation", "certificate-ends"]
    calendar = run(app, *arguments, "--format", "ical")[1]
    assert calendar.count("BEGIN:VEVENT") == 3


def test_stats_count_a_register(app: typer.Typer, tmp_path: Path) -> None:
    """Both examples in one register: counted in lines and as JSON, by new provinces if asked."""
    file = tmp_path / "register.jsonl"
    save_register(file, [load_case(one, ocopkit.rule_book) for one in (TEA, SPIRIT)])
    arguments: list[str | Path] = [
        "stats",
        file,
        "--on",
        "2027-03-01",
        "--lang",
        "en",
        "--provinces",
        "after",
    ]
    status, out, _ = run(app, *arguments)
    assert status == 0
    assert "Total: valid 1; ever recognised 2; potential 5*: 1" in out
    found = json.loads(run(app, *arguments, "--format", "json", "--potential", "with-stars-in-force")[1])
    assert (found["total"]["stars"], found["statuses"]) == ({"4": 1}, {"valid": 1, "expired": 1})
    assert set(found["by_province"]) == {"Tỉnh Thái Nguyên", "Tỉnh Bắc Ninh"}
    with file.open("ab") as stream:
        stream.write(b'{"case": "cut')
    status, out, err = run(app, *arguments)
    assert (status, "[cut-line]" in err) == (0, True)


def test_a_file_that_doesnt_hold_is_the_files_fault(app: typer.Typer, tmp_path: Path) -> None:
    """Exit status 1 with file, line and column; a command's own event that isn't possible is 2."""
    file = tmp_path / "case.yaml"
    file.write_text(
        "format: 2\nproduct: {name: Chè}\nevents:\n- {kind: completed, on: 2026-06-01}\n", "utf-8"
    )
    status, _, err = run(app, "show", file, "--lang", "en")
    assert (status, err) == (
        1,
        (
            f"{file}:4:10: events/0/kind: [not-possible-now] There can be no 'completed and handed in again' "
            "at this stage: just opened. Only a returned dossier is completed. Possible now: "
            "idea-registered, dossier-filed, producer-stopped, appeal-noted, law-changed.\n"
        ),
    )
    early = tmp_path / "early.yaml"
    early.write_text(
        "format: 2\nproduct: {name: Chè}\nevents:\n- {kind: dossier-filed, on: 2018-06-01}\n", "utf-8"
    )
    status, _, err = run(app, "show", early, "--lang", "en")
    assert (status, "[not-in-force]" in err) == (1, True)
    status, _, err = run(app, "apply", TEA, "{kind: assessed, on: 2027-01-05, by: centre}", "--lang", "en")
    assert status == 2
    assert err.startswith("<event>:1:8: kind: [tier-gives-points]")


def test_deadlines_follow_a_places_plan(app: typer.Typer, tmp_path: Path) -> None:
    """The district of Phong Thổ ends its first round of 2023 before 30 June."""
    file = tmp_path / "case.yaml"
    file.write_text(
        "format: 2\nproduct: {name: Chè}\nevents:\n- {kind: dossier-filed, on: 2023-05-15}\n"
        "- {kind: assessed, on: 2023-05-25, by: commune}\n",
        "utf-8",
    )
    plans = "src/ocop_lai_chau_phong_tho/documents/plans/lai-chau-phong-tho-2023.yaml"
    plan = EXAMPLES.parent / "packs" / "phong-tho-2023" / plans
    arguments: list[str | Path] = ["deadlines", file, "--on", "2023-05-26", "--lang", "en"]
    assert run(app, *arguments)[1] == ""
    assert run(app, *arguments, "--plan", plan)[1].split("\t")[:2] == [
        "2023-06-29",
        "Hand the dossier on (District) in time for round 1",
    ]


def test_the_plan_of_another_place_is_noted(app: typer.Typer) -> None:
    """A case of Thái Nguyên with the plan of another province: the days are told, and so is that."""
    plan = next((EXAMPLES.parent / "packs" / "vi-du").rglob("plans/*.yaml"))
    case = EXAMPLES / "tea-potential-five.yaml"
    told = run(app, "deadlines", case, "--on", "2026-10-01", "--plan", plan, "--lang", "en")
    assert told[2].strip() == "Note: the plan is of Ví Dụ; the case has its producer elsewhere"
    assert told[0] == 0


LATE = """format: 2
product: {name: Chè minh họa}
events:
- {kind: dossier-filed, on: 2026-06-01, set: 11}
- {kind: assessed, on: 2026-06-10, by: commune}
- {kind: forwarded, on: 2026-06-12, by: commune}
- {kind: council-result, on: 2026-07-01, by: province, points: 75}
- {kind: recognised, on: 2026-08-07, by: province}
- {kind: certificate-issued, on: 2026-08-07, by: province}
- {kind: inspected, on: 2027-03-01, by: province, finding: fails}
- {kind: revoked, on: 2027-03-22, by: province, ground: b}
"""


def test_a_late_revocation_is_shown(app: typer.Typer, tmp_path: Path) -> None:
    """Article 8 gave until 16 March 2027: it is told where the case stands, and beside what is due."""
    file = tmp_path / "case.yaml"
    file.write_text(LATE, "utf-8")
    arguments: list[str | Path] = [file, "--on", "2027-05-01", "--lang"]
    shown = run(app, "show", *arguments, "en")[1].splitlines()
    assert shown[3] == (
        "Done late: Decide on revoking, by the conclusion: due 2027-03-16, done 2027-03-22"
        " (article 8, 26/2026/QĐ-TTg)"
    )
    assert "hạn 16/03/2027, làm ngày 22/03/2027" in run(app, "show", *arguments, "vi")[1]
    assert run(app, "deadlines", *arguments, "en")[1].split("\t") == [
        "2027-03-16",
        "Decide on revoking, by the conclusion",
        "Chair of the provincial people's committee",
        "article 8, 26/2026/QĐ-TTg",
        "done late, on 2027-03-22\n",
    ]
    (found,) = json.loads(run(app, "deadlines", *arguments, "en", "--format", "json")[1])
    assert (found["kind"], found["done"], found["over"]) == ("revoke", "2027-03-22", True)
    before = run(app, "show", file, "--on", "2027-03-21", "--lang", "en")[1]
    assert "Done late" not in before


def test_a_calendar_in_a_file_ends_its_lines_as_calendars_do(app: typer.Typer, tmp_path: Path) -> None:
    """RFC 5545: CR LF in a file; what is only shown has plain ends of line."""
    file = tmp_path / "due.ics"
    arguments: list[str | Path] = ["deadlines", TEA, "--on", "2027-01-05", "--format", "ical"]
    shown = run(app, *arguments)[1]
    assert (run(app, *arguments, "-o", file)[0], "\r" in shown) == (0, False)
    assert file.read_bytes().count(b"\r\n") == shown.count("\n")
    assert run(app, *arguments, "-o", file)[0] == 2


def test_certificates_that_run_out_soon_come_as_rows_json_and_calendar(app: typer.Typer) -> None:
    """One of the example's two runs out within a year of 1 July 2026; its window is that of article 7.6."""
    register_file = EXAMPLES / "register.jsonl"
    arguments: list[str | Path] = [
        "expiring",
        register_file,
        "--on",
        "2026-07-01",
        "--within",
        "12",
        "--lang",
        "en",
    ]
    status, out, _ = run(app, *arguments)
    row = [
        "2027-02-02",
        "24-00001-1",
        "Rượu minh họa",
        "Tỉnh Bắc Giang",
        "4",
        "valid",
        "2026-08-06 – 2026-10-05",
    ]
    assert (status, out.splitlines()) == (0, ["\t".join(row)])
    (found,) = json.loads(run(app, *arguments, "--format", "json", "--provinces", "after")[1])
    assert (found["last_day"], found["province"]) == ("2027-02-02", "Tỉnh Bắc Ninh")
    assert found["file_for_re_evaluation"] == {"first_day": "2026-08-06", "last_day": "2026-10-05"}
    calendar = run(app, *arguments, "--format", "ical")[1]
    assert "UID:24-00001-1-certificate-ends-20270202@ocopkit" in calendar
    assert run(app, *arguments[:-2], "--lang", "vi")[1].startswith("02/02/2027\t24-00001-1")
    assert run(app, "expiring", register_file, "--on", "2026-07-01", "--within", "1")[:2] == (0, "")


def test_a_mistyped_reading_of_a_file_is_told_at_its_line(app: typer.Typer, tmp_path: Path) -> None:
    """It is the file that is wrong: exit status 1, and the reading that was meant."""
    file = tmp_path / "case.yaml"
    file.write_text("format: 2\nproduct: {name: Chè}\nreadings: {lst-day: anniversary}\n", "utf-8")
    status, _, err = run(app, "show", file, "--lang", "en")
    assert status == 1
    assert err == (
        f"{file}:3:21: readings/lst-day: [unknown-reading] There is no reading 'lst-day'."
        " Only what the law leaves open can be chosen. Did you mean last-day?\n"
    )
