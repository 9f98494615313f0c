"""What the audit finds in the national books is what is known of them."""

from pathlib import Path

import pytest

import ocopkit
from ocopkit import RuleBook
from ocopkit.rules.audit import AuditFinding, audit, audit_folder, count, tell

CRITERIA = Path("src/ocopkit/criteria")


def _audited(name: str, *severities: str) -> dict[tuple[str, str], AuditFinding]:
    findings = audit_folder(CRITERIA / name)
    return {(one.code, one.clause): one for one in findings if one.severity in severities}


def test_qd_26_has_no_error_and_its_warnings_are_known() -> None:
    """QĐ 26 prints 1/1/3 at 7/3.1 and 1/1/3/5 at 23/6.2, and three rules have no known citation."""
    found = _audited("qd-26-2026", "error", "warning")
    assert set(found) == {
        ("repeated-points", "7/3.1/b"),
        ("points-differ", "7/3.1"),
        ("repeated-points", "23/6.2/b"),
        ("missing-citation", "councils/province"),
        ("missing-citation", "councils/centre"),
        ("missing-citation", "product_code"),
    }
    assert all(one.explained for (code, _), one in found.items() if code != "missing-citation")


def test_the_sums_of_qd_148_that_do_not_agree_are_errors_and_nowhere_hidden() -> None:
    """Sets 7, 11, 12 and 13 of the one transcription known have 1, 3, 3 and 2 points too few."""
    found = _audited("qd-148-2023", "error")
    assert set(found) == {
        ("ladder-max", "7/6.d"),
        ("sum", "11/C"),
        ("sum", "12/C"),
        ("sum", "13/C"),
    }
    assert found["ladder-max", "7/6.d"].explained


def test_two_levels_of_qd_148_read_alike() -> None:
    """Sets 24 and 25 carry the same words for the levels 0 and 1 of criterion 2.b."""
    found = _audited("qd-148-2023", "warning")
    assert found["repeated-level", "24/2.b/b"].also == ("25/2.b/b",)


def test_one_member_firms_and_households_lose_a_point_under_qd_1048() -> None:
    """Criterion 3.2 of sets 1-25 gives them 1 point at most, and 2 to all others."""
    (finding,) = (one for one in audit_folder(CRITERIA / "qd-1048-2019") if one.code == "case-costs-points")
    assert finding.clause == "1/3.2/b"
    assert len(finding.also) == 24
    assert finding.what.en.startswith("Costs 1 of 2 points")


@pytest.mark.parametrize("name", ["qd-26-2026", "qd-148-2023", "qd-1489-2025", "qd-1048-2019"])
def test_every_star_can_be_reached_in_every_national_set(name: str) -> None:
    """No set of the four books shuts out a star, for nobody and for no case."""
    codes = {one.code for one in audit_folder(CRITERIA / name)}
    assert not codes & {"star-out-of-reach", "star-out-of-reach-in-case"}


def test_the_audit_and_the_engine_agree_on_the_stars_that_can_be_reached(book: RuleBook) -> None:
    """What the audit doesn't call out of reach, an empty sheet can still come to."""
    stars = {band.stars for band in book.articles.bands}
    for form in list(book)[::5]:
        limits = ocopkit.bounds(ocopkit.ScoreSheet(form, {}))
        assert stars <= set(limits.stars)


def test_every_doubt_of_a_book_is_a_note_of_its_own(book: RuleBook) -> None:
    """Doubts and repairs are listed one by one, with their kind, until somebody answers them."""
    told = {(one.code, one.what) for one in audit(book) if one.severity == "note"}
    doubts = [
        *book.articles.doubts,
        *(doubt for form in book for doubt in form.doubts),
        *(doubt for form in book for one in form.criteria for doubt in one.doubts),
    ]
    assert {(doubt.kind, doubt.text) for doubt in doubts} <= told


def test_a_book_in_memory_is_audited_like_its_folder(book: RuleBook) -> None:
    """Only the places differ: a book in memory has no files."""
    in_memory = {(one.code, one.clause, one.what) for one in audit(book)}
    in_files = audit_folder(CRITERIA / book.id)
    assert in_memory == {(one.code, one.clause, one.what) for one in in_files}
    assert all(one.where.file and one.where.line for one in in_files)
    assert not any(one.where.file for one in audit(book))


def test_findings_are_told_in_both_languages(book: RuleBook) -> None:
    """The plain text has a line for each finding and one with how many there are."""
    findings = audit(book)
    counted = count(findings)
    *lines, total = tell(findings, lang="vi").splitlines()
    assert len(lines) == len(findings)
    assert total == f"{counted['error']} lỗi, {counted['warning']} cảnh báo, {counted['note']} ghi chú"
    line = next(line for line in tell(findings).splitlines() if "7/3.1/b" in line)
    assert line.startswith("qd-26-2026: warning: 7/3.1/b: [repeated-points] The levels a and b are")
