"""Rows of the database ↔ values of the domain: the one place where they meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json

from ccpro_desk.central.store.values import (
    NewAccount,
    OutboxRow,
    Standing,
    StoredAccount,
    StoredNext,
    StoredResult,
)
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import (
    NO_URGENCY,
    Contact,
    LateDraft,
    Lease,
    LetGo,
    Origin,
    Place,
    Reason,
    Urgency,
)
from ccpro_desk.domain.crisis import Crisis
from ccpro_desk.domain.dispatch import Head
from ccpro_desk.domain.dispatch.skills import lesson
from ccpro_desk.domain.identification import UNIDENTIFIED, Identification
from ccpro_desk.domain.replay import Moment
from ccpro_desk.domain.values import (
    AnswerRef,
    AttachmentRef,
    Channel,
    Direction,
    Message,
    MotifOutcome,
    Role,
    Sending,
    State,
    Status,
)
from ccpro_desk.wire.codec import adapter

Row = Mapping[str, Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


_NO_ORIGIN = Origin()


@dataclass(frozen=True, slots=True)
class Cold:
    """What no query looks at: one JSON document a contact. What says nothing is not written."""

    reason: Reason
    subject: str = ""
    origin: Origin = _NO_ORIGIN
    usager_name: str | None = None
    thread_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    identification: Identification = UNIDENTIFIED
    motifs: tuple[MotifOutcome, ...] = ()
    late_drafts: tuple[LateDraft, ...] = ()
    resume_at: datetime | None = None
    touched: dict[str, int] = field(default_factory=dict)
    department: str | None = None
    sie: str | None = None
    urgency: Urgency = NO_URGENCY
    merged_into: UUID | None = None
    merged: tuple[UUID, ...] = ()
    matters: tuple[UUID, ...] = ()


_COLD = tuple(field.name for field in fields(Cold))


def micros(at: datetime) -> int:
    """Microseconds since 1970, how SQLite keeps a time."""
    return (at - EPOCH) // timedelta(microseconds=1)


def moment(value: Any) -> datetime:
    """A time as either engine gives it."""
    if isinstance(value, int):
        return EPOCH + timedelta(microseconds=value)
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at if at.tzinfo is UTC else at.astimezone(UTC)


def maybe_moment(value: Any) -> datetime | None:
    return None if value is None else moment(value)


def uid(value: Any) -> UUID:
    return _uid(value) if isinstance(value, str) else UUID(bytes=value.bytes)


@lru_cache(maxsize=10_000)
def _uid(text: str) -> UUID:
    """The same few agents and contacts are read again and again."""
    return UUID(text)


def maybe_uid(value: Any) -> UUID | None:
    return None if value is None else uid(value)


def decoded(value: Any) -> Any:
    """A JSON column: text from a row, a value from inside another JSON document."""
    return from_json(value) if isinstance(value, str) else value


def encoded(value: Any) -> str | bytes:
    """A JSON column as text, for a strict reader."""
    return value if isinstance(value, str) else to_json(value)


def contact_row(contact: Contact) -> dict[str, Any]:
    """The columns of a contact, without its messages."""
    lease = contact.lease
    return {
        "id": contact.id,
        "version": contact.version,
        "state": contact.state,
        "channel": contact.channel,
        "connector": contact.connector,
        "external_id": contact.external_id,
        "received_at": contact.received_at,
        "due_at": contact.due_at,
        "pool": contact.place.pool,
        "skill": contact.place.skill,
        "rank": contact.place.rank,
        "bound_to": contact.bound_to,
        "owner": contact.owner,
        "lease_agent": lease.agent if lease else None,
        "lease_token": lease.token if lease else None,
        "lease_slot": lease.slot if lease else None,
        "lease_expires": lease.expires_at if lease else None,
        "siren": contact.siren,
        "draft": contact.draft,
        "widen_at": contact.widen_at if contact.state in (State.WAITING, State.PARKED) else None,
        "closed_at": contact.closed_at if contact.state is State.CLOSED else None,
        "let_go": {str(each.agent): micros(each.until) for each in contact.let_go} or None,
        "motif": lesson(contact),
        "cold": _cold(contact),
    }


def _cold(contact: Contact) -> Any:
    values = {name: getattr(contact, name) for name in _COLD}
    values["touched"] = dict(contact.touched)
    return adapter(Cold).dump_python(Cold(**values), mode="json", exclude_defaults=True)


def contact_of(row: Row) -> Contact:
    """A contact of its columns and, where they were read, its `messages`."""
    cold: Cold = adapter(Cold).validate_json(encoded(row["cold"]))
    return Contact(
        id=uid(row["id"]),
        version=row["version"],
        state=State(row["state"]),
        channel=Channel(row["channel"]),
        connector=uid(row["connector"]),
        external_id=row["external_id"],
        received_at=moment(row["received_at"]),
        due_at=moment(row["due_at"]),
        place=Place(row["pool"], row["skill"], moment(row["rank"])),
        siren=row["siren"],
        messages=tuple(message_of(m) for m in decoded(row.get("messages")) or ()),
        draft=row["draft"],
        widen_at=maybe_moment(row["widen_at"]),
        closed_at=maybe_moment(row["closed_at"]),
        let_go=tuple(LetGo(UUID(key), moment(at)) for key, at in (decoded(row["let_go"]) or {}).items()),
        lease=_lease(row),
        owner=maybe_uid(row["owner"]),
        bound_to=maybe_uid(row["bound_to"]),
        **{name: getattr(cold, name) for name in _COLD},
    )


def head_of(row: Row) -> Head:
    """A waiting contact as the choice looks at it."""
    place = Place(row["pool"], row["skill"], moment(row["rank"]))
    received_at, bound_to = moment(row["received_at"]), maybe_uid(row["bound_to"])
    return Head(uid(row["id"]), Channel(row["channel"]), place, received_at, bound_to)


def _lease(row: Row) -> Lease | None:
    if row["lease_token"] is None:
        return None
    expires = moment(row["lease_expires"])
    return Lease(uid(row["lease_token"]), uid(row["lease_agent"]), row["lease_slot"], expires)


def message_row(message: Message, contact_id: UUID, seq: int) -> dict[str, Any]:
    return {
        "id": message.id,
        "contact_id": contact_id,
        "seq": seq,
        "direction": message.direction,
        "at": message.at,
        "author": message.author,
        "author_id": message.author_id,
        "text": message.text,
        "attachments": [adapter(AttachmentRef).dump_python(a, mode="json") for a in message.attachments],
        "status": message.status,
        "detail": message.detail,
        "answers": [{"id": answer.id, "version": answer.version} for answer in message.answers] or None,
    }


def message_of(row: Row) -> Message:
    return Message(
        id=uid(row["id"]),
        direction=Direction(row["direction"]),
        at=moment(row["at"]),
        author=row["author"],
        text=row["text"],
        attachments=tuple(attachment_of(a) for a in decoded(row["attachments"])),
        status=Sending(row["status"]) if row["status"] else None,
        author_id=maybe_uid(row["author_id"]),
        detail=row["detail"],
        answers=tuple(AnswerRef(a["id"], a["version"]) for a in decoded(row.get("answers")) or ()),
    )


def attachment_of(row: Row) -> AttachmentRef:
    return AttachmentRef(uid(row["id"]), row["name"], row["type"], row["size"])


_actors: dict[Any, tuple[Row, StoredAccount]] = {}
_ACTORS = 20_000


def actor_of(row: Row) -> StoredAccount:
    """The account of who acts, without its password: the same all day, unless its row is another one."""
    known = _actors.get(row["id"])
    if known is not None and known[0] == row:
        return known[1]
    if len(_actors) >= _ACTORS:
        _actors.clear()
    account = account_of(row)
    _actors[row["id"]] = row, account
    return account


def account_of(row: Row) -> StoredAccount:
    agent = Agent(
        id=uid(row["id"]),
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        centre=row["centre"],
        plateau=row["plateau"],
        skills=tuple(skill.partition(":")[0] for skill in decoded(row["skills"])),
        levels=_levels(decoded(row["skills"])),
        channels=tuple(Channel(channel) for channel in decoded(row["channels"])),
        slots={Channel(channel): n for channel, n in decoded(row["slots"]).items()},
        status=Status(row["status"]),
        after_current=Status(row["after_current"]) if row["after_current"] else None,
        accompanied=tuple(decoded(row["accompanied"])),
        office=row["office"],
    )
    allowed = frozenset(decoded(row["allowed"]))
    return StoredAccount(agent, row.get("password_hash", ""), bool(row["disabled"]), allowed)


def skills_row(account: NewAccount) -> list[str]:
    levels = account.levels
    return [f"{skill}:{levels[skill]}" if skill in levels else skill for skill in account.skills]


def _levels(skills: Sequence[str]) -> Mapping[str, int]:
    """The levels of an account's skills, written `<skill>:<level>` where it is not the usual one."""
    apart = (skill.partition(":") for skill in skills)
    return MappingProxyType({skill: int(level) for skill, _, level in apart if level})


def result_of(row: Row) -> StoredResult:
    return StoredResult(
        id=uid(row["id"]),
        agent_id=uid(row["agent_id"]),
        content=bytes.fromhex(row["content"]),
        at=moment(row["at"]),
        applied=bool(row["applied"]),
        contact_id=maybe_uid(row["contact_id"]),
        code=row["code"],
        message=row["message"],
        version=row["version"],
    )


def next_of(row: Row) -> StoredNext:
    return StoredNext(
        agent_id=uid(row["agent_id"]),
        key=row["key"],
        body=bytes.fromhex(row["body"]),
        contact_id=uid(row["contact_id"]),
        reason_code=row["reason_code"],
        reason_text=row["reason_text"],
        at=moment(row["at"]),
    )


def outbox_of(row: Row) -> OutboxRow:
    return OutboxRow(
        reply_id=uid(row["reply_id"]),
        contact_id=uid(row["contact_id"]),
        channel=Channel(row["channel"]),
        ready_at=moment(row["ready_at"]),
        held=bool(row["held"]),
        item=decoded(row["item"]),
        state=row["state"],
        claim=maybe_uid(row["claim"]),
        claimed_until=maybe_moment(row["claimed_until"]),
        claims=row["claims"],
    )


def moment_of(row: Row) -> Moment:
    changed = frozenset(decoded(row["changed"]))
    return Moment(row["type"], moment(row["at"]), uid(row["contact_id"]), row["actor"], changed)


def crisis_of(row: Row) -> Crisis:
    return Crisis(
        id=uid(row["id"]),
        label=row["label"],
        opened_at=moment(row["opened_at"]),
        until=moment(row["until"]),
        allowance_s=row["allowance_s"],
        pool=row["pool"],
        numbers=tuple(decoded(row["numbers"])),
        words=tuple(decoded(row["words"])),
        answers=tuple(decoded(row["answers"])),
        closed_at=maybe_moment(row["closed_at"]),
    )


def standing_row(standing: Standing | None) -> dict[str, Any]:
    """The parameters that ask whether a session stands."""
    if standing is None:
        return {"session": None, "now": None}
    return {"session": standing.token.hex(), "now": standing.now}
