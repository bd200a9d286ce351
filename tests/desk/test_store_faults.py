"""The local store when things go wrong: said in French with what to do, set aside, never deleted, nothing lost."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import StoreBusy, StoreDamaged, StoreFull, StoreProblem, StoreTooNew
from ccpro_desk.desk.model import Draft
from ccpro_desk.desk.places import Place, Places
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskContact
from ccpro_desk.desk.store import Store
from ccpro_desk.domain.ids import new_id
from tests.support.desks import settled, stopping, until
from tests.support.scripted_central import ScriptedCentral

KEY = bytes(range(32))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Places(tmp_path / "state", "http://central.example").of("agent1")


def _set_aside(place: Place) -> list[bytes]:
    return [path.read_bytes() for path in place.folder.glob("store-*.damaged")]


def _opens_anew(place: Place, key: bytes = KEY) -> None:
    store, model = Store.open(place, key)
    store.close()
    assert model.contacts == {}


def _filled(place: Place) -> None:
    store, _ = Store.open(place, KEY)
    store.put_draft(Draft(new_id(), "Texte", datetime.now(UTC))).result(10)
    store.close()


def test_everything_is_its_owners_alone(place: Place) -> None:
    _filled(place)
    modes = {path.name: path.stat().st_mode & 0o777 for path in place.folder.iterdir()}
    assert place.folder.stat().st_mode & 0o777 == 0o700
    assert modes["store.db"] == 0o600


def test_nothing_is_readable_without_the_key(place: Place) -> None:
    _filled(place)
    assert b"Texte" not in b"".join(path.read_bytes() for path in place.folder.iterdir())


@pytest.mark.parametrize("content", [b"", b"x", b"not a database" * 400, bytes(8192)])
def test_a_file_that_is_no_store(place: Place, content: bytes) -> None:
    place.store.write_bytes(content)
    if not content:
        _opens_anew(place)
        return
    with pytest.raises(StoreDamaged) as said:
        Store.open(place, KEY)
    assert "mise de côté" in said.value.sentence and said.value.hint
    assert _set_aside(place) == [content]
    _opens_anew(place)


def test_a_damaged_page(place: Place) -> None:
    _filled(place)
    content = bytearray(place.store.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    place.store.write_bytes(content)
    with pytest.raises(StoreDamaged):
        Store.open(place, KEY)
    assert _set_aside(place) == [bytes(content)]
    _opens_anew(place)


def test_another_key(place: Place) -> None:
    _filled(place)
    before = place.store.read_bytes()
    with pytest.raises(StoreDamaged) as said:
        Store.open(place, bytes(32))
    assert "autre clé" in said.value.sentence
    assert before in _set_aside(place)
    _opens_anew(place, bytes(32))


def test_a_plain_sqlite_file_of_another_program(place: Place) -> None:
    with sqlite3.connect(place.store) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    with pytest.raises(StoreDamaged):
        Store.open(place, KEY)
    assert len(_set_aside(place)) == 1


def test_an_encrypted_file_of_another_program(place: Place) -> None:
    other = sqlcipher.connect(str(place.store))
    other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    other.execute("CREATE TABLE theirs (a)")
    other.commit()
    other.close()
    with pytest.raises(StoreDamaged) as said:
        Store.open(place, KEY)
    assert "autre programme" in said.value.sentence


def test_a_store_of_a_later_version_is_left_alone(place: Place) -> None:
    _filled(place)
    other = sqlcipher.connect(str(place.store))
    other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    other.execute("PRAGMA user_version = 99")
    other.close()
    before = place.store.read_bytes()
    with pytest.raises(StoreTooNew):
        Store.open(place, KEY)
    assert place.store.read_bytes() == before and _set_aside(place) == []


def test_a_second_workstation_is_told(place: Place) -> None:
    store, _ = Store.open(place, KEY)
    with pytest.raises(StoreBusy):
        Store.open(place, KEY)
    store.close()
    _opens_anew(place)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StoreProblem) as said:
        Places(tmp_path / "state", "http://central.example").of("agent1")
    assert str(tmp_path) in said.value.sentence


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow: what a full disk does to a database."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_on_a_full_disk_nothing_is_lost(
    at_work: Desk, held: DeskContact, central: ScriptedCentral, settings: DeskSettings
) -> None:
    with full_disk():
        with pytest.raises(StoreFull) as said:
            await at_work.reply(held.id, "Trop pour ce disque.", hold_s=0)
        assert "mémoire" in said.value.hint
        at_work.draft(held.id, "Trop pour ce disque.")
        await until(at_work, lambda state: any("disque" in notice for notice in state.notices), "said")
        assert at_work.state.contacts[0].draft == "Trop pour ce disque."
        assert at_work.state.link.pending == 0 and central.replies() == []
    await at_work.reply(held.id, "Trop pour ce disque.", hold_s=0)
    await settled(at_work)
    assert central.replies() == ["Trop pour ce disque."]


async def test_a_draft_kept_in_memory_reaches_the_disk_when_there_is_room(
    at_work: Desk, held: DeskContact, settings: DeskSettings
) -> None:
    with full_disk():
        at_work.draft(held.id, "En mémoire.")
        await until(at_work, lambda state: any("disque" in notice for notice in state.notices), "said")
    await at_work.stop()
    async with stopping(Desk.open(replace(settings, login="agent1"))) as again:
        assert again.state.contacts[0].draft == "En mémoire."
