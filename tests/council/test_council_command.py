"""`ocopkit council`: members' files and a regulation in, a reasoned result out."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import ocopkit
from ocopkit import RuleBook, dump_sheet, load_sheet
from ocopkit.errors import NotFoundError
from ocopkit.forms.workbook import form_workbook
from ocopkit.scoring.council import MemberSheet, decide
from ocopkit.scoring.explain import explain
from ocopkit.scoring.regulation import Regulation, load_regulation

Run = Callable[..., CompletedProcess[str]]
National = Callable[..., Regulation]


@pytest.fixture
def sheets(examples: Path) -> list[Path]:
    """Return the files of the example's members."""
    return sorted(examples.glob("0*.yaml"))


def without_member(file: Path, folder: Path) -> Path:
    """Return a copy of a member's file without its block `member`."""
    lines = file.read_text(encoding="utf-8").splitlines()
    copy = folder / file.name
    copy.write_text("\n".join(line for line in lines if not line.startswith("member")), encoding="utf-8")
    return copy


def test_a_council_s_result_is_the_library_s(
    run: Run, sheets: list[Path], examples: Path, national: National, tmp_path: Path
) -> None:
    """The command prints the members, the council's points and stars, and the reasons of the library."""
    names = ["Chủ tịch hội đồng", "Ủy viên ngành Công Thương", "Ủy viên ngành Khoa học và Công nghệ"]
    council = [
        MemberSheet(name, load_sheet(without_member(file, tmp_path)), "member" if place else "chair")
        for place, (name, file) in enumerate(zip(names, sheets, strict=True))
    ]
    own = load_regulation(examples / "regulation.yaml").over(national("qd-26-2026", "province"))
    for lang in ("vi", "en"):
        ran = run(*sheets, "--regulation", examples / "regulation.yaml", "--lang", lang)
        assert (ran.returncode, ran.stderr) == (0, "")
        reasons = explain(decide(council, own), lang="vi" if lang == "vi" else "en")
        assert ran.stdout.endswith(reasons + "\n")
    assert "Council\t\t66.333… (199/3)\t3\n" in ran.stdout
    assert ran.stdout.splitlines()[1:3] == [
        "Chủ tịch hội đồng\tchair\t66\t3",
        "Ủy viên ngành Công Thương\tmember\t71\t3",
    ]


def test_a_regulation_of_a_tier_without_a_council_is_refused(
    run: Run, sheets: list[Path], examples: Path, tmp_path: Path
) -> None:
    """QĐ 26/2026: communes assess without points, so no regulation makes a council of theirs score."""
    text = (examples / "regulation.yaml").read_text(encoding="utf-8")
    assert "\ntier: province\n" in text
    file = tmp_path / "regulation.yaml"
    file.write_text(text.replace("\ntier: province\n", "\ntier: commune\n"), encoding="utf-8")
    ran = run(*sheets, "--regulation", file, "--lang", "en")
    assert (ran.returncode, ran.stdout) == (1, "")
    line = 1 + text.splitlines().index("tier: province")
    assert f"regulation.yaml:{line}:" in ran.stderr
    assert "no-council" in ran.stderr


def test_the_workbook_of_one_person_is_no_council(run: Run, book: RuleBook, tmp_path: Path) -> None:
    """Who gives a council the form of one person is told which form to make, not how YAML names a member."""
    file = tmp_path / "phieu.xlsx"
    file.write_bytes(form_workbook(book, 11))
    ran = run(file, "--regulation", "province")
    assert ran.stderr.startswith(f"{file}: [no-member] ")
    assert ran.stderr.endswith("Make the council's form with `ocopkit form … --members NUMBER`.\n")
    assert ran.returncode == 1


def test_json_is_the_decision_s_report(run: Run, sheets: list[Path], examples: Path) -> None:
    """Exact points, members, rules with whose they are; the order of the files changes nothing."""
    ran = run(*sheets, "--regulation", examples / "regulation.yaml", "--json")
    report = json.loads(ran.stdout)
    assert (report["points"]["exact"], report["stars"]) == ("199/3", 3)
    assert [one["key"] for one in report["rules"]] == ["quorum", "spread", "aggregation", "council-minimum"]
    again = run(*sheets[::-1], "--regulation", examples / "regulation.yaml", "--json")
    assert json.loads(again.stdout) == report


def test_the_national_rules_alone_go_by_tier_and_route(run: Run, sheets: list[Path]) -> None:
    """A tier instead of a file; for re-evaluation the council of QĐ 26/2026 gives written opinions."""
    assert run(*sheets, "--regulation", "province").returncode == 0
    ran = run(*sheets, "--regulation", "province", "--route", "re-evaluation", "--written")
    assert ran.returncode == 0
    assert "Council (written opinions)" in ran.stdout
    unknown = run(*sheets, "--regulation", "provinc")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "Did you mean province?" in unknown.stderr


def test_missing_answers_are_told_at_their_line(
    run: Run, sheets: list[Path], examples: Path, tmp_path: Path
) -> None:
    """Every file's missing answers, each with file and path, in one go."""
    cut: list[Path] = []
    for file in sheets[:2]:
        copy = tmp_path / file.name
        text = file.read_text(encoding="utf-8").replace('  "1.2": c', '  # "1.2": c')
        copy.write_text(text.replace('  "8": c', '  # "8": c'), encoding="utf-8")
        cut.append(copy)
    ran = run(*cut, sheets[2], "--regulation", examples / "regulation.yaml")
    told = [line.split(" [missing-answer]")[0] for line in ran.stderr.splitlines()]
    assert [one.split(":")[0] for one in told] == [str(cut[0])] * 2 + [str(cut[1])] * 2
    assert [one.rsplit(": ", 1)[-1].rstrip(":") for one in told] == ["answers/1.2", "answers/8"] * 2
    assert (ran.returncode, ran.stdout) == (1, "")


def test_every_wrong_file_is_told(run: Run, sheets: list[Path], examples: Path, tmp_path: Path) -> None:
    """A sheet without a member, a wrong member, a wrong answer and a missing file, all at once."""
    nobody = without_member(sheets[0], tmp_path)
    wrong = tmp_path / "wrong.yaml"
    text = sheets[1].read_text(encoding="utf-8")
    text = text.replace("role: member", "role: boss").replace('"1.1": c', '"1.1": z')
    wrong.write_text(text, encoding="utf-8")
    ran = run(nobody, wrong, tmp_path / "missing.yaml", "--regulation", examples / "regulation.yaml")
    lines = ran.stderr.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith(f"{nobody}:")
    assert "[no-member]" in lines[0]
    assert lines[1].startswith(f"{wrong}:3:")
    assert "member/role: [not-allowed]" in lines[1]
    assert "answers/1.1: [unknown-level]" in lines[2]
    assert "[unreadable]" in lines[3]
    assert ran.returncode == 1


def test_a_second_scoring_is_a_second_file(
    run: Run, sheets: list[Path], examples: Path, tmp_path: Path
) -> None:
    """Beyond the spread nothing is decided; with the files of a second scoring beside the first it is."""
    low = load_sheet(without_member(sheets[2], tmp_path)).answer({"4.1": "below", "9": "below", "8": "a"})
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    member = "member: {name: Ủy viên nghiêm khắc, role: member, scoring: %d}\n"
    first.write_text(member % 1 + dump_sheet(low), encoding="utf-8")
    regulation = ("--regulation", examples / "regulation.yaml")
    ran = run(*sheets[:2], first, *regulation)
    assert "[spread-beyond] Scoring 1: members' totals differ by 19 points" in ran.stderr
    assert ran.returncode == 1
    agreed = member % 2 + dump_sheet(low.answer({"4.1": "c", "9": "c", "8": "c"}))
    second.write_text(agreed, encoding="utf-8")
    ran = run(*sheets[:2], second, first, *regulation)
    assert ran.returncode == 0
    assert "Scoring 1 (superseded)" in ran.stdout
    lonely = run(*sheets[:2], second, *regulation)
    assert lonely.stderr.startswith(f"{second}:1:")
    assert "member/scoring: [no-earlier-scoring]" in lonely.stderr
    twice = run(*sheets, sheets[2], *regulation)
    assert "[duplicate-member]" in twice.stderr
    assert twice.returncode == 1


def test_who_is_absent_or_left_out_has_a_file_too(
    run: Run, sheets: list[Path], examples: Path, tmp_path: Path
) -> None:
    """A file with nothing but a member says who was absent, or who declared a conflict of interest."""
    away, torn = tmp_path / "away.yaml", tmp_path / "torn.yaml"
    away.write_text("member: {name: Ủy viên vắng, present: false}\n", encoding="utf-8")
    torn.write_text("member: {name: Ủy viên liên quan, conflict: góp vốn}\n", encoding="utf-8")
    ran = run(*sheets, away, torn, "--regulation", examples / "regulation.yaml", "--lang", "vi")
    assert ran.returncode == 0
    assert "  - Ủy viên vắng (thành viên): vắng mặt" in ran.stdout
    assert "  - Ủy viên liên quan (thành viên): khai có xung đột lợi ích, không tham gia" in ran.stdout
    alone = run(away, "--regulation", examples / "regulation.yaml")
    assert "[no-sheets]" in alone.stderr


def test_problems_of_the_regulation_stand_in_its_file(
    run: Run, sheets: list[Path], examples: Path, tmp_path: Path
) -> None:
    """A rule that does not exist, and rules of another regime, are told at their line."""
    other = tmp_path / "rules.yaml"
    text = (examples / "regulation.yaml").read_text(encoding="utf-8")
    other.write_text(text.replace("  gate-raised:", "  gates-raised:"), encoding="utf-8")
    ran = run(*sheets, "--regulation", other)
    assert ran.stderr.startswith(f"{other}:")
    assert "[unknown-reading]" in ran.stderr
    assert ran.returncode == 1
    old = run(*sheets, "--regulation", examples / "regulations" / "tay-ninh.yaml")
    assert f"{examples / 'regulations' / 'tay-ninh.yaml'}:8:13: rule_books: [other-regime]" in old.stderr
    assert old.returncode == 1


def test_a_regulation_for_other_routes_is_refused(
    run: Run, sheets: list[Path], examples: Path, tmp_path: Path
) -> None:
    """A regulation for first evaluations and upgrades doesn't rule a re-evaluation, by file or catalog."""
    other = tmp_path / "rules.yaml"
    text = (examples / "regulation.yaml").read_text(encoding="utf-8")
    other.write_text(text.replace("tier: province", "tier: province\nroutes: [first, upgrade]"), "utf-8")
    assert run(*sheets, "--regulation", other, "--route", "upgrade").returncode == 0
    ran = run(*sheets, "--regulation", other, "--route", "re-evaluation")
    assert ran.stderr.startswith(f"{other}:7:9: routes: [other-route] ")
    assert ran.returncode == 1
    own = ocopkit.load_regulation(other)
    with pytest.raises(NotFoundError, match="other-route"):
        ocopkit.books().regulation("qd-26-2026", "province", route="re-evaluation", own=own)


def test_a_regulation_without_a_tier_stands_alone_and_says_so(
    run: Run, sheets: list[Path], examples: Path, tmp_path: Path
) -> None:
    """Which national rules would stand under it can't be told; with its tier nothing needs to be said."""
    other = tmp_path / "rules.yaml"
    text = (examples / "regulation.yaml").read_text(encoding="utf-8")
    other.write_text(text.replace("tier: province\n", ""), "utf-8")
    assert "The regulation names no tier" in run(*sheets, "--regulation", other, "--lang", "en").stderr
    assert not run(*sheets, "--regulation", examples / "regulation.yaml").stderr
