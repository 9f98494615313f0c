"""Phong Thổ 2023: every threshold, round, deadline, task and target of the plan."""

from datetime import date

import ocopkit
from ocopkit.local.icalendar import entries
from ocopkit.local.plan import Plan
from ocopkit.local.progress import progress
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.documents import plans
from ocopkit.product import Producer
from ocopkit.testing.lives import Step, life
from ocopkit.testing.pack import check_pack

NAME = "lai-chau-phong-tho"


def the_plan() -> Plan:
    """Return the plan."""
    (plan,) = plans(installed([NAME])).values
    return plan


def test_the_pack_satisfies_what_every_pack_must() -> None:
    """The plan contradicts nothing in QĐ 148, and national results stay as they are."""
    report = check_pack(NAME)
    assert report.ok, report.say("vi")


def test_rounds_and_thresholds() -> None:
    """The district recognises 3 stars, hands on from 70, before 30 June and 30 October."""
    commune, *district, first, second = the_plan().rounds
    assert [(one.number, one.finish_before, one.recognises) for one in district] == [
        (1, date(2023, 6, 30), (3,)),
        (2, date(2023, 10, 30), (3,)),
    ]
    assert [one.forwards.at_least for one in district if one.forwards] == [70, 70]
    assert [one.when.text for one in (first, second) if one.when] == ["2023-07", "2023-11"]
    assert commune.when
    assert (commune.when.first_day, commune.when.last_day) == (date(2023, 4, 1), date(2023, 12, 31))
    assert len(commune.topics) == 4
    assert commune.output


def test_targets_tasks_and_reports() -> None:
    """Three new, about five re-evaluated, one upgraded; nine bodies; reports half-yearly and yearly."""
    plan = the_plan()
    assert [(one.key, one.at_least, one.about) for one in plan.targets] == [
        ("new", 3, False),
        ("re-evaluated", 5, True),
        ("upgraded", 1, False),
    ]
    assert (len(plan.tasks), len(plan.budget)) == (9, 5)
    assert [one.every for one in plan.reports] == ["half-year", "year"]
    assert any(one.what.en == "Review" and one.first_day == date(2023, 12, 1) for one in entries(plan))


def test_progress_by_hand() -> None:
    """After the year: two of three new products are a target missed by one; the upgrade was reached."""
    found = progress(the_plan(), {"new": 2, "re-evaluated": 5, "upgraded": 1}, date(2024, 1, 1))
    assert [(one.status, one.missing) for one in found] == [("missed", 1), ("reached", 0), ("reached", 0)]


def test_the_place_knows_its_successor() -> None:
    """Since 1 July 2025 there are no districts; Lai Châu stayed as it was."""
    assert the_plan().place.successor == "Tỉnh Lai Châu"


def test_who_does_what() -> None:
    """Every body of the plan has its task, and its partners where the plan names them."""
    assert [one.lead.en for one in the_plan().tasks] == [
        "Division of Agriculture and Rural Development",
        "Division of Economy and Infrastructure",
        "Division of Finance and Planning",
        "Division of Natural Resources and Environment",
        "District office",
        "Division of Labour, Invalids and Social Affairs",
        "Division of Culture and Information",
        "Commune people's committees",
        "Producers",
    ]
    partners = {one.lead.en: [name.en for name in one.partners] for one in the_plan().tasks if one.partners}
    assert partners == {"District office": ["Health centre"]}
    assert all(one.what.vi and one.what.en for one in the_plan().tasks)


def test_progress_on_a_register() -> None:
    """A product of 2020 evaluated again in 2023 counts as such; the same in the next district doesn't."""
    here = Producer("HTX Minh Họa", "cooperative", "Lai Châu", district="Phong Thổ")
    there = Producer("HTX Minh Họa", "cooperative", "Lai Châu", district="Tam Đường")
    steps = (Step(3, date(2020, 6, 20)), Step(3, date(2023, 6, 10), "re-evaluation"))
    made = [life(ocopkit.rule_book, "a", here, *steps), life(ocopkit.rule_book, "b", there, *steps)]
    found = {one.target.key: one.done for one in the_plan().progress(made, date(2024, 1, 1)).targets}
    assert found == {"new": 0, "re-evaluated": 1, "upgraded": 0}
