"""What time does: offers not taken, leases run out, holds ended."""

from __future__ import annotations

from dataclasses import replace

from ccpro_desk.central.handle.changes import audit, change_of
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.store.values import Change, OutboxMove
from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.effects import lease_expired, offer_expired
from ccpro_desk.domain.values import Sending, State

_AT_ONCE = 200


async def tick(home: Home) -> None:
    """Everything that is due now. Several processes may do it at once: each write is guarded."""
    await _rescue(home)
    await end_holds(home)
    await home.store.free_agents(home.now)


async def _rescue(home: Home) -> None:
    """Offers and leases that have run out, unless a sign of life comes in between."""
    now = home.now
    while due := await home.store.expired(now, _AT_ONCE):
        for contact in due:
            await home.store.write(_expired(home, contact))
        if len(due) < _AT_ONCE:
            return


def _expired(home: Home, contact: Contact) -> Change:
    now = home.now
    offered = contact.state is State.OFFERED
    happened = offer_expired(contact) if offered else lease_expired(contact)
    change = change_of(contact, happened, now=now, mail=home.rules.mail)
    holder = str(contact.lease.agent) if contact.lease else ""
    action = "offer.expired" if offered else "lease.expired"
    entry = audit(now, None, action, f"contact/{contact.id}", {"agent": holder})
    return replace(change, expired_at=now, audit=(entry,))


async def end_holds(home: Home) -> None:
    """Replies that nobody took back in time are free to go."""
    now = home.now
    while due := await home.store.ended_holds(now, _AT_ONCE):
        for contact_id, reply_id in due:
            contact = await home.store.contact(contact_id)
            reply = contact.message(reply_id) if contact else None
            if contact is None or reply is None:
                continue
            happened: list[e.Event] = [e.HoldEnded(reply_id)] if reply.status is Sending.HELD else []
            change = change_of(contact, happened, now=now, mail=home.rules.mail)
            await home.store.write(replace(change, move=OutboxMove(reply_id, "open", any_claim=True)))
        if len(due) < _AT_ONCE:
            return
