"""What the port asks of the database to list contacts, to search them, and to find those that are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ccpro_desk.central.store.values import Page
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.values import Channel, State


@dataclass(frozen=True, slots=True)
class Listing:
    """Which contacts of some pools are listed; what is none says nothing."""

    pools: Sequence[str]
    state: State | None = None
    channel: Channel | None = None
    motif: str | None = None
    """A motif's code or a family's."""
    late_at: datetime | None = None
    """Only those whose promised delay ended before."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for among the contacts that `agent_id` may read."""

    agent_id: UUID
    centre: str | None
    """The centre whose contacts the agent may read too."""
    since: datetime
    until: datetime
    """When they came in."""
    words: Sequence[str] = ()
    """Folded words of the subject or of the person's name."""
    motif: str | None = None
    state: State | None = None
    channel: Channel | None = None
    siren: str | None = None
    reference: str | None = None
    """The end of a contact's id, or a Message-ID or id that it came under."""
    mine: bool = False
    """Only those in the agent's hands, set aside or closed by them, or waiting for them alone."""
    handled_since: datetime | None = None
    """Only those that are open, or were closed after."""


class FoundStore(Protocol):
    """The lists' part of `Store`."""

    async def list_contacts(self, listing: Listing, limit: int, after: Page | None) -> list[Contact]:
        """Without messages, oldest received first."""

    async def count_contacts(self, listing: Listing) -> int: ...

    async def found(self, sought: Sought, limit: int, after: Page | None) -> list[Contact]:
        """The last received first."""

    async def contacts_of_usager(self, siren: str, limit: int, after: Page | None = None) -> list[Contact]:
        """Without messages, the last received first."""

    async def alike(self, contact: Contact, since: datetime, until: datetime, limit: int) -> list[Contact]:
        """Contacts received then that share a mark or the usager with `contact`, the last received first."""

    async def forget_marks(self, before: datetime) -> None:
        """Of contacts received before, in short transactions."""
