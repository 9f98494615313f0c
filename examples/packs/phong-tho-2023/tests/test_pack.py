"""Phong Thổ 2023: every threshold, round, deadline, task and target of the plan."""

from datetime import date

from ocopkit.local.icalendar import entries
from ocopkit.local.plan import Plan
from ocopkit.local.progress import progress
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.documents import plans
from ocopkit.testing.pack import check_pack

NAME = "lai-chau-phong-tho"


def the_plan() -> Plan:
    """Return the plan."""
    (plan,) = plans(installed([NAME])).values
    return plan


def test_the_pack_satisfies_what_every_pack_must() -> None:
    """The plan contradicts nothing in QĐ 148, and national results stay as they are."""
    report = check_pack(NAME)
    assert report.ok, report


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
