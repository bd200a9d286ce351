"""The same suite over both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

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


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await open_store(url)
    await opened.migrate()
    yield opened
    await opened.close()


@pytest.fixture
async def central(store: Store) -> Bench:
    return await bench(store)


__all__ = ["postgres"]
