"""The outbox: connectors claim replies whose hold is over, send them, and say what became of them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs
from ccpro_desk.central.body import read_json
from ccpro_desk.central.shapes import OutboxPage, answer, nothing
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.permissions import Right
from ccpro_desk.domain.values import Channel
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import OutboxReport

router = APIRouter()
Sender = Annotated[Session, Depends(needs(Right.DELIVER))]


@router.get(
    "/v1/outbox",
    **told(
        "outbox",
        "Claims replies for 60 s, never before their hold ends.",
        Told({200: ("What was claimed.", OutboxPage)}, problems=(ProblemCode.FORBIDDEN,)),
    ),
)
async def outbox(
    request: Request,
    caller: Sender,
    channel: Channel = Channel.MAIL,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    items = await central_of(request).handle.claim(caller.agent, channel, limit)
    return answer(OutboxPage(tuple(items)))


@router.post(
    "/v1/outbox/{reply_id}",
    **told(
        "report",
        "What became of a claimed reply.",
        Told(
            {204: ("Kept.", None)},
            body=OutboxReport,
            problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND, ProblemCode.CONFLICT),
        ),
    ),
)
async def report(request: Request, caller: Sender, reply_id: UUID) -> Response:
    said = await read_json(request, OutboxReport)
    await central_of(request).handle.report(caller.agent, reply_id, said)
    return nothing()
