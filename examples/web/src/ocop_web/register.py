"""All cases together: how many bear how many stars, and whose certificates run out."""

from typing import Annotated, TypedDict

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

import ocopkit
from ocop_web.cases import Cases
from ocop_web.openapi import Day, On, answers
from ocopkit.cases.certificate import Status
from ocopkit.cases.days import months_after
from ocopkit.cases.statistics import Count, Habit, View, rows, statistics
from ocopkit.scoring.report import Points, Stars

router = APIRouter(prefix="/register", tags=["register"])

Months = Annotated[int, Query(ge=0, le=120, description="Within how many months.")]


class CountEntry(TypedDict):
    """How many products."""

    ever: Points
    valid: Points
    stars: dict[str, Points]
    potential: dict[str, Points]


class StatisticsEntry(TypedDict):
    """What the register counts on a day."""

    on: Day
    cases: Points
    total: CountEntry
    statuses: dict[Status, Points]
    expiring: Points
    by_group: dict[str, CountEntry]
    by_province: dict[str, CountEntry]
    by_kind: dict[str, CountEntry]


class ExpiringEntry(TypedDict):
    """A certificate that runs out."""

    case: str
    stars: Stars
    last_day: Day
    group: str
    province: str


@router.get("/statistics", responses=answers("StatisticsEntry", 422))
def count(
    cases: Cases,
    on: On,
    habit: Annotated[Habit, Query(description="Where products count that hope for more stars.")] = "apart",
    provinces: Annotated[View, Query(description="By which provinces.")] = "as-recorded",
    within: Months = 6,
) -> JSONResponse:
    """Count products by star, group, province and kind of producer on a day."""
    found = statistics(
        cases.cases(), ocopkit.rule_book, on=on, habit=habit, view=provinces, expiring_within=within
    )
    return JSONResponse(
        StatisticsEntry(
            on=on.isoformat(),
            cases=found.cases,
            total=_count(found.total),
            statuses=dict(found.statuses),
            expiring=found.expiring,
            by_group={key: _count(one) for key, one in found.by_group.items()},
            by_province={key: _count(one) for key, one in found.by_province.items()},
            by_kind={key: _count(one) for key, one in found.by_kind.items()},
        )
    )


@router.get("/expiring", responses=answers("ExpiringList", 422))
def expiring(cases: Cases, on: On, within: Months = 6) -> JSONResponse:
    """List the certificates in force on a day that run out within some months, the first to end first."""
    limit = months_after(on, within)
    found = [
        ExpiringEntry(
            case=row.case,
            stars=row.stars,
            last_day=row.last_day.isoformat(),
            group=row.group,
            province=row.province,
        )
        for row in rows(cases.cases(), ocopkit.rule_book, on=on)
        if row.stars and row.last_day and row.last_day <= limit
    ]
    return JSONResponse(sorted(found, key=lambda one: (one["last_day"], one["case"])))


def _count(one: Count) -> CountEntry:
    return CountEntry(
        ever=one.ever,
        valid=one.valid,
        stars={str(stars): number for stars, number in one.stars.items()},
        potential={str(stars): number for stars, number in one.potential.items()},
    )
