"""The outbox: replies are claimed by a sender, sent once, and reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit, change_of, timed
from ccpro_desk.central.handle.home import ATTEMPTS, Home
from ccpro_desk.central.handle.timers import end_holds
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import OutboxMove, OutboxRow
from ccpro_desk.domain import events as e
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.effects import reply_undeliverable
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.values import Channel, Message, Sending
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import OutboxReport
from ccpro_desk.wire.views import OutboxAttachment, OutboxItem, Recipient

CLAIM_S = 60
"""Seconds that a sender has to report."""
CLAIM_MAX = 200


async def claim(home: Home, connector: Agent, channel: Channel, limit: int) -> list[OutboxItem]:
    """Replies past their hold, each under a new claim. Raises `forbidden`, `invalid`."""
    _may_deliver(connector, channel)
    if not 1 <= limit <= CLAIM_MAX:
        raise ProblemError(ProblemCode.INVALID, f"Champ « limit » : de 1 à {CLAIM_MAX}.")
    await end_holds(home)
    now = home.now
    until = now + timedelta(seconds=CLAIM_S)
    rows = await home.store.claim(channel, limit, now, until, connector.id)
    return [await _item(home, row) for row in rows]


async def report(home: Home, connector: Agent, reply_id: UUID, told: OutboxReport) -> None:
    """What became of a claimed reply. Raises `forbidden`, `not_found`, `conflict`."""
    _may_deliver(connector)
    for _ in range(ATTEMPTS):
        row = await home.store.outbox_row(reply_id)
        if row is None:
            raise ProblemError(ProblemCode.NOT_FOUND, "Cet envoi est introuvable.")
        _may_deliver(connector, row.channel)
        if row.claim != told.claim:
            raise ProblemError(ProblemCode.CONFLICT, "Cet envoi a été repris par un autre.")
        if row.state == told.status:
            return
        if row.state != "open" and (row.state, told.status) != ("sent", "bounced"):
            raise ProblemError(ProblemCode.CONFLICT, "Cet envoi a déjà été rapporté autrement.")
        if await _reported(home, connector, row, told):
            return
    raise ProblemError(ProblemCode.UNAVAILABLE, "Le contact est très sollicité : réessayez.", retry_after=1)


def _may_deliver(connector: Agent, channel: Channel | None = None) -> None:
    """A connector delivers what goes by its own channels."""
    if not may(connector.role, Right.DELIVER):
        raise ProblemError(ProblemCode.FORBIDDEN, "Ce compte n'envoie pas de réponses.")
    if channel is not None and channel not in connector.channels:
        raise ProblemError(ProblemCode.FORBIDDEN, "Ce compte n'envoie pas de réponses par ce canal.")


async def _item(home: Home, row: OutboxRow) -> OutboxItem:
    contact, reply = await _reply(home, row)
    if row.claims > 1 and reply.status in (Sending.HELD, Sending.QUEUED):
        await _unsure(home, row)
    item = row.item
    assert row.claim is not None
    return OutboxItem(
        id=row.reply_id,
        claim=row.claim,
        contact_id=contact.id,
        to=Recipient(item["to"]["address"], item["to"].get("name")),
        sender=item["from"],
        subject=item["subject"],
        text=reply.text,
        message_id=item["message_id"],
        in_reply_to=item["in_reply_to"],
        references=tuple(item["references"]),
        notice=item.get("notice", False) or None,
        attachments=tuple(OutboxAttachment(a.id, a.name, a.type) for a in reply.attachments),
    )


async def _unsure(home: Home, row: OutboxRow) -> None:
    """An earlier sender was lost: it may have gone out, it may not. *À vérifier*."""
    for _ in range(ATTEMPTS):
        contact, reply = await _reply(home, row)
        if reply.status not in (Sending.HELD, Sending.QUEUED):
            return
        change = change_of(contact, [e.ReplyUnsure(reply.id)], now=home.now, mail=home.rules.mail)
        if await home.store.write(change) is Outcome.WRITTEN:
            return
    raise ProblemError(ProblemCode.UNAVAILABLE, "Le contact est très sollicité : réessayez.", retry_after=1)


async def _reported(home: Home, connector: Agent, row: OutboxRow, told: OutboxReport) -> bool:
    """Whether it was written; if not, the contact changed meanwhile."""
    contact, reply = await _reply(home, row)
    happened: list[e.Event] = (
        [e.ReplySent(reply.id)]
        if told.status == "sent"
        else reply_undeliverable(contact, reply, told.detail or told.status)
    )
    change = change_of(contact, happened, now=home.now, mail=home.rules.mail)
    change = timed(change, home.rules.settings, home.now)
    move = OutboxMove(row.reply_id, told.status, was=row.state, claim=told.claim)
    entry = audit(
        home.now, connector.id, f"outbox.{told.status}", f"contact/{contact.id}", {"reply": str(reply.id)}
    )
    return await home.store.write(replace(change, move=move, audit=(entry,))) is Outcome.WRITTEN


async def _reply(home: Home, row: OutboxRow) -> tuple[Contact, Message]:
    contact = await home.store.contact(row.contact_id)
    reply = contact.message(row.reply_id) if contact else None
    if contact is None or reply is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Cet envoi est introuvable.")
    return contact, reply
