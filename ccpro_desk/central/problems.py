"""Every failure of the API as a problem (RFC 9457): never an HTML page, never a framework's own body."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.wire.codec import dumps, jsonable
from ccpro_desk.wire.problems import PROBLEM_TYPE, STATUS, Problem, ProblemCode

UNAVAILABLE = "Le central ne peut pas répondre pour le moment : réessayez dans un instant."
_BEARER = 'Bearer realm="ccpro"'


def problem_response(
    code: ProblemCode,
    title: str,
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    reason: str | None = None,
) -> Response:
    """The answer for one problem; a 401 names the scheme that it expects."""
    problem = Problem(code, title, STATUS[code] if status is None else status, reason=reason)
    extra = dict(headers or {})
    if problem.status == 401:
        extra["WWW-Authenticate"] = _BEARER
    body = dumps({"type": "about:blank", **jsonable(problem)})
    return Response(body, problem.status, extra, media_type=PROBLEM_TYPE)


def unavailable() -> Response:
    """What an unexpected error becomes."""
    return problem_response(ProblemCode.UNAVAILABLE, UNAVAILABLE)


def install(app: FastAPI) -> None:
    """Makes `app` answer problems for its own errors and for the framework's."""
    app.add_exception_handler(ProblemError, raised)
    app.add_exception_handler(RequestValidationError, _parameters)
    app.add_exception_handler(HTTPException, _framework)


def raised(_request: Request, error: Exception) -> Response:
    """The answer that a `ProblemError` is."""
    assert isinstance(error, ProblemError)
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return problem_response(
        error.code, error.title, status=error.status, headers=headers, reason=error.reason
    )


def _parameters(_request: Request, error: Exception) -> Response:
    """A parameter of the path, the query or a header that is missing or mistyped."""
    assert isinstance(error, RequestValidationError)
    names = ", ".join(f"« {fault['loc'][-1]} »" for fault in error.errors() if fault.get("loc"))
    return problem_response(ProblemCode.INVALID, f"Paramètre manquant ou mal formé : {names}.")


def _framework(_request: Request, error: Exception) -> Response:
    """What Starlette itself refuses: no such route, no such method."""
    assert isinstance(error, HTTPException)
    headers = error.headers
    if error.status_code == 404:
        return problem_response(ProblemCode.NOT_FOUND, "Cette adresse n'existe pas.")
    if error.status_code == 405:
        title = "Cette méthode n'existe pas pour cette adresse."
        return problem_response(ProblemCode.INVALID, title, status=405, headers=headers)
    return problem_response(ProblemCode.INVALID, "La demande est mal formée.", status=error.status_code)
