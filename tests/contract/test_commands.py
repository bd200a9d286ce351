"""Commands: batches, results kept, and the order of the checks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.house import House
from tests.contract.talk import MOTIFS, Work, command, mail, new_id, said

TOKEN_NEEDED: dict[str, dict[str, Any]] = {
    "contact.reply": {"text": "x"},
    "contact.motifs": {"motifs": MOTIFS},
    "contact.link_usager": {"siren": "732829320"},
    "contact.identify": {"checks": ["name"], "passed": True},
    "contact.park": {"reason": "attente"},
    "contact.release": {},
    "contact.close": {"motifs": MOTIFS},
    "draft.save": {"text": "x"},
}
NOT_YET: dict[str, dict[str, Any]] = {
    "act.submit": {"act": "x", "fields": {}},
    "act.cancel": {"act_id": "019a0000-0000-7000-8000-000000000000", "reason": " "},
    "appointment.book": {
        "sie": "SIE-69-EST",
        "slot": "x",
        "mode": "phone",
        "siren": "732829320",
        "purpose": "x",
    },
    "answer.used": {"id": "GEN-001", "version": 1},
    "answer.flag": {"id": "GEN-001", "version": 1, "kind": "wrong"},
}


def test_an_applied_commands_result(central: House) -> None:
    work = central.work()
    before = work.version
    result = work.done("contact.motifs", {"motifs": MOTIFS})
    assert set(result) == {"id", "status", "version", "view"}
    assert result["version"] == result["view"]["version"] > before
    assert result["view"]["lease"]["token"] == work.token
    assert result["view"]["motifs"] == MOTIFS


def test_the_same_command_again_is_a_duplicate_with_the_first_version(central: House) -> None:
    work = central.work()
    note = work.command("contact.note", {"text": "une seule"})
    first = work.who.send(note)
    work.done("draft.save", {"text": "autre"}, base_version=None)
    again = work.who.send(note)
    assert (again["status"], again["version"]) == ("duplicate", first["version"])
    texts = [message["text"] for message in work.who.contact(work.id)["messages"]]
    assert texts.count("une seule") == 1


def test_what_is_not_content_may_differ(central: House) -> None:
    work = central.work()
    note = work.command("contact.note", {"text": "x"})
    work.who.send(note)
    changed = note | {"issued_at": "2026-01-01T00:00:00+01:00", "lease_token": new_id()}
    assert work.who.send(changed)["status"] == "duplicate"
    del changed["lease_token"]
    assert work.who.send(changed)["status"] == "duplicate"


@pytest.mark.parametrize(
    "change",
    [{"body": {"text": "autre"}}, {"base_version": 999}, {"type": "draft.save"}, {"contact_id": new_id()}],
)
def test_the_same_id_with_other_content_is_a_conflict(central: House, change: dict[str, Any]) -> None:
    work = central.work()
    note = work.command("contact.note", {"text": "x"})
    work.who.send(note)
    result = work.who.send(note | change)
    assert (result["status"], result["code"]) == ("refused", "conflict")
    assert work.who.send(note)["status"] == "duplicate"


def test_keys_of_a_body_have_no_order(central: House) -> None:
    work = central.work()
    motif = {"code": "autre.autre", "outcome": "answered"}
    sent = work.command("contact.motifs", {"motifs": [motif]})
    work.who.send(sent)
    turned = {"motifs": [dict(reversed(motif.items()))]}
    assert work.who.send(sent | {"body": turned})["status"] == "duplicate"


def test_another_accounts_id_is_a_conflict(central: House) -> None:
    work = central.work()
    note = work.command("contact.note", {"text": "x"})
    work.who.send(note)
    result = central.ready("agent2").send(note)
    assert (result["status"], result["code"]) == ("refused", "conflict")


def test_a_refusal_is_final(central: House) -> None:
    work = central.work()
    early = work.command("contact.identify", {"checks": ["name"], "passed": True})
    first = work.who.send(early)
    assert (first["status"], first["code"]) == ("refused", "wrong_state")
    work.done("contact.link_usager", {"siren": "732829320"})
    assert work.who.send(early) == first
    changed = work.who.send(early | {"body": {"checks": ["siren"], "passed": True}})
    assert (changed["status"], changed["code"]) == ("refused", "conflict")


def test_after_a_refusal_later_ones_of_the_contact_are_refused_and_not_stored(central: House) -> None:
    work, other = central.work(), central.work()
    bad = work.command("contact.link_usager", {"siren": "999999998"})
    later = work.command("contact.close", {"motifs": MOTIFS})
    beside = other.command("contact.note", {"text": "x"})
    alone = command("agent.status", {"status": "available"})
    results = work.who.batch(bad, later, beside, alone)
    assert [result["status"] for result in results] == ["refused", "refused", "applied", "applied"]
    assert results[1]["code"] == "after_refusal"
    assert work.who.send(later)["status"] == "applied"


def test_after_an_unknown_type_too(central: House) -> None:
    work = central.work()
    unknown = work.command("no.such", {})
    later = work.command("contact.note", {"text": "x"})
    results = work.who.batch(unknown, later)
    assert [result["code"] for result in results] == ["invalid", "after_refusal"]
    assert work.who.send(later)["status"] == "applied"


def test_a_stored_result_comes_before_after_refusal(central: House) -> None:
    work = central.work()
    note = work.command("contact.note", {"text": "x"})
    work.who.send(note)
    bad = work.command("contact.link_usager", {"siren": "999999998"})
    results = work.who.batch(bad, note)
    assert results[1]["status"] in ("duplicate", "refused")
    assert len(work.who.contact(work.id)["messages"]) == 2


def test_a_whole_mail_in_one_batch(central: House) -> None:
    work = central.work()
    version = work.version
    results = work.who.batch(
        work.command("contact.link_usager", {"siren": "732829320"}),
        work.command("contact.reply", {"text": "Bonjour,"}, base_version=version),
        work.command("contact.close", {"motifs": MOTIFS}, base_version=version),
    )
    assert [result["status"] for result in results] == ["applied"] * 3
    assert results[-1]["view"]["state"] == "closed"


@pytest.mark.parametrize(("type_", "body"), NOT_YET.items())
def test_what_does_not_stand_yet_is_invalid(central: House, type_: str, body: dict[str, Any]) -> None:
    central.work().refused("invalid", type_, body)


@pytest.mark.parametrize(("type_", "body"), TOKEN_NEEDED.items())
def test_a_needed_token_absent_is_invalid_and_a_wrong_one_is_lease_lost(
    central: House, type_: str, body: dict[str, Any]
) -> None:
    work = central.work()
    work.refused("invalid", type_, body, lease_token=None)
    work.refused("lease_lost", type_, body, lease_token=new_id())


@pytest.mark.parametrize("type_", ["contact.reply", "contact.close"])
def test_base_version_is_required_where_it_is(central: House, type_: str) -> None:
    central.work().refused("invalid", type_, TOKEN_NEEDED[type_], base_version=None)


@pytest.mark.parametrize("type_", sorted(set(TOKEN_NEEDED) - {"contact.reply", "contact.close"}))
def test_base_version_is_not_required_elsewhere(central: House, type_: str) -> None:
    work = central.work()
    if type_ == "contact.identify":
        work.done("contact.link_usager", {"siren": "732829320"})
    work.done(type_, TOKEN_NEEDED[type_], base_version=None)


def test_a_note_needs_no_token(central: House) -> None:
    work = central.work()
    work.done("contact.note", {"text": "x"}, lease_token=None, base_version=None)


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("contact.note", {}),
        ("contact.note", {"text": 3}),
        ("contact.note", {"text": "x", "colour": "red"}),
        ("contact.note", []),
        ("contact.note", None),
        ("contact.reply", {"text": "x", "hold_s": 61}),
        ("contact.reply", {"text": "x", "hold_s": -1}),
        ("contact.reply", {"text": "x", "hold_s": "5"}),
        ("contact.reply", {"text": "x", "attachments": ["no uuid"]}),
        ("contact.motifs", {"motifs": [{"code": "no.such", "outcome": "answered"}]}),
        ("contact.motifs", {"motifs": [{"code": "autre.autre", "outcome": "won"}]}),
        ("contact.close", {"motifs": []}),
        ("contact.close", {"motifs": [{"code": "no.such", "outcome": "answered"}]}),
        ("contact.close", {}),
        ("contact.identify", {"checks": ["password"], "passed": True}),
        ("contact.link_usager", {"siren": 732829320}),
        ("contact.park", {}),
        ("contact.end", {"by": "nobody"}),
        ("draft.save", {}),
        ("no.such", {}),
        ("", {}),
    ],
)
def test_a_wrong_body_is_invalid_for_that_command_alone(central: House, type_: str, body: Any) -> None:
    work, other = central.work(), central.work()
    known = {"contact_id": work.id, "lease_token": work.token, "base_version": work.version}
    wrong = command(type_, {}, **known) | {"body": body}
    results = work.who.batch(wrong, other.command("contact.note", {"text": "x"}))
    assert (results[0]["status"], results[0]["code"]) == ("refused", "invalid")
    assert results[1]["status"] == "applied"


@pytest.mark.parametrize(
    "change",
    [
        {"contact_id": None},
        {"issued_at": None},
        {"body": None},
        {"issued_at": "yesterday"},
        {"contact_id": "x"},
        {"lease_token": 3},
        {"base_version": "1"},
        {"extra": 1},
    ],
)
def test_a_wrong_envelope_of_one_command_is_its_own_refusal(central: House, change: dict[str, Any]) -> None:
    work = central.work()
    sent = {
        name: value
        for name, value in (work.command("contact.note", {"text": "x"}) | change).items()
        if value is not None
    }
    result = work.who.send(sent)
    assert (result["status"], result["code"]) == ("refused", "invalid")


def test_status_bodies_are_closed_lists(one: House) -> None:
    agent = one.ready()
    for body in (
        {"status": "asleep"},
        {"status": "available", "channels": ["fax"]},
        {"status": "pause", "why": "x"},
        {},
    ):
        assert agent.send(command("agent.status", body))["code"] == "invalid"


def test_commands_of_one_batch_with_the_same_id(central: House) -> None:
    work = central.work()
    note = work.command("contact.note", {"text": "x"})
    results = work.who.batch(note, note)
    assert [result["status"] for result in results] == ["applied", "duplicate"]


def test_order_of_checks(central: House) -> None:
    """Each next step mends only what was refused before it."""
    work = central.work("agent1")
    stranger = central.ready("agent2")
    fields: dict[str, Any] = {"contact_id": new_id(), "lease_token": new_id(), "base_version": work.version}

    def code(who: Any, body: dict[str, Any]) -> str:
        return str(who.send(command("contact.close", body, **fields)).get("code"))

    assert code(stranger, {"motifs": []}) == "invalid"
    assert code(stranger, {"motifs": MOTIFS}) == "not_found"
    fields["contact_id"] = work.id
    assert code(stranger, {"motifs": MOTIFS}) in ("forbidden", "lease_lost")
    assert code(work.who, {"motifs": MOTIFS}) == "lease_lost"
    assert code(central.who("connecteur1"), {"motifs": MOTIFS}) == "forbidden"


def test_closed_comes_before_lease_lost_and_wrong_state(central: House) -> None:
    work = central.work()
    work.done("contact.close", {"motifs": MOTIFS})
    work.refused("closed", "contact.close", {"motifs": MOTIFS}, lease_token=new_id(), base_version=0)
    work.refused("closed", "contact.resume", lease_token=None)
    work.refused("closed", "contact.accept", lease_token=None)


def test_lease_lost_comes_before_wrong_state(central: House) -> None:
    work = central.work()
    work.done("contact.park", {"reason": "attente"})
    work.refused("lease_lost", "contact.park", {"reason": "attente"}, lease_token=new_id())
    work.refused("lease_lost", "contact.close", {"motifs": MOTIFS})


def test_version_conflict_only_for_the_usager_and_other_people(central: House) -> None:
    work = central.work(thread_id=(thread := new_id()))
    first = work.version
    work.done("contact.note", {"text": "de moi"})
    reply = work.done("contact.reply", {"text": "Bonjour,"}, base_version=first)
    item = central.outbox()[reply["id"]]
    report = {"claim": item["claim"], "status": "sent"}
    assert central.who("connecteur1").post(f"/v1/outbox/{item['id']}", report).status_code == 204
    work.done("contact.reply", {"text": "Encore,"}, base_version=first)
    said(central.who("connecteur1").post("/v1/contacts", mail(thread_id=thread, body="Autre chose")))
    work.refused("version_conflict", "contact.reply", {"text": "x"}, base_version=first)
    work.refused("version_conflict", "contact.close", {"motifs": MOTIFS}, base_version=first)
    work.view = work.who.contact(work.id)
    seen = work.version
    noted = central.who("encadrant1").send(
        command("contact.note", {"text": "de l'encadrant"}, contact_id=work.id)
    )
    assert noted["status"] == "applied", noted
    work.refused("version_conflict", "contact.close", {"motifs": MOTIFS}, base_version=seen)
    work.view = work.who.contact(work.id)
    work.done("contact.close", {"motifs": MOTIFS})


def test_a_version_of_the_future_is_no_version(central: House) -> None:
    work = central.work()
    result = work.do("contact.reply", {"text": "x"}, base_version=work.version + 50)
    assert result["status"] == "applied" or result["code"] in ("invalid", "version_conflict")


def test_another_agents_wrong_hands(central: House) -> None:
    work = central.work("agent1")
    stolen = Work(central.ready("agent2"), work.view, work.token)
    result = stolen.do("contact.reply", {"text": "x"})
    assert (result["status"], result["code"]) in (("refused", "forbidden"), ("refused", "lease_lost"))
    assert "view" not in result or "token" not in (result["view"].get("lease") or {})
