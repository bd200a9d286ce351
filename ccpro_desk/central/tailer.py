"""The one reader of the store's events in this process: it reads, in order, and hands on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from ccpro_desk.central import logs
from ccpro_desk.central.errors import StalePosition
from ccpro_desk.central.store.port import Store
from ccpro_desk.central.store.values import StoredEvent

PAGE = 500
POLL_S = 1.0
"""How long a missed wake-up may delay an event."""
_RETRY_S = 1.0
_PAUSE_S = 0.02
"""Between two readings: what many writes wake up for is read at once."""


class Tailer:
    """Follows the store's events from now on.

    `on_events` is called with each page, in order; `on_stale` when the position is no longer readable: what
    was in between is lost for this process, so that its readers must start again.
    """

    def __init__(
        self, store: Store, on_events: Callable[[Sequence[StoredEvent]], None], on_stale: Callable[[], None]
    ) -> None:
        self._store = store
        self._on_events = on_events
        self._on_stale = on_stale
        self._wake = asyncio.Event()
        self._passed = asyncio.Condition()
        self._begun = 0
        self._done = 0
        self.position = ""
        """Everything up to here has been handed on."""

    def wake(self) -> None:
        """Something was committed: read soon. Call it on the event loop."""
        self._wake.set()

    async def pass_by(self) -> None:
        """Returns once a reading that began after this call has handed on all it found."""
        target = self._begun + 1
        self.wake()
        async with self._passed:
            await self._passed.wait_for(lambda: self._done >= target)

    async def run(self) -> None:
        """Follows until cancelled; a store that fails is asked again."""
        while True:
            try:
                if not self.position:
                    self.position = await self._store.position()
                await self._read()
                await self._sleep()
            except StalePosition:
                self.position = ""
                self._on_stale()
            except Exception as error:
                logs.error("tailer_failed", error=error)
                await asyncio.sleep(_RETRY_S)

    async def _read(self) -> None:
        self._wake.clear()
        self._begun += 1
        begun = self._begun
        full = True
        while full:
            events, self.position = await self._store.events_after(self.position, PAGE)
            self._on_events(events)
            full = len(events) >= PAGE
        if await self._store.unsettled():
            self.wake()
        async with self._passed:
            self._done = begun
            self._passed.notify_all()

    async def _sleep(self) -> None:
        await asyncio.sleep(_PAUSE_S)
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_S):
                await self._wake.wait()
