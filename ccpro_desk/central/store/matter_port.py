"""What the port asks of the database for acts, appointments and referrals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ccpro_desk.central.store.values import Page
from ccpro_desk.domain.matter import Matter, MatterKind, MatterStep


@dataclass(frozen=True, slots=True)
class MatterListing:
    """Which matters are listed: a centre's, an office's or an author's; what is none says nothing."""

    kind: MatterKind
    centre: str | None = None
    office: str | None = None
    author: UUID | None = None
    states: Collection[str] | None = None


class MatterStore(Protocol):
    """The matters' part of `Store`: reads; `write` writes, with the contact, the event and the audit."""

    async def matter(self, matter_id: UUID) -> Matter | None: ...

    async def matter_steps(self, matter_id: UUID) -> list[MatterStep]:
        """The states that it took, the first one first."""

    async def matters_of(
        self, siren: str, limit: int, after: Page | None = None, kind: MatterKind | None = None
    ) -> list[Matter]:
        """Those of a usager, the last made first."""

    async def matters_of_contacts(self, contact_ids: Sequence[UUID]) -> list[Matter]:
        """What followed from these contacts, the first made first."""

    async def matter_list(self, listing: MatterListing, limit: int, after: Page | None) -> list[Matter]:
        """Those due first first; those without a date last."""

    async def matters_due(
        self, kind: MatterKind, state: str, until: datetime, limit: int, after: Page | None = None
    ) -> list[Matter]:
        """Those of this open state that are due by `until`, those due first first."""

    async def count_matters(self, listing: MatterListing, due_by: datetime | None = None) -> int:
        """`due_by`: only those that were due by then."""

    async def seats_taken(self, prefix: str, until: str) -> list[str]:
        """The keys of seats from `prefix` on, up to and without `until`."""

    async def claim_matters(
        self, kind: MatterKind, state: str, limit: int, now: datetime, until: datetime, by: UUID
    ) -> list[tuple[Matter, UUID]]:
        """Claims those of this state that are due and not under a live claim; each gets a new claim."""

    async def matter_claim(self, matter_id: UUID) -> UUID | None:
        """The last claim of it."""
