"""The day played again: arrivals, widening and agents who become free, in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from uuid import UUID

from ccpro_desk.domain.contact import RECEIVED, Contact
from ccpro_desk.domain.dispatch import (
    Head,
    Key,
    Settings,
    choose,
    keys_of,
    place_of,
    ranked,
    widen_at,
    widened,
)
from ccpro_desk.domain.dispatch.choice import CRISIS
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
    skill = motifs.skill_of(urgency.motif) if urgency.motif else GENERAL_SKILL
    place = place_of(past.channel, past.received_at, settings, department=past.department, sie=past.sie)
    if urgency.crisis is not None:
        skill = f"{CRISIS}{urgency.crisis}"
    elif skill not in day.skills.get(place.pool, frozenset()):
        skill = GENERAL_SKILL
    place = replace(place, skill=skill, rank=ranked(past.channel, past.received_at, urgency, settings))
    return replace(
        past, state=State.WAITING, lease=None, owner=None, bound_to=None, reason=RECEIVED, place=place
    )


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
        return tuple(c for c in agent.channels if self.held.count(c) < agent.slots_of(c))


_Coming = Past | Contact | _Hands | tuple[_Hands, Channel] | UUID
"""An arrival, a widening, an agent who comes, hands that get free, a usager who gives up."""


class _Run:
    def __init__(self, day: Day, settings: Settings, motifs: Motifs) -> None:
        self.day, self.settings, self.motifs = day, settings, motifs
        self.pasts: dict[UUID, Past] = {past.contact.id: past for past in day.contacts}
        self.waiting: dict[UUID, Contact] = {}
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
            self.waiting.pop(thing, None)

    def _later(self, at: datetime, thing: _Coming) -> None:
        heapq.heappush(self._coming, (at, next(self._tie), thing))

    def _arrives(self, past: Past, now: datetime) -> None:
        if past.gone_at is not None:
            self._later(past.gone_at, past.contact.id)
        self._waits(placed(past.contact, self.day, self.settings, self.motifs), now)

    def _widens(self, contact: Contact, now: datetime) -> None:
        if self.waiting.get(contact.id) is contact:
            self._waits(evolve_all(contact, widened(contact, self.settings)), now)

    def _waits(self, contact: Contact, now: datetime) -> None:
        place = contact.place
        self.waiting[contact.id] = contact
        key = Key(place.pool, contact.channel, place.skill)
        heapq.heappush(self.queues.setdefault(key, []), (place.rank, contact.received_at, contact.id))
        due = widen_at(contact, self.settings, now)
        if due is not None:
            self._later(due, contact)
        for hands in self.agents:
            if contact.channel in hands.free(now):
                self._takes(hands, now)
                if contact.id not in self.waiting:
                    return

    def _takes(self, hands: _Hands, now: datetime) -> None:
        """As many as they can, as when *Suivant* is asked for again and again."""
        agent = hands.shift.agent
        while free := hands.free(now):
            heads = list(self._heads(keys_of(agent, free, self.crises)))
            choice = choose(agent, heads, self.settings.level_shift_s)
            if choice is None:
                return
            contact = self.waiting.pop(choice.contact_id)
            self.answered[contact.id] = now
            hands.held.append(contact.channel)
            self._later(now + self.pasts[contact.id].work, (hands, contact.channel))

    def _heads(self, keys: tuple[Key, ...]) -> Iterator[Head]:
        for key in keys:
            queue = self.queues.get(key, [])
            while queue and not self._still(queue[0][2], key):
                heapq.heappop(queue)
            if queue:
                contact = self.waiting[queue[0][2]]
                yield Head(contact.id, contact.channel, contact.place, contact.received_at)

    def _still(self, contact_id: UUID, key: Key) -> bool:
        contact = self.waiting.get(contact_id)
        return contact is not None and (contact.place.pool, contact.place.skill) == (key.pool, key.skill)
