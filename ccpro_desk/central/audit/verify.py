"""`ccpro-central verify`: the audit, its witness, what retention removed, and the whole database."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from ccpro_desk.central.audit.chain import check_chain
from ccpro_desk.central.audit.findings import Report
from ccpro_desk.central.audit.invariants import check_invariants
from ccpro_desk.central.audit.witness import read_witness
from ccpro_desk.central.store.audit_port import AuditStore
from ccpro_desk.central.store.audit_values import Receipt


async def verify(store: AuditStore, now: datetime, witness: Path | None = None) -> Report:
    """Everything that can be checked. Raises `StoreError`."""
    report = Report()
    await _check_receipts(store, report)
    digests = await check_chain(store, now, report)
    if witness is not None:
        _check_witness(witness, digests, report)
    await check_invariants(store, now, report)
    return report


def _check_witness(path: Path, digests: dict[int, str], report: Report) -> None:
    """What was sealed and written outside must still be there, the same."""
    seen = {line.n: line.digest for line in read_witness(path)}
    for n, digest in seen.items():
        if n not in digests:
            report.add("seal_missing", n, f"Le scellé n° {n} du fichier témoin n'est plus dans la base.")
        elif digests[n] != digest:
            sentence = f"Le scellé n° {n} n'est pas celui du fichier témoin : la base a été réécrite."
            report.add("seal_changed", n, sentence)
    for n in sorted(digests.keys() - seen.keys()):
        if n < max(seen, default=0):
            report.add("witness_incomplete", n, f"Le scellé n° {n} manque dans le fichier témoin.")


async def _check_receipts(store: AuditStore, report: Report) -> None:
    """A purged row is one that a receipt accounts for, and a receipt is an audit row like any other."""
    buried = await store.buried()
    for receipt in await store.receipts():
        gone = buried.pop(receipt.id, [])
        if receipt.digest is None or store.mark(receipt.detail) != receipt.digest:
            sentence = f"Le reçu de purge {receipt.id} n'est pas celui de l'audit."
            report.add("receipt_changed", receipt.id, sentence)
        else:
            _check_purged(receipt, gone, report)
    for receipt_id, ids in buried.items():
        sentence = f"{len(ids)} lignes d'audit ont été retirées sans reçu de purge ({receipt_id})."
        report.add("rows_removed", receipt_id, sentence)


def _check_purged(receipt: Receipt, gone: list[UUID], report: Report) -> None:
    said = json.loads(receipt.detail)
    expected = said.get("buried", 0)
    if len(gone) != expected:
        sentence = f"Le reçu de purge {receipt.id} dit {expected} lignes, il y en a {len(gone)}."
        report.add("receipt_count", receipt.id, sentence)
    before = datetime.fromisoformat(said["before"])
    if said["rule"] == "audit_details":
        report.emptied_before = max(report.emptied_before, before)
    for row in gone:
        if made_at(row) > before + timedelta(days=1):
            sentence = f"La ligne d'audit {row} a été retirée avant la fin de sa conservation."
            report.add("row_removed_early", row, sentence)


def made_at(row: UUID) -> datetime:
    """When a UUIDv7 was made."""
    return datetime.fromtimestamp((row.int >> 80) / 1000, UTC)
