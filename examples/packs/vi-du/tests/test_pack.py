"""The example pack: what it offers, and that it can neither break nor change anything."""

from datetime import date

import ocopkit
from ocopkit import packs
from ocopkit.cases.dossier import Dossier, Evidence
from ocopkit.product import Product
from ocopkit.rules.law import Period
from ocopkit.testing.pack import check_pack

NAME = "vi-du"
KNOWN = packs.known([NAME])


def test_the_pack_satisfies_what_every_pack_must() -> None:
    """Every invariant holds, on a counted number of examples."""
    report = check_pack(NAME)
    assert report.ok, report.say("vi")
    assert all(one.examples for one in report.invariants)


def test_what_it_offers() -> None:
    """A supplement, a regulation, a plan, rewards and a translation, all readable."""
    assert KNOWN.problems == ()
    for found in (
        KNOWN.found_supplements,
        KNOWN.found_regulations,
        KNOWN.found_plans,
        KNOWN.found_benefits,
        KNOWN.found_translations,
    ):
        assert len(found.values) == 1
        assert found.problems == ()
    assert KNOWN.catalog.book("vi-du-tam-thoi-2018").articles.certificate.valid_months == 24


def test_its_check_adds_a_finding() -> None:
    """A product of 88 points is two short of five stars, which the check notes; one of 100 isn't short."""
    tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
    best = {one.code: one.max for one in tea.criteria}
    lower = {"1.1": 2, "2.1": 0, "4.1": 3, "5.1": 1, "6.1.1": 0}
    near = ocopkit.score(ocopkit.ScoreSheet(tea, best | lower))
    assert near.points == 88
    assert [one.code for one in KNOWN.check_score(near).findings] == ["near-next-star"]
    assert KNOWN.check_score(ocopkit.score(ocopkit.ScoreSheet(tea, best))).findings == ()


def test_its_check_of_dossiers_adds_a_finding() -> None:
    """A paper that runs out within sixty days is noted; one that runs out later isn't."""
    paper = Evidence("test-report", "KN-1", Period(date(2026, 1, 1), date(2026, 9, 30)))
    dossier = Dossier(Product("Chè minh họa"), "qd-26-2026", 11, evidence=(paper,))
    assert [one.code for one in KNOWN.check_dossier(dossier, on=date(2026, 9, 1)).findings] == [
        "runs-out-soon"
    ]
    assert KNOWN.check_dossier(dossier, on=date(2026, 6, 1)).findings == ()


def test_its_translation_is_only_shown() -> None:
    """The tea form is shown with French names; the form itself and its scores stay as they are."""
    tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
    shown = KNOWN.translation("vi-du-tieng-phap-2026").shown(tea)
    assert shown.name.vi == "Thé frais et thé transformé"
    assert tea.name.vi == "Chè tươi, chè chế biến"
