"""Databases that former versions wrote (one file an engine and revision, of that version's own making) go on.

Each holds a closed, an open, a parked and a waiting contact, and a reply that has not gone yet. A contact was
in the hands of an agent when the version was changed.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from ccpro_desk.central.store import open_store
from ccpro_desk.central.store.migrations import upgrade
from ccpro_desk.central.store.rows import micros
from ccpro_desk.cli.central import main
from tests.central.http.world import command
from tests.support.postgres import Server, postgres
from tests.support.served import Served
from tests.support.tampering import look

__all__ = ["postgres"]
KEY = "0" * 64
"""The audit's, of the program that wrote these files."""
SIREN = "732829320"
REVISIONS = sorted({path.name[:4] for path in Path(__file__).parent.glob("*.sql")})


@dataclass
class Former:
    """A database of a former version, served by nobody yet."""

    served: Served
    steps: tuple[str, ...]
    """What brings it to this version."""

    @property
    def url(self) -> str:
        return self.served.database

    def run(self, *words: str) -> int:
        return main([*words, "--database", self.url])


@pytest.fixture(
    params=[f"{revision} {engine}" for revision in REVISIONS for engine in ("sqlite", "postgresql")]
)
def former(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Former]:
    """Loaded into another PostgreSQL its transactions have other numbers: after that comes `restored`, as the document says."""
    monkeypatch.setenv("CCPRO_AUDIT_KEY", KEY)
    revision, engine = request.param.split()
    data = Path(__file__).with_name(f"{revision}_{engine}.sql").read_text(encoding="utf-8")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ccpro-")))
        runner = stack.enter_context(asyncio.Runner())
        if engine == "sqlite":
            url, steps = f"sqlite:///{tmp_path}/central.db", ("migrate",)
        else:
            server: Server = request.getfixturevalue("postgres")
            empty = server.empty()
            url, steps = runner.run(empty.__aenter__()), ("migrate", "restored")
            stack.callback(lambda: runner.run(empty.__aexit__(None, None, None)))
        with monkeypatch.context() as patch:
            patch.setattr(upgrade, "HEAD", revision)
            runner.run(_filled(url, data))
        served = Served(url, folder)
        stack.callback(served.stop)
        yield Former(served, steps)


async def _filled(url: str, data: str) -> None:
    """The former version's tables, by its own scripts, and its rows; it was stopped a moment ago."""
    store = await open_store(url)
    await store.migrate()
    await store.close()
    lease_end = datetime.now(UTC) + timedelta(minutes=20)
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            file.executescript(_dated(data, micros(lease_end)))
        return
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_dated(data, f"'{lease_end.isoformat()}'"))
    finally:
        await connection.close()


def _dated(data: str, lease_end: str | int) -> str:
    return f"delete from meta;\n{data}\nupdate contact set lease_expires = {lease_end} where lease_agent is not null;"


async def test_it_is_refused_then_upgraded_in_place_and_nothing_is_lost(
    former: Former, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await asyncio.to_thread(former.run, "serve", "--uds", str(former.served.socket)) == 1
    assert "ccpro-central migrate" in capsys.readouterr().err
    before = await rows(former.url)
    for step in former.steps:
        assert await asyncio.to_thread(former.run, step) == 0, capsys.readouterr().err
    assert await rows(former.url) == before
    await asyncio.to_thread(former.served.start)
    await goes_on(former)
    await asyncio.to_thread(former.served.stop)
    assert await asyncio.to_thread(former.run, "verify") == 0, capsys.readouterr().out


async def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """What people wrote, said and decided."""
    asked = {
        "contact": "select id, version, state, owner, siren, draft from contact order by id",
        "message": "select id, contact_id, seq, text, status from message order by id",
        "attachment": "select id, content from attachment order by id",
        "account": "select id, login, password_hash from account order by id",
        "command_result": "select id, content, applied, version from command_result order by id",
        "audit": "select id, actor, action, object, digest from audit where action <> 'restored' order by id",
    }
    return {table: [tuple(map(str, row)) for row in await look(url, sql)] for table, sql in asked.items()}


async def goes_on(former: Former) -> None:
    """The people of the former version sign in and find their work."""
    served = former.served
    async with served.signed_in("agent1") as agent:
        me = (await agent.get("/v1/me")).json()
        mine = {view["subject"]: view for view in me["contacts"]}
        assert {subject: view["state"] for subject, view in mine.items()} == {
            "Mise de côté": "parked",
            "En main": "active",
        }
        assert mine["En main"]["draft"] == "Brouillon d'avant."
        [lease] = me["leases"]
        await written(agent, "contact.note", {"text": "Note d'après."}, lease)
    [gone] = await served.send_all()
    assert gone["text"] == "Pas encore partie."
    async with served.signed_in("encadrant1") as head:
        [closed] = (await head.get("/v1/contacts", params={"state": "closed"})).json()["items"]
        whole = (await head.get(f"/v1/contacts/{closed['id']}")).json()
        said = [(message["direction"], message.get("status")) for message in whole["messages"]]
        assert said == [("in", None), ("note", None), ("out", "sent")]
        [attachment] = whole["messages"][0]["attachments"]
        assert (await head.get(f"/v1/attachments/{attachment['id']}")).content == b"piece"
    async with served.signed_in("agent1") as agent:
        await sent_again(agent, whole)
        asked = {"reason": "Contrôle après la mise à jour du central"}
        dossier = await agent.get(f"/v1/usagers/{SIREN}", params=asked)
        assert dossier.json()["siren"] == SIREN


async def written(agent: httpx.AsyncClient, kind: str, body: dict[str, Any], lease: dict[str, Any]) -> None:
    """Under the lease that the former version gave."""
    held = {"contact_id": lease["contact_id"], "lease_token": lease["token"]}
    answer = await agent.post("/v1/commands", json={"commands": [command(kind, body, **held)]})
    assert answer.json()["results"][0]["status"] == "applied", answer.text


async def sent_again(agent: httpx.AsyncClient, contact: dict[str, Any]) -> None:
    """A command that the former version has answered is known to this one."""
    [note] = [message for message in contact["messages"] if message["direction"] == "note"]
    again = command("contact.note", {"text": note["text"]}, contact_id=contact["id"]) | {"id": note["id"]}
    [result] = (await agent.post("/v1/commands", json={"commands": [again]})).json()["results"]
    assert result["status"] == "duplicate"
