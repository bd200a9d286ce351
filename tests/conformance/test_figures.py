"""What metrics count in the store, over both engines."""

from __future__ import annotations

import asyncio
import sqlite3

import asyncpg

from ccpro_desk.central.store.figures import Use
from ccpro_desk.central.store.statements import statements
from ccpro_desk.domain.values import Channel
from tests.conformance.test_plans import FILL
from tests.support.central import Bench


async def test_queues_say_how_many_wait_how_long_and_how_late(central: Bench) -> None:
    begun = central.clock.now()
    await central.add("agent1")
    await central.bring(department="69", subject="Bonjour", body="Une question.")
    central.later(days=30)
    await central.bring(department="69", subject="Bonjour", body="Une question.")
    await central.bring(department="69", channel=Channel.PHONE, subject=None, body=None)
    found = {(q.channel, q.skill): q for q in await central.store.waiting(central.clock.now(), 100)}
    mail = found[Channel.MAIL, "general"]
    assert (mail.pool, mail.waiting, mail.late, mail.oldest_at) == ("lons", 2, 1, begun)
    assert [(q.waiting, q.late) for (channel, _), q in found.items() if channel is Channel.PHONE] == [(1, 0)]


async def test_what_somebody_holds_waits_no_longer(central: Bench) -> None:
    await central.add("agent1")
    await central.bring(department="69", subject="Bonjour", body="Une question.")
    await central.take("agent1")
    assert await central.store.waiting(central.clock.now(), 100) == []


async def test_no_more_are_counted_than_asked_for(central: Bench) -> None:
    for _ in range(3):
        await central.bring(department="69", subject="Bonjour", body="Une question.")
    assert sum(queue.waiting for queue in await central.store.waiting(central.clock.now(), 2)) == 2


async def test_a_full_queue_is_read_by_its_index(central: Bench, url: str) -> None:
    [part] = statements("sqlite" if url.startswith("sqlite") else "postgres")["waiting_figures"]
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.execute(FILL["sqlite"])
        rows = connection.execute(f"explain query plan {part.sql}", {"now": 0, "limit": 100}).fetchall()
        connection.close()
        assert "contact_listed (state=?)" in "\n".join(row[3] for row in rows), rows
        return
    server = await asyncpg.connect(url)
    try:
        await server.execute(FILL["postgresql"])
        await server.execute("analyze contact")
        values = {"now": central.clock.now(), "limit": 100}
        found = await server.fetch(f"explain {part.sql}", *(values[name] for name in part.parameters))
        plan = "\n".join(row[0] for row in found)
        assert "contact_listed" in plan and "Seq Scan" not in plan, plan
    finally:
        await server.close()


async def test_connections_are_given_back(central: Bench) -> None:
    asking = [asyncio.ensure_future(central.store.epoch()) for _ in range(50)]
    assert central.store.use().most >= 2
    await asyncio.gather(*asking)
    assert central.store.use() == Use(0, central.store.use().most)
