"""How much one session may ask of this process: a token bucket each, in memory."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from ccpro_desk.central.settings import Limits, Rate

_REMEMBERED = 20_000
"""Buckets kept; the ones used longest ago go first, and start again full."""
APART = frozenset({"/v1/alive", "/v1/feed"})
"""Routes that have a bucket of their own."""


class Buckets:
    """`spend` by session; `wait_s` before anything is looked up for a session that must wait."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._left: OrderedDict[tuple[bytes, bool], tuple[float, float, Rate]] = OrderedDict()
        """(session, apart) → (requests left, when that was, its rate)."""

    def wait_s(self, session: bytes, route: str) -> int:
        """Whole seconds until this session may ask again; 0: now."""
        found = self._left.get((session, route in APART))
        if found is None:
            return 0
        left, _, rate = self._now(found)
        return 0 if left >= 1 else max(1, math.ceil((1 - left) / rate.per_s))

    def spend(self, session: bytes, route: str, *, connector: bool) -> None:
        """One request more of a session that exists."""
        apart = route in APART
        rate = self._rate(apart=apart, connector=connector)
        if not rate.per_s:
            return
        key = (session, apart)
        found = self._left.pop(key, None)
        left, at, _ = self._now(found) if found else (float(rate.burst), self._clock(), rate)
        self._left[key] = (left - 1, at, rate)
        if len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)

    def _rate(self, *, apart: bool, connector: bool) -> Rate:
        if apart:
            return self._limits.apart
        return self._limits.connector if connector else self._limits.person

    def _now(self, found: tuple[float, float, Rate]) -> tuple[float, float, Rate]:
        left, at, rate = found
        now = self._clock()
        return min(float(rate.burst), left + (now - at) * rate.per_s), now, rate
