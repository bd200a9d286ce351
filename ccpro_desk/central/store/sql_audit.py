"""`AuditStore` over an engine."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.audit_values import (
    AuditLine,
    AuditRow,
    Detail,
    Place,
    Receipt,
    Seal,
    place_text,
    read_place,
)
from ccpro_desk.central.store.engine import Engine


class SqlAudit:
    """What `SqlStore` can do for the audit, for retention and after a restore."""

    _engine: Engine
    _audit_key: bytes

    def mark(self, text: str) -> str:
        return hmac.new(self._audit_key, text.encode("utf-8"), sha256).hexdigest()

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[bool]:
        async with self._engine.alone(name) as mine:
            yield mine

    async def audit_after(self, place: Place, limit: int) -> list[AuditRow]:
        return await self._audit("audit_after", place, limit)

    async def audit_span(self, place: Place, limit: int) -> list[AuditRow]:
        return await self._audit("audit_span", place, limit)

    async def _audit(self, name: str, place: Place, limit: int) -> list[AuditRow]:
        life, xid, seq = place
        values = {"life": life, "xid": str(xid), "seq": seq, "limit": limit}
        return [_row(row) for row in await self._engine.rows(name, values)]

    async def audit_details(self, ids: Sequence[UUID]) -> list[Detail]:
        found = await self._engine.rows("audit_details", {"ids": list(ids)})
        return [Detail(rows.uid(row["id"]), row["digest"], row["detail"]) for row in found]

    async def audit_page(
        self, *, about: str | None, actor: str | None, since: datetime, limit: int
    ) -> list[AuditLine]:
        values = {"object": about, "actor": actor, "since": since, "limit": limit}
        return [_line(row) for row in await self._engine.rows("audit_page", values)]

    async def last_seal(self) -> Seal | None:
        found = await self._engine.rows("last_seal", {})
        return _seal(found[0]) if found else None

    async def seals_after(self, n: int, limit: int) -> list[Seal]:
        return [_seal(row) for row in await self._engine.rows("seals_after", {"n": n, "limit": limit})]

    async def add_seal(self, seal: Seal) -> bool:
        values = {
            "n": seal.n,
            "at": seal.at,
            "first": place_text(seal.first),
            "last": place_text(seal.last),
            "count": seal.count,
            "marks": seal.marks,
            "digest": seal.digest,
            "previous": seal.previous,
        }
        return bool(await self._engine.run("add_seal", values))

    async def invariants(self, since: datetime) -> dict[str, list[tuple[str, str]]]:
        found = await self._engine.bundle("invariants", {"since": since})
        return {name: [(str(r["id"]), r["detail"] or "") for r in part] for name, part in found.items()}

    async def due(self, before: Mapping[str, datetime]) -> dict[str, int]:
        found = await self._engine.bundle("due", before)
        return {name: int(part[0]["n"]) for name, part in found.items()}

    async def purge(self, name: str, before: datetime, limit: int) -> int:
        return len(await self._engine.run(f"purge_{name}", {"before": before, "limit": limit}))

    async def bury(self, gone: Mapping[UUID, str], receipt: Receipt, at: datetime) -> None:
        values = {
            "gone": [{"id": key, "hash": value} for key, value in gone.items()],
            "receipt": receipt.id,
            "detail": receipt.detail,
            "digest": self.mark(receipt.detail),
            "at": at,
            "object": f"purge/{receipt.rule}",
        }
        await self._engine.run("bury", values)

    async def buried(self) -> dict[UUID, list[UUID]]:
        found: dict[UUID, list[UUID]] = {}
        for row in await self._engine.rows("buried", {}):
            found.setdefault(rows.uid(row["receipt"]), []).append(rows.uid(row["id"]))
        return found

    async def receipts(self) -> list[Receipt]:
        found = await self._engine.rows("receipts", {})
        return [Receipt(rows.uid(row["id"]), row["detail"], row["digest"]) for row in found]

    async def restored(self, now: datetime, until: datetime) -> None:
        values = {"epoch": uuid4().hex, "at": now.isoformat(), "now": now, "until": until}
        await self._engine.run("restored", values)
        await self._engine.run("next_life", {})

    async def restored_at(self) -> datetime | None:
        found = await self.setting("restored")
        return datetime.fromisoformat(found) if found else None

    async def taken_by_others(self, contact_id: UUID, agent_id: UUID) -> bool:
        values = {"contact_id": contact_id, "agent": str(agent_id)}
        return bool(await self._engine.rows("taken_by_others", values))

    async def setting(self, name: str) -> str | None:
        found = {row["name"]: row["value"] for row in await self._engine.rows("meta", {})}
        value = found.get(name)
        return None if value is None else str(value)

    async def set_setting(self, name: str, value: str) -> None:
        await self._engine.run("set_meta", {"name": name, "value": value})


def _row(row: rows.Row) -> AuditRow:
    return AuditRow(
        place=(int(row["life"]), int(row["xid"]), int(row["seq"])),
        id=rows.uid(row["id"]),
        at=rows.maybe_moment(row["at"]),
        actor=row["actor"],
        action=row["action"] or "",
        object=row["object"] or "",
        digest=row["digest"] or "",
        hash=row.get("hash"),
    )


def _line(row: rows.Row) -> AuditLine:
    at = rows.moment(row["at"])
    return AuditLine(rows.uid(row["id"]), at, row["actor"], row["action"], row["object"], row["detail"])


def _seal(row: rows.Row) -> Seal:
    return Seal(
        n=int(row["n"]),
        at=rows.moment(row["at"]),
        first=read_place(row["first"]),
        last=read_place(row["last"]),
        count=int(row["count"]),
        marks=row["marks"],
        digest=row["digest"],
        previous=row["previous"],
    )
