"""The run: contacts are handled, faults strike one after the other at a share of the work done."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts.lib import town
from scripts.lib.chaos.ledger import Line, ledger
from scripts.lib.chaos.processes import Central, desks
from scripts.lib.chaos.proxy import Proxy
from scripts.lib.chaos.scene import DATABASE, Plan, Scene
from scripts.lib.cluster import Cluster, cluster, free_port, url_of

_LOOK_S = 0.2
_SOON_DONE = 0.9
"""The share of what has arrived after which the next fault strikes."""
Say = Callable[[str], None]


def run(plan: Plan, say: Say) -> list[Line]:
    """The ledger once every contact is closed. Raises `TimeoutError` when nothing moves any more.

    What was written beside the database (logs, journals, seals) is kept where anything went wrong.
    """
    chance, folder = random.Random(plan.seed), Path(tempfile.mkdtemp(prefix="ccpro-chaos-"))
    central = Central(folder, chance.randbytes(32).hex(), plan.lease_s)
    clean = False
    try:
        with cluster(standby=True, durable=False) as made:
            lines = asyncio.run(_run(Scene(plan, made, folder, central, chance), say))
        clean = not any(line.wrong for line in lines)
        return lines
    finally:
        if clean:
            shutil.rmtree(folder)
        else:
            say(f"Logs, journals and seals are kept in {folder}.")


async def _run(scene: Scene, say: Say) -> list[Line]:
    try:
        await _start(scene)
        await _handle(scene, say)
        await _stop(scene, say)
        return await asyncio.to_thread(_judge, scene)
    finally:
        for process in (*scene.desks, *scene.apis):
            process.end()
        for line in (*scene.proxies, *scene.lines):
            await line.stop()


async def _start(scene: Scene) -> None:
    await _fill(scene.plan, scene.cluster, scene)
    made = scene.cluster
    scene.lines += [Proxy(node.port) for node in made.nodes]
    scene.proxies += [Proxy(free_port()) for _ in range(2)]
    for line in (*scene.lines, *scene.proxies):
        await line.start()
    ways = (made.url(DATABASE), url_of([line.port for line in scene.lines], DATABASE))
    for number, (way, line) in enumerate(zip(ways, scene.proxies, strict=True)):
        scene.apis.append(scene.central.api(number, way, line.upstream))
    for process in scene.apis:
        process.start()
    for process in scene.apis:
        await asyncio.to_thread(process.wait_ready)
    _start_desks(scene)


async def _fill(plan: Plan, made: Cluster, scene: Scene) -> None:
    await asyncio.to_thread(made.primary.sql, f"create database {DATABASE}")
    await town.migrate(made.url(DATABASE))
    for statement in town.statements(plan.contacts, agents=plan.desks, pool=f"'later ' || {town.POOL}"):
        await scene.sql(statement)


def _start_desks(scene: Scene) -> None:
    plan = scene.plan
    urls = [f"http://127.0.0.1:{line.port}" for line in scene.proxies]
    for number, first in enumerate(range(0, plan.desks, plan.together)):
        process = desks(scene.folder, number, first, min(plan.together, plan.desks - first), urls)
        process.start()
        scene.desks.append(process)


async def _handle(scene: Scene, say: Say) -> None:
    """Until all contacts are closed and all faults over: one by one, each when its share of the work is done.

    Work arrives with each fault, so that there is some on a machine of any speed.
    """
    plan, began = scene.plan, time.monotonic()
    due, striking = list(plan.faults), asyncio.ensure_future(scene.arrive())
    closed, waited = 0, 0.0

    def told(text: str) -> None:
        say(f"{time.monotonic() - began:6.1f} s, {closed} closed: {text}")

    while closed < plan.contacts:
        if due and striking.done() and closed >= _SOON_DONE * scene.arrived:
            await striking
            fault = scene.fault(due.pop(0))
            told(fault.__doc__ or "")
            await scene.arrive()
            striking = asyncio.ensure_future(fault())
        await asyncio.sleep(_LOOK_S)
        if (now := await scene.count("contact where state = 'closed'")) > closed:
            closed, waited = now, 0.0
        elif (waited := waited + _LOOK_S) > plan.patience_s:
            raise TimeoutError(f"{closed} of {plan.contacts} contacts closed, and then no more")
        scene.must_run()
    told("nothing is left.")
    await striking


async def _stop(scene: Scene, say: Say) -> None:
    """The desks end once nothing is at hand and all is heard, then the centrals, which seal the last rows."""
    (scene.folder / "stop").touch()
    for process in scene.desks:
        await asyncio.to_thread(process.ends, scene.plan.patience_s)
    for process in scene.apis:
        began = time.monotonic()
        await asyncio.to_thread(process.stop, scene.plan.patience_s)
        say(f"An API process ended {time.monotonic() - began:.1f} s after it was told to.")


def _judge(scene: Scene) -> list[Line]:
    lines = list(ledger(lambda text: scene.node.sql(text, DATABASE), scene.folder))
    database = url_of([scene.node.port], DATABASE)
    return [*lines, *scene.central.verified(database, range(len(scene.apis)))]
