"""Producers, products, product codes and dossiers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ocopkit
from ocopkit import Producer, Product, RuleBook
from ocopkit.cases.dossier import Dossier, Evidence, missing_papers
from ocopkit.product import Person, ProductCode, ProductCodeError
from ocopkit.rules.articles import CodeField
from ocopkit.rules.law import Period

COMMUNE: tuple[CodeField, ...] = ("province", "commune", "serial", "year")
DISTRICT: tuple[CodeField, ...] = ("province", "district", "serial", "year")
BOTH: tuple[CodeField, ...] = ("province", "district", "commune", "serial", "year")


def test_the_code_of_qd_26_has_a_commune_and_no_district(book: RuleBook) -> None:
    """QĐ 26/2026: (T)-(X)-(STT)-20YY."""
    rule = book.articles.product_code
    assert rule is not None
    code = ProductCode.parse("19-05542-3-2026", rule)
    assert (code.province, code.commune, code.district) == ("19", "05542", None)
    assert (code.serial, code.year) == (3, 2026)


def test_the_code_of_qd_1048_has_a_district() -> None:
    """QĐ 1048/2019: (T)-(H)-(STT)-(year)."""
    rule = ocopkit.rule_book("qd-1048-2019").articles.product_code
    assert rule is not None
    assert ProductCode.parse("10-139-1-2022", rule).district == "139"


def test_codes_seen_in_practice_have_both() -> None:
    """83-829-28780-3-2022: province, district, commune, serial, year."""
    code = ProductCode.parse("83-829-28780-3-2022", BOTH)
    assert (code.district, code.commune, code.serial) == ("829", "28780", 3)


@given(
    st.integers(1, 99),
    st.integers(1, 999),
    st.integers(1, 99999),
    st.integers(1, 9999),
    st.integers(2019, 2099),
)
def test_a_code_is_read_as_it_was_written(
    province: int, district: int, commune: int, serial: int, year: int
) -> None:
    """Leading zeros of administrative codes are kept, with and without a district."""
    code = ProductCode(f"{province:02d}", serial, year, f"{district:03d}", f"{commune:05d}")
    assert ProductCode.parse(str(code), BOTH) == code
    without = ProductCode(f"{province:02d}", serial, year, commune=f"{commune:05d}")
    assert ProductCode.parse(str(without), COMMUNE) == without


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("19-05542-3", "has 3 fields"),
        ("19-05542-3-2026-1", "has 5 fields"),
        ("19-05542-3-26", "'26' is no year"),
        ("19-xã-3-2026", "'xã' is no commune"),
        ("19-05542-0-2026", "'0' is no serial"),
        ("", "has 1 fields"),
    ],
)
def test_a_wrong_code_is_refused_with_its_form(text: str, said: str) -> None:
    """A code that lacks a field, or has one that is no code, says which and how it is written."""
    with pytest.raises(ProductCodeError, match=said) as caught:
        ProductCode.parse(text, COMMUNE)
    assert "province-commune-serial-year" in caught.value.say("vi")


def test_all_wrong_fields_are_told_at_once() -> None:
    """Every field that is no code is named."""
    with pytest.raises(ProductCodeError) as caught:
        ProductCode.parse("x-y-z-w", DISTRICT)
    assert len(caught.value.problems) == 4


def test_personal_data_stays_out_of_reprs() -> None:
    """A representative's name, sex, ethnicity, disability and telephone are shown by no repr."""
    person = Person("Nguyễn Thị Ví Dụ", sex="nữ", ethnicity="Tày", disability=True, telephone="0900000000")
    product = Product("Chè", Producer("HTX Ví Dụ", "cooperative", representative=person))
    for secret in ("Nguyễn", "nữ", "Tày", "0900000000"):
        assert secret not in repr(product)
        assert secret not in repr(person)


def test_personal_data_stays_out_of_reports(book: RuleBook) -> None:
    """The report of a score names product and producer, and not the producer's representative."""
    person = Person("Nguyễn Thị Ví Dụ", telephone="0900000000")
    product = Product("Chè", Producer("HTX Ví Dụ", "cooperative", representative=person))
    answers = {one.code: one.max for one in book[11].criteria}
    report = ocopkit.report(ocopkit.score(ocopkit.ScoreSheet(book[11], answers, product=product)))
    assert report["product"] == {"name": "Chè", "producer": {"name": "HTX Ví Dụ", "kind": "cooperative"}}
    assert "Nguyễn" not in str(report)
    assert "0900000000" not in str(report)


def test_a_dossier_names_its_missing_and_expired_papers(book: RuleBook) -> None:
    """A test report that ran out before the council meets is told, with the criteria it supports."""
    rules = book.articles.dossier
    assert rules is not None
    held = tuple(Evidence(paper.key) for paper in rules.evidence if paper.key != "test-report")
    old = Evidence("test-report", "KN-1", Period(date(2025, 3, 1), date(2026, 2, 28)))
    dossier = Dossier(Product("Chè"), book.id, 11, evidence=(*held, old))
    day = date(2026, 9, 1)
    (missing,) = missing_papers(dossier, book[11], rules.evidence, on=day)
    assert missing.paper.key == "test-report"
    assert missing.held == old
    assert "8" in {criterion.code for criterion in missing.supports}
    assert missing_papers(dossier, book[11], rules.evidence, on=date(2026, 2, 28)) == ()


EXPIRED = "Expired on 2026-08-01"


@pytest.mark.parametrize(
    ("periods", "told"),
    [
        ([], "Missing"),
        ([(date(2026, 10, 1), date(2027, 9, 30))], "Not valid before 2026-10-01"),
        ([(date(2027, 1, 1), None), (date(2026, 10, 1), date(2027, 9, 30))], "Not valid before 2026-10-01"),
        (
            [(date(2020, 1, 1), date(2021, 1, 1)), (date(2024, 1, 1), date(2026, 8, 1))],
            "Expired on 2026-08-01",
        ),
        ([(date(2024, 1, 1), date(2026, 8, 31)), (date(2027, 1, 1), None)], "Not valid before 2027-01-01"),
    ],
)
def test_of_papers_that_are_not_valid_the_nearest_is_told(
    book: RuleBook, periods: list[tuple[date, date | None]], told: str
) -> None:
    """A paper to come is not expired; of several that ran out the last counts."""
    rules = book.articles.dossier
    assert rules is not None
    reports = tuple(Evidence("test-report", valid=Period(*one)) for one in periods)
    dossier = Dossier(Product("Chè"), book.id, 11, evidence=reports)
    missing = missing_papers(dossier, book[11], rules.evidence, on=date(2026, 9, 1))
    (report,) = [one for one in missing if one.paper.key == "test-report"]
    assert report.told().en == f"{told}: Test report"


def test_a_dossier_that_names_an_unknown_paper_is_refused(book: RuleBook) -> None:
    """A paper that the decision doesn't list is told with the nearest that it does."""
    rules = book.articles.dossier
    assert rules is not None
    dossier = Dossier(Product("Chè"), book.id, 11, evidence=(Evidence("test-raport"),))
    with pytest.raises(ocopkit.errors.NotFoundError, match="Did you mean test-report"):
        missing_papers(dossier, book[11], rules.evidence, on=date(2026, 9, 1))
