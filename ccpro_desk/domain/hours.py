"""Opening hours: when a centre answers, and how much open time a delay takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_LOOK_AHEAD = 400
"""Days looked at before an opening is held not to exist."""

Span = tuple[time, time]
"""From, to (not included), in the centre's own time."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A centre's week, and the public holidays of where it stands."""

    week: Mapping[int, tuple[Span, ...]]
    """Spans of a weekday (Monday is 0), in order; a day without any is closed."""
    is_holiday: Callable[[date], bool]
    zone: ZoneInfo = PARIS

    def is_open(self, at: datetime) -> bool:
        day = at.astimezone(self.zone).date()
        return any(start <= at < end for start, end in self._spans(day))

    def next_open(self, at: datetime) -> datetime | None:
        """The first open moment from `at` on; none within a year: it never opens."""
        return next((max(at, start) for start, _ in self._from(at)), None)

    def closes(self, at: datetime) -> datetime | None:
        """The end of the day's last span, of the first day that is open after `at`; none: never open."""
        first = at.astimezone(self.zone).date()
        for ahead in range(_LOOK_AHEAD):
            ends = [end for _, end in self._spans(first + timedelta(days=ahead)) if end > at]
            if ends:
                return ends[-1]
        return None

    def after(self, at: datetime, seconds: float) -> datetime:
        """When `seconds` of open time have gone by since `at`; of calendar time where it never opens."""
        left = timedelta(seconds=seconds)
        for start, end in self._from(at):
            start = max(at, start)
            if left <= end - start:
                return start + left
            left -= end - start
        return at + timedelta(seconds=seconds)

    def _from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = at.astimezone(self.zone).date()
        for ahead in range(_LOOK_AHEAD):
            yield from (span for span in self._spans(first + timedelta(days=ahead)) if span[1] > at)

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        spans = self.week.get(day.weekday(), ())
        if spans and self.is_holiday(day):
            return
        for start, end in spans:
            yield self._moment(day, start), self._moment(day, end)

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)
