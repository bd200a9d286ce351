"""The bearer token of a request → the session → the right that a route asks for."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from hashlib import sha256

from starlette.requests import Request

from ccpro_desk.central.errors import ProblemError, session_moved, session_over
from ccpro_desk.central.service import Central
from ccpro_desk.central.store.values import Session
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.problems import ProblemCode

_TOO_MANY = "Votre poste envoie trop de demandes : réessayez dans un instant. Votre travail est conservé."
_SANDBOX = (
    "Un compte de stagiaire ne travaille pas ici : lancez « ccpro-desk sandbox » pour vous exercer "
    "sur des usagers simulés."
)
_FORBIDDEN = "Votre compte ne permet pas cette opération."

Find = Callable[[bytes], Awaitable[Session | None]]


def new_token() -> str:
    """A session's token: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is stored of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def central_of(request: Request) -> Central:
    """The central that this application serves."""
    central = request.app.state.central
    assert isinstance(central, Central)
    return central


def bearer_hash(request: Request) -> bytes:
    """The hash of the request's token. Raises 401 without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise ProblemError(ProblemCode.UNAUTHENTICATED, "Connectez-vous pour continuer.")
    return token_hash(token.strip())


async def signed_in(request: Request) -> Session:
    """The session of whoever calls. Raises 401, 429, and 403 for a trainee, who works in the sandbox."""
    return at_work(await any_session(request))


def at_work(session: Session) -> Session:
    """The session of somebody who works here. Raises 403 for a trainee."""
    if session.agent.role is Role.TRAINEE:
        raise ProblemError(ProblemCode.FORBIDDEN, _SANDBOX)
    return session


async def any_session(request: Request) -> Session:
    """The session of whoever calls, even a trainee's. Raises 401 when there is none or it is over, 429."""
    central = central_of(request)

    async def find(token: bytes) -> Session | None:
        return await central.store.session(token, central.clock.now())

    return await admitted(central, bearer_hash(request), request.url.path, find)


async def admitted(central: Central, token: bytes, route: str, find: Find) -> Session:
    """The session that `find` has for a token, if it may ask `route` now. Raises 401, 429."""
    if wait := central.buckets.wait_s(token, route):
        raise ProblemError(ProblemCode.RATE_LIMITED, _TOO_MANY, retry_after=wait)
    session = await find(token)
    if session is None:
        raise await ended(central, token)
    central.buckets.spend(token, route, connector=not session.agent.is_person)
    return session


async def ended(central: Central, token: bytes) -> ProblemError:
    """Why a session is over: the agent went on at another workstation, or plainly."""
    if await central.store.moved(token, central.clock.now()):
        return session_moved()
    return session_over()


def forbidden() -> ProblemError:
    return ProblemError(ProblemCode.FORBIDDEN, _FORBIDDEN)


def needs(*rights: Right) -> Callable[[Request], Awaitable[Session]]:
    """A dependency: the session of someone who has one of `rights`. Raises 401, then 403."""

    async def check(request: Request) -> Session:
        session = await signed_in(request)
        if not any(may(session.agent.role, right) for right in rights):
            raise forbidden()
        return session

    return check
