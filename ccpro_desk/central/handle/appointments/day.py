"""Who comes to an office on a day, for its officers; reading it is audited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.store.matter_port import MatterListing
from ccpro_desk.central.store.values import Change, Page
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.appointments.detail import AppointmentDetail, AppointmentState
from ccpro_desk.domain.appointments.office import Office
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.matter import Matter, MatterKind
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.text import clean
from ccpro_desk.wire.appointments import AppointmentView, AskedView, DayView, MeetingView
from ccpro_desk.wire.problems import ProblemCode

_SHOWN = frozenset(AppointmentState) - {AppointmentState.CANCELLED}
_MOST = 500
"""Appointments of a day: more than any office receives."""
_SAID = 600
_FIRST = UUID(int=0)


async def day(home: Home, reader: Agent, code: str, when: date | None) -> DayView:
    """In order of time, without those cancelled. Raises `forbidden`, `not_found`."""
    office = _of(home, reader, code)
    when = when or home.now.astimezone(office.zone).date()
    start = datetime.combine(when, time(0), office.zone)
    end = datetime.combine(when + timedelta(days=1), time(0), office.zone)
    listing = MatterListing(MatterKind.APPOINTMENT, office=code, states=sorted(_SHOWN))
    found = await home.store.matter_list(listing, _MOST, Page(start, _FIRST))
    items = [matter for matter in found if matter.due_at is not None and matter.due_at < end]
    names = await home.names([matter.author for matter in items])
    entry = audit(home.now, reader.id, "appointment.day", f"sie/{code}", {"day": when.isoformat()})
    await home.store.write(Change(audit=(entry,)))
    return DayView(code, office.name, when, tuple(_view(home, matter, names) for matter in items))


async def meeting(home: Home, reader: Agent, code: str, matter_id: UUID) -> MeetingView:
    """One of them, with what the usager got in touch about. Raises `forbidden`, `not_found`."""
    _of(home, reader, code)
    matter = await home.store.matter(matter_id)
    if matter is None or matter.kind is not MatterKind.APPOINTMENT or matter.office != code:
        raise ProblemError(ProblemCode.NOT_FOUND, "Ce rendez-vous est introuvable.")
    contact = await home.store.contact(matter.contact_id)
    entry = audit(home.now, reader.id, "appointment.read", f"matter/{matter.id}", {})
    await home.store.write(Change(audit=(entry,)))
    names = await home.names([matter.author])
    return MeetingView(_view(home, matter, names), asked_of(contact) if contact else None)


def _of(home: Home, reader: Agent, code: str) -> Office:
    if not may(reader.role, Right.RECEIVE) or reader.office != code:
        raise ProblemError(ProblemCode.FORBIDDEN, "Ce n'est pas votre service.")
    office = home.rules.offices.get(code)
    if office is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Ce service ne donne pas de rendez-vous ici.")
    return office


def _view(home: Home, matter: Matter, names: Mapping[UUID, str]) -> AppointmentView:
    detail = matter.detail
    assert isinstance(detail, AppointmentDetail) and matter.due_at is not None
    return AppointmentView(
        id=matter.id,
        version=matter.version,
        state=matter.state,
        at=matter.due_at,
        until=detail.until or matter.due_at,
        mode=detail.mode,
        siren=matter.siren,
        usager=detail.usager,
        title=matter.title,
        purpose=detail.purpose,
        contact_id=matter.contact_id,
        author=names.get(matter.author, ""),
        documents=home.rules.purposes.documents(matter.code, detail.mode),
    )


def asked_of(contact: Contact) -> AskedView:
    """In the usager's words; what agents note for each other is not the office's."""
    last = contact.last_received
    return AskedView(
        channel=contact.channel,
        received_at=contact.received_at,
        subject=contact.subject,
        said=_short(last.text) if last else "",
    )


def _short(text: str) -> str:
    whole = clean(text).strip()
    return whole if len(whole) <= _SAID else f"{whole[:_SAID].rstrip()}…"
