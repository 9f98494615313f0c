"""The table of stages: the six steps of the cycle, the pictures, and what each decision knows of them."""

from datetime import date

import pytest

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.cycle import step_of, steps
from ocopkit.cases.events import (
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    Event,
    Forwarded,
    IdeaAccepted,
    IdeaRegistered,
    PlanReceived,
    ProducerStopped,
    Recognised,
)
from ocopkit.cases.process import to_mermaid as tiers_to_mermaid
from ocopkit.cases.process import transitions_under
from ocopkit.cases.transitions import EVENTS, STAGES, TRANSITIONS, to_mermaid
from ocopkit.product import Product
from ocopkit.text import Lang

BOOKS = ("qd-1048-2019", "qd-148-2023", "qd-1489-2025", "qd-26-2026")


def test_a_product_goes_through_the_six_steps_of_the_cycle() -> None:
    """From information over idea, plan and evaluation to trade promotion; then a producer stops."""
    day = date(2026, 9, 1)
    events: list[tuple[Event, int | None]] = [
        (IdeaRegistered(day), 2),
        (IdeaAccepted(day), 3),
        (PlanReceived(day), 4),
        (DossierFiled(day), 5),
        (Assessed(day, "commune"), 5),
        (Forwarded(day, "commune"), 5),
        (CouncilResult(day, "province", stars=3), 5),
        (Recognised(day, "province"), 5),
        (CertificateIssued(day, "province"), 6),
        (ProducerStopped(day), None),
    ]
    case = Case.open(Product("Chè minh họa"), ocopkit.rule_book)
    assert case.step == steps()[0]
    for event, number in events:
        case = case.apply(event)
        assert (case.step.number if case.step else None) == number
    assert [step.number for step in steps()] == [1, 2, 3, 4, 5, 6]


def test_each_stage_is_in_one_step_at_most() -> None:
    """Only where nothing is under way is a product in no step."""
    named = [stage for step in steps() for stage in step.stages]
    assert len(named) == len(set(named))
    assert {stage for stage in STAGES if step_of(stage) is None} == {"settled", "stopped"}


@pytest.mark.parametrize(
    ("key", "missing"),
    [
        ("qd-1048-2019", {"assessed", "extended"}),
        ("qd-148-2023", {"extended"}),
        ("qd-1489-2025", {"extended"}),
        ("qd-26-2026", set[str]()),
    ],
)
def test_what_a_decision_doesnt_know_isnt_drawn(key: str, missing: set[str]) -> None:
    """QĐ 1048 has no assessment without points; only QĐ 26/2026 extends certificates."""
    lines = transitions_under(ocopkit.rule_book(key))
    assert set(EVENTS) - {line.event for line in lines} == missing
    picture = to_mermaid("en", lines)
    assert (" as assessed\n" in picture) == ("assessed" not in missing)
    choices = {line.when for line in lines if line.event == "fallback-chosen"}
    assert choices == ({"adopt-central"} if key == "qd-1048-2019" else {"adopt-central", "evaluate-anew"})


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_pictures_show_every_line_and_every_tier(lang: Lang) -> None:
    """Each transition is an edge of the state diagram, each tier a box of the flow chart."""
    edges = [line for line in to_mermaid(lang).splitlines() if "-->" in line]
    assert len(edges) == 1 + sum(len(line.sources) for line in TRANSITIONS if line.target)
    for key in BOOKS:
        book = ocopkit.rule_book(key)
        chart = tiers_to_mermaid(book, lang)
        for tier in book.articles.tiers:
            assert f'{tier.key}["{tier.name.say(lang)}: ' in chart
