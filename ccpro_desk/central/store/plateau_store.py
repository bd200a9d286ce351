"""The plateau in the store: what waits, the word, help asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.account_store import first
from ccpro_desk.central.store.engine import Engine
from ccpro_desk.central.store.plateau_rows import leave_of, queue_of, renfort_of, word_of
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.leave import Leave
from ccpro_desk.domain.plateau import RENFORT_KEPT, Queue, Renfort, Word


class SqlPlateau:
    """The plateau's part of `SqlStore`."""

    _engine: Engine

    async def queues(self, pools: Sequence[str], now: datetime) -> list[Queue]:
        found = await self._engine.rows("queues", {"pools": list(pools), "now": now})
        return [queue_of(row) for row in found]

    async def colleagues(self, centre: str) -> list[Agent]:
        found = await self._engine.rows("colleagues", {"centre": centre})
        return [rows.account_of(row).agent for row in found]

    async def words(self, centre: str, now: datetime) -> list[Word]:
        return [word_of(row) for row in await self._engine.rows("words", {"centre": centre, "now": now})]

    async def renfort(self, renfort_id: UUID) -> Renfort | None:
        return first(renfort_of, await self._engine.rows("renfort", {"id": renfort_id}))

    async def renforts(self, centre: str, since: datetime) -> list[Renfort]:
        found = await self._engine.rows("renforts", {"centre": centre, "since": since})
        return [renfort_of(row) for row in found]

    async def renfort_of(self, agent_id: UUID, since: datetime) -> Renfort | None:
        found = await self._engine.rows("renfort_of", {"agent_id": agent_id, "since": since})
        return first(renfort_of, found)

    async def leaves_of(self, agent_id: UUID, day: date) -> list[Leave]:
        found = await self._engine.rows("leaves_of", {"agent_id": agent_id, "day": day.isoformat()})
        return [leave_of(row) for row in found]

    async def add_leave(self, leave: Leave) -> None:
        first, last = leave.first.isoformat(), leave.last.isoformat()
        await self._engine.run("add_leave", {"agent_id": leave.agent, "first": first, "last": last})

    async def drop_leaves(self, agent_id: UUID, day: date) -> None:
        await self._engine.run("drop_leaves", {"agent_id": agent_id, "day": day.isoformat()})

    async def forget_plateau(self, now: datetime) -> None:
        await self._engine.run("forget_renforts", {"before": now - RENFORT_KEPT})
        await self._engine.run("forget_words", {"before": now})
        await self._engine.run("forget_leaves", {"day": now.astimezone(PARIS).date().isoformat()})
