"""Telling other processes that the feed has news: NOTIFY without payload, at most one every 30 ms.

It runs on a connection of its own: a NOTIFY inside a write would make all writers queue for one lock.
A lost connection is opened again; whoever listens is then called once, in case something was missed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg

from ccpro_desk.central.store.postgres.lines import BROKEN

_CHANNEL = "ccpro_feed"
_COALESCE_S = 0.03
_RETRY_S = 1.0


class Wakeup:
    """Listens and notifies once somebody listens or writes. Needs a running event loop from then on."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._listeners: list[Callable[[], None]] = []
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def listen(self, callback: Callable[[], None]) -> None:
        self._listeners.append(callback)
        self._start()

    def wrote(self) -> None:
        self._call()
        self._news.set()
        self._start()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def _start(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._serve())

    async def _serve(self) -> None:
        while True:
            with suppress(*BROKEN, asyncpg.PostgresError):
                connection = await asyncpg.connect(self._url)
                try:
                    await self._notify_over(connection)
                finally:
                    await connection.close(timeout=2)
            self._news.set()
            await asyncio.sleep(_RETRY_S)

    async def _notify_over(self, connection: Any) -> None:
        await connection.add_listener(_CHANNEL, self._heard)
        connection.add_termination_listener(self._lost)
        self._call()
        while True:
            await self._news.wait()
            self._news.clear()
            await connection.execute(f"notify {_CHANNEL}")
            await asyncio.sleep(_COALESCE_S)

    def _heard(self, connection: Any, process: int, channel: str, payload: str) -> None:
        self._call()

    def _lost(self, connection: Any) -> None:
        self._news.set()

    def _call(self) -> None:
        for callback in self._listeners:
            callback()
