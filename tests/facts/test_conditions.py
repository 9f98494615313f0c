"""Conditions as data: read strictly, part of the law, changed by amendments, carried by exports."""

import json
import shutil
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import ocopkit
from ocopkit.errors import AmendmentError, DocumentError
from ocopkit.rules.conditions import Condition
from ocopkit.rules.coverage import decided
from ocopkit.rules.diff import apply, diff
from ocopkit.rules.export import export_book, import_book
from ocopkit.rules.folder import load_book
from ocopkit.rules.measuring import facts_of, level_for

CRITERIA = Path(ocopkit.__file__).parent / "criteria"
LABOUR = "local-labour-commune-share"


def when(**fields: Any) -> dict[str, Any]:
    return {"11/3.3/c/when": fields}


@pytest.mark.parametrize(
    ("changes", "code", "address"),
    [
        (when(fact="local-labor", at_least=0.75), "unknown-fact", "11/3.3/c/when/fact"),
        (when(fact=LABOUR, at_least=75), "threshold-out-of-range", "11/3.3/c/when/at_least"),
        (when(fact=LABOUR), "comparison-unfit", "11/3.3/c/when"),
        (when(fact=LABOUR, holds=True), "comparison-unfit", "11/3.3/c/when"),
        (when(fact="trademark-certificate", holds=True), "comparison-unfit", "11/3.3/c/when"),
        (when(fact="sales-area", one_of=["district"]), "unknown-choice", "11/3.3/c/when/one_of/1"),
        (when(fact=LABOUR, at_least=0.5, all=[{"otherwise": True}]), "condition-shape", "11/3.3/c/when"),
        (when(at_least=0.5), "condition-shape", "11/3.3/c/when"),
        (when(otherwise=True), "otherwise-misplaced", "11/3.3/c/when"),
        (when(any=[{"otherwise": True}]), "otherwise-misplaced", "11/3.3/c/when/any/1"),
        (when(fact="distribution-agents", at_least=4.5), "threshold-out-of-range", "11/3.3/c/when/at_least"),
        ({"11/2.2": {"below_when": {"otherwise": True}}}, "judged-and-measured", "11/2.2/judged"),
        ({"11/3.3": {"judged": True}}, "judged-and-measured", "11/3.3/judged"),
        ({"11/1.5": {"below_when": {"otherwise": True}}}, "nothing-below", "11/1.5/below_when"),
        ({"11/3.3/left_open/1/reading": "between-shares"}, "unknown-reading", "11/3.3/left_open/1/reading"),
        ({"11/3.3/left_open/1/ways/1/option": "lower"}, "unknown-option", "11/3.3/left_open/1/ways/1/option"),
        ({"11/3.3/left_open/1/ways/1/answer": "e"}, "unknown-level", "11/3.3/left_open/1/ways/1/answer"),
    ],
)
def test_a_condition_that_does_not_fit_is_refused_at_its_place(
    book: ocopkit.RuleBook, changes: Mapping[str, Any], code: str, address: str
) -> None:
    """Facts of the vocabulary, each compared as its kind allows, at levels where the condition can stand."""
    with pytest.raises(AmendmentError) as caught:
        ocopkit.amend(book, changes, because="draft")
    told = [(one.code, one.where.path[0]) for one in caught.value.problems]
    assert (code, address) in told


def test_a_wrong_condition_in_a_file_is_told_at_its_line(tmp_path: Path) -> None:
    """The place is that of the condition in shared.yaml."""
    for name in ("qd-26-2026", "facts.yaml"):
        copy = shutil.copytree if (CRITERIA / name).is_dir() else shutil.copy
        copy(CRITERIA / name, tmp_path / name)
    file = tmp_path / "qd-26-2026" / "shared.yaml"
    text = file.read_text(encoding="utf-8")
    wrong = text.replace(f"{LABOUR}, at_least: 0.25", f"{LABOUR}, at_least: 25")
    file.write_text(wrong, encoding="utf-8")
    line = wrong[: wrong.index("at_least: 25,")].count("\n") + 1
    with pytest.raises(DocumentError) as caught:
        load_book(tmp_path / "qd-26-2026", locked=False)[11]
    assert [(one.code, one.where.line) for one in caught.value.problems] == [("threshold-out-of-range", line)]


def test_a_file_has_a_condition_at_every_level_or_at_none(tmp_path: Path) -> None:
    """A level that facts could never choose is a mistake in a file."""
    folder = Path(shutil.copytree(CRITERIA / "qd-26-2026", tmp_path / "qd-26-2026"))
    file = folder / "shared.yaml"
    text = file.read_text(encoding="utf-8")
    start = text.index(f"when: {{fact: {LABOUR}, at_least: 0.75}}")
    file.write_text(text[:start] + text[text.index("}", start) + 1 :], encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_book(folder, locked=False)[11]
    assert [one.code for one in caught.value.problems] == ["half-measured"]


def test_a_new_level_of_a_draft_may_wait_for_its_condition(book: ocopkit.RuleBook) -> None:
    """Until it has one, facts choose none of its criterion's levels, and the audit says so."""
    new = {"add": {"points": 4, "name": {"vi": "Mới", "en": "New"}}, "after": "c"}
    draft = ocopkit.amend(book, {"11/3.3/d": new}, because="draft")
    criterion = draft[11].criterion("3.3")
    assert level_for(criterion, {LABOUR: Fraction(1)}).answers == ()
    assert decided(criterion) == "unmarked"
    whole = ocopkit.amend(draft, {"11/3.3/d/when": {"fact": LABOUR, "at_least": 0.9}}, because="draft")
    assert level_for(whole[11].criterion("3.3"), {LABOUR: Fraction(1)}).answer == "d"


def test_a_book_of_its_own_may_add_facts_and_not_replace_any(tmp_path: Path) -> None:
    """A folder's own facts.yaml adds to the common vocabulary."""
    folder = Path(shutil.copytree(CRITERIA / "qd-26-2026", tmp_path / "qd-26-2026"))
    fact = "{key: %s, kind: count, name: {vi: V, en: E}, measured: {vi: V, en: E}}"
    (folder / "facts.yaml").write_text("facts: [" + fact % "looms" + "]", encoding="utf-8")
    facts = load_book(folder, locked=False).facts
    assert "looms" in facts
    assert LABOUR in facts
    (folder / "facts.yaml").write_text("facts: [" + fact % LABOUR + "]", encoding="utf-8")
    with pytest.raises(DocumentError, match="repeated-fact"):
        len(load_book(folder, locked=False).facts)


def test_a_moved_threshold_is_another_law(book: ocopkit.RuleBook) -> None:
    """A draft of 60 % local labour has another digest, and its difference says what moved."""
    draft = ocopkit.amend(
        book,
        {"11/3.3/b/when/at_most": 0.6, "11/3.3/c/when/at_least": 0.6, "11/3.3": {"left_open": []}},
        because="draft",
    )
    assert draft != book
    share = {LABOUR: Fraction(62, 100)}
    assert [level_for(one[11].criterion("3.3"), share).answer for one in (book, draft)] == ["b", "c"]
    said = [one.said.en for one in diff(book, draft).changes]
    name = book.facts[LABOUR].name.en
    assert f"reached if {name}: at least 75 % → {name}: at least 60 %" in said
    assert apply(diff(book, draft), book) == draft


def test_a_threshold_within_a_joined_condition_has_an_address(book: ocopkit.RuleBook) -> None:
    """12 months of linkage become 6: members of all and any are counted from 1."""
    draft = ocopkit.amend(book, {"11/1.5/d/when/all/2/at_least": 6}, because="draft")
    months = {"linkage-contract-share": Fraction(4, 5), "linkage-contract-months": Fraction(8)}
    assert [level_for(one[11].criterion("1.5"), months).answer for one in (book, draft)] == ["c", "d"]


@pytest.mark.parametrize("key", ["11/3.3/c/when/least", "11/1.5/d/when/all/3/at_least", "11/3.3/c/where"])
def test_an_address_within_a_condition_that_leads_nowhere_is_refused(
    book: ocopkit.RuleBook, key: str
) -> None:
    """A mistyped key, a member that isn't there, a field that isn't."""
    with pytest.raises(AmendmentError):
        ocopkit.amend(book, {key: 6}, because="draft")


def test_conditions_and_vocabulary_go_with_an_export(book: ocopkit.RuleBook) -> None:
    """A book read back from JSON assesses as the book itself does."""
    again = import_book(json.loads(json.dumps(export_book(book))))
    assert again == book
    assert again.facts == book.facts
    assert [one.levels for one in again[11].criteria] == [one.levels for one in book[11].criteria]


def test_a_mark_of_judgement_is_not_law(book: ocopkit.RuleBook) -> None:
    """That no fact chooses a level is what the data says of itself: the digest is of the law alone."""
    assert book[11].criterion("7").judged
    assert ocopkit.amend(book, {"11/7": {"judged": False}}, because="data") == book


def test_a_condition_is_true_false_or_not_known() -> None:
    """What isn't known yet doesn't decide, unless the rest does."""
    known, unknown = Condition(fact="a", holds=True), Condition(fact="b", holds=True)
    both, either = Condition(all=(known, unknown)), Condition(any=(known, unknown))
    assert [both.holds_for({"a": one}) for one in (True, False)] == [None, False]
    assert [either.holds_for({"a": one}) for one in (True, False)] == [True, None]
    assert [leaf.fact for leaf in both.open_leaves({"a": True})] == ["b"]


def test_shared_criteria_have_their_conditions_once(book: ocopkit.RuleBook) -> None:
    """All sets that take local labour by its name measure the same."""
    users = [one for form in book for one in form.criteria if one.shared == "local-labour"]
    assert len(users) == 25
    assert {facts_of(one) for one in users} == {(LABOUR,)}
    assert len({one.levels for one in users}) == 1
