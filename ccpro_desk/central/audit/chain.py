"""The audit against its seals: names the row that is missing, changed, added or not sealed."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from ccpro_desk.central.audit.findings import Report
from ccpro_desk.central.audit.hashes import is_as_marked, read_marks, row_hash, signed
from ccpro_desk.central.store.audit_port import AuditStore
from ccpro_desk.central.store.audit_values import START, AuditRow, Place, Seal, place_text

PATIENCE = timedelta(seconds=10)
"""A row older than that and not sealed is a fault: no sealer runs, or it is stuck."""
_PAGE = 5_000
_SEALS = 200


class _Rows:
    """The audit in order, read by pages: rows up to a place are taken off its front."""

    def __init__(self, store: AuditStore, report: Report) -> None:
        self._store = store
        self._report = report
        self._read: deque[AuditRow] = deque()
        self._place: Place = START

    async def up_to(self, last: Place | None) -> list[AuditRow]:
        """Those not taken yet, up to `last`; none: all that are left."""
        taken: list[AuditRow] = []
        while await self._filled():
            if last is not None and self._read[0].place > last:
                break
            taken.append(self._read.popleft())
        return taken

    async def _filled(self) -> bool:
        if not self._read:
            page = await self._store.audit_span(self._place, _PAGE)
            if page:
                self._place = page[-1].place
                await check_details(self._store, page, self._report)
            self._read.extend(page)
        return bool(self._read)


async def check_chain(store: AuditStore, now: datetime, report: Report) -> dict[int, str]:
    """Adds to `report`; the digests of the seals by number."""
    digests: dict[int, str] = {}
    rows, before = _Rows(store, report), None
    while seals := await store.seals_after(before.n if before else 0, _SEALS):
        for seal in seals:
            _check_link(before, seal, report)
            _check_rows(seal, await rows.up_to(seal.last), store, report)
            digests[seal.n], before = seal.digest, seal
            report.seals += 1
    for row in await rows.up_to(None):
        _check_unsealed(row, now, report)
    return digests


def _check_link(before: Seal | None, seal: Seal, report: Report) -> None:
    number, digest = (before.n, before.digest) if before else (0, "")
    if seal.n != number + 1:
        report.add("seal_missing", seal.n, f"Il manque un ou plusieurs scellés avant le n° {seal.n}.")
    elif seal.previous != digest:
        report.add("seal_unlinked", seal.n, f"Le scellé n° {seal.n} ne suit pas celui qui le précède.")


def _check_rows(seal: Seal, rows: list[AuditRow], store: AuditStore, report: Report) -> None:
    report.rows += len(rows)
    report.purged += sum(row.is_gone for row in rows)
    if signed(seal, map(row_hash, rows), store.mark).digest == seal.digest:
        return
    if not _name_rows(seal, rows, report):
        report.add("seal_changed", seal.n, f"Le scellé n° {seal.n} a été modifié.")


def _name_rows(seal: Seal, rows: list[AuditRow], report: Report) -> bool:
    """Whether the fault lies in rows that the seal can name."""
    try:
        marks = read_marks(seal.marks)
    except ValueError:
        return False
    found = len(report.findings)
    for row in rows:
        beginning = marks.pop(row.place[2], None)
        where = f"{row.id} (n° {row.place[2]}, scellé n° {seal.n})"
        if beginning is None:
            report.add("row_added", row.id, f"La ligne d'audit {where} a été ajoutée après son scellement.")
        elif not is_as_marked(row, beginning):
            report.add("row_changed", row.id, f"La ligne d'audit {where} a été modifiée.")
    for number in marks:
        report.add("row_missing", number, f"La ligne d'audit n° {number} (scellé n° {seal.n}) manque.")
    return len(report.findings) > found


def _check_unsealed(row: AuditRow, now: datetime, report: Report) -> None:
    if row.is_gone:
        report.add("row_added", row.id, f"La trace d'une ligne purgée {row.id} n'est sous aucun scellé.")
    elif row.at is not None and now - row.at > PATIENCE:
        sentence = f"La ligne d'audit {row.id} ({place_text(row.place)}) n'est pas scellée."
        report.add("row_unsealed", row.id, sentence)
    else:
        report.unsealed += 1


async def check_details(store: AuditStore, rows: list[AuditRow], report: Report) -> None:
    """The readable details against the HMAC that their rows keep."""
    present = {row.id: row for row in rows if not row.is_gone}
    for detail in await store.audit_details(list(present)):
        at = present[detail.id].at
        if detail.text is not None:
            if store.mark(detail.text) != detail.digest:
                sentence = f"Le détail de la ligne d'audit {detail.id} a été modifié."
                report.add("detail_changed", detail.id, sentence)
        elif at is not None and at < report.emptied_before:
            report.emptied += 1
        else:
            sentence = f"Le détail de la ligne d'audit {detail.id} manque, sans purge qui l'explique."
            report.add("detail_missing", detail.id, sentence)
