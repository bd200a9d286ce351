from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ccpro_desk.central.store import Store
from ccpro_desk.domain.clock import ManualClock
from tests.central.http.live import live
from tests.central.http.world import World, copied, filled, url_of, world
from tests.support.postgres import Server, postgres

__all__ = ["postgres"]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the demonstration's accounts and usagers, to be copied."""
    path = tmp_path_factory.mktemp("template") / "central.db"

    async def make() -> None:
        store = await filled(url_of(path), ManualClock())
        await store.close()

    asyncio.run(make())
    return path


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """`sqlite`, or what a module that matters on both engines asks for."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
async def store(
    request: pytest.FixtureRequest, engine: str, template: Path, tmp_path: Path
) -> AsyncIterator[Store]:
    """A store with the demonstration's accounts and usagers."""
    if engine == "sqlite":
        opened = await copied(template, url_of(tmp_path / "central.db"))
        yield opened
        await opened.close()
        return
    server: Server = request.getfixturevalue("postgres")
    async with server.database() as url:
        opened = await filled(url, ManualClock())
        yield opened
        await opened.close()


@pytest.fixture
def here(store: Store) -> World:
    """A central in this process, its timers not running: tests move the clock and call them."""
    return world(store)


@pytest.fixture
async def served(store: Store) -> AsyncIterator[World]:
    """A central that listens on a Unix socket, its timers running."""
    async with live(store) as found:
        yield found
