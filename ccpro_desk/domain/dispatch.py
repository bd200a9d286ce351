"""Who gets which contact, in two pure steps: *place* (pool, skill, rank) and *choice*.

A rank does not move with time: `received_at + allowance`, earliest first. It is stored with the contact and
made again only when its inputs change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.domain.contact import NATIONAL, Place, Reason
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.values import Channel

if TYPE_CHECKING:
    from ccpro_desk.domain.agent import Agent

LEASE_S: Mapping[Channel, int] = MappingProxyType(
    {Channel.PHONE: 45, Channel.CHAT: 45, Channel.MAIL: 1800, Channel.CALLBACK: 1800}
)
"""Seconds that a lease lasts without a sign of life of its desk."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a centre sets: durations in seconds, territory by department and by SIE."""

    allowance_s: Mapping[Channel, int]
    """How long a usager may wait for a first answer, by channel."""
    lease_s: Mapping[Channel, int] = field(default_factory=lambda: LEASE_S)
    offer_s: int = 30
    grace_s: int = 120
    """Added to every live lease by a central that starts, before its first rescue."""
    centre_of_department: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    centre_of_sie: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def place_of(
    channel: Channel,
    received_at: datetime,
    settings: Settings,
    *,
    department: str | None = None,
    sie: str | None = None,
    skill: str = GENERAL_SKILL,
) -> Place:
    """A new contact's place: territory by the SIE's line, else the department; none: the national pool."""
    by_department = settings.centre_of_department.get(department or "", NATIONAL)
    pool = settings.centre_of_sie.get(sie or "", by_department)
    return Place(pool, skill, received_at + timedelta(seconds=settings.allowance_s[channel]))


@dataclass(frozen=True, slots=True)
class Head:
    """The first waiting contact of one (pool, channel, skill), or one bound to the agent."""

    contact_id: UUID
    channel: Channel
    place: Place
    received_at: datetime
    bound_to: UUID | None = None
    returned: str | None = None
    """The code of its reason when it comes back rather than arrives."""


@dataclass(frozen=True, slots=True)
class Choice:
    contact_id: UUID
    reason: Reason


@dataclass(frozen=True, slots=True)
class Key:
    """One queue of the store's index."""

    pool: str
    channel: Channel
    skill: str


def keys_of(agent: Agent, channels: Iterable[Channel]) -> tuple[Key, ...]:
    """The queues that an agent serves on these channels: their centre's and the national one."""
    pools = (agent.centre, NATIONAL) if agent.centre else (NATIONAL,)
    return tuple(Key(p, channel, skill) for p in pools for channel in channels for skill in agent.all_skills)


def choose(agent: Agent, heads: Iterable[Head]) -> Choice | None:
    """The contact to take among these heads, and why in a sentence. None: nothing suits.

    Those that wait for this agent alone come first, then live channels, then the earliest rank.
    """
    best = min(heads, key=lambda head: _order(agent, head), default=None)
    if best is None:
        return None
    return Choice(best.contact_id, _reason(agent, best))


def _order(agent: Agent, head: Head) -> tuple[bool, bool, datetime, datetime, UUID]:
    return (
        head.bound_to != agent.id,
        not head.channel.live,
        head.place.rank,
        head.received_at,
        head.contact_id,
    )


def _reason(agent: Agent, head: Head) -> Reason:
    if head.bound_to == agent.id:
        return Reason("bound", "Il vous attend : vous avez suivi ce contact.")
    where = "file nationale" if head.place.pool == NATIONAL else "territoire de votre centre"
    general = head.place.skill == GENERAL_SKILL
    what = "compétence générale" if general else f"compétence « {head.place.skill} »"
    return Reason("deadline", f"Délai promis le plus proche, {what}, {where}.")
