"""What an agent let go when it was offered is not offered to them again at once.

For a time (`declined_s`) it goes to the others. It comes back sooner when nobody else could take it now:
whoever is on the line does not wait for a colleague who is not there. Once somebody takes it, nothing of this
is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.domain.contact import Contact, LetGo
from ccpro_desk.domain.dispatch.choice import Key, keys_of
from ccpro_desk.domain.dispatch.settings import Settings
from ccpro_desk.domain.dispatch.skills import CRISIS, MOTIF, lesson
from ccpro_desk.domain.values import Status

if TYPE_CHECKING:
    from ccpro_desk.domain.agent import Agent


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who might take a contact."""

    agent: Agent
    held: int
    """How many of its channel they have in hand."""
    hands: int
    """How many of all channels."""


def let_go(contact: Contact, now: datetime, settings: Settings) -> LetGo | None:
    """Who lets an offer go, and until when that counts; none: the settings forget it at once."""
    seconds = settings.declined_s.get(contact.channel, 0)
    if contact.lease is None or not seconds:
        return None
    return LetGo(contact.lease.agent, now + timedelta(seconds=seconds))


def spared(contact: Contact, agent: UUID, now: datetime) -> bool:
    """Whether `agent` let it go too lately to be offered it like anything else."""
    return any(each.agent == agent and each.until > now for each in contact.let_go)


def serves(agent: Agent, contact: Contact) -> bool:
    """Whether a waiting contact stands in a queue that `agent` serves, on a channel that they have open."""
    place, channel = contact.place, contact.channel
    if channel not in agent.channels:
        return False
    queue = f"{MOTIF}{lesson(contact)}" if agent.accompanied else place.skill
    crises = (queue,) if queue.startswith(CRISIS) else ()
    return Key(place.pool, channel, queue) in keys_of(agent, (channel,), crises)


def nobody_else(contact: Contact, others: Iterable[Colleague], now: datetime) -> bool:
    """Whether none of `others` could take it now."""
    return not any(_could(contact, other, now) for other in others)


def _could(contact: Contact, other: Colleague, now: datetime) -> bool:
    agent = other.agent
    if agent.status is not Status.AVAILABLE or spared(contact, agent.id, now):
        return False
    full = other.hands > 0 if agent.accompanied else other.held >= agent.slots_of(contact.channel)
    return not full and serves(agent, contact)
