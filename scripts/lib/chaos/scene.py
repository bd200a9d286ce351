"""Who is there, and what strikes them: two centrals, desks, and a primary with its standby."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path

from scripts.lib.chaos.processes import Central, Process
from scripts.lib.chaos.proxy import Proxy
from scripts.lib.cluster import Cluster, Node

DATABASE = "chaos"
FAULTS = ("api", "desks", "freeze", "cut", "promote", "database", "stop", "power")
_CUT_S = 12.0
"""Longer than a desk waits for an answer."""
_LOOK_S = 0.2


@dataclass(frozen=True)
class Plan:
    """`faults`: of `FAULTS`, in the order in which they strike."""

    contacts: int = 20_000
    desks: int = 50
    together: int = 5
    """Desks a process."""
    lease_s: int = 12
    seed: int = 1
    patience_s: float = 300.0
    """How long somebody looks and sees nothing move before the run is given up. No limit for the whole holds
    on every machine.
    """
    faults: tuple[str, ...] = FAULTS


@dataclass
class Scene:
    plan: Plan
    cluster: Cluster
    folder: Path
    central: Central
    chance: random.Random
    apis: list[Process] = field(default_factory=list)
    proxies: list[Proxy] = field(default_factory=list)
    """Between the desks and each central."""
    lines: list[Proxy] = field(default_factory=list)
    """Between the second central and each server of the database."""
    desks: list[Process] = field(default_factory=list)
    arrived: int = 0
    """How many contacts agents can see."""
    _shares: int = 0
    node: Node = field(init=False)
    """The server that may be written to."""

    def __post_init__(self) -> None:
        self.node = self.cluster.primary

    async def sql(self, text: str) -> str:
        return await asyncio.to_thread(self.node.sql, text, DATABASE)

    async def count(self, rows: str, *, unknown: int = 0) -> int:
        """How many there are; `unknown` while no server answers."""
        try:
            return int(await self.sql(f"select count(*) from {rows}"))
        except RuntimeError:
            return unknown

    async def arrive(self) -> None:
        """The next share of the contacts: one for the start and one for each fault."""
        shares = len(self.plan.faults) + 1
        self._shares += 1
        before, self.arrived = self.arrived, self.plan.contacts * self._shares // shares
        await self.sql(
            f"""update contact set pool = substr(pool, 7) where id in (
                select id from contact where pool like 'later %' limit {self.arrived - before})"""
        )

    def must_run(self) -> None:
        """Raises `RuntimeError` when somebody ended by themselves."""
        for process in (*self.apis, *self.desks):
            process.must_run()

    def fault(self, name: str) -> Callable[[], Coroutine[None, None, None]]:
        found: Callable[[], Coroutine[None, None, None]] = getattr(self, f"strike_{name}")
        return found

    async def strike_api(self) -> None:
        """An API process is killed, and started again."""
        victim = self.chance.choice(self.apis)
        victim.kill()
        await asyncio.sleep(1)
        await self._start(victim)

    async def strike_stop(self) -> None:
        """An API process is told to stop with its feeds open, ends by itself, and is started again."""
        victim = self.chance.choice(self.apis)
        await asyncio.to_thread(victim.stop, self.plan.patience_s)
        await self._start(victim)

    async def strike_desks(self) -> None:
        """A process of desks is killed, and started again with its journal."""
        victim = self.chance.choice(self.desks)
        victim.kill()
        await asyncio.sleep(1)
        victim.start()

    async def strike_freeze(self) -> None:
        """Desks are frozen until others have what they had in hand."""
        number = self.chance.randrange(len(self.desks))
        victim = self.desks[number]
        victim.send(signal.SIGSTOP)
        first = number * self.plan.together
        logins = ", ".join(f"'agent{first + n}'" for n in range(self.plan.together))
        held = f"contact c join account a on a.id = c.lease_agent where a.login in ({logins})"
        for _ in range(int(self.plan.patience_s / _LOOK_S)):
            await asyncio.sleep(_LOOK_S)
            if not await self.count(held, unknown=1):
                break
        victim.send(signal.SIGCONT)

    async def strike_cut(self) -> None:
        """The line to an API is cut in silence, then mended with a reset."""
        await _cut([self.chance.choice(self.proxies)])

    async def strike_database(self) -> None:
        """The line from an API to its database is cut in silence, then mended with a reset."""
        await _cut(self.lines)

    async def strike_power(self) -> None:
        """All desks are lost at once, and back together."""
        for process in self.desks:
            process.kill()
        for process in self.desks:
            process.start()

    async def strike_promote(self) -> None:
        """The primary is killed, its standby takes over."""
        standby = self.cluster.standby
        assert standby is not None
        await asyncio.to_thread(self.node.kill)
        await asyncio.to_thread(standby.promote)
        self.node = standby

    async def _start(self, process: Process) -> None:
        process.start()
        await asyncio.to_thread(process.wait_ready)


async def _cut(lines: list[Proxy]) -> None:
    for line in lines:
        line.cut()
    await asyncio.sleep(_CUT_S)
    for line in lines:
        line.mend()
        line.reset()
