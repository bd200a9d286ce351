"""The state of the line to the central: what the agent sees at the top right, and what the tasks wait for."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from ccpro_desk.desk.settings import Pace
from ccpro_desk.desk.state import Link, LinkKind
from ccpro_desk.domain.clock import Clock


class Line:
    """`usable`: there is a session that the central has not refused."""

    def __init__(self, clock: Clock, pace: Pace, on_change: Callable[[], None]) -> None:
        self._clock = clock
        self._offline_after = timedelta(seconds=pace.offline_after)
        self._on_change = on_change
        self._kind = LinkKind.SIGNED_OUT
        self._elsewhere = False
        self._down: dict[str, datetime] = {}
        self._usable = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._answered = asyncio.Event()
        self.under_way = 0
        """Commands or `next` between us and the central just now."""
        self.exchanges = 0
        """How many there have been."""

    @property
    def link(self) -> Link:
        since = min(self._down.values(), default=None)
        if self._kind is not LinkKind.UP_TO_DATE or since is None:
            return Link(self._kind, since, elsewhere=self._elsewhere)
        late = self._clock.now() - since >= self._offline_after
        return Link(LinkKind.OFFLINE if late else LinkKind.RECONNECTING, since)

    @property
    def kind(self) -> LinkKind:
        return self.link.kind

    async def wait_usable(self) -> None:
        await self._usable.wait()

    def signed_in(self) -> None:
        """A session stands; the line is down until the feed is open."""
        self._set(LinkKind.UP_TO_DATE)
        self.down("feed")

    def signed_out(self) -> None:
        self._set(LinkKind.SIGNED_OUT)

    def expired(self, *, elsewhere: bool = False) -> None:
        """The session is over; `elsewhere`: the agent went on at another workstation."""
        if self._kind is not LinkKind.SIGNED_OUT:
            self._set(LinkKind.EXPIRED, elsewhere=elsewhere or self._elsewhere)

    def incompatible(self) -> None:
        self._set(LinkKind.INCOMPATIBLE)

    def up(self, way: str) -> None:
        """`way` (`feed` or `push`) works."""
        if self._down.pop(way, None) is not None:
            self._on_change()

    def down(self, way: str) -> None:
        """`way` does not work; since when is kept."""
        if way not in self._down:
            self._down[way] = self._clock.now()
            self._later()
            self._on_change()

    @contextmanager
    def exchange(self) -> Iterator[None]:
        """Around what changes our contacts at the central: a snapshot taken across it is not complete."""
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1
            self.exchanges += 1
            self._answered.set()

    async def answered(self) -> None:
        """Once nothing of ours is on its way: its result says more than the feed does."""
        while self.under_way:
            self._answered.clear()
            await self._answered.wait()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _set(self, kind: LinkKind, *, elsewhere: bool = False) -> None:
        self._kind, self._elsewhere = kind, elsewhere
        if kind is LinkKind.UP_TO_DATE:
            self._usable.set()
        else:
            self._usable.clear()
            self._down.clear()
        self._on_change()

    def _later(self) -> None:
        """Have the change from *reconnecting* to *offline* shown when its time comes."""
        self.close()
        delay = self._offline_after.total_seconds() + 0.01
        self._timer = asyncio.get_running_loop().call_later(delay, self._on_change)


class Backoff:
    """Waits longer after each failure, never just as long as the neighbours; `wake` cuts the wait short."""

    def __init__(self, pace: Pace) -> None:
        self._first, self._most = pace.retry_first, pace.retry_most
        self._failures = 0
        self._woken = asyncio.Event()

    def reset(self) -> None:
        self._failures = 0

    def wake(self) -> None:
        self._woken.set()

    async def wait(self, at_least: float | None = None) -> None:
        delay = min(self._most, self._first * 2**self._failures) * random.uniform(0.5, 1)  # noqa: S311
        self._failures = min(self._failures + 1, 16)
        self._woken.clear()
        try:
            async with asyncio.timeout(max(delay, at_least or 0)):
                await self._woken.wait()
        except TimeoutError:
            return
