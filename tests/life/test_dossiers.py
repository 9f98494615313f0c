"""What a dossier still lacks, by regime and route."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook
from ocopkit.cases.dossier import Dossier, Evidence, completeness, missing_papers
from ocopkit.errors import CaseError, NotFoundError
from ocopkit.product import Product
from ocopkit.rules.articles import Route
from ocopkit.rules.law import Period

DAY = date(2026, 9, 1)
TEA = Product("Chè minh họa")
LISTED = [
    *(("qd-26-2026", number) for number in range(1, 27)),
    *(("qd-1048-2019", number) for number in range(1, 26)),  # set 26 is known without its papers
]


@pytest.mark.parametrize("route", ["first", "upgrade", "re-evaluation"])
def test_each_route_needs_forms_01_and_02(route: Route) -> None:
    """Article 6: registration and self-assessment report, whatever the route; form 03 is the commune's."""
    book = ocopkit.rule_book("qd-26-2026")
    found = completeness(Dossier(TEA, book.id, 11, route), book, on=DAY)
    assert [form.number for form in found.forms] == ["01", "02"]
    assert (found.samples, found.is_complete) == (5, False)
    assert found.told()[0].vi.startswith("Thiếu mẫu số 01")


def test_a_full_dossier_is_complete_and_tourism_needs_no_samples() -> None:
    """Set 26 is handed in without samples; with every paper that its criteria ask for nothing is missing."""
    book = ocopkit.rule_book("qd-26-2026")
    assert book.articles.dossier is not None
    papers = tuple(Evidence(one.key) for one in book.articles.dossier.evidence)
    forms = ("01", "02")
    found = completeness(Dossier(TEA, book.id, 26, evidence=papers, forms=forms), book, on=DAY)
    assert (found.is_complete, found.told()) == (True, ())
    tea = completeness(Dossier(TEA, book.id, 11, evidence=papers, forms=forms, samples=3), book, on=DAY)
    assert [text.en for text in tea.told()] == ["2 sample units missing"]


def test_a_paper_that_runs_out_before_the_council_meets_is_told_in_time() -> None:
    """A test report valid until 30 September doesn't last until a council of 15 November."""
    book = ocopkit.rule_book("qd-26-2026")
    report = Evidence("test-report", valid=Period(date(2025, 10, 1), date(2026, 9, 30)))
    dossier = Dossier(TEA, book.id, 11, evidence=(report,))
    found = completeness(dossier, book, on=DAY, council_on=date(2026, 11, 15))
    assert [one.evidence for one in found.runs_out] == [report]
    assert (found.told()[-1].en, found.told()[-1].vi) == (
        "Runs out on 2026-09-30, before the council meets (2026-11-15): Test report",
        "Sẽ hết hạn ngày 30/09/2026, trước khi hội đồng họp (15/11/2026): Phiếu kiểm nghiệm",
    )
    late = completeness(dossier, book, on=date(2026, 11, 15))
    assert any(text.en.startswith("Expired on 2026-09-30: Test report") for text in late.told())


def test_without_a_day_the_council_meets_by_the_end_of_its_round() -> None:
    """Article 5: a file of 1 September is decided by 29 December; a renewed paper settles it."""
    book = ocopkit.rule_book("qd-26-2026")
    report = Evidence("test-report", valid=Period(date(2025, 12, 1), date(2026, 11, 30)))
    (one,) = completeness(Dossier(TEA, book.id, 11, evidence=(report,)), book, on=DAY).runs_out
    assert (one.evidence, one.council_by) == (report, date(2026, 12, 29))
    renewed = Evidence("test-report", valid=Period(date(2026, 8, 1), date(2027, 7, 31)))
    both = Dossier(TEA, book.id, 11, evidence=(report, renewed))
    assert completeness(both, book, on=DAY).runs_out == ()


@given(
    st.sampled_from(LISTED),
    st.sampled_from(["first", "upgrade", "re-evaluation"]),
    st.data(),
)
@settings(max_examples=60)
def test_each_paper_that_is_asked_for_is_missed(
    listed: tuple[str, int], route: Route, data: st.DataObject
) -> None:
    """With every paper a dossier of any set and route is complete; without one, that one is told."""
    key, number = listed
    book = ocopkit.rule_book(key)
    assert book.articles.dossier is not None
    papers = tuple(Evidence(one.key) for one in book.articles.dossier.evidence)
    full = Dossier(TEA, key, number, route, evidence=papers, samples=5, forms=("01", "02"))
    assert completeness(full, book, on=DAY).is_complete
    assert completeness(full, book, on=DAY).told() == ()
    asked = {paper for criterion in book[number].criteria for paper in criterion.evidence}
    left_out = data.draw(st.sampled_from(sorted(asked)))
    less = evolve(full, evidence=tuple(one for one in papers if one.paper != left_out))
    found = completeness(less, book, on=DAY)
    assert [one.paper.key for one in found.papers] == [left_out]
    assert all(left_out in criterion.evidence for criterion in found.papers[0].supports)
    (told,) = found.told()
    assert told.vi.startswith("Thiếu: ")
    assert told.en.startswith("Missing: ")
    assert not found.is_complete


@pytest.mark.parametrize(
    ("route", "word"),
    [("first", "Báo cáo tự đánh giá (mẫu số 02)"), ("upgrade", "thay đổi"), ("re-evaluation", "gia hạn")],
)
def test_each_route_asks_for_papers_of_its_own(route: Route, word: str) -> None:
    """Article 6: an upgrade shows the changes, a re-evaluation brings renewed legal papers."""
    book = ocopkit.rule_book("qd-26-2026")
    asked = completeness(Dossier(TEA, book.id, 11, route), book, on=DAY).asked
    assert word in " ".join(paper.vi for paper in asked)
    assert len(asked) == (3 if route == "re-evaluation" else 2)


@pytest.mark.parametrize("route", ["first", "upgrade", "re-evaluation"])
@pytest.mark.parametrize("key", ["qd-148-2023", "qd-1489-2025"])
def test_what_isnt_known_of_a_regime_isnt_called_complete(key: str, route: Route) -> None:
    """The lists of papers of QĐ 148 and QĐ 1489 are not in our data, and that is said."""
    book = ocopkit.rule_book(key)
    found = completeness(Dossier(TEA, key, 11, route, samples=5), book, on=DAY)
    assert (found.is_known, found.asked, found.is_complete) == (False, (), False)
    assert found.told()[0].en.startswith("Our data doesn't know which papers this decision asks for")


def test_qd_1048_lists_six_papers() -> None:
    """Annex II: registration, plan, organisation, business registration, samples, supporting papers."""
    old = ocopkit.rule_book("qd-1048-2019")
    found = completeness(Dossier(TEA, old.id, 12), old, on=DAY)
    assert (len(found.asked), found.forms, found.samples) == (6, (), 5)
    assert found.papers


@pytest.mark.parametrize(
    ("dossier", "code", "path"),
    [
        (Dossier(TEA, "qd-148-2023", 11), "other-law", ("rule_book",)),
        (Dossier(TEA, "qd-26-2026", 11, "renewal"), "not-allowed", ("route",)),  # type: ignore[arg-type]
        (Dossier(TEA, "qd-26-2026", 11, forms=("01", "1")), "unknown-form", ("forms", 1)),
    ],
)
def test_a_dossier_of_another_law_route_or_form_is_refused(
    dossier: Dossier, code: str, path: tuple[str | int, ...]
) -> None:
    """What a decision doesn't know can't be held against it: form "1" would be told as missing form "01"."""
    with pytest.raises(CaseError) as caught:
        completeness(dossier, ocopkit.rule_book("qd-26-2026"), on=DAY)
    assert [(one.code, one.where.path) for one in caught.value.problems] == [(code, path)]


@pytest.mark.parametrize("key", ["qd-148-2023", "qd-1489-2025"])
def test_a_decision_whose_papers_arent_known_says_so_as_a_doubt(key: str) -> None:
    """What is known of a dossier under QĐ 148 is told, and that the rest isn't; audit shows it too."""
    book = ocopkit.rule_book(key)
    (doubt,) = [one.text for one in book.articles.doubts if one.at == "dossier"]
    found = completeness(Dossier(Product("Chè"), key, 11), book, on=date(2024, 1, 1))
    assert (found.is_known, found.is_complete, found.doubts) == (False, False, (doubt,))
    assert doubt in found.told()
    assert ("doubt", "dossier") in [(one.code, one.clause) for one in ocopkit.audit(book)]


def test_a_paper_that_the_decision_does_not_list_is_refused(book: RuleBook) -> None:
    """Two mistyped papers are told at once, each with its place in the dossier and the nearest there is."""
    assert book.articles.dossier is not None
    papers = book.articles.dossier.evidence
    evidence = (Evidence(papers[0].key), Evidence("test-reprot"), Evidence("letter"))
    with pytest.raises(NotFoundError) as caught:
        missing_papers(Dossier(TEA, book.id, 11, evidence=evidence), book[11], papers, on=DAY)
    assert [one.code for one in caught.value.problems] == ["unknown-paper"] * 2
    assert [one.where.path for one in caught.value.problems] == [
        ("evidence", 1, "paper"),
        ("evidence", 2, "paper"),
    ]
    assert "test-report" in caught.value.problems[0].mend.vi


def test_days_of_a_dossier_are_dates() -> None:
    """A text in place of a day, or two days in place of a period, is refused before it is compared."""
    book = ocopkit.rule_book("qd-26-2026")
    dossier = Dossier(Product("Chè"), book.id, 11)
    with pytest.raises(TypeError, match="council_on must be a date"):
        completeness(dossier, book, on=date(2026, 9, 1), council_on="2026-12-30")  # type: ignore[arg-type]
    two = Evidence("test-report", valid=(date(2026, 1, 1), date(2026, 12, 1)))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="valid must be a Period"):
        completeness(evolve(dossier, evidence=(two,)), book, on=date(2026, 9, 1))
