"""The slots of an office: cut from its week, where it is not closed, not too soon and not too far ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.appointments.office import Office, Span


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which an office receives. Its beginning names it."""

    at: datetime
    until: datetime
    modes: frozenset[Mode]


def slots_between(office: Office, start: datetime, until: datetime, now: datetime) -> Iterator[Slot]:
    """What may be booked at `now`, from `start` on and before `until`, in order."""
    start, until = max(start, now + office.lead), min(until, now + office.horizon)
    day, last = _day(office, start), _day(office, until)
    while day <= last:
        yield from (slot for slot in slots_of_day(office, day) if start <= slot.at < until)
        day += timedelta(days=1)


def slots_of_day(office: Office, day: date) -> Iterator[Slot]:
    """All slots of a day, whenever it is."""
    for span in office.spans(day):
        yield from _cut(office, day, span)


def slot_at(office: Office, at: datetime) -> Slot | None:
    """The slot that begins exactly at `at`, whenever it is; none: the office does not receive then."""
    return next((slot for slot in slots_of_day(office, _day(office, at)) if slot.at == at), None)


def _cut(office: Office, day: date, span: Span) -> Iterator[Slot]:
    """Whole slots only: what is left at the end of a span receives nobody."""
    length = timedelta(minutes=office.minutes)
    at = datetime.combine(day, span.start, office.zone).astimezone(UTC)
    end = datetime.combine(day, span.end, office.zone).astimezone(UTC)
    while at + length <= end:
        yield Slot(at, at + length, span.modes)
        at += length


def _day(office: Office, at: datetime) -> date:
    return at.astimezone(office.zone).date()
