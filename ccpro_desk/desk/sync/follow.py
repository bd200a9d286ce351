"""Events down: the snapshot, then the feed; each batch of events and its effects in one local transaction."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, suppress
from time import monotonic
from uuid import UUID

from httpx_sse import ServerSentEvent

from ccpro_desk.desk.errors import StoreProblem
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import Change, Model
from ccpro_desk.desk.settings import Pace
from ccpro_desk.desk.state import LinkKind
from ccpro_desk.desk.sync.changes import Changes
from ccpro_desk.desk.sync.client import Client
from ccpro_desk.desk.sync.line import Backoff, Line
from ccpro_desk.desk.sync.problems import (
    CentralProblem,
    Incompatible,
    SessionExpired,
    Unreachable,
    Untrusted,
)
from ccpro_desk.desk.sync.reading import read_contacts, take_views
from ccpro_desk.desk.sync.sentences import DISK, IDENTITY_ALERT, RENFORT, SIE_BACK, SIE_TOOK, untrusted
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.values import Sending
from ccpro_desk.wire.codec import Malformed, understand
from ccpro_desk.wire.views import FeedEvent

_SENDING = {
    "reply.held": Sending.HELD,
    "reply.queued": Sending.QUEUED,
    "reply.sent": Sending.SENT,
    "reply.failed": Sending.FAILED,
    "reply.taken_back": Sending.TAKEN_BACK,
}
_RETURNS = {
    "referral.answered": SIE_BACK,
    "referral.asked": SIE_BACK,
    "referral.returned": SIE_BACK,
    "referral.taken": SIE_TOOK,
}
_BRINGS = ("contact.offered", "contact.assigned", "contact.returned", "callback.scheduled")
"""What may put a contact that is not known here into our hands."""
_SHOWN = frozenset({"word", "renfort"})
"""Fields of `/v1/me` that a notice says have changed, and that this workstation shows."""
_OFFER_OVER = ("contact.closed", "contact.returned")
_SNAPSHOT_TRIES = 4
_INCOMPATIBLE_S = 30.0
"""How often a central of another version is asked again."""


class Follow:
    """`on_open` is called each time the feed is open again."""

    def __init__(
        self, ledger: Ledger, client: Client, line: Line, pace: Pace, on_open: Callable[[], None]
    ) -> None:
        self._ledger = ledger
        self._client = client
        self._line = line
        self._on_open = on_open
        self._pace = pace
        self._kept_at = monotonic()
        self._stale = True
        self._lost = False
        """The central does not know our position any more."""
        self.position: str | None = None
        """How far the feed was followed, silence included; the store has the last one that had an effect."""
        self.backoff = Backoff(pace)

    def needs_snapshot(self) -> None:
        """A session begins: go on from where the store says, which may be another agent's than before."""
        self._stale = True
        self.position = None
        self.backoff.wake()

    def is_synced(self) -> bool:
        """Whether a snapshot was taken in this session."""
        return not self._stale

    async def run(self) -> None:
        """For ever: reconnects where it stopped."""
        while True:
            await self._line.wait_usable()
            try:
                if self._stale:
                    await self.snapshot()
                await self._stream()
            except SessionExpired as over:
                self._line.expired(elsewhere=over.elsewhere)
            except Incompatible:
                await self._wait_for_our_version()
            except Untrusted as error:
                self._ledger.tell(untrusted(error.sentence))
                await self._again()
            except CentralProblem:
                await self._again()
            except StoreProblem:
                self._ledger.tell(DISK)
                await self._again()

    async def snapshot(self) -> None:
        """`/v1/me`, taken again when something of ours happened meanwhile."""
        for attempt in range(_SNAPSHOT_TRIES):
            before, moving = self._line.exchanges, self._line.under_way
            me = await self._client.me()
            complete = before == self._line.exchanges and not moving and not self._line.under_way
            if complete or attempt == _SNAPSHOT_TRIES - 1:
                break

        position = self._behind() or me.position
        shown = {view.id for view in me.contacts}
        unsettled = self._ledger.model.unsettled() - shown if position == me.position else ()
        views = await read_contacts(self._client, unsettled)

        def build(model: Model) -> Change:
            changes = Changes(model, self._ledger.clock.now())
            if self._lost:
                changes.again()
            changes.snapshot(me, complete=complete)
            take_views(changes, views)
            changes.position(position)
            return changes.made()

        await self._ledger.apply(build)
        self.position = position
        self._stale = self._lost = False
        self._ledger.issued.set()

    def _behind(self) -> str | None:
        """Where to follow on from: what happened while we were away also concerns contacts that are closed.

        None: nowhere, or a position that the central does not know any more.
        """
        return None if self._lost else self.position or self._ledger.model.position

    async def _again(self) -> None:
        self._line.down("feed")
        await self.backoff.wait()

    async def _wait_for_our_version(self) -> None:
        self._line.incompatible()
        while self._line.kind is LinkKind.INCOMPATIBLE:
            await self.backoff.wait(_INCOMPATIBLE_S)
            with suppress(Incompatible):
                await self._client.me()
                self._line.signed_in()

    async def _stream(self) -> None:
        async with self._client.feed(self.position or self._ledger.model.position) as events:
            self.backoff.reset()
            self._line.up("feed")
            self._on_open()
            async with aclosing(_batches(events)) as batches:
                async for batch in batches:
                    await self._process(batch)
                    if self._stale:
                        return
        raise Unreachable("fin du flux")

    async def _process(self, batch: list[ServerSentEvent]) -> None:
        events = [event for event in map(_event, batch) if event is not None]
        if any(map(self._is_ours, events)):
            await self._line.answered()
        wanted = {event.contact_id for event in events if self._must_read(event)} - {None}
        wanted |= self._go_on({event.contact_id for event in events if event.type in _SENDING})
        views = await read_contacts(self._client, filter(None, wanted))
        position = next((sse.id for sse in reversed(batch) if sse.id and sse.event != "resync"), None)

        def build(model: Model) -> Change:
            changes = Changes(model, self._ledger.clock.now())
            take_views(changes, views)
            self._note(changes, model, events)
            made = changes.made()
            if not made.is_empty or self._is_quiet_for_long():
                changes.position(position)
            return changes.made()

        if (await self._ledger.apply(build)).position is not None:
            self._kept_at = monotonic()
        self.position = position or self.position
        if any(sse.event == "resync" for sse in batch):
            self._stale = self._lost = True
        elif any(map(self._is_about_me, events)):
            await self.snapshot()

    def _is_quiet_for_long(self) -> bool:
        """A desk that nothing concerned is started again from about here, not from its last event."""
        return monotonic() - self._kept_at >= self._pace.position_local

    def _note(self, changes: Changes, model: Model, events: list[FeedEvent]) -> None:
        """What the events themselves say: where replies stand, and whether others moved a contact."""
        for event in events:
            if event.about is not None and event.type in _SENDING and event.about in model.entries:
                changes.sending(event.about, _SENDING[event.type])
            if self._is_told_to_leaders(event, "renfort"):
                changes.tell(RENFORT)
            if event.type.startswith("referral."):
                changes.referral_moved()
                self._tell_return(changes, event)
            if self._is_told_to_leaders(event, "alert"):
                changes.tell(IDENTITY_ALERT)
            if event.type == "callback.scheduled" and event.contact_id and self._is_ours(event):
                changes.made_here(event.contact_id)
            if event.type in _OFFER_OVER and event.contact_id and not self._is_ours(event):
                changes.offer_over(event.contact_id, given_up=event.type == "contact.closed")
        by_others = {event.contact_id for event in events if self._is_by_others(event)}
        for contact_id in {event.contact_id for event in events} - by_others - {None}:
            if contact_id is not None:
                changes.quietly(contact_id)

    def _tell_return(self, changes: Changes, event: FeedEvent) -> None:
        """The SIE did something with a fiche of ours: who runs a plateau hears of everybody's."""
        agent = self._ledger.model.agent
        ours = event.contact_id in self._ledger.model.contacts
        told = _RETURNS.get(event.type)
        if agent is None or told is None or self._is_ours(event) or not may(agent.role, Right.HANDLE):
            return
        if ours or not may(agent.role, Right.READ_CENTRE):
            changes.tell(told)

    def _must_read(self, event: FeedEvent) -> bool:
        """Only what concerns us, and only a version that we do not have."""
        agent, model = self._ledger.model.agent, self._ledger.model
        if event.contact_id is None:
            return False
        held = model.contacts.get(event.contact_id)
        if held is not None:
            return event.version is None or event.version > held.view.version
        if event.type not in _BRINGS:
            return False
        return self._is_ours(event) or (agent is not None and event.about == agent.id)

    def _go_on(self, moved: set[UUID | None]) -> set[UUID]:
        """The contacts here in which these go on: where a reply stands is read there."""
        contacts = self._ledger.model.contacts.values()
        return {held.id for held in contacts if any(ref.id in moved for ref in held.view.merged)}

    def _is_ours(self, event: FeedEvent) -> bool:
        agent = self._ledger.model.agent
        return agent is not None and event.actor in (str(agent.id), agent.login, agent.name)

    def _is_told_to_leaders(self, event: FeedEvent, what: str) -> bool:
        """What those who run the plateau are told: help asked for or answered, a file flagged."""
        agent = self._ledger.model.agent
        leads = agent is not None and may(agent.role, Right.READ_CENTRE)
        return leads and event.type == "notice" and what in event.changed and not self._is_ours(event)

    def _is_by_others(self, event: FeedEvent) -> bool:
        by_somebody = event.actor is not None or event.type == "contact.message"
        return by_somebody and not self._is_ours(event)

    def _is_about_me(self, event: FeedEvent) -> bool:
        agent = self._ledger.model.agent
        if event.type in _RETURNS:
            return not self._is_ours(event)
        if event.type == "notice":
            return event.contact_id is None and bool(_SHOWN.intersection(event.changed))
        return event.type == "agent.status" and agent is not None and event.about in (None, agent.id)


def _event(sse: ServerSentEvent) -> FeedEvent | None:
    """A feed event; none for a sign of life, or for what this version does not know how to read."""
    if sse.event in ("alive", "resync", "message"):
        return None
    try:
        return understand(FeedEvent, json.dumps({"position": sse.id, **json.loads(sse.data)}))
    except (Malformed, ValueError, TypeError):
        return None


async def _batches(events: AsyncIterator[ServerSentEvent]) -> AsyncGenerator[list[ServerSentEvent], None]:
    """What has come so far, together: the feed is read while a batch is worked on."""
    queue: asyncio.Queue[ServerSentEvent | Exception | None] = asyncio.Queue(1_000)
    reader = asyncio.create_task(_pump(events, queue))
    try:
        while True:
            batch = [await queue.get()]
            while not queue.empty():
                batch.append(queue.get_nowait())
            yield [item for item in batch if isinstance(item, ServerSentEvent)]
            for item in batch:
                if isinstance(item, Exception):
                    raise item
                if item is None:
                    return
    finally:
        reader.cancel()
        with suppress(asyncio.CancelledError):
            await reader


async def _pump(
    events: AsyncIterator[ServerSentEvent], queue: asyncio.Queue[ServerSentEvent | Exception | None]
) -> None:
    try:
        async for event in events:
            await queue.put(event)
        await queue.put(None)
    except Exception as error:  # handed to whoever works on the feed
        await queue.put(error)
