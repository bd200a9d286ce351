"""What happens to an appointment: as the feed calls it, and whether others' base versions count it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ccpro_desk.domain.events import MatterMoved


@dataclass(frozen=True, slots=True)
class AppointmentBooked(MatterMoved):
    feed: ClassVar[str] = "appointment.booked"
    touches: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class AppointmentMoved(MatterMoved):
    feed: ClassVar[str] = "appointment.moved"
    touches: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class AppointmentCancelled(MatterMoved):
    feed: ClassVar[str] = "appointment.cancelled"
    touches: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class AppointmentReminded(MatterMoved):
    feed: ClassVar[str] = "appointment.reminded"


@dataclass(frozen=True, slots=True)
class AppointmentHeld(MatterMoved):
    feed: ClassVar[str] = "appointment.held"


@dataclass(frozen=True, slots=True)
class AppointmentMissed(MatterMoved):
    feed: ClassVar[str] = "appointment.missed"


@dataclass(frozen=True, slots=True)
class AppointmentLapsed(MatterMoved):
    """Its hour is long past, and the office never said who came."""

    feed: ClassVar[str] = "appointment.lapsed"
