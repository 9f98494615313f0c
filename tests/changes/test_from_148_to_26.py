"""What QĐ 26/2026 changed in QĐ 148/2023, clause by clause."""

import pytest

import ocopkit
from ocopkit import RuleBook
from ocopkit.rules.change import Change, Diff, diff_markdown, diff_text
from ocopkit.rules.diff import diff, diff_sets


@pytest.fixture(scope="module")
def old() -> RuleBook:
    """Return QĐ 148/2023."""
    return ocopkit.rule_book("qd-148-2023")


@pytest.fixture(scope="module")
def found(old: RuleBook, book: RuleBook) -> Diff:
    """Return all differences between QĐ 148/2023 and QĐ 26/2026."""
    return diff(old, book)


def about(found: Diff, name: str, *, kind: str | None = None, number: int = 11) -> list[Change]:
    """Return the changes of a criterion of a set, by a piece of its Vietnamese name."""
    return [
        one
        for one in found
        if one.set == number and f"“{name}" in one.subject.vi and kind in {None, one.kind}
    ]


def test_accounting_is_gone_from_every_set(found: Diff) -> None:
    """No form of QĐ 26 asks about accounting, worth 1 point in all 26 forms of QĐ 148."""
    gone = [one for one in found if one.kind == "removed" and one.subject.vi == "Tiêu chí “Kế toán”"]
    assert [one.set for one in gone] == list(range(1, 27))
    assert {one.before["max"] for one in gone} == {1}
    assert gone[10].text.vi == "Tiêu chí “Kế toán” (3.đ): bỏ, tối đa 1 điểm (0/1)"
    assert gone[10].address == "11/3.đ"


def test_bilingual_labelling_is_new_in_sets_1_to_22(found: Diff) -> None:
    """A label in two languages brings 1 point, in every form of goods with a label."""
    name = "Tiêu chí “Ghi nhãn hàng hóa có sử dụng song ngữ”"
    new = [one for one in found if one.kind == "added" and one.subject.vi == name]
    assert [one.set for one in new] == list(range(1, 23))
    assert new[10].address == "11/2.4"
    assert new[10].position == {"after": "2.c"}


def test_the_certified_raw_material_area_is_new(found: Diff) -> None:
    """Tea is asked whether its raw-material area is certified, for up to 2 points."""
    (new,) = about(found, "Vùng nguyên liệu được cấp chứng nhận chất lượng")
    assert new.kind == "added"
    assert new.after["max"] == 2
    assert new.text.en == (
        "Criterion “Quality-certified raw-material area” (1.2): new, 2 points at most (0/1/2)"
    )


def test_intellectual_property_rises_from_2_to_3_points(found: Diff) -> None:
    """Intellectual property is worth 3 points instead of 2, and marked by level instead of as a whole."""
    changes = {(one.address, one.field): one for one in about(found, "Sở hữu trí tuệ")}
    most = changes["11/3.e", "max"]
    assert (most.before, most.after) == (2, 3)
    assert most.text.vi == "Tiêu chí “Sở hữu trí tuệ” (3.e → 3.5): điểm tối đa 2 → 3"
    assert changes["11/3.e", "marked_for"].after is None
    assert changes["11/3.e/a", "minimum_for"].after == 3
    assert changes["11/3.e/b", "minimum_for"].after == 4
    assert changes["11/3.e/c", None].kind == "added"
    assert changes["11/3.e/c", None].after["points"] == 3


@pytest.mark.parametrize("name", ["Sử dụng lao động địa phương", "Khu vực phân phối chính"])
def test_labour_and_market_are_counted_in_the_commune(found: Diff, name: str) -> None:
    """Local labour and the home market are those of the commune; under QĐ 148 those of the district."""
    worded = [one for one in about(found, name) if one.field == "name"]
    assert worded
    assert all("huyện" in one.before["vi"] for one in worded if "xã" in one.after["vi"])
    assert sum("xã" in one.after["vi"] for one in worded) >= 2
    assert not any("huyện" in one.after["vi"] for one in worded)


@pytest.mark.parametrize(("name", "level"), [("Phong cách, ghi nhãn", "a"), ("Đóng gói, bao bì", "c")])
def test_label_and_packaging_are_now_needed_for_three_stars(found: Diff, name: str, level: str) -> None:
    """Three stars need a full label and packaging of the third level; QĐ 148 asked for neither."""
    for number in range(1, 21):
        (now,) = [
            one for one in about(found, name, number=number) if one.field == "minimum_for" and one.after == 3
        ]
        assert now.before is None
        assert now.address.endswith(f"/{level}")
        assert now.text.en.endswith("now required for 3 stars")


def test_the_district_no_longer_recognises_three_stars(found: Diff) -> None:
    """Three stars are recognised by the province; the tier of the district is gone."""
    texts = [one.text.vi for one in found]
    assert "Hạng 3 sao: cấp công nhận Cấp huyện → Cấp tỉnh" in texts
    assert [one.address for one in found if one.address.startswith("tiers/") and one.kind == "removed"] == [
        "tiers/district"
    ]


def test_periodic_testing_is_no_criterion_of_its_own(found: Diff) -> None:
    """Tea's declaration and periodic testing became one criterion for the declaration."""
    (gone,) = about(found, "Kiểm tra định kỳ")
    assert gone.kind == "removed"
    renamed = about(found, "Công bố chất lượng sản phẩm", kind="renamed")
    assert [one.after["vi"] for one in renamed if one.address == "11/8.a"] == ["Công bố chất lượng sản phẩm"]


def test_what_is_alike_in_many_sets_is_told_once(found: Diff) -> None:
    """The listing names the sets and tells once what changed alike in them."""
    text = diff_text(found, lang="vi")
    heading = text.index("\nBộ 1–26\n")
    assert text.count("Tiêu chí “Kế toán”") == 1
    assert text.index("Tiêu chí “Kế toán”") > heading
    assert "\nBộ 1–22\n" in text
    assert "Không liệt kê:" in text


def test_the_listing_is_markdown_with_nothing_of_the_law_taken_for_markup(found: Diff) -> None:
    """Headings are headings, lines are items, and brackets or stars of the law's words are escaped."""
    lines = diff_markdown(found, lang="en").splitlines()
    assert lines[0] == "# qd-148-2023 → qd-26-2026"
    assert "## Sets 1–26" in lines
    assert all(line[:2] in {"# ", "##", "- ", "", "*N"} or line[0].isdigit() for line in lines)
    assert not any("<" in line.replace("\\<", "") for line in lines)


def test_a_set_can_be_compared_by_itself(old: RuleBook, book: RuleBook, found: Diff) -> None:
    """The comparison of two tea forms is that of the books, as far as it concerns them."""
    tea = diff_sets(old[11], book[11], facts=old.facts.with_more(book.facts))
    assert (tea.before, tea.after) == ("qd-148-2023/11", "qd-26-2026/11")
    assert tea.changes == tuple(one for one in found if one.set == 11)


def test_conditions_are_told_in_the_words_of_their_facts(found: Diff, old: RuleBook, book: RuleBook) -> None:
    """People read what is measured and by how much; a set compared by itself knows only formulas."""
    tea = [one for one in found if one.set == 11 and one.field == "when"]
    assert not any(sign in one.text.vi for one in tea for sign in "≥≤∧∨")
    (linked,) = (one.text for one in tea if one.address == "11/1.d/a")
    assert linked.en.endswith(
        "reached if Share of input materials under linkage contracts: exactly 0 % → "
        "Share of the volume sold under linkage contracts: exactly 0 %"
    )
    by_itself = diff_sets(old[11], book[11])
    (alone,) = (one.text for one in by_itself if (one.address, one.field) == ("11/1.d/a", "when"))
    assert alone.en.endswith("linkage-contract-input-share ≤ 0 → linkage-contract-share ≤ 0")


def test_two_sets_of_one_book_can_be_compared(book: RuleBook) -> None:
    """White spirit is asked about its strength of taste where tea is asked about its leaves."""
    texts = [one.text.en for one in diff_sets(book[11], book[14])]
    assert any(text.startswith("Criterion “Tea leaf shape and colour”") for text in texts)


def test_1489_changed_no_criterion(old: RuleBook) -> None:
    """QĐ 1489/2025 amended the process of QĐ 148 and none of its 26 forms."""
    process = diff(old, ocopkit.rule_book("qd-1489-2025"))
    assert process
    assert [one.address for one in process if one.set is not None] == []


def test_a_renumbered_set_is_found_again(old: RuleBook) -> None:
    """Tea was set 12 of QĐ 1048 and is set 11 of QĐ 148."""
    found = diff(ocopkit.rule_book("qd-1048-2019"), old)
    (tea,) = [one for one in found if one.address == "sets/12" and one.field == "number"]
    assert (tea.before, tea.after) == (12, 11)
    assert any(one.address == "sets/21" and one.kind == "removed" for one in found)  # medical equipment
    assert "renumbered 12 → 11" in str(found)
