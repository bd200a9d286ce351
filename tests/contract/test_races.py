"""What a literal reader asks besides: order of results, time, ids, and where tokens may stand."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import pytest

from tests.contract.house import House
from tests.contract.talk import MOTIFS, Json, Work, call, command, following, held, new_id, of_contact, said


def moments(value: Any, name: str = "") -> list[str]:
    """Every time in a JSON value."""
    if isinstance(value, dict):
        return [moment for key, item in value.items() for moment in moments(item, key)]
    if isinstance(value, list):
        return [moment for item in value for moment in moments(item, name)]
    return [value] if isinstance(value, str) and (name == "at" or name.endswith("_at")) else []


def test_times_have_an_offset_and_ids_are_version_7(central: House) -> None:
    work = central.work()
    work.done("contact.note", {"text": "x"})
    found = moments(work.who.contact(work.id)) + moments(work.who.me())
    assert len(found) > 4
    assert all(datetime.fromisoformat(moment).tzinfo is not None for moment in found)
    assert work.id[14] == "7"
    assert work.who.id[14] == "7"


def test_received_at_is_kept_whatever_its_offset(central: House) -> None:
    view = central.bring(received_at="2026-11-20T09:00:00+01:00")
    assert datetime.fromisoformat(view["received_at"]) == datetime.fromisoformat("2026-11-20T08:00:00Z")
    assert datetime.fromisoformat(view["due_at"]) > datetime.fromisoformat(view["received_at"])


def test_older_mails_come_first(central: House) -> None:
    late = central.bring(received_at="2026-11-20T09:00:00Z")
    early = central.bring(received_at="2026-11-19T09:00:00Z")
    agent = central.ready()
    assert [agent.take()["contact"]["id"] for _ in range(2)] == [early["id"], late["id"]]


def test_many_agents_at_once_get_each_their_own(central: House) -> None:
    brought = {central.bring()["id"] for _ in range(6)}
    agents = [central.ready(f"agent{n}") for n in range(1, 7)]
    given: list[str] = []

    def take(agent: Any) -> None:
        given.append(agent.take()["contact"]["id"])

    threads = [threading.Thread(target=take, args=(agent,)) for agent in agents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == sorted(brought)


def test_the_same_key_at_once_is_one_contact(central: House) -> None:
    for _ in range(3):
        central.bring()
    agent, key = central.ready(), new_id()
    given: list[str] = []

    def take() -> None:
        given.append(said(agent.next(key))["contact"]["id"])

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == 4 and len(set(given)) == 1
    assert len(agent.me()["leases"]) == 1


def test_the_same_command_at_once_is_applied_once(central: House) -> None:
    work = central.work()
    note = work.command("contact.note", {"text": "une fois"})
    statuses: list[str] = []

    def send() -> None:
        statuses.append(work.who.send(note)["status"])

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == ["applied", "duplicate", "duplicate", "duplicate"]


def test_two_sendings_claim_each_reply_once(central: House) -> None:
    central.outbox()
    work = central.work()
    wanted = [work.done("contact.reply", {"text": str(n)})["id"] for n in range(6)]
    claimed: list[str] = []

    def claim() -> None:
        claimed.extend(central.outbox())

    threads = [threading.Thread(target=claim) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(wanted)


def test_a_decline_does_not_come_straight_back(central: House) -> None:
    work = central.offered("agent1")
    work.done("contact.decline", {"reason": "occupé"})
    answer = central.who("agent1").next()
    assert answer.status_code in (200, 204)
    if answer.status_code == 200:
        assert answer.json()["contact"]["id"] == work.id


def test_the_view_of_a_duplicate_shows_the_present(central: House) -> None:
    work = central.work()
    sent = work.command("contact.motifs", {"motifs": MOTIFS})
    work.who.send(sent)
    again = work.who.send(sent)
    assert again["status"] == "duplicate"
    if "view" in again:
        assert again["view"]["motifs"] == MOTIFS


def test_an_accepts_duplicate_lets_the_desk_go_on(central: House) -> None:
    """The answer to accept was lost on the way: the repeated one, or `/v1/me`, gives the token."""
    work = central.offered()
    accept = work.command("contact.accept")
    work.who.send(accept)
    again = work.who.send(accept)
    assert again["status"] == "duplicate"
    token = work.who.me()["leases"][0]["token"]
    assert ((again.get("view") or {}).get("lease") or {}).get("token", token) == token
    Work(work.who, work.who.contact(work.id), token).done("draft.save", {"text": "x"})


def test_hold_of_zero_is_the_default_and_queued_at_once(central: House) -> None:
    work = central.work()
    for body in ({"text": "x"}, {"text": "x", "hold_s": 0}):
        work.done("contact.reply", body)
        assert work.view["messages"][-1]["status"] == "queued"


def test_a_replys_answers_are_kept_as_they_were_named(central: House) -> None:
    work = central.work()
    work.done("contact.reply", {"text": "x", "answers": [{"id": "GEN-001", "version": 1}]})
    work.refused("invalid", "contact.reply", {"text": "x", "answers": ["GEN-001"]})


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_reply_is_invalid(central: House, text: str) -> None:
    central.work().refused("invalid", "contact.reply", {"text": text})


def test_a_draft_may_be_emptied(central: House) -> None:
    work = central.work()
    work.done("draft.save", {"text": "Bonjour"})
    work.done("draft.save", {"text": ""})
    assert not work.who.contact(work.id).get("draft")


def test_a_draft_outlives_a_release_for_nobody_but_stays_with_park(central: House) -> None:
    work = central.work()
    work.done("draft.save", {"text": "À suivre"})
    work.done("contact.park", {"reason": "attente"})
    assert work.who.contact(work.id)["draft"] == "À suivre"
    work.done("contact.resume", lease_token=None)
    assert work.view["draft"] == "À suivre"


def test_the_draft_goes_with_its_reply(central: House) -> None:
    work = central.work()
    work.done("draft.save", {"text": "Bonjour"})
    work.done("contact.reply", {"text": "Bonjour"})
    assert not work.who.contact(work.id).get("draft")


def test_notes_by_others_of_the_centre(central: House) -> None:
    work = central.work("agent1")
    other: Json = central.ready("agent2").send(command("contact.note", {"text": "vu"}, contact_id=work.id))
    assert other["status"] == "applied" or other["code"] == "forbidden"
    far = central.ready("agent7").send(command("contact.note", {"text": "vu"}, contact_id=work.id))
    assert (far["status"], far["code"]) == ("refused", "forbidden")


def test_a_supervisor_takes_no_part_without_lease(central: House) -> None:
    work = central.work("agent1")
    boss = Work(central.who("encadrant1"), work.view, work.token)
    assert boss.do("contact.reply", {"text": "x"})["status"] == "refused"


def test_me_of_a_connector_and_of_others(one: House) -> None:
    for login in ("connecteur1", "admin1", "sie1", "referent1"):
        me = one.who(login).me()
        assert me["contacts"] == [] and me["position"]


def test_the_connector_hears_of_its_contacts(central: House) -> None:
    connector = central.who("connecteur1")
    with following(connector, connector.me()["position"]) as feed:
        work = central.work()
        work.done("contact.reply", {"text": "x"})
        feed.until(of_contact(work.id, "reply.queued"))


def test_waiting_bound_after_a_bounce_is_free_once_its_author_is_gone(central: House) -> None:
    work = central.work("agent1")
    reply = work.done("contact.reply", {"text": "x"})["id"]
    work.done("contact.close", {"motifs": MOTIFS})
    item = central.outbox()[reply]
    report = {"claim": item["claim"], "status": "failed"}
    assert central.who("connecteur1").post(f"/v1/outbox/{reply}", report).status_code == 204
    assert central.ready("agent2").next().status_code == 204
    again = held(central.ready("agent1"), central.who("agent1").take())
    again.done("contact.release")
    assert central.who("agent2").next().status_code == 200


def test_a_call_ended_while_waiting_is_closed_and_offered_to_nobody(central: House) -> None:
    view = central.bring(call())
    end = command("contact.end", {"by": "usager"}, contact_id=view["id"])
    assert central.who("connecteur1").send(end)["status"] == "applied"
    assert central.ready().next().status_code == 204
    assert central.who("encadrant1").contact(view["id"])["state"] == "closed"
