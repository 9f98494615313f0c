"""Hải Dương 2023–2025: every threshold, round, task and target of the plan."""

from datetime import date
from fractions import Fraction

from ocopkit.local.plan import Plan
from ocopkit.local.progress import Count, progress
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.documents import plans
from ocopkit.testing.pack import check_pack

NAME = "hai-duong"


def the_plan() -> Plan:
    """Return the plan."""
    (plan,) = plans(installed([NAME])).values
    return plan


def test_the_pack_satisfies_what_every_pack_must() -> None:
    """The plan contradicts nothing in QĐ 148, and national results stay as they are."""
    report = check_pack(NAME)
    assert report.ok, report


def test_rounds_and_thresholds() -> None:
    """Four topics at the commune, 70 points at the district, the province in May and November."""
    commune, district, *province = the_plan().rounds
    assert len(commune.topics) == 4
    assert district.forwards
    assert (district.forwards.at_least, district.forwards.to) == (70, "province")
    months = [(one.number, one.when.first_day.year, one.when.first_day.month) for one in province if one.when]
    assert months == [(n, year, month) for year in (2023, 2024, 2025) for n, month in ((1, 5), (2, 11))]


def test_targets_and_tasks() -> None:
    """By 2025: 150 products of which 3 at 5 stars; each year 50 of which 1; and the shares."""
    plan = the_plan()
    numbers = {one.key: one.at_least for one in plan.all_targets() if one.at_least}
    assert numbers == {
        "new": 150, "new-5": 3, "points": 8, "new-yearly": 50, "new-5-yearly": 1, "points-yearly": 3,
    }  # fmt: skip
    shares = {one.key: one.share for one in plan.targets if one.share}
    assert shares == {
        "upgraded": Fraction(1, 4), "circular": Fraction(1, 4), "villages": Fraction(3, 10),
        "channels": Fraction(3, 10), "upgraded-yearly": Fraction(1, 10), "circular-yearly": Fraction(1, 10),
        "villages-yearly": Fraction(1, 10), "channels-yearly": Fraction(1, 10),
    }  # fmt: skip
    assert {one.key for one in plan.targets if one.about} == {"upgraded", "upgraded-yearly"}
    assert (len(plan.targets), len(plan.tasks), len(plan.budget)) == (12, 11, 4)


def test_progress_by_hand() -> None:
    """On 1 December 2024 the year has 31 days left, the period 396; 25% of 66 producers are 17."""
    counts = {"new": 110, "new-yearly": 47, "circular": Count(16, 66), "points-yearly": 3}
    found = {one.target.key: one for one in progress(the_plan(), counts, date(2024, 12, 1))}
    assert (found["new"].missing, found["new"].days_left) == (40, 396)
    assert (found["new-yearly"].missing, found["new-yearly"].days_left) == (3, 31)
    assert found["new-yearly"].pace == Fraction(90, 31)
    assert (found["circular"].wanted, found["circular"].status) == (17, "on-the-way")
    assert found["points-yearly"].status == "reached"
