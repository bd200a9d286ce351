"""The feed (SSE): each desk hears of what concerns it, once and in order, from where it left off.

A connection subscribes first, reads from its cursor, then drains its bounded buffer; one that is too slow
is ended and comes back from its cursor. One task says *alive* for all: no connection has a timer of its own.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ccpro_desk.central.errors import StalePosition
from ccpro_desk.central.metrics import Metrics
from ccpro_desk.central.store.port import Store
from ccpro_desk.central.store.values import Session, StoredEvent
from ccpro_desk.central.tailer import PAGE, Tailer
from ccpro_desk.domain.clock import Clock
from ccpro_desk.wire.codec import dumps, jsonable

ALIVE_S = 8.0
"""The contract asks for a sign of life at least every 10 s."""
BUFFER = 1_000
"""Events that a connection may lag behind before it is ended."""
_OVERLAP = 2 * BUFFER
"""Events read from the cursor whose ids are kept, to drop them from the buffer."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes ready to send; `id` is the event's, none for *alive*."""

    data: bytes
    id: UUID | None = None


class Connection:
    """One open feed: its session's agent decides what it hears."""

    def __init__(self, session: Session, token: bytes, cursor: str) -> None:
        self.session = session
        self.token = token
        """The hash of its session's."""
        self.cursor = cursor
        """Up to where it has been read from the store."""
        self.settled = False
        """It has caught up: an *alive* may carry its cursor."""
        self.ended = False
        self._buffer: deque[Chunk] = deque()
        self._filled = asyncio.Event()

    def put(self, chunk: Chunk) -> bool:
        """Buffers a chunk; false when the connection is too slow and has been ended."""
        if len(self._buffer) >= BUFFER:
            self.end()
            return False
        self._buffer.append(chunk)
        self._filled.set()
        return True

    def end(self) -> None:
        """The stream ends with what has been sent so far."""
        self._buffer.clear()
        self.finish()

    def finish(self) -> None:
        """The stream ends after what is buffered."""
        self.ended = True
        self._filled.set()

    def forget(self) -> None:
        """Drops what is buffered: the reading from the cursor covers it."""
        self._buffer.clear()

    async def take(self) -> list[Chunk]:
        """All that is buffered, as soon as there is any; nothing once the connection is ended."""
        await self._filled.wait()
        chunks = list(self._buffer)
        self._buffer.clear()
        if not self.ended:
            self._filled.clear()
        return chunks


class Feed:
    """All open feeds of this process."""

    def __init__(self, store: Store, clock: Clock, metrics: Metrics) -> None:
        self._store = store
        self._clock = clock
        self._metrics = metrics
        self._connections: set[Connection] = set()
        self.tailer = Tailer(store, self._fan_out, self._resync)

    def _fan_out(self, events: Sequence[StoredEvent]) -> None:
        now = self._clock.now()
        for stored in events:
            self._metrics.feed_lag.observe(max((now - stored.event.at).total_seconds(), 0))
            chunk: Chunk | None = None
            for connection in tuple(self._connections):
                if not stored.audience.includes(connection.session.agent):
                    continue
                chunk = chunk or event_chunk(stored)
                self._deliver(connection, chunk)

    def _deliver(self, connection: Connection, chunk: Chunk) -> None:
        if connection.put(chunk):
            self._metrics.feed_events.inc()
        else:
            self._metrics.feed_overflows.inc()
            self._connections.discard(connection)

    def _resync(self) -> None:
        for connection in tuple(self._connections):
            connection.put(resync_chunk(self._clock.now()))
            self._leave(connection)

    def _leave(self, connection: Connection) -> None:
        """Ends a connection after what it has buffered."""
        self._connections.discard(connection)
        connection.finish()

    async def stream(self, session: Session, token: bytes, cursor: str) -> AsyncIterator[bytes]:
        """The bytes of one feed from `cursor` on, until its session, its buffer or the process ends it."""
        connection = Connection(session, token, cursor)
        self._connections.add(connection)
        self._metrics.feed_connections.inc()
        try:
            await self.tailer.pass_by()
            connection.forget()
            recent: deque[UUID] = deque(maxlen=_OVERLAP)
            async for chunks in self._catch_up(connection):
                recent.extend(chunk.id for chunk in chunks if chunk.id is not None)
                yield b"".join(chunk.data for chunk in chunks)
            yield alive_chunk(connection.cursor, self._clock.now()).data
            await self.tailer.pass_by()
            connection.settled = True
            async for data in _drain(connection, frozenset(recent)):
                yield data
        except StalePosition:
            yield resync_chunk(self._clock.now()).data
        finally:
            self._connections.discard(connection)
            self._metrics.feed_connections.dec()

    async def _catch_up(self, connection: Connection) -> AsyncIterator[list[Chunk]]:
        """What concerns the connection after its cursor, by pages, until there is no more."""
        full = True
        while full and not connection.ended:
            events, connection.cursor = await self._store.events_after(connection.cursor, PAGE)
            mine = [e for e in events if e.audience.includes(connection.session.agent)]
            self._metrics.feed_events.inc(len(mine))
            if mine:
                yield [event_chunk(stored) for stored in mine]
            full = len(events) >= PAGE

    async def say_alive(self) -> None:
        """One sign of life for all, after a look at each session. Called every `ALIVE_S` seconds."""
        await self._check(tuple(self._connections))
        chunk = alive_chunk(self.tailer.position, self._clock.now())
        for connection in tuple(self._connections):
            if connection.settled and not connection.put(chunk):
                self._connections.discard(connection)

    async def recheck(self, agent_id: UUID) -> None:
        """Someone signed in or out: the feeds of their ended sessions end now."""
        await self._check(tuple(c for c in self._connections if c.session.agent.id == agent_id))

    async def _check(self, connections: Sequence[Connection]) -> None:
        for connection in connections:
            session = await self._store.session(connection.token, self._clock.now())
            if session is None:
                self._connections.discard(connection)
                connection.end()
            else:
                connection.session = session

    def close(self) -> None:
        """Ends every feed: the process is stopping."""
        for connection in tuple(self._connections):
            connection.end()


async def _drain(connection: Connection, seen: frozenset[UUID]) -> AsyncIterator[bytes]:
    ended = False
    while not ended:
        chunks = await connection.take()
        ended = connection.ended
        data = b"".join(chunk.data for chunk in chunks if chunk.id is None or chunk.id not in seen)
        if data:
            yield data


def event_chunk(stored: StoredEvent) -> Chunk:
    """One event of the feed, as it goes over the wire."""
    event = stored.event
    data = {**jsonable(event), "actor": event.actor}
    return Chunk(_sse(event.type, data, event.position), event.id)


def alive_chunk(position: str, at: datetime) -> Chunk:
    """The sign of life: its position also covers what was filtered out."""
    return Chunk(_sse("alive", {"position": position, "at": _rfc3339(at)}, position))


def resync_chunk(at: datetime) -> Chunk:
    """The position is not readable any more: start again from `/v1/me`."""
    return Chunk(_sse("resync", {"at": _rfc3339(at)}))


def _sse(kind: str, data: dict[str, Any], position: str | None = None) -> bytes:
    head = f"event: {kind}\n" + (f"id: {position}\n" if position else "")
    return head.encode() + b"data: " + dumps(data) + b"\n\n"


def _rfc3339(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
