"""An audited folder's findings stand at the very file and line of the fault."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ocopkit.errors import Where
from ocopkit.rules.audit import AuditFinding, audit_folder, audit_folders
from ocopkit.rules.folder import load_book
from ocopkit.rules.places import Places

Edited = Callable[..., list[AuditFinding]]

BOOK = Path("src/ocopkit/criteria/qd-26-2026")
VEGETABLES = "sets/07-processed-vegetables-fruit-nuts.yaml"
TEA = "sets/11-fresh-and-processed-tea.yaml"
TOURISM = "sets/26-community-and-eco-tourism.yaml"
EDITS = [
    (
        VEGETABLES,
        '- {points: 3, minimum_for: 4, vi: "Hợp đặc trưng sản phẩm"',
        '- {points: 1, minimum_for: 4, vi: "Hợp đặc trưng sản phẩm"',
        "repeated-points",
        "7/6.5/c",
    ),
    (VEGETABLES, "cite: [annex II form 7]", "cite: [form 7]", "citation-form", "7"),
    (VEGETABLES, "  max: 35\n", "  max: 36\n", "part-differs", "7/C"),
    (VEGETABLES, 'vi: "Vị khác thường"', 'vi: ""', "missing-translation", "7/6.5/a"),
    (
        TEA,
        '{vi: "Ngoại hình", en: "Appearance"}\n      max: 4',
        '{vi: "Ngoại hình", en: "Appearance"}\n      max: 5',
        "sum",
        "11/6.1",
    ),
    (
        TOURISM,
        '- {points: 2, vi: "Các cơ sở đạt yêu cầu (1)',
        '- {points: 1, vi: "Các cơ sở đạt yêu cầu (1)',
        "repeated-points",
        "26/9/a/b",
    ),
    (TOURISM, 'at: "26/3.3"', 'at: "26/3.9"', "unknown-name", "26/3.9"),
    (
        "shared.yaml",
        '- {points: 2, vi: "Ngắn gọn, súc tích và có lối kể chuyện"',
        '- {points: 1, vi: "Ngắn gọn, súc tích và có lối kể chuyện"',
        "repeated-points",
        "1/5.2/c",
    ),
    (
        "shared.yaml",
        'applies_when: {criterion: "5.1", above: a',
        'applies_when: {criterion: "5.1", above: e',
        "never-asked",
        "1/5.2",
    ),
    (
        "shared.yaml",
        'vi: "Câu chuyện phải cho thấy rõ nguồn gốc',
        'vi: "" #',
        "missing-translation",
        "1/5.3/story-content",
    ),
    (
        "book.yaml",
        "{stars: 4, at_least: 70, below: 90, recognised_by: province, cite: [art. 3.3]}",
        "{stars: 4, at_least: 70, below: 90, recognised_by: province}",
        "missing-citation",
        "bands/4",
    ),
    ("book.yaml", 'finish_before: "06-30"', 'finish_before: "06-31"', "month-day", "rounds/province-1"),
    (
        "book.yaml",
        'name: {vi: "Đăng ký kinh doanh", en: "Business registration"}',
        'name: {vi: "Đăng ký kinh doanh", en: ""}',
        "missing-translation",
        "dossier/business-registration",
    ),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit[3]}@{edit[4]}")
def test_a_fault_in_a_file_is_found_at_its_line(edited: Edited, edit: tuple[str, str, str, str, str]) -> None:
    """One text of one file is edited, and the finding stands on the line of the edit."""
    file, old, new, code, clause = edit
    before = (BOOK / file).read_text("utf-8")
    changed = next(place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    line = before[: before.index(old) + changed].count("\n") + 1
    found = next(one for one in edited(file, old, new) if (one.code, one.clause) == (code, clause))
    assert (found.where.file, found.where.line) == (f"{BOOK.name}/{file}", line)
    assert found.where.column


def test_a_fault_in_a_shared_criterion_is_told_once_for_all_its_sets(edited: Edited) -> None:
    """What stands once in shared.yaml is one finding, which names the other sets that take it."""
    found = edited(
        "shared.yaml",
        '- {points: 2, vi: "Ngắn gọn, súc tích và có lối kể chuyện"',
        '- {points: 1, vi: "Ngắn gọn, súc tích và có lối kể chuyện"',
    )
    repeated = [one for one in found if one.code == "repeated-points"]
    assert [one.clause for one in repeated] == ["1/5.2/c"]
    assert repeated[0].also == tuple(f"{number}/5.2/c" for number in range(2, 26))


def test_a_set_changed_after_publication_is_audited_all_the_same(edited: Edited) -> None:
    """A set that differs from its published digest is said to, and its other faults are told too."""
    found = edited(
        VEGETABLES,
        '- {points: 3, minimum_for: 4, vi: "Hợp đặc trưng sản phẩm"',
        '- {points: 1, minimum_for: 4, vi: "Hợp đặc trưng sản phẩm"',
        published=True,
    )
    told = {(one.code, one.clause) for one in found}
    assert told == {("not-as-published", "7"), ("repeated-points", "7/6.5/c")}


def test_a_set_that_cannot_be_read_is_a_finding_and_the_others_are_audited(edited: Edited) -> None:
    """A document of the wrong shape is told with its line, and no other finding is lost."""
    found = edited(VEGETABLES, "set: 7\n", 'set: "7"\n')
    assert [(one.code, one.severity, one.clause, one.where.line) for one in found] == [
        ("wrong-type", "error", "7", 3)
    ]
    assert found[0].where.file == f"{BOOK.name}/{VEGETABLES}"


def test_a_folder_without_a_book_is_a_finding(tmp_path: Path) -> None:
    """A folder that holds no book.yaml is one error at that file."""
    (finding,) = audit_folder(tmp_path)
    assert (finding.code, finding.severity) == ("unreadable", "error")
    assert finding.where.file == f"{tmp_path.name}/book.yaml"


def test_files_are_named_from_the_root_that_is_asked_for() -> None:
    """With the repository's root the names lead from there to the files."""
    files = {one.where.file for one in audit_folder(BOOK, root=Path.cwd())}
    assert files
    assert all(file is not None and Path(file).is_file() for file in files)


def test_a_fault_in_sets_that_two_books_share_is_told_once() -> None:
    """QĐ 1489 keeps the sets of QĐ 148: what is wrong in them has one place and one finding."""
    folders = [BOOK.parent / name for name in ("qd-148-2023", "qd-1489-2025")]
    both = [one for one in audit_folders(folders) if one.clause == "11/C"]
    assert [one.book for one in both] == ["qd-148-2023"]
    alone = [one for one in audit_folder(folders[1]) if one.clause == "11/C"]
    assert [one.where for one in alone] == [one.where for one in both]


def test_a_path_that_leads_too_far_is_placed_at_the_nearest_value() -> None:
    """What a file leaves out has the place of what it is left out of."""
    places = Places(BOOK.resolve(), load_book(BOOK).articles)
    near = places.where(("bands", 1))
    far = places.where(("bands", 1, "below", "more"))
    assert isinstance(near, Where)
    assert far.line == near.line


def test_loading_a_book_reads_no_places() -> None:
    """The files are read again only for findings: places are empty until one is asked for."""
    places = Places(BOOK.resolve(), load_book(BOOK).articles)
    assert not places._documents
    places.where(("bands",))
    assert set(places._documents) == {f"{BOOK.name}/book.yaml"}
