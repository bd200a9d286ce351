"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import any_session, bearer_hash, central_of
from ccpro_desk.central.auth.signin import sign_in, sign_in_by_portal, sign_out
from ccpro_desk.central.body import invalid, read_body
from ccpro_desk.central.settings import Settings
from ccpro_desk.central.shapes import answer, nothing
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.wire.codec import Malformed, parse
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import CodeSignIn, PasswordSignIn
from ccpro_desk.wire.views import OidcOffer, SessionView, SignInOffer

router = APIRouter()


@dataclass(frozen=True, slots=True)
class _HasCode:
    """What tells a sign-in by the portal from one by password."""

    code: Any


@router.get(
    "/v1/auth", **told("auth", "How one may sign in.", Told({200: ("The ways.", SignInOffer)}, open=True))
)
async def auth(request: Request) -> Response:
    return answer(_offer(central_of(request).settings))


def _offer(settings: Settings) -> SignInOffer:
    portal = settings.portal
    if portal is None:
        return SignInOffer(local=True)
    oidc = OidcOffer(portal.issuer, portal.client_id, portal.redirect_ports, portal.scope)
    return SignInOffer(settings.local_accounts, oidc)


@router.post(
    "/v1/sessions",
    **told(
        "sign_in",
        "Signs in, with a password or with what the portal gave.",
        Told(
            {201: ("The session, for twelve hours.", SessionView)},
            body=PasswordSignIn | CodeSignIn,
            problems=(ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN, ProblemCode.RATE_LIMITED),
            open=True,
        ),
    ),
)
async def open_session(request: Request) -> Response:
    form = _form(await read_body(request))
    source = request.client.host if request.client else ""
    central = central_of(request)
    if isinstance(form, CodeSignIn):
        return answer(await sign_in_by_portal(central, form, source), 201)
    return answer(await sign_in(central, form, source), 201)


def _form(raw: bytes) -> PasswordSignIn | CodeSignIn:
    try:
        return parse(CodeSignIn, raw) if _has_code(raw) else parse(PasswordSignIn, raw)
    except Malformed as error:
        raise invalid(error) from error


def _has_code(raw: bytes) -> bool:
    try:
        parse(_HasCode, raw)
    except Malformed:
        return False
    return True


@router.delete(
    "/v1/sessions/current", **told("sign_out", "Signs out.", Told({204: ("Signed out; `offline`.", None)}))
)
async def close_session(request: Request, caller: Annotated[Session, Depends(any_session)]) -> Response:
    central = central_of(request)
    await sign_out(central, bearer_hash(request), caller.agent)
    return nothing()
