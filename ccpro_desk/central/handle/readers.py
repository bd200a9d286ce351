"""Who may read a contact in full."""

from __future__ import annotations

from uuid import UUID

from ccpro_desk.central.handle.home import Home
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.permissions import Right, may


async def may_read(home: Home, reader: Agent, contact: Contact, holds: bool | None = None) -> bool:
    """Holder, owner, who it waits for, their supervisor, and whoever holds a contact of the same usager.

    What is merged is read by whoever reads the contact in which it goes on. `holds`: whether they hold one of
    the same usager, where that is known already.
    """
    if not reader.is_person:
        return False
    concerned = concerned_by(contact)
    if reader.id in concerned:
        return True
    if may(reader.role, Right.READ_CENTRE):
        centres = {contact.place.pool} | {await _centre(home, key) for key in concerned}
        if reader.centre in centres:
            return True
    if holds is None and contact.siren is not None:
        holds = await home.store.holds_usager(reader.id, contact.siren)
    if holds:
        return True
    goes_on = await home.store.contact(contact.merged_into) if contact.merged_into else None
    return goes_on is not None and await may_read(home, reader, goes_on)


def concerned_by(contact: Contact) -> frozenset[UUID]:
    """Its holder, its owner, and the only agent that it waits for."""
    holder = contact.lease.agent if contact.lease else None
    return frozenset(key for key in (holder, contact.owner, contact.bound_to) if key is not None)


async def _centre(home: Home, agent_id: UUID) -> str:
    agent = await home.agent(agent_id)
    return agent.centre if agent else ""
