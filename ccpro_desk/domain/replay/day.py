"""What a past day was: its contacts, how long each was worked on, and who was there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.dispatch.skills import queues_of
from ccpro_desk.domain.values import Channel

_OVER = frozenset({"contact.closed", "contact.returned", "contact.referred"})


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of the feed's table, without its values."""

    type: str
    at: datetime
    contact_id: UUID
    actor: str | None
    changed: frozenset[str] = frozenset()

    @property
    def gives_up(self) -> bool:
        """The contact leaves its holder's hands: closed, returned, referred or set aside."""
        return self.type in _OVER or (self.type == "contact.changed" and "lease" in self.changed)


@dataclass(frozen=True, slots=True)
class Past:
    """One contact of the day."""

    contact: Contact
    work: timedelta
    """How long it was in hands; where that is not known, the usual time of its channel."""
    answered_at: datetime | None = None
    gone_at: datetime | None = None
    """When the usager gave up before anyone answered."""
    by: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Shift:
    """An agent of the day: present from their first act to their last."""

    agent: Agent
    start: datetime
    end: datetime
    hands: int
    """The most contacts that they held at once."""


@dataclass(frozen=True, slots=True)
class Day:
    contacts: tuple[Past, ...]
    shifts: tuple[Shift, ...]
    skills: Mapping[str, frozenset[str]]
    """What each pool's accounts serve: skills, and their levels."""


@dataclass(slots=True)
class _Track:
    """A contact's way through hands, while the events are read."""

    since: dict[str, datetime] = field(default_factory=dict)
    work: timedelta = timedelta()
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    by: set[UUID] = field(default_factory=set)


def day_of(
    contacts: Iterable[Contact], moments: Iterable[Moment], agents: Mapping[UUID, Agent], national: str
) -> Day:
    """The day of these contacts and events, which come in their order."""
    tracks: dict[UUID, _Track] = {}
    acts: dict[UUID, list[datetime]] = {}
    held: dict[UUID, set[UUID]] = {}
    hands: dict[UUID, int] = {}
    for moment in moments:
        actor = _person(moment.actor, agents)
        if actor is not None:
            acts.setdefault(actor, []).append(moment.at)
        _follow(tracks.setdefault(moment.contact_id, _Track()), moment, actor, held, hands)
    shifts = (
        Shift(agents[key], min(times), max(times), max(1, hands.get(key, 1)))
        for key, times in acts.items()
        if key in hands
    )
    return Day(_pasts(contacts, tracks), tuple(shifts), _skills(agents.values(), national))


def _follow(
    track: _Track,
    moment: Moment,
    actor: UUID | None,
    held: dict[UUID, set[UUID]],
    hands: dict[UUID, int],
) -> None:
    if moment.type == "contact.assigned" and actor is not None:
        track.since.setdefault(str(actor), moment.at)
        track.answered_at = track.answered_at or moment.at
        track.by.add(actor)
        mine = held.setdefault(actor, set())
        mine.add(moment.contact_id)
        hands[actor] = max(hands.get(actor, 0), len(mine))
    elif moment.gives_up:
        track.work += sum((moment.at - since for since in track.since.values()), timedelta())
        track.since.clear()
        for mine in held.values():
            mine.discard(moment.contact_id)
        if moment.type == "contact.closed":
            track.closed_at = moment.at


def _pasts(contacts: Iterable[Contact], tracks: Mapping[UUID, _Track]) -> tuple[Past, ...]:
    found = [(contact, tracks.get(contact.id, _Track())) for contact in contacts]
    usual = {channel: _usual(found, channel) for channel in Channel}
    return tuple(
        Past(
            contact,
            track.work or usual[contact.channel],
            track.answered_at,
            track.closed_at if track.answered_at is None else None,
            frozenset(track.by),
        )
        for contact, track in found
    )


def _usual(found: Iterable[tuple[Contact, _Track]], channel: Channel) -> timedelta:
    seconds = [t.work.total_seconds() for c, t in found if c.channel is channel and t.work]
    return timedelta(seconds=median(seconds)) if seconds else timedelta(minutes=5)


def _skills(agents: Iterable[Agent], national: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for agent in agents:
        for pool in {agent.centre, national}:
            found.setdefault(pool, set()).update(() if agent.accompanied else queues_of(agent))
    return {pool: frozenset(skills) for pool, skills in found.items()}


def _person(actor: str | None, agents: Mapping[UUID, Agent]) -> UUID | None:
    try:
        key = UUID(actor or "")
    except ValueError:
        return None
    return key if key in agents and agents[key].is_person else None
