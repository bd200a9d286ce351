"""Who hears an event: those whom a look at every open feed would find."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from uuid import UUID, uuid4

from ccpro_desk.central.listeners import Listeners
from ccpro_desk.central.store.values import Audience, Session
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import NATIONAL
from ccpro_desk.domain.values import Role

UNTIL = datetime(2026, 11, 23, tzinfo=UTC)
CENTRES = ("lons", "pau", "")


class Desk:
    """An open feed."""

    def __init__(self, session: Session) -> None:
        self.session = session


def session(chance: random.Random, agent_id: UUID) -> Session:
    role, centre = chance.choice(list(Role)), chance.choice(CENTRES)
    return Session(Agent(agent_id, str(agent_id), "Essai", role, centre), None, UNTIL)


def audience(chance: random.Random, agents: list[UUID]) -> Audience:
    named = frozenset(chance.sample(agents, chance.randrange(3)))
    roles = frozenset(chance.sample(list(Role), chance.randrange(3)))
    return Audience(named, chance.choice((None, NATIONAL, *CENTRES)), roles)


def test_whoever_an_event_is_for_hears_it_also_after_they_changed_places() -> None:
    chance = random.Random(7)
    agents = [uuid4() for _ in range(40)]
    listeners = Listeners[Desk]()
    desks: list[Desk] = []
    for _ in range(400):
        if len(desks) < 60:
            desks.append(Desk(session(chance, chance.choice(agents))))
            listeners.add(desks[-1])
        moved = chance.choice(desks)
        listeners.renew(moved, session(chance, moved.session.agent.id))
        if chance.random() < 0.3:
            gone = desks.pop(chance.randrange(len(desks)))
            listeners.discard(gone)
            listeners.discard(gone)
        told = audience(chance, agents)
        hearing = listeners.hearing(told)
        assert len(hearing) == len(set(hearing))
        assert set(hearing) == {desk for desk in desks if told.includes(desk.session.agent)}
        one = chance.choice(agents)
        assert set(listeners.of(one)) == {desk for desk in desks if desk.session.agent.id == one}
    assert set(listeners) == set(desks) and len(listeners) == len(desks)
    for desk in desks:
        listeners.discard(desk)
    assert not listeners._by_agent and not listeners._by_centre
