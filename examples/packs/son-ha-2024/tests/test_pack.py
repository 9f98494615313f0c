"""Sơn Hà 2024: every threshold, deadline, task and target of the plan."""

from datetime import date

import ocopkit
from ocopkit.local.icalendar import entries
from ocopkit.local.plan import Plan
from ocopkit.local.progress import Count, progress
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.documents import plans
from ocopkit.product import Producer
from ocopkit.testing.lives import Step, life
from ocopkit.testing.pack import check_pack

NAME = "quang-ngai-son-ha"


def the_plan() -> Plan:
    """Return the plan."""
    (plan,) = plans(installed([NAME])).values
    return plan


def test_the_pack_satisfies_what_every_pack_must() -> None:
    """The plan contradicts nothing in QĐ 148 (36 months included), and national results stay as they are."""
    report = check_pack(NAME)
    assert report.ok, report.say("vi")


def test_rounds_thresholds_and_work() -> None:
    """The commune assesses in September and October; the district before 30 November, handing on from 70."""
    commune, district = the_plan().rounds
    assert commune.when
    assert (commune.when.first_day, commune.when.last_day) == (date(2024, 9, 1), date(2024, 10, 31))
    assert (district.finish_before, district.recognises) == (date(2024, 11, 30), (3,))
    assert district.forwards
    assert (district.forwards.at_least, district.forwards.to) == (70, "province")
    assert [one.step for one in the_plan().work] == [2, 2, 2, 4, 1]
    first = entries(the_plan())[0]
    assert first.first_day == date(2024, 4, 1)
    deadlines = [one.last_day for one in entries(the_plan()) if one.what.en == "Communes register ideas"]
    assert deadlines == [date(2024, 4, 11)]  # "before 12 April"


def test_targets_and_tasks() -> None:
    """Seven products, two re-evaluated and five new of them; 10 to 12 in all; ten bodies with tasks."""
    plan = the_plan()
    numbers = {one.key: (one.at_least, one.at_most) for one in plan.all_targets() if one.at_least}
    assert numbers == {
        "products": (7, None),
        "re-evaluated": (2, None),
        "new": (5, None),
        "cumulative": (10, 12),
        "strengthened": (1, 2),
    }
    assert [one.key for one in plan.targets if one.share == 1] == ["communes", "trained"]
    assert (len(plan.tasks), plan.re_evaluation_months) == (10, 36)


def test_progress_by_hand() -> None:
    """On 2 December 2024, 30 days before the end: 6 of 7 products, all re-evaluated, one new one missing."""
    counts = {"products": 6, "re-evaluated": 2, "new": 4, "cumulative": 10, "communes": Count(13, 14)}
    found = {one.target.key: one for one in progress(the_plan(), counts, date(2024, 12, 2))}
    assert (found["products"].missing, found["products"].pace) == (1, 1)
    assert found["re-evaluated"].status == "reached"
    assert (found["new"].status, found["new"].missing) == ("on-the-way", 1)
    assert found["cumulative"].status == "reached"
    assert found["communes"].missing == 1
    assert found["trained"].status == "not-measurable"


def test_the_place_knows_its_successor() -> None:
    """Since 1 July 2025 there are no districts; Quảng Ngãi is one province with Kon Tum."""
    assert the_plan().place.successor == "Tỉnh Quảng Ngãi"


def test_who_does_what() -> None:
    """Every body of the plan has its task, and its partners where the plan names them."""
    assert [one.lead.en for one in the_plan().tasks] == [
        "Division of Agriculture and Rural Development (standing agency)",
        "Division of Finance and Planning",
        "Division of Economy and Infrastructure",
        "Division of Health",
        "Division of Culture and Information",
        "Centre for Communication, Culture and Sports",
        "Agricultural service centre",
        "Division of Natural Resources and Environment",
        "Communes",
        "Producers",
    ]
    partners = {one.lead.en: [name.en for name in one.partners] for one in the_plan().tasks if one.partners}
    assert partners == {"Division of Agriculture and Rural Development (standing agency)": ["Communes"]}
    assert all(one.what.vi and one.what.en for one in the_plan().tasks)


def test_progress_on_a_register() -> None:
    """One new product and one evaluated again are two of seven, and two of ten in all."""
    producer = Producer("HTX Minh Họa", "cooperative", "Quảng Ngãi", district="Sơn Hà")
    new = Step(3, date(2024, 11, 20))
    again = (Step(3, date(2021, 12, 20)), Step(3, date(2024, 11, 20), "re-evaluation"))
    made = [life(ocopkit.rule_book, "a", producer, new), life(ocopkit.rule_book, "b", producer, *again)]
    found = {one.target.key: one.done for one in the_plan().progress(made, date(2024, 12, 2)).targets}
    numbers = {key: done for key, done in found.items() if done is not None}
    assert numbers == {"products": 2, "re-evaluated": 1, "new": 1, "cumulative": 2}
