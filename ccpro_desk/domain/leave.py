"""Days on which an agent will not be there: what they promised for these is everybody's at its hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from ccpro_desk.domain.hours import PARIS

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Leave:
    """From the first to the last day, both included."""

    agent: UUID
    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


def leave_fault(leave: Leave, today: date) -> str:
    """What is wrong with days that somebody declares, in a sentence; empty: nothing."""
    if leave.last < leave.first:
        return "L'absence finit avant de commencer : corrigez une des deux dates."
    if leave.last < today:
        return "Cette absence est passée : rien n'a été changé."
    if leave.last - today > LONGEST:
        return "Une absence se déclare pour un an au plus."
    return ""


def is_away(leaves: Iterable[Leave], at: datetime) -> bool:
    """Whether one of them covers the day of that moment."""
    day = at.astimezone(PARIS).date()
    return any(leave.covers(day) for leave in leaves)
