"""PostgreSQL: one process hears what another wrote, also after its connection was cut."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest

from ccpro_desk.central.store import Store, open_store
from ccpro_desk.central.store.postgres import wakeup
from ccpro_desk.central.store.values import Audience, Change, NewEvent
from ccpro_desk.domain.clock import SystemClock
from ccpro_desk.domain.ids import new_id
from tests.eventually import eventually_async
from tests.support.postgres import Server, postgres


async def write(store: Store) -> None:
    event = NewEvent(new_id(), "notice", SystemClock().now(), Audience())
    await store.write(Change(events=(event,)))


async def listeners(url: str) -> list[int]:
    """The server processes of connections that wait for news: here, each tells as well as listens."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "select pid from pg_stat_activity where datname = current_database() and query ~* '^(listen|notify)'"
        )
        return [row["pid"] for row in rows]
    finally:
        await connection.close()


async def read_only(url: str, *, on: bool) -> None:
    connection = await asyncpg.connect(url)
    try:
        name = await connection.fetchval("select current_database()")
        setting = "set default_transaction_read_only = on" if on else "reset default_transaction_read_only"
        await connection.execute(f"set transaction_read_only = off; alter database {name} {setting}")
    finally:
        await connection.close()


async def test_a_failover_is_outlived(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """No server of the URL may be written to, for a while: it is tried again until one may."""
    monkeypatch.setattr(wakeup, "_RETRY_S", 0.02)
    refused, connect = asyncio.Semaphore(0), asyncpg.connect

    async def counted(*arguments: Any, **more: Any) -> Any:
        try:
            return await connect(*arguments, **more)
        except asyncpg.TargetServerAttributeNotMatched:
            refused.release()
            raise

    async with postgres.database() as url:
        await read_only(url, on=True)
        store = await open_store(f"{url}&target_session_attrs=read-write")
        heard = asyncio.Event()
        with monkeypatch.context() as patched:
            patched.setattr(asyncpg, "connect", counted)
            store.listen(heard.set)
            for _ in range(2):
                await asyncio.wait_for(refused.acquire(), 30)
        await read_only(url, on=False)
        await asyncio.wait_for(heard.wait(), 30)
        await store.close()


async def test_another_process_is_heard_also_after_a_cut(postgres: Server) -> None:
    async with postgres.database() as url:
        here, there = await open_store(url), await open_store(url)
        heard = asyncio.Event()
        there.listen(heard.set)
        [pid] = await eventually_async(lambda: listeners(url), "the other process listens")
        heard.clear()
        await write(here)
        await asyncio.wait_for(heard.wait(), 30)

        cutter = await asyncpg.connect(url)
        await cutter.fetchval("select pg_terminate_backend($1)", pid)
        await cutter.close()

        async def listens_again() -> bool:
            return len({*await listeners(url)} - {pid}) == 2

        await eventually_async(listens_again, "the other process listens again")
        heard.clear()
        await write(here)
        await asyncio.wait_for(heard.wait(), 30)
        await here.close()
        await there.close()


__all__ = ["postgres"]
