"""A real central on a real SQLite file, the demonstration's accounts and usagers, and callers of each role."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any
from uuid import uuid4

import httpx

from ccpro_desk.central.accounts import demo_accounts
from ccpro_desk.central.app import create_app
from ccpro_desk.central.auth.guard import token_hash
from ccpro_desk.central.auth.passwords import hash_password
from ccpro_desk.central.rules import load_rules
from ccpro_desk.central.service import Central
from ccpro_desk.central.store import Store, open_store
from ccpro_desk.central.usagers_file import RefusedRow, read_usagers
from ccpro_desk.domain.clock import Clock, ManualClock
from ccpro_desk.domain.ids import new_id
from ccpro_desk.reference import data_dir
from ccpro_desk.wire import CONTRACT

PASSWORD = "mot de passe de démonstration"
HASH = hash_password(PASSWORD)


async def copied(template: Path, url: str) -> Store:
    """A store over a copy of a filled SQLite file."""
    path = Path(url.removeprefix("sqlite:///"))
    for suffix in ("", ".audit.key"):
        copyfile(f"{template}{suffix}", f"{path}{suffix}")
    return await open_store(url)


async def filled(url: str, clock: Clock) -> Store:
    """A store with the demonstration's accounts and usagers."""
    store = await open_store(url)
    await store.migrate()
    for account in demo_accounts(HASH):
        await store.add_account(account)
    rows = read_usagers(data_dir() / "demo" / "usagers.ndjson")
    await store.import_usagers([row for row in rows if not isinstance(row, RefusedRow)], clock.now())
    return store


class World:
    """A central, callers, and what tests say again and again."""

    def __init__(self, central: Central, transport: httpx.AsyncBaseTransport) -> None:
        self.central = central
        self.transport = transport
        self.anyone = self.client()

    @property
    def clock(self) -> ManualClock:
        assert isinstance(self.central.clock, ManualClock)
        return self.central.clock

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(transport=self.transport, base_url="http://central", headers=headers)

    async def caller(self, login: str, desk: Any = None) -> httpx.AsyncClient:
        """Someone signed in, without the cost of a password."""
        account = await self.central.store.account(login)
        assert account is not None
        token = f"{login}-{uuid4()}"
        now = self.central.clock.now()
        await self.central.store.open_session(
            token_hash(token), account.agent.id, desk, now, now + timedelta(hours=12)
        )
        return self.client(token)

    async def available(self, login: str = "agent1") -> httpx.AsyncClient:
        """An agent ready to take contacts."""
        agent = await self.caller(login)
        result = await send(agent, command("agent.status", {"status": "available"}))
        assert result["status"] == "applied"
        return agent

    async def brought(self, **fields: Any) -> dict[str, Any]:
        """A contact that the demonstration's connector brings."""
        connector = await self.caller("connecteur1")
        answer = await connector.post("/v1/contacts", json=mail(self.clock.now().isoformat(), **fields))
        assert answer.status_code == 201, answer.text
        view: dict[str, Any] = answer.json()
        return view

    async def taken(self, agent: httpx.AsyncClient) -> dict[str, Any]:
        """The next contact of an agent, with its lease."""
        answer = await agent.post("/v1/contacts/next", json={}, headers={"Idempotency-Key": str(new_id())})
        assert answer.status_code == 200, answer.text
        view: dict[str, Any] = answer.json()
        return view


def mail(received_at: str, **fields: Any) -> dict[str, Any]:
    """A mail as a connector brings it."""
    return {
        "channel": "mail",
        "external_id": f"<{uuid4()}@fournil.example>",
        "received_at": received_at,
        "subject": "Question",
        "body": "Bonjour, une question.",
        "sender": {"name": "Karim Benali", "address": "contact@fournil-brotteaux.example"},
        "department": "69",
        **fields,
    }


def command(kind: str, body: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A command's envelope."""
    sent = {"id": str(new_id()), "type": kind, "issued_at": "2026-11-23T08:00:00Z", "body": body}
    return {**sent, **fields}


async def send(caller: httpx.AsyncClient, *commands: dict[str, Any]) -> dict[str, Any]:
    """The result of the last of some commands."""
    answer = await caller.post("/v1/commands", json={"commands": list(commands)})
    assert answer.status_code == 200, answer.text
    last: dict[str, Any] = answer.json()["results"][-1]
    return last


def world(store: Store) -> World:
    """A central over a store, called without a socket."""
    central = Central(store, load_rules(), ManualClock())
    return World(central, httpx.ASGITransport(create_app(central)))


def check_problem(answer: httpx.Response, status: int, code: str) -> None:
    """The answer is this problem, in the contract's form."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["ccpro-contract"] == CONTRACT
    body = json.loads(answer.content)
    assert body["code"] == code
    assert body["status"] == status
    assert body["title"]
    assert body["type"] == "about:blank"


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"
