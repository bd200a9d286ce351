"""Appointments: what their commands look at, the letters that follow, and what is read of them."""

from __future__ import annotations

from ccpro_desk.central.handle.appointments.books import offices, slots, with_slot
from ccpro_desk.central.handle.appointments.day import day, meeting
from ccpro_desk.central.handle.appointments.mail import Posted, posted
from ccpro_desk.central.handle.appointments.reminding import remind

__all__ = ["Posted", "day", "meeting", "offices", "posted", "remind", "slots", "with_slot"]
