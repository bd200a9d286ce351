"""Issue 2, bad input: the contract's answer, never a 500 (nor a 503: nothing here is the central's fault)."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from ccpro_desk.domain.ids import new_id
from tests.central.http.test_shift import MOTIFS, held
from tests.central.http.world import World, check_problem, command, mail, send

BOTH = pytest.mark.parametrize("engine", ["sqlite", "postgres"], indirect=True)
HUGE = 10**40
NASTY = [
    "\x00",
    "a\x00b",
    "\x1b[31mrouge\x1b[0m\x1b]52;c;QQ==\x07",
    "\u202egauche",
    "\ufeff\u200b",
    "[@click=app.quit]x[/x]",
    "\U0010ffff",
    "'; DROP TABLE contact; --",
    "x" * 99_999,
]


@pytest.mark.parametrize(
    "envelope",
    [
        "{}",
        "[]",
        "null",
        '{"commands": []}',
        '{"commands": {}}',
        '{"commands": [1]}',
        '{"commands": [{}]}',
        '{"commands": [{"id": "banana", "type": "contact.note"}]}',
        '{"commands": [{"id": "0190c0de-0000-7000-8000-000000000000"}]}',
        '{"commands": [{"id": "0190c0de-0000-7000-8000-000000000000", "type": 3}]}',
        '{"commands": [], "more": 1}',
    ],
)
async def test_what_is_no_batch_is_422(here: World, envelope: str) -> None:
    agent = await here.caller("agent1")
    check_problem(await agent.post("/v1/commands", content=envelope), 422, "invalid")


async def test_a_hundred_and_one_commands_are_too_many(here: World) -> None:
    agent = await here.caller("agent1")
    batch = [command("agent.status", {"status": "pause"}) for _ in range(101)]
    check_problem(await agent.post("/v1/commands", json={"commands": batch}), 422, "invalid")


@pytest.mark.parametrize(
    "bad",
    [
        {"type": "contact.explode"},
        {"type": "contact.merge", "body": {"into": str(uuid4())}},
        {"type": "answer.used", "body": {"id": "x", "version": 1}},
        {"type": "x" * 100_000},
        {"type": "\x00"},
        {"body": None},
        {"body": []},
        {"body": {"text": 1}},
        {"body": {"text": ""}},
        {"body": {"text": "a", "more": 1}},
        {"body": {"text": HUGE}},
        {"body": {"a": {"b": [[[[[[[[]]]]]]]]}}},
        {"contact_id": None},
        {"contact_id": "banana"},
        {"contact_id": 3},
        {"lease_token": "banana"},
        {"base_version": "1"},
        {"base_version": HUGE},
        {"base_version": -HUGE},
        {"base_version": 1.5},
        {"issued_at": "2026-11-23"},
        {"issued_at": "2026-11-23T08:00:00"},
        {"issued_at": 3},
        {"more": True},
    ],
    ids=lambda bad: json.dumps(bad)[:40],
)
async def test_a_wrong_command_is_refused_alone(here: World, bad: dict[str, Any]) -> None:
    agent = await here.caller("agent1")
    wrong = command("contact.note", {"text": "a"}, contact_id=str(new_id())) | bad
    fine = command("agent.status", {"status": "pause"})
    answer = await agent.post("/v1/commands", json={"commands": [wrong, fine]})
    assert answer.status_code == 200, answer.text
    refused, applied = answer.json()["results"]
    assert refused["status"] == "refused"
    assert refused["code"] in ("invalid", "not_found"), refused
    assert refused["message"]
    assert applied["status"] == "applied"


@BOTH
@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
async def test_a_moment_at_the_end_of_time_is_no_server_error(here: World, moment: str) -> None:
    agent = await here.caller("agent1")
    result = await send(agent, command("agent.status", {"status": "pause"}) | {"issued_at": moment})
    assert result["status"] in ("applied", "refused")
    connector = await here.caller("connecteur1")
    assert (await connector.post("/v1/contacts", json=mail(moment))).status_code in (201, 422)


@BOTH
@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text[:12]))
async def test_text_of_any_kind_is_cleaned_or_refused(here: World, text: str) -> None:
    connector = await here.caller("connecteur1")
    for field in ("subject", "body", "thread_id", "in_reply_to", "external_id", "department", "siren"):
        answer = await connector.post(
            "/v1/contacts", json=mail(here.clock.now().isoformat(), **{field: text})
        )
        assert answer.status_code in (200, 201, 422), (field, answer.text)
        assert "\\u0000" not in answer.text
        assert "\x1b" not in answer.text
        assert "\\u001b" not in answer.text
    agent = await here.available("agent1")
    taken = await here.taken(agent)
    fields = held(taken)
    for kind, body in (
        ("contact.note", {"text": text}),
        ("draft.save", {"text": text}),
        ("contact.reply", {"text": text}),
        ("contact.motifs", {"motifs": [{"code": text, "outcome": "answered"}]}),
        ("contact.identify", {"checks": [text], "passed": True}),
        ("contact.link_usager", {"siren": text}),
        ("contact.close", {"motifs": [{"code": text, "outcome": "answered"}], "note": text}),
        ("contact.release", {"reason": text}),
    ):
        result = await send(agent, command(kind, body, **fields))
        assert result["status"] in ("applied", "refused"), (kind, result)
    await agent.get("/v1/usagers", params={"q": text[:150]})
    await agent.get("/v1/usagers/732829320", params={"reason": text[:100]})


async def test_escaped_lone_surrogates_are_not_json_for_us(here: World) -> None:
    agent = await here.caller("agent1")
    sent = json.dumps({"commands": [command("contact.note", {"text": "\ud800"}, contact_id=str(new_id()))]})
    check_problem(await agent.post("/v1/commands", content=sent), 400, "invalid")


async def test_a_stale_lease_and_a_stale_version(here: World) -> None:
    await here.brought()
    agent = await here.available("agent1")
    taken = await here.taken(agent)
    fields = held(taken)
    stale = await send(
        agent, command("contact.reply", {"text": "a"}, **fields | {"lease_token": str(uuid4())})
    )
    assert (stale["status"], stale["code"]) == ("refused", "lease_lost")
    nothing = await send(agent, command("contact.reply", {"text": "a"}, contact_id=fields["contact_id"]))
    assert (nothing["status"], nothing["code"]) == ("refused", "invalid")
    connector = await here.caller("connecteur1")
    further = mail(here.clock.now().isoformat(), in_reply_to=taken["contact"]["external_id"])
    assert (await connector.post("/v1/contacts", json=further)).json()["appended"] is True
    late = await send(agent, command("contact.reply", {"text": "a"}, **fields))
    assert (late["status"], late["code"]) == ("refused", "version_conflict")


async def test_replayed_and_reordered(here: World) -> None:
    await here.brought()
    agent = await here.available("agent1")
    fields = held(await here.taken(agent))
    reply = command("contact.reply", {"text": "a"}, **fields)
    close = command("contact.close", {"motifs": MOTIFS}, **fields)
    batch = {"commands": [close, reply]}
    closed, refused = (await agent.post("/v1/commands", json=batch)).json()["results"]
    assert closed["status"] == "applied"
    assert (refused["status"], refused["code"]) == ("refused", "closed")
    again = (await agent.post("/v1/commands", json=batch)).json()["results"]
    assert [result["status"] for result in again] == ["duplicate", "refused"]
    other = await send(agent, reply | {"body": {"text": "autre"}})
    assert (other["status"], other["code"]) == ("refused", "conflict")


async def test_after_a_refusal_the_same_contact_waits(here: World) -> None:
    await here.brought()
    agent = await here.available("agent1")
    fields = held(await here.taken(agent))
    wrong = command("contact.reply", {"text": "a"}, **fields | {"lease_token": str(uuid4())})
    close = command("contact.close", {"motifs": MOTIFS}, **fields)
    results = (await agent.post("/v1/commands", json={"commands": [wrong, close]})).json()["results"]
    assert [result["code"] for result in results] == ["lease_lost", "after_refusal"]
    assert (await send(agent, close))["status"] == "applied"


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a\x01b"])
async def test_an_idempotency_key_of_another_form(here: World, key: str) -> None:
    agent = await here.available("agent1")
    headers = [(b"Idempotency-Key", key.encode())]
    check_problem(await agent.post("/v1/contacts/next", json={}, headers=headers), 422, "invalid")
