"""Quảng Trị 2022: every threshold, round, deadline, task and target of the plan."""

from datetime import date

import ocopkit
from ocopkit.local.plan import Plan
from ocopkit.local.progress import Count, progress
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.documents import plans
from ocopkit.product import Producer
from ocopkit.testing.lives import Step, life
from ocopkit.testing.pack import check_pack

NAME = "quang-tri"


def the_plan() -> Plan:
    """Return the plan."""
    (plan,) = plans(installed([NAME])).values
    return plan


def test_the_pack_satisfies_what_every_pack_must() -> None:
    """The plan contradicts nothing in QĐ 1048, and national results stay as they are."""
    report = check_pack(NAME)
    assert report.ok, report.say("vi")


def test_rounds_and_thresholds() -> None:
    """District before 15 October; province before 30 October and 20 November from 50; centre 90 to 100."""
    told = [(one.tier, one.finish_before, one.points_from, one.points_to) for one in the_plan().rounds]
    assert told == [
        ("district", date(2022, 10, 15), None, None),
        ("province", date(2022, 10, 30), 50, None),
        ("province", date(2022, 11, 20), 50, None),
        ("centre", None, 90, 100),
    ]
    district, _, _, centre = the_plan().rounds
    assert district.forwards
    assert (district.forwards.at_least, district.forwards.to) == (50, "province")
    assert centre.files_before == date(2022, 12, 1)


def test_targets_tasks_and_work() -> None:
    """Nine targets, thirteen bodies with tasks, four stretches of work."""
    plan = the_plan()
    ranges = {one.key: (one.at_least, one.at_most) for one in plan.targets if one.at_least}
    assert ranges == {
        "new": (25, 30),
        "cooperatives": (4, 6),
        "broadcasts": (8, 10),
        "newspaper": (10, 12),
        "web": (60, 80),
        "exhibition": (1, None),
    }
    assert {one.key for one in plan.targets if one.share == 1} == {"guided", "online"}
    assert (len(plan.targets), len(plan.tasks), len(plan.work), len(plan.budget)) == (9, 13, 4, 2)


def test_progress_by_hand() -> None:
    """On 31 October 2022: 20 of 25 products with 62 days left are 5 more, 2.4 every 30 days."""
    counts = {"new": 20, "cooperatives": 4, "guided": Count(37, 40), "web": 80}
    found = {one.target.key: one for one in progress(the_plan(), counts, date(2022, 10, 31))}
    assert (found["new"].status, found["new"].missing, found["new"].days_left) == ("on-the-way", 5, 62)
    assert found["cooperatives"].status == "reached"
    assert (found["guided"].wanted, found["guided"].missing) == (40, 3)
    assert found["web"].status == "reached"
    assert found["re-evaluated"].status == "not-measurable"  # the plan sets no number


def test_the_place_knows_its_successor() -> None:
    """Since 1 July 2025 Quảng Trị is one province with Quảng Bình."""
    assert the_plan().place.successor == "Tỉnh Quảng Trị"


def test_who_does_what() -> None:
    """Every body of the plan has its task, and its partners where the plan names them."""
    assert [one.lead.en for one in the_plan().tasks] == [
        "Department of Agriculture and Rural Development (standing agency)",
        "Provincial new-rural coordination office",
        "Department of Planning and Investment",
        "Department of Finance",
        "Department of Science and Technology",
        "Department of Industry and Trade",
        "Department of Health",
        "Department of Culture, Sports and Tourism",
        "Department of Information and Communications",
        "Department of Natural Resources and Environment",
        "Centre for Investment, Trade and Tourism Promotion",
        "District people's committees",
        "Producers",
    ]
    partners = {one.lead.en: [name.en for name in one.partners] for one in the_plan().tasks if one.partners}
    assert partners == {
        "Provincial new-rural coordination office": ["Agriculture", "Finance", "Planning and investment"],
        "Department of Planning and Investment": ["Finance", "Agriculture"],
        "Department of Finance": ["Planning and investment", "Agriculture"],
    }
    assert all(one.what.vi and one.what.en for one in the_plan().tasks)


def test_progress_on_a_register() -> None:
    """On 31 October 2022 two of three new products count: that of 5 stars is neither of 3 nor of 4."""
    producer = Producer("HTX Minh Họa", "cooperative", "Quảng Trị")
    made = [
        life(ocopkit.rule_book, f"product-{stars}", producer, Step(stars, date(2022, 10, 20)))
        for stars in (3, 4, 5)
    ]
    found = {one.target.key: one for one in the_plan().progress(made, date(2022, 10, 31)).targets}
    assert (found["new"].done, found["new"].missing) == (2, 23)
    assert (found["cooperatives"].done, found["online"].status) == (1, "not-measurable")
