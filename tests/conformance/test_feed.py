"""The feed: every event once, in one order, for whom it concerns."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ccpro_desk.central.errors import StalePosition
from ccpro_desk.central.store import Store
from ccpro_desk.central.store.values import Audience, Change, NewEvent, StoredEvent
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import Role
from tests.support.central import Bench

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}


async def everything(store: Store, position: str, limit: int = 50) -> list[StoredEvent]:
    found: list[StoredEvent] = []
    while True:
        events, reached = await store.events_after(position, limit)
        found += events
        if reached == position or not events:
            return found
        position = reached


async def test_events_name_what_changed_and_carry_no_text(central: Bench) -> None:
    agent = await central.add("agent1")
    start = await central.store.position()
    brought = await central.bring(department="69")
    given = await central.take("agent1")
    replied = await central.do("agent1", "contact.reply", {"text": "Secret.", "hold_s": 5}, given)
    await central.do("agent1", "contact.close", CLOSE, given)
    told = [stored.event for stored in await everything(central.store, start)]
    assert [event.type for event in told] == [
        "contact.received",
        "contact.assigned",
        "reply.held",
        "contact.closed",
    ]
    assert [event.version for event in told] == [1, 2, 3, 4]
    assert {event.contact_id for event in told} == {brought.view.id}
    assert told[2].about == replied.id and told[2].actor == str(agent.id)
    assert told[2].changed == ("messages", "draft")
    assert len({event.position for event in told}) == 4
    assert all("Secret" not in repr(event) for event in told)


async def test_the_former_holder_hears_that_they_hold_no_more(central: Bench) -> None:
    agent = await central.add("agent1", centre="pau")
    await central.bring()
    await central.take("agent1")
    start = await central.store.position()
    central.later(hours=1)
    await central.handle.tick()
    [told] = await everything(central.store, start)
    assert told.event.type == "contact.returned" and told.event.actor is None
    assert agent.id in told.audience.agents


async def test_a_contacts_inner_changes_are_for_those_concerned(central: Bench) -> None:
    holder = await central.add("agent1")
    neighbour = await central.add("agent2")
    chief = await central.add("chef1", Role.HEAD)
    far = await central.add("agent3", centre="pau")
    await central.bring(department="69")
    given = await central.take("agent1")
    start = await central.store.position()
    await central.do("agent1", "contact.note", {"text": "Note."}, given)
    await central.do("agent1", "contact.release", {}, given)
    noted, released = await everything(central.store, start)
    hears = [[e.audience.includes(a) for a in (holder, neighbour, chief, far)] for e in (noted, released)]
    assert hears == [[True, False, True, False], [True, True, True, False]]
    assert noted.audience.includes(await central.agent("connecteur"))


async def test_a_position_before_which_nothing_is_missed(central: Bench) -> None:
    await central.add("agent1")
    me = await central.handle.me(await central.agent("agent1"))
    brought = await central.bring()
    [told] = await everything(central.store, me.position)
    assert told.event.contact_id == brought.view.id
    assert await everything(central.store, told.event.position) == []
    _, reached = await central.store.events_after(told.event.position, 10)
    await central.bring()
    assert len(await everything(central.store, reached)) == 1


@pytest.mark.parametrize(
    "position", ["", "x", "autre.0-0", "{epoch}.a-1", "{epoch}.1-²", "{epoch}.1", "{epoch}.-1-1"]
)
async def test_a_foreign_position_is_stale(central: Bench, position: str) -> None:
    with pytest.raises(StalePosition):
        await central.store.events_after(position.format(epoch=await central.store.epoch()), 10)
    with pytest.raises(StalePosition):
        await central.store.events_after(f"{await central.store.epoch()}.{'9' * 30}-1", 10)


async def test_what_is_no_longer_kept_is_stale(central: Bench) -> None:
    await central.bring()
    old = await central.store.position()
    await central.bring()
    middle = next(e.event.position for e in await everything(central.store, old))
    central.later(days=31)
    await central.bring()
    latest = await central.store.position()
    await central.store.forget(central.clock.now())
    with pytest.raises(StalePosition):
        await central.store.events_after(old, 10)
    assert len(await everything(central.store, middle)) == 1
    assert await everything(central.store, latest) == []


async def test_writers_at_once_lose_no_event(central: Bench) -> None:
    """Eight writers, events of two kinds of transactions, a reader in between: each event exactly once."""
    start = await central.store.position()
    seen: list[StoredEvent] = []
    done = asyncio.Event()

    async def writer() -> None:
        for _ in range(25):
            events = tuple(NewEvent(new_id(), "notice", central.clock.now(), Audience()) for _ in range(3))
            await central.store.write(Change(events=events))

    async def reader() -> None:
        position = start
        while True:
            last_round = done.is_set()
            events, position = await central.store.events_after(position, 40)
            seen.extend(events)
            if last_round and not events:
                return
            await asyncio.sleep(0)

    following = asyncio.create_task(reader())
    await asyncio.gather(*(writer() for _ in range(8)))
    done.set()
    await following
    assert len(seen) == len({stored.event.id for stored in seen}) == 8 * 25 * 3


async def test_those_who_listen_are_told(central: Bench) -> None:
    news = asyncio.Event()
    central.store.listen(news.set)
    await central.bring()
    await asyncio.wait_for(news.wait(), 30)


async def test_the_epoch_stays(central: Bench) -> None:
    epoch = await central.store.epoch()
    await central.store.migrate()
    assert await central.store.epoch() == epoch and len(epoch) == 32
    assert central.clock.now().utcoffset() == timedelta(0)
