"""What the central does by itself, and the memory of who gave a sign of life."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from uuid import UUID

from ccpro_desk.central import logs
from ccpro_desk.central.metrics import Metrics
from ccpro_desk.domain.values import Channel
from ccpro_desk.wire.requests import DeskPlace

TICK_S = 1.0
RENEW_S = 5.0
"""At most: leases shorter than the default are renewed sooner."""
FORGET_S = 3600.0


def renewal_s(lease_s: Mapping[Channel, int]) -> float:
    """How often signs of life are written: several times in the shortest lease."""
    return max(min(RENEW_S, min(lease_s.values()) / 5), 0.1)


class Heard:
    """The memory mark: which agents gave a sign of life since the last renewal."""

    def __init__(self) -> None:
        self._at: dict[UUID, datetime] = {}
        self._places: dict[UUID, tuple[bytes, DeskPlace]] = {}

    def mark(self, agent_id: UUID, at: datetime) -> None:
        self._at[agent_id] = at

    def is_elsewhere(self, agent_id: UUID, session: bytes, place: DeskPlace) -> bool:
        """Whether the agent is not where this session of theirs was heard last: then it is written."""
        known, self._places[agent_id] = self._places.get(agent_id), (session, place)
        return known != (session, place)

    def take(self) -> dict[UUID, datetime]:
        """All marks since the last call."""
        taken, self._at = self._at, {}
        return taken

    def give_back(self, marks: dict[UUID, datetime]) -> None:
        """Marks that could not be written: they wait for the next renewal, unless newer ones came."""
        self._at = {**marks, **self._at}


async def every(seconds: float, name: str, work: Callable[[], Awaitable[None]], metrics: Metrics) -> None:
    """Does `work` again and again until cancelled; an error is logged and counted, no more."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception as error:
            metrics.count_timer_error(name)
            logs.error("timer_failed", timer=name, error=error)
