"""The application: its routes, its database, and one shape for everything that goes wrong."""

import os

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from ocop_web import books, cases, register, scoring
from ocop_web.openapi import openapi
from ocop_web.problems import NoSuchPageError, no_such_page, of_parameters, problems
from ocop_web.store import Store
from ocopkit.errors import OcopError


def create_app(database: str | None = None) -> FastAPI:
    """Return the application.

    Args:
        database: The URL of its database; that of the environment's ``OCOP_DATABASE`` if left out, or a
            file ``ocop.db`` here.
    """
    app = FastAPI(title="OCOP", version="1.0", description="Scores OCOP products and keeps their cases.")
    app.state.store = Store(database or os.environ.get("OCOP_DATABASE", "sqlite:///ocop.db"))
    for part in (books, scoring, cases, register):
        app.include_router(part.router)
    app.add_exception_handler(OcopError, _refused)
    app.add_exception_handler(RequestValidationError, _wrong_parameters)
    app.add_exception_handler(404, _no_such_page)
    app.openapi = lambda: openapi(app)  # type: ignore[method-assign]
    return app


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, OcopError)
    status = 404 if isinstance(error, NoSuchPageError) else 422
    return JSONResponse(problems(error.problems), status)


def _no_such_page(request: Request, _: Exception) -> JSONResponse:
    return JSONResponse(problems([no_such_page(request.url.path)]), 404)


def _wrong_parameters(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return JSONResponse(problems(of_parameters(error)), 422)
