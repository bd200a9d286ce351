"""`appointment.*`: what books, moves or cancels an appointment, and what the office says of it. Pure.

An appointment is not a snooze: it stands whatever the usager writes meanwhile, until somebody cancels it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.appointments import events as a
from ccpro_desk.domain.appointments.detail import (
    STANDING,
    AppointmentDetail,
    AppointmentState,
    free_seat,
)
from ccpro_desk.domain.appointments.modes import Attendance, Mode
from ccpro_desk.domain.appointments.office import Office
from ccpro_desk.domain.appointments.purposes import OTHER
from ccpro_desk.domain.appointments.slots import slot_at
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context, Decision
from ccpro_desk.domain.matter import Matter, MatterKind
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel

TAKEN = "Ce créneau vient d'être pris. Voici les trois suivants."
CLOSED = "Le service ne reçoit pas à cette heure-là : choisissez un créneau de la liste."
HOLIDAY = "Le service est fermé ce jour-là : choisissez un créneau de la liste."
PAST = "Ce créneau est passé : choisissez-en un autre."
SOON = "Ce créneau est trop proche : un rendez-vous se prend au moins {} h avant."
FAR = "Ce créneau est trop lointain : les rendez-vous se prennent jusqu'à {} jours à l'avance."
ONLY = {
    Mode.PHONE: "À cette heure-là, le service ne reçoit que par téléphone.",
    Mode.OFFICE: "À cette heure-là, le service ne reçoit que dans ses locaux.",
}
NO_OFFICE = "Ce service ne donne pas de rendez-vous ici : transmettez-lui plutôt une fiche (F7)."
OTHER_USAGER = "Le SIREN du rendez-vous n'est pas celui du dossier de ce contact."
UNKNOWN = "Ce rendez-vous est introuvable dans le dossier de ce contact."
NOT_YET = "Ce rendez-vous n'a pas encore commencé."
NOT_STANDING = "Ce rendez-vous n'est plus à venir : il a été annulé, ou il a eu lieu."


def booking_fault(body: c.BookAppointment, context: Context) -> Refusal | None:
    """What is wrong with a booking whatever its contact."""
    if not clean(body.purpose, keep_newlines=False):
        return Refusal(Code.INVALID, "Indiquez pourquoi l'usager rencontre le service : celui-ci le lira.")
    if body.topic is not None and context.purposes is not None and body.topic not in context.purposes:
        return Refusal(Code.INVALID, "L'objet du rendez-vous est inconnu : choisissez-le dans la liste.")
    if context.office_unknown:
        return Refusal(Code.INVALID, NO_OFFICE)
    return _not_so(context.office, body.slot, body.mode, context.now)


def _not_so(office: Office | None, at: datetime, mode: Mode, now: datetime) -> Refusal | None:
    """Of an office that is not known here, only the central can say."""
    if office is not None:
        return slot_fault(office, at, mode, now)
    return Refusal(Code.INVALID, PAST) if at <= now else None


def slot_fault(office: Office, at: datetime, mode: Mode, now: datetime) -> Refusal | None:
    """Why nobody may have this slot at `now`."""
    slot = slot_at(office, at)
    if at <= now:
        return Refusal(Code.INVALID, PAST)
    if slot is None:
        closed = not office.spans(at.astimezone(office.zone).date())
        return Refusal(Code.INVALID, HOLIDAY if closed else CLOSED)
    if at < now + office.lead:
        return Refusal(Code.INVALID, SOON.format(int(office.lead.total_seconds() // 3600)))
    if at >= now + office.horizon:
        return Refusal(Code.INVALID, FAR.format(office.horizon.days))
    if mode not in slot.modes:
        return Refusal(Code.INVALID, ONLY[next(iter(slot.modes))])
    return None


def booked(body: c.BookAppointment, contact: Contact, command: c.Command, context: Context) -> Decision:
    """A seat of the slot is taken, if one is left."""
    if contact.siren != body.siren:
        return Refusal(Code.INVALID, OTHER_USAGER)
    given = _given(body.slot, context)
    if isinstance(given, Refusal):
        return given
    detail = AppointmentDetail(
        mode=body.mode,
        until=given.until,
        seat=given.seat,
        purpose=clean(body.purpose, keep_newlines=False),
        usager=contact.usager_name or "",
        mail=address_of(contact, context),
    )
    topic = body.topic or OTHER
    matter = Matter(
        id=command.id,
        kind=MatterKind.APPOINTMENT,
        version=1,
        state=AppointmentState.BOOKED,
        code=topic,
        siren=body.siren,
        contact_id=contact.id,
        centre=context.actor.centre,
        author=context.actor.id,
        at=context.now,
        title=context.purposes.label(topic) if context.purposes else "",
        detail=detail,
        office=body.sie,
        due_at=body.slot,
    )
    return [a.AppointmentBooked(matter, takes=given.takes)]


@dataclass(frozen=True, slots=True)
class _Given:
    """The end of a slot, and the place in it."""

    until: datetime
    seat: str = ""

    @property
    def takes(self) -> tuple[str, ...]:
        return (self.seat,) if self.seat else ()


def _given(at: datetime, context: Context) -> _Given | Refusal:
    """What is left of a slot; where the office is not known, no place in it."""
    office = context.office
    if office is None:
        return _Given(at)
    slot, seat = slot_at(office, at), free_seat(office, at, context.seats)
    if slot is None or seat is None:
        return Refusal(Code.SLOT_TAKEN, TAKEN)
    return _Given(slot.until, seat)


def moved(body: c.MoveAppointment, contact: Contact, context: Context) -> Decision:
    """The old seat is given back in the transaction that takes the new one."""
    found = _may_change(contact, context)
    if isinstance(found, Refusal):
        return found
    matter, detail = found
    refusal = Refusal(Code.INVALID, NO_OFFICE) if context.office_unknown else None
    refusal = refusal or _not_so(context.office, body.slot, detail.mode, context.now)
    given = refusal or _given(body.slot, context)
    if isinstance(given, Refusal):
        return given
    sequence = detail.sequence + 1
    after = replace(detail, until=given.until, seat=given.seat, sequence=sequence, moved_at=context.now)
    matter = replace(matter, version=matter.version + 1, due_at=body.slot, detail=after)
    matter = replace(matter, state=AppointmentState.BOOKED)
    return [a.AppointmentMoved(matter, takes=given.takes, frees=(detail.seat,))]


def cancelled(body: c.CancelAppointment, contact: Contact, context: Context) -> Decision:
    """Its seat is free again."""
    found = _may_change(contact, context)
    if isinstance(found, Refusal):
        return found
    matter, detail = found
    why = clean(body.reason, keep_newlines=False)
    after = replace(detail, sequence=detail.sequence + 1, why=why)
    gone = replace(matter, version=matter.version + 1, state=AppointmentState.CANCELLED, detail=after)
    return [a.AppointmentCancelled(gone, frees=(detail.seat,))]


def came(body: c.AppointmentOutcome, context: Context) -> Decision:
    """What the office says afterwards: the usager came, or did not. Nothing counts it by usager or agent."""
    found = _standing(context)
    if isinstance(found, Refusal):
        return found
    matter, _ = found
    if matter.due_at is not None and matter.due_at > context.now:
        return Refusal(Code.WRONG_STATE, NOT_YET)
    state, kind = _CAME[body.outcome]
    return [kind(replace(matter, version=matter.version + 1, state=state))]


_CAME = {
    Attendance.HELD: (AppointmentState.HELD, a.AppointmentHeld),
    Attendance.NO_SHOW: (AppointmentState.NO_SHOW, a.AppointmentMissed),
}


def reminded(matter: Matter) -> Matter:
    """It has been written of again."""
    return replace(matter, version=matter.version + 1, state=AppointmentState.REMINDED)


def lapsed(matter: Matter) -> Matter:
    """Nothing more is waited for."""
    return replace(matter, version=matter.version + 1, state=AppointmentState.LAPSED)


def _may_change(contact: Contact, context: Context) -> tuple[Matter, AppointmentDetail] | Refusal:
    """Whoever has not shown who they are may change what was booked in this very contact, and no other."""
    found = _standing(context)
    if isinstance(found, Refusal):
        return found
    matter, _ = found
    if matter.siren != contact.siren:
        return Refusal(Code.NOT_FOUND, UNKNOWN)
    if matter.due_at is not None and matter.due_at <= context.now:
        return Refusal(Code.TOO_LATE, "Trop tard : l'heure de ce rendez-vous est passée.")
    if matter.contact_id != contact.id and contact.identification.level < 1:
        return Refusal(Code.IDENTIFICATION_REQUIRED)
    return found


def _standing(context: Context) -> tuple[Matter, AppointmentDetail] | Refusal:
    """The appointment that the command names, if it is still to take place."""
    matter = context.matter
    if matter is None or not isinstance(matter.detail, AppointmentDetail):
        return Refusal(Code.NOT_FOUND, UNKNOWN)
    if matter.state not in STANDING:
        return Refusal(Code.WRONG_STATE, NOT_STANDING)
    return matter, matter.detail


def address_of(contact: Contact, context: Context) -> str:
    """Where the usager is written to: the address that they write from, else the one on file."""
    own = contact.origin.address or ""
    if contact.channel is Channel.MAIL and own:
        return own
    points = context.usager.contacts if context.usager else ()
    on_file = next((point.value for point in points if point.kind == "email"), "")
    return on_file or (own if "@" in own else "")
