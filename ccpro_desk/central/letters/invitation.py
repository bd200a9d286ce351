"""The `.ics` that goes with the letter of an appointment (RFC 5545; methods of RFC 5546).

One UID for the whole life of an appointment: its id. `SEQUENCE` grows with each change, so that a calendar
moves the entry that it has instead of adding one. No answer is asked for: it would come back as a contact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.central.letters.appointment import Told
from ccpro_desk.domain.appointments.modes import Mode

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT = "-//CC Pros Desk//Rendez-vous//FR"


@dataclass(frozen=True, slots=True)
class Invitation:
    id: UUID
    sequence: int
    sender: str
    """The centre's address."""
    to: str
    told: Told
    until: datetime
    now: datetime
    cancelled: bool = False

    @property
    def method(self) -> str:
        return "CANCEL" if self.cancelled else "REQUEST"


def ics(invitation: Invitation) -> bytes:
    """The calendar file."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", invitation.method)
    calendar.add_component(_event(invitation))
    return bytes(calendar.to_ical())


def _event(invitation: Invitation) -> Event:
    from icalendar import Event

    told, event = invitation.told, Event()
    event.add("UID", str(invitation.id))
    event.add("SEQUENCE", invitation.sequence)
    event.add("DTSTAMP", invitation.now.astimezone(UTC))
    event.add("DTSTART", told.at.astimezone(UTC))
    event.add("DTEND", invitation.until.astimezone(UTC))
    event.add("SUMMARY", f"Rendez-vous avec {told.office.name}")
    event.add("STATUS", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event.add("CLASS", "PRIVATE")
    event.add("DESCRIPTION", _description(told))
    if told.mode is Mode.OFFICE:
        event.add("LOCATION", ", ".join(told.office.address))
    event.add("ORGANIZER", f"mailto:{invitation.sender}")
    event.add("ATTENDEE", f"mailto:{invitation.to}", parameters=_ATTENDEE)
    return event


_ATTENDEE = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}


def _description(told: Told) -> str:
    brought = [f"- {document}" for document in told.documents]
    return "\n".join((f"Objet : {told.purpose}", *brought))
