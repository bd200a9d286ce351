"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import bearer_hash, central_of, signed_in
from ccpro_desk.central.auth.signin import sign_in
from ccpro_desk.central.body import invalid, read_body
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.shapes import SignInOffer, answer, nothing
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.wire.codec import Malformed, parse
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import PasswordSignIn
from ccpro_desk.wire.views import SessionView

router = APIRouter()


@dataclass(frozen=True, slots=True)
class _CodeSignIn:
    """What tells a sign-in by OpenID Connect from one by password."""

    code: Any


@router.get(
    "/v1/auth", **told("auth", "How one may sign in.", Told({200: ("The ways.", SignInOffer)}, open=True))
)
async def auth(_request: Request) -> Response:
    return answer(SignInOffer(local=True))


@router.post(
    "/v1/sessions",
    **told(
        "sign_in",
        "Signs in.",
        Told(
            {201: ("The session, for twelve hours.", SessionView)},
            body=PasswordSignIn,
            problems=(ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN, ProblemCode.RATE_LIMITED),
            open=True,
        ),
    ),
)
async def open_session(request: Request) -> Response:
    form = _form(await read_body(request))
    source = request.client.host if request.client else ""
    return answer(await sign_in(central_of(request), form, source), 201)


def _form(raw: bytes) -> PasswordSignIn:
    try:
        return parse(PasswordSignIn, raw)
    except Malformed as error:
        if _is_code(raw):
            title = "La connexion par un portail n'est pas proposée ici : utilisez votre mot de passe."
            raise ProblemError(ProblemCode.INVALID, title) from error
        raise invalid(error) from error


def _is_code(raw: bytes) -> bool:
    try:
        parse(_CodeSignIn, raw)
    except Malformed:
        return False
    return True


@router.delete(
    "/v1/sessions/current", **told("sign_out", "Signs out.", Told({204: ("Signed out; `offline`.", None)}))
)
async def close_session(request: Request, caller: Annotated[Session, Depends(signed_in)]) -> Response:
    central = central_of(request)
    await central.store.close_session(bearer_hash(request), central.clock.now())
    await central.feed.recheck(caller.agent.id)
    return nothing()
