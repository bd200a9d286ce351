"""The store over an engine: what both engines share is everything but how a statement runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from ccpro_desk.central.errors import StoreError, session_over
from ccpro_desk.central.store import positions, rows
from ccpro_desk.central.store.account_store import AccountStore
from ccpro_desk.central.store.agent_events import status_event
from ccpro_desk.central.store.alert_store import SqlAlerts
from ccpro_desk.central.store.dispatch_store import DispatchStore
from ccpro_desk.central.store.document import document_of, head_of
from ccpro_desk.central.store.engine import Engine
from ccpro_desk.central.store.figure_store import FigureStore
from ccpro_desk.central.store.found_store import SqlFound
from ccpro_desk.central.store.matter_store import SqlMatters
from ccpro_desk.central.store.migrations.upgrade import HEAD
from ccpro_desk.central.store.plateau_store import SqlPlateau
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.sql_audit import SqlAudit
from ccpro_desk.central.store.usager_rows import Vocabulary
from ccpro_desk.central.store.usager_store import SqlUsagers
from ccpro_desk.central.store.values import (
    AgentChange,
    Change,
    CommandRead,
    OutboxRow,
    Standing,
    StoredAttachment,
    StoredEvent,
)
from ccpro_desk.domain.agent_status import freed
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.values import AttachmentRef, Channel, Message, Status

T = TypeVar("T")
_KEPT = timedelta(days=30)
_KEY_KEPT = timedelta(hours=24)
_SESSION_KEPT = timedelta(hours=24)
"""Of one that is over: its workstation is told that the agent went on elsewhere."""


class SqlStore(
    AccountStore,
    SqlAlerts,
    DispatchStore,
    FigureStore,
    SqlFound,
    SqlMatters,
    SqlPlateau,
    SqlUsagers,
    SqlAudit,
):
    """`Store` over an engine. `audit_key` hashes the details of the audit."""

    def __init__(self, engine: Engine, audit_key: bytes) -> None:
        super().__init__(engine)
        self._audit_key = audit_key
        self._epoch: str | None = None
        self._vocabulary = Vocabulary()

    # -- life

    async def migrate(self) -> None:
        if not await self._is_current():
            await self._engine.migrate()
        await self._engine.run("add_meta", {"name": "epoch", "value": uuid4().hex})

    async def close(self) -> None:
        await self._engine.close()

    async def ping(self) -> None:
        if not await self._is_current():
            raise StoreError("La base de données n'est pas à jour : lancez « ccpro-central migrate ».")

    def listen(self, callback: Callable[[], None]) -> None:
        self._engine.listen(callback)

    # -- sessions

    async def close_session(self, token_hash: bytes, now: datetime) -> None:
        session = await self.session(token_hash, now)
        if session is None:
            return
        agent = session.agent
        if agent.is_person:
            agent = replace(agent, status=Status.OFFLINE, after_current=None)
        events = (status_event(agent, now, by=agent.id),) if agent != session.agent else ()
        await self.write(Change(agent=AgentChange(agent), events=events, ended=token_hash))
        await self.put_place(agent.id, None)

    # -- the hot path

    async def read_command(
        self,
        command_id: UUID,
        contact_id: UUID | None,
        agent_id: UUID,
        *,
        siren: str | None = None,
        attachments: Sequence[UUID] = (),
        reply_id: UUID | None = None,
        standing: Standing | None = None,
    ) -> CommandRead:
        read = await self._engine.bundle(
            "read_command",
            {
                "command_id": command_id,
                "contact_id": contact_id,
                "agent_id": agent_id,
                "siren": siren,
                "attachments": list(attachments),
                "reply_id": reply_id,
                **rows.standing_row(standing),
            },
        )
        account = _first(rows.actor_of, read["account"])
        if account is None:
            raise session_over()
        refs = [rows.attachment_of(row) for row in read["attachments"]]
        return CommandRead(
            result=_first(rows.result_of, read["result"]),
            contact=_first(rows.contact_of, read["contact"]),
            used=frozenset(row["lease_slot"] for row in read["used"]),
            busy=bool(read["busy"]),
            usager_name=read["usager"][0]["name"] if read["usager"] else None,
            attachments={ref.id: ref for ref in refs},
            claimed=bool(read["claimed"]),
            account=account,
        )

    async def forget_key(self, agent_id: UUID, key: str, before: datetime) -> None:
        await self._engine.run("forget_key", {"agent_id": agent_id, "key": key, "before": before})

    async def write(self, change: Change) -> Outcome:
        outcome = await self._engine.write(head_of(change), document_of(change, self._audit_key))
        if outcome is Outcome.WRITTEN and change.events:
            self._engine.wrote()
        return outcome

    async def take(self, change: Change) -> tuple[Outcome, tuple[Message, ...]]:
        outcome, found = await self._engine.take(document_of(change, self._audit_key))
        if outcome is Outcome.WRITTEN and change.events:
            self._engine.wrote()
        return outcome, tuple(rows.message_of(row) for row in found)

    async def messages(self, contact_id: UUID) -> tuple[Message, ...]:
        found = await self._engine.rows("messages", {"contact_id": contact_id})
        return tuple(rows.message_of(row) for row in found)

    async def renew(self, heard: Mapping[UUID, datetime], lease_s: Mapping[Channel, int]) -> None:
        values = [{"agent": agent, "at": at} for agent, at in heard.items()]
        await self._engine.run("renew", {"heard": values, "lease_s": dict(lease_s)})

    async def add_grace(self, now: datetime, seconds: int) -> None:
        await self._engine.run("add_grace", {"now": now, "seconds": seconds})

    async def expired(self, now: datetime, limit: int) -> list[Contact]:
        found = await self._engine.rows("expired", {"now": now, "limit": limit})
        return [rows.contact_of(row) for row in found]

    async def free_agents(self, now: datetime, agent_id: UUID | None = None) -> None:
        for row in await self._engine.rows("after_current", {"agent_id": agent_id}):
            agent = rows.account_of(row).agent
            after = freed(agent)
            change = AgentChange(after, freed_from=agent.after_current)
            await self.write(Change(agent=change, events=(status_event(after, now, by=None),)))

    # -- intake and outbox

    async def claim(
        self, channel: Channel, limit: int, now: datetime, until: datetime, by: UUID
    ) -> list[OutboxRow]:
        values = {"channel": channel, "limit": limit, "now": now, "until": until, "by": by}
        claimed = [rows.outbox_of(row) for row in await self._engine.run("claim", values)]
        return sorted(claimed, key=lambda row: (row.ready_at, row.reply_id))

    async def outbox_row(self, reply_id: UUID) -> OutboxRow | None:
        return _first(rows.outbox_of, await self._engine.rows("outbox_row", {"reply_id": reply_id}))

    async def ended_holds(self, now: datetime, limit: int) -> list[tuple[UUID, UUID]]:
        found = await self._engine.rows("ended_holds", {"now": now, "limit": limit})
        return [(rows.uid(row["contact_id"]), rows.uid(row["reply_id"])) for row in found]

    # -- reading

    async def contact(self, contact_id: UUID) -> Contact | None:
        return _first(rows.contact_of, await self._engine.rows("contact", {"id": contact_id}))

    async def contacts_of(self, agent_id: UUID) -> list[Contact]:
        found = await self._engine.rows("contacts_of", {"agent_id": agent_id})
        return sorted((rows.contact_of(row) for row in found), key=lambda c: (c.received_at, c.id))

    async def holds_usager(self, agent_id: UUID, siren: str) -> bool:
        return bool(await self._engine.rows("holds_usager", {"agent_id": agent_id, "siren": siren}))

    async def count_waiting(self, pools: Sequence[str]) -> int:
        return int((await self._engine.rows("count_waiting", {"pools": list(pools)}))[0]["n"])

    async def attachment(self, attachment_id: UUID) -> StoredAttachment | None:
        found = await self._engine.rows("attachment", {"id": attachment_id})
        return _first(_attachment, found)

    # -- feed

    async def epoch(self) -> str:
        return (await self._marks()).epoch

    async def position(self) -> str:
        read = await self._engine.bundle("position", {})
        marks = positions.marks_of(read["marks"])
        return positions.written(marks.epoch, positions.last_of(read["last"], marks.floor))

    async def events_after(self, position: str, limit: int) -> tuple[list[StoredEvent], str]:
        start = positions.read_position(position)
        values = {"xid": str(start[0]), "seq": start[1], "limit": limit}
        read = await self._engine.bundle("events_after", values)
        marks = positions.marks_of(read["marks"])
        positions.check(position, marks)
        events = [positions.event_of(row, marks.epoch) for row in read["events"]]
        return events, positions.written(marks.epoch, positions.last_of(read["events"], start))

    async def unsettled(self) -> bool:
        return bool(await self._engine.rows("unsettled", {}))

    async def forget(self, now: datetime) -> None:
        before = {"before": now - _KEPT}
        for chunks in ("forget_events", "forget_results"):
            while await self._engine.run(chunks, before):
                pass
        await self._engine.run("forget_next", {"before": now - _KEY_KEPT})
        await self._engine.run("forget_sessions", {"before": now - _SESSION_KEPT})

    async def _is_current(self) -> bool:
        """Whether the tables are of this program's version."""
        tables = (await self._engine.rows("is_made", {}))[0]["n"]
        return bool(tables and await self._engine.rows("revision", {"revision": HEAD}))

    async def _marks(self) -> positions.Marks:
        return positions.marks_of(await self._engine.rows("meta", {}))


def _first(make: Callable[[rows.Row], T], found: Sequence[rows.Row]) -> T | None:
    return make(found[0]) if found else None


def _attachment(row: rows.Row) -> StoredAttachment:
    ref = AttachmentRef(rows.uid(row["id"]), row["name"], row["type"], row["size"])
    contact_id = rows.maybe_uid(row["contact_id"])
    return StoredAttachment(ref, rows.uid(row["author_id"]), contact_id, row["content"])
