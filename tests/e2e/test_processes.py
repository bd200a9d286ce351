"""Two central processes over one PostgreSQL: one stops with its feeds open, its desks go on at the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.central.http.live import follow
from tests.support.postgres import Server, postgres
from tests.support.served import Served, serving

__all__ = ["postgres"]
FEEDS, ARRIVALS = 5, 7


@asynccontextmanager
async def two(postgres: Server, folder: Path) -> AsyncIterator[tuple[Served, Served]]:
    async with postgres.empty() as database:
        with serving(database) as first:
            second = Served(database, folder)
            second.start()
            try:
                yield first, second
            finally:
                second.stop()


async def test_desks_go_on_at_another_process_without_losing_an_event(
    postgres: Server, tmp_path: Path
) -> None:
    async with two(postgres, tmp_path) as (first, second), first.signed_in("agent1") as desk:
        start = (await desk.get("/v1/me")).json()["position"]
        brought = [str(await second.bring())]
        open_feeds = asyncio.Barrier(FEEDS + 1)
        desks = [asyncio.create_task(moving(desk, second, start, open_feeds)) for _ in range(FEEDS)]
        await open_feeds.wait()
        stopping = asyncio.create_task(asyncio.to_thread(ended, first))
        brought += [str(await second.bring()) for _ in range(4)]
        assert await stopping == 0
        brought += [str(await second.bring()) for _ in range(2)]
        for going_on in desks:
            assert await asyncio.wait_for(going_on, 30) == brought


async def moving(
    desk: httpx.AsyncClient, other: Served, cursor: str, open_feeds: asyncio.Barrier
) -> list[str]:
    """What a desk hears at one central until that ends, then at the other, up to the last arrival."""
    arrived, met = list[str](), False
    async with other.caller() as elsewhere:
        elsewhere.headers["Authorization"] = desk.headers["Authorization"]
        for caller in (desk, elsewhere):
            try:
                async with follow(caller, cursor) as feed:
                    while len(arrived) < ARRIVALS and (one := await feed.next()) is not None:
                        cursor = one.id or cursor
                        arrived += [one.data["contact_id"]] if one.type == "contact.received" else []
                        if arrived and not met:
                            met = await open_feeds.wait() >= 0
            except httpx.TransportError:
                continue
    return arrived


def ended(served: Served) -> int:
    """How the process ends when it is told to. An open feed would hold it for ever."""
    process = served.process
    assert process is not None
    process.terminate()
    return process.wait(timeout=20)
