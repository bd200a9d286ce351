"""What a connector brings, and where it goes."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.contract.house import House
from tests.contract.talk import MOTIFS, call, following, held, mail, new_id, of_contact, problem, said

ALWAYS = {
    "id",
    "version",
    "state",
    "channel",
    "external_id",
    "subject",
    "received_at",
    "due_at",
    "origin",
    "usager",
    "identification",
    "motifs",
    "messages",
    "reason",
}


def test_a_new_contact_is_201_and_the_view(central: House) -> None:
    view = central.bring(subject="Ma CFE", body="Bonjour")
    assert set(view) >= ALWAYS - {"reason"}
    assert (view["state"], view["channel"], view["subject"]) == ("waiting", "mail", "Ma CFE")
    assert view["usager"] is None
    assert view["origin"] == {
        "name": "M. Karim Benali",
        "address": "contact@fournil-brotteaux.example",
        "assurance": "none",
    }
    (message,) = view["messages"]
    assert (message["direction"], message["text"], message["attachments"]) == ("in", "Bonjour", [])
    assert "lease" not in view or view["lease"] is None
    assert view["motifs"] == []
    assert view["identification"]["level"] == 0


def test_the_same_external_id_is_200_the_same_contact(central: House) -> None:
    sent = mail()
    first = central.bring(sent)
    again = said(central.who("connecteur1").post("/v1/contacts", sent))
    assert again.get("contact", again)["id"] == first["id"]
    assert again["id"] == first["id"]
    assert len(again["messages"]) == 1
    other_words = said(central.who("connecteur1").post("/v1/contacts", sent | {"body": "Autre"}))
    assert other_words["id"] == first["id"]


def test_the_same_external_id_on_another_channel_is_another_contact(central: House) -> None:
    first = central.bring(mail(external_id="même-nom"))
    second = central.bring(call(external_id="même-nom"))
    assert first["id"] != second["id"]


def test_a_message_of_a_known_thread_is_appended_once(central: House) -> None:
    connector = central.who("connecteur1")
    first = central.bring(thread_id=(thread := new_id()))
    more = mail(thread_id=thread, body="Je complète.")
    for _ in range(2):
        answer = said(connector.post("/v1/contacts", more))
        assert set(answer) == {"contact", "appended"} and answer["appended"] is True
        assert answer["contact"]["id"] == first["id"]
        assert [message["text"] for message in answer["contact"]["messages"]] == [
            "Bonjour, une question.",
            "Je complète.",
        ]


def test_in_reply_to_a_known_message_is_of_its_thread(central: House) -> None:
    first = central.bring(mail(external_id="<m1@client.example>"))
    answer = central.who("connecteur1").post(
        "/v1/contacts", mail(in_reply_to="<m1@client.example>", body="Suite")
    )
    assert said(answer)["contact"]["id"] == first["id"]


def test_an_answer_to_our_reply_is_of_its_thread(central: House) -> None:
    work = central.work()
    reply_id = work.done("contact.reply", {"text": "Bonjour,"})["id"]
    item = central.outbox()[reply_id]
    work.done("contact.close", {"motifs": MOTIFS})
    answer = said(
        central.who("connecteur1").post("/v1/contacts", mail(in_reply_to=item["message_id"], body="Merci"))
    )
    assert (answer["contact"]["id"], answer["contact"]["state"]) == (work.id, "waiting")


def test_a_message_to_a_closed_contact_brings_it_back_to_waiting(central: House) -> None:
    work = central.work(thread_id=(thread := new_id()))
    work.done("contact.close", {"motifs": MOTIFS})
    answer = said(central.who("connecteur1").post("/v1/contacts", mail(thread_id=thread, body="Et encore")))
    assert answer["contact"]["state"] == "waiting"
    assert held(work.who, work.who.take()).id == work.id


def test_a_message_to_a_contact_in_hand_leaves_it_there(central: House) -> None:
    work = central.work(thread_id=(thread := new_id()))
    answer = said(central.who("connecteur1").post("/v1/contacts", mail(thread_id=thread, body="Et encore")))
    assert answer["contact"]["state"] == "active"
    assert "token" not in (answer["contact"].get("lease") or {})
    work.done("draft.save", {"text": "x"}, base_version=None)


@pytest.mark.parametrize(
    ("fields", "served"),
    [
        ({"department": "69"}, {"lons"}),
        ({"department": "33"}, {"pau"}),
        ({"department": "69", "called": {"number": "+33199000001", "sie": "SIE-33-BORDEAUX"}}, {"pau"}),
        ({"department": None, "siren": "298614165"}, {"pau"}),
        ({"department": "69", "siren": "298614165"}, {"lons"}),
        ({"department": None}, {"lons", "pau"}),
        ({"department": "59"}, {"lons", "pau"}),
        ({"department": None, "called": {"number": "+33199000001"}, "siren": "732829320"}, {"lons"}),
    ],
)
def test_territory(central: House, fields: dict[str, Any], served: set[str]) -> None:
    sent = {name: value for name, value in (mail() | fields).items() if value is not None}
    view = central.bring(sent)
    seen = set()
    for login, centre in (("agent1", "lons"), ("agent7", "pau")):
        agent = central.ready(login)
        answer = agent.next()
        if answer.status_code == 200:
            seen.add(centre)
            work = held(agent, answer.json())
            assert work.id == view["id"]
            work.done("contact.release")
        else:
            assert answer.status_code == 204
    assert seen == served


def test_a_known_siren_links_the_usager(central: House) -> None:
    view = central.bring(siren="732829320")
    assert view["usager"] == {"siren": "732829320", "name": "SARL FOURNIL DES BROTTEAUX"}


def test_no_motif_is_guessed_and_every_agent_has_the_skill(central: House) -> None:
    view = central.bring(subject="TVA remboursement crédit", body="TVA TVA TVA")
    assert view["motifs"] == []
    assert held(central.ready("agent6"), central.who("agent6").take()).id == view["id"]


def test_attachments_come_with_the_contact(central: House) -> None:
    content = b"%PDF-1.7 \x00\xff"
    attachment = {
        "name": "avis.pdf",
        "type": "application/pdf",
        "content_base64": base64.b64encode(content).decode(),
    }
    work = central.work(attachments=[attachment])
    (seen,) = work.view["messages"][0]["attachments"]
    assert set(seen) == {"id", "name", "type", "size"}
    assert (seen["name"], seen["type"], seen["size"]) == ("avis.pdf", "application/pdf", len(content))
    assert work.who.get(f"/v1/attachments/{seen['id']}").content == content


def test_wrong_base64_is_422(one: House) -> None:
    wrong = {"name": "a", "type": "text/plain", "content_base64": "é"}
    problem(one.who("connecteur1").post("/v1/contacts", mail(attachments=[wrong])), 422, "invalid")


@pytest.mark.parametrize("missing", ["channel", "external_id", "received_at", "sender"])
def test_what_a_contact_needs(one: House, missing: str) -> None:
    sent = mail()
    del sent[missing]
    problem(one.who("connecteur1").post("/v1/contacts", sent), 422, "invalid")


def test_the_feed_tells_of_a_new_contact_and_of_a_message(central: House) -> None:
    agent = central.ready()
    with following(agent, agent.me()["position"]) as feed:
        view = central.bring(thread_id=(thread := new_id()))
        received = feed.until(of_contact(view["id"], "contact.received"))[-1]
        assert received.data["type"] == "contact.received"
        agent.take()
        said(central.who("connecteur1").post("/v1/contacts", mail(thread_id=thread)))
        heard = feed.until(of_contact(view["id"], "contact.message"))[-1]
        assert "messages" in heard.data["changed"]
