"""A rival transaction that writes a row and holds its lock: for tests of lost races."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from uuid import UUID

import asyncpg

from tests.eventually import eventually_async

Commit = Callable[[], Awaitable[None]]


Statement = tuple[str, tuple[str, ...]]
"""With `?` for each value, which is text."""


@asynccontextmanager
async def rival(url: str, contact_id: UUID) -> AsyncIterator[Commit]:
    """The contact has a version more, uncommitted; call what is given to commit. Nothing called: undone."""
    change = ("update contact set version = version + 1 where id = ?", (str(contact_id),))
    async with _writing(url, change) as commit:
        yield commit


@asynccontextmanager
async def seat_rival(url: str, *keys: str) -> AsyncIterator[Commit]:
    """These seats are another matter's, uncommitted."""
    matter = str(UUID(int=77))
    taken = [("insert into seat (key, matter_id) values (?, ?)", (key, matter)) for key in keys]
    async with _writing(url, *taken) as commit:
        yield commit


def _writing(url: str, *statements: Statement) -> AbstractAsyncContextManager[Commit]:
    return _sqlite(url, statements) if url.startswith("sqlite") else _postgres(url, statements)


@asynccontextmanager
async def _sqlite(url: str, statements: Sequence[Statement]) -> AsyncIterator[Commit]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    for sql, values in statements:
        connection.execute(sql, values)

    async def commit() -> None:
        connection.execute("COMMIT")

    try:
        yield commit
    finally:
        connection.close()


@asynccontextmanager
async def _postgres(url: str, statements: Sequence[Statement]) -> AsyncIterator[Commit]:
    connection = await asyncpg.connect(url)
    watcher = await asyncpg.connect(url)
    transaction = connection.transaction()
    await transaction.start()
    for sql, values in statements:
        typed = [UUID(value) if _is_id(value) else value for value in values]
        await connection.execute(_numbered(sql), *typed)
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


def _numbered(sql: str) -> str:
    """`sql` with its values as PostgreSQL counts them."""
    first, *rest = sql.split("?")
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))


def _is_id(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False
