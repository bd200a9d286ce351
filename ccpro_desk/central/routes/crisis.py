"""Crisis lines of a plateau: opened, listed, closed."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs
from ccpro_desk.central.body import read_json
from ccpro_desk.central.shapes import answer, nothing
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.permissions import Right
from ccpro_desk.wire.crisis import CrisisList, CrisisView, NewCrisis
from ccpro_desk.wire.problems import ProblemCode

router = APIRouter()
Runs = Annotated[Session, Depends(needs(Right.READ_CENTRE))]
Sees = Annotated[Session, Depends(needs(Right.LIST_CENTRE))]


@router.get(
    "/v1/supervision/crisis",
    **told(
        "crises",
        "The open crisis lines that the caller's centre serves.",
        Told({200: ("The lines.", CrisisList)}, problems=(ProblemCode.FORBIDDEN,)),
    ),
)
async def crises(request: Request, caller: Sees) -> Response:
    return answer(CrisisList(tuple(await central_of(request).handle.crises(caller.agent))))


@router.post(
    "/v1/supervision/crisis",
    **told(
        "open_crisis",
        "Opens a crisis line: a number or a subject with its own queue, delay and pinned answers.",
        Told({201: ("The open line.", CrisisView)}, body=NewCrisis, problems=(ProblemCode.FORBIDDEN,)),
    ),
)
async def open_crisis(request: Request, caller: Runs) -> Response:
    new = await read_json(request, NewCrisis)
    return answer(await central_of(request).handle.open_crisis(caller.agent, new), 201)


@router.delete(
    "/v1/supervision/crisis/{crisis_id}",
    **told(
        "close_crisis",
        "Closes a crisis line; who waits in its queue is still served.",
        Told({204: ("Closed.", None)}, problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND)),
    ),
)
async def close_crisis(request: Request, caller: Runs, crisis_id: UUID) -> Response:
    await central_of(request).handle.close_crisis(caller.agent, crisis_id)
    return nothing()
