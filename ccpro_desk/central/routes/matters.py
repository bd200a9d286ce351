"""What follows from contacts: acts, appointments, referrals, listed and read."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs
from ccpro_desk.central.handle import AskedMatters
from ccpro_desk.central.shapes import answer
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.permissions import Right
from ccpro_desk.wire.listing import MatterPage
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.views import MatterView

router = APIRouter()
Reader = Annotated[Session, Depends(needs(Right.MATTERS))]


@router.get(
    "/v1/matters",
    **told(
        "matters",
        "An officer's office's, the centre's for whoever approves, else the caller's own; without details.",
        Told({200: ("A page, those due first first.", MatterPage)}, problems=(ProblemCode.FORBIDDEN,)),
    ),
)
async def matters(
    request: Request,
    caller: Reader,
    kind: MatterKind,
    state: Annotated[list[str] | None, Query(max_length=10)] = None,
    office: Annotated[str | None, Query(max_length=100)] = None,
    mine: bool = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2_000)] = None,
) -> Response:
    asked = AskedMatters(kind, state, office, mine)
    items, further = await central_of(request).handle.matters(caller.agent, asked, limit, cursor)
    return answer(MatterPage(items, further))


@router.get(
    "/v1/matters/{matter_id}",
    **told(
        "matter",
        "One of them with what was said, as far as the reader's level opens it; audited.",
        Told({200: ("It.", MatterView)}, problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND)),
    ),
)
async def matter(request: Request, caller: Reader, matter_id: UUID) -> Response:
    return answer(await central_of(request).handle.matter(caller.agent, matter_id))
