"""Signing in and out, and what `/v1/me` says."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.contract.house import House
from tests.contract.talk import Caller, Event, Feed, command, following, new_id, problem, said
from tests.support.served import PASSWORD

ROLES = {
    **{f"agent{n}": ("agent", "lons") for n in range(1, 7)},
    "agent7": ("agent", "pau"),
    "agent8": ("agent", "pau"),
    "tuteur1": ("tutor", "lons"),
    "encadrant1": ("supervisor", "lons"),
}


def test_a_session_says_token_expiry_and_agent(one: House) -> None:
    answer = one.anyone.post("/v1/sessions", {"login": "agent2", "password": PASSWORD})
    body = said(answer, 201)
    assert set(body) == {"token", "expires_at", "agent"}
    assert datetime.fromisoformat(body["expires_at"]).tzinfo is not None


@pytest.mark.parametrize(
    "login",
    [
        "agent1",
        "agent3",
        "agent7",
        "agent8",
        "tuteur1",
        "stagiaire1",
        "encadrant1",
        "chef1",
        "soutien1",
        "referent1",
        "sie1",
        "connecteur1",
        "admin1",
    ],
)
def test_the_demonstration_has_these_accounts(one: House, login: str) -> None:
    agent = one.sign_in(login).agent
    if login in ROLES:
        assert (agent["role"], agent["centre"]) == ROLES[login]
    assert agent["slots"] == {"phone": 1, "chat": 2, "mail": 3, "callback": 1}


def test_every_agent_has_general_and_agent1_every_skill_and_channel(one: House) -> None:
    agents = [one.who(f"agent{n}").agent for n in range(1, 9)]
    assert all("general" in agent["skills"] for agent in agents)
    first = agents[0]
    assert all(set(agent["skills"]) <= set(first["skills"]) for agent in agents)
    assert sorted(first["channels"]) == ["callback", "chat", "mail", "phone"]
    assert len({tuple(sorted(agent["skills"])) for agent in agents[1:6]}) > 1


def test_me_is_the_snapshot(one: House) -> None:
    one.sign_in("agent4")
    one.sign_out("agent4")
    me = one.sign_in("agent4").me()
    assert set(me) >= {"agent", "status", "position", "contacts", "leases", "drafts", "counters"}
    assert me["status"] == "offline"
    assert isinstance(me["position"], str)
    assert me["contacts"] == me["leases"] == me["drafts"] == []


def test_signing_in_changes_no_status_and_signing_out_sets_offline(one: House) -> None:
    agent = one.sign_in("agent4")
    agent.status("pause")
    again = one.sign_in("agent4")
    assert again.me()["status"] == "pause"
    with following(one.who("encadrant1")) as watch:
        kept = Caller(one.uds, again.token)
        one.sign_out("agent4")
        problem(kept.get("/v1/me"), 401, "unauthenticated")
        kept.close()
        watch.until(lambda event: event.type == "agent.status")
    assert one.sign_in("agent4").me()["status"] == "offline"


def test_signing_out_lets_leases_run_out_by_themselves(one: House) -> None:
    work = one.work("agent1")
    one.sign_out("agent1")
    back = one.sign_in("agent1")
    assert [lease["contact_id"] for lease in back.me()["leases"]] == [work.id]


def test_a_second_sign_in_ends_the_first_and_closes_its_feed(one: House) -> None:
    first = one.sign_in("agent5")
    old = Caller(one.uds, first.token)
    feed = Feed(one.uds, first.token or "")
    second = one.sign_in("agent5")
    problem(old.get("/v1/me"), 401, "unauthenticated")
    assert [event.type for event in feed.rest() if event.type != "alive"] == []
    assert second.get("/v1/me").status_code == 200
    feed.close()
    old.close()


def test_signing_out_ends_the_feed(one: House) -> None:
    agent = one.sign_in("agent5")
    feed = Feed(one.uds, agent.token or "")
    one.sign_out("agent5")
    feed.rest()
    feed.close()


def test_a_connector_holds_any_number_of_sessions(one: House) -> None:
    first = one.sign_in("connecteur1")
    kept = Caller(one.uds, first.token)
    one.sign_in("connecteur1")
    assert kept.get("/v1/me").status_code == 200
    kept.close()


def test_the_same_desk_keeps_its_tokens_and_another_gets_new_ones(central: House) -> None:
    desk = new_id()
    central.sign_in("agent1", desk=desk)
    work = central.work("agent1")
    same = central.sign_in("agent1", desk=desk)
    assert [lease["token"] for lease in same.me()["leases"]] == [work.token]
    other = central.sign_in("agent1", desk=new_id())
    (lease,) = other.me()["leases"]
    assert lease["contact_id"] == work.id and lease["token"] != work.token
    assert set(lease) == {"contact_id", "token", "expires_at"}
    work.who = other
    work.refused("lease_lost", "contact.motifs", {"motifs": []})
    work.token = lease["token"]
    work.done("contact.motifs", {"motifs": []})


def test_wrong_passwords_are_401_then_429_with_retry_after(one: House) -> None:
    answers = [one.anyone.post("/v1/sessions", {"login": "nobody", "password": "x"}) for _ in range(30)]
    problem(answers[0], 401, "unauthenticated")
    limited = [answer for answer in answers if answer.status_code == 429]
    problem(limited[0], 429, "rate_limited")
    assert int(limited[0].headers["retry-after"]) > 0
    assert {answer.status_code for answer in answers} == {401, 429}


@pytest.mark.parametrize(
    "body",
    [
        {"login": "agent1"},
        {"password": "x"},
        {"login": "agent1", "password": "x", "desk": "no uuid"},
        {"login": "agent1", "password": "x", "code": "y"},
    ],
)
def test_a_sign_in_of_another_form_is_422(one: House, body: dict[str, str]) -> None:
    problem(one.anyone.post("/v1/sessions", body), 422, "invalid")


def test_alive_is_204(one: House) -> None:
    agent = one.who("agent1")
    answer = agent.post("/v1/alive", {"position": agent.me()["position"]})
    assert (answer.status_code, answer.content) == (204, b"")


def test_me_shows_contacts_in_hand_and_parked_with_drafts(central: House) -> None:
    agent = central.ready()
    first, second = central.work(), central.work()
    first.done("draft.save", {"text": "Bonjour,"})
    second.done("contact.park", {"reason": "attente"})
    me = agent.me()
    assert {view["id"]: view["state"] for view in me["contacts"]} == {first.id: "active", second.id: "parked"}
    assert [lease["contact_id"] for lease in me["leases"]] == [first.id]
    assert me["leases"][0]["token"] == first.token
    assert [(draft["contact_id"], draft["text"]) for draft in me["drafts"]] == [(first.id, "Bonjour,")]


def test_offered_contacts_are_among_mine(central: House) -> None:
    work = central.offered()
    assert [view["id"] for view in work.who.me()["contacts"]] == [work.id]


def test_position_of_me_is_where_the_feed_starts(central: House) -> None:
    agent = central.ready()
    position = agent.me()["position"]
    agent.send(command("agent.status", {"status": "documentation"}))
    with following(agent, position) as feed:
        first: Event = feed.until(lambda event: event.type != "alive")[-1]
    assert first.type == "agent.status"
