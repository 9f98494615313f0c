"""The example pack: what it offers, and that it can neither break nor change anything."""

import ocopkit
from ocopkit.plugins.checks import check_score
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.documents import benefits, plans, regulations, supplements
from ocopkit.testing.pack import check_pack

NAME = "vi-du"


def test_the_pack_satisfies_what_every_pack_must() -> None:
    """Every invariant holds, on a counted number of examples."""
    report = check_pack(NAME)
    assert report.ok, report
    assert all(one.examples for one in report.invariants)


def test_what_it_offers() -> None:
    """A supplement, a regulation, a plan and rewards, all readable."""
    offers = installed([NAME])
    for found in (supplements(offers), regulations(offers), plans(offers), benefits(offers)):
        assert len(found.values) == 1
        assert found.problems == ()


def test_its_check_adds_a_finding() -> None:
    """A product of 88 points is two short of five stars, which the check notes; one of 100 isn't short."""
    tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
    best = {one.code: one.max for one in tea.criteria}
    lower = {"1.1": 2, "2.1": 0, "4.1": 3, "5.1": 1, "6.1.1": 0}
    offers = installed([NAME])
    near = ocopkit.score(ocopkit.ScoreSheet(tea, best | lower))
    assert near.points == 88
    assert [one.code for one in check_score(near, offers).findings] == ["near-next-star"]
    assert check_score(ocopkit.score(ocopkit.ScoreSheet(tea, best)), offers).findings == ()
