"""`callback.schedule`: a usager is promised a call at an hour, and the promise is a contact of its own.

It stands among its agent's parked contacts until that hour. Not taken up then, it waits for everybody.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact, Origin, Place, Reason
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.dispatch import Settings
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel, Direction, Message, State

_LATE = timedelta(days=1)
"""How long ago the hour may be: a desk without its line tells of its promises later."""
_AHEAD = timedelta(days=92)
_NUMBER = re.compile(r"\+?\d{6,15}")
_SPACING = re.compile(r"[\s.\-/()]")
CLOSED = "Le centre est fermé à cette heure-là : choisissez un moment de ses heures d'ouverture."
NO_NUMBER = "Numéro de téléphone attendu, par exemple 06 39 98 00 10."


def callback_fault(body: c.ScheduleCallback, context: Context) -> Refusal | None:
    """What is wrong with a promise whatever its contact."""
    if not clean(body.purpose, keep_newlines=False):
        return Refusal(Code.INVALID, "Indiquez pourquoi rappeler : la personne qui appellera le lira.")
    if plain_number(body.number) is None:
        return Refusal(Code.INVALID, NO_NUMBER)
    if not context.now - _LATE <= body.at <= context.now + _AHEAD:
        return Refusal(Code.INVALID, "L'heure du rappel est passée, ou trop lointaine.")
    hours = context.settings.hours.get(context.actor.centre)
    if hours is not None and not hours.is_open(body.at):
        return Refusal(Code.INVALID, CLOSED)
    return None


def plain_number(number: str) -> str | None:
    """A telephone number without its spacing; none: it is no number."""
    bare = _SPACING.sub("", clean(number, keep_newlines=False))
    return bare if _NUMBER.fullmatch(bare) else None


def promised(
    body: c.ScheduleCallback, contact: Contact, command: c.Command, context: Context
) -> e.CallbackScheduled:
    """What the promise does to the contact that it was made on; it carries the new one."""
    purpose = clean(body.purpose, keep_newlines=False)
    number = plain_number(body.number) or ""
    note = Message(
        command.id,
        Direction.NOTE,
        context.now,
        context.actor.name,
        f"Rappel promis au {number} : {purpose}",
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
        reason=Reason("promised", f"Rappel promis par {context.actor.name}."),
        department=contact.department,
        sie=contact.sie,
        widen_at=_kept_until(body.at, contact.place.pool, context.settings),
    )
    return e.CallbackScheduled(note, promise)


def _kept_until(at: datetime, pool: str, settings: Settings) -> datetime:
    """Until when the promise is its agent's alone, in opening hours."""
    seconds = settings.owned_s.get(Channel.CALLBACK, 0)
    hours = settings.hours.get(pool)
    return hours.after(at, seconds) if hours else at + timedelta(seconds=seconds)
