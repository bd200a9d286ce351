"""The run: contacts are handled, faults strike one after the other at a share of the work done."""

from __future__ import annotations

import asyncio
import random
import signal
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from scripts.lib import town
from scripts.lib.chaos.ledger import Line, ledger
from scripts.lib.chaos.processes import Process, api, desks
from scripts.lib.chaos.proxy import Proxy
from scripts.lib.cluster import Cluster, Node, cluster, free_port

DATABASE = "chaos"
FAULTS = ("api", "desks", "freeze", "cut", "power", "promote")
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
    within_s: float = 1_800.0
    faults: tuple[str, ...] = FAULTS


@dataclass
class Scene:
    plan: Plan
    cluster: Cluster
    folder: Path
    chance: random.Random
    apis: list[Process] = field(default_factory=list)
    proxies: list[Proxy] = field(default_factory=list)
    desks: list[Process] = field(default_factory=list)
    node: Node = field(init=False)
    """The server that may be written to."""

    def __post_init__(self) -> None:
        self.node = self.cluster.primary

    async def sql(self, text: str) -> str:
        return await asyncio.to_thread(self.node.sql, text, DATABASE)

    # -- faults

    async def api(self) -> None:
        """An API process is killed, and started again."""
        victim = self.chance.choice(self.apis)
        victim.kill()
        await asyncio.sleep(1)
        victim.start()
        await asyncio.to_thread(victim.wait_ready)

    async def desks_(self) -> None:
        """A process of desks is killed, and started again with its journal."""
        victim = self.chance.choice(self.desks)
        victim.kill()
        await asyncio.sleep(1)
        victim.start()

    async def freeze(self) -> None:
        """Desks are frozen until past their leases."""
        victim = self.chance.choice(self.desks)
        victim.send(signal.SIGSTOP)
        await asyncio.sleep(self.plan.lease_s + 5)
        victim.send(signal.SIGCONT)

    async def cut(self) -> None:
        """The line to an API is cut in silence, then mended with a reset."""
        line = self.chance.choice(self.proxies)
        line.cut()
        await asyncio.sleep(4)
        line.mend()
        line.reset()

    async def power(self) -> None:
        """All desks are lost at once, and back together."""
        for process in self.desks:
            process.kill()
        for process in self.desks:
            process.start()

    async def promote(self) -> None:
        """The primary is killed, its standby takes over."""
        standby = self.cluster.standby
        assert standby is not None
        await asyncio.to_thread(self.node.kill)
        await asyncio.to_thread(standby.promote)
        self.node = standby


def run(plan: Plan, say: Callable[[str], None]) -> list[Line]:
    """The ledger once every contact is closed. Raises `TimeoutError` when that takes too long."""
    with (
        cluster(standby=True, durable=False) as made,
        tempfile.TemporaryDirectory(prefix="ccpro-chaos-") as folder,
    ):
        scene = Scene(plan, made, Path(folder), random.Random(plan.seed))
        return asyncio.run(_run(scene, say))


async def _run(scene: Scene, say: Callable[[str], None]) -> list[Line]:
    try:
        await _start(scene)
        await _handle(scene, say)
        (scene.folder / "stop").touch()
        for process in scene.desks:
            await asyncio.wait_for(asyncio.to_thread(process.reap), 60)
        return await asyncio.to_thread(
            lambda: list(ledger(lambda text: scene.node.sql(text, DATABASE), scene.folder))
        )
    finally:
        for process in (*scene.desks, *scene.apis):
            process.end()
        for line in scene.proxies:
            await line.stop()


async def _start(scene: Scene) -> None:
    plan, made = scene.plan, scene.cluster
    await asyncio.to_thread(made.primary.sql, f"create database {DATABASE}")
    await town.migrate(made.url(DATABASE))
    for statement in town.statements(plan.contacts, agents=plan.desks):
        await scene.sql(statement)
    for number in range(2):
        port = free_port()
        process = api(made.url(DATABASE), port, plan.lease_s, scene.folder / f"api-{number}.log")
        process.start()
        scene.apis.append(process)
        scene.proxies.append(Proxy(port))
    for process, line in zip(scene.apis, scene.proxies, strict=True):
        await asyncio.to_thread(process.wait_ready)
        await line.start()
    urls = [f"http://127.0.0.1:{line.port}" for line in scene.proxies]
    for number, first in enumerate(range(0, plan.desks, plan.together)):
        process = desks(scene.folder, number, first, min(plan.together, plan.desks - first), urls)
        process.start()
        scene.desks.append(process)


async def _handle(scene: Scene, say: Callable[[str], None]) -> None:
    """Until all contacts are closed and all faults over; each strikes at its share of the work."""
    plan, began = scene.plan, time.monotonic()
    due = [(plan.contacts * (n + 1) // (len(plan.faults) + 1), name) for n, name in enumerate(plan.faults)]
    striking: list[asyncio.Task[None]] = []
    closed = 0
    while closed < plan.contacts:
        if time.monotonic() - began > plan.within_s:
            raise TimeoutError(f"{closed} of {plan.contacts} contacts closed after {plan.within_s:g} s")
        while due and closed >= due[0][0]:
            fault = _fault(scene, due.pop(0)[1])
            say(f"{time.monotonic() - began:6.1f} s, {closed} closed: {fault.__doc__}")
            striking.append(asyncio.ensure_future(fault()))
        await asyncio.sleep(_LOOK_S)
        closed = max(closed, await _closed(scene))
    say(f"{time.monotonic() - began:6.1f} s, all {plan.contacts} closed.")
    await asyncio.gather(*striking)
    if due:
        raise RuntimeError(f"the work was over before these struck: {', '.join(name for _, name in due)}")


def _fault(scene: Scene, name: str) -> Callable[[], Coroutine[None, None, None]]:
    found: Callable[[], Coroutine[None, None, None]] = getattr(scene, "desks_" if name == "desks" else name)
    return found


async def _closed(scene: Scene) -> int:
    """0 while no server answers."""
    try:
        return int(await scene.sql("select count(*) from contact where state = 'closed'"))
    except RuntimeError:
        return 0


def table(lines: Iterable[Line]) -> str:
    rows = []
    for line in lines:
        mark = " " if line.wrong is None else "✓" if line.wrong == 0 else "✗"
        wrong = f"  {line.wrong} are not" if line.wrong else ""
        rows.append(f"{mark} {line.count:>7}  {line.says}{wrong}")
    return "\n".join(rows)
