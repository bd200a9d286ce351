"""Wrong passwords: after a few in a row a login or a source waits, longer each time; then a login is locked.

Counted in the store: several processes, or one that starts again, count together. What is kept is a hash of
the login or of the source, a number and two times, for two days at most.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from ccpro_desk.central.store.port import Store
from ccpro_desk.central.store.values import Attempts
from ccpro_desk.domain.clock import Clock


@dataclass(frozen=True, slots=True)
class Limit:
    scope: str
    """What the keys are: part of what is hashed."""
    free: int
    """So many wrong passwords in a row, and the next attempt must wait."""
    wait_s: int
    """The first wait; it doubles with each further wrong password."""
    longest_s: int = 900
    forget_s: int = 1800
    """A count that saw nothing for so long starts again."""
    lock_at: int | None = None
    """So many in a row, and it is locked."""
    lock_s: int = 12 * 3600


PER_LOGIN = Limit("login", free=5, wait_s=15, forget_s=24 * 3600, lock_at=20)
PER_SOURCE = Limit("source", free=50, wait_s=30)
KEPT = timedelta(days=2)
"""How long a count is kept after its last wrong password."""


def attempts_key(scope: str, key: str) -> str:
    """What is stored of a login or a source: someone may have typed a password where the login goes."""
    return sha256(f"{scope}\n{key}".encode("utf-8", "surrogatepass")).hexdigest()


def penalty_s(limit: Limit, wrong: int) -> int:
    """Seconds to wait after so many wrong passwords in a row."""
    if limit.lock_at is not None and wrong >= limit.lock_at:
        return limit.lock_s
    over = wrong - limit.free
    return 0 if over < 0 else min(limit.longest_s, limit.wait_s << min(over, 16))


class Throttle:
    """Counts wrong passwords by key."""

    def __init__(self, store: Store, clock: Clock, limit: Limit) -> None:
        self._store = store
        self._clock = clock
        self.limit = limit

    async def wait_s(self, key: str) -> int:
        """Whole seconds that `key` must wait; 0: none."""
        found = await self._store.attempts(self._key(key))
        return _wait_s(found, self._clock.now()) if found else 0

    async def begin(self, key: str) -> int:
        """Counts an attempt as wrong before it is looked at, so that parallel guesses gain nothing.

        Returns the seconds to wait instead, if any: then it is not counted, and must not be looked at.
        """
        while True:
            now = self._clock.now()
            found = await self._store.attempts(self._key(key))
            if found is not None and (wait := _wait_s(found, now)):
                return wait
            if await self._counted(key, found, now):
                return 0

    async def wrong(self, key: str) -> None:
        """One more wrong password."""
        while not await self._counted(key, await self._store.attempts(self._key(key)), self._clock.now()):
            pass

    async def right(self, key: str) -> None:
        """The password was right: the count starts again."""
        await self._store.forget_attempts(self._key(key))

    async def _counted(self, key: str, found: Attempts | None, now: datetime) -> bool:
        fresh = found is None or now - max(found.last, found.until) > timedelta(seconds=self.limit.forget_s)
        wrong = 1 if found is None or fresh else found.wrong + 1
        until = now + timedelta(seconds=penalty_s(self.limit, wrong))
        was = found.wrong if found else 0
        return await self._store.put_attempts(self._key(key), was, Attempts(wrong, now, until))

    def _key(self, key: str) -> str:
        return attempts_key(self.limit.scope, key)


def _wait_s(found: Attempts, now: datetime) -> int:
    return max(0, math.ceil((found.until - now).total_seconds()))
