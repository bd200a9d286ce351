"""The plateau over HTTP: one morning of a supervisor, and what is refused."""

from __future__ import annotations

import pytest

from tests.central.http.conftest import engine, here, postgres, store, template
from tests.central.http.world import World, check_problem, command, send

NOBODY = "01a206d9-3dca-7036-a997-26cdc5a0237f"
"""An identifier of nothing; a constant, since it names tests."""

__all__ = ["engine", "here", "postgres", "store", "template"]


async def test_a_supervisors_morning(here: World) -> None:
    cadre = await here.caller("encadrant1")
    agent = await here.available("agent1")
    await here.brought()
    held = await here.taken(agent)
    at = {"contact_id": held["contact"]["id"], "lease_token": held["lease"]["token"]}
    await send(agent, command("draft.save", {"text": "Bonjour"}, **at))
    await send(agent, command("contact.park", {"reason": "pièce"}, **at))
    await here.brought()
    seen = (await cadre.get("/v1/supervision")).json()
    assert (seen["centre"], seen["plateau"]) == ("lons", "lons-1")
    [ready] = seen["available"]
    assert ready["login"] == "agent1" and set(ready) == {"id", "login", "name", "channels"}
    assert [wait["waiting"] for wait in seen["channels"] if wait["channel"] == "mail"] == [1]
    assert "group" not in seen and "word" not in seen
    gone = await cadre.post("/v1/supervision/absences", json={"agent": "agent1"})
    assert gone.status_code == 200 and gone.json()["returned"] == [held["contact"]["id"]]
    moved = {"contact_id": held["contact"]["id"], "to": {"agent": "agent2"}}
    assert (await cadre.post("/v1/supervision/reassign", json=moved)).status_code == 204
    second = await here.available("agent2")
    taken = await here.taken(second)
    assert taken["contact"]["id"] == held["contact"]["id"]
    assert taken["contact"]["late_drafts"][0]["text"] == "Bonjour"


async def test_the_word_is_seen_in_me(here: World) -> None:
    cadre, agent = await here.caller("encadrant1"), await here.caller("agent1")
    put = await cadre.put("/v1/supervision/word", json={"text": "Portail lent ce matin."})
    assert put.status_code == 200
    assert (await agent.get("/v1/me")).json()["word"] == put.json()
    assert (await cadre.get("/v1/supervision")).json()["word"] == put.json()
    assert (await cadre.put("/v1/supervision/word", json={"text": ""})).status_code == 204
    assert "word" not in (await agent.get("/v1/me")).json()


async def test_a_renfort_over_http(here: World) -> None:
    cadre, agent = await here.caller("encadrant1"), await here.caller("agent1")
    asked = await agent.post("/v1/renfort", json={"channel": "phone", "subject": "TVA sur la marge"})
    assert asked.status_code == 201 and asked.json()["subject"] == "TVA sur la marge"
    assert (await agent.post("/v1/renfort", json={})).status_code == 200
    path = f"/v1/supervision/renfort/{asked.json()['id']}"
    answered = await cadre.post(path, json={"answer": "J'arrive."})
    assert answered.json()["answer"] == "J'arrive."
    assert (await agent.get("/v1/me")).json()["renfort"] == answered.json()
    check_problem(await cadre.post(path, json={"answer": "Encore."}), 409, "conflict")


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "absences", {}, 422),
        ("POST", "absences", {"agent": ""}, 422),
        ("POST", "absences", {"agent": "agent1", "since": 3}, 422),
        ("POST", "absences", {"agent": "agent1", "first": "demain"}, 422),
        ("POST", "absences", {"agent": "agent1", "first": "2026-02-31"}, 422),
        ("POST", "absences", {"agent": "agent1", "first": "1893456000"}, 422),
        ("POST", "absences", {"agent": "agent1", "first": "2020-01-01", "last": "2020-01-02"}, 422),
        ("POST", "absences", {"agent": "agent1", "first": "2099-01-01", "back": True}, 422),
        ("POST", "absences", {"agent": "inconnu\x00"}, 404),
        ("POST", "absences", {"agent": NOBODY}, 404),
        ("POST", "absences", {"agent": "agent7"}, 403),
        ("POST", "reassign", {"contact_id": NOBODY, "to": {"agent": "agent1"}}, 404),
        ("POST", "reassign", {"contact_id": "x", "to": {"agent": "agent1"}}, 422),
        ("PUT", "word", {"text": "x" * 501}, 422),
        ("PUT", "word", {"text": "x", "until": "2020-01-01T00:00:00Z"}, 422),
        ("PUT", "word", {"text": "x", "until": "2020-01-01T00:00:00"}, 422),
        ("POST", f"renfort/{NOBODY}", {"answer": "Oui."}, 404),
        ("POST", "renfort/x", {"answer": "Oui."}, 422),
        ("POST", f"renfort/{NOBODY}", {"answer": ""}, 422),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
async def test_what_is_refused(
    here: World, method: str, path: str, body: dict[str, object], status: int
) -> None:
    cadre = await here.caller("encadrant1")
    codes = {403: "forbidden", 404: "not_found", 422: "invalid"}
    answer = await cadre.request(method, f"/v1/supervision/{path}", json=body)
    check_problem(answer, status, codes[status])


async def test_colleagues_are_named_and_nothing_else_is_said_of_them(here: World) -> None:
    agent = await here.available("agent1")
    items = (await agent.get("/v1/colleagues")).json()["items"]
    logins = [item["login"] for item in items]
    assert "agent2" in logins and "agent1" not in logins and "agent7" not in logins
    assert all(set(item) <= {"login", "name", "plateau"} for item in items)
