"""What time it is for the screens: one place, which pictures and snapshots stop."""

from __future__ import annotations

from datetime import datetime

from ccpro_desk.domain.clock import Clock, SystemClock

clock: Clock = SystemClock()


def now() -> datetime:
    return clock.now()
