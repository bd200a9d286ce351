"""A rival transaction that changes a contact's row and holds its lock: for tests of lost races."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg

from tests.eventually import eventually_async

Commit = Callable[[], Awaitable[None]]


@asynccontextmanager
async def rival(url: str, contact_id: UUID) -> AsyncIterator[Commit]:
    """The contact has a version more, uncommitted; call what is given to commit. Nothing called: undone."""
    if url.startswith("sqlite"):
        async with _sqlite(url, contact_id) as commit:
            yield commit
    else:
        async with _postgres(url, contact_id) as commit:
            yield commit


@asynccontextmanager
async def _sqlite(url: str, contact_id: UUID) -> AsyncIterator[Commit]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("update contact set version = version + 1 where id = ?", (str(contact_id),))

    async def commit() -> None:
        connection.execute("COMMIT")

    try:
        yield commit
    finally:
        connection.close()


@asynccontextmanager
async def _postgres(url: str, contact_id: UUID) -> AsyncIterator[Commit]:
    connection = await asyncpg.connect(url)
    watcher = await asyncpg.connect(url)
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("update contact set version = version + 1 where id = $1", contact_id)
    pid = connection.get_server_pid()

    async def blocked() -> bool:
        return bool(
            await watcher.fetchval(
                "select count(*) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))", pid
            )
        )

    async def commit() -> None:
        await eventually_async(blocked, "the other writer waits for our lock")
        await transaction.commit()

    try:
        yield commit
    finally:
        await connection.close()
        await watcher.close()
