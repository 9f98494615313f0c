"""What can be wrong with a given fact, in words."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from ocopkit.conversion import shown
from ocopkit.errors import Told, nearest, quoted
from ocopkit.rules.conditions import plain_number
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import Fact
from ocopkit.text import Text, day_text

_HUNDRED = 100


def unknown(key: str, known: Iterable[str]) -> Told:
    """Refuse a fact that the vocabulary doesn't have."""
    return (
        "unknown-fact",
        Text(vi=f"Không có số liệu {quoted(key)}", en=f"There is no fact {quoted(key)}"),
        Text(vi="Tên số liệu phải có trong danh mục", en="A fact goes by its key in the vocabulary"),
        nearest(key, known),
    )


def of_another_regime(key: str, criteria_set: CriteriaSet, known: Iterable[str]) -> Told:
    """Refuse a fact that the criteria set doesn't ask for."""
    book = criteria_set.basis.book if criteria_set.basis else ""
    return (
        "fact-of-another-regime",
        Text(
            vi=f"Bộ {criteria_set.number} của {book} không dùng số liệu {quoted(key)}",
            en=f"Set {criteria_set.number} of {book} does not ask for {quoted(key)}",
        ),
        Text(
            vi="Số liệu này thuộc bộ tiêu chí hoặc quyết định khác; các quyết định đo không giống nhau",
            en="It belongs to another set or decision, and decisions measure differently",
        ),
        nearest(key, known),
    )


def two_values(key: str) -> Told:
    """Refuse a second value of one fact."""
    return (
        "two-values",
        Text(vi=f"{quoted(key)} có hai giá trị", en=f"{quoted(key)} has two values"),
        Text(vi="Không rõ giá trị nào đúng", en="Which of them is right is unclear"),
        Text(vi="Giữ giá trị có giấy tờ chứng minh", en="Keep the one that a paper proves"),
    )


def not_yes_or_no(fact: Fact, value: object) -> Told:
    """Refuse a value of a fact that holds or doesn't."""
    return (
        "fact-type",
        Text(
            vi=f"{fact.name.vi}: cần đúng/sai, nhưng lại là {shown(value)}",
            en=f"{fact.name.en}: expected true or false, found {shown(value)}",
        ),
        Text(vi="Số liệu này chỉ có hoặc không", en="It holds or it doesn't"),
        Text(vi="Viết true hoặc false", en="Write true or false"),
    )


def not_an_option(fact: Fact, value: object) -> Told:
    """Refuse a value that isn't among the options."""
    keys = [option.key for option in fact.options]
    return (
        "unknown-choice",
        Text(
            vi=f"{fact.name.vi}: không có lựa chọn {shown(value)}",
            en=f"{fact.name.en}: there is no option {shown(value)}",
        ),
        Text(vi="Chọn một trong các lựa chọn của danh mục", en="It is one of the options of the vocabulary"),
        nearest(str(value), keys),
    )


def not_a_number(fact: Fact, value: object) -> Told:
    """Refuse a value that isn't a number."""
    example = "0.62" if fact.kind in {"share", "rate"} else "12"
    return (
        "fact-type",
        Text(
            vi=f"{fact.name.vi}: cần một số, nhưng lại là {shown(value)}",
            en=f"{fact.name.en}: expected a number, found {shown(value)}",
        ),
        Text(vi="Số liệu này được so với các ngưỡng", en="It is compared with thresholds"),
        Text(
            vi=f"Viết như {example}, không có ngoặc kép, không có %",
            en=f"Write it like {example}, no quotes, no %",
        ),
    )


def not_a_count(fact: Fact, value: Fraction) -> Told:
    """Refuse a count that isn't a whole number from 0."""
    number = plain_number(value)
    return (
        "not-a-count",
        Text(vi=f"{fact.name.vi}: {number} không phải số đếm", en=f"{fact.name.en}: {number} is not a count"),
        Text(
            vi="Số đếm, số tháng, số năm là số nguyên từ 0",
            en="A count, months, years are whole numbers from 0",
        ),
        Text(vi="Viết số nguyên, làm tròn xuống", en="Write a whole number, rounded down"),
    )


def not_a_share(value: Fraction) -> Told:
    """Refuse a share that isn't from 0 to 1."""
    number = plain_number(value)
    mend = Text(vi="Viết tỷ lệ từ 0 đến 1", en="Write a share from 0 to 1")
    if 1 < value <= _HUNDRED:
        meant = plain_number(value / _HUNDRED)
        mend = Text(
            vi=f"Nếu là {number.replace('.', ',')}% thì viết {meant}",
            en=f"If {number} % is meant, write {meant}",
        )
    return (
        "share-out-of-range",
        Text(vi=f"Tỷ lệ {number} nằm ngoài khoảng 0 đến 1", en=f"A share of {number} is not from 0 to 1"),
        Text(vi="Một phần không thể lớn hơn toàn bộ", en="A part cannot exceed the whole"),
        mend,
    )


def not_a_rate(value: Fraction) -> Told:
    """Refuse a rate of growth below -1."""
    number = plain_number(value)
    return (
        "rate-out-of-range",
        Text(vi=f"Mức tăng {number} nhỏ hơn -1", en=f"A rate of growth of {number} is below -1"),
        Text(vi="Không thể giảm quá 100%", en="Nothing can shrink by more than the whole"),
        Text(vi="Viết mức tăng 12% là 0.12", en="Write growth of 12 % as 0.12"),
    )


def other_paper(paper: str, known: Iterable[str]) -> Told:
    """Refuse a paper that doesn't prove the fact."""
    return (
        "other-paper",
        Text(
            vi=f"Giấy tờ {quoted(paper)} không chứng minh số liệu này",
            en=f"The paper {quoted(paper)} does not prove this fact",
        ),
        Text(vi="Danh mục nêu giấy tờ nào chứng minh được", en="The vocabulary says which papers do"),
        nearest(paper, known),
    )


def ended_before_it_began(first: date, last: date) -> Told:
    """Refuse a certificate whose last day is before its first."""
    return (
        "ended-before-it-began",
        Text(
            vi=f"Giấy chứng nhận hết hạn ngày {day_text(last).vi}, trước ngày bắt đầu {day_text(first).vi}",
            en=f"The certificate ended on {last}, before it began on {first}",
        ),
        Text(vi="Có thể hai ngày bị ghi ngược", en="The two days may be exchanged"),
        Text(vi="Đối chiếu với giấy chứng nhận", en="Hold them against the certificate"),
    )


def not_a_certificate(fact: Fact) -> Told:
    """Refuse the particulars of a certificate at a fact that is none."""
    return (
        "not-a-certificate",
        Text(vi=f"{fact.key} không phải là giấy chứng nhận", en=f"{fact.key} is not a certificate"),
        Text(
            vi="issuer, number, valid_from, valid_until chỉ dùng cho giấy chứng nhận",
            en="issuer, number, valid_from and valid_until are for certificates",
        ),
        Text(
            vi="Dùng as_of cho ngày đo, document cho giấy tờ",
            en="Use as_of for the day, document for the paper",
        ),
    )
