"""Two centrals over one PostgreSQL, as two processes would be: what one does, the feeds of the other tell."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from ccpro_desk.central.store import open_store
from ccpro_desk.domain.clock import ManualClock
from tests.central.http.live import follow, live
from tests.central.http.test_shift import held
from tests.central.http.world import World, check_problem, command, filled, send
from tests.support.postgres import Server


@pytest.fixture
async def two(postgres: Server) -> AsyncIterator[tuple[World, World]]:
    async with postgres.database() as url:
        first, second = await filled(url, ManualClock()), await open_store(url)
        async with live(first) as one, live(second) as other:
            yield one, other
        await first.close()
        await second.close()


async def test_what_one_writes_the_other_tells(two: tuple[World, World]) -> None:
    one, other = two
    agent = await other.caller("agent1")
    async with follow(agent) as feed:
        contact = await one.brought()
        assert (await feed.next_of("contact.received")).data["contact_id"] == contact["id"]


async def test_a_desk_may_move_from_one_to_the_other(two: tuple[World, World]) -> None:
    one, other = two
    await one.brought()
    agent = await one.available("agent1")
    taken = await one.taken(agent)
    moved = other.client(agent.headers["authorization"].removeprefix("Bearer "))
    reply = command("contact.reply", {"text": "Bonjour"}, **held(taken))
    assert (await send(moved, reply))["status"] == "applied"
    assert (await send(agent, reply))["status"] == "duplicate"


async def test_signing_in_at_one_ends_the_feed_at_the_other(two: tuple[World, World]) -> None:
    one, other = two
    agent = await other.caller("agent1")
    async with follow(agent) as feed:
        await feed.next_of("alive")
        await one.caller("agent1")
        check_problem(await agent.get("/v1/me"), 401, "unauthenticated")
        await other.central.feed.say_alive()
        await feed.rest()
