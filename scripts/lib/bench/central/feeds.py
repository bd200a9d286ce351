"""How long an event takes to all the agents of a centre while two thousand feeds are open."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path

from scripts.lib.bench.central.load import Line, Seen, at

FEEDS = 2_000
CENTRE = 50
EVENTS = 40
_WITHIN_S = 30.0


@dataclass(frozen=True)
class Reached:
    """Milliseconds from the request that made an event to each feed that heard it."""

    p50: float
    p99: float
    delivered: int
    due: int
    open: int


class Ear:
    """The feed of agent `number`; `heard`: contact → when it was told as taken."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.heard: dict[str, float] = {}
        self.ready = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
        self.writer: asyncio.StreamWriter | None = None
        """Kept: a writer that nobody has closes its connection."""

    async def open(self, socket: Path) -> None:
        reader, self.writer = await asyncio.open_unix_connection(str(socket))
        self.writer.write(
            b"GET /v1/feed HTTP/1.1\r\nHost: central\r\nAuthorization: Bearer bench-%d\r\n\r\n" % self.number
        )
        self.task = asyncio.create_task(self._read(reader))
        await self.ready.wait()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        kind = b""
        while line := await reader.readline():
            if line.startswith(b"event: "):
                kind = line[7:].strip()
                self.ready.set()
            elif kind == b"contact.assigned" and line.startswith(b"data: "):
                self.heard[json.loads(line[6:])["contact_id"]] = time.perf_counter()


async def measure(socket: Path) -> Reached:
    """Agents 0–49 are a centre: each of them in turn takes a contact, all of them hear of it."""
    ears = [Ear(number) for number in range(FEEDS)]
    for start in range(0, FEEDS, 50):
        await asyncio.gather(*(ear.open(socket) for ear in ears[start : start + 50]))
    began: dict[str, float] = {}
    for number in range(EVENTS):
        line = Line(number % CENTRE, *await asyncio.open_unix_connection(str(socket)))
        now = time.perf_counter()
        contact = await line.cycle(Seen())
        assert contact, "no contact"
        began[contact] = now
        line.writer.close()
        await asyncio.sleep(0.05)
    await _all_heard(ears[:CENTRE], set(began))
    took = [ear.heard[key] - when for ear in ears[:CENTRE] for key, when in began.items() if key in ear.heard]
    for ear in ears:
        assert ear.task is not None
        ear.task.cancel()
    return Reached(at(took, 0.5), at(took, 0.99), len(took), EVENTS * CENTRE, FEEDS)


async def _all_heard(ears: list[Ear], contacts: set[str]) -> None:
    deadline = time.monotonic() + _WITHIN_S
    while time.monotonic() < deadline and not all(contacts <= ear.heard.keys() for ear in ears):  # noqa: ASYNC110
        await asyncio.sleep(0.05)
