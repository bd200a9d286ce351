"""The part of the port that the audit, retention and a restore need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ccpro_desk.central.store.audit_values import AuditLine, AuditRow, Detail, Place, Receipt, Seal


class AuditStore(Protocol):
    def mark(self, text: str) -> str:
        """HMAC-SHA256 under the audit's key, which is never in the database."""

    def alone(self, name: str) -> AbstractAsyncContextManager[bool]:
        """Whether this process is the only one that does `name` on this database, while inside."""

    # -- sealing and reading

    async def audit_after(self, place: Place, limit: int) -> list[AuditRow]:
        """Rows to which none can come before any more, in order."""

    async def audit_span(self, place: Place, limit: int) -> list[AuditRow]:
        """All rows after `place` in order, what is left of purged ones among them."""

    async def audit_details(self, ids: Sequence[UUID]) -> list[Detail]: ...

    async def audit_page(
        self, *, about: str | None, actor: str | None, since: datetime, limit: int
    ) -> list[AuditLine]:
        """The newest first."""

    async def last_seal(self) -> Seal | None: ...

    async def seals_after(self, n: int, limit: int) -> list[Seal]: ...

    async def add_seal(self, seal: Seal) -> bool:
        """False: another process has sealed meanwhile."""

    # -- checking and purging

    async def invariants(self, since: datetime) -> dict[str, list[tuple[str, str]]]:
        """What contradicts itself, by the check's name: (id, detail), 100 a check at most.

        What was written before `since` may have lost its events to retention.
        """

    async def due(self, before: Mapping[str, datetime]) -> dict[str, int]:
        """How many rows each rule would remove."""

    async def purge(self, name: str, before: datetime, limit: int) -> int:
        """Removes up to `limit` rows in one transaction; how many there were."""

    async def bury(self, rows: Mapping[UUID, str], receipt: Receipt, at: datetime) -> None:
        """Replaces sealed audit rows (none: what was purged is not in the audit) by their hashes.

        The receipt and its own audit row are written in the same transaction; its digest is made here.
        """

    async def buried(self) -> dict[UUID, list[UUID]]:
        """What is left of purged audit rows: their ids by receipt."""

    async def receipts(self) -> list[Receipt]: ...

    # -- restoring

    async def restored(self, now: datetime, until: datetime) -> None:
        """A new feed epoch; live leases last until `until` at least; senders' claims are over."""

    async def restored_at(self) -> datetime | None:
        """When this database was last restored from a backup."""

    async def taken_by_others(self, contact_id: UUID, agent_id: UUID) -> bool:
        """Whether somebody else has taken the contact since the events begin."""

    async def setting(self, name: str) -> str | None:
        """A value of the database's own table of marks; none: not there."""

    async def set_setting(self, name: str, value: str) -> None: ...
