"""The central as one object: what its routes and its timers share."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Any

from ccpro_desk.central import logs
from ccpro_desk.central.audit.sealer import SEAL_S, Sealer
from ccpro_desk.central.auth.limits import Buckets
from ccpro_desk.central.auth.portal import Provider
from ccpro_desk.central.auth.throttle import KEPT, PER_LOGIN, PER_SOURCE, Throttle
from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.feed import ALIVE_S, Feed
from ccpro_desk.central.gauges import Gauges
from ccpro_desk.central.handle import Handle
from ccpro_desk.central.handle.deadlines import CalendarDeadlines
from ccpro_desk.central.lifeline import Lifeline
from ccpro_desk.central.metrics import Metrics
from ccpro_desk.central.registry import Registry
from ccpro_desk.central.rules import Rules
from ccpro_desk.central.settings import Settings
from ccpro_desk.central.store.port import Store
from ccpro_desk.central.timers import FORGET_S, TICK_S, Heard, every, renewal_s
from ccpro_desk.domain.clock import Clock, SystemClock


class Central:
    """A store, the rules over it, and what lives beside a request: feeds, timers, memory marks."""

    def __init__(
        self, store: Store, rules: Rules, clock: Clock | None = None, settings: Settings | None = None
    ) -> None:
        self.store = store
        self.rules = rules
        self.settings = settings or Settings()
        self.clock = clock or SystemClock()
        self.metrics = Metrics()
        self.gauges = Gauges(self.metrics, store, self.clock)
        self.handle = Handle(store, self.clock, rules, self.metrics, CalendarDeadlines(store, rules.calendar))
        self.feed = Feed(store, self.clock, self.metrics)
        self.heard = Heard()
        self.lifeline = Lifeline(self.handle, self.heard, renewal_s(rules.settings.lease_s))
        self.sealer = Sealer(store, self.clock)
        self.by_login = Throttle(store, self.clock, PER_LOGIN)
        self.by_source = Throttle(store, self.clock, PER_SOURCE)
        self.buckets = Buckets(self.settings.limits)
        self.provider = Provider(self.settings.portal, self.clock) if self.settings.portal else None
        self.registry = Registry(self.settings.registry, self.clock)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Gives every lease its grace, then follows the store and lets the timers run."""
        await self.lifeline.start()
        self.store.listen(self.feed.tailer.wake)
        self._tasks = [asyncio.create_task(work, name=name) for name, work in self._works().items()]

    def _works(self) -> dict[str, Coroutine[Any, Any, None]]:
        return {
            "tailer": self.feed.tailer.run(),
            "tick": every(TICK_S, "tick", self.lifeline.tick, self.metrics),
            "renew": every(self.lifeline.every_s, "renew", self.lifeline.renew, self.metrics),
            "alive": every(ALIVE_S, "alive", self.feed.say_alive, self.metrics),
            "seal": every(SEAL_S, "seal", self.sealer.seal, self.metrics),
            "forget": every(FORGET_S, "forget", self.forget, self.metrics),
        }

    async def forget(self) -> None:
        """Removes events, results, wrong passwords and plateau's words older than kept."""
        now = self.clock.now()
        await self.store.forget(now)
        await self.store.forget_plateau(now)
        await self.store.forget_attempts_before(now - KEPT)
        await self.store.forget_marks(now - 2 * timedelta(days=self.rules.settings.alike_days))

    async def stop(self) -> None:
        """Ends the feeds and the timers; the store stays open."""
        self.feed.close()
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._tasks = []
        await self._seal_the_last()

    async def _seal_the_last(self) -> None:
        """A store that cannot be reached any more keeps no process from ending: the next one seals."""
        try:
            await self.sealer.finish()
        except StoreError as error:
            logs.error("last_seal_failed", error=error)
