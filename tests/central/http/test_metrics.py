"""`/metrics`: what an operator sees of a shift, and that it names nobody."""

from __future__ import annotations

import pytest

from ccpro_desk.central import gauges
from ccpro_desk.central.errors import StoreError
from tests.central.http.test_shift import held
from tests.central.http.world import World, command, send
from tests.eventually import eventually_async

pytestmark = pytest.mark.parametrize("engine", ["sqlite", "postgres"], indirect=True)


async def shown(here: World) -> dict[str, float]:
    """The samples, by name and labels."""
    here.central.gauges._until = 0.0
    answer = await here.anyone.get("/metrics")
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def of(samples: dict[str, float], name: str) -> float:
    """The sum of a metric over its labels."""
    return sum(value for key, value in samples.items() if key.partition("{")[0] == name)


async def test_waits_and_breaches_by_queue_and_channel(here: World) -> None:
    await here.brought()
    here.clock.advance(864_000)
    await here.brought()
    seen = await shown(here)
    queue = '{channel="mail",pool="lons",skill="general"}'
    assert seen[f"ccpro_waiting{queue}"] == 2
    assert seen[f"ccpro_waiting_late{queue}"] == 1
    assert seen[f"ccpro_waiting_oldest_seconds{queue}"] == 864_000
    assert (seen["ccpro_waiting_uncounted"], seen["ccpro_database_up"]) == (0, 1)
    agent = await here.available()
    await here.taken(agent)
    await here.taken(agent)
    seen = await shown(here)
    assert of(seen, "ccpro_waiting") == 0
    assert seen['ccpro_late_total{channel="mail",pool="lons"}'] == 1
    assert seen['ccpro_wait_seconds_count{channel="mail",pool="lons"}'] == 2
    assert seen['ccpro_wait_seconds_sum{channel="mail",pool="lons"}'] == 864_000


async def test_a_rescued_lease_and_a_refused_command_are_counted(here: World) -> None:
    await here.brought()
    agent = await here.available()
    taken = await here.taken(agent)
    here.clock.advance(1801)
    await here.central.handle.tick()
    assert (await shown(here))['ccpro_returned_total{channel="mail",kind="lease"}'] == 1
    agent = await here.caller("agent1")
    await send(agent, command("contact.reply", {"text": "Trop tard"}, **held(taken)))
    assert (await shown(here))['ccpro_commands_total{code="lease_lost",status="refused"}'] == 1


async def test_the_same_next_asked_again_is_one_wait(here: World) -> None:
    await here.brought()
    agent = await here.available()
    for _ in range(2):
        await agent.post("/v1/contacts/next", json={}, headers={"Idempotency-Key": "once"})
    assert of(await shown(here), "ccpro_wait_seconds_count") == 1


async def test_the_queues_are_counted_at_most_every_few_seconds(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = 0
    count = here.central.store.waiting

    async def counting(*words: object) -> object:
        nonlocal counted
        counted += 1
        return await count(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(here.central.store, "waiting", counting)
    for _ in range(5):
        await here.anyone.get("/metrics")
    assert counted == 1


async def test_more_than_are_counted_is_said(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gauges, "COUNTED", 2)
    for _ in range(3):
        await here.brought()
    seen = await shown(here)
    assert (of(seen, "ccpro_waiting"), seen["ccpro_waiting_uncounted"]) == (2, 1)


async def test_a_database_that_does_not_answer_is_a_figure(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.brought()

    async def refuse(*_: object) -> object:
        raise StoreError("La base ne répond pas.")

    assert of(await shown(here), "ccpro_waiting") == 1
    monkeypatch.setattr(here.central.store, "waiting", refuse)
    seen = await shown(here)
    assert (seen["ccpro_database_up"], of(seen, "ccpro_waiting")) == (0, 0)


async def test_the_lag_of_the_feed_is_seen(served: World) -> None:
    await served.brought()

    async def read() -> bool:
        return (await shown(served))["ccpro_feed_lag_seconds_count"] > 0

    await eventually_async(read, "an event was read")
    assert (await shown(served))['ccpro_database_connections{state="most"}'] >= 2
