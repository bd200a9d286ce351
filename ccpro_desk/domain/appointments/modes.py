"""The short lists of appointments: how the usager is received, and whether they came."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How the usager is received."""

    PHONE = "phone"
    OFFICE = "office"


class Attendance(StrEnum):
    """What the office says afterwards."""

    HELD = "held"
    NO_SHOW = "no_show"
