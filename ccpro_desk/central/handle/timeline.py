"""One timeline of a usager: contacts, acts, appointments, referrals, the last first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.cursors import cursor_of, page_after, page_size
from ccpro_desk.central.handle.dossiers import opened
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.handle.readers import may_read
from ccpro_desk.central.store.values import Change
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.frozen import replace
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.permissions import Right, may, may_approve
from ccpro_desk.wire.listing import EntryKind, TimelineEntry
from ccpro_desk.wire.problems import ProblemCode

_Each: TypeAlias = Contact | Matter


@dataclass(frozen=True, slots=True)
class AskedTimeline:
    """Whose, and why the reader opens it: for a contact at hand, or for a written reason."""

    siren: str
    contact_id: UUID | None = None
    reason: str | None = None


async def timeline(
    home: Home, reader: Agent, asked: AskedTimeline, limit: int, cursor: str | None
) -> tuple[list[TimelineEntry], str | None]:
    """A page, and the next one's cursor; audited. Raises `forbidden`, `invalid`, `not_found`."""
    if not may(reader.role, Right.READ_DOSSIER):
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte n'ouvre pas de dossier.")
    level, why = await opened(home, reader, asked.siren, asked.contact_id, asked.reason)
    if await home.store.usager(asked.siren) is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Aucun dossier ne porte ce SIREN.")
    size, after = page_size(limit), page_after(cursor)
    contacts = await home.store.contacts_of_usager(asked.siren, size + 1, after)
    matters = await home.store.matters_of(asked.siren, size + 1, after)
    entry = audit(home.now, reader.id, "timeline.read", f"usager/{asked.siren}", {**why, "level": level})
    await home.store.write(Change(audit=(entry,)))
    both: list[_Each] = [*contacts, *matters]
    both.sort(key=_place, reverse=True)
    shown = both[:size]
    eyes = _Eyes(home, reader, level, await home.store.holds_usager(reader.id, asked.siren))
    eyes.contacts.update({contact.id: contact for contact in contacts})
    names = await home.names(_who(each) for each in shown)
    items = [await eyes.entry(each, names) for each in shown]
    last = _place(shown[-1]) if len(both) > size else None
    return items, cursor_of(last[0].isoformat(), str(last[1])) if last else None


def _place(each: _Each) -> tuple[datetime, UUID]:
    return (each.received_at if isinstance(each, Contact) else each.at), each.id


def _who(each: _Each) -> UUID | None:
    if isinstance(each, Matter):
        return each.author
    return each.lease.agent if each.lease else each.owner


@dataclass(frozen=True, slots=True)
class _Eyes:
    """What one reader sees of one usager. `holds`: they have a contact of theirs in hand."""

    home: Home
    reader: Agent
    level: int
    holds: bool
    contacts: dict[UUID, Contact | None] = field(default_factory=dict)

    async def entry(self, each: _Each, names: Mapping[UUID, str]) -> TimelineEntry:
        who = _who(each)
        by = names.get(who, "") if who else ""
        if isinstance(each, Contact):
            line = TimelineEntry(each.id, EntryKind.CONTACT, each.received_at, each.state)
            line = replace(line, channel=each.channel, closed_at=each.closed_at)
            return self._told(line, each, by) if await self._reads(each) else line
        line = TimelineEntry(each.id, EntryKind(each.kind), each.at, each.state)
        if not await self._opens(each):
            return line
        return replace(
            line, readable=True, title=each.title, by=by, contact_id=each.contact_id, due_at=each.due_at
        )

    def _told(self, line: TimelineEntry, contact: Contact, by: str) -> TimelineEntry:
        motifs = tuple(motif.code for motif in contact.motifs)
        return replace(line, readable=True, title=contact.subject, motifs=motifs, by=by)

    async def _reads(self, contact: Contact) -> bool:
        return await may_read(self.home, self.reader, contact, self.holds)

    async def _opens(self, matter: Matter) -> bool:
        """As its own route does; what another person did also takes the level of the dossier."""
        if self.reader.id == matter.author:
            return True
        if may_approve(self.reader) and self.reader.centre == matter.centre:
            return True
        return self.level >= 1 and (self.holds or await self._follows_from_readable(matter))

    async def _follows_from_readable(self, matter: Matter) -> bool:
        if matter.contact_id not in self.contacts:
            self.contacts[matter.contact_id] = await self.home.store.contact(matter.contact_id)
        contact = self.contacts[matter.contact_id]
        return contact is not None and await self._reads(contact)
