"""Opening, migrating and locking a database."""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.store import open_store
from ccpro_desk.central.store.audit_key import audit_key
from ccpro_desk.central.store.migrations import upgrade
from tests.support.postgres import Server, postgres

INDEXES = {
    "contact_waiting": "(pool, channel, skill, rank, received_at, id) where state = 'waiting' and bound_to is null",
    "contact_slot": "(lease_agent, channel, lease_slot) where lease_agent is not null",
    "contact_bound": "(bound_to) where state = 'waiting' and bound_to is not null",
}
OPENS = """
import asyncio, sys
from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.store import open_store
try:
    asyncio.run(open_store(sys.argv[1]))
except StoreError as error:
    print(error)
    sys.exit(1)
"""


async def test_a_file_is_one_processs(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'central.db'}"
    store = await open_store(url)
    with pytest.raises(StoreError, match="déjà ouverte par un autre processus"):
        await open_store(url)
    second = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", OPENS, url], capture_output=True, text=True, check=False
    )
    assert second.returncode == 1 and "déjà ouverte par un autre processus" in second.stdout
    await store.close()
    again = await open_store(url)
    await again.close()


async def test_tables_are_made_once_and_checked(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'central.db'}")
    with pytest.raises(StoreError):
        await store.ping()
    await store.migrate()
    await store.migrate()
    await store.ping()
    await store.close()


async def test_sqlite_is_durable_and_its_indexes_say_what_we_wrote(tmp_path: Path) -> None:
    path = tmp_path / "central.db"
    store = await open_store(f"sqlite:///{path}")
    await store.migrate()
    await store.close()
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
        written = dict(
            connection.execute("select name, sql from sqlite_master where type = 'index'").fetchall()
        )
    finally:
        connection.close()
    for name, shape in INDEXES.items():
        assert shape in " ".join(written[name].split())


async def test_postgres_indexes_say_what_we_wrote(postgres: Server) -> None:
    async with postgres.database() as url:
        connection = await asyncpg.connect(url)
        rows = await connection.fetch(
            "select indexname, indexdef from pg_indexes where tablename = 'contact'"
        )
        await connection.close()
    written = {row["indexname"]: row["indexdef"] for row in rows}
    assert (
        "(pool, channel, skill, rank, received_at, id) WHERE ((state = 'waiting'::text) AND (bound_to IS NULL))"
        in written["contact_waiting"]
    )
    assert written["contact_slot"].startswith("CREATE UNIQUE INDEX")
    assert "(lease_agent, channel, lease_slot) WHERE (lease_agent IS NOT NULL)" in written["contact_slot"]


async def test_processes_that_start_at_once_migrate_once(postgres: Server) -> None:
    async with postgres.empty() as url:
        stores = [await open_store(url) for _ in range(3)]
        await asyncio.gather(*(store.migrate() for store in stores))
        epochs = {await store.epoch() for store in stores}
        for store in stores:
            await store.ping()
            await store.close()
        assert len(epochs) == 1


VERSIONS = Path(upgrade.__file__).parent / "versions"
OLD = """
insert into contact (id, version, state, channel, connector, external_id, received_at, due_at, pool, skill, rank, cold)
values ('00000000-0000-7000-8000-000000000002', 1, 'waiting', 'mail', '00000000-0000-7000-8000-000000000003', 'x',
    {now}, {now}, 'lons', '{queue}', {now}, '{cold}')
"""


@pytest.mark.parametrize(("queue", "motif"), [("general", "tva.date"), ("plateau:lons-1", None)])
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_what_waits_already_keeps_its_motif_through_an_upgrade(
    tmp_path: Path, postgres: Server, engine: str, queue: str, motif: str | None
) -> None:
    """Tables of the second revision, as a central of that time has left them."""
    statements = [
        statement
        for name in ("0001", "0002")
        for statement in (VERSIONS / f"{name}_{engine}.sql").read_text(encoding="utf-8").split(";\n")
        if statement.strip()
    ]
    statements += ["create table alembic_version (version_num varchar(32) not null)"]
    statements += ["insert into alembic_version values ('0002')"]
    now = "1795420800000000" if engine == "sqlite" else "now()"
    cold = '{"urgency": {"motif": "tva.date"}}'
    statements += [OLD.replace("{now}", now).replace("{queue}", queue).replace("{cold}", cold)]
    asked = "select motif from contact"
    if engine == "sqlite":
        path = tmp_path / "central.db"
        connection = sqlite3.connect(path)
        connection.executescript(";\n".join(statements))
        connection.close()
        await _migrated(f"sqlite:///{path}")
        connection = sqlite3.connect(path)
        assert connection.execute(asked).fetchone() == (motif,)
        connection.close()
        return
    async with postgres.empty() as url:
        link = await asyncpg.connect(url)
        for statement in statements:
            await link.execute(statement)
        await _migrated(url)
        assert await link.fetchval(asked) == motif
        await link.close()


async def _migrated(url: str) -> None:
    store = await open_store(url)
    await store.migrate()
    await store.ping()
    await store.close()


async def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for url in (f"sqlite:///{tmp_path}/file/x.db", "mysql://x", "x"):
        with pytest.raises(StoreError):
            await open_store(url)
    nobody = await open_store(f"postgresql://postgres@/x?host={tmp_path}")
    with pytest.raises(StoreError):
        await nobody.migrate()
    with pytest.raises(StoreError):
        await nobody.ping()
    await nobody.close()


async def test_servers_of_which_none_may_be_written_to_are_said(postgres: Server) -> None:
    """During a failover: the primary is gone, its standby not promoted yet."""
    async with postgres.database() as url:
        connection = await asyncpg.connect(url)
        name = await connection.fetchval("select current_database()")
        await connection.execute(f"alter database {name} set default_transaction_read_only = on")
        await connection.close()
        store = await open_store(f"{url}&target_session_attrs=read-write")
        with pytest.raises(StoreError):
            await store.ping()
        with pytest.raises(StoreError):
            async with store.alone("sealer"):
                pass
        await store.close()


async def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "central.db"
    path.write_bytes(b"not a database at all, and long enough to be read as a header" * 20)
    store = await open_store(f"sqlite:///{path}")
    with pytest.raises(StoreError):
        await store.ping()
    with pytest.raises(StoreError):
        await store.migrate()
    await store.close()


def test_the_audit_key_is_made_once_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sub" / "audit.key"
    key = audit_key(file)
    assert len(key) == 32 and audit_key(file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    monkeypatch.setenv("CCPRO_AUDIT_KEY", "00ff")
    assert audit_key(file) == b"\x00\xff"
    monkeypatch.setenv("CCPRO_AUDIT_KEY", "zz")
    with pytest.raises(StoreError):
        audit_key(file)


def test_processes_that_start_together_agree_on_the_audit_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one reads the file while the first has not written it yet."""
    file, token_hex, others = tmp_path / "audit.key", secrets.token_hex, list[bytes]()

    def meanwhile(length: int) -> str:
        monkeypatch.setattr(secrets, "token_hex", token_hex)
        others.append(audit_key(file))
        return token_hex(length)

    monkeypatch.setattr(secrets, "token_hex", meanwhile)
    key = audit_key(file)
    assert others == [key] and len(key) == 32
    assert [path.name for path in tmp_path.iterdir()] == ["audit.key"]


def test_an_empty_audit_key_is_none(tmp_path: Path) -> None:
    file = tmp_path / "audit.key"
    file.touch()
    with pytest.raises(StoreError):
        audit_key(file)


__all__ = ["postgres"]
