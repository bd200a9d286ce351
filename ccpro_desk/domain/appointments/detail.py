"""An appointment as it stands: its states, and what it knows besides what all matters have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.appointments.office import Office
from ccpro_desk.domain.matter import Detail


class AppointmentState(StrEnum):
    BOOKED = "booked"
    REMINDED = "reminded"
    """The usager was written again shortly before: it stands as before."""
    CANCELLED = "cancelled"
    HELD = "held"
    NO_SHOW = "no_show"
    LAPSED = "lapsed"
    """Its hour is long past, and the office said nothing of it."""


STANDING = frozenset({AppointmentState.BOOKED, AppointmentState.REMINDED})
"""It is to take place."""

STATE_LABELS = {
    AppointmentState.BOOKED: "Pris",
    AppointmentState.REMINDED: "Pris, rappelé à l'usager",
    AppointmentState.CANCELLED: "Annulé",
    AppointmentState.HELD: "Tenu",
    AppointmentState.NO_SHOW: "Usager absent",
    AppointmentState.LAPSED: "Passé",
}
MODE_LABELS = {Mode.PHONE: "par téléphone", Mode.OFFICE: "au service"}


@dataclass(frozen=True, slots=True)
class AppointmentDetail(Detail):
    mode: Mode = Mode.OFFICE
    until: datetime | None = None
    """The end of its slot."""
    seat: str = ""
    """The place that it takes; nobody else may have it."""
    purpose: str = ""
    """Why, in words."""
    usager: str = ""
    """The usager's name, as it was when it was booked."""
    mail: str = ""
    """Where it is confirmed; empty: nowhere, no address is known."""
    sequence: int = 0
    """How often it changed: what calendars go by."""
    moved_at: datetime | None = None
    """When it was last moved."""
    why: str = ""
    """Why it was cancelled, in the agent's words."""


def seat_key(office: str, at: datetime, place: int | str = "") -> str:
    """The name of a seat; in the order of time for one office."""
    return f"{office}/{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}/{place}"


def seats_of(office: Office, start: datetime, until: datetime) -> tuple[str, str]:
    """Between which names the seats of these slots lie: from, and up to."""
    return seat_key(office.code, start), seat_key(office.code, until)


def free_seat(office: Office, at: datetime, taken: Iterable[str]) -> str | None:
    """A place that is left in this slot; none: it is full."""
    gone = frozenset(taken)
    seats = (seat_key(office.code, at, place) for place in range(1, office.capacity + 1))
    return next((seat for seat in seats if seat not in gone), None)


def slot_of_seat(seat: str) -> datetime:
    """When the slot of a seat begins."""
    return datetime.strptime(seat.split("/")[1], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)


LAPSES_AFTER = timedelta(days=30)
"""How long the office has to say who came."""
REMIND_BEFORE = timedelta(hours=24)
REMIND_IF_OLDER = timedelta(hours=24)
"""Whoever made it a day before the reminder was due does not need one."""


def to_remind(due_at: datetime, made_at: datetime, now: datetime) -> bool:
    """Whether the usager is to be written again at `now`."""
    from_ = due_at - REMIND_BEFORE
    return from_ <= now < due_at and made_at <= from_ - REMIND_IF_OLDER
