"""Is the process alive, can it work, how busy is it, and what does it speak."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central import logs
from ccpro_desk.central.auth.guard import central_of
from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.problems import unavailable
from ccpro_desk.central.shapes import Health, answer
from ccpro_desk.central.told import Told, told
from ccpro_desk.wire.problems import ProblemCode

router = APIRouter()


@router.get("/health/live", **told("live", "The process lives.", Told({200: ("Yes.", Health)}, open=True)))
async def live(_request: Request) -> Response:
    return answer(Health("live"))


@router.get(
    "/health/ready",
    **told(
        "ready",
        "The database answers and its tables are of this version.",
        Told({200: ("Ready.", Health)}, problems=(ProblemCode.UNAVAILABLE,), open=True),
    ),
)
async def ready(request: Request) -> Response:
    try:
        await central_of(request).store.ping()
    except StoreError as error:
        logs.error("not_ready", error=error)
        return unavailable()
    return answer(Health("ready"))


@router.get(
    "/metrics",
    **told(
        "metrics",
        "Prometheus metrics.",
        Told({200: ("The exposition format.", str)}, media_type="text/plain", open=True),
    ),
)
async def metrics(request: Request) -> Response:
    central = central_of(request)
    await central.gauges.refresh()
    return Response(central.metrics.text(), headers={"Content-Type": central.metrics.content_type})


@router.get(
    "/openapi.json", **told("openapi", "This document.", Told({200: ("OpenAPI 3.1.", dict)}, open=True))
)
async def openapi(request: Request) -> Response:
    from ccpro_desk.central.openapi import document_bytes

    return Response(document_bytes(request.app), media_type="application/json")
