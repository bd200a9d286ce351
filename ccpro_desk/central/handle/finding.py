"""Contacts in lists: those of the centre, those that a reader may read and looks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.cursors import cut, page_after, page_size
from ccpro_desk.central.handle.home import Home, pools_of
from ccpro_desk.central.handle.views import bare
from ccpro_desk.central.store.found_port import Listing, Sought
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.dispatch import reopened_until
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel, Direction, Message, State
from ccpro_desk.wire.listing import FoundView, ListedView, ReplyState
from ccpro_desk.wire.problems import ProblemCode

_LOOKED_BACK = timedelta(days=31)
"""How far a search goes back in the contacts of a whole centre, unless a date is given."""
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)
"""How far a connector's clock may be ahead of ours, and more."""
_SHORTEST_REFERENCE = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks the list of the centre for."""

    state: State | None = None
    channel: Channel | None = None
    motif: str | None = None
    late: bool = False
    names: bool = False


ALL = Asked()


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader looks for, as it came."""

    q: str = ""
    motif: str | None = None
    state: State | None = None
    channel: Channel | None = None
    siren: str | None = None
    reference: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    mine: bool = False
    handled_since: datetime | None = None


async def contacts(
    home: Home, reader: Agent, asked: Asked, limit: int, cursor: str | None
) -> tuple[list[ListedView], str | None, int | None]:
    """A page of the reader's centre and of the national pool, its cursor, and on the first page how many.

    Raises `forbidden`, `invalid`.
    """
    if not may(reader.role, Right.LIST_CENTRE):
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte ne voit pas la file.")
    size, after = page_size(limit), page_after(cursor)
    late_at = home.now if asked.late else None
    listing = Listing(pools_of(reader), asked.state, asked.channel, asked.motif, late_at)
    found = await home.store.list_contacts(listing, size + 1, after)
    total = await home.store.count_contacts(listing) if after is None else None
    shown, following = cut(found, size)
    names = await home.names(contact.bound_to for contact in shown)
    views = []
    for contact in shown:
        view = _listed(contact)
        if contact.bound_to:
            view = replace(view, waits_for=names.get(contact.bound_to))
        if asked.names and _reads_centre(reader, contact):
            view = replace(view, who=who_of(contact))
        views.append(view)
    return views, following, total


def _reads_centre(reader: Agent, contact: Contact) -> bool:
    return may(reader.role, Right.READ_CENTRE) and contact.place.pool == reader.centre != ""


def who_of(contact: Contact) -> str:
    origin = contact.origin
    return contact.usager_name or origin.name or origin.address or origin.number or ""


def _listed(contact: Contact) -> ListedView:
    return ListedView(
        **bare(contact),
        guessed=contact.urgency.motif if contact.urgency.guessed else None,
        pool=contact.place.pool,
        skill=contact.place.skill,
        crisis=contact.urgency.crisis,
    )


async def found(
    home: Home, reader: Agent, query: Query, limit: int, cursor: str | None
) -> tuple[list[FoundView], str | None]:
    """A page of the contacts that the reader may read: theirs, those of a usager whose contact they hold,
    and a supervisor's whole centre. Raises `forbidden`, `invalid`.
    """
    if not may(reader.role, Right.HANDLE):
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte ne suit pas de contacts.")
    size, after = page_size(limit), page_after(cursor)
    sought = _sought(home, reader, query)
    shown, following = cut(await home.store.found(sought, size + 1, after), size)
    names = await home.names(_follower(contact) for contact in shown)
    return [_found(home, reader, contact, names) for contact in shown], following


def _sought(home: Home, reader: Agent, query: Query) -> Sought:
    now = home.now
    centre = reader.centre if may(reader.role, Right.READ_CENTRE) and reader.centre else None
    named = query.mine or query.siren or query.reference
    earliest = now - _LOOKED_BACK if centre and not named else _EVER
    return Sought(
        agent_id=reader.id,
        centre=centre,
        since=query.since or earliest,
        until=query.until or now + _AHEAD,
        words=tuple(fold(query.q).split()),
        motif=query.motif,
        state=query.state,
        channel=query.channel,
        siren=query.siren,
        reference=_reference(query.reference),
        mine=query.mine,
        handled_since=query.handled_since,
    )


def _reference(text: str | None) -> str | None:
    if not text:
        return None
    reference = clean(text, keep_newlines=False).strip("<> ")
    if len(reference) < _SHORTEST_REFERENCE:
        raise ProblemError(ProblemCode.INVALID, "Saisissez au moins quatre caractères de la référence.")
    return reference


def _follower(contact: Contact) -> UUID | None:
    return contact.lease.agent if contact.lease else contact.owner


def _found(home: Home, reader: Agent, contact: Contact, names: Mapping[UUID, str]) -> FoundView:
    follower = _follower(contact)
    return FoundView(
        id=contact.id,
        version=contact.version,
        state=contact.state,
        channel=contact.channel,
        received_at=contact.received_at,
        due_at=contact.due_at,
        subject=contact.subject,
        who=who_of(contact),
        siren=contact.siren,
        motifs=contact.motifs,
        guessed=contact.urgency.motif if contact.urgency.guessed else None,
        resume_at=contact.resume_at,
        closed_at=contact.closed_at,
        reopen_until=reopened_until(contact, home.rules.settings) if contact.owner == reader.id else None,
        merged_into=contact.merged_into,
        owner_name=names.get(follower, "") if follower else "",
        mine=reader.id in (contact.owner, contact.bound_to, follower),
        messages=len(contact.messages),
        replies=tuple(_reply(m, reader) for m in contact.messages if m.direction is Direction.OUT),
    )


def _reply(message: Message, reader: Agent) -> ReplyState:
    assert message.status is not None
    return ReplyState(message.id, message.at, message.status, message.author_id == reader.id, message.detail)
