"""Acts on their way to the services that apply them: a connector of its own claims and reports them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs
from ccpro_desk.central.body import read_json
from ccpro_desk.central.shapes import answer, nothing
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.permissions import Right
from ccpro_desk.wire.acts import ActPage, ActReport
from ccpro_desk.wire.problems import ProblemCode

router = APIRouter()
Exporter = Annotated[Session, Depends(needs(Right.EXPORT))]


@router.get(
    "/v1/acts/outbox",
    **told(
        "acts_outbox",
        "Claims recorded acts for 60 s, never while they may be cancelled.",
        Told({200: ("What was claimed.", ActPage)}, problems=(ProblemCode.FORBIDDEN,)),
    ),
)
async def outbox(
    request: Request, caller: Exporter, limit: Annotated[int, Query(ge=1, le=200)] = 20
) -> Response:
    items = await central_of(request).handle.claim_acts(caller.agent, limit)
    return answer(ActPage(tuple(items)))


@router.post(
    "/v1/acts/outbox/{act_id}",
    **told(
        "act_transmitted",
        "The service that applies a claimed act has it.",
        Told(
            {204: ("Kept.", None)},
            body=ActReport,
            problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND, ProblemCode.CONFLICT),
        ),
    ),
)
async def transmitted(request: Request, caller: Exporter, act_id: UUID) -> Response:
    said = await read_json(request, ActReport)
    await central_of(request).handle.act_transmitted(caller.agent, act_id, said.claim)
    return nothing()
