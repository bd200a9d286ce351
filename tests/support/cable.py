"""The line between one desk and its central: it can be cut and mended, open feeds included."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx


class Cable(httpx.AsyncBaseTransport):
    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self._cut = asyncio.Event()

    def cut(self) -> None:
        self._cut.set()

    def mend(self) -> None:
        self._cut.clear()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._cut.is_set():
            raise httpx.ConnectError("the cable is cut", request=request)
        answer = await self._inner.handle_async_request(request)
        if request.url.path == "/v1/feed" and isinstance(answer.stream, httpx.AsyncByteStream):
            answer.stream = _Cuttable(answer.stream, self._cut)
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Cuttable(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream, cut: asyncio.Event) -> None:
        self._inner = inner
        self._cut = cut

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = aiter(self._inner)
        cut = asyncio.create_task(self._cut.wait())
        read: asyncio.Future[bytes | None] | None = None
        try:
            while True:
                read = asyncio.ensure_future(anext(chunks, None))
                await asyncio.wait((read, cut), return_when=asyncio.FIRST_COMPLETED)
                if cut.done():
                    raise httpx.ReadError("the cable is cut")
                chunk = read.result()
                if chunk is None:
                    return
                yield chunk
        finally:
            cut.cancel()
            if read is not None and not read.done():
                read.cancel()
                with suppress(asyncio.CancelledError, httpx.HTTPError):
                    await read

    async def aclose(self) -> None:
        await self._inner.aclose()
