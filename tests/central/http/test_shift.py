"""One e-mail from intake to sent reply over HTTP, as the contract writes it."""

from __future__ import annotations

import base64
from typing import Any
from uuid import uuid4

import pytest

from ccpro_desk.domain.ids import new_id
from tests.central.http.world import World, check_problem, command, mail, send

pytestmark = pytest.mark.parametrize("engine", ["sqlite", "postgres"], indirect=True)
SIREN = "732829320"
MOTIFS = [{"code": "autre.autre", "outcome": "answered"}]


def held(taken: dict[str, Any]) -> dict[str, Any]:
    """What a holder's command names."""
    contact = taken["contact"]
    return {
        "contact_id": contact["id"],
        "lease_token": taken["lease"]["token"],
        "base_version": contact["version"],
    }


async def test_from_intake_to_sent_reply(here: World) -> None:
    brought = await here.brought(siren=SIREN)
    agent = await here.available("agent1")
    taken = await here.taken(agent)
    assert taken["contact"]["id"] == brought["id"]
    assert taken["contact"]["state"] == "active"
    assert set(taken["reason"]) >= {"code", "text"}
    me = (await agent.get("/v1/me")).json()
    assert set(me) >= {"agent", "status", "position", "contacts", "leases", "drafts", "counters"}
    assert me["leases"][0]["token"] == taken["lease"]["token"]

    reply = command("contact.reply", {"text": "Bonjour, voici la réponse."}, **held(taken))
    sent = await send(agent, reply)
    assert sent["status"] == "applied", sent
    again = await send(agent, reply)
    assert again["status"] == "duplicate"
    assert again["version"] == sent["version"]
    closing = command("contact.close", {"motifs": MOTIFS}, **held(taken)) | {"base_version": sent["version"]}
    closed = await send(agent, closing)
    assert closed["status"] == "applied", closed
    assert closed["view"]["state"] == "closed"

    connector = await here.caller("connecteur1")
    items = (await connector.get("/v1/outbox?channel=mail&limit=10")).json()["items"]
    assert [item["id"] for item in items] == [reply["id"]]
    item = items[0]
    assert set(item) >= {"claim", "contact_id", "to", "from", "subject", "text", "message_id", "references"}
    assert item["to"]["address"] == "contact@fournil-brotteaux.example"
    report = {"claim": item["claim"], "status": "sent"}
    assert (await connector.post(f"/v1/outbox/{item['id']}", json=report)).status_code == 204
    assert (await connector.post(f"/v1/outbox/{item['id']}", json=report)).status_code == 204
    stale = {"claim": str(uuid4()), "status": "sent"}
    check_problem(await connector.post(f"/v1/outbox/{item['id']}", json=stale), 409, "conflict")
    assert (await connector.get("/v1/outbox")).json() == {"items": []}


async def test_a_contact_is_brought_once_and_a_thread_goes_on(here: World) -> None:
    connector = await here.caller("connecteur1")
    first = mail(here.clock.now().isoformat())
    new = await connector.post("/v1/contacts", json=first)
    assert new.status_code == 201
    same = await connector.post("/v1/contacts", json=first)
    assert (same.status_code, same.json()["id"]) == (200, new.json()["id"])
    further = mail(here.clock.now().isoformat(), in_reply_to=first["external_id"])
    for _ in range(2):
        appended = await connector.post("/v1/contacts", json=further)
        assert appended.status_code == 200
        assert appended.json()["appended"] is True
        assert len(appended.json()["contact"]["messages"]) == 2


async def test_next_answers_as_the_contract_says(here: World) -> None:
    agent = await here.caller("agent1")
    key = {"Idempotency-Key": str(new_id())}
    check_problem(await agent.post("/v1/contacts/next", json={}), 422, "invalid")
    check_problem(await agent.post("/v1/contacts/next", content=b"", headers=key), 400, "invalid")
    check_problem(await agent.post("/v1/contacts/next", json={}, headers=key), 409, "not_available")
    agent = await here.available("agent1")
    assert (await agent.post("/v1/contacts/next", json={}, headers=key)).status_code == 204
    await here.brought()
    one = await agent.post("/v1/contacts/next", json={}, headers=key)
    two = await agent.post("/v1/contacts/next", json={}, headers=key)
    assert one.status_code == two.status_code == 200
    assert one.json()["contact"]["id"] == two.json()["contact"]["id"]
    other = await agent.post("/v1/contacts/next", json={"channels": ["mail"]}, headers=key)
    check_problem(other, 409, "conflict")
    for _ in range(3):
        await here.brought()
    await here.taken(agent)
    await here.taken(agent)
    full = await agent.post(
        "/v1/contacts/next", json={"channels": ["mail"]}, headers={"Idempotency-Key": "k"}
    )
    check_problem(full, 409, "capacity")


async def test_a_repeated_next_has_no_lease_once_it_is_not_theirs(here: World) -> None:
    await here.brought()
    agent = await here.available("agent1")
    key = {"Idempotency-Key": "once"}
    taken = (await agent.post("/v1/contacts/next", json={}, headers=key)).json()
    fields = {k: v for k, v in held(taken).items() if k != "base_version"}
    assert (await send(agent, command("contact.release", {}, **fields)))["status"] == "applied"
    again = (await agent.post("/v1/contacts/next", json={}, headers=key)).json()
    assert again["contact"]["state"] == "waiting"
    assert again["lease"] is None


async def test_lists_show_no_words_of_a_usager(here: World) -> None:
    for _ in range(3):
        await here.brought()
    agent = await here.caller("agent1")
    page = (await agent.get("/v1/contacts?state=waiting&limit=2")).json()
    assert len(page["items"]) == 2
    rest = (
        await agent.get("/v1/contacts", params={"state": "waiting", "limit": 2, "cursor": page["next"]})
    ).json()
    assert len(rest["items"]) == 1
    assert "next" not in rest
    for item in page["items"] + rest["items"]:
        assert not item.get("messages")
        assert not item.get("origin")
        assert not item.get("usager")


async def test_attachments_come_back_as_bytes_that_no_browser_runs(here: World) -> None:
    connector = await here.caller("connecteur1")
    content = b"<script>alert(1)</script>"
    form = {
        "name": 'avis "2026"\r\n.html',
        "type": "text/html; charset=x\r\nX-Evil: 1",
        "content_base64": base64.b64encode(content).decode(),
    }
    ref = await connector.post("/v1/attachments", json=form)
    assert ref.status_code == 201, ref.text
    assert set(ref.json()) == {"id", "name", "type", "size"}
    assert ref.json()["size"] == len(content)
    answer = await connector.get(f"/v1/attachments/{ref.json()['id']}")
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "x-evil" not in answer.headers
    other = await here.caller("agent2")
    check_problem(await other.get(f"/v1/attachments/{ref.json()['id']}"), 403, "forbidden")
    check_problem(await other.get(f"/v1/attachments/{uuid4()}"), 404, "not_found")
    bad = form | {"content_base64": "not base64!"}
    check_problem(await connector.post("/v1/attachments", json=bad), 422, "invalid")


async def test_a_dossier_is_flat_and_names_what_is_masked(here: World) -> None:
    agent = await here.available("agent1")
    check_problem(await agent.get(f"/v1/usagers/{SIREN}"), 403, "forbidden")
    reason = "Rappel demandé par le service des impôts"
    read = (await agent.get(f"/v1/usagers/{SIREN}", params={"reason": reason})).json()
    assert (read["siren"], read["level"]) == (SIREN, 1)
    await here.brought(siren=SIREN)
    contact = (await here.taken(agent))["contact"]["id"]
    public = (await agent.get(f"/v1/usagers/{SIREN}", params={"contact_id": contact})).json()
    assert public["level"] == 0
    assert public["name"] == "SARL FOURNIL DES BROTTEAUX"
    assert "as_of" in public
    assert "accounts" in public["masked"]
    for name in public["masked"]:
        assert name in public
        assert public[name] is None
    other = "552081317"
    check_problem(await agent.get(f"/v1/usagers/{other}", params={"contact_id": contact}), 403, "forbidden")


async def test_usagers_are_found_by_their_public_fields(here: World) -> None:
    agent = await here.caller("agent1")
    found = (await agent.get("/v1/usagers?q=fournil")).json()
    assert found["items"][0] == {
        "siren": SIREN,
        "name": "SARL FOURNIL DES BROTTEAUX",
        "city": "Lyon 6e",
        "state": "A",
    }


async def test_alive_keeps_the_leases_of_a_desk_that_lives(here: World) -> None:
    await here.brought()
    agent = await here.available("agent1")
    before = (await here.taken(agent))["lease"]["expires_at"]
    here.clock.advance(60)
    assert (await agent.post("/v1/alive", json={"position": "whatever"})).status_code == 204
    await here.central.lifeline.renew()
    after = (await agent.get("/v1/me")).json()["leases"][0]["expires_at"]
    assert after > before


async def test_a_desk_that_is_silent_loses_its_contact(here: World) -> None:
    await here.brought()
    agent = await here.available("agent1")
    taken = await here.taken(agent)
    here.clock.advance(1801)
    await here.central.handle.tick()
    view = (await (await here.caller("encadrant1")).get(f"/v1/contacts/{taken['contact']['id']}")).json()
    assert view["state"] == "waiting"
    agent = await here.caller("agent1")
    refused = await send(agent, command("contact.reply", {"text": "Trop tard"}, **held(taken)))
    assert (refused["status"], refused["code"]) == ("refused", "lease_lost")
