"""The feed over a real socket: what comes, from where, to whom, and when it ends."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ccpro_desk.central import feed as feeds
from ccpro_desk.wire import CONTRACT
from tests.central.http.live import follow
from tests.central.http.test_shift import MOTIFS, held
from tests.central.http.world import World, command, send

pytestmark = pytest.mark.parametrize("engine", ["sqlite", "postgres"], indirect=True)


async def test_a_feed_starts_from_the_snapshot(served: World) -> None:
    agent = await served.caller("agent1")
    position = (await agent.get("/v1/me")).json()["position"]
    contact = await served.brought()
    async with follow(agent, position) as feed:
        assert feed.response.headers["content-type"].startswith("text/event-stream")
        assert feed.response.headers["cache-control"] == "no-cache"
        assert feed.response.headers["x-accel-buffering"] == "no"
        assert feed.response.headers["ccpro-contract"] == CONTRACT
        heard = await feed.next_of("contact.received")
    assert heard.data["contact_id"] == contact["id"]
    assert heard.data["position"] == heard.id
    assert heard.data["type"] == "contact.received"
    assert {"id", "at", "actor", "version"} <= set(heard.data)
    assert "Karim" not in str(heard.data)


async def test_without_a_cursor_a_feed_starts_from_now(served: World) -> None:
    await served.brought()
    agent = await served.caller("agent1")
    async with follow(agent) as feed:
        contact = await served.brought()
        assert (await feed.next_of("contact.received")).data["contact_id"] == contact["id"]


async def test_a_feed_goes_on_where_it_left_off_without_a_gap_or_a_repeat(served: World) -> None:
    agent = await served.caller("agent1")
    cursor = (await agent.get("/v1/me")).json()["position"]
    brought: list[str] = []
    heard: list[str] = []
    for _ in range(4):
        bringing = asyncio.gather(*(served.brought() for _ in range(5)))
        async with follow(agent, cursor) as feed:
            for _ in range(5):
                event = await feed.next_of("contact.received")
                heard.append(event.data["contact_id"])
                assert event.id
                cursor = event.id
        brought += [contact["id"] for contact in await bringing]
    assert sorted(heard) == sorted(brought)


async def test_alive_covers_what_was_filtered_out(served: World) -> None:
    await served.brought(department="33")
    agent = await served.caller("agent1")
    async with follow(agent) as feed:
        first = await feed.next_of("alive")
        await served.brought(department="33")
        await served.central.feed.tailer.pass_by()
        await served.central.feed.say_alive()
        later = await feed.next_of("alive")
    assert later.id == later.data["position"]
    assert later.id != first.id
    async with follow(agent, later.id) as feed:
        contact = await served.brought()
        assert (await feed.next_of("contact.received")).data["contact_id"] == contact["id"]


async def test_a_quiet_desk_neither_resyncs_nor_hears_again(served: World) -> None:
    """Nothing concerned it for a month: its last event is no longer kept, its last sign of life is enough."""
    agent = await served.caller("agent1")
    async with follow(agent) as feed:
        await served.brought()
        last = await feed.next_of("contact.received")
        for _ in range(3):
            await served.brought(department="33")
        await served.central.feed.tailer.pass_by()
        await served.central.feed.say_alive()
        quiet = await feed.next_of("alive")
        while quiet.id != served.central.feed.tailer.position:
            quiet = await feed.next_of("alive")
    served.clock.advance(timedelta(days=31).total_seconds())
    await served.central.store.forget(served.clock.now())
    agent = await served.caller("agent1")
    async with follow(agent, quiet.id) as feed:
        contact = await served.brought()
        heard = await feed.next()
        while heard is not None and heard.type == "alive":
            heard = await feed.next()
        assert heard is not None and heard.data["contact_id"] == contact["id"], "this, and nothing before"
    async with follow(agent, last.id) as feed:
        assert [one.type for one in await feed.rest()] == ["resync"]


async def test_another_epoch_says_resync_and_ends(served: World) -> None:
    agent = await served.caller("agent1")
    async with follow(agent) as feed:
        before = await feed.next_of("alive")
        now = served.clock.now()
        await served.central.store.restored(now, now)
        assert (await feed.rest())[-1].type == "resync", "also for who follows"
    async with follow(agent, before.id) as feed:
        assert [one.type for one in await feed.rest()] == ["resync"]
    position = (await agent.get("/v1/me")).json()["position"]
    async with follow(agent, position) as feed:
        contact = await served.brought()
        assert (await feed.next_of("contact.received")).data["contact_id"] == contact["id"]


async def test_an_open_feed_keeps_no_lease_and_tells_of_its_end(served: World) -> None:
    """A frozen workstation goes on accepting bytes: neither its feed nor its work is a sign of life."""
    await served.brought()
    agent = await served.available("agent1")
    taken = await served.taken(agent)
    async with follow(agent) as feed:
        await feed.next_of("alive")
        served.clock.advance(1_000)
        note = command("contact.note", {"text": "En cours."}, **held(taken))
        assert (await send(agent, note))["status"] == "applied"
        assert (await agent.get("/v1/me")).status_code == 200
        await served.central.feed.say_alive()
        await served.central.lifeline.renew()
        served.clock.advance(801)
        told = await feed.next_of("contact.returned")
    assert (told.data["contact_id"], told.data["actor"]) == (taken["contact"]["id"], None)
    assert (await agent.get("/v1/me")).json()["leases"] == []


async def test_each_hears_of_their_own_centre(served: World) -> None:
    lyon, pau = await served.caller("agent1"), await served.caller("agent7")
    async with follow(lyon) as at_lons, follow(pau) as at_pau:
        mine = await served.brought(department="69")
        theirs = await served.brought(department="33")
        everyones = await served.brought(department="59")
        heard = [(await at_lons.next_of("contact.received")).data["contact_id"] for _ in range(2)]
        assert heard == [mine["id"], everyones["id"]]
        heard = [(await at_pau.next_of("contact.received")).data["contact_id"] for _ in range(2)]
        assert heard == [theirs["id"], everyones["id"]]


async def test_a_reply_is_told_from_held_to_sent(served: World) -> None:
    await served.brought()
    agent = await served.available("agent1")
    taken = await served.taken(agent)
    connector = await served.caller("connecteur1")
    async with follow(agent) as feed:
        reply = command("contact.reply", {"text": "Bonjour"}, **held(taken))
        assert (await send(agent, reply))["status"] == "applied"
        assert (await feed.next_of("reply.queued")).data["about"] == reply["id"]
        item = (await connector.get("/v1/outbox")).json()["items"][0]
        report = {"claim": item["claim"], "status": "sent"}
        await connector.post(f"/v1/outbox/{reply['id']}", json=report)
        sent = await feed.next_of("reply.sent")
    assert sent.data["about"] == reply["id"]
    assert "messages" in sent.data["changed"]


@pytest.mark.parametrize("cursor", ["x", "999999999999999999999:1", "../../x", "a" * 5_000, "é", "1:2:3:4:5"])
async def test_a_position_that_is_not_readable_says_resync_and_ends(served: World, cursor: str) -> None:
    agent = await served.caller("agent1")
    headers = [(b"Last-Event-ID", cursor.encode())]
    answer = await agent.get("/v1/feed", headers=headers, timeout=30)
    assert answer.status_code == 200
    assert answer.text.startswith("event: resync\n")


async def test_signing_in_elsewhere_ends_the_feed(served: World) -> None:
    agent = await served.caller("agent1")
    async with follow(agent) as feed:
        await feed.next_of("alive")
        form = {"login": "agent1", "password": "mot de passe de démonstration"}
        assert (await served.anyone.post("/v1/sessions", json=form)).status_code == 201
        await feed.rest()


async def test_signing_out_ends_the_feed(served: World) -> None:
    agent = await served.caller("agent1")
    async with follow(agent) as feed:
        await feed.next_of("alive")
        await agent.delete("/v1/sessions/current")
        await feed.rest()


async def test_a_feed_ends_with_its_session(served: World) -> None:
    agent = await served.caller("agent1")
    async with follow(agent) as feed:
        await feed.next_of("alive")
        served.clock.advance(timedelta(hours=12).total_seconds())
        await served.central.feed.say_alive()
        await feed.rest()


async def test_a_feed_that_is_too_slow_is_ended_not_buffered_for_ever(
    served: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "BUFFER", 3)
    agent = await served.caller("agent1")
    async with follow(agent) as feed:
        first = await feed.next_of("alive")
        connection = next(iter(served.central.feed._listeners))
        stored, _ = await served.central.store.events_after(str(first.id), 1)
        assert stored == []
        chunk = feeds.alive_chunk(str(first.id), served.clock.now())
        while connection.put(chunk):
            pass
        await feed.rest()
    assert connection.ended


async def test_connectors_follow_too(served: World) -> None:
    connector = await served.caller("connecteur1")
    agent = await served.available("agent1")
    await served.brought()
    taken = await served.taken(agent)
    async with follow(connector) as feed:
        await feed.next_of("alive")
        fields = held(taken)
        reply = command("contact.reply", {"text": "Bonjour"}, **fields)
        close = command("contact.close", {"motifs": MOTIFS}, **fields)
        assert (await send(agent, reply, close))["status"] == "applied"
        assert (await feed.next()) is not None


async def test_the_connections_are_counted(served: World) -> None:
    agent = await served.caller("agent1")
    async with follow(agent) as feed:
        await feed.next_of("alive")
        assert "ccpro_feed_connections 1.0" in (await served.anyone.get("/metrics")).text
