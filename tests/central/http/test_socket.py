"""What only a real socket shows: bodies refused while they are sent, and requests that are hardly HTTP."""

from __future__ import annotations

import asyncio

import pytest

from tests.central.http.world import World, check_problem


async def test_a_body_refused_early_still_gets_its_answer(served: World) -> None:
    agent = await served.caller("agent1")
    connector = await served.caller("connecteur1")
    check_problem(await agent.post("/v1/commands", content=b" " * 1_000_001), 413, "too_large")
    check_problem(await connector.post("/v1/contacts", content=b" " * 40_000_001), 413, "too_large")
    check_problem(await served.anyone.post("/v1/contacts", content=b" " * 5_000_000), 401, "unauthenticated")
    assert (await agent.get("/v1/me")).status_code == 200


async def test_a_chunked_body_is_measured_too(served: World) -> None:
    agent = await served.caller("agent1")

    async def chunks():  # type: ignore[no-untyped-def]
        for _ in range(150):
            yield b" " * 10_000

    check_problem(await agent.post("/v1/commands", content=chunks()), 413, "too_large")


@pytest.mark.parametrize(
    "line",
    [
        b"GET /v1/%ff%fe HTTP/1.1",
        b"GET /v1/usagers/%00 HTTP/1.1",
        b"GET /\xff\xfe HTTP/1.1",
        b"GET /v1/contacts?cursor=%ed%a0%80 HTTP/1.1",
        b"BREW /v1/me HTTP/1.1",
        b"GET http://elsewhere.example/v1/nothing HTTP/1.1",
        b"banana",
    ],
)
async def test_what_is_hardly_http_is_no_server_error(served: World, line: bytes) -> None:
    path = served.transport._pool._uds  # type: ignore[attr-defined]
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(line + b"\r\nHost: central\r\nConnection: close\r\n\r\n")
    status = await asyncio.wait_for(reader.readline(), 10)
    writer.close()
    await writer.wait_closed()
    assert status.split()[1][:1] == b"4", status
    assert (await served.anyone.get("/health/live")).status_code == 200
