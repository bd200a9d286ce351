"""Contacts read, lists, usagers, attachments."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.contract.house import House
from tests.contract.talk import Work, mail, new_id, problem, said

REASON = "Vérification du dossier avant de rappeler"
PUBLIC = "732829320"


def test_the_view_in_full(central: House) -> None:
    work = central.work()
    work.done("contact.note", {"text": "vu"})
    work.done("contact.reply", {"text": "Bonjour,"})
    work.done("draft.save", {"text": "suite"})
    view = work.who.contact(work.id)
    assert set(view) >= {
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
        "lease",
    }
    assert set(view["identification"]) == {"level", "checks", "at"}
    assert view["identification"]["checks"] == []
    assert set(view["lease"]) >= {"agent", "expires_at"} and "token" not in view["lease"]
    assert view["draft"] == "suite" or view["draft"]["text"] == "suite"
    received, note, reply = view["messages"]
    assert [message["direction"] for message in view["messages"]] == ["in", "note", "out"]
    base = {"id", "direction", "at", "author", "text", "attachments"}
    assert set(received) >= base and set(note) >= base
    assert set(reply) >= base | {"status"}
    assert "status" not in received and "status" not in note
    assert reply["status"] == "queued"


def test_optional_keys_are_absent_not_null(central: House) -> None:
    work = central.work()
    view = work.who.contact(work.id)
    optional = {"draft", "late_drafts", "owner", "resume_at", "lease"}
    assert not [name for name in optional if name in view and view[name] is None]
    assert view["usager"] is None
    assert "number" not in view["origin"]


def test_who_may_read_a_contact(central: House) -> None:
    work = central.work("agent1")
    assert central.who("agent1").get(f"/v1/contacts/{work.id}").status_code == 200
    assert central.who("encadrant1").get(f"/v1/contacts/{work.id}").status_code == 200
    problem(central.ready("agent2").get(f"/v1/contacts/{work.id}"), 403, "forbidden")
    problem(central.ready("agent7").get(f"/v1/contacts/{work.id}"), 403, "forbidden")
    work.done("contact.park", {"reason": "attente"})
    assert central.who("agent1").get(f"/v1/contacts/{work.id}").status_code == 200


def test_whoever_holds_a_contact_of_the_same_usager_reads_it(central: House) -> None:
    first = central.work("agent1", siren=PUBLIC)
    problem(central.ready("agent2").get(f"/v1/contacts/{first.id}"), 403, "forbidden")
    second = central.work("agent2", siren=PUBLIC)
    assert second.id != first.id
    assert second.who.get(f"/v1/contacts/{first.id}").status_code == 200


def test_a_waiting_contact_is_nobodys_to_read(central: House) -> None:
    view = central.bring()
    problem(central.ready("agent1").get(f"/v1/contacts/{view['id']}"), 403, "forbidden")


def test_lists_show_the_centre_without_messages_origin_or_usager(central: House) -> None:
    here = central.bring(siren=PUBLIC)
    there = central.bring(department="33")
    nation = central.bring(mail(department="59"))
    listed = said(central.ready().get("/v1/contacts?state=waiting&limit=200"))["items"]
    ids = {item["id"] for item in listed}
    assert here["id"] in ids and there["id"] not in ids
    assert nation["id"] not in ids or nation["id"] in ids
    for item in listed:
        assert not {"messages", "origin", "usager"} & set(item)
        assert item["state"] == "waiting"


def test_lists_are_paged(central: House) -> None:
    views = [central.bring() for _ in range(5)]
    agent, seen, cursor = central.ready(), [], ""
    while True:
        page = said(agent.get(f"/v1/contacts?state=waiting&limit=2{cursor}"))
        assert set(page) <= {"items", "next", "total"} and len(page["items"]) <= 2
        seen += [item["id"] for item in page["items"]]
        if page.get("next") is None:
            break
        cursor = f"&cursor={page['next']}"
    assert sorted(seen) == sorted(view["id"] for view in views)
    assert "next" not in page


@pytest.mark.parametrize(
    "query", ["limit=201", "limit=0", "limit=-1", "limit=x", "state=lost", "cursor=nonsense"]
)
def test_lists_are_strict(one: House, query: str) -> None:
    problem(one.ready().get(f"/v1/contacts?{query}"), 422, "invalid")


@pytest.mark.parametrize("state", ["waiting", "offered", "active", "wrap_up", "parked", "referred", "closed"])
def test_every_state_may_be_listed(one: House, state: str) -> None:
    assert set(said(one.ready().get(f"/v1/contacts?state={state}&limit=200"))) <= {"items", "next", "total"}
    said(one.ready().get("/v1/contacts"))


def usager(work: Work, **query: Any) -> Any:
    return work.who.get(f"/v1/usagers/{PUBLIC}", params=query)


def test_a_usager_is_read_at_the_contacts_level(central: House) -> None:
    work = central.work()
    problem(usager(work, contact_id=work.id), 403, "forbidden")
    work.done("contact.link_usager", {"siren": PUBLIC})
    body = said(usager(work, contact_id=work.id))
    assert set(body) >= {"siren", "level", "as_of", "masked", "name"}
    assert (body["siren"], body["level"]) == (PUBLIC, 0)
    assert body["masked"] and all(body[field] is None for field in body["masked"])
    assert body["name"] and "name" not in body["masked"]


def test_level_1_shows_more_than_0_and_2_more_than_1(central: House) -> None:
    work = central.talking()
    work.done("contact.link_usager", {"siren": PUBLIC})
    masked = [set(said(usager(work, contact_id=work.id))["masked"])]
    for checks in (["amount", "notice"], ["callback"]):
        work.done("contact.identify", {"checks": checks, "passed": True})
        masked.append(set(said(usager(work, contact_id=work.id))["masked"]))
    assert masked[0] > masked[1] >= masked[2]


def test_a_usager_is_not_read_through_anothers_contact(central: House) -> None:
    work = central.work("agent1", siren=PUBLIC)
    problem(central.ready("agent2").get(f"/v1/usagers/{PUBLIC}?contact_id={work.id}"), 403, "forbidden")
    problem(work.who.get(f"/v1/usagers/290457506?contact_id={work.id}"), 403, "forbidden")
    problem(work.who.get(f"/v1/usagers/{PUBLIC}?contact_id={new_id()}"), 403, "forbidden")
    work.done("contact.release")
    problem(usager(work, contact_id=work.id), 403, "forbidden")


def test_a_usager_with_a_reason_is_read_at_level_1(one: House) -> None:
    agent = one.ready()
    body = said(agent.get(f"/v1/usagers/{PUBLIC}", params={"reason": REASON}))
    assert body["level"] == 1
    problem(agent.get(f"/v1/usagers/{PUBLIC}"), 403, "forbidden")
    for reason in ("x" * 19, "x" * 501, " " * 30):
        problem(agent.get(f"/v1/usagers/{PUBLIC}", params={"reason": reason}), 422, "invalid")
    for reason in ("x" * 20, "x" * 500):
        said(agent.get(f"/v1/usagers/{PUBLIC}", params={"reason": reason}))


def test_usagers_are_searched_by_3_characters_or_more(one: House) -> None:
    agent = one.ready()
    body = said(agent.get("/v1/usagers?q=fournil"))
    assert set(body) <= {"items", "next"}
    assert {"siren": PUBLIC, "name": "SARL FOURNIL DES BROTTEAUX", "city": "Lyon 6e", "state": "A"} in body[
        "items"
    ]
    assert [item["siren"] for item in said(agent.get(f"/v1/usagers?q={PUBLIC}"))["items"]] == [PUBLIC]
    assert said(agent.get("/v1/usagers?q=zzzzzz")) == {"items": []}
    for query in ("q=fo", "q=", "", "q=%20%20%20%20"):
        problem(agent.get(f"/v1/usagers?{query}"), 422, "invalid")
    said(agent.get("/v1/usagers?q=%25%25%25"))


def attach(work: Work, content: bytes = b"abc", name: str = "note.html", type_: str = "text/html") -> Any:
    body = {"name": name, "type": type_, "content_base64": base64.b64encode(content).decode()}
    return work.who.post("/v1/attachments", body)


def test_an_attachment_is_kept_and_given_back_as_a_file(central: House) -> None:
    work = central.work()
    made = said(attach(work), 201)
    assert set(made) == {"id", "name", "type", "size"}
    assert (made["name"], made["type"], made["size"]) == ("note.html", "text/html", 3)
    answer = work.who.get(f"/v1/attachments/{made['id']}")
    assert answer.content == b"abc"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment")
    problem(central.ready("agent2").get(f"/v1/attachments/{made['id']}"), 403, "forbidden")
    work.done("contact.reply", {"text": "Ci-joint.", "attachments": [made["id"]]})
    assert [item["id"] for item in work.view["messages"][-1]["attachments"]] == [made["id"]]
    problem(central.who("agent2").get(f"/v1/attachments/{made['id']}"), 403, "forbidden")
    assert central.who("encadrant1").get(f"/v1/attachments/{made['id']}").content == b"abc"


def test_an_attachment_is_of_25_mb_at_most(one: House) -> None:
    work = one.work()
    said(attach(work, b"x" * 25_000_000), 201)
    problem(attach(work, b"x" * 26_300_000), 413, "too_large")


def test_an_attachment_of_a_hostile_name(one: House) -> None:
    work = one.work()
    made = said(attach(work, name='..\\é"\r\nSet-Cookie: x.html'), 201)
    answer = work.who.get(f"/v1/attachments/{made['id']}")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_anothers_attachment_is_not_sent(central: House) -> None:
    made = said(attach(central.work("agent2")), 201)
    work = central.work("agent1")
    result = work.do("contact.reply", {"text": "x", "attachments": [made["id"]]})
    assert result["status"] == "refused" and result["code"] in ("forbidden", "invalid", "not_found")
    result = work.do("contact.reply", {"text": "x", "attachments": [new_id()]})
    assert result["status"] == "refused" and result["code"] in ("invalid", "not_found")


def test_the_connector_may_read_what_it_is_to_send(central: House) -> None:
    work = central.work()
    made = said(attach(work), 201)
    sent = work.done("contact.reply", {"text": "x", "attachments": [made["id"]]})
    connector, item = central.who("connecteur1"), central.outbox()[sent["id"]]
    assert item["attachments"] == [{"id": made["id"], "name": "note.html", "type": "text/html"}]
    assert connector.get(f"/v1/attachments/{made['id']}").content == b"abc"
