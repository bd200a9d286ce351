"""Reads: contacts, the snapshot of `/v1/me`, dossiers, usagers, attachments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import officers
from ccpro_desk.central.handle.arrivals import new_attachment
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.cursors import cursor_of, page_size, read_cursor
from ccpro_desk.central.handle.home import Home, pools_of
from ccpro_desk.central.handle.plateau import Plateau
from ccpro_desk.central.handle.readers import may_read
from ccpro_desk.central.handle.views import agent_view, full_view
from ccpro_desk.central.store.values import AuditEntry, Change, StoredAttachment
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.usager import Usager, masked_fields
from ccpro_desk.domain.values import AttachmentRef, Direction, State
from ccpro_desk.wire.codec import adapter
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import NewAttachment
from ccpro_desk.wire.views import ContactView, DossierView, DraftView, HeldLease, Me, PlaceView, UsagerHit

_REASON_MIN, _REASON_MAX = 20, 500


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


async def dossier(
    home: Home, reader: Agent, siren: str, contact_id: UUID | None, reason: str | None
) -> DossierView:
    """A usager's file at the level that the contact, or a written reason, opens; audited.

    Raises `forbidden`, `invalid`, `not_found`.
    """
    if not (may(reader.role, Right.READ_DOSSIER) or may(reader.role, Right.ANSWER)):
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte n'ouvre pas de dossier.")
    level, detail = await opened(home, reader, siren, contact_id, reason)
    found = await home.store.usager(siren) if siren.isascii() and siren.isdigit() else None
    if found is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Aucun dossier ne porte ce SIREN.")
    entry = audit(home.now, reader.id, "dossier.read", f"usager/{siren}", {**detail, "level": level})
    await home.store.write(Change(audit=(entry,)))
    masked = masked_fields(level, found.usager.diffusion)
    return DossierView(siren, level, found.as_of, masked, _fields(found.usager, masked))


async def opened(
    home: Home, reader: Agent, siren: str, contact_id: UUID | None, reason: str | None
) -> tuple[int, dict[str, Any]]:
    """The level, and what the audit says of why. Raises `forbidden`, `invalid`."""
    if not may(reader.role, Right.READ_DOSSIER):
        level = await officers.level_for(home, reader, siren, contact_id)
        return level, {"contact": str(contact_id), "office": reader.office}
    if contact_id is not None:
        found = await home.store.contact(contact_id)
        if found is None or found.siren != siren or not _is_at_hand(found, reader):
            title = "Ce dossier n'est pas celui d'un contact à votre poste."
            raise ProblemError(ProblemCode.FORBIDDEN, title)
        return found.identification.level, {"contact": str(contact_id)}
    if reason is None:
        title = "Indiquez pour quel contact, ou pourquoi, vous ouvrez ce dossier."
        raise ProblemError(ProblemCode.FORBIDDEN, title)
    sentence = clean(reason, keep_newlines=False)
    if not _REASON_MIN <= len(sentence) <= _REASON_MAX:
        raise ProblemError(ProblemCode.INVALID, "Le motif de consultation compte de 20 à 500 caractères.")
    return 1, {"reason": sentence}


def _is_at_hand(contact: Contact, reader: Agent) -> bool:
    held = contact.lease is not None and contact.lease.agent == reader.id
    return contact.owner == reader.id or (held and contact.state is not State.OFFERED)


def _fields(usager: Usager, masked: tuple[str, ...]) -> Mapping[str, Any]:
    values: dict[str, Any] = adapter(Usager).dump_python(usager, mode="json")
    values["dated"] = {name: day for name, day in values["dated"].items() if name not in masked}
    return {name: None if name in masked else value for name, value in values.items()}


async def search_usagers(
    home: Home, reader: Agent, q: str, limit: int, cursor: str | None
) -> tuple[list[UsagerHit], str | None]:
    """Public fields only. Raises `forbidden`, `invalid`."""
    if not may(reader.role, Right.READ_DOSSIER):
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte ne cherche pas d'usagers.")
    query = clean(q, keep_newlines=False)
    if not 3 <= len(query) <= 200:
        raise ProblemError(ProblemCode.INVALID, "Saisissez de 3 à 200 caractères.")
    size = page_size(limit)
    found = await home.store.search_usagers(query, size + 1, read_cursor(cursor))
    shown = found[:size]
    hits = [UsagerHit(u.siren, u.name, u.city or u.address.city, u.state) for u in shown]
    last = shown[-1] if len(found) > size else None
    return hits, cursor_of(fold(last.name), last.siren) if last else None


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
