"""A central that listens on a Unix socket in this process, its timers running; and a desk that follows its feed."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from ccpro_desk.central.rules import load_rules
from ccpro_desk.central.serve import Address, _config, _Server
from ccpro_desk.central.service import Central
from ccpro_desk.central.store import Store
from ccpro_desk.domain.clock import ManualClock
from tests.central.http.world import World


@asynccontextmanager
async def live(store: Store) -> AsyncIterator[World]:
    """A served central; its clock is the test's."""
    with tempfile.TemporaryDirectory() as folder:
        address = Address(Path(folder, "s"))
        central = Central(store, load_rules(), ManualClock())
        server = _Server(_config(central), central)
        serving = asyncio.create_task(server._serve([address.bind()]))
        try:
            async with httpx.AsyncHTTPTransport(uds=str(address.uds)) as transport:
                yield World(central, transport)
        finally:
            server.should_exit = True
            await serving


@dataclass(frozen=True)
class Heard:
    """One event of a feed."""

    type: str
    id: str | None
    data: dict[str, Any]


class Following:
    """A feed being read, event by event."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def next(self) -> Heard | None:
        """The next event; none once the feed has ended."""
        fields: dict[str, str] = {}
        async for line in self._lines:
            if not line:
                return Heard(fields["event"], fields.get("id"), json.loads(fields["data"]))
            name, _, value = line.partition(": ")
            fields[name] = value
        return None

    async def next_of(self, kind: str) -> Heard:
        """The next event of a type."""
        while found := await self.next():
            if found.type == kind:
                return found
        raise AssertionError(f"the feed ended without {kind}")

    async def rest(self) -> list[Heard]:
        """Everything until the feed ends."""
        found = []
        while heard := await self.next():
            found.append(heard)
        return found


@asynccontextmanager
async def follow(caller: httpx.AsyncClient, cursor: str | None = None) -> AsyncIterator[Following]:
    """An open feed."""
    headers = {} if cursor is None else {"Last-Event-ID": cursor}
    async with caller.stream("GET", "/v1/feed", headers=headers, timeout=30) as response:
        assert response.status_code == 200
        yield Following(response)
