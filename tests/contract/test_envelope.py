"""Problems, the version of the contract, and what is strict."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.contract.house import House
from tests.contract.talk import Caller, command, following, mail, new_id, problem, said

ABSENT = (
    "/v1/answers/manifest",
    "/v1/answers/GEN-001",
    "/v1/sie/SIE-99-NULLE-PART/slots",
    "/nothing",
)
PERSONAL = (
    "/v1/supervision",
    "/v1/me",
    "/v1/contacts",
    "/v1/usagers/732829320",
    "/v1/usagers?q=fournil",
    "/v1/outbox?channel=mail",
    "/v1/sie/SIE-69-EST/slots",
    "/v1/feed",
)


def test_auth_says_local_only(one: House) -> None:
    assert said(one.anyone.get("/v1/auth")) == {"local": True}


def test_every_answer_names_the_contract(one: House) -> None:
    agent = one.ready()
    answers = [
        one.anyone.get("/v1/auth"),
        one.anyone.get("/health/live"),
        one.anyone.get("/health/ready"),
        one.anyone.get("/metrics"),
        one.anyone.get("/openapi.json"),
        one.anyone.get("/nothing"),
        one.anyone.get("/v1/me"),
        agent.get("/v1/me"),
        agent.next(),
        agent.post("/v1/contacts/next", {}),
        agent.http.put("/v1/me"),
        agent.http.post("/v1/commands", content=b"{"),
        agent.post("/v1/alive", {"position": "x"}),
    ]
    for answer in answers:
        major, _, minor = answer.headers["ccpro-contract"].partition(".")
        assert major == "1" and minor.isdigit(), answer.request.url
    with following(agent) as feed:
        assert feed.headers["ccpro-contract"].startswith("1.")
        assert feed.headers["content-type"].startswith("text/event-stream")


@pytest.mark.parametrize("path", ABSENT)
def test_what_does_not_stand_yet_is_404(one: House, path: str) -> None:
    problem(one.ready().get(path), 404, "not_found")


def test_a_wrong_method_is_a_problem(one: House) -> None:
    answer = one.who("agent1").http.put("/v1/me", json={})
    assert answer.status_code in (404, 405)
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["code"]


@pytest.mark.parametrize("path", PERSONAL)
@pytest.mark.parametrize("token", [None, "nobody's", "é"])
def test_no_or_a_wrong_token_is_401(one: House, path: str, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}".encode()}
    problem(httpx_get(one, path, headers), 401, "unauthenticated")


def httpx_get(one: House, path: str, headers: dict[str, Any]) -> httpx.Response:
    return one.anyone.http.get(path, headers=headers)


@pytest.mark.parametrize(
    "path", ["/v1/commands", "/v1/contacts", "/v1/contacts/next", "/v1/alive", "/v1/attachments"]
)
def test_a_write_without_token_is_401_whatever_it_says(one: House, path: str) -> None:
    problem(one.anyone.http.post(path, content=b"not json"), 401, "unauthenticated")


@pytest.mark.parametrize("version", ["2.0", "0.9", "2", "3.14"])
def test_another_major_is_426(one: House, version: str) -> None:
    for path in ("/v1/auth", "/v1/me"):
        answer = one.who("agent1").get(path, headers={"Ccpro-Contract": version})
        problem(answer, 426, "upgrade_required")


@pytest.mark.parametrize("version", ["1.0", "1.7", "1.99"])
def test_any_minor_is_served(one: House, version: str) -> None:
    assert one.anyone.get("/v1/auth", headers={"Ccpro-Contract": version}).status_code == 200


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"{'a': 1}", b'{"a": NaN}'])
@pytest.mark.parametrize("path", ["/v1/commands", "/v1/contacts/next", "/v1/alive", "/v1/sessions"])
def test_not_json_is_400(one: House, path: str, content: bytes) -> None:
    headers = {"Idempotency-Key": new_id(), "Content-Type": "application/json"}
    problem(one.ready().http.post(path, content=content, headers=headers), 400, "invalid")


@pytest.mark.parametrize("content", ["null", "[]", "3", '"x"', '{"unknown": 1}'])
@pytest.mark.parametrize(
    "path", ["/v1/commands", "/v1/contacts", "/v1/contacts/next", "/v1/alive", "/v1/sessions"]
)
def test_json_of_another_form_is_422(one: House, path: str, content: str) -> None:
    who = one.who("connecteur1") if path == "/v1/contacts" else one.ready()
    headers = {"Idempotency-Key": new_id(), "Content-Type": "application/json"}
    problem(who.http.post(path, content=content, headers=headers), 422, "invalid")


def test_types_are_strict(one: House) -> None:
    agent, connector = one.ready(), one.who("connecteur1")
    problem(agent.post("/v1/alive", {"position": 3}), 422, "invalid")
    problem(agent.next(channels="mail"), 422, "invalid")
    problem(agent.next(channels=["fax"]), 422, "invalid")
    problem(connector.post("/v1/contacts", mail(subject=3)), 422, "invalid")
    problem(connector.post("/v1/contacts", mail(received_at="2026-11-23T08:00:00")), 422, "invalid")
    problem(connector.post("/v1/contacts", mail(received_at=1763888400)), 422, "invalid")
    problem(connector.post("/v1/contacts", mail(siren=732829320)), 422, "invalid")
    problem(connector.post("/v1/contacts", mail(sender={"name": "x", "age": 3})), 422, "invalid")
    problem(connector.post("/v1/contacts", mail() | {"channel": "fax"}), 422, "invalid")
    problem(agent.get("/v1/contacts?limit=many"), 422, "invalid")


def test_batches_have_1_to_100_commands(one: House) -> None:
    agent = one.ready()
    problem(agent.post("/v1/commands", {"commands": []}), 422, "invalid")
    unknown = [command("no.such", {}) for _ in range(101)]
    problem(agent.post("/v1/commands", {"commands": unknown}), 422, "invalid")
    assert len(agent.batch(*unknown[:100])) == 100


@pytest.mark.parametrize(
    "change", [{"id": 3}, {"id": "not a uuid"}, {"id": None}, {"type": 3}, {"type": None}]
)
def test_a_command_needs_a_uuid_and_a_type(one: House, change: dict[str, Any]) -> None:
    wrong = {
        name: value for name, value in (command("contact.note", {}) | change).items() if value is not None
    }
    problem(one.ready().post("/v1/commands", {"commands": [wrong]}), 422, "invalid")


def test_commands_over_1_mb_and_bodies_over_40_mb_are_413(one: House) -> None:
    agent, connector = one.ready(), one.who("connecteur1")
    large = {"commands": [command("contact.note", {"text": "x" * 1_100_000})]}
    problem(agent.post("/v1/commands", large), 413, "too_large")
    problem(agent.http.post("/v1/commands", content=b"x" * 1_100_000), 413, "too_large")
    just = {"commands": [command("no.such", {"text": "x" * 900_000})]}
    assert said(agent.post("/v1/commands", just))["results"][0]["code"] == "invalid"
    problem(connector.http.post("/v1/contacts", content=b"x" * 42_500_000), 413, "too_large")

    def pieces() -> Any:
        for _ in range(12):
            yield b"x" * 100_000

    problem(agent.http.post("/v1/commands", content=pieces()), 413, "too_large")


def test_who_may_not_is_403(one: House) -> None:
    agent, connector = one.ready(), one.who("connecteur1")
    problem(agent.post("/v1/contacts", mail()), 403, "forbidden")
    problem(agent.get("/v1/outbox?channel=mail"), 403, "forbidden")
    report = {"claim": new_id(), "status": "sent"}
    problem(agent.post(f"/v1/outbox/{new_id()}", report), 403, "forbidden")
    problem(connector.next(), 403, "forbidden")
    problem(connector.get("/v1/usagers?q=fournil"), 403, "forbidden")


def test_what_is_not_there_is_404(one: House) -> None:
    agent = one.ready()
    problem(agent.get(f"/v1/contacts/{new_id()}"), 404, "not_found")
    problem(agent.get(f"/v1/attachments/{new_id()}"), 404, "not_found")
    problem(
        agent.get("/v1/usagers/999999998?reason=Verification%20avant%20reprise%20du%20dossier"),
        404,
        "not_found",
    )
    problem(
        one.who("connecteur1").post(f"/v1/outbox/{new_id()}", {"claim": new_id(), "status": "sent"}),
        404,
        "not_found",
    )


def test_health_and_metrics(one: House) -> None:
    for path in ("/health/live", "/health/ready"):
        assert one.anyone.get(path).status_code == 200
    answer = one.anyone.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "# TYPE" in answer.text


def test_openapi_has_the_calls(one: House) -> None:
    document = said(one.anyone.get("/openapi.json"))
    calls = {(method, path) for path, methods in document["paths"].items() for method in methods}
    assert document["openapi"].startswith("3.")
    for wanted in [
        ("get", "/v1/auth"),
        ("post", "/v1/sessions"),
        ("delete", "/v1/sessions/current"),
        ("get", "/v1/me"),
        ("post", "/v1/alive"),
        ("post", "/v1/contacts"),
        ("get", "/v1/contacts"),
        ("post", "/v1/contacts/next"),
        ("post", "/v1/attachments"),
        ("post", "/v1/commands"),
        ("get", "/v1/feed"),
        ("get", "/v1/usagers"),
        ("get", "/v1/usagers/{siren}"),
        ("get", "/v1/outbox"),
    ]:
        assert wanted in calls
    json.dumps(document)


def test_unicode_that_is_no_text_is_refused_or_cleaned_never_500(one: House) -> None:
    connector = one.who("connecteur1")
    raw = json.dumps(mail(subject="\ud800 \u0000 \u202e [/x]", body="\u001b]0;x\u0007"))
    answer = connector.http.post("/v1/contacts", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in (201, 400, 422), answer.text
    agent = one.ready()
    result = agent.http.post(
        "/v1/commands", content=json.dumps({"commands": [command("contact.note", {"text": "\ud800"})]})
    )
    assert result.status_code in (200, 400, 422)
    deep = b'{"commands":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert agent.http.post("/v1/commands", content=deep).status_code in (400, 422)
    assert agent.get("/v1/contacts/%00").status_code in (404, 422)
    assert agent.get("/v1/usagers/%00").status_code in (403, 404, 422)
    assert agent.get("/v1/usagers?q=%00%00%00").status_code in (200, 422)


def test_a_head_or_an_unknown_query_hurts_nobody(one: House) -> None:
    agent: Caller = one.who("agent1")
    assert agent.http.head("/v1/auth").status_code in (200, 404, 405)
