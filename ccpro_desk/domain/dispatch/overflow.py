"""Overflow by threshold: what arrives where too many wait, or too long, is open to every centre at once.

What waits there already keeps its place: each of those contacts overflows by its own wait (`widen`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ccpro_desk.domain.contact import NATIONAL, Place
from ccpro_desk.domain.dispatch.settings import Settings
from ccpro_desk.domain.values import Channel

_LOOKED_AT = 1_000
"""How many of those who wait are looked at for the one who waits longest."""


@dataclass(frozen=True, slots=True)
class Pressure:
    """What waits in one centre on one channel, as far as it was looked at."""

    waiting: int = 0
    oldest_at: datetime | None = None
    """When the first of them arrived; none: nobody waits."""


def pressure_of(arrivals: Iterable[datetime]) -> Pressure:
    """The pressure of contacts that arrived then and wait."""
    times = list(arrivals)
    return Pressure(len(times), min(times, default=None))


def has_threshold(place: Place, channel: Channel, settings: Settings) -> bool:
    """Whether the pressure matters at all for an arrival there."""
    if place.pool == NATIONAL:
        return False
    return channel in settings.overflow_waiting or channel in settings.overflow_oldest_s


def enough(channel: Channel, settings: Settings) -> int:
    """How many of those who wait must be looked at to know whether it is too many or too long."""
    return max(_LOOKED_AT, settings.overflow_waiting.get(channel, 0))


def overflowed(
    place: Place, channel: Channel, now: datetime, pressure: Pressure, settings: Settings
) -> Place:
    """Where an arrival waits under this pressure: nowhere else unless another centre is open."""
    if not has_threshold(place, channel, settings) or not _open_elsewhere(place.pool, now, settings):
        return place
    if _too_many(channel, pressure, settings) or _too_long(place.pool, channel, now, pressure, settings):
        return replace(place, pool=NATIONAL)
    return place


def _too_many(channel: Channel, pressure: Pressure, settings: Settings) -> bool:
    most = settings.overflow_waiting.get(channel)
    return most is not None and pressure.waiting >= most


def _too_long(pool: str, channel: Channel, now: datetime, pressure: Pressure, settings: Settings) -> bool:
    seconds, oldest = settings.overflow_oldest_s.get(channel), pressure.oldest_at
    if seconds is None or oldest is None:
        return False
    hours = settings.hours.get(pool)
    due = hours.after(oldest, seconds) if hours else oldest + timedelta(seconds=seconds)
    return due <= now


def _open_elsewhere(pool: str, now: datetime, settings: Settings) -> bool:
    """Whether another centre answers now; one without hours always does."""
    others = (settings.hours.get(centre) for centre in settings.territory.centres if centre != pool)
    return any(hours is None or hours.is_open(now) for hours in others)
