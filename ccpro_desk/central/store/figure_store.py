"""Figures of the queues, counted over the oldest contacts, so that a flood costs no more."""

from __future__ import annotations

from datetime import datetime

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.engine import Engine
from ccpro_desk.central.store.figures import Queue, Use
from ccpro_desk.domain.values import Channel


class FigureStore:
    """The part of `SqlStore` that metrics ask."""

    _engine: Engine

    async def waiting(self, now: datetime, limit: int) -> list[Queue]:
        found = await self._engine.rows("waiting_figures", {"now": now, "limit": limit})
        return [_queue(row) for row in found]

    def use(self) -> Use:
        return self._engine.use()


def _queue(row: rows.Row) -> Queue:
    channel, oldest = Channel(row["channel"]), rows.moment(row["oldest_at"])
    return Queue(row["pool"], channel, row["skill"], row["waiting"], row["late"], oldest)
