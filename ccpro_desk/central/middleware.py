"""Around every answer: the contract's version, a request id, a line of log, and no exception that escapes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from random import getrandbits
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ccpro_desk.central import logs
from ccpro_desk.central.metrics import Metrics
from ccpro_desk.central.problems import problem_response, unavailable
from ccpro_desk.wire import CONTRACT, CONTRACT_HEADER
from ccpro_desk.wire.problems import ProblemCode

_VERSION = re.compile(rb"\s*(\d{1,9})(?:\.\d{1,9})?\s*", re.ASCII)
_MAJOR = int(CONTRACT.partition(".")[0])
_CONTRACT = (CONTRACT_HEADER.lower().encode(), CONTRACT.encode())
_REQUEST_ID = b"x-request-id"


class Envelope:
    """Says which contract stands, and refuses a request made for another major. Counts and logs each request
    by its route, ids only; what cannot be answered becomes a 503 problem.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = f"{getrandbits(128):032x}"
        began = perf_counter()
        status = 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], _CONTRACT, (_REQUEST_ID, request_id.encode())]
            await send(message)

        try:
            app = self.app if _is_ours(scope["headers"]) else _upgrade_required()
            await app(scope, receive, send_on)
        except asyncio.CancelledError:  # the process ends, and waits no longer for what is under way
            if status:
                raise
            await unavailable()(scope, receive, send_on)
        except Exception as error:
            logs.error("request_failed", request=request_id, route=_route(scope), error=error)
            if status == 0:
                await unavailable()(scope, receive, send_on)
        finally:
            took, route = perf_counter() - began, _route(scope)
            self.metrics.count_request(scope["method"], route, status, took)
            logs.request(request_id, scope["method"], route, status, took)


def _is_ours(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the request is made for our major of the contract; one that names none is."""
    asked = next((_VERSION.fullmatch(value) for name, value in headers if name == _CONTRACT[0]), None)
    return asked is None or int(asked[1]) == _MAJOR


def _upgrade_required() -> ASGIApp:
    title = f"Ce poste parle une autre version du contrat (le central : {CONTRACT}). Mettez le poste à jour."
    return problem_response(ProblemCode.UPGRADE_REQUIRED, title)


def _route(scope: Scope) -> str:
    """The route's template: a path as sent may name a usager."""
    return getattr(scope.get("route"), "path", "unmatched")
