"""Replies: held, queued, claimed, reported, taken back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.house import House
from tests.contract.talk import (
    MOTIFS,
    Caller,
    Json,
    Work,
    command,
    following,
    held,
    mail,
    new_id,
    of_contact,
    problem,
    said,
)
from tests.eventually import eventually


def report(connector: Caller, item: Json, status: str, **more: Any) -> Any:
    return connector.post(f"/v1/outbox/{item['id']}", {"claim": item["claim"], "status": status, **more})


def reply(work: Work, text: str = "Bonjour,", **body: Any) -> str:
    return str(work.done("contact.reply", {"text": text, **body})["id"])


def status_of(work: Work, reply_id: str) -> str:
    view = work.who.contact(work.id)
    return str(next(message["status"] for message in view["messages"] if message["id"] == reply_id))


def sendable(central: House, reply_id: str) -> Json:
    return central.outbox()[reply_id]


def test_an_item_has_what_a_sender_needs(central: House) -> None:
    work = central.work(subject="Ma CFE", external_id="<ma-cfe@client.example>")
    reply_id = reply(work, "Bonjour,\nVoici.")
    item = central.outbox()[reply_id]
    assert set(item) >= {
        "id",
        "claim",
        "contact_id",
        "to",
        "from",
        "subject",
        "text",
        "message_id",
        "references",
        "attachments",
    }
    assert (item["id"], item["contact_id"], item["text"]) == (reply_id, work.id, "Bonjour,\nVoici.")
    assert item["to"] == {"name": "M. Karim Benali", "address": "contact@fournil-brotteaux.example"}
    assert "Ma CFE" in item["subject"]
    assert item["in_reply_to"] == "<ma-cfe@client.example>"
    assert "<ma-cfe@client.example>" in item["references"]
    assert item["attachments"] == []
    assert item["message_id"]


def test_the_id_of_a_reply_or_note_is_its_commands(central: House) -> None:
    work = central.work()
    ids = [work.done("contact.note", {"text": "n"})["id"], reply(work)]
    assert [message["id"] for message in work.view["messages"]][1:] == ids


def test_a_claim_holds_and_a_report_is_idempotent(central: House) -> None:
    work, connector = central.work(), central.who("connecteur1")
    reply_id = reply(work)
    item = central.outbox()[reply_id]
    assert reply_id not in central.outbox()
    problem(report(connector, item | {"claim": new_id()}, "sent"), 409, "conflict")
    for _ in range(2):
        answer = report(connector, item, "sent")
        assert (answer.status_code, answer.content) == (204, b"")
    assert status_of(work, reply_id) == "sent"
    problem(report(connector, item, "failed"), 409, "conflict")
    assert status_of(work, reply_id) == "sent"


@pytest.mark.parametrize(
    "body",
    [
        {"status": "sent"},
        {"claim": new_id()},
        {"claim": new_id(), "status": "lost"},
        {"claim": new_id(), "status": "sent", "x": 1},
    ],
)
def test_a_report_is_strict(one: House, body: dict[str, Any]) -> None:
    work = one.work()
    reply_id = reply(work)
    problem(one.who("connecteur1").post(f"/v1/outbox/{reply_id}", body), 422, "invalid")


def test_limit(central: House) -> None:
    central.outbox()
    work, connector = central.work(), central.who("connecteur1")
    ids = [reply(work) for _ in range(3)]
    first = said(connector.get("/v1/outbox?channel=mail&limit=2"))["items"]
    second = said(connector.get("/v1/outbox?channel=mail&limit=2"))["items"]
    assert [item["id"] for item in first + second] == ids
    problem(connector.get("/v1/outbox?channel=mail&limit=0"), 422, "invalid")
    problem(connector.get("/v1/outbox?channel=fax"), 422, "invalid")
    said(connector.get("/v1/outbox?channel=mail"))


def test_a_held_reply_is_not_given_and_may_be_taken_back(central: House) -> None:
    work = central.work()
    reply_id = reply(work, hold_s=60)
    assert status_of(work, reply_id) == "held"
    assert reply_id not in central.outbox()
    work.done("reply.take_back", {"reply_id": reply_id}, lease_token=None, base_version=None)
    assert status_of(work, reply_id) == "taken_back"
    assert reply_id not in central.outbox()
    assert work.view["state"] == "active"


def test_a_hold_ends(central: House) -> None:
    work = central.work()
    with following(work.who, work.who.me()["position"]) as feed:
        reply_id = reply(work, hold_s=1)
        types = [event.type for event in feed.until(of_contact(work.id, "reply.queued"))]
        assert "reply.held" in types
        item = eventually(lambda: central.outbox().get(reply_id), "the reply may be sent", 10)
        report(central.who("connecteur1"), item, "sent")
        sent = feed.until(of_contact(work.id, "reply.sent"))[-1]
        assert sent.data["about"] == reply_id
    assert status_of(work, reply_id) == "sent"


def test_too_late_once_claimed(central: House) -> None:
    work = central.work()
    reply_id = reply(work)
    item = central.outbox()[reply_id]
    work.refused("too_late", "reply.take_back", {"reply_id": reply_id})
    report(central.who("connecteur1"), item, "sent")
    work.refused("too_late", "reply.take_back", {"reply_id": reply_id})


def test_a_queued_reply_may_be_taken_back_before_its_claim(central: House) -> None:
    work = central.work()
    reply_id = reply(work)
    work.done("reply.take_back", {"reply_id": reply_id})
    assert reply_id not in central.outbox()


def test_take_back_is_its_authors(central: House) -> None:
    work = central.work("agent1")
    reply_id = reply(work, hold_s=60)
    other = central.ready("agent2").send(
        command("reply.take_back", {"reply_id": reply_id}, contact_id=work.id)
    )
    assert (other["status"], other["code"]) == ("refused", "forbidden")
    work.refused("not_found", "reply.take_back", {"reply_id": new_id()})


def test_take_back_of_a_closed_contact_parks_it_with_its_author(central: House) -> None:
    work = central.work()
    reply_id = reply(work, hold_s=60)
    work.done("contact.close", {"motifs": MOTIFS})
    assert work.view["state"] == "closed"
    work.done("reply.take_back", {"reply_id": reply_id}, lease_token=None, base_version=None)
    assert (work.view["state"], work.view["owner"]) == ("parked", work.who.id)
    work.done("contact.resume", lease_token=None)
    assert work.view["state"] == "active"


@pytest.mark.parametrize("status", ["failed", "bounced"])
def test_a_failed_reply_of_a_closed_contact_brings_it_back_to_its_author(central: House, status: str) -> None:
    work = central.work("agent1")
    reply_id = reply(work)
    work.done("contact.close", {"motifs": MOTIFS})
    item = central.outbox()[reply_id]
    assert report(central.who("connecteur1"), item, status, detail="550 boîte inconnue").status_code == 204
    supervisor = central.who("encadrant1").contact(work.id)
    assert supervisor["state"] == "waiting"
    assert next(m["status"] for m in supervisor["messages"] if m["id"] == reply_id) == "failed"
    assert central.ready("agent2").next().status_code == 204
    assert held(central.ready("agent1"), central.who("agent1").take()).id == work.id


def test_a_bounce_after_sent(central: House) -> None:
    work, connector = central.work(), central.who("connecteur1")
    reply_id = reply(work)
    item = central.outbox()[reply_id]
    assert report(connector, item, "sent").status_code == 204
    work.done("contact.close", {"motifs": MOTIFS})
    answer = report(connector, item, "bounced")
    assert answer.status_code in (204, 409)


def test_a_failed_reply_of_a_contact_in_hand_leaves_it_there(central: House) -> None:
    work = central.work()
    reply_id = reply(work)
    with following(work.who, work.who.me()["position"]) as feed:
        report(central.who("connecteur1"), central.outbox()[reply_id], "failed")
        feed.until(of_contact(work.id, "reply.failed"))
    assert status_of(work, reply_id) == "failed"
    work.done("contact.reply", {"text": "Encore"})


def test_references_grow_with_the_thread(central: House) -> None:
    work = central.work(external_id=f"<{(one := new_id())}@client.example>")
    first = sendable(central, reply(work))
    answer = mail(external_id=f"<{(two := new_id())}@client.example>", in_reply_to=first["message_id"])
    said(central.who("connecteur1").post("/v1/contacts", answer))
    work.view = work.who.contact(work.id)
    second = sendable(central, reply(work))
    assert second["in_reply_to"] == f"<{two}@client.example>"
    assert f"<{one}@client.example>" in second["references"] and first["message_id"] in second["references"]
    assert first["message_id"] != second["message_id"]


def test_no_lease_token_in_anyone_elses_sight(central: House) -> None:
    work = central.work()
    for text in (
        central.who("encadrant1").get(f"/v1/contacts/{work.id}").text,
        work.who.get(f"/v1/contacts/{work.id}").text,
        work.who.get("/v1/contacts?limit=200").text,
        central.who("encadrant1").get("/v1/contacts?limit=200").text,
    ):
        assert work.token not in text
