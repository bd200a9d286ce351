"""The connector's client: signs in, insists when that is harmless, and says why it gives up."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from ccpro_desk.connectors.client import CentralClient
from ccpro_desk.connectors.errors import CentralError, CentralUnavailable, Refused, SignInRefused
from ccpro_desk.wire import CONTRACT
from tests.mail.central import PASSWORD, FakeCentral, problem, reply


async def test_it_signs_in_by_itself_and_says_its_contract() -> None:
    central = FakeCentral(outbox=[reply()])
    async with central.client() as client:
        (item,) = await client.claim()
    assert item == central.outbox[0]
    assert central.sign_ins == 1
    assert {request.headers["Ccpro-Contract"] for request in central.requests} == {CONTRACT}
    assert central.requests[-1].method == "DELETE"


async def test_it_signs_in_again_when_its_session_ended() -> None:
    central = FakeCentral()
    async with central.client() as client:
        await client.claim()
        central.token = "jeton-2"
        assert await client.claim() == []
    assert central.sign_ins == 2


async def test_busy_and_broken_connections_are_tried_again() -> None:
    central = FakeCentral()
    async with central.client() as client:
        await client.sign_in()
        central.faults = [503, httpx.ConnectError("refusée"), httpx.ReadError("coupée"), 502]
        await client.claim()
    assert len(central.waits) == 4
    assert central.waits == sorted(central.waits)


async def test_retry_after_is_obeyed() -> None:
    central = FakeCentral(faults=[httpx.Response(429, headers={"Retry-After": "7"})])
    async with central.client() as client:
        await client.sign_in()
    assert central.waits == [7.0]


async def test_it_gives_up_with_a_hint() -> None:
    central = FakeCentral(faults=[httpx.Response(503, headers={"Retry-After": "40"})])
    async with central.client() as client:
        with pytest.raises(CentralUnavailable) as gone:
            await client.sign_in()
    assert gone.value.hint
    assert gone.value.wait_s == 40.0


async def test_a_wrong_password_is_not_tried_twice() -> None:
    central = FakeCentral(faults=[problem(401, "unauthenticated")])
    async with central.client() as client:
        with pytest.raises(SignInRefused) as refused:
            await client.claim()
    assert PASSWORD not in str(refused.value)
    assert len(central.requests) == 1


async def test_an_account_that_is_no_connector_s_is_told_at_once() -> None:
    central = FakeCentral()
    async with central.client() as client:
        await client.sign_in()
        central.faults = [problem(403, "forbidden")]
        with pytest.raises(SignInRefused, match="connecteur"):
            await client.bring({})


async def test_refusals_carry_the_central_s_words_cleaned() -> None:
    central = FakeCentral()
    async with central.client() as client:
        await client.sign_in()
        central.faults = [httpx.Response(422, json={"code": "invalid", "title": "\x1b[31mChamp\x07"})]
        with pytest.raises(Refused) as refused:
            await client.claim()
    assert (refused.value.status, refused.value.code, str(refused.value)) == (422, "invalid", "Champ")


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text="<html>"), httpx.Response(200, json=[1]), httpx.Response(426)]
)
async def test_what_is_no_central_is_said(answer: httpx.Response) -> None:
    central = FakeCentral()
    async with central.client() as client:
        await client.sign_in()
        central.faults = [answer]
        with pytest.raises(CentralError) as error:
            await client.claim()
    assert error.value.hint


async def test_over_a_unix_socket(tmp_path: Path) -> None:
    path = tmp_path / "central.sock"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 201 Created\r\nContent-Length: 13\r\nConnection: close\r\n\r\n" + b'{"token":"t"}'
        )
        await writer.drain()
        writer.close()

    async with await asyncio.start_unix_server(serve, path):
        client = CentralClient(f"unix:{path}", "connecteur1", PASSWORD)
        await client.sign_in()
        await client.close()
