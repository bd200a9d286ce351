"""Around every answer: the contract's version, a request id, a line of log, and no exception that escapes."""

from __future__ import annotations

import asyncio
import re
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ccpro_desk.central import logs
from ccpro_desk.central.metrics import Metrics
from ccpro_desk.central.problems import problem_response, unavailable
from ccpro_desk.wire import CONTRACT, CONTRACT_HEADER
from ccpro_desk.wire.problems import ProblemCode

_VERSION = re.compile(r"\s*(\d{1,9})(?:\.\d{1,9})?\s*", re.ASCII)
_MAJOR = CONTRACT.partition(".")[0]
REQUEST_ID_HEADER = "X-Request-Id"


class ContractMiddleware:
    """Says which contract stands on every answer; refuses a request made for another major."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_contract(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[CONTRACT_HEADER] = CONTRACT
            await send(message)

        asked = _VERSION.fullmatch(Headers(scope=scope).get(CONTRACT_HEADER, ""))
        if asked is not None and int(asked[1]) != int(_MAJOR):
            await _upgrade_required()(scope, receive, send_with_contract)
            return
        await self.app(scope, receive, send_with_contract)


def _upgrade_required() -> ASGIApp:
    title = f"Ce poste parle une autre version du contrat (le central : {CONTRACT}). Mettez le poste à jour."
    return problem_response(ProblemCode.UPGRADE_REQUIRED, title)


class ObserveMiddleware:
    """Counts and logs each request by its route, ids only; what cannot be answered becomes a 503 problem."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = uuid4().hex
        began = perf_counter()
        status = 0

        async def send_observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_observed)
        except asyncio.CancelledError:  # the process ends, and waits no longer for what is under way
            if status:
                raise
            await unavailable()(scope, receive, send_observed)
        except Exception as error:
            logs.error("request_failed", request=request_id, route=_route(scope), error=error)
            if status == 0:
                await unavailable()(scope, receive, send_observed)
        finally:
            self.metrics.count_request(scope["method"], _route(scope), status, perf_counter() - began)
            logs.request(request_id, scope["method"], _route(scope), status, perf_counter() - began)


def _route(scope: Scope) -> str:
    """The route's template: a path as sent may name a usager."""
    return getattr(scope.get("route"), "path", "unmatched")
