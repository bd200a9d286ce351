"""What every call needs: store, clock, rules, and the names of accounts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from ccpro_desk.central.handle.deadlines import Deadlines, NoDeadlines
from ccpro_desk.central.handle.watch import Unwatched, Watch
from ccpro_desk.central.rules import Rules
from ccpro_desk.central.store.port import Store
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.clock import Clock
from ccpro_desk.domain.contact import NATIONAL
from ccpro_desk.domain.crisis import Crisis

ATTEMPTS = 40
"""How often a lost race is run again before the caller hears `unavailable`."""

_CRISIS_KEPT = timedelta(days=2)
"""How long after its end a crisis line's queue is served: longer than a contact may stay in it."""

AT_ONCE = 16
"""Claimers that look at the queues at the same time in one process: more of them want the same contacts."""


@dataclass(frozen=True)
class Home:
    store: Store
    clock: Clock
    rules: Rules
    watch: Watch = field(default_factory=Unwatched)
    deadlines: Deadlines = field(default_factory=NoDeadlines)
    agents: dict[UUID, Agent] = field(default_factory=dict)
    """Accounts by id, as they were when last read: good for names and centres, never for a status."""

    taking: dict[UUID, asyncio.Future[bool]] = field(default_factory=dict)
    """Contacts that this process is giving to somebody just now: nobody else here tries for them.

    Each tells whether it was given.
    """

    giving: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    crises: dict[UUID, Crisis] = field(default_factory=dict)
    """Crisis lines that are open, or whose queue may hold somebody yet; as they were at the last tick."""

    calendars: set[str] = field(default_factory=set)
    """The centres whose public holidays have been worked out: a second's work, done once and apart."""

    timers: dict[str, datetime] = field(default_factory=dict)
    """When this process last did what it does less often than it ticks."""

    async def learn_calendars(self) -> None:
        hours = self.rules.settings.hours
        if self.calendars.issuperset(hours):
            return
        await asyncio.to_thread(lambda: [week.next_open(self.now) for week in hours.values()])
        self.calendars.update(hours)

    async def learn_crises(self) -> None:
        """Reads them again: another process may have opened or closed one."""
        found = await self.store.crises(self.now - _CRISIS_KEPT)
        self.crises.clear()
        self.crises.update({crisis.id: crisis for crisis in found})

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def agent(self, agent_id: UUID) -> Agent | None:
        if agent_id not in self.agents:
            found = await self.store.account_by_id(agent_id)
            if found is None:
                return None
            self.agents[agent_id] = found.agent
        return self.agents[agent_id]

    async def names(self, ids: Iterable[UUID | None]) -> dict[UUID, str]:
        """The display names of these accounts."""
        found = [await self.agent(key) for key in set(ids) if key is not None]
        return {agent.id: agent.name for agent in found if agent is not None}


def pools_of(agent: Agent) -> tuple[str, ...]:
    """The pools that an agent serves: their centre's and the national one."""
    return (agent.centre, NATIONAL) if agent.centre else (NATIONAL,)
