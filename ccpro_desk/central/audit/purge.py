"""`ccpro-central purge`: removes what is older than its rule, in short transactions, with a receipt each."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ccpro_desk.central.audit.hashes import row_hash
from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.store.audit_values import START, AuditRow, Receipt
from ccpro_desk.central.store.port import Store
from ccpro_desk.domain.ids import new_id
from ccpro_desk.reference.retention import Rule, load_retention

_FIRST = 200
_MOST = 5_000
_SHORT_S, _LONG_S = 0.1, 0.4
"""Transactions are kept between these by their size: a long one holds up the feed of all desks."""
_PRESENCE = frozenset({"agent.status", "plateau.absence", "plateau.absent"})
"""Lines that tell when somebody was there, besides those of sessions."""
_IN_THE_AUDIT = frozenset({"sign_ins", "audit_rows"})
_NAMES = {"drafts": "drafts", "events": "event", "audit_details": "details"}
RECEIPT = "purge"
"""The action of a purge's audit row: never purged itself."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What one rule removed, or would."""

    rule: Rule
    before: datetime
    count: int


async def would_purge(store: Store, rules: Sequence[Rule], now: datetime) -> list[Removed]:
    """A dry run: only counts."""
    due = await store.due({rule.id: now - rule.keep for rule in load_retention()})
    return [Removed(rule, now - rule.keep, due[rule.id]) for rule in rules]


async def purge(store: Store, rules: Sequence[Rule], now: datetime) -> list[Removed]:
    """Raises `StoreError` when another purge of this database is under way."""
    async with store.alone("purge") as mine:
        if not mine:
            raise StoreError("Une autre purge de cette base est en cours.")
        return [await _purged(store, rule, now) for rule in rules]


async def _purged(store: Store, rule: Rule, now: datetime) -> Removed:
    before = now - rule.keep
    if rule.id in _IN_THE_AUDIT:
        return Removed(rule, before, await _bury(store, rule, before, now))
    counted = 0
    try:
        size = _FIRST
        while True:
            started = time.monotonic()
            count = await store.purge(_NAMES.get(rule.id, rule.id), before, size)
            counted += count
            if count < size:
                return Removed(rule, before, counted)
            size = _sized(size, time.monotonic() - started)
    finally:
        if counted:
            await store.bury({}, _receipt(rule, before, counted), now)


def _sized(size: int, seconds: float) -> int:
    """How many rows the next transaction takes."""
    if seconds > _LONG_S:
        return max(1, size // 4)
    return min(_MOST, size * 2) if seconds < _SHORT_S else size


async def _bury(store: Store, rule: Rule, before: datetime, now: datetime) -> int:
    """Sealed audit rows become their hashes, so that their seals still hold."""
    last = await store.last_seal()
    place, buried = START, 0
    while last is not None and (page := await store.audit_after(place, _FIRST * 5)):
        due = [row for row in page if row.place <= last.last and _is_due(rule, row, before)]
        if due:
            buried += await _bury_page(store, rule, due, before, now)
        place = page[-1].place
        if place >= last.last or _is_young(page, before):
            break
    return buried


async def _bury_page(store: Store, rule: Rule, due: list[AuditRow], before: datetime, now: datetime) -> int:
    gone = {row.id: row_hash(row) for row in due}
    await store.bury(gone, _receipt(rule, before, len(due), buried=len(due)), now)
    return len(due)


def _is_due(rule: Rule, row: AuditRow, before: datetime) -> bool:
    if row.at is None or row.at >= before or row.action == RECEIPT:
        return False
    return rule.id == "audit_rows" or row.action in _PRESENCE or row.action.startswith("session.")


def _is_young(page: list[AuditRow], before: datetime) -> bool:
    """Rows stand nearly in the order of their times: a whole page of younger ones ends the search."""
    return all(row.at is not None and row.at >= before for row in page)


def _receipt(rule: Rule, before: datetime, count: int, *, buried: int = 0) -> Receipt:
    said = {"rule": rule.id, "before": before.isoformat(), "count": count, "buried": buried}
    return Receipt(new_id(), json.dumps(said, sort_keys=True, separators=(",", ":")))
