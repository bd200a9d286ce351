"""Dispatch in the store: heads of queues, what an intake needs, what waits too long, crisis lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.engine import Engine
from ccpro_desk.central.store.values import IntakeRead, NextRead, Standing
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.crisis import Crisis
from ccpro_desk.domain.dispatch import Key
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
        *,
        taking: Collection[UUID] = (),
        standing: Standing | None = None,
    ) -> NextRead:
        read = await self._engine.bundle(
            "read_next",
            {
                "agent_id": agent_id,
                "key": key,
                "queues": [{"pool": q.pool, "channel": q.channel, "skill": q.skill} for q in queues],
                "channels": list(channels),
                "depth": depth,
                "taking": list(taking),
                **rows.standing_row(standing),
            },
        )
        used: dict[Channel, frozenset[int]] = {}
        for row in read["used"]:
            channel = Channel(row["channel"])
            used[channel] = used.get(channel, frozenset()) | {row["lease_slot"]}
        return NextRead(
            stored=_first(rows.next_of, read["stored"]),
            offered=_first(rows.contact_of, read["offered"]),
            used=used,
            heads={
                rows.head_of(row): partial(rows.contact_of, row) for row in (*read["bound"], *read["heads"])
            },
            account=_first(rows.account_of, read["account"]),
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
        found = _first(rows.usager_of, read["usager"])
        return IntakeRead(
            known=known[0] if known else None,
            thread=rows.contact_of(thread) if thread else None,
            usager=found.usager if found else None,
            handled_by=rows.maybe_uid(read["handled"][0]["owner"]) if read["handled"] else None,
        )

    async def has_skill(self, pool: str, skill: str) -> bool:
        values = {"pool": pool, "skill": skill, "levels": f"{skill}:%"}
        return bool(await self._engine.rows("has_skill", values))

    async def due_to_widen(self, now: datetime, limit: int) -> list[Contact]:
        found = await self._engine.rows("due_to_widen", {"now": now, "limit": limit})
        return [rows.contact_of(row) for row in found]

    async def day(self, start: datetime, until: datetime) -> tuple[list[Contact], list[Moment]]:
        span = {"start": start, "until": until}
        contacts = [rows.contact_of(row) for row in await self._engine.rows("contacts_received", span)]
        return contacts, [rows.moment_of(row) for row in await self._engine.rows("moments", span)]

    async def crises(self, since: datetime) -> list[Crisis]:
        return [rows.crisis_of(row) for row in await self._engine.rows("crises", {"since": since})]


def _first(make: Callable[[rows.Row], T], found: Sequence[rows.Row]) -> T | None:
    return make(found[0]) if found else None
