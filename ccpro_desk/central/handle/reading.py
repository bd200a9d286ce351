"""Reads: contacts, the snapshot of `/v1/me`, attachments."""

from __future__ import annotations

from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import officers
from ccpro_desk.central.handle.arrivals import new_attachment
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.home import Home, pools_of
from ccpro_desk.central.handle.plateau import Plateau
from ccpro_desk.central.handle.readers import may_read
from ccpro_desk.central.handle.views import agent_view, full_view
from ccpro_desk.central.store.values import AuditEntry, Change, StoredAttachment
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.values import AttachmentRef, Direction
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import NewAttachment
from ccpro_desk.wire.views import ContactView, DraftView, HeldLease, Me, PlaceView


async def contact(home: Home, reader: Agent, contact_id: UUID) -> ContactView:
    """Raises `not_found`, `forbidden`."""
    found = await home.store.contact(contact_id)
    if found is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Ce contact est introuvable.")
    if await may_read(home, reader, found):
        return await full_view(home, found, reader)
    view = await officers.contact_view(home, reader, found)
    if view is None:
        raise ProblemError(ProblemCode.FORBIDDEN, "Ce contact n'est pas à votre poste.")
    await home.store.write(Change(audit=(_read_by_officer(home, reader, contact_id),)))
    return view


def _read_by_officer(home: Home, reader: Agent, contact_id: UUID) -> AuditEntry:
    return audit(home.now, reader.id, "contact.read", f"contact/{contact_id}", {"office": reader.office})


async def me(home: Home, agent: Agent) -> Me:
    """The snapshot to start from; its position is read first, so that nothing is missed."""
    position = await home.store.position()
    mine = await home.store.contacts_of(agent.id)
    held = [c for c in mine if c.lease is not None and c.lease.agent == agent.id]
    counters = {"waiting": await home.store.count_waiting(pools_of(agent))} if agent.is_person else {}
    plateau = Plateau(home)
    return Me(
        agent=agent_view(agent),
        status=agent.status,
        position=position,
        contacts=tuple([await full_view(home, c, agent, token=True) for c in mine]),
        leases=tuple(HeldLease(c.id, c.lease.token, c.lease.expires_at) for c in held if c.lease),
        drafts=tuple(DraftView(c.id, c.draft) for c in mine if c.draft and _is_of(c, agent)),
        counters=counters,
        word=await plateau.word(agent),
        renfort=await plateau.renfort(agent),
        place=await _place(home, agent),
    )


async def _place(home: Home, agent: Agent) -> PlaceView | None:
    found = await home.store.place(agent.id)
    return PlaceView(found.contact_id, found.pane, found.caret) if found else None


def _is_of(contact: Contact, agent: Agent) -> bool:
    holder = contact.lease.agent if contact.lease else None
    return agent.id in (holder, contact.owner)


async def add_attachment(home: Home, by: Agent, new: NewAttachment) -> AttachmentRef:
    """Raises `forbidden`, `invalid`, `too_large`."""
    if not (may(by.role, Right.HANDLE) or may(by.role, Right.BRING)):
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte ne joint pas de fichier.")
    kept = new_attachment(by.id, new, home.now)
    entry = audit(home.now, by.id, "attachment.add", f"attachment/{kept.id}", {"size": len(kept.content)})
    await home.store.write(Change(attachments=(kept,), audit=(entry,)))
    return AttachmentRef(kept.id, kept.name, kept.type, len(kept.content))


async def attachment(home: Home, reader: Agent, attachment_id: UUID) -> tuple[AttachmentRef, bytes]:
    """For its sender and for whoever may read the contact; audited. Raises `not_found`, `forbidden`."""
    found = await home.store.attachment(attachment_id)
    if found is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Cette pièce jointe est introuvable.")
    if found.by != reader.id and not await _may_open(home, reader, found):
        raise ProblemError(ProblemCode.FORBIDDEN, "Cette pièce jointe n'est pas à votre poste.")
    detail = {"contact": str(found.contact_id)} if found.contact_id else {}
    entry = audit(home.now, reader.id, "attachment.read", f"attachment/{attachment_id}", detail)
    await home.store.write(Change(audit=(entry,)))
    return found.ref, found.content


async def _may_open(home: Home, reader: Agent, found: StoredAttachment) -> bool:
    contact = await home.store.contact(found.contact_id) if found.contact_id else None
    if contact is None:
        return False
    if may(reader.role, Right.ANSWER):
        return await officers.may_open(home, reader, contact, found.ref.id)
    if may(reader.role, Right.DELIVER):
        return await _delivers(home, reader, contact, found)
    return await may_read(home, reader, contact)


async def _delivers(home: Home, reader: Agent, contact: Contact, found: StoredAttachment) -> bool:
    """Whether it goes out by one of the connector's channels, which for a letter is not the contact's."""
    outgoing = [m for m in contact.messages if m.direction is Direction.OUT]
    carrying = [m for m in outgoing if any(ref.id == found.ref.id for ref in m.attachments)]
    rows = [await home.store.outbox_row(message.id) for message in carrying]
    return any(row is not None and row.channel in reader.channels for row in rows)
