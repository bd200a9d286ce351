"""One thread that owns one connection: jobs queue up and are committed in groups.

A future is resolved only after its commit; each job has its savepoint, so that one failure undoes no other.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, TypeVar, cast

from ccpro_desk.central.errors import StoreError

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], Any]
_GROUP = 200
"""Jobs a transaction at most."""


@dataclass(slots=True)
class _Ticket:
    job: Job
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    value: Any = None
    error: BaseException | None = field(default=None)


class Worker:
    """`connect` runs in the worker's own thread. `begin`: how its transactions start."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], begin: str) -> None:
        self._connect = connect
        self._begin = begin
        self._busy = False
        self._queue: SimpleQueue[_Ticket | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="ccpro-sqlite", daemon=True)
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether a transaction is open now."""
        return self._busy

    async def do(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """What `job` returns, once it is committed. Raises what it raised, or `StoreError`."""
        loop = asyncio.get_running_loop()
        ticket = _Ticket(job, loop, loop.create_future())
        self._queue.put(ticket)
        return cast("T", await ticket.future)

    async def close(self) -> None:
        """After the jobs that are queued already."""
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _serve(self) -> None:
        try:
            connection = self._connect()
        except sqlite3.Error as error:
            self._refuse(error)
            return
        try:
            while (group := self._next_group()) is not None:
                self._busy = True
                self._commit(connection, group)
                self._busy = False
                for ticket in group:
                    with suppress(RuntimeError):  # its loop is gone: nobody waits any more
                        ticket.loop.call_soon_threadsafe(_resolve, ticket)
        finally:
            connection.close()

    def _refuse(self, error: sqlite3.Error) -> None:
        """The file cannot be opened: every job is told so."""
        while (group := self._next_group()) is not None:
            for ticket in group:
                ticket.error = StoreError(f"La base de données ne s'ouvre pas : {error}.")
                with suppress(RuntimeError):  # its loop is gone: nobody waits any more
                    ticket.loop.call_soon_threadsafe(_resolve, ticket)

    def _next_group(self) -> list[_Ticket] | None:
        first = self._queue.get()
        if first is None:
            return None
        group = [first]
        with suppress(Empty):
            while len(group) < _GROUP:
                ticket = self._queue.get_nowait()
                if ticket is None:
                    self._queue.put(None)
                    break
                group.append(ticket)
        return group

    def _commit(self, connection: sqlite3.Connection, group: list[_Ticket]) -> None:
        try:
            connection.execute(self._begin)
            for ticket in group:
                _run(connection, ticket)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            for ticket in group:
                ticket.error = StoreError(f"La base de données refuse d'écrire : {error}.")


def _run(connection: sqlite3.Connection, ticket: _Ticket) -> None:
    connection.execute("SAVEPOINT job")
    try:
        ticket.value = ticket.job(connection)
    except Exception as error:
        ticket.error = _told(error)
        connection.execute("ROLLBACK TO job")
    connection.execute("RELEASE job")


def _told(error: Exception) -> Exception:
    if isinstance(error, sqlite3.Error) and not isinstance(error, sqlite3.IntegrityError):
        return StoreError(f"La base de données ne répond pas comme attendu : {error}.")
    return error


def _resolve(ticket: _Ticket) -> None:
    if ticket.future.cancelled():
        return
    if ticket.error is not None:
        ticket.future.set_exception(ticket.error)
    else:
        ticket.future.set_result(ticket.value)
