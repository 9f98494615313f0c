"""Hải Dương 2023–2025: every threshold, round, task and target of the plan."""

from datetime import date
from fractions import Fraction

import ocopkit
from ocopkit.local.benefit import Recognition, award
from ocopkit.local.plan import Plan
from ocopkit.local.progress import Count, progress
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.documents import benefits, plans
from ocopkit.product import Producer
from ocopkit.testing.lives import Step, life
from ocopkit.testing.pack import check_pack

NAME = "hai-duong"


def the_plan() -> Plan:
    """Return the plan."""
    (plan,) = plans(installed([NAME])).values
    return plan


def test_the_pack_satisfies_what_every_pack_must() -> None:
    """The plan contradicts nothing in QĐ 148, and national results stay as they are."""
    report = check_pack(NAME)
    assert report.ok, report.say("vi")


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


def test_the_place_knows_its_successor() -> None:
    """Since 1 July 2025 Hải Dương lies in Hải Phòng."""
    assert the_plan().place.successor == "Thành phố Hải Phòng"


def test_who_does_what() -> None:
    """Every body of the plan has its task, and its partners where the plan names them."""
    assert [one.lead.en for one in the_plan().tasks] == [
        "Department of Agriculture and Rural Development (standing agency)",
        "Department of Finance",
        "Department of Planning and Investment",
        "Department of Industry and Trade",
        "Department of Science and Technology",
        "Department of Natural Resources and Environment",
        "Department of Health",
        "Department of Culture, Sports and Tourism",
        "Department of Information and Communications",
        "Provincial newspaper and broadcaster",
        "District people's committees",
    ]
    partners = {one.lead.en: [name.en for name in one.partners] for one in the_plan().tasks if one.partners}
    assert partners == {"Department of Finance": ["Planning and investment", "Agriculture", "Districts"]}
    assert all(one.what.vi and one.what.en for one in the_plan().tasks)


def test_rewards_are_promised_without_an_amount() -> None:
    """The plan rewards products from 3 stars and states no amount: none is made up."""
    (scheme,) = benefits(installed([NAME])).values
    found = award(scheme, Recognition("first", 3, date(2024, 5, 15)))
    assert (found.dong, found.because.en.rpartition(": ")[2]) == (None, "the scheme states no amount")


def test_progress_on_a_register() -> None:
    """Measured in 2024 a product of 2023 counts by 2025 and in its year; the year 2024 has none yet."""
    producer = Producer("HTX Minh Họa", "cooperative", "Hải Dương")
    case = life(ocopkit.rule_book, "product", producer, Step(3, date(2023, 11, 15)))
    targets = the_plan().progress([case], date(2024, 12, 1)).targets
    done = {(one.target.key, one.year): one.done for one in targets}
    assert (done["new", None], done["new-yearly", 2023], done["new-yearly", 2024]) == (1, 1, 0)
