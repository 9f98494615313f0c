"""The decisions and their forms."""

from typing import Annotated, Literal, TypedDict

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, PlainTextResponse

import ocopkit
from ocop_web.openapi import Day, answers
from ocop_web.problems import in_address
from ocopkit import CriteriaSet, RuleBook
from ocopkit.conversion import to_plain
from ocopkit.scoring.report import Digest
from ocopkit.text import ReportText, text_report

router = APIRouter(tags=["books"])

BookId = Annotated[str, Path(description="The id of a rule book, such as qd-26-2026.")]
SetName = Annotated[str, Path(description="A criteria set, by number or slug.")]


class BookEntry(TypedDict):
    """A rule book: one decision."""

    id: str
    number: str
    issuer: ReportText
    first_day: Day
    last_day: Day | None
    digest: Digest


class SetEntry(TypedDict):
    """A criteria set of a rule book."""

    number: int
    slug: str
    name: ReportText
    group: str


@router.get("/books", responses=answers("BookList"))
def list_books() -> JSONResponse:
    """List the decisions, oldest first."""
    return JSONResponse([_book(ocopkit.rule_book(key)) for key in ocopkit.books(packs=False).national])


@router.get("/books/{book}/sets", responses=answers("SetList", 404, 422))
def list_sets(book: BookId) -> JSONResponse:
    """List the criteria sets of a decision, in its order."""
    return JSONResponse([_set(form) for form in in_address(ocopkit.rule_book, book)])


@router.get("/books/{book}/sets/{name}", responses=answers("CriteriaSet", 404, 422))
def show_set(book: BookId, name: SetName) -> JSONResponse:
    """Return a form with every criterion and level, to draw it on a screen."""
    return JSONResponse(to_plain(_form(book, name)))


@router.get(
    "/books/{book}/sets/{name}/blank",
    response_class=PlainTextResponse,
    responses=answers("str", 404, 422, kind="text/plain"),
)
def blank_sheet(book: BookId, name: SetName, lang: Annotated[Literal["vi", "en"], Query()] = "vi") -> str:
    """Return a blank score sheet as YAML, every level in comments."""
    return ocopkit.blank_sheet(_form(book, name), lang=lang)


def _form(book: str, name: str) -> CriteriaSet:
    found = in_address(ocopkit.rule_book, book)
    number = int(name) if name.isdecimal() and name.isascii() and len(name) < 10 else name
    return in_address(found.__getitem__, number)


def _book(book: RuleBook) -> BookEntry:
    instrument = book.articles.instrument
    last = instrument.in_force.last_day
    return BookEntry(
        id=book.id,
        number=instrument.number,
        issuer=text_report(instrument.issuer),
        first_day=instrument.in_force.first_day.isoformat(),
        last_day=last.isoformat() if last else None,
        digest=book.digest,
    )


def _set(form: CriteriaSet) -> SetEntry:
    return SetEntry(number=form.number, slug=form.slug, name=text_report(form.name), group=form.group)
