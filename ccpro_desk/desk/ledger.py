"""The one door to what the workstation keeps: a change is computed, committed, only then true in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.model import Change, Draft, Model
from ccpro_desk.desk.store import Store
from ccpro_desk.domain.clock import Clock


class Ledger:
    """Changes are made one at a time; drafts, which come from the key path, go beside it."""

    def __init__(self, clock: Clock, on_change: Callable[[], None]) -> None:
        self.clock = clock
        self.model = Model()
        self.ahead = timedelta(0)
        """How far the central's clock is ahead of ours."""
        self.issued = asyncio.Event()
        """Set when there is something new to push."""
        self._moved = asyncio.Event()
        self._store: Store | None = None
        self._turn = asyncio.Lock()
        self._replacing: tuple[Draft | None, ...] = ()
        self._on_change = on_change

    @property
    def is_open(self) -> bool:
        return self._store is not None

    @property
    def store(self) -> Store:
        """Raises `DeskRefused` while no store is open."""
        if self._store is None:
            raise DeskRefused("signed_out", "Connectez-vous d'abord.")
        return self._store

    def open(self, store: Store, model: Model) -> None:
        self._store, self.model = store, model
        self.changed()

    def close(self) -> None:
        store, self._store = self._store, None
        self.model = Model()
        if store is not None:
            store.close()

    async def apply(self, build: Callable[[Model], Change]) -> Change:
        """Compute a change, make it durable, then true. Raises `StoreProblem`, or what `build` raises."""
        async with self._turn:
            change = build(self.model)
            if not change.is_empty:
                self._replacing = change.replaces
                try:
                    await self.store.write(change)
                finally:
                    self._replacing = ()
                self.model.take(change)
        if not change.is_empty:
            self.changed()
        return change

    def is_replacing(self, draft: Draft) -> bool:
        """Whether a change that is being written puts another draft in this one's place."""
        return any(draft is replaced for replaced in self._replacing)

    async def reduce(self, keep: timedelta) -> None:
        """End of service: only what is unsent or recent stays."""
        async with self._turn:
            self.model = await self.store.reduce(self.clock.now() - keep)
        self.changed()

    def tell(self, *notices: str) -> None:
        """Say something that need not outlive this process."""
        self.model.tell(*notices)
        self.changed()

    def changed(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
        self._on_change()

    async def until(self, true: Callable[[Model], bool]) -> None:
        """Wait for the model to become such that `true` holds."""
        while True:
            moved = self._moved
            if true(self.model):
                return
            await moved.wait()
