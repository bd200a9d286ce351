"""One process a database for a piece of work: an advisory lock on a connection of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zlib import crc32

import asyncpg

_OURS = 7201526
"""The first half of the lock's key; the second is the work's name."""


@asynccontextmanager
async def alone(url: str, name: str) -> AsyncIterator[bool]:
    """Whether the lock was free; it is given back at the end, or when the connection is lost."""
    connection = await asyncpg.connect(url)
    try:
        key = crc32(name.encode()) & 0x7FFFFFFF
        yield bool(await connection.fetchval("select pg_try_advisory_lock($1, $2)", _OURS, key))
    finally:
        await connection.close(timeout=2)
