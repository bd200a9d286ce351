"""The HTTP application over a `Central`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from ccpro_desk.central import problems
from ccpro_desk.central.hot import HotCalls, is_hot
from ccpro_desk.central.middleware import Envelope
from ccpro_desk.central.routes import (
    acts,
    appointments,
    attachments,
    commands,
    contacts,
    crisis,
    desk,
    documents,
    feed,
    health,
    matters,
    outbox,
    registry,
    sessions,
    supervision,
    usagers,
)
from ccpro_desk.central.service import Central

_RESOURCES = (
    appointments,
    sessions,
    desk,
    contacts,
    attachments,
    documents,
    commands,
    feed,
    registry,
    usagers,
    matters,
    acts,
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
    app.add_middleware(Envelope, metrics=central.metrics)
    app.hot = Envelope(HotCalls(central), central.metrics)
    return app


class Application(FastAPI):
    """FastAPI, which the hot calls never reach."""

    hot: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.hot is not None and is_hot(scope):
            await self.hot(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def routes_only() -> Application:
    """All routes without a central behind: what the OpenAPI document describes."""
    app = Application(
        openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=_lifespan
    )
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
