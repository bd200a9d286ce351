"""How a due date follows from a period: a day of a later month, the nth working day, a window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ccpro_desk.domain.obligations.open_days import OpenDays
from ccpro_desk.domain.obligations.periods import DECEMBER, Closing, Period, month_after, month_end


class Days(NamedTuple):
    """The day before it is moved: `first` and `last` differ when the exact one is not known."""

    first: date
    last: date
    legal: date | None = None
    """The day before a term that is granted to those who file online."""


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day, or a window, of the nth month after the period ended."""

    months: int
    first: int
    last: int
    december: Closing | None = None
    """Month and day instead, for what closes on 31 December."""

    def of(self, period: Period, _: OpenDays) -> Days:
        if self.december and (period.end.month, period.end.day) == DECEMBER:
            day = date(period.end.year + 1, *self.december)
            return Days(day, day)
        month = month_after(period.end, self.months)
        return Days(_day(month, self.first), _day(month, self.last))


@dataclass(frozen=True, slots=True)
class ByTable:
    """As `MonthDay`, on the day that a table gives the taxpayer."""

    months: int
    table: str

    def of_days(self, period: Period, days: tuple[int, ...]) -> Days:
        month = month_after(period.end, self.months)
        return Days(_day(month, days[0]), _day(month, days[-1]))


@dataclass(frozen=True, slots=True)
class Ouvrable:
    """The nth *jour ouvrable* of the nth month after the period ended."""

    months: int
    nth: int

    def of(self, period: Period, open_days: OpenDays) -> Days:
        day = open_days.ouvrable_from(month_after(period.end, self.months), self.nth)
        return Days(day, day)


@dataclass(frozen=True, slots=True)
class OuvreAfter:
    """The nth *jour ouvré* after a day of the year that follows; otherwise some months after the closing."""

    after: Closing
    nth: int
    or_months: int
    plus_days: int = 0
    """A term granted to those who file online."""

    def of(self, period: Period, open_days: OpenDays) -> Days:
        if (period.end.month, period.end.day) == DECEMBER:
            legal = open_days.ouvre_after(date(period.end.year + 1, *self.after), self.nth)
        else:
            month = month_after(period.end, self.or_months)
            legal = _day(month, 31 if _ends_month(period.end) else period.end.day)
        if not self.plus_days:
            return Days(legal, legal)
        online = legal + timedelta(days=self.plus_days)
        return Days(online, online, legal)


@dataclass(frozen=True, slots=True)
class OnDay:
    """A day of the period's own year, or of a later one."""

    on: Closing
    years: int = 0

    def of(self, period: Period, _: OpenDays) -> Days:
        day = date(period.end.year + self.years, *self.on)
        return Days(day, day)


@dataclass(frozen=True, slots=True)
class Quarterly:
    """Instalments of an exercise: four days of the year, the first of them by when it closes."""

    days: tuple[Closing, ...]
    """The four days, in the order of the calendar."""
    starts: tuple[tuple[Closing, Closing], ...]
    """Closing from this day of the year on → the day of the first instalment."""

    def of(self, period: Period, _: OpenDays) -> Days:
        closes = (period.end.month, period.end.day)
        first = next((day for since, day in reversed(self.starts) if since <= closes), self.starts[-1][1])
        begins = date(period.start.year, *first)
        if begins < period.start:
            begins = date(period.start.year + 1, *first)
        at = self.days.index(first) + period.part - 1
        day = date(begins.year + at // len(self.days), *self.days[at % len(self.days)])
        return Days(day, day)


DueDay = MonthDay | ByTable | Ouvrable | OuvreAfter | OnDay | Quarterly


def days_of(due: DueDay, period: Period, open_days: OpenDays, standing: tuple[int, ...]) -> Days:
    """When what is due for `period` is due, before it is moved. `standing`: the days that a table leaves."""
    return due.of_days(period, standing) if isinstance(due, ByTable) else due.of(period, open_days)


def _day(month: date, day: int) -> date:
    return date(month.year, month.month, min(day, month_end(month.year, month.month).day))


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).month != day.month
