"""An office (SIE) as appointments see it: its week, its exceptions, how many people it receives at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.hours import PARIS

BOTH = frozenset(Mode)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a day in which an office receives, in its own time; `end` is not part of it."""

    start: time
    end: time
    modes: frozenset[Mode] = BOTH


def _no_days() -> Mapping[date, tuple[Span, ...]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Office:
    """What the administration declares of an office. One that declares nothing gives no appointments."""

    code: str
    name: str
    week: Mapping[int, tuple[Span, ...]]
    """Spans of a weekday (Monday is 0), in order."""
    is_holiday: Callable[[date], bool]
    address: tuple[str, ...] = ()
    minutes: int = 30
    """Length of a slot."""
    capacity: int = 1
    """How many usagers are received in one slot, all modes together."""
    lead: timedelta = timedelta(hours=24)
    """How long before its beginning a slot may still be taken."""
    horizon: timedelta = timedelta(days=60)
    """How far ahead appointments are given."""
    closed: frozenset[date] = frozenset()
    extra: Mapping[date, tuple[Span, ...]] = field(default_factory=_no_days)
    """What replaces the week on a day."""
    zone: ZoneInfo = PARIS

    def spans(self, day: date) -> tuple[Span, ...]:
        """When it receives on `day`: never on a public holiday or a day that it closes."""
        if day in self.closed:
            return ()
        spans = self.extra.get(day, self.week.get(day.weekday(), ()))
        return () if spans and self.is_holiday(day) else spans

    @property
    def modes(self) -> frozenset[Mode]:
        """All modes in which it ever receives."""
        days = (*self.week.values(), *self.extra.values())
        return frozenset(mode for spans in days for span in spans for mode in span.modes)
