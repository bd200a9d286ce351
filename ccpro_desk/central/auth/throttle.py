"""Wrong passwords: after a few in a row, a login or a source must wait, longer each time.

Kept in memory: each process counts its own, and forgets when it ends. Nothing about anybody is stored.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from ccpro_desk.domain.clock import Clock


@dataclass(frozen=True, slots=True)
class Limit:
    free: int
    """So many wrong passwords in a row, and the next attempt must wait."""
    wait_s: int
    """The first wait; it doubles with each further wrong password."""
    longest_s: int = 900
    forget_s: int = 1800
    """A count that saw nothing for so long starts again."""


PER_LOGIN = Limit(free=5, wait_s=15)
PER_SOURCE = Limit(free=50, wait_s=30)
_REMEMBERED = 20_000
"""Keys kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class _Count:
    wrong: int
    last: datetime
    until: datetime


class Throttle:
    """Counts wrong passwords by key (a login, a source)."""

    def __init__(self, clock: Clock, limit: Limit) -> None:
        self._clock = clock
        self._limit = limit
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def wait_s(self, key: str) -> int:
        """Whole seconds that `key` must wait; 0: none."""
        count = self._counts.get(key)
        if count is None:
            return 0
        return max(0, math.ceil((count.until - self._clock.now()).total_seconds()))

    def wrong(self, key: str) -> None:
        """One more wrong password."""
        now = self._clock.now()
        count = self._counts.pop(key, None)
        fresh = count is None or now - count.last > timedelta(seconds=self._limit.forget_s)
        wrong = 1 if count is None or fresh else count.wrong + 1
        self._counts[key] = _Count(wrong, now, now + timedelta(seconds=self._penalty_s(wrong)))
        if len(self._counts) > _REMEMBERED:
            self._counts.popitem(last=False)

    def right(self, key: str) -> None:
        """The password was right: the count starts again."""
        self._counts.pop(key, None)

    def _penalty_s(self, wrong: int) -> int:
        over = wrong - self._limit.free
        return 0 if over < 0 else min(self._limit.longest_s, self._limit.wait_s << min(over, 16))
