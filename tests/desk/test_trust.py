"""https with a private authority: who is believed, and what is said of a certificate that is not."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from ccpro_desk import trust
from ccpro_desk.cli.checkup import central as checkup
from ccpro_desk.connectors.client import CentralClient
from ccpro_desk.connectors.errors import CentralUnavailable
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import CentralUnreachable
from ccpro_desk.desk.portal.flow import ask
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.sync.client import Client
from ccpro_desk.desk.sync.problems import Untrusted
from ccpro_desk.wire.views import OidcOffer
from tests.support.authority import Authority, Certificate
from tests.support.desks import FAST, stopping

UNKNOWN = "Ce poste ne reconnaît pas le certificat du centre."
EXPIRED = "Le certificat du centre a expiré."
OTHER = "Le certificat du centre porte un autre nom."


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@asynccontextmanager
async def served(certificate: Certificate) -> AsyncIterator[str]:
    """Something that speaks TLS, and HTTP enough to say no."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(10):
            await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 503 \r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    shown = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    shown.load_cert_chain(certificate.chain, certificate.key)
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=shown)
    async with server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}"


def faults(authority: Authority) -> dict[str, Certificate]:
    return {
        EXPIRED: authority.certificate(valid_for=timedelta(hours=-1)),
        OTHER: authority.certificate("autre.example"),
    }


@asynccontextmanager
async def desk_of(url: str, place: Path) -> AsyncIterator[Desk]:
    async with stopping(Desk.open(DeskSettings(url, place, key_file=place / "key", pace=FAST))) as desk:
        await desk.start()
        yield desk


async def test_an_authority_that_the_environment_names_is_believed(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    async with (
        served(authority.certificate()) as url,
        httpx.AsyncClient(base_url=url, verify=trust.context()) as client,
    ):
        assert (await client.get("/")).status_code == 503


async def test_one_that_nobody_named_is_said_at_sign_in(authority: Authority, tmp_path: Path) -> None:
    async with served(authority.certificate()) as url, desk_of(url, tmp_path) as desk:
        with pytest.raises(CentralUnreachable) as refused:
            await desk.sign_in("agent1", "mot de passe")
        assert refused.value.sentence == UNKNOWN
        assert "Rien n'a été envoyé" in refused.value.hint


@pytest.mark.parametrize("sentence", [EXPIRED, OTHER])
async def test_what_else_is_wrong_is_said_at_sign_in(
    sentence: str, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    async with served(faults(authority)[sentence]) as url, desk_of(url, tmp_path) as desk:
        with pytest.raises(CentralUnreachable) as refused:
            await desk.sign_in("agent1", "mot de passe")
        assert refused.value.sentence == sentence


async def test_a_plain_failure_is_no_mistrust(authority: Authority) -> None:
    async with served(authority.certificate()) as url:
        client = Client(url.replace("https", "http"), FAST)
        with pytest.raises(Exception, match="Le centre ne répond pas") as failed:
            await client.me()
        await client.aclose()
    assert not isinstance(failed.value, Untrusted)


async def test_the_doctor_says_it_too(authority: Authority) -> None:
    async with served(authority.certificate()) as url:
        [finding] = await asyncio.to_thread(lambda: list(checkup.check(url)))
    assert (finding.health, finding.found + ".") == ("bad", UNKNOWN)
    assert "assistance" in finding.mend


async def test_a_connector_gives_up_at_once(authority: Authority) -> None:
    """Waiting would change nothing."""
    async with (
        served(authority.certificate()) as url,
        CentralClient(url, "connecteur1", "secret", patience_s=60) as client,
    ):
        with pytest.raises(CentralUnavailable, match="ne reconnaît pas le certificat du central"):
            await client.sign_in()


async def test_the_portals_certificate_is_named_as_the_portals(authority: Authority) -> None:
    async with served(authority.certificate()) as url:
        with pytest.raises(CentralUnreachable, match="ne reconnaît pas le certificat du portail"):
            await ask(OidcOffer(url, "ccpro", (8765,)))
