"""Appointments with the SIE: when an office receives, which seats there are, and what books one."""

from __future__ import annotations

from ccpro_desk.domain.appointments.office import Mode, Office, Span
from ccpro_desk.domain.appointments.purposes import OTHER, Purpose, Purposes
from ccpro_desk.domain.appointments.slots import Slot, slot_at, slots_between

__all__ = [
    "OTHER",
    "Mode",
    "Office",
    "Purpose",
    "Purposes",
    "Slot",
    "Span",
    "slot_at",
    "slots_between",
]
