"""What the port asks of the database for the plateau."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.leave import Leave
from ccpro_desk.domain.plateau import Queue, Renfort, Word


class PlateauStore(Protocol):
    """The plateau's part of `Store`: reads; `write` writes, with the event and the audit."""

    async def queues(self, pools: Sequence[str], now: datetime) -> list[Queue]:
        """What waits in these pools, those that wait for one agent alone too."""

    async def colleagues(self, centre: str) -> list[Agent]:
        """The open accounts of a centre, with the status that they have now."""

    async def words(self, centre: str, now: datetime) -> list[Word]:
        """Those that stand, of the centre and of its plateaux."""

    async def renfort(self, renfort_id: UUID) -> Renfort | None: ...

    async def renforts(self, centre: str, since: datetime) -> list[Renfort]:
        """Those asked for after `since`, oldest first."""

    async def renfort_of(self, agent_id: UUID, since: datetime) -> Renfort | None:
        """The agent's last one, asked for after `since`."""

    async def leaves_of(self, agent_id: UUID, day: date) -> list[Leave]:
        """The agent's leaves that are not over on that day."""

    async def add_leave(self, leave: Leave) -> None:
        """One that begins on the same day takes its place."""

    async def drop_leaves(self, agent_id: UUID, day: date) -> None:
        """Removes those that are not over on that day."""

    async def forget_plateau(self, now: datetime) -> None:
        """Removes words, renforts and leaves whose time is over."""
