"""What time does: offers not taken, leases run out, holds ended."""

from __future__ import annotations

from dataclasses import replace

from ccpro_desk.central.handle import appointments
from ccpro_desk.central.handle.changes import audit, change_of, timed
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import Change, OutboxMove
from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.dispatch import widened
from ccpro_desk.domain.effects import lease_expired, offer_expired
from ccpro_desk.domain.values import Sending, State

_AT_ONCE = 200


async def tick(home: Home, *, rescue: bool = True) -> None:
    """Everything that is due now. Several processes may do it at once: each write is guarded."""
    if rescue:
        await _rescue(home)
    await end_holds(home)
    await home.learn_calendars()
    await _widen(home)
    await appointments.remind(home)
    await home.learn_crises()
    await home.store.free_agents(home.now)


async def _rescue(home: Home) -> None:
    """Offers and leases that have run out, unless a sign of life comes in between."""
    now = home.now
    while due := await home.store.expired(now, _AT_ONCE):
        for contact in due:
            if await home.store.write(_expired(home, contact)) is Outcome.WRITTEN:
                home.watch.returned("offer" if contact.state is State.OFFERED else "lease", contact.channel)
        if len(due) < _AT_ONCE:
            return


def _expired(home: Home, contact: Contact) -> Change:
    now = home.now
    offered = contact.state is State.OFFERED
    happened = offer_expired(contact, now, home.rules.settings) if offered else lease_expired(contact)
    change = timed(change_of(contact, happened, now=now, mail=home.rules.mail), home.rules.settings, now)
    holder = str(contact.lease.agent) if contact.lease else ""
    action = "offer.expired" if offered else "lease.expired"
    entry = audit(now, None, action, f"contact/{contact.id}", {"agent": holder})
    return replace(change, expired_at=now, audit=(entry,))


async def _widen(home: Home) -> None:
    """What waits too long for few people is opened to more."""
    now, settings = home.now, home.rules.settings
    while due := await home.store.due_to_widen(now, _AT_ONCE):
        for contact in due:
            happened = widened(contact, settings)
            after = timed(change_of(contact, happened, now=now, mail=home.rules.mail), settings, now)
            entry = audit(now, None, "contact.widen", f"contact/{contact.id}", _place(after))
            await home.store.write(replace(after if happened else _never(contact), audit=(entry,)))
        if len(due) < _AT_ONCE:
            return


def _never(contact: Contact) -> Change:
    """The settings know no further step any more."""
    return Change(before=contact, after=replace(contact, widen_at=None))


def _place(change: Change) -> dict[str, str]:
    assert change.after is not None
    place = change.after.place
    return {"pool": place.pool, "skill": place.skill, "channel": change.after.channel}


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
