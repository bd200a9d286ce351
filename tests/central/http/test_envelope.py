"""What every answer has, and what becomes of addresses, methods and bodies that are not in the contract."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from starlette.types import Message

from ccpro_desk.central import logs
from ccpro_desk.central.middleware import Envelope
from ccpro_desk.wire import CONTRACT
from tests.central.http.world import World, check_problem


async def test_every_answer_says_which_contract_stands(here: World) -> None:
    for path in (
        "/health/live",
        "/health/ready",
        "/v1/auth",
        "/metrics",
        "/openapi.json",
        "/v1/me",
        "/nowhere",
    ):
        answer = await here.anyone.get(path)
        assert answer.headers["ccpro-contract"] == CONTRACT, path
        assert answer.headers["x-request-id"]


async def test_health_and_what_is_open_to_anyone(here: World) -> None:
    assert (await here.anyone.get("/health/live")).json() == {"status": "live"}
    assert (await here.anyone.get("/health/ready")).json() == {"status": "ready"}
    assert (await here.anyone.get("/v1/auth")).json() == {"local": True}
    assert "ccpro_requests_total" in (await here.anyone.get("/metrics")).text
    assert (await here.anyone.get("/openapi.json")).json()["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1",
        "/v1/me/",
        "/v2/me",
        "/docs",
        "/redoc",
        "/v1/answers/manifest",
        "/v1/answers/tva.seuil",
        "/v1/supervision/",
        "/v1/%00",
        "/v1/../../etc/passwd",
        "/é",
    ],
)
async def test_an_unknown_address_is_a_problem(here: World, path: str) -> None:
    check_problem(await here.anyone.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/commands"), ("PUT", "/v1/me"), ("DELETE", "/v1/contacts")]
)
async def test_an_unknown_method_is_a_problem_that_names_the_right_ones(
    here: World, method: str, path: str
) -> None:
    answer = await here.anyone.request(method, path)
    check_problem(answer, 405, "invalid")
    assert answer.headers["allow"]


@pytest.mark.parametrize("sent", ["2.0", "0.9", "2", " 7.3 "])
async def test_another_major_is_told_to_upgrade(here: World, sent: str) -> None:
    check_problem(
        await here.anyone.get("/v1/auth", headers={"Ccpro-Contract": sent}), 426, "upgrade_required"
    )


@pytest.mark.parametrize("sent", ["1.0", "1", "1.99", "", "banana", "-1", "1.0.0", "٢.0".encode()])
async def test_the_same_major_or_no_version_at_all_is_served(here: World, sent: str | bytes) -> None:
    answer = await here.anyone.get("/v1/auth", headers=[(b"Ccpro-Contract", _bytes(sent))])
    assert answer.status_code == 200


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "Bearer", "Bearer ", "Bearer nobody", "nobody"])
async def test_no_session_no_answer(here: World, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = await here.anyone.get("/v1/me", headers=headers)
    check_problem(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"banana",
        b"\xff\xfe",
        b'{"position": "\xff"}',
        b'{"position": "\\ud800"}',
        b'{"position": "a"} x',
        b'{"position": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 50_000,
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_what_is_not_json_is_400(here: World, body: bytes) -> None:
    agent = await here.caller("agent1")
    check_problem(await agent.post("/v1/alive", content=body), 400, "invalid")


@pytest.mark.parametrize(
    "body",
    ["null", "[]", "1", '"x"', "{}", '{"position": 1}', '{"position": null}', '{"position":"a","more":1}'],
)
async def test_json_of_another_form_is_422(here: World, body: str) -> None:
    agent = await here.caller("agent1")
    check_problem(await agent.post("/v1/alive", content=body), 422, "invalid")


async def test_a_batch_over_one_megabyte_is_refused(here: World) -> None:
    agent = await here.caller("agent1")
    check_problem(await agent.post("/v1/commands", content=b" " * 1_000_001), 413, "too_large")


async def test_a_body_is_measured_while_it_comes_not_by_what_it_says(here: World) -> None:
    agent = await here.caller("agent1")

    async def endless() -> Any:
        for _ in range(1_000):
            yield b" " * 10_000
        raise AssertionError("read to its end")

    check_problem(await agent.post("/v1/commands", content=endless()), 413, "too_large")


async def test_any_other_body_over_forty_megabytes_is_refused(here: World) -> None:
    connector = await here.caller("connecteur1")
    headers = {"Content-Length": "40000001"}
    check_problem(await connector.post("/v1/attachments", content=b"{}", headers=headers), 413, "too_large")


async def test_an_unexpected_error_is_a_503_problem(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = await here.caller("agent1")

    async def fail(_agent: object) -> None:
        raise RuntimeError("Karim Benali")

    monkeypatch.setattr(here.central.handle, "me", fail)
    check_problem(await agent.get("/v1/me"), 503, "unavailable")


async def test_logs_name_nobody(
    here: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    logs._logger.cache_clear()
    agent = await here.caller("agent1")

    async def fail(_agent: object) -> None:
        raise RuntimeError("Karim Benali 732829320")

    monkeypatch.setattr(here.central.handle, "me", fail)
    await agent.get("/v1/me")
    await agent.get("/v1/usagers?q=fournil")
    await here.anyone.post("/v1/sessions", json={"login": "agent1", "password": "incorrect"})
    logged = capfd.readouterr().err
    assert "request_failed" in logged
    assert "/v1/usagers" in logged
    logs._logger.cache_clear()
    for secret in ("Karim", "732829320", "fournil", "agent1", "incorrect"):
        assert secret not in logged


@pytest.mark.parametrize(
    "path",
    [
        "/v1/contacts?limit=0",
        "/v1/contacts?limit=201",
        "/v1/contacts?limit=banana",
        "/v1/contacts?limit=99999999999999999999999",
        "/v1/contacts?state=banana",
        "/v1/contacts?cursor=%00banana",
        "/v1/contacts/banana",
        "/v1/contacts/%00",
        "/v1/attachments/banana",
        "/v1/usagers",
        "/v1/usagers?q=ab",
        "/v1/usagers?q=%00%00%00%00",
        "/v1/usagers?q=abc&cursor=%ff%00",
        "/v1/usagers/12345678",
        "/v1/usagers/732829320?contact_id=banana",
        "/v1/usagers/732829320?reason=court",
    ],
)
async def test_a_parameter_of_another_form_is_422(here: World, path: str) -> None:
    agent = await here.caller("agent1")
    check_problem(await agent.get(path), 422, "invalid")


async def test_metrics_count_routes_never_paths(here: World) -> None:
    agent = await here.caller("agent1")
    await agent.get("/v1/usagers/732829320")
    await here.anyone.get("/secret-732829320")
    text = (await here.anyone.get("/metrics")).text
    assert 'route="/v1/usagers/{siren}",status="403"' in text
    assert 'route="unmatched",status="404"' in text
    assert "732829320" not in text


async def test_what_a_stop_cuts_off_is_unavailable_not_an_error(here: World) -> None:
    """uvicorn cancels what is still under way when it has waited long enough."""
    reached = asyncio.Event()

    async def hangs(*_: object) -> None:
        reached.set()
        await asyncio.Event().wait()

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    app = Envelope(hangs, here.central.metrics)
    cut = asyncio.create_task(app({"type": "http", "method": "GET", "headers": []}, receive, send))
    await reached.wait()
    cut.cancel()
    await cut
    assert sent[0]["status"] == 503
    assert json.loads(sent[1]["body"])["code"] == "unavailable"
