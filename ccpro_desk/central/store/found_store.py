"""Contacts listed, searched and found alike, in the store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.engine import Engine
from ccpro_desk.central.store.found_port import Listing, Sought
from ccpro_desk.central.store.values import Page
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.values import State

_FIRST = Page(rows.EPOCH, UUID(int=0))
_LAST = Page(datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


class SqlFound:
    """The lists' part of `SqlStore`."""

    _engine: Engine

    async def list_contacts(self, listing: Listing, limit: int, after: Page | None) -> list[Contact]:
        start = after or _FIRST
        values = _listing(listing) | {"limit": limit, "at": start.at, "id": start.id}
        return [rows.contact_of(row) for row in await self._engine.rows("listed", values)]

    async def count_contacts(self, listing: Listing) -> int:
        return int((await self._engine.rows("count_listed", _listing(listing)))[0]["n"])

    async def found(self, sought: Sought, limit: int, after: Page | None) -> list[Contact]:
        start = after or Page(sought.until, UUID(int=2**128 - 1))
        values = _sought(sought) | {"limit": limit, "at": start.at, "id": start.id}
        return [rows.contact_of(row) for row in await self._engine.rows("found", values)]

    async def contacts_of_usager(self, siren: str, limit: int, after: Page | None = None) -> list[Contact]:
        start = after or _LAST
        values = {"siren": siren, "limit": limit, "at": start.at, "id": start.id}
        return [rows.contact_of(row) for row in await self._engine.rows("contacts_of_usager", values)]

    async def alike(self, contact: Contact, since: datetime, until: datetime, limit: int) -> list[Contact]:
        values = {
            "id": contact.id,
            "siren": contact.siren,
            "since": since,
            "until": until,
            "limit": limit,
        }
        return [rows.contact_of(row) for row in await self._engine.rows("alike", values)]

    async def forget_marks(self, before: datetime) -> None:
        while await self._engine.run("forget_marks", {"before": before}):
            pass


def _states(state: State | None) -> list[State]:
    return [state] if state else list(State)


def _listing(listing: Listing) -> dict[str, Any]:
    return {
        "pools": list(listing.pools),
        "states": _states(listing.state),
        "channel": listing.channel,
        "motif": listing.motif,
        "late": listing.late_at,
    }


def _sought(sought: Sought) -> dict[str, Any]:
    return {
        "agent_id": sought.agent_id,
        "centre": sought.centre,
        "since": sought.since,
        "until": sought.until,
        "words": list(sought.words),
        "motif": sought.motif,
        "states": _states(sought.state),
        "channel": sought.channel,
        "siren": sought.siren,
        "reference": sought.reference,
        "mine": sought.mine,
        "handled": sought.handled_since,
    }
