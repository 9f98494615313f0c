"""What the shipped crosswalks say, and that they say it of every criterion of every set."""

import shutil
from pathlib import Path

import pytest

import ocopkit
from ocopkit import DocumentError
from ocopkit.crosswalks import FOLDER, crosswalk
from ocopkit.errors import NotFoundError
from ocopkit.rules.crosswalk import Crosswalk, SetMap, answers_of, claims_of
from ocopkit.rules.crosswalk_folder import load_crosswalk

FROM_148 = crosswalk("qd-148-2023", "qd-26-2026")
FROM_1048 = crosswalk("qd-1048-2019", "qd-148-2023")
THROUGH = crosswalk("qd-1048-2019", "qd-26-2026")
WALKS = [FROM_148, FROM_1048, THROUGH]
PAIRS = [
    pytest.param(walk, old, new, id=f"{walk.old.id}/{old}-{walk.new.id}/{new}")
    for walk in WALKS
    for old, new in walk.pairs
]
every_pair = pytest.mark.parametrize(("walk", "old", "new"), PAIRS)


@every_pair
def test_every_new_criterion_is_mapped_or_open_with_a_reason(walk: Crosswalk, old: int, new: int) -> None:
    """Each criterion of the new form stands once, in its order, with levels or a reason in two languages."""
    between = walk.between(old, new)
    assert [one.new for one in between.criteria] == [one.code for one in between.new.criteria]
    for one in between.criteria:
        assert bool(one.levels) != bool(one.open), one.new
        if "total" not in one.claims:
            assert one.reason, one.new
            assert one.reason.vi, one.new
            assert one.reason.en, one.new


@every_pair
def test_every_old_criterion_is_used_or_dropped_with_a_reason(walk: Crosswalk, old: int, new: int) -> None:
    """No answer is lost silently: what no map uses is dropped, and says why in two languages."""
    between = walk.between(old, new)
    used = {one.old for one in between.criteria if one.old}
    codes = {one.code for one in between.old.criteria}
    assert used <= codes
    assert set(between.dropped) == codes - used
    assert all(reason.vi and reason.en for reason in between.dropped.values())


@every_pair
def test_levels_are_those_of_the_forms(walk: Crosswalk, old: int, new: int) -> None:
    """A map names only answers that its forms take, and a narrowed one leaves some but never all."""
    between = walk.between(old, new)
    for one in between.criteria:
        every = answers_of(between.new.criterion(one.new))
        for answer, possible in one.levels.items():
            assert answer in answers_of(between.old.criterion(one.old or ""))
            assert set(possible) <= set(every)
            assert len(set(possible)) == len(possible) > 0


@every_pair
def test_claims_are_true(walk: Crosswalk, old: int, new: int) -> None:
    """A map is total where it says so and nowhere else, and keeps the order where it says so."""
    between = walk.between(old, new)
    for one in between.criteria:
        if one.levels:
            true = claims_of(one.levels, between.old.criterion(one.old or ""), between.new.criterion(one.new))
            assert set(one.claims) <= set(true), one.new
            assert ("total" in one.claims) == ("total" in true), one.new


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk.old.id}-{walk.new.id}")
def test_every_set_is_joined_or_alone_with_a_reason(walk: Crosswalk) -> None:
    """All 26 sets of both books are accounted for."""
    joined = {old for old, _ in walk.pairs}, {new for _, new in walk.pairs}
    assert joined[0] | set(walk.ended) == {entry.number for entry in walk.old.entries}
    assert joined[1] | set(walk.fresh) == {entry.number for entry in walk.new.entries}
    assert not joined[0] & set(walk.ended)
    assert not joined[1] & set(walk.fresh)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk.old.id}-{walk.new.id}")
def test_gates_are_those_of_the_books(walk: Crosswalk) -> None:
    """A gate leads from one of the old book to one of the new book that a sheet can raise."""
    old = {gate.key for form in walk.old for gate, _ in form.all_gates()}
    new = {gate.key for form in walk.new for gate, _ in form.all_gates() if not gate.zero_in}
    for between in walk:
        assert set(between.gates) <= old
        assert set(between.gates.values()) <= new


def tea() -> SetMap:
    return FROM_148.between(11, 11)


def test_accounting_is_gone_and_label_and_area_are_new() -> None:
    """QĐ 26 drops accounting (3.đ) and adds the bilingual label (2.4) and the certified area (1.2)."""
    assert set(tea().dropped) == {"3.đ", "8.b"}
    assert [one.new for one in tea().criteria if one.old is None] == ["1.2", "2.4"]


def test_labour_of_the_commune_is_at_most_that_of_the_district() -> None:
    """Who had at most 75% labour from the district cannot have more from the commune; more proves nothing."""
    labour = tea().criterion("3.3")
    assert labour.levels == {"below": ("below", "a"), "a": ("below", "a", "b")}
    assert labour.claims == ("order-keeping",)


def test_a_registered_trademark_alone_is_the_lowest_level_of_three() -> None:
    """Intellectual property: a registered mark without a sign of origin is level a of QĐ 26's three."""
    rights = tea().criterion("3.5")
    assert rights.levels["a"] == ("a",)
    assert rights.levels["b"] == ("a", "b", "c")


def test_single_member_companies_may_rise_a_level() -> None:
    """QĐ 26 puts single-member companies and private enterprises (level a of QĐ 148) at level b."""
    assert tea().criterion("3.1").levels["a"] == ("a", "b")


def test_another_measure_leaves_the_criterion_open() -> None:
    """QĐ 148 measured input materials under linkage contracts, QĐ 26 the volume sold: nothing follows."""
    linkage = tea().criterion("1.5")
    assert linkage.old == "1.d"
    assert linkage.open


def test_honey_was_split_and_processed_meat_and_fish_were_merged() -> None:
    """Set 4 of QĐ 1048 leads to sets 4 and 8 of QĐ 148; sets 8 and 9 both lead to set 8."""
    assert FROM_1048.targets(4) == (4, 8)
    assert FROM_1048.sources(8) == (4, 8, 9)


def test_handicrafts_were_merged_and_medical_devices_ended() -> None:
    """Sets 23 and 24 of QĐ 1048 became set 21; its set 21 has no successor; three sets are new."""
    assert FROM_1048.sources(21) == (23, 24)
    assert set(FROM_1048.ended) == {21}
    assert set(FROM_1048.fresh) == {23, 24, 25}


def test_what_ended_or_began_on_the_way_stays_so_through_both_crosswalks() -> None:
    """From QĐ 1048 to QĐ 26 the same sets split, merged, ended and began as to QĐ 148."""
    assert THROUGH.pairs == FROM_1048.pairs
    assert set(THROUGH.ended) == {21}
    assert set(THROUGH.fresh) == {23, 24, 25}


def test_a_decision_that_changed_only_the_process_shares_the_crosswalk() -> None:
    """QĐ 1489 has the sets of QĐ 148: the two lead to QĐ 26 alike, and to each other by the identity."""
    walk = crosswalk("qd-1489-2025", "qd-26-2026")
    assert walk.between(11, 11).criteria == tea().criteria
    same = crosswalk("qd-148-2023", "qd-1489-2025")
    assert all("total" in one.claims and one.old == one.new for one in same.between(11, 11).criteria)


def test_no_crosswalk_leads_back() -> None:
    """A crosswalk from a newer decision to an older one isn't declared: the error names those that are."""
    with pytest.raises(NotFoundError) as caught:
        crosswalk("qd-26-2026", "qd-148-2023")
    (problem,) = caught.value.problems
    assert problem.code == "unknown-crosswalk"
    assert "qd-148-2023 → qd-26-2026" in problem.mend.en


def test_sets_that_are_not_joined_are_refused() -> None:
    """Asked for two sets that don't belong together, a crosswalk names those that do."""
    with pytest.raises(NotFoundError) as caught:
        FROM_1048.between(4, 5)
    (problem,) = caught.value.problems
    assert problem.code == "sets-not-joined"
    assert "4, 8" in problem.why.en


def copied(folder: Path) -> Path:
    """Return a copy of the crosswalk from QĐ 148 to QĐ 26 that a test may spoil."""
    return Path(shutil.copytree(FOLDER / "qd-148-2023--qd-26-2026", folder / "crosswalk"))


def problems_of(folder: Path, number: int) -> list[str]:
    """Return the codes of what is wrong with a crosswalk and one of its sets."""
    walk = load_crosswalk(folder, FROM_148.old, FROM_148.new)
    with pytest.raises(DocumentError) as caught:
        walk.between(number, number)
    assert all(problem.where.line for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("code", "number", "found", "instead"),
    [
        (
            "false-claim",
            11,
            "possible: {a: [a, b]}\n    claims: [",
            "possible: {a: [a, b]}\n    claims: [total, ",
        ),
        ("unknown-level", 1, "levels: {a: a, b: b, d: c}", "levels: {a: a, b: b, d: x}"),
        ("unknown-level", 1, "levels: {a: a, b: b, d: c}", "levels: {a: a, b: b, d: c, c: c}"),
        ("not-mapped", 11, "- consistency\n- convenience\n", "- growth\n"),
        (
            "open-and-mapped",
            11,
            "    new: [bilingual-labelling]\n",
            "    new: [bilingual-labelling]\n    alike: true\n",
        ),
        (
            "nothing-to-map",
            11,
            "    new: [bilingual-labelling]\n    open:",
            "    new: [bilingual-labelling]\n    because:",
        ),
        ("not-accounted", 11, "- old: [accounting]\n", "- old: [growth]\n"),
    ],
)
def test_a_mistake_in_what_sets_share_is_found(
    tmp_path: Path, code: str, number: int, found: str, instead: str
) -> None:
    """Each kind of mistake in crosswalk.yaml is a problem of the sets that it touches."""
    folder = copied(tmp_path)
    file = folder / "crosswalk.yaml"
    text = file.read_text("utf-8")
    assert found in text
    file.write_text(text.replace(found, instead), "utf-8")
    assert code in problems_of(folder, number)


@pytest.mark.parametrize(
    ("code", "found", "instead"),
    [
        ("unknown-criterion", '"6.2.1": {old: "6.b.1"', '"6.2.1": {old: "6.b.9"'),
        ("unknown-criterion", '"6.2.1": {old', '"6.9.1": {old'),
        ("unknown-map", "map: production-capacity", "map: production-capacities"),
        ("not-alike", '{old: "6.b.1", alike', '{old: "6.b.2", alike'),
        ("set-differs", "old: 11\n", "old: 12\n"),
        ("missing-reason", '{old: "6.b.1", alike: true}', '{old: "6.b.1", levels: {a: a}}'),
    ],
)
def test_a_mistake_in_a_set_is_found(tmp_path: Path, code: str, found: str, instead: str) -> None:
    """Each kind of mistake in a set's file is found at its line."""
    folder = copied(tmp_path)
    file = folder / "sets" / "11--11.yaml"
    text = file.read_text("utf-8").replace(
        "criteria:\n", 'criteria:\n  "1.4": {old: "1.c", map: production-capacity}\n', 1
    )
    assert found in text
    file.write_text(text.replace(found, instead, 1), "utf-8")
    assert code in problems_of(folder, 11)


@pytest.mark.parametrize("line", ["- {old: 26, new: 26}\n", "- {old: 27, new: 26}\n"])
def test_a_set_that_is_forgotten_or_unknown_is_found(tmp_path: Path, line: str) -> None:
    """A list of sets that leaves one out, or names one that the book doesn't have, is refused."""
    folder = copied(tmp_path)
    file = folder / "crosswalk.yaml"
    text = file.read_text("utf-8")
    changed = text.replace(line, "") if line in text else text.replace("- {old: 26, new: 26}\n", line)
    file.write_text(changed, "utf-8")
    with pytest.raises(DocumentError) as caught:
        load_crosswalk(folder, FROM_148.old, FROM_148.new)
    assert {problem.code for problem in caught.value.problems} == {"set-not-accounted"}


def test_books_are_found_by_id() -> None:
    """The crosswalk is between the books themselves, not copies of them."""
    assert FROM_148.old == ocopkit.rule_book("qd-148-2023")
    assert FROM_148.new == ocopkit.rule_book("qd-26-2026")
