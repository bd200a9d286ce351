"""`Store`: opens at once, writes in its thread, says it is written only after the commit."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlcipher3 import dbapi2 as sqlcipher

from ccpro_desk.desk.decode import Undecodable
from ccpro_desk.desk.model import Access, Change, Draft, Model
from ccpro_desk.desk.places import Place
from ccpro_desk.desk.store import rows
from ccpro_desk.desk.store.connect import connect, lock, problem, set_aside
from ccpro_desk.desk.store.worker import Worker

T = TypeVar("T")


class Store:
    """Open it with `Store.open`; every write raises `StoreProblem` when it is not on disk."""

    def __init__(self, connection: sqlcipher.Connection, descriptor: int) -> None:
        self._worker = Worker(connection)
        self._lock = descriptor

    @classmethod
    def open(cls, place: Place, key: bytes) -> tuple[Store, Model]:
        """The store and what it holds. Raises `StoreProblem`."""
        descriptor = lock(place.lock)
        try:
            connection = connect(place.store, key)
            model = _read(connection, place)
        except BaseException:
            os.close(descriptor)
            raise
        return cls(connection, descriptor), model

    async def write(self, change: Change) -> None:
        await self.do(lambda cursor: rows.write_change(cursor, change))

    def put_draft(self, draft: Draft) -> Future[None]:
        """Never blocks; the last draft of a contact wins."""
        return self._worker.submit(lambda cursor: rows.write_draft(cursor, draft), draft_of=draft.contact_id)

    async def put_meta(self, name: str, value: str | None) -> None:
        await self.do(lambda cursor: rows.write_meta(cursor, name, value))

    async def meta(self, name: str) -> str | None:
        return await self.do(lambda cursor: rows.read_meta(cursor.connection).get(name))

    async def forget_notice(self, text: str) -> None:
        await self.do(lambda cursor: rows.forget_notice(cursor, text))

    async def put_dossier(self, siren: str, contact_id: UUID | None, view: str) -> None:
        await self.do(lambda cursor: rows.write_dossier(cursor, siren, contact_id, view))

    async def dossier(self, access: Access) -> str | None:
        """The cached dossier; reading it is journaled in the same transaction."""
        return await self.do(lambda cursor: rows.read_dossier(cursor, access))

    async def accesses(self) -> list[Access]:
        """What was read from the cache and not yet told to the central."""
        return await self.do(rows.read_accesses)

    async def forget_access(self, access: Access) -> None:
        await self.do(lambda cursor: rows.forget_access(cursor, access.seq))

    async def reduce(self, acknowledged_since: datetime) -> Model:
        """End of service: only what is unsent or recent is kept; the answer is what is left."""
        await self.do(lambda cursor: rows.reduce(cursor, acknowledged_since))
        return await self.do(lambda cursor: rows.read_model(cursor.connection))

    async def do(self, work: Callable[[sqlcipher.Cursor], T]) -> T:
        future: Future[T] = self._worker.submit(work)
        return await asyncio.shield(asyncio.wrap_future(future))

    def close(self) -> None:
        self._worker.close()
        os.close(self._lock)


def _read(connection: sqlcipher.Connection, place: Place) -> Model:
    try:
        return rows.read_model(connection)
    except sqlcipher.Error as error:
        connection.close()
        raise problem(place.store, error) from error
    except Undecodable as error:
        connection.close()
        raise set_aside(place.store, "est illisible") from error
