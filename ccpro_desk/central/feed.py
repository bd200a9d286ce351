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
from ccpro_desk.central.listeners import Listeners
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
_AT_ONCE = 50
"""Feeds that are told at once that all is well…"""
_ALIVE_WITHIN_S = 1.0
"""…until all have been told, within a second."""
_CHECKED = 500
"""Sessions looked for in one statement."""
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
        self._listeners = Listeners[Connection]()
        self.tailer = Tailer(store, self._fan_out, self._resync)

    def _fan_out(self, events: Sequence[StoredEvent]) -> None:
        now = self._clock.now()
        for stored in events:
            self._metrics.feed_lag.observe(max((now - stored.event.at).total_seconds(), 0))
            if hearing := self._listeners.hearing(stored.audience):
                chunk = event_chunk(stored)
                self._metrics.feed_events.inc(sum(self._put(listener, chunk) for listener in hearing))

    def _put(self, listener: Connection, chunk: Chunk) -> bool:
        """False: it was too slow, and is ended."""
        if listener.put(chunk):
            return True
        self._metrics.feed_overflows.inc()
        self._listeners.discard(listener)
        return False

    def _resync(self) -> None:
        for listener in self._listeners:
            listener.put(resync_chunk(self._clock.now()))
            self._leave(listener)

    def _leave(self, connection: Connection) -> None:
        """Ends a connection after what it has buffered."""
        self._listeners.discard(connection)
        connection.finish()

    async def stream(self, session: Session, token: bytes, cursor: str) -> AsyncIterator[bytes]:
        """The bytes of one feed from `cursor` on, until its session, its buffer or the process ends it."""
        connection = Connection(session, token, cursor)
        self._listeners.add(connection)
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
            self._listeners.discard(connection)
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
        """One sign of life for all, after a look at each session. Called every `ALIVE_S` seconds.

        Some at a time: an event need not wait until all have been written to.
        """
        await self._check(tuple(self._listeners))
        first, *others = _some(tuple(self._listeners), _AT_ONCE) or [()]
        self._tell_alive(first)
        for group in others:
            await asyncio.sleep(_ALIVE_WITHIN_S / len(others))
            self._tell_alive(group)

    def _tell_alive(self, group: Sequence[Connection]) -> None:
        chunk = alive_chunk(self.tailer.position, self._clock.now())
        for listener in group:
            if listener.settled and listener in self._listeners:
                self._put(listener, chunk)

    async def recheck(self, agent_id: UUID) -> None:
        """Someone signed in or out: the feeds of their ended sessions end now."""
        await self._check(self._listeners.of(agent_id))

    async def _check(self, listeners: Sequence[Connection]) -> None:
        for group in _some(listeners, _CHECKED):
            standing = await self._store.sessions([each.token for each in group], self._clock.now())
            for listener in group:
                session = standing.get(listener.token)
                if listener not in self._listeners:
                    continue
                if session is not None:
                    self._listeners.renew(listener, session)
                else:
                    self._listeners.discard(listener)
                    listener.end()

    def close(self) -> None:
        """Ends every feed: the process is stopping."""
        for listener in self._listeners:
            listener.end()


def _some(listeners: Sequence[Connection], size: int) -> list[Sequence[Connection]]:
    """`listeners` in groups."""
    return [listeners[start : start + size] for start in range(0, len(listeners), size)]


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
