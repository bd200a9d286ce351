"""What is counted when somebody looks: the queues, from the database, and the connections to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from time import monotonic

from ccpro_desk.central import logs
from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.metrics import Metrics
from ccpro_desk.central.store.figures import Queue
from ccpro_desk.central.store.port import Store
from ccpro_desk.domain.clock import Clock

COUNTED = 50_000
"""Waiting contacts that are counted at most, those received first."""
KEPT_S = 10.0
"""How long figures are shown before they are counted again, however often somebody looks."""
_PATIENCE_S = 5.0


class Gauges:
    """Fills the gauges of `metrics`."""

    def __init__(self, metrics: Metrics, store: Store, clock: Clock) -> None:
        self._metrics = metrics
        self._store = store
        self._clock = clock
        self._looking = asyncio.Lock()
        self._until = 0.0

    async def refresh(self) -> None:
        """Counts again what was counted too long ago. A database that does not answer is told as such."""
        use = self._store.use()
        self._metrics.connections.labels("busy").set(use.busy)
        self._metrics.connections.labels("most").set(use.most)
        async with self._looking:
            if monotonic() >= self._until:
                await self._count()
                self._until = monotonic() + KEPT_S

    async def _count(self) -> None:
        now = self._clock.now()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                queues = await self._store.waiting(now, COUNTED)
        except (StoreError, TimeoutError) as error:
            logs.error("figures_failed", error=error)
            queues = []
            self._metrics.database_up.set(0)
        else:
            self._metrics.database_up.set(1)
        self._show(queues, now)

    def _show(self, queues: Sequence[Queue], now: datetime) -> None:
        shown = self._metrics
        for gauge in (shown.waiting, shown.waiting_late, shown.waiting_oldest):
            gauge.clear()
        for queue in queues:
            labels = (queue.pool, queue.channel.value, queue.skill)
            shown.waiting.labels(*labels).set(queue.waiting)
            shown.waiting_late.labels(*labels).set(queue.late)
            shown.waiting_oldest.labels(*labels).set(max((now - queue.oldest_at).total_seconds(), 0))
        shown.waiting_uncounted.set(sum(queue.waiting for queue in queues) >= COUNTED)
