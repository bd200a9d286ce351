"""Seals what was written since the last seal, one process a database at a time."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime

from ccpro_desk.central.audit.hashes import Hashed, marks_of, row_hash, signed
from ccpro_desk.central.audit.witness import Witness
from ccpro_desk.central.store.audit_port import AuditStore
from ccpro_desk.central.store.audit_values import START, Place, Seal
from ccpro_desk.domain.clock import Clock

SEAL_S = 2.0
"""How long a row may stand unsealed, besides the oldest open transaction."""
BATCH = 5_000
"""Rows of a seal, at most."""
_ROWS = 200
_PAGE = 500
_WORK = "sealer"


class Sealer:
    """`seal` is called every `SEAL_S`; processes other than the one that seals only copy to their witness."""

    def __init__(self, store: AuditStore, clock: Clock, witness: Witness | None = None) -> None:
        self._store = store
        self._clock = clock
        self.witness = witness
        self._holding = AsyncExitStack()
        self._leads = False

    async def seal(self) -> None:
        """Everything that can be sealed now. A lost connection gives the work to whoever asks first."""
        try:
            if await self._lead():
                await seal_all(self._store, self._clock.now())
            await self._copy()
        except Exception:
            await self.release()
            raise

    async def finish(self) -> None:
        """At the end of the process: the last rows are sealed, the work is free."""
        try:
            await self.seal()
        finally:
            await self.release()

    async def release(self) -> None:
        """Somebody else may seal."""
        holding, self._holding, self._leads = self._holding, AsyncExitStack(), False
        await holding.aclose()

    async def _lead(self) -> bool:
        if not self._leads:
            self._leads = await self._holding.enter_async_context(self._store.alone(_WORK))
            if not self._leads:
                await self.release()
        return self._leads

    async def _copy(self) -> None:
        """Each seal that the witness has not: also those that were made while this process was away."""
        witness = self.witness
        if witness is None:
            return
        last = await asyncio.to_thread(lambda: witness.last)
        while seals := await self._store.seals_after(last, _PAGE):
            await asyncio.to_thread(witness.add, seals)
            last = seals[-1].n


async def seal_all(store: AuditStore, now: datetime) -> int:
    """How many rows were sealed. Two at once do no harm: a seal's number is given once."""
    sealed = 0
    last = await store.last_seal()
    while hashed := await _hashed_after(store, last.last if last else START):
        seal = signed(_unsigned(last, hashed, now), (row_hash for _, row_hash in hashed), store.mark)
        if not await store.add_seal(seal):
            break
        sealed, last = sealed + len(hashed), seal
    return sealed


async def _hashed_after(store: AuditStore, place: Place) -> list[Hashed]:
    """The rows after `place`, by pages: while one is hashed, everybody else waits."""
    found: list[Hashed] = []
    full = True
    while full and len(found) < BATCH:
        rows = await store.audit_after(place, _ROWS)
        found += [(row.place, row_hash(row)) for row in rows]
        full, place = len(rows) == _ROWS, found[-1][0] if found else place
    return found


def _unsigned(before: Seal | None, hashed: list[Hashed], now: datetime) -> Seal:
    return Seal(
        n=before.n + 1 if before else 1,
        at=now,
        first=hashed[0][0],
        last=hashed[-1][0],
        count=len(hashed),
        marks=marks_of(hashed),
        digest="",
        previous=before.digest if before else "",
    )
