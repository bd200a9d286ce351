"""The one place where a request becomes a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ccpro_desk.central.rules import Rules
from ccpro_desk.central.store.port import Store
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.clock import Clock
from ccpro_desk.domain.values import AttachmentRef, Channel, State
from ccpro_desk.wire.commands import Parsed
from ccpro_desk.wire.requests import Intake, NewAttachment, OutboxReport
from ccpro_desk.wire.views import ContactView, DossierView, Me, NextView, OutboxItem, Result, UsagerHit


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of what a connector brought."""

    view: ContactView
    created: bool
    appended: bool


class Handle:
    """Every call of the queue API, without HTTP. Raises `ProblemError`."""

    def __init__(self, store: Store, clock: Clock, rules: Rules) -> None: ...

    async def commands(self, actor: Agent, batch: list[Parsed]) -> list[Result]:
        """Each command in its own transaction, in order."""
        raise NotImplementedError

    async def next(
        self, actor: Agent, channels: tuple[Channel, ...] | None, key: str, body: bytes
    ) -> NextView | None:
        """The next contact for `actor`; none: nothing suits."""
        raise NotImplementedError

    async def bring(self, connector: Agent, intake: Intake) -> Brought:
        raise NotImplementedError

    async def claim(self, connector: Agent, channel: Channel, limit: int) -> list[OutboxItem]:
        raise NotImplementedError

    async def report(self, connector: Agent, reply_id: UUID, report: OutboxReport) -> None:
        raise NotImplementedError

    async def tick(self) -> None:
        """Due timers: offers not taken, leases run out, holds ended, statuses asked for after a contact."""
        raise NotImplementedError

    async def renew(self, heard: Mapping[UUID, datetime]) -> None:
        """Signs of life since the last call, by agent."""
        raise NotImplementedError

    async def add_grace(self) -> None:
        """At start, before the first `tick`."""
        raise NotImplementedError

    async def contact(self, reader: Agent, contact_id: UUID) -> ContactView:
        raise NotImplementedError

    async def contacts(
        self, reader: Agent, *, state: State | None = None, limit: int = 50, cursor: str | None = None
    ) -> tuple[list[ContactView], str | None]:
        raise NotImplementedError

    async def me(self, agent: Agent) -> Me:
        raise NotImplementedError

    async def dossier(
        self, reader: Agent, siren: str, *, contact_id: UUID | None = None, reason: str | None = None
    ) -> DossierView:
        """`fields` is a mapping of JSON values, `None` where masked: write them beside the others, unpruned."""
        raise NotImplementedError

    async def search_usagers(
        self, reader: Agent, q: str, limit: int = 50, cursor: str | None = None
    ) -> tuple[list[UsagerHit], str | None]:
        raise NotImplementedError

    async def add_attachment(self, by: Agent, new: NewAttachment) -> AttachmentRef:
        raise NotImplementedError

    async def attachment(self, reader: Agent, attachment_id: UUID) -> tuple[AttachmentRef, bytes]:
        raise NotImplementedError
