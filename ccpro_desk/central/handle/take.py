"""`next`: the heads of the agent's queues, a choice, and one guarded write."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from ccpro_desk.central.errors import ProblemError, session_over
from ccpro_desk.central.handle.changes import audit, change_of, indexed
from ccpro_desk.central.handle.home import ATTEMPTS, Home
from ccpro_desk.central.handle.views import full_view
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import Change, NextRead, Standing, StoredNext
from ccpro_desk.domain import events as e
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact, Lease, Reason
from ccpro_desk.domain.dispatch import (
    Choice,
    Head,
    choose,
    explained,
    head_of,
    keys_of,
    nobody_else,
    serves,
    spared,
)
from ccpro_desk.domain.frozen import replace
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.values import Channel, Message, State, Status
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.views import LeaseToken, NextView

_REMEMBERED = timedelta(hours=24)
_DEEPER, _DEEPEST = 4, 64
"""How much further down its queues a claimer looks after each lost race, and how far at most."""


async def take_next(
    home: Home,
    actor: Agent,
    channels: tuple[Channel, ...] | None,
    key: str,
    body: bytes,
    standing: Standing | None = None,
) -> NextView | None:
    """Raises `not_available`, `capacity`, `conflict`, `forbidden`, `unauthenticated`, `unavailable`.

    `actor` may be a moment old: what the store says of them decides.
    """
    asked = (indexed(key), sha256(body).digest())
    for attempt in range(ATTEMPTS):
        async with home.giving:
            skipped = tuple(home.taking.values())
            read, actor, wanted = await _read(home, actor, channels, asked[0], attempt, standing)
            if read.stored is not None and read.stored.at > home.now - _REMEMBERED:
                return await _remembered(home, actor, read.stored, asked[1])
            if read.stored is not None:
                await home.store.forget_key(actor.id, asked[0], read.stored.at)
                continue
            read = await _with_again(home, actor, read)
            heads, free = _candidates(actor, wanted, read)
            if read.offered is None and not heads:
                if await _all_given(skipped):
                    return None
                continue
            taken = _change(home, actor, read, heads, free, asked, lost=attempt)
            if taken is None:
                await _one_given(home, heads)
            elif (messages := await _written(home, taken)) is not None:
                _tell(home, taken)
                return await _given(home, actor, taken, messages)
    raise ProblemError(ProblemCode.UNAVAILABLE, "La file est très sollicitée : réessayez.", retry_after=1)


async def _read(
    home: Home,
    actor: Agent,
    channels: tuple[Channel, ...] | None,
    key: str,
    attempt: int,
    standing: Standing | None,
) -> tuple[NextRead, Agent, tuple[Channel, ...]]:
    """The agent's queues, the agent as they are now, and the channels that they are asked on."""
    while True:
        if not may(actor.role, Right.HANDLE):
            raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte ne traite pas de contacts.")
        wanted = tuple(dict.fromkeys(c for c in channels or actor.channels if c in actor.channels))
        crises = [crisis.queue for crisis in home.crises.values()]
        keys = keys_of(actor, wanted, crises)
        depth = min(1 + _DEEPER * attempt, _DEEPEST)
        read = await home.store.read_next(
            actor.id, key, keys, wanted, depth, home.now, taking=tuple(home.taking), standing=standing
        )
        if read.account is None:
            raise session_over()
        known, actor = actor, read.account.agent
        if actor == known:
            return read, actor, wanted
        same = known.channels == actor.channels and known.role is actor.role
        if same and known.accompanied == actor.accompanied and keys_of(actor, wanted, crises) == keys:
            return read, actor, wanted


def _candidates(
    actor: Agent, wanted: Sequence[Channel], read: NextRead
) -> tuple[list[Head], dict[Channel, int]]:
    """The heads that the agent has a slot for, and those slots."""
    if actor.status is not Status.AVAILABLE:
        raise ProblemError(
            ProblemCode.NOT_AVAILABLE, "Passez « Disponible » (Ctrl+T) pour recevoir un contact."
        )
    free = _free_slots(actor, wanted, read)
    if not free and read.offered is None:
        raise ProblemError(
            ProblemCode.CAPACITY,
            "Vous suivez déjà autant de contacts que vos canaux le permettent. Mettez-en un de côté.",
        )
    return [head for head in read.heads if head.channel in free], free


async def _with_again(home: Home, actor: Agent, read: NextRead) -> NextRead:
    """With what the agent let go lately and nobody else could take now, among the heads of their queues."""
    if not read.let_go:
        return read
    heads = dict(read.heads)
    for contact in read.let_go:
        if serves(actor, contact) and await _is_for_nobody_else(home, actor, contact):
            heads[head_of(contact)] = lambda contact=contact: contact  # type: ignore[misc]
    return replace(read, heads=heads)


async def _is_for_nobody_else(home: Home, actor: Agent, contact: Contact) -> bool:
    others = await home.store.colleagues_free(actor.id, contact.place.pool, contact.channel)
    return nobody_else(contact, others, home.now)


def _change(
    home: Home,
    actor: Agent,
    read: NextRead,
    heads: list[Head],
    free: dict[Channel, int],
    asked: tuple[str, bytes],
    *,
    lost: int,
) -> Change | None:
    """The change that gives `actor` a contact; none: all that was seen is just being given to others."""
    if read.offered is not None:
        stored = _stored(home, actor, read.offered, read.offered.reason, asked)
        return Change(before=read.offered, after=read.offered, next=stored)
    choice = _chosen(home, actor, [head for head in heads if head.contact_id not in home.taking], lost)
    if choice is None:
        return None
    contact = next(whole() for head, whole in read.heads.items() if head.contact_id == choice.contact_id)
    territory, again = home.rules.settings.territory, spared(contact, actor.id, home.now)
    reason = explained(choice.reason, contact, home.rules.motifs, territory, again=again)
    return _taken(home, actor, contact, free[contact.channel], reason, asked)


def _chosen(home: Home, actor: Agent, heads: list[Head], lost: int) -> Choice | None:
    """The best head; after `lost` races one a little further down, as others want the same ones."""
    shifts, names = home.rules.settings.level_shift_s, home.rules.motifs.skill_names
    choice = choose(actor, heads, shifts, names)
    for _ in range(secrets.randbelow(lost + 1)):
        rest = [head for head in heads if choice is None or head.contact_id != choice.contact_id]
        if not rest or choice is None or choice.reason.code == "bound":
            break
        heads, choice = rest, choose(actor, rest, shifts, names)
    return choice


async def _written(home: Home, change: Change) -> tuple[Message, ...] | None:
    """The contact's messages once it is the agent's; none: the race is lost."""
    assert change.after is not None
    given = home.taking[change.after.id] = asyncio.get_running_loop().create_future()
    written = False
    try:
        outcome, messages = await home.store.take(change)
        written = outcome is Outcome.WRITTEN
        return messages if written else None
    finally:
        home.taking.pop(change.after.id, None)
        given.set_result(written)


def _tell(home: Home, change: Change) -> None:
    """A wait that ended; an offer that was shown again ended before."""
    contact = change.before
    if contact is not None and contact.state is State.WAITING:
        waited_s, late = (home.now - contact.received_at).total_seconds(), home.now > contact.due_at
        home.watch.taken(contact.place.pool, contact.channel, waited_s, late)


async def _one_given(home: Home, heads: list[Head]) -> None:
    """Until the first of these is no longer just being given to somebody."""
    given = home.taking.get(heads[0].contact_id)
    if given is not None:
        await asyncio.wait((given,))


async def _all_given(skipped: Sequence[asyncio.Future[bool]]) -> bool:
    """Whether the contacts that were just being given to others have gone to them."""
    return all([await asyncio.shield(given) for given in skipped])


def _free_slots(actor: Agent, wanted: Sequence[Channel], read: NextRead) -> dict[Channel, int]:
    """The first free slot of each channel that has one."""
    free: dict[Channel, int] = {}
    for channel in wanted:
        slot = actor.free_slot(channel, read.used.get(channel, frozenset()), busy=bool(read.used))
        if slot is not None:
            free[channel] = slot
    return free


def _taken(
    home: Home, actor: Agent, contact: Contact, slot: int, reason: Reason, asked: tuple[str, bytes]
) -> Change:
    settings, now = home.rules.settings, home.now
    lasts = settings.offer_s if contact.channel.live else settings.lease_s[contact.channel]
    lease = Lease(uuid4(), actor.id, slot, now + timedelta(seconds=lasts))
    kind = e.Offered if contact.channel.live else e.Assigned
    change = change_of(contact, [kind(lease, reason)], now=now, mail=home.rules.mail, author=str(actor.id))
    entry = audit(now, actor.id, "contact.next", f"contact/{contact.id}", {"reason": reason.code})
    return replace(change, next=_stored(home, actor, contact, reason, asked), audit=(entry,))


def _stored(
    home: Home, actor: Agent, contact: Contact, reason: Reason, asked: tuple[str, bytes]
) -> StoredNext:
    key, digest = asked
    return StoredNext(actor.id, key, digest, contact.id, reason.code, reason.text, home.now)


async def _given(home: Home, actor: Agent, change: Change, messages: tuple[Message, ...]) -> NextView:
    contact, stored = change.after, change.next
    assert contact is not None and stored is not None
    whole = replace(contact, messages=messages)
    return await _view(home, actor, whole, Reason(stored.reason_code, stored.reason_text))


async def _remembered(home: Home, actor: Agent, stored: StoredNext, digest: bytes) -> NextView:
    """The contact that this key gave, in its present state."""
    if stored.body != digest:
        raise ProblemError(
            ProblemCode.CONFLICT, "Cette clé d'idempotence a déjà servi pour une autre demande."
        )
    contact = await home.store.contact(stored.contact_id)
    if contact is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Ce contact n'existe plus.")
    return await _view(home, actor, contact, Reason(stored.reason_code, stored.reason_text))


async def _view(home: Home, actor: Agent, contact: Contact, reason: Reason) -> NextView:
    lease = contact.lease
    token = LeaseToken(lease.token, lease.expires_at) if lease and lease.agent == actor.id else None
    view = await full_view(home, contact, actor, token=True)
    return NextView(view, reason, token)
