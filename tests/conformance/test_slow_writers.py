"""Transactions that take their time: the feed waits for them, or it would lose what they write."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from ccpro_desk.central import tailer
from ccpro_desk.central.store import Store, open_store
from ccpro_desk.central.store.values import Audience, Change, NewEvent
from ccpro_desk.domain.ids import new_id
from tests.eventually import eventually_async
from tests.support.postgres import Server

WRITERS = 8
_EVENT = """insert into event (id, type, at, changed, audience)
values ($1, 'notice', now(), '[]', '{"agents": [], "pool": null, "roles": []}')"""


async def quick(store: Store) -> UUID:
    """An event whose transaction is over at once."""
    event = NewEvent(new_id(), "notice", datetime.now(UTC), Audience())
    await store.write(Change(events=(event,)))
    return event.id


async def read(store: Store, position: str) -> tuple[list[UUID], str]:
    events, reached = await store.events_after(position, 100)
    return [stored.event.id for stored in events], reached


async def test_an_event_written_before_but_committed_after_others_is_read(postgres: Server) -> None:
    """Whoever reads `seq > last` has passed the slow writer's event by the time that it stands."""
    async with postgres.database() as url:
        store = await open_store(url)
        position = await store.position()
        slow = await asyncpg.connect(url)
        try:
            late = uuid4()
            transaction = slow.transaction()
            await transaction.start()
            await slow.execute(_EVENT, late)
            others = [await quick(store) for _ in range(3)]
            before, position = await read(store, position)
            await transaction.commit()
            after, _ = await read(store, position)
        finally:
            await slow.close()
            await store.close()
    assert sorted(before + after) == sorted([late, *others])
    assert late in after


async def test_an_event_of_a_later_transaction_may_have_the_lower_number(postgres: Server) -> None:
    """Whoever reads in the order of numbers has passed it, even where running transactions are waited for."""
    async with postgres.database() as url:
        store = await open_store(url)
        position = await store.position()
        earlier, later = await asyncpg.connect(url), await asyncpg.connect(url)
        first, second = uuid4(), uuid4()
        try:
            begun, still_open = earlier.transaction(), later.transaction()
            await begun.start()
            await earlier.execute("select pg_current_xact_id()")
            await still_open.start()
            await later.execute(_EVENT, second)
            await earlier.execute(_EVENT, first)
            await begun.commit()
            found, position = await read(store, position)
            assert found == [first]
            await still_open.commit()
            assert (await read(store, position))[0] == [second]
        finally:
            await earlier.close()
            await later.close()
            await store.close()


async def test_eight_slow_writers_lose_no_event(postgres: Server) -> None:
    async with postgres.database() as url:
        store = await open_store(url)
        position = await store.position()
        written: list[UUID] = []
        seen: list[UUID] = []
        start = asyncio.Barrier(WRITERS)

        async def writer() -> None:
            connection = await asyncpg.connect(url)
            try:
                for _ in range(5):
                    async with connection.transaction():
                        mine = uuid4()
                        await connection.execute(_EVENT, mine)
                        await start.wait()
                        written.append(await quick(store))
                    written.append(mine)
            finally:
                await connection.close()

        async def reader() -> None:
            nonlocal position
            while not (done.is_set() and len(seen) >= len(written)):
                found, position = await read(store, position)
                seen.extend(found)

        done = asyncio.Event()
        reading = asyncio.create_task(reader())
        try:
            await asyncio.gather(*(writer() for _ in range(WRITERS)))
            done.set()
            await asyncio.wait_for(reading, 60)
        finally:
            reading.cancel()
            await store.close()
    assert sorted(seen) == sorted(written)
    assert len(seen) == WRITERS * 5 * 2


async def test_a_position_lies_at_an_event_that_stands(postgres: Server) -> None:
    """A standby never hears of transactions that left nothing: promoted, it gives their numbers out again."""
    async with postgres.database() as url:
        store = await open_store(url)
        nobody = await asyncpg.connect(url)
        try:
            await quick(store)
            written = await store.position()
            for _ in range(3):
                await nobody.execute("begin; select pg_current_xact_id(); rollback")
            assert await store.position() == written
            assert await read(store, written) == ([], written)
        finally:
            await nobody.close()
            await store.close()


async def test_what_waits_for_an_older_transaction_is_told_soon_after_it(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older one writes no event: its end wakes nobody up."""
    monkeypatch.setattr(tailer, "POLL_S", 300)
    async with postgres.database() as url:
        store = await open_store(url)
        heard: list[UUID] = []
        follower = tailer.Tailer(store, lambda events: heard.extend(e.event.id for e in events), lambda: None)
        following = asyncio.create_task(follower.run())
        slow = await asyncpg.connect(url)
        try:
            await follower.pass_by()
            transaction = slow.transaction()
            await transaction.start()
            await slow.execute("insert into meta (name, value) values ('slow', '')")
            event = await quick(store)
            await follower.pass_by()
            assert heard == [] and await store.unsettled()
            await transaction.commit()

            async def told() -> bool:
                return heard == [event]

            await eventually_async(told, "the event is told")
            assert not await store.unsettled()
        finally:
            following.cancel()
            await slow.close()
            await store.close()
