"""Days on which an administration works: *ouvrés* (Monday to Friday) and *ouvrables* (Monday to Saturday)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY, _SUNDAY = 5, 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The week, less the public holidays of one territory."""

    is_holiday: Callable[[date], bool]

    def is_ouvre(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and not self.is_holiday(day)

    def is_ouvrable(self, day: date) -> bool:
        return day.weekday() < _SUNDAY and not self.is_holiday(day)

    def moved(self, day: date) -> date:
        """`day`, else the first *ouvré* one after it."""
        return next(later for later in _from(day) if self.is_ouvre(later))

    def ouvre_after(self, day: date, nth: int) -> date:
        """The nth *ouvré* day after `day`."""
        return _nth((later for later in _from(day + _DAY) if self.is_ouvre(later)), nth)

    def ouvrable_from(self, day: date, nth: int) -> date:
        """The nth *ouvrable* day, `day` being the first if it is one."""
        return _nth((later for later in _from(day) if self.is_ouvrable(later)), nth)


def _from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += _DAY


def _nth(days: Iterator[date], nth: int) -> date:
    for _ in range(nth - 1):
        next(days)
    return next(days)
