"""PostgreSQL behind the store: SQLAlchemy's pool, asyncpg's own calls, one statement a transaction."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.store.collisions import outcome_of
from ccpro_desk.central.store.engine import Document, Parameters, plain
from ccpro_desk.central.store.migrations.upgrade import upgrade_postgres
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.postgres.alone import alone
from ccpro_desk.central.store.postgres.wakeup import Wakeup
from ccpro_desk.central.store.rows import Row
from ccpro_desk.central.store.statements import Part, statements

_POOL = 8
"""Connections a process; more were not faster."""
_LOST = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)

_FAULTS = (OSError, SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError)


class PostgresEngine:
    """The database at `url` (`postgresql://…`), shared with any number of processes."""

    def __init__(self, url: str) -> None:
        self._statements = statements("postgres")
        self._pool = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=lambda: asyncpg.connect(url, server_settings={"application_name": "ccpro-central"}),
            isolation_level="AUTOCOMMIT",
            json_deserializer=str,
            pool_size=_POOL,
            max_overflow=_POOL,
        )
        self._url = url
        self._wakeup = Wakeup(url)

    async def migrate(self) -> None:
        migrating = self._pool.execution_options(isolation_level="READ COMMITTED")
        try:
            async with migrating.begin() as connection:
                await connection.run_sync(upgrade_postgres)
        except _FAULTS as error:
            raise StoreError(f"Mise à jour de PostgreSQL impossible : {error}") from error

    async def close(self) -> None:
        await self._wakeup.close()
        await self._pool.dispose()

    async def bundle(self, name: str, parameters: Parameters) -> dict[str, list[Row]]:
        row = (await self._fetch(self._statements[name][0], parameters))[0]
        return {part: json.loads(value) for part, value in row.items()}

    async def rows(self, name: str, parameters: Parameters) -> list[Row]:
        return await self._fetch(self._statements[name][0], parameters)

    async def run(self, name: str, parameters: Parameters) -> list[Row]:
        return await self._fetch(self._statements[name][0], parameters)

    async def write(self, head: str, document: Document) -> Outcome:
        try:
            [row] = await self._fetch(self._statements[head][0], {"doc": document})
        except asyncpg.UniqueViolationError as error:
            return outcome_of(error.constraint_name or "")
        except _LOST:
            return Outcome.STALE
        return Outcome.WRITTEN if row["heads"] else Outcome.STALE

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[bool]:
        try:
            async with alone(self._url, name) as mine:
                yield mine
        except _FAULTS as error:
            raise StoreError(f"PostgreSQL ne répond pas comme attendu : {error}") from error

    def listen(self, callback: Callable[[], None]) -> None:
        self._wakeup.listen(callback)

    def wrote(self) -> None:
        self._wakeup.wrote()

    async def _fetch(self, part: Part, parameters: Parameters) -> list[Row]:
        values = [_value(parameters[name]) for name in part.parameters]
        async with self._connection() as connection:
            return [dict(record) for record in await connection.fetch(part.sql, *values)]

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        """A driver connection of the pool."""
        try:
            async with self._pool.connect() as connection:
                raw = await connection.get_raw_connection()
                yield raw.driver_connection
        except (asyncpg.UniqueViolationError, *_LOST):
            raise
        except _FAULTS as error:
            raise StoreError(f"PostgreSQL ne répond pas comme attendu : {error}") from error


def _value(value: Any) -> Any:
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, default=plain, ensure_ascii=False)
    return value
