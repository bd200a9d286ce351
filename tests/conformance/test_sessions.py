"""Accounts and sessions."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.domain.values import Status
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import DeskPlace
from ccpro_desk.wire.views import PlaceView
from tests.support.central import Bench


async def sign_in(central: Bench, login: str, desk: UUID | None = None) -> bytes:
    token = sha256(uuid4().bytes).digest()
    now = central.clock.now()
    agent = await central.agent(login)
    await central.store.open_session(token, agent.id, desk, now, now + timedelta(hours=12))
    return token


async def test_a_session_shows_the_agent_as_they_are_now(central: Bench) -> None:
    agent = await central.add("agent1", available=False)
    desk = uuid4()
    token = await sign_in(central, "agent1", desk)
    session = await central.store.session(token, central.clock.now())
    assert session is not None and session.desk == desk and session.agent == agent
    await central.do("agent1", "agent.status", {"status": "documentation"})
    session = await central.store.session(token, central.clock.now())
    assert session is not None and session.agent.status is Status.DOCUMENTATION
    assert await central.store.session(b"x" * 32, central.clock.now()) is None
    central.later(hours=12)
    assert await central.store.session(token, central.clock.now()) is None


async def test_many_sessions_are_looked_for_at_once(central: Bench) -> None:
    agents = [await central.add(f"agent{n}") for n in range(3)]
    tokens = [await sign_in(central, agent.login, uuid4()) for agent in agents]
    await central.store.close_session(tokens[1], central.clock.now())
    found = await central.store.sessions([*tokens, b"x" * 32], central.clock.now())
    assert {token: session.agent.id for token, session in found.items()} == {
        tokens[0]: agents[0].id,
        tokens[2]: agents[2].id,
    }
    assert found[tokens[0]] == await central.store.session(tokens[0], central.clock.now())
    assert await central.store.sessions([], central.clock.now()) == {}


async def test_a_persons_sign_in_ends_their_other_session(central: Bench) -> None:
    await central.add("agent1")
    first = await sign_in(central, "agent1")
    second = await sign_in(central, "agent1")
    now = central.clock.now()
    assert await central.store.session(first, now) is None
    assert await central.store.session(second, now) is not None
    ones = [await sign_in(central, "connecteur") for _ in range(3)]
    assert None not in [await central.store.session(token, now) for token in ones]


async def test_from_another_desk_leases_get_new_tokens(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    here, there = uuid4(), uuid4()
    await sign_in(central, "agent1", here)
    await sign_in(central, "agent2", here)
    for _ in range(2):
        await central.bring()
    given, other = await central.take("agent1"), await central.take("agent2")
    await sign_in(central, "agent1", here)
    same = await central.do("agent1", "contact.note", {"text": "Encore là."}, given)
    assert same.status == "applied"
    await sign_in(central, "agent1", there)
    motifs = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}
    lost = await central.do("agent1", "contact.motifs", motifs, given)
    assert lost.code == "lease_lost"
    [lease] = (await central.handle.me(await central.agent("agent1"))).leases
    assert given.lease is not None and lease.token != given.lease.token
    fine = await central.do("agent1", "contact.motifs", motifs, given, lease_token=str(lease.token))
    assert fine.status == "applied"
    [theirs] = (await central.handle.me(await central.agent("agent2"))).leases
    assert other.lease is not None and theirs.token == other.lease.token


async def test_signing_out_sets_offline_and_keeps_the_leases(central: Bench) -> None:
    agent = await central.add("agent1")
    token = await sign_in(central, "agent1")
    await central.bring()
    given = await central.take("agent1")
    start = await central.store.position()
    await central.store.close_session(token, central.clock.now())
    assert await central.store.session(token, central.clock.now()) is None
    assert (await central.agent("agent1")).status is Status.OFFLINE
    [told], _ = await central.store.events_after(start, 10)
    assert (told.event.type, told.event.about) == ("agent.status", agent.id)
    contact = await central.store.contact(given.contact.id)
    assert contact is not None and contact.lease is not None
    await central.store.close_session(token, central.clock.now())


async def test_a_connector_signs_out_without_a_word(central: Bench) -> None:
    token = await sign_in(central, "connecteur")
    start = await central.store.position()
    await central.store.close_session(token, central.clock.now())
    assert await central.store.session(token, central.clock.now()) is None
    assert (await central.store.events_after(start, 10))[0] == []


async def test_passwords_and_disabled_accounts_end_sessions(central: Bench) -> None:
    await central.add("agent1")
    token = await sign_in(central, "agent1")
    assert await central.store.set_password("agent1", "autre")
    assert await central.store.session(token, central.clock.now()) is None
    account = await central.store.account("agent1")
    assert account is not None and account.password_hash == "autre"
    token = await sign_in(central, "agent1")
    assert await central.store.set_disabled("agent1", True)
    assert await central.store.session(token, central.clock.now()) is None
    assert not await central.store.set_password("personne", "x")
    assert await central.store.account("a\x00b") is None


async def test_a_login_is_one_accounts(central: Bench) -> None:
    await central.add("agent1")
    with pytest.raises(ProblemError) as taken:
        await central.add("agent1")
    assert taken.value.code is ProblemCode.CONFLICT
    assert [a.agent.login for a in await central.store.accounts()] == ["agent1", "connecteur"]


async def test_a_session_that_ended_tells_whether_the_agent_went_on_elsewhere(central: Bench) -> None:
    await central.add("agent1")
    here, there = uuid4(), uuid4()
    first = await sign_in(central, "agent1", here)
    central.later(minutes=5)
    again = await sign_in(central, "agent1", here)
    assert not await central.store.moved(first, central.clock.now()), "the same workstation"
    central.later(minutes=5)
    await sign_in(central, "agent1", there)
    assert await central.store.moved(again, central.clock.now())
    assert not await central.store.moved(b"x" * 32, central.clock.now())
    central.later(hours=25)
    await central.store.forget(central.clock.now())
    assert not await central.store.moved(again, central.clock.now())


async def test_the_place_is_kept_until_the_agent_signs_out(central: Bench) -> None:
    agent = await central.add("agent1")
    token = await sign_in(central, "agent1")
    place = DeskPlace(uuid4(), "reply", 12)
    await central.store.put_place(agent.id, place)
    me = await central.handle.me(agent)
    assert me.place == PlaceView(place.contact_id, "reply", 12)
    await central.store.close_session(token, central.clock.now())
    assert (await central.handle.me(agent)).place is None


async def test_what_the_central_changes_by_itself_has_no_author(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    await central.do("agent1", "agent.status", {"status": "pause", "after_current": True})
    start = await central.store.position()
    await central.do("agent1", "contact.release", {}, given)
    told, _ = await central.store.events_after(start, 10)
    [event] = [t.event for t in told if t.event.type == "agent.status"]
    assert event.actor is None and event.changed == ("status", "after_current")
