"""An agent's own state, at once or after the contact at hand."""

from __future__ import annotations

from ccpro_desk.domain.values import Channel, Role, Status
from tests.support.central import Bench

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}


async def test_a_new_account_is_offline_and_says_what_it_is(central: Bench) -> None:
    agent = await central.add("agent1", available=False)
    assert agent.status is Status.OFFLINE
    start = await central.store.position()
    done = await central.do("agent1", "agent.status", {"status": "pause"})
    assert (done.status, done.version, done.view) == ("applied", None, None)
    assert (await central.agent("agent1")).status is Status.PAUSE
    [told], _ = await central.store.events_after(start, 10)
    assert (told.event.type, told.event.about) == ("agent.status", agent.id)
    assert told.audience.includes(agent)
    assert told.audience.includes(await central.add("chef1", Role.HEAD, available=False))
    assert not told.audience.includes(await central.add("agent2", available=False))
    assert not told.audience.includes(await central.add("chef2", Role.HEAD, centre="pau", available=False))


async def test_after_the_current_contact(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    await central.do("agent1", "agent.status", {"status": "pause", "after_current": True})
    agent = await central.agent("agent1")
    assert (agent.status, agent.after_current) == (Status.AVAILABLE, Status.PAUSE)
    await central.do("agent1", "contact.close", CLOSE, given)
    agent = await central.agent("agent1")
    assert (agent.status, agent.after_current) == (Status.PAUSE, None)


async def test_a_rescued_contact_frees_its_agent_too(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    await central.take("agent1")
    await central.do("agent1", "agent.status", {"status": "leaving", "after_current": True})
    central.later(hours=1)
    await central.handle.tick()
    assert (await central.agent("agent1")).status is Status.LEAVING


async def test_with_empty_hands_after_current_is_now(central: Bench) -> None:
    await central.add("agent1")
    await central.do("agent1", "agent.status", {"status": "meeting", "after_current": True})
    assert (await central.agent("agent1")).status is Status.MEETING


async def test_channels_of_the_account_open_and_shut(central: Bench) -> None:
    await central.add("agent1", channels=(Channel.MAIL, Channel.PHONE))
    shut = {"status": "available", "channels": ["mail"]}
    assert (await central.do("agent1", "agent.status", shut)).status == "applied"
    assert (await central.agent("agent1")).channels == (Channel.MAIL,)
    more = {"status": "available", "channels": ["mail", "chat"]}
    assert (await central.do("agent1", "agent.status", more)).code == "invalid"
    both = {"status": "available", "channels": ["mail", "phone"]}
    assert (await central.do("agent1", "agent.status", both)).status == "applied"


async def test_a_connector_has_no_status(central: Bench) -> None:
    assert (await central.do("connecteur", "agent.status", {"status": "available"})).code == "forbidden"
