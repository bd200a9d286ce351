"""The two calls that agents make all day, `next` and commands, answered before the framework looks at them.

The same rights and answers as any route (`routes/` names them), only the way there is shorter. The session
is remembered for a moment: each statement looks again whether it stands, so that nothing is done in the name
of one that has ended.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ccpro_desk.central.auth.guard import admitted, at_work, bearer_hash, ended, forbidden
from ccpro_desk.central.body import COMMANDS_LIMIT, invalid, read_body
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.problems import raised
from ccpro_desk.central.service import Central
from ccpro_desk.central.shapes import Results, answer, nothing, raw
from ccpro_desk.central.store.values import Session, Standing
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.text import is_clean
from ccpro_desk.wire.codec import Malformed, jsonable, parse
from ccpro_desk.wire.commands import parse_batch
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import Next

REMEMBERED = timedelta(seconds=10)
"""How long a session is remembered without being looked for."""
_MOST = 20_000
_KEY_LENGTH = 200
Call = Callable[[Central, Session, Request, Standing | None], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class _Route:
    """What logs and metrics call it."""

    path: str


class Sessions:
    """Sessions seen a moment ago."""

    def __init__(self, central: Central) -> None:
        self._central = central
        self._seen: OrderedDict[bytes, tuple[datetime, Session]] = OrderedDict()

    async def of(self, token: bytes) -> Session | None:
        """None: unknown, ended or expired."""
        now = self._central.clock.now()
        seen, session = self._seen.get(token, (None, None))
        if (
            session is not None
            and seen is not None
            and seen <= now < min(seen + REMEMBERED, session.expires_at)
        ):
            return session
        self._seen.pop(token, None)
        session = await self._central.store.session(token, now)
        if session is None:
            return None
        self._seen[token] = now, session
        if len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        return session

    def forget(self, token: bytes) -> None:
        self._seen.pop(token, None)


class HotCalls:
    """Answers the hot calls, and only these."""

    def __init__(self, central: Central) -> None:
        self._central = central
        self._sessions = Sessions(central)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        scope["route"] = _Route(path)
        request = Request(scope, receive)
        try:
            token = bearer_hash(request)
            session = at_work(await admitted(self._central, token, path, self._sessions.of))
            standing = Standing(token, self._central.clock.now())
            response = await CALLS[path](self._central, session, request, standing)
        except ProblemError as error:
            if error.code is ProblemCode.UNAUTHENTICATED:
                error = await self._ended(request, error)
            response = raised(request, error)
        await response(scope, receive, send)

    async def _ended(self, request: Request, error: ProblemError) -> ProblemError:
        """A remembered session is forgotten; the answer says why it is over."""
        try:
            token = bearer_hash(request)
        except ProblemError:
            return error
        self._sessions.forget(token)
        return await ended(self._central, token)


async def give_next(
    central: Central, session: Session, request: Request, standing: Standing | None = None
) -> Response:
    """The answer to `next`. Raises `ProblemError`."""
    if not may(session.agent.role, Right.HANDLE):
        raise forbidden()
    body = await read_body(request)
    try:
        asked = parse(Next, body)
    except Malformed as error:
        raise invalid(error) from error
    view = await central.handle.next(session.agent, asked.channels, _key(request), body, standing)
    return nothing() if view is None else raw({"lease": None, **jsonable(view)})


async def run_commands(
    central: Central, session: Session, request: Request, standing: Standing | None = None
) -> Response:
    """The answer to a batch. Raises `ProblemError`."""
    body = await read_body(request, COMMANDS_LIMIT)
    try:
        batch = parse_batch(body)
    except Malformed as error:
        raise invalid(error) from error
    results = await central.handle.commands(session.agent, batch, standing)
    central.metrics.count_results(results)
    return answer(Results(tuple(results)))


CALLS: Mapping[str, Call] = MappingProxyType({"/v1/contacts/next": give_next, "/v1/commands": run_commands})
"""By path; each stands in `routes/` too, which says who may."""


def is_hot(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] == "POST" and scope["path"] in CALLS


def _key(request: Request) -> str:
    """The idempotency key. Raises `invalid`."""
    key = request.headers.get("idempotency-key", "").strip()
    if not key or len(key) > _KEY_LENGTH or not is_clean(key):
        title = f"L'en-tête « Idempotency-Key » manque ou dépasse {_KEY_LENGTH} caractères."
        raise ProblemError(ProblemCode.INVALID, title)
    return key
