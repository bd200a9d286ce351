"""Dispatch in the store: heads of queues, what an intake needs, what waits too long, crisis lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.engine import Engine
from ccpro_desk.central.store.usager_rows import stored_usager
from ccpro_desk.central.store.values import IntakeRead, NextRead, Standing
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.crisis import Crisis
from ccpro_desk.domain.dispatch import Colleague, Key, Pressure, pressure_of
from ccpro_desk.domain.dispatch.skills import spellings
from ccpro_desk.domain.replay import Moment
from ccpro_desk.domain.values import Channel

T = TypeVar("T")


class DispatchStore:
    """The part of `SqlStore` that dispatch asks."""

    _engine: Engine

    async def read_next(
        self,
        agent_id: UUID,
        key: str,
        queues: Sequence[Key],
        channels: Sequence[Channel],
        depth: int,
        now: datetime,
        *,
        taking: Collection[UUID] = (),
        standing: Standing | None = None,
    ) -> NextRead:
        by_motif = any(queue.motif is not None for queue in queues)
        read = await self._engine.bundle(
            "read_next_motif" if by_motif else "read_next",
            {
                "agent_id": agent_id,
                "key": key,
                "queues": [_queue(queue) for queue in queues],
                "pools": list({queue.pool for queue in queues}),
                "channels": list(channels),
                "depth": depth,
                "taking": list(taking),
                "at": rows.micros(now),
                **rows.standing_row(standing),
            },
        )
        return NextRead(
            stored=_first(rows.next_of, read["stored"]),
            offered=_first(rows.contact_of, read["offered"]),
            used=_used(read["used"]),
            heads={
                rows.head_of(row): partial(rows.contact_of, row) for row in (*read["bound"], *read["heads"])
            },
            account=_first(rows.actor_of, read["account"]),
            let_go=tuple(rows.contact_of(row) for row in read["let_go"]),
        )

    async def read_intake(
        self,
        connector: UUID,
        channel: Channel,
        external_id: str,
        refs: Sequence[str],
        siren: str | None,
        known_since: datetime,
    ) -> IntakeRead:
        read = await self._engine.bundle(
            "read_intake",
            {
                "connector": connector,
                "channel": channel,
                "external_id": external_id,
                "refs": list(refs),
                "siren": siren,
                "since": known_since,
            },
        )
        known = [(rows.contact_of(row), bool(row["appended"])) for row in read["known"]]
        threads = {row["ref"]: row for row in read["thread"]}
        thread = next((threads[ref] for ref in refs if ref in threads), None)
        found = _first(stored_usager, read["usager"])
        return IntakeRead(
            known=known[0] if known else None,
            thread=rows.contact_of(thread) if thread else None,
            usager=found.usager if found else None,
            handled_by=rows.maybe_uid(read["handled"][0]["owner"]) if read["handled"] else None,
        )

    async def has_skill(self, pool: str, skill: str) -> bool:
        return bool(await self._engine.rows("has_skill", {"pool": pool, "skills": list(spellings(skill))}))

    async def colleagues_free(self, agent_id: UUID, pool: str, channel: Channel) -> list[Colleague]:
        values = {"agent_id": agent_id, "pool": pool, "channel": channel}
        found = await self._engine.rows("colleagues_free", values)
        return [Colleague(rows.account_of(row).agent, row["held"], row["hands"]) for row in found]

    async def pressure(self, pool: str, channel: Channel, limit: int) -> Pressure:
        values = {"pool": pool, "channel": channel, "limit": limit}
        found = await self._engine.rows("pressure", values)
        return pressure_of(rows.moment(row["received_at"]) for row in found)

    async def due_to_widen(self, now: datetime, limit: int) -> list[Contact]:
        found = await self._engine.rows("due_to_widen", {"now": now, "limit": limit})
        return [rows.contact_of(row) for row in found]

    async def day(self, start: datetime, until: datetime) -> tuple[list[Contact], list[Moment]]:
        span = {"start": start, "until": until}
        contacts = [rows.contact_of(row) for row in await self._engine.rows("contacts_received", span)]
        return contacts, [rows.moment_of(row) for row in await self._engine.rows("moments", span)]

    async def crises(self, since: datetime) -> list[Crisis]:
        return [rows.crisis_of(row) for row in await self._engine.rows("crises", {"since": since})]


def _queue(key: Key) -> dict[str, str]:
    where = {"pool": key.pool, "channel": key.channel.value}
    return where | ({"skill": key.skill} if key.motif is None else {"motif": key.motif})


def _used(found: Sequence[rows.Row]) -> dict[Channel, frozenset[int]]:
    """Which slots of each channel the agent's contacts have."""
    used: dict[Channel, frozenset[int]] = {}
    for row in found:
        channel = Channel(row["channel"])
        used[channel] = used.get(channel, frozenset()) | {row["lease_slot"]}
    return used


def _first(make: Callable[[rows.Row], T], found: Sequence[rows.Row]) -> T | None:
    return make(found[0]) if found else None
