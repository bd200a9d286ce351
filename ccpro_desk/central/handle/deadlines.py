"""Where an usager's next fiscal deadline comes from: an input of the rank."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from ccpro_desk.central.store.values import StoredUsager
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.obligations import Calendar
from ccpro_desk.domain.usager import Usager

_LAST = time(23, 59)
"""An obligation is met on its day until the day ends."""
_KEPT = 20_000
_FRESH = timedelta(minutes=15)
"""How long an answer is given again: a return filed meanwhile counts for the next contact but one."""


class Deadlines(Protocol):
    async def next_of(self, siren: str, now: datetime) -> datetime | None:
        """The first deadline of this usager after `now`; none: not known."""


class NoDeadlines:
    """Nothing here knows the usagers' obligations: no rank depends on them."""

    async def next_of(self, siren: str, now: datetime) -> datetime | None:
        return None


class Usagers(Protocol):
    async def usager(self, siren: str) -> StoredUsager | None: ...


@dataclass(frozen=True, slots=True)
class _Answer:
    deadline: datetime | None
    at: datetime


class CalendarDeadlines:
    """The dossier's open obligations and those that the tax calendar expects.

    Of a window its first day counts: who answers before it is in time whatever the day is.
    """

    def __init__(self, usagers: Usagers, calendar: Calendar) -> None:
        self._usagers = usagers
        self._calendar = calendar
        self._answers: OrderedDict[tuple[str, date], _Answer] = OrderedDict()

    async def next_of(self, siren: str, now: datetime) -> datetime | None:
        key = (siren, now.astimezone(PARIS).date())
        known = self._answers.get(key)
        if known is None or now - known.at > _FRESH:
            known = _Answer(await self._look_up(*key), now)
            self._answers[key] = known
            if len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        return known.deadline

    async def _look_up(self, siren: str, today: date) -> datetime | None:
        found = await self._usagers.usager(siren)
        if found is None:
            return None
        # The first look at a year's public holidays takes a while: never on the loop that serves.
        return await asyncio.to_thread(self._of, found.usager, today)

    def _of(self, usager: Usager, today: date) -> datetime | None:
        due = self._calendar.next_due(usager, today)
        if due is None or due.condition:
            return None
        return datetime.combine(max(due.first, today), _LAST, PARIS).astimezone(UTC)
