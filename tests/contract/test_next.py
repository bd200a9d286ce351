"""`POST /v1/contacts/next`."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.contract.house import House
from tests.contract.talk import MOTIFS, call, held, mail, new_id, problem, said


def test_next_gives_contact_lease_and_reason(central: House) -> None:
    view = central.bring()
    given = central.ready().take()
    assert set(given) == {"contact", "lease", "reason"}
    assert set(given["lease"]) == {"token", "expires_at"}
    assert datetime.fromisoformat(given["lease"]["expires_at"]).tzinfo is not None
    assert set(given["reason"]) == {"code", "text"}
    assert given["reason"]["code"] and given["reason"]["text"]
    assert (given["contact"]["id"], given["contact"]["state"]) == (view["id"], "active")
    assert given["contact"]["lease"]["agent"]


@pytest.mark.parametrize(
    ("channel", "state"),
    [("mail", "active"), ("callback", "active"), ("phone", "offered"), ("chat", "offered")],
)
def test_live_channels_are_offered_the_others_active(central: House, channel: str, state: str) -> None:
    central.bring(mail() | {"channel": channel})
    assert central.ready().take()["contact"]["state"] == state


def test_nothing_suits_is_204_and_not_remembered(central: House) -> None:
    agent, key = central.ready(), new_id()
    answer = agent.next(key)
    assert (answer.status_code, answer.content) == (204, b"")
    view = central.bring()
    assert said(agent.next(key))["contact"]["id"] == view["id"]


def test_no_key_is_422(one: House) -> None:
    problem(one.ready().post("/v1/contacts/next", {}), 422, "invalid")


def test_the_same_key_answers_the_same_contact_in_its_present_state(central: House) -> None:
    central.bring()
    central.bring()
    agent, key = central.ready(), new_id()
    first = said(agent.next(key))
    again = said(agent.next(key))
    assert again == first
    work = held(agent, first)
    work.done("contact.note", {"text": "vu"})
    present = said(agent.next(key))
    assert present["contact"]["version"] == work.version
    assert present["lease"]["token"] == work.token
    work.done("contact.close", {"motifs": MOTIFS})
    after = said(agent.next(key))
    assert (after["contact"]["id"], after["contact"]["state"], after["lease"]) == (work.id, "closed", None)
    assert after["reason"] == first["reason"]


def test_the_same_key_after_release_and_with_another_holder(central: House) -> None:
    key = new_id()
    view = central.bring()
    agent = central.ready()
    work = held(agent, said(agent.next(key)))
    work.done("contact.release")
    answer = said(agent.next(key))
    assert (answer["contact"]["state"], answer["lease"]) == ("waiting", None)
    other = held(central.ready("agent2"), central.who("agent2").take())
    assert other.id == view["id"]
    answer = agent.next(key)
    assert answer.status_code == 200, answer.text
    assert answer.json()["lease"] is None
    assert other.token not in answer.text


def test_the_same_key_with_another_body_is_a_conflict(central: House) -> None:
    central.bring()
    agent, key = central.ready(), new_id()
    said(agent.next(key))
    problem(agent.next(key, channels=["mail"]), 409, "conflict")


def test_keys_are_each_agents_own(central: House) -> None:
    central.bring()
    central.bring()
    key = new_id()
    first = said(central.ready("agent1").next(key))
    second = said(central.ready("agent2").next(key))
    assert first["contact"]["id"] != second["contact"]["id"]


@pytest.mark.parametrize(
    "status",
    [
        "pause",
        "documentation",
        "training",
        "tutoring",
        "meeting",
        "incident",
        "wrap_up",
        "leaving",
        "offline",
    ],
)
def test_not_available(central: House, status: str) -> None:
    agent = central.ready()
    agent.status(status)
    problem(agent.next(), 409, "not_available")


def test_capacity_is_three_mails_two_chats_one_call(central: House) -> None:
    agent = central.ready()
    for channel, slots in (("mail", 3), ("chat", 2), ("phone", 1), ("callback", 1)):
        for _ in range(slots + 1):
            central.bring(mail() | {"channel": channel})
        for _ in range(slots):
            given = held(agent, agent.take(channels=[channel]))
            if given.view["state"] == "offered":
                given.done("contact.accept")
        problem(agent.next(channels=[channel]), 409, "capacity")
    problem(agent.next(), 409, "capacity")


def test_a_parked_contact_holds_no_slot_and_a_wrap_up_does(central: House) -> None:
    work = central.talking()
    work.done("contact.end", {"by": "agent"})
    problem(work.who.next(channels=["phone"]), 409, "capacity")
    work.done("contact.close", {"motifs": MOTIFS})
    works = [central.work() for _ in range(3)]
    problem(work.who.next(channels=["mail"]), 409, "capacity")
    works[0].done("contact.park", {"reason": "attente"})
    assert work.who.next(channels=["mail"]).status_code == 204


def test_a_full_channel_does_not_stop_another(central: House) -> None:
    agent = central.ready()
    for _ in range(4):
        central.bring()
    for _ in range(3):
        agent.take(channels=["mail"])
    assert agent.next(channels=["mail", "phone"]).status_code == 204
    view = central.bring(call())
    assert agent.take()["contact"]["id"] == view["id"]


def test_only_the_asked_channels(central: House) -> None:
    central.bring(call())
    agent = central.ready()
    assert agent.next(channels=["mail"]).status_code == 204


def test_the_channels_of_the_status_are_the_default(central: House) -> None:
    central.bring(call())
    agent = central.ready()
    agent.status("available", channels=["mail"])
    assert agent.next().status_code == 204


def test_a_contact_already_offered_comes_first(central: House) -> None:
    work = central.offered()
    central.bring(mail(received_at="2026-01-02T08:00:00Z"))
    again = said(work.who.next())
    assert again["contact"]["id"] == work.id
    assert again["contact"]["state"] == "offered"
    work.token = again["lease"]["token"]


def test_one_contact_goes_to_one_agent(central: House) -> None:
    central.bring()
    assert central.ready("agent1").next().status_code == 200
    assert central.ready("agent2").next().status_code == 204
