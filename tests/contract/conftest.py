"""One served central an engine and session; a test leaves its queue empty."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.house import House, house
from tests.support.postgres import Server, postgres


def _database(request: pytest.FixtureRequest, engine: str) -> Iterator[str]:
    if engine == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("central")
        yield f"sqlite:///{folder / 'central.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    database = server.empty()
    with asyncio.Runner() as runner:
        yield runner.run(database.__aenter__())
        runner.run(database.__aexit__(None, None, None))


@pytest.fixture(scope="session")
def _sqlite(request: pytest.FixtureRequest) -> Iterator[House]:
    for url in _database(request, "sqlite"):
        with house(url) as found:
            yield found


@pytest.fixture(scope="session")
def _postgres(request: pytest.FixtureRequest) -> Iterator[House]:
    for url in _database(request, "postgres"):
        with house(url) as found:
            yield found


@pytest.fixture(params=("sqlite", "postgres"))
def central(request: pytest.FixtureRequest) -> Iterator[House]:
    """A central on each engine."""
    found: House = request.getfixturevalue(f"_{request.param}")
    yield found
    found.drain()


@pytest.fixture
def one(_sqlite: House) -> Iterator[House]:
    """A central where the engine does not matter."""
    yield _sqlite
    _sqlite.drain()


__all__ = ["postgres"]
