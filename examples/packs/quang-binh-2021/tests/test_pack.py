"""Quảng Bình 2021: every deadline, task and target of the instruction."""

from datetime import date

from ocopkit.local.icalendar import entries
from ocopkit.local.plan import Plan
from ocopkit.local.progress import progress
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.documents import plans
from ocopkit.testing.pack import check_pack

NAME = "quang-binh"


def the_plan() -> Plan:
    """Return the instruction."""
    (plan,) = plans(installed([NAME])).values
    return plan


def test_the_pack_satisfies_what_every_pack_must() -> None:
    """The instruction contradicts nothing in QĐ 1048, and national results stay as they are."""
    report = check_pack(NAME)
    assert report.ok, report


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
