"""Commands: what desks ask for, in batches."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, signed_in
from ccpro_desk.central.hot import run_commands
from ccpro_desk.central.shapes import CommandBatch, Results
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told

router = APIRouter()


@router.post(
    "/v1/commands",
    **told(
        "commands",
        "Up to a hundred commands, each its own transaction, in order.",
        Told({200: ("A result for each, in the same order.", Results)}, body=CommandBatch),
    ),
)
async def commands(request: Request, caller: Annotated[Session, Depends(signed_in)]) -> Response:
    return await run_commands(central_of(request), caller, request)
