"""Acts, appointments and referrals in the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.account_store import first
from ccpro_desk.central.store.engine import Engine
from ccpro_desk.central.store.matter_port import MatterListing
from ccpro_desk.central.store.matter_rows import matter_of, step_of
from ccpro_desk.central.store.values import Page
from ccpro_desk.domain.matter import Matter, MatterKind, MatterStep
from ccpro_desk.domain.shapes import SHAPES

NO_DATE = datetime(9999, 1, 1, tzinfo=UTC)
_FIRST = Page(rows.EPOCH, UUID(int=0))
_LAST = Page(NO_DATE, UUID(int=2**128 - 1))


class SqlMatters:
    """The matters' part of `SqlStore`."""

    _engine: Engine

    async def matter(self, matter_id: UUID) -> Matter | None:
        return first(matter_of, await self._engine.rows("matter", {"id": matter_id}))

    async def matter_steps(self, matter_id: UUID) -> list[MatterStep]:
        return [step_of(row) for row in await self._engine.rows("matter_steps", {"id": matter_id})]

    async def matters_of(
        self, siren: str, limit: int, after: Page | None = None, kind: MatterKind | None = None
    ) -> list[Matter]:
        start = after or _LAST
        values = {"siren": siren, "kind": kind, "at": start.at, "id": start.id, "limit": limit}
        return [matter_of(row) for row in await self._engine.rows("matters_of", values)]

    async def matters_of_contacts(self, contact_ids: Sequence[UUID]) -> list[Matter]:
        values = {"contacts": [str(key) for key in contact_ids]}
        return [matter_of(row) for row in await self._engine.rows("matters_of_contacts", values)]

    async def matter_list(self, listing: MatterListing, limit: int, after: Page | None) -> list[Matter]:
        start = after or _FIRST
        values = _listed(listing) | {"at": start.at, "id": start.id, "limit": limit}
        found = await self._engine.rows(f"matters_by_{_whose(listing)}", values)
        return [matter_of(row) for row in found]

    async def matters_due(
        self, kind: MatterKind, state: str, until: datetime, limit: int, after: Page | None = None
    ) -> list[Matter]:
        start = after or _FIRST
        values = {"kind": kind, "state": state, "until": until, "at": start.at, "id": start.id}
        found = await self._engine.rows("matters_due", {**values, "limit": limit})
        return [matter_of(row) for row in found]

    async def count_matters(self, listing: MatterListing, due_by: datetime | None = None) -> int:
        values = _listed(listing) | {"due_by": due_by}
        [row] = await self._engine.rows(f"count_matters_by_{_whose(listing)}", values)
        return int(row["number"])

    async def seats_taken(self, prefix: str, until: str) -> list[str]:
        found = await self._engine.rows("seats_taken", {"prefix": prefix, "until": until})
        return [row["key"] for row in found]

    async def claim_matters(
        self, kind: MatterKind, state: str, limit: int, now: datetime, until: datetime, by: UUID
    ) -> list[tuple[Matter, UUID]]:
        values = {"kind": kind, "state": state, "limit": limit, "now": now, "until": until, "by": by}
        found = await self._engine.run("claim_matters", values)
        return [(matter_of(row), rows.uid(row["claim"])) for row in found]

    async def matter_claim(self, matter_id: UUID) -> UUID | None:
        found = await self._engine.rows("matter_claim", {"id": matter_id})
        return rows.maybe_uid(found[0]["claim"]) if found else None


def _whose(listing: MatterListing) -> str:
    """Whose matters: the column that is looked up; the fewest first."""
    if listing.author is not None:
        return "author"
    return "office" if listing.office is not None else "centre"


def _listed(listing: MatterListing) -> dict[str, Any]:
    states = SHAPES[listing.kind].states if listing.states is None else listing.states
    return {
        "kind": listing.kind,
        "centre": listing.centre,
        "office": listing.office,
        "author": listing.author,
        "states": [str(state) for state in states],
    }
