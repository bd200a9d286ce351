"""The feed, as server-sent events."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ccpro_desk.central.auth.guard import bearer_hash, central_of, needs
from ccpro_desk.central.shapes import FEED_EVENT
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.permissions import Right
from ccpro_desk.wire.problems import ProblemCode

router = APIRouter()
_SSE = "text/event-stream"


@router.get(
    "/v1/feed",
    **told(
        "feed",
        "What concerns the caller, from `Last-Event-ID` or from now; ends with the session.",
        Told(
            {200: ("`event:` the type, `id:` the position, `data:` this JSON.", FEED_EVENT)},
            problems=(ProblemCode.FORBIDDEN,),
            media_type=_SSE,
            headers={"Last-Event-ID": "The position to go on from: of an event, of `alive` or of `/v1/me`."},
        ),
    ),
)
async def feed(request: Request, caller: Annotated[Session, Depends(needs(Right.FEED))]) -> Response:
    central = central_of(request)
    cursor = request.headers.get("last-event-id", "").strip() or await central.store.position()
    stream = central.feed.stream(caller, bearer_hash(request), cursor)
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, headers=headers, media_type=_SSE)
