"""A `Change` as the rows that a write statement takes."""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from ccpro_desk.central.store.alert_store import alert_rows
from ccpro_desk.central.store.matter_rows import matter_rows
from ccpro_desk.central.store.plateau_rows import plateau_rows
from ccpro_desk.central.store.rows import contact_row, message_row
from ccpro_desk.central.store.values import (
    AuditEntry,
    Change,
    IntakeRow,
    NewAttachment,
    NewEvent,
    OutboxRow,
    StoredNext,
    StoredResult,
    ThreadRef,
)
from ccpro_desk.domain.contact import Contact

Values = dict[str, Any]


def head_of(change: Change) -> str:
    """The write statement that this change is for."""
    if change.other is not None:
        return "write_pair"
    if change.after is not None:
        return "write_update" if change.before is not None else "write_insert"
    if change.renfort is not None and change.renfort.answer is not None:
        return "write_answer"
    if change.crisis is not None and change.crisis.crisis.closed_at is not None:
        return "write_crisis_end"
    return "write_agent" if change.agent is not None else "write_alone"


def document_of(change: Change, audit_key: bytes) -> Values:
    """Every row of the change, by table."""
    contact = change.after
    return {
        "contact": contact_row(contact) if contact else None,
        "contact_id": contact.id if contact else None,
        "guard": _guard(change),
        "other": _other(change),
        "agent": _agent(change),
        "ended": change.ended.hex() if change.ended else None,
        "made": [contact_row(made) for made in change.made],
        "messages": _messages(change.before, contact),
        "outbox": [_outbox(row) for row in change.outbox],
        "result": [_result(change.result)] if change.result else [],
        "next": [_next(change.next)] if change.next else [],
        "intake": [_intake(change.intake)] if change.intake else [],
        "refs": [_ref(ref) for ref in change.refs],
        "attachments": [_attachment(new) for new in change.attachments],
        "linked": [str(key) for key in change.linked],
        "marks": _marks(change),
        "redirect": [_redirect(*change.redirect)] if change.redirect else [],
        "events": [_event(event) for event in change.events],
        "audit": [_audit(entry, audit_key) for entry in change.audit],
        **plateau_rows(change),
        **matter_rows(change),
        **alert_rows(change),
    }


def _guard(change: Change) -> Values:
    before, move = change.before, change.move
    drafted = before is None or (change.after is not None and change.after.draft != before.draft)
    return {
        "was_version": before.version if before else None,
        "was_state": before.state if before else None,
        "was_token": before.lease.token if before and before.lease else None,
        "expired_at": change.expired_at,
        "draft_set": drafted,
        "move_reply": move.reply_id if move else None,
        "move_from": move.was if move else None,
        "move_any": move.any_claim if move else False,
        "move_claim": move.claim if move else None,
        "move_state": move.state if move else None,
    }


def _other(change: Change) -> Values | None:
    """The second contact's columns, and what it must be still."""
    if change.other is None:
        return None
    before, after = change.other.before, change.other.after
    return {"contact": contact_row(after), "guard": _guard(Change(before=before, after=after))}


def _marks(change: Change) -> list[Values]:
    contact = change.after
    if contact is None:
        return []
    return [
        {"hash": m.hash, "kind": m.kind, "contact_id": contact.id, "at": contact.received_at}
        for m in change.marks
    ]


def _redirect(source: UUID, into: UUID) -> Values:
    return {"source": str(source), "into": str(into)}


def _agent(change: Change) -> Values | None:
    if change.agent is None:
        return None
    agent = change.agent.agent
    return {
        "id": agent.id,
        "status": agent.status,
        "after_current": agent.after_current,
        "channels": list(agent.channels),
        "freed_from": change.agent.freed_from,
    }


def _messages(before: Contact | None, after: Contact | None) -> list[Values]:
    """Those that are new or changed."""
    if after is None:
        return []
    known = {message.id: message for message in before.messages} if before else {}
    return [
        message_row(message, after.id, seq)
        for seq, message in enumerate(after.messages)
        if known.get(message.id) != message
    ]


def _outbox(row: OutboxRow) -> Values:
    return {
        "reply_id": row.reply_id,
        "contact_id": row.contact_id,
        "channel": row.channel,
        "ready_at": row.ready_at,
        "held": row.held,
        "state": row.state,
        "item": dict(row.item),
    }


def _result(result: StoredResult) -> Values:
    return {
        "id": result.id,
        "agent_id": result.agent_id,
        "content": result.content.hex(),
        "at": result.at,
        "applied": result.applied,
        "contact_id": result.contact_id,
        "code": result.code,
        "message": result.message,
        "version": result.version,
    }


def _next(given: StoredNext) -> Values:
    return {
        "agent_id": given.agent_id,
        "key": given.key,
        "body": given.body.hex(),
        "contact_id": given.contact_id,
        "reason_code": given.reason_code,
        "reason_text": given.reason_text,
        "at": given.at,
    }


def _intake(row: IntakeRow) -> Values:
    return {
        "connector": row.connector,
        "channel": row.channel,
        "external_id": row.external_id,
        "contact_id": row.contact_id,
        "message_id": row.message_id,
        "appended": row.appended,
    }


def _ref(ref: ThreadRef) -> Values:
    return {
        "connector": ref.connector,
        "channel": ref.channel,
        "ref": ref.ref,
        "contact_id": ref.contact_id,
    }


def _attachment(new: NewAttachment) -> Values:
    return {
        "id": new.id,
        "author_id": new.by,
        "contact_id": new.contact_id,
        "name": new.name,
        "type": new.type,
        "size": len(new.content),
        "at": new.at,
        "content": base64.b64encode(new.content).decode("ascii"),
    }


def _event(event: NewEvent) -> Values:
    audience = event.audience
    return {
        "id": event.id,
        "type": event.type,
        "at": event.at,
        "actor": event.actor,
        "contact_id": event.contact_id,
        "version": event.version,
        "changed": list(event.changed),
        "about": event.about,
        "audience": {
            "agents": sorted(str(agent) for agent in audience.agents),
            "pool": audience.pool,
            "roles": sorted(role.value for role in audience.roles),
            **({"office": audience.office} if audience.office else {}),
        },
    }


def _audit(entry: AuditEntry, key: bytes) -> Values:
    return {
        "id": entry.id,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "object": entry.object,
        "detail": entry.detail,
        "digest": _digest(entry.detail, key),
    }


def _digest(detail: str, key: bytes) -> str:
    mac = _keyed(key).copy()
    mac.update(detail.encode("utf-8"))
    return mac.hexdigest()


@lru_cache(maxsize=4)
def _keyed(key: bytes) -> hmac.HMAC:
    """Made once: half of a short text's digest is the key's."""
    return hmac.new(key, digestmod=sha256)
