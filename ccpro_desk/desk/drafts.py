"""Drafts: from the key path to the disk within 300 ms, without blocking; a full disk keeps them in memory."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from uuid import UUID

from ccpro_desk.desk.errors import StoreProblem
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import Draft
from ccpro_desk.desk.settings import Pace
from ccpro_desk.desk.sync.sentences import DISK

_AGAIN_S = 2.0
"""After a failed write."""


class Drafts:
    def __init__(self, ledger: Ledger, pace: Pace) -> None:
        self._ledger = ledger
        self._delay = pace.draft_local
        self._dirty: set[UUID] = set()
        self._timer: asyncio.TimerHandle | None = None

    def typed(self, contact_id: UUID, text: str) -> None:
        """One key more. Blocks nothing, raises nothing."""
        if not self._ledger.is_open:
            return
        drafts = self._ledger.model.drafts
        before = drafts.get(contact_id)
        if before is not None and before.text == text:
            return
        drafts[contact_id] = Draft(
            contact_id, text, self._ledger.clock.now(), before.central if before else None
        )
        self._dirty.add(contact_id)
        self._schedule(self._delay)

    def settled(self, contact_id: UUID) -> None:
        """The contact's draft has just been written with something else: nothing of it waits any more."""
        self._dirty.discard(contact_id)

    def flush(self) -> None:
        """Hand all that waits to the store's thread; the central gets it at its own pace.

        A draft that is just being replaced waits: on disk it would come after what takes its place.
        """
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting, self._dirty = self._dirty, set()
        for contact_id in waiting:
            draft = self._ledger.model.drafts.get(contact_id)
            if draft is not None and self._ledger.is_replacing(draft):
                self._dirty.add(contact_id)
            elif draft is not None:
                self._put(draft)
        if self._dirty:
            self._schedule(self._delay)
        if waiting:
            self._ledger.issued.set()

    def _put(self, draft: Draft) -> None:
        future = self._ledger.store.put_draft(draft)
        loop = _loop()
        if loop is None:
            return

        def done(written: Future[None]) -> None:
            if isinstance(written.exception(), StoreProblem) and not loop.is_closed():
                loop.call_soon_threadsafe(self._failed, draft.contact_id)

        future.add_done_callback(done)

    def _failed(self, contact_id: UUID) -> None:
        self._dirty.add(contact_id)
        self._ledger.tell(DISK)
        self._schedule(_AGAIN_S)

    def _schedule(self, delay: float) -> None:
        loop = _loop()
        if loop is None:
            self.flush()
        elif self._timer is None:
            self._timer = loop.call_later(delay, self.flush)


def _loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
