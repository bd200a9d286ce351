"""The public registry beside a usager's file: a route of its own, as it asks another service."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs
from ccpro_desk.central.shapes import answer
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.permissions import Right
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.registry import RegistryView

router = APIRouter()


@router.get(
    "/v1/usagers/{siren}/registry",
    **told(
        "registry",
        "The public part of a file beside the public registry; opened as it is, audited; 404 where off.",
        Told(
            {200: ("Field by field; nothing is taken over.", RegistryView)},
            problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND, ProblemCode.UNAVAILABLE),
        ),
    ),
)
async def registry(
    request: Request,
    caller: Annotated[Session, Depends(needs(Right.READ_DOSSIER))],
    siren: Annotated[str, Path(pattern="^[0-9]{9}$")],
    contact_id: UUID | None = None,
    reason: str | None = None,
) -> Response:
    central = central_of(request)
    view = await central.handle.compared(central.registry, caller.agent, siren, contact_id, reason)
    return answer(view)
