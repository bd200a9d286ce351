"""The connections that the central keeps open to PostgreSQL: few, warm, each for one statement at a time.

A connection that fails is dropped with all that are idle: after a failover none of them leads anywhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

BROKEN = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,
    asyncpg.ReadOnlySQLTransactionError,
)
"""What makes a connection useless, a standby that it leads to included."""
_CONNECT_S = 10.0
_STATEMENT_S = 60.0
_SETTINGS = {"application_name": "ccpro-central", "jit": "off", "plan_cache_mode": "force_generic_plan"}
"""A statement is planned once a connection: planning `next` anew each time cost more than running it."""


class Lines:
    """At most `size` connections to `url`, opened when they are needed."""

    def __init__(self, url: str, size: int) -> None:
        self._url = url
        self._free = asyncio.Semaphore(size)
        self._idle: list[Any] = []

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Any]:
        """A connection in autocommit. Raises what asyncpg raises."""
        async with self._free:
            connection = await self._taken()
            try:
                yield connection
            except BROKEN:
                connection.terminate()
                self._drop_idle()
                raise
            except asyncpg.PostgresError:
                self._idle.append(connection)
                raise
            except BaseException:
                connection.terminate()
                raise
            self._idle.append(connection)

    async def close(self) -> None:
        idle, self._idle = self._idle, []
        for connection in idle:
            await connection.close(timeout=2)

    async def _taken(self) -> Any:
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
        return await asyncpg.connect(
            self._url,
            timeout=_CONNECT_S,
            command_timeout=_STATEMENT_S,
            server_settings=_SETTINGS,
        )

    def _drop_idle(self) -> None:
        idle, self._idle = self._idle, []
        for connection in idle:
            connection.terminate()
