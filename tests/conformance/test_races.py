"""Who comes second loses, and knows it: guarded writes against rival transactions."""

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
from ccpro_desk.domain.values import State
from tests.support.central import Bench
from tests.support.rivals import rival

REASON = Reason("test", "Essai.")


async def read(central: Bench, contact_id: UUID) -> Contact:
    contact = await central.store.contact(contact_id)
    assert contact is not None
    return contact


def taking(central: Bench, contact: Contact, agent: UUID, slot: int = 1) -> Change:
    until = central.clock.now() + timedelta(minutes=30)
    event = e.Assigned(Lease(uuid4(), agent, slot, until), REASON)
    return change_of(contact, [event], now=central.clock.now(), mail=central.rules.mail)


async def test_the_stale_actor_waits_for_the_winner_and_then_loses(central: Bench, url: str) -> None:
    agent = await central.add("agent1")
    brought = await central.bring()
    contact = await read(central, brought.view.id)
    async with rival(url, contact.id) as commit:
        stale = asyncio.create_task(central.store.write(taking(central, contact, agent.id)))
        await asyncio.sleep(0)
        assert not stale.done()
        await commit()
        assert await stale is Outcome.STALE
    after = await read(central, contact.id)
    assert (after.state, after.lease, after.version) == (State.WAITING, None, contact.version + 1)
    assert not (await central.store.events_after(await central.store.position(), 10))[0]


async def test_a_command_that_lost_a_race_is_decided_again(central: Bench, url: str) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    async with rival(url, given.contact.id) as commit:
        note = asyncio.create_task(central.do("agent1", "contact.note", {"text": "Oui."}, given))
        await commit()
        result = await note
    assert result.status == "applied" and result.version == given.contact.version + 2


async def test_nothing_of_a_stale_change_stands(central: Bench) -> None:
    agent = await central.add("agent1")
    brought = await central.bring()
    contact = await read(central, brought.view.id)
    assert await central.store.write(taking(central, contact, agent.id)) is Outcome.WRITTEN
    start = await central.store.position()
    assert await central.store.write(taking(central, contact, agent.id, 2)) is Outcome.STALE
    events, _ = await central.store.events_after(start, 10)
    assert events == []


async def test_a_slot_holds_one_contact(central: Bench) -> None:
    agent = await central.add("agent1")
    contacts = [await read(central, (await central.bring()).view.id) for _ in range(4)]
    outcomes = await asyncio.gather(*(central.store.write(taking(central, c, agent.id)) for c in contacts))
    assert sorted(outcomes) == [Outcome.SLOT, Outcome.SLOT, Outcome.SLOT, Outcome.WRITTEN]


async def test_a_contact_is_taken_once(central: Bench) -> None:
    agents = [await central.add(f"agent{n}") for n in range(6)]
    contact = await read(central, (await central.bring()).view.id)
    outcomes = await asyncio.gather(
        *(central.store.write(taking(central, contact, agent.id)) for agent in agents)
    )
    assert sorted(outcomes) == [*[Outcome.STALE] * 5, Outcome.WRITTEN]


async def test_a_renewal_between_reading_and_rescue_wins(central: Bench) -> None:
    agent = await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    central.later(seconds=1801)
    [due] = await central.store.expired(central.clock.now(), 10)
    await central.handle.renew({agent.id: central.clock.now()})
    rescue = change_of(due, [e.Returned(REASON, due.place)], now=central.clock.now(), mail=central.rules.mail)
    rescue = replace(rescue, expired_at=central.clock.now())
    assert await central.store.write(rescue) is Outcome.STALE
    contact = await read(central, given.contact.id)
    assert contact.lease is not None
    assert contact.lease.expires_at == central.clock.now() + timedelta(seconds=1800)


async def test_a_write_under_the_same_token_leaves_a_renewal_alone(central: Bench) -> None:
    agent = await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    contact = await read(central, given.contact.id)
    central.later(minutes=10)
    await central.handle.renew({agent.id: central.clock.now()})
    saved = change_of(contact, [e.DraftSaved("a")], now=central.clock.now(), mail=central.rules.mail)
    assert await central.store.write(saved) is Outcome.WRITTEN
    after = await read(central, contact.id)
    assert after.lease is not None and after.draft == "a"
    assert after.lease.expires_at == central.clock.now() + timedelta(seconds=1800)


async def test_a_write_that_does_not_touch_the_draft_leaves_it_alone(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    contact = await read(central, given.contact.id)
    await central.do("agent1", "draft.save", {"text": "Entre-temps"}, given)
    motifs = change_of(
        contact,
        [e.MotifsSet((), contact.place, contact.urgency)],
        now=central.clock.now(),
        mail=central.rules.mail,
    )
    assert await central.store.write(motifs) is Outcome.WRITTEN
    assert (await read(central, contact.id)).draft == "Entre-temps"
