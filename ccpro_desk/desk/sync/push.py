"""Commands up: the first of each lane, a hundred at most at a time, the same ids again on any doubt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from ccpro_desk.desk.errors import StoreProblem
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import Change, Draft, Entry, Model
from ccpro_desk.desk.settings import Pace
from ccpro_desk.desk.sync.changes import Changes
from ccpro_desk.desk.sync.client import Client
from ccpro_desk.desk.sync.line import Backoff, Line
from ccpro_desk.desk.sync.problems import (
    Busy,
    CentralProblem,
    Declined,
    Incompatible,
    SessionExpired,
    Unreachable,
)
from ccpro_desk.desk.sync.reading import Views, read_contacts, take_views
from ccpro_desk.desk.sync.sentences import DISK, UNREADABLE_BATCH
from ccpro_desk.domain.commands import Command, SaveDraft
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import State
from ccpro_desk.wire.codec import dumps
from ccpro_desk.wire.commands import envelope
from ccpro_desk.wire.views import Result

BATCH = 100
BATCH_BYTES = 900_000
"""Under the contract's 1 MB, with room for the envelope."""
_NO_TOKEN = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A command on its way: a journaled one, or a draft that is made up as it goes."""

    wire: dict[str, Any]
    entry: Entry | None = None
    draft: Draft | None = None


class Push:
    """`synced`: the central's own drafts are known, so that ours may replace them."""

    def __init__(
        self, ledger: Ledger, client: Client, line: Line, pace: Pace, synced: Callable[[], bool]
    ) -> None:
        self._ledger = ledger
        self._client = client
        self._line = line
        self._every = timedelta(seconds=pace.draft_central)
        self._synced = synced
        self._drafted: dict[UUID, datetime] = {}
        self.backoff = Backoff(pace)

    async def run(self) -> None:
        """For ever: whatever happens, what is pending stays so until the central has answered for it."""
        while True:
            await self._line.wait_usable()
            try:
                await self._turn()
            except SessionExpired as over:
                self._line.expired(elsewhere=over.elsewhere)
            except Incompatible:
                self._line.incompatible()
            except Busy as busy:
                await self.backoff.wait(busy.retry_after)
            except Unreachable:
                self._line.down("push")
                await self.backoff.wait()
            except Declined:
                self._ledger.tell(UNREADABLE_BATCH)
                await self.backoff.wait()
            except StoreProblem:
                self._ledger.tell(DISK)
                await self.backoff.wait()

    async def _turn(self) -> None:
        self._ledger.issued.clear()
        batch = self._batch()
        if not batch:
            await self._wait()
            return
        await self._send(batch)
        self.backoff.reset()
        self._line.up("push")

    async def _wait(self) -> None:
        """Until something is issued, or a draft is due."""
        try:
            async with asyncio.timeout(self._until_draft()):
                await self._ledger.issued.wait()
        except TimeoutError:
            return

    async def _send(self, batch: list[Outgoing]) -> None:
        if any(outgoing.entry and not outgoing.entry.attempted for outgoing in batch):
            batch = await self._mark(batch)
        if not batch:
            return
        with self._line.exchange():
            results = await self._client.commands([outgoing.wire for outgoing in batch])
            views = await self._unread(batch, results)
            await self._ledger.apply(lambda model: self._learn(model, batch, results, views))

    async def _mark(self, batch: list[Outgoing]) -> list[Outgoing]:
        """Durably: from here on these may have reached the central. One withdrawn meanwhile stays out."""
        ids = [outgoing.entry.id for outgoing in batch if outgoing.entry]

        def build(model: Model) -> Change:
            entries = (model.entries[entry_id] for entry_id in ids)
            return Change(
                entries=tuple(replace(e, attempted=True) for e in entries if e.pending and not e.attempted)
            )

        await self._ledger.apply(build)
        entries = self._ledger.model.entries
        return [o for o in batch if o.entry is None or entries[o.entry.id].owed]

    async def _unread(self, batch: list[Outgoing], results: list[Result]) -> Views:
        """The contacts whose results do not show them; the feed brings what cannot be read just now."""
        unread = [o.wire["contact_id"] for o, r in zip(batch, results, strict=True) if _must_read(o, r)]
        try:
            return await read_contacts(self._client, [UUID(contact_id) for contact_id in unread])
        except CentralProblem:
            return {}

    def _learn(self, model: Model, batch: list[Outgoing], results: list[Result], views: Views) -> Change:
        changes = Changes(model, self._ledger.clock.now())
        for outgoing, result in zip(batch, results, strict=True):
            if outgoing.entry is not None:
                changes.result(outgoing.entry.id, result)
            elif outgoing.draft is not None:
                changes.draft_result(outgoing.draft.contact_id, outgoing.draft.text, result)
        take_views(changes, views)
        for outgoing, result in zip(batch, results, strict=True):
            if result.status != "refused" and "contact_id" in outgoing.wire:
                changes.quietly(UUID(outgoing.wire["contact_id"]))
        return changes.made()

    def _batch(self) -> list[Outgoing]:
        model = self._ledger.model
        lanes = list(model.lanes())
        busy = {entry.contact_id for entry in lanes}
        outgoing = [Outgoing(self._wire(entry, model), entry=entry) for entry in lanes]
        outgoing += [self._drafting(draft) for draft in self._due(model) if draft.contact_id not in busy]
        return _limited(outgoing)

    def _wire(self, entry: Entry, model: Model) -> dict[str, Any]:
        """A token that a former command had still to give is taken now."""
        command = entry.command
        if command.body.needs_lease and command.lease_token is None:
            held = model.contacts.get(command.contact_id) if command.contact_id else None
            command = replace(command, lease_token=(held.token if held else None) or _NO_TOKEN)
        return envelope(command)

    def has_nothing(self, model: Model) -> bool:
        """Nothing left that the central should have."""
        return model.is_quiet and not self._sendable(model)

    def drafts_now(self) -> None:
        """Bring all drafts to the central without waiting for their turn."""
        self._drafted.clear()
        self._ledger.issued.set()

    def _due(self, model: Model) -> list[Draft]:
        """Drafts that the central has not, at most one in five seconds a contact."""
        now = self._ledger.clock.now()
        return [
            d
            for d in self._sendable(model)
            if now - self._drafted.get(d.contact_id, _LONG_AGO) >= self._every
        ]

    def _until_draft(self) -> float | None:
        """Seconds until the next draft is due; none: no draft waits."""
        now = self._ledger.clock.now()
        waiting = [
            (self._drafted.get(draft.contact_id, now) + self._every - now).total_seconds()
            for draft in self._sendable(self._ledger.model)
        ]
        return max(0.05, min(waiting)) if waiting else None

    def _sendable(self, model: Model) -> list[Draft]:
        if not self._synced():
            return []
        return [
            draft for draft in model.drafts.values() if draft.unsent and _in_hand(model, draft.contact_id)
        ]

    def _drafting(self, draft: Draft) -> Outgoing:
        now = self._ledger.clock.now()
        self._drafted[draft.contact_id] = now
        token = self._ledger.model.contacts[draft.contact_id].token
        command = Command(new_id(), SaveDraft(draft.text), now, draft.contact_id, token)
        return Outgoing(envelope(command), draft=draft)


_LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _in_hand(model: Model, contact_id: UUID) -> bool:
    held = model.contacts.get(contact_id)
    if held is None or held.token is None or not model.is_mine(contact_id):
        return False
    return held.view.state in (State.ACTIVE, State.WRAP_UP)


def _must_read(outgoing: Outgoing, result: Result) -> bool:
    """Whether the contact's own view has to be fetched to know how it stands."""
    if "contact_id" not in outgoing.wire or result.view is not None:
        return False
    return outgoing.draft is None or result.status == "refused"


def _limited(outgoing: list[Outgoing]) -> list[Outgoing]:
    """As many as one request takes."""
    size = 0
    kept: list[Outgoing] = []
    for item in outgoing[:BATCH]:
        size += len(dumps(item.wire))
        if kept and size > BATCH_BYTES:
            break
        kept.append(item)
    return kept
