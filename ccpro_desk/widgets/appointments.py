"""Appointments in words."""

from __future__ import annotations

from datetime import datetime

from ccpro_desk.reference.territory import DAYS
from ccpro_desk.widgets import words


def day_of(at: datetime) -> str:
    """« mardi 1er décembre »."""
    return f"{DAYS[words.local(at).weekday()]} {words.day(at)}"


def when(at: datetime) -> str:
    """« mardi 1er décembre à 9 h 30 »."""
    return f"{day_of(at)} à {words.hour(at)}"
