"""A contact as this reader may see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ccpro_desk.central.handle.home import Home
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.dispatch import reopened_until
from ccpro_desk.domain.frozen import replace
from ccpro_desk.domain.identification import Identification
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.values import Direction, Message
from ccpro_desk.wire.contact_view import MatterView, MergedRef
from ccpro_desk.wire.views import AgentView, ContactView, LateDraftView, LeaseView, UsagerRef


async def full_view(home: Home, contact: Contact, reader: Agent, *, token: bool = False) -> ContactView:
    """Everything but what is the holder's alone, unless the reader is the holder.

    `token`: where the contract shows the lease's token to its holder.
    """
    lease = contact.lease
    drafts = _late_drafts(contact, reader)
    ids = [contact.owner, lease.agent if lease else None, *(draft.agent for draft in drafts)]
    names = await home.names(ids)
    merged = await _merged(home, contact)
    holds = lease is not None and lease.agent == reader.id
    view = bare_view(contact)
    return replace(
        view,
        identification=contact.identification,
        origin=contact.origin,
        usager=UsagerRef(contact.siren, contact.usager_name or "") if contact.siren else None,
        messages=_in_order(contact, merged),
        merged=tuple(MergedRef(c.id, c.channel, c.received_at, c.subject) for c in merged),
        merged_into=contact.merged_into,
        closed_at=contact.closed_at,
        reopen_until=reopened_until(contact, home.rules.settings) if contact.owner == reader.id else None,
        guessed=contact.urgency.motif if contact.urgency.guessed else None,
        pinned=contact.urgency.pinned,
        matters=await _matters(home, contact, merged),
        draft=contact.draft if holds or contact.owner == reader.id else None,
        late_drafts=tuple(replace(draft, agent_name=names.get(draft.agent, "")) for draft in drafts),
        owner_name=names.get(contact.owner, "") if contact.owner else "",
        lease=LeaseView(
            lease.agent,
            lease.expires_at,
            lease.token if token and holds else None,
            names.get(lease.agent, ""),
        )
        if lease
        else None,
    )


async def _merged(home: Home, contact: Contact) -> list[Contact]:
    """The contacts that go on in this one, still."""
    kin = {contact.id, *contact.merged}
    found = [await home.store.contact(key) for key in contact.merged]
    return [source for source in found if source is not None and source.merged_into in kin]


async def _matters(home: Home, contact: Contact, merged: list[Contact]) -> tuple[MatterView, ...] | None:
    """What followed from it, or from those that go on in it; most contacts have nothing to look for."""
    sources = [each.id for each in (contact, *merged) if each.matters]
    if not sources:
        return None
    return await matter_views(home, await home.store.matters_of_contacts(sources))


async def matter_views(home: Home, matters: Iterable[Matter]) -> tuple[MatterView, ...]:
    """How lists and contacts show them: without their details."""
    found = tuple(matters)
    names = await home.names(matter.author for matter in found)
    return tuple(MatterView.of(matter, names.get(matter.author, "")) for matter in found)


def _in_order(contact: Contact, merged: list[Contact]) -> tuple[Message, ...]:
    """All that was said, oldest first; what is of one contact keeps its own order."""
    if not merged:
        return contact.messages
    everything = (message for each in (contact, *merged) for message in each.messages)
    return tuple(sorted(everything, key=lambda message: message.at))


_BARE = (
    *("id", "version", "state", "channel", "external_id", "subject", "received_at", "due_at"),
    *("motifs", "owner", "resume_at", "reason", "connector", "department"),
)
"""What a list shows of a contact as it is there."""


def bare(contact: Contact) -> dict[str, Any]:
    """What every list shows of it: no messages, no origin, no usager."""
    lease = contact.lease
    told = {name: getattr(contact, name) for name in _BARE}
    known = contact.identification
    told["identification"] = Identification(known.level, known.checks, known.at)  # nothing of a mandate
    return {**told, "lease": LeaseView(lease.agent, lease.expires_at) if lease else None}


def bare_view(contact: Contact) -> ContactView:
    return ContactView(**bare(contact))


def connector_view(contact: Contact) -> ContactView:
    """What the connector that brought it gets back: nothing that agents say among themselves."""
    usager = UsagerRef(contact.siren, contact.usager_name or "") if contact.siren else None
    messages = tuple(m for m in contact.messages if m.direction is not Direction.NOTE)
    return replace(bare_view(contact), origin=contact.origin, usager=usager, messages=messages)


def agent_view(agent: Agent) -> AgentView:
    return AgentView(
        id=agent.id,
        login=agent.login,
        name=agent.name,
        role=agent.role,
        status=agent.status,
        centre=agent.centre,
        plateau=agent.plateau,
        skills=agent.all_skills,
        channels=agent.channels,
        slots=dict(agent.slots),
        after_current=agent.after_current,
        office=agent.office,
    )


def _late_drafts(contact: Contact, reader: Agent) -> list[LateDraftView]:
    """Seen by the holder and by their author."""
    holds = contact.lease is not None and contact.lease.agent == reader.id
    return [
        LateDraftView(draft.author_id, draft.at, draft.text)
        for draft in contact.late_drafts
        if holds or draft.author_id == reader.id
    ]
