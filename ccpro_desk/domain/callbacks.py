"""`callback.schedule`: a usager is promised a call at an hour, and the promise is a contact of its own.

It stands among its agent's parked contacts until that hour. Not taken up then, it waits for everybody; of an
agent who is away that day it is everybody's at its hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.checks.reach import phone
from ccpro_desk.domain.checks.wrong import Wrong
from ccpro_desk.domain.contact import Contact, Origin, Place, Reason
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.dispatch import Settings
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.leave import is_away
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.usager import Usager
from ccpro_desk.domain.values import Channel, Direction, Message, State

_LATE = timedelta(days=1)
"""How long ago the hour may be: a desk without its line tells of its promises later."""
_AHEAD = timedelta(days=92)
AWAY = ", qui sera absent : il est ouvert à tous à son heure."
ALL = " (ouvert à tous : son auteur sera absent)"
CLOSED = "Le centre est fermé à cette heure-là : choisissez un moment de ses heures d'ouverture."


def callback_fault(body: c.ScheduleCallback, context: Context) -> Refusal | None:
    """What is wrong with a promise whatever its contact."""
    if not clean(body.purpose, keep_newlines=False):
        return Refusal(Code.INVALID, "Indiquez pourquoi rappeler : la personne qui appellera le lira.")
    number = number_of(body.number)
    if isinstance(number, Wrong):
        return Refusal(Code.INVALID, number.sentence)
    if not context.now - _LATE <= body.at <= context.now + _AHEAD:
        return Refusal(Code.INVALID, "L'heure du rappel est passée, ou trop lointaine.")
    hours = context.settings.hours.get(context.actor.centre)
    if hours is not None and not hours.is_open(body.at):
        return Refusal(Code.INVALID, CLOSED)
    return None


def number_of(text: str) -> str | Wrong:
    """A telephone number as the whole world writes it."""
    return phone(clean(text, keep_newlines=False))


def already_promised(body: c.ScheduleCallback, context: Context) -> Refusal | None:
    """A call to the same number that is promised for the same day: it is to be kept, not promised twice."""
    number, day = number_of(body.number), body.at.astimezone(PARIS).date()
    for one in context.promises:
        at = (one.resume_at or one.due_at).astimezone(PARIS)
        if at.date() == day and number_of(one.origin.number or "") == number:
            when = f"{at:%d/%m} à {at.hour} h {at:%M}"
            return Refusal(
                Code.ALREADY_EXISTS,
                f"Un rappel est déjà promis à ce numéro le {when} : rien n'a été ajouté. "
                "Reprenez-le, ou choisissez un autre jour.",
            )
    return None


def _whose(number: str, usager: Usager | None) -> str:
    """Whether the number is one of the dossier's; nothing when there is none to compare it with."""
    known = [number_of(one.value) for one in usager.contacts if one.kind == "phone"] if usager else []
    if not known:
        return ""
    return " (numéro du dossier)" if number in known else " (numéro hors du dossier)"


def promised(
    body: c.ScheduleCallback, contact: Contact, command: c.Command, context: Context
) -> e.CallbackScheduled:
    """What the promise does to the contact that it was made on; it carries the new one."""
    purpose = clean(body.purpose, keep_newlines=False)
    found = number_of(body.number)
    number = found if isinstance(found, str) else ""
    away = is_away(context.leaves, body.at)
    note = Message(
        command.id,
        Direction.NOTE,
        context.now,
        context.actor.name,
        f"Rappel promis au {number}{_whose(number, context.usager)} : {purpose}{ALL if away else ''}",
        author_id=context.actor.id,
    )
    promise = Contact(
        id=command.id,
        version=1,
        state=State.PARKED,
        channel=Channel.CALLBACK,
        connector=contact.connector,
        external_id=str(command.id),
        received_at=context.now,
        due_at=body.at,
        subject=purpose,
        origin=Origin(name=contact.origin.name, number=number),
        place=Place(contact.place.pool, contact.place.skill, body.at),
        siren=contact.siren,
        usager_name=contact.usager_name,
        owner=context.actor.id,
        resume_at=body.at,
        reason=Reason("promised", f"Rappel promis par {context.actor.name}{AWAY if away else '.'}"),
        department=contact.department,
        sie=contact.sie,
        widen_at=body.at if away else _kept_until(body.at, contact.place.pool, context.settings),
    )
    return e.CallbackScheduled(note, promise)


def _kept_until(at: datetime, pool: str, settings: Settings) -> datetime:
    """Until when the promise is its agent's alone, in opening hours."""
    seconds = settings.owned_s.get(Channel.CALLBACK, 0)
    hours = settings.hours.get(pool)
    return hours.after(at, seconds) if hours else at + timedelta(seconds=seconds)
