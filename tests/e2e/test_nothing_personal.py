"""A whole shift with a real process: its log and its metrics name nobody and quote nothing."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from ccpro_desk.domain.ids import new_id
from tests.support.postgres import Server, postgres
from tests.support.served import PASSWORD, Served, serving
from tests.support.tampering import tamper

__all__ = ["postgres"]
SIREN = "732829320"
SAID = ("Remboursement de TVA introuvable", "Le virement n'est jamais arrivé chez nous.")
ANSWERED = "Votre demande a été validée hier."
NOTED = "Rappeler la gérante en fin de semaine."
TOLD = "Mme Benali s'absente à midi"
PERSONAL = (
    *SAID,
    ANSWERED,
    NOTED,
    PASSWORD,
    SIREN,
    "agent1",
    "connecteur1",
    "inconnu-au-bataillon",
    "Benali",
    "fournil",
    "Fournil",
    "FOURNIL",
    "mauvais-mot-de-passe",
    "agent2",
    "agent-fantome",
    TOLD,
    "127.0.0.1",
)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path / 'central.db'}") as served:
        yield served


async def test_on_sqlite(sqlite: Served) -> None:
    await _shift_is_silent(sqlite)


async def test_on_postgresql(postgres: Server) -> None:
    async with postgres.empty() as url:
        with serving(url) as served:
            await _shift_is_silent(served)


async def _shift_is_silent(served: Served) -> None:
    requests = [*await _shift(served), *await _plateau(served)]
    await asyncio.to_thread(_babbled, served)
    requests.append(await _failed(served))
    async with served.caller() as caller:
        metrics = (await caller.get("/metrics")).text
    log = (served.folder / "central.log").read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    logged = {line["request"]: line for line in lines if line["event"] == "request"}
    for answer in requests:
        line = logged[answer.headers["X-Request-Id"]]
        assert (line["method"], line["status"]) == (answer.request.method, answer.status_code)
        assert set(line) == {"request", "method", "route", "status", "ms", "event", "level", "timestamp"}
    assert {line["event"] for line in lines} == {"request", "library", "request_failed"}
    assert "ccpro_wait_seconds_count" in metrics
    assert 'code="lease_lost"' in metrics
    for word in PERSONAL:
        assert word not in log, word
        assert word not in metrics, word


async def _plateau(served: Served) -> list[httpx.Response]:
    """The supervisor's part: words, answers and a search are texts too."""
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    crisis = {"label": TOLD, "until": until, "allowance_s": 600, "words": [TOLD]}
    async with served.signed_in("encadrant1") as head:
        return [
            await head.put("/v1/supervision/word", json={"text": TOLD}),
            await head.post("/v1/supervision/crisis", json=crisis),
            await head.post("/v1/supervision/absences", json={"agent": "agent2"}),
            await head.post("/v1/supervision/absences", json={"agent": "agent-fantome"}),
            await head.get("/v1/contacts/search", params={"q": "Benali"}),
            await head.get("/v1/supervision"),
        ]


def _babbled(served: Served) -> None:
    """What is no HTTP: the server's own library complains of it."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(served.socket))
        line.sendall(b"GET /v1/usagers?q=Benali un deux trois\r\nFournil\r\n\r\n")
        line.settimeout(10)
        while line.recv(1000):
            pass


async def _failed(served: Served) -> httpx.Response:
    """A fault of our own, whose message quotes the statement."""
    async with served.signed_in("agent1") as agent:
        await tamper(served.database, "alter table usager rename to gone")
        answer = await agent.get("/v1/usagers", params={"q": "fournil"})
    assert answer.status_code == 503
    return answer


async def _shift(served: Served) -> list[httpx.Response]:
    """What a shift does, mistakes included; the answers whose lines the log must have."""
    contact = await served.bring(SAID[0], body=SAID[1], siren=SIREN, department="69")
    async with served.caller() as anyone, served.signed_in("agent1") as agent:
        answers = [
            await anyone.post("/v1/sessions", json={"login": "agent1", "password": "mauvais-mot-de-passe"}),
            await anyone.post("/v1/sessions", json={"login": "inconnu-au-bataillon", "password": PASSWORD}),
            await anyone.get("/v1/fournil/Benali"),
            await anyone.get(f"/v1/usagers/{SIREN}"),
            await agent.get("/v1/usagers", params={"q": "fournil"}),
            await agent.post("/v1/commands", content=f'{{"commands": "{ANSWERED}'.encode()),
            await _sent(agent, "agent.status", {"status": "available"}),
            await agent.post("/v1/contacts/next", json={}, headers={"Idempotency-Key": str(new_id())}),
        ]
        taken = answers[-1].json()
        assert taken["contact"]["id"] == str(contact)
        answers.append(await agent.get(f"/v1/usagers/{SIREN}", params={"contact_id": str(contact)}))
        answers += await _handled(agent, taken)
    assert await served.send_all()
    return answers


async def _handled(agent: httpx.AsyncClient, taken: dict[str, Any]) -> list[httpx.Response]:
    lease = {"contact_id": taken["contact"]["id"], "lease_token": taken["lease"]["token"]}
    motifs = [{"code": "autre.autre", "outcome": "answered"}]
    steps: list[tuple[str, dict[str, Any], dict[str, str], str]] = [
        ("contact.note", {"text": NOTED}, {}, "applied"),
        ("contact.reply", {"text": ANSWERED, "hold_s": 0}, {}, "applied"),
        ("contact.reply", {"text": ANSWERED}, {"lease_token": str(uuid4())}, "refused"),
        ("contact.close", {"motifs": motifs}, {}, "applied"),
    ]
    answers, version = [], taken["contact"]["version"]
    for kind, body, other, expected in steps:
        answers.append(await _sent(agent, kind, body, **{**lease, "base_version": version, **other}))
        result = answers[-1].json()["results"][0]
        assert result["status"] == expected, result
        version = result.get("version") or version
    return answers


async def _sent(agent: httpx.AsyncClient, kind: str, body: dict[str, Any], **more: Any) -> httpx.Response:
    issued = datetime.now(UTC).isoformat()
    command = {"id": str(new_id()), "type": kind, "issued_at": issued, "body": body, **more}
    return await agent.post("/v1/commands", json={"commands": [command]})
