"""Sheets in, results out: nothing is kept."""

from typing import Annotated, Any, Literal, TypedDict

from attrs import evolve, field, frozen
from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

import ocopkit
from ocop_web.body import Body, read_part
from ocop_web.openapi import answers, asks
from ocopkit import MemberSheet, Problem, Regulation, Score, ScoreSheet, Text
from ocopkit.catalog import catalog_for
from ocopkit.documents import Document
from ocopkit.errors import DocumentError, NotFoundError, OcopError, Where
from ocopkit.rules.articles import Route
from ocopkit.scoring.council import CouncilError
from ocopkit.scoring.councils.members import Held, Role
from ocopkit.scoring.regulation import regulation_of
from ocopkit.scoring.report import Report, bounds_report
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.upgrade import path_to
from ocopkit.scoring.upgrading.report import PathReport
from ocopkit.sheets import sheet_of

router = APIRouter(tags=["scoring"])


class Scored(TypedDict):
    """A score with its reasons, and the path to the next star if there is one."""

    score: Report
    path: PathReport | None


@frozen
class Member:
    """A member of a council.

    Args:
        name: A name or any label, different for each member.
        role: What they are in the council.
        present: Whether they took part.
        votes: Whether their sheet counts, if it isn't to follow from the role and the regulation.
        conflict: The conflict of interest that they declared.
        sheets: Their sheet of each scoring, first to last.
    """

    name: str
    role: Role = "member"
    present: bool = True
    votes: bool | None = None
    conflict: str | None = None
    sheets: tuple[dict[str, Any], ...] = field(
        default=(), metadata={"schema": {"type": "array", "items": {"$ref": "#/$defs/SheetFile"}}}
    )


@frozen
class Council:
    """A council with its sheets.

    Args:
        tier: The key of the tier whose council it is.
        members: The members, those absent included.
        route: Why the product is evaluated.
        held: Whether the council met or gave written opinions.
        regulation: The council's own regulation, over the national rules.
    """

    tier: str
    members: tuple[Member, ...]
    route: Route = "first"
    held: Held = "meeting"
    regulation: dict[str, Any] | None = field(
        default=None, metadata={"schema": {"anyOf": [{"$ref": "#/$defs/Regulation"}, {"type": "null"}]}}
    )


@router.post("/score", responses=answers("Scored", 422), openapi_extra=asks("SheetFile"))
def score(body: Body) -> JSONResponse:
    """Score a complete sheet: points, stars, every reason, and the path to the next star."""
    document = sheet_of(body)
    try:
        found = ocopkit.score(document.sheet)
    except OcopError as error:
        raise document.located(error) from None
    return JSONResponse(Scored(score=ocopkit.report(found), path=_next_star(found)))


@router.post("/bounds", responses=answers("BoundsReport", 422), openapi_extra=asks("SheetFile"))
def bounds(body: Body) -> JSONResponse:
    """Say what an incomplete sheet can still come to, and which answer narrows it most."""
    sheet = sheet_of(body).sheet
    return JSONResponse(bounds_report(sheet, ocopkit.bounds(sheet)))


@router.post("/path", responses=answers("PathReport", 422), openapi_extra=asks("SheetFile"))
def path(
    body: Body,
    to: Annotated[int, Query(ge=1, le=5, description="The stars to reach.")],
    by: Annotated[
        Literal["raises", "levels", "points"], Query(description="What there shall be least of.")
    ] = "raises",
) -> JSONResponse:
    """Say what to raise to reach a star."""
    document = sheet_of(body)
    try:
        found = path_to(document.sheet, to, by=by)
    except OcopError as error:
        raise document.located(error) from None
    return JSONResponse(ocopkit.report(found))


@router.post("/council", responses=answers("DecisionReport", 422), openapi_extra=asks("Council"))
def council(body: Body) -> JSONResponse:
    """Make one result of the sheets of a council's members."""
    given = body.structure(Council)
    members = _members(body, given)
    rules = _regulation(body, given, [one.sheet for one in members if one.sheet])
    try:
        decision = ocopkit.decide(members, rules, held=given.held)
    except CouncilError as error:
        names = [one.name for one in given.members]
        raise CouncilError(body.located(_placed(one, names)) for one in error.problems) from None
    return JSONResponse(ocopkit.report(decision))


def _next_star(found: Score) -> PathReport | None:
    above = [
        band.stars for band in basis_of(found.sheet.criteria_set).bands if band.stars > (found.stars or 0)
    ]
    return ocopkit.report(path_to(found, min(above))) if above else None


def _members(body: Document, given: Council) -> list[MemberSheet]:
    """Return the members with their sheets, or raise with the problems of all sheets at once."""
    members: list[MemberSheet] = []
    problems: list[Problem] = []
    for place, one in enumerate(given.members):
        sheets: list[ScoreSheet] = []
        for number in range(len(one.sheets)):
            at = ("members", place, "sheets", number)
            try:
                sheets.append(read_part(body, at, sheet_of).sheet)
            except DocumentError as error:
                problems += error.problems
        last, earlier = (sheets[-1], tuple(sheets[:-1])) if sheets else (None, ())
        members.append(MemberSheet(one.name, last, one.role, one.present, one.votes, one.conflict, earlier))
    if problems:
        raise DocumentError(problems)
    return members


def _regulation(body: Document, given: Council, sheets: list[ScoreSheet]) -> Regulation:
    """Return the council's own rules over the national ones of the sheets' decision."""
    if not sheets:
        raise DocumentError([body.located(_no_sheet())])
    book = basis_of(sheets[0].criteria_set).book
    own = None if given.regulation is None else read_part(body, ("regulation",), regulation_of)
    try:
        return catalog_for(book).regulation(book, given.tier, route=given.route, own=own)
    except NotFoundError as error:
        raise NotFoundError(body.located(one.under("tier")) for one in error.problems) from None


def _placed(problem: Problem, names: list[str]) -> Problem:
    """Return a council's problem, told by the member's name, with its path in the body."""
    head, *rest = problem.where.path or ("",)
    if head != "members" or not rest or rest[0] not in names:
        return problem
    name, *inner = rest
    path: tuple[str | int, ...] = ("members", names.index(str(name)))
    if inner:
        path = (*path, "sheets", int(inner[0]) - 1, *inner[1:])
    return evolve(problem, where=Where(path))


def _no_sheet() -> Problem:
    return Problem(
        "no-sheet",
        Text(vi="Chưa có phiếu nào", en="There is no sheet"),
        Text(
            vi="Kết quả của hội đồng rút ra từ phiếu của thành viên", en="A result is made of members' sheets"
        ),
        Text(vi="Gửi phiếu của từng thành viên trong 'sheets'", en="Send each member's sheet in 'sheets'"),
        Where(("members",)),
    )
