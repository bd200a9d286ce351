"""A winner that holds what it wrote: the next write of a store is not committed before a rival waits for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from ccpro_desk.central.store import Store
from ccpro_desk.central.store.sql_store import SqlStore
from ccpro_desk.central.store.sqlite.engine import SqliteEngine
from tests.eventually import eventually_async

_WITHIN_S = 30.0


@asynccontextmanager
async def holding(store: Store, url: str) -> AsyncIterator[asyncio.Event]:
    """The event is set once something is written and not yet committed. No rival comes: an `AssertionError`."""
    assert isinstance(store, SqlStore)
    engine: Any = store._engine
    written = asyncio.Event()
    if isinstance(engine, SqliteEngine):
        do = engine._writer.do
        engine._writer.do = _held_job(engine._writer, do, written)  # type: ignore[method-assign]
        try:
            yield written
        finally:
            engine._writer.do = do  # type: ignore[method-assign]
        return
    watcher = await asyncpg.connect(url)
    line = engine._lines.line
    engine._lines.line = _held_line(line, watcher, written)
    try:
        yield written
    finally:
        engine._lines.line = line
        await watcher.close()


def _held_job(writer: Any, do: Any, written: asyncio.Event) -> Any:
    """SQLite: the writer's thread stays in the job until another is queued behind it."""
    loop = asyncio.get_running_loop()

    async def held(job: Callable[[Any], Any]) -> Any:
        if written.is_set():
            return await do(job)

        def slow(connection: Any) -> Any:
            done = job(connection)
            loop.call_soon_threadsafe(written.set)
            deadline = time.monotonic() + _WITHIN_S
            while writer._queue.empty():
                assert time.monotonic() < deadline, "no rival writes"
                time.sleep(0.01)
            return done

        return await do(slow)

    return held


def _held_line(line: Any, watcher: Any, written: asyncio.Event) -> Any:
    """PostgreSQL: the transaction stays open until another backend waits for its locks."""

    @asynccontextmanager
    async def held() -> AsyncIterator[Any]:
        async with line() as connection:
            if written.is_set():
                yield connection
                return
            async with connection.transaction():
                yield connection
                if await connection.fetchval("select pg_current_xact_id_if_assigned()::text") is None:
                    return
                written.set()
                pid = connection.get_server_pid()
                await eventually_async(lambda: _blocks(watcher, pid), "a rival waits for the lock", _WITHIN_S)

    return held


async def _blocks(watcher: Any, pid: int) -> bool:
    waiting = "select count(*) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))"
    return bool(await watcher.fetchval(waiting, pid))
