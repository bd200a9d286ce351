"""Contacts that belong with one at hand: told as far as the reader may know, and what may be merged."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.home import Home, pools_of
from ccpro_desk.central.handle.readers import may_read
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.alike import SAME_PERSON, Why, reasons
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.merging import gathered, merged
from ccpro_desk.domain.refusals import Refusal
from ccpro_desk.domain.values import State
from ccpro_desk.wire.listing import AlikeView
from ccpro_desk.wire.problems import ProblemCode

_MOST = 50
_HANDS = (State.ACTIVE, State.WRAP_UP)
_NOT_IN_HAND = "Ce contact n'est pas en cours à votre poste."


async def alike(home: Home, reader: Agent, contact_id: UUID) -> list[AlikeView]:
    """What belongs with a contact that the reader may read. Raises `not_found`, `forbidden`."""
    contact = await home.store.contact(contact_id)
    if contact is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Ce contact est introuvable.")
    if not await may_read(home, reader, contact):
        raise ProblemError(ProblemCode.FORBIDDEN, "Ce contact n'est pas à votre poste.")
    window = timedelta(days=home.rules.settings.alike_days)
    since, until = contact.received_at - window, contact.received_at + window
    found = await home.store.alike(contact, since, until, _MOST)
    views = []
    for other in found:
        why = reasons(contact, other)
        readable = bool(why) and await may_read(home, reader, other)
        told = readable or other.place.pool in pools_of(reader)
        if why and told and not _is_kin(contact, other):
            views.append(await _view(home, reader, contact, other, why, readable))
    return views


def is_same_person(contact: Contact, other: Contact) -> bool:
    """Whether sender, thread or usager says so; the same text alone does not."""
    return bool(SAME_PERSON.intersection(reasons(contact, other)))


def _is_kin(contact: Contact, other: Contact) -> bool:
    """Whether one goes on in the other already."""
    ids = {contact.id, *contact.merged}
    return other.merged_into in ids or other.id in (contact.merged_into, *contact.merged)


async def _view(
    home: Home, reader: Agent, contact: Contact, other: Contact, why: tuple[Why, ...], readable: bool
) -> AlikeView:
    follower = other.lease.agent if other.lease else other.owner
    names = await home.names([follower])
    into, gather = _fate(home, reader, contact, other, readable)
    return AlikeView(
        id=other.id,
        state=other.state,
        channel=other.channel,
        received_at=other.received_at,
        due_at=other.due_at,
        why=why,
        subject=other.subject,
        readable=readable,
        followed_by=names.get(follower, "") if follower else "",
        mine=follower == reader.id,
        closed_at=other.closed_at,
        into=into,
        gather=gather,
    )


def _fate(
    home: Home, reader: Agent, contact: Contact, other: Contact, readable: bool
) -> tuple[str | None, str | None]:
    """Why the one cannot go on in the other, both ways round; none: it can."""
    lease = contact.lease
    if lease is None or lease.agent != reader.id or contact.state not in _HANDS:
        return _NOT_IN_HAND, _NOT_IN_HAND
    rules = home.rules
    context = Context(
        actor=reader,
        now=home.now,
        motifs=rules.motifs,
        checks=rules.checks,
        settings=rules.settings,
        token=uuid4(),
        other=other,
        reaches_other=readable or is_same_person(contact, other),
    )
    fates = merged(other.id, contact, context), gathered(other.id, contact, context)
    into, gather = (fate.message if isinstance(fate, Refusal) else None for fate in fates)
    return into, gather
