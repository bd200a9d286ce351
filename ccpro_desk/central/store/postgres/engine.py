"""PostgreSQL behind the store: a few warm connections, asyncpg's own calls, one statement a transaction.

Reads of the hot path, and changes of contacts, go together with those that come at the same moment.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import asyncpg
from pydantic_core import from_json, to_json
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.store.collisions import outcome_of
from ccpro_desk.central.store.engine import Document, Parameters
from ccpro_desk.central.store.figures import Use
from ccpro_desk.central.store.migrations.upgrade import upgrade_postgres
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.postgres.alone import alone
from ccpro_desk.central.store.postgres.lines import BROKEN, Lines
from ccpro_desk.central.store.postgres.together import Together
from ccpro_desk.central.store.postgres.wakeup import Wakeup
from ccpro_desk.central.store.postgres.writes import STALE, Written, one, several, written
from ccpro_desk.central.store.rows import Row
from ccpro_desk.central.store.statements import Part, statements

_LINES = 8
"""Connections a process; more were not faster."""
_READS, _UPDATES = 1, 2
"""Statements of one kind at a time: what comes meanwhile goes together in the next. With two reads each would
answer fewer, and the whole be slower; a second update goes on while the first waits for the disk.
"""
_TOGETHER = 32
"""At most so many in one statement."""
_UPDATE = "write_update"
_LOST = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
_FAULTS = (
    OSError,
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # also: no server of the URL may be written to, as during a failover
)


class PostgresEngine:
    """The database at `url` (`postgresql://…`), shared with any number of processes."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._statements = statements("postgres")
        self._lines = Lines(url, _LINES)
        self._wakeup = Wakeup(url)
        self._busy = 0
        self._reads: dict[str, Together[Parameters, Any]] = {}
        self._updates = Together(self._update, _UPDATES, _TOGETHER)

    async def migrate(self) -> None:
        engine = create_async_engine(
            "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(self._url), poolclass=NullPool
        )
        try:
            async with engine.begin() as connection:
                await connection.run_sync(upgrade_postgres)
        except _FAULTS as error:
            raise StoreError(f"Mise à jour de PostgreSQL impossible : {error}") from error
        finally:
            await engine.dispose()

    async def close(self) -> None:
        await self._wakeup.close()
        await self._lines.close()

    async def bundle(self, name: str, parameters: Parameters) -> dict[str, list[Row]]:
        part = self._statements[name][0]
        if part.name == "together":
            row = await self._reading(name, part).answer(parameters)
        else:
            [row] = await self._fetch(part, parameters)
        return {part: from_json(value) if value else [] for part, value in row.items()}

    async def rows(self, name: str, parameters: Parameters) -> list[Row]:
        return [dict(row) for row in await self._fetch(self._statements[name][0], parameters)]

    async def run(self, name: str, parameters: Parameters) -> list[Row]:
        return await self.rows(name, parameters)

    async def write(self, head: str, document: Document) -> Outcome:
        if head == _UPDATE:
            return (await self.take(document))[0]
        return (await self._write(head, document))[0]

    async def take(self, document: Document) -> tuple[Outcome, list[Row]]:
        """With others; what cannot be done with them is done alone, and waits for whoever is in its way."""
        return await self._updates.answer(document) or await self._write(_UPDATE, document)

    def _reading(self, name: str, part: Part) -> Together[Parameters, Any]:
        if name not in self._reads:
            self._reads[name] = Together(partial(self._read, part), _READS, _TOGETHER)
        return self._reads[name]

    async def _read(self, part: Part, asked: Sequence[Parameters]) -> list[Any]:
        return await self._send(part.sql, [[_value(one[name]) for one in asked] for name in part.parameters])

    async def _update(self, documents: Sequence[Document]) -> list[Written | None]:
        """What became of each; none: somebody was in its way, or one of them spoiled it for all."""
        sql = several(self._statements[_UPDATE], documents)
        try:
            return [written(row) for row in await self._send(sql, [_documents(documents)])]
        except StoreError as error:
            if isinstance(error.__cause__, BROKEN):
                raise
        except asyncpg.PostgresError:
            pass
        return [None] * len(documents)

    async def _write(self, head: str, document: Document) -> Written:
        try:
            [row] = await self._send(one(self._statements[head], document), [_documents([document])])
        except asyncpg.UniqueViolationError as error:
            return outcome_of(error.constraint_name or ""), []
        except _LOST:
            return STALE
        return written(row) or STALE

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[bool]:
        try:
            async with alone(self._url, name) as mine:
                yield mine
        except _FAULTS as error:
            raise StoreError(f"PostgreSQL ne répond pas comme attendu : {error}") from error

    def use(self) -> Use:
        return Use(self._busy, _LINES)

    def listen(self, callback: Callable[[], None]) -> None:
        self._wakeup.listen(callback)

    def wrote(self) -> None:
        self._wakeup.wrote()

    async def _fetch(self, part: Part, parameters: Parameters) -> list[Any]:
        return await self._send(part.sql, [_value(parameters[name]) for name in part.parameters])

    async def _send(self, sql: str, values: Sequence[Any]) -> list[Any]:
        try:
            async with self._lines.line() as connection:
                self._busy += 1
                try:
                    found: list[Any] = await connection.fetch(sql, *values)
                finally:
                    self._busy -= 1
                return found
        except (asyncpg.UniqueViolationError, *_LOST):
            raise
        except _FAULTS as error:
            raise StoreError(f"PostgreSQL ne répond pas comme attendu : {error}") from error


def _documents(documents: Sequence[Document]) -> list[str]:
    return [to_json(document).decode() for document in documents]


def _value(value: Any) -> Any:
    if isinstance(value, dict | list | tuple):
        return to_json(value).decode()
    return value
