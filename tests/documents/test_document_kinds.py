"""A document of one kind that is taken for one of another is told what it is, in one line."""

from pathlib import Path

import pytest

from ocopkit.cases.document import CaseRecord
from ocopkit.document_kinds import KINDS
from ocopkit.documents import parse, read
from ocopkit.errors import DocumentError
from ocopkit.factsheets import FactSheetFile
from ocopkit.local.benefit import Benefits
from ocopkit.local.counts import CountsFile
from ocopkit.local.plan import Plan, load_plan
from ocopkit.local.supplement import LocalSheetFile, SupplementFile
from ocopkit.rules.amend import AmendmentFile
from ocopkit.scoring.regulation import Regulation
from ocopkit.sheets import SheetFile

EXAMPLES = Path(__file__).parents[2] / "examples"
PACKS = EXAMPLES / "packs"


def one(pattern: str) -> Path:
    """Return the first example of a pattern."""
    return min(EXAMPLES.glob(pattern))


OF_EACH: dict[type[object], Path] = {
    SheetFile: one("sheets/tea-three-stars.yaml"),
    FactSheetFile: one("facts/tea.yaml"),
    CaseRecord: one("cases/tea-potential-five.yaml"),
    Regulation: one("council/regulation.yaml"),
    Plan: one("packs/**/plans/*.yaml"),
    Benefits: one("packs/**/benefits/*.yaml"),
    SupplementFile: one("packs/**/supplements/*.yaml"),
    CountsFile: one("plans/*counts.yaml"),
}
WANTED = [*OF_EACH, LocalSheetFile, AmendmentFile]


@pytest.mark.parametrize("wanted", WANTED, ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("kind", OF_EACH, ids=lambda cls: cls.__name__)
def test_every_kind_is_known_where_another_is_wanted(kind: type[object], wanted: type[object]) -> None:
    """An example of each kind, read as each other kind, is refused by one line at the key that tells it."""
    document = read(OF_EACH[kind])
    if kind is wanted or (kind, wanted) == (SheetFile, FactSheetFile):  # a fact sheet may have no facts yet
        document.structure(wanted)
        return
    with pytest.raises(DocumentError) as raised:
        document.structure(wanted)
    (problem,) = raised.value.problems
    key = str(problem.where.path[0])
    assert (problem.code, problem.where.line is None) == ("other-kind", False)
    assert KINDS[key].name.en in problem.what.en
    assert KINDS[key].name.vi in problem.what.vi
    assert KINDS[key].use in problem.mend.en


def test_one_key_too_many_stays_a_slip() -> None:
    """A sound sheet with a key of a case is a sheet with one unknown key."""
    document = parse("rule_book: qd-26-2026\nset: 11\nevents: []\n")
    with pytest.raises(DocumentError) as raised:
        document.structure(SheetFile)
    assert [(one.code, one.where.path) for one in raised.value.problems] == [("unknown-key", ("events",))]


def test_nothing_of_how_it_is_written_is_lost() -> None:
    """A repeated key is told besides what kind the document is."""
    document = parse("id: a\nid: b\nevents: []\n")
    with pytest.raises(DocumentError) as raised:
        document.structure(SheetFile)
    assert [one.code for one in raised.value.problems] == ["repeated-key", "other-kind"]


def test_nothing_is_said_of_what_rests_on_a_value_that_cannot_be_read(tmp_path: Path) -> None:
    """A period whose last day is no date is not also said to have none."""
    plan = one("packs/vi-du/**/plans/*.yaml")
    copy = tmp_path / plan.name
    text = plan.read_text(encoding="utf-8")
    copy.write_text(text.replace("last_day: 2026-12-31", "last_day: 31/12/2026"), encoding="utf-8")
    with pytest.raises(DocumentError) as raised:
        load_plan(copy)
    assert [str(problem.where.path[-1]) for problem in raised.value.problems] == ["last_day"]
