"""The states table: each state and each command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ccpro_desk.reference.settings import load_settings
from tests.contract.house import House
from tests.contract.talk import MOTIFS, Work, call, command, held, new_id

OPEN = load_settings().hours["lons"].next_open(datetime.now(UTC) + timedelta(hours=1))
assert OPEN is not None
BODIES: dict[str, dict[str, Any]] = {
    "contact.accept": {},
    "contact.decline": {"reason": "occupé"},
    "contact.end": {"by": "usager"},
    "contact.note": {"text": "x"},
    "contact.reply": {"text": "x"},
    "contact.motifs": {"motifs": MOTIFS},
    "contact.link_usager": {"siren": "732829320"},
    "contact.park": {"reason": "attente"},
    "contact.resume": {},
    "contact.release": {},
    "callback.schedule": {"at": OPEN.isoformat(), "number": "06 39 98 00 12", "purpose": "Suite"},
    "contact.close": {"motifs": MOTIFS},
    "draft.save": {"text": "x"},
}
"""State of a call → command → state after."""
AFTER: dict[str, dict[str, str]] = {
    "waiting": {"contact.end": "closed", "contact.note": "waiting", "callback.schedule": "waiting"},
    "offered": {
        "contact.accept": "active",
        "contact.decline": "waiting",
        "contact.end": "closed",
        "contact.note": "offered",
    },
    "active": {
        "contact.end": "wrap_up",
        "contact.note": "active",
        "contact.reply": "active",
        "contact.motifs": "active",
        "contact.link_usager": "active",
        "contact.park": "parked",
        "contact.release": "waiting",
        "callback.schedule": "active",
        "contact.close": "closed",
        "draft.save": "active",
    },
    "wrap_up": {
        "contact.note": "wrap_up",
        "contact.reply": "wrap_up",
        "contact.motifs": "wrap_up",
        "contact.link_usager": "wrap_up",
        "callback.schedule": "wrap_up",
        "contact.close": "closed",
        "draft.save": "wrap_up",
    },
    "parked": {"contact.resume": "active", "contact.note": "parked", "callback.schedule": "parked"},
    "closed": {"contact.note": "closed"},
}


WRITER = {"name": "M. Benali", "address": "contact@fournil-brotteaux.example", "number": "+33465710015"}
"""Who calls and may be written to."""


def state_of(central: House, work: Work) -> str:
    """As the supervisor reads it."""
    return str(central.who("encadrant1").contact(work.id)["state"])


def waiting(central: House) -> Work:
    view = central.bring(call())
    return Work(central.ready(), view, new_id())


def wrapped(central: House) -> Work:
    work = central.talking(sender=WRITER)
    work.done("contact.end", {"by": "usager"})
    return work


def parked(central: House) -> Work:
    work = central.talking()
    work.done("contact.park", {"reason": "attente"})
    return work


def closed(central: House) -> Work:
    work = central.talking()
    work.done("contact.close", {"motifs": MOTIFS})
    return work


INTO: dict[str, Callable[[House], Work]] = {
    "waiting": waiting,
    "offered": lambda central: central.offered(),
    "active": lambda central: central.talking(sender=WRITER),
    "wrap_up": wrapped,
    "parked": parked,
    "closed": closed,
}


@pytest.mark.parametrize("state", INTO)
def test_each_state_and_each_command(central: House, state: str) -> None:
    for type_, body in BODIES.items():
        work = INTO[state](central)
        who = central.who("connecteur1") if type_ == "contact.end" else work.who
        sent = work.command(type_, body)
        result = who.send(sent)
        wanted = AFTER[state].get(type_)
        if wanted is not None:
            assert result["status"] == "applied", (state, type_, result)
            assert state_of(central, work) == wanted, (state, type_)
        else:
            assert result["status"] == "refused", (state, type_, result)
            wrong = {"closed"} if state == "closed" else {"wrong_state", "lease_lost", "forbidden"}
            assert result["code"] in wrong, (state, type_, result)
        central.drain()
        central.brought.append(work.id)


def test_end_is_for_phone_and_chat_only(central: House) -> None:
    work = central.work()
    work.refused("wrong_state", "contact.end", {"by": "agent"})
    ended = central.who("connecteur1").send(command("contact.end", {"by": "usager"}, contact_id=work.id))
    assert ended["status"] == "refused"


def test_end_is_by_the_holder_or_the_connector_that_brought_it(central: House) -> None:
    work = central.talking()
    other = central.ready("agent2").send(command("contact.end", {"by": "agent"}, contact_id=work.id))
    assert (other["status"], other["code"]) == ("refused", "forbidden")
    work.done("contact.end", {"by": "agent"}, lease_token=None, base_version=None)
    assert work.view["state"] == "wrap_up"


def test_accept_and_decline_are_for_the_agent_offered_to(central: House) -> None:
    work = central.offered("agent1")
    for type_ in ("contact.accept", "contact.decline"):
        result = central.ready("agent2").send(command(type_, BODIES[type_], contact_id=work.id))
        assert (result["status"], result["code"]) == ("refused", "forbidden")


def test_accept_and_resume_give_a_new_token(central: House) -> None:
    work = central.offered()
    first = work.token
    work.done("contact.accept", lease_token=None, base_version=None)
    second = work.token
    assert second == work.view["lease"]["token"] != first
    work.refused("lease_lost", "draft.save", {"text": "x"}, lease_token=first)
    work.done("contact.park", {"reason": "attente", "until": "2027-01-04T09:00:00+01:00"})
    assert "lease" not in work.view or work.view["lease"] is None
    assert work.view["owner"] and work.view["resume_at"]
    work.refused("lease_lost", "draft.save", {"text": "x"}, lease_token=second)
    work.done("contact.resume", lease_token=None, base_version=None)
    assert work.token == work.view["lease"]["token"] != second
    work.done("draft.save", {"text": "x"})


def test_resume_is_the_owners_and_needs_a_slot(central: House) -> None:
    work = central.talking()
    work.done("contact.park", {"reason": "attente"})
    result = central.ready("agent2").send(command("contact.resume", {}, contact_id=work.id))
    assert (result["status"], result["code"]) == ("refused", "forbidden")
    second = central.talking()
    work.refused("capacity", "contact.resume", lease_token=None)
    second.done("contact.close", {"motifs": MOTIFS})
    work.done("contact.resume", lease_token=None)


def test_a_declined_call_goes_to_another(central: House) -> None:
    work = central.offered("agent1")
    work.done("contact.decline", {"reason": "occupé"}, lease_token=None)
    assert state_of(central, work) == "waiting"
    assert held(central.ready("agent2"), central.who("agent2").take()).id == work.id


def test_release_has_no_reason_or_one(central: House) -> None:
    for body in ({}, {"reason": "hors de ma compétence"}):
        work = central.work()
        result = work.done("contact.release", body)
        assert state_of(central, work) == "waiting"
        assert work.token not in str(result)
        central.drain()
        central.brought.append(work.id)


def test_a_lost_reply_or_draft_is_kept_for_the_next_holder_and_its_author(central: House) -> None:
    work = central.work("agent1")
    work.done("contact.release")
    work.refused("lease_lost", "contact.reply", {"text": "Le texte perdu"})
    work.refused("lease_lost", "draft.save", {"text": "Le brouillon perdu"})
    again = held(central.ready("agent2"), central.who("agent2").take())
    late = again.who.contact(again.id)["late_drafts"]
    assert [item["text"] for item in late] == ["Le texte perdu", "Le brouillon perdu"]
    assert all(set(item) >= {"agent", "at", "text"} and item["agent"] == work.who.id for item in late)
    again.done("contact.release")


def test_motifs_replace_one_another_and_may_be_emptied(central: House) -> None:
    work = central.work()
    work.done("contact.motifs", {"motifs": MOTIFS})
    work.done("contact.motifs", {"motifs": []})
    assert work.view["motifs"] == []
    closing = [{"code": "autre.autre", "outcome": "unanswered"}]
    work.done("contact.close", {"motifs": closing, "note": "sans suite"})
    assert work.view["motifs"] == closing
    assert [m["text"] for m in work.view["messages"] if m["direction"] == "note"] == ["sans suite"]


@pytest.mark.parametrize("outcome", ["answered", "act", "appointment", "referred", "callback", "unanswered"])
def test_outcomes(central: House, outcome: str) -> None:
    central.work().done("contact.motifs", {"motifs": [{"code": "autre.autre", "outcome": outcome}]})


def identified(work: Work, *checks: str, passed: bool = True) -> int:
    work.done("contact.identify", {"checks": list(checks), "passed": passed})
    return int(work.view["identification"]["level"])


def test_identification_on_the_phone(central: House) -> None:
    work = central.talking()
    work.refused("wrong_state", "contact.identify", {"checks": ["siren"], "passed": True})
    work.done("contact.link_usager", {"siren": "732829320"})
    assert work.view["usager"] == {"siren": "732829320", "name": "SARL FOURNIL DES BROTTEAUX"}
    assert identified(work, "siren", "name", "address", "director", "vat") == 0
    assert identified(work, "amount") == 0
    assert identified(work, "notice") == 1
    assert identified(work, "iban4") == 2
    assert work.view["identification"]["at"]
    work.done("contact.link_usager", {"siren": "290457506"})
    assert work.view["identification"]["level"] == 0
    assert work.view["identification"]["checks"] == []


def test_identification_failed_counts_for_nothing(central: House) -> None:
    work = central.talking()
    work.done("contact.link_usager", {"siren": "732829320"})
    assert identified(work, "amount", "notice", passed=False) == 0
    assert identified(work, "amount", "notice") == 1
    assert identified(work, "callback") == 2


def test_the_same_private_check_twice_is_one(central: House) -> None:
    work = central.talking()
    work.done("contact.link_usager", {"siren": "732829320"})
    identified(work, "amount")
    assert identified(work, "amount") == 0
    assert identified(work, "callback") == 0


def test_callback_without_level_1_is_no_level(central: House) -> None:
    work = central.talking()
    work.done("contact.link_usager", {"siren": "732829320"})
    assert identified(work, "callback") == 0


def test_an_account_is_level_1_and_one_private_more_2(central: House) -> None:
    sender = {"name": "M. Benali", "address": "a@client.example", "assurance": "account"}
    work = central.work(sender=sender)
    work.done("contact.link_usager", {"siren": "732829320"})
    assert identified(work, "siren") == 1
    assert identified(work, "amount") == 2


def test_a_mail_without_account_is_always_0(central: House) -> None:
    work = central.work()
    work.done("contact.link_usager", {"siren": "732829320"})
    assert identified(work, "amount", "notice", "iban4", "callback", "mandate") == 0


def test_an_unknown_usager_is_not_found(central: House) -> None:
    central.work().refused("not_found", "contact.link_usager", {"siren": "999999998"})


def test_statuses_and_after_current(central: House) -> None:
    work = central.work()
    agent = work.who
    for status in (
        "pause",
        "documentation",
        "training",
        "tutoring",
        "meeting",
        "incident",
        "wrap_up",
        "leaving",
        "offline",
        "available",
    ):
        assert agent.status(status)["status"] == "applied"
        assert agent.me()["status"] == status
    agent.status("pause", after_current=True)
    assert agent.me()["status"] == "available"
    work.done("contact.close", {"motifs": MOTIFS})
    assert agent.me()["status"] == "pause"


def test_after_current_with_nothing_in_hand_is_now(central: House) -> None:
    agent = central.ready("agent3")
    agent.status("meeting", after_current=True)
    assert agent.me()["status"] == "meeting"


def test_parking_frees_after_current(central: House) -> None:
    work = central.work()
    work.who.status("pause", after_current=True)
    work.done("contact.park", {"reason": "attente"})
    assert work.who.me()["status"] == "pause"
