"""Many at once: no contact twice, no slot too many, no server error."""

from __future__ import annotations

import asyncio
from collections import Counter

import httpx
import pytest

from ccpro_desk.domain.ids import new_id
from tests.central.http.test_shift import MOTIFS, held
from tests.central.http.world import World, command, mail, send

pytestmark = pytest.mark.parametrize("engine", ["sqlite", "postgres"], indirect=True)
LOGINS = ("agent1", "agent2", "agent3", "agent4", "agent5", "agent6", "tuteur1", "encadrant1")


async def bring(world: World, count: int) -> None:
    connector = await world.caller("connecteur1")
    mails = [mail(world.clock.now().isoformat()) for _ in range(count)]
    answers = await asyncio.gather(*(connector.post("/v1/contacts", json=body) for body in mails))
    assert Counter(answer.status_code for answer in answers) == {201: count}


async def work_off(world: World, agent: httpx.AsyncClient) -> list[str]:
    """Takes, answers and closes until nothing waits."""
    done = []
    while True:
        answer = await agent.post("/v1/contacts/next", json={}, headers={"Idempotency-Key": str(new_id())})
        if answer.status_code == 204:
            return done
        assert answer.status_code == 200, answer.text
        fields = held(answer.json())
        reply = command("contact.reply", {"text": "Bonjour"}, **fields)
        result = await send(agent, reply, command("contact.close", {"motifs": MOTIFS}, **fields))
        assert result["status"] == "applied", result
        done.append(fields["contact_id"])


async def test_no_contact_is_worked_twice(served: World) -> None:
    await bring(served, 40)
    agents = [await served.available(login) for login in LOGINS]
    worked = await asyncio.gather(*(work_off(served, agent) for agent in agents))
    all_of_them = [contact for contacts in worked for contact in contacts]
    assert len(all_of_them) == len(set(all_of_them)) == 40
    connector = await served.caller("connecteur1")
    items = (await connector.get("/v1/outbox?limit=200")).json()["items"]
    assert sorted(item["contact_id"] for item in items) == sorted(all_of_them)


async def test_one_agent_never_has_more_than_their_slots(served: World) -> None:
    await bring(served, 10)
    agent = await served.available("agent1")
    body = {"channels": ["mail"]}
    keys = [{"Idempotency-Key": str(new_id())} for _ in range(10)]
    asked = (agent.post("/v1/contacts/next", json=body, headers=key) for key in keys)
    answers = await asyncio.gather(*asked)
    given = {answer.json()["contact"]["id"] for answer in answers if answer.status_code == 200}
    assert {answer.status_code for answer in answers} == {200, 409}
    assert len(given) == 3
    assert len((await agent.get("/v1/me")).json()["leases"]) == 3


async def test_the_same_key_at_once_gives_one_contact(served: World) -> None:
    await bring(served, 10)
    agent = await served.available("agent1")
    key = {"Idempotency-Key": "once"}
    answers = await asyncio.gather(*(agent.post("/v1/contacts/next", json={}, headers=key) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["contact"]["id"] for answer in answers}) == 1
    assert len((await agent.get("/v1/me")).json()["leases"]) == 1


async def test_the_same_command_at_once_is_done_once(served: World) -> None:
    await bring(served, 1)
    agent = await served.available("agent1")
    reply = command("contact.reply", {"text": "Bonjour"}, **held(await served.taken(agent)))
    results = await asyncio.gather(*(send(agent, reply) for _ in range(8)))
    assert Counter(result["status"] for result in results) == {"applied": 1, "duplicate": 7}
    assert {result["version"] for result in results} == {results[0]["version"]}
    connector = await served.caller("connecteur1")
    assert len((await connector.get("/v1/outbox")).json()["items"]) == 1


async def test_the_same_mail_at_once_is_one_contact(served: World) -> None:
    connector = await served.caller("connecteur1")
    body = mail(served.clock.now().isoformat())
    answers = await asyncio.gather(*(connector.post("/v1/contacts", json=body) for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 7}
    assert len({answer.json()["id"] for answer in answers}) == 1
