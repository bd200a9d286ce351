"""Leases over real time and real processes: a central that restarts, a workstation that freezes."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from ccpro_desk.domain.ids import new_id
from tests.central.http.live import Following, follow
from tests.eventually import eventually_async
from tests.support.killed_desk import REPLY
from tests.support.served import PASSWORD, Served, serving

WITNESS = "encadrant1"


def command(kind: str, body: dict[str, Any], given: dict[str, Any] | None = None) -> dict[str, Any]:
    sent = {"id": str(new_id()), "type": kind, "issued_at": datetime.now(UTC).isoformat(), "body": body}
    if given is not None:
        sent |= {"contact_id": given["contact"]["id"], "base_version": given["contact"]["version"]}
        sent["lease_token"] = given["lease"]["token"]
    return sent


async def send(caller: httpx.AsyncClient, *commands: dict[str, Any]) -> dict[str, Any]:
    """The result of the last of them."""
    answer = await caller.post("/v1/commands", json={"commands": list(commands)})
    assert answer.status_code == 200, answer.text
    last: dict[str, Any] = answer.json()["results"][-1]
    return last


@asynccontextmanager
async def holding(served: Served, login: str) -> AsyncIterator[tuple[httpx.AsyncClient, dict[str, Any]]]:
    """An agent with the next contact in hand."""
    async with served.signed_in(login) as caller:
        await send(caller, command("agent.status", {"status": "available"}))
        answer = await caller.post("/v1/contacts/next", json={}, headers={"Idempotency-Key": str(new_id())})
        assert answer.status_code == 200, answer.text
        yield caller, answer.json()


@pytest.mark.parametrize(("grace_s", "kept"), [(60, True), (0, False)])
async def test_a_restart_takes_nobodys_work(tmp_path: Path, grace_s: int, kept: bool) -> None:
    """While the central is away nobody can give a sign of life. Without grace the work goes to others."""
    url = f"sqlite:///{tmp_path / 'central.db'}"
    with serving(url, "--lease", "mail=2", "--grace", str(grace_s)) as served:
        await served.bring()
        async with holding(served, "agent1") as (agent, given), served.signed_in("connecteur1") as connector:
            held = await send(agent, command("contact.reply", {"text": "Bonjour.", "hold_s": 1}, given))
            assert held["status"] == "applied"
            since = (await connector.get("/v1/me")).json()["position"]
            served.kill()
            await eventually_async(lambda: is_past(given["lease"]["expires_at"]), "the lease has run out")
            served.start()
            async with follow(connector, since) as feed:
                told = await told_until(feed, "reply.queued")
            assert told == ([] if kept else ["contact.returned"]), "the same timer rescues, and that first"
            leases = (await agent.get("/v1/me")).json()["leases"]
            assert [lease["token"] for lease in leases] == [given["lease"]["token"]] * kept
            saved = await send(agent, command("draft.save", {"text": "La suite."}, given))
            assert (saved["status"], saved.get("code")) == (
                ("applied", None) if kept else ("refused", "lease_lost")
            )


@asynccontextmanager
async def alive(caller: httpx.AsyncClient) -> AsyncIterator[None]:
    """Signs of life beside what the test does."""

    async def beat() -> None:
        while True:
            assert (await caller.post("/v1/alive", json={"position": ""})).status_code == 204
            await asyncio.sleep(0.5)

    async with asyncio.TaskGroup() as beside:
        beating = beside.create_task(beat())
        yield
        beating.cancel()


async def told_until(feed: Following, kind: str) -> list[str]:
    """What a feed says before this."""
    told: list[str] = []
    while (heard := await feed.next()) is not None and heard.type != kind:
        told += [] if heard.type == "alive" else [heard.type]
    assert heard is not None, told
    return told


async def is_past(moment: str) -> bool:
    return datetime.now(UTC) > datetime.fromisoformat(moment)


def workstation(root: Path, *arguments: str) -> subprocess.Popen[str]:
    command = (sys.executable, "-m", "tests.support.killed_desk", *arguments)
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


async def test_a_frozen_workstation_comes_back_too_late(tmp_path: Path, root: Path) -> None:
    """Its text goes where the contact went, and it is told so; its colleague's work is not disturbed."""
    with serving(f"sqlite:///{tmp_path / 'central.db'}", "--lease", "mail=5", "--grace", "0") as served:
        contact_id = await served.bring()
        arguments = (served.central, str(tmp_path), PASSWORD, str(contact_id), "frozen")
        frozen = workstation(root, *arguments)
        assert frozen.stdout is not None
        try:
            assert await asyncio.to_thread(frozen.stdout.readline) == "journaled\n"
            frozen.send_signal(signal.SIGSTOP)

            async def is_rescued() -> bool:
                async with served.signed_in(WITNESS) as caller:
                    waiting = (await caller.get("/v1/contacts?state=waiting")).json()["items"]
                return [item["id"] for item in waiting] == [str(contact_id)]

            await eventually_async(is_rescued, "the contact waits for somebody else")
            async with holding(served, "agent2") as (colleague, given), alive(colleague):
                assert given["contact"]["id"] == str(contact_id)
                (tmp_path / "thawed").touch()
                frozen.send_signal(signal.SIGCONT)
                assert await asyncio.to_thread(frozen.stdout.readline) == "lease_lost\n"
                seen = (await colleague.get(f"/v1/contacts/{contact_id}")).json()
                assert [late["text"] for late in seen["late_drafts"]] == [REPLY]
                assert seen["lease"]["agent"] == (await colleague.get("/v1/me")).json()["agent"]["id"]
                assert (await served.send_all()) == []
        finally:
            frozen.kill()
            frozen.wait()
            frozen.stdout.close()
