"""The commands of an appointment: taken, moved, cancelled by an agent; the office says who came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from ccpro_desk.domain.appointments.modes import Attendance, Mode
from ccpro_desk.domain.body import Body
from ccpro_desk.domain.bounds import Line, Moment, Siren
from ccpro_desk.domain.values import Code


@dataclass(frozen=True, slots=True)
class BookAppointment(Body):
    """The usager meets the SIE at this hour."""

    type: ClassVar[str] = "appointment.book"
    concludes: ClassVar[bool] = True
    sie: Code
    slot: Moment
    mode: Mode
    siren: Siren
    purpose: Line
    topic: Code | None = None
    """Of the list of purposes that officers keep; none: said in words alone."""


class _OfAppointment(Body):
    """It names an appointment."""

    __slots__ = ()
    appointment_id: UUID

    @property
    def matter_id(self) -> UUID:
        return self.appointment_id


@dataclass(frozen=True, slots=True)
class MoveAppointment(_OfAppointment):
    """The same appointment, at another hour of the same office."""

    type: ClassVar[str] = "appointment.move"
    concludes: ClassVar[bool] = True
    appointment_id: UUID
    slot: Moment


@dataclass(frozen=True, slots=True)
class CancelAppointment(_OfAppointment):
    """It does not take place."""

    type: ClassVar[str] = "appointment.cancel"
    concludes: ClassVar[bool] = True
    appointment_id: UUID
    reason: Line


@dataclass(frozen=True, slots=True)
class AppointmentOutcome(_OfAppointment):
    """The office says whether the usager came."""

    type: ClassVar[str] = "appointment.outcome"
    needs_contact: ClassVar[bool] = False
    needs_lease: ClassVar[bool] = False
    of_matter: ClassVar[bool] = True
    appointment_id: UUID
    outcome: Attendance
