"""nginx as the document sets it up, in front of two API processes; workstations that trust a private authority."""

from __future__ import annotations

import asyncio
import base64
import json
import signal
import ssl
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskState, LinkKind
from ccpro_desk.domain.values import MotifOutcome, Outcome, Status
from tests.central.http.live import follow
from tests.central.http.world import command
from tests.eventually import eventually
from tests.support.authority import Authority
from tests.support.desks import FAST, settled, stopping, until
from tests.support.nginx import nginx
from tests.support.portals import free_ports
from tests.support.postgres import Server, postgres
from tests.support.served import PASSWORD, Served

__all__ = ["postgres"]
SIREN = "732829320"
WITNESS = "encadrant1"
RHONE = "69"
"""Of the witness's centre, who therefore reads it in any state."""
CLOSED = [MotifOutcome("autre.autre", Outcome.ANSWERED)]


@dataclass
class Front:
    """The address that workstations know, and what lies behind it."""

    url: str
    authority: Path
    behind: list[Served]
    log: Path

    def caller(self, source: str = "127.0.0.1") -> httpx.AsyncClient:
        """As from the machine `source`."""
        trusting = ssl.create_default_context(cafile=self.authority)
        transport = httpx.AsyncHTTPTransport(verify=trusting, local_address=source)
        return httpx.AsyncClient(transport=transport, base_url=self.url, timeout=30)

    @asynccontextmanager
    async def signed_in(self, login: str) -> AsyncIterator[httpx.AsyncClient]:
        async with self.caller() as caller:
            answer = await caller.post("/v1/sessions", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 201, answer.text
            caller.headers["Authorization"] = f"Bearer {answer.json()['token']}"
            yield caller

    def logged(self) -> dict[str, list[str]]:
        """What the proxy wrote, by the central's request id."""
        lines = [line.split() for line in self.log.read_text().splitlines()]
        return {words[-1]: words for words in lines}


@pytest.fixture(scope="module")
def front(postgres: Server) -> Iterator[Front]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ccpro-front-")))
        runner = stack.enter_context(asyncio.Runner())
        empty = postgres.empty()
        database = runner.run(empty.__aenter__())
        stack.callback(lambda: runner.run(empty.__aexit__(None, None, None)))
        port, *ports = free_ports(3)
        behind = [_process(database, folder / str(at), at) for at in ports]
        behind[0].init()
        for process in behind:
            process.start()
            stack.callback(process.stop)
        authority = Authority(folder)
        stack.enter_context(nginx(folder, port, ports, authority.certificate()))
        yield Front(f"https://localhost:{port}", authority.file, behind, folder / "ccpro.log")


def _process(database: str, folder: Path, port: int) -> Served:
    folder.mkdir()
    return Served(database, folder, port=port)


@asynccontextmanager
async def working(front: Front, place: Path) -> AsyncIterator[Desk]:
    """Agent 1 at their workstation, available."""
    settings = DeskSettings(front.url, place, key_file=place / "store.key", pace=FAST)
    async with stopping(Desk.open(settings)) as desk:
        await desk.start()
        await desk.sign_in("agent1", PASSWORD)
        await desk.set_status(Status.AVAILABLE)
        await until(desk, up, "up to date")
        await settled(desk)
        yield desk


def up(state: DeskState) -> bool:
    return state.link.kind is LinkKind.UP_TO_DATE


async def test_a_workstation_goes_on_when_a_process_dies(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over https, with the authority that its environment names; each process dies once."""
    monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
    first, second = front.behind
    brought = await second.bring("Par le mandataire", department=RHONE)
    async with working(front, tmp_path) as desk:
        given = await desk.next()
        assert given is not None and given.id == brought
        first.kill()
        await desk.note(brought, "Pendant la panne.")
        await settled(desk)
        first.start()
        second.kill()
        await desk.reply(brought, "Bonjour, c'est fait.", hold_s=0)
        await desk.close(brought, CLOSED)
        await settled(desk)
        await until(desk, up, "up to date")
        second.start()
        assert not desk.state.notices
    seen = await second.contact(WITNESS, brought)
    assert seen["state"] == "closed"
    written = [message["text"] for message in seen["messages"] if message["direction"] != "in"]
    assert written == ["Pendant la panne.", "Bonjour, c'est fait."]


async def test_every_request_is_answered_while_a_process_is_dead(front: Front) -> None:
    first, _ = front.behind
    async with front.signed_in("agent2") as agent:
        first.kill()
        try:
            for _ in range(8):
                assert (await paused(agent)).status_code == 200
                assert (await agent.get("/v1/me")).status_code == 200
        finally:
            first.start()


async def test_what_a_dying_process_had_begun_is_done_by_the_other(front: Front) -> None:
    first, _ = front.behind
    async with front.signed_in("agent2") as agent:
        assert first.process is not None
        first.process.send_signal(signal.SIGSTOP)
        try:
            asked = [asyncio.create_task(paused(agent)) for _ in range(6)]
            await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            assert not all(task.done() for task in asked)
        finally:
            first.kill()
            first.start()
        assert {answer.status_code for answer in await asyncio.gather(*asked)} == {200}


async def paused(agent: httpx.AsyncClient) -> httpx.Response:
    status = command("agent.status", {"status": "pause"})
    return await agent.post("/v1/commands", json={"commands": [status]})


async def test_an_event_is_heard_while_the_feed_stays_open(front: Front) -> None:
    async with front.signed_in("agent3") as agent, follow(agent) as feed:
        assert feed.response.headers["Content-Type"].startswith("text/event-stream")
        await feed.next_of("alive")
        brought = await front.behind[0].bring("Entendue aussitôt", department=RHONE)
        heard = await feed.next_of("contact.received")
        assert heard.data["contact_id"] == str(brought)


async def test_the_largest_attachment_passes_and_the_central_says_what_is_too_large(front: Front) -> None:
    async with front.signed_in("agent4") as agent:
        content = base64.b64encode(bytes(25_000_000)).decode()
        file = {"name": "avis.pdf", "type": "application/pdf", "content_base64": content}
        added = await agent.post("/v1/attachments", json=file)
        assert (added.status_code, added.json()["size"]) == (201, 25_000_000)
        refused = await agent.post("/v1/attachments", content=b" " * 40_500_000)
        assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


async def test_the_metrics_stay_inside(front: Front) -> None:
    async with front.caller() as outside, front.behind[0].caller() as inside:
        assert (await outside.get("/metrics")).status_code == 404
        assert (await inside.get("/metrics")).status_code == 200
        assert (await outside.get("/health/ready")).json() == {"status": "ready"}


async def test_a_request_is_found_in_both_logs_and_neither_names_anybody(front: Front) -> None:
    async with front.signed_in("agent5") as agent:
        answer = await agent.get(f"/v1/usagers/{SIREN}", params={"reason": "Rappel de la gérante Benali"})
        found = await agent.get("/v1/usagers", params={"q": "fournil"})
    for request in (answer, found):
        request_id = request.headers["X-Request-Id"]
        eventually(lambda: request_id in _requests(front), "its line in the central's log")  # noqa: B023
        line = eventually(lambda: front.logged().get(request_id), "its line in the proxy's log")  # noqa: B023
        assert line[1:3] == ["GET", str(request.status_code)]
    everything = "".join(path.read_text() for path in front.log.parent.glob("*.log"))
    for personal in (SIREN, "Benali", "fournil", "agent5", "localhost"):
        assert personal not in everything, personal


def _requests(front: Front) -> set[str]:
    logs = [(process.folder / "central.log").read_text() for process in front.behind]
    return {json.loads(line).get("request") for log in logs for line in log.splitlines()}


async def test_guesses_are_counted_by_the_machine_that_they_come_from(front: Front) -> None:
    """Not by the proxy, nor by what a caller claims to be."""
    wrong = {"login": "personne", "password": "au-hasard"}
    before = await _sources(front)
    for source in ("127.0.0.2", "127.0.0.3", "127.0.0.3"):
        async with front.caller(source) as guesser:
            claimed = {"X-Forwarded-For": f"203.0.113.{len(source)}"}
            answer = await guesser.post("/v1/sessions", json=wrong, headers=claimed)
            assert answer.status_code == 401
    assert await _sources(front) - before == 3  # the login, and two sources


async def _sources(front: Front) -> int:
    connection = await asyncpg.connect(front.behind[0].database)
    try:
        counted: int = await connection.fetchval("select count(*) from attempt")
        return counted
    finally:
        await connection.close()
