"""`next`: who gets which contact, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.domain.values import Channel, Role, State
from ccpro_desk.wire.problems import ProblemCode
from tests.support.central import Bench


async def test_claimers_at_once_get_distinct_contacts(central: Bench) -> None:
    agents = [f"agent{n}" for n in range(12)]
    for login in agents:
        await central.add(login)
    brought = {(await central.bring(department="69")).view.id for _ in range(30)}
    given = await asyncio.gather(*(central.take(login) for login in agents for _ in range(2)))
    ids = [view.contact.id for view in given]
    assert len(ids) == len(set(ids)) == 24 and set(ids) <= brought
    tokens = [view.lease.token for view in given if view.lease]
    assert len(set(tokens)) == 24


async def test_an_agent_at_once_with_themselves_never_exceeds_their_slots(central: Bench) -> None:
    await central.add("agent1")
    for _ in range(6):
        await central.bring()
    answers = await asyncio.gather(
        *(central.next("agent1", channels=(Channel.MAIL,)) for _ in range(5)), return_exceptions=True
    )
    refused = [a.code for a in answers if isinstance(a, ProblemError)]
    assert refused == [ProblemCode.CAPACITY] * 2
    me = await central.handle.me(await central.agent("agent1"))
    assert len(me.leases) == 3 and me.counters == {"waiting": 3}


async def test_the_earliest_promise_of_the_agents_own_queues_comes_first(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2", centre="pau")
    elsewhere = await central.bring(department="33")
    late = await central.bring(received_at=central.clock.now() + timedelta(hours=1))
    soon = await central.bring(received_at=central.clock.now() - timedelta(hours=1))
    given = await central.take("agent1")
    assert given.contact.id == soon.view.id and given.reason.code == "deadline"
    assert (await central.take("agent1")).contact.id == late.view.id
    assert await central.next("agent1") is None
    assert (await central.take("agent2")).contact.id == elsewhere.view.id


async def test_live_contacts_are_offered_and_come_again_first(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    call = await central.bring(channel=Channel.PHONE, body=None)
    given = await central.take("agent1")
    assert given.contact.id == call.view.id and given.contact.state is State.OFFERED
    assert given.lease is not None
    assert given.lease.expires_at == central.clock.now() + timedelta(seconds=30)
    assert (await central.take("agent1")).contact.id == call.view.id
    accepted = await central.do("agent1", "contact.accept", {}, given)
    assert accepted.view is not None and accepted.view.state is State.ACTIVE
    assert accepted.view.lease is not None and accepted.view.lease.token not in (None, given.lease.token)


async def test_a_key_is_good_for_one_request_and_one_day(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    key = str(uuid4())
    assert await central.next("agent1", key) is None
    brought = await central.bring()
    given = await central.next("agent1", key)
    assert given is not None and given.contact.id == brought.view.id
    with pytest.raises(ProblemError) as conflict:
        await central.next("agent1", key, (Channel.MAIL,))
    assert conflict.value.code is ProblemCode.CONFLICT
    assert await central.next("agent2", key) is None
    await central.do("agent1", "contact.release", {}, given)
    again = await central.next("agent1", key)
    assert again is not None and again.contact.state is State.WAITING and again.lease is None
    central.later(hours=25)
    fresh = await central.next("agent1", key)
    assert fresh is not None and fresh.lease is not None


async def test_the_same_key_at_once_takes_one_contact(central: Bench) -> None:
    await central.add("agent1")
    for _ in range(3):
        await central.bring()
    key = str(uuid4())
    given = await asyncio.gather(*(central.next("agent1", key) for _ in range(6)))
    assert len({view.contact.id for view in given if view}) == 1 and None not in given
    assert len((await central.handle.me(await central.agent("agent1"))).leases) == 1


async def test_only_an_available_agent_is_given_anything(central: Bench) -> None:
    await central.add("agent1", available=False)
    await central.add("soutien1", Role.SUPPORT)
    await central.bring()
    with pytest.raises(ProblemError) as away:
        await central.next("agent1")
    assert away.value.code is ProblemCode.NOT_AVAILABLE
    with pytest.raises(ProblemError) as forbidden:
        await central.next("soutien1")
    assert forbidden.value.code is ProblemCode.FORBIDDEN


async def test_a_full_channel_is_capacity_another_still_serves(central: Bench) -> None:
    await central.add("agent1", slots={Channel.MAIL: 1})
    await central.bring()
    await central.bring()
    await central.take("agent1")
    with pytest.raises(ProblemError) as full:
        await central.next("agent1", channels=(Channel.MAIL,))
    assert full.value.code is ProblemCode.CAPACITY
    assert await central.next("agent1") is None
    call = await central.bring(channel=Channel.PHONE, body=None)
    assert (await central.take("agent1")).contact.id == call.view.id


async def test_skills_decide(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2", skills=("tva",))
    brought = await central.bring(subject="Bonjour", body="Une question.")
    given = await central.take("agent1")
    motif = next(m.code for m in central.rules.motifs.items if central.rules.motifs.skill_of(m.code) == "tva")
    done = await central.do(
        "agent1", "contact.motifs", {"motifs": [{"code": motif, "outcome": "unanswered"}]}, given
    )
    assert done.status == "applied"
    await central.do("agent1", "contact.release", {}, given)
    assert await central.next("agent1") is None
    assert (await central.take("agent2")).contact.id == brought.view.id


async def test_a_key_may_be_of_any_length(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    first, again = await central.next("agent1", "k" * 9_000), await central.next("agent1", "k" * 9_000)
    assert first is not None and again is not None and first.contact.id == again.contact.id


async def test_when_there_are_fewer_contacts_than_claimers_each_goes_once(central: Bench) -> None:
    agents = [await central.add(f"agent{n}") for n in range(10)]
    brought = {(await central.bring()).view.id for _ in range(4)}
    answers = await asyncio.gather(*(central.next(agent.login) for agent in agents))
    given = [view.contact.id for view in answers if view]
    assert len(given) == 4 and set(given) == brought
