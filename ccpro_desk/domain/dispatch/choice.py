"""The choice among the first contacts of an agent's queues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.domain.contact import NATIONAL, Contact, Place, Reason
from ccpro_desk.domain.dispatch.skills import MOTIF, PLATEAU, queues_of, skill_in
from ccpro_desk.domain.dispatch.why import first_reason
from ccpro_desk.domain.values import Channel

if TYPE_CHECKING:
    from ccpro_desk.domain.agent import Agent

_NO_SHIFT: Mapping[int, int] = MappingProxyType({})
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Head:
    """The first waiting contact of one (pool, channel, skill), or one bound to the agent."""

    contact_id: UUID
    channel: Channel
    place: Place
    received_at: datetime
    bound_to: UUID | None = None


def head_of(contact: Contact) -> Head:
    """A waiting contact as the choice looks at it."""
    return Head(contact.id, contact.channel, contact.place, contact.received_at, contact.bound_to)


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

    @property
    def motif(self) -> str | None:
        """The motif that an agent *en accompagnement* asks for; none: a queue by skill."""
        return self.skill.removeprefix(MOTIF) if self.skill.startswith(MOTIF) else None


def keys_of(agent: Agent, channels: Iterable[Channel], crises: Iterable[str] = ()) -> tuple[Key, ...]:
    """The queues that an agent serves on these channels, of their centre and of the national pool.

    `crises`: the queues of crisis lines, which everybody serves. An agent *en accompagnement* serves the
    motifs that their account lists, and nothing else.
    """
    pools = (agent.centre, NATIONAL) if agent.centre else (NATIONAL,)
    if agent.accompanied:
        queues = [f"{MOTIF}{code}" for code in agent.accompanied]
    else:
        queues = [*queues_of(agent), *crises]
    keys = [(pool, queue) for pool in pools for queue in queues]
    if agent.centre and agent.plateau and not agent.accompanied:
        keys.append((agent.centre, f"{PLATEAU}{agent.plateau}"))
    return tuple(Key(pool, channel, queue) for channel in channels for pool, queue in keys)


def choose(
    agent: Agent,
    heads: Iterable[Head],
    level_shift_s: Mapping[int, int] = _NO_SHIFT,
    skill_names: Mapping[str, str] = _NO_NAMES,
) -> Choice | None:
    """The contact to take among these heads, and why in a sentence with `skill_names`. None: nothing suits.

    Those that wait for this agent alone come first, then live channels, then the earliest rank, which the
    agent's level in the skill moves by `level_shift_s`.
    """
    best = min(heads, key=lambda head: _order(agent, head, level_shift_s), default=None)
    if best is None:
        return None
    bound = best.bound_to == agent.id
    return Choice(best.contact_id, first_reason(agent, best.place, skill_names, bound=bound))


def _order(
    agent: Agent, head: Head, level_shift_s: Mapping[int, int]
) -> tuple[bool, bool, datetime, datetime, UUID]:
    level = agent.level_in(skill_in(head.place.skill))
    return (
        head.bound_to != agent.id,
        not head.channel.live,
        head.place.rank + timedelta(seconds=level_shift_s.get(level, 0)),
        head.received_at,
        head.contact_id,
    )
