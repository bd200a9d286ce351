"""Bodies of requests: read raw, bounded while they stream in, parsed strictly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.wire.codec import Malformed, NotJson, parse
from ccpro_desk.wire.problems import ProblemCode

T = TypeVar("T")
COMMANDS_LIMIT = 1_000_000
"""Bytes of a batch of commands."""
BODY_LIMIT = 40_000_000
"""Bytes of any other body."""
IDLE_S = 20.0
"""Seconds without a byte after which a body is given up."""
WHOLE_S = 300.0
"""Seconds that a whole body may take: 40 MB at 1 Mbit/s."""


async def read_body(request: Request, limit: int = BODY_LIMIT) -> bytes:
    """The whole body. Raises `ProblemError`: `too_large` once it is over `limit`; 400 when it dawdles."""
    if _declared(request) > limit:
        raise _too_large(limit)
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in _steady(request):
            size += len(chunk)
            if size > limit:
                raise _too_large(limit)
            chunks.append(chunk)
    except ClientDisconnect as error:
        raise ProblemError(ProblemCode.INVALID, "La demande a été interrompue.", status=400) from error
    except TimeoutError as error:
        raise ProblemError(ProblemCode.INVALID, "La demande arrive trop lentement.", status=400) from error
    return b"".join(chunks)


async def _steady(request: Request) -> AsyncIterator[bytes]:
    """The body's pieces. Raises `TimeoutError` for a caller that sends too slowly, or stops."""
    loop = asyncio.get_running_loop()
    latest = loop.time() + WHOLE_S
    more = True
    while more:
        async with asyncio.timeout_at(min(latest, loop.time() + IDLE_S)):
            message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        yield message.get("body", b"")
        more = message.get("more_body", False)


def _declared(request: Request) -> int:
    """The size that the request says it has; 0 when it says nothing."""
    try:
        return int(request.headers.get("content-length", "0"))
    except ValueError:
        return 0


async def read_json(request: Request, kind: type[T], limit: int = BODY_LIMIT) -> T:
    """The body as a `kind`. Raises `ProblemError`: 400 when it is not JSON, 422 when it is not a `kind`."""
    raw = await read_body(request, limit)
    try:
        return parse(kind, raw)
    except Malformed as error:
        raise invalid(error) from error


def invalid(error: Malformed) -> ProblemError:
    """The problem that a malformed body is."""
    status = 400 if isinstance(error, NotJson) else 422
    return ProblemError(ProblemCode.INVALID, str(error), status=status)


def _too_large(limit: int) -> ProblemError:
    title = f"La demande dépasse {limit // 1_000_000} Mo. Rien n'a été enregistré."
    return ProblemError(ProblemCode.TOO_LARGE, title)
