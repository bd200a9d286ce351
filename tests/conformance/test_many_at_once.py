"""Changes that come at the same moment: each stands or falls by itself, whatever becomes of the others."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from ccpro_desk.central.handle.changes import change_of
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import Change
from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact, Lease, Reason
from ccpro_desk.domain.values import Direction, State
from tests.support.central import Bench


async def waiting(central: Bench, count: int) -> list[Contact]:
    ids = [(await central.bring()).view.id for _ in range(count)]
    return [await read(central, contact_id) for contact_id in ids]


async def read(central: Bench, contact_id: UUID) -> Contact:
    contact = await central.store.contact(contact_id)
    assert contact is not None
    return contact


def taking(central: Bench, contact: Contact, agent: UUID, slot: int = 1) -> Change:
    until = central.clock.now() + timedelta(minutes=30)
    event = e.Assigned(Lease(uuid4(), agent, slot, until), Reason("test", "Essai."))
    return change_of(contact, [event], now=central.clock.now(), mail=central.rules.mail)


async def test_each_stands_or_falls_by_itself(central: Bench) -> None:
    agents = [await central.add(f"agent{n}") for n in range(4)]
    first, second, third, fourth, old = await waiting(central, 5)
    stale = replace(old, version=old.version + 7)
    start = await central.store.position()
    outcomes = await asyncio.gather(
        central.store.write(taking(central, first, agents[0].id)),
        central.store.write(taking(central, second, agents[1].id)),
        central.store.write(taking(central, third, agents[1].id)),
        central.store.write(taking(central, fourth, agents[2].id)),
        central.store.write(taking(central, fourth, agents[3].id)),
        central.store.write(taking(central, stale, agents[3].id, 2)),
    )
    assert outcomes[0] is Outcome.WRITTEN and outcomes[5] is Outcome.STALE
    assert sorted(outcomes[1:3]) == [Outcome.SLOT, Outcome.WRITTEN]
    assert sorted(outcomes[3:5]) == [Outcome.STALE, Outcome.WRITTEN]
    after = [await read(central, contact.id) for contact in (first, second, third, fourth, old)]
    taken = {contact.id for contact in after if contact.state is State.ACTIVE}
    assert len(taken) == 3 and old.id not in taken
    events, _ = await central.store.events_after(start, 20)
    assert sorted(str(stored.event.contact_id) for stored in events) == sorted(map(str, taken))


async def test_many_commands_and_their_repeats_are_each_done_once(central: Bench) -> None:
    agents = [f"agent{n}" for n in range(8)]
    for login in agents:
        await central.add(login)
    await waiting(central, 8)
    given = dict(zip(agents, await asyncio.gather(*map(central.take, agents)), strict=True))
    assert len({view.contact.id for view in given.values()}) == 8
    notes = {login: central.command("contact.note", {"text": login}, given[login]) for login in agents}
    found = await asyncio.gather(*(central.send(login, notes[login]) for login in (*agents, *agents)))
    for first, again in zip(found[:8], found[8:], strict=True):
        assert sorted(result.status for result in (*first, *again)) == ["applied", "duplicate"]
    for login, view in given.items():
        contact = await read(central, view.contact.id)
        assert [m.text for m in contact.messages if m.direction is Direction.NOTE] == [login]
