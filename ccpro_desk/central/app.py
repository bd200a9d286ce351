"""The HTTP application over a `Central`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from ccpro_desk.central import problems
from ccpro_desk.central.hot import HotCalls
from ccpro_desk.central.middleware import ContractMiddleware, ObserveMiddleware
from ccpro_desk.central.routes import (
    attachments,
    commands,
    contacts,
    crisis,
    desk,
    feed,
    health,
    outbox,
    sessions,
    supervision,
    usagers,
)
from ccpro_desk.central.service import Central

_RESOURCES = (
    sessions,
    desk,
    contacts,
    attachments,
    commands,
    feed,
    usagers,
    outbox,
    crisis,
    supervision,
    health,
)


def create_app(central: Central) -> FastAPI:
    """The application; its lifespan starts and stops `central`'s timers."""
    app = routes_only()
    app.state.central = central
    problems.install(app)
    app.add_middleware(HotCalls, central=central)
    app.add_middleware(ObserveMiddleware, metrics=central.metrics)
    app.add_middleware(ContractMiddleware)
    return app


def routes_only() -> FastAPI:
    """All routes without a central behind: what the OpenAPI document describes."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=_lifespan)
    for resource in _RESOURCES:
        app.include_router(resource.router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    central: Central = app.state.central
    await central.start()
    try:
        yield
    finally:
        await central.stop()
