"""The tasks that keep a workstation and its central together: push, follow, alive."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from ccpro_desk.desk.errors import DeskRefused, StoreProblem
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import Place
from ccpro_desk.desk.sync import sentences
from ccpro_desk.desk.sync.client import Client
from ccpro_desk.desk.sync.follow import Follow
from ccpro_desk.desk.sync.line import Backoff, Line
from ccpro_desk.desk.sync.problems import CentralProblem, Declined, Incompatible, SessionExpired
from ccpro_desk.desk.sync.push import Push

log = logging.getLogger(__name__)
_EXACT = timedelta(seconds=2)
"""`Date` is to a second: a smaller difference says nothing."""


class Sync:
    """Started once the store is open; waits by itself for a session and for the line."""

    def __init__(self, settings: DeskSettings, ledger: Ledger, line: Line) -> None:
        pace = settings.pace
        self.client = Client(settings.central, pace, settings.transport)
        self._ledger = ledger
        self._line = line
        self._pace = pace
        self.follow = Follow(ledger, self.client, line, pace, self._opened)
        self.push = Push(ledger, self.client, line, pace, self.follow.is_synced)
        self.where: Callable[[], Place | None] = lambda: None
        """Where the agent is: told with each sign of life."""
        self._reopened = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        loops = (self.push.run, self.follow.run, self._alive, self._tell_accesses)
        self._tasks = [asyncio.create_task(self._guarded(loop), name=loop.__qualname__) for loop in loops]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._tasks = []
        await self.client.aclose()

    def signed_in(self) -> None:
        self._line.signed_in()
        self._ledger.model.around = None
        self.follow.needs_snapshot()
        self.push.backoff.wake()

    async def drain(self, seconds: float) -> None:
        """Give what is typed and journaled a chance to reach the central."""
        self.push.drafts_now()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ledger.until(self.push.has_nothing)

    async def _guarded(self, loop: Callable[[], Awaitable[None]]) -> None:
        """A fault of our own in one loop must not stop it silently: it is logged and the loop goes on."""
        backoff = Backoff(self._pace)
        while True:
            try:
                await loop()
            except Exception:
                log.exception("the desk's %s failed", loop.__qualname__)
                self._ledger.tell(sentences.FAULT)
                await backoff.wait()

    def _opened(self) -> None:
        """The feed is open (again): what waits is sent at once."""
        self.push.backoff.wake()
        self._ledger.issued.set()
        self._reopened.set()

    async def _alive(self) -> None:
        """The proof of life, from the loop that paints: a frozen workstation must lose its leases."""
        while True:
            await self._line.wait_usable()
            position = self.follow.position or self._ledger.model.position
            if position is not None:
                await self._say_alive(position)
            await asyncio.sleep(self._pace.alive)

    async def _say_alive(self, position: str) -> None:
        try:
            await self.client.alive(position, self.where())
            self._line.up("push")
        except SessionExpired as over:
            self._line.expired(elsewhere=over.elsewhere)
        except Incompatible:
            self._line.incompatible()
        except CentralProblem:
            return
        self._note_clock()

    def _note_clock(self) -> None:
        ahead = self.client.ahead
        if ahead is None:
            return
        self._ledger.ahead = ahead if abs(ahead) > _EXACT else timedelta(0)
        if abs(ahead) > sentences.CLOCK_TOLERANCE:
            self._ledger.tell(sentences.clock(ahead))

    async def _tell_accesses(self) -> None:
        """Dossiers that were read from the cache are read again: the central audits what it serves."""
        while True:
            await self._reopened.wait()
            self._reopened.clear()
            with suppress(CentralProblem, StoreProblem, DeskRefused):
                for access in await self._ledger.store.accesses():
                    with suppress(Declined):
                        await self.client.dossier(access.siren, access.contact_id, access.reason)
                    await self._ledger.store.forget_access(access)
