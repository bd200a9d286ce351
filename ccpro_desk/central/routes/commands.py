"""Commands: what desks ask for, in batches."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, signed_in
from ccpro_desk.central.body import COMMANDS_LIMIT, invalid, read_body
from ccpro_desk.central.shapes import CommandBatch, Results, answer
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.wire.codec import Malformed
from ccpro_desk.wire.commands import parse_batch

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
    body = await read_body(request, COMMANDS_LIMIT)
    try:
        batch = parse_batch(body)
    except Malformed as error:
        raise invalid(error) from error
    central = central_of(request)
    results = await central.handle.commands(caller.agent, batch)
    central.metrics.count_results(results)
    return answer(Results(tuple(results)))
