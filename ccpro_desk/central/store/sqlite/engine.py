"""SQLite behind the store: a writer thread, a reader thread, a lock beside the file."""

from __future__ import annotations

import asyncio
import base64
import fcntl
import json
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID, uuid4

from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.store.collisions import outcome_of
from ccpro_desk.central.store.engine import Document, Parameters, parts_of
from ccpro_desk.central.store.figures import Use
from ccpro_desk.central.store.migrations.upgrade import upgrade_sqlite
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.rows import Row, micros
from ccpro_desk.central.store.sqlite.worker import Worker
from ccpro_desk.central.store.statements import statements
from ccpro_desk.domain.motifs import fold


class _Stale(Exception):
    """A head of a write changed no row: what was written before it is undone."""


class SqliteEngine:
    """The file at `path`, this process's alone while it is open. Raises `StoreError`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = _locked(path)
        self._statements = statements("sqlite")
        self._listeners: list[Callable[[], None]] = []
        self._is_wal = threading.Event()
        self._writer = Worker(self._writing, "BEGIN IMMEDIATE")
        self._reader = Worker(self._reading, "BEGIN")

    async def migrate(self) -> None:
        await asyncio.to_thread(upgrade_sqlite, self._path)

    async def close(self) -> None:
        await self._reader.close()
        await self._writer.close()
        self._lock.close()

    async def bundle(self, name: str, parameters: Parameters) -> dict[str, list[Row]]:
        values = _values(parameters)
        parts = self._statements[name]

        def read(connection: sqlite3.Connection) -> dict[str, list[Row]]:
            return {part.name: _fetch(connection, part.sql, values) for part in parts}

        return await self._reader.do(read)

    async def rows(self, name: str, parameters: Parameters) -> list[Row]:
        return list((await self.bundle(name, parameters)).values())[-1]

    async def run(self, name: str, parameters: Parameters) -> list[Row]:
        values = _values(parameters)
        parts = self._statements[name]

        def work(connection: sqlite3.Connection) -> list[Row]:
            rows: list[Row] = []
            for part in parts:
                rows = _fetch(connection, part.sql, values)
            return rows

        return await self._writer.do(work)

    async def write(self, head: str, document: Document) -> Outcome:
        values = _flat(document)
        first, *others = self._statements[head]
        needed = parts_of(document)
        rest = [part for part in others if part.name in needed]
        other = document.get("other")
        heads = [values, _values({**other["contact"], **other["guard"]})] if other else [values]

        def work(connection: sqlite3.Connection) -> Outcome:
            for head_values in heads:
                if connection.execute(first.sql, head_values).rowcount == 0:
                    raise _Stale
            for part in rest:
                connection.execute(part.sql, values)
            return Outcome.WRITTEN

        try:
            return await self._writer.do(work)
        except _Stale:
            return Outcome.STALE
        except sqlite3.IntegrityError as error:
            return outcome_of(str(error))

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[bool]:
        """Always: the file is this process's."""
        yield True

    def use(self) -> Use:
        return Use(self._reader.is_busy + self._writer.is_busy, 2)

    async def take(self, document: Document) -> tuple[Outcome, list[Row]]:
        outcome = await self.write("write_update", document)
        if outcome is not Outcome.WRITTEN:
            return outcome, []
        return outcome, await self.rows("messages", {"contact_id": document["contact_id"]})

    def listen(self, callback: Callable[[], None]) -> None:
        self._listeners.append(callback)

    def wrote(self) -> None:
        for callback in self._listeners:
            callback()

    def _writing(self) -> sqlite3.Connection:
        """The writer's connection: it puts the file into WAL mode, which nobody may do beside it."""
        try:
            connection = _connection(self._path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        finally:
            self._is_wal.set()
        return connection

    def _reading(self) -> sqlite3.Connection:
        self._is_wal.wait()
        return _connection(self._path)


def _connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.create_function("new_token", 0, lambda: str(uuid4()))
    connection.create_function("folded", 1, fold, deterministic=True)
    connection.create_function("unbase64", 1, base64.b64decode, deterministic=True)
    return connection


def _locked(path: Path) -> TextIO:
    """The lock file beside the database, held until it is closed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = open(path.with_name(path.name + ".lock"), "a")  # noqa: SIM115 - held while the store is open
    except OSError as error:
        raise StoreError(f"Base {path.name} : ouverture impossible ({error.strerror}).") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise StoreError(f"Base {path.name} : déjà ouverte par un autre processus.") from error
    return lock


def _fetch(connection: sqlite3.Connection, sql: str, values: dict[str, Any]) -> list[Row]:
    cursor = connection.execute(sql, values)
    if cursor.description is None:
        return []
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _values(parameters: Parameters) -> dict[str, Any]:
    return {name: _value(value) for name, value in parameters.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return micros(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, default=_inside, ensure_ascii=False)
    return value


def _inside(value: Any) -> Any:
    return micros(value) if isinstance(value, datetime) else str(value)


def _flat(document: Document) -> dict[str, Any]:
    """The head's columns and guard by name, and the lists as one JSON document."""
    lists = {name: value for name, value in document.items() if isinstance(value, list)}
    head: dict[str, Any] = {}
    for name in ("contact", "agent", "row", "guard"):
        head |= document.get(name) or {}
    return _values(
        {**head, "contact_id": document.get("contact_id"), "ended": document.get("ended"), "doc": lists}
    )
