from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ccpro_desk.domain.clock import ManualClock
from tests.central.http.world import World, filled, url_of, world


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
async def here(tmp_path: Path, template: Path) -> AsyncIterator[World]:
    """A central in this process."""
    async with world(template, url_of(tmp_path / "central.db")) as found:
        yield found
