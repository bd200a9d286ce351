"""What time does to appointments: usagers are written again the day before; what is long past ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from ccpro_desk.central.handle.appointments.mail import posted
from ccpro_desk.central.handle.changes import audit, change_of
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.store.values import Page
from ccpro_desk.domain.appointments import events as a
from ccpro_desk.domain.appointments.booking import lapsed, reminded
from ccpro_desk.domain.appointments.detail import (
    LAPSES_AFTER,
    REMIND_BEFORE,
    STANDING,
    AppointmentDetail,
    AppointmentState,
    to_remind,
)
from ccpro_desk.domain.matter import Matter, MatterKind

_EVERY = timedelta(minutes=1)
_AT_ONCE = 200
_TIMER = "appointments"
_KIND = MatterKind.APPOINTMENT


async def remind(home: Home) -> None:
    """Once a minute; those whose day is tomorrow. Several processes may do it at once: writes are guarded."""
    now = home.now
    if now - home.timers.get(_TIMER, now - _EVERY) < _EVERY:
        return
    home.timers[_TIMER] = now
    await _lapse(home, now)
    after, until = Page(now, UUID(int=0)), now + REMIND_BEFORE
    while found := await home.store.matters_due(_KIND, AppointmentState.BOOKED, until, _AT_ONCE, after):
        for matter in found:
            if _is_due(matter, now):
                await _write(home, matter, now)
        after = Page(found[-1].due_at or until, found[-1].id)


async def _lapse(home: Home, now: datetime) -> None:
    """What the office said nothing of is over in the end: nothing that is open is ever purged."""
    for state in sorted(STANDING):
        for matter in await home.store.matters_due(_KIND, state, now - LAPSES_AFTER, _AT_ONCE):
            await _end(home, matter, now)


async def _end(home: Home, matter: Matter, now: datetime) -> None:
    contact = await home.store.contact(matter.contact_id)
    if contact is not None:
        change = change_of(contact, [a.AppointmentLapsed(lapsed(matter))], now=now, mail=home.rules.mail)
        entry = audit(now, None, "appointment.lapse", f"matter/{matter.id}", {})
        await home.store.write(replace(change, audit=(entry,)))


def _is_due(matter: Matter, now: datetime) -> bool:
    detail = matter.detail
    assert isinstance(detail, AppointmentDetail) and matter.due_at is not None
    return bool(detail.mail) and to_remind(matter.due_at, detail.moved_at or matter.at, now)


async def _write(home: Home, matter: Matter, now: datetime) -> None:
    """The letter and the appointment's new state in one transaction: never twice."""
    contact, agent = await home.store.contact(matter.contact_id), await home.agent(matter.author)
    if contact is None or agent is None:
        return
    event = a.AppointmentReminded(reminded(matter))
    letter = posted(home, [event], contact, agent, now)
    change = change_of(contact, [event, *letter.events], now=now, mail=home.rules.mail, centre=agent.centre)
    entry = audit(now, None, "appointment.remind", f"matter/{matter.id}", {})
    await home.store.write(replace(change, attachments=letter.attachments, audit=(entry,)))
