"""Quảng Bình 2021: every deadline, task and target of the instruction."""

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

NAME = "quang-binh"


def the_plan() -> Plan:
    """Return the instruction."""
    (plan,) = plans(installed([NAME])).values
    return plan


def test_the_pack_satisfies_what_every_pack_must() -> None:
    """The instruction contradicts nothing in QĐ 1048, and national results stay as they are."""
    report = check_pack(NAME)
    assert report.ok, report.say("vi")


def test_state_deadline_and_tasks() -> None:
    """57 products at the end of 2020, 56 of 3 stars and one of 4; district plans before 31 May 2021."""
    plan = the_plan()
    assert [one.count for one in plan.state] == [57, 56, 1]
    assert "64/59" in plan.doubts[0].text.vi
    assert [one.last_day for one in entries(plan)] == [date(2021, 5, 30)]
    assert (len(plan.tasks), len(plan.notes)) == (4, 3)


def test_progress_by_hand() -> None:
    """Three to five more in each district: one with 3 reached it, one with 2 missed it by one."""
    districts = {"Huyện A": 3, "Huyện B": 2, "Huyện C": 6}
    found = progress(the_plan(), {"new": districts}, date(2022, 1, 1))
    assert [(one.unit, one.status, one.missing) for one in found] == [
        ("Huyện A", "reached", 0),
        ("Huyện B", "missed", 1),
        ("Huyện C", "reached", 0),
    ]


def test_the_place_knows_its_successor() -> None:
    """Since 1 July 2025 Quảng Bình lies in Quảng Trị."""
    assert the_plan().place.successor == "Tỉnh Quảng Trị"


def test_who_does_what() -> None:
    """Every body of the plan has its task, and its partners where the plan names them."""
    assert [one.lead.en for one in the_plan().tasks] == [
        "District people's committees",
        "Department of Agriculture and Rural Development",
        "Departments of planning and investment and of finance",
        "Departments of industry and trade, health, science and technology, tourism, environment",
    ]
    partners = {one.lead.en: [name.en for name in one.partners] for one in the_plan().tasks if one.partners}
    assert partners == {
        "Department of Agriculture and Rural Development": ["Information and communications", "Others"]
    }
    assert all(one.what.vi and one.what.en for one in the_plan().tasks)


def test_progress_on_a_register() -> None:
    """Products are counted district by district."""
    made = [
        life(
            ocopkit.rule_book,
            f"product-{number}",
            Producer("HTX Minh Họa", "cooperative", "Quảng Bình", district=f"Huyện {name}"),
            Step(3, date(2021, 11, 20)),
        )
        for number, name in enumerate("AAAB")
    ]
    found = the_plan().progress(made, date(2022, 1, 1)).targets
    assert [(one.unit, one.done, one.status) for one in found] == [
        ("Huyện A", 3, "reached"),
        ("Huyện B", 1, "missed"),
    ]
