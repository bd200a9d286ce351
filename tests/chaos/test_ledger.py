"""The ledger itself: a database and journals in which one thing is wrong make it say so."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest

from scripts.lib import town
from scripts.lib.chaos.ledger import ledger
from tests.support.postgres import Server

NOTE = "00000000-0000-7000-8000-00000000000a"
CLEAN = """
update contact set state = 'closed', version = 3;
insert into event (id, type, at, contact_id, version, changed, audience)
select gen_random_uuid(), t.type, now(), c.id, t.version, '[]',
    '{"agents": [], "pool": "national", "roles": []}'
from contact c, (values ('contact.assigned', 2), ('contact.closed', 3)) t(type, version);
insert into audit (id, at, action, object, digest)
select gen_random_uuid(), now(), 'contact.close', 'contact/' || id, '-' from contact;
insert into audit_detail (id, detail) select id, '{}' from audit;
"""


@pytest.fixture
async def url(postgres: Server) -> AsyncIterator[str]:
    async with postgres.database() as url:
        await execute(url, *town.statements(5, agents=1), CLEAN)
        yield url


async def execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def wrong(url: str, folder: Path) -> list[str]:
    connection = await asyncpg.connect(url)
    loop = asyncio.get_running_loop()

    async def ask(text: str) -> str:
        return "\n".join(str(row[0]) for row in await connection.fetch(text))

    def sql(text: str) -> str:
        return asyncio.run_coroutine_threadsafe(ask(text), loop).result()

    def read() -> list[str]:
        return [line.says for line in ledger(sql, folder) if line.wrong]

    try:
        return await asyncio.to_thread(read)
    finally:
        await connection.close()


def acknowledged(folder: Path, status: str) -> None:
    said = [
        {"agent": 0, "ask": [{"id": NOTE, "type": "contact.note"}]},
        {"agent": 0, "told": [{"id": NOTE, "status": status, "code": None}]},
    ]
    (folder / "desks-0.journal").write_text("".join(json.dumps(one) + "\n" for one in said))


async def test_what_is_right_is_right(url: str, tmp_path: Path) -> None:
    assert await wrong(url, tmp_path) == []


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("update contact set state = 'active' where external_id like '<m1@%'", "contacts closed, held"),
        ("insert into audit (id, at, action, object, digest) select gen_random_uuid(), at, action, object, "
         "digest from audit limit 1", "contacts closed once"),
        ("delete from audit where seq = (select min(seq) from audit)", "contacts closed once"),
        ("delete from event where type = 'contact.closed'", "contacts told as closed once"),
        ("insert into event (id, type, at, contact_id, version, changed, audience) select gen_random_uuid(), "
         "type, at, contact_id, version, changed, audience from event where version = 2 limit 1",
         "contacts taken once more"),
        ("update event set version = version + 1", "contacts whose story began"),
        ("insert into audit (id, at, action, object, digest) select gen_random_uuid(), at, 'contact.note', "
         "object, digest from audit limit 1", "contacts with as many notes"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_named(url: str, tmp_path: Path, statement: str, says: str) -> None:
    await execute(url, statement)
    assert any(said.startswith(says) for said in await wrong(url, tmp_path))


@pytest.mark.parametrize(
    ("status", "says"),
    [("applied", "acknowledged commands that the database has"), ("refused", "")],
)
async def test_journals_are_held_against_the_database(
    url: str, tmp_path: Path, status: str, says: str
) -> None:
    acknowledged(tmp_path, status)
    found = await wrong(url, tmp_path)
    assert (says in found) if says else found == []


@pytest.mark.parametrize(
    ("heard", "says"),
    [
        (lambda ids: ids, []),
        (lambda ids: ids[1:], ["events for desks that follow their feed, heard"]),
        (lambda ids: [*ids, ids[-1]], ["events heard once, not more"]),
        (lambda ids: [ids[1], ids[0], *ids[2:]], ["events heard in their order, and by nobody else"]),
        (lambda ids: [*ids, NOTE], ["events heard in their order, and by nobody else"]),
    ],
)
async def test_what_was_heard_is_held_against_what_was_said(
    url: str, tmp_path: Path, heard: Callable[[list[str]], list[str]], says: list[str]
) -> None:
    connection = await asyncpg.connect(url)
    ids = [str(row["id"]) for row in await connection.fetch("select id from event order by xid, seq")]
    await connection.close()
    said = [{"agent": 0, "at": "epoch.0-0", "heard": None}]
    said += [{"agent": 0, "at": "epoch.0-0", "heard": event} for event in heard(ids)]
    (tmp_path / "desks-0.journal").write_text("".join(json.dumps(one) + "\n" for one in said))
    assert await wrong(url, tmp_path) == says
