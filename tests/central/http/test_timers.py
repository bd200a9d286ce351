"""What the central does by itself goes on, whatever goes wrong once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from uuid import uuid4

import httpx
import pytest

from ccpro_desk.central.errors import StalePosition, StoreError
from ccpro_desk.central.lifeline import Lifeline
from ccpro_desk.central.metrics import Metrics
from ccpro_desk.central.store.values import StoredEvent
from ccpro_desk.central.tailer import Tailer
from ccpro_desk.central.timers import Heard, every
from tests.central.http.world import World
from tests.eventually import eventually_async


async def until(look: Callable[[], bool], what: str) -> None:
    async def found() -> bool:
        return look()

    await eventually_async(found, what)


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_timer_that_fails_comes_again_and_is_counted() -> None:
    calls: list[int] = []
    metrics = Metrics()

    async def work() -> None:
        calls.append(1)
        raise StoreError("la base est ailleurs")

    task = asyncio.create_task(every(0, "tick", work, metrics))
    await until(lambda: len(calls) >= 3, "three turns")
    await ended(task)
    assert b'ccpro_timer_errors_total{timer="tick"}' in metrics.text()


async def test_signs_of_life_that_could_not_be_written_are_kept(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent, now = uuid4(), here.clock.now()
    here.central.heard.mark(agent, now)

    async def fail(_heard: object) -> None:
        raise StoreError("la base est ailleurs")

    monkeypatch.setattr(here.central.handle, "renew", fail)
    with pytest.raises(StoreError):
        await here.central.lifeline.renew()
    assert here.central.heard.take() == {agent: now}


def test_a_newer_sign_of_life_wins() -> None:
    from ccpro_desk.domain.clock import ManualClock

    clock, heard, agent = ManualClock(), Heard(), uuid4()
    heard.mark(agent, clock.now())
    old = heard.take()
    clock.advance(5)
    heard.mark(agent, clock.now())
    heard.give_back(old)
    assert heard.take() == {agent: clock.now()}


async def test_a_start_gives_grace_before_the_first_rescue(here: World) -> None:
    await here.brought()
    agent = await here.available("agent1")
    taken = await here.taken(agent)
    here.clock.advance(1801)
    await here.central.start()
    try:
        await here.central.handle.tick()
        leases = (await agent.get("/v1/me")).json()["leases"]
        assert [lease["contact_id"] for lease in leases] == [taken["contact"]["id"]]
    finally:
        await here.central.stop()


async def test_rescue_waits_until_signs_of_life_can_be_written(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database was away: whoever lives could not be heard there, and is nobody to be taken for dead."""
    seconds, renew = [0.0], here.central.handle.renew
    lifeline = Lifeline(here.central.handle, here.central.heard, 5.0, lambda: seconds[0])

    async def later(after: float) -> None:
        seconds[0] += after
        here.clock.advance(after)
        await lifeline.tick()

    async def fail(_heard: object) -> None:
        raise StoreError("la base est ailleurs")

    await here.brought()
    agent = await here.available("agent1")
    taken = await here.taken(agent)
    monkeypatch.setattr(here.central.handle, "renew", fail)
    with pytest.raises(StoreError):
        await lifeline.renew()
    await later(1801)
    assert await held_by(agent) == [taken["contact"]["id"]]
    monkeypatch.setattr(here.central.handle, "renew", renew)
    await lifeline.renew()
    await later(10)
    assert await held_by(agent) == [taken["contact"]["id"]]
    await lifeline.renew()
    await lifeline.renew()
    await later(110)
    assert await held_by(agent) == [taken["contact"]["id"]], "deaf again: no renewal for so long"
    await lifeline.renew()
    await lifeline.renew()
    here.clock.advance(120)
    await lifeline.tick()
    assert await held_by(agent) == []


async def held_by(agent: httpx.AsyncClient) -> list[str]:
    return [lease["contact_id"] for lease in (await agent.get("/v1/me")).json()["leases"]]


class Flaky:
    """The events of a real store, behind a connection that breaks."""

    def __init__(self, world: World, errors: Sequence[Exception]) -> None:
        self._store = world.central.store
        self._errors = list(errors)

    async def position(self) -> str:
        return await self._store.position()

    async def events_after(self, position: str, limit: int) -> tuple[list[StoredEvent], str]:
        if self._errors:
            raise self._errors.pop()
        return await self._store.events_after(position, limit)

    async def unsettled(self) -> bool:
        return await self._store.unsettled()


@pytest.mark.parametrize("error", [StoreError("coupée"), StalePosition("trop ancienne"), RuntimeError()])
async def test_the_tailer_outlives_its_store(here: World, error: Exception) -> None:
    heard: list[StoredEvent] = []
    stale: list[int] = []
    tailer = Tailer(Flaky(here, [error]), heard.extend, lambda: stale.append(1))  # type: ignore[arg-type]
    task = asyncio.create_task(tailer.run())
    await tailer.pass_by()
    await here.brought()
    tailer.wake()
    await until(lambda: bool(heard), "an event")
    await ended(task)
    assert bool(stale) == isinstance(error, StalePosition)
