"""An import: a file of usagers into the store, chunk by chunk.

Each chunk is a transaction of well under a second. What was written before an interruption stays; the same
file again goes through it without changing anything, and on from there.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from ccpro_desk.central.store.usager_port import UsagerStore
from ccpro_desk.central.usager_rows import RefusedRow
from ccpro_desk.central.usagers_file import UsagersFile
from ccpro_desk.domain.clock import SystemClock
from ccpro_desk.domain.delivery import Change, Delivery

_ROWS, _BYTES = 500, 1_000_000
"""A chunk has at most so many rows, and ends with the row that makes it this long."""


@dataclass(slots=True)
class Imported:
    """What an import did so far."""

    changes: Counter[Change] = field(default_factory=Counter)
    refused: int = 0
    rows: int = 0

    @property
    def known(self) -> int:
        """Rows that stand in the store now, or stood there."""
        return self.changes.total()


Refused = Callable[[RefusedRow], None]
Progress = Callable[[Imported], None]


async def bring(
    store: UsagerStore,
    file: UsagersFile,
    *,
    as_of: date | None = None,
    refused: Refused = lambda row: None,
    progress: Progress = lambda imported: None,
) -> Imported:
    """`as_of`: of rows that say no day. The next chunk is read while the last one is written.

    Raises `FileError`, `StoreError`; `progress` has told of what was written before.
    """
    imported, clock = Imported(), SystemClock()
    rows = file.rows()
    chunk = await asyncio.to_thread(_chunk, rows, imported, as_of, refused)
    while chunk is not None:
        writing = asyncio.ensure_future(store.import_usagers(chunk, clock.now()))
        try:
            chunk = await asyncio.to_thread(_chunk, rows, imported, as_of, refused)
        finally:
            imported.changes += await writing
            progress(imported)
    return imported


def _chunk(
    rows: Iterator[Delivery | RefusedRow], imported: Imported, as_of: date | None, refused: Refused
) -> list[Delivery] | None:
    """The next rows that are right; none: there are no more."""
    chunk: list[Delivery] = []
    size = 0
    for row in rows:
        imported.rows += 1
        if isinstance(row, RefusedRow):
            imported.refused += 1
            refused(row)
            continue
        chunk.append(row if row.as_of or as_of is None else replace(row, as_of=as_of))
        size += row.size
        if len(chunk) >= _ROWS or size >= _BYTES:
            break
    return chunk or None
