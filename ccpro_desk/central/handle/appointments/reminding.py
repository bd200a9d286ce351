"""Usagers are written again the day before their appointment, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from ccpro_desk.central.handle.appointments.mail import posted
from ccpro_desk.central.handle.changes import audit, change_of
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.store.matter_port import MatterListing
from ccpro_desk.central.store.values import Page
from ccpro_desk.domain import events as e
from ccpro_desk.domain.appointments.booking import reminded
from ccpro_desk.domain.appointments.detail import (
    REMIND_BEFORE,
    AppointmentDetail,
    AppointmentState,
    to_remind,
)
from ccpro_desk.domain.matter import Matter, MatterKind

_EVERY = timedelta(minutes=1)
_AT_ONCE = 200
_TIMER = "appointments"
_BOOKED = MatterListing(MatterKind.APPOINTMENT, states=(AppointmentState.BOOKED,))


async def remind(home: Home) -> None:
    """Those whose day is tomorrow. Several processes may do it at once: each write is guarded."""
    now = home.now
    if now - home.timers.get(_TIMER, now - _EVERY) < _EVERY:
        return
    home.timers[_TIMER] = now
    after = Page(now, UUID(int=0))
    while found := await home.store.matter_list(_BOOKED, _AT_ONCE, after):
        for matter in found:
            if matter.due_at is None or matter.due_at > now + REMIND_BEFORE:
                return
            if _is_due(matter, now):
                await _write(home, matter, now)
        last = found[-1]
        assert last.due_at is not None
        after = Page(last.due_at, last.id)


def _is_due(matter: Matter, now: datetime) -> bool:
    detail = matter.detail
    assert isinstance(detail, AppointmentDetail) and matter.due_at is not None
    return bool(detail.mail) and to_remind(matter.due_at, detail.moved_at or matter.at, now)


async def _write(home: Home, matter: Matter, now: datetime) -> None:
    """The letter and the appointment's new state in one transaction: never twice."""
    contact, agent = await home.store.contact(matter.contact_id), await home.agent(matter.author)
    if contact is None or agent is None:
        return
    event = e.AppointmentReminded(reminded(matter))
    letter = posted(home, [event], contact, agent, now)
    change = change_of(contact, [event, *letter.events], now=now, mail=home.rules.mail, centre=agent.centre)
    entry = audit(now, None, "appointment.remind", f"matter/{matter.id}", {})
    await home.store.write(replace(change, attachments=letter.attachments, audit=(entry,)))
