"""Wakes the workstation when a parked contact's hour comes: with or without the line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ccpro_desk.desk.state import DeskState
from ccpro_desk.domain.clock import Clock
from ccpro_desk.domain.values import State

_LOOK_AGAIN_S = 30.0
"""A machine that slept, or whose clock was set, must not be late for longer."""


class Reminders:
    """`on_due` is called once something has become due since the state was composed."""

    def __init__(self, clock: Clock, on_due: Callable[[], None]) -> None:
        self._clock = clock
        self._on_due = on_due
        self._timer: asyncio.TimerHandle | None = None

    def plan(self, state: DeskState) -> None:
        """Wait for the next hour of this state."""
        self.close()
        parked = (c.view for c in state.contacts if c.view.state is State.PARKED and c.id not in state.due)
        hours = [view.resume_at for view in parked if view.resume_at is not None]
        if not hours:
            return
        seconds = (min(hours) - self._clock.now()).total_seconds()
        if seconds <= 0:
            self._on_due()
            return
        again = self._on_due if seconds <= _LOOK_AGAIN_S else lambda: self.plan(state)
        self._timer = asyncio.get_running_loop().call_later(min(seconds, _LOOK_AGAIN_S), again)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
