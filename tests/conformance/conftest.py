"""The same suite over both engines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copyfile

import pytest

from ccpro_desk.central.store import Store, open_store
from tests.support.central import Bench, bench
from tests.support.postgres import Server, postgres

ENGINES = ("sqlite", "postgres")


@pytest.fixture(params=ENGINES)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'central.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    async with server.database() as database_url:
        yield database_url


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "central.db"

    async def make() -> None:
        store = await open_store(f"sqlite:///{path}")
        await store.migrate()
        await store.close()

    asyncio.run(make())
    return path


@pytest.fixture
async def store(url: str, empty: Path) -> AsyncIterator[Store]:
    """A store with the tables and nothing in them."""
    if url.startswith("sqlite:///"):
        copyfile(empty, url.removeprefix("sqlite:///"))
    opened = await open_store(url)
    yield opened
    await opened.close()


@pytest.fixture
async def central(store: Store) -> Bench:
    return await bench(store)


__all__ = ["postgres"]
