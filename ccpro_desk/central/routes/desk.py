"""What a desk starts from, and its sign of life."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import bearer_hash, central_of, signed_in
from ccpro_desk.central.body import read_json
from ccpro_desk.central.shapes import answer, nothing
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.wire.requests import Alive
from ccpro_desk.wire.views import Me

router = APIRouter()
Caller = Annotated[Session, Depends(signed_in)]


@router.get("/v1/me", **told("me", "What to start or resync from.", Told({200: ("The snapshot.", Me)})))
async def me(request: Request, caller: Caller) -> Response:
    return answer(await central_of(request).handle.me(caller.agent))


@router.post(
    "/v1/alive",
    **told(
        "alive",
        "A desk's sign of life, every ten seconds, from the loop that paints.",
        Told({204: ("Heard.", None)}, body=Alive),
    ),
)
async def alive(request: Request, caller: Caller) -> Response:
    said = await read_json(request, Alive)
    central = central_of(request)
    agent_id, place = caller.agent.id, said.place
    central.heard.mark(agent_id, central.clock.now())
    if place is not None and central.heard.is_elsewhere(agent_id, bearer_hash(request), place):
        await central.store.put_place(agent_id, place)
    return nothing()
