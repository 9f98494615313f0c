"""Blank sheets can be filled in as they are."""

import pytest

import ocopkit

BOOKS = ocopkit.books(packs=False).national


@pytest.mark.parametrize("key", BOOKS)
def test_every_blank_sheet_is_read_back_as_empty(key: str) -> None:
    """The blank sheet of every set, in either language, is a sheet without answers."""
    for form in ocopkit.rule_book(key):
        for text in (ocopkit.blank_sheet(form, lang="vi"), ocopkit.blank_sheet(form, lang="en")):
            sheet = ocopkit.parse_sheet(text)
            assert sheet.criteria_set.number == form.number
            assert dict(sheet.answers) == {}
            assert sheet.unanswered() == form.criteria


@pytest.mark.parametrize("key", BOOKS)
def test_a_blank_sheet_names_every_answer(key: str) -> None:
    """Every answer that a criterion takes stands in a comment above it."""
    from ocopkit.scoring.plan import plan_of

    for form in ocopkit.rule_book(key):
        text = ocopkit.blank_sheet(form, lang="vi")
        for slot in plan_of(form).slots:
            above = text.split(f'\n  "{slot.criterion.code}":')[0].split(f"\n  # {slot.criterion.code} ")[-1]
            for answer in slot.lines:
                assert f"  #   {answer} = " in above


def test_gates_are_raised_by_taking_the_comment_away(book: ocopkit.RuleBook) -> None:
    """Removing # before a gate's line raises it, with or without the blank behind it."""
    for old, new in (("  # ip-", "  ip-"), ("  # ip-", "   ip-")):
        text = ocopkit.blank_sheet(book[21])
        filled = text.replace(f'{old}infringement: "lý do"', f'{new}infringement: "chép kiểu dáng"')
        assert dict(ocopkit.parse_sheet(filled).raised) == {"ip-infringement": "chép kiểu dáng"}


def test_a_requirement_says_that_it_is_raised_only_where_it_is_not_met(book: ocopkit.RuleBook) -> None:
    """An officer who has the test report must not be led to write so under the gate."""
    text = ocopkit.blank_sheet(book[11])
    assert "  # YÊU CẦU, chỉ ghi khi KHÔNG đáp ứng: Bản tiêu chuẩn sản phẩm" in text
