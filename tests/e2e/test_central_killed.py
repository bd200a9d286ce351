"""The central killed before its commit, after it, and at random: what it acknowledged is there, and all of it once."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from ccpro_desk.domain.ids import new_id
from tests.eventually import eventually_async
from tests.support.postgres import Server, postgres
from tests.support.served import Served, serving

__all__ = ["postgres"]
AGENT, WITNESS = "agent1", "encadrant1"
BATCH = 4


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path / 'central.db'}") as served:
        yield served


@dataclass
class Agent:
    """A desk reduced to its commands: notes on one contact, sent and, when unsure, sent again."""

    caller: httpx.AsyncClient
    contact: dict[str, Any]
    issued: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)

    def notes(self, count: int) -> list[dict[str, Any]]:
        made = [
            {
                "id": str(new_id()),
                "type": "contact.note",
                "contact_id": self.contact["id"],
                "issued_at": datetime.now(UTC).isoformat(),
                "body": {"text": f"Note {len(self.issued) + number}"},
            }
            for number in range(count)
        ]
        self.issued += made
        return made

    async def send(self, commands: list[dict[str, Any]]) -> list[str]:
        answer = await self.caller.post("/v1/commands", json={"commands": commands}, timeout=20)
        assert answer.status_code == 200, answer.text
        results = answer.json()["results"]
        self.acknowledged |= {r["id"] for r in results if r["status"] in ("applied", "duplicate")}
        return [result["status"] for result in results]


@asynccontextmanager
async def working(served: Served) -> AsyncIterator[Agent]:
    """Agent 1 with a contact in hand. The session outlives the central's process."""
    await served.bring()
    async with served.signed_in(AGENT) as caller:
        status = {"status": "available"}
        command = {"id": str(new_id()), "type": "agent.status", "issued_at": datetime.now(UTC).isoformat()}
        await caller.post("/v1/commands", json={"commands": [command | {"body": status}]})
        given = await caller.post("/v1/contacts/next", json={}, headers={"Idempotency-Key": str(new_id())})
        assert given.status_code == 200, given.text
        yield Agent(caller, given.json()["contact"])


async def notes_of(served: Served, contact_id: str) -> list[str]:
    """The ids of the contact's notes as the central has them, in order."""
    found = await served.contact(WITNESS, UUID(contact_id))
    return [message["id"] for message in found["messages"] if message["direction"] == "note"]


async def test_killed_after_its_commit_before_its_answer(sqlite: Served) -> None:
    async with working(sqlite) as agent:
        (note,) = agent.notes(1)
        async with AsyncExitStack() as unread:
            _, writer = await asyncio.open_unix_connection(str(sqlite.socket))
            unread.callback(writer.close)
            writer.write(raw_request(agent, [note]))
            await writer.drain()
            await eventually_async(lambda: is_noted(sqlite, agent, note), "the note is stored")
            sqlite.kill()
        sqlite.start()
        assert await agent.send([note]) == ["duplicate"]
        assert await notes_of(sqlite, agent.contact["id"]) == [note["id"]]


def raw_request(agent: Agent, commands: list[dict[str, Any]]) -> bytes:
    """The same request, for a connection whose answer nobody reads."""
    request = agent.caller.build_request("POST", "/v1/commands", json={"commands": commands})
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    return f"POST /v1/commands HTTP/1.1\r\n{head}\r\n".encode() + request.content


async def is_noted(served: Served, agent: Agent, note: dict[str, Any]) -> bool:
    return note["id"] in await notes_of(served, agent.contact["id"])


async def test_killed_before_its_commit(sqlite: Served) -> None:
    """Another connection holds the write lock: the central has the command and cannot commit it."""
    async with working(sqlite) as agent:
        (note,) = agent.notes(1)
        with closing(
            sqlite3.connect(sqlite.database.removeprefix("sqlite:///"), isolation_level=None)
        ) as other:
            other.execute("BEGIN IMMEDIATE")
            sending = asyncio.create_task(agent.send([note]))
            await asyncio.wait({sending}, timeout=1)
            assert not sending.done()
            sqlite.kill()
            with pytest.raises(httpx.TransportError):
                await sending
            other.execute("ROLLBACK")
        sqlite.start()
        assert await notes_of(sqlite, agent.contact["id"]) == []
        assert await agent.send([note]) == ["applied"]
        assert await agent.send([note]) == ["duplicate"]
        assert await notes_of(sqlite, agent.contact["id"]) == [note["id"]]


@pytest.mark.parametrize("seed", [1, 2])
async def test_killed_at_random_while_commands_come(sqlite: Served, seed: int) -> None:
    await killed_at_random(sqlite, random.Random(seed), rounds=4)


async def test_killed_at_random_over_postgresql(postgres: Server) -> None:
    async with postgres.empty() as database:
        with serving(database) as served:
            await killed_at_random(served, random.Random(3), rounds=4)


async def killed_at_random(served: Served, chance: random.Random, *, rounds: int) -> None:
    async with working(served) as agent:
        for _ in range(rounds):
            unsure = await push_until_killed(served, agent, chance)
            served.start()
            for batch in unsure:
                assert set(await agent.send(batch)) <= {"applied", "duplicate"}
        stored = await notes_of(served, agent.contact["id"])
        assert stored == [note["id"] for note in agent.issued], "each once, in the order of its issue"
        assert agent.acknowledged == set(stored)


async def push_until_killed(
    served: Served, agent: Agent, chance: random.Random
) -> list[list[dict[str, Any]]]:
    """Batches one after the other; the central is killed meanwhile. Those without an answer."""
    killing = asyncio.create_task(kill_after(served, chance.uniform(0.05, 0.4)))
    while True:
        batch = agent.notes(BATCH)
        try:
            assert await agent.send(batch) == ["applied"] * BATCH
        except httpx.TransportError:
            await killing
            return [batch]


async def kill_after(served: Served, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await asyncio.to_thread(served.kill)


async def test_what_was_acknowledged_before_a_kill_is_acknowledged_again(sqlite: Served) -> None:
    async with working(sqlite) as agent:
        notes = agent.notes(BATCH)
        assert await agent.send(notes) == ["applied"] * BATCH
        sqlite.kill()
        sqlite.start()
        assert await agent.send(notes) == ["duplicate"] * BATCH
        assert await notes_of(sqlite, agent.contact["id"]) == [note["id"] for note in notes]
