"""Cases: opened, added to, and asked where they stand. What is possible is for ocopkit to judge."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, TypedDict

from attrs import evolve
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse

import ocopkit
from ocop_web.body import Body
from ocop_web.openapi import Day, On, answers, asks
from ocop_web.problems import NoSuchPageError, Refusal, problems
from ocop_web.store import Store, TakenError
from ocopkit import Case, DocumentError, OcopError, Problem, Text
from ocopkit.cases.certificate import STATUS_NAMES, Certificate, Status
from ocopkit.cases.document import case_from_plain, case_of, case_to_plain, event_from_plain, event_to_plain
from ocopkit.cases.events import Event
from ocopkit.cases.transitions import STAGES, Stage
from ocopkit.documents import Document
from ocopkit.errors import CaseError, NotInForceError, Where
from ocopkit.scoring.report import Stars
from ocopkit.text import ReportText, text_report

router = APIRouter(tags=["cases"])

_KEY = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
CaseId = Annotated[str, Path(pattern=_KEY, description="The case's id.")]
Personal = Annotated[bool, Query(description="Whether the producer's representative is kept, or shown.")]


class CaseEntry(TypedDict):
    """A case in a list."""

    id: str
    product: str
    events: int


class Added(TypedDict):
    """What a case has now: how many events, the last one with what was filled in, and what may come next."""

    id: str
    events: int
    event: dict[str, Any] | None
    possible: list[str]


class CertificateEntry(TypedDict):
    """A certificate."""

    stars: Stars
    by: str
    number: str
    issued_on: Day
    last_day: Day
    last_day_in_force: Day


class CaseState(TypedDict):
    """Where a case stands on a day."""

    id: str
    on: Day
    stage: Stage
    stage_name: ReportText
    status: Status
    status_name: ReportText
    stars: Stars | None
    potential: Stars | None
    certificate: CertificateEntry | None
    events: int
    possible: list[str]


class DeadlineEntry(TypedDict):
    """Something that is due, or was done too late."""

    kind: str
    what: ReportText
    who: ReportText
    opens: Day | None
    due: Day
    over: bool
    done: Day | None
    clause: ReportText


def store_of(request: Request) -> Store:
    """Return the application's database."""
    store: Store = request.app.state.store
    return store


Cases = Annotated[Store, Depends(store_of)]


@router.get("/cases", responses=answers("CaseList", 422))
def list_cases(
    cases: Cases,
    after: Annotated[str | None, Query(pattern=_KEY, description="The last id of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> JSONResponse:
    """List cases by id, page by page."""
    found = cases.listed(after or "", limit)
    return JSONResponse([CaseEntry(id=key, product=product, events=count) for key, product, count in found])


@router.post(
    "/cases",
    status_code=201,
    responses=answers("Added", 409, 422, status=201),
    openapi_extra=asks("CaseRecord"),
)
def open_case(body: Body, cases: Cases, *, personal: Personal = False) -> JSONResponse:
    """Keep a new case, with what happened so far."""
    try:
        case = case_of(body, ocopkit.rule_book)
    except (CaseError, NotInForceError) as error:
        return _refusal(error.problems, None)
    if not re.fullmatch(_KEY.strip("^$"), case.id):
        raise DocumentError([body.located(_no_id(case.id))])
    try:
        cases.add(case.id, case_to_plain(case, personal=personal))
    except TakenError:
        return _refusal([body.located(_id_taken(case.id))], _known(cases, case.id))
    return JSONResponse(_added(case), 201)


@router.get("/cases/{key}", responses=answers("CaseRecord", 404, 422))
def show_case(key: CaseId, cases: Cases, *, personal: Personal = False) -> JSONResponse:
    """Return a case with its events."""
    return JSONResponse(case_to_plain(_known(cases, key), personal=personal))


@router.post(
    "/cases/{key}/events",
    status_code=201,
    responses=answers("Added", 404, 409, 422, status=201),
    openapi_extra=asks("Event"),
)
def add_event(
    key: CaseId,
    body: Body,
    cases: Cases,
    after: Annotated[int, Query(ge=0, le=100_000, description="How many events you know of.")],
) -> JSONResponse:
    """Add an event to a case, if the law of its day allows it and nobody else was faster."""
    case = _known(cases, key)
    event = _event(body)
    if len(case.events) != after:
        return _refusal([_moved_on(len(case.events))], case, event.on)
    try:
        then = case.apply(event)
    except OcopError as error:
        return _refusal([_in_body(body, one) for one in error.problems], case, event.on)
    try:
        cases.append(key, after, [event_to_plain(then.events[-1])])
    except TakenError:
        case = _known(cases, key)
        return _refusal([_moved_on(len(case.events))], case, event.on)
    return JSONResponse(_added(then), 201)


@router.get("/cases/{key}/state", responses=answers("CaseState", 404, 422))
def state(key: CaseId, on: On, cases: Cases) -> JSONResponse:
    """Say where a case stands on a day."""
    case = _known(cases, key).as_of(on)
    stage, status = case.state.stage, case.status(on)
    return JSONResponse(
        CaseState(
            id=case.id,
            on=on.isoformat(),
            stage=stage,
            stage_name=text_report(STAGES[stage]),
            status=status,
            status_name=text_report(STATUS_NAMES[status]),
            stars=case.stars(on),
            potential=case.potential(on),
            certificate=_certificate(case.certificate) if case.certificate else None,
            events=len(case.events),
            possible=list(case.possible(on)),
        )
    )


@router.get("/cases/{key}/deadlines", responses=answers("DeadlineList", 404, 422))
def deadlines(key: CaseId, on: On, cases: Cases) -> JSONResponse:
    """List what is due in a case on a day, earliest first."""
    return JSONResponse(
        [
            DeadlineEntry(
                kind=one.kind,
                what=text_report(one.what),
                who=text_report(one.who),
                opens=one.opens.isoformat() if one.opens else None,
                due=one.due.isoformat(),
                over=one.is_over(on),
                done=one.done.isoformat() if one.done else None,
                clause=text_report(one.clause),
            )
            for one in _known(cases, key).deadlines(on)
        ]
    )


def _known(cases: Store, key: str) -> Case:
    found = cases.case(key)
    if found is None:
        raise NoSuchPageError([_unknown(key)])
    return case_from_plain(found, ocopkit.rule_book)


def _event(body: Document) -> Event:
    plain = body.structure(dict[str, Any])
    try:
        return event_from_plain(plain)
    except DocumentError as error:
        raise DocumentError(map(body.located, error.problems)) from None


def _in_body(body: Document, problem: Problem) -> Problem:
    """Return a problem of a case's last event with its place in the body that holds the event alone."""
    return body.located(evolve(problem, where=Where(problem.where.path[2:])))


def _added(case: Case) -> Added:
    last = event_to_plain(case.events[-1]) if case.events else None
    return Added(
        id=case.id, events=len(case.events), event=last, possible=list(case.possible(case.state.last_on))
    )


def _refusal(found: Iterable[Problem], case: Case | None, on: date | None = None) -> JSONResponse:
    events, possible = (len(case.events), list(case.possible(on))) if case else (0, [])
    return JSONResponse(Refusal(**problems(found), events=events, possible=possible), 409)


def _certificate(one: Certificate) -> CertificateEntry:
    return CertificateEntry(
        stars=one.stars,
        by=one.by,
        number=one.number,
        issued_on=one.issued_on.isoformat(),
        last_day=one.last_day.isoformat(),
        last_day_in_force=one.last_day_in_force.isoformat(),
    )


def _unknown(key: str) -> Problem:
    return Problem(
        "unknown-case",
        Text(vi=f"Không có vòng đời {key!r}", en=f"There is no case {key!r}"),
        Text(vi="Chỉ xem được những gì đã lưu", en="Only what was kept can be shown"),
        Text(vi="Xem danh sách tại /cases", en="See /cases for those there are"),
    )


def _no_id(key: str) -> Problem:
    return Problem(
        "no-own-id",
        Text(vi=f"Mã {key!r} trống hoặc có ký tự lạ", en=f"The id {key!r} is empty or has odd characters"),
        Text(vi="Mã nằm trong địa chỉ của trang", en="The id stands in the address of a page"),
        Text(
            vi="Dùng chữ không dấu, số, '.', '_', '-'; tối đa 64",
            en="Use letters a-z, digits and . _ -, at most 64",
        ),
        Where(("id",)),
    )


def _id_taken(key: str) -> Problem:
    return Problem(
        "no-own-id",
        Text(vi=f"Mã {key!r} đã dùng", en=f"The id {key!r} is used already"),
        Text(vi="Mỗi vòng đời có một mã riêng", en="Each case has an id of its own"),
        Text(vi="Dùng mã khác, hoặc ghi thêm sự kiện", en="Use another, or add events to the one there is"),
        Where(("id",)),
    )


def _moved_on(events: int) -> Problem:
    return Problem(
        "moved-on",
        Text(vi=f"Nay đã có {events} sự kiện", en=f"There are {events} events by now"),
        Text(
            vi="Sự kiện được xét theo những gì đã xảy ra trước nó",
            en="An event is judged by what came before it",
        ),
        Text(
            vi="Đọc lại, rồi gửi với 'after' mới", en="Read the case again, and send it with the new 'after'"
        ),
    )
