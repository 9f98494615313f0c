"""Amendments as documents: good ones are read; bad ones are refused in the words that stand beside them.

Run this file by itself to write the expected words anew; then read every line of the difference as the
person who would be told so.
"""

import os
from pathlib import Path

import pytest

import ocopkit
from ocopkit import RuleBook
from ocopkit.documents import parse, to_yaml
from ocopkit.errors import DocumentError
from ocopkit.rules.amend import AmendmentFile, amend, amend_by_file
from ocopkit.rules.change import diff_text
from ocopkit.rules.diff import diff
from ocopkit.text import Lang, Text

HERE = Path(__file__).parent
ENDINGS: dict[Lang, str] = {"en": ".expected", "vi": ".expected-vi"}
BAD = sorted((HERE / "bad").glob("*.yaml"))


def refusal(file: Path, lang: Lang) -> str:
    """Return what is said of a bad amendment when it is read from its folder."""
    before = Path.cwd()
    os.chdir(file.parent)
    try:
        amend_by_file(file.name, ocopkit.rule_book)
    except DocumentError as error:
        return error.say(lang) + "\n"
    finally:
        os.chdir(before)
    return ""


@pytest.mark.parametrize("file", BAD, ids=[file.stem for file in BAD])
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_bad_amendment_is_refused_in_the_words_expected(file: Path, lang: Lang) -> None:
    """Every problem is told at once, in the order of the file, with its line and column."""
    expected = file.with_name(file.name + ENDINGS[lang]).read_text(encoding="utf-8")
    assert expected
    assert refusal(file, lang) == expected


def test_a_good_amendment_is_carried_out() -> None:
    """A draft with thresholds, a reading, levels, criteria and a term becomes a rule book."""
    draft = amend_by_file(HERE / "good" / "threshold-2027.yaml", ocopkit.rule_book)
    assert draft.id == "draft-2027"
    assert draft.articles.amendments[-1].because.vi == "Dự thảo 2027: siết hạng 4 sao"
    assert draft[11].criterion("2.4").name.en == "Digital transformation"
    assert draft[11].criterion("4.1").levels[2].points == 4
    assert [one.code for one in draft[11].criteria][11:14] == ["3.1", "3.4", "3.2"]


@pytest.mark.parametrize(("called", "code"), [("qd-148-2023", "id-taken"), ("' draft'", "wrong-id")])
def test_the_id_of_another_book_is_refused_where_it_stands(called: str, code: str) -> None:
    """A file can't give an amendment the id of a book that is known, nor one that is none."""
    text = f"base: qd-26-2026\nid: {called}\nbecause: {{vi: Thử, en: Try}}\nchanges: {{bands/9: null}}\n"
    with pytest.raises(DocumentError) as caught:
        amend_by_file(parse(text), ocopkit.rule_book)
    told = [(one.code, one.where.line) for one in caught.value.problems]
    assert told == [(code, 2), ("unknown-address", 4)]


def test_an_amendment_of_an_unknown_book_is_refused_where_it_names_it() -> None:
    """The book that an amendment is made for has to be known."""
    text = "base: qd-26-2025\nbecause: {vi: Thử, en: Try}\nchanges: {bands/4: {at_least: 72}}\n"
    with pytest.raises(DocumentError) as caught:
        amend_by_file(parse(text, name="draft.yaml"), ocopkit.rule_book)
    (problem,) = caught.value.problems
    assert str(problem.where) == "draft.yaml:1:7: base"
    assert problem.code == "unknown-book"


def test_the_same_amendment_in_json_makes_the_same_book() -> None:
    """JSON, another order of keys, a slug for a number: the same law."""
    made = [
        amend_by_file(HERE / "good" / f"threshold-2027.{ending}", ocopkit.rule_book)
        for ending in ("yaml", "json")
    ]
    assert made[0] == made[1]
    assert not diff(*made)


def test_the_difference_of_two_books_can_be_written_as_an_amendment(book: RuleBook) -> None:
    """What a comparison finds, written as YAML and read back, makes the second book of the first."""
    old = ocopkit.rule_book("qd-148-2023")
    content = AmendmentFile(old.id, Text(vi="Thay thế", en="Replaced"), diff(old, book).as_changes())
    assert amend_by_file(parse(to_yaml(content)), ocopkit.rule_book) == book


def test_what_an_amendment_changes_is_told(book: RuleBook) -> None:
    """The listing of a small amendment, word for word."""
    changes = {
        "11/3.5/b": {"minimum_for": 3},
        "11/2.4": None,
        "rounds/province-1": {"finish_before": "07-31"},
    }
    draft = amend(book, changes, because="draft", id="draft")
    assert diff_text(diff(book, draft), lang="vi") == (
        "qd-26-2026 → draft: 3 chỗ khác nhau\n"
        "\n"
        "Các điều khoản chung\n"
        "  Đợt 1: Cấp tỉnh: hoàn thành trước (tháng-ngày) 06-30 → 07-31\n"
        "\n"
        "Bộ 11\n"
        "  Tiêu chí “Ghi nhãn hàng hóa có sử dụng song ngữ” (2.4): bỏ, tối đa 1 điểm (0/1)\n"
        "  Tiêu chí “Sở hữu trí tuệ”, mức b (3.5): mức tối thiểu cho 4 sao → cho 3 sao"
    )


if __name__ == "__main__":
    for bad in BAD:
        for language, ending in ENDINGS.items():
            bad.with_name(bad.name + ending).write_text(refusal(bad, language), encoding="utf-8")
