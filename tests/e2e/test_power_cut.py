"""Fifty desks lost at once and back together, from one address as behind one router: nobody is kept out."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from ccpro_desk.central.store import open_store
from ccpro_desk.central.store.values import NewAccount
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import Role
from tests.eventually import eventually_async
from tests.support.served import PASSWORD, Served

DESKS, TOGETHER = 50, 25
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""As cheap as argon2 goes: the test is about fifty sign-ins, not about their price."""


@pytest.fixture
async def served(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Served]:
    """A central with fifty agents and as many mails, whose leases last so many seconds."""
    url = f"sqlite:///{tmp_path / 'central.db'}"
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    store = await open_store(url)
    await store.migrate()
    for number in range(DESKS):
        login = f"poste{number}"
        await store.add_account(NewAccount(new_id(), login, login.title(), Role.AGENT, HASH, centre="lons"))
    await store.add_account(NewAccount(new_id(), "connecteur1", "Messagerie", Role.CONNECTOR, HASH))
    await store.close()
    with tempfile.TemporaryDirectory(prefix="ccpro-") as folder:
        central = Served(url, Path(folder), ("--lease", f"mail={request.param}", "--grace", "0"), port)
        central.start()
        try:
            async with central.signed_in("connecteur1") as connector:
                for number in range(DESKS):
                    answer = await connector.post("/v1/contacts", json=mail(number))
                    assert answer.status_code == 201, answer.text
            yield central
        finally:
            central.stop()


def mail(number: int) -> dict[str, Any]:
    return {
        "channel": "mail",
        "external_id": f"<{number}@fournil.example>",
        "received_at": "2026-11-23T08:00:00Z",
        "subject": "Question",
        "body": "Bonjour.",
        "sender": {"name": "Fournil", "address": "contact@fournil.example"},
    }


@contextmanager
def desks(served: Served, root: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """All desks, in a few processes; killed at the end, as by a power cut."""
    command = (sys.executable, "-m", "tests.support.small_desks", served.central, PASSWORD)
    running = [
        subprocess.Popen((*command, str(first), str(TOGETHER)), cwd=root, stdout=subprocess.PIPE, text=True)
        for first in range(0, DESKS, TOGETHER)
    ]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


async def holding(running: list[subprocess.Popen[str]]) -> dict[str, str]:
    """Which contact each desk has; each has one, and none was told to wait."""

    def lines(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
        assert process.stdout is not None
        return [json.loads(process.stdout.readline()) for _ in range(TOGETHER)]

    said = await asyncio.gather(*(asyncio.to_thread(lines, process) for process in running))
    every = [desk for some in said for desk in some]
    assert [desk["refused"] for desk in every] == [0] * DESKS
    held = {desk["login"]: contact for desk in every for contact in desk["held"]}
    assert len(held) == len(set(held.values())) == DESKS
    return held


@pytest.mark.parametrize("served", [600], indirect=True)
async def test_back_before_their_leases_run_out_they_have_what_they_had(served: Served, root: Path) -> None:
    with desks(served, root) as running:
        before = await holding(running)
    with desks(served, root) as running:
        assert await holding(running) == before


@pytest.mark.parametrize("served", [6], indirect=True)
async def test_back_too_late_they_find_the_queue_and_each_contact_goes_to_one(
    served: Served, root: Path
) -> None:
    with desks(served, root) as running:
        before = await holding(running)

    async def all_wait() -> bool:
        async with served.signed_in("poste0") as caller:
            items = (await caller.get("/v1/contacts?state=waiting&limit=200")).json()["items"]
        return {item["id"] for item in items} == set(before.values())

    await eventually_async(all_wait, "every contact waits in the queue")
    with desks(served, root) as running:
        assert set((await holding(running)).values()) == set(before.values())
