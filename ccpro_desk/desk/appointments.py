"""Appointments with the SIE, as use cases: what is free, taking a place, and an officer's day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.asks import Asks
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.model import Change, Entry, EntryState, Model
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.appointments.detail import STANDING
from ccpro_desk.domain.appointments.modes import Attendance, Mode
from ccpro_desk.domain.matter import MatterKind

if TYPE_CHECKING:
    from ccpro_desk.desk.journal import Journal
    from ccpro_desk.desk.ledger import Ledger
    from ccpro_desk.desk.online import Online
    from ccpro_desk.wire.appointments import DayView, MeetingView, OfficeView, SlotsView, SlotView
    from ccpro_desk.wire.contact_view import MatterView

ANSWER_S = 6.0
"""How long the agent waits for the central's word before what they did is called recorded."""
NEXT = 3
CALENDAR = "text/calendar"


class Told(StrEnum):
    """What became of it."""

    DONE = "done"
    RECORDED = "recorded"
    """Durable here; the central has not said yes."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be booked."""

    sie: str
    slot: datetime
    mode: Mode
    siren: str
    purpose: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    told: Told
    mailed: bool = False
    """Whether the usager is written to."""


@dataclass(frozen=True, slots=True)
class Coming:
    """An appointment, as far as it is known here."""

    id: UUID
    at: datetime
    title: str
    sie: str = ""
    """Its office's code; empty: not known here."""
    pending: bool = False


class Appointments(Asks):
    """Every call raises `DeskRefused`: `offline` where nothing is kept here, or the code of the refusal."""

    def __init__(self, central: Callable[[], Online], journal: Journal, ledger: Ledger) -> None:
        self._central = central
        self._journal = journal
        self._ledger = ledger

    async def offices(self) -> tuple[OfficeView, ...]:
        from ccpro_desk.desk.sync import appointments

        return await self._ask(appointments.offices)

    async def slots(self, code: str, start: datetime | None = None) -> SlotsView:
        """What has a place left, a month from `start` (now unless said)."""
        from ccpro_desk.desk.sync import appointments

        return await self._ask(lambda client: appointments.slots(client, code, start))

    async def following(self, code: str, slot: datetime, mode: Mode) -> tuple[SlotView, ...]:
        """The next places from `slot` on in this mode."""
        found = (await self.slots(code, slot)).items
        return tuple(each for each in found if mode in each.modes)[:NEXT]

    async def book(self, contact_id: UUID, wish: Wish) -> Answered:
        """Raises `DeskRefused` (`slot_taken`, `invalid`, …): nothing is kept of it then."""
        body = c.BookAppointment(wish.sie, wish.slot, wish.mode, wish.siren, wish.purpose, wish.topic)
        return await self._done(contact_id, body)

    async def move(self, contact_id: UUID, appointment_id: UUID, slot: datetime) -> Answered:
        return await self._done(contact_id, c.MoveAppointment(appointment_id, slot))

    async def cancel(self, contact_id: UUID, appointment_id: UUID, reason: str) -> Answered:
        return await self._done(contact_id, c.CancelAppointment(appointment_id, reason))

    async def coming(self, contact_id: UUID, siren: str) -> tuple[Coming, ...]:
        """The usager's that are still to come: of this contact first, then of others that may be read."""
        from ccpro_desk.desk.sync import appointments

        now, held = self._ledger.clock.now(), self._ledger.model.contacts.get(contact_id)
        here = [_coming(m) for m in (held.view.matters or () if held else ()) if _is_coming(m, now)]
        try:
            page = await self._ask(lambda client: appointments.timeline(client, siren, contact_id))
        except DeskRefused:
            return tuple(here)
        known = {each.id for each in here}
        others = [each for each in page.items if each.kind == "appointment" and each.id not in known]
        readable = [
            Coming(each.id, each.due_at, each.title)
            for each in others
            if each.readable and each.due_at and each.due_at > now and each.state in STANDING
        ]
        return (*here, *sorted(readable, key=lambda each: each.at))

    async def office_of(self, coming: Coming) -> tuple[str, Mode]:
        """Its office's code, and how the usager is received."""
        from ccpro_desk.desk.sync import matters

        one = await self._ask(lambda client: matters.one(client, coming.id))
        return one.office or coming.sie, Mode((one.detail or {}).get("mode", Mode.OFFICE))

    async def day(self, when: date | None = None) -> DayView:
        """Who comes to the officer's own office."""
        from ccpro_desk.desk.sync import appointments

        return await self._ask(lambda client: appointments.day(client, self._office, when))

    async def meeting(self, appointment_id: UUID) -> MeetingView:
        from ccpro_desk.desk.sync import appointments

        return await self._ask(lambda client: appointments.meeting(client, self._office, appointment_id))

    async def came(self, appointment_id: UUID, outcome: Attendance) -> None:
        """Said to the central there and then: an officer's office is never without it."""
        from ccpro_desk.domain.ids import new_id
        from ccpro_desk.wire.commands import envelope

        body = c.AppointmentOutcome(appointment_id, outcome)
        command = c.Command(new_id(), body, self._ledger.clock.now())
        [result] = await self._ask(lambda client: client.commands([envelope(command)]))
        if result.status == "refused":
            raise DeskRefused(result.code or "invalid", result.message or "")

    @property
    def _office(self) -> str:
        agent = self._ledger.model.agent
        if agent is None or not agent.office:
            raise DeskRefused("forbidden", "Votre compte n'est rattaché à aucun service.")
        return agent.office

    async def _done(self, contact_id: UUID, body: c.Body) -> Answered:
        letters = self._letters(contact_id)
        command_id = await self._journal.issue(body, contact_id)
        if not self._is_up():
            return Answered(Told.RECORDED)
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_S):
                await self._ledger.until(lambda model: not model.entries[command_id].pending)
        entry = self._ledger.model.entries[command_id]
        if entry.pending:
            return Answered(Told.RECORDED)
        if entry.state is not EntryState.APPLIED:
            await self._ledger.apply(lambda model: _read(model, entry))
            raise DeskRefused(entry.code, entry.message)
        return Answered(Told.DONE, mailed=self._letters(contact_id) != letters)

    def _letters(self, contact_id: UUID) -> frozenset[UUID]:
        """The messages of this contact that carry a calendar's file."""
        held = self._ledger.model.contacts.get(contact_id)
        messages = held.view.messages if held else ()
        return frozenset(m.id for m in messages if any(a.type.startswith(CALENDAR) for a in m.attachments))

    def _is_up(self) -> bool:
        try:
            self._central().must_be_up()
        except DeskRefused:
            return False
        return True


def _is_coming(matter: MatterView, now: datetime) -> bool:
    is_one = matter.kind is MatterKind.APPOINTMENT and matter.state in STANDING
    return is_one and matter.due_at is not None and matter.due_at > now


def _coming(matter: MatterView) -> Coming:
    assert matter.due_at is not None
    return Coming(matter.id, matter.due_at, matter.title, matter.office or "", bool(matter.pending))


def _read(model: Model, entry: Entry) -> Change:
    """The refusal is told by the window that asked: it is not told again."""
    return Change(entries=(replace(model.entries[entry.id], seen=True),))
