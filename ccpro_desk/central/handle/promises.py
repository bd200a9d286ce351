"""What a promised call is held against: those that the usager is promised already, their dossier."""

from __future__ import annotations

from ccpro_desk.central.handle.home import Home
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.frozen import replace
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.values import Channel, State

_LOOKED_AT = 100
"""The usager's latest contacts: an older promise is over 92 days old."""


async def with_promises(
    home: Home, actor: Agent, contact: Contact, body: c.Body | None, context: Context
) -> Context:
    """`context` with what a promise is compared with, if `body` makes one."""
    if not isinstance(body, c.ScheduleCallback):
        return context
    today = home.now.astimezone(PARIS).date()
    context = replace(context, leaves=tuple(await home.store.leaves_of(actor.id, today)))
    if contact.siren is None:  # nobody knows whose: only the agent's own promises are known to be theirs
        others = await home.store.contacts_of(actor.id)
        return replace(context, promises=tuple(filter(_is_open, others)))
    found = await home.store.usager(contact.siren)
    others = await home.store.contacts_of_usager(contact.siren, _LOOKED_AT)
    return replace(context, usager=found.usager if found else None, promises=tuple(filter(_is_open, others)))


def _is_open(contact: Contact) -> bool:
    return contact.channel is Channel.CALLBACK and contact.state is not State.CLOSED
