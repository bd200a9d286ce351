"""The line of a workstation whose central is one minor of the contract ahead, or one that itself speaks another."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx

NEWER = "1.99"
_MAPS = ("counters", "slots")
"""Their keys are values, not fields."""
_EVENT = """event: contact.telepathy
id: {position}
data: {{"id": "{{}}", "at": "maintenant", "aura": [1, {{"hue": 2}}]}}

"""


class Speaking(httpx.AsyncBaseTransport):
    """Says that the workstation speaks `contract`."""

    def __init__(self, inner: httpx.AsyncBaseTransport, contract: str) -> None:
        self._inner = inner
        self.contract = contract

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["Ccpro-Contract"] = self.contract
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


class Newer(httpx.AsyncBaseTransport):
    """A field more in every object that is answered, and an event more after every event, all unknown here."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.events = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        answer.headers["Ccpro-Contract"] = NEWER
        kind = answer.headers.get("Content-Type", "")
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        if kind.startswith("text/event-stream"):
            answer.stream = _Stream(self, answer.stream)
        elif "json" in kind:
            await answer.aread()
            grown = json.dumps(_grown(json.loads(answer.content))).encode()
            headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
            return httpx.Response(answer.status_code, headers=headers, content=grown)
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, owner: Newer, inner: httpx.AsyncByteStream) -> None:
        self._owner, self._inner = owner, inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        held = b""
        async for chunk in self._inner:
            held += chunk
            *blocks, held = held.split(b"\n\n")
            for block in blocks:
                yield self._more(block.decode()).encode()

    def _more(self, block: str) -> str:
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        data = _grown(json.loads(fields["data"]))
        if "changed" in data:
            data["changed"].append("aura")
        lines = [f"{name}: {value}" for name, value in {**fields, "data": json.dumps(data)}.items()]
        block = "\n".join(lines) + "\n\n"
        if fields["event"] == "alive" or "id" not in fields:
            return block
        self._owner.events += 1
        return block + _EVENT.format(position=fields["id"])

    async def aclose(self) -> None:
        await self._inner.aclose()


def _grown(value: Any, name: str = "") -> Any:
    if isinstance(value, list):
        return [_grown(item) for item in value]
    if not isinstance(value, dict):
        return value
    grown = {key: _grown(item, key) for key, item in value.items()}
    return grown if name in _MAPS else {**grown, "aura": {"hue": [1, None]}}
