"""The offices' books: what is free, and what a command looks at before it takes a place."""

from __future__ import annotations

from datetime import datetime, timedelta

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.home import Home
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.appointments.detail import seats_of, slot_of_seat
from ccpro_desk.domain.appointments.office import Office
from ccpro_desk.domain.appointments.slots import slots_between
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.frozen import replace
from ccpro_desk.wire.appointments import OfficesView, OfficeView, SlotsView, SlotView
from ccpro_desk.wire.problems import ProblemCode

_MONTH = timedelta(days=31)
_LONGEST = timedelta(days=92)
_ONE_SLOT = timedelta(minutes=1)


def offices(home: Home) -> OfficesView:
    """Those that give appointments."""
    found = sorted(home.rules.offices.values(), key=lambda office: office.name)
    return OfficesView(
        tuple(OfficeView(of.code, of.name, tuple(sorted(of.modes)), of.address) for of in found)
    )


async def slots(home: Home, code: str, start: datetime | None, until: datetime | None) -> SlotsView:
    """What has a place left, a month from now on unless said. Raises `not_found`, `invalid`."""
    office = _office(home, code)
    start = start or home.now
    until = until or start + _MONTH
    if not start < until <= start + _LONGEST:
        raise ProblemError(ProblemCode.INVALID, "Champ « to » : après « from », de 92 jours au plus.")
    await home.learn_calendars()
    taken = await _taken(home, office, start, until)
    items = (
        SlotView(slot.at, slot.until, tuple(sorted(slot.modes)), office.capacity - taken.get(slot.at, 0))
        for slot in slots_between(office, start, until, home.now)
    )
    return SlotsView(office.code, office.name, tuple(item for item in items if item.free > 0), office.address)


async def with_slot(home: Home, contact: Contact, body: c.Body | None, context: Context) -> Context:
    """`context` with the office, what is taken of the slot, and the usager's file."""
    if not isinstance(body, c.BookAppointment | c.MoveAppointment):
        return context
    matter = context.matter
    code = body.sie if isinstance(body, c.BookAppointment) else matter.office if matter else None
    office = home.rules.offices.get(code or "")
    if office is None:
        return replace(context, office_unknown=True, purposes=home.rules.purposes)
    await home.learn_calendars()
    seats = await home.store.seats_taken(*seats_of(office, body.slot, body.slot + _ONE_SLOT))
    found = await home.store.usager(contact.siren) if contact.siren else None
    return replace(
        context,
        office=office,
        seats=frozenset(seats),
        purposes=home.rules.purposes,
        usager=found.usager if found else None,
    )


async def _taken(home: Home, office: Office, start: datetime, until: datetime) -> dict[datetime, int]:
    """How many places are taken, by slot: one query whatever the span."""
    taken: dict[datetime, int] = {}
    for seat in await home.store.seats_taken(*seats_of(office, start, until)):
        at = slot_of_seat(seat)
        taken[at] = taken.get(at, 0) + 1
    return taken


def _office(home: Home, code: str) -> Office:
    office = home.rules.offices.get(code)
    if office is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Ce service ne donne pas de rendez-vous ici.")
    return office
