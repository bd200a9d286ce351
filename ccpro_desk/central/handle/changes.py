"""What happened to a contact, as one transaction: the contact after it, its feed, its audit, its outbox."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from ccpro_desk.central.rules import Mail
from ccpro_desk.central.store.agent_events import SUPERVISORS
from ccpro_desk.central.store.values import (
    Audience,
    AuditEntry,
    Change,
    MatterChange,
    NewEvent,
    OutboxRow,
    ThreadRef,
)
from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.dispatch import Settings, widen_at
from ccpro_desk.domain.evolve import evolve
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.values import Channel, Direction, Role, Sending, State

_QUEUE = frozenset(
    {"contact.received", "contact.offered", "contact.assigned", "contact.returned", "contact.closed"}
)
"""Told to all who serve the pool: they change what waits there."""
_DETAIL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_INDEXED_MAX = 500
"""Bytes; PostgreSQL's indexes refuse rows above 2,704."""


def change_of(
    before: Contact,
    happened: Sequence[e.Event],
    *,
    now: datetime,
    mail: Mail,
    author: str | None = None,
    centre: str = "",
) -> Change:
    """`happened` to `before` by `author` (an account's id, `USAGER`, none for a timer), as a change."""
    contact, told = before, []
    for event in happened:
        after = evolve(contact, event, author)
        if event.counts:
            told.append(feed_event(event, contact, after, author, now))
        contact = after
    replies = [event for event in happened if isinstance(event, e.ReplyHeld)]
    made = tuple(event.promise for event in happened if isinstance(event, e.CallbackScheduled))
    told += [scheduled(promise, author, now) for promise in made]
    return Change(
        before=before,
        after=contact,
        made=made,
        events=tuple(told),
        outbox=tuple(outbox_row(contact, reply, mail, centre) for reply in replies),
        refs=tuple(_reply_ref(contact, reply, mail) for reply in replies),
        linked=tuple(ref.id for reply in replies for ref in reply.message.attachments),
        matters=tuple(
            MatterChange(event.matter, author, now, event.takes, event.frees)
            for event in happened
            if isinstance(event, e.MatterMoved)
        ),
    )


def timed(change: Change, settings: Settings, now: datetime) -> Change:
    """`change` with when its contact, if it begins to wait or waits elsewhere, is to be widened."""
    before, after = change.before, change.after
    if after is None or after.state is not State.WAITING:
        return change
    if before is not None and _waits_as(before) == _waits_as(after):
        return change
    return replace(change, after=replace(after, widen_at=widen_at(after, settings, now)))


def _waits_as(contact: Contact) -> tuple[object, ...]:
    return contact.state, contact.place, contact.bound_to, contact.channel


def feed_event(
    event: e.Event, before: Contact, after: Contact, author: str | None, now: datetime
) -> NewEvent:
    return NewEvent(
        id=new_id(),
        type=event.feed,
        at=now,
        audience=_audience(event, before, after),
        actor=author,
        contact_id=after.id,
        version=after.version,
        changed=event.changed,
        about=event.about,
    )


def received(contact: Contact, author: str, now: datetime) -> NewEvent:
    """The event of a contact's arrival."""
    kind = "contact.received"
    return NewEvent(
        new_id(), kind, now, audience(kind, contact, contact), author, contact.id, contact.version
    )


def scheduled(promise: Contact, author: str | None, now: datetime) -> NewEvent:
    """The event of a promised callback, which is a contact of its own."""
    kind = "callback.scheduled"
    told = audience(kind, promise, promise)
    return NewEvent(new_id(), kind, now, told, author, promise.id, promise.version, about=promise.id)


def _audience(event: e.Event, before: Contact, after: Contact) -> Audience:
    """Of a matter also its author, and those who look at what colleagues ask for."""
    told = audience(event.feed, before, after)
    if not isinstance(event, e.MatterMoved):
        return told
    matter = event.matter
    told = replace(told, agents=told.agents | {matter.author}, roles=told.roles | {Role.REFERENT})
    return replace(told, office=matter.office) if matter.kind is MatterKind.REFERRAL else told


def audience(kind: str, before: Contact, after: Contact) -> Audience:
    """Those concerned before and after, by name; the pool's supervisors, or its whole staff."""
    concerned = {after.connector}
    for contact in (before, after):
        holder = contact.lease.agent if contact.lease else None
        concerned |= {key for key in (holder, contact.owner, contact.bound_to) if key is not None}
    roles = frozenset() if kind in _QUEUE else SUPERVISORS
    return Audience(frozenset(concerned), after.place.pool, roles)


def audit(
    now: datetime, actor: UUID | None, action: str, about: str, detail: Mapping[str, Any]
) -> AuditEntry:
    """One line of the audit; `detail` names codes, never what a usager said or wrote."""
    return AuditEntry(new_id(), now, str(actor) if actor else None, action, about, _DETAIL.encode(detail))


def outbox_row(contact: Contact, reply: e.ReplyHeld, mail: Mail, centre: str) -> OutboxRow:
    """What a sender gets: fixed when the reply is written."""
    references = _thread(contact, mail)
    subject = contact.subject
    notice = reply if isinstance(reply, e.NoticeQueued) else None
    item = {
        "to": _recipient(contact, notice),
        "from": mail.mailbox(centre or contact.place.pool),
        "subject": notice.subject if notice else _re(subject),
        "notice": notice is not None,
        "message_id": mail.message_id(reply.message.id),
        "in_reply_to": references[-1] if references else None,
        "references": list(references),
    }
    held = type(reply) is e.ReplyHeld
    channel = Channel.MAIL if notice else contact.channel
    return OutboxRow(reply.message.id, contact.id, channel, reply.until, held, item)


def _re(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}".strip()


_GONE = frozenset({Sending.QUEUED, Sending.UNSURE, Sending.SENT})
"""Replies that the usager may have: a report of the sending may come after their answer to it."""


def _thread(contact: Contact, mail: Mail) -> tuple[str, ...]:
    """The Message-IDs up to the message that is answered, ours among them (RFC 5322, 3.6.4)."""
    theirs = message_refs(contact.references)
    received = sum(message.direction is Direction.IN for message in contact.messages)
    if received != len(theirs):
        return theirs
    waiting, thread = iter(theirs), list[str]()
    for message in contact.messages:
        if message.direction is Direction.IN:
            thread.append(next(waiting))
        elif message.status in _GONE:
            thread.append(mail.message_id(message.id))
    return tuple(thread[: thread.index(theirs[-1]) + 1]) if theirs else ()


def message_refs(references: Iterable[str]) -> tuple[str, ...]:
    """Those that are Message-IDs, in angle brackets."""
    bare = (reference.strip().strip("<>") for reference in references)
    return tuple(f"<{ref}>" for ref in bare if "@" in ref and not any(c.isspace() for c in ref))


def bare_ref(reference: str) -> str:
    """How a Message-ID or thread id is looked up: without its brackets."""
    return indexed(reference.strip().removeprefix("<").removesuffix(">"))


def indexed(text: str) -> str:
    """`text` as an index can hold it: what is longer than any honest id stands there as its SHA-256."""
    raw = text.encode("utf-8")
    return text if len(raw) <= _INDEXED_MAX else f"sha256:{sha256(raw).hexdigest()}"


def _recipient(contact: Contact, notice: e.NoticeQueued | None = None) -> dict[str, str]:
    if notice is not None:
        return {"address": notice.to}
    origin = contact.origin
    address = origin.address or origin.number or contact.external_id
    return {"address": address} | ({"name": origin.name} if origin.name else {})


def _reply_ref(contact: Contact, reply: e.ReplyHeld, mail: Mail) -> ThreadRef:
    ref = bare_ref(mail.message_id(reply.message.id))
    return ThreadRef(contact.connector, contact.channel, ref, contact.id)
