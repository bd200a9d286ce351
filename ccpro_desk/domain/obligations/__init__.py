"""The tax calendar: rules of `data/calendar/` → obligations with their due dates."""

from __future__ import annotations

from ccpro_desk.domain.obligations.calendar import Calendar, Dues
from ccpro_desk.domain.obligations.due import STATUS_LABEL, Due, Status
from ccpro_desk.domain.obligations.rules import Does, Rule, Rules

__all__ = ["STATUS_LABEL", "Calendar", "Does", "Due", "Dues", "Rule", "Rules", "Status"]
