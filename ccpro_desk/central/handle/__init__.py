"""The one place where a request becomes a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ccpro_desk.central.handle import (
    acts_outbox,
    appointments,
    arrivals,
    commands,
    comparing,
    crisis,
    documents,
    dossiers,
    finding,
    kinship,
    matters,
    outbox,
    reading,
    take,
    timeline,
    timers,
)
from ccpro_desk.central.handle.arrivals import Brought
from ccpro_desk.central.handle.deadlines import Deadlines, NoDeadlines
from ccpro_desk.central.handle.finding import ALL, Asked, Query
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.handle.matters import AskedMatters
from ccpro_desk.central.handle.plateau import Plateau
from ccpro_desk.central.handle.timeline import AskedTimeline
from ccpro_desk.central.handle.watch import Unwatched, Watch
from ccpro_desk.central.registry import Registry
from ccpro_desk.central.rules import Rules
from ccpro_desk.central.store.port import Store
from ccpro_desk.central.store.values import Standing
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.clock import Clock
from ccpro_desk.domain.values import AttachmentRef, Channel
from ccpro_desk.wire.acts import ActItem
from ccpro_desk.wire.appointments import DayView, MeetingView, OfficesView, SlotsView
from ccpro_desk.wire.commands import Parsed
from ccpro_desk.wire.contact_view import MatterView
from ccpro_desk.wire.crisis import CrisisView, NewCrisis
from ccpro_desk.wire.listing import AlikeView, FoundView, ListedView, TimelineEntry
from ccpro_desk.wire.registry import RegistryView
from ccpro_desk.wire.requests import Intake, NewAttachment, NewDocument, OutboxReport
from ccpro_desk.wire.views import ContactView, DossierView, Me, NextView, OutboxItem, Result, UsagerHit


class Handle:
    """Every call of the queue API, without HTTP. Raises `ProblemError`."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        rules: Rules,
        watch: Watch | None = None,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._home = Home(store, clock, rules, watch or Unwatched(), deadlines or NoDeadlines())
        self.plateau = Plateau(self._home)

    async def commands(
        self, actor: Agent, batch: list[Parsed], standing: Standing | None = None
    ) -> list[Result]:
        """Each command in its own transaction, in order. `standing`: the session that each still needs."""
        return await commands.run_batch(self._home, actor, batch, standing)

    async def next(
        self,
        actor: Agent,
        channels: tuple[Channel, ...] | None,
        key: str,
        body: bytes,
        standing: Standing | None = None,
    ) -> NextView | None:
        """The next contact for `actor`; none: nothing suits. `standing`: the session that it still needs."""
        return await take.take_next(self._home, actor, channels, key, body, standing)

    async def bring(self, connector: Agent, intake: Intake) -> Brought:
        return await arrivals.bring(self._home, connector, intake)

    async def claim(self, connector: Agent, channel: Channel, limit: int) -> list[OutboxItem]:
        return await outbox.claim(self._home, connector, channel, limit)

    async def report(self, connector: Agent, reply_id: UUID, report: OutboxReport) -> None:
        await outbox.report(self._home, connector, reply_id, report)

    async def claim_acts(self, connector: Agent, limit: int) -> list[ActItem]:
        return await acts_outbox.claim(self._home, connector, limit)

    async def act_transmitted(self, connector: Agent, act_id: UUID, claim: UUID) -> None:
        await acts_outbox.report(self._home, connector, act_id, claim)

    async def open_crisis(self, actor: Agent, new: NewCrisis) -> CrisisView:
        return await crisis.opened(self._home, actor, new)

    async def close_crisis(self, actor: Agent, crisis_id: UUID) -> None:
        await crisis.closed(self._home, actor, crisis_id)

    async def crises(self, reader: Agent) -> list[CrisisView]:
        return await crisis.listed(self._home, reader)

    async def tick(self, *, rescue: bool = True) -> None:
        """Due timers: offers not taken, leases run out, holds ended, statuses asked for after a contact.

        Not `rescue`: whoever has something in hand keeps it, for now.
        """
        await timers.tick(self._home, rescue=rescue)

    async def renew(self, heard: Mapping[UUID, datetime]) -> None:
        """Signs of life since the last call, by agent."""
        await self._home.store.renew(heard, self._home.rules.settings.lease_s)

    async def add_grace(self) -> None:
        """When nobody could be heard for a while, as at start: before the next rescue."""
        await self._home.store.add_grace(self._home.now, self._home.rules.settings.grace_s)

    async def contact(self, reader: Agent, contact_id: UUID) -> ContactView:
        return await reading.contact(self._home, reader, contact_id)

    async def contacts(
        self, reader: Agent, asked: Asked = ALL, *, limit: int = 50, cursor: str | None = None
    ) -> tuple[list[ListedView], str | None, int | None]:
        """A page, the next one's cursor, and on the first page how many there are."""
        return await finding.contacts(self._home, reader, asked, limit, cursor)

    async def found(
        self, reader: Agent, query: Query, *, limit: int = 50, cursor: str | None = None
    ) -> tuple[list[FoundView], str | None]:
        """What the reader looks for among the contacts that they may read."""
        return await finding.found(self._home, reader, query, limit, cursor)

    async def alike(self, reader: Agent, contact_id: UUID) -> list[AlikeView]:
        return await kinship.alike(self._home, reader, contact_id)

    async def matter(self, reader: Agent, matter_id: UUID) -> MatterView:
        return await matters.matter(self._home, reader, matter_id)

    async def matters(
        self, reader: Agent, asked: AskedMatters, limit: int = 50, cursor: str | None = None
    ) -> tuple[tuple[MatterView, ...], str | None]:
        """Acts, appointments or referrals that the reader may list."""
        return await matters.matters(self._home, reader, asked, limit, cursor)

    def offices(self) -> OfficesView:
        return appointments.offices(self._home)

    async def slots(
        self, code: str, start: datetime | None = None, until: datetime | None = None
    ) -> SlotsView:
        """What has a place left."""
        return await appointments.slots(self._home, code, start, until)

    async def office_day(self, reader: Agent, code: str, when: date | None = None) -> DayView:
        return await appointments.day(self._home, reader, code, when)

    async def meeting(self, reader: Agent, code: str, matter_id: UUID) -> MeetingView:
        return await appointments.meeting(self._home, reader, code, matter_id)

    async def me(self, agent: Agent) -> Me:
        return await reading.me(self._home, agent)

    async def dossier(
        self, reader: Agent, siren: str, *, contact_id: UUID | None = None, reason: str | None = None
    ) -> DossierView:
        """`fields` maps names to JSON values, `None` where masked: written beside the others, unpruned."""
        return await dossiers.dossier(self._home, reader, siren, contact_id, reason)

    async def compared(
        self, registry: Registry, reader: Agent, siren: str, contact_id: UUID | None, reason: str | None
    ) -> RegistryView:
        """A usager's public part beside what the public registry says."""
        return await comparing.compared(self._home, registry, reader, siren, contact_id, reason)

    async def dossier_page(
        self,
        reader: Agent,
        siren: str,
        name: str,
        *,
        contact_id: UUID | None = None,
        reason: str | None = None,
        cursor: str | None = None,
    ) -> tuple[list[Any], str | None]:
        """A page of one of a file's `LONG_LISTS`, as JSON values, and the next one's cursor."""
        return await dossiers.dossier_page(
            self._home, reader, siren, name, contact_id=contact_id, reason=reason, cursor=cursor
        )

    async def timeline(
        self, reader: Agent, asked: AskedTimeline, limit: int = 50, cursor: str | None = None
    ) -> tuple[list[TimelineEntry], str | None]:
        """Contacts and what followed from them, of one usager."""
        return await timeline.timeline(self._home, reader, asked, limit, cursor)

    async def search_usagers(
        self, reader: Agent, q: str, limit: int = 50, cursor: str | None = None
    ) -> tuple[list[UsagerHit], str | None]:
        return await dossiers.search_usagers(self._home, reader, q, limit, cursor)

    async def add_attachment(self, by: Agent, new: NewAttachment) -> AttachmentRef:
        return await reading.add_attachment(self._home, by, new)

    async def make_document(self, reader: Agent, asked: NewDocument) -> AttachmentRef:
        return await documents.made(self._home, reader, asked)

    async def attachment(self, reader: Agent, attachment_id: UUID) -> tuple[AttachmentRef, bytes]:
        return await reading.attachment(self._home, reader, attachment_id)


__all__ = ["Asked", "AskedMatters", "AskedTimeline", "Brought", "Handle", "Query"]
