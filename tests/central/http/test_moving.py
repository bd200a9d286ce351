"""A desk whose central stops goes on at another of the same database, from where it was, without losing an event."""

from __future__ import annotations

import asyncio

from ccpro_desk.central.store import open_store
from ccpro_desk.domain.clock import ManualClock
from tests.central.http.live import Following, follow, live
from tests.central.http.world import filled
from tests.support.postgres import Server


async def received(feed: Following, count: int) -> tuple[list[str], str | None]:
    """The contacts that the next `contact.received` name, and the position after them."""
    heard = [await feed.next_of("contact.received") for _ in range(count)]
    return [one.data["contact_id"] for one in heard], heard[-1].id


async def test_a_desk_goes_on_elsewhere_without_losing_an_event(postgres: Server) -> None:
    async with postgres.database() as url:
        first, second = await filled(url, ManualClock()), await open_store(url)
        try:
            async with live(second) as other:
                async with live(first) as one:
                    agent = await one.caller("agent1")
                    token = agent.headers["authorization"].removeprefix("Bearer ")
                    async with follow(agent) as feed:
                        brought = [(await other.brought())["id"] for _ in range(3)]
                        seen, cursor = await received(feed, 3)
                        stopping = asyncio.create_task(_ends(feed))
                        one.central.feed.close()
                        await stopping
                brought += [(await other.brought())["id"] for _ in range(3)]
                async with follow(other.client(token), cursor) as feed:
                    brought.append((await other.brought())["id"])
                    later, _ = await received(feed, 4)
        finally:
            await first.close()
            await second.close()
    assert seen + later == brought


async def _ends(feed: Following) -> None:
    await asyncio.wait_for(feed.rest(), 30)
