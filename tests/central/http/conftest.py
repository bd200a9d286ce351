from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.central.http.world import World, url_of, world


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """A central in this process."""
    async with world(url_of(tmp_path / "central.db")) as found:
        yield found
