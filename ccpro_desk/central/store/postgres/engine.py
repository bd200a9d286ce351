"""PostgreSQL behind the store: a few warm connections, asyncpg's own calls, one statement a transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import asyncpg
from pydantic_core import from_json, to_json
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.store.collisions import outcome_of
from ccpro_desk.central.store.engine import Document, Parameters, concerns
from ccpro_desk.central.store.figures import Use
from ccpro_desk.central.store.migrations.upgrade import upgrade_postgres
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.postgres.alone import alone
from ccpro_desk.central.store.postgres.lines import Lines
from ccpro_desk.central.store.postgres.wakeup import Wakeup
from ccpro_desk.central.store.rows import Row
from ccpro_desk.central.store.statements import Part, statements

_LINES = 8
"""Connections a process; more were not faster."""
_LOST = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
_FAULTS = (OSError, SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError)
_HEADS = "select (select count(*) from head) as heads"
_MESSAGES = """, (select coalesce(json_agg(to_json(m) order by m.seq), '[]') from d, message m
where m.contact_id = (d.doc ->> 'contact_id')::uuid) as messages"""


class PostgresEngine:
    """The database at `url` (`postgresql://…`), shared with any number of processes."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._statements = statements("postgres")
        self._lines = Lines(url, _LINES)
        self._wakeup = Wakeup(url)
        self._busy = 0

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
        [row] = await self._fetch(self._statements[name][0], parameters)
        return {part: from_json(value) for part, value in row.items()}

    async def rows(self, name: str, parameters: Parameters) -> list[Row]:
        return [dict(row) for row in await self._fetch(self._statements[name][0], parameters)]

    async def run(self, name: str, parameters: Parameters) -> list[Row]:
        return await self.rows(name, parameters)

    async def write(self, head: str, document: Document) -> Outcome:
        return (await self._write(head, document, _HEADS))[0]

    async def take(self, document: Document) -> tuple[Outcome, list[Row]]:
        outcome, row = await self._write("write_update", document, _HEADS + _MESSAGES)
        return outcome, from_json(row["messages"]) if outcome is Outcome.WRITTEN else []

    async def _write(self, head: str, document: Document, ending: str) -> tuple[Outcome, Any]:
        parts = self._statements[head]
        chosen = tuple(part.sql for part in parts[1:] if concerns(part.name, document))
        whole = _joined(parts[0].sql, chosen, ending)
        try:
            [row] = await self._fetch(whole, {"doc": document})
        except asyncpg.UniqueViolationError as error:
            return outcome_of(error.constraint_name or ""), None
        except _LOST:
            return Outcome.STALE, None
        return (Outcome.WRITTEN if row["heads"] else Outcome.STALE), row

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
        values = [_value(parameters[name]) for name in part.parameters]
        try:
            async with self._lines.line() as connection:
                self._busy += 1
                try:
                    found: list[Any] = await connection.fetch(part.sql, *values)
                finally:
                    self._busy -= 1
                return found
        except (asyncpg.UniqueViolationError, *_LOST):
            raise
        except _FAULTS as error:
            raise StoreError(f"PostgreSQL ne répond pas comme attendu : {error}") from error


@cache
def _joined(head: str, parts: tuple[str, ...], ending: str) -> Part:
    """A write of these parts, as one statement."""
    return Part("write", ",\n".join((head, *parts)) + "\n" + ending, ("doc",))


def _value(value: Any) -> Any:
    if isinstance(value, Mapping | list | tuple):
        return to_json(value).decode()
    return value
