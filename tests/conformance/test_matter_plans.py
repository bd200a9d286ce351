"""Lists of acts, appointments and referrals read the index of whose they are, not the table."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import asyncpg

from ccpro_desk.central.store.statements import statements
from tests.support.central import Bench
from tests.support.plans import planned_part

INDEXES = {
    "matters_by_centre": "matter_centre",
    "matters_by_office": "matter_office",
    "matters_by_author": "matter_author",
    "count_matters_by_centre": "matter_centre",
    "matters_of": "matter_siren",
    "matters_due": "matter_due",
}
COLUMNS = "(id, kind, version, state, is_open, code, siren, contact_id, centre, office, author, at, due_at, turn, title, detail)"
FILL = {
    "sqlite": f"""
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
        insert into matter {COLUMNS}
        select 'm' || i, 'act', 1, case i % 50 when 0 then 'to_approve' else 'transmitted' end, i % 50 = 0, 'A05',
            'u' || i % 4000, 'c' || i, 'centre' || i % 10, 'sie' || i % 100, 'a' || i % 300, i, i, 0, '', '{{}}' from n
    """,
    "postgresql": f"""
        insert into matter {COLUMNS}
        select gen_random_uuid(), 'act', 1, case i % 50 when 0 then 'to_approve' else 'transmitted' end, i % 50 = 0,
            'A05', 'u' || i % 4000, gen_random_uuid(), 'centre' || i % 10, 'sie' || i % 100,
            lpad((i % 300)::text, 32, '0')::uuid, now(), now(), 0, '', '{{}}'
        from generate_series(1, 20000) i
    """,
}


async def test_they_are_read_from_their_index(central: Bench, url: str) -> None:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            file.execute(FILL["sqlite"])
            for name, index in INDEXES.items():
                [part] = statements("sqlite")[name]
                words = dict.fromkeys(("kind", "centre", "office", "author", "siren", "state", "id"), "x")
                values = words | {"states": "[]", "at": 0, "until": 0, "due_by": 0, "limit": 9}
                plan = "\n".join(row[3] for row in file.execute(f"explain query plan {part.sql}", values))
                assert f"INDEX {index}" in plan and "SCAN matter" not in plan, (name, plan)
        return
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(FILL["postgresql"])
        await connection.execute("analyze matter")
        for name, index in INDEXES.items():
            plan = await planned_part(connection, statements("postgres")[name][0])
            assert index in plan and "Seq Scan" not in plan, (name, plan)
    finally:
        await connection.close()
