"""The choice among the first contacts of an agent's queues, and why in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.domain.contact import NATIONAL, Contact, Place, Reason, Urgency
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.motifs import GENERAL_SKILL, Motifs
from ccpro_desk.domain.values import Channel

if TYPE_CHECKING:
    from ccpro_desk.domain.agent import Agent

PLATEAU, CRISIS = "plateau:", "crisis:"
"""How the queues of a plateau and of a crisis line begin, where a skill stands otherwise."""
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


def keys_of(agent: Agent, channels: Iterable[Channel], crises: Iterable[str] = ()) -> tuple[Key, ...]:
    """The queues that an agent serves on these channels, of their centre and of the national pool.

    `crises`: the queues of crisis lines, which everybody serves.
    """
    pools = (agent.centre, NATIONAL) if agent.centre else (NATIONAL,)
    keys = [(pool, skill) for pool in pools for skill in (*agent.all_skills, *crises)]
    if agent.centre and agent.plateau:
        keys.append((agent.centre, f"{PLATEAU}{agent.plateau}"))
    return tuple(Key(pool, channel, skill) for channel in channels for pool, skill in keys)


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
    return Choice(best.contact_id, _reason(agent, best, skill_names))


def _order(
    agent: Agent, head: Head, level_shift_s: Mapping[int, int]
) -> tuple[bool, bool, datetime, datetime, UUID]:
    shift = timedelta(seconds=level_shift_s.get(agent.level_in(head.place.skill), 0))
    return (
        head.bound_to != agent.id,
        not head.channel.live,
        head.place.rank + shift,
        head.received_at,
        head.contact_id,
    )


def _reason(agent: Agent, head: Head, names: Mapping[str, str]) -> Reason:
    if head.bound_to == agent.id:
        return Reason("bound", "Il vous attend : vous avez suivi ce contact.")
    where = "file nationale" if head.place.pool == NATIONAL else "territoire de votre centre"
    return Reason("deadline", f"Délai promis le plus proche, {_what(head.place.skill, names)}, {where}.")


def _what(skill: str, names: Mapping[str, str]) -> str:
    if skill == GENERAL_SKILL:
        return "compétence générale"
    if skill.startswith(PLATEAU):
        return "votre plateau"
    if skill.startswith(CRISIS):
        return "ligne de crise"
    return f"compétence «\u00a0{names.get(skill, skill)}\u00a0»"


def explained(reason: Reason, contact: Contact, motifs: Motifs) -> Reason:
    """`reason` with what made the contact's rank: each input in a few words."""
    if reason.code == "bound":
        kept = contact.reason.code in ("known", "transferred", "call_interrupted", "undelivered")
        return Reason("bound", contact.reason.text) if kept else reason
    parts = _inputs(contact.urgency, motifs)
    return Reason(reason.code, f"{reason.text} Pris en compte : {', '.join(parts)}.") if parts else reason


def _inputs(urgency: Urgency, motifs: Motifs) -> list[str]:
    parts = [f"ligne de crise «\u00a0{urgency.crisis}\u00a0»"] if urgency.crisis is not None else []
    if urgency.came_back_at is not None:
        parts.append(f"l'usager est revenu le {_day(urgency.came_back_at)}")
    if urgency.deadline is not None:
        parts.append(f"échéance fiscale du {_day(urgency.deadline)}")
    motif = motifs.get(urgency.motif) if urgency.motif else None
    if motif is not None:
        parts.append(f"motif {'probable ' if urgency.guessed else ''}«\u00a0{motif.label}\u00a0»")
    return parts


def _day(at: datetime) -> str:
    return at.astimezone(PARIS).strftime("%d/%m/%Y")
