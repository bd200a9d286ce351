"""Signs of life are written down, and rescue waits until they are.

Rescue goes by what the database says of them. While they cannot be written there (a failover, a standby that
acknowledges no more) it would take everybody's work: it stands still, and every lease gets its grace
once they can be, as after a start.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from ccpro_desk.central.handle import Handle
from ccpro_desk.central.timers import Heard

_MISSED = 3
"""So many renewals that did not get through, and nobody can be told from the dead."""
_LEAST_S = 5.0


class Lifeline:
    """`renew` is called every `every_s`, `tick` between."""

    def __init__(
        self, handle: Handle, heard: Heard, every_s: float, clock: Callable[[], float] = monotonic
    ) -> None:
        self.every_s = every_s
        self._handle = handle
        self._heard = heard
        self._patience_s = max(_MISSED * every_s, _LEAST_S)
        self._clock = clock
        self._written = clock()
        """When the last renewal that got through began."""

    async def start(self) -> None:
        """Gives every lease its grace, before the first rescue."""
        await self._handle.add_grace()
        self._written = self._clock()

    async def renew(self) -> None:
        """Renews the leases of all agents heard since the last time."""
        began, heard = self._clock(), self._heard.take()
        try:
            await self._handle.renew(heard)
            if self._is_deaf():
                await self._handle.add_grace()
        except BaseException:
            self._heard.give_back(heard)
            raise
        self._written = began

    async def tick(self) -> None:
        """Everything that is due; leases only while signs of life get through."""
        await self._handle.tick(rescue=not self._is_deaf())

    def _is_deaf(self) -> bool:
        return self._clock() - self._written > self._patience_s
