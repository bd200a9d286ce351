"""Due dates as an iCalendar file (RFC 5545): whole days, a window as all of its days.

An entry keeps its UID for ever: importing the file again changes the entry that is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ccpro_desk.answers.deadlines import verb
from ccpro_desk.answers.french import period_words
from ccpro_desk.domain.obligations import STATUS_LABEL, Due, Status

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT = "-//CC Pros Desk//Échéances fiscales//FR"
_DAY = timedelta(days=1)


def ics(siren: str, dues: Iterable[Due], now: datetime) -> bytes:
    """The file of what is still to be met: what was filed or paid needs no entry."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("X-WR-CALNAME", f"Échéances fiscales {siren}".strip())
    for due in dues:
        if due.status in (Status.UPCOMING, Status.LATE):
            calendar.add_component(_event(siren, due, now))
    return bytes(calendar.to_ical())


def _event(siren: str, due: Due, now: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add(
        "UID", f"{siren or 'sans-siren'}-{due.rule or due.form}-{due.period}@ccpro-desk".replace(" ", "-")
    )
    event.add("DTSTAMP", now.astimezone(UTC))
    event.add("DTSTART", due.first)
    event.add("DTEND", due.last + _DAY)
    event.add("SUMMARY", f"{due.name[:1].upper()}{due.name[1:]} ({period_words(due.period)}) {verb(due)}")
    event.add("DESCRIPTION", "\n".join(_description(due)))
    event.add("TRANSP", "TRANSPARENT")
    event.add("CLASS", "PRIVATE")
    event.add("CATEGORIES", [due.tax])
    return event


def _description(due: Due) -> Iterator[str]:
    yield f"Formulaire {due.form}, {STATUS_LABEL[due.status]}."
    if due.condition:
        yield due.condition
    yield from (*due.notes, *due.doubts)
    if due.to_confirm:
        yield f"À valider : {due.to_confirm}"
    if due.source:
        yield f"Source : {due.source}"
