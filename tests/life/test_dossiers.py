"""What a dossier still lacks, by regime and route."""

from datetime import date

import pytest

import ocopkit
from ocopkit.cases.dossier import Dossier, Evidence, completeness
from ocopkit.product import Product
from ocopkit.rules.articles import Route
from ocopkit.rules.law import Period

DAY = date(2026, 9, 1)
TEA = Product("Chè minh họa")


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
    assert found.runs_out == (report,)
    assert found.told()[-1].en == "Runs out on 2026-09-30, before the council meets: test-report"
    late = completeness(dossier, book, on=date(2026, 11, 15))
    assert any(text.en.startswith("Expired on 2026-09-30: Test report") for text in late.told())


def test_what_isnt_known_of_a_regime_isnt_asked() -> None:
    """QĐ 148's list of papers is not in our data; QĐ 1048's is, as a list to go through."""
    unknown, old = ocopkit.rule_book("qd-148-2023"), ocopkit.rule_book("qd-1048-2019")
    assert completeness(Dossier(TEA, unknown.id, 11), unknown, on=DAY).asked == ()
    found = completeness(Dossier(TEA, old.id, 12), old, on=DAY)
    assert (len(found.asked), found.forms, found.samples) == (6, (), 5)
    assert found.papers
