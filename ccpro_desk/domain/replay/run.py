"""The day played again: arrivals, widening and agents who become free, in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from uuid import UUID

from ccpro_desk.domain.contact import RECEIVED, Contact, Urgency
from ccpro_desk.domain.dispatch import (
    Head,
    Key,
    Settings,
    choose,
    head_of,
    keys_of,
    overflowed,
    place_of,
    pressure_of,
    ranked,
    widen_at,
    widened,
)
from ccpro_desk.domain.dispatch.skills import CRISIS, MOTIF, lesson, skill_in
from ccpro_desk.domain.evolve import evolve_all
from ccpro_desk.domain.motifs import GENERAL_SKILL, Motifs
from ccpro_desk.domain.replay.day import Day, Past, Shift
from ccpro_desk.domain.values import Channel, State


def run(day: Day, settings: Settings, motifs: Motifs) -> dict[UUID, datetime]:
    """When each contact would have been answered first; one that is not there: not that day."""
    return _Run(day, settings, motifs).play()


def placed(past: Contact, day: Day, settings: Settings, motifs: Motifs) -> Contact:
    """A contact as it would have arrived under these settings."""
    urgency = replace(past.urgency, came_back_at=None)
    place = place_of(past.channel, past.received_at, settings, department=past.department, sie=past.sie)
    skill = _queue(urgency, day.skills.get(place.pool, frozenset()), settings, motifs)
    place = replace(place, skill=skill, rank=ranked(past.channel, past.received_at, urgency, settings))
    return replace(
        past,
        state=State.WAITING,
        lease=None,
        owner=None,
        bound_to=None,
        reason=RECEIVED,
        place=place,
        let_go=(),
    )


def _queue(urgency: Urgency, served: Collection[str], settings: Settings, motifs: Motifs) -> str:
    """What it asks for on arrival: what nobody of its pool serves is not asked for."""
    if urgency.crisis is not None:
        return f"{CRISIS}{urgency.crisis}"
    if urgency.motif is None or not settings.guess_skill:
        return GENERAL_SKILL
    asked = motifs.queue_of(urgency.motif)
    return next((queue for queue in (asked, skill_in(asked)) if queue in served), GENERAL_SKILL)


@dataclass(slots=True)
class _Hands:
    """An agent while the day is played."""

    shift: Shift
    held: list[Channel] = field(default_factory=list)

    def free(self, now: datetime) -> tuple[Channel, ...]:
        """The channels on which they could take one more now."""
        shift = self.shift
        if not shift.start <= now <= shift.end or len(self.held) >= shift.hands:
            return ()
        agent = shift.agent
        if agent.accompanied:
            return () if self.held else agent.channels
        return tuple(c for c in agent.channels if self.held.count(c) < agent.slots_of(c))


_Coming = Past | Contact | _Hands | tuple[_Hands, Channel] | UUID
"""An arrival, a widening, an agent who comes, hands that get free, a usager who gives up."""


class _Run:
    def __init__(self, day: Day, settings: Settings, motifs: Motifs) -> None:
        self.day, self.settings, self.motifs = day, settings, motifs
        self.pasts: dict[UUID, Past] = {past.contact.id: past for past in day.contacts}
        self.waiting: dict[UUID, Contact] = {}
        self.lines: dict[tuple[str, Channel], dict[UUID, datetime]] = {}
        """When those who wait in a pool on a channel arrived."""
        self.queues: dict[Key, list[tuple[datetime, datetime, UUID]]] = {}
        self.agents = [_Hands(shift) for shift in sorted(day.shifts, key=lambda s: (s.start, s.agent.id))]
        lines = {past.contact.urgency.crisis for past in day.contacts if past.contact.urgency.crisis}
        self.crises = [f"{CRISIS}{line}" for line in sorted(lines)]
        self.answered: dict[UUID, datetime] = {}
        self._tie = count()
        self._coming: list[tuple[datetime, int, _Coming]] = []

    def play(self) -> dict[UUID, datetime]:
        for past in self.day.contacts:
            self._later(past.contact.received_at, past)
        for hands in self.agents:
            self._later(hands.shift.start, hands)
        while self._coming:
            now, _, thing = heapq.heappop(self._coming)
            self._happens(now, thing)
        return self.answered

    def _happens(self, now: datetime, thing: _Coming) -> None:
        if isinstance(thing, Past):
            self._arrives(thing, now)
        elif isinstance(thing, Contact):
            self._widens(thing, now)
        elif isinstance(thing, tuple):
            hands, channel = thing
            hands.held.remove(channel)
            self._takes(hands, now)
        elif isinstance(thing, _Hands):
            self._takes(thing, now)
        else:
            self._leaves(thing)

    def _later(self, at: datetime, thing: _Coming) -> None:
        heapq.heappush(self._coming, (at, next(self._tie), thing))

    def _arrives(self, past: Past, now: datetime) -> None:
        if past.gone_at is not None:
            self._later(past.gone_at, past.contact.id)
        contact = placed(past.contact, self.day, self.settings, self.motifs)
        line = self.lines.get((contact.place.pool, contact.channel), {})
        pressure = pressure_of(line.values())
        place = overflowed(contact.place, contact.channel, now, pressure, self.settings)
        self._waits(replace(contact, place=place), now)

    def _widens(self, contact: Contact, now: datetime) -> None:
        if self.waiting.get(contact.id) is contact:
            self._waits(evolve_all(contact, widened(contact, self.settings)), now)

    def _waits(self, contact: Contact, now: datetime) -> None:
        place, channel = contact.place, contact.channel
        self._leaves(contact.id)
        self.waiting[contact.id] = contact
        self.lines.setdefault((place.pool, channel), {})[contact.id] = contact.received_at
        for queue in _queues(contact):
            heap = self.queues.setdefault(Key(place.pool, channel, queue), [])
            heapq.heappush(heap, (place.rank, contact.received_at, contact.id))
        due = widen_at(contact, self.settings, now)
        if due is not None:
            self._later(due, contact)
        for hands in self.agents:
            if contact.channel in hands.free(now):
                self._takes(hands, now)
                if contact.id not in self.waiting:
                    return

    def _leaves(self, contact_id: UUID) -> Contact | None:
        """It waits no longer; none: it did not."""
        contact = self.waiting.pop(contact_id, None)
        if contact is not None:
            del self.lines[contact.place.pool, contact.channel][contact_id]
        return contact

    def _takes(self, hands: _Hands, now: datetime) -> None:
        """As many as they can, as when *Suivant* is asked for again and again."""
        agent = hands.shift.agent
        while free := hands.free(now):
            heads = list(self._heads(keys_of(agent, free, self.crises)))
            choice = choose(agent, heads, self.settings.level_shift_s)
            if choice is None:
                return
            contact = self._leaves(choice.contact_id)
            assert contact is not None
            self.answered[contact.id] = now
            hands.held.append(contact.channel)
            self._later(now + self.pasts[contact.id].work, (hands, contact.channel))

    def _heads(self, keys: tuple[Key, ...]) -> Iterator[Head]:
        for key in keys:
            queue = self.queues.get(key, [])
            while queue and not self._still(queue[0][2], key):
                heapq.heappop(queue)
            if queue:
                yield head_of(self.waiting[queue[0][2]])

    def _still(self, contact_id: UUID, key: Key) -> bool:
        contact = self.waiting.get(contact_id)
        return contact is not None and contact.place.pool == key.pool and key.skill in _queues(contact)


def _queues(contact: Contact) -> tuple[str, ...]:
    """The queues that it waits in: its own, and its motif's for agents *en accompagnement*."""
    motif = lesson(contact)
    return (contact.place.skill,) if motif is None else (contact.place.skill, f"{MOTIF}{motif}")
